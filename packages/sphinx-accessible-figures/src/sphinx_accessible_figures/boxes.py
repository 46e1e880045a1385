"""Draws a matrix as boxes: one lane a row, one station a column, and a word in each box.

What a box says differs by fill and stroke (full, hatched, outlined, dashed, dotted, blank), never by hue; full
ones alone are dark, so that they are seen first.  A last line may say in how many rows each column has one state.
Where words are long, a narrow drawing sets each row as a list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_accessible_figures.messages import _
from sphinx_accessible_figures.model import Cell, Line, Table
from sphinx_accessible_figures.paper import LINE, Paper

if TYPE_CHECKING:
    from collections.abc import Sequence


REVERSED = 10.0
"""The smallest light type on a dark ground, in points of print."""
LONG = 24
"""Words of more letters make a narrow drawing a list."""


def draw(table: Table, paper: Paper, top: float) -> float:
    """The lanes from *top* down; where they end."""
    if paper.look.narrow and not _fits(table, paper):
        return _list(table, paper, top)
    unit, size, whole = paper.look.unit, paper.look.small, paper.look.width
    columns = len(table.columns)
    gap = (18 if table.arrows else 5) * unit
    label = (
        0.0
        if paper.look.narrow
        else min(_widest([line.label for line in table.lines], paper), 0.27 * whole) + 14 * unit
    )
    width = (whole - label - gap * (columns - 1)) / columns
    places = [label + column * (width + gap) for column in range(columns)]
    heads = table.head[1:]
    y = top
    wide = width + (0 if table.arrows else gap)
    high = max((paper.height(head, wide, size, bold=True) for head in heads), default=0)
    for x, head in zip(places, heads, strict=True):
        start = y + high - paper.height(head, wide, size, bold=True)
        middle = x + width / 2
        paper.lines(
            x if table.arrows else middle,
            start,
            head,
            wide,
            size=size,
            bold=True,
            side="start" if table.arrows else "middle",
        )
    y += high + 5 * unit
    gap_below = (7 if table.arrows else 4 if paper.look.narrow else 5) * unit
    for line in table.lines:
        if paper.look.narrow:
            y = paper.lines(0, y + unit, line.label, whole, size=size) + unit
        shown = [cell for cell in line.cells if fill(cell, table) != "dotted"]
        words = [_high(cell, table, paper, width - 10 * unit) for cell in shown]
        height = max(22 * unit, (6 if paper.look.narrow else 7) * unit + max(words, default=0))
        if not paper.look.narrow:
            room = label - 10 * unit
            height = max(height, paper.height(line.label, room))
            paper.lines(0, y + (height - paper.height(line.label, room)) / 2, line.label, room)
        before = 0.0
        for x, cell in zip(places, line.cells, strict=True):
            said = word(cell, table)
            box(paper, fill(cell, table), said, x, y, width, height)
            if not said:
                continue
            if table.arrows and before:
                paper.arrow(before + 2 * unit, y + height / 2, x - 2 * unit, y + height / 2, colour="rule")
            before = x + width
        y += height + gap_below
        paper.cut(y)
    if not table.tally:
        return y - gap_below
    return _tally(table, paper, y, label, places, width)


def _tally(table: Table, paper: Paper, y: float, label: float, places: Sequence[float], width: float) -> float:
    """In how many rows each column has the state that is counted; where in none, that stands out."""
    unit, words = paper.look.unit, table.tally_label
    paper.line(0, y, paper.look.width, y, stroke="accent", width=1.4)
    y += 2 * unit
    if paper.look.narrow:
        y = paper.lines(0, y, words, paper.look.width, size=paper.look.small, bold=True, colour="accent")
    else:
        paper.text(0, y, words, bold=True, colour="accent")
    said = str(_("{met} of {applicable}"))
    for column, x in enumerate(places):
        met = sum(line.cells[column].state == table.tally for line in table.lines)
        paper.text(
            x + width / 2,
            y,
            said.format(met=met, applicable=len(table.lines)),
            bold=True,
            colour="muted" if met else "accent",
            side="middle",
        )
    return y + LINE * paper.look.text


def box(paper: Paper, kind: str, words: str, x: float, y: float, width: float, height: float) -> None:
    """One box with its word in the middle."""
    unit, size = paper.look.unit, type_size(kind, paper)
    if kind == "solid":
        paper.rect(x, y, width, height, fill="accent")
    elif kind == "hatch":
        paper.hatched(x, y, width, height)
    elif kind in ("outline", "dashed"):
        paper.rect(x, y, width, height, fill="paper", stroke="rule", weight=1.2, dash=kind == "dashed")
    elif kind == "dotted":
        paper.line(x, y + height / 2, x + width, y + height / 2, stroke="rule", width=1.6, dash="dotted")
        return
    bold = kind == "solid"
    colour = {"solid": "paper", "outline": "ink"}.get(kind, "muted")
    lines = paper.wrap(words, width - 10 * unit, size, bold=bold)
    start = y + (height - LINE * size * len(lines)) / 2
    for number, line in enumerate(lines):
        at = start + number * LINE * size
        paper.text(
            x + width / 2, at, line, size=size, bold=bold, colour=colour, side="middle", ground=kind == "hatch"
        )


def word(cell: Cell, table: Table) -> str:
    """What a box says: its own words, else the word of its state."""
    state = table.states.get(cell.state)
    return cell.short or (state.word if state else "")


def fill(cell: Cell, table: Table) -> str:
    """How a box is drawn."""
    state = table.states.get(cell.state)
    return state.fill if state else "blank"


def type_size(kind: str, paper: Paper) -> float:
    """In what size a box has its words: light ones on a dark ground are never small."""
    return max(paper.look.small, REVERSED) if kind == "solid" else paper.look.small


def _high(cell: Cell, table: Table, paper: Paper, width: float) -> float:
    kind = fill(cell, table)
    return paper.height(word(cell, table), width, type_size(kind, paper), bold=kind == "solid")


def _widest(words: list[str], paper: Paper) -> float:
    return max((paper.width(one) for one in words), default=0)


def _fits(table: Table, paper: Paper) -> bool:
    """Whether the longest word of each box and of each head has room in its column."""
    unit, size = paper.look.unit, paper.look.small
    width = (paper.look.width - 5 * unit * (len(table.columns) - 1)) / len(table.columns)
    said = [word(cell, table) for line in table.lines for cell in line.cells]

    def widest(words: Sequence[str]) -> float:
        return max((paper.width(part, size, bold=True) for one in words for part in one.split(" ")), default=0)

    short = all(len(words) < LONG for words in said)
    return short and widest(said) <= width - 10 * unit and widest(table.head[1:]) <= width + 5 * unit


def _list(table: Table, paper: Paper, top: float) -> float:
    """Each row as a box with what follows from it, column under column."""
    unit, size, whole = paper.look.unit, paper.look.small, paper.look.width
    y = top
    for line in table.lines:
        y = _row(line, table, paper, y, whole, unit, size) + 12 * unit
        paper.cut(y)
    return y - 12 * unit


def _row(line: Line, table: Table, paper: Paper, y: float, whole: float, unit: float, size: float) -> float:
    y = paper.lines(0, y, line.label, whole, bold=True, colour="accent") + 3 * unit
    for position, (head, cell) in enumerate(zip(table.head[1:], line.cells, strict=True)):
        said, kind = word(cell, table), fill(cell, table)
        if not said:
            continue
        if table.arrows and position:
            paper.arrow(6 * unit, y + unit, 6 * unit, y + 13 * unit, colour="rule")
            y += 16 * unit
        if table.arrows and kind != "solid":  # what leads to a full box is words alone
            y = paper.lines(0, y, [(f"{head}: ", False), (said, True)], whole, size=size) + unit
            continue
        y = paper.lines(0, y, head, whole, size=size, colour="muted") + 2 * unit
        height = max(28 * unit, _high(cell, table, paper, whole - 10 * unit) + 12 * unit)
        box(paper, kind, said, 0, y, whole, height)
        y += height + 4 * unit
    return y
