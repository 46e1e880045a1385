"""Drawings of charts, lanes, ladders, boxes and squares on paper, beside those that somebody looked at and kept.

`specimens` are invented and have together every mark, axis and layout.  A drawing that differs is looked at by
somebody, who mends the code or keeps the new one in the same commit:
``KEEP_LOOKS=1 .venv/bin/python -m pytest FILE`` writes them anew.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sphinx_accessible_figures import drawings
from sphinx_accessible_figures.directive import FileReader
from sphinx_accessible_figures.model import (
    Axis,
    Cell,
    Chart,
    Figure,
    Form,
    LaneEntry,
    Lanes,
    Line,
    Mark,
    Panel,
    Row,
    State,
    Table,
    Tally,
)
from sphinx_accessible_figures.paper import LARGE, PHONE, PRINT, WIDE, Look, Paper
from sphinx_accessible_figures.reading import Named
from sphinx_accessible_figures.writing import OfLocale, Pen

KEPT = Path(__file__).parent / "drawings"
SPECIMENS = sorted(Path(__file__).parent.glob("specimens/*.toml"))
FOOT = ("Source: invented.", "A figure of the tests, to take along.")


class Specimen(FileReader):
    """A file that also has what only projects fill in: what a source prints, what is asked for, squares."""

    KEYS = FileReader.KEYS | {"squares": ("head", "columns", "rows", "key", "apart", "tallies")}
    ENTRY = (*FileReader.ENTRY, "asked")

    def named(self, name: str, word: str) -> Named | None:
        """A value, and whether its source prints it."""
        found = super().named(name, word)
        return found and found._replace(published=self.table["values"][name].get("published", False))

    def lanes(self, table: dict[str, Any], shared: dict[str, Any]) -> Lanes:
        """Days, some of them asked for."""
        made, numbers = super().lanes(table, shared), [entry.get("asked", "") for entry in table["entries"]]
        pairs = zip(made.entries, numbers, strict=True)
        return replace(made, entries=tuple(entry._replace(number=number) for entry, number in pairs))

    def squares(self, table: dict[str, Any], shared: dict[str, Any]) -> Table:
        """Rows of squares, each cell with how many of each kind."""
        lines = [
            Line(
                row["label"], row["label"], "",
                tuple(Cell("", "", "", "", None, parts=tuple(parts)) for parts in row.get("cells", ())),
                apart=row.get("apart", False),
            )
            for row in table["rows"]
        ]  # fmt: skip
        return Table(
            **shared,
            form=Form.SQUARES,
            head=(table["head"], *table["columns"]),
            columns=tuple(table["columns"]),
            lines=tuple(lines),
            key=tuple(table["key"]),
            apart=table["apart"],
            tallies=tuple(map(Tally, table["columns"], *zip(*table["tallies"], strict=True)))
            if "tallies" in table
            else (),
        )

    def readers(self) -> dict[str, Callable[[dict[str, Any], dict[str, Any]], Figure]]:
        """Squares too."""
        return super().readers() | {"squares": self.squares}


def specimen(path: Path) -> Figure:
    """The figure of a file, of which nothing is complained."""
    reader = Specimen(path, path.name, Pen())
    figure = reader.read()
    assert reader.told == []
    assert figure is not None
    return figure


def looks(figure: Figure) -> dict[str, str]:
    """Every drawing of a figure, shape by shape a line, and of large print where it may go on overleaf."""
    made = {look.name: drawings.draw(figure, look, Pen()) for look in (PRINT, LARGE, WIDE, PHONE)}
    cuts = " ".join(f"{cut:.1f}" for cut in made["large"].paper.cuts)
    written = {name: drawn.svg for name, drawn in made.items()}
    written["large"] += f"<!-- overleaf from {cuts} -->\n"
    written["alone"] = drawings.by_itself(figure, Pen(), FOOT)
    return {name: re.sub(r"(?<=[\dz])M(?=\d)", "\nM", svg) for name, svg in written.items()}


def problem(seen: str, kept: Path, seen_in: Path) -> str:
    """How a drawing differs from the one that is kept, if it does."""
    if os.environ.get("KEEP_LOOKS"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(seen, "utf-8")
        return ""
    wanted = kept.read_text("utf-8") if kept.is_file() else ""
    if seen == wanted:
        return ""
    (seen_in / kept.name).write_text(seen, "utf-8")
    lines = itertools.zip_longest(wanted.split("\n"), seen.split("\n"), fillvalue="nothing")
    number, (before, now) = next((n, pair) for n, pair in enumerate(lines, 1) if pair[0] != pair[1])
    return (
        f"{kept.name}:{number}: kept is {before}\n  but drawn was {now}\n"
        f"  look at {seen_in / kept.name}; if it is right, KEEP_LOOKS=1 keeps it"
    )


@pytest.mark.parametrize("path", SPECIMENS, ids=lambda path: path.stem)
def test_a_figure_is_drawn_as_it_was_when_somebody_looked(path: Path, tmp_path: Path) -> None:
    drawn = looks(specimen(path))
    unlike = [problem(svg, KEPT / f"{path.stem}-{name}.svg", tmp_path) for name, svg in drawn.items()]
    if told := "\n".join(filter(None, unlike)):
        pytest.fail(told, pytrace=False)


def test_nothing_is_kept_of_what_is_no_longer_drawn() -> None:
    wanted = {f"{path.stem}-{name}.svg" for path in SPECIMENS for name in looks(specimen(path))}
    assert {kept.name for kept in KEPT.iterdir()} == wanted


@pytest.mark.parametrize("path", SPECIMENS, ids=lambda path: path.stem)
def test_no_specimen_has_a_fault(path: Path) -> None:
    assert list(drawings.faults(specimen(path), Pen())) == []


@pytest.mark.parametrize(
    ("filled", "of", "groups"), [(33, 63, 30), (33, 100, 30), (63, 63, 30), (2, 63, 9), (7, 9, 0)]
)
def test_as_many_squares_are_filled_as_there_are_though_the_last_group_is_small(filled, of, groups) -> None:
    mark = Mark(filled, str(filled), None, None, None, None, "one")
    panel = Panel("", Axis.SQUARES, "", (Row("Letters", (mark,), groups=groups, of=of),))
    chart = Chart("one", "chart", "", (), (), (), (), (), (), panels=(panel,))
    svg = drawings.draw(chart, WIDE, Pen()).svg
    assert {fill: shape.count("M") for fill, shape in re.findall('class="fill-([a-z]+) .* d="([^"]*)"', svg)} == {
        fill: number for fill, number in (("accent", filled), ("paper", of - filled)) if number
    }


@pytest.mark.parametrize(
    ("locale", "last", "said"),
    [
        ("en", (2027, 6, 29), "27–29 June 2027"),
        ("en", (2027, 7, 2), "27 June–2 July 2027"),
        ("en", (2028, 7, 2), "27 June 2027–2 July 2028"),
        ("de", (2027, 6, 29), "27.–29. Juni 2027"),
        ("fr", (2027, 6, 29), "27–29 juin 2027"),
    ],
)
def test_a_stretch_says_what_both_its_ends_have_in_common_once(
    locale: str, last: tuple[int, ...], said: str
) -> None:
    entry = LaneEntry("States", dt.date(2027, 6, 27), dt.date(*last), ("paid",), "", "", None, "")
    figure = Lanes("one", "lanes", "", (), (), (), (), (), (), lanes=("States",), entries=(entry,))
    svg = drawings.draw(figure, PHONE, Pen(OfLocale(locale))).svg.replace("\N{NO-BREAK SPACE}", " ")
    assert f">{said}  <" in svg


def heads(look: Look, head: str, word: str) -> int:
    """How often the head of a column stands in a drawing of two rows of boxes: at each of them in a list."""
    cells = tuple(Cell("done", "", "", "", None, said) for said in (word, "a"))
    table = Table(
        "one", "matrix", "", (), (), (), (), (), (),
        form=Form.BOXES, head=("", head, "Head"), columns=("one", "two"),
        states={"done": State("■", "done", fill="solid")},
        lines=(Line("1", "First", "", cells), Line("2", "Second", "", cells)),
    )  # fmt: skip
    return drawings.draw(table, look, Pen()).svg.count(">Head<")


@pytest.mark.parametrize("look", [PHONE, LARGE], ids=lambda look: look.name)
def test_a_narrow_matrix_is_a_list_where_a_word_is_wider_than_its_column_or_words_are_long(look: Look) -> None:
    paper = Paper(look, Pen().palette.light)
    column = (look.width - 5 * look.unit) / 2
    for what, room in (("head", column + 5 * look.unit), ("word", column - 10 * look.unit)):
        over = next(n for n in itertools.count(1) if paper.width("m" * n, look.small, bold=True) > room)
        for letters, times in ((over - 1, 1), (over, 2)):
            assert heads(look, **{"head": "A", "word": "a", what: f"a {'m' * letters}"}) == times
    assert heads(look, "A", "a b c d e f g h i j k l") == 1
    assert heads(look, "A", "a b c d e f g h i j k lm") == 2
