"""Reads a table of words from the material: what a chapter prints, the register holds and a figure draws.

A file of this form; rows and columns print in the order of the file::

    title = "…"                         # the caption
    head = "…"                          # of the first column
    note = "…"                          # optional, under the table
    widths = [16, 40, 44]               # optional, of the columns

    [columns]
    action = "What follows"             # key = title

    [[rows]]
    id = "claim"
    number = 0                          # optional, printed before the label
    label = "Claim"
    action = "…within {record.value}"   # a text for every column

``{record.value}`` and ``{record.value:form}`` print a number of a record; none is typed.
``[words](record)`` leads from the words to a record.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from policybrief.data.evidence import ID
from policybrief.data.toml import File
from policybrief.words.complaints import Complaint, Rule, closest, no_record, unknown
from policybrief.words.numerals import bare, typed
from policybrief.words.records import Printed
from policybrief.words.spaces import on_one_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from policybrief.words.records import Evidence
    from written_values.values import Style

KEYS = {"title", "head", "note", "widths", "columns", "rows"}
MOST_CELLS = 10_000
"""In one table, and in all that stand in one chapter; they take half a minute to print."""
ROW_KEYS = ("id", "label", "number")
UNCLOSED = re.compile(r"\{[^{}]*(?=\{|\Z)")
NAMED = re.compile(r"\{(?P<value>[^{}]*)\}|\[(?P<words>[^][]+)\]\((?P<record>[^()\s]+)\)")


class Cited(NamedTuple):
    """Words of a cell that lead to a record."""

    record: str
    text: str


Text = tuple[str | Printed | Cited, ...]
"""Running text in which every number, and every reference, knows its record."""


def plain(text: Text) -> str:
    """The text as one string."""
    return "".join(part if isinstance(part, str) else part.text for part in text)


@dataclass(frozen=True)
class TableRow:
    """One row: its id, its label, and a text for every column."""

    id: str
    label: Text
    cells: tuple[Text, ...]
    number: int | None = None


@dataclass(frozen=True)
class DataTable:
    """A table of words whose numbers come from records."""

    id: str
    title: Text
    head: str
    columns: dict[str, str]
    """The titles of the columns after the first, by key."""
    rows: tuple[TableRow, ...]
    note: Text = ()
    widths: tuple[int, ...] = ()

    @property
    def records(self) -> set[str]:
        """The records that it prints numbers of or leads to."""
        texts = [self.title, self.note, *(text for row in self.rows for text in (row.label, *row.cells))]
        return {part.record for text in texts for part in text if not isinstance(part, str)}


def read_table(
    path: Path, shown: str, evidence: Mapping[str, Evidence], style: Style
) -> tuple[DataTable | None, list[Complaint]]:
    """The table in a file, or nothing when it has no rows to print; and what is wrong with it."""
    file = File(path, shown, Rule.FIGURE)
    return _Reader(file, evidence, style).table(path.stem) if file.sound else None, file.complaints


class _Reader:
    """One file on its way to a table."""

    def __init__(self, file: File, evidence: Mapping[str, Evidence], style: Style) -> None:
        self.file, self.evidence, self.style = file, evidence, style

    def table(self, id: str) -> DataTable | None:
        """The table; a row that lacks its id or a text is told and left out or printed without it."""
        data = self.file.data
        self.file.keys(data, KEYS)
        columns, rows = data.get("columns"), data.get("rows")
        if not isinstance(columns, dict) or not isinstance(rows, list) or not columns or not rows:
            self.file.wrong(1, "a table has [columns] with a title for each key, and [[rows]]")
            return None
        if (cells := len(rows) * (len(columns) + 1)) > MOST_CELLS:
            self.file.wrong(("rows",), f"a table of {cells:,} cells, more than {MOST_CELLS:,}; take it apart")
            return None
        widths = data.get("widths", [])
        if widths and len(widths) != len(columns) + 1:
            self.file.wrong(("widths",), f"'widths' has a number for each of the {len(columns) + 1} columns")
            widths = []
        made = tuple(made for at, row in enumerate(rows) if (made := self._row(row, at, tuple(columns))))
        for own, times in Counter(row.id for row in made).items():
            if times > 1:
                self.file.wrong(("rows",), f"{times} rows have the id {own!r}; give each its own")
        return DataTable(
            id=id,
            title=self._running(data, "title"),
            head=str(data.get("head", "")),
            columns={key: str(title) for key, title in columns.items()},
            rows=made,
            note=self._running(data, "note") if "note" in data else (),
            widths=tuple(widths),
        )

    def _row(self, row: dict[str, Any], at: int, columns: tuple[str, ...]) -> TableRow | None:
        place, id, number = ("rows", at), str(row.get("id", "")), row.get("number")
        if not ID.fullmatch(id):
            self.file.wrong(
                (*place, "id"), f"a row has the id {id!r}: use small letters, digits and single hyphens"
            )
            return None
        self.file.keys(row, (*ROW_KEYS, *columns), *place)
        cells = tuple(self._running(row, column, *place) for column in columns)
        return TableRow(id, self._running(row, "label", *place), cells, number if type(number) is int else None)

    def _running(self, table: dict[str, Any], key: str, *place: str | int) -> Text:
        """A text with its names replaced; a numeral that measures something is a name, never typed."""
        template, line = table.get(key), self.file.line(*place, key)
        if not isinstance(template, str) or not template.strip():
            of = f"the row {table['id']!r}" if place else "the table"
            self.file.wrong(line, f"{of} lacks {key!r}, a text in quotation marks")
            return ()
        template = on_one_line(template)
        if unclosed := UNCLOSED.search(template):
            self.file.wrong(line, f"{unclosed[0][:40]!r} is no name: close it with a brace")
        words = NAMED.sub(lambda found: found["words"] or "\N{OBJECT REPLACEMENT CHARACTER}", template)
        if numerals := bare(words):
            self.file.wrong(line, typed(numerals[0]), Rule.BARE_NUMBER)
        parts: list[str | Printed | Cited] = []
        end = 0
        for found in NAMED.finditer(template):
            cited = found["words"]
            part = self._cited(found["record"], cited, line) if cited else self._printed(found["value"], line)
            parts += [template[end : found.start()], part]
            end = found.end()
        return tuple(part for part in (*parts, template[end:]) if part)

    def _cited(self, id: str, words: str, line: int) -> str | Cited:
        """Words that lead to a record; to an unknown one they do not."""
        if id in self.evidence:
            return Cited(id, words)
        self.file.wrong(line, unknown("evidence record", id, self.evidence), Rule.UNKNOWN_EVIDENCE)
        return words

    def _printed(self, name: str, line: int) -> str | Printed:
        """A number of a record; what cannot be found prints as its own name."""
        place, _colon, form = name.partition(":")
        id, _dot, value = place.partition(".")
        if id not in self.evidence:
            hint = no_record(id, self.evidence)
        elif value not in self.evidence[id].values:
            known = self.evidence[id].values
            hint = f"the record {id!r} has no value of that name; " + closest(value, known)
        else:
            try:
                return Printed(id, value, self.style.form(self.evidence[id].values[value], form or "value"))
            except (KeyError, ValueError) as error:
                hint = str(error)
        self.file.wrong(line, f"no value {name!r}: {hint}", Rule.UNKNOWN_VALUE)
        return name
