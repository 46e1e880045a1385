"""The rules about the chain of evidence: what must hold from source to recommendation.

Pure functions over records give complaints; `check` collects them once all chapters are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from policybrief.chapters import publication
from policybrief.data.bibliography import named_in
from policybrief.words import fields
from policybrief.words.complaints import Complaint, Rule, closest, complaint, tell
from policybrief.words.records import (
    Certainty,
    Evidence,
    Finding,
    Kind,
    Read,
    Recommendation,
    Source,
    SourceType,
    Statement,
    Status,
    Strength,
    Use,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from policybrief.chapters.domain import BriefDomain
    from policybrief.chapters.publication import Publication

PRIMARY = (Read.FULL_TEXT, Read.PASSAGE)
"""Readings that can carry high certainty when two independent sources agree."""

AUTHORITATIVE = (Kind.LEGAL_TEXT, Kind.COMMITMENT)
"""Kinds of record whose source is the authority on what it says."""

ABOUT_OTHERS = (SourceType.PRESS, SourceType.COMMENTARY)
"""Sources that report what other texts say, however well they were read."""

FRESH = 120
"""Days for which a reading of a law or commitment stands without being checked again."""


def check(domain: BriefDomain) -> None:
    """Tell every complaint about material, bibliography and statements."""
    paths: dict[str, str] = {}

    def place(statement: Statement) -> tuple[str, int]:
        if statement.docname not in paths:
            paths[statement.docname] = str(domain.env.doc2path(statement.docname))
        return paths[statement.docname], statement.line

    evidence, sources = domain.evidence, domain.sources
    findings, asked = domain.findings, domain.recommendations
    cited = set().union(*domain.cited.values())
    for found in (
        *domain.complaints(),
        *about_doubles(domain.doubles(), domain.data["statements"], place),
        *about_records(evidence, sources),
        *about_findings(findings, evidence, sources, place),
        *about_recommendations(asked, findings, place),
        *about_law(evidence, sources),
        *about_time(evidence, asked, publication.of(domain.env), place),
        *about_succession([*findings.values(), *asked.values()], place),
        *unused(findings, asked, evidence, cited, place),
        *about_sources(domain),
    ):
        tell(found)


def about_doubles(
    doubles: Iterable[Statement], taken: dict[str, Statement], place: Callable[[Statement], tuple[str, int]]
) -> Iterator[Complaint]:
    """Each finding and recommendation has an id of its own."""
    for double in sorted(doubles, key=lambda s: (s.docname, s.line)):
        first = taken[double.id]
        other = f"the one in chapter {first.docname!r}, line {first.line}"
        what = type(double).__name__.lower()
        yield complaint(Rule.DUPLICATE_ID, *place(double), id=double.id, other=other, what=what)


def about_records(evidence: dict[str, Evidence], sources: dict[str, Source]) -> Iterator[Complaint]:
    """Each record names known sources with a locator, and is no surer than they allow."""
    for record in evidence.values():
        if not record.sources:
            yield complaint(Rule.UNSUPPORTED, record.path, 1, what="record", id=record.id, wanted="a source")
        for citation in record.sources:
            if citation.key not in sources:
                hint = closest(citation.key, sources)
                yield complaint(Rule.UNKNOWN_SOURCE, record.path, citation.line, id=citation.key, hint=hint)
            if not citation.locator:
                yield complaint(Rule.MISSING_LOCATOR, record.path, citation.line, id=citation.key)
        if record.kind is Kind.EXPERIMENT and (press := _of_type(record, sources, SourceType.PRESS)):
            yield complaint(Rule.PRESS_FOR_EXPERIMENT, record.path, 1, id=record.id, sources=", ".join(press))
        yield from _overstated(record.id, record.certainty, [record], sources, (record.path, 1))


def about_findings(
    findings: dict[str, Finding],
    evidence: dict[str, Evidence],
    sources: dict[str, Source],
    place: Callable[[Statement], tuple[str, int]],
) -> Iterator[Complaint]:
    """Each finding rests on known, printable evidence and is no surer than it allows."""
    for finding in findings.values():
        path, line = place(finding)
        if not finding.evidence:
            yield complaint(
                Rule.UNSUPPORTED, path, line, what="finding", id=finding.id, wanted="records in :evidence:"
            )
        records = []
        for id in finding.evidence:
            if record := evidence.get(id):
                records.append(record)
            else:
                yield complaint(Rule.UNKNOWN_EVIDENCE, path, line, id=id, hint=closest(id, evidence))
        if records and all(record.use is Use.ANNEX for record in records):
            problem = f"the finding {finding.id!r} rests on annex-only evidence; find evidence that may be printed"
            yield complaint(Rule.STATEMENT, path, line, problem=problem)
        if records:
            yield from _overstated(finding.id, finding.certainty, records, sources, (path, line))


def about_recommendations(
    asked: dict[str, Recommendation],
    findings: dict[str, Finding],
    place: Callable[[Statement], tuple[str, int]],
) -> Iterator[Complaint]:
    """Each recommendation rests on known findings, and is strong on weak ones only with a reason."""
    for one in asked.values():
        path, line = place(one)
        if not one.findings:
            yield complaint(
                Rule.UNSUPPORTED, path, line, what="recommendation", id=one.id, wanted="findings in :findings:"
            )
        known = [findings[id] for id in one.findings if id in findings]
        for id in one.findings:
            if id not in findings:
                yield complaint(Rule.UNKNOWN_FINDING, path, line, id=id, hint=closest(id, findings))
        weakest = min((f.certainty for f in known), key=lambda c: c.rank, default=Certainty.HIGH)
        weak = weakest.rank <= Certainty.LOW.rank
        if one.strength is Strength.STRONG and weak and "discordance" not in one.parts:
            yield complaint(
                Rule.STRONG_ON_WEAK,
                path,
                line,
                id=one.id,
                certainty=weakest,
                part=str(fields.RECOMMENDATION["discordance"]),
            )


def about_law(evidence: dict[str, Evidence], sources: dict[str, Source]) -> Iterator[Complaint]:
    """What a law requires is read in its official text, or the sentence names the commentator."""
    official = {SourceType.LEGAL_TEXT, SourceType.OFFICIAL_TEXT}
    for record in evidence.values():
        if record.kind is Kind.LEGAL_TEXT and record.use is not Use.ATTRIBUTED:
            types = {sources[c.key].type for c in record.sources if c.key in sources}
            if not types & official or all(c.read is Read.SECONDARY for c in record.sources):
                yield complaint(Rule.SECONDARY_FOR_LAW, record.path, 1, id=record.id)


def about_time(
    evidence: dict[str, Evidence],
    asked: dict[str, Recommendation],
    edition: Publication,
    place: Callable[[Statement], tuple[str, int]],
) -> Iterator[Complaint]:
    """No review is overdue at the date of the revision; at a cut no status of a law is stale either."""
    if edition.date is None:
        return
    for one in asked.values():
        if one.review and one.review < edition.date:
            yield complaint(Rule.REVIEW_OVERDUE, *place(one), id=one.id, due=one.review)
    for record in evidence.values():
        seen = max(record.as_of, *(c.checked for c in record.sources if c.checked), record.as_of)
        if record.kind in AUTHORITATIVE and not edition.draft and (edition.date - seen).days > FRESH:
            yield complaint(Rule.STALE_STATUS, record.path, 1, id=record.id, as_of=seen, days=FRESH)


def about_succession(
    statements: Iterable[Statement], place: Callable[[Statement], tuple[str, int]]
) -> Iterator[Complaint]:
    """A withdrawn statement names a successor that stands, and only a withdrawn one has a successor."""
    known = {statement.id: statement for statement in statements}
    for statement in known.values():
        if statement.successor and statement.status is not Status.WITHDRAWN:
            problem = f"{statement.id!r} names a successor and is not withdrawn; set :status: withdrawn"
        elif statement.successor and statement.successor not in known:
            problem = f"the successor {statement.successor!r} of {statement.id!r} is unknown; "
            problem += closest(statement.successor, known)
        elif statement.successor and type(known[statement.successor]) is not type(statement):
            problem = f"the successor {statement.successor!r} of {statement.id!r} is of another kind"
        else:
            continue
        yield complaint(Rule.SUCCESSION, *place(statement), problem=problem)


def unused(
    findings: dict[str, Finding],
    asked: dict[str, Recommendation],
    evidence: dict[str, Evidence],
    cited: set[str],
    place: Callable[[Statement], tuple[str, int]],
) -> Iterator[Complaint]:
    """Nothing stands in the material or among the key findings that nothing rests on."""
    supporting = cited.union(*(finding.evidence for finding in findings.values()))
    for record in evidence.values():
        if record.id not in supporting:
            yield complaint(Rule.UNUSED_EVIDENCE, record.path, 1, id=record.id)
    relied_on = set().union(*(one.findings for one in asked.values()))
    for finding in findings.values():
        if finding.key and finding.status is Status.CURRENT and finding.id not in relied_on:
            yield complaint(Rule.UNUSED_FINDING, *place(finding), id=finding.id)


def about_sources(domain: BriefDomain) -> Iterator[Complaint]:
    """What chapters and material name is in the bibliography, and what is in it they name."""
    material = domain.root / domain.env.config.brief_material
    used: set[str] = set()
    for key, path, line in named_in(material):
        used.add(key)
        # records of evidence are looked at with their other rules
        if key not in domain.sources and not path.is_relative_to(material / "evidence"):
            shown, hint = path.relative_to(domain.root).as_posix(), closest(key, domain.sources)
            yield complaint(Rule.UNKNOWN_SOURCE, shown, line, id=key, hint=hint)
    for reference in domain.env.get_domain("cite").citation_refs:  # type: ignore[attr-defined]
        for target in reference.targets:
            used.add(target.key)
            if target.key not in domain.sources:
                place = str(domain.env.doc2path(reference.docname)), reference.line or 1
                yield complaint(
                    Rule.UNKNOWN_SOURCE, *place, id=target.key, hint=closest(target.key, domain.sources)
                )
    bibliography = next(iter(domain.env.config.bibtex_bibfiles), "")
    for key, source in domain.sources.items():
        if key not in used:
            yield complaint(Rule.UNUSED_SOURCE, bibliography, source.line, id=key)


def ceiling(records: list[Evidence], sources: dict[str, Source]) -> tuple[Certainty, str]:
    """The highest certainty that these records can carry together, and why not more.

    High needs a proof, a text that is itself the authority on what it says, or two independent sources; and
    the text or the sources were read, not only what others say of them.
    """
    citations = [citation for record in records for citation in record.sources]
    if all(citation.read is Read.SECONDARY for citation in citations):
        return Certainty.LOW, "it was read only as quoted by others"
    if any(record.kind is Kind.CALCULATION for record in records):
        return Certainty.HIGH, ""
    read = [c for c in citations if c.read in PRIMARY and c.key in sources]
    own = {c.key for c in read if sources[c.key].type not in ABOUT_OTHERS}
    if any(r.kind in AUTHORITATIVE and any(c.key in own for c in r.sources) for r in records):
        return Certainty.HIGH, ""
    if len({_team(sources[c.key]) for c in read}) >= 2:
        return Certainty.HIGH, ""
    return Certainty.MODERATE, "it rests on a single laboratory, preprint or abstract"


def _overstated(
    id: str, certainty: Certainty, records: list[Evidence], sources: dict[str, Source], place: tuple[str, int]
) -> Iterator[Complaint]:
    highest, reason = ceiling(records, sources)
    surest = max((record.certainty for record in records), key=lambda c: c.rank)
    if (highest is not Certainty.HIGH or len(records) == 1) and surest.rank < highest.rank:
        highest, reason = surest, "none of its records is surer"
    if certainty.rank > highest.rank:
        yield complaint(Rule.OVERSTATED, *place, id=id, certainty=certainty, reason=reason, ceiling=highest)


def _of_type(record: Evidence, sources: dict[str, Source], wanted: SourceType) -> list[str]:
    return [c.key for c in record.sources if c.key in sources and sources[c.key].type is wanted]


def _team(source: Source) -> str:
    """Who made a source: its label without the year, so that two papers of one group count once."""
    return source.label.rpartition(" ")[0]
