"""Draws a matrix as boxes: one lane a row, one station a column, and a word in each box.

What a box says differs by fill and stroke (full, hatched, outlined, dashed, dotted, blank), never by hue.  Where
words are long, a narrow drawing sets each row as a list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    for line in table.lines:
        if paper.look.narrow:
            y = paper.lines(0, y + 3 * unit, line.label, whole, size=size) + 2 * unit
        shown = [cell for cell in line.cells if fill(cell, table) != "dotted"]
        words = [_high(cell, table, paper, width - 10 * unit) for cell in shown]
        height = max(26 * unit, 12 * unit + max(words, default=0))
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
                paper.arrow(before + 2 * unit, y + height / 2, x - 2 * unit, y + height / 2)
            before = x + width
        y += height + 7 * unit
        paper.cut(y)
    return y - 7 * unit


def box(paper: Paper, kind: str, words: str, x: float, y: float, width: float, height: float) -> None:
    """One box with its word in the middle."""
    unit, size = paper.look.unit, type_size(kind, paper)
    if kind == "solid":
        paper.rect(x, y, width, height, fill="accent")
    elif kind == "hatch":
        paper.hatched(x, y, width, height)
    elif kind in ("outline", "dashed"):
        paper.rect(x, y, width, height, fill="paper", stroke="accent", weight=1.2, dash=kind == "dashed")
    elif kind == "dotted":
        paper.line(x, y + height / 2, x + width, y + height / 2, stroke="rule", width=1.6, dash="dotted")
        return
    bold = kind == "solid"
    colour = {"solid": "paper", "blank": "muted"}.get(kind, "ink")
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
        said = word(cell, table)
        if not said:
            continue
        if table.arrows and position:
            paper.arrow(12 * unit, y, 12 * unit, y + 14 * unit)
            y += 17 * unit
        y = paper.lines(0, y, head, whole, size=size, colour="muted") + 2 * unit
        height = max(28 * unit, _high(cell, table, paper, whole - 10 * unit) + 12 * unit)
        box(paper, fill(cell, table), said, 0, y, whole, height)
        y += height + 4 * unit
    return y
