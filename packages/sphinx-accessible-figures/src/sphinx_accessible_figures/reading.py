"""Reads the data file of a figure: tables and texts become marks, cells and days, and every fault is told.

A file types no number in a text: rows name values, texts name them in braces, and claims say what of the title
follows from which of them.  `Reader` leaves open what a name stands for and how a fault is told; `directive` has$
that finds its values in the file itself.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, ClassVar, NamedTuple

from docutils.utils.smartquotes import educate_tokens

from sphinx_accessible_figures import claims, counts
from sphinx_accessible_figures.axes import HOURS
from sphinx_accessible_figures.messages import _
from sphinx_accessible_figures.model import (
    FILLS,
    WHEN,
    Axis,
    Cell,
    Chart,
    DayMark,
    Figure,
    Form,
    LaneEntry,
    Lanes,
    Line,
    Link,
    Mark,
    Panel,
    Row,
    Said,
    Span,
    State,
    Table,
    Text,
    plain,
)
from sphinx_accessible_figures.writing import Writing

PLACEHOLDER, UNCLOSED = re.compile(r"\{([^{}]*)\}"), re.compile(r"\{[^{}]*(?=\{|\Z)")
TEXTS = ("title", "subtitle", "message", "note")
SHARED = ("kind", *TEXTS, "claims", "counts")
MOST = 300
"""Rows and other parts of a figure: no reader takes in more, and thousands take minutes to draw."""
SIGNS = "■△×–▷◆◊✓•"
"""Signs that the fonts of print have."""
FITTING = (Axis.PERCENT, Axis.DURATION, Axis.LINEAR)
"""The axes that are proposed, the most telling first; one of them fits any number."""
WANTED = {
    "title": "a sentence that says what the figure shows",
    "message": "the same in words for who does not see it, with its numbers as {name}",
}

PANEL = {
    "title": "what the panel is about",
    "axis": "the scale of its numbers",
    "name": "what the axis measures; `{interval}` names the kind of interval that is drawn",
    "rows": "its lines, from the top",
    "key": "where rows have two `values`, what the first and the second are",
    "squares": "whether each count is also drawn as filled and empty squares",
    "at": "a value to compare with, drawn as a line through all rows",
    "at_label": "the words of that line",
    "unit": "what whole numbers count, such as trials",
    "hollow": "whether its numbers hold only under the condition that its title names",
    "stress": "whether the eye is to go there first; panels without it then stand back in grey",
    "large": "whether its values stand as large numbers side by side, without an axis",
}
"""The keys of a panel, and what they say."""
ROW = {
    "label": "what the row is about",
    "means": "what the table says beside the label, where the drawing has no room for it",
    "value": "the name of the value that is drawn",
    "values": "two values, which `key` names",
    "range": "two values that are the ends of a range",
    "says": "words in place of the number; without a value, of what nobody counted",
    "of": "on an axis of squares: the value that says how many there are",
    "groups": "on an axis of squares: the value that says how many belong together",
}
"""The keys of a row of a panel, and what they say."""


class Named(NamedTuple):
    """The number that a name stands for; shares in percent."""

    number: float
    text: str
    unit: str = ""
    """ "percent", a unit of time, or what is counted."""
    low: float | None = None
    high: float | None = None
    successes: int | None = None
    trials: int | None = None
    published: bool = False
    """Whether number and interval are as the source prints them."""
    between: str = ""
    """How the interval is written."""


class DatedAt(NamedTuple):
    """A day, and where it is recorded."""

    first: dt.date
    source: str = ""
    locator: str = ""
    as_of: dt.date | None = None
    origin: str = ""


class Place(NamedTuple):
    """What stands behind a cell."""

    source: str = ""
    locator: str = ""
    as_of: dt.date | None = None


class Reader(ABC):
    """One data file on its way to a figure."""

    KEYS: ClassVar[dict[str, tuple[str, ...]]] = {
        "chart": ("panels",),
        "matrix": ("head", "states", "columns", "rows", "arrows", "tally"),
        "ladder": ("head", "states", "columns", "rows", "up", "down"),
        "lanes": ("lanes", "entries", "span", "mark"),
    }
    """The keys of each kind beside those that all share."""
    OWN: ClassVar[tuple[str, ...]] = ()
    """Keys that files of a project have beside these."""
    CELL: ClassVar[tuple[str, ...]] = ("source", "locator")
    ENTRY: ClassVar[tuple[str, ...]] = ("date", "until")
    WANTED: ClassVar[dict[str, str]] = WANTED
    """The texts that no figure is without, and what they are."""

    def __init__(self, id: str, kind: str, path: str, writing: Writing, cut_off: dt.date | None = None) -> None:
        self.id, self.kind, self.path, self.writing, self.cut_off = id, str(kind), path, writing, cut_off
        self.counts: dict[str, counts.Counted] = {}
        self.sound, self.room = True, MOST

    # What a project says

    @abstractmethod
    def tell(self, word: str, problem: str, *, claim: bool = False) -> None:
        """Tell what is wrong with the line that has *word*."""

    @abstractmethod
    def named(self, name: str, word: str) -> Named | None:
        """The number that a name stands for; nothing, after it was told, where there is none."""

    @abstractmethod
    def said(self, name: str) -> str | Said:
        """What a name in braces prints."""

    @abstractmethod
    def day(self, name: Any, word: str) -> dt.date | None:
        """The day that is named."""

    def claimed(self, name: str, what: str) -> float | str:
        """For a claim: what of a named number; a problem in words where there is no such thing."""
        found = self.named(name, name)
        if found is None:
            return ""
        wide = None if found.low is None or found.high is None else found.high - found.low
        numbers: dict[str, float | None] = {"number": found.number, "low": found.low, "high": found.high}
        numbers |= {"successes": found.successes, "trials": found.trials, "width": wide}
        wanted = found.number if what == "rate" and found.trials else numbers.get(what)
        return f"{name!r} has no {what!r}" if wanted is None else wanted

    def check_typed(self, template: str) -> None:  # noqa: B027  # a project need not look
        """Tell a number that is typed where a name should stand."""

    def behind(self, entry: dict[str, Any], label: str, column: str) -> Place:
        """What stands behind a cell."""
        return Place(str(entry.get("source", "")), str(entry.get("locator", "")))

    def extent(self, cells: dict[str, Any]) -> tuple[dict[str, str], str]:
        """What else a row of a matrix is counted by, and what that says beneath its label."""
        return {}, ""

    def dated(self, entry: dict[str, Any], word: str) -> DatedAt | None:
        """The day of an entry in a lane."""
        first = self.day(entry.get("date"), word)
        return DatedAt(first) if first else None

    def set_aside(self, entry: dict[str, Any], lane: str, what: Text) -> bool:
        """Whether an entry is none of the days that the file has."""
        return False

    def marked(self, table: dict[str, Any]) -> DayMark | None:
        """The day that is marked through all lanes."""
        if not isinstance(mark := table.get("mark"), dict):
            return None
        self.keys(mark, ("date", "label"), "the mark")
        day, label = self.day(mark.get("date"), "mark"), plain(self.running(mark.get("label", ""), "mark"))
        return DayMark(day, label) if day and label else None

    def possible(self, figure: Figure) -> set[str]:
        """What rows may hold, though none does."""
        return {*WHEN, *getattr(figure, "states", ()), *getattr(figure, "lanes", ())}

    def sources(self) -> tuple[tuple[Any, ...], tuple[str, ...]]:
        """The records and the files that the figure turned out to rest on."""
        return (), (self.path,)

    def readers(self) -> dict[str, Callable[[dict[str, Any], dict[str, Any]], Figure]]:
        """What makes each kind, of the file and of what all kinds share."""
        return {"chart": self.chart, "matrix": self.matrix, "ladder": self.matrix, "lanes": self.lanes}

    # The file

    def figure(self, table: dict[str, Any]) -> Figure | None:
        """The figure; what is wrong in parts is told and left out."""
        if table.get("kind") != self.kind:
            self.wrong("kind", f"kind is {table.get('kind')!r}, but a chapter prints it as {self.kind!r}")
            return None
        self.keys(table, (*SHARED, *self.OWN, *self.KEYS[self.kind]), "")
        shared: dict[str, Any] = {"id": self.id, "kind": self.kind, "path": self.path, "records": (), "files": ()}
        made = self.readers()[self.kind](table, shared | dict.fromkeys(TEXTS, ()))
        self._count(made, table.get("counts", {}))
        texts: dict[str, Any] = {key: self.running(table.get(key, ""), key) for key in TEXTS}
        for key, wanted in self.WANTED.items():
            if not plain(texts[key]).strip():
                self.wrong("", f"the key {key!r} is missing: {wanted}")
        records, files = self.sources()
        made = replace(made, **texts, records=records, files=files)
        for problem, word in claims.check(table.get("claims", []), made, self.counts, self._claimed):
            self.wrong(word, problem, claim=True)
        return replace(made, sound=self.sound)

    def wrong(self, word: str, problem: str, *, claim: bool = False) -> None:
        """Tell what is wrong; the figure is not sound."""
        self.sound = False
        self.tell(word, problem, claim=claim)

    def keys(self, table: Any, known: Iterable[str], where: str) -> None:
        """Tell each key that nothing reads."""
        known = tuple(known)
        for key in table.keys() - set(known):
            near = get_close_matches(key, known, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(known)}"
            self.wrong(key, f"unknown key {key!r}; {hint}{f' in {where}' if where else ''}")

    def tables(self, table: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
        """The tables of an array."""
        entries = table.get(key, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self.wrong(key, f"{key!r} are tables: [[{key}]]")
            return
        if len(entries) > self.room:
            self.wrong(key, f"the figure has more than {MOST} rows and parts; take it apart")
        yield from entries[: self.room]
        self.room -= min(len(entries), self.room)

    def _count(self, figure: Figure, wanted: Any) -> None:
        if not isinstance(wanted, dict):
            self.wrong("counts", "'counts' are tables: [counts.name]")
            return
        for name, entry in wanted.items():
            try:
                self.counts[name] = counts.count(figure, entry, self.cut_off, self.possible(figure))
            except ValueError as error:
                self.wrong(f"counts.{name}", f"the count {name!r} {error}")

    def _claimed(self, name: str, what: str) -> float | str:
        if what == "count":
            found = self.counts.get(name)
            return found.number if found else f"there is no count {name!r}"
        return self.claimed(name, what)

    # Each kind

    def chart(self, table: dict[str, Any], shared: dict[str, Any]) -> Chart:
        """Panels of rows."""
        panels = [self._panel(entry) for entry in self.tables(table, "panels")]
        if not any(panel.rows for panel in panels):
            self.wrong("panels", "the chart has no rows: [[panels]] with rows = [{ label = …, value = … }]")
        return Chart(**shared, panels=tuple(panels))

    def _panel(self, table: dict[str, Any]) -> Panel:
        self.keys(table, PANEL, "a panel")
        title = plain(self.running(table.get("title", ""), "title"))
        squares, hollow, stress, large = (
            self._yes(table, word) for word in ("squares", "hollow", "stress", "large")
        )
        axis = table.get("axis", "")
        if hollow and (axis in (str(Axis.PERCENT), str(Axis.SQUARES)) or "key" in table):
            self.wrong("hollow", "a hollow mark would have two meanings here: leave 'hollow' out")
        if axis not in list(Axis):
            self.wrong("axis", f"the axis {axis!r} is not known; use one of {', '.join(Axis)}")
            axis = Axis.PERCENT
        rows = [row for entry in self.tables(table, "rows") if (row := self._row(entry, Axis(axis)))]
        series = [row for row in rows if row.link is Link.SERIES]
        wanted = max((len(row.marks) for row in series), default=1)
        key = texts(table.get("key", []))
        named = 2 if axis == Axis.SQUARES and key else wanted if wanted > 1 else 0
        if wanted > 2 or len(key) != named or any(len(row.marks) not in (0, wanted) for row in series):
            self.wrong("key", f"the panel {title!r} has rows of one or two marks; with two, 'key' names both")
            rows = []
        return Panel(
            title,
            Axis(axis),
            plain(self.running(table.get("name", ""), "name")),
            tuple(rows),
            key,
            squares,
            self._mark(table["at"], Axis(axis)) if "at" in table else None,
            plain(self.running(table.get("at_label", ""), "at_label")),
            str(table.get("unit", "")),
            hollow,
            stress,
            large,
        )

    def _yes(self, table: dict[str, Any], word: str) -> bool:
        if not isinstance(said := table.get(word, False), bool):
            self.wrong(word, f"{word!r} is true or false, without quotation marks")
        return said is True

    def _row(self, entry: dict[str, Any], axis: Axis) -> Row | None:
        self.keys(entry, ROW, "a row")
        link = Link.RANGE if "range" in entry else Link.SERIES
        names = texts(entry.get("range", entry.get("values", [entry["value"]] if "value" in entry else [])))
        marks = [mark for name in names if (mark := self._mark(name, axis))]
        label = plain(self.running(entry.get("label", ""), "label"))
        says = plain(self.running(entry.get("says", ""), label))
        if not label or not (names or says):
            self.wrong(label or "rows", f"the row {label!r} lacks its label or its value; give both")
            return None
        if link is Link.RANGE and len(names) != 2:
            self.wrong(label, f"the range of {label!r} is two values")
            return None
        means = plain(self.running(entry.get("means", ""), label))
        of, groups = (self._whole(entry.get(key), label) for key in ("of", "groups"))
        if axis is Axis.SQUARES and not of:
            self.wrong(label, f"the row {label!r} lacks 'of': how many squares there are")
        complete = tuple(marks) if len(marks) == len(names) else ()
        return Row(label, complete, means, says, link, groups, of)

    def _whole(self, name: Any, word: str) -> int:
        """A number of squares; none where none is named."""
        found = self.named(str(name), word) if name else None
        return round(found.number) if found and math.isfinite(found.number) else 0

    def _mark(self, name: str, axis: Axis) -> Mark | None:
        found = self.named(name, name)
        if found is None:
            return None
        if not math.isfinite(found.number):
            self.wrong(name, f"{name!r} is no finite number")
            return None
        if unfit := _unfit(axis, found):
            better = next(other for other in FITTING if not _unfit(other, found))
            self.wrong(name, f"{unfit} of {name!r} does not fit the axis {axis.value!r}; use {better.value!r}")
            return None
        each = HOURS[found.unit] if axis is Axis.DURATION else 1
        low, high = (None if bound is None else bound * each for bound in (found.low, found.high))
        counted = found.successes, found.trials
        said = name.strip()
        return Mark(found.number * each, found.text, low, high, *counted, said, found.published, found.between)

    def matrix(self, table: dict[str, Any], shared: dict[str, Any]) -> Table:
        """Rows of cells: a table, boxes where every state has a fill, or a ladder."""
        states = {name: self._state(name, entry) for name, entry in table.get("states", {}).items()}
        columns: dict[str, str] = table.get("columns", {})
        rows = self.tables(table, "rows")
        lines = tuple(self._line(number, entry, columns, states) for number, entry in enumerate(rows, 1))
        boxes = bool(lines) and all(state.fill for state in states.values())
        tally = self._tally(table.get("tally", {}), states)
        up, down = (plain(self.running(table.get(key, ""), key)) for key in ("up", "down"))
        return Table(
            **shared,
            form=Form.LADDER if self.kind == "ladder" else Form.BOXES if boxes else Form.TABLE,
            head=(str(table.get("head", "")), *columns.values()),
            columns=tuple(columns),
            states=states,
            lines=lines,
            arrows=bool(table.get("arrows", False)),
            tally=tally[0],
            tally_label=tally[1],
            up=up,
            down=down,
        )

    def _tally(self, entry: Any, states: dict[str, State]) -> tuple[str, str]:
        """The state that is counted for each column, and what the line of counts is named."""
        if not entry:
            return "", ""
        entry = entry if isinstance(entry, dict) else {"state": entry}
        self.keys(entry, ("state", "label"), "the tally")
        state, label = str(entry.get("state", "")), plain(self.running(entry.get("label", ""), "tally"))
        if state in states and label:
            return state, label
        hint = closest(state, states)
        self.wrong("tally", f"'tally' has a 'state' of the figure and a 'label'; not {state!r}, {hint}")
        return "", ""

    def _state(self, name: str, entry: dict[str, Any]) -> State:
        self.keys(entry, ("sign", "word", "meaning", "fill"), "a state")
        sign, word, fill = (str(entry.get(key, "")) for key in ("sign", "word", "fill"))
        if fill and fill not in FILLS:
            problem = f"the state {name!r} has the unknown fill {fill!r}; {closest(fill, FILLS)}"
            self.wrong(f"states.{name}", problem)
        if not word or sign not in SIGNS:
            self.wrong(f"states.{name}", f"the state {name!r} has a word and a sign, one of {SIGNS}")
        return State(sign, word, str(entry.get("meaning", "")), fill if fill in FILLS else "")

    def _line(self, number: int, entry: dict[str, Any], columns: dict[str, str], states: dict[str, State]) -> Line:
        self.keys(entry, ("label", "detail", "cells", "apart"), "a row")
        label = plain(self.running(entry.get("label", ""), "label"))
        cells = entry.get("cells", {})
        if missing := columns.keys() - cells.keys():
            self.wrong(label, f"the row {label!r} lacks the columns {', '.join(sorted(missing))}")
        if unknown := cells.keys() - columns.keys():
            self.wrong(label, f"the row {label!r} has the unknown columns {', '.join(sorted(unknown))}")
        made = tuple(self._cell(cells.get(column, {}), states, label, column) for column in columns)
        traits, beneath = self.extent(cells)
        said = (plain(self.running(entry.get("detail", ""), "detail")), beneath)
        detail = str(_("; ")).join(part for part in said if part)
        return Line(f"{self.id}-{number}", label, detail, made, traits, bool(entry.get("apart")))

    def _cell(self, entry: Any, states: dict[str, State], label: str, column: str) -> Cell:
        """A cell: words alone, or a state with what stands behind it, in words of its own where it has some."""
        if isinstance(entry, str):
            return Cell("", "", "", "", None, plain(self.running(entry, label)))
        self.keys(entry, ("state", "says", "detail", *self.CELL), "a cell")
        state = str(entry.get("state", ""))
        if self.kind == "ladder" and "state" not in entry and {"says", "detail"} <= entry.keys():
            says, detail = (plain(self.running(entry[key], label)) for key in ("says", "detail"))
            return Cell("", detail, "", "", None, says)
        says = plain(self.running(entry.get("says", ""), label))
        if state not in states:
            if entry:
                hint = closest(state, states)
                self.wrong(label, f"the cell {column!r} of {label!r} has the unknown state {state!r}; {hint}")
            return Cell("", "", "", "", None)
        place = self.behind(entry, label, column)
        return Cell(state, plain(self.running(entry.get("detail", ""), label)), *place, says)

    def lanes(self, table: dict[str, Any], shared: dict[str, Any]) -> Lanes:
        """Days in lanes."""
        lanes = texts(table.get("lanes", []))
        entries = [made for entry in self.tables(table, "entries") if (made := self._entry(entry, lanes))]
        span = self._span(table["span"]) if isinstance(table.get("span"), dict) else None
        return Lanes(**shared, lanes=lanes, entries=tuple(entries), span=span, mark=self.marked(table))

    def _entry(self, entry: dict[str, Any], lanes: tuple[str, ...]) -> LaneEntry | None:
        self.keys(entry, ("lane", "what", *self.ENTRY), "an entry")
        what = self.running(entry.get("what", ""), "what")
        lane, word = str(entry.get("lane", "")), plain(what) or "entries"
        if lane not in lanes:
            problem = f"the entry {word!r} has the unknown lane {lane!r}; {closest(lane, lanes)}"
            self.wrong(lane or word, problem)
        elif self.set_aside(entry, lane, what):
            pass
        elif not plain(what):
            self.wrong(word, f"an entry of {lane!r} lacks 'what'")
        elif dated := self.dated(entry, word):
            until = self.day(entry["until"], word) if "until" in entry else None
            return LaneEntry(lane, dated.first, until, what, *dated[1:])
        return None

    def _span(self, entry: dict[str, Any]) -> Span | None:
        self.keys(entry, ("from", "to", "label"), "the span")
        first, last = (self.day(entry.get(key, ""), "span") for key in ("from", "to"))
        label = plain(self.running(entry.get("label", ""), "span"))
        if first and last and first <= last and label:
            return Span(first, last, label)
        self.wrong("span", "the span has 'from', 'to' and 'label', the first day not after the last")
        return None

    # Texts

    def running(self, template: Any, word: str) -> Text:
        """A text with its names replaced."""
        if not isinstance(template, str):
            self.wrong(word, f"{word!r} is text in quotation marks")
            return ()
        template = re.sub(r"[ \t\r\n]+", " ", template).strip()  # a no-break space stays one
        self.check_typed(template)
        if found := UNCLOSED.search(template):
            self.wrong(found[0], f"{found[0][:40]!r} is no name: close it with a brace")
        parts: list[str | Said] = []
        end = 0
        for found in PLACEHOLDER.finditer(template):
            name, _colon, form = found.group(1).partition(":")
            parts.append(template[end : found.start()])
            parts.append(self._counted(name, form) if name in self.counts else self.said(found.group(1)))
            end = found.end()
        parts.append(template[end:])
        # not smartyPants, which looks for tags of HTML in as many steps as the square of a text has letters
        return tuple(
            "".join(educate_tokens([("text", part)], "qe", self.writing.locale)) if type(part) is str else part
            for part in parts
            if not isinstance(part, str) or part
        )

    def _counted(self, name: str, form: str) -> str:
        """A count as a text prints it: its number, its first date, or its column and share."""
        found, writing = self.counts[name], self.writing
        if not form:
            return writing.number(found.number)
        if form == "first" and found.dates:
            return writing.date(min(found.dates))
        if form == "column" and found.tally:
            return found.tally.title
        if form == "share" and found.tally:
            share = str(_("{met} of {applicable}"))
            return share.format(met=writing.number(found.tally.met), applicable=writing.number(found.tally.of))
        self.wrong(name, f"the count {name!r} has no form {form!r}; there are first, column, share")
        return name


def closest(wanted: str, known: Iterable[str]) -> str:
    """A hint for an unknown name: the nearest known one."""
    near = get_close_matches(wanted, list(known), n=1)
    return f"did you mean '{near[0]}'?" if near else "check the spelling"


def texts(value: Any) -> tuple[str, ...]:
    """A list of texts; anything else as none."""
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _unfit(axis: Axis, found: Named) -> str:
    """What of a number has no place on the axis; nothing where all of it has."""
    unit = {Axis.PERCENT: found.unit == "percent", Axis.DURATION: found.unit in HOURS, Axis.LOG: True}
    if not unit.get(axis, found.unit != "percent"):
        return "the unit"
    least = min((bound for bound in (found.low, found.high) if bound is not None), default=found.number)
    match axis:
        case Axis.DURATION:
            itself, bounds = found.number > 0, least >= 0
        case Axis.STEPS:
            itself, bounds = found.number >= 1, least >= 1
        case Axis.LOG:
            itself, bounds = found.number > 0, least > 0
        case Axis.SQUARES:
            itself, bounds = found.number >= 0, True
        case _:
            return ""
    return "" if itself and bounds else "a bound" if itself else "the number"
