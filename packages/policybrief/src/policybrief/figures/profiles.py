"""The scorecard profile of published evaluations as a table: must-fields met of those that apply, by domain.

Counts only, as the section ``evaluations`` of the register has them (see `policybrief.data.evaluations`); no total
and no ranking, oldest first.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from policybrief.figures.model import Cell, Line, State, Tally
from policybrief.figures.paper import LINE
from policybrief.words.messages import _

if TYPE_CHECKING:
    from policybrief.figures.model import Table
    from policybrief.figures.paper import Paper
    from policybrief.words.values import Style

FILLED, OPEN = "•", "·"
QUARTERS = {
    "none": (OPEN * 4, _("none"), _("no must-question answered")),
    "some": (f"{FILLED}{OPEN * 3}", _("some"), _("some, but fewer than half")),
    "half": (FILLED * 2 + OPEN * 2, _("half"), _("half or more, but not three quarters")),
    "most": (FILLED * 3 + OPEN, _("most"), _("three quarters or more, but not all")),
    "all": (FILLED * 4, _("all"), _("all")),
    "abstract": (
        "–",
        _("abstract"),
        _("only the abstract was read; no total, as the text may answer more"),
    ),
    "unread": ("–", _("not read"), _("that part of the text was not read, or nothing there applies")),
}


def parts(section: dict[str, Any], style: Style) -> dict[str, Any]:
    """The parts of the table."""
    lines = []
    extent = {"whole": _("whole text read"), "parts": _("parts read"), "abstract": _("abstract read")}
    domains: dict[str, str] = section["domains"]
    for one in section["evaluations"]:
        published = dt.date.fromisoformat(one["published"])
        words = [style.date(published), str(extent[one["extent"]])]
        if not one["in_scope"]:
            words.append(str(_("outside the standard: not counted")))
        traits = {"read": one["extent"], "scope": "inside" if one["in_scope"] else "outside"}
        cells = tuple(_cell(cell, one["source"], published) for cell in one["cells"])
        lines.append(Line(one["id"], one["title"], ", ".join(words), cells, traits))
    return {
        "head": (str(_("Report")), *domains.values()),
        "columns": tuple(domains),
        "states": {key: State(s, str(word), str(means)) for key, (s, word, means) in QUARTERS.items()},
        "lines": tuple(lines),
        "tallies": tuple(Tally(domains[s["domain"]], s["met"], s["applicable"]) for s in section["baseline"]),
        "sources": tuple(
            dict.fromkeys(one["source"] for one in sorted(section["evaluations"], key=itemgetter("id")))
        ),
    }


def _cell(cell: dict[str, Any], source: str, published: dt.date) -> Cell:
    met, applicable = cell["met"], cell["applicable"]
    share = met / applicable if applicable else None
    if cell["abstract"]:
        state = "abstract"
    elif share is None:
        state = "unread"
    elif met == 0:
        state = "none"
    elif share == 1:
        state = "all"
    else:
        state = ("some", "some", "half", "most")[int(4 * share)]
    pattern = _("{met} of {applicable} that apply and were read; {partly} more in part; {not_read} not read")
    if cell["abstract"]:
        pattern = _("{met} answered in full by the abstract")
    detail = str(pattern).format(met=met, applicable=applicable, partly=cell["partly"], not_read=cell["not_read"])
    short = str(met) if cell["abstract"] else f"{met}/{applicable}" if applicable else ""
    open_ = max(0, applicable - met - cell["partly"])
    return Cell(state, detail, source, "", published, short, (met, cell["partly"], open_, cell["not_read"]))


def draw(table: Table, paper: Paper, top: float) -> float:
    """One square a question: full, half or empty as it is answered, a dot where the text was not read.

    Of an abstract only what it answers is known; reports read so are named below and not drawn.
    """
    lines = [line for line in table.lines if line.traits.get("read") != "abstract"]
    others = [line.label for line in table.lines if line.traits.get("read") == "abstract"]
    y = _Sheet(replace(table, lines=tuple(lines)), paper).draw(top) if lines else top
    if others:
        words = str(_("Read only as an abstract and not drawn: {reports}.")).format(reports="; ".join(others))
        y = paper.lines(0, y + 8 * paper.look.unit, words, paper.look.width, size=paper.look.small, colour="muted")
    return y


@dataclass
class _Sheet:
    """Reports by domains in squares, on their way to the paper."""

    table: Table
    paper: Paper

    def __post_init__(self) -> None:
        self.unit, self.size, self.whole = self.paper.look.unit, self.paper.look.small, self.paper.look.width
        self.side, self.step = 8.4 * self.unit, 10.4 * self.unit
        self.squares: list[list[tuple[float, float]]] = [[], [], [], []]
        """Where they stand: full, half, empty, not read."""

    def draw(self, y: float) -> float:
        """Key, heads and squares; squares of one kind become one shape."""
        y = self._key(y)
        y = self._list(y) if self.paper.look.narrow else self._grid(y)
        full, half, empty, unread = self.squares
        self.paper.squares([*empty, *half], self.side, fill="paper")
        self.paper.squares(full, self.side, fill="accent")
        self.paper.triangles(half, self.side)
        middle = self.side / 2
        for x, top in unread:
            self.paper.rect(x + 0.8 * middle, top + 0.8 * middle, 0.4 * middle, 0.4 * middle, fill="rule")
        return y

    def _key(self, y: float) -> float:
        x = 0.0
        words = (_("answered in full"), _("in part"), _("not answered in what was read"), _("not read"))
        for kind, said in enumerate(map(str, words)):
            width = 14 * self.unit + self.paper.width(said, self.size)
            if x and x + width > self.whole:
                x, y = 0.0, y + LINE * self.size
            self.squares[kind].append((x, y + 0.66 * self.size - self.side / 2))
            self.paper.text(x + 14 * self.unit, y, said, size=self.size, colour="muted")
            x += width + 16 * self.unit
        return y + LINE * self.size + 8 * self.unit

    def _cell(self, cell: Cell, x: float, y: float) -> None:
        """The squares of a cell on the line of text that begins at *y*."""
        kinds = [kind for kind, number in enumerate(cell.parts) for _one in range(number)]
        for number, kind in enumerate(kinds):
            self.squares[kind].append((x + number * self.step, y + 0.66 * self.size - self.side / 2))

    def _grid(self, y: float) -> float:
        paper, size, heads = self.paper, self.size, self.table.head[1:]
        label = 0.24 * self.whole
        room = [
            max(self._widest(n), max(paper.width(word, size, bold=True) for word in heads[n].split(" ")))
            for n in range(len(heads))
        ]
        spare = (self.whole - label - sum(room)) / max(1, len(room) - 1)
        places = [label + sum(room[:n]) + n * spare for n in range(len(room))]
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
