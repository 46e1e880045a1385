"""Lists of every kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_accessible_pdf.source import array, block, call, string
from sphinx_accessible_pdf.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Iterable

COUNTERS = {"arabic": "1", "loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
"""Each way of counting that reStructuredText knows, as the engine writes it."""


class Lists(Writing):
    """Lists, terms, the glossary."""

    def on_bullet_list(self, node: nodes.bullet_list) -> str:
        """A list."""
        return call("t.bullets", self.classes(node), self._items(node.children))

    def on_enumerated_list(self, node: nodes.enumerated_list) -> str:
        """A numbered list."""
        pattern = node.get("prefix", "") + COUNTERS[node.get("enumtype", "arabic")] + node.get("suffix", ".")
        start = str(node.get("start", 1))
        return call("t.numbered", self.classes(node), start, string(pattern), self._items(node.children))

    def on_definition_list(self, node: nodes.definition_list) -> str:
        """Terms and what they mean."""
        items = []
        for item in node.children:
            assert isinstance(item, nodes.Element)
            terms = self._terms(item)
            meaning = "".join(self.children(body) for body in self.only(item, nodes.definition))
            items.append(f"({block(self.anchors(item) + terms)}, {block(meaning)})")
        return call("t.definitions", self.classes(node), array(items))

    def _terms(self, item: nodes.Element) -> str:
        """The terms of one meaning, one a line, each with what it is classed as."""
        lines: list[str] = []
        for child in self.only(item, (nodes.term, nodes.classifier)):
            code = self.anchors(child) + self.children(child)
            if isinstance(child, nodes.classifier):
                lines[-1] += f't.inline(("classifier", ), {block(code)});'
            else:
                lines.append(code)
        return "linebreak();".join(lines)

    def on_field_list(self, node: nodes.field_list) -> str:
        """Names, each with what is said of it."""
        pairs = []
        for field in self.only(node, nodes.field):
            name, body = (self._joined(field, cls) for cls in (nodes.field_name, nodes.field_body))
            pairs.append(f"({block(self.anchors(field) + name)}, {block(body)})")
        return call("t.fields", self.classes(node), array(pairs))

    def on_docinfo(self, node: nodes.docinfo) -> str:
        """Facts at the head of a chapter: author, date and the like."""
        pairs = []
        for fact in node.children:
            assert isinstance(fact, nodes.Element)
            if isinstance(fact, nodes.field):
                name, body = (self._joined(fact, cls) for cls in (nodes.field_name, nodes.field_body))
            else:
                name, body = string(type(fact).__name__.capitalize()) + ";", self.children(fact)
            pairs.append(f"({block(name)}, {block(body)})")
        return call("t.fields", self.classes(node), array(pairs))

    def on_option_list(self, node: nodes.option_list) -> str:
        """Options of a command, each with what it does."""
        pairs = []
        for item in self.only(node, nodes.option_list_item):
            group, described = (self._joined(item, cls) for cls in (nodes.option_group, nodes.description))
            pairs.append(f"({block(group)}, {block(described)})")
        return call("t.fields", self.classes(node, "options"), array(pairs))

    def on_option(self, node: nodes.option) -> str:
        """One way to write an option; several stand in a row."""
        comma = "" if node is node.parent[0] else '", ";'
        return f"{comma}raw({string(node.astext())});"

    def on_hlist(self, node: addnodes.hlist) -> str:
        """A list in columns."""
        return call("t.in-columns", array(self.content(column) for column in self.only(node, addnodes.hlistcol)))

    def _joined(self, node: nodes.Element, cls: type) -> str:
        return "".join(self.anchors(child) + self.children(child) for child in self.only(node, cls))

    def on_glossary(self, node: addnodes.glossary) -> str:
        """A glossary."""
        return call("t.glossary", self.content(node))

    def _items(self, items: Iterable[nodes.Node]) -> str:
        return array(self.content(item) for item in items if isinstance(item, nodes.Element))
