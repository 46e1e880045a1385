"""Reads the log of searches: what was asked, in which words, where and when, and what came of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policybrief.data.toml import File
from policybrief.words.complaints import Complaint, Rule

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Search:
    """One search."""

    question: str
    terms: str
    where: str
    date: dt.date
    read: int
    """Documents of which a passage or more was read for it."""
    taken: int
    """Those of them that a record cites."""


SORTS = {"question": str, "terms": str, "where": str, "date": dt.date, "read": int, "taken": int}


def read_searches(path: Path, shown: str) -> tuple[list[Search], list[Complaint]]:
    """The searches of a file in their order, and what is wrong with the others."""
    file = File(path, shown, Rule.EVIDENCE_FILE)
    searches = []
    file.keys(file.data, ("search",))
    for at, table in enumerate(file.tables(file.data, "search")):
        wrong = [key for key, sort in SORTS.items() if type(table.get(key)) is not sort]
        if wrong := [*wrong, *sorted(table.keys() - SORTS.keys())]:
            problem = (
                "a search has question, terms and where as texts, a date, and read and taken as numbers; see "
            )
            file.wrong(("search", at), problem + ", ".join(wrong))
        elif file.seen(table, "date", "search", at):
            searches.append(Search(**table))
    return searches, file.complaints
