"""The named formulas of derived values: what each is computed of, what must be given, what comes out.

Rates, correlations and widths are given as fractions, as `trial_counts.intervals` takes them; the functions
here say in their docstrings what they give, in which unit, and where it is from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from trial_counts import exact_tests, intervals
from written_values.values import Count, Day, Estimate, Money, Names, Quantity, Value

Given = Mapping[str, Any]
Number = float | tuple[float, intervals.Interval]
"""What a formula gives: a number in its unit, with an interval where it has one."""


class Formula(NamedTuple):
    """One way to compute a value."""

    of: tuple[type[Value], ...]
    """The sorts of the values that it is computed of, in their order."""
    wanted: tuple[str, ...]
    """What must be given."""
    optional: tuple[str, ...]
    unit: str
    compute: Callable[..., Number | Estimate]
    """Of the list of values and what is given."""


def _low(counts: list[Count], given: Given) -> Number:
    """The lower end of the interval of a rate, in percent."""
    return 100 * _interval(counts[0], given).low


def _high(counts: list[Count], given: Given) -> Number:
    """The upper end of the interval of a rate, in percent."""
    return 100 * _interval(counts[0], given).high


def _interval(count: Count, given: Given) -> intervals.Interval:
    method, level = given.get("method", "exact"), given.get("level", 0.95)
    return intervals.interval(count.successes, count.trials, method, level)


def _difference(counts: list[Count], given: Given) -> Number:
    """The rate of the second count less that of the first, in points; negative when the second is smaller."""
    first, second = ((count.successes, count.trials) for count in counts)
    difference, bounds = intervals.newcombe_difference(first, second, given.get("level", 0.95))
    return 100 * difference, intervals.Interval(100 * bounds.low, 100 * bounds.high)


def _fisher(counts: list[Count], _given: Given) -> Number:
    """The p of Fisher's exact test of two counts."""
    return intervals.fisher_exact(*_counted(counts))


def _boschloo(counts: list[Count], _given: Given) -> Number:
    """The p of Boschloo's exact test of two counts."""
    return exact_tests.boschloo(*_counted(counts))


def _barnard(counts: list[Count], _given: Given) -> Number:
    """The p of Barnard's exact test of two counts."""
    return exact_tests.barnard(*_counted(counts))


def _counted(counts: list[Count]) -> list[exact_tests.Counted]:
    return [(count.successes, count.trials) for count in counts]


def _zero_success_bound(counts: list[Count], given: Given) -> Number:
    """The highest rate compatible with a count without success, in percent."""
    if counts[0].successes:
        raise ValueError("the bound is for a count without success")
    level, two_sided = given.get("level", 0.95), given.get("sides", 1) == 2
    bound = intervals.zero_success_bound(counts[0].trials, level, two_sided=two_sided)
    return 100 * bound


def _chance_of_none(counts: list[Count], given: Given) -> Number:
    """The chance of no success in the trials of the count, were this the ``rate``; in percent."""
    return 100 * float(1 - given["rate"]) ** counts[0].trials


def _chance_of_missing(counts: list[Count], given: Given) -> Number:
    """The chance that so many ``runs`` miss an event that comes at the rate of the count; in percent.

    The binomial chance of no success, (1 - p) ** n (Hanley and Lippman-Hand 1983); the runs are independent.
    """
    return 100 * float((1 - counts[0].successes / counts[0].trials) ** given["runs"])


def _runs_to_meet(counts: list[Count], given: Given) -> Number:
    """How many independent runs meet, at the level, an event of the rate of the count; a bare number.

    The smallest n without whose success that rate is excluded (Clopper and Pearson 1934).
    """
    return intervals.trials_to_exclude(counts[0].successes / counts[0].trials, given.get("level", 0.95))


def _trials_to_exclude(counts: list[Count], given: Given) -> Number:
    """How many trials with no more than these ``successes`` exclude a ``rate``; a bare number."""
    successes, level = given.get("successes", 0), given.get("level", 0.95)
    return intervals.trials_to_exclude(given["rate"], level, successes)


def _trials_for_half_width(counts: list[Count], given: Given) -> Number:
    """How many trials make an interval no wider than this on either side; a bare number."""
    half_width, rate = given["half_width"], given.get("rate", 0.5)
    number = intervals.trials_for_half_width(half_width, rate, given.get("method", "wilson"))
    return number


def _power(counts: list[Count], given: Given) -> Number:
    """How often Fisher's test tells two ``rates`` apart, with the trials of the count for each; in percent."""
    low, high = given["rates"]
    return 100 * intervals.fisher_power(low, high, counts[0].trials)


