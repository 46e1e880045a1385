"""``accessible-figure`` in a project that knows nothing of briefs."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import html
from sphinx.application import Sphinx
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_accessible_figures.messages import CATALOGUE

CHART = """\
kind = "chart"
title = "Nine of ten trials succeeded"
message = "It succeeded in {first}; the wait was {wait}."
note = "Our own trials."

[values]
first = { successes = 9, trials = 10 }
wait = { number = 3, unit = "days" }

[[claims]]
says = "nine of ten"
what = "rate"
of = ["first"]
is = 90

[[panels]]
axis = "percent"
name = "successes"
rows = [{ label = "Model A", value = "first" }]
"""
LANES = """\
kind = "lanes"
title = "2027 has a date"
message = "It begins on {start}."
lanes = ["States"]
mark = { date = "today", label = "today" }

[values]
start = 2027-03-01
today = 2026-11-01

[[claims]]
says = "a date"
what = "dates"
year = 2027
is = 1

[[entries]]
lane = "States"
date = "start"
what = "reports begin"
"""
Build = Callable[..., tuple[Path, str]]


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """Builds a project of one page with one figure; where its pages are, and what it complains of."""

    def built(data: str, builder: str = "html", **values: object) -> tuple[Path, str]:
        source, said = tmp_path / "source", io.StringIO()
        source.mkdir(exist_ok=True)
        (source / "index.rst").write_text("Title\n=====\n\n.. accessible-figure:: one.toml\n", "utf-8")
        (source / "one.toml").write_text(data, "utf-8")
        with patch_docutils(source), docutils_namespace():
            app = Sphinx(
                source, None, tmp_path / "out", tmp_path / "trees", builder, freshenv=True, status=None,
                warning=said, confoverrides={"extensions": ["sphinx_accessible_figures"], **values},
            )  # fmt: skip
            app.build()
        return tmp_path / "out", re.sub(r"\x1b\[[\d;]*m", "", said.getvalue()).replace(str(source), "")

    yield built
    translators.pop(("general", CATALOGUE), None)  # Sphinx keeps the language of the last build


def test_a_page_has_the_drawing_in_two_layouts_with_its_message_inside(build: Build) -> None:
    out, said = build(CHART)
    assert said == ""
    page = html.fromstring((out / "index.html").read_text("utf-8"))
    drawn = page.xpath("//figure//svg")
    assert [one.get("class") for one in drawn] == ["wide", "phone"]
    message = drawn[0].findtext("desc").replace("\N{NO-BREAK SPACE}", " ")
    assert message == "It succeeded in 9 of 10 (60%–98%); the wait was 3 days."
    assert "Nine of ten trials succeeded" in page.xpath("string(//figcaption)")


def test_a_page_with_a_drawing_loads_rules_that_show_one_layout_light_or_dark(build: Build) -> None:
    out, _said = build(CHART, html_theme="basic")
    page = html.fromstring((out / "index.html").read_text("utf-8"))
    (rules,) = page.xpath("//link[contains(@href, 'accessible-figures.css')]/@href")
    text = (out / rules.partition("?")[0]).read_text("utf-8")
    used = {name for one in page.xpath("//svg//@class") for name in one.split() if "-" in name}
    assert {"fill-ink", "stroke-accent"} <= used
    assert [name for name in sorted(used) if not re.search(rf"\.{name} {{ \w+: light-dark\(", text)] == []
    assert "accessible-figures.css" not in (out / "search.html").read_text("utf-8")


def test_every_other_output_takes_it_as_an_image_with_the_message_as_its_words(build: Build) -> None:
    out, said = build(CHART, "text")
    assert said == ""
    assert "It succeeded in" in (out / "index.txt").read_text("utf-8")


def test_days_of_the_file_stand_in_lanes(build: Build) -> None:
    out, said = build(LANES)
    assert said == ""
    page = (out / "index.html").read_text("utf-8")
    assert "reports begin" in page
    assert ">today<" in page


def test_its_own_words_are_in_the_language_of_the_project(build: Build) -> None:
    out, _said = build(CHART, language="fr")
    page = (out / "index.html").read_text("utf-8").replace("\N{NO-BREAK SPACE}", " ")
    assert "9 sur 10" in page


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("is = 90", "is = 80", "one.toml:11: WARNING: the title says 'nine of ten', but rate of first is 90"),
        ('value = "first"', 'value = "second"', "one.toml:19: WARNING: [values] has no number 'second'"),
        ('kind = "chart"', 'kind = "pie"', "one.toml:1: WARNING: kind is 'pie'; use one of chart, matrix"),
        ("[[claims]]", "[[claims", "one.toml:10: WARNING: not TOML"),
        ("[[panels]]", "bars = true\n[[panels]]", "WARNING: the claim 'nine of ten' has the unknown key 'bars'"),
        ('axis = "percent"', 'axis = "duration"', "does not fit the axis 'duration'"),
        ("[values]", 'bars = 1\n[values]', "one.toml:6: WARNING: unknown key 'bars'"),
        ("Model A", "M" * 60, "one.toml:1: WARNING: 'MMM"),
        ("{wait}.", "{wait.", "one.toml:3: WARNING: '{wait.' is no name: close it with a brace"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line_and_the_message_is_printed(
    build: Build, old: str, new: str, told: str
) -> None:
    out, said = build(CHART.replace(old, new))
    assert told in said
    assert "<svg" not in (out / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("value", "axis", "told"),
    [
        ('-3, unit = "percent", low = -9, high = 4', "percent", ""),
        ('3, unit = "percent", low = -9, high = 104', "percent", ""),
        ('3, unit = "percent"', "linear", "the unit of 'first' does not fit the axis 'linear'; use 'percent'"),
        ('3, unit = "deaths"', "percent", "the unit of 'first' does not fit the axis 'percent'; use 'linear'"),
        ('3, unit = "days"', "percent", "the unit of 'first' does not fit the axis 'percent'; use 'duration'"),
        ('-3, unit = "days"', "duration", "the number of 'first' does not fit the axis 'duration'; use 'linear'"),
        ("3, low = 0, high = 9", "log", "a bound of 'first' does not fit the axis 'log'; use 'linear'"),
        ("3, low = 0.5, high = 9", "steps", "a bound of 'first' does not fit the axis 'steps'; use 'linear'"),
    ],
)
def test_a_number_and_its_bounds_stand_within_the_chart_or_the_axis_for_them_is_named(
    build: Build, value: str, axis: str, told: str
) -> None:
    chart = CHART.replace('"rate"', '"number"').replace("is = 90", "at_least = -9")
    out, said = build(
        chart.replace("successes = 9, trials = 10", f"number = {value}").replace(
            '"percent"\nname', f'"{axis}"\nname'
        )
    )
    assert (told in said) if told else (said == "")
    drawn = html.fromstring((out / "index.html").read_text("utf-8")).xpath("//svg")
    assert bool(drawn) is not bool(told)
    for one in drawn:
        left, _top, width, _height = map(float, one.get("viewbox").split())
        assert all(
            left <= float(x) <= left + width for x in one.xpath(".//line/@x1 | .//line/@x2 | .//circle/@cx")
        )


def test_a_claim_is_about_any_number_of_a_value(build: Build) -> None:
    for what, number in (("trials", 10), ("successes", 9), ("number", 90)):
        _out, said = build(CHART.replace('what = "rate"', f'what = "{what}"').replace("is = 90", f"is = {number}"))
        assert said == "", what
    _out, said = build(CHART.replace('what = "rate"', 'what = "width"').replace("is = 90", "at_most = 30"))
    assert "width of first is 38.6" in said
