"""Numbers that an author typed where every number must come from a record.

In findings, recommendations, messages, the abstract, the summary, captions and alternative texts a numeral that
measures something is a complaint.  Dates, section and article numbers, names with digits and figures marked
as quoted (``[72 hours]{.quoted}``) are not; a brief may allow more with ``brief_allowed_numbers``.
In the statement of a record a number may stand that it alone holds, such as a limit that a rule names, and no copy
of its values.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import pending_xref

from policybrief.chapters.nodes import CHECKED, box, statement, value
from policybrief.checks import language
from policybrief.checks.rules import of_brief, of_chapter
from policybrief.words import numerals
from policybrief.words.complaints import Rule
from policybrief.words.numerals import FROM_RECORD, NOT_IN_TITLE, bare, counted, typed
from written_values.values import Count, Day, Money, Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from policybrief.chapters.domain import BriefDomain
    from policybrief.checks.rules import Chapter, Faults
    from written_values.values import Style, Value

SUMMARY_BOXES = {"main-message", "key-messages", "abstract", "in-short"}
SKIPPED = (value, nodes.literal, nodes.math, nodes.footnote_reference, pending_xref)
VALUE = "\N{INTERLINEAR ANNOTATION ANCHOR}"
"""What stands for a number of a record while its sentence is looked at."""
NAMED = re.compile(r"\{[^{}]*\}")
"""A value that a statement names."""
QUOTED = "quoted"
"""Class of a figure that is quoted from a text, such as the hours of a legal deadline."""


def add_values(app: Sphinx) -> None:
    """Declare where no number may be typed, and which ones may."""
    app.add_config_value("brief_summary", ["summary"], "env", (list, tuple), "pages without a typed number")
    app.add_config_value("brief_allowed_numbers", [], "env", (list, tuple), "numbers that may be typed (patterns)")


@of_chapter(Rule.BARE_NUMBER)
def numbers(chapter: Chapter) -> Faults:
    """No number that measures something is typed in a statement, message, caption, alternative text or summary."""
    allowed = numerals.allowed(chapter.config.brief_allowed_numbers)
    for zone in zones(chapter.tree, whole=chapter.docname in chapter.config.brief_summary):
        for node, text in texts(zone):
            for found in bare(text, allowed):
                yield node, typed(found, NOT_IN_TITLE if _is_title(node) else FROM_RECORD)
    for image in (image for image in chapter.tree.findall(nodes.image) if not _is_checked(image)):
        for found in bare(image.get("alt", ""), allowed):
            yield image, typed(found)


@of_chapter(Rule.BARE_NUMBER)
def counts(chapter: Chapter) -> Faults:
    """So many of so many is counted, wherever it is written."""
    whole = chapter.docname in chapter.config.brief_summary
    guarded = {id(block) for zone in zones(chapter.tree, whole=whole) for block in zone.findall(nodes.TextElement)}
    allowed = numerals.allowed(chapter.config.brief_allowed_numbers)
    for block, text in texts(chapter.tree):
        for found in [] if id(block) in guarded else counted(text, allowed):
            yield block, typed(found)


@of_chapter(Rule.BARE_NUMBER)
def ratios(chapter: Chapter) -> Faults:
    """A word that states a number ("twice", "half") follows from a record where a typed number is told, too."""
    ratio = language.of(chapter.config, chapter.brief.root).ratio
    whole = chapter.docname in chapter.config.brief_summary
    boxes = [node for node in chapter.tree.findall(box) if SUMMARY_BOXES & set(node["classes"])]
    guarded = {id(block) for node in boxes for block in node.findall(nodes.TextElement)}
    allowed = numerals.allowed(chapter.config.brief_allowed_numbers)
    for block, text in texts(chapter.tree) if ratio else ():
        for sentence in language.sentences(text):
            own = language.SPOKEN.sub(" ", sentence)
            for pattern in allowed:
                own = pattern.sub(" ", own)
            here = whole or id(block) in guarded or _is_told(block) or VALUE in own
            if ratio and here and (found := ratio[0].search(own)):
                word = found.group(0)
                tied = f"tie it to its record, like {{ratio}}`{word} <record.value above 50>`"
                cure = NOT_IN_TITLE if _is_title(block) else tied
                yield block, f"{word!r}: {ratio[1]}; {cure}, or allow it in brief_allowed_numbers"


@of_brief(Rule.BARE_NUMBER)
def copies(brief: BriefDomain) -> Faults:
    """The statement of a record types no number and no date that a value of the record holds."""
    allowed = numerals.allowed(brief.env.config.brief_allowed_numbers)
    for record in brief.evidence.values():
        own = numerals.on_spaces(record.statement)
        for of_day, day in record.values.items():
            if isinstance(day, Day):
                for date in (numerals.on_spaces(brief.style.date(day.date)), day.date.isoformat()):
                    if re.search(rf"(?<!\w){re.escape(date)}(?!\w)", own):
                        problem = f"the date {date!r} is typed in the statement, and the value {of_day!r} holds it"
                        yield record.place("statement"), f"{problem}; write {{{of_day}}}"
        held = {
            number: name
            for name, held in reversed(record.values.items())
            for number in _numbers(held, brief.style)
        }
        for found in bare(NAMED.sub("\N{OBJECT REPLACEMENT CHARACTER}", record.statement), allowed):
            if name := held.get(_plain(found)):
                cure = f"write {{{name}}}, or a part of it such as {{{name}:rate}}"
                problem = (
                    f"the number {found!r} is typed in the statement, and the value {name!r} holds it; {cure}"
                )
                yield record.place("statement"), f"{problem}, or allow it in brief_allowed_numbers"


def _numbers(held: Value, style: Style) -> Iterator[str]:
    """The numbers of a value as somebody would type them."""
    match held:
        case Count():
            yield _plain(style.rate(held))
            written: list[float | None] = [held.successes, held.trials]
        case Quantity() | Money():
            written = [held.number if isinstance(held, Quantity) else held.amount, held.low, held.high]
        case _:
            return
    sign = "%" if isinstance(held, Quantity) and held.unit == "percent" else ""
    for number in written:
        if number is not None:
            yield from (_plain(one) + sign for one in (style.number(number), f"{number:g}"))


def _plain(number: str) -> str:
    """A number without what sets its digits and its sign apart."""
    return re.sub(r"per cent$", "%", number).replace(" ", "").replace("\N{NO-BREAK SPACE}", "")


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
        if told and CHECKED not in block and not _is_checked(block):
            yield block, "".join(_typed(block))


def _typed(node: nodes.Node) -> Iterator[str]:
    """The text of a block without values, references, quoted figures and code."""
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield child.astext()
        elif isinstance(child, nodes.Element):
            skipped = isinstance(child, SKIPPED) or QUOTED in child["classes"]
            mark = VALUE if isinstance(child, value) else "\N{OBJECT REPLACEMENT CHARACTER}"
            yield from iter(mark) if skipped else _typed(child)


def _is_checked(node: nodes.Node) -> bool:
    """Whether something around *node* comes from a data file."""
    above = node.parent
    while above is not None and CHECKED not in above:
        above = above.parent
    return above is not None


def _is_title(node: nodes.Node) -> bool:
    """Whether it is the title of a statement, whose words are plain."""
    return isinstance(node, nodes.title) and isinstance(node.parent, statement)


def _is_told(node: nodes.Element) -> bool:
    """Whether it is the title or the sentence of a statement, as lists print them."""
    return _is_title(node) or "statement" in node["classes"]


def _is_table_title(node: nodes.Node) -> bool:
    return isinstance(node, nodes.title) and isinstance(node.parent, nodes.table)
