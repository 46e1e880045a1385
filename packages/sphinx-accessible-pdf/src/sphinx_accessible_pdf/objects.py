"""Descriptions of objects: functions, classes, options, of any domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_accessible_pdf.source import block, call
from sphinx_accessible_pdf.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Iterator


class Objects(Writing):
    """Signatures, and what is said of them."""

    def on_desc(self, node: addnodes.desc) -> str:
        """One object, with all its signatures."""
        return call("t.described", self.classes(node), block(self.children(node)))

    def on_desc_signature(self, node: addnodes.desc_signature) -> str:
        """How an object is written."""
        return call("t.signature", self.classes(node), self.content(node))

    def on_desc_signature_line(self, node: addnodes.desc_signature_line) -> str:
        """A line of a signature of several."""
        last = node is node.parent.children[-1]
        return self.children(node) + ("" if last else "linebreak();")

    def on_desc_content(self, node: addnodes.desc_content) -> str:
        """What is said of an object."""
        return call("t.explained", self.content(node))

    def on_desc_name(self, node: nodes.Element) -> str:
        """The name itself."""
        return f"strong({self.content(node)});"

    def on_desc_returns(self, node: addnodes.desc_returns) -> str:
        """What a call gives back."""
        return '" → ";' + self.children(node)

    def on_desc_parameterlist(self, node: addnodes.desc_parameterlist) -> str:
        """The parameters in their brackets, a comma between two, one a line where that is asked for."""
        is_type = isinstance(node, addnodes.desc_type_parameter_list)
        opening, closing = "[]" if is_type else (node.get("open_paren", "("), node.get("close_paren", ")"))
        lined = bool(node.get("multi_line_parameter_list"))
        items = list(self._parameters(node))
        if not lined:
            return f'"{opening}";' + '", ";'.join(items) + f'"{closing}";'
        comma = "" if node.get("multi_line_trailing_comma") is False else '",";'
        lines = ["h(1.5em);" + item for item in items]
        return f'"{opening}";linebreak();' + '",";linebreak();'.join(lines) + f'{comma}linebreak();"{closing}";'

    on_desc_type_parameter_list = on_desc_parameterlist

    def on_desc_optional(self, node: addnodes.desc_optional) -> str:
        """Parameters that may be left out, in square brackets."""
        comma = "" if node is node.parent[0] else '", ";'
        return f'"[";{comma}' + '", ";'.join(self._parameters(node)) + '"]";'

    def _parameters(self, node: nodes.Element) -> Iterator[str]:
        """The code of each parameter; what may be left out follows its neighbour without a comma outside."""
        pending = ""
        for child in node.children:
            if isinstance(child, addnodes.desc_optional):
                pending += self.code(child)
                continue
            if pending:
                yield pending
            pending = self.code(child)
        if pending:
            yield pending

    def on_desc_parameter(self, node: addnodes.desc_parameter) -> str:
        """One parameter; a name alone is in italics."""
        return self.children(node) if node.get("noemph") else f"emph({self.content(node)});"

    def on_desc_annotation(self, node: nodes.Element) -> str:
        """What else stands in a signature: where the name lives, its kind, types."""
        return self.anchors(node) + self.children(node)

    on_desc_addname = on_desc_type = on_desc_type_parameter = on_desc_annotation
