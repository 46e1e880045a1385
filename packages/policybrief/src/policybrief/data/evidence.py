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

from policybrief.data.toml import File
from policybrief.words.complaints import Complaint, Rule, complaint
from policybrief.words.records import Certainty, Citation, Evidence, Read, Records, Use
from policybrief.words.vocabulary import Profile, Role
from written_values import derivation
from written_values.derivation import Kept
from written_values.formulas import ESTIMATE, FORMULAS
from written_values.tables import value_from
from written_values.values import Derived, Estimate, Value

REQUIRED = ("statement", "kind", "certainty", "reasons", "not_shown", "as_of", "sources")
OPTIONAL = ("use", "attribution", "conflicts", "values")
CITATION = ("key", "locator", "read", "checked")
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
    named = table.get("kind")
    known = isinstance(named, str) and named in profile.kinds
    if known and (kind.role is Role.ESTIMATE) != _estimates(values, derived):
        others = ", ".join(name for name, term in profile.kinds.items() if term.role is not Role.ESTIMATE)
        problem = (
            f'its numbers are estimates of your own, with tasks or by a formula; write kind = "{Role.ESTIMATE}"'
        )
        if kind.role is Role.ESTIMATE:
            problem = (
                f"kind {named!r} is for what you estimate yourself, in [values.…] with tasks, and none has them"
            )
            problem += f"; for what a source gives use one of {others}"
        file.wrong(("kind",), problem)
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
        lines={key: file.line(key) for key in table},
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


def derive(reading: Reading, kept: Kept) -> None:
    """Compute the derived values of a reading into its records; what cannot be computed is a complaint."""
    values = {id: record.values for id, record in reading.records.items()}
    waiting = {place: derived for place, (derived, _line) in reading.derived.items()}
    for place, problem in derivation.derive(values, waiting, kept):
        path, line = reading.records[place[0]].path, reading.derived[place][1]
        reading.complaints.append(complaint(Rule.EVIDENCE_FILE, path, line, f"the value {place[1]!r} {problem}"))
