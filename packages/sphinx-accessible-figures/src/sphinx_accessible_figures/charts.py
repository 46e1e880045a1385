"""Draws a chart: rows of dots with their intervals on an axis, or squares that are filled one by one.

Panels that measure the same stand on one axis, each as a group of rows under its title.  Nothing is a bar: a
number is a dot on its line, its interval a broad stroke, and a length of time has a stroke from zero, its value at
its end.  Hollow is a share without an interval, or what holds only under the condition of its panel.  On a wide
drawing the name of a row stands left of its line and the value right; on a narrow one both stand above it.  What
nobody counted says so in words where its mark would be, or, where they are too long, in the place of the value.
Where one panel is stressed the others are grey, and what nobody counted there stands on a ground of its own.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_accessible_figures import axes
from sphinx_accessible_figures.messages import _
from sphinx_accessible_figures.model import Axis, Chart, Link, Mark, Panel, Row
from sphinx_accessible_figures.paper import LINE, Paper, Run
from sphinx_accessible_figures.writing import RANGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_accessible_figures.writing import Writing

ACROSS = 20
"""Squares of a count in one line."""
LEAST = 8.5
"""The smallest step from square to square, in units; below it they run together."""
AXIS = 0.2
"""The share of the width that an axis has at least, whatever stands beside it."""
FRAME = 1.75
"""How high the ground of a row without a mark is, in sizes of its text."""
BROAD, RING = 9.0, 7.4
"""How broad an interval is, and the ring that parts a dot from it, in units."""
LARGER = 1.5
"""The size of large numbers, in sizes of text."""


def draw(chart: Chart, paper: Paper, top: float, style: Writing) -> float:
    """The panels from *top* down; where they end."""
    quiet = any(panel.stress for panel in chart.panels)
    groups = [
        list(panels)
        for _same, panels in itertools.groupby(chart.panels, lambda p: (p.axis, p.name, p.unit, p.large))
    ]
    for panels in groups:
        if panels[0].large:
            top = _large(paper, panels[0], top, "muted" if quiet and not panels[0].stress else "accent")
        else:
            top = _Group(paper, panels, style, quiet).draw(top)
        top += 12 * paper.look.unit
    return top - 12 * paper.look.unit


def _large(paper: Paper, panel: Panel, top: float, colour: str) -> float:
    """Values as large numbers with their names beneath, side by side, or each beside its name."""
    unit, size, small, whole = paper.look.unit, paper.look.text, paper.look.small, paper.look.width
    y = paper.lines(0, top, panel.title, whole, bold=True, colour=colour) + 2 * unit
    big = LARGER * size
    values = [" → ".join(mark.text for mark in row.marks) or row.says for row in panel.rows]
    if paper.look.narrow:
        left = max(paper.width(value, bold=True) for value in values) + 12 * unit
        for row, value in zip(panel.rows, values, strict=True):
            paper.text(left - 12 * unit, y, value, bold=True, colour=colour, side="end")
            y = paper.lines(left, y, row.label, whole - left) + 2 * unit
    else:
        wide = whole / len(panel.rows)
        ends = []
        for number, (row, value) in enumerate(zip(panel.rows, values, strict=True)):
            x = number * wide
            paper.text(x, y, value, size=big, bold=True, colour=colour)
            ends.append(paper.lines(x, y + LINE * big, row.label, wide - 14 * unit, size=small))
        y = max(ends) + 2 * unit
    key = str(_("; ")).join(filter(None, (panel.name, " → ".join(panel.key))))
    y = paper.lines(0, y, key, whole, size=small, colour="muted")
    paper.cut(y)
    return y


def _legend(paper: Paper, top: float, told: Sequence[tuple[str, str]], colour: str) -> float:
    """Marks with what they mean, on as many lines as they need."""
    unit, size = paper.look.unit, paper.look.small
    x = 0.0
    for mark, words in told:
        shift = (32 if mark == "range" else 15) * unit
        width = shift + unit + paper.width(words, size)
        if x and x + width > paper.look.width:
            x, top = 0.0, top + LINE * size
        middle = top + 0.66 * size
        if mark in ("accent", "paper"):
            paper.squares([(x + unit, middle - 4 * unit)], 8 * unit, fill=mark, stroke=_edge(mark))
        elif mark == "range":
            paper.line(x + 5.5 * unit, middle, x + 22.5 * unit, middle, stroke=colour, width=1.4)
            for end in (5.5, 22.5):
                paper.dot(x + end * unit, middle, hollow=True, colour=colour)
        else:
            shapes = {"hollow": mark == "hollow", "square": mark == "square"}
            paper.dot(x + 5.5 * unit, middle, **shapes, colour=colour)
        paper.text(x + shift, top, words, size=size, colour="muted", ground=True)
        x += width + 14 * unit
    return top + LINE * size + 6 * unit if told else top


def _edge(fill: str) -> str:
    """The edge of a square: grey around an empty one, so that full ones are seen first."""
    return "rule" if fill == "paper" else fill


def _hollow(mark: Mark, panels: Sequence[Panel]) -> bool:
    """Whether a share was measured and has no interval; a computed one needs none, a key has shapes of its own."""
    measured = panels[0].axis is Axis.PERCENT and (mark.published or mark.trials is not None)
    return measured and mark.low is None and not any(panel.key for panel in panels)


@dataclass
class _Group:
    """Panels on one axis."""

    paper: Paper
    panels: list[Panel]
    style: Writing
    quiet: bool = False
    """Whether panels without stress stand back."""

    def __post_init__(self) -> None:
        self.unit, self.narrow = self.paper.look.unit, self.paper.look.narrow
        self.axis = self.panels[0].axis
        rows = [row for panel in self.panels for row in panel.rows]
        self._divide(rows, [row for row in rows if row.marks])
        if not all(row.marks or self._framed(row) for row in rows):
            self._divide(rows, rows)

    def _divide(self, rows: Sequence[Row], valued: Sequence[Row]) -> None:
        """Divide the width: names, axis, and values of the rows that have theirs beside the axis."""
        whole = self.paper.look.width
        if self.narrow:
            self.label, self.left, self.right, self.value = whole, 0.0, whole, whole
        else:
            labels = max((self.paper.width(row.label) for row in rows), default=0)
            values = max((self.paper.width(self._value(row)) for row in valued), default=0)
            counted = self._counted()
            room = (1 - AXIS) * whole - counted - 34 * self.unit
            self.label = min(labels, 0.36 * whole, max(room - values, room / 2))
            self.left = self.label + counted + 18 * self.unit
            self.value = whole - min(values, 0.3 * whole, room - self.label)
            self.right = self.value - 16 * self.unit
        inset = 8 * self.unit if self.axis is not Axis.SQUARES else 0
        numbers = [
            n for row in rows for mark in row.marks for n in (mark.number, mark.low, mark.high) if n is not None
        ]
        numbers += [panel.at.number for panel in self.panels if panel.at]
        self.scale = axes.scale(self.axis, numbers, self.left + inset, self.right - inset, self.style)

    def draw(self, top: float) -> float:
        """The rows, and the axis under them."""
        keyed = any(panel.key for panel in self.panels)
        first = y = top if keyed else _legend(self.paper, top, self._told(), self._marks())
        for number, panel in enumerate(self.panels):
            if panel.title:
                width = self.paper.look.width if self.axis is Axis.SQUARES or self.narrow else self.right
                y += 7 * self.unit if number else 0
                y = self.paper.lines(0, y, panel.title, width, bold=True, colour=self._ink(panel), ground=True)
                y += 2 * self.unit
            if number == 0:
                y = _legend(self.paper, y, self._told(), self._marks()) if keyed else y
                y += self._comparison_height()
            for row in panel.rows:
                y = self._row(panel, row, y)
                self.paper.cut(y)
        return y if self.axis is Axis.SQUARES else self._foot(first, y + 3 * self.unit)

    def _told(self) -> list[tuple[str, str]]:
        """What marks mean: series and squares by the key of the panel, filled and hollow where both occur."""
        key = next((panel.key for panel in self.panels if panel.key), ())
        if key:
            return list(
                zip(("accent", "paper") if self.axis is Axis.SQUARES else ("dot", "square"), key, strict=False)
            )
        marks = [mark for panel in self.panels for row in panel.rows for mark in row.marks]
        told = []
        if {_hollow(mark, self.panels) for mark in marks} == {True, False}:
            ours = not any(mark.published and mark.low is not None for mark in marks)
            with_interval = _("with its 95% interval") if ours else _("with its interval")
            told = [("dot", str(with_interval)), ("hollow", str(_("none is given")))]
        ranges = [row for panel in self.panels for row in panel.rows if row.link is Link.RANGE]
        if any(len(row.marks) == 2 and _hollow(row.marks[0], self.panels) for row in ranges):
            told.append(("range", str(_("lowest and highest of several"))))
        if self._counted():
            told += [("accent", str(_("a trial that succeeded"))), ("paper", str(_("one that did not")))]
        return told

    def _counted(self) -> float:
        """How wide the squares are that show counts beside their intervals; one for each trial."""
        shown = [
            mark.trials or 0 for panel in self.panels if panel.squares for row in panel.rows for mark in row.marks
        ]
        return (min(max(shown, default=0), ACROSS) * LEAST + 14) * self.unit if any(shown) else 0.0

    def _counts_height(self, panel: Panel, row: Row) -> float:
        """How high the squares are that show the trials of a row."""
        trials = row.marks[0].trials if panel.squares and row.marks else 0
        return -(-(trials or 0) // ACROSS) * LEAST * self.unit

    def _counts(self, panel: Panel, row: Row, x: float, y: float) -> None:
        """The trials of a row as squares from *y* down."""
        if not self._counts_height(panel, row):
            return
        step, mark = LEAST * self.unit, row.marks[0]
        for fill, part in (
            ("accent", range(mark.successes or 0)),
            ("paper", range(mark.successes or 0, mark.trials or 0)),
        ):
            places = [(x + number % ACROSS * step, y + number // ACROSS * step) for number in part]
            self.paper.squares(places, 0.74 * step, fill=fill, stroke=_edge(fill))

    def _value(self, row: Row) -> list[Run]:
        """What stands for the value, the number bold; what follows a bracket or a semicolon is not."""
        texts = [mark.text for mark in row.marks]
        if row.link is Link.RANGE and len(texts) == 2:
            sign = texts[1][len(texts[1].rstrip("%\xa0")) :]
            texts = [f"{texts[0].removesuffix(sign)}{RANGE}{texts[1]}"]
        words = row.says or " / ".join(texts)
        end = min((at for mark in ("\xa0(", ";", ":") if (at := words.find(mark)) > 0), default=len(words))
        return [run for run in ((words[:end], bool(row.marks)), (words[end:], False)) if run[0]]

    def _framed(self, row: Row) -> bool:
        """Whether a row without a mark has its words where the mark would be, since they have room there."""
        room = self.scale.end - self.scale.start - 16 * self.unit
        return not row.marks and self.axis is not Axis.SQUARES and self.paper.width(row.says, bold=True) <= room

    def _frame(self, panel: Panel, row: Row, y: float) -> None:
        """Words where the mark would be, as nothing here is a range; a panel that stresses them has a ground."""
        paper, scale, height = self.paper, self.scale, FRAME * self.paper.look.text
        top = y - 0.66 * paper.look.text
        if panel.stress and not any(other.marks for other in panel.rows):
            paper.rect(scale.start, y - height / 2, scale.end - scale.start, height, fill="tint")
            middle, size = (scale.start + scale.end) / 2, 1.15 * paper.look.text
            paper.text(middle, top - 0.1 * size, row.says, size=size, bold=True, colour="accent", side="middle")
        else:
            paper.text(scale.start, top, row.says, italic=True, colour="muted", ground=True)

    def _ink(self, panel: Panel) -> str:
        """In which colour a panel has its title."""
        return "muted" if self._back(panel) else "accent"

    def _marks(self) -> str:
        """The colour of marks that a key names: grey where all panels that have marks stand back."""
        marked = [panel for panel in self.panels if any(row.marks for row in panel.rows)]
        return "rule" if all(map(self._back, marked)) else "accent"

    def _back(self, panel: Panel) -> bool:
        """Whether a panel stands back."""
        return self.quiet and not panel.stress

    def _ends(self, row: Row) -> bool:
        """Whether a row is a stroke from zero, with its value at the end."""
        return self.axis is Axis.DURATION and not self.scale.first and len(row.marks) == 1 and not self.narrow

    def _row(self, panel: Panel, row: Row, y: float) -> float:
        paper, text = self.paper, self.paper.look.text
        framed = self._framed(row)
        value = [] if framed else self._value(row)
        says = not row.marks
        gap = 12 * self.unit
        if self.narrow:
            beside = bool(value) and paper.width(row.label) + gap + paper.width(value) <= paper.look.width
            end = paper.lines(0, y, row.label, paper.look.width - (gap + paper.width(value) if beside else 0))
            if beside:
                paper.text(paper.look.width, y, value, italic=says, side="end")
            else:
                end = paper.lines(0, end, value, paper.look.width, italic=says)
            if self.axis is Axis.SQUARES:
                return self._squares(row, end + 3 * self.unit) + 9 * self.unit
            if high := self._counts_height(panel, row):
                self._counts(panel, row, 0, end + 3 * self.unit)
                end += high + 5 * self.unit
            if framed:
                self._frame(panel, row, end + FRAME * text / 2 + 1 * self.unit)
                return end + FRAME * text + 8 * self.unit
            self._track(panel, row, end + 7 * self.unit)
            return end + 20 * self.unit
        height = max(
            paper.height(row.label, self.label),
            paper.height(value, paper.look.width - self.value),
            self._squares_height(row) if self.axis is Axis.SQUARES else self._counts_height(panel, row),
        )
        middle = y + height / 2
        beyond = self.value
        if self._ends(row):
            beyond = min(self.value, self.scale.x(row.marks[0].number) + 12 * self.unit)
        for words, x, width in ((row.label, 0.0, self.label), (value, beyond, paper.look.width - beyond)):
            start = middle - paper.height(words, width) / 2 if self.axis is not Axis.SQUARES else y - 0.2 * text
            paper.lines(x, start, words, width, italic=says and words is value)
        if self.axis is Axis.SQUARES:
            self._squares(row, y)
        elif framed:
            self._frame(panel, row, middle)
        else:
            above = (self._counts_height(panel, row) - 0.26 * LEAST * self.unit) / 2
            self._counts(panel, row, self.label + 14 * self.unit, middle - above)
            self._track(panel, row, middle + 0.04 * text)
        return y + height + (12 if self.axis is Axis.SQUARES else 11 if panel.squares else 6.5) * self.unit

    # A row on its line

    def _track(self, panel: Panel, row: Row, y: float) -> None:
        paper, x, colour = self.paper, self.scale.x, "rule" if self._back(panel) else "accent"
        if not row.marks:
            return  # a line across would read as a range of all there can be
        if self.axis is Axis.DURATION and not self.scale.first and len(row.marks) == 1:
            width = 1.4 if panel.hollow else BROAD
            paper.line(self.scale.start, y, x(row.marks[0].number), y, stroke=colour, width=width)
        if self.narrow:
            paper.line(self.scale.start, y, self.scale.end, y, stroke="hair", under=True)
        if len(row.marks) == 2:
            one, other = (x(mark.number) for mark in row.marks)
            paper.line(one, y, other, y, stroke=colour, width=1.4)
        for position, mark in enumerate(row.marks):
            series = position == 1 and row.link is Link.SERIES
            hollow = panel.hollow or _hollow(mark, self.panels)
            if mark.low is not None and mark.high is not None:
                paper.line(x(mark.low), y, x(mark.high), y, stroke=colour, width=BROAD)
                paper.ring(x(mark.number), y, RING)
            paper.dot(x(mark.number), y, hollow=hollow, square=series, colour=colour)

    # Squares

    def _grid(self, row: Row) -> Iterator[tuple[float, float, bool]]:
        """Each square by column and line of squares, and whether it is filled; none of what nobody counted."""
        if not row.marks:
            return
        total, group = round(row.of), row.groups or round(row.of)
        across = (self.right - self.left) / (LEAST * self.unit)
        filled = round(row.marks[0].number)
        x = line = 0.0
        count = -(-total // group) if group else 0
        for cluster in range(count):
            size = min(group, total - cluster * group)
            if x and x + size > across:
                x, line = 0.0, line + 1.35
            before = cluster * group
            for number in range(size):
                if x + 1 > across:
                    x, line = 0.0, line + 1.1
                yield x, line, before + number < filled  # one block, which is read as a length
                x += 1
            x += 0.6

    def _squares_height(self, row: Row) -> float:
        return (max((line for _x, line, _full in self._grid(row)), default=0) + 1) * LEAST * self.unit

    def _squares(self, row: Row, y: float) -> float:
        step = LEAST * self.unit
        grid = [((self.left + column * step, y + line * step), full) for column, line, full in self._grid(row)]
        for fill, wanted in (("paper", False), ("accent", True)):
            places = [place for place, full in grid if full is wanted]
            self.paper.squares(places, 0.74 * step, fill=fill, stroke=_edge(fill))
        return y + self._squares_height(row)

    # The axis

    def _foot(self, top: float, y: float) -> float:
        """Lines upwards from the ticks, their names, and what the axis measures."""
        paper, scale, size = self.paper, self.scale, self.paper.look.small
        chosen = axes.thinned(scale, 8 * self.unit, [paper.width(tick.name, size) for tick in scale.ticks])
        for tick in scale.ticks:
            if not self.narrow:
                paper.line(scale.x(tick.at), top, scale.x(tick.at), y, stroke="hair", under=True)
        paper.line(scale.start, y, scale.end, y, stroke="rule", under=True)
        for tick in chosen:
            x, width = scale.x(tick.at), paper.width(tick.name, size)
            paper.line(x, y, x, y + 4 * self.unit, stroke="rule", under=True)
            left = min(max(x - width / 2, 0), paper.look.width - width)
            paper.text(left, y + 4 * self.unit, tick.name, size=size, colour="muted")
        self._comparison(top, y)
        name = self.panels[-1].name
        if scale.axis in (Axis.STEPS, Axis.LOG):
            name = str(_("; ")).join(filter(None, (name, str(_("each step is ten times the one before")))))
        if scale.axis is Axis.DURATION and scale.first:
            name = str(_("; ")).join(filter(None, (name, str(_("steps grow from hours to days")))))
        left = 0 if self.narrow else self.left
        return paper.lines(
            left, y + 5 * self.unit + LINE * size, name, paper.look.width - left, size=size, colour="muted"
        )

    def _comparison_height(self) -> float:
        return LINE * self.paper.look.small + 2 * self.unit if self._at() else 0

    def _at(self) -> Panel | None:
        return next((panel for panel in self.panels if panel.at), None)

    def _comparison(self, top: float, bottom: float) -> None:
        """A dashed line behind all rows, named at its head; it gives way to words."""
        panel = self._at()
        if panel is None or panel.at is None:
            return
        paper, size = self.paper, self.paper.look.small
        x = self.scale.x(panel.at.number)
        titled = [box for box in paper.boxes if box.text == panel.title]
        head = (max((box.bottom for box in titled), default=top) + 3 * self.unit) if panel.title else top
        start = head + LINE * size
        covered = sorted(
            (box.top, box.bottom)
            for box in paper.boxes
            if box.left - 3 < x < box.right + 3 and box.bottom > start and box.top < bottom
        )
        for above, below in [*covered, (bottom, bottom)]:
            if above > start:
                paper.line(x, start, x, above, stroke="accent", width=1.4, dash="dashed", under=True)
            start = max(start, below + 1)
        width = paper.width(panel.at_label, size, bold=True)
        left = min(max(x - width / 2, 0), paper.look.width - width)
        paper.text(left, head, panel.at_label, size=size, bold=True, colour="accent", ground=True)
