"""Draws a ladder: steps that rise to the right, each with what is known, what follows and by when.

A step is a head with its name over a body with its words; heads climb by one rise, so that the ladder is seen
before it is read.  A narrow drawing has its steps one above another, each set in further than the one below.  What
leads up stands over the low steps; what leads down stands with the last rows that are no rungs (an all-clear).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_accessible_figures.boxes import box, type_size
from sphinx_accessible_figures.paper import LINE, Paper, Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_accessible_figures.model import Line, Table

RISE = 30.0
"""How much higher each head stands than the one before, in units."""
STEP = 13.0
"""How far each step of a narrow drawing is set in beyond the one below it, in units."""
EDGE = 7.0
"""Between the edge of a step and its words, in units."""


def draw(table: Table, paper: Paper, top: float) -> float:
    """The steps from *top* down, and beneath them what is no rung; where they end."""
    rungs = [line for line in table.lines if not line.apart]
    apart = [line for line in table.lines if line.apart]
    stairs = _stairs if not paper.look.narrow and _fits(table, paper, rungs) else _stack
    y = stairs(table, paper, top, rungs) if rungs else top
    paper.cut(y)
    return _ways_out(table, paper, y + 12 * paper.look.unit, apart) if apart else y


def _fits(table: Table, paper: Paper, rungs: Sequence[Line]) -> bool:
    """Whether every word has room in a step as wide as its share of the drawing."""
    unit, room = paper.look.unit, _width(paper, len(rungs)) - 2 * EDGE * paper.look.unit
    size = type_size("solid", paper)
    words = [word for line in rungs for cell in line.cells for word in cell.short.split(" ")]
    heads = [word for line in rungs for word in line.label.split(" ")]
    wide = max((paper.width(word, paper.look.small, bold=True) for word in words), default=0)
    return wide <= room and max(paper.width(word, size, bold=True) for word in heads) <= room - 4 * unit


def _width(paper: Paper, number: int) -> float:
    """How wide each of so many steps is."""
    return (paper.look.width - 3 * paper.look.unit * (number - 1)) / max(1, number)


def _stairs(table: Table, paper: Paper, top: float, rungs: Sequence[Line]) -> float:
    """Steps side by side on one ground, each as much higher as it is further to the right."""
    unit, wide = paper.look.unit, _width(paper, len(rungs))
    head = _head(paper, rungs, wide)
    inner = wide - 2 * EDGE * unit
    bodies = [_body_height(line, paper, inner) for line in rungs]
    base = max(body - RISE * unit * number for number, body in enumerate(bodies))
    step, many = wide + 3 * unit, len(rungs)
    # what leads up stands over as many low steps as leave it room
    room = [n for n in range(1, many) if _up_height(table, paper, n * step) <= (RISE * (many - n) - 8) * unit]
    over = max(room, default=1)
    free = over * step - 8 * unit
    above = max(RISE * unit * (many - 1), _up_height(table, paper, free) + 8 * unit + RISE * unit * (over - 1))
    ground = top + above + base + head
    _up(table, paper, top, free)
    for number, line in enumerate(rungs):
        x, high = number * step, base + RISE * unit * number
        paper.rect(x, ground - high, wide, high, fill="tint")
        box(paper, _fill(line, table), line.label, x, ground - high - head, wide, head)
        _body(line, paper, x + EDGE * unit, ground - high + 5 * unit, inner)
    paper.line(0, ground, paper.look.width, ground, stroke="accent", width=1.4)
    return ground


def _stack(table: Table, paper: Paper, top: float, rungs: Sequence[Line]) -> float:
    """Steps one above another, the highest on top and set in furthest."""
    unit, whole = paper.look.unit, paper.look.width
    y = _up(table, paper, top, whole) + (6 * unit if table.up or table.head[1:] else 0)
    for number, line in reversed(list(enumerate(rungs))):
        x = STEP * unit * number
        wide = whole - x
        head = _head(paper, [line], wide)
        high = _body_height(line, paper, wide - 2 * EDGE * unit)
        paper.rect(x, y + head, wide, high, fill="tint")
        box(paper, _fill(line, table), line.label, x, y, wide, head)
        _body(line, paper, x + EDGE * unit, y + head + 5 * unit, wide - 2 * EDGE * unit)
        y += head + high + 3 * unit
        paper.cut(y)
    return y - 3 * unit


def _key(table: Table) -> list[Run]:
    """What the words of a step are, one after another; the last of them is bold there too."""
    *first, last = table.head[1:] or ("",)
    return [("".join(f"{words} → " for words in first), False), (last, True)]


def _up_height(table: Table, paper: Paper, width: float) -> float:
    unit = paper.look.unit
    high = paper.height(table.up, width - 20 * unit, bold=True) + 5 * unit if table.up else 0
    return high + paper.height(_key(table), width, paper.look.small)


def _up(table: Table, paper: Paper, y: float, width: float) -> float:
    """What leads up, beside its arrow, and how the words of a step read."""
    unit, size = paper.look.unit, paper.look.text
    if table.up:
        paper.arrow(6 * unit, y + 1.2 * size, 6 * unit, y + 0.15 * size, width=2.2)
        y = paper.lines(20 * unit, y, table.up, width - 20 * unit, bold=True, colour="accent") + 5 * unit
    return paper.lines(0, y, _key(table), width, size=paper.look.small, colour="muted")


def _ways_out(table: Table, paper: Paper, y: float, apart: Sequence[Line]) -> float:
    """What leads down, and the rows that are no rungs: side by side, or one beneath another."""
    unit, size, small, whole = paper.look.unit, paper.look.text, paper.look.small, paper.look.width
    if table.down:
        paper.arrow(6 * unit, y + 0.2 * size, 6 * unit, y + 1.25 * size, width=2.2, dash="dashed")
        y = paper.lines(20 * unit, y, table.down, whole - 20 * unit, bold=True, colour="accent") + 6 * unit
    across = 1 if paper.look.narrow else len(apart)
    gap = 22 * unit
    wide = (whole - gap * (across - 1)) / across
    inner, ends = wide - 12 * unit, [y]
    for number, line in enumerate(apart):
        x, begin = number % across * (wide + gap), y if across > 1 else ends[-1]
        at = paper.lines(x + 12 * unit, begin, line.label, inner, bold=True, colour="accent")
        at = paper.lines(x + 12 * unit, at, _running(line), inner, size=small)
        paper.line(x + 2 * unit, begin + 3 * unit, x + 2 * unit, at, stroke="accent", width=2.4)
        paper.cut(at + 6 * unit)
        ends.append(at + (9 * unit if across == 1 and number + 1 < len(apart) else 0))
    return max(ends)


def _said(line: Line) -> list[list[Run]]:
    """What the cells of a step say, what follows with an arrow before it, the last bold."""
    cells = [cell.short for cell in line.cells]
    last = len(cells) - 1
    return [
        [("→ " if 0 < column < last else "", False), (words, column == last)]
        for column, words in enumerate(cells)
        if words
    ]


def _running(line: Line) -> list[Run]:
    """The same in one run of words."""
    return [run for said in _said(line) for run in (*said, (" ", False))]


def _body_height(line: Line, paper: Paper, width: float) -> float:
    unit = paper.look.unit
    return 9 * unit + sum(paper.height(said, width, paper.look.small) + 3 * unit for said in _said(line))


def _body(line: Line, paper: Paper, x: float, y: float, width: float) -> None:
    for said in _said(line):
        colour = "accent" if said[-1][1] else "ink"
        y = paper.lines(x, y, said, width, size=paper.look.small, colour=colour) + 3 * paper.look.unit


def _head(paper: Paper, rungs: Sequence[Line], width: float) -> float:
    """How high a head is that holds each of the names."""
    size = type_size("solid", paper)
    names = (paper.height(line.label, width - 10 * paper.look.unit, size, bold=True) for line in rungs)
    return max(max(names) + 7 * paper.look.unit, LINE * size + 9 * paper.look.unit)


def _fill(line: Line, table: Table) -> str:
    state = line.cells[0].state if line.cells else ""
    return table.states[state].fill if state in table.states else "solid"
