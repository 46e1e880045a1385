"""Tables from spreadsheets: what stands between the cells, and signs at the head of a cell, are read as meant."""

from __future__ import annotations

import codecs
import csv
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from docutils.parsers.rst.directives.tables import ListTable as DocutilsListTable
from docutils.statemachine import StringList
from sphinx.directives.patches import CSVTable as SphinxCSVTable

from policybrief.chapters import sizes
from policybrief.words.complaints import Rule, warn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.environment import BuildEnvironment

BETWEEN = {";": "';'", "\t": "'tab'", "|": "'|'"}
"""What spreadsheets write between cells where it is no comma, as the option has it."""
BLOCK = re.compile(r"(%|(?:[-+*|]|[-+*_=]{2,}|>+|#+|\.\.|\(?(?:\d+|[A-Za-z])[.)])(?=\s|$))")
"""What a parser takes for the head of a list, a quotation, a heading or a comment, or for a line across."""
ROW, CELL = re.compile(r"[-*+] "), re.compile(r"(?:[-*+] )?\s*[-*+](?: |$)")
"""How rows and cells of a list begin that is a table."""


class CSVTable(SphinxCSVTable):
    """``{csv-table}``: cells are what they say, so "> 5" keeps its sign and "3. May" is a date."""

    @property
    def env(self) -> BuildEnvironment:
        """What Sphinx knows of this build."""
        return cast("BuildEnvironment", self.state.document.settings.env)

    def get_csv_data(self) -> tuple[Sequence[str], str]:
        """The lines; a mark between the cells that no option names is found, used and told.

        A file in UTF-16 says so in its first bytes, which leaves nothing to guess.
        """
        if "file" in self.options and "encoding" not in self.options:
            path = Path(str(self.state.document.current_source)).parent / self.options["file"]
            with suppress(OSError), path.open("rb") as file:
                if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
                    self.options["encoding"] = "utf-16"
        lines, source = super().get_csv_data()  # type: ignore[no-untyped-call]
        mark = None if "delim" in self.options else _between(list(lines))
        if mark:
            self.options["delim"] = mark
            problem = (
                f"the cells are divided by {BETWEEN[mark]}, not by commas; say so: ':delim: {BETWEEN[mark][1:-1]}'"
            )
            warn(Rule.TABLE, (self.env.docname, self.lineno), problem)
        return lines, source

    def parse_csv_data_into_rows(self, csv_data: Any, dialect: Any, source: str) -> tuple[list[Any], int]:
        """The rows; what would begin a block in a cell of one line is escaped."""
        rows, columns = super().parse_csv_data_into_rows(  # type: ignore[no-untyped-call]
            csv_data, dialect, source
        )
        rows = rows[: sizes.fitting_rows(self.env, len(rows), columns, self.lineno)]
        for row in rows:
            for at, (down, right, offset, lines) in enumerate(row):
                if len(lines) == 1 and BLOCK.match(lines[0]):
                    escaped = BLOCK.sub(lambda found: _escaped(found[1]), lines[0], count=1)
                    row[at] = (down, right, offset, StringList([escaped], source=source))
        return rows, columns


class ListTable(DocutilsListTable):
    """``{list-table}``: as many rows as fit into the chapter."""

    def run(self) -> Sequence[nodes.table | nodes.system_message]:
        """The table."""
        env = cast("BuildEnvironment", self.state.document.settings.env)
        starts = [at for at, line in enumerate(self.content) if ROW.match(line)]
        cells = sum(1 for line in self.content if CELL.match(line))
        columns = -(-cells // max(len(starts), 1))
        fitting = sizes.fitting_rows(env, len(starts), columns, self.lineno)
        if fitting < len(starts):
            self.content = self.content[: starts[fitting]]
        return super().run()


def _escaped(sign: str) -> str:
    """A sign with a backslash before the mark that makes it one."""
    return f"{sign[:-1]}\\{sign[-1]}" if sign[0].isalnum() or sign[0] == "(" else f"\\{sign}"


def _between(lines: list[str]) -> str | None:
    """The mark that divides all lines into as many cells, where commas divide none or not alike."""
    lines = [line for line in lines if line.strip()]
    if len(_widths(lines, ",")) == 1 and _widths(lines, ",") != {1}:
        return None
    return next((mark for mark in BETWEEN if len(w := _widths(lines, mark)) == 1 and w != {1}), None)


def _widths(lines: list[str], mark: str) -> set[int]:
    try:
        return {len(row) for row in csv.reader((f"{line}\n" for line in lines), delimiter=mark, strict=True)}
    except csv.Error:
        return set()
