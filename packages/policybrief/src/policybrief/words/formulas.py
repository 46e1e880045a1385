"""The named formulas of derived values: what each is computed of, what must be given, what comes out.

Rates and widths are given as fractions, as `policybrief.words.intervals` takes them.  Two tests need SciPy, which
is in the extra ``figures`` and imported only when a record asks for one of them and the answer is not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from policybrief.words import intervals
from policybrief.words.values import Count

Given = Mapping[str, Any]
Number = float | tuple[float, intervals.Interval]
"""What a formula gives: a number in its unit, with an interval where it has one."""


class Formula(NamedTuple):
    """One way to compute a value."""

    counts: int
    """How many counts it is computed of."""
    wanted: tuple[str, ...]
    """What must be given."""
    optional: tuple[str, ...]
    unit: str
    compute: Callable[[list[Count], Given], Number]


def _limit(which: str) -> Callable[[list[Count], Given], Number]:
    def compute(counts: list[Count], given: Given) -> Number:
        method, level = given.get("method", "exact"), given.get("level", 0.95)
        bounds = intervals.interval(counts[0].successes, counts[0].trials, method, level)
        return 100 * float(getattr(bounds, which))

    return compute


def _difference(counts: list[Count], given: Given) -> Number:
    first, second = ((count.successes, count.trials) for count in counts)
    difference, bounds = intervals.newcombe_difference(first, second, given.get("level", 0.95))
    return 100 * difference, intervals.Interval(100 * bounds.low, 100 * bounds.high)


def _fisher(counts: list[Count], given: Given) -> Number:
    first, second = ((count.successes, count.trials) for count in counts)
    return intervals.fisher_exact(first, second)


def _of_scipy(name: str) -> Callable[[list[Count], Given], Number]:
    def compute(counts: list[Count], given: Given) -> Number:
        from scipy import stats

        successes = [count.successes for count in counts]
        failures = [count.trials - count.successes for count in counts]
        return float(getattr(stats, name)([successes, failures]).pvalue)

    return compute


def _zero_success_bound(counts: list[Count], given: Given) -> Number:
    if counts[0].successes:
        raise ValueError("the bound is for a count without success")
    level, two_sided = given.get("level", 0.95), given.get("sides", 1) == 2
    bound = intervals.zero_success_bound(counts[0].trials, level, two_sided=two_sided)
    return 100 * bound


def _chance_of_none(counts: list[Count], given: Given) -> Number:
    return 100 * float(1 - given["rate"]) ** counts[0].trials


def _trials_to_exclude(counts: list[Count], given: Given) -> Number:
    successes, level = given.get("successes", 0), given.get("level", 0.95)
    return intervals.trials_to_exclude(given["rate"], level, successes)


def _trials_for_half_width(counts: list[Count], given: Given) -> Number:
    half_width, rate = given["half_width"], given.get("rate", 0.5)
    number = intervals.trials_for_half_width(half_width, rate, given.get("method", "wilson"))
    return number


def _power(counts: list[Count], given: Given) -> Number:
    low, high = given["rates"]
    return 100 * intervals.fisher_power(low, high, counts[0].trials)


def _trials_for_power(counts: list[Count], given: Given) -> Number:
    low, high = given["rates"]
    return intervals.trials_for_power(low, high, given["power"])


def _pass_at_k(counts: list[Count], given: Given) -> Number:
    return 100 * intervals.pass_at_k(given["rate"], given["k"])


def _rate_from_pass_at_k(counts: list[Count], given: Given) -> Number:
    return 100 * intervals.rate_from_pass_at_k(given["score"], given["k"])


FORMULAS: dict[str, Formula] = {
    "low": Formula(1, (), ("method", "level"), "percent", _limit("low")),
    "high": Formula(1, (), ("method", "level"), "percent", _limit("high")),
    "difference": Formula(2, (), ("level",), "points", _difference),
    "fisher": Formula(2, (), (), "p", _fisher),
    "boschloo": Formula(2, (), (), "p", _of_scipy("boschloo_exact")),
    "barnard": Formula(2, (), (), "p", _of_scipy("barnard_exact")),
    "zero-success-bound": Formula(1, (), ("level", "sides"), "percent", _zero_success_bound),
    "chance-of-none": Formula(1, ("rate",), (), "percent", _chance_of_none),
    "trials-to-exclude": Formula(0, ("rate",), ("level", "successes"), "", _trials_to_exclude),
    "trials-for-half-width": Formula(0, ("half_width",), ("rate", "method"), "", _trials_for_half_width),
    "power": Formula(1, ("rates",), (), "percent", _power),
    "trials-for-power": Formula(0, ("rates", "power"), (), "", _trials_for_power),
    "pass-at-k": Formula(0, ("rate", "k"), (), "percent", _pass_at_k),
    "rate-from-pass-at-k": Formula(0, ("score", "k"), (), "percent", _rate_from_pass_at_k),
}
WITH_SCIPY = {"boschloo", "barnard"}
SAME = "same"
"""The formula that takes a value over from another record as it is."""
