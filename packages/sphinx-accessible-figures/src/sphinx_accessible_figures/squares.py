"""Draws a table as squares: so many in each cell, full, half, empty, or a dot where nothing is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import fsum
from typing import TYPE_CHECKING

from sphinx_accessible_figures.messages import _
from sphinx_accessible_figures.paper import LINE

if TYPE_CHECKING:
    from sphinx_accessible_figures.model import Cell, Table
    from sphinx_accessible_figures.paper import Paper


def draw(table: Table, paper: Paper, top: float) -> float:
    """The rows from *top* down, and the names of those that stand apart; where they end."""
    lines = tuple(line for line in table.lines if not line.apart)
    others = [line.label for line in table.lines if line.apart]
    y = _Sheet(replace(table, lines=lines), paper).draw(top) if lines else top
    if others:
        words = table.apart.format(names=str(_("; ")).join(others))
        y = paper.lines(0, y + 8 * paper.look.unit, words, paper.look.width, size=paper.look.small, colour="muted")
    return y


LABEL = 0.24
"""The share of the width that labels have."""
LEAST, MOST = 10.4, 15.0
"""How far apart squares of a row stand: as far as the columns leave room, since large ones are easily counted."""


@dataclass
class _Sheet:
    """Rows by columns in squares, on their way to the paper."""

    table: Table
    paper: Paper

    def __post_init__(self) -> None:
        self.unit, self.size, self.whole = self.paper.look.unit, self.paper.look.small, self.paper.look.width
        self._step_by(LEAST)
        self.squares: list[list[tuple[float, float]]] = [[], [], [], []]
        """Where they stand: full, half, empty, unknown."""

    def _step_by(self, step: float) -> None:
        self.step = step * self.unit
        self.side = self.step - 2 * self.unit

    def draw(self, y: float) -> float:
        """Key, heads and squares; squares of one kind become one shape."""
        if not self.paper.look.narrow:
            self._enlarge()
        y = self._key(y)
        y = self._list(y) if self.paper.look.narrow else self._grid(y)
        full, half, empty, unknown = self.squares
        self.paper.squares([*empty, *half], self.side, fill="paper")
        self.paper.squares(full, self.side, fill="accent")
        self.paper.triangles(half, self.side)
        middle = self.side / 2
        for x, top in unknown:
            self.paper.rect(x + 0.6 * middle, top + 0.6 * middle, 0.8 * middle, 0.8 * middle, fill="muted")
        return y

    def _key(self, y: float) -> float:
        x, lead = 0.0, self.side + 5.6 * self.unit
        for kind, said in enumerate(self.table.key):
            width = lead + self.paper.width(said, self.size)
            if x and x + width > self.whole:
                x, y = 0.0, y + LINE * self.size
            self.squares[kind].append((x, y + 0.66 * self.size - self.side / 2))
            self.paper.text(x + lead, y, said, size=self.size, colour="muted")
            x += width + 16 * self.unit
        return y + LINE * self.size + 8 * self.unit

    def _cell(self, cell: Cell, x: float, y: float) -> None:
        """The squares of a cell on the line of text that begins at *y*."""
        kinds = [kind for kind, number in enumerate(cell.parts) for _one in range(number)]
        for number, kind in enumerate(kinds):
            self.squares[kind].append((x + number * self.step, y + 0.66 * self.size - self.side / 2))

    def _room(self) -> list[float]:
        """How wide each column is: its squares, or the longest word of its head."""
        heads = self.table.head[1:]
        words = [max(self.paper.width(word, self.size, bold=True) for word in head.split(" ")) for head in heads]
        return [max(self._widest(n), word) for n, word in enumerate(words)]

    def _enlarge(self) -> None:
        step = MOST
        self._step_by(step)
        while (
            step > LEAST
            and fsum(self._room()) + 8 * self.unit * len(self.table.head[2:]) > (1 - LABEL) * self.whole
        ):
            step = max(LEAST, step - 0.2)
            self._step_by(step)

    def _grid(self, y: float) -> float:
        paper, size, heads = self.paper, self.size, self.table.head[1:]
        label, room = LABEL * self.whole, self._room()
        spare = (self.whole - label - fsum(room)) / max(1, len(room) - 1)
        places = [label + fsum(room[:n]) + n * spare for n in range(len(room))]
        high = max(paper.height(head, room[n] + 1, size, bold=True) for n, head in enumerate(heads))
        for n, head in enumerate(heads):
            top = y + high - paper.height(head, room[n] + 1, size, bold=True)
            paper.lines(places[n], top, head, room[n] + 1, size=size, bold=True)
        y += high + 4 * self.unit
        paper.line(0, y, self.whole, y, stroke="accent", width=1.4)
        for line in self.table.lines:
            y += 5 * self.unit
            for x, cell in zip(places, line.cells, strict=True):
                self._cell(cell, x, y)
            y = paper.lines(0, y, line.label, label - 10 * self.unit, size=size) + 4 * self.unit
            paper.line(0, y, self.whole, y, stroke="hair")
        return y

    def _list(self, y: float) -> float:
        heads = self.table.head[1:]
        left = max(self.paper.width(head, self.size) for head in heads) + 12 * self.unit
        for line in self.table.lines:
            y = self.paper.lines(0, y, line.label, self.whole, bold=True, colour="accent") + 2 * self.unit
            for head, cell in zip(heads, line.cells, strict=True):
                self._cell(cell, left, y)
                y = self.paper.lines(0, y, head, left, size=self.size, colour="muted") + 2 * self.unit
            y += 8 * self.unit
            self.paper.cut(y)
        return y - 8 * self.unit

    def _widest(self, column: int) -> float:
        return self.step * max(sum(line.cells[column].parts) for line in self.table.lines)
