"""The rules about the form of a brief: one message, what chapters open and end with, links that lead on."""

from __future__ import annotations

import json
import re
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from docutils import nodes
from docutils.utils import get_source_line
from sphinx.addnodes import pending_xref, toctree

from policybrief.chapters.lists import standing
from policybrief.chapters.nodes import box, listing, listing_table, statement, stored, value
from policybrief.checks.language import sentences, words
from policybrief.checks.limits import beyond
from policybrief.checks.rules import of_brief, of_chapter
from policybrief.data import encodings
from policybrief.words.complaints import Rule
from policybrief.words.messages import _
from policybrief.words.settings import OF_MYST

if TYPE_CHECKING:
    from sphinx.config import Config

    from policybrief.chapters.domain import BriefDomain
    from policybrief.checks.rules import Chapter, Faults

SEPARATE = (statement, listing, listing_table)
"""What stands by itself in a chapter."""

ATTRIBUTES = re.compile(r"\s*\{[^{}\n]*[\w-]\s*=[^{}\n]*\}")
"""What was meant as attributes and is text."""
MATHEMATICS = re.compile(r"(?<![\w$\\])(\$\$?)(?=\S)([^$]+)(?<=\S)\1(?![\w$])")
"""What stands between dollar signs."""
MEANT = re.compile(r"\\[A-Za-z]+|[\w)}][\^_][\w{(\\]|\A[A-Za-z]\Z|\A[A-Za-z][\w']*\s*[=<>+/*-]\s*\w")
"""What is no sum of money."""
OPEN_ROLE = re.compile(r"\{[a-z][\w:-]*\}`[^`]*\Z")
"""A role that no backtick closes."""
UNREAD = (nodes.literal, nodes.math, nodes.raw)
"""What is no text of an author in a paragraph."""

ARCHIVES = {"arxiv.org", "doi.org", "web.archive.org"}
"""Hosts that keep sources of every brief."""


def boxes(tree: nodes.Element, kind: str) -> list[box]:
    """The marked passages of one kind."""
    return [found for found in tree.findall(box) if kind in found["classes"]]


def plain(node: nodes.Node) -> str:
    """The text of a node on one line."""
    return " ".join(node.astext().split())


# The message


@of_brief(Rule.FORM)
def one_message(brief: BriefDomain) -> Faults:
    """The main message is one sentence, the same in every chapter that has it."""
    first = brief.message()
    for docname, said in sorted(brief.messages.items()):
        place = f"{brief.env.doc2path(docname)}:1"
        if " ".join(said.split()) != first:
            yield place, "the main message differs from that of the cover; include one file in both places"
        elif len(sentences(first)) != 1:
            yield place, f"the main message is {len(sentences(first))} sentences; make it one"
        elif problem := beyond(brief.env.config, "message", len(words(first))):
            yield place, f"the main message: {problem}"


@of_brief(Rule.FORM, optional=True)
def message_in_abstract(brief: BriefDomain) -> Faults:
    """The abstract says the main message word for word."""
    abstract = " ".join(plain(node) for node in brief.abstract())
    if brief.message() and abstract and brief.message() not in abstract:
        yield (
            f"{brief.env.doc2path(brief.env.config.root_doc)}:1",
            "the abstract does not say the main message; quote it",
        )


@of_chapter(Rule.FORM)
def key_messages(chapter: Chapter) -> Faults:
    """Key messages are few and short, and each leads to what it rests on."""
    for found in boxes(chapter.tree, "key-messages"):
        items = list(found.findall(nodes.list_item))
        if problem := beyond(chapter.config, "key messages", len(items)):
            yield found, f"key messages: {problem}"
        for item in items:
            if problem := beyond(chapter.config, "key message", len(words(plain(item)))):
                yield item, f"a key message: {problem}"
            if not _leads_on(item):
                yield item, "a key message without a link to its finding, recommendation or record; add one"


# Markup that is read as text


@of_chapter(Rule.FORM)
def attributes_are_read(chapter: Chapter) -> Faults:
    """Attributes behind a picture are none where a value lacks its quotation marks; told once a chapter."""
    for picture in chapter.tree.findall(nodes.image):
        after = picture.next_node(nodes.Text, descend=False, siblings=True)
        if after is not None and (found := ATTRIBUTES.match(after)):
            right = re.sub(r"=\s*([^\s\"'}]+)", r'="\1"', found[0].strip())
            yield picture, f"{found[0].strip()!r} prints as text: write {right} right behind the picture"
            return


