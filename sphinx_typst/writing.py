"""What the methods for all nodes share: dispatch by class, link targets, classes, captions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging

from sphinx_typst.source import block, call, data, string

if TYPE_CHECKING:
    from sphinx_typst.builder import TypstBuilder

logger = logging.getLogger(__name__)

SKIPPED = (
    nodes.comment,
    nodes.substitution_definition,
    nodes.system_message,
    nodes.footnote,
    nodes.meta,
    nodes.colspec,
    nodes.pending,
    nodes.raw,
    addnodes.index,
    addnodes.toctree,
)
"""What prints nothing where it stands; a footnote prints at its first reference."""


class Writing:
    """A document on its way to Typst code."""

    def __init__(self, builder: TypstBuilder, tree: nodes.document) -> None:
        self.builder = builder
        self.tree = tree
        self.docname: str = tree["docname"]
        # below a chapter that stands alone, the template prints its title as the first heading
        self.depth = 0 if self.docname == builder.config.root_doc else 1
        self.below_root = False
        self.targets: set[str] = set()
        self.footnotes: dict[str, nodes.footnote] = {}
        self.printed_footnotes: set[str] = set()
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
            return string(self.builder.coverage.shown(node.astext().replace("\n", " "), node)) + ";"
        if isinstance(node, SKIPPED):
            return ""
        for cls in type(node).__mro__:
            if method := getattr(self, f"on_{cls.__name__}", None):
                return self._place(node) + str(method(node))
        logger.warning(
            "no way to print the node %r; its text is printed",
            type(node).__name__,
            location=node,
            type="typst",
            subtype="unknown_node",
        )
        return self.children(node)

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
        """Link targets for the ids of a node."""
        return "".join(f"t.anchor({string(f'{self.docname}:{id}')});" for id in node["ids"])

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
