"""What only pages show of the chain of evidence: chips that open, limits behind a line, ways up from a finding,
and the register by findings, each of its records behind a line.

A page can hide a line until somebody asks for it, so here each step of the chain stands where it is read.
Other outputs print the trees of `policybrief.chapters.filling` as they are: their annex has the same words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.addnodes import pending_xref

from policybrief.chapters.filling import FillTransform
from policybrief.chapters.links import size, to_evidence, to_source, to_statement
from policybrief.chapters.lists import parts_apart, resting_on, written
from policybrief.chapters.nodes import (
    chip,
    definitions,
    finding,
    inline,
    margin,
    paragraph,
    recommendation,
    separated,
    value,
)
from policybrief.words import fields, scales
from policybrief.words.messages import _
from policybrief.words.records import Citation, Evidence, Finding, Recommendation

if TYPE_CHECKING:
    from policybrief.chapters.domain import BriefDomain

BUILDERS = ("html", "dirhtml")
"""The builders that write a page a chapter in this theme."""

FOLDED = "alternatives"
"""The part of a card with which begins what stands behind a line: what is weighed once the rest is known."""


class chip_button(nodes.inline):
    """The short face of a chip; it opens the element whose id is in ``opens``."""


class chip_note(nodes.inline):
    """All that a chip says, complete without its face: a browser or a printer may show nothing else."""


class disclosure(nodes.container):
    """A line that opens what follows it."""


class disclosure_line(nodes.paragraph):
    """That line."""


class ShowChain(FillTransform):
    """Add to findings and chips what a page has room for."""

    builders = BUILDERS
    default_priority = 6  # statements and lists are filled (4, 5), their references not yet resolved (10)

    def run(self, **kwargs: Any) -> None:
        """Fill the chips and findings of this page."""
        for number, shown in enumerate(list(self.document.findall(chip)), 1):
            if record := self.domain.evidence.get(shown["evidence"]):
                _open(shown, record, f"chip-{number}", self.domain)
        for node in self.document.findall(finding):
            if isinstance(noted := self.domain.noted(node), Finding):
                _show_way_up(node, noted, self.domain)
                _show_limits(node, noted, self.domain)
        for card in list(self.document.findall(recommendation)):
            if isinstance(asked := self.domain.noted(card), Recommendation):
                _take_back(card, asked, self.domain)
            _fold(card, self.domain)
        _fold_records(self.document, self.domain)
        _link_numbers(self.document, self.domain)


def _open(shown: chip, record: Evidence, id: str, domain: BriefDomain) -> None:
    """Put the face of a chip on a button, and all of the record's particulars behind it."""
    face = chip_button("", shown.astext(), classes=["chip-button"], opens=id)
    note = chip_note("", "", classes=["chip-note"], ids=[id])
    note += [inline(written(record, domain), "chip-says"), nodes.Text(" ")]
    for citation in record.sources:
        note += [nodes.inline("", "", *_cited(domain, record, citation), classes=["chip-source"]), nodes.Text(" ")]
    facts = [fact for fact in (size(domain, record), scales.certainty(record.certainty)) if fact]
    note += [inline(". ".join(facts) + ".", "chip-size"), nodes.Text(" ")]
    if record.id in domain.store.targets:
        note += nodes.inline("", "", to_evidence(record.id, str(_("The whole record"))), classes=["chip-record"])
    shown.children = []
    shown += [face, nodes.Text(" "), note]


def _link_numbers(tree: nodes.document, domain: BriefDomain) -> None:
    """Lead from the first number of each record in running text to that record, whose source is its title.

    Where words of the page already lead there, the number does not; one link a record is enough for whoever steps
    through links.
    """
    led = {node["reftarget"] for node in tree.findall(pending_xref) if node["reftype"] == "evidence"}
    for number in list(tree.findall(value)):
        text = number.parent
        running = isinstance(text, nodes.paragraph) and isinstance(text.parent, nodes.section)
        id = number.get("evidence", "")
        if running and not text["classes"] and id in domain.store.targets and id not in led:
            led.add(id)
            link = to_evidence(id, "")
            link.children = []
            number.replace_self(link)
            number["classes"].append("sourced")
            link += number


