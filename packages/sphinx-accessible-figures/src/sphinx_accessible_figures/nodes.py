"""The node of a drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_accessible_figures import drawings

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

PAGES = ("html", "dirhtml", "singlehtml")
"""The builders whose pages have a style sheet and may link to a file beside them; an e-book has neither."""


class drawing(nodes.image):
    """A figure as an image; a page draws ``figure`` itself with its ``pen``, light or dark, at two widths."""


def visit_drawing(translator: HTML5Translator, node: drawing) -> None:
    """Put the drawing into the page."""
    drawn = drawings.for_screen(node["figure"], node["pen"], both=translator.builder.name in PAGES)
    translator.body.append(f'<div class="drawing">{drawn}</div>')


def depart_drawing(translator: HTML5Translator, node: drawing) -> None:
    """Nothing is open."""
