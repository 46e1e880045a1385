"""Draws a ladder: the highest rung on top, each with what is known, what follows and by when.

The box of a rung is the wider the higher the rung, so that the ladder is seen before it is read; all are of one
height, since long words would make a rung weighty.  Two arrows say what leads up and what leads down.  Last rows
that are no rungs (an all-clear) stand apart below, in boxes of one width.
"""

from __future__ import annotations

from math import fsum

from sphinx_accessible_figures.boxes import box, type_size
from sphinx_accessible_figures.model import Line, Table
from sphinx_accessible_figures.paper import LINE, Paper, Run

BEGIN = 36.0
"""Where the boxes begin, beside the arrows, in units."""
BOX = 30.0
"""How high the boxes of rungs are at least, in units."""


def draw(table: Table, paper: Paper, top: float) -> float:
    """The rungs from *top* down; where they end."""
    rungs = [line for line in table.lines if not line.apart]
    apart = [line for line in table.lines if line.apart]
    y = _ways(table, paper, top)
    first = y
    place = _narrow if paper.look.narrow else _wide
    ordered = list(reversed(rungs))
    y = first if paper.look.narrow else _heads(table, paper, first)
    begun = y
    start, room, _places, _widths = _columns(table, paper)
    high = _high(table, paper, paper.look.width if paper.look.narrow else room)
    for number, line in enumerate(ordered):
        if number and not paper.look.narrow:
            above = y - 5 * paper.look.unit
            paper.line(start, above, paper.look.width, above, stroke="hair", under=True)
        y = place(table, line, paper, y, (len(ordered) - number) / len(ordered), high)
        paper.cut(y)
    unit = paper.look.unit
    if table.up and not paper.look.narrow:
        paper.arrow(7 * unit, y - 8 * unit, 7 * unit, begun + 2 * unit, width=2.2)
        down = y + 10 * unit + high / 2 if apart else y - 8 * unit  # to the way out, which is no rung
        paper.arrow(21 * unit, begun + 2 * unit, 21 * unit, down, width=2.2, dash="dashed")
    for line in apart:
        paper.line(0, y + 2 * unit, paper.look.width, y + 2 * unit, stroke="accent", width=1.4)
        y = place(table, line, paper, y + 10 * unit, 0, high)
    return y


def _ways(table: Table, paper: Paper, y: float) -> float:
    """What leads up and what leads down, each beside its arrow."""
    unit, size = paper.look.unit, paper.look.text
    x = 0.0
    for words, sign in ((table.up, 1), (table.down, -1)):
        if not words:
            continue
        width = 20 * unit + paper.width(words, size)
        if x and x + width > paper.look.width:
            x, y = 0.0, y + LINE * size + 3 * unit
        low, high = y + 1.15 * size, y + 0.2 * size
        ends = (low, high) if sign > 0 else (high, low)
        dash = "" if sign > 0 else "dashed"
        paper.arrow(x + 7 * unit, ends[0], x + 7 * unit, ends[1], width=2.2, dash=dash)
        end = paper.lines(x + 20 * unit, y, words, paper.look.width - 20 * unit, bold=True)
        y = end - LINE * size
        x += width + 28 * unit
    return y + LINE * size + 10 * unit if x else y


def _columns(table: Table, paper: Paper) -> tuple[float, float, list[float], list[float]]:
    """Where the boxes begin, how wide they may be, and the columns after them with their widths."""
    unit = paper.look.unit
    start = BEGIN * unit if table.up else 0.0
    room = 0.23 * paper.look.width
    rest = paper.look.width - start - room - 14 * unit
    gap = 14 * unit
    parts = [_weight(table, column) for column in range(len(table.columns))]
    widths = [(rest - gap * (len(parts) - 1)) * part / fsum(parts) for part in parts]
    places, x = [], start + room + 14 * unit
    for width in widths:
        places.append(x)
        x += width + gap
    return start, room, places, widths


def _weight(table: Table, column: int) -> float:
    """How much room a column takes: by its longest words, within bounds."""
    longest = max((len(line.cells[column].short) for line in table.lines), default=1)
    return min(max(float(longest), 40.0), 110.0)


def _heads(table: Table, paper: Paper, y: float) -> float:
    _start, _room, places, widths = _columns(table, paper)
    size = paper.look.small
    heads = list(zip(table.head[1:], widths, strict=True))
    y += max(paper.height(head, width, size, bold=True) for head, width in heads)
    for x, (head, width) in zip(places, heads, strict=True):
        top = y - paper.height(head, width, size, bold=True)
        paper.lines(x, top, head, width, size=size, bold=True, colour="muted")
    return y + 5 * paper.look.unit


def _wide(table: Table, line: Line, paper: Paper, y: float, share: float, high: float) -> float:
    """A rung as a row: its box, and beside it what its cells say, from one height down."""
    unit, size = paper.look.unit, paper.look.small
    start, room, places, widths = _columns(table, paper)
    width = _box_width(table, line, paper, room, share)
    box(paper, _fill(line, table, share), line.label, start, y, width, high)
    begin = y + (high - LINE * size) / 2 - 0.05 * size
    ends = [y + high]
    for column, (x, wide) in enumerate(zip(places, widths, strict=True)):
        ends.append(paper.lines(x, begin, _said(line, column), wide, size=size) + 2 * unit)
    return max(ends) + 10 * unit


def _narrow(table: Table, line: Line, paper: Paper, y: float, share: float, high: float) -> float:
    unit, size, whole = paper.look.unit, paper.look.small, paper.look.width
    box(paper, _fill(line, table, share), line.label, 0, y, _box_width(table, line, paper, whole, share), high)
    y += high + 5 * unit
    for column, head in enumerate(table.head[1:]):
        words = _said(line, column)
        if not words:
            continue
        y = paper.lines(0, y, [(f"{head}: ", True), *words], whole, size=size) + unit
    return y + 11 * unit


def _high(table: Table, paper: Paper, room: float) -> float:
    """How high a box is that holds each name, within *room*."""
    unit, size = paper.look.unit, type_size("solid", paper)
    names = (paper.height(line.label, room - 10 * unit, size, bold=True) for line in table.lines)
    return max(BOX * unit, *(name + 6 * unit for name in names))


def _said(line: Line, column: int) -> list[Run]:
    """What a cell says, the clock of a rung bold."""
    words = line.cells[column].short
    return [(words, column == len(line.cells) - 1)] if words else []


def _box_width(table: Table, line: Line, paper: Paper, room: float, share: float) -> float:
    """As wide as the rung is high, and never narrower than its name; what stands apart is of one width."""
    alike = [line] if share else [one for one in table.lines if one.apart]
    names = (paper.width(one.label, type_size("solid", paper), bold=True) for one in alike)
    return min(room, max(max(names) + 20 * paper.look.unit, room * (0.5 + 0.5 * share)))


def _fill(line: Line, table: Table, share: float) -> str:
    state = line.cells[0].state if line.cells else ""
    return table.states[state].fill if state in table.states else "solid" if share else "outline"
