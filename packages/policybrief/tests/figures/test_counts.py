"""Counts: what a text says of the rows is counted from them, and a claim names which rows they are."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from lxml import html

LINKS, DATES = (f"material/figures/{name}.toml" for name in ("links", "dates"))
MESSAGE = "The first study tested the one link and was given the other."
COUNTS = """\
[counts]
all = { where = {} }
finished = { where = { finish = "tested" } }
read = { where = { read = ["whole", "parts", "abstract"] } }
given = { cells = ["given"] }

[[claims]]
says = "the first study"
of = ["finished"]
are = ["First study"]

"""


@pytest.fixture
def counted(dated):
    """The same with a message of counts, and a claim on it."""
    dated.change(
        LINKS, MESSAGE, "In {finished} of {all}, the first study, the finish was tested; {given} was given."
    )
    dated.change(LINKS, "[[claims]]\n", COUNTS + "[[claims]]\n")
    return dated


def message_of(built, name):
    """The message of a figure."""
    page = html.fromstring(built.file("figures.html"))
    [block] = page.xpath(f"//figure[@id='figure-{name}']/following-sibling::*[1]")
    return " ".join(block.find(".//p").text_content().split())


def test_a_message_prints_what_the_rows_hold(counted):
    built = counted.build("html", fresh=True)
    assert built.complaints == []
    assert message_of(built, "links") == "In 1 of 1, the first study, the finish was tested; 1 was given."


def test_a_changed_cell_changes_the_message_and_falsifies_what_it_names(counted):
    counted.change(LINKS, 'finish = { state = "tested"', 'finish = { state = "given"')
    built = counted.build("html", fresh=True)
    assert message_of(built, "links").startswith("In 0 of 1, the first study, the finish was tested; 2 was given.")
    said = [found.text for found in built.said("figure_claim")]
    assert any(
        "the message says 'the first study', but 'First study' is not among the rows" in text for text in said
    )


def test_dates_are_counted_by_kind_year_and_cut_off_and_the_first_is_printed(dated):
    dated.change(
        DATES,
        "The act is of 2025;",
        "{ahead} of {laws} laws lies ahead of {cut-off}, the first is of {laws:first};",
    )
    where = (
        '[counts]\nlaws = { where = { kind = "law" } }\nahead = { where = { when = "ahead", year = "2026" } }\n\n'
    )
    dated.change(DATES, "[[claims]]\n", where + "[[claims]]\n")
    built = dated.build("html", fresh=True, brief_cut_off=dt.date(2026, 8, 1))
    assert built.complaints == []
    said = message_of(built, "dates").replace("\N{NO-BREAK SPACE}", " ")
    assert said.startswith("1 of 2 laws lies ahead of 1 August 2026, the first is of 30 June 2025;")


@pytest.mark.parametrize(
    ("old", "new", "subtype", "said"),
    [
        (
            '{ where = { finish = "tested" } }',
            '{ where = { end = "tested" } }',
            "figure",
            "names the unknown 'end'",
        ),
        (
            '{ where = { finish = "tested" } }',
            '{ where = { finish = "won" } }',
            "figure",
            "has no 'won' under 'finish'",
        ),
        ('{ where = { finish = "tested" } }', '{ where = "tested" }', "figure", "'where' is a table"),
        ('{ where = { finish = "tested" } }', "{ rows = 1 }", "figure", "has one of where, cells, column"),
        ('{ cells = ["given"] }', '{ cells = ["lent"] }', "figure", "has no state 'lent'"),
        ('{ cells = ["given"] }', '{ column = "highest" }', "figure", "of a table with shares"),
        ("{finished} of", "{finished:share} of", "figure", "has no form 'share'"),
        ('are = ["First study"]', 'are = ["Last study"]', "figure_claim", "'Last study' is not among the rows"),
        ('are = ["First study"]', "are = []", "figure_claim", "'finished' has 1 rows, not 0"),
        ('of = ["finished"]\nare', 'of = ["ended"]\nare', "figure_claim", "there is no count 'ended'"),
        ('says = "the first study"', 'says = "the last study"', "figure_claim", "nor in the message"),
    ],
)
def test_a_count_that_cannot_be_made_is_told_with_file_and_line(counted, old, new, subtype, said):
    counted.change(LINKS, old, new)
    told = [found for found in counted.build("html", fresh=True).said(subtype) if said in found.text]
    assert told
    assert all(re.fullmatch(rf"{LINKS}:\d+", found.place) for found in told)


def test_each_row_of_a_matrix_says_how_much_of_its_text_was_read(dated):
    page = html.fromstring(dated.build("html", fresh=True).file("figures.html"))
    [row] = page.xpath("//figure[@id='figure-links']//tbody/tr")
    assert re.search(r"(whole text|parts|abstract) used", row.text_content())