def _trials_for_power(counts: list[Count], given: Given) -> Number:
    """How many trials for each let Fisher's test tell two ``rates`` apart so often; a bare number."""
    low, high = given["rates"]
    return intervals.trials_for_power(low, high, given["power"])


def _pass_at_k(counts: list[Count], given: Given) -> Number:
    """The chance of any success in ``k`` independent tries at a ``rate``, in percent."""
    return 100 * intervals.pass_at_k(given["rate"], given["k"])


def _rate_from_pass_at_k(counts: list[Count], given: Given) -> Number:
    """The rate of one try behind a ``score`` of any success in ``k`` independent ones, in percent."""
    return 100 * intervals.rate_from_pass_at_k(given["score"], given["k"])


# Trials that resemble each other


def _design_effect(_of: list[Value], given: Given) -> Number:
    """How many times larger the variance is than with independent trials; a bare number.

    Kish (1965), Survey Sampling; Miller (2024) asks for clustering in tests of language models.  ``correlation``
    is an assumption and is printed beside the result.
    """
    return intervals.design_effect(given["per_task"], given["correlation"])


def _effective_trials(_of: list[Value], given: Given) -> Number:
    """The number of independent trials that the trials are worth; a bare number.

    The trials over the design effect (Kish 1965).
    """
    return intervals.effective_trials(given["trials"], given["per_task"], given["correlation"])


def _clustered_zero_bound(_of: list[Value], given: Given) -> Number:
    """The highest rate compatible with no success in clustered trials, in percent.

    The exact bound (Clopper and Pearson 1934) with the effective number in the place of n, as survey statistics
    does (Korn and Graubard 1998, here without their correction for few clusters): an approximation.
    """
    effective = intervals.effective_trials(given["trials"], given["per_task"], given["correlation"])
    return 100 * intervals.zero_success_bound(effective, given.get("level", 0.95))


# What follows for many tries


def _bound_over_tries(counts: list[Count], given: Given) -> Number:
    """The highest chance of any success in so many tries, after a count without success; in percent.

    The exact one-sided bound of one try (Clopper and Pearson 1934), carried over independent tries.
    """
    if counts[0].successes:
        raise ValueError("the bound is for a count without success")
    each = intervals.zero_success_bound(counts[0].trials, given.get("level", 0.95))
    return 100 * intervals.pass_at_k(each, given["tries"])


def _trials_to_exclude_over_tries(_of: list[Value], given: Given) -> Number:
    """How many clean trials hold the chance of any success in so many tries below ``rate``; a bare number.

    The rate of one try behind it (independent tries), then the exact one-sided bound (Clopper and Pearson 1934).
    """
    each = intervals.rate_from_pass_at_k(given["rate"], given["tries"])
    return intervals.trials_to_exclude(each, given.get("level", 0.95))


# What a test can find: planted cases


def _sensitivity_bound(counts: list[Count], given: Given) -> Number:
    """The lowest sensitivity compatible with the planted cases found, in percent.

    The one-sided exact limit of Clopper and Pearson (1934); with all n found it is (1 - level) ** (1 / n).
    """
    return 100 * intervals.lower_limit(counts[0].successes, counts[0].trials, given.get("level", 0.95))


def _planted_cases(_of: list[Value], given: Given) -> Number:
    """How many planted cases show a ``sensitivity``, with at most ``missed`` of them missed; a bare number.

    The smallest n whose one-sided exact lower limit (Clopper and Pearson 1934) reaches it: misses are to planted
    cases what successes are to trials, so this is the number of trials that excludes a miss rate.
    """
    level, missed = given.get("level", 0.95), given.get("missed", 0)
    return intervals.trials_to_exclude(round(1 - given["sensitivity"], 12), level, missed)


# Days, lists, money


def _days_between(days: list[Day], _given: Given) -> Number:
    """Days from the first date to the second, in days; negative when the second comes first."""
    return (days[1].date - days[0].date).days


def _number_of(lists: list[Names], _given: Given) -> Number:
    """How many names a list has; a bare number."""
    return len(set(lists[0].names))


def _number_shared(lists: list[Names], _given: Given) -> Number:
    """How many names two lists share; a bare number."""
    return len(set(lists[0].names) & set(lists[1].names))


def _cost_of_runs(of: list[Any], given: Given) -> Estimate:
    """What so many ``runs`` cost, in the currency of the total: as many at the mean of a published total, up to
    ``factor`` times that for longer tasks.  The factor is an assumption of whoever states it.
    """
    total, runs = of
    low = given["runs"] * total.amount / runs.number
    return Estimate(low, low * given["factor"], currency=total.currency, year=total.year)


