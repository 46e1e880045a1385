"""Tables of words and the log of searches: from a file to the page and the register, faults with their place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from jsonschema import Draft202012Validator

from policybrief.chapters import sizes
from policybrief.data.searches import read_searches
from policybrief.data.word_tables import read_table
from policybrief.outputs.register import SCHEMA
from written_values.values import Style

if TYPE_CHECKING:
    from conftest import Project, Projects

TABLE = """\
title = "What follows from what"
head = "Rung"
note = "Easy up."

[columns]
known = "What is known"
action = "What follows"

[[rows]]
id = "claim"
number = 0
label = "Claim"
known = "done in {counts.first:count} trials"
action = "ask for [the counts](counts)"

[[rows]]
id = "alarm"
number = 1
label = "Alarm"
known = "one team's sign"
action = "stop"
"""
SEARCH = """\
[[search]]
question = "Who repeated it?"
terms = "repeat; replicate"
where = "stored pages"
date = 2026-10-07
read = 7
taken = 3
"""


def brief(project: Projects, table: str = TABLE) -> Project:
    """The sound brief with a table of words after its findings."""
    made = project("test-sound")
    made.write("material/ladder.toml", table)
    text = (made.path / "source/observed.md").read_text("utf-8")
    made.write("source/observed.md", text + "\nSee {numref}`table-ladder`.\n\n```{data-table} ladder\n```\n")
    return made


def test_a_table_prints_its_numbers_and_leads_to_its_records(project: Projects) -> None:
    built = brief(project).build("html")
    assert built.complaints == []
    assert "0 Claim done in 9 of 10 trials ask for the counts 1 Alarm one team’s sign stop" in built.words(
        "observed"
    )
    page = built.file("observed.html")
    assert 'href="asked.html#evidence-counts"' in page
    assert "Table 1" in page
    assert "Easy up." in page
    table = next(t for t in built.resolved("observed").findall(nodes.table) if "data-table" in t["classes"])
    assert table["ids"] == ["table-ladder"]


def test_the_register_holds_the_tables_that_chapters_print(project: Projects) -> None:
    data = json.loads(brief(project).build("register").file("register.json"))
    assert list(Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).iter_errors(data)) == []
    (table,) = data["tables"]
    assert (table["id"], table["title"], table["note"]) == ("ladder", "What follows from what", "Easy up.")
    assert table["columns"] == {"known": "What is known", "action": "What follows"}
    assert table["rows"][0] == {
        "id": "claim",
        "number": 0,
        "label": "Claim",
        "cells": {
            "known": "done in 9\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}10 trials",
            "action": "ask for the counts",
        },
    }


BROKEN = {
    "a typed number": ("sign", "sign in 3 runs", 20, "bare_number", "the number '3' is typed"),
    "an unknown record": ("{counts.first", "{count.first", 13, "unknown_value", "no record of that id"),
    "an unknown value": ("counts.first", "counts.fist", 13, "unknown_value", "did you mean 'first'?"),
    "a link to nothing": ("(counts)", "(count)", 14, "unknown_evidence", "did you mean 'counts'?"),
    "an unknown column": (
        'known = "one',
        'knwon = "one',
        16,
        "figure",
        "lacks 'known', a text in quotation marks",
    ),
    "a row without id": ('id = "alarm"', 'id = ""', 17, "figure", "a row has the id ''"),
    "no title": ('title = "What follows from what"', "", 1, "figure", "the table lacks 'title'"),
    "an unknown key": ('head = "Rung"', 'had = "Rung"', 2, "figure", "unknown key 'had'"),
    "no TOML": ("[columns]", "[columns", 5, "figure", "not TOML"),
}


@pytest.mark.parametrize(("old", "new", "line", "subtype", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_wrong_with_a_table_is_told_with_its_line(
    project: Projects, old: str, new: str, line: int, subtype: str, said: str
) -> None:
    built = brief(project, TABLE.replace(old, new, 1)).build()
    found = [one for one in built.said(subtype) if said in one.text]
    assert [one.place for one in found] == [f"material/ladder.toml:{line}"], built.complaints


def test_a_table_that_is_not_there_is_told_with_the_nearest_one(project: Projects) -> None:
    made = brief(project)
    made.change("source/observed.md", "{data-table} ladder", "{data-table} lader")
    assert [one.text for one in made.build().said("figure")] == [
        "no table 'lader' in the material; did you mean 'ladder'?"
    ]


def test_a_changed_table_changes_its_page(project: Projects) -> None:
    made = brief(project)
    made.build("html")
    made.change("material/ladder.toml", 'action = "stop"', 'action = "stop and tell"')
    assert "stop and tell" in made.build("html").words("observed")


def test_searches_print_what_was_asked_and_what_came_of_it(project: Projects) -> None:
    made = project("test-sound")
    made.write("material/searches.toml", SEARCH)
    text = (made.path / "source/observed.md").read_text("utf-8")
    made.write("source/observed.md", text + "\n:::{searches}\n:::\n")
    built = made.build("html")
    assert built.complaints == []
    assert "Who repeated it? repeat; replicate stored pages, 7 October 2026 7 3" in built.words("observed")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("read = 7", 'read = "7"', "see read"),
        ("taken = 3", "took = 3", "see taken, took"),
        ("date = 2026-10-07", "", "see date"),
    ],
)
def test_a_search_that_says_too_little_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    (tmp_path / "searches.toml").write_text(SEARCH + "\n" + SEARCH.replace(old, new), "utf-8")
    searches, complaints = read_searches(tmp_path / "searches.toml", "searches.toml")
    assert len(searches) == 1
    assert [one.line for one in complaints] == [9]
    assert complaints[0].text.endswith(said)


LARGE = {
    "of Markdown": "```{table} T\n| A | B |\n|---|---|\n" + "| x | y |\n" * 40 + "```",
    "csv-table": "```{csv-table} T\n:header: A, B\n\n" + "x, y\n" * 40 + "```",
    "list-table": "```{list-table} T\n:header-rows: 1\n\n* - A\n  - B\n" + "* - x\n  - y\n" * 40 + "```",
}


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE.keys())
def test_a_table_of_more_cells_than_a_chapter_has_is_told_and_its_first_rows_are_printed(
    project: Projects, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(sizes, "MOST_CELLS", 60)
    brief = project("test-sound")
    brief.write("source/page.md", f"---\norphan: true\n---\n# Page\n\n{text}\n")
    built = brief.build()
    ((place, _subtype, said),) = built.complaints
    assert place in ("source/page.md:6", "source/page.md:7")
    assert said.startswith("a table of 4")
    assert "at most 60 cells" in said
    assert 20 < built.words("page").count("x") + built.words("page").count("y") <= 60


def test_tables_of_a_chapter_share_their_cells(project: Projects, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "MOST_CELLS", 100)
    brief = project("test-sound")
    brief.write("source/page.md", "---\norphan: true\n---\n# Page\n\n" + f"{LARGE['of Markdown']}\n\n" * 3)
    built = brief.build()
    assert [said.text.partition("so ")[2][:11] for said in built.said("table")][:2] == [
        "10 rows are",
        "0 rows are ",
    ]


def test_a_data_table_of_too_many_cells_is_told(tmp_path: Path) -> None:
    file = tmp_path / "large.toml"
    row = '[[rows]]\nid = "a"\nlabel = "x"\nb = "y"\n'
    file.write_text('title = "T"\nhead = "H"\n[columns]\nb = "B"\n' + row * 5001, "utf-8")
    made, (told,) = read_table(file, "large.toml", {}, Style("en", "", ""))
    assert made is None
    assert told.text == "a table of 10,002 cells, more than 10,000; take it apart"


@pytest.mark.parametrize("within", ["{}", "```{{include}} words.txt\n```"], ids=["chapter", "included"])
def test_a_word_without_end_is_told_with_its_line(project: Projects, within: str) -> None:
    brief = project("test-sound")
    word = "a" * 100_000
    brief.write("source/words.txt", f"The first.\n{word}\n")
    brief.write("source/page.md", f"---\norphan: true\n---\n# Page\n\n{within.format(word)}\n")
    ((place, _subtype, said),) = brief.build(suppress_warnings=["brief.long_sentence"]).complaints
    assert place in ("source/page.md:6", "source/words.txt:2")
    assert said.startswith("a word of 100,000 characters, which begins 'aaaaa")
