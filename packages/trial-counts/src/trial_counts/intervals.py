"""Intervals, bounds and trial numbers for counts of successes, on the standard library alone.

A brief that asks others for intervals must compute its own.  Importing SciPy costs more than building
the whole brief, so the few functions needed live here and the tests hold them against SciPy and against
published tables.  All functions treat trials as independent draws with one common rate; where that is
doubtful the sentence that prints the interval has to say so.

Rates, levels and widths are fractions between 0 and 1.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from statistics import NormalDist
from typing import NamedTuple

METHODS = ("exact", "wilson")
"""Interval methods by the name that records and warnings use."""


class Interval(NamedTuple):
    """A two-sided confidence interval for a rate, as fractions."""

    low: float
    high: float


def interval(successes: int, trials: int, method: str = "exact", level: float = 0.95) -> Interval:
    """The interval for *successes* of *trials* by the named method, one of `METHODS`."""
    if method == "exact":
        return clopper_pearson(successes, trials, level)
    if method == "wilson":
        return wilson(successes, trials, level)
    raise ValueError(f"interval method {method!r}: use one of {', '.join(METHODS)}")


def clopper_pearson(successes: int, trials: int, level: float = 0.95) -> Interval:
    """The exact interval of Clopper and Pearson (1934): coverage never below *level*."""
    _require_counts(successes, trials)
    tail = _tail(level)
    low = high = 0.0
    if successes > 0:
        low = _solve(lambda rate: _at_least(successes, trials, rate) - tail)
    if successes < trials:
        high = _solve(lambda rate: tail - _at_least(trials - successes, trials, 1 - rate))
    else:
        high = 1.0
    return Interval(low, high)


def wilson(successes: int, trials: int, level: float = 0.95) -> Interval:
    """The score interval of Wilson (1927): narrower than the exact one, coverage near *level*."""
    _require_counts(successes, trials)
    z = NormalDist().inv_cdf(1 - _tail(level))
    rate = successes / trials
    centre = (rate + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * math.sqrt(rate * (1 - rate) / trials + z * z / (4 * trials * trials))
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == trials else min(1.0, centre + half)
    return Interval(low, high)


def newcombe_difference(
    first: tuple[int, int], second: tuple[int, int], level: float = 0.95
) -> tuple[float, Interval]:
    """The difference *second* minus *first* of two rates, with Newcombe's (1998) hybrid score interval.

    Each argument is ``(successes, trials)``; difference and interval lie between -1 and 1.
    """
    one, two = wilson(*first, level), wilson(*second, level)
    rate1, rate2 = first[0] / first[1], second[0] / second[1]
    difference = rate2 - rate1
    low = difference - math.hypot(rate2 - two.low, one.high - rate1)
    high = difference + math.hypot(two.high - rate2, rate1 - one.low)
    return difference, Interval(low, high)


def zero_success_bound(trials: float, level: float = 0.95, *, two_sided: bool = False) -> float:
    """The highest rate still compatible with no success in *trials* runs, which may be an effective number."""
    if trials < 1:
        raise ValueError(f"trials must be at least 1, not {trials}")
    _require_fraction(level)
    tail = _tail(level) if two_sided else 1 - level
    return float(1 - tail ** (1 / trials))


def lower_limit(successes: int, trials: int, level: float = 0.95) -> float:
    """The one-sided exact lower limit of a rate (Clopper and Pearson 1934); of planted cases, sensitivity.

    It is the lower end of the two-sided interval at ``2 * level - 1``, so a level above one half is wanted.
    """
    if not 0.5 < level < 1:
        raise ValueError(f"a one-sided limit wants a level between 0.5 and 1, not {level}")
    return clopper_pearson(successes, trials, 2 * level - 1).low


def trials_to_exclude(rate: float, level: float = 0.95, successes: int = 0) -> int:
    """How many trials with at most *successes* successes put the one-sided upper bound below *rate*."""
    _require_fraction(rate)
    _require_fraction(level)
    return _least(lambda n: n > successes and 1 - _at_least(successes + 1, n, rate) <= 1 - level)


def trials_for_half_width(
    half_width: float, rate: float = 0.5, method: str = "wilson", level: float = 0.95
) -> int:
    """How many trials make the interval around *rate* at most twice *half_width* wide.

    The exact interval does not shrink evenly with each trial: the first number that is narrow enough is
    meant, not the one from which on all are.  It is never narrower than Wilson's, so the search starts there.
    """
    _require_fraction(half_width)
    _require_fraction(rate)
    z2 = NormalDist().inv_cdf(1 - _tail(level)) ** 2

    def wilson_narrow_enough(n: int) -> bool:
        spread = math.sqrt(rate * (1 - rate) / n + z2 / (4 * n * n)) * math.sqrt(z2) / (1 + z2 / n)
        return spread <= half_width

    first = _least(wilson_narrow_enough)
    if method == "wilson":
        return first
    for n in itertools.count(first):
        bounds = interval(round(rate * n), n, method, level)
        if bounds.high - bounds.low <= 2 * half_width:
            return n
    raise AssertionError("an interval narrows without end")


def pass_at_k(rate: float, k: int) -> float:
    """The chance of at least one success in *k* independent attempts that each succeed at *rate*."""
    _require_attempts(rate, k)
    return 1 - (1 - rate) ** k


def rate_from_pass_at_k(score: float, k: int) -> float:
    """The per-attempt rate behind a pass@k *score*, if attempts are independent."""
    _require_attempts(score, k)
    return float(1 - (1 - score) ** (1 / k))


def design_effect(per_task: float, correlation: float) -> float:
    """By how much clustering inflates a variance: 1 + (m - 1) * rho for *per_task* tries at each task.

    Kish (1965), Survey Sampling, for clusters of one size; *correlation* is the share of the variance that lies
    between tasks (the intraclass correlation).  It is an assumption of whoever states it, never a result.
    """
    if per_task < 1:
        raise ValueError(f"tries at each task must be at least 1, not {per_task}")
    if not 0 <= correlation <= 1:
        raise ValueError(f"a correlation between 0 and 1 is wanted, not {correlation}")
    return 1 + (per_task - 1) * correlation


def effective_trials(trials: int, per_task: float, correlation: float) -> float:
    """How many independent trials *trials* are worth, *per_task* of them at each task: n / design effect."""
    _require_counts(0, trials)
    if per_task > trials:
        raise ValueError(f"{per_task} tries at each task are more than the {trials} trials")
    return trials / design_effect(per_task, correlation)


def fisher_exact(first: tuple[int, int], second: tuple[int, int]) -> float:
    """Two-sided p of Fisher's exact test for two counts ``(successes, trials)``."""
    (k1, n1), (k2, n2) = first, second
    _require_counts(k1, n1)
    _require_counts(k2, n2)
    total, drawn = n1 + n2, k1 + k2

    def weight(k: int) -> int:
        return math.comb(n1, k) * math.comb(n2, drawn - k)

    observed = weight(k1)
    as_extreme = sum(weight(k) for k in range(max(0, drawn - n2), min(drawn, n1) + 1) if weight(k) <= observed)
    return as_extreme / math.comb(total, drawn)


