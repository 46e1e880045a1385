"""A figure's claim holds at its limit and not beyond it: the rule ``figure_claim``."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sphinx_accessible_figures import claims
from sphinx_accessible_figures.counts import Counted
from sphinx_accessible_figures.model import Axis, Chart, Mark, Panel, Row

EMPTY: dict[str, Any] = dict.fromkeys(("subtitle", "message", "note", "records", "files"), ())
FIGURE = Chart(id="a", kind="chart", path="a.toml", title=("Half of them did it",), **EMPTY)


@pytest.mark.parametrize(
    ("bound", "within", "beyond"),
    [("at_least", 50.0, 49.9), ("at_most", 50.0, 50.1), ("is", 50.0 + 1e-10, 50.0 + 1e-8)],
)
def test_a_claim_holds_at_its_limit_and_not_beyond_it(bound: str, within: float, beyond: float) -> None:
    claim = {"says": "Half", "what": "rate", "of": ["counts.first"], bound: 50}
    for number, wanted in ((within, 0), (beyond, 1)):
        found = list(claims.check([claim], FIGURE, {}, lambda _name, _what, number=number: number))
        assert len(found) == wanted, found


@pytest.mark.parametrize("of", [{}, {"of": []}, {"of": "first"}])
def test_a_claim_about_values_names_them(of: dict[str, Any]) -> None:
    claim = {"says": "Half", "what": "rate", "is": 50, **of}
    found = [problem for problem, _word in claims.check([claim], FIGURE, {}, lambda _name, _what: 50.0)]
    assert found == ["the claim 'Half' cannot be checked: 'of' is a list of values"]


@pytest.mark.parametrize(
    ("of", "are", "told"),
    [
        ("half", ["First", "Second"], []),
        ("half", "First", ["'half' has 2 rows, not 1"]),
        ("half", ["First", "Third"], ["'Third' is not among the rows of 'half'"]),
        ("all", ["First"], ["there is no count 'all'"]),
    ],
)
def test_a_claim_names_the_rows_of_a_count(of: str, are: Any, told: list[str]) -> None:
    counts = {"half": Counted(2, ("a-1", "First", "a-2", "Second"))}
    claim = {"says": "Half", "of": [of], "are": are}
    found = [problem for problem, _word in claims.check([claim], FIGURE, counts, lambda _name, _what: 0.0)]
    assert found == [f"the title says 'Half', but {one}" for one in told]


def drawn(*rows: Row, axis: Axis = Axis.PERCENT) -> Chart:
    """A chart of these rows."""
    return replace(FIGURE, title=("First has the most",), panels=(Panel("", axis, "", rows),))


def row(name: str, *numbers: float, low: float | None = None, high: float | None = None) -> Row:
    """A row whose marks are named by it, a second one with a stroke."""
    marks = [Mark(n, f"{n:g}", low, high, None, None, name + "'" * at) for at, n in enumerate(numbers)]
    return Row(name, tuple(marks))


def told(figure: Chart, **claim: Any) -> list[str]:
    """What is said of a claim that the first is the greatest."""
    made = {"says": "has the most", "of": ["first"], "is": "greatest"} | claim
    return [problem for problem, _line in claims.check([made], figure, {}, lambda *_: "not asked")]


def test_a_row_is_the_greatest_until_another_passes_it_or_comes_level() -> None:
    first = row("first", 80)
    assert told(drawn(first, row("second", 76.25), row("third", 10))) == []
    for passing in (80, 80.1):
        [said] = told(drawn(first, row("second", 76.25), row("third", passing)))
        assert said == f"the title says 'has the most', but number of third is {passing:g}, of first 80"
    assert told(drawn(first, row("second", 80)), of=["first", "second"]) == []


def test_a_row_is_the_least_until_another_passes_it() -> None:
    assert told(drawn(row("first", 5), row("second", 6)), **{"is": "least"}) == []
    assert (
        "number of second is 4, of first 5" in told(drawn(row("first", 5), row("second", 4)), **{"is": "least"})[0]
    )


def test_a_row_is_compared_with_named_rows_alone_and_with_its_own_measure() -> None:
    both = row("first", 80, 20), row("second", 60, 90)
    assert told(drawn(*both)) == []
    assert "second' is 90" in told(drawn(*both), of=["first'"])[0]
    above = drawn(row("first", 80), row("second", 90), row("third", 70))
    assert told(above, among=["third"]) == []
    assert told(above, among=["second", "third"])


def test_the_widest_interval_is_a_claim_too() -> None:
    wide, narrow = row("first", 50, low=20, high=80), row("second", 90, low=80, high=98)
    assert told(drawn(wide, narrow), what="width") == []
    assert "width of first is 60, of second 18" in told(drawn(wide, narrow), what="width", of=["second"])[0]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"of": ["fourth"]}, "no row of a chart here has 'fourth'"),
        ({"of": []}, "'of' is a list of values"),
        ({"among": "second"}, "'among' is a list of values"),
        ({"what": "width"}, "'first' has no 'width'"),
        ({"what": "size"}, "'size' is none of rate, number, low, high, width, successes, trials"),
    ],
)
def test_an_end_that_nobody_can_check_is_told(changed: dict[str, Any], why: str) -> None:
    said = told(drawn(row("first", 80), row("second", 76)), **changed)
    assert said == [f"the claim 'has the most' cannot be checked: {why}"]


def test_rows_on_axes_of_two_kinds_are_not_compared() -> None:
    hours = Panel("", Axis.DURATION, "", (row("days", 48),))
    figure = drawn(row("first", 80))
    figure = replace(figure, panels=(*figure.panels, hours))
    assert "axes of two kinds" in told(figure, among=["days"])[0]


def test_a_bound_that_is_a_word_of_no_meaning_is_told_with_those_that_have_one() -> None:
    [said] = told(drawn(row("first", 80)), what="number", **{"is": "most"})[:1]
    assert said.endswith("with a number, or is = 'greatest' or 'least'")
