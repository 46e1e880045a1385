"""The statistics around the ten-trial counts, computed apart before, to the digit they were given in."""

from __future__ import annotations

import pytest
from scipy import stats

from policybrief.words import intervals

FIVE, NINE = (5, 10), (9, 10)


def percents(interval: tuple[float, float], digits: int = 1) -> tuple[float, float]:
    """An interval of shares in per cent."""
    low, high = interval
    return round(100 * low, digits), round(100 * high, digits)


@pytest.mark.parametrize(
    ("count", "exact", "wilson"),
    [
        (FIVE, (18.7, 81.3), (23.7, 76.3)),
        (NINE, (55.5, 99.7), (59.6, 98.2)),
        ((14, 20), (45.7, 88.1), (48.1, 85.5)),
        ((11, 32), (18.6, 53.2), (20.4, 51.7)),
    ],
)
def test_exact_and_wilson_intervals(count, exact, wilson):
    assert percents(intervals.clopper_pearson(*count)) == exact
    assert percents(intervals.wilson(*count)) == wilson


def test_the_two_counts_cannot_be_told_apart():
    assert round(intervals.fisher_exact(FIVE, NINE), 3) == 0.141
    table = [[5, 9], [5, 1]]
    assert round(stats.boschloo_exact(table).pvalue, 3) == 0.062
    assert round(stats.barnard_exact(table).pvalue, 3) == 0.062
    _difference, bounds = intervals.newcombe_difference(FIVE, NINE)
    assert percents(bounds) == (-0.2, 67.6)


@pytest.mark.parametrize(("trials", "power"), [(10, 0.295), (22, 0.786), (23, 0.811), (30, 0.914)])
def test_the_power_of_fishers_test_between_a_half_and_nine_tenths(trials, power):
    assert round(intervals.fisher_power(0.5, 0.9, trials), 3) == power


def test_the_trials_that_give_four_fifths_of_power():
    assert intervals.trials_for_power(0.5, 0.9, 0.8) == 23


def test_what_no_success_in_ten_leaves_open():
    assert round(100 * intervals.zero_success_bound(10), 1) == 25.9
    assert round(100 * intervals.zero_success_bound(10, two_sided=True), 1) == 30.8
    assert percents(intervals.wilson(0, 10)) == (0.0, 27.8)
    assert round(100 * intervals.zero_success_bound(100), 2) == 2.95
    assert round(100 * intervals.zero_success_bound(100, two_sided=True), 1) == 3.6
    assert round(100 * 0.8**10, 1) == 10.7


@pytest.mark.parametrize(
    ("rate", "none", "one"), [(0.1, 29, 46), (0.05, 59, 93), (0.01, 299, 473), (0.001, 2995, 4742)]
)
def test_the_trials_that_exclude_a_rate(rate, none, one):
    assert intervals.trials_to_exclude(rate) == none
    assert intervals.trials_to_exclude(rate, successes=1) == one


@pytest.mark.parametrize(("half_width", "wilson", "exact"), [(0.1, 93, 104), (0.05, 381, 402)])
def test_the_trials_that_place_a_rate_near_a_half(half_width, wilson, exact):
    assert intervals.trials_for_half_width(half_width, method="wilson") == wilson
    assert intervals.trials_for_half_width(half_width, method="exact") == exact


def test_a_score_of_a_half_in_ten_tries_needs_one_in_fifteen_in_one():
    assert round(100 * intervals.rate_from_pass_at_k(0.5, 10), 1) == 6.7
