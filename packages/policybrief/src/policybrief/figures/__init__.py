"""Figures from data: charts, matrices, profiles and timelines, each with its words, its table and its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """The drawing on screen is part of its page; every other output takes it as an image."""
    from policybrief.figures import data, directives, nodes, timeline
    from policybrief.figures.model import FigureKind

    for kind in FigureKind:
        app.add_directive_to_domain("brief", str(kind), directives.FigureDirective)
    app.add_directive_to_domain("brief", "figure-data", directives.FigureDataDirective)
    on_screen, in_print = (nodes.visit_drawing, nodes.depart_drawing), (nodes.print_drawing, None)
    app.add_node(nodes.drawing, html=on_screen, accessiblepdf=in_print)  # type: ignore[arg-type]  # the builder's own way: code is returned
    app.connect("env-updated", directives.redraw, priority=700)  # it needs the numbers of recommendations
    app.add_node(data.figure_data, html=(data.visit_figure_data, data.depart_figure_data))
    app.add_node(data.data_table)
    app.add_post_transform(timeline.FillTimelines)
