"""Timelines: recorded dates and those that recommendations ask for, in one order, nothing foretold."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from docutils import nodes
from lxml import html

from policybrief.figures.timeline import UNKNOWN


def rows_of(built):
    """The rows of the timeline, cell by cell."""
    figures = [f for f in built.resolved("figures").findall(nodes.figure) if "figure-dates" in f["ids"]]
    [body] = figures[0].findall(nodes.tbody)
    return [[" ".join(entry.astext().split()) for entry in row.findall(nodes.entry)] for row in body]


def test_a_timeline_has_the_recorded_dates_and_those_asked_for_in_order(dated):
    built = dated.build("html", fresh=True)
    assert built.complaints == []
    assert rows_of(built) == [
        ["30 June 2025", "Law: The act is adopted", "parliament", "Counting Act 2025"],
        ["2 August 2026", "Law: Counts are due", "laboratories", "Counting Act 2025"],
        ["7 October 2026", f"Evidence cut-off: {UNKNOWN}", "this brief", "this brief"],
        ["30 June 2027", "Asked for: R1 Publish counts", "Governments.", "this brief"],
    ]


def test_a_date_after_the_cut_off_says_that_its_outcome_is_not_known(dated):
    built = dated.build("html", fresh=True, brief_cut_off=dt.date(2026, 8, 1))
    assert [row[1] for row in rows_of(built)][:3] == [
        "Law: The act is adopted",
        f"Evidence cut-off: {UNKNOWN}",
        "Law: Counts are due (outcome not known to us)",
    ]


def test_a_brief_without_a_cut_off_marks_none(dated):
    rows = rows_of(dated.build("html", fresh=True, brief_cut_off=None))
    assert [row[1].partition(":")[0] for row in rows] == ["Law", "Law", "Asked for"]


def test_the_message_names_each_date_asked_for_with_who_is_to_act(dated):
    page = html.fromstring(dated.build("html", fresh=True).file("figures.html"))
    [block] = page.xpath("//figure[@id='figure-dates']/following-sibling::*[1]")
    said = " ".join(block.find(".//p").text_content().replace("\N{NO-BREAK SPACE}", " ").split())
    assert (
        said
        == "The act is of 2025; counts are due from 2 August 2026. Asked for: by 30 June 2027, R1 (Governments)."
    )


def test_a_changed_date_moves_its_row_and_falsifies_the_title(dated):
    dated.build("html")
    dated.change("material/evidence/duty.toml", "date = 2026-08-02", "date = 2025-01-02")
    built = dated.build("html")
    assert rows_of(built)[0][0] == "2 January 2025"
    [told] = built.said("figure_claim")
    assert "the title says 'one in 2026', but the number of dates in 2026 is 0" in told.text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('instrument = "the-act"', 'instrument = "an-act"', "no instrument 'an-act'; did you mean 'the-act'?"),
        ('date = "duty.start"', 'date = "counts.first"', "'first' is no date"),
        ('date = "duty.start"', 'date = "duty.stop"', "no value 'duty.stop'"),
        ('who = "parliament"', "", "lacks 'what' or 'who'"),
        ('kind = "law"\ninstrument', "instrument", "has no kind: one of law, code"),
        ('who = "parliament"', 'when = "2025"', "unknown key 'when'"),
    ],
)
def test_an_event_without_its_record_is_told_with_its_line(dated, old, new, said):
    dated.change("material/figures/dates.toml", old, new)
    told = dated.build("html", fresh=True).said("figure")
    assert any(said in found.text for found in told)
    assert all(re.fullmatch(r"material/figures/dates\.toml:\d+", found.place) for found in told)


def test_an_instrument_without_a_date_is_no_event(dated):
    dated.change("material/instruments/the-act.toml", "date = 2025-06-30\nforce", "force")
    [told] = dated.build("html", fresh=True).said("figure")
    assert "the instrument 'the-act' has no date" in told.text
