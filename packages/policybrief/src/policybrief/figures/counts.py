"""Counts what the rows of a figure hold, so that its texts print these numbers and its claims test them.

A data file names each count under ``[counts]``: rows that have all of ``where``, ``cells`` in a state, or the
``column`` with the highest or lowest share.  Texts print it as ``{name}``, and ``{name:first}`` its first date.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from policybrief.data.instruments import Force
from policybrief.figures.model import Occasion, Timeline
from sphinx_accessible_figures.model import Figure, Lanes, Table, Tally

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDS = ("highest", "lowest")
EXTENTS = ("whole", "parts", "abstract")
"""How much of a text was read."""
WHEN = ("past", "ahead")
"""Up to the cut-off of the evidence, and after it."""


class Counted(NamedTuple):
    """One count."""

    number: int
    ids: tuple[str, ...] = ()
    """The rows counted, by their id and by their label."""
    dates: tuple[dt.date, ...] = ()
    tally: Tally | None = None


class Held(NamedTuple):
    """One row: by what its texts may name it, its date, and what it holds under each key."""

    names: tuple[str, ...]
    date: dt.date | None
    holds: dict[str, str]


def count(figure: Figure, wanted: Any, cut_off: dt.date | None) -> Counted:
    """One count of a figure; a `ValueError` says what is wrong with it."""
    if not isinstance(wanted, dict) or len(wanted) != 1 or not wanted.keys() <= {"where", "cells", "column"}:
        raise ValueError("has one of where, cells, column")
    if "column" in wanted:
        return _end(figure, wanted["column"])
    if "cells" in wanted:
        return Counted(_cells(figure, _words(wanted["cells"])))
    rows = list(_rows(figure, cut_off))
    known = {key: {row.holds.get(key, "") for row in rows} for row in rows for key in row.holds}
    where = wanted["where"]
    if not isinstance(where, dict):
        raise ValueError("'where' is a table: { column = state }")
    possible = {*WHEN, *Occasion, *getattr(figure, "lanes", ())}
    if isinstance(figure, Table):
        possible = {*figure.states, *EXTENTS, *Force}
    for key, value in where.items():
        if key not in known:
            raise ValueError(f"names the unknown {key!r}; known are {', '.join(known)}")
        if unknown := _words(value) - known[key] - possible:
            raise ValueError(f"has no {min(unknown)!r} under {key!r}; there are {', '.join(sorted(known[key]))}")
    chosen = [row for row in rows if all(row.holds[key] in _words(value) for key, value in where.items())]
    dates = tuple(row.date for row in chosen if row.date)
    return Counted(len(chosen), tuple(name for row in chosen for name in row.names), dates)


def _rows(figure: Figure, cut_off: dt.date | None) -> Iterator[Held]:
    if isinstance(figure, Table):
        for line in figure.lines:
            cells = {key: cell.state for key, cell in zip(figure.columns, line.cells, strict=True)}
            yield Held((line.id, line.label), None, {**cells, **line.traits})
    elif isinstance(figure, Timeline):
        for event in figure.events:
            when = WHEN[bool(cut_off and event.date > cut_off)]
            holds = {"kind": str(event.kind), "year": str(event.date.year), "when": when}
            yield Held((event.origin,), event.date, holds)
    elif isinstance(figure, Lanes):
        for entry in figure.entries:
            when = WHEN[bool(cut_off and entry.first > cut_off)]
            yield Held(
                (entry.origin,), entry.first, {"lane": entry.lane, "year": str(entry.first.year), "when": when}
            )


def _cells(figure: Figure, states: set[str]) -> int:
    if not isinstance(figure, Table):
        raise ValueError(f"counts cells, and a {figure.kind} has none")
    if unknown := states - figure.states.keys():
        raise ValueError(f"has no state {min(unknown)!r}; known are {', '.join(figure.states)}")
    return sum(cell.state in states for line in figure.lines for cell in line.cells)


def _end(figure: Figure, end: Any) -> Counted:
    tallies = [tally for tally in figure.tallies if tally.of] if isinstance(figure, Table) else []
    if end not in ENDS or not tallies:
        raise ValueError(f"column is one of {', '.join(ENDS)}, of a table with shares")
    found = (max if end == "highest" else min)(tallies, key=lambda tally: tally.met / tally.of)
    return Counted(found.met, tally=found)


def _words(value: Any) -> set[str]:
    return set(map(str, value)) if isinstance(value, list) else {str(value)}