@of_chapter(Rule.FORM)
def mathematics_is_read(chapter: Chapter) -> Faults:
    """Mathematics between dollar signs is text without the extension that reads it; told once a chapter."""
    for block in chapter.tree.findall(nodes.paragraph):
        for text in block.findall(nodes.Text):
            for found in () if isinstance(text.parent, UNREAD) else MATHEMATICS.finditer(text):
                if MEANT.search(found[2]) and found[0] in _written(block):
                    written = f"myst_enable_extensions = {json.dumps(_enabled(chapter.config, 'dollarmath'))}"
                    cure = f"write {{math}}`{found[2]}`, or have dollars read with {written} in conf.py"
                    yield block, f"{found[0]!r} prints as text: {cure}"
                    return


@of_chapter(Rule.FORM)
def roles_are_closed(chapter: Chapter) -> Faults:
    """A role that no backtick closes is text, and what it names is not printed."""
    for text in chapter.tree.findall(nodes.Text):
        if isinstance(text.parent, (*UNREAD, nodes.FixedTextElement)):
            continue
        if found := OPEN_ROLE.search(text):
            yield text.parent, f"{found[0][:40]!r} prints as text: close it with a second backtick"


def _enabled(config: Config, more: str) -> list[str]:
    """What ``conf.py`` says of extensions of MyST besides those that are always there, with one more."""
    return [*(one for one in config.myst_enable_extensions if one not in OF_MYST), more]


def _written(block: nodes.paragraph) -> str:
    """The lines of a paragraph in its file, with the escapes of dollar signs alone, which are no mathematics."""
    source, line = get_source_line(block)
    path = Path(source or "")
    lines = encodings.decoded(path.read_bytes()).splitlines() if line and path.is_file() else []
    written = "\n".join(takewhile(str.strip, lines[(line or 1) - 1 :]))
    return re.sub(r"\\([^\w\s$])", r"\1", written)


# Chapters


@of_chapter(Rule.FORM, optional=True)
def opens_in_short(chapter: Chapter) -> Faults:
    """A chapter opens with what it says in short; a summary, which is that, with the main message."""
    if (section := _text_of(chapter)) is not None:
        opening = next((child for child in section.children[1:] if not isinstance(child, nodes.Invisible)), None)
        wanted = {"in-short", "main-message"}
        if not isinstance(opening, box) or not wanted & set(opening["classes"]):
            yield (
                section,
                f"the chapter {chapter.docname!r} does not open with {{in-short}}; add it below the heading",
            )


@of_chapter(Rule.FORM)
def short_is_short(chapter: Chapter) -> Faults:
    """What a chapter says in short is short."""
    for found in boxes(chapter.tree, "in-short"):
        count = sum(
            len(words(plain(p))) for p in found.findall(nodes.paragraph) if "box-title" not in p["classes"]
        )
        if problem := beyond(chapter.config, "in short", count):
            yield found, f"in short: {problem}"


@of_chapter(Rule.FORM, optional=True)
def ends_with_sources(chapter: Chapter) -> Faults:
    """The last line of a chapter names its sources."""
    if (section := _text_of(chapter)) is not None:
        *_before, last = chapter.tree.findall(nodes.section)
        ending = next((c for c in reversed(last.children) if not isinstance(c, nodes.Invisible)), None)
        words_for = tuple(map(str, (_("Sources:"), _("Source:"))))
        begins = tuple("".join(word.split()) for word in words_for)  # whatever space stands before the colon
        if not isinstance(ending, nodes.paragraph) or not "".join(ending.astext().split()).startswith(begins):
            problem = f"does not end with its sources; add a line '{words_for[0]} …'"
            yield section, f"the chapter {chapter.docname!r} {problem}"


def _text_of(chapter: Chapter) -> nodes.section | None:
    """The section of a chapter that argues; nothing for the cover and for a page that only lists."""
    section = next(iter(chapter.tree.findall(nodes.section)), None)
    apart = chapter.docname == chapter.config.root_doc or any(chapter.tree.findall(toctree))
    orphan = "orphan" in chapter.env.metadata[chapter.docname]
    return None if apart or orphan else section


