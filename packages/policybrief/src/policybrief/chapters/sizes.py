"""What is too much for one chapter: cells and files that no builder gets through, and endless words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from policybrief.data.word_tables import MOST_CELLS
from policybrief.words.complaints import Rule, warn

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

INCLUDED = "brief_included"
COUNTED = "brief_cells_of_tables"
DEEPEST = 20
"""Directives in one another; some fifty are more than Python follows."""
MOST_INCLUDED, LEAST_INCLUDED = 1_000_000, 1000
"""Characters that a chapter includes, a file again each time, and those that the shortest counts for."""
MOST_LISTED = 1_000_000
"""Characters of all listings of a chapter."""
LONGEST_WORD = 2000
"""Characters; what is read as data, such as a picture in its address, is no word."""
WORD = re.compile(rf"(?<![\w/+=])\w{{{LONGEST_WORD + 1},}}(?![\w/+=])")


def fitting_rows(env: BuildEnvironment, rows: int, columns: int, line: int) -> int:
    """How many rows of a table fit into its chapter with the tables before it; if not all, this is told."""
    there = int(env.temp_data.get(COUNTED) or 0)
    kept = min(rows, max(0, MOST_CELLS - there) // max(columns, 1))
    env.temp_data[COUNTED] = there + kept * columns
    if kept == rows:
        return rows
    problem = f"a table of {rows:,} rows with {columns:,} cells each; the tables of a chapter have at most "
    warn(
        Rule.TABLE,
        (env.docname, line),
        f"{problem}{MOST_CELLS:,} cells, so {kept:,} rows are printed: offer the whole as a file",
    )
    return kept


def is_little(env: BuildEnvironment, included: int, line: int) -> bool:
    """Whether so many characters more may be included; if not, this is told where it is first left out."""
    before = int(env.temp_data.get(INCLUDED) or 0)
    env.temp_data[INCLUDED] = now = before + max(included, LEAST_INCLUDED)
    if now > MOST_INCLUDED >= before:
        problem = f"more than {MOST_INCLUDED:,} characters are included; from here on such is left out"
        warn(Rule.FORM, (env.docname, line), f"{problem}, take some out")
    return now <= MOST_INCLUDED


def is_shallow(env: BuildEnvironment | None, around: int, line: int) -> bool:
    """Whether what stands in so many directives can be read; if not, this is told where it is left out."""
    if around < DEEPEST:
        return True
    if env:
        problem = f"this stands in {around} directives, one in another, and is left out; take it out of some"
        warn(Rule.FORM, (env.docname, line), problem)
    return False


def long_word(line: str) -> str:
    """What is wrong with a line that has a word without end; else nothing."""
    found = WORD.search(line)
    if not found:
        return ""
    begins = f"which begins {found[0][:20]!r}"
    return f"a word of {len(found[0]):,} characters, {begins}; no reader reads it: take it apart"
