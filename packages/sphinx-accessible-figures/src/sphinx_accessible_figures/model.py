"""What a figure is, before it is drawn: its texts, and its marks, cells or days.

Plain records without Sphinx.  A figure is drawn from them; its table, its long description and its data are
written from the same ones.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Said(Protocol):
    """A piece of a text that knows more than its words, such as the record that a number is of."""

    @property
    def text(self) -> str:
        """The words as they print."""


Text = tuple[str | Said, ...]
"""Running text."""


def plain(text: Text) -> str:
    """The text as one string."""
    return "".join(part if isinstance(part, str) else part.text for part in text)


class Axis(StrEnum):
    """The scales that a panel may have.  Each begins at zero or says that it does not."""

    PERCENT = "percent"
    """From 0 to 100 %; where a number or a bound lies outside, as far as they go."""
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
    between: str = ""
    """How its interval is written."""


class Link(StrEnum):
    """How two marks of a row belong together."""

    SERIES = "series"
    """Two measures of one thing, named by the key of the panel."""
    RANGE = "range"
    """The lowest and the highest of several, or the ends of a range that a source prints."""


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
    hollow: bool = False
    """Whether its numbers hold only under the condition that its title names."""
    stress: bool = False
    """Whether the eye is to go there first; panels without it then stand back in grey."""
    large: bool = False
    """Whether its values stand as large numbers side by side, without an axis."""


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
    """Of squares: how many are full, half, empty, and unknown."""


class Line(NamedTuple):
    """One row of a table."""

    id: str
    label: str
    detail: str
    """What stands beneath the label, such as the force of a law."""
    cells: tuple[Cell, ...]
    traits: Mapping[str, str] = {}
    """What else rows are counted by, such as how much of a text was read."""
    apart: bool = False
    """Whether it stands apart: below the rungs of a ladder, or named beneath squares and not drawn."""


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


class Form(StrEnum):
    """How a table shows."""

    TABLE = "table"
    BOXES = "boxes"
    """Each cell as a box, whose fill is that of its state."""
    LADDER = "ladder"
    """Each row as a rung, the last on top."""
    SQUARES = "squares"
    """Each cell as squares: full, half, empty, and those of which nothing is known."""


FILLS = ("solid", "hatch", "outline", "dashed", "dotted", "blank")
"""How boxes differ: by shape of stroke and fill, never by hue."""


class Held(NamedTuple):
    """One row as it is counted: by what texts may name it, its date, and what it holds under each key."""

    names: tuple[str, ...]
    date: dt.date | None
    holds: dict[str, str]


WHEN = ("past", "ahead")
"""Up to the cut-off of the evidence, and after it."""


def held_on(name: str, date: dt.date, cut_off: dt.date | None, **holds: str) -> Held:
    """A dated row: by its year too, and by whether it lies ahead."""
    return Held((name,), date, {**holds, "year": str(date.year), "when": WHEN[bool(cut_off and date > cut_off)]})


@dataclass(frozen=True)
class Figure:
    """What all figures share."""

    id: str
    kind: str
    """What its authors call it, such as "chart"."""
    path: str
    """The data file, relative to the project."""
    title: Text
    subtitle: Text
    """How to read it, in one line within the drawing."""
    message: Text
    """What the figure says, in one or two sentences: the alternative text."""
    note: Text
    records: tuple[Any, ...]
    """What stands behind it, for who writes its line of sources."""
    files: tuple[str, ...]
    """Every file that it depends on, relative to the project."""
    sound: bool = field(default=True, kw_only=True)
    """Whether nothing was wrong with it; an unsound chart prints as its table."""

    @property
    def days(self) -> tuple[dt.date, ...] | None:
        """Its days; nothing where it is not about days."""
        return None

    def held(self, cut_off: dt.date | None) -> Iterator[Held]:
        """Its rows as they are counted."""
        yield from ()


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
    form: Form = Form.TABLE
    key: tuple[str, ...] = ()
    """Of squares: what a full, a half, an empty and an unknown one mean."""
    apart: str = ""
    """Of squares: the words before and after ``{names}`` of the rows that stand apart."""
    arrows: bool = False
    """Whether each column follows from the one before."""
    tally: str = ""
    """Of boxes: the state whose rows are counted for each column, in a last line."""
    tally_label: str = ""
    """What that line is named."""
    up: str = ""
    down: str = ""
    """Of a ladder: what leads up a rung, and what down."""

    @property
    def drawn(self) -> bool:
        """Whether it is a drawing."""
        return self.form is not Form.TABLE

    def held(self, cut_off: dt.date | None) -> Iterator[Held]:
        """Its rows by their states and traits."""
        for line in self.lines:
            cells = {key: cell.state for key, cell in zip(self.columns, line.cells, strict=True)}
            yield Held((line.id, line.label), None, {**cells, **line.traits})


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
    number: str = ""
    """What numbers a day that somebody asks for; none for a day on record."""


class Span(NamedTuple):
    """A stretch of days that the figure is about."""

    first: dt.date
    last: dt.date
    label: str


class DayMark(NamedTuple):
    """A day that is marked through all lanes, and its words."""

    date: dt.date
    label: str


@dataclass(frozen=True)
class Lanes(Figure):
    """Days in lanes, one for each owner."""

    lanes: tuple[str, ...] = ()
    entries: tuple[LaneEntry, ...] = ()
    span: Span | None = None
    mark: DayMark | None = None

    @property
    def days(self) -> tuple[dt.date, ...]:
        """The days on record."""
        return tuple(entry.first for entry in self.entries)

    def held(self, cut_off: dt.date | None) -> Iterator[Held]:
        """The days on record by lane."""
        yield from (held_on(one.origin, one.first, cut_off, lane=one.lane) for one in self.entries)
