"""A figure's claim holds at its limit and not beyond it: the rule ``figure_claim``."""

from __future__ import annotations

from typing import Any

import pytest

from sphinx_accessible_figures import claims
from sphinx_accessible_figures.counts import Counted
from sphinx_accessible_figures.model import Chart

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
