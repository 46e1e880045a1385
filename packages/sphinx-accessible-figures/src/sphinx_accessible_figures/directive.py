"""``accessible-figure``: a figure from a data file that holds its own values, for any project.

    [values]
    first = { successes = 9, trials = 10 }               # a share with its interval
    wait = { number = 3, unit = "days", low = 2, high = 5 }
    start = 2027-01-01                                   # a day, for lanes

A row names a value, ``value = "first"``; a text prints it as ``{first}``.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any, ClassVar

from babel.units import format_unit
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from sphinx_accessible_figures import drawings
from sphinx_accessible_figures.axes import HOURS
from sphinx_accessible_figures.messages import _
from sphinx_accessible_figures.model import Figure, plain
from sphinx_accessible_figures.nodes import placed
from sphinx_accessible_figures.reading import Named, Reader
from sphinx_accessible_figures.writing import RANGE, OfLocale, Pen
from trial_counts.intervals import uncountable, wilson

logger = logging.getLogger(__name__)


class FileReader(Reader):
    """A figure whose file holds its values."""

    OWN = ("values",)

    def __init__(self, path: Path, shown: str, pen: Pen) -> None:
        self.text = path.read_text("utf-8") if path.is_file() else ""
        self.table: dict[str, Any] = {}
        self.told: list[tuple[int, str]] = []
        """Each line with what is wrong with it."""
        try:
            self.table = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"at line (\d+)", str(error))
            self.told.append((int(line[1]) if line else 1, f"not TOML: {error}"))
        if not self.text:
            self.told.append((1, "the file is missing or empty"))
        super().__init__(path.stem, str(self.table.get("kind", "")), shown, pen.writing)

    def read(self) -> Figure | None:
        """The figure, or nothing after a complaint."""
        if self.kind in self.KEYS:
            return self.figure(self.table)
        if not self.told:
            self.tell("kind", f"kind is {self.kind!r}; use one of {', '.join(self.KEYS)}")
        return None

    def tell(self, word: str, problem: str, *, claim: bool = False) -> None:
        """Note it with the first line that has *word*."""
        lines = enumerate(self.text.split("\n"), 1)
        self.told.append((next((n for n, line in lines if word and word in line), 1), problem))

    def named(self, name: str, word: str) -> Named | None:
        """A value of the file."""
        found, writing = self.table.get("values", {}).get(name), self.writing
        match found:
            case {"successes": int(successes), "trials": int(trials)} if not uncountable(successes, trials):
                low, high = (100 * bound for bound in wilson(successes, trials))
                shown = str(_("{met} of {applicable}"))
                text = shown.format(met=writing.number(successes), applicable=writing.number(trials))
                text = f"{text}\xa0({writing.percent(low / 100)}{RANGE}{writing.percent(high / 100)})"
                return Named(100 * successes / trials, text, "percent", low, high, successes, trials)
            case {"number": int() | float() as number}:
                unit, low, high = str(found.get("unit", "")), found.get("low"), found.get("high")
                return Named(number, self._measured(number, unit), unit, low, high)
        self.wrong(word, f"[values] has no number {name!r}: {{ successes = …, trials = … }} or {{ number = … }}")
        return None

    def _measured(self, number: float, unit: str) -> str:
        """A number with its unit; every language knows how it says times."""
        if unit == "percent":
            return self.writing.percent(number / 100)
        if unit in HOURS and " " not in unit:  # but not working days
            return str(format_unit(number, f"duration-{unit.removesuffix('s')}", locale=self.writing.locale))
        return f"{self.writing.number(number)} {unit}".strip()

    def said(self, name: str) -> str:
        """A value as a text prints it."""
        found = self.table.get("values", {}).get(name)
        if type(found) is dt.date:
            return self.writing.date(found)
        number = self.named(name, name)
        return number.text.replace(" ", "\xa0") if number else name

    def day(self, name: Any, word: str) -> dt.date | None:
        """A date of the file."""
        found = self.table.get("values", {}).get(name)
        if type(found) is dt.date:
            return found
        self.wrong(word, f"[values] has no date {name!r}, written like 2027-01-31 without quotation marks")
        return None


class AccessibleFigure(SphinxDirective):
    """A figure with its title as caption and its message as alternative text."""

    required_arguments = 1
    option_spec: ClassVar[Any] = {"name": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """The figure; one that may not be shown prints its message."""
        shown, path = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(shown)
        pen = Pen(OfLocale(self.config.language.replace("-", "_")))
        reader = FileReader(Path(path), shown, pen)
        figure = reader.read()
        drawn = figure is not None and figure.sound and drawings.is_drawn(figure)
        faults = list(dict.fromkeys(drawings.faults(figure, pen))) if figure is not None and drawn else []
        for line, problem in (*reader.told, *((1, fault) for fault in faults)):
            logger.warning(problem, location=f"{shown}:{line}", type="accessible-figures", subtype="file")
        if figure is None:
            return [nodes.paragraph("", "", nodes.problematic("", self.arguments[0]))]
        message = nodes.paragraph("", plain(figure.message))
        made = nodes.figure("", placed(figure, pen, self.env) if drawn and not faults else message)
        made += nodes.caption("", plain(figure.title))
        if note := plain(figure.note):
            made += nodes.legend("", nodes.paragraph("", note))
        self.add_name(made)
        return [made]
