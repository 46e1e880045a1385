"""``{chart} id`` and its like: a figure where it is argued, read from its data file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from policybrief.chapters.nodes import listing_table, paragraph
from policybrief.checks import numerals
from policybrief.figures import cache
from policybrief.figures.data import on_screen
from policybrief.figures.model import Chart, Figure, Kind, Table, Timeline, plain
from policybrief.figures.nodes import chart_table, details, drawing, notes, running, table_rows
from policybrief.figures.parsing import Store, read_figure
from policybrief.words.complaints import Rule, complaint, tell

if TYPE_CHECKING:
    from policybrief.chapters.domain import BriefDomain


def figure_of(directive: Any, id: str, kind: Kind) -> Figure | None:
    """Read a figure for a chapter: tell what is wrong, and note what the chapter now depends on."""
    domain: BriefDomain = directive.domain
    config = directive.config
    store = Store(domain.root, config.brief_material, domain.evidence, domain.style, config.brief_cut_off)
    figure, complaints = read_figure(id, kind, store)
    for found in complaints:
        tell(found)
    directive.env.note_dependency(str(domain.root / directive.config.brief_material / "figures" / f"{id}.toml"))
    if figure:
        for name in figure.files:
            directive.env.note_dependency(str(domain.root / name))
        for record in figure.records:
            domain.note_cited(directive.env.docname, record.id)
    return figure


def content(directive: Any, id: str, kind: Kind) -> list[nodes.Node]:
    """The figure as nodes; one that cannot be read prints its id, one that cannot be drawn its table."""
    figure = figure_of(directive, id, kind)
    if figure is None:
        return [paragraph(nodes.problematic("", id))]
    image = _drawing(directive, figure) if isinstance(figure, Chart) else None
    made = nodes.figure("", image or _table(directive, figure), classes=[str(kind)], ids=[f"figure-{id}"])
    made[numerals.CHECKED] = True
    made += nodes.caption("", "", *running(figure.title))
    made += nodes.legend("", *notes(figure, directive.domain))
    directive.set_source_info(made)
    directive.state.document.note_explicit_target(made)
    return [made, on_screen(figure, directive.domain)]


def _drawing(directive: Any, chart: Chart) -> nodes.Element | None:
    """The drawing as an image; nothing, after a complaint, when it cannot be drawn or may not be shown."""
    if not chart.sound:
        return None
    domain: BriefDomain = directive.domain
    try:
        files = cache.drawing(chart, domain.root / directive.config.brief_cache / "figures", domain.style)
    except ImportError:
        problem = "drawing it needs the extra 'figures'; its table is printed"
    except cache.Dishonest as fault:
        problem = f"the drawing may not be shown and its table is printed: {fault}"
    else:
        here = Path(directive.env.doc2path(directive.env.docname)).parent
        return drawing(
            uri=os.path.relpath(files.print.with_suffix(""), here) + ".*",
            alt=plain(chart.message),
            screen=os.path.relpath(files.screen, directive.env.srcdir),
        )
    tell(complaint(Rule.FIGURE, chart.path, 1, problem=problem))
    return None


def _table(directive: Any, figure: Figure) -> nodes.table:
    if isinstance(figure, Timeline):
        # the dates of recommendations are known when all chapters are read
        return listing_table("", content="timeline", figure=figure, classes=["timeline", "lists"])
    table = nodes.table("", classes=[str(figure.kind), "lists"])
    if isinstance(figure, Table):
        table_rows(figure, table)
    elif isinstance(figure, Chart):
        chart_table(figure, table, directive.domain)
    return table


def data(directive: Any, id: str) -> list[nodes.Node]:
    """The numbers of a chart as a table, or every cell of a table with its place: for an annex or a page."""
    kind = next((kind for kind in Kind if _is_of(directive, id, kind)), None)
    figure = figure_of(directive, id, kind) if kind else None
    if isinstance(figure, Chart):
        table = nodes.table("", nodes.title("", "", *running(figure.title)), classes=["data-table"])
        table[numerals.CHECKED] = True
        chart_table(figure, table, directive.domain)
        table["ids"].append(f"table-{id}")
        directive.state.document.note_explicit_target(table)
        return [paragraph(*running(figure.message)), table]
    if isinstance(figure, Table):
        return [paragraph(*running(figure.message)), *details(figure, directive.domain)]
    return [paragraph(nodes.problematic("", id))]


def _is_of(directive: Any, id: str, kind: Kind) -> bool:
    path = directive.domain.root / directive.config.brief_material / "figures" / f"{id}.toml"
    return path.is_file() and f'kind = "{kind.value}"' in path.read_text("utf-8", errors="replace")
