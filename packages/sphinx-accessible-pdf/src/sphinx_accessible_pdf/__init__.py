"""Sphinx to print-grade, accessible PDF through Typst, for any Sphinx project."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Configuration, the event that adds to a document, and the two builders."""
    from sphinx_accessible_pdf.adapters import order_outputs
    from sphinx_accessible_pdf.builder import TypstBuilder, TypstPDFBuilder
    from sphinx_accessible_pdf.configuration import add_values
    from sphinx_accessible_pdf.mathematics import AccessibleMath

    app.require_sphinx("8.2")
    add_values(app)
    app.connect("config-inited", order_outputs)
    app.add_directive("math", AccessibleMath, override=True)
    app.add_event("accessible-pdf-document")
    app.add_builder(TypstBuilder)
    app.add_builder(TypstPDFBuilder)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
