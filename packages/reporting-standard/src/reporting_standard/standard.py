"""The standard as frozen records, read from `fields.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LEVELS = ("must", "should", "may")
EXCEPTIONS = ("withheld", "not_done", "not_applicable")
"""What may stand in place of an answer, where the field allows it."""


@dataclass(frozen=True)
class Part:
    """One named value inside an answer."""

    key: str
    type: str
    help: str
    choices: tuple[str, ...]
    optional: bool


@dataclass(frozen=True)
class Field:
    """One question of the standard."""

    id: str
    section: str  # key of its section
    key: str
    question: str
    level: str
    tier: str
    type: str
    choices: tuple[str, ...]
    parts: tuple[Part, ...]
    also: tuple[str, ...]  # of EXCEPTIONS
    commercial: bool  # may be withheld for commercial confidence
    why: str
    references: tuple[str, ...]  # keys of refs.bib
    example: str  # TOML source of a valid answer
    crosswalk: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Section:
    """A group of fields, one table of a report."""

    id: str
    key: str
    title: str
    domain: str
    rows: str | None  # key of the list of rows that its `columns` fields share
    rows_help: str


@dataclass(frozen=True)
class Condition:
    """A duty that one answer puts on another in the same table."""

    id: str
    field: str
    place: str
    when: dict[str, list[str]]
    when_below: dict[str, float]
    require: tuple[str, ...]
    allow: dict[str, list[str]]
    beyond: dict[str, str]
    message: str
    remedy: str


@dataclass(frozen=True)
class Crosswalk:
    """Another standard that fields are mapped to, and how far its text was read."""

    key: str
    title: str
    source: str
    scope: str


@dataclass(frozen=True)
class Standard:
    """Everything in fields.toml."""

    name: str
    short: str
    version: str
    status: str
    banner: str
    withheld: dict[str, str]
    levels: dict[str, str]
    tiers: dict[str, str]
    classes: dict[str, str]
    domains: dict[str, str]
    designs: dict[str, str]  # the answers to C7, each with the design that suffices
    crosswalks: tuple[Crosswalk, ...]
    sections: tuple[Section, ...]
    fields: tuple[Field, ...]
    conditions: tuple[Condition, ...]

    @property
    def label(self) -> str:
        """What a report puts in its `standard` line."""
        return f"{self.short} {self.version}"

    def section(self, key: str) -> Section:
        return next(section for section in self.sections if section.key == key)

    def field(self, id: str) -> Field | None:
        """The field with this id (B1) or path (system.models), if there is one."""
        return next((f for f in self.fields if id.upper() == f.id or id == path_of(f)), None)

    def find(self, name: str) -> tuple[Field, ...]:
        """The fields that *name* may mean: by id or path, else by key alone, else by one of their parts."""
        if field := self.field(name):
            return (field,)
        keys = re.sub(r"\[\d*\]", "", name).split(".")  # as messages write it, with the number of a row
        named = tuple(f for f in self.fields if keys in _names(f))
        return named or tuple(f for f in self.fields for p in f.parts if keys in _names(f, p.key))

    def in_section(self, key: str) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.section == key)

    def in_domain(self, domain: str) -> tuple[Field, ...]:
        keys = {section.key for section in self.sections if section.domain == domain}
        return tuple(field for field in self.fields if field.section in keys)

    def exceptions(self, section: Section) -> tuple[str, ...]:
        """What may stand in place of all rows of *section*: what all its columns allow."""
        columns = [f for f in self.in_section(section.key) if f.type == "columns"]
        return tuple(e for e in EXCEPTIONS if all(e in f.also for f in columns))

    def reasons(self, *fields: Field) -> list[str]:
        """The reasons for which *fields* may be withheld."""
        return [r for r in self.withheld if r != "commercial" or all(f.commercial for f in fields)]


def path_of(field: Field) -> str:
    """Where a report answers *field*: `section.key`, or the list of rows that holds its columns."""
    if field.type == "columns":
        section = load().section(field.section)
        return f"{section.key}.{section.rows}"
    return f"{field.section}.{field.key}"


def _names(field: Field, *part: str) -> list[list[str]]:
    """What *field*, or one of its parts, may be called: the whole path, or its last keys."""
    keys = [*path_of(field).split("."), *part]
    return [keys[start:] for start in range(len(keys))]


@cache
def load() -> Standard:
    """The standard that this package ships."""
    data = tomllib.loads((HERE / "fields.toml").read_text("utf-8"))
    return Standard(
        **{key: data[key] for key in ("name", "short", "version", "status", "banner")},
        **{key: data[key] for key in ("withheld", "levels", "tiers", "classes", "domains", "designs")},
        crosswalks=tuple(Crosswalk(key=key, **entry) for key, entry in data["crosswalk"].items()),
        sections=tuple(Section(**{"rows": None, "rows_help": ""} | entry) for entry in data["section"]),
        fields=tuple(_field(entry) for entry in data["field"]),
        conditions=tuple(_condition(entry) for entry in data["condition"]),
    )


def _field(entry: dict[str, Any]) -> Field:
    absent: dict[str, Any] = {"choices": [], "also": [], "commercial": True, "crosswalk": {}}
    entry = absent | entry
    return Field(
        **{key: entry[key] for key in ("id", "section", "key", "question", "level", "tier", "type")},
        **{key: entry[key] for key in ("commercial", "why", "example")},
        choices=tuple(entry["choices"]),
        parts=tuple(_part(key, part) for key, part in entry.get("parts", {}).items()),
        also=tuple(entry["also"]),
        references=tuple(entry["references"]),
        crosswalk={key: tuple(places) for key, places in entry["crosswalk"].items()},
    )


def _part(key: str, entry: dict[str, Any]) -> Part:
    return Part(
        key=key,
        type=entry["type"],
        help=entry.get("help", ""),
        choices=tuple(entry.get("choices", ())),
        optional=entry.get("optional", False),
    )


def _condition(entry: dict[str, Any]) -> Condition:
    empty: dict[str, Any] = {"when": {}, "when_below": {}, "require": (), "allow": {}, "beyond": {}}
    entry = empty | entry
    return Condition(**entry | {"require": tuple(entry["require"])})