def _cited(domain: BriefDomain, record: Evidence, citation: Citation) -> Iterator[nodes.Node]:
    """A source with its place, its type, and how it was read."""
    source = domain.sources.get(citation.key)
    sort = scales.source_type(source.type) if source else scales.term(record.kind)
    read = scales.read(citation.read)
    if citation.checked:
        read += f", {domain.style.date(citation.checked)}"
    yield from to_source(domain, citation)
    yield nodes.Text(f" · {sort} · {read}.")


def _show_way_up(node: finding, noted: Finding, domain: BriefDomain) -> None:
    """Name the recommendations that rest on a finding, under the evidence that it rests on."""
    beside = next(iter(node.findall(margin)), None)
    asked = [[to_statement("recommendation", f"~{one.id}")] for one in resting_on(domain, {noted.id})]
    if asked and beside is not None:
        line = paragraph(str(_("Basis of")) + " ", *separated(asked, ", "), classes=("chip-line", "basis-line"))
        beside += line


def _show_limits(node: finding, noted: Finding, domain: BriefDomain) -> None:
    """Say on the spot what other outputs say in the annex: limits, reasons, what would change the finding."""
    listed = domain.store.listings.get(noted.docname, ())
    if not domain.has_listing("finding-records") or "finding-records" in listed:
        return  # they stand in the finding, or elsewhere on this page
    said = domain.body(noted.id)
    known = [(fields.term(term), said[key]) for key, term in domain.profile.finding.words.items() if key in said]
    body = node[1]
    assert isinstance(body, nodes.container)
    if known:
        line = disclosure_line("", str(_("Limits, reasons, and what would change this finding")))
        body += disclosure("", line, definitions(known, "fields"), classes=["limits"])


def _take_back(asked: recommendation, noted: Recommendation, domain: BriefDomain) -> None:
    """Put into a card what other outputs say in the annex, each part where the profile has it."""
    listed = domain.store.listings.get(noted.docname, ())
    away = noted.stands and domain.has_listing("recommendation-records")
    if not away or "recommendation-records" in listed:
        return  # they stand in the card, or elsewhere on this page
    order = [fields.term(words) for words in domain.profile.recommendation.words.values()]
    for card in [one for one in asked.findall(nodes.definition_list) if "card" in one["classes"]]:
        items = [*card.children, *definitions(parts_apart(domain, noted), "card").children]
        names = [next(iter(item.findall(nodes.term))).astext() for item in items]
        place = {name: order.index(name) if name in order else len(order) for name in names}
        card.children = []
        card += [item for _name, item in sorted(zip(names, items, strict=True), key=lambda pair: place[pair[0]])]


def _fold(asked: recommendation, domain: BriefDomain) -> None:
    """Divide the card of a recommendation: what everybody wants to know, and the rest behind a line."""
    terms = {key: fields.term(words) for key, words in domain.profile.recommendation.words.items()}
    for card in [one for one in asked.findall(nodes.definition_list) if "card" in one["classes"]]:
        names = [next(iter(item.findall(nodes.term))).astext() for item in card.children]
        if (contrary := terms.get("case_against")) in names:
            said = next(iter(card.children[names.index(contrary)].findall(nodes.definition)))
            said["classes"].append("contrary")
        if (first := terms.get(FOLDED)) not in names:
            continue
        at = names.index(first)
        rest = card.children[at:]
        del card[at:]
        line = disclosure_line("", ", ".join(names[at:]))
        folded = disclosure("", line, nodes.definition_list("", *rest, classes=["card"]), classes=["limits"])
        card.parent.insert(card.parent.index(card) + 1, folded)


def _fold_records(document: nodes.document, domain: BriefDomain) -> None:
    """Put each record of the register behind its statement.

    A link to a record leads into what is folded, and browsers open what they are led into.
    """
    for listed in [one for one in document.findall(nodes.section) if "records" in one["classes"]]:
        for place in [one for one in listed.children if isinstance(one, nodes.container)]:
            record = domain.evidence.get(place["ids"][0].removeprefix("evidence-"))
            if record is None:
                continue  # an older revision, in a redline: its trees are shown as they are
            said = place.pop(0)
            sure = inline(scales.certainty(record.certainty), "certainty", f"certainty-{record.certainty}")
            line = disclosure_line("", "", *said.children, nodes.Text(" "), sure, classes=["record-line"])
            marks = [f"certainty-{record.certainty}", f"kind-{record.kind}"]
            listed[listed.index(place)] = disclosure("", line, place, classes=["record", *marks])
