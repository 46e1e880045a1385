"""The statistics around the ten-trial counts, computed apart before, to the digit they were given in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from trial_counts import intervals
from written_values.formulas import FORMULAS
from written_values.values import Count

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


# Wilks, S. S. (1941), Annals of Mathematical Statistics 12, 91-96, as nuclear safety analysis quotes it for 95 %
# of a population at 95 % confidence, with 0, 1, 2 and 3 outside; the paper itself was not opened.
WILKS_95_95 = (59, 93, 124, 153)

# The success-run numbers of reliability testing at 95 % confidence, as its handbooks print them; none was opened.
SUCCESS_RUN = {0.8: 14, 0.9: 29, 0.95: 59, 0.99: 299}


@pytest.mark.parametrize(("missed", "number"), list(enumerate(WILKS_95_95)))
def test_planted_cases_with_misses_are_the_numbers_of_wilks(missed: int, number: int) -> None:
    assert FORMULAS["planted-cases"].compute([], {"sensitivity": 0.95, "missed": missed}) == number


@pytest.mark.parametrize(("sensitivity", "number"), SUCCESS_RUN.items())
def test_planted_cases_all_found_are_those_of_a_success_run(sensitivity: float, number: int) -> None:
    assert FORMULAS["planted-cases"].compute([], {"sensitivity": sensitivity}) == number


@pytest.mark.parametrize(("found", "planted"), [(14, 14), (13, 14), (29, 29), (27, 29), (0, 5), (50, 60)])
def test_the_sensitivity_shown_is_scipys_one_sided_limit(found: int, planted: int) -> None:
    theirs = stats.binomtest(found, planted, alternative="greater").proportion_ci(0.95, "exact").low
    ours = FORMULAS["sensitivity-bound"].compute([Count(found, planted, "single")], {})
    assert ours == pytest.approx(100 * theirs, abs=1e-7)


@pytest.mark.parametrize("sensitivity", [0.5, 0.8, 0.9, 0.95])
@pytest.mark.parametrize("missed", [0, 1, 2, 5])
def test_one_planted_case_fewer_would_not_show_the_sensitivity(sensitivity: float, missed: int) -> None:
    number = FORMULAS["planted-cases"].compute([], {"sensitivity": sensitivity, "missed": missed})
    assert isinstance(number, int)

    def shown(planted: int) -> float:
        test = stats.binomtest(planted - missed, planted, alternative="greater")
        return float(test.proportion_ci(0.95, "exact").low)

    assert shown(number) >= sensitivity > shown(number - 1)


@pytest.mark.parametrize("correlation", [0.01, 0.1, 0.5, 0.9])
@pytest.mark.parametrize("per_task", [1, 2, 5, 29])
def test_the_design_effect_is_the_extra_variance_of_scipys_beta_binomial(
    correlation: float, per_task: int
) -> None:
    # a beta-binomial has tries at one task, whose rate is drawn: correlation 1 / (a + b + 1)
    a = b = (1 / correlation - 1) / 2
    clustered, independent = stats.betabinom(per_task, a, b).var(), stats.binom(per_task, 0.5).var()
    assert intervals.design_effect(per_task, correlation) == pytest.approx(clustered / independent)


@pytest.mark.parametrize(
    ("trials", "per_task", "half", "tenth"),
    [(29, 29, 1.9, 7.6), (100, 10, 18.2, 52.6), (100, 5, 33.3, 71.4), (100, 2, 66.7, 90.9)],
)
def test_the_effective_numbers_worked_out_apart(trials: int, per_task: int, half: float, tenth: float) -> None:
    assert round(intervals.effective_trials(trials, per_task, 0.5), 1) == half
    assert round(intervals.effective_trials(trials, per_task, 0.1), 1) == tenth


def test_a_rate_low_for_one_try_is_high_over_many() -> None:
    assert round(100 * intervals.pass_at_k(0.1, 10)) == 65
    assert round(100 * intervals.pass_at_k(0.01, 100)) == 63
    needed = FORMULAS["trials-to-exclude-over-tries"].compute([], {"rate": 0.05, "tries": 100})
    assert needed == 5841
    bound = FORMULAS["bound-over-tries"].compute([Count(0, 5841, "single")], {"tries": 100})
    assert isinstance(bound, float)
    assert 4.99 < bound <= 5


@given(st.integers(1, 500), st.integers(1, 500), st.floats(0, 1))
def test_clustered_trials_are_worth_at_least_their_tasks_and_at_most_themselves(
    tasks: int, per_task: int, correlation: float
) -> None:
    worth = intervals.effective_trials(tasks * per_task, per_task, correlation)
    assert tasks * (1 - 1e-9) <= worth <= tasks * per_task