Check = Callable[[Any], bool]
MOST_GIVEN = 10**9
"""The largest number that a formula is given."""


def _number(what: Any) -> bool:
    return isinstance(what, int | float) and not isinstance(what, bool) and abs(what) <= MOST_GIVEN


def _whole(least: int) -> tuple[Check, str]:
    return (
        lambda what: type(what) is int and least <= what <= MOST_GIVEN,
        f"a whole number from {least} to {MOST_GIVEN:,}",
    )


FRACTION: tuple[Check, str] = (lambda what: _number(what) and 0 <= what <= 1, "a fraction between 0 and 1")
INSIDE: tuple[Check, str] = (
    lambda what: _number(what) and 0 < what < 1,
    "a fraction between 0 and 1, without the ends: 0.05 for 5 percent",
)
GIVEN: dict[str, tuple[Check, str]] = {
    "method": (lambda what: what in intervals.METHODS, f"one of {', '.join(intervals.METHODS)}"),
    "level": INSIDE,
    "sides": (lambda what: what in (1, 2), "1 or 2"),
    "rate": FRACTION,
    "rates": (
        lambda what: isinstance(what, list | tuple) and len(what) == 2 and all(map(FRACTION[0], what)),
        "two fractions between 0 and 1: [0.5, 0.9]",
    ),
    "half_width": INSIDE,
    "power": INSIDE,
    "score": FRACTION,
    "sensitivity": INSIDE,
    "correlation": FRACTION,
    "successes": _whole(0),
    "missed": _whole(0),
    "k": _whole(1),
    "tries": _whole(1),
    "runs": _whole(1),
    "trials": _whole(1),
    "per_task": (lambda what: _number(what) and what >= 1, "a number of at least 1"),
    "factor": (lambda what: _number(what) and what >= 1, "a number of at least 1"),
}
"""What each thing that is given must be, and how to say so."""

FORMULAS: dict[str, Formula] = {
    "low": Formula((Count,), (), ("method", "level"), "percent", _low),
    "high": Formula((Count,), (), ("method", "level"), "percent", _high),
    "difference": Formula((Count, Count), (), ("level",), "points", _difference),
    "fisher": Formula((Count, Count), (), (), "p", _fisher),
    "boschloo": Formula((Count, Count), (), (), "p", _boschloo),
    "barnard": Formula((Count, Count), (), (), "p", _barnard),
    "zero-success-bound": Formula((Count,), (), ("level", "sides"), "percent", _zero_success_bound),
    "chance-of-none": Formula((Count,), ("rate",), (), "percent", _chance_of_none),
    "chance-of-missing": Formula((Count,), ("runs",), (), "percent", _chance_of_missing),
    "runs-to-meet": Formula((Count,), (), ("level",), "", _runs_to_meet),
    "trials-to-exclude": Formula((), ("rate",), ("level", "successes"), "", _trials_to_exclude),
    "trials-for-half-width": Formula((), ("half_width",), ("rate", "method"), "", _trials_for_half_width),
    "power": Formula((Count,), ("rates",), (), "percent", _power),
    "trials-for-power": Formula((), ("rates", "power"), (), "", _trials_for_power),
    "pass-at-k": Formula((), ("rate", "k"), (), "percent", _pass_at_k),
    "rate-from-pass-at-k": Formula((), ("score", "k"), (), "percent", _rate_from_pass_at_k),
    "design-effect": Formula((), ("per_task", "correlation"), (), "", _design_effect),
    "effective-trials": Formula((), ("trials", "per_task", "correlation"), (), "", _effective_trials),
    "clustered-zero-bound": Formula(
        (), ("trials", "per_task", "correlation"), ("level",), "percent", _clustered_zero_bound
    ),
    "bound-over-tries": Formula((Count,), ("tries",), ("level",), "percent", _bound_over_tries),
    "trials-to-exclude-over-tries": Formula((), ("rate", "tries"), ("level",), "", _trials_to_exclude_over_tries),
    "sensitivity-bound": Formula((Count,), (), ("level",), "percent", _sensitivity_bound),
    "planted-cases": Formula((), ("sensitivity",), ("missed", "level"), "", _planted_cases),
    "days-between": Formula((Day, Day), (), (), "days", _days_between),
    "number-of": Formula((Names,), (), (), "", _number_of),
    "number-shared": Formula((Names, Names), (), (), "", _number_shared),
    "cost-of-runs": Formula((Money, Quantity), ("runs", "factor"), (), "estimate", _cost_of_runs),
}
ESTIMATE = "estimate"
"""In the place of a unit: the formula gives an estimate of ours."""
SAME = "same"
"""The formula that takes a value over from another record as it is."""
