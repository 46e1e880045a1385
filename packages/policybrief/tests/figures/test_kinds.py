"""Kinds of drawing: squares, ladders, lanes and boxes, each from a data file alone."""

from __future__ import annotations

import re

import pytest
from docutils import nodes
from lxml import etree, html

from sphinx_accessible_figures.nodes import drawing

VALUES = """\
statement = "Values of every sort."
kind = "experiment"
certainty = "moderate"
reasons = "Typed for a test."
not_shown = "Anything."
as_of = 2025-03-01

[[sources]]
key = "alpha2024"
locator = "Table 3"
read = "full-text"

[values.share]
number = 40
low = 30
high = 55
unit = "percent"

[values.low]
number = 6
unit = "percent"

[values.high]
number = 19
unit = "percent"

[values.days]
number = 5
unit = "days"

[values.hours]
number = 72
unit = "hours"

[values.papers]
number = 12000
unit = "papers"

[values.tries]
number = 100
unit = "tries"

[values.group]
number = 10
unit = "tries"

[values.worth]
number = 18
unit = "tries"

[values.alert]
date = 2026-06-27

[values.stop]
date = 2026-07-19
"""
HEAD = """\
kind = "{kind}"
title = "Two rows are shown"
subtitle = "How to read it."
message = "There are two rows, and they are shown."
note = "As typed."

[[claims]]
says = "Two rows"
what = "{what}"
of = ["values.days"]
is = 5

"""
LADDER = (
    HEAD.format(kind="ladder", what="number").replace(
        "note =", 'up = "Easy up"\ndown = "Hard down"\nhead = "Rung"\nnote ='
    )
    + """\
[columns]
known = "What is known"
clock = "By when"

[[rows]]
label = "Rung 0: claim"
cells = { known = "a paper", clock = "{values.days}" }

[[rows]]
label = "Rung 1: alarm"
cells = { known = "a checked sign", clock = "at once" }

[[rows]]
label = "All-clear"
apart = true
cells = { known = "a test that could have found it", clock = "lapses" }
"""
)
LANES = (
    HEAD.format(kind="lanes", what="number").replace(
        "note =", 'lanes = ["Developer", "State"]\ncut_off = true\nnote ='
    )
    + """\
[span]
from = "values.alert"
to = "values.stop"
label = "so long"

[[entries]]
lane = "Developer"
date = "values.alert"
what = "an alert"

[[entries]]
lane = "Developer"
date = "values.alert"
until = "values.stop"
what = "it goes on"

[[entries]]
lane = "State"
instrument = "the-act"
what = "the act is adopted"

[[entries]]
lane = "State"
asked = "publish-counts"
what = "counts published"
"""
)


@pytest.fixture
def made(brief):
    """A brief whose chapter of figures has one more, of a given kind and data."""

    def make(kind, text):
        brief.write("material/evidence/values.toml", VALUES)
        brief.write("material/figures/more.toml", text)
        brief.change("source/figures.md", "# Figures\n", f"# Figures\n\n```{{{kind}}} more\n```\n")
        return brief

    return make


def chart(panel):
    """A chart of one panel."""
    return HEAD.format(kind="chart", what="number") + "[[panels]]\n" + panel


def shown(built, layout="wide"):
    """The drawing that was added, in one layout."""
    page = html.fromstring(built.file("figures.html"))
    [svg] = page.xpath(f"//figure[@id='figure-more']//*[local-name()='svg'][contains(@class, '{layout}')]")
    return etree.fromstring(html.tostring(svg))


def said(svg):
    """The lines of words of a drawing."""
    return ["".join(text.itertext()).replace("\xa0", " ") for text in svg.iter("{*}text", "text")]


def heads_of(built):
    """What stands over the columns of that table."""
    page = html.fromstring(built.file("figures.html"))
    [block] = page.xpath("//figure[@id='figure-more']/following-sibling::*[1]")
    return [cell.text_content().strip() for cell in block.findall(".//thead//th")]


