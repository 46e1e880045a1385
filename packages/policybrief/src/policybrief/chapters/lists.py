"""Lists and tables that the store fills: of findings, of recommendations, of records, of the whole chain."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from docutils import nodes

from policybrief.chapters import publication
from policybrief.chapters.links import source_line, to_evidence, to_source, to_statement
from policybrief.chapters.nodes import (
    Rows,
    definitions,
    fill_table,
    inline,
    listing,
    listing_table,
    paragraph,
    separated,
    value,
)
from policybrief.data.evidence import VALUE_NAME
from policybrief.words import fields, scales
from policybrief.words.messages import _
from policybrief.words.spaces import kept_together
from written_values.values import Estimate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from policybrief.chapters.domain import BriefDomain
    from policybrief.words.records import Certainty, Evidence, Finding, Recommendation


def written(record: Evidence, domain: BriefDomain) -> str:
    """The statement of a record with its values written out."""
    return kept_together("".join(one.astext() for one in said(record, domain)), domain.env.config.language)


def said(record: Evidence, domain: BriefDomain) -> Iterator[nodes.Node]:
    """The statement of a record, its values as numbers of the record."""
    end = 0
    for found in VALUE_NAME.finditer(record.statement):
        with suppress(KeyError, ValueError):
            text = domain.style.form(record.values[found[1]], found[2] or "value")
            yield nodes.Text(record.statement[end : found.start()])
            yield value("", text, classes=["value"], evidence=record.id, name=found[1])
            end = found.end()
    yield nodes.Text(record.statement[end:])


def standing(domain: BriefDomain) -> list[Recommendation]:
    """The recommendations that are not withdrawn."""
    return [asked for asked in domain.recommendations.values() if asked.stands]


def resting_on(domain: BriefDomain, findings: set[str]) -> list[Recommendation]:
    """The recommendations that rest on one of the findings."""
    asked = domain.once("standing recommendations", lambda: standing(domain))
    by_finding = domain.once("recommendations by finding", lambda: _places(one.findings for one in asked))
    return [asked[place] for place in sorted({place for id in findings for place in by_finding.get(id, ())})]


def supported_by(domain: BriefDomain, records: set[str]) -> list[Finding]:
    """The findings that rest on one of the records and are not withdrawn."""
    found = domain.once("standing findings", lambda: [one for one in domain.findings.values() if one.stands])
    by_record = domain.once("findings by record", lambda: _places(one.evidence for one in found))
    return [found[place] for place in sorted({place for id in records for place in by_record.get(id, ())})]


def _places(given: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """By id, the places of those that name it."""
    places: dict[str, list[int]] = {}
    for place, ids in enumerate(given):
        for id in ids:
            places.setdefault(id, []).append(place)
    return places


def certainty_of(domain: BriefDomain, asked: Recommendation) -> Certainty | None:
    """The lowest certainty among the findings that a recommendation rests on; nothing when none is known."""
    known = [domain.findings[id].certainty for id in asked.findings if id in domain.findings]
    return min(known, key=lambda certainty: certainty.rank, default=None)


def findings(domain: BriefDomain, place: listing) -> list[nodes.Node]:
    """Key findings, each with its certainty, as a numbered reading list."""
    items = [
        nodes.list_item(
            "",
            paragraph(
                to_statement("finding", finding.id),
                f" ({scales.certainty_word(finding.certainty)})",
            ),
        )
        for finding in domain.findings.values()
        if finding.key and finding.stands
    ]
    return [nodes.bullet_list("", *items, classes=["findings-list"])] if items else []


def recommendations(domain: BriefDomain, table: listing_table) -> None:
    """The table of recommendations: what, who, by when, strength and certainty."""
    rows: Rows = [
        [
            [paragraph(to_statement("recommendation", asked.id))],
            _blocks(domain, asked.id, "who"),
            [paragraph(domain.style.date(asked.by) if asked.by else str(_("not stated")))],
            [paragraph(*_strength_and_certainty(domain, asked))],
        ]
        for asked in standing(domain)
        if table.get("group") in (None, asked.group)
    ]
    head = [str(word) for word in (_("Recommendation"), _("Who"), _("By when"), _("Strength, certainty"))]
    fill_table(table, head, rows, [34, 30, 16, 20])


def finding_records(domain: BriefDomain, place: listing) -> list[nodes.Node]:
    """One block a finding: why this certainty, what would change it, and the evidence with its limits."""
    blocks: list[nodes.Node] = []
    for finding in (one for one in domain.findings.values() if one.stands):
        block = nodes.container(classes=["finding-record"])
        block += paragraph(to_statement("finding", finding.id), classes=("finding-record-title",))
        body = domain.body(finding.id)
        known = [
            (fields.term(term), body[key]) for key, term in domain.profile.finding.words.items() if key in body
        ]
        if known:
            block += definitions(known, "fields")
        evidence = []
        for id in finding.evidence:
            if record := domain.evidence.get(id):
                line = paragraph(to_evidence(id, written(record, domain)), " ")
                line += [inline(scales.certainty(record.certainty), "certainty"), nodes.Text(". ")]
                line += source_line(domain, [record], places=True)
                evidence.append(nodes.list_item("", line))
        block += _listed(evidence, "evidence-list")
        blocks.append(block)
    return blocks


def parts_of(
    domain: BriefDomain, asked: Recommendation, keys: Iterable[str]
) -> list[tuple[str, list[nodes.Node]]]:
    """Parts of a recommendation with their terms, the date by which it is due written out."""
    words, body = domain.profile.recommendation.words, domain.body(asked.id)
    found = {key: list(body.get(key, [])) for key in keys}
    if asked.by and "by_when" in found:
        found["by_when"].insert(0, paragraph(domain.style.date(asked.by)))
    return [(fields.term(words[key]), blocks) for key, blocks in found.items() if blocks]


def parts_apart(domain: BriefDomain, asked: Recommendation) -> list[tuple[str, list[nodes.Node]]]:
    """The parts of a recommendation that stand apart from its card, with their terms."""
    return parts_of(domain, asked, domain.profile.recommendation.apart)


def recommendation_records(domain: BriefDomain, place: listing) -> list[nodes.Node]:
    """One block a recommendation: what its card leaves out, such as how it is followed up."""
    blocks: list[nodes.Node] = []
    for asked in standing(domain):
        if said := parts_apart(domain, asked):
            block = nodes.container(classes=["recommendation-record"])
            block += paragraph(to_statement("recommendation", asked.id), classes=("finding-record-title",))
            block += definitions(said, "fields")
            blocks.append(block)
    return blocks


def evidence(domain: BriefDomain, place: listing) -> list[nodes.Node]:
    """The records that the place names."""
    return [_record(domain, domain.evidence[id]) for id in place["records"] if id in domain.evidence]


def evidence_register(domain: BriefDomain, place: listing) -> list[nodes.Node]:
    """Every record, under the first finding that rests on it; last those under no finding."""
    by_finding: dict[str, list[nodes.Node]] = {finding.id: [] for finding in domain.findings.values()}
    for record in domain.evidence.values():
        users = supported_by(domain, {record.id})
        by_finding.setdefault(users[0].id if users else "", []).append(_record(domain, record))
    return [_records(domain, finding, blocks) for finding, blocks in by_finding.items() if blocks]


def _records(domain: BriefDomain, finding: str, blocks: list[nodes.Node]) -> nodes.section:
    words = str(_("Records that cards, tables and chapters use, under no finding"))
    title = f"{domain.number(finding)} {domain.findings[finding].title}" if finding else words
    id = f"records-{finding or 'others'}"
    return nodes.section("", nodes.title("", title), *blocks, ids=[id], classes=["records"])


def traceability(domain: BriefDomain, place: listing) -> list[nodes.Node]:
    """The chain both ways: from each recommendation down to a place in a source, and back up."""
    found: list[nodes.Node] = []
    for title, items in (
        (_("From recommendation to source"), _downwards(domain)),
        (_("From source to recommendation"), _upwards(domain)),
    ):
        if items:
            found.append(paragraph(str(title), classes=("trace-title",)))
            found.append(nodes.bullet_list("", *items, classes=["trace"]))
    return found


def publication_table(domain: BriefDomain, table: listing_table) -> None:
    """What this revision is, who publishes it, and what is not yet assigned."""
    rows = [[[paragraph(title)], [paragraph(text)]] for title, text in publication.facts(domain.env)]
    fill_table(table, [str(_("About this brief")), str(_("Entry"))], rows, [35, 65])


def withdrawn(domain: BriefDomain, place: listing) -> list[nodes.Node]:
    """Every withdrawn statement, with what took its place."""
    items = []
    for kind, statements in (("finding", domain.findings), ("recommendation", domain.recommendations)):
        for one in statements.values():
            if one.stands:
                continue
            line = paragraph(to_statement(kind, one.id))
            if one.successor in statements:
                line += [
                    nodes.Text(scales.semicolon() + str(_("replaced by")) + " "),
                    to_statement(kind, one.successor),
                ]
            items.append(nodes.list_item("", line))
    return [*_listed(items, "withdrawn-list")]


CONTENTS: dict[str, Callable[[BriefDomain, listing], list[nodes.Node]]] = {
    "findings": findings,
    "finding-records": finding_records,
    "recommendation-records": recommendation_records,
    "evidence": evidence,
    "evidence-register": evidence_register,
    "traceability": traceability,
    "withdrawn": withdrawn,
}


TABLES: dict[str, Callable[[BriefDomain, listing_table], None]] = {
    "recommendations": recommendations,
    "publication": publication_table,
}


def _blocks(domain: BriefDomain, id: str, part: str) -> list[nodes.Node]:
    blocks = [block.deepcopy() for block in domain.body(id).get(part, [])]
    return blocks or [paragraph(str(_("not stated")))]


def _strength_and_certainty(domain: BriefDomain, asked: Recommendation) -> list[nodes.Node]:
    words: list[nodes.Node] = [_signed(scales.strength_word(asked.strength), "strength", asked.strength)]
    if sure := certainty_of(domain, asked):
        words += [nodes.Text(", "), _signed(scales.certainty_word(sure), "certainty", sure)]
    return words


def _signed(word: str, kind: str, level: str) -> nodes.inline:
    """A word of a table with its sign."""
    return inline(word, kind, f"{kind}-{level}", "listed")


def _record(domain: BriefDomain, record: Evidence) -> nodes.container:
    block = nodes.container(classes=["evidence-record"])
    block["ids"].append(f"evidence-{record.id}")
    block += paragraph(*said(record, domain), classes=("statement",))
    items: list[tuple[str, list[nodes.Node]]] = [
        (str(_("Kind")), [paragraph(scales.term(record.kind))]),
        (
            str(_("Certainty")),
            [paragraph(scales.certainty_word(record.certainty), scales.colon(), record.reasons)],
        ),
        (str(_("Does not show")), [paragraph(record.not_shown)]),
    ]
    items += [
        item for value in record.values.values() if isinstance(value, Estimate) for item in _basis(domain, value)
    ]
    if record.attribution:
        items.append((str(_("Said by")), [paragraph(record.attribution)]))
    if record.conflicts:
        items.append((str(_("Sources differ")), [paragraph(sentence) for sentence in record.conflicts]))
    sources = []
    for citation in record.sources:
        line = paragraph(*to_source(domain, citation), f" ({scales.read(citation.read)}")
        if citation.checked:
            line += nodes.Text(f", {domain.style.date(citation.checked)}")
        line += nodes.Text(")")
        sources.append(line)
    if sources:
        items.append((str(_("Sources")), list(sources)))
    items.append((str(_("As of")), [paragraph(domain.style.date(record.as_of))]))
    if users := supported_by(domain, {record.id}):
        row = separated([[to_statement("finding", finding.id)] for finding in users], scales.semicolon())
        items.append((str(_("Supports")), [paragraph(*row)]))
    if asked := resting_on(domain, {finding.id for finding in users}):
        row = separated([[to_statement("recommendation", one.id)] for one in asked], scales.semicolon())
        items.append((str(_("Basis of")), [paragraph(*row)]))
    block += definitions(items, "fields")
    return block


def _basis(domain: BriefDomain, estimate: Estimate) -> list[tuple[str, list[nodes.Node]]]:
    """What an estimate of ours is made of, and the records that it is held against."""
    found: list[tuple[str, list[nodes.Node]]] = []
    if estimate.tasks:
        parts = [f"{t.what} ({domain.style.range(t.low, t.high, estimate)})" for t in estimate.tasks]
        tasks = nodes.bullet_list("", *(nodes.list_item("", paragraph(part)) for part in parts))
        found.append((str(_("Basis, a list of tasks")), [tasks]))
    if estimate.anchors:
        known = [id for id in estimate.anchors if id in domain.evidence]
        row = separated([[to_evidence(id, id)] for id in known], ", ")
        found.append((str(_("Held against")), [paragraph(*row)]))
    return found


def _downwards(domain: BriefDomain) -> list[nodes.list_item]:
    items = []
    for asked in standing(domain):
        below = [
            nodes.list_item("", paragraph(to_statement("finding", id)), *_sources_of(domain, domain.findings[id]))
            for id in asked.findings
            if id in domain.findings
        ]
        items.append(nodes.list_item("", paragraph(to_statement("recommendation", asked.id)), *_listed(below)))
    return items


def _listed(items: list[nodes.list_item], *classes: str) -> list[nodes.bullet_list]:
    """A list of the items; none of no items, which no format allows."""
    return [nodes.bullet_list("", *items, classes=list(classes))] if items else []


def _sources_of(domain: BriefDomain, finding: Finding) -> list[nodes.bullet_list]:
    listed = []
    for record in (domain.evidence[id] for id in finding.evidence if id in domain.evidence):
        places = separated([to_source(domain, citation) for citation in record.sources], scales.semicolon())
        line = paragraph(to_evidence(record.id, record.id), scales.colon(), *places)
        listed.append(nodes.list_item("", line))
    return _listed(listed)


def _upwards(domain: BriefDomain) -> list[nodes.list_item]:
    items = []
    records: dict[str, set[str]] = {}
    for record in domain.evidence.values():
        for citation in record.sources:
            records.setdefault(citation.key, set()).add(record.id)
    for key, source in sorted(domain.sources.items(), key=lambda pair: pair[1].label.casefold()):
        given = records.get(key, set())
        supported = supported_by(domain, given)
        if not given or not supported:
            continue
        links = [[to_statement("finding", f"~{f.id}")] for f in supported]
        links += [
            [to_statement("recommendation", f"~{r.id}")] for r in resting_on(domain, {f.id for f in supported})
        ]
        items.append(nodes.list_item("", paragraph(source.label, scales.colon(), *separated(links, ", "))))
    return items
