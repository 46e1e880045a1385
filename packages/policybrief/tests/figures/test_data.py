"""The data of a figure: on screen a block that opens and a file to take along, all from one record."""

from __future__ import annotations

import csv
import io
import re

import pytest
from lxml import html

from policybrief.figures import data
from sphinx_accessible_figures.model import Table

FIGURES = ("dates", "rates", "links", "reach")


def blocks_of(built):
    """What follows each figure of the page, by the figure's id."""
    page = html.fromstring(built.file("figures.html"))
    return {figure.get("id"): figure.getnext() for figure in page.xpath("//figure[starts-with(@id, 'figure-')]")}


def table_of(built, name):
    """The rows of a file of data, each by the names of its columns."""
    text = (built.outdir / "figures" / f"{name}.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def words(element):
    """The words of an element on one line."""
    return " ".join(element.text_content().replace("\N{NO-BREAK SPACE}", " ").split())


def test_each_figure_on_screen_is_followed_by_its_message_its_data_and_a_file(dated):
    built = dated.build("html", fresh=True)
    blocks = blocks_of(built)
    assert list(blocks) == [f"figure-{name}" for name in FIGURES]
    for name, block in zip(FIGURES, blocks.values(), strict=True):
        [opened] = block.xpath("./details[not(@open)]")
        assert words(opened.find("summary"))
        assert len(words(opened.find("p")).split()) > 5, "the message"
        link, *drawn = block.xpath(".//a[@download]")
        assert [one.get("href") for one in drawn] == ([f"figures/{name}.svg"] if name == "rates" else [])
        assert (built.outdir / link.get("href")).read_bytes().startswith(b"\xef\xbb\xbf"), "for spreadsheets"
        assert link.get("href") == f"figures/{name}.csv"


def test_a_chart_opens_its_numbers_and_a_table_its_cells_as_a_list(dated):
    blocks = blocks_of(dated.build("html", fresh=True))
    assert "9 of 10 (60–98%)" in words(blocks["figure-rates"].find(".//table"))
    assert [words(item) for item in blocks["figure-reach"].findall(".//li")] == [
        "Test: stated, tests are due. Counting Act 2025, Article 3 (as of 30 June 2025)",
        "Report: not stated",
    ]
    due = words(blocks["figure-dates"].findall(".//li")[1])
    assert due.startswith("2 August 2026. Law: Counts are due. Counting Act 2025")
    assert not [id for id, block in blocks.items() if id != "figure-rates" and block.findall(".//table")]


def test_a_file_of_data_has_the_numbers_of_the_figure_with_method_source_and_date(dated):
    built = dated.build("html", fresh=True)
    first = table_of(built, "rates")[0]
    assert (first["successes"], first["trials"], first["number"]) == ("9", "10", "90.0")
    assert (first["low"], first["high"], first["interval"]) == ("59.585", "98.2124", "wilson")
    assert first["value"] == "counts.first"
    assert (first["source"], first["as_of"]) == ("Alpha et al. 2024; Beta 2025", "2025-03-01")
    assert [row["state"] for row in table_of(built, "reach")] == ["stated", "not stated"]
    assert [row["date"] for row in table_of(built, "dates")] == [
        "2025-06-30",
        "2026-08-02",
        "2026-10-07",
        "2027-06-30",
    ]
    assert [row["kind"] for row in table_of(built, "dates")] == ["Law", "Law", "Evidence cut-off", "Asked for"]
    assert table_of(built, "links")[0]["place"] == "Table 2"


def test_the_block_is_for_pages_only_and_an_e_book_links_to_no_file(dated):
    built = dated.build("text", fresh=True)
    assert "CSV" not in built.file("figures.txt")
    dated.build("epub", fresh=True)
    written = dated.path / "build/epub"
    assert "<details>" in (written / "figures.xhtml").read_text("utf-8")
    assert not list(written.rglob("*.csv"))


@pytest.mark.parametrize("builder", ["dirhtml", "singlehtml"])
def test_the_file_is_found_from_pages_in_folders_and_from_one_page(dated, builder):
    built = dated.build(builder, fresh=True)
    page = "figures/index.html" if builder == "dirhtml" else "index.html"
    for href in re.findall(r'<a href="([^"]+\.csv)" download', built.file(page)):
        assert ((built.outdir / page).parent / href).is_file(), href


def test_each_figure_says_of_when_it_is_and_a_chart_how_many_trials_it_counts(dated):
    page = html.fromstring(dated.build("html", fresh=True).file("figures.html"))
    said = {figure.get("id"): words(figure) for figure in page.iter("figure")}
    for name in FIGURES:
        # rows and dates are seen: their number beside them would say nothing
        counted = ["10 / 2,468 (trials of each count)"] if name == "rates" else []
        assert re.findall(r"n = ([^)]+\))\.", said[f"figure-{name}"]) == counted
        assert re.search(r"Newest source shown: \d+ \w+ 20\d\d\.", said[f"figure-{name}"])


def test_the_day_of_an_own_calculation_is_no_date_of_a_source(dated):
    for read in ("full-text", "passage"):
        dated.change("material/evidence/counts.toml", f'read = "{read}"', 'read = "own-calculation"')
    page = html.fromstring(dated.build("html", fresh=True).file("figures.html"))
    [figure] = page.xpath("//figure[@id='figure-rates']")
    assert "Newest source" not in words(figure)


def test_each_cell_of_a_figure_names_its_column_for_screens_that_show_it_as_a_list(dated):
    page = html.fromstring(dated.build("html", fresh=True).file("figures.html"))
    tables = page.xpath("//figure//table | //*[@class='figure-data']//table")
    assert len(tables) == 4
    for table in tables:
        heads = [words(head) for head in table.xpath(".//thead//th")][1:]
        for row in table.xpath("./tbody/tr"):
            assert [cell.get("data-head") for cell in row.findall("td")] == heads
    sheet = (dated.path / "build/html/_static/screen.css").read_text("utf-8")
    assert re.search(r"max-width: 47.99rem.*content: attr\(data-head\)", sheet, re.DOTALL)


def test_no_text_of_a_file_of_data_is_a_formula(monkeypatch):
    row = [
        "=1+1",
        "+2",
        "@x",
        "\t=3",
        "\N{NO-BREAK SPACE}-4",
        "\n=5",
        "\N{FULLWIDTH EQUALS SIGN}6",
        "A = b",
        -7.5,
        None,
    ]
    monkeypatch.setattr(data, "_of_table", lambda *_given: iter([row]))
    text = data.as_csv(Table.__new__(Table), None).decode("utf-8-sig")
    [read] = csv.reader(io.StringIO(text, newline=""))
    assert read == [*(f"'{cell}" for cell in row[:7]), "A = b", "-7.5", ""]
