"""Lists of every kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_typst.source import array, block, call
from sphinx_typst.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Iterable


class Lists(Writing):
    """Lists, terms, the glossary."""

    def on_bullet_list(self, node: nodes.bullet_list) -> str:
        """A list."""
        return call("t.bullets", self.classes(node), self._items(node.children))

    def on_enumerated_list(self, node: nodes.enumerated_list) -> str:
        """A numbered list."""
        return call("t.numbered", self.classes(node), str(node.get("start", 1)), self._items(node.children))

    def on_definition_list(self, node: nodes.definition_list) -> str:
        """Terms and what they mean."""
        items = []
        for item in node.children:
            assert isinstance(item, nodes.Element)
            terms = "".join(self.anchors(term) + self.children(term) for term in self.only(item, nodes.term))
            meaning = "".join(self.children(body) for body in self.only(item, nodes.definition))
            items.append(f"({block(self.anchors(item) + terms)}, {block(meaning)})")
        return call("t.definitions", self.classes(node), array(items))

    def on_glossary(self, node: addnodes.glossary) -> str:
        """A glossary."""
        return call("t.glossary", self.content(node))

    def _items(self, items: Iterable[nodes.Node]) -> str:
        return array(self.content(item) for item in items if isinstance(item, nodes.Element))
