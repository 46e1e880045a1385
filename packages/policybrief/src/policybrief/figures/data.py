"""What stands under a figure on screen: its message, its data in a block that opens, and the data as CSV.

All of it is made from the record that the figure is drawn from.  In print the drawing's numbers stand in an
annex (``{figure-data}``), and a table is its own data.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx.addnodes import only
from sphinx.util.osutil import relative_uri

from policybrief.chapters import publication
from policybrief.chapters.lists import standing
from policybrief.chapters.nodes import CHECKED, listing, paragraph
from policybrief.figures.model import AskedLanes, Timeline, with_asked
from policybrief.figures.nodes import FOLDER, chart_table, details, notes, pen, running
from policybrief.figures.timeline import ASKED, CUT_OFF, KINDS, UNKNOWN, who
from policybrief.words import invisible
from policybrief.words.messages import _
from sphinx_accessible_figures import drawings
from sphinx_accessible_figures.model import Axis, Chart, Figure, Table, plain
from sphinx_accessible_figures.nodes import PAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.writers.html5 import HTML5Translator

    from policybrief.chapters.domain import BriefDomain

Row = tuple[object, ...]


class figure_data(nodes.container):
    """The data of the figure before it: ``figure`` is its record, ``summary`` the words that open it."""


class data_table(nodes.table):
    """The numbers of a chart: part of a figure, and so without a number among the tables."""


def on_screen(figure: Figure, domain: BriefDomain) -> only:
    """The data of a figure, for pages only."""
    summary = _("Numbers of this figure") if isinstance(figure, Chart) else _("This figure as a list")
    # what the figure says is in the index of the search already
    made = figure_data("", classes=["no-search"])
    if not isinstance(figure, Timeline):  # which adds to its message what recommendations ask for
        made += paragraph(*running(figure.message))
    made["figure"], made["summary"], made[CHECKED] = figure, str(summary), True
    if isinstance(figure, Chart):
        title = nodes.title("", "", *running(figure.title))
        table = data_table("", title, ids=[f"data-{figure.id}"], classes=["lists"])
        chart_table(figure, table, domain)
        made += table
    elif isinstance(figure, Table):
        made += details(figure, domain)
    elif isinstance(figure, Timeline | AskedLanes):
        made += listing("", content="timeline-list", figure=figure)
    return only("", made, expr="html")


def visit_figure_data(translator: HTML5Translator, node: figure_data) -> None:
    """A row of what the figure offers, its files written now; below it a block that the reader opens."""
    builder = translator.builder
    offered = []
    if builder.name in PAGES:
        here = builder.get_target_uri(builder.current_docname)
        written = files(node["figure"], Path(builder.outdir), builder.env.domains["brief"])  # type: ignore[arg-type]
        offered = [
            f'<a href="{relative_uri(here, file.name)}" download aria-label="{file.said}">{file.short}</a>'
            for file in written
        ]
    if opened := node.get("open"):  # the page of its own, where there is one
        href, name, short = map(translator.attval, opened)
        offered.append(f'<a href="{href}" aria-label="{name}">{short}</a>')
    summary = translator.encode(node["summary"])
    row = f'<div class="row">{" ".join(offered)}</div>\n' if offered else ""
    translator.body.append(f'<div class="figure-data">\n{row}<details>\n<summary>{summary}</summary>\n')


def depart_figure_data(translator: HTML5Translator, node: figure_data) -> None:
    """Close the block."""
    translator.body.append("</details>\n</div>\n")


class Offered(NamedTuple):
    """A file to take along."""

    name: str
    said: str
    """What its link says in full, to those who hear it alone."""
    short: str


def files(figure: Figure, folder: Path, domain: BriefDomain) -> list[Offered]:
    """Write the files to take along."""
    (folder / FOLDER).mkdir(exist_ok=True)
    written = [Offered(f"{FOLDER}/{figure.id}.csv", str(_("Data of this figure (CSV)")), str(_("Data")))]
    (folder / written[0].name).write_bytes(as_csv(figure, domain))
    if drawings.is_drawn(figure):
        written.append(Offered(f"{FOLDER}/{figure.id}.svg", str(_("Drawing (SVG)")), str(_("Drawing"))))
        drawn = drawings.by_itself(with_asked(figure, domain), pen(domain), foot(figure, domain))
        (folder / written[1].name).write_text(drawn, "utf-8")
    return written


def foot(figure: Figure, domain: BriefDomain) -> list[str]:
    """What a drawing says of itself where nothing stands around it: its sources, and which revision of what."""
    edition = publication.of(domain.env)
    revision = str(_("revision {revision}")).format(revision=edition.revision) if edition.revision else ""
    here = (edition.title, revision, edition.address)
    return [notes(figure, domain)[0].astext(), ", ".join(filter(None, here))]


def as_csv(figure: Figure, domain: BriefDomain) -> bytes:
    """The data of a figure after RFC 4180, no text a formula.

    It has a byte-order mark, or spreadsheets misread accents and dashes.
    """
    stream = io.StringIO(newline="")
    rows: Iterable[Row] = ()
    if isinstance(figure, Chart):
        rows = _of_chart(figure, domain)
    elif isinstance(figure, Table):
        rows = _of_table(figure, domain)
    elif isinstance(figure, Timeline):
        rows = _of_timeline(figure, domain)
    elif isinstance(figure, AskedLanes):
        rows = _of_lanes(figure, domain)
    for row in rows:
        csv.writer(stream).writerow(
            [invisible.uncomputed(cell) if isinstance(cell, str) else cell for cell in row]
        )
    return stream.getvalue().encode("utf-8-sig")


def _of_chart(chart: Chart, domain: BriefDomain) -> Iterator[Row]:
    yield (
        *("panel", "row", "series", "value", "printed", "number", "unit"),
        *("low", "high", "interval", "successes", "trials", "source", "as_of"),
    )
    for panel in chart.panels:
        for row in panel.rows:
            if not row.marks:
                yield (panel.title, row.label, "", "", row.says, *[""] * 9)
            for position, mark in enumerate(row.marks):
                record = domain.evidence[mark.name.partition(".")[0]]
                yield (
                    panel.title,
                    row.label,
                    panel.key[position] if panel.key else "",
                    mark.name,
                    mark.text,
                    _rounded(mark.number),
                    {Axis.PERCENT: "percent", Axis.DURATION: "hours"}.get(
                        panel.axis, panel.unit or _unit(mark.name, domain)
                    ),
                    _rounded(mark.low),
                    _rounded(mark.high),
                    "as published" if mark.published else domain.style.method if mark.low is not None else "",
                    mark.successes,
                    mark.trials,
                    "; ".join(dict.fromkeys(_label(domain, citation.key) for citation in record.sources)),
                    record.as_of,
                )


def _of_table(table: Table, domain: BriefDomain) -> Iterator[Row]:
    yield ("row", "detail", "column", "state", "printed", "behind", "source", "place", "as_of")
    for line in table.lines:
        for column, cell in zip(table.head[1:], line.cells, strict=True):
            state = table.states.get(cell.state)
            word = state.word if state else ""
            said = (word, cell.short or word, cell.detail)
            yield (line.label, line.detail, column, *said, _label(domain, cell.source), cell.locator, cell.as_of)


def _of_timeline(timeline: Timeline, domain: BriefDomain) -> Iterator[Row]:
    yield ("date", "kind", "what", "who", "recorded_in", "source", "place", "as_of")
    rows: list[Row] = [
        (e.date, KINDS[e.kind], plain(e.what), e.who, e.origin, _label(domain, e.source), e.locator, e.as_of)
        for e in timeline.events
    ]
    here = str(_("this brief"))
    if cut_off := domain.env.config.brief_cut_off:
        rows.append((cut_off, CUT_OFF, UNKNOWN, here, "", here, "", ""))
    for asked in standing(domain) if timeline.recommendations else ():
        if asked.by:
            place = domain.number(asked.id)
            rows.append((asked.by, ASKED, asked.title, who(domain, asked.id), asked.id, here, place, ""))
    yield from sorted(rows, key=lambda row: str(row[0]))


def _of_lanes(figure: AskedLanes, domain: BriefDomain) -> Iterator[Row]:
    yield ("date", "until", "lane", "what", "recorded_in", "source", "place", "as_of")
    rows: list[Row] = [
        (e.first, e.last, e.lane, plain(e.what), e.origin, _label(domain, e.source), e.locator, e.as_of)
        for e in figure.entries
    ]
    here = str(_("this brief"))
    for lane, id, words in figure.asked:
        asked = domain.recommendations.get(id)
        if asked and asked.by:
            rows.append((asked.by, None, lane, plain(words) or asked.title, id, here, domain.number(id), ""))
    yield from sorted(rows, key=lambda row: str(row[0]))


def _unit(name: str, domain: BriefDomain) -> str:
    """What the record says that a number is of."""
    record, _dot, value = name.partition(":")[0].partition(".")
    return str(getattr(domain.evidence[record].values.get(value), "unit", ""))


def _rounded(number: float | None) -> float | None:
    """A number to four decimals: the last bits of arithmetic differ between machines."""
    return None if number is None else round(number, 4)


def _label(domain: BriefDomain, key: str) -> str:
    """A source by author and year; of an unknown one its key."""
    source = domain.sources.get(key)
    return source.label if source else key
