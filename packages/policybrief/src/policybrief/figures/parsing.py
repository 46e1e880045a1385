"""Reads a figure's data file into a figure: names become numbers, and every complaint has its file and line.

A data file types no number that a record holds: rows name values (``record.value``), texts name them in
braces (``{record.value:count}``), and claims say what of the title follows from which of them.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils.utils.smartquotes import smartyPants

from policybrief.data import evaluations
from policybrief.data.instruments import FORCES, NOT_STATED, STATES, Instrument, read_instrument
from policybrief.data.toml import File, unknown_key
from policybrief.figures import claims, counts, profiles
from policybrief.figures.model import AskedLanes, Event, FigureKind, Occasion, Timeline
from policybrief.words import numerals
from policybrief.words.complaints import Complaint, Rule, closest, complaint, unknown
from policybrief.words.messages import _
from policybrief.words.records import Read
from policybrief.words.values import FORMS, Count, Day, Printed, Quantity, Style, Value
from sphinx_accessible_figures.axes import HOURS
from sphinx_accessible_figures.model import (
    FILLS,
    Axis,
    Cell,
    Chart,
    DayMark,
    Figure,
    Form,
    LaneEntry,
    Line,
    Link,
    Mark,
    Panel,
    Row,
    Span,
    State,
    Table,
    Text,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from policybrief.words.records import Evidence

FOLDER = "figures"
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
TEXTS = ("title", "subtitle", "message", "note")
SHARED = ("kind", "title", "subtitle", "message", "note", "claims", "counts", "records")
KEYS = {
    FigureKind.CHART: ("panels",),
    FigureKind.MATRIX: ("head", "states", "columns", "rows", "arrows"),
    FigureKind.LADDER: ("head", "states", "columns", "rows", "up", "down"),
    FigureKind.LANES: ("lanes", "entries", "span", "cut_off"),
    FigureKind.COVERAGE: ("instruments", "functions"),
    FigureKind.PROFILE: ("evaluations", "squares"),
    FigureKind.TIMELINE: ("events", "recommendations"),
}
SIGNS = "■△×–▷◆◊✓•"
"""Signs that the fonts of print have."""
METHODS = {"wilson": "Wilson", "exact": "Clopper–Pearson"}
READ_AS = {Read.FULL_TEXT: "whole", Read.PASSAGE: "parts", Read.ABSTRACT: "abstract"}
EXTENTS = {
    "whole": _("whole text used"),
    "parts": _("parts used"),
    "abstract": _("abstract used"),
}
INTERVAL, CUT_OFF = "interval", "cut-off"
"""The names in braces that print which interval is drawn, and the last day of the evidence."""


class FigureMaterial(NamedTuple):
    """What a figure may draw from."""

    root: Path
    material: str
    """The folder of the material, relative to the root."""
    evidence: dict[str, Evidence]
    style: Style
    cut_off: dt.date | None = None
    """The last day of the evidence."""
    allowed: tuple[str, ...] = ()
    """Patterns of numbers that measure nothing, such as those in names."""
    profile: Callable[[list[Path]], evaluations.Profiled | None] | None = None
    """What makes the profile of evaluations."""
    functions: dict[str, str] = {}
    """What may be asked of an instrument, as the profile of the brief words it."""


class RecordedDay(NamedTuple):
    """A day, and where it is recorded."""

    first: dt.date
    source: str
    locator: str
    as_of: dt.date
    origin: str


class Point(NamedTuple):
    """One named number: its record, itself, and how it is printed."""

    record: Evidence
    value: Value
    form: str
    text: str
    name: str


def read_figure(id: str, kind: FigureKind, store: FigureMaterial) -> tuple[Figure | None, list[Complaint]]:
    """The figure of that id, or nothing when its file cannot be read; and what is wrong with it."""
    file = _File(id, kind, store)
    figure = file.figure()
    return figure, file.complaints


def known(store: FigureMaterial) -> list[str]:
    """The ids of all figures."""
    return sorted(path.stem for path in (store.root / store.material / FOLDER).glob("*.toml"))


class _File:
    """One data file on its way to a figure."""

    def __init__(self, id: str, kind: FigureKind, store: FigureMaterial) -> None:
        self.id, self.kind, self.store = id, kind, store
        self.shown = f"{store.material}/{FOLDER}/{id}.toml"
        self.file: File | None = None
        self.complaints: list[Complaint] = []
        self.used: dict[str, Evidence] = {}
        self.counts: dict[str, counts.Counted] = {}
        self.files = [self.shown]
        self.sound = True

    def figure(self) -> Figure | None:
        """The figure; what is wrong in parts is complained about and left out."""
        table = self._table()
        if table is None:
            return None
        if table.get("kind") != self.kind:
            self._add("kind", f"kind is {table.get('kind')!r}, but a chapter prints it as {self.kind.value!r}")
            return None
        self._keys(table, (*SHARED, *KEYS[self.kind]), "")
        for name in _texts(table.get("records", [])):
            self._record(name, "records")
        shared: dict[str, Any] = {"id": self.id, "kind": self.kind, "path": self.shown}
        shared |= dict.fromkeys(TEXTS, ())
        made = self._READERS[self.kind](self, table, shared)
        self._count(made, table.get("counts", {}))
        texts: dict[str, Any] = {key: self._running(table.get(key, ""), key) for key in TEXTS}
        for key, wanted in WANTED.items():
            if not plain(texts[key]).strip():
                self._add("", f"the key {key!r} is missing: {wanted}")
        made = replace(made, **texts, **self._behind())
        for problem, word in claims.check(table.get("claims", []), made, self.counts, self._numbers):
            self._add(word, problem, Rule.FIGURE_CLAIM)
        return replace(made, sound=self.sound)

    def _count(self, figure: Figure, wanted: Any) -> None:
        if not isinstance(wanted, dict):
            self._add("counts", "'counts' are tables: [counts.name]")
            return
        for name, entry in wanted.items():
            try:
                self.counts[name] = counts.count(figure, entry, self.store.cut_off)
            except ValueError as error:
                self._add(f"counts.{name}", f"the count {name!r} {error}")

    # Each kind

    def _chart(self, table: dict[str, Any], shared: dict[str, Any]) -> Chart:
        panels = [self._panel(entry) for entry in self._tables(table, "panels")]
        if not any(panel.rows for panel in panels):
            self._add("panels", "the chart has no rows: [[panels]] with rows = [{ label = …, value = … }]")
        return Chart(**shared, **self._behind(), panels=tuple(panels))

    def _panel(self, table: dict[str, Any]) -> Panel:
        keys = ("title", "axis", "name", "rows", "key", "squares", "at", "at_label", "unit")
        self._keys(table, keys, "a panel")
        title = plain(self._running(table.get("title", ""), "title"))
        axis = table.get("axis", "")
        if axis not in set(Axis):
            self._add("axis", f"the axis {axis!r} is not known; use one of {', '.join(Axis)}")
            axis = Axis.PERCENT
        rows = [row for entry in self._tables(table, "rows") if (row := self._row(entry, Axis(axis)))]
        series = [row for row in rows if row.link is Link.SERIES]
        wanted = max((len(row.marks) for row in series), default=1)
        key = _texts(table.get("key", []))
        named = 2 if axis == Axis.SQUARES and key else wanted if wanted > 1 else 0
        if wanted > 2 or len(key) != named or any(len(row.marks) not in (0, wanted) for row in series):
            self._add("key", f"the panel {title!r} has rows of one or two marks; with two, 'key' names both")
            rows = []
        at = self._mark(table["at"], Axis(axis)) if "at" in table else None
        return Panel(
            title,
            Axis(axis),
            plain(self._running(table.get("name", ""), "name")),
            tuple(rows),
            key,
            bool(table.get("squares", False)),
            at,
            plain(self._running(table.get("at_label", ""), "at_label")),
            str(table.get("unit", "")),
        )

    def _row(self, entry: dict[str, Any], axis: Axis) -> Row | None:
        self._keys(entry, ("label", "means", "value", "values", "range", "says", "of", "groups"), "a row")
        link = Link.RANGE if "range" in entry else Link.SERIES
        names = _texts(entry.get("range", entry.get("values", [entry["value"]] if "value" in entry else [])))
        marks = [mark for name in names if (mark := self._mark(name, axis))]
        label = plain(self._running(entry.get("label", ""), "label"))
        says = plain(self._running(entry.get("says", ""), label))
        if not label or not (names or says):
            self._add(label or "rows", f"the row {label!r} lacks its label or its value")
            return None
        if link is Link.RANGE and len(names) != 2:
            self._add(label, f"the range of {label!r} is two values")
            return None
        means = plain(self._running(entry.get("means", ""), label))
        of, groups = (self._whole(entry.get(key), label) for key in ("of", "groups"))
        if axis is Axis.SQUARES and not of:
            self._add(label, f"the row {label!r} lacks 'of': how many squares there are")
        complete = tuple(marks) if len(marks) == len(names) else ()
        return Row(label, complete, means, says, link, groups, of)

    def _whole(self, name: Any, word: str) -> int:
        """A number of squares; none where none is named."""
        point = self._point(str(name), word) if name else None
        number = self._number(point) if point else None
        return round(number) if number and math.isfinite(number) else 0

    def _matrix(self, table: dict[str, Any], shared: dict[str, Any]) -> Table:
        states = {}
        for name, entry in table.get("states", {}).items():
            self._keys(entry, ("sign", "word", "meaning", "fill"), "a state")
            sign, word, fill = (str(entry.get(key, "")) for key in ("sign", "word", "fill"))
            if fill and fill not in FILLS:
                self._add(
                    f"states.{name}", f"the state {name!r} has the unknown fill {fill!r}; {closest(fill, FILLS)}"
                )
            if not word or sign not in SIGNS:
                self._add(f"states.{name}", f"the state {name!r} has a word and a sign, one of {SIGNS}")
            states[name] = State(sign, word, str(entry.get("meaning", "")), fill if fill in FILLS else "")
        columns: dict[str, str] = table.get("columns", {})
        lines = []
        for number, entry in enumerate(self._tables(table, "rows"), 1):
            self._keys(entry, ("label", "detail", "cells", "apart"), "a row")
            label = plain(self._running(entry.get("label", ""), "label"))
            cells = entry.get("cells", {})
            if missing := columns.keys() - cells.keys():
                self._add(label, f"the row {label!r} lacks the columns {', '.join(sorted(missing))}")
            if unknown := cells.keys() - columns.keys():
                self._add(label, f"the row {label!r} has the unknown columns {', '.join(sorted(unknown))}")
            made = tuple(self._cell(cells.get(column, {}), states, label, column) for column in columns)
            extent = self._extent(cells)
            said = (plain(self._running(entry.get("detail", ""), "detail")), str(EXTENTS.get(extent, "")))
            detail = "; ".join(part for part in said if part)
            apart = bool(entry.get("apart"))
            lines.append(Line(f"{self.id}-{number}", label, detail, made, {"read": extent}, apart))
        up, down = (plain(self._running(table.get(key, ""), key)) for key in ("up", "down"))
        boxes = bool(lines) and all(state.fill for state in states.values())
        form = Form.LADDER if self.kind is FigureKind.LADDER else Form.BOXES if boxes else Form.TABLE
        return Table(
            **shared,
            **self._behind(),
            form=form,
            head=(str(table.get("head", "")), *columns.values()),
            columns=tuple(columns),
            states=states,
            lines=tuple(lines),
            arrows=bool(table.get("arrows", False)),
            up=up,
            down=down,
        )

    def _extent(self, cells: dict[str, dict[str, Any]]) -> str:
        """How much was read of the first source of a row's records; empty when no record tells it."""
        names = [str(cell.get("record", "")) for cell in cells.values() if isinstance(cell, dict)]
        cited = [self.store.evidence[name].sources for name in names if name in self.store.evidence]
        first = {sources[0].key for sources in cited if sources}
        read = {source.read for sources in cited for source in sources if source.key in first}
        return next((extent for sort, extent in READ_AS.items() if sort in read), "")

    def _cell(self, entry: Any, states: dict[str, State], label: str, column: str) -> Cell:
        """A cell: words alone, or a state with its record, in words of its own where it has some."""
        if isinstance(entry, str):
            return Cell("", "", "", "", None, plain(self._running(entry, label)))
        self._keys(entry, ("state", "says", "record", "detail", "locator"), "a cell")
        state = str(entry.get("state", ""))
        says = plain(self._running(entry.get("says", ""), label))
        if state not in states:
            if entry:
                hint = closest(state, states)
                self._add(label, f"the cell {column!r} of {label!r} has the unknown state {state!r}; {hint}")
            return Cell("", "", "", "", None)
        record = self._record(entry["record"], label) if "record" in entry else None
        detail = plain(self._running(entry.get("detail", ""), label))
        if record is None or not record.sources:
            if "record" not in entry:
                self._add(label, f"the cell {column!r} of {label!r} names no record")
            return Cell(state, detail, "", "", None, says)
        first = record.sources[0]
        locator = str(entry.get("locator", "")) or first.locator
        return Cell(state, detail, first.key, locator, record.as_of, says)

    def _coverage(self, table: dict[str, Any], shared: dict[str, Any]) -> Table:
        functions = [name for name in _texts(table.get("functions", [])) if self._is_function(name)]
        lines = []
        found = [one for id in _texts(table.get("instruments", [])) if (one := self._instrument(id))]
        for one in found:
            covered = [one.covers.get(name, NOT_STATED) for name in functions]
            cells = tuple(Cell(c.state, c.what, c.source, c.locator, c.as_of) for c in covered)
            lines.append(Line(one.id, one.name, str(FORCES[one.force]), cells, {"force": str(one.force)}))
        states = {key: State(sign, str(word), str(meaning)) for key, (sign, word, meaning) in STATES.items()}
        return Table(
            **shared,
            **self._behind(),
            head=(str(_("Text and its force")), *(str(_(self.store.functions[name])) for name in functions)),
            columns=tuple(functions),
            states={str(key): state for key, state in states.items()},
            lines=tuple(lines),
            as_of=max((one.as_of for one in found), default=None),
        )

    def _is_function(self, name: str) -> bool:
        known = self.store.functions
        if name not in known:
            self._add(name, f"no function {name!r}; {closest(name, known)}")
        return name in known

    def _instrument(self, id: str) -> Instrument | None:
        folder = self.store.root / self.store.material / "instruments"
        path = folder / f"{id}.toml"
        self.files.append(f"{self.store.material}/instruments/{id}.toml")
        if not path.is_file():
            hint = closest(id, (other.stem for other in folder.glob("*.toml")))
            self._add(id, f"no instrument {id!r}; {hint}")
            return None
        made, complaints = read_instrument(
            path, path.relative_to(self.store.root).as_posix(), self.store.functions
        )
        self.complaints += complaints
        return made

    def _profile(self, table: dict[str, Any], shared: dict[str, Any]) -> Table:
        folder = self.store.root / self.store.material / str(table.get("evaluations", evaluations.FOLDER))
        paths = evaluations.files(folder)
        self.files += [path.relative_to(self.store.root).as_posix() for path in paths]
        found = self.store.profile(paths) if self.store.profile else None
        if found is None:
            self._add("kind", "nothing profiles evaluations; add 'reporting_standard' to extensions in conf.py")
            return Table(**shared, **self._behind())
        for path, problem in found.problems:
            shown = path.relative_to(self.store.root).as_posix()
            self.complaints.append(complaint(Rule.FIGURE, shown, 1, problem=problem))
        parts = profiles.parts(found.section, self.store.style, squares=bool(table.get("squares", False)))
        return Table(**shared, **self._behind(), **parts)

    def _timeline(self, table: dict[str, Any], shared: dict[str, Any]) -> Timeline:
        events = [event for entry in self._tables(table, "events") if (event := self._event(entry))]
        return Timeline(
            **shared,
            **self._behind(),
            events=tuple(sorted(events, key=lambda event: event.date)),
            recommendations=bool(table.get("recommendations", False)),
        )

    def _event(self, entry: dict[str, Any]) -> Event | None:
        self._keys(entry, ("kind", "what", "who", "instrument", "date"), "an event")
        what = self._running(entry.get("what", ""), "what")
        word = plain(what) or "events"
        who = str(entry.get("who", ""))
        if not plain(what) or not who:
            self._add(word, f"the event {word!r} lacks 'what' or 'who'")
        if entry.get("kind") not in set(Occasion):
            self._add(word, f"the event {word!r} has no kind: one of {', '.join(Occasion)}")
            return None
        dated = self._dated(entry, word)
        if dated is None:
            return None
        return Event(dated.first, Occasion(entry["kind"]), what, who, *dated[1:])

    def _lanes(self, table: dict[str, Any], shared: dict[str, Any]) -> AskedLanes:
        lanes = _texts(table.get("lanes", []))
        entries, asked = [], []
        for entry in self._tables(table, "entries"):
            self._keys(entry, ("lane", "what", "date", "until", "instrument", "asked"), "an entry")
            what = self._running(entry.get("what", ""), "what")
            lane, word = str(entry.get("lane", "")), plain(what) or "entries"
            if lane not in lanes:
                self._add(
                    lane or word, f"the entry {word!r} has the unknown lane {lane!r}; {closest(lane, lanes)}"
                )
            elif "asked" in entry:
                asked.append((lane, str(entry["asked"]), what))
            elif not plain(what):
                self._add(word, f"an entry of {lane!r} lacks 'what'")
            elif dated := self._dated(entry, word):
                until = self._day(entry["until"], word) if "until" in entry else None
                entries.append(LaneEntry(lane, dated.first, until, what, *dated[1:]))
        return AskedLanes(
            **shared,
            **self._behind(),
            lanes=lanes,
            entries=tuple(entries),
            asked=tuple(asked),
            span=self._span(table["span"]) if isinstance(table.get("span"), dict) else None,
            mark=self._cut_off_mark() if table.get("cut_off", False) else None,
        )

    def _cut_off_mark(self) -> DayMark | None:
        if self.store.cut_off is None:
            return None
        words = str(_("evidence to {date}")).format(date=self.store.style.date(self.store.cut_off))
        return DayMark(self.store.cut_off, words)

    def _span(self, entry: dict[str, Any]) -> Span | None:
        self._keys(entry, ("from", "to", "label"), "the span")
        first, last = (self._day(str(entry.get(key, "")), "span") for key in ("from", "to"))
        label = plain(self._running(entry.get("label", ""), "span"))
        if first and last and first <= last and label:
            return Span(first, last, label)
        self._add("span", "the span has 'from', 'to' and 'label', the first day not after the last")
        return None

    def _day(self, name: str, word: str) -> dt.date | None:
        point = self._point(name, word)
        if point and not isinstance(point.value, Day):
            self._add(word, f"{point.name!r} is no date")
        return point.value.date if point and isinstance(point.value, Day) else None

    def _dated(self, entry: dict[str, Any], word: str) -> RecordedDay | None:
        """The day of an event or an entry, with the source that has it: of an instrument, or of a record."""
        if "instrument" in entry:
            one = self._instrument(str(entry["instrument"]))
            if one is None:
                return None
            if one.date is None:
                self._add(word, f"the instrument {one.id!r} has no date")
                return None
            return RecordedDay(one.date, one.source, one.locator, one.as_of, one.id)
        name = str(entry.get("date", ""))
        day = self._day(name, word)
        if day is None:
            return None
        record = self.store.evidence[name.partition(".")[0].strip()]
        first = record.sources[0] if record.sources else None
        return RecordedDay(
            day, first.key if first else "", first.locator if first else "", record.as_of, record.id
        )

    _READERS: dict[FigureKind, Callable[[_File, dict[str, Any], dict[str, Any]], Figure]] = {
        FigureKind.CHART: _chart,
        FigureKind.MATRIX: _matrix,
        FigureKind.COVERAGE: _coverage,
        FigureKind.PROFILE: _profile,
        FigureKind.TIMELINE: _timeline,
        FigureKind.LADDER: _matrix,
        FigureKind.LANES: _lanes,
    }

    # Names and numbers

    def _running(self, template: Any, word: str) -> Text:
        """A text with its names replaced; a numeral that measures something is a name, never typed."""
        if not isinstance(template, str):
            self._add(word, f"{word!r} is text in quotation marks")
            return ()
        template = " ".join(template.split())
        typed = numerals.bare(
            PLACEHOLDER.sub("\N{OBJECT REPLACEMENT CHARACTER}", template), map(re.compile, self.store.allowed)
        )
        if typed:
            self._tell(
                complaint(Rule.BARE_NUMBER, self.shown, self._line_of(template[:40]), numerals.typed(typed[0]))
            )
        parts: list[str | Printed] = []
        end = 0
        for found in PLACEHOLDER.finditer(template):
            parts.append(template[end : found.start()])
            end = found.end()
            if found.group(1) == INTERVAL:
                parts.append(self._interval())
            elif found.group(1) == CUT_OFF and self.store.cut_off:
                parts.append(self.store.style.date(self.store.cut_off))
            elif (name := found.group(1).partition(":")[0]) in self.counts:
                parts.append(self._counted(name, found.group(1).partition(":")[2]))
            elif point := self._point(found.group(1), found.group(1)):
                # what was given to a formula is no number of the record
                given = point.form not in FORMS
                parts.append(point.text if given else Printed(point.record.id, point.name, point.text))
            else:
                parts.append(found.group(1))
        parts.append(template[end:])
        language = self.store.style.locale
        return tuple(smartyPants(part, "qe", language) if type(part) is str else part for part in parts if part)

    def _counted(self, name: str, form: str) -> str:
        """A count as a text prints it: its number, its first date, or its column and share."""
        found, style = self.counts[name], self.store.style
        if not form:
            return style.number(found.number)
        if form == "first" and found.dates:
            return style.date(min(found.dates))
        if form == "column" and found.tally:
            return found.tally.title
        if form == "share" and found.tally:
            share = str(_("{met} of {applicable}"))
            return share.format(met=style.number(found.tally.met), applicable=style.number(found.tally.of))
        self._add(name, f"the count {name!r} has no form {form!r}; there are first, column, share")
        return name

    def _interval(self) -> str:
        """Which interval it is, in words: level and method."""
        method = METHODS[self.store.style.method]
        return str(_("{level} interval, {method}")).format(level=self.store.style.percent(0.95), method=method)

    def _mark(self, name: str, axis: Axis) -> Mark | None:
        point = self._point(name, name)
        if point is None:
            return None
        value, low, high = point.value, None, None
        number = self._number(point)
        count = value if isinstance(value, Count) and point.form in FORMS else None
        published = isinstance(value, Quantity) and value.origin is None and point.form == "value"
        if count and point.form == "value":
            bounds = count.interval(self.store.style.method)
            low, high = 100 * bounds.low, 100 * bounds.high
        elif (
            isinstance(value, Quantity)
            and point.form == "value"
            and value.low is not None
            and value.high is not None
        ):
            low, high = value.low, value.high
        if number is None or not math.isfinite(number):
            self._add(name, f"{name!r} is no finite number")
            return None
        unit = value.unit if isinstance(value, Quantity) and point.form == "value" else ""
        if not _fits(axis, number, "percent" if _is_percent(point) else unit):
            self._add(name, f"the unit of {name!r} does not fit the axis {axis.value!r}")
            return None
        if axis is Axis.DURATION:
            number *= HOURS[unit]
            low, high = (None if bound is None else bound * HOURS[unit] for bound in (low, high))
        successes, trials = (count.successes, count.trials) if count else (None, None)
        return Mark(number, point.text, low, high, successes, trials, name.strip(), published)

    def _number(self, point: Point) -> float | None:
        """The number of a point; shares in percent."""
        value = point.value
        if isinstance(value, Count):
            return float({"trials": value.trials, "successes": value.successes}.get(point.form, 100 * value.rate))
        given = _given(value, point.form)
        if isinstance(given, int | float):
            return given * 100 if isinstance(given, float) else float(given)
        return value.number if isinstance(value, Quantity) and point.form == "value" else None

    def _numbers(self, name: str, what: str) -> float | str:
        """For a claim: what of the named value or count; a problem in words when there is no such number."""
        if what == "count":
            found = self.counts.get(name)
            return found.number if found else f"there is no count {name!r}"
        point = self._point(name, name)
        if point is None:
            return ""
        if isinstance(point.value, Count):
            bounds = point.value.interval(self.store.style.method)
            low, high = 100 * bounds.low, 100 * bounds.high
            numbers = {
                "trials": point.value.trials,
                "successes": point.value.successes,
                "rate": 100 * point.value.rate,
                "low": low,
                "high": high,
                "width": high - low,
            }
            return numbers.get(what, f"of a count, a claim is about one of {', '.join(numbers)}")
        number = self._number(point)
        return number if what == "number" and number is not None else f"{name!r} has no {what!r}"

    def _point(self, name: str, word: str) -> Point | None:
        """The value that ``record.value:form`` names."""
        path, _colon, form = name.strip().partition(":")
        owner, _dot, short = path.partition(".")
        record = self._record(owner, word)
        if record is None:
            return None
        if short not in record.values:
            hint = closest(short, record.values) if record.values else "the record has no values"
            self._add(word, f"no value {path!r}; {hint}")
            return None
        value = record.values[short]
        try:
            return Point(record, value, form or "value", self._written(value, form or "value"), short)
        except (ValueError, KeyError) as error:
            self._add(word, f"{path!r} has no form {form!r}: {error}")
            return None

    def _written(self, value: Value, form: str) -> str:
        style = self.store.style
        if isinstance(value, Count) and form in ("trials", "successes"):
            return style.number(value.trials if form == "trials" else value.successes)
        if (given := _given(value, form)) is not None:
            numbers = given if isinstance(given, list | tuple) else [given]
            written = [style.percent(n) if isinstance(n, float) else style.number(n) for n in numbers]
            return (" " + str(_("and")) + " ").join(written)
        return style.form(value, form)

    def _record(self, id: str, word: str) -> Evidence | None:
        record = self.store.evidence.get(id)
        if record is None:
            self._add(word, unknown("evidence record", id, self.store.evidence))
            self.files.append(f"{self.store.material}/evidence/{id}.toml")
            return None
        self.used[record.id] = record
        if record.path not in self.files:
            self.files.append(record.path)
        return record

    # The file

    def _behind(self) -> dict[str, Any]:
        return {"records": tuple(self.used.values()), "files": tuple(dict.fromkeys(self.files))}

    def _table(self) -> dict[str, Any] | None:
        path = self.store.root / self.shown
        if not path.is_file():
            self._at(1, f"no such figure; {closest(self.id, known(self.store))}")
            return None
        self.file = File(path, self.shown, Rule.FIGURE)
        for found in self.file.complaints:
            self._tell(found)
        return self.file.data if self.file.sound else None

    def _tables(self, table: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
        entries = table.get(key, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self._add(key, f"{key!r} are tables: [[{key}]]")
            return
        yield from entries

    def _keys(self, table: Any, known_keys: Sequence[str], where: str) -> None:
        for key in table.keys() - set(known_keys):
            inside = f" in {where}" if where else ""
            self._add(key, f"{unknown_key(key, known_keys)}{inside}")

    def _add(self, word: str, problem: str, rule: Rule = Rule.FIGURE) -> None:
        self._at(self._line_of(word), problem, rule)

    def _at(self, line: int, problem: str, rule: Rule = Rule.FIGURE) -> None:
        self._tell(complaint(rule, self.shown, line, problem=problem))

    def _line_of(self, word: str) -> int:
        return self.file.line_with(word) if self.file else 1

    def _tell(self, found: Complaint) -> None:
        self.sound = False
        if found not in self.complaints:
            self.complaints.append(found)


WANTED = {
    "title": "a sentence that says what the figure shows",
    "message": "the same in words for who does not see it, with its numbers as {record.value}",
}


def _fits(axis: Axis, number: float, unit: str) -> bool:
    """Whether a number of that unit may stand on the axis."""
    match axis:
        case Axis.PERCENT:
            return unit == "percent" and 0 <= number <= 100
        case Axis.DURATION:
            return unit in HOURS and number > 0
        case Axis.STEPS:
            return unit != "percent" and number >= 1
        case Axis.LOG:
            return number > 0
        case Axis.SQUARES:
            return unit != "percent" and number >= 0
    return unit != "percent"


def _is_percent(point: Point) -> bool:
    """Whether a point is a share: a count, a percentage, or a fraction given to a formula."""
    if isinstance(point.value, Count):
        return point.form not in ("trials", "successes")
    if point.form == "value":
        return isinstance(point.value, Quantity) and point.value.unit == "percent"
    return isinstance(_given(point.value, point.form), float)


def _given(value: Value, form: str) -> Any:
    """What was given to the formula of a derived value under that name; else nothing."""
    return dict(value.origin.given).get(form) if value.origin and not isinstance(value, Count) else None


def _texts(value: Any) -> tuple[str, ...]:
    """A list of texts; anything else as none."""
    return tuple(str(item) for item in value) if isinstance(value, list) else ()
