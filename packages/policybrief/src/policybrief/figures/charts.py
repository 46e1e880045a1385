"""Draws a chart: rows of dots with their intervals, panel by panel, for print and for the screen.

One layout serves both, in points from the top left; they differ in width, font and number of columns.
Nothing here is a bar: a count is a dot on a line from 0 to 100 %, its 95 % interval a thicker stroke, and ten
squares beneath show it as what happened.  Importing this module imports matplotlib.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import font_source_sans_pro
import matplotlib
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from policybrief.figures.honesty import Box
from policybrief.figures.model import Axis, Chart, Mark, Panel, Row
from policybrief.figures.palette import DATA, GUIDE, INK, MUTED, PAPER, RULE
from policybrief.words.messages import _
from policybrief.words.values import Style

MILLIMETRE = 72 / 25.4


class Look(NamedTuple):
    """What print and screen do not share."""

    width: float
    """Of the whole drawing, in points; on screen a point is a CSS pixel at 360 px."""
    columns: int
    """How many panels after the first stand beside one another."""
    family: str
    text: float


PRINT = Look(118 * MILLIMETRE, 2, "Source Sans Pro", 9)
SCREEN = Look(328, 1, "DejaVu Sans", 11.5)
"""Laid out in a wide face, so that whatever face a reader's system has finds room."""

GAP = 14.0
"""Between panels."""
SIDE = 6.0
"""Room at both ends of an axis, so that a dot at its end is whole."""
DOT, SQUARE = 3.4, 6.2
"""Radius of a dot and side of a square."""


def draw(chart: Chart, look: Look, style: Style) -> tuple[Figure, list[Box]]:
    """The drawing, and where its texts stand."""
    for file in Path(font_source_sans_pro.__file__).with_name("files").glob("*.ttf"):
        font_manager.fontManager.addfont(file)
    sheet = _Sheet(look, style)
    if look.columns == 1 or len(chart.panels) < 3:
        top = 0.0
        for panel in chart.panels:
            top = _Drawn(sheet, panel, 0, look.width).draw(top) + GAP
    else:
        top = _Drawn(sheet, chart.panels[0], 0, look.width).draw(0) + GAP
        width = (look.width - (look.columns - 1) * 1.5 * GAP) / look.columns
        for start in range(1, len(chart.panels), look.columns):
            beside = chart.panels[start : start + look.columns]
            ends = [
                _Drawn(sheet, panel, column * (width + 1.5 * GAP), width).draw(top)
                for column, panel in enumerate(beside)
            ]
            top = max(ends) + GAP
    return sheet.finish(top - GAP)


def as_svg(figure: Figure, salt: str) -> str:
    """The drawing as SVG with its text as text: the same bytes for the same drawing."""
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": salt}):
        stream = io.StringIO()
        FigureCanvasSVG(figure).print_svg(stream, metadata={"Date": None, "Creator": None})  # type: ignore[no-untyped-call]
        return stream.getvalue()


def as_png(figure: Figure) -> bytes:
    """The drawing in pixels, for output formats that take no SVG."""
    stream = io.BytesIO()
    figure.set_dpi(300)
    FigureCanvasAgg(figure).print_png(stream, metadata={"Software": None})  # type: ignore[no-untyped-call]
    return stream.getvalue()


