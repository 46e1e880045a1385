"""Reads a figure's data file for a brief: what its names stand for in the records, and the kinds that briefs add.

A data file types no number that a record holds: rows name values (``record.value``), texts name them in
braces (``{record.value:count}``), and claims say what of the title follows from which of them.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from policybrief.data import evaluations
from policybrief.data.instruments import FORCES, NOT_STATED, STATES, Force, Instrument, read_instrument
from policybrief.data.toml import File
from policybrief.figures import scorecards
from policybrief.figures.model import AskedLanes, Event, FigureKind, Occasion, Timeline
from policybrief.words import numerals
from policybrief.words.complaints import Complaint, Rule, closest, complaint, unknown
from policybrief.words.messages import _
from policybrief.words.records import Printed, Read
from policybrief.words.spaces import kept_together
from sphinx_accessible_figures.model import Cell, DayMark, Figure, Line, State, Table, Text, plain
from sphinx_accessible_figures.reading import DatedAt, Named, Place, Reader, texts
from written_values.values import FORMS, Count, Day, Quantity, Style, Value

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from policybrief.words.records import Evidence

FOLDER = "figures"
METHODS = {"wilson": "Wilson", "exact": "Clopper–Pearson"}
READ_AS = {Read.FULL_TEXT: "whole", Read.PASSAGE: "parts", Read.ABSTRACT: "abstract"}
EXTENTS = {
    "whole": _("whole text used"),
    "parts": _("parts used"),
    "abstract": _("abstract used"),
}
ROW = re.compile(r"(?<!\w)(?:label|values?|range|at)\s*=")
"""What a line of a row has."""
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


class Point(NamedTuple):
    """One named number: its record, itself, and how it is printed."""

    record: Evidence
    value: Value
    form: str
    text: str
    name: str


def read_figure(id: str, kind: FigureKind, store: FigureMaterial) -> tuple[Figure | None, list[Complaint]]:
    """The figure of that id, or nothing when its file cannot be read; and what is wrong with it."""
    reader = FigureReader(id, kind, store)
    return reader.read(), reader.complaints


class FigureReader(Reader):
    """One data file of a brief on its way to a figure."""

    OWN = ("records",)
    KEYS: ClassVar[dict[str, tuple[str, ...]]] = {
        **Reader.KEYS,
        FigureKind.LANES: ("lanes", "entries", "span", "cut_off"),
        FigureKind.COVERAGE: ("instruments", "functions"),
        FigureKind.PROFILE: ("evaluations", "squares"),
        FigureKind.TIMELINE: ("events", "recommendations"),
    }
    CELL = ("record", "locator")
    ENTRY = ("date", "until", "instrument", "asked")
    WANTED: ClassVar[dict[str, str]] = {
        **Reader.WANTED,
        "message": "the same in words for who does not see it, with its numbers as {record.value}",
    }

    def __init__(self, id: str, kind: FigureKind, store: FigureMaterial) -> None:
        super().__init__(id, kind, f"{store.material}/{FOLDER}/{id}.toml", store.style, store.cut_off)
        self.store = store
        self.file: File | None = None
        self.complaints: list[Complaint] = []
        self.used: dict[str, Evidence] = {}
        self.asked: list[tuple[str, str, Text]] = []
        self.files = [self.path]

    def read(self) -> Figure | None:
        """The figure; nothing where the file is no data."""
        path = self.store.root / self.path
        if not path.is_file():
            known = sorted(other.stem for other in path.parent.glob("*.toml"))
            self.wrong("", f"no such figure; {closest(self.id, known)}")
            return None
        self.file = File(path, self.path, Rule.FIGURE)
        self.complaints += self.file.complaints
        self.sound = not self.complaints
        return self.figure(self.file.data) if self.file.sound else None

    def figure(self, table: dict[str, Any]) -> Figure | None:
        """The figure, and the records that it names as a whole."""
        if table.get("kind") == self.kind:
            for name in texts(table.get("records", [])):
                self._record(name, "records")
        made = super().figure(table)
        marks = [mark for panel in getattr(made, "panels", ()) for row in panel.rows for mark in row.marks]
        theirs = next((mark.name for mark in marks if mark.published and mark.between), "")
        if theirs and self.file and f"{{{INTERVAL}}}" in self.file.text:
            problem = (
                f"{{{INTERVAL}}} names the interval that is computed here, and {theirs!r} has that of its source"
            )
            self.wrong(f"{{{INTERVAL}}}", f"{problem}; say in words what the source calls it")
        return made

    def running(self, template: Any, word: str) -> Text:
        """A text with its names replaced and its no-break spaces: a drawing is wrapped before others are set."""
        said = super().running(template, word)
        language = self.store.style.locale
        return tuple(kept_together(part, language) if isinstance(part, str) else part for part in said)

    def readers(self) -> dict[str, Callable[[dict[str, Any], dict[str, Any]], Figure]]:
        """The kinds of briefs beside the others."""
        own = {"coverage": self._coverage, "profile": self._profile, "timeline": self._timeline}
        return super().readers() | own

    def tell(self, word: str, problem: str, *, claim: bool = False) -> None:
        """A complaint about the line that has *word*."""
        self._add(word, problem, Rule.FIGURE_CLAIM if claim else Rule.FIGURE)

    def _add(self, word: str, problem: str, rule: Rule) -> None:
        self.sound = False
        found = complaint(rule, self.path, self.line_of(word), problem)
        if found not in self.complaints:
            self.complaints.append(found)

    def line_of(self, word: str) -> int:
        """The line that has *word*: of a number rather its row than a text or a claim that names it, too."""
        lines = list(enumerate(self.file.text.split("\n"), 1)) if self.file else []
        having = [(number, line) for number, line in lines if word and word in line]
        rows = [number for number, line in having if ROW.search(line)]
        return next(iter([*rows, *(number for number, _line in having)]), 1)

    def sources(self) -> tuple[tuple[Evidence, ...], tuple[str, ...]]:
        """The records and the files that the figure turned out to rest on."""
        return tuple(self.used.values()), tuple(dict.fromkeys(self.files))

    def possible(self, figure: Figure) -> set[str]:
        """How much was read of a source, how firmly a text binds, what happened."""
        own: tuple[str, ...] = (*EXTENTS, *Force) if isinstance(figure, Table) else tuple(Occasion)
        return super().possible(figure) | set(own)

    def _coverage(self, table: dict[str, Any], shared: dict[str, Any]) -> Table:
        functions = [name for name in texts(table.get("functions", [])) if self._is_function(name)]
        lines = []
        found = [one for id in texts(table.get("instruments", [])) if (one := self._instrument(id))]
        for one in found:
            covered = [one.covers.get(name, NOT_STATED) for name in functions]
            cells = tuple(Cell(c.state, c.what, c.source, c.locator, c.as_of) for c in covered)
            lines.append(Line(one.id, one.name, str(FORCES[one.force]), cells, {"force": str(one.force)}))
        states = {key: State(sign, str(word), str(meaning)) for key, (sign, word, meaning) in STATES.items()}
        return Table(
            **shared,
            head=(str(_("Text and its force")), *(str(_(self.store.functions[name])) for name in functions)),
            columns=tuple(functions),
            states={str(key): state for key, state in states.items()},
            lines=tuple(lines),
            as_of=max((one.as_of for one in found), default=None),
        )

    def _is_function(self, name: str) -> bool:
        known = self.store.functions
        if name not in known:
            self.wrong(name, f"no function {name!r}; {closest(name, known)}")
        return name in known

    def _instrument(self, id: str) -> Instrument | None:
        folder = self.store.root / self.store.material / "instruments"
        path = folder / f"{id}.toml"
        self.files.append(f"{self.store.material}/instruments/{id}.toml")
        if not path.is_file():
            hint = closest(id, (other.stem for other in folder.glob("*.toml")))
            self.wrong(id, f"no instrument {id!r}; {hint}")
            return None
        shown = path.relative_to(self.store.root).as_posix()
        made, complaints = read_instrument(path, shown, self.store.functions)
        self.complaints += complaints
        return made

    def _profile(self, table: dict[str, Any], shared: dict[str, Any]) -> Table:
        folder = self.store.root / self.store.material / str(table.get("evaluations", evaluations.FOLDER))
        paths = evaluations.files(folder)
        self.files += [path.relative_to(self.store.root).as_posix() for path in paths]
        found = self.store.profile(paths) if self.store.profile else None
        if found is None:
            self.wrong("kind", "nothing profiles evaluations; add 'reporting_standard' to extensions in conf.py")
            return Table(**shared)
        for path, line, problem in found.problems:
            shown = path.relative_to(self.store.root).as_posix()
            self.complaints.append(complaint(Rule.FIGURE, shown, line, problem=problem))
        parts = scorecards.parts(found.section, self.store.style, squares=bool(table.get("squares", False)))
        return Table(**shared, **parts)

    def _timeline(self, table: dict[str, Any], shared: dict[str, Any]) -> Timeline:
        events = [event for entry in self.tables(table, "events") if (event := self._event(entry))]
        return Timeline(
            **shared,
            events=tuple(sorted(events, key=lambda event: event.date)),
            recommendations=bool(table.get("recommendations", False)),
        )

    def _event(self, entry: dict[str, Any]) -> Event | None:
        self.keys(entry, ("kind", "what", "who", "instrument", "date"), "an event")
        what = self.running(entry.get("what", ""), "what")
        word = plain(what) or "events"
        who = str(entry.get("who", ""))
        if not plain(what) or not who:
            self.wrong(word, f"the event {word!r} lacks 'what' or 'who'")
        if entry.get("kind") not in set(Occasion):
            self.wrong(word, f"the event {word!r} has no kind: one of {', '.join(Occasion)}")
            return None
        dated = self.dated(entry, word)
        if dated is None:
            return None
        return Event(dated.first, Occasion(entry["kind"]), what, who, *dated[1:])

    def lanes(self, table: dict[str, Any], shared: dict[str, Any]) -> AskedLanes:
        """Days in lanes, those that recommendations ask for apart."""
        return AskedLanes(**vars(super().lanes(table, shared)), asked=tuple(self.asked))

    def set_aside(self, entry: dict[str, Any], lane: str, what: Text) -> bool:
        """What a recommendation asks for has the day that the recommendation sets."""
        if "asked" in entry:
            self.asked.append((lane, str(entry["asked"]), what))
        return "asked" in entry

    def marked(self, table: dict[str, Any]) -> DayMark | None:
        """The cut-off of the evidence, where it is to be shown."""
        if self.cut_off is None or not table.get("cut_off", False):
            return None
        words = str(_("evidence to {date}")).format(date=self.store.style.date(self.cut_off))
        return DayMark(self.cut_off, words)

    def day(self, name: Any, word: str) -> dt.date | None:
        """The date that a record holds under that name."""
        point = self._point(str(name or ""), word)
        if point and not isinstance(point.value, Day):
            self.wrong(word, f"{point.name!r} is no date")
        return point.value.date if point and isinstance(point.value, Day) else None

    def dated(self, entry: dict[str, Any], word: str) -> DatedAt | None:
        """The day of an event or an entry, with the source that has it: of an instrument, or of a record."""
        if "instrument" in entry:
            one = self._instrument(str(entry["instrument"]))
            if one is None:
                return None
            if one.date is None:
                self.wrong(word, f"the instrument {one.id!r} has no date")
                return None
            return DatedAt(one.date, one.source, one.locator, one.as_of, one.id)
        name = str(entry.get("date", ""))
        day = self.day(name, word)
        if day is None:
            return None
        record = self.store.evidence[name.partition(".")[0].strip()]
        first = record.sources[0] if record.sources else None
        place = (first.key, first.locator) if first else ("", "")
        return DatedAt(day, *place, record.as_of, record.id)

    def behind(self, entry: dict[str, Any], label: str, column: str) -> Place:
        """The first source of the record that a cell names."""
        if "record" not in entry:
            self.wrong(label, f"the cell {column!r} of {label!r} names no record")
            return Place()
        record = self._record(entry["record"], label)
        if record is None or not record.sources:
            return Place()
        first = record.sources[0]
        return Place(first.key, str(entry.get("locator", "")) or first.locator, record.as_of)

    def extent(self, cells: dict[str, Any]) -> tuple[dict[str, str], str]:
        """How much was read of the first source of a row's records; empty when no record tells it."""
        names = [str(cell.get("record", "")) for cell in cells.values() if isinstance(cell, dict)]
        cited = [self.store.evidence[name].sources for name in names if name in self.store.evidence]
        first = {sources[0].key for sources in cited if sources}
        read = {source.read for sources in cited for source in sources if source.key in first}
        found = next((extent for sort, extent in READ_AS.items() if sort in read), "")
        return {"read": found}, str(EXTENTS.get(found, ""))

    # Names and numbers

    def check_typed(self, template: str) -> None:
        """A numeral that measures something is a name, never typed."""
        plain_words = re.sub(r"\{[^{}]*\}", "\N{OBJECT REPLACEMENT CHARACTER}", template)
        if typed := numerals.bare(plain_words, numerals.allowed(self.store.allowed)):
            self._add(template[:40], numerals.typed(typed[0]), Rule.BARE_NUMBER)

    def said(self, name: str) -> str | Printed:
        """A number of a record, which interval is drawn, or the last day of the evidence."""
        style = self.store.style
        if name == INTERVAL:
            level, method = style.percent(0.95), METHODS[style.method]
            return str(_("{level} interval, {method}")).format(level=level, method=method)
        if name == CUT_OFF and self.cut_off:
            return style.date(self.cut_off)
        point = self._point(name, name)
        if point is None:
            return name
        # what was given to a formula is no number of the record
        return Printed(point.record.id, point.name, point.text) if point.form in FORMS else point.text

    def named(self, name: str, word: str) -> Named | None:
        """The number of a value; shares in percent."""
        point = self._point(name, word)
        if point is None:
            return None
        value, whole = point.value, point.form == "value"
        number = _number(point)
        unit = "percent" if _is_percent(point) else value.unit if isinstance(value, Quantity) and whole else ""
        made = Named(float("nan") if number is None else number, point.text, unit)
        if isinstance(value, Count) and point.form in FORMS:
            bounds = value.interval(self.store.style.method)
            made = made._replace(successes=value.successes, trials=value.trials)
            written = self.store.style.interval(value)
            return made._replace(low=100 * bounds.low, high=100 * bounds.high, between=written) if whole else made
        if not isinstance(value, Quantity) or not whole:
            return made
        between = self.store.style.bounds(value)
        low, high = (value.low, value.high) if between else (None, None)
        return made._replace(low=low, high=high, published=value.origin is None, between=between)

    def claimed(self, name: str, what: str) -> float | str:
        """For a claim: what of the named value."""
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
        number = _number(point)
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
            self.wrong(word, f"no value {path!r}; {hint}")
            return None
        value = record.values[short]
        try:
            return Point(record, value, form or "value", self._written(value, form or "value"), short)
        except (ValueError, KeyError) as error:
            self.wrong(word, f"{path!r} has no form {form!r}: {error}")
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
            self.wrong(word, unknown("evidence record", id, self.store.evidence))
            self.files.append(f"{self.store.material}/evidence/{id}.toml")
            return None
        self.used[record.id] = record
        if record.path not in self.files:
            self.files.append(record.path)
        return record


def _number(point: Point) -> float | None:
    """The number of a point; shares in percent."""
    value = point.value
    if isinstance(value, Count):
        return float({"trials": value.trials, "successes": value.successes}.get(point.form, 100 * value.rate))
    given = _given(value, point.form)
    if isinstance(given, int | float):
        return given * 100 if isinstance(given, float) else float(given)
    return value.number if isinstance(value, Quantity) and point.form == "value" else None


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
