"""What the methods for all nodes share: dispatch by class, link targets, classes, captions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging

from sphinx_accessible_pdf import unknown
from sphinx_accessible_pdf.source import STEP, block, broken, call, data, string

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinx_accessible_pdf.builder import TypstBuilder
    from sphinx_accessible_pdf.configuration import Attachment
    from sphinx_accessible_pdf.volumes import Place

logger = logging.getLogger(__name__)

SKIPPED = (
    nodes.substitution_definition,
    nodes.system_message,
    nodes.meta,
    nodes.colspec,
    nodes.pending,
    nodes.decoration,
    addnodes.highlightlang,
    addnodes.index,
    addnodes.tabular_col_spec,
    addnodes.toctree,
)
"""What prints nothing: notes of the author or of Sphinx to itself, and running heads, which the template has.

A subclass with words of its own is not meant: extensions hide tables in comments.
"""

NESTED = (
    *(nodes.bullet_list, nodes.enumerated_list, nodes.definition_list, nodes.field_list, nodes.option_list),
    *(nodes.block_quote, nodes.Admonition, nodes.container, nodes.topic, nodes.sidebar, nodes.line_block),
    *(nodes.table, nodes.figure, addnodes.desc),
)
"""Blocks that the engine lays out one within the other."""
DEEPEST = 20
"""How many of them may be nested: the engine stops at some thirty, and templates nest more than they show."""

ROOM = 100
"""Characters of a table's type across a page."""
TAB = 8
"""Columns of a tab, as terminals and most editors have it."""
SPACES = re.compile(r"[ \t\r\n]+")

WITHOUT_TEXT = (nodes.literal, nodes.math, nodes.image, nodes.footnote_reference)
"""What prints something within a line and is not written as text."""

LANGUAGE = "language-"
"""Beginning of the class by which docutils marks the language of a passage."""


