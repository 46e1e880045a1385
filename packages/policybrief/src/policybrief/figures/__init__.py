"""What ties figures to the chain: their data read from records, their words, tables and sources.

How they are drawn is `sphinx_accessible_figures`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Drawings with their tables; print takes them in two layouts."""
    from policybrief.figures import data, directives, labels, nodes, timeline
    from policybrief.figures.model import FigureKind
    from policybrief.words import colours
    from sphinx_accessible_figures import sheet
    from sphinx_accessible_figures.nodes import drawing

    for kind in FigureKind:
        app.add_directive_to_domain("brief", str(kind), directives.FigureDirective)
    app.add_directive_to_domain("brief", "figure-data", directives.FigureDataDirective)
    app.setup_extension("sphinx_accessible_figures")
    app.connect(sheet.EVENT, lambda app: colours.in_use(app.config))
    app.add_node(drawing, override=True, accessiblepdf=(nodes.print_drawing, None))  # type: ignore[arg-type]  # the builder's own way: code is returned
    app.connect("env-before-read-docs", labels.take)
    app.connect("env-updated", labels.give)
    app.connect("env-updated", directives.redraw, priority=700)  # it needs the numbers of recommendations
    app.add_node(data.figure_data, html=(data.visit_figure_data, data.depart_figure_data))
    app.add_node(data.data_table)
    app.add_post_transform(timeline.FillTimelines)
