"""The grammar of marks: words are measured before they are placed, and what is drawn is plain SVG."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import math
import operator
import string
from pathlib import Path

import font_source_sans_pro
import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from lxml import etree

from sphinx_accessible_figures import axes
from sphinx_accessible_figures import paper as grammar
from sphinx_accessible_figures.model import Axis
from sphinx_accessible_figures.paper import LARGE, PHONE, PRINT, SANS, WIDE, Paper
from sphinx_accessible_figures.writing import OfLocale, Pen

STYLE = OfLocale("en")


@pytest.fixture
def paper():
    """An empty sheet of the wide layout."""
    return Paper(WIDE, Pen().palette.light)


def drawn(paper, height=100):
    """The elements of a sheet."""
    return etree.fromstring(paper.svg(height, "Title", "Words"))


def test_a_day_on_an_axis_is_in_the_order_of_the_variety_of_english() -> None:
    day = dt.date(2028, 5, 31)
    written = [axes.short(day, OfLocale(language)) for language in ("en", "en_US", "en_GB")]
    assert written == ["31\xa0May", "May\xa031", "31\xa0May"]


def test_a_width_is_the_sum_of_the_advances_of_the_font(paper):
    font = TTFont(Path(font_source_sans_pro.__file__).parent / "files/SourceSansPro-Regular.ttf")
    glyphs = [font.getBestCmap()[ord(letter)] for letter in "Wide, 9 of 10"]
    wanted = sum(font["hmtx"][glyph][0] for glyph in glyphs) * 20 / font["head"].unitsPerEm
    assert paper.width("Wide, 9 of 10", 20) == pytest.approx(wanted)


def test_a_width_is_the_same_on_a_python_that_sums_otherwise(monkeypatch):
    words = [f"{first}{second} 2024, GPT-4o" for first in string.ascii_letters for second in "aeiou"]
    one_by_one = functools.partial(functools.reduce, operator.add)
    found = []
    for summed in (one_by_one, math.fsum):  # as before 3.12, and as since
        monkeypatch.setattr(grammar, "sum", summed, raising=False)
        found.append([grammar.face(SANS, False, False).width(one) for one in words])
    assert found[0] == found[1]


def test_no_letter_reaches_out_of_the_box_that_is_noted_for_it(paper):
    font = TTFont(Path(font_source_sans_pro.__file__).parent / "files/SourceSansPro-Regular.ttf")
    paper.text(10, 10, "Ågjpqy|(", size=20)
    [box] = paper.boxes
    base = box.bottom - 0.22 * 20
    for letter in "gjpqy":
        pen = BoundsPen(font.getGlyphSet())
        font.getGlyphSet()[font.getBestCmap()[ord(letter)]].draw(pen)
        assert base - pen.bounds[1] * 20 / font["head"].unitsPerEm <= box.bottom + 0.2


@pytest.mark.parametrize("look", [PRINT, LARGE, WIDE, PHONE])
def test_wrapped_words_fit_and_none_is_lost(look):
    sheet = Paper(look, Pen().palette.light)
    words = (
        "What holds together stays so: 9\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}10 trials, and the rest is below."
    )
    lines = sheet.wrap(words, 120)
    assert " ".join("".join(text for text, _bold in line) for line in lines) == words
    assert all(sheet.width(line) <= 120.01 for line in lines)
    assert any("9\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}10" in text for line in lines for text, _bold in line)


def test_on_screen_words_keep_their_measured_width_in_any_face(paper):
    width = paper.text(0, 0, [("bold", True), (" and not", False)])
    [text] = drawn(paper).iter("{*}text")
    assert float(text.get("textLength")) == pytest.approx(width, abs=0.06)
    assert [(span.text, span.get("font-weight")) for span in text] == [("bold", "600"), (" and not", None)]


def test_what_authors_write_is_text_and_never_markup(paper):
    paper.text(0, 0, '<script>&"')
    svg = drawn(paper)
    assert [text.text for text in svg.iter("{*}text")] == ['<script>&"']
    assert not list(svg.iter("{*}script"))


def test_a_drawing_has_a_name_and_a_message_and_one_that_stands_alone_its_own_ground_and_style(paper):
    within = drawn(paper)
    assert (within.get("role"), within.findtext("{*}title"), within.findtext("{*}desc")) == (
        "img",
        "Title",
        "Words",
    )
    assert within.get("width") is None
    alone = etree.fromstring(paper.svg(100, "Title", "Words", alone="x{}", margin=20))
    assert alone.get("width") == "702"
    assert alone.findtext("{*}style") == "x{}"
    assert alone.find("{*}rect").get("class") == "fill-paper"


# Axes


@pytest.mark.parametrize(
    ("axis", "numbers", "names"),
    [
        (Axis.PERCENT, [3], ["0%", "25%", "50%", "75%", "100%"]),
        (Axis.PERCENT, [-2, 45], ["\N{MINUS SIGN}20%", "0%", "20%", "40%", "60%"]),
        (Axis.PERCENT, [-0.5, 1.2], ["\N{MINUS SIGN}0.5%", "0%", "0.5%", "1%", "1.5%"]),
        (Axis.PERCENT, [40, 130], ["0%", "50%", "100%", "150%"]),
        (Axis.LINEAR, [3, 17], ["0", "5", "10", "15", "20"]),
        (Axis.LINEAR, [0.2, 0.7], ["0", "0.2", "0.4", "0.6", "0.8"]),
        (Axis.LINEAR, [-4, 9], ["\N{MINUS SIGN}5", "0", "5", "10"]),
        (Axis.STEPS, [23, 299], ["1", "10", "100", "1,000"]),
        (Axis.STEPS, [1, 1], ["1", "10"]),
        (Axis.LOG, [0.004, 20], ["0.001", "0.01", "0.1", "1", "10", "100"]),
        (Axis.LOG, [0, 20], ["1", "10", "100"]),
        (Axis.DURATION, [7, 11], ["0", "3\xa0hours", "6\xa0hours", "9\xa0hours", "12\xa0hours"]),
        (Axis.DURATION, [72, 360], ["0", "5\xa0days", "10\xa0days", "15\xa0days"]),
        (
            Axis.DURATION,
            [1, 8766],
            [
                "1\xa0hour",
                "6\xa0hours",
                "1\xa0day",
                "3\xa0days",
                "7\xa0days",
                "30\xa0days",
                "90\xa0days",
                "1\xa0year",
            ],
        ),
    ],
)
def test_an_axis_has_ticks_that_count_well_and_shows_every_number(axis, numbers, names):
    made = axes.scale(axis, numbers, 100, 500, STYLE)
    assert [tick.name for tick in made.ticks] == names
    assert made.x(made.first) == pytest.approx(100)
    assert made.x(made.last) == pytest.approx(500)
    assert all(100 <= made.x(number) <= 500 for number in numbers)
    assert sorted(map(made.x, numbers)) == [made.x(number) for number in sorted(numbers)]


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [
        (dt.date(2026, 6, 26), dt.date(2026, 7, 20), ["26\xa0June", "3\xa0July", "10\xa0July", "17\xa0July"]),
        (dt.date(2026, 6, 1), dt.date(2026, 6, 9), [f"{day}\xa0June" for day in range(1, 10)]),
        (dt.date(2026, 6, 1), dt.date(2026, 6, 10), ["1\xa0June", "8\xa0June"]),
        (
            dt.date(2026, 6, 1),
            dt.date(2026, 8, 10),
            ["1\xa0June", "15\xa0June", "29\xa0June", "13\xa0July", "27\xa0July", "10\xa0August"],
        ),
        (dt.date(2026, 11, 20), dt.date(2028, 1, 10), ["Jan 2027", "Apr", "Jul", "Oct", "Jan 2028"]),
        (
            dt.date(2019, 5, 1),
            dt.date(2027, 5, 1),
            ["2020", "2021", "2022", "2023", "2024", "2025", "2026", "2027"],
        ),
    ],
)
def test_an_axis_of_dates_names_days_months_or_years(first, last, names):
    made = axes.dates(first, last, 0, 600, STYLE)
    assert [tick.name for tick in made.ticks] == names
    assert all(0 <= made.x(tick.at) <= 600 for tick in made.ticks)


@pytest.mark.parametrize("days", [2, 8, 9, 62, 63, 119, 120, 121, 125, 126, 200])
def test_no_two_ticks_of_an_axis_of_dates_have_one_name(days):
    first = dt.date(2026, 1, 1)
    names = [tick.name for tick in axes.dates(first, first + dt.timedelta(days), 0, 600, STYLE).ticks]
    assert len(set(names)) == len(names) > 1


def test_ticks_whose_names_would_collide_are_thinned():
    made = axes.scale(Axis.LINEAR, [4_000_000], 0, 160, STYLE)
    assert len(made.ticks) == 5
    kept = axes.thinned(made, 6, [60] * 5)
    ends = [(made.x(tick.at) - 30, made.x(tick.at) + 30) for tick in kept]
    assert all(one[1] + 6 < other[0] for one, other in itertools.pairwise(ends))
    assert 1 < len(kept) < 5


def test_units_of_time_are_parts_of_one_another():
    hours = axes.HOURS
    assert hours["weeks"] == 7 * hours["days"] == 5 * hours["working days"] == 7 * 24 * hours["hours"]
    assert hours["years"] == 12 * hours["months"] == 365.25 * hours["days"]


@pytest.mark.parametrize(("step", "wanted"), [(1, 1), (1.2, 2), (2.1, 5), (6, 10), (0.03, 0.05), (1700, 2000)])
def test_steps_are_one_two_or_five_times_a_power_of_ten(step, wanted):
    assert axes.nice(step) == pytest.approx(wanted)


def test_a_drawing_cut_for_large_print_keeps_every_word_once_and_in_its_piece():
    sheet = Paper(LARGE, Pen().palette.print)
    for row in range(6):
        sheet.text(0, row * 40, f"row {row}")
        sheet.rect(0, row * 40 + 20, 50, 10, fill="accent")
        sheet.cut((row + 1) * 40)
    pieces = [etree.fromstring(svg) for svg in sheet.slices(240, 100, "Title", "Words")]
    assert [[text.text for text in piece.iter("{*}text")] for piece in pieces] == [
        ["row 0", "row 1"],
        ["row 2", "row 3"],
        ["row 4", "row 5"],
    ]
    heights = [tuple(map(float, piece.get("viewBox").split()))[1::2] for piece in pieces]
    ends = [(top, top + height) for top, height in heights]
    assert all(one[1] == pytest.approx(other[0]) for one, other in itertools.pairwise(ends)), (
        "nothing between pieces"
    )


def test_no_piece_of_a_drawing_is_a_strip():
    sheet = Paper(LARGE, Pen().palette.print)
    for row in range(6):
        sheet.cut((row + 1) * 40)
    heights = [float(etree.fromstring(svg).get("height")) for svg in sheet.slices(240, 121, "Title", "Words")]
    assert min(heights) > grammar.LEAST


def test_the_patch_behind_words_stays_within_the_drawing(paper):
    paper.text(0, 0, "left", ground=True)
    paper.text(WIDE.width, 20, "right", side="end", ground=True)
    for patch in drawn(paper).iter("{*}rect"):
        left, width = float(patch.get("x")), float(patch.get("width"))
        assert left >= 0
        assert left + width <= WIDE.width + 0.1


def test_the_first_of_a_month_is_an_ordinal_in_french():
    days = [OfLocale("fr").date(dt.date(2031, 1, day)) for day in (1, 11)]
    assert days == ["1er\xa0janvier\xa02031", "11\xa0janvier\xa02031"]


def test_it_is_one_on_an_axis_too():
    french, german = OfLocale("fr"), OfLocale("de")
    days = [axes.short(dt.date(2028, 9, day), french) for day in (1, 11)]
    assert days == ["1er\xa0septembre", "11\xa0septembre"]
    assert axes.short(dt.date(2028, 9, 1), german) == "1.\xa0September"
