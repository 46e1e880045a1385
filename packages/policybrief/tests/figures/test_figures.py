"""Figures: their numbers come from records, their titles from their data, and no drawing may mislead."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from docutils import nodes
from scipy.stats import binomtest

from policybrief.figures import honesty, palette
from policybrief.figures.nodes import drawing


def figures_of(built):
    """The figures of the chapter, by id."""
    return {figure["ids"][0]: figure for figure in built.resolved("figures").findall(nodes.figure)}


def test_figures_of_a_sound_brief_give_no_complaint(brief):
    assert brief.build("html").complaints == []


def test_every_figure_has_a_number_a_sentence_a_source_and_a_date(brief):
    built = brief.build("html")
    assert list(figures_of(built)) == ["figure-rates", "figure-links", "figure-reach"]
    for figure in figures_of(built).values():
        [caption] = figure.findall(nodes.caption)
        assert len(caption.astext().split()) > 3
        assert "2025" in figure.astext()
    assert built.file("figures.html").count('<span class="caption-number">Fig. ') == 3


def test_one_changed_count_changes_words_drawing_and_table_together(brief):
    before = brief.build("html")
    brief.change("material/evidence/counts.toml", "successes = 9", "successes = 8")
    after = brief.build("html")
    bounds = binomtest(8, 10).proportion_ci(method="wilson")
    wanted = f"{100 * bounds.low:.0f}–{100 * bounds.high:.0f}%"
    [image] = after.resolved("figures").findall(drawing)
    assert "8 of 10" in image["alt"].replace("\N{NO-BREAK SPACE}", " ")
    page = after.file("figures.html").replace("\N{NO-BREAK SPACE}", " ")
    assert page.count(f"8 of 10 ({wanted})") >= 3, "alternative text, drawing and table"
    assert "9 of 10" not in page
    assert "9 of 10" in before.words("figures")


@pytest.mark.parametrize(
    ("old", "new", "subtype", "said"),
    [
        ("at_least = 50", "at_least = 95", "figure_claim", "the title says 'more than half'"),
        ('says = "more than half"', 'says = "nearly all"', "figure_claim", "is not in the title"),
        ('value = "counts.second"', 'value = "counts.third"', "figure", "no value 'counts.third'"),
        ("in {counts.second} trials", "in 50% of trials", "bare_number", "the number '50%' is typed"),
        ('axis = "percent"', 'axis = "steps"', "figure", "does not fit the axis"),
        ("squares = false", "bars = true", "figure", "unknown key 'bars'"),
        ('label = "First", ', "", "figure", "lacks its label"),
    ],
)
def test_a_figure_that_says_more_than_its_data_prints_as_a_table_and_is_told(brief, old, new, subtype, said):
    brief.change("material/figures/rates.toml", old, new)
    built = brief.build("html")
    told = [found for found in built.complaints if found.subtype == subtype]
    assert any(said in found.text for found in told)
    assert all(re.fullmatch(r"material/figures/rates\.toml:\d+", found.place) for found in told)
    assert not list(built.resolved("figures").findall(drawing))
    assert list(figures_of(built)["figure-rates"].findall(nodes.table))


def test_a_figure_whose_file_is_missing_leaves_its_name_and_a_complaint(brief):
    (brief.path / "material/figures/rates.toml").unlink()
    built = brief.build("html")
    assert "no such figure" in built.said("figure")[0].text
    assert "rates" in built.words("figures")


def test_a_cell_that_nothing_is_known_of_says_so_and_never_no(brief):
    built = brief.build("html")
    row = figures_of(built)["figure-reach"].astext()
    assert "not stated" in row
    assert not re.search(r"\b(no|none|absent)\b", row.replace("it does not mean no", ""))


def test_each_cell_with_its_article_and_date_stands_as_a_list(brief):
    listed = brief.build("html").words("figures")
    assert "Test: stated, tests are due. " in listed
    assert "Article 3 (as of 30 June 2025)" in listed


def test_the_drawing_in_a_page_has_no_style_no_outside_address_and_real_text(brief):
    page = brief.build("html").file("figures.html")
    [svg] = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert "style=" not in svg
    assert set(re.findall(r'https?://[^"\s]+', svg)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert "<desc" in svg
    assert ">First</text>" in svg


def loaded_by_a_build(root):
    """The drawing and statistics libraries that a fresh process loads to build all anew."""
    code = """