@dataclass
class _Sheet:
    """The paper: primitives in points from the top left, and the texts that were set."""

    look: Look
    style: Style
    boxes: list[Box] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.figure = Figure(figsize=(self.look.width / 72, 1), dpi=72, facecolor=PAPER)
        self.axes: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.renderer: Any = RendererAgg(10, 10, 72)  # type: ignore[no-untyped-call]

    def text(
        self, x: float, y: float, words: str, *, bold: bool = False, colour: str = INK, side: str = "left"
    ) -> None:
        """Words whose first line hangs from *y*."""
        width = self.width(words, bold=bold)
        left = {"left": x, "center": x - width / 2, "right": x - width}[side]
        size = self.look.text
        self.boxes.append(Box(words, size, left, y, left + width, y + size))
        self.axes.text(
            x,
            y + 0.8 * size,
            words,
            size=size,
            family=self.look.family,
            weight="semibold" if bold and self.look.family == PRINT.family else "bold" if bold else "normal",
            color=colour,
            ha=side,
            va="baseline",
            parse_math=False,
        )

    def width(self, words: str, *, bold: bool = False) -> float:
        """How wide words are in one line."""
        weight = "semibold" if bold and self.look.family == PRINT.family else "bold" if bold else "normal"
        font = FontProperties(family=self.look.family, size=self.look.text, weight=weight)
        return float(self.renderer.get_text_width_height_descent(words, font, False)[0])

    def wrapped(self, words: str, width: float, *, bold: bool = False) -> list[str]:
        """Words on as many lines as they need."""
        lines = [""]
        for word in words.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.width(longer, bold=bold) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: str, width: float, *, dashed: bool = False
    ) -> None:
        """A stroke."""
        dashes = (0, (2.5, 2)) if dashed else "-"
        self.axes.plot([x1, x2], [y1, y2], color=colour, linewidth=width, linestyle=dashes, clip_on=False)

    def mark(self, x: float, y: float, *, hollow: bool = False) -> None:
        """A filled circle, or a hollow square for the second series."""
        if hollow:
            self.square(x - DOT, y - DOT, filled=False, side=2 * DOT, width=1.5)
        else:
            circle = {"marker": "o", "markersize": 2 * DOT, "markeredgewidth": 0}
            self.axes.plot([x], [y], color=DATA, linestyle="none", clip_on=False, **circle)  # type: ignore[arg-type]

    def square(self, x: float, y: float, *, filled: bool, side: float = SQUARE, width: float = 0.9) -> None:
        """A square from its top left corner."""
        xs, ys = (x, x + side, x + side, x), (y, y, y + side, y + side)
        colour = DATA if filled else PAPER
        self.axes.fill(xs, ys, facecolor=colour, edgecolor=DATA, linewidth=width, clip_on=False, zorder=3)

    def finish(self, height: float) -> tuple[Figure, list[Box]]:
        """Cut the paper to its height."""
        self.figure.set_size_inches(self.look.width / 72, height / 72)
        self.axes.set_xlim(0, self.look.width)
        self.axes.set_ylim(height, 0)
        return self.figure, self.boxes


