"""The rules about the chain of evidence: what must hold from source to recommendation."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import pending_xref

from policybrief.chapters import publication
from policybrief.chapters.nodes import stored
from policybrief.checks.rules import of_brief
from policybrief.data.bibliography import named_in
from policybrief.data.dates import never_read
from policybrief.data.entries import ALIKE
from policybrief.words import fields
from policybrief.words.complaints import Rule, closest, unknown
from policybrief.words.records import (
    GAP,
    Certainty,
    Evidence,
    Read,
    Source,
    Statement,
    Strength,
    Use,
)
from policybrief.words.vocabulary import Role
from written_values.values import Estimate

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from policybrief.chapters.domain import BriefDomain
    from policybrief.checks.rules import Faults

PRIMARY = (Read.FULL_TEXT, Read.PASSAGE)
"""Readings that can carry high certainty when two independent sources agree."""

AUTHORITATIVE = (Role.LAW, Role.PROMISE)
"""Kinds of record whose source is the authority on what it says."""

ABOUT_OTHERS = (Role.PRESS, Role.COMMENTARY)
"""Sources that report what other texts say, however well they were read."""

SECOND_HAND = (*ABOUT_OTHERS, Role.WEB)
"""Sources that are never the first to say what a study found or a law requires."""

TOLD_BY_PRESS = (Role.SAID, Role.PROMISE)
"""What the press itself may be the source of."""

READINGS = (Read.FULL_TEXT, Read.ABSTRACT, Read.PASSAGE)
"""Ways of reading a source itself."""

UNREAD = {
    Read.ABSTRACT: "of {key} the abstract alone was read",
    Read.SECONDARY: "{key} was read only as others quote it",
    Read.NOT_RECHECKED: "{key} was noted once and not read again",
    Read.CALCULATION: "{key} is a calculation of ours",
}
"""Why a source is no second team: it was not read itself."""

MANY = 20
"""Unused sources that are told one by one: more come with the export of a whole library."""
FRESH = 120
"""Days for which a reading of a law or commitment stands without being checked again."""


# Every name names something


@of_brief(Rule.DUPLICATE_ID)
def ids(brief: BriefDomain) -> Faults:
    """Each finding and recommendation has an id of its own."""
    for double in sorted(brief.doubles(), key=lambda s: (s.docname, s.line)):
        first = brief.statements[double.id]
        yield (
            brief.place(double),
            f"the id {double.id!r} is already taken by the one in chapter {first.docname!r}, line {first.line}; "
            f"give this {double.kind} an id of its own",
        )


@of_brief(Rule.UNKNOWN_SOURCE)
def sources(brief: BriefDomain) -> Faults:
    """What records, other data files and chapters cite is in the bibliography."""
    for record in brief.evidence.values():
        for citation in record.sources:
            if citation.key not in brief.sources:
                yield f"{record.path}:{citation.line}", unknown("source", citation.key, brief.sources)
    for key, place in _cited(brief):
        if key not in brief.sources:
            yield place, unknown("source", key, brief.sources)


@of_brief(Rule.UNKNOWN_EVIDENCE)
def evidence(brief: BriefDomain) -> Faults:
    """What a finding rests on, or an estimate is held against, is in the material."""
    for record in brief.evidence.values():
        for anchor in sorted(_anchors(record)):
            if anchor not in brief.evidence:
                yield record.place("values"), unknown("evidence record", anchor, brief.evidence)
    for finding in brief.findings.values():
        for id in finding.evidence:
            if id not in brief.evidence:
                yield brief.place(finding), unknown("evidence record", id, brief.evidence)


@of_brief(Rule.UNKNOWN_FINDING)
def findings(brief: BriefDomain) -> Faults:
    """What a recommendation rests on is a finding of this brief."""
    for recommendation in brief.recommendations.values():
        for id in recommendation.findings:
            if id not in brief.findings:
                yield brief.place(recommendation), unknown("finding", id, brief.findings)


# Everything rests on something, and something rests on it


@of_brief(Rule.UNSUPPORTED)
def support(brief: BriefDomain) -> Faults:
    """Records name a source, findings a record, recommendations a finding."""
    for record in brief.evidence.values():
        if not record.sources and record.kind.role is not Role.ESTIMATE:
            yield record.place(), f"the record {record.id!r} rests on nothing; name a source"
    for finding in brief.findings.values():
        if not finding.evidence:
            problem = f"the finding {finding.id!r} rests on nothing; name records in :evidence:"
            yield brief.place(finding), problem
    for recommendation in brief.recommendations.values():
        if not recommendation.findings:
            problem = f"the recommendation {recommendation.id!r} rests on nothing; name findings in :findings:"
            yield brief.place(recommendation), problem


@of_brief(Rule.UNUSED_EVIDENCE)
def used_evidence(brief: BriefDomain) -> Faults:
    """A finding rests on each record, a chapter cites it, or an estimate is held against it."""
    used = {id for ids in brief.cited.values() for id in ids}
    used |= {id for finding in brief.findings.values() for id in finding.evidence}
    used |= {anchor for id in used if id in brief.evidence for anchor in _anchors(brief.evidence[id])}
    for id, record in brief.evidence.items():
        if id not in used:
            problem = f"no finding rests on the evidence {id!r} and no chapter cites it; use it or take it out"
            yield record.place(), problem


@of_brief(Rule.UNUSED_FINDING)
def used_findings(brief: BriefDomain) -> Faults:
    """A recommendation rests on each key finding that stands."""
    used = {id for recommendation in brief.recommendations.values() for id in recommendation.findings}
    for id, finding in brief.findings.items():
        if finding.key and finding.stands and id not in used:
            problem = f"no recommendation rests on the key finding {id!r}; use it or make it no key finding"
            yield brief.place(finding), problem


@of_brief(Rule.UNUSED_SOURCE)
def used_sources(brief: BriefDomain) -> Faults:
    """Some record, other data file or chapter cites each source."""
    used = {citation.key for record in brief.evidence.values() for citation in record.sources}
    used |= {key for key, _place in _cited(brief, also_records=True)}
    data = brief.env.get_domain("cite").bibdata  # type: ignore[attr-defined]
    for key in sorted(used & brief.sources.keys()):  # what gives them data is of use, too
        while (key := data.data.entries[key].fields.get("crossref", "")) in brief.sources and key not in used:
            used.add(key)
    unused = [key for key in brief.sources if key not in used]
    if len(unused) > MANY:
        some = ", ".join(unused[:MANY])
        problem = f"no evidence and no chapter cites {len(unused)} of {len(brief.sources)} sources: {some}, …"
        yield brief.sources[unused[0]].place, problem
        return
    for key in unused:
        problem = f"no evidence and no chapter cites the source {key!r}; use it or take it out"
        yield brief.sources[key].place, problem


def _cited(brief: BriefDomain, *, also_records: bool = False) -> Iterator[tuple[str, str]]:
    """The sources that data files and chapters cite, each with its place."""
    material = brief.root / brief.env.config.brief_material
    for key, path, line in brief.once("sources named in data", lambda: list(named_in(material))):
        # records that can be read are looked at with their own rules
        if also_records or not path.is_relative_to(material / "evidence"):
            yield brief.aliases.get(key, key), f"{path.relative_to(brief.root).as_posix()}:{line}"
    for reference in brief.env.get_domain("cite").citation_refs:  # type: ignore[attr-defined]
        for target in reference.targets:
            yield target.key, f"{brief.env.doc2path(reference.docname)}:{reference.line or 1}"


# How much evidence can carry


@of_brief(Rule.MISSING_LOCATOR)
def locators(brief: BriefDomain) -> Faults:
    """A record says where in each source."""
    for record in brief.evidence.values():
        for citation in record.sources:
            if not citation.locator:
                problem = "has no locator here; give a page, section, table or article"
                yield f"{record.path}:{citation.line}", f"the source {citation.key!r} {problem}"


@of_brief(Rule.PRESS_FOR_EXPERIMENT)
def experiments(brief: BriefDomain) -> Faults:
    """A study is cited itself."""
    for record in brief.evidence.values():
        press = [key for key, source in _sources_of(record, brief) if role(source) is Role.PRESS]
        if record.kind.role is Role.STUDY and press:
            problem = f"{record.id!r} reports a study on press pages ({', '.join(press)}); cite the study itself"
            yield record.place("kind"), problem


@of_brief(Rule.PRESS_ALONE)
def press(brief: BriefDomain) -> Faults:
    """The press alone is a source of what press and politics said."""
    for record in brief.evidence.values():
        kinds = {role(source) for _key, source in _sources_of(record, brief)}
        if kinds == {Role.PRESS} and record.kind.role not in (*TOLD_BY_PRESS, Role.STUDY):
            problem = f"{record.id!r} is a {record.kind} on press pages alone; cite what they report on"
            yield record.place("kind"), problem


@of_brief(Rule.SECOND_HAND)
def first_hand(brief: BriefDomain) -> Faults:
    """Each finding rests on a source that is the first to say it, and that was read."""
    for finding in brief.findings.values():
        records = [brief.evidence[id] for id in finding.evidence if id in brief.evidence]
        read = [
            (role(brief.sources[citation.key]), citation.read)
            for record in records
            for citation in record.sources
            if citation.key in brief.sources
        ]
        if read and all(t in SECOND_HAND or how is Read.SECONDARY for t, how in read):
            problem = "rests on press, commentary or quotation alone; read and cite what they speak of"
            yield brief.place(finding), f"the finding {finding.id!r} {problem}"


@of_brief(Rule.OVERSTATED)
def certainties(brief: BriefDomain) -> Faults:
    """No record and no finding is surer than its evidence allows."""
    # what a record without its sources could carry, nobody knows
    known = {id: record for id, record in brief.evidence.items() if _is_sourced(record, brief)}
    for record in known.values():
        if problem := _overstated(record.id, record.certainty, [record], brief.sources):
            yield record.place("certainty"), problem
    for finding in brief.findings.values():
        records = [brief.evidence[id] for id in finding.evidence if id in brief.evidence]
        if not records or any(record.id not in known for record in records):
            continue
        if problem := _overstated(finding.id, finding.certainty, records, brief.sources):
            yield brief.place(finding), problem


@of_brief(Rule.STATEMENT)
def printable(brief: BriefDomain) -> Faults:
    """A finding rests on evidence that may be printed."""
    for finding in brief.findings.values():
        records = [brief.evidence[id] for id in finding.evidence if id in brief.evidence]
        if records and all(record.use is Use.ANNEX for record in records):
            problem = "rests on annex-only evidence; find evidence that may be printed"
            yield brief.place(finding), f"the finding {finding.id!r} {problem}"


@of_brief(Rule.SECONDARY_FOR_LAW)
def laws(brief: BriefDomain) -> Faults:
    """What a law requires is read in its official text, or the sentence names the commentator."""
    for record in brief.evidence.values():
        if record.kind.role is not Role.LAW or record.use is Use.ATTRIBUTED or not _is_sourced(record, brief):
            continue
        cited = _sources_of(record, brief)
        official = any(role(source) is Role.OFFICIAL for _key, source in cited)
        if not official or all(c.read is Read.SECONDARY for c in record.sources):
            problem = f"{record.id!r} says what a law requires and no official text was read; "
            problem += (
                "cite it with its article, or set use = 'attributed' and name the commentator in 'attribution'"
            )
            yield record.place("kind"), problem + ("" if official else _if_it_is_the_law(cited, brief))


def _if_it_is_the_law(cited: list[tuple[str, Source]], brief: BriefDomain) -> str:
    """How the entry of a law says that it is one."""
    kinds = [f"{{{name}}}" for name, kind in brief.profile.sources.items() if kind.role is Role.OFFICIAL]
    named = [
        f"{key!r} (sourcetype {str(source.type)!r}, line {source.line})" for key, source in cited if source.type
    ]
    if not kinds or not named:
        return ""
    return f"; where {' or '.join(named)} is the law itself, write sourcetype = {' or '.join(kinds)} in its entry"


@of_brief(Rule.STRONG_ON_WEAK)
def discordance(brief: BriefDomain) -> Faults:
    """A recommendation that is strong on weak findings says why, and no other does."""
    words = brief.profile.recommendation.words
    for recommendation in brief.recommendations.values() if "discordance" in words else ():
        known = [brief.findings[id].certainty for id in recommendation.findings if id in brief.findings]
        weakest = min(known, key=lambda certainty: certainty.rank, default=Certainty.HIGH)
        if not recommendation.stands:
            continue
        weak = recommendation.strength is Strength.STRONG and weakest.rank <= Certainty.LOW.rank
        part = fields.term(words["discordance"])
        if weak and "discordance" not in recommendation.parts:
            problem = f"{recommendation.id!r} is strong on {weakest} certainty; add the part {part!r} or make it "
            yield brief.place(recommendation), f"{problem}conditional"
        if not weak and "discordance" in recommendation.parts:
            problem = f"{recommendation.id!r} is not strong on weak findings; take out the part {part!r}"
            yield brief.place(recommendation), problem


def ceiling(records: list[Evidence], sources: dict[str, Source]) -> tuple[Certainty, str]:
    """The highest certainty that these records can carry together, and why not more.

    High needs a proof, a text that is itself the authority on what it says, or two independent sources; and
    the text or the sources were read, not only what others say of them.
    """
    if all(record.kind.role is Role.ESTIMATE for record in records):
        return Certainty.LOW, "it is an estimate of ours"
    citations = [citation for record in records for citation in record.sources]
    if all(citation.read is Read.SECONDARY for citation in citations):
        return Certainty.LOW, "it was read only as quoted by others"
    if any(record.kind.role is Role.CALCULATION for record in records):
        return Certainty.HIGH, ""
    read = [c for c in citations if c.read in PRIMARY and c.key in sources]
    own = {c.key for c in read if role(sources[c.key]) not in ABOUT_OTHERS}
    if any(r.kind.role in AUTHORITATIVE and any(c.key in own for c in r.sources) for r in records):
        return Certainty.HIGH, ""
    teams = {_team(sources[c.key]) for c in read}
    if len(teams) >= 2:
        return Certainty.HIGH, ""
    of_others = [c for c in citations if c not in read and c.key in sources and _team(sources[c.key]) not in teams]
    single = [f"it rests on a single team ({', '.join(teams)})"] if teams else []
    return Certainty.MODERATE, "; ".join([*single, *(UNREAD[c.read].format(key=repr(c.key)) for c in of_others)])


def _overstated(id: str, certainty: Certainty, records: list[Evidence], sources: dict[str, Source]) -> str:
    highest, reason = ceiling(records, sources)
    surest = max((record.certainty for record in records), key=lambda c: c.rank)
    if (highest is not Certainty.HIGH or len(records) == 1) and surest.rank < highest.rank:
        highest, reason = surest, "none of its records is surer"
    if certainty.rank <= highest.rank:
        return ""
    return f"{certainty} certainty is more than {id!r} can carry: {reason}; at most {highest}"


def role(source: Source) -> Role:
    """What the rules take a source for."""
    return source.type.role if source.type else Role.OTHER


def _sources_of(record: Evidence, brief: BriefDomain) -> list[tuple[str, Source]]:
    """The sources that a record cites, by key."""
    return [(c.key, brief.sources[c.key]) for c in record.sources if c.key in brief.sources]


def _is_sourced(record: Evidence, brief: BriefDomain) -> bool:
    """Whether all sources of a record are there; those that are not are told."""
    return all(citation.key in brief.sources for citation in record.sources)


def _anchors(record: Evidence) -> set[str]:
    """The records that the estimates of a record are held against."""
    return {id for value in record.values.values() if isinstance(value, Estimate) for id in value.anchors}


def _team(source: Source) -> str:
    """Who made a source: its label without the year, so that two papers of one group count once."""
    return source.label.rpartition(" ")[0]


# Appraisal


@of_brief(Rule.SOURCE_ENTRY)
def misspelt_appraisals(brief: BriefDomain) -> Faults:
    """A word of an appraisal that is nearly one of the few was meant for that one."""
    for source, name, given, known in _unknown_appraisals(brief):
        if near := get_close_matches(given, known, 1, ALIKE):
            yield source.place, f"{source.key!r}: {name} {given!r} is not known; did you mean {near[0]!r}?"


@of_brief(Rule.SOURCE_ENTRY, optional=True)
def appraisals(brief: BriefDomain) -> Faults:
    """Each source says in one of a few words how it was reviewed, and how its makers stand to what it says."""
    for source, name, given, known in _unknown_appraisals(brief):
        if not get_close_matches(given, known, 1, ALIKE):  # else it is told as misspelt
            problem = f"{source.key!r}: {name} {given!r} is not known; use one of {', '.join(known)}"
            yield source.place, problem


def _unknown_appraisals(brief: BriefDomain) -> Iterator[tuple[Source, str, str, tuple[str, ...]]]:
    """Each word of an appraisal that is none of the few: its source and field, and those few."""
    for source in brief.sources.values():
        for name, known in (("review", brief.profile.reviews), ("relation", brief.profile.relations)):
            given = getattr(source, name)
            if given and given not in (GAP, *known):  # a gap is told with the words that may stand there
                yield source, name, given, known


@of_brief(Rule.SOURCE_ENTRY, optional=True)
def dated_readings(brief: BriefDomain) -> Faults:
    """A web page that was read says on which day."""
    read = {c.key for record in brief.evidence.values() for c in record.sources if c.read in READINGS}
    for key in sorted(read & brief.sources.keys()):
        source = brief.sources[key]
        if source.url and not source.fields.get("urldate"):
            yield source.place, f"{key!r} was read and has no 'urldate'; say on which day"


@of_brief(Rule.EVIDENCE_FILE, optional=True)
def checked_readings(brief: BriefDomain) -> Faults:
    """A citation that was read says when it was last compared with its source, one that was not says nothing."""
    for record in brief.evidence.values():
        for citation in record.sources:
            place = f"{record.path}:{citation.line}"
            if citation.read in READINGS and not citation.checked:
                yield place, f"{citation.key!r} was read and has no 'checked'; say when it was last compared"
            if citation.read is Read.NOT_RECHECKED and citation.checked:
                yield place, f"{citation.key!r} was not checked again and has 'checked'; say how it was read"


# Time


@of_brief(Rule.EVIDENCE_FILE)
def past(brief: BriefDomain) -> Faults:
    """Nothing was seen, or compared with its source, on a day that is still to come, or long before."""
    for record in brief.evidence.values():
        checked = (("checked", c.checked, f"{record.path}:{c.line}") for c in record.sources)
        for key, day, place in [("as_of", record.as_of, record.place("as_of")), *checked]:
            if day and (wrong := never_read(day)):
                yield place, f"{key} of {record.id!r} is {day}, {wrong}; write the day on which it was read"


@of_brief(Rule.REVIEW_OVERDUE)
def reviews(brief: BriefDomain) -> Faults:
    """No review is overdue at the date of the revision; one that is due on that day is not."""
    date = publication.of(brief.env).date
    for recommendation in brief.recommendations.values():
        due = recommendation.review
        if recommendation.stands and date and due and due < date:
            problem = f"the review of {recommendation.id!r} was due on {due}; review it, or set a later date "
            yield brief.place(recommendation), f"{problem}with the reason"


@of_brief(Rule.STALE_STATUS)
def status(brief: BriefDomain) -> Faults:
    """At a cut, what a law or commitment says was looked at not long ago."""
    edition = publication.of(brief.env)
    for record, seen in stale(brief, edition.date) if edition.date and not edition.draft else ():
        problem = f"{record.id!r} is as of {seen}, more than {FRESH} days before this revision; check it again"
        yield record.place("as_of"), problem


def stale(brief: BriefDomain, day: dt.date) -> Iterator[tuple[Evidence, dt.date]]:
    """The laws and commitments that nobody looked at shortly before a day, each with when somebody last did."""
    for record in brief.evidence.values():
        seen = max([record.as_of, *(c.checked for c in record.sources if c.checked)])
        if record.kind.role in AUTHORITATIVE and (day - seen).days > FRESH:
            yield record, seen


@of_brief(Rule.SUCCESSION)
def succession(brief: BriefDomain) -> Faults:
    """Only a withdrawn statement names a successor, and that is one of its kind."""
    known = {statement.id: statement for statement in (*brief.findings.values(), *brief.recommendations.values())}
    for statement in known.values():
        successor = known.get(statement.successor)
        if not statement.successor:
            continue
        if statement.stands:
            problem = f"{statement.id!r} names a successor and is not withdrawn; set :status: withdrawn"
        elif successor is None:
            problem = f"the successor {statement.successor!r} of {statement.id!r} is unknown; "
            problem += closest(statement.successor, known)
        elif successor.kind != statement.kind:
            problem = f"the successor {statement.successor!r} of {statement.id!r} is of another kind"
        else:
            continue
        yield brief.place(statement), problem


@of_brief(Rule.SUCCESSION)
def standing(brief: BriefDomain) -> Faults:
    """A recommendation that stands rests on findings that stand."""
    for recommendation in brief.recommendations.values():
        for id in recommendation.findings if recommendation.stands else ():
            finding = brief.findings.get(id)
            if finding and not finding.stands:
                problem = f"{recommendation.id!r} rests on {id!r}, which is withdrawn{_instead(brief, finding)}"
                yield brief.place(recommendation), problem


@of_brief(Rule.SUCCESSION)
def standing_in_summary(brief: BriefDomain) -> Faults:
    """The summary sends nobody to a statement that was withdrawn."""
    for docname in brief.env.config.brief_summary:
        tree = brief.env.get_doctree(docname) if docname in brief.env.found_docs else nodes.Element()
        for node in (*tree.findall(pending_xref), *tree.findall(stored)):
            found = brief.statements.get(node.get("reftarget", "").removeprefix("~"))
            if found and not found.stands:
                yield node, f"the summary names {found.id!r}, which is withdrawn{_instead(brief, found)}"


def _instead(brief: BriefDomain, withdrawn: Statement) -> str:
    """What to name in place of a withdrawn statement."""
    successor = brief.statements.get(withdrawn.successor)
    return f"; name {withdrawn.successor!r}" if successor and successor.kind == withdrawn.kind else ""
