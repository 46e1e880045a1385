"""Reads the material: one TOML file a record, its name the id.

What cannot be read is a complaint with file and line, and the other records are still read.
A record is plain text; only ``{name}`` of one of its own values is replaced, by the value as written
in the language of the brief.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from policybrief.data.toml import File, unknown_key
from policybrief.words.complaints import Complaint, Rule, complaint
from policybrief.words.formulas import ESTIMATE, FORMULAS
from policybrief.words.records import Certainty, Citation, Evidence, Read, Records, Use
from policybrief.words.values import Count, Day, Derived, Estimate, Money, Names, Quantity, Task, Value
from policybrief.words.vocabulary import Profile, Role

REQUIRED = ("statement", "kind", "certainty", "reasons", "not_shown", "as_of", "sources")
OPTIONAL = ("use", "attribution", "conflicts", "values")
CITATION = ("key", "locator", "read", "checked")
VALUE_KEYS: dict[type[Value], tuple[str, ...]] = {
    Count: ("successes", "trials", "attempt"),
    Quantity: ("number", "unit", "low", "high", "prefix"),
    Money: ("amount", "currency", "year", "low", "high"),
    Day: ("date",),
    Names: ("names",),
    Estimate: ("tasks", "unit", "currency", "year", "anchors"),
}
"""The keys of each sort of value; the first one tells the sort."""
TEXTS = {"formula", "label", "attempt", "unit", "prefix", "currency"}
"""The keys of values that are text."""
MOST_TRIALS = 1_000_000
LARGEST = 1e15
"""Numbers from here on lose their last digits in print."""
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
VALUE_NAME = re.compile(r"\{([a-z0-9_-]+)(?::(count|rate|interval))?\}")


@dataclass
class Reading:
    """What reading a folder of material gave: records by id, and complaints."""

    records: Records = field(default_factory=Records)
    derived: dict[tuple[str, str], tuple[Derived, int]] = field(default_factory=dict)
    """Values still to be computed, by record and name, with their line."""
    complaints: list[Complaint] = field(default_factory=list)


def read_folder(folder: Path, root: Path, profile: Profile) -> Reading:
    """All records below *folder*, in the words of *profile*; paths are relative to *root*."""
    reading = Reading()
    for path in sorted(folder.rglob("*.toml"), key=lambda path: (path.stem, path)):  # in whatever folder
        file = File(path, path.relative_to(root).as_posix(), Rule.EVIDENCE_FILE)
        record, derived = _record(path.stem, file, profile) if file.sound else (None, {})
        reading.complaints += file.complaints
        if record is None or not file.sound:
            reading.records.unread.setdefault(path.stem, file.shown)
            continue
        if other := reading.records.get(record.id):
            problem = f"the id {record.id!r} is already taken by {other.path}; give this record an id of its own"
            reading.complaints.append(complaint(Rule.DUPLICATE_ID, record.path, 1, problem))
        else:
            reading.records[record.id] = record
            reading.derived |= {(record.id, name): found for name, found in derived.items()}
    return reading


def _record(id: str, file: File, profile: Profile) -> tuple[Evidence, dict[str, tuple[Derived, int]]]:
    """The record of a file and its values still to be computed; after a complaint it is not sound."""
    table = file.data
    if not ID.fullmatch(id):
        file.wrong(1, f"the file name {id!r} is the id: use small letters, digits and single hyphens")
    file.keys(table, (*REQUIRED, *OPTIONAL))
    for key in REQUIRED:
        if key not in table and (key != "sources" or table.get("kind") != Role.ESTIMATE):
            file.wrong(1, f"the key {key!r} is missing")
    values, derived = _values(file, profile)
    citations = _citations(file)
    statement = file.words(table, "statement")
    for name, _form in VALUE_NAME.findall(statement):
        if name not in values and name not in derived:
            problem = f"the statement names the value {{{name}}}, which the record does not have"
            file.wrong(("statement",), problem)
    conflicts = table.get("conflicts", [])
    if not isinstance(conflicts, list) or not all(isinstance(c, str) for c in conflicts):
        file.wrong(("conflicts",), "'conflicts' is a list of sentences")
        conflicts = []
    kind = file.term(table, "kind", profile.kinds)
    if (kind.role is Role.ESTIMATE) != _estimates(values, derived):
        file.wrong(("kind",), "a record of kind 'estimate' has estimates, and only such a record has")
    use = file.choice(table, "use", Use, Use.PRINT)
    attribution = file.words(table, "attribution", required=False)
    if use is Use.ATTRIBUTED and not attribution:
        file.wrong(("use",), "use is 'attributed': the key 'attribution' says who said it")
    record = Evidence(
        id=id,
        statement=statement,
        kind=kind,
        certainty=file.choice(table, "certainty", Certainty, Certainty.VERY_LOW),
        reasons=file.words(table, "reasons"),
        not_shown=file.words(table, "not_shown"),
        as_of=file.day(table, "as_of") or dt.date.min,
        sources=citations,
        use=use,
        attribution=attribution,
        conflicts=tuple(conflicts),
        values=values,
        path=file.shown,
    )
    return record, derived


def _citations(file: File) -> tuple[Citation, ...]:
    tables = file.data.get("sources", [])
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        file.wrong(("sources",), "sources are tables: [[sources]] with key, locator and read")
        return ()
    if not tables and "sources" in file.data:
        file.wrong(("sources",), "the record names no source")
    return tuple(_citation(table, file, at) for at, table in enumerate(tables))


def _citation(table: dict[str, Any], file: File, at: int) -> Citation:
    """One source; its place is the line of its ``[[sources]]``."""
    place = ("sources", at)
    file.keys(table, CITATION, *place)
    key, locator = (file.words(table, name, *place, required=False) for name in ("key", "locator"))
    if table.get("key", "") == "":
        file.wrong(place, "a source without 'key'")
    read = file.choice(table, "read", Read, Read.NOT_RECHECKED, *place)
    return Citation(key, locator, read, file.day(table, "checked", *place), file.line(*place))


def _values(file: File, profile: Profile) -> tuple[dict[str, Value], dict[str, tuple[Derived, int]]]:
    """The values of a record, and those still to be computed with their line."""
    values: dict[str, Value] = {}
    derived: dict[str, tuple[Derived, int]] = {}
    tables = file.data.get("values", {})
    if not isinstance(tables, dict):
        file.wrong(("values",), "values are tables: [values.<name>]")
        return values, derived
    for name, table in tables.items():
        try:
            value = value_from(table, attempts=profile.attempts)
        except ValueError as error:
            file.wrong(("values", name), f"the value {name!r} {error}")
            continue
        if isinstance(value, Derived):
            derived[name] = value, file.line("values", name)
        else:
            values[name] = value
    return values, derived


def _estimates(values: dict[str, Value], derived: dict[str, tuple[Derived, int]]) -> bool:
    """Whether any value, or any formula that waits, gives an estimate."""
    formulas = [FORMULAS[found.formula] for found, _line in derived.values() if found.formula in FORMULAS]
    return any(isinstance(v, Estimate) for v in values.values()) or any(f.unit == ESTIMATE for f in formulas)


def value_from(table: Any, *, attempts: bool) -> Value | Derived:
    """The value that one ``[values.<name>]`` table describes; a `ValueError` says what is wrong with it.

    Where *attempts* matter a count says what one attempt was.
    """
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
    known = (*VALUE_KEYS[sort], "label")
    if unknown := table.keys() - set(known):
        raise ValueError(f"has the {unknown_key(min(unknown), known)}")
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
        if attempts and not attempt:
            raise ValueError('needs its attempt rule: attempt = "single", "pass@10" …')
        return Count(successes, trials, attempt or "", label)
    if sort is Names:
        return Names(_texts(table, "names"), label)
    if sort is Estimate:
        return _estimate_from(table, label)
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


def _estimate_from(table: dict[str, Any], label: str) -> Estimate:
    """The sum of its tasks, each with the least and the most that we think it takes."""
    given = table["tasks"] if isinstance(table["tasks"], list) else []
    tasks = [_task_from(task) for task in given]
    if not tasks:
        raise ValueError("is an estimate without tasks; its basis is a list of them")
    unit, currency, year = table.get("unit", ""), table.get("currency", ""), table.get("year")
    if not unit and not currency:
        raise ValueError("is an estimate without 'unit' or 'currency'")
    if currency and (not re.fullmatch("[A-Z]{3}", currency) or type(year) is not int):
        raise ValueError('needs a currency like "EUR" and the year of its prices')
    low, high = sum(task.low for task in tasks), sum(task.high for task in tasks)
    anchors = _texts(table, "anchors") if "anchors" in table else ()
    return Estimate(low, high, unit, currency, year, tuple(tasks), anchors, label)


def _task_from(task: Any) -> Task:
    what, low, high = (task.get(key) for key in ("what", "low", "high")) if isinstance(task, dict) else (None,) * 3
    if isinstance(what, str) and _is_number(low) and _is_number(high) and 0 <= low <= high:  # type: ignore[operator]
        return Task(what, low, high)  # type: ignore[arg-type]
    raise ValueError("has a task that is not { what = …, low = …, high = … } with low not above high")


def _texts(table: dict[str, Any], key: str) -> tuple[str, ...]:
    texts = table[key]
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) and text for text in texts):
        raise ValueError(f"has {key!r} that are not a list of texts")
    return tuple(texts)


def _derived_from(table: dict[str, Any]) -> Derived:
    of = table.get("of", [])
    names = (of,) if isinstance(of, str) else of
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise ValueError("has an 'of' that is not one name of a value or a list of names")
    given = {key: what for key, what in table.items() if key not in ("formula", "of", "label")}
    return Derived(table["formula"], tuple(names), given, table.get("label", ""))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < LARGEST
