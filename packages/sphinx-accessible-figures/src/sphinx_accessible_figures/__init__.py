"""Figures that everybody can read, as SVG with real text: charts, boxes, ladders, squares and lanes.

- `model`      what a figure is
- `paper`      the grammar of marks that all are drawn with; `axes` says where numbers and days stand
- `charts`, `boxes`, `ladders`, `squares`, `lanes`   draw one form each
- `drawings`   each layout: page, telephone, print, large print, a file by itself
- `honesty`    what must not be shown
- `reading`    a data file as a figure, with `counts` of its rows and `claims` of its title
- `writing`    in which language and colours
- `nodes`, `directive`   a drawing in a document; `sheet` is its style where the theme has none
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """On screen a drawing is part of its page; every other output takes it as an image."""
    from sphinx_accessible_figures import directive, messages, nodes, sheet

    app.add_message_catalog(messages.CATALOGUE, str(messages.FOLDER))
    app.add_node(nodes.drawing, html=(nodes.visit_drawing, nodes.depart_drawing))
    app.add_directive("accessible-figure", directive.AccessibleFigure)
    app.add_event(sheet.EVENT)
    app.connect("builder-inited", sheet.write)
    app.connect("html-page-context", sheet.offer)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
