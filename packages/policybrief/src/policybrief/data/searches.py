"""Reads the log of searches: what was asked, in which words, where and when, and what came of it."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from policybrief.words.complaints import Complaint, Rule, complaint

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
    try:
        text = path.read_text("utf-8")
        tables = tomllib.loads(text).get("search", [])
    except (OSError, ValueError) as error:
        return [], [complaint(Rule.EVIDENCE_FILE, shown, 1, problem=f"no searches can be read here: {error}")]
    lines = [n for n, line in enumerate(text.split("\n"), 1) if line.strip() == "[[search]]"]
    searches, complaints = [], []
    for table, line in zip(tables, lines, strict=False):
        wrong = [key for key, sort in SORTS.items() if type(table.get(key)) is not sort]
        unknown = sorted(table.keys() - {field.name for field in fields(Search)})
        if wrong or unknown:
            problem = (
                "a search has question, terms and where as texts, a date, and read and taken as numbers; see "
            )
            problem += ", ".join(wrong + unknown)
            complaints.append(complaint(Rule.EVIDENCE_FILE, shown, line, problem=problem))
        else:
            searches.append(Search(**table))
    return searches, complaints