def rows_of(built):
    """The table of numbers under the drawing."""
    page = html.fromstring(built.file("figures.html"))
    [block] = page.xpath("//figure[@id='figure-more']/following-sibling::*[1]")
    return [
        [" ".join(c.text_content().replace("\xa0", " ").split()) for c in row]
        for row in block.findall(".//tbody/tr")
    ]


def test_a_published_interval_is_drawn_and_its_table_says_as_published(made):
    built = made("chart", chart('axis = "percent"\nrows = [{ label = "Beta", value = "values.share" }]')).build(
        "html"
    )
    assert built.complaints == []
    assert rows_of(built) == [["Beta", "40% (30–55%)", "30–55% (as published)", "not stated"]]
    assert heads_of(built) == ["What", "Value", "Interval", "Trials"]
    strokes = [line for line in shown(built).iter("{*}line", "line") if line.get("class") == "stroke-accent"]
    assert len(strokes) == 1
    assert "as published" in (built.outdir / "figures/more.csv").read_text("utf-8")


def test_a_number_without_an_interval_is_hollow_and_a_range_has_two_ends(made):
    panel = """\
axis = "percent"
rows = [
    { label = "Counted", value = "counts.first" },
    { label = "Printed", range = ["values.low", "values.high"], says = "{values.low} to {values.high}; no more" },
]
"""
    built = made("chart", chart(panel)).build("html")
    assert built.complaints == []
    svg = shown(built)
    dots = [circle.get("class") for circle in svg.iter("{*}circle", "circle")]
    assert dots.count("fill-paper stroke-accent") == 5, "two ends, and the key of both"
    assert {"6% to 19%; no more", "none is given", "lowest and highest of several"} <= set(said(svg))
    assert rows_of(built)[1][2:] == ["none published", "not stated"]
    assert heads_of(built)[2] == "95% interval"


def test_beside_a_published_interval_ours_says_its_level(made):
    panel = """\
axis = "percent"
rows = [
    { label = "Counted", value = "counts.first" },
    { label = "Given", value = "values.share" },
    { label = "Bare", value = "values.low" },
]
"""
    built = made("chart", chart(panel)).build("html")
    assert built.complaints == []
    assert [row[2] for row in rows_of(built)] == ["60–98% (95%)", "30–55% (as published)", "none published"]
    assert "with its interval" in said(shown(built))


def test_the_name_of_our_interval_beside_one_of_a_source_is_told(made):
    panel = (
        'axis = "percent"\nname = "share; stroke: {interval}"\nrows = [{ label = "Beta", value = "values.share" }]'
    )
    (found,) = made("chart", chart(panel)).build("html").said("figure")
    assert found.place.startswith("material/figures/more.toml:")
    assert "'values.share' has that of its source; say in words what the source calls it" in found.text


def test_what_nobody_counted_has_words_and_no_line_that_would_read_as_a_range(made):
    any_system = '{ label = "Any", says = "not counted" }'
    panel = f'axis = "percent"\nrows = [{{ label = "A", value = "values.share" }}, {any_system}]'
    built = made("chart", chart(panel)).build("html")
    assert built.complaints == []
    svg = shown(built)
    assert "not counted" in said(svg)
    assert len(list(svg.iter("{*}circle", "circle"))) == 1
    assert not [line for line in svg.iter("{*}line", "line") if line.get("stroke-linecap") == "round"]
    assert rows_of(built)[1] == ["Any", "not counted", "none", "none"]
    assert not [box for box in svg.iter("{*}rect", "rect") if box.get("stroke-dasharray")]


