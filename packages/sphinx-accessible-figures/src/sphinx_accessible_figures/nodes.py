"""The node of a drawing, and the file that other outputs than pages take."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_accessible_figures import drawings
from sphinx_accessible_figures.model import plain

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

    from sphinx_accessible_figures.model import Figure
    from sphinx_accessible_figures.writing import Pen

FOLDER = "figures"
"""Where drawings lie beside the doctrees."""

PAGES = ("html", "dirhtml", "singlehtml")
"""The builders whose pages have a style sheet and may link to a file beside them; an e-book has neither."""


class drawing(nodes.image):
    """A figure as an image; a page draws ``figure`` itself with its ``pen``, light or dark, at two widths."""


def placed(figure: Figure, pen: Pen, env: BuildEnvironment) -> drawing:
    """The drawing in the chapter that is read, written for other outputs than pages."""
    file = Path(env.doctreedir) / FOLDER / f"{figure.id}.svg"
    write(figure, pen, file)
    uri = os.path.relpath(file, Path(env.doc2path(env.docname)).parent)
    return drawing(uri=uri, alt=plain(figure.message), figure=figure, pen=pen, file=str(file))


def write(figure: Figure, pen: Pen, file: Path) -> None:
    """Write a drawing as it is printed; one that is there already may be in use by another builder."""
    drawn = drawings.for_print(figure, pen)
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists() or file.read_text("utf-8") != drawn:
        file.write_text(drawn, "utf-8")


def visit_drawing(translator: HTML5Translator, node: drawing) -> None:
    """Put the drawing into the page."""
    drawn = drawings.for_screen(node["figure"], node["pen"], both=translator.builder.name in PAGES)
    translator.body.append(f'<div class="drawing">{drawn}</div>')


def depart_drawing(translator: HTML5Translator, node: drawing) -> None:
    """Nothing is open."""
