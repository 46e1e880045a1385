"""Axes: where a number, a duration or a date stands, and which ticks name it."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from babel.dates import format_date, format_skeleton

from sphinx_accessible_figures.messages import _
from sphinx_accessible_figures.model import Axis
from sphinx_accessible_figures.writing import with_ordinal

if TYPE_CHECKING:
    from sphinx_accessible_figures.writing import Writing

HOURS = {"hours": 1, "days": 24, "working days": 24 * 7 / 5, "weeks": 168, "months": 730.5, "years": 8766}
"""How many hours a unit of time has; working days as part of a week."""
DURATIONS = (1, 6, 24, 72, 168, 720, 2160, 8766)
"""Ticks of time, in hours."""
EVEN = 20
"""Lengths of time that differ by no more than this stand on an even axis from zero."""
MOST = 9
"""So many ticks an axis of dates has at most."""
FORTNIGHT = 14
"""The longest step in days; where so many of them do not reach, months or years are named."""


class Tick(NamedTuple):
    """A place on an axis, and its name."""

    at: float
    name: str


class Scale(NamedTuple):
    """An axis from *first* to *last*, drawn from *start* to *end*."""

    axis: Axis
    first: float
    last: float
    start: float
    end: float
    ticks: tuple[Tick, ...]

    def x(self, number: float) -> float:
        """Where a number stands; where steps grow, what lies below the first, such as zero, stands there."""
        low, high, here = self.first, self.last, number
        if self.axis in (Axis.STEPS, Axis.LOG, Axis.DURATION) and self.first > 0:
            low, high, here = (math.log10(max(part, self.first)) for part in (low, high, here))
        return self.start + (self.end - self.start) * (here - low) / ((high - low) or 1)


def scale(axis: Axis, numbers: Sequence[float], start: float, end: float, style: Writing) -> Scale:
    """The axis that shows all *numbers*; an even one begins at zero unless some are negative."""
    low, high = min(numbers, default=0), max(numbers, default=1)
    if axis is Axis.PERCENT and low >= 0 and high <= 100:
        ticks = [Tick(number, style.percent(number / 100)) for number in (0, 25, 50, 75, 100)]
        return Scale(axis, 0, 100, start, end, tuple(ticks))
    if axis is Axis.DURATION and high <= EVEN * low:
        # hours in parts of a day, else whole days
        step = next((hours for hours in (1, 2, 3, 6) if high <= 4 * hours), 24 * max(1.0, nice(high / 24 / 4)))
        points = [step * i for i in range(1, math.ceil(high / step) + 1)]
        return Scale(
            axis, 0, points[-1], start, end, (Tick(0, style.number(0)), *(Tick(n, duration(n)) for n in points))
        )
    if axis is Axis.DURATION:
        first = max((hours for hours in DURATIONS if hours <= low), default=low)
        last = next((hours for hours in DURATIONS if hours >= high), high)
        names = [Tick(hours, duration(hours)) for hours in DURATIONS if first <= hours <= last]
        return Scale(axis, first, last, start, end, tuple(names))
    if axis in (Axis.STEPS, Axis.LOG):
        below = 0 if axis is Axis.STEPS else math.floor(math.log10(min(n for n in (*numbers, 1) if n > 0)))
        above = max(below + 1, math.ceil(math.log10(max(high, 1e-12))))
        decades = [10.0**power for power in range(below, above + 1)]
        return Scale(axis, decades[0], decades[-1], start, end, tuple(Tick(n, style.number(n)) for n in decades))
    step = nice((high - min(low, 0)) / 4 or 1)
    first, last = math.floor(min(low, 0) / step) * step, math.ceil(max(high, 0) / step) * step
    count = round((last - first) / step)
    digits = max(0, -math.floor(math.log10(step)))
    points = [round(first + i * step, digits + 1) for i in range(count + 1)]
    named = [style.percent(n / 100, digits) if axis is Axis.PERCENT else style.number(n, digits) for n in points]
    return Scale(axis, first, last or 1, start, end, tuple(map(Tick, points, named)))


def nice(step: float) -> float:
    """The next step that counts well: 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= step * 0.999)


def duration(hours: float) -> str:
    """A tick of time in words."""
    if hours < 24:
        return (str(_("1 hour")) if hours == 1 else str(_("{number} hours")).format(number=f"{hours:g}")).replace(
            " ", "\xa0"
        )
    days = hours / 24
    if hours == HOURS["years"]:
        return str(_("1 year")).replace(" ", "\xa0")
    return (str(_("1 day")) if days == 1 else str(_("{number} days")).format(number=f"{days:g}")).replace(
        " ", "\xa0"
    )


def dates(first: dt.date, last: dt.date, start: float, end: float, style: Writing) -> Scale:
    """An axis of days, with ticks at years, months or days, as many as are read at a glance."""
    span = (last - first).days or 1
    every = next((list(found) for found in _calendar(first, last) if len(found) <= MOST), [first, last])
    ticks = tuple(Tick(day.toordinal(), _named(day, every, span, style)) for day in every)
    return Scale(Axis.LINEAR, first.toordinal(), last.toordinal(), start, end, ticks)


def _calendar(first: dt.date, last: dt.date) -> Iterator[list[dt.date]]:
    """The days that may carry ticks, from close to far."""
    for days in (1, 7, FORTNIGHT):
        yield [first + dt.timedelta(n) for n in range(0, (last - first).days + 1, days)]
    for months in (1, 3, 6, 12, 24, 60, 120):
        found = []
        for number in itertools.count(first.year * 12):
            day = dt.date(number // 12, number % 12 + 1, 1)
            if day > last:
                break
            if number % months == 0 and day >= first:
                found.append(day)
        yield found


def _named(day: dt.date, every: Sequence[dt.date], span: int, style: Writing) -> str:
    if span < MOST * FORTNIGHT:
        return short(day, style)
    if any(other.month != 1 for other in every):
        pattern = "yMMM" if day is every[0] or day.month == 1 else "MMM"
        return str(format_skeleton(pattern, day, locale=style.locale))
    return str(day.year)


def short(day: dt.date, style: Writing, year: bool = False) -> str:
    """A day: "27 June", with its year where asked; in a variety of English as it has that: "June 27"."""
    if style.locale == "en":
        return str(format_date(day, "d\xa0MMMM\xa0y" if year else "d\xa0MMMM", locale="en"))
    written = format_skeleton("yMMMMd" if year else "MMMMd", day, locale=style.locale)
    return with_ordinal(written, day, style.locale)


def thinned(at: Scale, width: float, measure: Sequence[float]) -> list[Tick]:
    """The ticks whose names have room beside one another: all, every second, every fourth."""
    for step in (1, 2, 4, 8):
        chosen = list(zip(at.ticks, measure, strict=True))[::step]
        ends = [(at.x(tick.at) - w / 2, at.x(tick.at) + w / 2) for tick, w in chosen]
        if all(one[1] + width < other[0] for one, other in itertools.pairwise(ends)):
            return [tick for tick, _w in chosen]
    return list(at.ticks[:1])
