"""Numbers that an author typed where every number must come from a record.

In findings, recommendations, messages, the abstract, the summary, captions and alternative texts a numeral that
measures something is a complaint.  Dates, section and article numbers, names with digits and figures marked
as quoted (``[72 hours]{.quoted}``) are not; a brief may allow more with ``brief_allowed_numbers``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import pending_xref

from policybrief.chapters.nodes import box, statement, value
from policybrief.words.complaints import Rule, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx

NUMERAL = re.compile(r"(?<![\w.,\u2013-])[+\u2212-]?\d[\d.,\u00a0]*(?:\s?%|\s?per cent\b)?(?![\w@])")
MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
)
PLACES = (
    r"(?:sections?|articles?|arts?\.|recitals?|annex(?:es)?|appendix|chapters?|figures?|figs?\.|tables?|pages?|pp?\."
    r"|measures?|points?|clauses?|paragraphs?|versions?|v\.|box|steps?|parts?|tiers?|levels?|no\.|group|SB|AI|ISO/IEC"
    r"|WCAG|EN|arXiv|chapitres?|considérants?|annexes?|§+)"
)
NO_MEASURE = re.compile(
    rf"(?<!\w)(?:{PLACES})[\s\u00a0]*\(?[\d.]+(?:\s*(?:[\u2013,-]|and|to|et|à)\s*[\d.]+)*(?:\([\d\w]+\))*"
    rf"|\b\d{{1,2}}(?:er)?[\s\u00a0](?:{MONTH})\b(?:[\s\u00a0]\d{{4}})?"
    rf"|\b(?:{MONTH})[\s\u00a0]\d{{1,2}},?[\s\u00a0]\d{{4}}"
    r"|(?<![\d.,])(?:19|20)\d\d(?:[\u2013/-](?:19|20)?\d\d)?(?![\d.,]*\d|\s?%)",
    re.IGNORECASE,
)
NAME = re.compile(r"(?<!\S)[(\"\u201c'\u2018]*[A-Za-z@]\S*\d\S*|\b\d+[A-Za-z]\w*")
SUMMARY_BOXES = {"main-message", "key-messages", "abstract", "in-short"}
SKIPPED = (value, nodes.literal, nodes.math, nodes.footnote_reference, pending_xref)
CHECKED = "from_data"
"""Attribute of a node whose words come from a data file, which is checked where it is read."""
QUOTED = "quoted"
"""Class of a figure that is quoted from a text, such as the hours of a legal deadline."""


def check(app: Sphinx, doctree: nodes.document) -> None:
    """Complain about every bare number in the guarded zones of a chapter."""
    docname = app.env.docname
    allowed = [re.compile(pattern) for pattern in app.config.brief_allowed_numbers]
    for zone in zones(doctree, whole=docname in app.config.brief_summary):
        for node, text in texts(zone):
            for found in bare(text, allowed):
                warn(Rule.BARE_NUMBER, node, id=found)
    for image in (image for image in doctree.findall(nodes.image) if not _is_checked(image)):
        for found in bare(image.get("alt", ""), allowed):
            warn(Rule.BARE_NUMBER, image, id=found)


def zones(doctree: nodes.document, *, whole: bool) -> Iterator[nodes.Element]:
    """The parts of a chapter in which every number comes from a record."""
    if whole:
        yield doctree
        return
    for node in doctree.findall(nodes.Element):
        marked = isinstance(node, box) and SUMMARY_BOXES & set(node["classes"])
        if marked or isinstance(node, statement | nodes.caption) or _is_table_title(node):
            yield node


def texts(zone: nodes.Element) -> Iterator[tuple[nodes.Element, str]]:
    """Each block of running text of a zone, with what is no typed number left out."""
    for block in zone.findall(nodes.TextElement):
        told = isinstance(block, nodes.paragraph | nodes.caption | nodes.title | nodes.term)
        if told and not _is_checked(block):
            yield block, "".join(_typed(block))


def bare(text: str, allowed: Iterable[re.Pattern[str]] = ()) -> list[str]:
    """The numerals of *text* that measure something."""
    for pattern in allowed:
        text = pattern.sub(" ", text)
    text = NO_MEASURE.sub(" ", text)
    text = NAME.sub(" ", text)
    return [found.group(0).strip(" .,") for found in NUMERAL.finditer(text)]


def _typed(node: nodes.Node) -> Iterator[str]:
    """The text of a block without values, references, quoted figures and code."""
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield child.astext()
        elif isinstance(child, nodes.Element):
            skipped = isinstance(child, SKIPPED) or QUOTED in child["classes"]
            yield from iter("\N{OBJECT REPLACEMENT CHARACTER}") if skipped else _typed(child)


def _is_checked(node: nodes.Node) -> bool:
    """Whether something around *node* comes from a data file."""
    above = node.parent
    while above is not None and CHECKED not in above:
        above = above.parent
    return above is not None


def _is_table_title(node: nodes.Node) -> bool:
    return isinstance(node, nodes.title) and isinstance(node.parent, nodes.table)
