"""What a figure is, once its data file is read: texts with their numbers filled in, marks, cells, claims.

Plain records without Sphinx and without a drawing library.  A chart is drawn from them; its table, its
long description and its CSV are written from the same ones.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policybrief.words.records import Evidence


class Kind(StrEnum):
    """The sorts of figure; each is a directive of the same name."""

    CHART = "chart"
    MATRIX = "matrix"
    COVERAGE = "coverage"
    PROFILE = "profile"
    TIMELINE = "timeline"


class Printed(NamedTuple):
    """A number of a record inside a text."""

    record: str
    name: str
    text: str


Text = tuple[str | Printed, ...]
"""Running text in which every number knows its record."""


def plain(text: Text) -> str:
    """The text as one string."""
    return "".join(part if isinstance(part, str) else part.text for part in text)


class Axis(StrEnum):
    """The scales that a panel may have.  Both begin at zero or say that they do not."""

    PERCENT = "percent"
    """From 0 to 100 %."""
    STEPS = "steps"
    """Whole numbers, each step ten times the one before; the axis says so."""


class Mark(NamedTuple):
    """One number on the axis of a panel, with its interval where it has one."""

    number: float
    text: str
    low: float | None
    high: float | None
    successes: int | None
    trials: int | None
    name: str
    """Which value it is: ``record.value``, or ``record.value:form`` for what was given to a formula."""


class Row(NamedTuple):
    """One line of a panel: what it is about, and one mark or two; none where a number could not be read."""

    label: str
    marks: tuple[Mark, ...]
    means: str = ""
    """What the table says beside the label, where the drawing has no room for it."""


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
    kind: Kind
    path: str
    """The data file, relative to the project."""
    title: Text
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


@dataclass(frozen=True)
class Timeline(Figure):
    """Dates in order; those that recommendations set are added once all chapters are read."""

    events: tuple[Event, ...] = ()
    recommendations: bool = False
