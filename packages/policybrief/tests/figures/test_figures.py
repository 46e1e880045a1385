"""Figures: their numbers come from records, their titles from their data, and no drawing may mislead."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from pathlib import Path

import pytest
from coloraide import Color
from docutils import nodes
from lxml import etree as ET
from scipy.stats import binomtest

from policybrief.chapters import publication
from policybrief.words import palette
from sphinx_accessible_figures import honesty
from sphinx_accessible_figures.nodes import drawing


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


def drawings_of(built):
    """The two layouts of the one drawing of the page."""
    return [ET.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", built.file("figures.html"), re.DOTALL)]


def test_a_page_has_two_layouts_without_style_or_outside_address_and_with_real_text(brief):
    built = brief.build("html")
    wide, phone = drawings_of(built)
    assert (wide.get("class"), phone.get("class")) == ("wide", "phone")
    for svg in (wide, phone):
        written = ET.tostring(svg, encoding="unicode")
        assert "style=" not in written
        assert set(re.findall(r'https?://[^"\s]+', written)) == {"http://www.w3.org/2000/svg"}
        assert svg.findtext("{*}title")
        assert svg.findtext("{*}desc")
        assert "First" in [text.text for text in svg.iter("{*}text")]
        assert not any(len(element.get("id", "")) for element in svg.iter()), "ids would clash between drawings"


def test_every_colour_of_a_drawing_has_a_class_that_the_style_sheet_turns(brief):
    built = brief.build("html")
    sheet = (built.outdir / "_static/screen.css").read_text("utf-8")
    coloured = 0
    for svg in drawings_of(built):
        for element in svg.iter():
            for what in ("fill", "stroke"):
                if element.get(what, "none") != "none":
                    [name] = [c for c in element.get("class").split() if c.startswith(f"{what}-")]
                    assert f".{name} {{ {what}: var(--{name.removeprefix(f'{what}-')}); }}" in sheet
                    coloured += 1
    assert coloured > 20


def test_a_drawing_to_take_along_has_title_sources_revision_and_turns_with_the_screen(brief):
    brief.write("CHANGELOG.md", "# Changes\n\n## 0.1 - draft\n")
    built = brief.build("html")
    svg = ET.parse(built.outdir / "figures/rates.svg").getroot()
    said = " ".join("".join(text.itertext()) for text in svg.iter("{*}text"))
    assert "Both did the task in more than half of the trials" in said
    assert "Alpha et al. 2024" in said
    assert f"{publication.of(built.app.env).title}, revision 0.1" in said
    assert "prefers-color-scheme:dark" in svg.findtext("{*}style")


def test_a_build_loads_no_drawing_or_statistics_library(brief):
    code = """
import sys
from pathlib import Path
from policybrief.outputs.run import Output, build
root = Path(sys.argv[1])
build(root, root / "again", [Output("html", "html")])
print(*sorted({"matplotlib", "scipy", "numpy", "coloraide"} & set(sys.modules)))
"""
    brief.change(
        "material/evidence/counts.toml",
        "[values.first]",
        '[values.p]\nformula = "boschloo"\nof = ["first", "first"]\n\n[values.first]',
    )
    assert brief.build("html", fresh=True).complaints == []
    command = [sys.executable, "-c", code, str(brief.path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert done.stdout.split() == []
    assert list((brief.path / "again").rglob("figures/rates.svg"))


def test_the_same_chart_gives_the_same_bytes_in_another_folder(project):
    drawn = []
    for _turn in range(2):
        made = project("test-sound", "test-figures")
        built = made.build("html")
        drawn.append(((built.outdir / "figures/rates.svg").read_bytes(), built.file("figures.html")))
    assert drawn[0] == drawn[1]


def test_a_line_to_compare_with_runs_down_to_the_axis(brief):
    brief.change(
        "material/figures/rates.toml",
        'axis = "percent"\n',
        'axis = "percent"\nat = "counts.second"\nat_label = "half"\n',
    )
    built = brief.build("html", fresh=True)
    assert built.complaints == []
    wide, phone = drawings_of(built)
    for svg in (wide, phone):
        lines = [line.attrib for line in svg.iter("{*}line")]
        dashed = max(float(line["y2"]) for line in lines if "stroke-dasharray" in line)
        axis = {float(line["y1"]) for line in lines if line["y1"] == line["y2"] and line["class"] == "stroke-rule"}
        assert dashed == pytest.approx(max(axis), abs=0.5)


def test_the_palette_can_be_told_apart_by_every_eye_on_screen_and_paper():
    assert list(honesty.contrasts(palette.palette())) == []


def test_colours_that_only_some_eyes_tell_apart_are_refused():
    orange = {**palette.palette().light, "rule": "#f46a25"}
    said = honesty.unlike(tuple(sorted(orange.items())))
    assert said
    assert all("rule on paper" in problem for problem in said)


def test_each_sight_is_that_of_an_independent_library():
    colours = [*palette.palette().light.values(), *palette.palette().dark.values(), "#f46a25", "#00a86b"]
    for one, other in itertools.combinations(colours, 2):
        found = honesty.contrast(one, other)
        for sight in ("protan", "deutan", "tritan"):
            seen = [Color(c).filter(sight, method="machado").convert("srgb").clip() for c in (one, other)]
            assert found[sight] == pytest.approx(seen[0].contrast(seen[1], method="wcag21"), abs=0.01)
        assert found["colour"] == pytest.approx(Color(one).contrast(Color(other), method="wcag21"), abs=1e-3)


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
