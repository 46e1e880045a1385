"""The numbers of a CSV; what cannot be read is told all at once, each at its line."""

from __future__ import annotations

import csv
import math
import re
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from policybrief.commands.project import Refused
from policybrief.words.numerals import meant
from trial_counts.intervals import MOST_COUNTED, uncountable

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNTS, NUMBERS = ("successes", "trials"), ("number", "low", "high")
FORMS = ("label,successes,trials", "label,number,low,high,unit")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
TOLD = 20
"""How many faults are told at once."""


class Row(NamedTuple):
    """One row: what it is of, its numbers as TOML writes them, and their unit."""

    line: int
    label: str
    numbers: dict[str, str]
    unit: str


class NumberForm(NamedTuple):
    """How numbers and the first row are written in the language of a brief, beside how all may write them."""

    comma: bool
    """Whether a comma stands before the decimals."""
    heads: dict[str, str]
    """What each column is called, by its name here."""


def read(content: bytes, name: str, written: NumberForm) -> list[Row]:
    """The rows of the CSV called *name*."""
    faults: list[str] = []
    rows = list(_rows(content, name, written, faults))
    if len(faults) > TOLD:
        faults[TOLD:] = [f"{name}: {len(faults) - TOLD} more like these"]
    if faults:
        raise Refused("\n".join(faults))
    return rows


def _rows(content: bytes, name: str, written: NumberForm, faults: list[str]) -> Iterator[Row]:
    text = _decoded(content, name, faults)
    head = text.partition("\n")[0]
    # where no heads are ours, what divides most is what was meant
    mark = max(",;\t|", key=lambda one: (_of_form(_heads(head.split(one), written)), head.count(one)))
    table = csv.DictReader(StringIO(text, newline=""), delimiter=mark, restval="", skipinitialspace=True)
    try:
        as_found = [one.strip() for one in table.fieldnames or ()]
        table.fieldnames = _heads(as_found, written)
        columns = [one for one in table.fieldnames if one]
        if not _of_form(columns):
            found = ", ".join(filter(None, as_found)) or "nothing"
            forms = [*FORMS, *(re.sub(r"\w+", lambda one: written.heads[one[0]], form) for form in FORMS)]
            faults.append(
                f"{name}:1: the first row is {' or '.join(map(repr, dict.fromkeys(forms)))}; found {found}"
            )
            return
        counts = set(columns) >= set(COUNTS)
        empty = True
        for cells in table:
            empty = False
            place = f"{name}:{table.line_num}"
            if None in cells:  # more cells than heads
                faults.append(
                    f"{place}: more cells than the first row; write a number with a point, "
                    f"and words with a comma in quotation marks"
                )
                continue
            given = {
                key: _number((cells.get(key) or "").strip(), written) for key in (COUNTS if counts else NUMBERS)
            }
            wrong = list(_wrong(given, counts))
            faults += [f"{place}: {problem}" for problem in wrong]
            if not wrong:
                whole = {key: str(int(float(value))) for key, value in given.items()} if counts else {}
                numbers = whole or {key: _toml(value) for key, value in given.items() if value}
                unit = (cells.get("unit") or "").strip()
                yield Row(table.line_num, cells[columns[0]].strip(), numbers, "percent" if unit == "%" else unit)
        if empty:
            faults.append(f"{name}:2: no row follows the first; write one for each number")
    except csv.Error as error:
        faults.append(f"{name}:{table.line_num}: no CSV can be read: {error}; save the table as CSV")


def _decoded(content: bytes, name: str, faults: list[str]) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 if content.startswith(UTF_16) else content.count(b"\n", 0, error.start) + 1
        faults.append(f"{name}:{line}: it is not UTF-8; save it as UTF-8 (spreadsheets call it 'CSV UTF-8')")
    # read on as what spreadsheets write instead, so that everything else is told in the same round
    return content.decode("utf-16" if content.startswith(UTF_16) else "cp1252", errors="replace")


def _heads(found: list[str], written: NumberForm) -> list[str]:
    """The names of the columns here, of those that are known by theirs."""
    known = {said.casefold(): name for name, said in written.heads.items()}
    plain = [one.strip().strip('"') for one in found]
    return [known.get(one.casefold(), one) for one in plain]


def _number(value: str, written: NumberForm) -> str:
    """A number as it is kept, where it is written as the language does; else as it was found."""
    apart = value.replace("\u00a0", " ").replace("\u202f", " ")
    if re.fullmatch(r"[+-]?\d{1,3}( \d{3})+([.,]\d+)?|[+-]?\d+,\d+", apart) and (
        written.comma or "," not in apart
    ):
        return apart.replace(" ", "").replace(",", ".")
    return value


def _of_form(heads: list[str]) -> bool:
    found = {head.strip().strip('"') for head in heads}
    return len(found) > 1 and (found >= set(COUNTS) or "number" in found)


def _wrong(given: dict[str, str], counts: bool) -> Iterator[str]:
    """What is wrong with the numbers of a row."""
    unread = False
    for key, value in given.items():
        if value and not _is_number(value):
            unread = True
            yield f"{key} is {value!r}; write {meant(value) or 'a number with a point'}"
        elif not value and (counts or key == "number"):
            unread = True
            yield f"{key} is empty; write a number, or take the row out"
    if counts and not unread:
        successes, trials = (float(given[key]) for key in COUNTS)
        whole = successes.is_integer() and trials.is_integer()
        if not whole or uncountable(int(successes), int(trials)):
            of = f"{given['successes']} of {given['trials']}"
            yield f"{of} is no count; write whole numbers up to {MOST_COUNTED:,}, the second not smaller"


def _is_number(value: str) -> bool:
    try:
        return math.isfinite(float(value)) and "_" not in value
    except ValueError:
        return False


def _toml(value: str) -> str:
    """A number with the decimals that it has: 31.0 was measured more closely than 31."""
    if re.fullmatch(r"[+-]?(?:0|[1-9]\d*)\.\d+", value):
        return value
    number = float(value)
    return str(int(number)) if number.is_integer() else repr(number)