import sys
from pathlib import Path
from policybrief.outputs.run import Output, build
root = Path(sys.argv[1])
build(root, root / "again", [Output("html", "html")])
print(*sorted({"matplotlib", "scipy", "coloraide"} & set(sys.modules)))
"""
    command = [sys.executable, "-c", code, str(root)]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path.cwd()).stdout.split()


def test_a_rebuild_without_a_change_imports_no_drawing_or_statistics_library_and_draws_nothing(brief):
    brief.change(
        "material/evidence/counts.toml",
        "[values.first]",
        '[values.p]\nformula = "boschloo"\nof = ["first", "second"]\n\n[values.first]',
    )
    assert brief.build("html").complaints == []
    drawings = {file: file.stat().st_mtime_ns for file in brief.path.glob(".cache/figures/*/*")}
    assert len(drawings) == 3
    assert loaded_by_a_build(brief.path) == []
    assert {file: file.stat().st_mtime_ns for file in brief.path.glob(".cache/figures/*/*")} == drawings
    shutil.rmtree(brief.path / ".cache")
    assert loaded_by_a_build(brief.path) == ["coloraide", "matplotlib", "scipy"], "else the test would see nothing"


def test_the_same_chart_gives_the_same_bytes_in_another_folder(project):
    drawn = []
    for _turn in range(2):
        made = project("test-sound", "test-figures")
        made.build("html")
        drawn.append({file.name: file.read_bytes() for file in made.path.glob(".cache/figures/*/*")})
    assert drawn[0].keys() == {"rates.svg", "rates-screen.svg", "rates.png"}
    assert drawn[0] == drawn[1]


def test_a_line_to_compare_with_runs_down_to_the_axis_past_the_number_of_its_tick(brief):
    brief.change(
        "material/figures/rates.toml",
        'axis = "percent"\n',
        'axis = "percent"\nat = "counts.second"\nat_label = "half"\n',
    )
    built = brief.build("html")
    assert built.complaints == []
    [svg] = re.findall(r"<svg.*?</svg>", built.file("figures.html"), re.DOTALL)
    strokes = re.findall(r'<path d="M [\d.]+ ([\d.]+) L [\d.]+ ([\d.]+)[^>]*?"([^>]*)>', " ".join(svg.split()))
    dashed = [float(end) for _start, end, rest in strokes if "stroke-dasharray" in rest]
    [axis] = {float(start) for start, end, rest in strokes if "stroke-muted" in rest and start == end}
    assert max(dashed) == pytest.approx(axis, abs=0.5)


def test_the_colours_of_charts_can_be_told_apart_by_every_eye():
    assert list(honesty.contrasts()) == []


def test_colours_that_only_some_eyes_tell_apart_are_refused():
    assert list(honesty.contrasts(adjacent=[(palette.DATA, "#f46a25")]))


@pytest.mark.parametrize(
    ("boxes", "said"),
    [
        ([honesty.Box("a", 8, 0, 0, 10, 8)], "set in 8 pt"),
        ([honesty.Box("a", 9, 95, 0, 105, 9)], "runs out of the drawing"),
        ([honesty.Box("a", 9, 0, 0, 20, 9), honesty.Box("b", 9, 10, 5, 30, 14)], "overlap"),
    ],
)
def test_text_too_small_outside_or_over_other_text_is_refused(boxes, said):
    assert said in " ".join(honesty.faults(boxes, 100, 50))