@of_chapter(Rule.FORM)
def nothing_is_nested(chapter: Chapter) -> Faults:
    """No finding, recommendation or list stands inside another: there a closing line is missing."""
    for node in chapter.tree.findall(statement):
        for inner in (one for one in node.findall(nodes.Element) if isinstance(one, SEPARATE) and one is not node):
            name = inner.get("statement_id") or inner["content"]
            yield inner, f"{name!r} stands inside {node['statement_id']!r}; close that one with ::: before it"


@of_chapter(Rule.FORM)
def raw(chapter: Chapter) -> Faults:
    """Nothing is written for one output only: the others would lose it."""
    for found in chapter.tree.findall(nodes.raw):
        yield found, f"raw {found.get('format', '')} is in one output only; write it in MyST, which is in all"


# Links


@of_chapter(Rule.UNLINKED, optional=True)
def linked_numbers(chapter: Chapter) -> Faults:
    """On the pages of the summary each paragraph with a number leads to what it rests on."""
    if chapter.docname not in chapter.config.brief_summary:
        return
    own = {id(block) for found in chapter.tree.findall(statement) for block in found.findall(nodes.paragraph)}
    for block in chapter.tree.findall(nodes.paragraph):
        # a finding has its sources below its sentence
        if any(block.findall(value)) and not _leads_on(block) and id(block) not in own:
            yield (
                block,
                f"the number {next(iter(block.findall(value))).astext()!r} stands without a link to its record",
            )


@of_chapter(Rule.FOREIGN_LINK, optional=True)
def hosts(chapter: Chapter) -> Faults:
    """A link out of the brief leads to a host of the bibliography."""
    addresses = [at for source in chapter.brief.sources.values() for at in (source.url, source.archive)]
    known = {urlsplit(address).hostname for address in addresses} | ARCHIVES
    for reference in chapter.tree.findall(nodes.reference):
        address = reference.get("refuri", "")
        if address.startswith(("http:", "https:")) and urlsplit(address).hostname not in known:
            yield reference, f"a link to {address!r}, whose host is not in the bibliography; cite it as a source"


def _leads_on(block: nodes.Element) -> bool:
    """Whether a block refers to a finding, a recommendation or a record."""
    if any(reference.get("refdomain") == "brief" for reference in block.findall(pending_xref)):
        return True
    return any(not filled["reftarget"].startswith("~") for filled in block.findall(stored))


# Parts


@of_chapter(Rule.LENGTH)
def definitions(chapter: Chapter) -> Faults:
    """A definition of the glossary is short."""
    for item in chapter.tree.findall(nodes.definition_list_item):
        if isinstance(item.parent.parent, nodes.Element) and item.parent.parent.tagname == "glossary":
            count = sum(len(words(plain(found))) for found in item.findall(nodes.definition))
            if problem := beyond(chapter.config, "glossary entry", count):
                yield item, f"{item[0].astext()!r}: {problem}"


@of_brief(Rule.LENGTH)
def parts(brief: BriefDomain) -> Faults:
    """The parts of findings, recommendations and records say enough, and not too much."""
    config = brief.env.config
    for one in brief.statements.values():
        for key, text in one.parts.items():
            if problem := beyond(config, key, len(words(text))):
                yield brief.place(one), f"{one.kind} {one.id!r}: {problem}"
    for record in brief.evidence.values():
        for name, key, text in (("reasons", "reasons", record.reasons), ("limits", "not_shown", record.not_shown)):
            if problem := beyond(config, name, len(words(text))):
                yield record.place(key), f"record {record.id!r}: {problem}"


@of_brief(Rule.LENGTH)
def numbers_of(brief: BriefDomain) -> Faults:
    """There are as many recommendations and key findings as a reader keeps in mind, and the abstract is short."""
    config, place = brief.env.config, f"{brief.env.doc2path(brief.env.config.root_doc)}:1"
    abstract = sum(len(words(plain(node))) for node in brief.abstract())
    for name, count in (
        ("recommendations", len(standing(brief))),
        ("key findings", sum(finding.key and finding.stands for finding in brief.findings.values())),
        ("abstract", abstract),
    ):
        if problem := beyond(config, name, count):
            yield place, f"{name}: {problem}"
