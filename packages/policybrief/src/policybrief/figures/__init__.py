"""Figures from data: charts, matrices, profiles and timelines, each with its words, its table and its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """The drawing on screen is part of its page; every other output takes it as an image."""
    from policybrief.figures import data, nodes

    app.add_node(nodes.drawing, html=(nodes.visit_drawing, nodes.depart_drawing))
    app.add_node(data.figure_data, html=(data.visit_figure_data, data.depart_figure_data))
    app.add_node(data.data_table)
