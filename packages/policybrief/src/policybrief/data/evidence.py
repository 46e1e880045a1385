"""Reads the material: one TOML file a record, its name the id.

What cannot be read is a complaint with file and line, and the other records are still read.
A record is plain text; only ``{name}`` of one of its own values is replaced, by the value as written
in the language of the brief.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from policybrief.words import controls
from policybrief.words.complaints import Complaint, Rule, complaint
from policybrief.words.records import Certainty, Citation, Evidence, Kind, Read, Use
from policybrief.words.values import Count, Day, Derived, Money, Quantity, Value

T = TypeVar("T", bound=StrEnum)

REQUIRED = ("statement", "kind", "certainty", "reasons", "not_shown", "as_of", "sources")
OPTIONAL = ("use", "attribution", "conflicts", "values")
CITATION = ("key", "locator", "read", "checked")
VALUE_KEYS: dict[type[Value], tuple[str, ...]] = {
    Count: ("successes", "trials", "attempt"),
    Quantity: ("number", "unit", "low", "high", "prefix"),
    Money: ("amount", "currency", "year", "low", "high"),
    Day: ("date",),
}
"""The keys of each sort of value; the first one tells the sort."""
TEXTS = {"formula", "label", "attempt", "unit", "prefix", "currency"}
"""The keys of values that are text."""
MOST_TRIALS = 1_000_000
LARGEST = 1e15
"""Numbers from here on lose their last digits in print."""
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SOURCE_HEAD = re.compile(r"\s*\[\[\s*sources\s*\]\]")
VALUE_NAME = re.compile(r"\{([a-z0-9_-]+)(?::(count|rate|interval))?\}")


@dataclass
class Reading:
    """What reading a folder of material gave: records by id, and complaints."""

    records: dict[str, Evidence] = field(default_factory=dict)
    derived: dict[tuple[str, str], tuple[Derived, int]] = field(default_factory=dict)
    """Values still to be computed, by record and name, with their line."""
    complaints: list[Complaint] = field(default_factory=list)


def read_folder(folder: Path, root: Path) -> Reading:
    """All records below *folder*; paths in records and complaints are relative to *root*."""
    reading = Reading()
    for path in sorted(folder.rglob("*.toml"), key=lambda path: (path.stem, path)):  # in whatever folder
        file = _File(path, path.relative_to(root).as_posix(), reading.complaints)
        record = file.record()
        if record is None:
            continue
        if other := reading.records.get(record.id):
            reading.complaints.append(
                complaint(Rule.DUPLICATE_ID, record.path, 1, id=record.id, other=other.path, what="record")
            )
        else:
            reading.records[record.id] = record
            reading.derived |= {(record.id, name): found for name, found in file.derived.items()}
    return reading


class _File:
    """One file of the material on its way to a record."""

    def __init__(self, path: Path, shown: str, complaints: list[Complaint]) -> None:
        self.id = path.stem
        self.path = path
        self.shown = shown
        self.complaints = complaints
        self.text = ""
        self.derived: dict[str, tuple[Derived, int]] = {}
        self.sound = True

    def record(self) -> Evidence | None:
        """The record, or nothing after at least one complaint."""
        table = self._table()
        if table is None:
            return None
        table = self._without_controls(table)
        if not ID.fullmatch(self.id):
            self._wrong("", f"the file name {self.id!r} is the id: use small letters, digits and single hyphens")
        for key in table.keys() - {*REQUIRED, *OPTIONAL}:
            self._wrong(key, f"unknown key {key!r}; known are {', '.join((*REQUIRED, *OPTIONAL))}")
        for key in REQUIRED:
            if key not in table:
                self._wrong("", f"the key {key!r} is missing")
        values = self._values(table.get("values", {}))
        citations = self._citations(table.get("sources", []))
        statement = self._text(table, "statement")
        for name, _form in VALUE_NAME.findall(statement):
            if name not in values and name not in self.derived:
                self._wrong(
                    "statement", f"the statement names the value {{{name}}}, which the record does not have"
                )
        conflicts = table.get("conflicts", [])
        if not isinstance(conflicts, list) or not all(isinstance(c, str) for c in conflicts):
            self._wrong("conflicts", "'conflicts' is a list of sentences")
            conflicts = []
        kind = self._choice(table, "kind", Kind, Kind.POSITION)
        use = self._choice(table, "use", Use, Use.PRINT)
        attribution = self._text(table, "attribution", required=False)
        if use is Use.ATTRIBUTED and not attribution:
            self._wrong("use", "use is 'attributed': the key 'attribution' says who said it")
        record = Evidence(
            id=self.id,
            statement=statement,
            kind=kind,
            certainty=self._choice(table, "certainty", Certainty, Certainty.VERY_LOW),
            reasons=self._text(table, "reasons"),
            not_shown=self._text(table, "not_shown"),
            as_of=self._day(table, "as_of"),
            sources=citations,
            use=use,
            attribution=attribution,
            conflicts=tuple(conflicts),
            values=values,
            path=self.shown,
        )
        return record if self.sound else None

    def _table(self) -> dict[str, Any] | None:
        try:
            self.text = self.path.read_bytes().decode("utf-8")
            return tomllib.loads(self.text)
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            self._add(line, "the file is not UTF-8; save it as UTF-8")
        except tomllib.TOMLDecodeError as error:
            at = re.search(r"at line (\d+)", str(error))
            self._add(int(at.group(1)) if at else max(1, self.text.count("\n")), f"not TOML: {error}")
        return None

    def _without_controls(self, data: Any, at: int = 1) -> Any:
        """The data with U+FFFD for each control character, which TOML lets in as an escape."""
        match data:
            case str():
                for name in controls.names(data):
                    found = complaint(Rule.CONTROL_CHARACTER, self.shown, at, id=name)
                    self.complaints.append(found)
                return controls.replaced(data)
            case dict():
                return {key: self._without_controls(value, self._line_of(key)) for key, value in data.items()}
            case list():
                return [self._without_controls(value, at) for value in data]
            case _:
                return data

    def _text(self, table: dict[str, Any], key: str, *, required: bool = True) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            self._wrong(key, f"{key!r} is text in quotation marks")
            return ""
        if required and key in table and not value.strip():
            self._wrong(key, f"{key!r} is empty")
        return " ".join(value.split())

    def _choice(self, table: dict[str, Any], key: str, choices: type[T], default: T, after: int = 1) -> T:
        value = table.get(key, default)
        try:
            return choices(value)
        except ValueError:
            self._add(self._line_of(key, after), f"{key} {value!r} is not known; use one of {', '.join(choices)}")
            return default

    def _day(self, table: dict[str, Any], key: str) -> dt.date:
        value = table.get(key, dt.date.min)
        if type(value) is dt.date:
            return value
        self._wrong(key, f"{key!r} is a date like 2026-10-07, without quotation marks")
        return dt.date.min

    def _citations(self, tables: Any) -> tuple[Citation, ...]:
        if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
            self._wrong("sources", "sources are tables: [[sources]] with key, locator and read")
            return ()
        if not tables and "sources" in self.text:
            self._wrong("sources", "the record names no source")
        heads = [n for n, line in enumerate(self.text.split("\n"), 1) if SOURCE_HEAD.match(line)]
        if len(heads) != len(tables):  # written in another way than [[sources]]
            heads = [self._line_of("sources")] * len(tables)
        return tuple(self._citation(table, line) for table, line in zip(tables, heads, strict=True))

    def _citation(self, table: dict[str, Any], line: int) -> Citation:
        """One source; its place is the line of its ``[[sources]]``."""
        for unknown in table.keys() - set(CITATION):
            self._add(line, f"unknown key {unknown!r} in a source; known are {', '.join(CITATION)}")
        texts = {key: table.get(key, "") for key in ("key", "locator")}
        for key, text in texts.items():
            if not isinstance(text, str):
                self._add(line, f"{key!r} of a source is text in quotation marks")
        if not texts["key"]:
            self._add(line, "a source without 'key'")
        checked = table.get("checked")
        if checked is not None and type(checked) is not dt.date:
            self._add(line, "'checked' is a date like 2026-10-07, without quotation marks")
            checked = None
        read = self._choice(table, "read", Read, Read.NOT_RECHECKED, line)
        return Citation(str(texts["key"]).strip(), " ".join(str(texts["locator"]).split()), read, checked, line)

    def _values(self, tables: Any) -> dict[str, Value]:
        if not isinstance(tables, dict):
            self._wrong("values", "values are tables: [values.<name>]")
            return {}
        values = {}
        for name, table in tables.items():
            try:
                value = value_from(table)
                if isinstance(value, Derived):
                    self.derived[name] = value, self._line_of(f"values.{name}")
                else:
                    values[name] = value
            except ValueError as error:
                self._add(self._line_of(f"values.{name}"), f"the value {name!r} {error}")
        return values

    def _wrong(self, key: str, problem: str) -> None:
        self._add(self._line_of(key), problem)

    def _add(self, line: int, problem: str) -> None:
        self.sound = False
        self.complaints.append(complaint(Rule.EVIDENCE_FILE, self.shown, line, problem=problem))

    def _line_of(self, key: str, after: int = 1) -> int:
        """The line from *after* on that sets a key or opens its table, else that of the table around it."""
        sets = re.compile(rf"\s*(\[+\s*)?{re.escape(key)}\s*[]=.]") if key else re.compile("")
        for number, line in enumerate(self.text.split("\n")[after - 1 :], after):
            if sets.match(line):
                return number
        around, _dot, last = key.rpartition(".")
        return self._line_of(last, self._line_of(around, after)) if around else after


def value_from(table: Any) -> Value | Derived:
    """The value that one ``[values.<name>]`` table describes; a `ValueError` says what is wrong with it."""
    if not isinstance(table, dict):
        raise ValueError("is a table: [values.<name>]")
    for key in sorted(TEXTS & table.keys()):
        if not isinstance(table[key], str):
            raise ValueError(f"has a {key!r} that is not text in quotation marks")
    if "formula" in table:
        return _derived_from(table)
    sort = next((sort for sort, keys in VALUE_KEYS.items() if keys[0] in table), None)
    if sort is None:
        raise ValueError(f"has none of formula, {', '.join(keys[0] for keys in VALUE_KEYS.values())}")
    if unknown := table.keys() - {*VALUE_KEYS[sort], "label"}:
        raise ValueError(f"has the unknown key {min(unknown)!r}; known are {', '.join(VALUE_KEYS[sort])}, label")
    label = table.get("label", "")
    if sort is Count:
        successes, trials, attempt = (table.get(key) for key in VALUE_KEYS[Count])
        if type(successes) is not int or type(trials) is not int:
            raise ValueError("needs whole numbers 'successes' and 'trials'")
        if trials < 1:
            raise ValueError(f"has {trials} trials; there is at least one")
        if trials > MOST_TRIALS:
            raise ValueError(f"has {trials} trials; that is no count of trials")
        if not 0 <= successes <= trials:
            raise ValueError(f"has {successes} successes in {trials} trials")
        if not attempt:
            raise ValueError('needs its attempt rule: attempt = "single", "pass@10" …')
        return Count(successes, trials, attempt, label)
    if sort is Day:
        if type(table["date"]) is not dt.date:
            raise ValueError("has a date that is not written like 2026-10-07, without quotation marks")
        return Day(table["date"], label)
    low, high, number = table.get("low"), table.get("high"), table[VALUE_KEYS[sort][0]]
    if not all(n is None or _is_number(n) for n in (low, high)) or not _is_number(number):
        raise ValueError(f"needs finite numbers for {VALUE_KEYS[sort][0]}, low and high")
    if (low is None) != (high is None):
        raise ValueError("has one of low and high; give both or none")
    if low is not None and not low <= number <= high:
        raise ValueError(f"lies outside its own range: {number} is not between {low} and {high}")
    if sort is Money:
        currency, year = table.get("currency", ""), table.get("year")
        if not re.fullmatch("[A-Z]{3}", currency) or type(year) is not int:
            raise ValueError('needs a currency like "EUR" and the year of its prices')
        return Money(number, currency, year, low, high, label)
    unit, prefix = table.get("unit", ""), table.get("prefix", "")
    if unit == "percent" and not -100 <= number <= 100 and not prefix:
        raise ValueError(f"is {number} percent of something; say what in 'prefix', or use another unit")
    return Quantity(number, unit, low, high, prefix, label)


def _derived_from(table: dict[str, Any]) -> Derived:
    of = table.get("of", [])
    names = (of,) if isinstance(of, str) else of
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise ValueError("has an 'of' that is not one name of a value or a list of names")
    given = {key: what for key, what in table.items() if key not in ("formula", "of", "label")}
    return Derived(table["formula"], tuple(names), given, table.get("label", ""))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < LARGEST
