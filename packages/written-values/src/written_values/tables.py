"""A value from a table of a data file; a `ValueError` says what is wrong, to follow the name of the value."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from difflib import get_close_matches
from math import fsum
from typing import Any

from babel.numbers import get_currency_precision

from trial_counts.intervals import uncountable
from written_values.values import AsWritten, Count, Day, Derived, Estimate, Money, Names, Quantity, Task, Value

VALUE_KEYS: dict[type[Value], tuple[str, ...]] = {
    Count: ("successes", "trials", "attempt"),
    Quantity: ("number", "unit", "low", "high", "prefix"),
    Money: ("amount", "currency", "year", "low", "high"),
    Day: ("date",),
    Names: ("names",),
    Estimate: ("tasks", "unit", "currency", "year", "anchors"),
}
"""The keys of each sort of value; the first one tells the sort."""
TEXTS = {"formula", "label", "attempt", "unit", "prefix", "currency"}
"""The keys of values that are text."""
ALIKE = 0.8
"""Of two words that differ by a letter or two."""
LARGEST = 1e15
"""Numbers from here on lose their last digits in print."""


def value_from(table: Any, *, attempts: bool) -> Value | Derived:
    """The value that one ``[values.<name>]`` table describes; a `ValueError` says what is wrong with it.

    Where *attempts* matter a count says what one attempt was.
    """
    if not isinstance(table, dict):
        raise ValueError("is a table: [values.<name>]")
    for key in sorted(TEXTS & table.keys()):
        if not isinstance(table[key], str):
            raise ValueError(f"has a {key!r} that is not text in quotation marks")
    if "formula" in table:
        return _derived_from(table)
    sort = next((sort for sort, keys in VALUE_KEYS.items() if keys[0] in table), None)
    if sort is None:
        raise ValueError(f"has none of formula, {', '.join(keys[0] for keys in VALUE_KEYS.values())}")
    known = (*VALUE_KEYS[sort], "label")
    if unknown := table.keys() - set(known):
        raise ValueError(f"has the {_unknown(min(unknown), known)}")
    label = table.get("label", "")
    if sort is Count:
        successes, trials, attempt = (table.get(key) for key in VALUE_KEYS[Count])
        if type(successes) is not int or type(trials) is not int:
            raise ValueError("needs whole numbers 'successes' and 'trials'")
        if wrong := uncountable(successes, trials):
            raise ValueError(f"has {wrong}")
        if attempts and not attempt:
            raise ValueError('needs its attempt rule: attempt = "single", "pass@10" …')
        return Count(successes, trials, attempt or "", label)
    if sort is Names:
        return Names(_texts(table, "names"), label)
    if sort is Estimate:
        return _estimate_from(table, label)
    if sort is Day:
        if type(table["date"]) is not dt.date:
            raise ValueError("has a date that is not written like 2026-10-07, without quotation marks")
        return Day(table["date"], label)
    low, high, number = table.get("low"), table.get("high"), table[VALUE_KEYS[sort][0]]
    if not all(n is None or _is_number(n) for n in (low, high)) or not _is_number(number):
        raise ValueError(f"needs finite numbers for {VALUE_KEYS[sort][0]}, low and high")
    if (low is None) != (high is None):
        raise ValueError("has one of low and high; give both or none")
    if low is not None and not low <= number <= high:
        raise ValueError(f"lies outside its own range: {number} is not between {low} and {high}")
    if sort is Money:
        currency, year = table.get("currency", ""), table.get("year")
        if not re.fullmatch("[A-Z]{3}", currency) or type(year) is not int:
            raise ValueError('needs a currency like "EUR" and the year of its prices')
        if grouped := next((n for n in (number, low, high) if _is_grouped(n, currency)), None):
            meant = round(grouped * 1000)
            raise ValueError(f"has three decimals; write {meant} for {meant:,}, with nothing between thousands")
        return Money(number, currency, year, low, high, label)
    unit, prefix = table.get("unit", ""), table.get("prefix", "")
    if unit == "%":
        raise ValueError("has the unit '%'; write unit = \"percent\", which each language prints in its own way")
    if unit != "percent" and get_close_matches(unit, ["percent"], 1, ALIKE):
        raise ValueError(f"has the unit {unit!r}; did you mean 'percent'?")
    if unit == "percent" and not -100 <= number <= 100 and not prefix:
        raise ValueError(f"is {number} percent of something; say what in 'prefix', or use another unit")
    return Quantity(number, unit, low, high, prefix, label)


def _estimate_from(table: dict[str, Any], label: str) -> Estimate:
    """The sum of its tasks, each with the least and the most that we think it takes."""
    given = table["tasks"] if isinstance(table["tasks"], list) else []
    tasks = [_task_from(task) for task in given]
    if not tasks:
        raise ValueError("is an estimate without tasks; its basis is a list of them")
    unit, currency, year = table.get("unit", ""), table.get("currency", ""), table.get("year")
    if not unit and not currency:
        raise ValueError("is an estimate without 'unit' or 'currency'")
    if currency and (not re.fullmatch("[A-Z]{3}", currency) or type(year) is not int):
        raise ValueError('needs a currency like "EUR" and the year of its prices')
    low, high = _total([task.low for task in tasks]), _total([task.high for task in tasks])
    anchors = _texts(table, "anchors") if "anchors" in table else ()
    return Estimate(low, high, unit, currency, year, tuple(tasks), anchors, label)


def _total(numbers: list[float]) -> float:
    """Their sum, the same on every Python: from 3.12 on `sum` rounds otherwise than before."""
    return sum(numbers) if all(isinstance(number, int) for number in numbers) else fsum(numbers)


def _task_from(task: Any) -> Task:
    what, low, high = (task.get(key) for key in ("what", "low", "high")) if isinstance(task, dict) else (None,) * 3
    if isinstance(what, str) and _is_number(low) and _is_number(high) and 0 <= low <= high:  # type: ignore[operator]
        return Task(what, low, high)  # type: ignore[arg-type]
    raise ValueError("has a task that is not { what = …, low = …, high = … } with low not above high")


def _texts(table: dict[str, Any], key: str) -> tuple[str, ...]:
    texts = table[key]
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) and text for text in texts):
        raise ValueError(f"has {key!r} that are not a list of texts")
    return tuple(texts)


def _derived_from(table: dict[str, Any]) -> Derived:
    of = table.get("of", [])
    names = (of,) if isinstance(of, str) else of
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise ValueError("has an 'of' that is not one name of a value or a list of names")
    if "anchors" in table:
        _texts(table, "anchors")
    given = {key: what for key, what in table.items() if key not in ("formula", "of", "label")}
    return Derived(table["formula"], tuple(names), given, table.get("label", ""))


def _is_grouped(number: float | None, currency: str) -> bool:
    """Whether an amount has a group of thousands where its currency has decimals."""
    return isinstance(number, AsWritten) and number.decimals == 3 > get_currency_precision(currency)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < LARGEST


def _unknown(key: str, known: Sequence[str]) -> str:
    """What to say of a key that nothing reads: the nearest known one, else all."""
    near = get_close_matches(key, known, n=1)
    return f"unknown key {key!r}; " + (f"did you mean '{near[0]}'?" if near else f"known are {', '.join(known)}")
