"""Counts what the rows of a figure hold, so that its texts print these numbers and its claims test them.

A data file names each count under ``[counts]``: rows that have all of ``where``, ``cells`` in a state, or the
``column`` with the highest or lowest share.  Texts print it as ``{name}``, and ``{name:first}`` its first date.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from sphinx_accessible_figures.model import Figure, Table, Tally

ENDS = ("highest", "lowest")


class Counted(NamedTuple):
    """One count."""

    number: int
    ids: tuple[str, ...] = ()
    """The rows counted, by their id and by their label."""
    dates: tuple[dt.date, ...] = ()
    tally: Tally | None = None


def count(figure: Figure, wanted: Any, cut_off: dt.date | None, possible: set[str]) -> Counted:
    """One count of a figure, whose rows may hold what is *possible*; a `ValueError` says what is wrong with it."""
    if not isinstance(wanted, dict) or len(wanted) != 1 or not wanted.keys() <= {"where", "cells", "column"}:
        raise ValueError("has one of where, cells, column")
    if "column" in wanted:
        return _end(figure, wanted["column"])
    if "cells" in wanted:
        return Counted(_cells(figure, _words(wanted["cells"])))
    rows = list(figure.held(cut_off))
    known = {key: {row.holds.get(key, "") for row in rows} for row in rows for key in row.holds}
    where = wanted["where"]
    if not isinstance(where, dict):
        raise ValueError("'where' is a table: { column = state }")
    for key, value in where.items():
        if key not in known:
            raise ValueError(f"names the unknown {key!r}; known are {', '.join(known)}")
        if unknown := _words(value) - known[key] - possible:
            raise ValueError(f"has no {min(unknown)!r} under {key!r}; there are {', '.join(sorted(known[key]))}")
    chosen = [row for row in rows if all(row.holds[key] in _words(value) for key, value in where.items())]
    dates = tuple(row.date for row in chosen if row.date)
    return Counted(len(chosen), tuple(name for row in chosen for name in row.names), dates)


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
