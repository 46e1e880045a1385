"""Reads the instruments: laws, commitments, declarations and networks, one TOML file each.

What each key means stands in ``material/instruments/README.md``.  A function without a line is *not stated*,
and neither that nor a text that was not read may ever print as "no".
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from policybrief.data.toml import File
from policybrief.words.complaints import Complaint, Rule, closest
from policybrief.words.messages import _

if TYPE_CHECKING:
    from collections.abc import Mapping
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


REQUIRED: dict[str, type] = {
    "name": str,
    "year": int,
    "force": str,
    "force_note": str,
    "as_of": dt.date,
    "covers": dict,
}
OPTIONAL = ("date", "type", "use", "attribution", "note", "companies", "participants", "sources")


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


def read_instrument(
    path: Path, shown: str, functions: Mapping[str, str]
) -> tuple[Instrument | None, list[Complaint]]:
    """The instrument in *path*, nothing where it cannot be used; complaints name it *shown*.

    What may be asked of it are the *functions* of the profile.
    """
    file = File(path, shown, Rule.FIGURE)
    table = file.data
    if file.sound:
        file.keys(table, (*REQUIRED, *OPTIONAL))
        for key, sort in REQUIRED.items():
            if not isinstance(table.get(key), sort):
                file.wrong((key,), f"the instrument lacks {key!r}, or it is of the wrong type")
    if not file.sound:
        return None, file.complaints
    sources = file.tables(table, "sources") or [{}]
    made = Instrument(
        id=path.stem,
        name=table["name"],
        date=file.day(table, "date"),
        year=table["year"],
        force=file.choice(table, "force", Force, Force.NONE),
        force_note=table["force_note"],
        as_of=file.seen(table, "as_of") or dt.date.min,
        attributed=file.words(table, "attribution", required=False),
        covers={key: _covered(file, key, line, functions) for key, line in table["covers"].items()},
        source=str(sources[0].get("key", "")),
        locator=str(sources[0].get("locator", "")),
    )
    return made if file.sound else None, file.complaints


def _covered(file: File, key: str, line: Any, functions: Mapping[str, str]) -> Covered:
    place = ("covers", key)
    if key not in functions:
        file.wrong(place, f"covers the unknown function {key!r}; {closest(key, functions)}")
    if not isinstance(line, dict):
        file.wrong(place, f"no table for the function {key!r}")
        return NOT_STATED
    file.keys(line, Covered._fields, *place)
    what, locator, source = (
        file.words(line, name, *place, required=False) for name in ("what", "locator", "source")
    )
    state = file.choice(line, "state", Cover, Cover.UNSTATED, *place)
    found = Covered(state, what, locator, source, file.seen(line, "as_of", *place))
    if found.state not in (Cover.UNSTATED, Cover.UNKNOWN) and not (found.locator and found.source and found.as_of):
        file.wrong(place, f"no locator, source or as_of for the function {key!r}")
    return found
