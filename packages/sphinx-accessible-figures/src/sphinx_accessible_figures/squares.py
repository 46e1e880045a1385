"""Draws a table as squares: so many in each cell, full, half, empty, or a dot where nothing is known.

What is full stands out and what is empty is grey.  Where columns have shares over all rows, these come first, each
with a bar.  A narrow drawing has the columns one beneath another, and the rows side by side where they have room.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import fsum
from typing import TYPE_CHECKING

from sphinx_accessible_figures.messages import _
from sphinx_accessible_figures.paper import LINE

if TYPE_CHECKING:
    from sphinx_accessible_figures.model import Cell, Line, Table
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
        narrow = self._turned if self._turns() else self._list
        y = narrow(y) if self.paper.look.narrow else self._grid(y)
        full, half, empty, unknown = self.squares
        self.paper.squares([*empty, *half], self.side, fill="paper", stroke="rule")
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
        words = [max(self.paper.width(word, self.size) for word in head.split(" ")) for head in heads]
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
        high = max(paper.height(head, room[n] + 1, size) for n, head in enumerate(heads))
        for n, head in enumerate(heads):
            top = y + high - paper.height(head, room[n] + 1, size)
            paper.lines(places[n], top, head, room[n] + 1, size=size, colour="muted")
        y += high + 4 * self.unit
        paper.line(0, y, self.whole, y, stroke="accent", width=1.4)
        if shares := self._shares():
            y += 4 * self.unit
            for x, wide, (words, share) in zip(places, room, shares, strict=True):
                paper.text(x, y, words, size=size, bold=True, colour="accent")
                self._bar(x, y + LINE * size + 2 * self.unit, wide, share)
            paper.lines(0, y, self._all(), label - 10 * self.unit, size=size, bold=True, colour="accent")
            y += LINE * size + 12 * self.unit
            paper.line(0, y, self.whole, y, stroke="rule")
        for line in self.table.lines:
            y += 5 * self.unit
            for x, cell in zip(places, line.cells, strict=True):
                self._cell(cell, x, y)
            y = paper.lines(0, y, self._begun(line), label - 10 * self.unit, size=size) + 4 * self.unit
            paper.line(0, y, self.whole, y, stroke="hair")
        return y

    def _shares(self) -> list[tuple[str, float]]:
        """What of each column is full over all rows, in words and as a share; nothing where columns have none."""
        tallies = self.table.tallies
        if [tally.title for tally in tallies] != list(self.table.head[1:]) or not all(one.of for one in tallies):
            return []
        words = str(_("{met} of {applicable}"))
        return [(words.format(met=one.met, applicable=one.of), one.met / one.of) for one in tallies]

    def _all(self) -> str:
        """What the shares are of: what a full square means."""
        return self.table.key[0][:1].upper() + self.table.key[0][1:]

    def _bar(self, x: float, y: float, wide: float, share: float) -> None:
        self.paper.rect(x, y, wide, 5 * self.unit, fill="hair")
        self.paper.rect(x, y, wide * share, 5 * self.unit, fill="accent")

    def _turns(self) -> bool:
        """Whether the rows have room side by side, each under what its name begins with."""
        across = len(self.table.lines)
        wide = self.whole / max(1, across) - 6 * self.unit
        words = [word for line in self.table.lines for word in self._begun(line).split(" ")]
        return bool(self._shares()) and all(
            room <= wide
            for room in (
                *(self._widest(column) for column in range(len(self.table.columns))),
                *(self.paper.width(word, self.size, bold=True) for word in words),
            )
        )

    def _begun(self, line: Line) -> str:
        """What a name begins with, where no other begins so; the list of the figure has it in full."""
        first = line.label.partition(":")[0]
        return line.label if [one.label.partition(":")[0] for one in self.table.lines].count(first) > 1 else first

    def _turned(self, y: float) -> float:
        paper, lines = self.paper, self.table.lines
        wide = self.whole / len(lines)
        paper.text(self.whole, y, self._all(), size=self.size, bold=True, colour="accent", side="end")
        y += LINE * self.size + 2 * self.unit
        names = [
            paper.lines(n * wide, y, self._begun(line), wide - 6 * self.unit, size=self.size, bold=True)
            for n, line in enumerate(lines)
        ]
        y = max(names) + 3 * self.unit
        paper.line(0, y, self.whole, y, stroke="accent", width=1.4)
        for column, (head, (words, _share)) in enumerate(zip(self.table.head[1:], self._shares(), strict=True)):
            y += 4 * self.unit
            paper.text(self.whole, y, words, bold=True, colour="accent", side="end")
            y = paper.lines(0, y, head, self.whole - 70 * self.unit, colour="muted")
            for n, line in enumerate(lines):
                self._cell(line.cells[column], n * wide, y)
            y += LINE * self.size + 2 * self.unit
            paper.line(0, y, self.whole, y, stroke="hair")
            paper.cut(y + 2 * self.unit)
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
