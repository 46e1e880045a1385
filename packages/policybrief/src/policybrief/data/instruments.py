"""Reads the instruments: laws, commitments, declarations and networks, one TOML file each.

What each key means stands in ``material/instruments/README.md``.  A function without a line is *not stated*,
and neither that nor a text that was not read may ever print as "no".
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from policybrief.words.messages import _

if TYPE_CHECKING:
    from pathlib import Path


class Cover(StrEnum):
    """What a text does for one function."""

    EXPLICIT = "explicit"
    IMPLICIT = "implicit"
    NONE = "none"
    UNKNOWN = "unknown"
    UNSTATED = "unstated"
    """No line in the file: nothing is known to us, and nothing is claimed."""


class Force(StrEnum):
    """How firmly a text binds."""

    BINDING = "binding"
    LATER = "binding-later"
    UNDER_LAW = "voluntary-under-law"
    VOLUNTARY = "voluntary"
    DECLARATORY = "declaratory"
    NONE = "none"


FUNCTIONS = {
    "define": _("Define"),
    "test": _("Test"),
    "report": _("Report"),
    "replicate": _("Outside test"),
    "notify": _("Notify"),
    "respond": _("Respond"),
    "enforce": _("Enforce"),
    "self_replication": _("Names it"),
    "thresholds": _("Thresholds"),
}
"""What may be asked of an instrument, and the words of the column heads."""

STATES = {
    Cover.EXPLICIT: ("■", _("stated"), _("in words")),
    Cover.IMPLICIT: (
        "△",
        _("implied"),
        _("by a recital, general words or a power that need not be used"),
    ),
    Cover.NONE: ("×", _("absent"), _("looked for in the passages read, and not there")),
    Cover.UNKNOWN: ("–", _("not read"), _("the text, or that part of it, was not read")),
    Cover.UNSTATED: ("–", _("not stated"), _("we state nothing; it does not mean no")),
}
FORCES = {
    Force.BINDING: _("binding"),
    Force.LATER: _("binding later"),
    Force.UNDER_LAW: _("voluntary, under a law"),
    Force.VOLUNTARY: _("voluntary"),
    Force.DECLARATORY: _("declaration"),
    Force.NONE: _("no force"),
}


class Covered(NamedTuple):
    """One function of one instrument."""

    state: Cover
    what: str
    locator: str
    source: str
    as_of: dt.date | None


NOT_STATED = Covered(Cover.UNSTATED, "", "", "", None)


@dataclass(frozen=True)
class Instrument:
    """One law, commitment, declaration or network."""

    id: str
    name: str
    date: dt.date | None
    """The day it was adopted, or took effect."""
    year: int
    force: Force
    force_note: str
    as_of: dt.date
    attributed: str
    """Who says so, where the text was read through others; else empty."""
    covers: dict[str, Covered]
    source: str
    """Key of its first source."""
    locator: str


def read_instrument(path: Path) -> Instrument:
    """The instrument in *path*; a `ValueError` says what is wrong with the file."""
    try:
        table = tomllib.loads(path.read_bytes().decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"is not TOML in UTF-8: {error}") from error
    for key, sort in (("name", str), ("year", int), ("force", str), ("force_note", str), ("covers", dict)):
        if not isinstance(table.get(key), sort):
            raise ValueError(f"lacks {key!r}, or it is of the wrong type")
    sources = table.get("sources") or [{}]
    return Instrument(
        id=path.stem,
        name=table["name"],
        date=_day(table, "date") if "date" in table else None,
        year=table["year"],
        force=_one_of(Force, table["force"], "force"),
        force_note=table["force_note"],
        as_of=_day(table, "as_of"),
        attributed=str(table.get("attribution", "")),
        covers={key: _covered(key, line) for key, line in table["covers"].items()},
        source=str(sources[0].get("key", "")),
        locator=str(sources[0].get("locator", "")),
    )


def _covered(key: str, line: Any) -> Covered:
    if key not in FUNCTIONS:
        raise ValueError(f"covers the unknown function {key!r}; known are {', '.join(FUNCTIONS)}")
    if not isinstance(line, dict):
        raise ValueError(f"has no table for the function {key!r}")
    state = _one_of(Cover, line.get("state", ""), f"state of {key!r}")
    found = Covered(
        state,
        str(line.get("what", "")),
        str(line.get("locator", "")),
        str(line.get("source", "")),
        _day(line, "as_of") if "as_of" in line else None,
    )
    if state not in (Cover.UNSTATED, Cover.UNKNOWN) and not (found.locator and found.source and found.as_of):
        raise ValueError(f"gives no locator, source or as_of for the function {key!r}")
    return found


def _day(table: dict[str, Any], key: str) -> dt.date:
    value = table.get(key)
    if type(value) is not dt.date:
        raise ValueError(f"has no date {key!r} like 2026-10-07")
    return value


def _one_of(choices: type[StrEnum], value: Any, what: str) -> Any:
    if value not in set(choices):
        raise ValueError(
            f"has the unknown {what} {value!r}; use one of {', '.join(choice.value for choice in choices)}"
        )
    return choices(value)