class Writing:
    """A document on its way to Typst code."""

    def __init__(
        self, builder: TypstBuilder, tree: nodes.document, elsewhere: Mapping[str, Place] | None = None
    ) -> None:
        self.builder = builder
        self.elsewhere = elsewhere or {}
        """Where the link targets of all volumes stand, if there are several."""
        self.tree = tree
        self.docname: str = tree["docname"]
        # the template prints the title of a chapter that stands alone as the first heading
        self.depth = 1 if tree["alone"] else 0
        sections = self.only(tree, nodes.section)
        # its title is the title of the document; without a section around all, there is none to leave out
        self.outermost: nodes.Node | None = sections[0] if len(sections) == 1 else None
        config = builder.config
        said = [
            config.accessible_pdf_elements,
            *(entry[6] for entry in config.accessible_pdf_documents if len(entry) > 6),
        ]
        self.listed: dict[str, int] = {} if any("contents_depth" in given for given in said) else tree["listed"]
        """How many levels of a chapter the contents show, where they do not show the same of all."""
        self.targets: set[str] = set()
        self.anchored: set[str] = set()
        self.footnotes: dict[str, nodes.footnote] = {}
        self.referring: dict[str, list[nodes.Node]] = {}
        """For each note, what refers to it."""
        self.printed_footnotes: set[str] = set()
        self.explained: set[str] = set()
        self.attachments: dict[str, Attachment] = {}
        """Files that the text offers to take along, by their names in the PDF."""
        self.numbered: set[str] = set()
        """Chapters that number a note themselves, so that all their notes keep their numbers."""
        self.nested = self.noted = 0
        self.addresses = 0
        self.heads = 0  # how many rows of heads were begun that links stand in
        self.in_head = ""  # the name of the row of heads that is being written, if it may repeat
        self.in_title = False
        self.after_break = False  # whether a line was just ended, so that no space begins the next
        self.room = float(ROOM)
        """Characters across what is being written: a page, or a cell."""
        self.step = STEP
        """Characters after which a run without any sign may break."""
        self.verbatim = False  # whether the end of a line in the source is one in print
        self.targets.add(f"{self.docname}:")
        self._collect(tree, self.docname)

    def _collect(self, node: nodes.Node, docname: str) -> None:
        """Note what can be linked to, so that no link leads nowhere."""
        if isinstance(node, addnodes.start_of_file):
            docname = node["docname"]
            self.targets.add(f"{docname}:")
        if isinstance(node, nodes.Element):
            if isinstance(node, nodes.footnote_reference):
                self.referring.setdefault(f"{docname}:{node.get('refid', '')}", []).append(node)
            found = {f"{docname}:{id}" for id in node["ids"]}
            self.targets |= found
            if isinstance(node, nodes.footnote):
                self.footnotes |= dict.fromkeys(found, node)
                if "auto" not in node:
                    self.numbered.add(docname)
        for child in node.children:
            self._collect(child, docname)

    def code(self, node: nodes.Node) -> str:
        """The code of one node."""
        if isinstance(node, nodes.Text):
            text = self.builder.coverage.shown(node.astext(), node)
            if self.verbatim:
                return "linebreak();".join(broken(line.expandtabs(TAB)) for line in text.split("\n"))
            text = SPACES.sub(" ", text)
            if self.after_break:
                self.after_break, text = False, text.lstrip(" ")
            return broken(text, self.step)
        assert isinstance(node, nodes.Element)
        if isinstance(node, SKIPPED) and (type(node) in SKIPPED or not node.astext().strip()):
            return ""
        if self._hidden(node):
            return ""
        if isinstance(node, NESTED):
            self.nested += 1
            code = self._placed(node) if self.nested <= DEEPEST else self._flat(node)
            self.nested -= 1
            return code
        return self._placed(node)

    def _hidden(self, node: nodes.Element) -> bool:
        """Whether an extension hides a node of its own everywhere; we may know no more than the class below."""
        name = type(node).__name__
        return (
            name in self.builder.foreign
            and name not in self.builder.handlers
            and not hasattr(self, f"on_{name}")
            and unknown.hidden(self.builder, node)
        )

    def _placed(self, node: nodes.Element) -> str:
        """The code of one element, with its place, its link targets and its language."""
        method = self.method(node)
        if isinstance(node, WITHOUT_TEXT) or not isinstance(node, nodes.Inline):
            self.after_break = False
        code = str(method(node)) if method else self._unknown(node)
        own = self.anchors(node)  # what the method left out
        return self._in_language(node, self._place(node) + own + code)

    def method(self, node: nodes.Element) -> Callable[[Any], str] | None:
        """How a node is written, by the nearest of its classes for which that is known."""
        return next(filter(None, map(self._method, type(node).__mro__)), None)

    def _unknown(self, node: nodes.Element) -> str:
        """A node that nobody told us of: as the visitors for other builders show it, else its text, and told."""
        shown = unknown.seen(self.builder, node)
        if shown.known:
            said = [
                string(self.builder.coverage.shown(words, node)) + ";" if words else ""
                for words in (shown.before, shown.after)
            ]
            return said[0] + ("" if shown.complete else self._within(node)) + said[1]
        what = "its text is printed" if node.astext().strip() else "it has no text, so nothing is printed"
        self.builder.tally.note("unknown_node", f"no way to print the node {type(node).__name__!r}; {what}", node)
        return self.children(node)

    def _within(self, node: nodes.Element) -> str:
        """What is in a node of an extension; words before its only paragraph, as a badge, stand on its line."""
        before = node.children[:-1]
        last = node.children[-1] if before else None
        badges = all(isinstance(one, nodes.TextElement) and not self.is_block(one) for one in before)
        if not badges or not isinstance(last, nodes.paragraph) or any(map(self.is_block, last.children)):
            return self.children(node)
        line = '" ";'.join(map(self.code, before))
        return call("t.paragraph", "()", block(f'{line}" ";{self.anchors(last)}{self.children(last)}'))

    def _flat(self, node: nodes.Element) -> str:
        """What is nested too deep for the engine, as paragraphs one after the other."""
        message = f"blocks nested deeper than {DEEPEST} are printed without their indentation"
        self.builder.tally.note("nesting", message, node)
        code = ""
        for block_ in node.findall(nodes.TextElement):
            assert isinstance(block_, nodes.Element)
            if isinstance(block_.parent, nodes.TextElement):
                continue
            first = isinstance(block_.parent, nodes.list_item) and block_ is block_.parent[0]
            code += call(
                "t.paragraph", "()", block(self.anchors(block_) + '"• ";' * first + self.children(block_))
            )
        return code

    def _method(self, cls: type) -> Callable[[Any], str] | None:
        """How nodes of a class are written: by us, or by the function that an extension gave for them."""
        if cls.__name__ in self.builder.handlers:
            write: Callable[[Writing, Any], str] = self.builder.handlers[cls.__name__][0]
            return lambda node: write(self, node)
        return getattr(self, f"on_{cls.__name__}", None)

    def _in_language(self, node: nodes.Node, code: str) -> str:
        """The code of a node whose classes name a language, set in it: a voice and the hyphenation follow."""
        if not isinstance(node, nodes.Element):
            return code
        languages = [name.removeprefix(LANGUAGE) for name in node["classes"] if name.startswith(LANGUAGE)]
        return f"t.language({data(tongue(languages[0]))}, {block(code)});" if languages else code

    def _place(self, node: nodes.Node) -> str:
        """A comment by which a fault of the engine is traced to the author's line."""
        within = isinstance(node.parent, nodes.TextElement) and not isinstance(node, nodes.raw)
        name = self.builder.named(node.source) or self.docname
        return "" if not node.line or within or "*/" in name else f"/*{name}:{node.line}*/"

    def children(self, node: nodes.Node, but: type | tuple[type, ...] = ()) -> str:
        """The code of the children, those of some classes left out."""
        return "".join(self.code(child) for child in node.children if not isinstance(child, but))

    def run_in(self, node: nodes.Element, but: type | tuple[type, ...] = ()) -> str:
        """The code of the children, the first paragraph as words that can follow a label on its line."""
        children = [child for child in node.children if not isinstance(child, but)]
        code = ""
        first = children[0] if children else None
        if isinstance(first, nodes.paragraph) and not any(map(self.is_block, first.children)):
            del children[0]
            code = self._place(first) + self.anchors(first) + self.children(first)
        return code + "".join(map(self.code, children))

    def is_block(self, node: nodes.Node) -> bool:
        """Whether a node parts the paragraph that it stands in; one that nobody knows, if it holds such a node."""
        if not isinstance(node, nodes.Body) or isinstance(node, (nodes.Inline, nodes.Invisible)):
            return False
        assert isinstance(node, nodes.Element)
        return self.method(node) is not None or any(map(self.is_block, node.children))

    def only(self, node: nodes.Node, cls: type | tuple[type, ...]) -> list[Any]:
        """The children of some classes."""
        return [child for child in node.children if isinstance(child, cls)]

    def anchors(self, node: nodes.Element) -> str:
        """Link targets for the ids of a node, each written once."""
        names = [name for id in node["ids"] if (name := f"{self.docname}:{id}") not in self.anchored]
        self.anchored |= set(names)
        return "".join(f"t.anchor({string(name)});" for name in names)

    def left_anchors(self) -> str:
        """Link targets of the chapter whose places print nothing of their own, as a row of a table."""
        chapter = f"{self.docname}:"
        names = sorted(name for name in self.targets - self.anchored if name.startswith(chapter))
        self.anchored |= set(names)
        return "".join(f"t.anchor({string(name)});" for name in names)

    def content(self, node: nodes.Element) -> str:
        """A node's children as one piece of content, its link targets before them."""
        return block(self.anchors(node) + self.children(node))

    def classes(self, node: nodes.Element, *more: str) -> str:
        """The classes of a node, each once."""
        return data(list(dict.fromkeys([*more, *node["classes"]])))

    def caption(self, node: nodes.Element, kind: str, caption: nodes.Element | None) -> str:
        """A caption with its number."""
        if caption is None:
            return "none"
        numbers = self.builder.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        number = next((numbers[id] for id in node["ids"] if id in numbers), None)
        label = ""
        if number:
            label = str(self.builder.config.numfig_format[kind]) % ".".join(map(str, number))
            label = self.builder.coverage.shown(label, node)
        named = call("t.label", string(label)) if label else ""
        return block(named + self.children(caption))


def tongue(language: str) -> dict[str, str | None]:
    """A language as the engine names it: ``pt_BR`` is the language ``pt`` in the region ``BR``."""
    lang, *rest = re.split("[-_@]", language)
    region = next((part.upper() for part in rest if re.fullmatch("[A-Za-z]{2}", part)), None)
    return {"lang": lang.lower(), "region": region}
