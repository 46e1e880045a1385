"""Agreement figures against values worked out by hand, and what happens where they are not defined."""

from __future__ import annotations

import dataclasses
import datetime
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting_standard.agreement import Pair, agreement, measure
from reporting_standard.evaluations import Evaluation
from reporting_standard.schema import CODES


def pairs(**counts: int) -> list[Pair]:
    """``yy=118, yn=5`` as pairs of codes."""
    return [(name[0], name[1]) for name, count in counts.items() for _ in range(count)]


def test_two_by_two_table_worked_by_hand() -> None:
    # 125 subjects: margins of yes 123/125 and 120/125; the classic case of high agreement and low kappa
    figures = measure("all", pairs(yy=118, yn=5, ny=2, nn=0), categories=2)
    assert figures.n == 125
    assert figures.raw == pytest.approx(118 / 125)
    chance = (123 * 120 + 2 * 5) / 125**2
    assert figures.kappa == pytest.approx((118 / 125 - chance) / (1 - chance))
    assert figures.kappa is not None
    assert figures.kappa == pytest.approx(-0.0234, abs=1e-4)
    mean = (123 + 120) / 250
    spread = 2 * mean * (1 - mean)
    assert figures.ac1 == pytest.approx((118 / 125 - spread) / (1 - spread))
    assert figures.ac1 == pytest.approx(0.9408, abs=1e-4)


def test_three_categories_worked_by_hand() -> None:
    figures = measure("all", pairs(aa=4, bb=3, cc=1, ab=1, bc=1), categories=3)
    assert figures.raw == pytest.approx(0.8)
    # margins: first a .5 b .4 c .1, second a .4 b .4 c .2
    assert figures.kappa == pytest.approx((0.8 - 0.38) / (1 - 0.38))
    spread = (0.45 * 0.55 + 0.4 * 0.6 + 0.15 * 0.85) / 2
    assert figures.ac1 == pytest.approx((0.8 - spread) / (1 - spread))


def test_kappa_is_not_defined_when_both_codings_use_one_code_only() -> None:
    figures = measure("all", pairs(aa=7))
    assert (figures.raw, figures.ac1, figures.kappa) == (1, 1, None)


def test_nothing_is_defined_without_a_pair() -> None:
    figures = measure("all", [])
    assert (figures.n, figures.raw, figures.ac1, figures.kappa) == (0, None, None, None)


CODE = st.sampled_from(list(CODES))


@given(st.lists(st.tuples(CODE, CODE), min_size=1, max_size=40))
def test_figures_do_not_depend_on_order_or_on_which_coding_is_first(found: list[Pair]) -> None:
    one = measure("all", found)
    two = measure("all", [(b, a) for a, b in reversed(found)])
    for figure in ("raw", "ac1", "kappa"):
        left, right = getattr(one, figure), getattr(two, figure)
        assert left == right or math.isclose(left, right, abs_tol=1e-9)
        assert left is None or left <= 1 + 1e-12


def test_a_passage_that_neither_coding_read_is_not_counted_as_agreement() -> None:
    evaluation = Evaluation(
        id="x", source="x", title="x", evaluator="x", published=datetime.date(2026, 1, 1), about="x",
        extent="parts", in_scope=True, first={"A1": "reported", "A2": "not_read", "A3": "not_read"},
        second={"A1": "reported", "A2": "partly", "A4": "not_read"}, settled={"A2": "partly"},
    )  # fmt: skip
    who = next(a for a in agreement([evaluation]) if a.domain == "who")
    assert (who.n, who.agreed) == (2, 1)


def test_separate_codings_are_counted_apart_from_those_of_one_system() -> None:
    one = Evaluation(
        id="x", source="x", title="x", evaluator="x", published=datetime.date(2026, 1, 1), about="x",
        extent="parts", in_scope=True, first={"A1": "reported", "A2": "not_read", "B1": "partly"},
        second={"A1": "partly", "A2": "partly", "B1": "partly"}, settled={}, separate=True,
    )  # fmt: skip
    other = dataclasses.replace(one, separate=False, second=one.first)
    counts = {a.domain: (a.n, a.agreed) for a in agreement([one, other])}
    assert counts["separate"] == (3, 1)
    assert counts["both_read"] == (2, 1)
    assert counts["same"] == (2, 2)
    assert counts["all"] == (5, 3)
    assert counts["who"] == (3, 1)
