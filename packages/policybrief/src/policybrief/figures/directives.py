"""``{chart} id`` and its like: a figure where it is argued, read from its data file."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives

from policybrief.chapters.directives import BriefDirective
from policybrief.chapters.nodes import CHECKED, listing_table, paragraph
from policybrief.data import evaluations
from policybrief.figures.data import on_screen
from policybrief.figures.labels import anchor
from policybrief.figures.model import AskedLanes, FigureKind, Timeline, with_asked
from policybrief.figures.nodes import chart_table, details, in_full, notes, pen, running, table_rows
from policybrief.figures.parsing import FigureMaterial, read_figure
from policybrief.words.complaints import Rule, complaint, tell, warn
from sphinx_accessible_figures import drawings
from sphinx_accessible_figures.model import Chart, Figure, Table, plain
from sphinx_accessible_figures.nodes import drawing, placed, write

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from policybrief.chapters.domain import BriefDomain

MOST_TIMES = 5
ELSEWHERE = "elsewhere"
"""What ``:detail:`` says."""


def figure_of(directive: Any, id: str, kind: FigureKind) -> Figure | None:
    """Read a figure for a chapter: tell what is wrong, and note what the chapter now depends on."""
    domain: BriefDomain = directive.domain
    config = directive.config
    shared = (domain.root, config.brief_material, domain.evidence, domain.style, config.brief_cut_off)
    store = FigureMaterial(
        *shared,
        tuple(config.brief_allowed_numbers),
        partial(evaluations.profiled, directive.env),
        domain.profile.functions,
    )
    figure, complaints = read_figure(id, kind, store)
    for found in complaints:
        if (domain.root / found.path).is_file():
            tell(found)
        else:
            warn(found.rule, (directive.env.docname, directive.lineno), f"{found.path}: {found.text}")
    directive.env.note_dependency(str(domain.root / directive.config.brief_material / "figures" / f"{id}.toml"))
    if figure:
        for name in figure.files:
            directive.env.note_dependency(str(domain.root / name))
        for record in figure.records:
            domain.note_cited(directive.env.docname, record.id)
    return figure


def content(directive: Any, id: str, kind: FigureKind) -> list[nodes.Node]:
    """The figure as nodes; one that cannot be read prints its id, one that cannot be drawn its table."""
    figure = figure_of(directive, id, kind) if _may_stand(directive, id) else None
    if figure is None:
        return [paragraph(nodes.problematic("", id))]
    image = _drawing(directive, figure) if drawings.is_drawn(figure) else None
    made = nodes.figure("", image or _table(directive, figure), classes=[str(kind)], ids=[anchor(id)])
    made[CHECKED] = True
    made += nodes.caption("", "", *running(figure.title))
    listed = in_full(figure) if directive.options.get("detail") != ELSEWHERE else []
    made += nodes.legend("", *notes(figure, directive.domain), *listed)
    if isinstance(figure, AskedLanes):
        directive.domain.note_listing(directive.env.docname, "timeline-list")
    directive.set_source_info(made)
    _name(directive, made)
    directive.domain.note_figure(directive.env.docname, id, plain(figure.title))
    more = on_screen(figure, directive.domain)
    more[CHECKED] = True
    return [made, more]


def _may_stand(directive: Any, id: str) -> bool:
    """Whether a chapter has room for a figure once more: outputs that differ may each have it."""
    times = directive.env.temp_data.setdefault("brief_figures", {})
    times[id] = times.get(id, 0) + 1
    if times[id] == MOST_TIMES + 1:
        problem = (
            f"the figure {id!r} stands {MOST_TIMES} times in this chapter already; lead to it with {{numref}}"
        )
        warn(Rule.FIGURE, directive.get_location(), problem)
    return bool(times[id] <= MOST_TIMES)


def _drawing(directive: Any, figure: Figure) -> nodes.Element | None:
    """The drawing as an image; nothing, after a complaint, when it may not be shown."""
    if not figure.sound:
        return None
    domain: BriefDomain = directive.domain
    if found := list(dict.fromkeys(drawings.faults(figure, pen(domain)))):
        problem = f"the drawing may not be shown and its table is printed: {'; '.join(found)}"
        tell(complaint(Rule.FIGURE, figure.path, 1, problem=problem))
        return None
    made = placed(with_asked(figure, domain), pen(domain), directive.env)
    made["figure"] = figure  # more may be asked for in chapters that are still to be read
    return made


def redraw(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Draw again what shows days that recommendations set, now that all are known; the chapters to write anew."""
    domain = cast("BriefDomain", env.get_domain("brief"))
    found = []
    for docname in sorted(doc for doc, lists in domain.store.listings.items() if "timeline-list" in lists):
        for node in env.get_doctree(docname).findall(drawing):
            if isinstance(node["figure"], AskedLanes):
                figure, file = with_asked(node["figure"], domain), Path(node["file"])
                before = file.stat()
                write(figure, node["pen"], file)
                # a younger drawing would have its chapter read again by each builder that follows
                os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
                found.append(docname)
                for fault in dict.fromkeys(drawings.faults(figure, node["pen"])):
                    tell(
                        complaint(
                            Rule.FIGURE, node["figure"].path, 1, problem=f"the drawing may not be shown: {fault}"
                        )
                    )
    return found


def _table(directive: Any, figure: Figure) -> nodes.table:
    if isinstance(figure, Timeline | AskedLanes):
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
    kind = next((kind for kind in FigureKind if _is_of(directive, id, kind)), None)
    figure = figure_of(directive, id, kind) if kind else None
    if isinstance(figure, Chart):
        table = nodes.table("", nodes.title("", "", *running(figure.title)), classes=["data-table"])
        table[CHECKED] = True
        chart_table(figure, table, directive.domain)
        table["ids"].append(f"table-{id}")
        _name(directive, table)
        return [paragraph(*running(figure.message)), table]
    if isinstance(figure, Table):
        made = [paragraph(*running(figure.message)), *details(figure, directive.domain)]
        for node in made:
            if isinstance(node, nodes.Element):
                node[CHECKED] = True
        return made
    return [paragraph(nodes.problematic("", id))]


def _name(directive: Any, made: nodes.Element) -> None:
    """Note the id of a figure or a table, and the name that its author gives it."""
    directive.state.document.note_explicit_target(made)
    directive.add_name(made)


def _is_of(directive: Any, id: str, kind: FigureKind) -> bool:
    path = directive.domain.root / directive.config.brief_material / "figures" / f"{id}.toml"
    return path.is_file() and f'kind = "{kind.value}"' in path.read_text("utf-8", errors="replace")


def _elsewhere(argument: str) -> str:
    return directives.choice(argument, (ELSEWHERE,))


class FigureDirective(BriefDirective):
    """``{chart} id`` and its like: a figure where it is argued; ``{numref}`id``` refers to it.

    ``:detail: elsewhere`` leaves the full words of a ladder's steps to ``{figure-data}``, as in an annex.
    """

    required_arguments = 1
    option_spec: ClassVar[Any] = {"name": directives.unchanged, "detail": _elsewhere}

    def run(self) -> list[nodes.Node]:
        """The figure, read from ``figures/<id>.toml`` of the material."""
        return content(self, self.arguments[0], FigureKind(self.name.rpartition(":")[2]))


class FigureDataDirective(BriefDirective):
    """``{figure-data} id``: the numbers of a chart, or every cell of a table with its place."""

    required_arguments = 1
    option_spec: ClassVar[Any] = {"name": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """The data behind a figure."""
        return data(self, self.arguments[0])