def test_where_one_panel_is_stressed_others_are_grey_and_what_nobody_counted_there_has_a_ground(made):
    first = 'title = "First"\naxis = "percent"\nrows = [{ label = "A", value = "values.share" }]'
    other = 'title = "Other"\nstress = true\naxis = "percent"\nrows = [{ label = "Any", says = "not counted" }]'
    built = made("chart", chart(f"{first}\n[[panels]]\n{other}")).build("html")
    assert built.complaints == []
    svg = shown(built)
    [dot] = svg.iter("{*}circle", "circle")
    assert "accent" not in dot.get("class")
    assert "rule" in dot.get("class")
    [ground] = [box for box in svg.iter("{*}rect", "rect") if box.get("class") == "fill-tint"]
    [ends] = [line for line in svg.iter("{*}line", "line") if line.get("class") == "stroke-rule"][:1]
    assert (float(ground.get("x")), float(ground.get("width"))) == pytest.approx(
        (float(ends.get("x1")), float(ends.get("x2")) - float(ends.get("x1"))), abs=0.2
    )


def test_large_numbers_stand_side_by_side_without_an_axis_and_the_table_has_them(made):
    panel = 'large = true\naxis = "percent"\nrows = [{ label = "A", value = "values.share" }]'
    built = made("chart", chart(panel)).build("html")
    assert built.complaints == []
    svg = shown(built)
    assert not [*svg.iter("{*}circle", "circle"), *svg.iter("{*}line", "line")]
    [(_name, value, *_rest)] = rows_of(built)
    assert value in said(svg)


def test_words_that_are_longer_than_the_axis_stand_where_a_value_would(made):
    rows = '{ label = "A", value = "values.share" }, { label = "Any", says = "%s" }' % ("not counted here " * 9)
    built = made("chart", chart(f'axis = "percent"\nrows = [{rows}]')).build("html")
    assert built.complaints == []
    assert not [box for box in shown(built).iter("{*}rect", "rect") if box.get("stroke-dasharray")]
    assert "not counted here" in " ".join(said(shown(built)))


def test_what_holds_under_a_condition_is_hollow_even_where_a_sure_row_says_the_same(made):
    row = 'axis = "duration"\nrows = [{ label = "A", value = "values.days" }]\n'
    built = made(
        "chart", chart(f'title = "Sure"\n{row}[[panels]]\ntitle = "If at all"\nhollow = true\n{row}')
    ).build("html")
    assert built.complaints == []
    dots = [circle.get("class") for circle in shown(built).iter("{*}circle", "circle")]
    assert dots == ["fill-accent", "fill-paper stroke-accent"]


@pytest.mark.parametrize(
    ("panel", "wrong"),
    [
        ('axis = "percent"\nhollow = true', "two meanings"),
        ('axis = "duration"\nhollow = true\nkey = ["one", "other"]', "two meanings"),
        ('axis = "duration"\nhollow = "yes"', "true or false"),
        ('axis = ["duration"]', "is not known"),
    ],
)
def test_a_hollow_mark_has_one_meaning(made, panel, wrong):
    rows = 'rows = [{ label = "A", value = "values.days" }]'
    told = made("chart", chart(f"{panel}\n{rows}")).build("html").complaints
    assert [one for one in told if wrong in one.text], told


@pytest.mark.parametrize("axis", ["linear", "squares"])
def test_words_in_the_place_of_a_value_have_room_beside_short_values(made, axis):
    of, words = (
        (', of = "values.tries"', "nobody has counted") if axis == "squares" else ("", "not counted here " * 9)
    )
    rows = f'{{ label = "A", value = "values.worth"{of} }}, {{ label = "B", says = "{words}"{of} }}'
    built = made("chart", chart(f'axis = "{axis}"\nrows = [{rows}]')).build("html")
    assert built.complaints == []
    assert words.split()[0] in " ".join(said(shown(built)))


