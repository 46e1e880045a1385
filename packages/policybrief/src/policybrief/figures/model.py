"""What a figure is, once its data file is read: texts with their numbers filled in, marks, cells, claims.

Plain records without Sphinx and without a drawing library.  A chart is drawn from them; its table, its
long description and its CSV are written from the same ones.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from policybrief.words.values import Printed as Printed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policybrief.words.records import Evidence


class FigureKind(StrEnum):
    """The sorts of figure; each is a directive of the same name."""

    CHART = "chart"
    MATRIX = "matrix"
    COVERAGE = "coverage"
    PROFILE = "profile"
    TIMELINE = "timeline"
    LADDER = "ladder"
    LANES = "lanes"


Text = tuple[str | Printed, ...]
"""Running text in which every number knows its record."""


def plain(text: Text) -> str:
    """The text as one string."""
    return "".join(part if isinstance(part, str) else part.text for part in text)


class Axis(StrEnum):
    """The scales that a panel may have.  Each begins at zero or says that it does not."""

    PERCENT = "percent"
    """From 0 to 100 %."""
    LINEAR = "linear"
    """Numbers of any unit, from zero."""
    STEPS = "steps"
    """Whole numbers, each step ten times the one before; the axis says so."""
    LOG = "log"
    """Positive numbers, fractions among them, each step ten times the one before."""
    DURATION = "duration"
    """Lengths of time, from hours to years, each step longer than the one before; the axis says so."""
    SQUARES = "squares"
    """No line: so many squares of so many are filled."""


class Mark(NamedTuple):
    """One number on the axis of a panel, with its interval where it has one; times are in hours."""

    number: float
    text: str
    low: float | None
    high: float | None
    successes: int | None
    trials: int | None
    name: str
    """Which value it is: ``record.value``, or ``record.value:form`` for what was given to a formula."""
    published: bool = False
    """Whether the number, and its interval where it has one, is as the source prints it."""


class Link(StrEnum):
    """How two marks of a row belong together."""

    SERIES = "series"
    """Two measures of one thing, named by the key of the panel."""
    RANGE = "range"
    """The ends of a range that a source prints."""


class Row(NamedTuple):
    """One line of a panel: what it is about, and one mark or two; none where a number could not be read."""

    label: str
    marks: tuple[Mark, ...]
    means: str = ""
    """What the table says beside the label, where the drawing has no room for it."""
    says: str = ""
    """Words that stand in the place of the value; without a mark, of what nobody counted."""
    link: Link = Link.SERIES
    groups: int = 0
    """Of squares: how many belong together."""
    of: float = 0
    """Of squares: how many there are."""


@dataclass(frozen=True)
class Panel:
    """One axis with its rows."""

    title: str
    axis: Axis
    name: str
    """What the axis measures."""
    rows: tuple[Row, ...]
    key: tuple[str, ...] = ()
    """What the first and the second mark of a row are, where a row has two."""
    squares: bool = False
    """Whether each count is also shown as filled and empty squares."""
    at: Mark | None = None
    """A number to compare with, drawn as a line through all rows."""
    at_label: str = ""
    unit: str = ""
    """What whole numbers count, such as trials."""


class Cell(NamedTuple):
    """One cell of a table: its state as a word, and what stands behind it."""

    state: str
    detail: str
    """What is behind the word, in a few words; empty when nothing is."""
    source: str
    """Key of the source."""
    locator: str
    as_of: dt.date | None
    short: str = ""
    """What the cell prints instead of the word of its state, such as a count."""
    parts: tuple[int, ...] = ()
    """Of a profile: how many questions are answered in full, in part, not, and were not read."""


class Line(NamedTuple):
    """One row of a table."""

    id: str
    label: str
    detail: str
    """What stands beneath the label, such as the force of a law."""
    cells: tuple[Cell, ...]
    traits: Mapping[str, str] = {}
    """What else rows are counted by, such as how much of a text was read."""


class Tally(NamedTuple):
    """One column over all rows that have a share: how many of how many."""

    title: str
    met: int
    of: int


class State(NamedTuple):
    """One state of a cell: a sign and a word; neither alone, and no colour."""

    sign: str
    word: str
    meaning: str = ""
    fill: str = ""
    """How its box is drawn, one of `FILLS`; without one for every state, the figure is a table."""


FILLS = ("solid", "hatch", "outline", "dashed", "dotted", "blank")
"""How boxes differ: by shape of stroke and fill, never by hue."""


class Occasion(StrEnum):
    """The kinds of what happens on a recorded date."""

    LAW = "law"
    CODE = "code"
    DECLARATION = "declaration"
    NETWORK = "network"
    TRIAL = "trial"
    PRESS = "press"
    INCIDENT = "incident"


class Event(NamedTuple):
    """One date of a timeline."""

    date: dt.date
    kind: Occasion
    what: Text
    who: str
    source: str
    locator: str
    as_of: dt.date
    origin: str
    """Id of the instrument or record that holds the date."""


@dataclass(frozen=True)
class Figure:
    """What all figures share."""

    id: str
    kind: FigureKind
    path: str
    """The data file, relative to the project."""
    title: Text
    subtitle: Text
    """How to read it, in one line within the drawing."""
    message: Text
    """What the figure says, in one or two sentences: the alternative text."""
    note: Text
    records: tuple[Evidence, ...]
    """The records behind it, for the source line."""
    files: tuple[str, ...]
    """Every file that it depends on, relative to the project."""
    sound: bool = field(default=True, kw_only=True)
    """Whether nothing was wrong with it; an unsound chart prints as its table."""


@dataclass(frozen=True)
class Chart(Figure):
    """A drawing of one or several panels."""

    panels: tuple[Panel, ...] = ()


@dataclass(frozen=True)
class Table(Figure):
    """A table of words and signs: studies and links, instruments and functions, reports and domains."""

    head: tuple[str, ...] = ()
    """The title of the first column and of every other."""
    columns: tuple[str, ...] = ()
    """The keys of the columns after the first."""
    states: dict[str, State] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    sources: tuple[str, ...] = ()
    """Keys of sources where no record stands behind the cells."""
    as_of: dt.date | None = None
    tallies: tuple[Tally, ...] = ()
    """The columns whose shares add up; none where cells are words."""
    squares: bool = False
    """Whether a profile is drawn, a square for each question."""
    arrows: bool = False
    """Whether each column follows from the one before."""
    up: str = ""
    down: str = ""
    """Of a ladder: what leads up a rung, and what down."""

    @property
    def drawn(self) -> bool:
        """Whether it is a drawing: a ladder always, a profile when asked, a matrix when every state says how."""
        boxes = (
            self.kind is FigureKind.MATRIX
            and bool(self.lines)
            and all(state.fill for state in self.states.values())
        )
        return boxes or self.squares or self.kind is FigureKind.LADDER


@dataclass(frozen=True)
class Timeline(Figure):
    """Dates in order; those that recommendations set are added once all chapters are read."""

    events: tuple[Event, ...] = ()
    recommendations: bool = False


class LaneEntry(NamedTuple):
    """One date or stretch of days in a lane."""

    lane: str
    first: dt.date
    last: dt.date | None
    """The end of a stretch; nothing for a day."""
    what: Text
    source: str
    locator: str
    as_of: dt.date | None
    origin: str
    asked: str = ""
    """Id of the recommendation that asks for the date."""


class Span(NamedTuple):
    """A stretch of days that the figure is about."""

    first: dt.date
    last: dt.date
    label: str


@dataclass(frozen=True)
class Lanes(Figure):
    """Days in lanes, one for each owner; what recommendations ask for is added once all chapters are read."""

    lanes: tuple[str, ...] = ()
    entries: tuple[LaneEntry, ...] = ()
    asked: tuple[tuple[str, str, Text], ...] = ()
    """Lane, id of a recommendation and words of what is due, with the day that the recommendation sets."""
    span: Span | None = None
    cut_off: bool = False
    """Whether the last day of the evidence is marked."""
