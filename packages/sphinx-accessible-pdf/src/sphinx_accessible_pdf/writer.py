"""From an assembled doctree to Typst code: one method for each class of node.

A node without a method of its own prints as its base class, so that an extension's subclass needs nothing
here.  What a node looks like is decided in the template, which gets its classes.
"""

from __future__ import annotations

from sphinx_accessible_pdf import indices
from sphinx_accessible_pdf.adapters import Adapters
from sphinx_accessible_pdf.code import Code
from sphinx_accessible_pdf.inline import Inline
from sphinx_accessible_pdf.lists import Lists
from sphinx_accessible_pdf.mathematics import Mathematics
from sphinx_accessible_pdf.objects import Objects
from sphinx_accessible_pdf.structure import Structure
from sphinx_accessible_pdf.tables import Tables


class Writer(Adapters, Structure, Lists, Tables, Code, Mathematics, Objects, Inline):
    """Writes one document."""

    def body(self) -> str:
        """The code of the document; the title of its root is the title of the document and not printed here."""
        found = indices.indices(self.builder, self.targets)
        self.targets |= {f"{index.name}:" for index in found}
        body = self.children(self.tree)
        return self.left_anchors() + body + "".join(indices.code(self.builder, index) for index in found)