def test_a_length_of_time_is_a_stroke_from_zero_to_its_mark(made):
    panel = 'axis = "duration"\nrows = [{ label = "A", value = "values.days" }]'
    svg = shown(made("chart", chart(panel)).build("html"))
    [stem] = [line for line in svg.iter("{*}line", "line") if line.get("class") == "stroke-accent"]
    [dot] = svg.iter("{*}circle", "circle")
    axis = next(line for line in svg.iter("{*}line", "line") if line.get("class") == "stroke-rule")
    assert (stem.get("x1"), stem.get("x2")) == (axis.get("x1"), dot.get("cx"))


def test_times_of_different_units_stand_on_one_axis(made):
    rows = '{ label = "A", value = "values.days" }, { label = "B", value = "values.hours" }'
    panel = f'axis = "duration"\nrows = [{rows}]'
    built = made("chart", chart(panel)).build("html")
    assert built.complaints == []
    days, hours = (float(circle.get("cx")) for circle in shown(built).iter("{*}circle", "circle"))
    assert hours < days
    assert "2 days" in said(shown(built))


def test_numbers_of_any_unit_stand_on_an_even_axis(made):
    built = made("chart", chart('axis = "linear"\nrows = [{ label = "A", value = "values.papers" }]')).build(
        "html"
    )
    assert built.complaints == []
    assert {"0", "5,000", "10,000", "15,000"} <= set(said(shown(built)))


def test_squares_are_filled_group_by_group(made):
    panel = """\
axis = "squares"
key = ["worth", "the rest"]
rows = [{ label = "Ten by ten", value = "values.worth", of = "values.tries", groups = "values.group" }]
"""
    built = made("chart", chart(panel)).build("html")
    assert built.complaints == []
    full, empty = 0, 0
    for path in shown(built).iter("{*}path", "path"):
        number = path.get("d").count("M")
        full, empty = (
            (full + number, empty) if path.get("class").startswith("fill-accent") else (full, empty + number)
        )
    assert (full - 1, empty - 1) == (18, 82), "without the two of the key"


def heads(svg):
    return [box for box in svg.iter("{*}rect", "rect") if box.get("class") == "fill-accent"]


def test_the_heads_of_a_ladder_are_of_one_height_and_hold_their_names(made):
    long = "Rung 1: alarm that a second team has confirmed and told to an authority that asked"
    text = LADDER.replace("Rung 1: alarm", long).replace(
        'known = "', 'known = "words and words and words and words and ', 1
    )
    svg = shown(made("ladder", text).build("html"))
    assert len({box.get("height") for box in heads(svg)}) == 1, "long words make no rung weighty"
    [_low, top] = heads(svg)
    begin, end = float(top.get("y")), float(top.get("y")) + float(top.get("height"))
    lines = [
        float(t.get("y"))
        for t in svg.iter("{*}text", "text")
        if "".join(t.itertext()).replace("\xa0", " ") in long
    ]
    assert len(lines) > 1
    assert all(begin < line < end for line in lines)


def test_each_step_of_a_ladder_stands_higher_and_further_right_and_what_is_no_rung_below(made):
    built = made("ladder", LADDER).build("html")
    assert built.complaints == []
    svg = shown(built)
    low, high = ((float(head.get("x")), float(head.get("y"))) for head in heads(svg))
    assert low[0] < high[0]
    assert low[1] > high[1]
    assert said(svg).index("All-clear") > max(said(svg).index(name) for name in ("Rung 1: alarm", "Rung 0: claim"))
    assert {"Easy up", "Hard down", "5 days"} <= set(said(svg))


def test_a_step_has_few_words_and_lists_data_and_print_all_of_them(made, brief):
    few = LADDER.replace(
        'known = "a paper"', 'known = { says = "a paper", detail = "a paper whose logs nobody saw" }'
    )
    assert few != LADDER
    built = made("ladder", few).build("html")
    assert built.complaints == []
    assert "whose logs nobody saw" not in " ".join(said(shown(built)))
    assert "a paper whose logs nobody saw" in html.fromstring(built.file("figures.html")).text_content()
    assert "a paper whose logs nobody saw" in (built.outdir / "figures/more.csv").read_text("utf-8")
    assert "a paper whose logs nobody saw" in brief.build("text").file("figures.txt")


