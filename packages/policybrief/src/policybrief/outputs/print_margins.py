"""What print has beside the text: what a word means where it is first used, and what each paragraph rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from policybrief.chapters import terms
from policybrief.chapters.filling import FillTransform
from policybrief.chapters.links import evidence_chip, size, to_evidence
from policybrief.chapters.nodes import chip, margin, paragraph, value
from policybrief.words import scales
from policybrief.words.messages import _
from policybrief.words.records import Read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.words.records import Evidence


REMEMBERED = 3
"""For so many chapters after its definition a term is not defined again: some six pages of them."""


class MarginNotes(FillTransform):
    """Put notes beside each paragraph that is the first of its chapter to use a term or to rest on a record.

    A term that one of the last chapters defined is not defined again: the reader has just passed its definition.
    They repeat what glossary and register say, so that the look may leave out one for which there is no room.
    """

    builders = ("accessiblepdf",)
    default_priority = 20  # after references are resolved (10), since a term is known by where it leads

    def run(self, **kwargs: Any) -> None:
        """Note the terms and records of each chapter."""
        defined = {one.id: one for one in terms.definitions(self.env, self.document)}
        defined_in: dict[str, int] = {}  # the chapter whose margin last defined a term
        for number, chapter in enumerate(chapters(self.document)):
            noted = {term for term, last in defined_in.items() if number - last <= REMEMBERED}
            for text in [found for found in chapter.findall(nodes.paragraph) if _is_running(found)]:
                definitions: list[nodes.inline] = []
                for term in _new(map(terms.term_of, text.findall(nodes.reference)), noted):
                    if found := defined.get(terms.PREFIX + term):  # a redline links terms that are no more
                        words = nodes.strong("", found.term), nodes.Text(f" {found.text}")
                        definitions.append(nodes.inline("", "", *words))
                        defined_in[term] = number
                records = _new(map(self._record_of, text.findall(nodes.Element)), noted)
                chips = (
                    evidence_chip(self.domain, record)
                    for record in map(self.domain.evidence.__getitem__, records)
                    if any(citation.read is not Read.CALCULATION for citation in record.sources)  # else it is ours
                )
                sources = {one.astext(): one for one in chips}.values()  # two records of one source are one line
                notes = [*sources, *definitions]  # where room ends the source stays: definitions have a glossary
                for note in notes:
                    note["classes"] = ["margin-note"]
                for note in sources:
                    note["classes"].append("source-note")  # which large print, without a margin, has in the text
                if notes:
                    text["classes"].append("beside")
                    text += notes  # within the paragraph, since on its last line they stay on its page

    def _record_of(self, node: nodes.Element) -> str:
        """The record that a number or a link is of; a redline has some of records that are no more."""
        id = node.get("evidence", "") if isinstance(node, value) else _linked(node)
        return id if id in self.domain.evidence else ""


class NamedOnce(FillTransform):
    """Beside a finding each source stands once and in short: what it rests on takes two lines and no column.

    The annex has the places within it, and how each was read; here is said where less than its passage was.
    """

    builders = ("accessiblepdf",)
    default_priority = 6  # the statements are filled (4), their references not yet resolved (10)

    def run(self, **kwargs: Any) -> None:
        """Merge the chips of each margin."""
        for beside in self.document.findall(margin):
            named: dict[str, list[Evidence]] = {}
            for one in beside.findall(chip):
                named.setdefault(one[0].astext(), []).append(self.domain.evidence[one["evidence"]])
            beside.children = []
            beside += [paragraph(*self._named(*one), classes=("chip-line",)) for one in named.items()]

    def _named(self, label: str, records: list[Evidence]) -> list[nodes.Node]:
        source = next((self.domain.sources.get(one.key) for record in records for one in record.sources), None)
        facts = [scales.source_type(source.type) if source else scales.term(records[0].kind)]
        facts += dict.fromkeys(filter(None, (size(self.domain, record) for record in records)))
        read = {record.sources[0].read for record in records if record.sources}
        if read and not read & {Read.FULL_TEXT, Read.PASSAGE}:
            facts += map(scales.read, sorted(read))
        return [to_evidence(records[0].id, label), nodes.Text("".join(f" · {fact}" for fact in facts))]


def chapters(tree: nodes.document) -> Iterator[nodes.Element]:
    """The chapters of an assembled brief before its annexes, which have no margin; of one chapter that alone."""
    from sphinx_accessible_pdf.structure import part

    within = [node for node in tree.findall(nodes.Element) if isinstance(node, (part, addnodes.start_of_file))]
    if not within:
        yield tree
    for node in within:
        if isinstance(node, addnodes.start_of_file):
            yield node
        elif node["title"] == str(_("Annexes")):
            return


def _linked(node: nodes.Element) -> str:
    """The record that a reference leads to."""
    at = node.get("refid") or node.get("refuri", "").rpartition("#")[2]
    return at.removeprefix("evidence-") if isinstance(node, nodes.reference) and at.startswith("evidence-") else ""


def _is_running(text: nodes.paragraph) -> bool:
    """Whether a paragraph stands in the text itself, and not in a box, a list or a table."""
    return isinstance(text.parent, nodes.section) and not text["classes"]


def _new(found: Iterator[str], noted: set[str]) -> Iterator[str]:
    """What has not been noted so far, which is noted with it."""
    for one in found:
        if one and one not in noted:
            noted.add(one)
            yield one