def fisher_power(rate1: float, rate2: float, trials: int, alpha: float = 0.05) -> float:
    """How often Fisher's two-sided test tells *rate1* from *rate2* with *trials* in each arm."""
    power = 0.0
    for k1 in range(trials + 1):
        for k2 in range(trials + 1):
            if fisher_exact((k1, trials), (k2, trials)) <= alpha:
                power += _exactly(k1, trials, rate1) * _exactly(k2, trials, rate2)
    return power


def trials_for_power(rate1: float, rate2: float, power: float = 0.8, alpha: float = 0.05) -> int:
    """How many trials in each arm let Fisher's test tell *rate1* from *rate2* with *power*."""
    if rate1 == rate2:
        raise ValueError("equal rates can never be told apart")
    return next(n for n in range(2, 2000) if fisher_power(rate1, rate2, n, alpha) >= power)


def _exactly(k: int, n: int, rate: float) -> float:
    return math.comb(n, k) * rate**k * (1 - rate) ** (n - k)


def _at_least(k: int, n: int, rate: float) -> float:
    """The chance of *k* or more successes in *n*, summed over the shorter tail of logarithms."""
    if rate <= 0:
        return float(k <= 0)
    if rate >= 1:
        return float(k <= n)
    log_rate, log_rest = math.log(rate), math.log1p(-rate)

    def chance(i: int) -> float:
        log_ways = math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1)
        return math.exp(log_ways + i * log_rate + (n - i) * log_rest)

    if k > n / 2:
        return math.fsum(chance(i) for i in range(k, n + 1))
    return 1 - math.fsum(chance(i) for i in range(k))


def _solve(difference: Callable[[float], float]) -> float:
    """The zero between 0 and 1 of an increasing function, by halving."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if difference(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _least(enough: Callable[[int], bool]) -> int:
    """The smallest n from 1 on that is *enough*, which once true must stay true."""
    high = 1
    while not enough(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        if enough(middle):
            high = middle
        else:
            low = middle
    return high


def _tail(level: float) -> float:
    _require_fraction(level)
    return (1 - level) / 2


def _require_counts(successes: int, trials: int) -> None:
    if trials < 1:
        raise ValueError(f"trials must be at least 1, not {trials}")
    if not 0 <= successes <= trials:
        raise ValueError(f"successes must lie between 0 and trials ({trials}), not {successes}")


def _require_attempts(rate: float, k: int) -> None:
    if not 0 <= rate <= 1:
        raise ValueError(f"a rate between 0 and 1 is wanted, not {rate}")
    if k < 1:
        raise ValueError(f"attempts must be at least 1, not {k}")


def _require_fraction(value: float) -> None:
    if not 0 < value < 1:
        raise ValueError(f"a fraction between 0 and 1 is wanted, not {value}")