@pytest.mark.parametrize(("option", "printed"), [("", True), ("\n:detail: elsewhere", False)])
def test_an_author_may_print_the_words_of_a_ladder_elsewhere(made, option, printed):
    few = LADDER.replace(
        'known = "a paper"', 'known = { says = "a paper", detail = "a paper whose logs nobody saw" }'
    )
    built = made("ladder", few)
    built.change("source/figures.md", "{ladder} more", f"{{ladder}} more{option}")
    text = built.build("text").file("figures.txt")
    assert ("whose logs nobody saw" in " ".join(text.split())) == printed


def test_lanes_have_their_days_and_what_recommendations_ask_for_everywhere(made):
    brief = made("lanes", LANES)
    built = brief.build("html")
    assert built.complaints == []
    for layout in ("wide", "phone"):
        words = " ".join(said(shown(built, layout)))
        assert "an alert" in words
        assert re.search(r"R1\D.*counts published", words)
        assert "so long" in words
    page = html.fromstring(built.file("figures.html"))
    [block] = page.xpath("//figure[@id='figure-more']/following-sibling::*[1]")
    listed = [" ".join(item.text_content().replace("\xa0", " ").split()) for item in block.findall(".//li")]
    assert listed[0].startswith("30 June 2025. the act is adopted. Counting Act 2025")
    assert listed[-1].startswith("30 June 2027. Asked for: R1 counts published")
    assert "publish-counts" in (built.outdir / "figures/more.csv").read_text("utf-8")


def test_a_changed_day_of_a_recommendation_moves_its_mark_in_every_output(made):
    brief = made("lanes", LANES)
    brief.build("html")
    before = (brief.path / "build/doctrees/figures/more.svg").read_text("utf-8")
    brief.change("source/asked.md", ":by: 2027-06-30", ":by: 2027-03-31")
    page = html.fromstring(brief.build("html").file("figures.html"))
    assert "31 March 2027" in page.text_content().replace("\xa0", " ")
    assert (brief.path / "build/doctrees/figures/more.svg").read_text("utf-8") != before


def test_a_chapter_whose_lanes_were_drawn_again_is_not_read_again_by_the_next_builder(made):
    brief = made("lanes", LANES)
    brief.build("html")
    chapter = brief.path / "build/doctrees/figures.doctree"
    read = chapter.stat().st_mtime_ns
    brief.build("text")
    assert chapter.stat().st_mtime_ns == read


def test_a_matrix_whose_states_say_how_they_are_filled_is_drawn(brief):
    brief.change("material/figures/links.toml", 'word = "given"\n', 'word = "given"\nfill = "hatch"\n')
    brief.change("material/figures/links.toml", 'word = "tested"\n', 'word = "tested"\nfill = "solid"\n')
    built = brief.build("html")
    assert built.complaints == []
    [figure] = [f for f in built.resolved("figures").findall(nodes.figure) if "figure-links" in f["ids"]]
    assert list(figure.findall(drawing))
    assert not list(figure.findall(nodes.table))


def test_a_matrix_says_in_how_many_rows_each_column_has_a_state_or_tells_that_there_is_none(brief):
    brief.change("material/figures/links.toml", 'word = "given"\n', 'word = "given"\nfill = "hatch"\n')
    brief.change("material/figures/links.toml", 'word = "tested"\n', 'word = "tested"\nfill = "solid"\n')
    tally = 'tally = { state = "tested", label = "Seen to be tested" }\n'
    brief.change("material/figures/links.toml", "head = ", f"{tally}head = ")
    built = brief.build("html")
    assert built.complaints == []
    [drawn] = html.fromstring(built.file("figures.html")).xpath("//figure[@id='figure-links']//*[@class='wide']")
    words = said(etree.fromstring(html.tostring(drawn)))
    counted = words[words.index("Seen to be tested") + 1 :]
    assert counted
    assert all(" of " in one for one in counted)
    brief.change("material/figures/links.toml", 'state = "tested", label', 'state = "teste", label')
    assert "did you mean 'tested'?" in str(brief.build("html").complaints)


