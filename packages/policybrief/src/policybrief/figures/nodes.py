"""What figures are made of beside their drawings: running texts, notes, tables; and drawings in print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.addnodes import only

from policybrief.chapters.links import source_line, to_named_source
from policybrief.chapters.nodes import fill_table, inline, paragraph, value
from policybrief.figures.model import Timeline
from policybrief.words import colours
from policybrief.words.messages import _
from policybrief.words.records import Printed, Read
from policybrief.words.scales import colon, semicolon
from policybrief.words.vocabulary import Role
from sphinx_accessible_figures import drawings
from sphinx_accessible_figures.model import Chart, Figure, Form, Mark, Table, Text, plain
from sphinx_accessible_figures.writing import Pen
from sphinx_accessible_pdf.source import string
from written_values.values import NO_BREAK

if TYPE_CHECKING:
    from policybrief.chapters.domain import BriefDomain
    from policybrief.words.records import Evidence
    from sphinx_accessible_figures.nodes import drawing


FOLDER = "figures"
"""Where drawings and data lie, beside the pages and beside the doctrees."""
NOTE = "figure-note"
"""Class of what the authors note under a figure, before its size, sources and date."""


def pen(domain: BriefDomain) -> Pen:
    """What the figures of a brief are written and coloured with."""
    return Pen(domain.style, colours.in_use(domain.env.config))


def print_drawing(translator: Any, node: drawing) -> str:
    """The drawing in print; large print takes the narrow layout, in pieces of which the first has the words."""
    pieces = drawings.for_large_print(node["figure"], node["pen"])
    alternative = string(translator.builder.coverage.shown(node["alt"], node))
    images = [f'image(bytes({string(svg)}), format: "svg", alt: {alternative})' for svg in pieces]
    first, *rest = (f"block(spacing: 0pt, t.picture({image}, {string('block')}));" for image in images)
    large = first + "".join(f"pdf.artifact({{ {picture} }});" for picture in rest)
    return (
        f'if sys.inputs.at("print", default: "") == "large" {{ {large} }} else {{ {translator.on_image(node)} }};'
    )


def running(text: Text) -> list[nodes.Node]:
    """A text of a data file as nodes, each number knowing its record."""
    return [
        value("", part.text, classes=["value"], evidence=part.record, name=part.name)
        if isinstance(part, Printed)
        else nodes.Text(plain((part,)))
        for part in text
    ]


def notes(figure: Figure, domain: BriefDomain) -> list[nodes.Node]:
    """What stands under a figure: its note, its size, its sources and its date; and how its signs read."""
    note = [nodes.inline("", "", *running(figure.note), classes=[NOTE])] if figure.note else []
    line = paragraph(*note, classes=("source-note",))
    if size := _size(figure, domain):
        line += nodes.Text(f" {size}.")
    if isinstance(figure, Timeline):
        pass  # each row names its own
    elif figure.records:
        line += [nodes.Text(" "), *source_line(domain, list(figure.records), places=False)]
    elif isinstance(figure, Table) and figure.sources:
        line += nodes.Text(" " + str(_("Sources:")) + " ")
        for position, key in enumerate(figure.sources):
            line += [nodes.Text(", " if position else ""), to_named_source(domain, key)]
        line += nodes.Text(".")
    dates = [record.as_of for record in figure.records]
    dates += [cell.as_of for row in getattr(figure, "lines", ()) for cell in row.cells if cell.as_of]
    dates += [one.as_of for one in (*getattr(figure, "events", ()), *getattr(figure, "entries", ())) if one.as_of]
    # the day of a calculation tells nothing of the age of what it was made from
    if dates and not any(map(_is_ours, figure.records)):
        line += nodes.Text(" " + str(_("Newest source shown: {date}.")).format(date=domain.style.date(max(dates))))
    return [line, *_key(figure)]


def _is_ours(record: Evidence) -> bool:
    return record.kind.role is Role.CALCULATION or all(one.read is Read.CALCULATION for one in record.sources)


def _size(figure: Figure, domain: BriefDomain) -> str:
    """How many trials stand behind the counts of a chart; rows and dates are seen, their number tells nothing."""
    if not isinstance(figure, Chart):
        return ""
    marks = [mark for panel in figure.panels for row in panel.rows for mark in row.marks]
    trials = sorted({mark.trials for mark in marks if mark.trials is not None})
    sizes = " / ".join(domain.style.number(n) for n in trials)
    said = str(_("n = {count} ({unit} of each count)")).format(count=sizes, unit=str(_(domain.profile.unit)))
    return said.replace(" ", NO_BREAK) if sizes else ""


def _key(figure: Figure) -> list[nodes.Node]:
    if not isinstance(figure, Table) or figure.form is Form.SQUARES:
        return []
    signed = not figure.drawn
    # a box that has words of its own needs no key to those of its state
    used = {cell.state for row in figure.lines for cell in row.cells if signed or not cell.short}
    read = [
        f"{s.sign} " * signed + f"{s.word}{colon()}{s.meaning}"
        for name, s in figure.states.items()
        if name in used and s.meaning
    ]
    return [paragraph(semicolon().join(read), classes=("key",))] if read else []


def in_full(figure: Figure) -> list[nodes.Node]:
    """What the short words of a ladder stand for, for outputs without the block that opens on screen."""
    lines = figure.lines if isinstance(figure, Table) and figure.form is Form.LADDER else ()
    made = []
    for line in lines:
        if any(cell.detail for cell in line.cells):
            *first, last = (cell.detail or cell.short for cell in line.cells)
            said = nodes.Text(f" · {' → '.join(first)} → ")
            made.append(paragraph(nodes.strong("", line.label), said, nodes.strong("", last), classes=("key",)))
    return [only("", *made, expr="not html")] if made else []


def chart_table(chart: Chart, table: nodes.table, domain: BriefDomain) -> None:
    """The numbers of a chart."""
    marks = [mark for panel in chart.panels for row in panel.rows for mark in row.marks]
    mixed = any(mark.published and mark.between for mark in marks)
    head = [str(word) for word in (_("What"), _("Value"), _("Interval") if mixed else _("95% interval"))]
    unit = str(_(domain.profile.unit))
    head.append(unit[:1].upper() + unit[1:])
    rows = []
    for panel in chart.panels:
        for row in panel.rows:
            if not row.marks:
                said = row.says or str(_("not stated"))
                unknown = [[paragraph(said)], *([paragraph(str(_("none")))] for _column in head[2:])]
                rows.append([[paragraph(row.label)], *unknown])
            for position, mark in enumerate(row.marks):
                label = f"{row.label}, {panel.key[position]}" if panel.key else row.label
                label += f" ({row.means})" if row.means else ""
                record, _dot, name = mark.name.partition(".")
                # what was given to a formula is no number of the record
                printed = running((mark.text if ":" in name else Printed(record, name, mark.text),))
                if panel.unit:
                    printed.append(nodes.Text(f"{NO_BREAK}{panel.unit}"))
                rest = [[paragraph(text)] for text in _interval(mark, domain, mixed)]
                rows.append([[paragraph(label)], [paragraph(*printed)], *rest])
    fill_table(table, head, rows, [46, 22, 18, 14])


def table_rows(figure: Table, table: nodes.table) -> None:
    """The cells of a table: a sign and a word, or the sign and a count."""
    rows = []
    for line in figure.lines:
        cells: list[list[nodes.Node]] = []
        for cell in line.cells:
            state = figure.states.get(cell.state)
            said = cell.short or (state.word if state else str(_("not stated")))
            mark = [inline(state.sign, "sign"), nodes.Text(" ")] if state else []
            cells.append([paragraph(*mark, said)])
        label: list[nodes.Node] = [paragraph(line.label)]
        if line.detail:
            label.append(paragraph(line.detail, classes=("row-detail",)))
        rows.append([label, *cells])
    share = max(8, 66 // max(1, len(figure.columns)))
    fill_table(table, list(figure.head), rows, [100 - share * len(figure.columns), *[share] * len(figure.columns)])


def details(figure: Table, domain: BriefDomain) -> list[nodes.Node]:
    """Every cell with what stands behind it, its place and its date, as a list."""
    blocks: list[nodes.Node] = []
    for line in figure.lines:
        items = []
        for title, cell in zip(figure.head[1:], line.cells, strict=False):
            state = figure.states.get(cell.state)
            said = state.word if state else cell.detail or cell.short  # a short cell says less than is behind it
            text = paragraph(f"{title}{colon()}{said}", classes=("cell-detail",))
            if cell.detail and state:
                text += nodes.Text(f", {cell.detail}")
            if cell.source:
                text += [nodes.Text(". "), to_named_source(domain, cell.source)]
                text += nodes.Text(f", {cell.locator}" if cell.locator else "")
            if cell.as_of:
                text += nodes.Text(" (" + str(_("as of {date}")).format(date=domain.style.date(cell.as_of)) + ")")
            items.append(nodes.list_item("", text))
        head = paragraph(nodes.strong("", line.label))
        if line.detail and figure.drawn:  # a drawing has no room for it
            head += nodes.Text(f" ({line.detail})")
        blocks += [head, nodes.bullet_list("", *items)]
    return blocks


def _interval(mark: Mark, domain: BriefDomain, mixed: bool) -> tuple[str, str]:
    """The interval of a mark and its trials, or why there is none; its level where others are of sources."""
    style = domain.style
    trials = str(_("not stated") if mark.published else _("none run"))
    if mark.trials is not None:
        trials = style.number(mark.trials)
    if not mark.between:
        none = _("none published") if mark.published else _("none drawn") if mark.trials else _("none, computed")
        return str(none), trials
    source = str(_("as published")) if mark.published else style.percent(0.95) if mixed else ""
    return f"{mark.between} ({source})" if source else mark.between, trials