@dataclass
class _Drawn:
    """One panel on its way to the paper."""

    sheet: _Sheet
    panel: Panel
    left: float
    width: float

    @property
    def line_height(self) -> float:
        """From one line of text to the next."""
        return 1.28 * self.sheet.look.text

    def draw(self, top: float) -> float:
        """Draw the panel from *top* down; where it ends."""
        y = self._words(top, self.panel.title, bold=True)
        if self.panel.key:
            y = self._key(y + 2)
        marks: list[tuple[Row, float]] = []
        first = y
        y += self._comparison_height()
        for row in self.panel.rows:
            y, track = self._row(row, y + 5)
            marks.append((row, track))
        end = self._axis(y + 4)
        if self.panel.at:
            self._comparison(first, y + 4)
        for row, track in marks:
            self._marks(row, track)
        return end

    def x(self, number: float) -> float:
        """Where a number stands."""
        start, span = self.left + SIDE, self.width - 2 * SIDE
        if self.panel.axis is Axis.PERCENT:
            return start + span * number / 100
        return start + span * math.log10(max(number, 1)) / self._decades

    @property
    def _decades(self) -> int:
        numbers = [mark.number for row in self.panel.rows for mark in row.marks]
        return max(1, math.ceil(math.log10(max([*numbers, self.panel.at.number if self.panel.at else 1]))))

    def _words(self, y: float, words: str, *, bold: bool = False, colour: str = INK) -> float:
        if not words:
            return y
        for line in self.sheet.wrapped(words, self.width, bold=bold):
            self.sheet.text(self.left, y, line, bold=bold, colour=colour)
            y += self.line_height
        return y

    def _key(self, y: float) -> float:
        x = self.left + DOT
        for position, words in enumerate(self.panel.key):
            if position and x + 3 * DOT + self.sheet.width(words) > self.left + self.width:
                x, y = self.left + DOT, y + self.line_height
            self.sheet.mark(x, y + 0.5 * self.sheet.look.text, hollow=position == 1)
            self.sheet.text(x + 2.2 * DOT, y, words)
            x += 6 * DOT + self.sheet.width(words)
        return y + self.line_height

    def _row(self, row: Row, y: float) -> tuple[float, float]:
        """Label, value and squares of a row; its lower end, and the height of its marks."""
        value = " / ".join(mark.text for mark in row.marks)
        room = self.width - self.sheet.width(value, bold=True) - 8
        self.sheet.text(self.left + self.width, y, value, bold=True, side="right")
        for line in self.sheet.wrapped(row.label, room):
            self.sheet.text(self.left, y, line)
            y += self.line_height
        track = y + 4
        y = track + 5
        counts = [mark for mark in row.marks if mark.trials is not None]
        if self.panel.squares:
            for mark in counts:
                y = self._squares(mark, y + 2)
        return y, track

    def _squares(self, mark: Mark, y: float) -> float:
        assert mark.trials is not None
        assert mark.successes is not None
        step = SQUARE + 2.4
        across = max(1, int((self.width - 2 * SIDE) // step))
        for trial in range(mark.trials):
            line, place = divmod(trial, across)
            filled = trial < mark.successes
            self.sheet.square(self.left + SIDE + place * step, y + line * step, filled=filled)
        return y + math.ceil(mark.trials / across) * step

    def _marks(self, row: Row, track: float) -> None:
        self.sheet.line(self.left + SIDE, track, self.left + self.width - SIDE, track, GUIDE, 0.6)
        for position, mark in enumerate(row.marks):
            if mark.low is not None and mark.high is not None:
                self.sheet.line(self.x(mark.low), track, self.x(mark.high), track, DATA, 1.8)
            self.sheet.mark(self.x(mark.number), track, hollow=position == 1)

    def _axis(self, y: float) -> float:
        """The line, its ticks and what it measures."""
        start, end = self.left + SIDE, self.left + self.width - SIDE
        self.sheet.line(start, y, end, y, MUTED, 0.7)
        style = self.sheet.style
        if self.panel.axis is Axis.PERCENT:
            ticks = {number: style.percent(number / 100) for number in (0, 50, 100)}
            name = self.panel.name
        else:
            ticks = {10**decade: style.number(10**decade) for decade in range(self._decades + 1)}
            declared = str(_("each step is ten times the one before"))
            name = "; ".join(part for part in (self.panel.name, declared) if part)
        for number, words in ticks.items():
            x = self.x(number)
            self.sheet.line(x, y, x, y + 3, MUTED, 0.7)
            side = "left" if x <= start else "right" if x >= end else "center"
            ends = {"left": self.left, "right": self.left + self.width, "center": x}
            self.sheet.text(ends[side], y + 5, words, colour=MUTED, side=side)
        return self._words(y + 5 + self.line_height, name, colour=MUTED)

    def _comparison_height(self) -> float:
        return self.line_height + 2 if self.panel.at and self.panel.at_label else 0

    def _comparison(self, top: float, bottom: float) -> None:
        """A dashed line through all rows, named at its head."""
        assert self.panel.at
        x = self.x(self.panel.at.number)
        label = top + self.line_height
        for row_top, row_bottom in self._between(label, bottom):
            self.sheet.line(x, row_top, x, row_bottom, RULE, 1.0, dashed=True)
        width = self.sheet.width(self.panel.at_label)
        left = min(max(x - width / 2, self.left), self.left + self.width - width)
        self.sheet.text(left, top, self.panel.at_label, colour=MUTED)

    def _between(self, top: float, bottom: float) -> list[tuple[float, float]]:
        """The stretches between *top* and *bottom* that no text of this panel covers."""
        assert self.panel.at
        x = self.x(self.panel.at.number)
        covered = sorted(
            (box.top, box.bottom)
            for box in self.sheet.boxes
            if box.left - 2 < x < box.right + 2 and box.bottom > top and box.top < bottom
        )
        free, start = [], top
        for box_top, box_bottom in covered:
            if box_top > start:
                free.append((start, box_top))
            start = max(start, box_bottom + 1)
        if start < bottom:
            free.append((start, bottom))
        return free
