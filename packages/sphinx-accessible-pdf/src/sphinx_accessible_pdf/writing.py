"""What the methods for all nodes share: dispatch by class, link targets, classes, captions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging

from sphinx_accessible_pdf.source import block, call, data, string

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_accessible_pdf.builder import TypstBuilder

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
"""What prints nothing: notes of the author or of Sphinx to itself, and running heads, which the template has."""

LANGUAGE = "language-"
"""Beginning of the class by which docutils marks the language of a passage."""


class Writing:
    """A document on its way to Typst code."""

    def __init__(self, builder: TypstBuilder, tree: nodes.document) -> None:
        self.builder = builder
        self.tree = tree
        self.docname: str = tree["docname"]
        # below a chapter that stands alone, the template prints its title as the first heading
        self.depth = 0 if self.docname == builder.config.root_doc else 1
        sections = self.only(tree, nodes.section)
        # its title is the title of the document; without a section around all, there is none to leave out
        self.outermost: nodes.Node | None = sections[0] if len(sections) == 1 else None
        self.targets: set[str] = set()
        self.anchored: set[str] = set()
        self.footnotes: dict[str, nodes.footnote] = {}
        self.printed_footnotes: set[str] = set()
        self.explained: set[str] = set()
        self.verbatim = False  # whether the end of a line in the source is one in print
        self._collect(tree, self.docname)

    def _collect(self, node: nodes.Node, docname: str) -> None:
        """Note what can be linked to, so that no link leads nowhere."""
        if isinstance(node, addnodes.start_of_file):
            docname = node["docname"]
            self.targets.add(f"{docname}:")
        if isinstance(node, nodes.Element):
            found = {f"{docname}:{id}" for id in node["ids"]}
            self.targets |= found
            if isinstance(node, nodes.footnote):
                self.footnotes |= dict.fromkeys(found, node)
        for child in node.children:
            self._collect(child, docname)

    def code(self, node: nodes.Node) -> str:
        """The code of one node."""
        if isinstance(node, nodes.Text):
            lines = self.builder.coverage.shown(node.astext(), node).split("\n")
            return "linebreak();".join(
                string(line) + ";" for line in (lines if self.verbatim else [" ".join(lines)])
            )
        if isinstance(node, SKIPPED):
            return ""
        for cls in type(node).__mro__:
            if method := self._method(cls):
                code = str(method(node))
                own = self.anchors(node) if isinstance(node, nodes.Element) else ""  # what the method left out
                return self._in_language(node, self._place(node) + own + code)
        logger.warning(
            "no way to print the node %r; its text is printed",
            type(node).__name__,
            location=node,
            type="accessible_pdf",
            subtype="unknown_node",
        )
        return self.children(node)

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
        if node.line is None or isinstance(node.parent, nodes.TextElement) or "*/" in self.docname:
            return ""
        return f"/*{self.docname}:{node.line}*/"

    def children(self, node: nodes.Node, but: type | tuple[type, ...] = ()) -> str:
        """The code of the children, those of some classes left out."""
        return "".join(self.code(child) for child in node.children if not isinstance(child, but))

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
        named = call("t.label", string(label)) if label else ""
        return block(named + self.children(caption))


def tongue(language: str) -> dict[str, str | None]:
    """A language as the engine names it: ``pt_BR`` is the language ``pt`` in the region ``BR``."""
    lang, *rest = re.split("[-_@]", language)
    region = next((part.upper() for part in rest if re.fullmatch("[A-Za-z]{2}", part)), None)
    return {"lang": lang.lower(), "region": region}