PERCENT = chart('axis = "percent"\nrows = [{ label = "A", value = "values.share" }]')
TIMES = PERCENT.replace('"percent"', '"duration"').replace("values.share", "values.papers")
SQUARES = PERCENT.replace('"percent"', '"squares"').replace("values.share", "values.worth")
FAULTS = [
    ("lanes", LANES, ('lane = "State"\nasked', 'lane = "Stat"\nasked'), "did you mean 'State'?"),
    ("lanes", LANES, ('from = "values.alert"', 'from = "values.days"'), "'days' is no date"),
    (
        "lanes",
        LANES,
        ('from = "values.alert"\nto = "values.stop"', 'from = "values.stop"\nto = "values.alert"'),
        "the span has",
    ),
    ("lanes", LANES, ('what = "an alert"\n', ""), "lacks 'what'"),
    ("lanes", LANES, ("asked =", "asks ="), "unknown key 'asks'"),
    ("ladder", LADDER, ('known = "a paper", ', ""), "lacks the columns known"),
    ("ladder", LADDER, ("{values.days}", "{values.day}"), "no value 'values.day'"),
    ("chart", SQUARES, ("A", "A"), "lacks 'of'"),
    ("chart", TIMES, ("A", "A"), "does not fit the axis 'duration'"),
    ("chart", PERCENT, ('value = "values.share"', 'range = ["values.low"]'), "the range of 'A' is two values"),
    ("chart", PERCENT, (', value = "values.share"', ""), "lacks its label or its value"),
]


@pytest.mark.parametrize(("kind", "text", "change", "told"), FAULTS)
def test_a_fault_of_a_new_kind_is_told_with_file_and_line(made, kind, text, change, told):
    assert change[0] in text
    complaints = made(kind, text.replace(*change)).build("html", fresh=True).complaints
    found = [one for one in complaints if told in one.text]
    assert found, [one.text for one in complaints]
    assert all(re.fullmatch(r"material/figures/more\.toml:\d+", one.place) for one in found)


@pytest.mark.parametrize(("kind", "text"), [("ladder", LADDER), ("lanes", LANES), ("chart", PERCENT)])
def test_a_name_too_long_for_its_place_never_prints_over_anything(made, kind, text):
    long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    built = made(
        kind, text.replace('label = "A"', f'label = "{long}"').replace("an alert", long).replace("a paper", long)
    ).build("html", fresh=True)
    [figure] = [f for f in built.resolved("figures").findall(nodes.figure) if "figure-more" in f["ids"]]
    refused = [one for one in built.complaints if "the drawing may not be shown" in one.text]
    assert bool(refused) != bool(list(figure.findall(drawing))), "drawn soundly, or told and printed as a table"


def test_a_figure_of_more_rows_than_anybody_reads_is_told(made):
    row = '[[rows]]\nlabel = "Rung {at}"\ncells.known = "a"\ncells.follows = "b"\ncells.clock = "c"\n\n'
    built = made("ladder", LADDER + "\n" + "".join(row.format(at=at) for at in range(400))).build("html")
    assert any("more than 300 rows and parts; take it apart" in said.text for said in built.said("figure"))


def test_a_figure_that_stands_again_and_again_is_told_once(made):
    brief = made("ladder", LADDER)
    brief.change(
        "source/figures.md", "{ladder} more\n```", "{ladder} more\n```\n\n" + "```{ladder} more\n```\n\n" * 300
    )
    said = [one.text for one in brief.build("html").said("figure")]
    assert said == ["the figure 'more' stands 5 times in this chapter already; lead to it with {numref}"]
