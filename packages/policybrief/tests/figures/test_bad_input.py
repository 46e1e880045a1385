"""Bad input: each fault is told with its place, the figure prints as its table, and strict mode fails."""

from __future__ import annotations

import re

import pytest
from docutils import nodes

from policybrief.__main__ import main
from sphinx_accessible_figures.nodes import drawing

COUNTS = "material/evidence/counts.toml"
RATES = "material/figures/rates.toml"
LAST = "successes = 1234\ntrials = 2468\n"


def derived(lines):
    """What a value computed by these lines changes in the record, the chart reading it."""
    return (COUNTS, f'[values.second]\n{LAST}attempt = "single"\n', f"[values.second]\n{lines}\n")


FAULTS = {
    "more successes than trials": ((COUNTS, LAST, "successes = 2469\ntrials = 2468\n"), "2469 successes in 2468"),
    "fewer trials than none": ((COUNTS, LAST, "successes = 0\ntrials = -10\n"), "has -10 trials"),
    "no trials": ((COUNTS, LAST, "successes = 0\ntrials = 0\n"), "has 0 trials; there is at least one"),
    "fewer successes than none": ((COUNTS, LAST, "successes = -1\ntrials = 10\n"), "has -1 successes in 10"),
    "no number": (derived("number = nan"), "needs finite numbers"),
    "a number without end": (derived("number = inf"), "needs finite numbers"),
    "a unit that does not fit": (
        derived('number = 40\nunit = "points"'),
        "the unit of 'counts.second' does not fit the axis 'percent'; use 'linear'",
    ),
    "a value computed of none": (derived('formula = "high"\nof = "third"'), "there is no value 'counts.third'"),
    "a value computed of itself": (
        derived('formula = "same"\nof = "second"'),
        "is computed in a circle: counts.second of counts.second",
    ),
    "an interval that nobody knows": (
        derived('formula = "high"\nof = "first"\nmethod = "wald"'),
        "'method' is one of exact, wilson, not 'wald'",
    ),
    "a bound without success of a count with some": (
        derived('formula = "zero-success-bound"\nof = "first"'),
        "is for a count without success",
    ),
    "a row without its number": ((RATES, ', value = "counts.second"', ""), "lacks its label or its value"),
}


@pytest.mark.parametrize(("change", "said"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_with_file_and_line_and_the_chart_prints_as_its_table(brief, change, said):
    brief.change(*change)
    built = brief.build("html", fresh=True)
    told = [found for found in built.complaints if said in found.text]
    assert told
    for found in told:
        path, line = re.fullmatch(r"(material/[\w/-]+\.toml):(\d+)", found.place).groups()
        assert int(line) <= len((brief.path / path).read_text("utf-8").splitlines())
    assert not list(built.resolved("figures").findall(drawing))
    [figure] = [f for f in built.resolved("figures").findall(nodes.figure) if "figure-rates" in f["ids"]]
    [table] = figure.findall(nodes.table)
    [body] = table.findall(nodes.tbody)
    assert [row[0].astext() for row in body] == ["First", "Second"][: len(body)]


def test_a_number_that_does_not_fit_is_told_at_its_row_and_not_where_a_text_names_it(brief):
    brief.change(*derived('number = 40\nunit = "points"'))
    brief.change(RATES, "note = ", 'note = "See {counts.second}."\nsubtitle = ')
    [found] = [one for one in brief.build(fresh=True).complaints if "does not fit" in one.text]
    line = (brief.path / RATES).read_text("utf-8").splitlines()[int(found.place.rpartition(":")[2]) - 1]
    assert 'value = "counts.second"' in line


def test_a_row_of_a_matrix_that_lacks_a_column_is_told_and_its_cell_says_that_nothing_is_stated(brief):
    cell = 'start = { state = "given", record = "counts" }, '
    brief.change("material/figures/links.toml", cell, "")
    built = brief.build("html", fresh=True)
    [told] = built.said("figure")
    assert re.fullmatch(r"material/figures/links\.toml:\d+", told.place)
    assert "the row 'First study' lacks the columns start" in told.text
    [figure] = [f for f in built.resolved("figures").findall(nodes.figure) if "figure-links" in f["ids"]]
    assert "not stated" in figure.astext()


@pytest.mark.parametrize("fault", ["more successes than trials", "a row without its number"])
def test_a_strict_build_fails_on_a_figure_with_a_fault_and_a_lenient_one_goes_on(
    brief, monkeypatch, capsys, fault
):
    brief.change(*FAULTS[fault][0])
    brief.build()  # completes the project
    monkeypatch.chdir(brief.path)
    assert main(["check"]) == 1
    assert "the brief does not pass" in capsys.readouterr().err
    assert main(["build"]) == 0
