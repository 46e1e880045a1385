"""Values: the numbers of a record, and how they are written in the reader's language.

No measured number of a brief is typed.  It stands once in a record as what was counted or measured;
rate and interval follow.  How a number is rounded and joined is decided here and nowhere else.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import NumberPattern, format_compact_currency, format_currency, format_decimal, format_percent

from trial_counts.intervals import Interval, interval

FORMS = ("value", "count", "rate", "interval")
"""How a value may be asked for."""
NO_BREAK = "\N{NO-BREAK SPACE}"
RANGE = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
MOST_DIGITS = 6
"""Decimals after which a number that is not 0 may print as 0."""
FIGURES = 2
"""Significant figures of an estimate: more would claim what nobody measured."""
MILLION = 1_000_000


class AsWritten(float):
    """A number that keeps the decimals it was written with: a source that gives 31.0 measured more than 31."""

    decimals: int

    def __new__(cls, text: str | float) -> AsWritten:
        """The number that *text* writes."""
        made = super().__new__(cls, text)
        found = re.fullmatch(r"[+-]?[\d_]+\.(\d+)", str(text))
        made.decimals = len(found[1]) if found else 0
        return made


@dataclass(frozen=True)
class Origin:
    """Where a derived value comes from: a named formula, the values it is of, what else was given."""

    formula: str
    of: tuple[str, ...]
    given: tuple[tuple[str, object], ...]


@dataclass(frozen=True)
class Count:
    """So many successes in so many trials."""

    successes: int
    trials: int
    attempt: str
    """The attempt rule: "single", "pass@10", "best-of-5"."""
    label: str = ""
    origin: Origin | None = None

    @property
    def rate(self) -> float:
        """Successes over trials, a fraction."""
        return self.successes / self.trials

    def interval(self, method: str) -> Interval:
        """The 95 % interval of the rate, as fractions."""
        return interval(self.successes, self.trials, method)


@dataclass(frozen=True)
class Quantity:
    """A number that a source gives, as it gives it, or that a formula gave."""

    number: float
    unit: str
    """ "percent", "points", "p", or a plain noun in the plural; empty for a bare number."""
    low: float | None = None
    high: float | None = None
    prefix: str = ""
    """What the source puts before the number: "over", "up to"."""
    label: str = ""
    digits: int | None = None
    """Decimals to print; unset, as the source gives them."""
    origin: Origin | None = None


@dataclass(frozen=True)
class Money:
    """An amount with its currency and the year of its prices."""

    amount: float
    currency: str
    """ISO 4217 code."""
    year: int
    low: float | None = None
    high: float | None = None
    label: str = ""
    origin: Origin | None = None


@dataclass(frozen=True)
class Day:
    """A date."""

    date: dt.date
    label: str = ""
    origin: Origin | None = None


@dataclass(frozen=True)
class Names:
    """A list of names, such as the states behind a text."""

    names: tuple[str, ...]
    label: str = ""
    origin: Origin | None = None


@dataclass(frozen=True)
class Task:
    """One part of an estimate: what is to be done, and how much we think it takes."""

    what: str
    low: float
    high: float


@dataclass(frozen=True)
class Estimate:
    """A range that nobody measured and we estimate; wherever it prints it says that it is ours.

    Its basis is a list of tasks, of which it is the sum, or a formula; records give figures to hold it against.
    """

    low: float
    high: float
    unit: str = ""
    currency: str = ""
    """ISO 4217 code; else the range is in `unit`."""
    year: int | None = None
    tasks: tuple[Task, ...] = ()
    anchors: tuple[str, ...] = ()
    """Ids of the records it is compared with."""
    label: str = ""
    origin: Origin | None = None


@dataclass(frozen=True)
class Derived:
    """A value still to be computed (see `written_values.derivation`)."""

    formula: str
    of: tuple[str, ...]
    given: dict[str, Any]
    label: str = ""


Value = Count | Quantity | Money | Day | Names | Estimate


@dataclass(frozen=True)
class Style:
    """How values are written: the language, the words it needs, and the interval method."""

    locale: str
    of: str
    """The pattern of a count, with ``{successes}`` and ``{trials}``."""
    method: str
    to: str = "to"
    """The word between two signed numbers."""
    ours: str = "our estimate"
    """What marks an estimate."""

    def text(self, value: Value) -> str:
        """The value in full: a count with its interval, a quantity with its unit, a date."""
        match value:
            case Count():
                return f"{self.count(value)}{NO_BREAK}({self.interval(value)})"
            case Quantity():
                return self.quantity(value)
            case Money():
                return self.money(value)
            case Day():
                return self.date(value.date)
            case Names():
                return self.names(value.names)
            case Estimate():
                return f"{self.range(value.low, value.high, value)} ({self.ours})".replace(" ", NO_BREAK)

    def form(self, value: Value, form: str) -> str:
        """The value in full, or of a count only its count, rate or interval."""
        if form == "value":
            return self.text(value)
        if not isinstance(value, Count):
            raise ValueError(f"only a count has a {form}")
        return {"count": self.count, "rate": self.rate, "interval": self.interval}[form](value)

    def count(self, value: Count) -> str:
        """ "9 of 10", kept on one line."""
        written = self.of.format(successes=self.number(value.successes), trials=self.number(value.trials))
        return written.replace(" ", NO_BREAK)

    def rate(self, value: Count) -> str:
        """ "90%"."""
        return self.percent(value.rate)

    def interval(self, value: Count) -> str:
        """ "60–98%": the 95 % interval."""
        bounds = value.interval(self.method)
        return self.percent_range(bounds.low, bounds.high)

    def quantity(self, value: Quantity) -> str:
        """A quantity with what stands before it, its unit and its own range."""
        written = self._with_unit(value.number, value.unit, value.digits)
        if value.prefix:
            written = f"{value.prefix}{NO_BREAK}{written}"
        bounds = self.bounds(value)
        return f"{written}{NO_BREAK}({bounds})" if bounds else written

    def bounds(self, value: Quantity) -> str:
        """The range that a quantity has, as its source gives it; empty where there is none."""
        if value.low is None or value.high is None:
            return ""
        unit = "percent" if value.unit == "percent" else ""
        return self._between(*(self._with_unit(bound, unit, value.digits) for bound in (value.low, value.high)))

    def money(self, value: Money) -> str:
        """An amount in the writing of the language, with its range and the year of its prices."""

        def written(amount: float) -> str:
            whole = float(amount).is_integer()
            pattern = _currency_pattern(self.locale, whole)
            return _joined(
                format_currency(amount, value.currency, pattern, locale=self.locale, currency_digits=not whole)
            )

        if value.low is None or value.high is None:
            return f"{written(value.amount)}{NO_BREAK}({value.year})"
        between = self._between(written(value.low), written(value.high))
        return f"{written(value.amount)}{NO_BREAK}({between},{NO_BREAK}{value.year})"

    def range(self, low: float, high: float, of: Estimate) -> str:
        """A bare range in the unit *of* an estimate, to two figures: "5–15 person-days"."""
        ends = [self._amount(end, of.currency) if of.currency else self.number(end) for end in _rounded(low, high)]
        joined = ends[0] if ends[0] == ends[1] else self._between(*ends)
        return f"{joined} {of.unit}".strip()

    def names(self, names: tuple[str, ...]) -> str:
        """Names as a list in a sentence, without a comma before the last."""
        return format_list(names, locale="en_GB" if self.locale == "en" else self.locale)

    def percent(self, fraction: float, digits: int | None = None) -> str:
        """A fraction as a percentage: whole, unless a whole number would say 0 or 100 wrongly."""
        if digits is None:
            digits = 0
            while 0 < fraction < 1 and digits < MOST_DIGITS and round(fraction, digits + 2) in (0, 1):
                digits += 1
        written = format_percent(_near(fraction, digits + 2), locale=self.locale, decimal_quantization=False)
        return _joined(written)

    def percent_range(self, low: float, high: float) -> str:
        """Two fractions as one range of percentages, the sign once where the language puts it last."""
        return self._between(self.percent(low), self.percent(high))

    def number(self, number: float, digits: int | None = None) -> str:
        """A number with the group and decimal marks of the language, and a true minus."""
        if digits is not None:
            number = _near(number, digits)
        pattern = _with_decimals(Locale.parse(self.locale).decimal_formats[None], number)
        return _joined(format_decimal(number or 0, pattern, locale=self.locale, decimal_quantization=False))

    def date(self, date: dt.date) -> str:
        """A date written out: "7 October 2026"."""
        return _joined(in_words(date, self.locale))

    def _between(self, low: str, high: str) -> str:
        """Two ends as one range, what both end with said once."""
        if low.startswith(MINUS):  # a dash between signed numbers reads as a minus
            return f"{low}{NO_BREAK}{self.to}{NO_BREAK}{high}"
        unit, last = (re.split(r"\d", one)[-1] for one in (low, high))
        return f"{low.removesuffix(unit) if unit == last else low}{RANGE}{high}"

    def _amount(self, amount: float, currency: str) -> str:
        """An amount of an estimate, millions as a word or letter."""
        if amount >= MILLION:
            written = format_compact_currency(amount, currency, locale=self.locale, fraction_digits=1)
            if self.locale.startswith("en"):
                written = written.replace("M", f"{NO_BREAK}million")
            return _joined(written)
        pattern = _currency_pattern(self.locale, whole=True)
        return _joined(format_currency(amount, currency, pattern, locale=self.locale, currency_digits=False))

    def _with_unit(self, number: float, unit: str, digits: int | None) -> str:
        if unit == "percent":
            if digits is not None:
                return self.percent(number / 100, digits)
            pattern = _with_decimals(Locale.parse(self.locale).percent_formats[None], number)
            exact = len(f"{number:.10f}".rstrip("0").partition(".")[2])
            fraction = _near(number / 100, exact + 2)
            return _joined(format_percent(fraction, pattern, locale=self.locale, decimal_quantization=False))
        if unit == "p":
            digits = 2 if digits is None else digits
            while number and digits < MOST_DIGITS and not round(number, digits):
                digits += 1
            return self.number(number, digits)
        written = self.number(number, digits)
        return f"{written}{NO_BREAK}{unit}" if unit else written


def is_known(language: str) -> bool:
    """Whether babel knows a language with all that its name says, such as its territory."""
    with suppress(ValueError, UnknownLocaleError):
        return bool(Locale.parse(language.replace("-", "_")))
    return False


def locale_of(language: str) -> str:
    """The name that babel has for the language of a document; nothing where it does not know it."""
    for tag in (language, re.split("[-_]", language)[0]):
        with suppress(ValueError, UnknownLocaleError):
            return str(Locale.parse(tag.replace("-", "_")))
    return ""


def in_words(date: dt.date, locale: str) -> str:
    """A date written out: "7 October 2026"; in a variety of English as it has that: "October 7, 2026"."""
    written = format_date(date, "d MMMM y" if locale == "en" else "long", locale=locale)
    # the first of a month is an ordinal in French, which babel's patterns cannot say
    return written.replace("1", "1er", 1) if locale.startswith("fr") and date.day == 1 else written


def _near(number: float, digits: int) -> float:
    """A number rounded; what is nothing then has no sign."""
    return round(number, digits) or 0


def _rounded(*numbers: float) -> list[float]:
    """Numbers to as many significant figures as an estimate has."""
    places = [FIGURES - 1 - math.floor(math.log10(abs(number))) if number else 0 for number in numbers]
    rounded = [_near(number, place) for number, place in zip(numbers, places, strict=True)]
    return [int(number) if float(number).is_integer() else number for number in rounded]


def _with_decimals(pattern: NumberPattern, number: float) -> str:
    """The pattern of a language with as many decimals as the number was written with."""
    zeros = "0" * number.decimals if isinstance(number, AsWritten) else ""
    return re.sub(r"0(?:\.#+)?", f"0.{zeros}", str(pattern.pattern)) if zeros else str(pattern.pattern)


def _currency_pattern(locale: str, whole: bool) -> str | None:
    """The currency pattern of a language without its decimals for whole amounts."""
    if not whole:
        return None
    pattern = str(Locale.parse(locale).currency_formats["standard"].pattern)
    return pattern.replace(".00", "")


def _joined(written: str) -> str:
    """True minus; and the wide no-break space, since many fonts lack the narrow one of some languages."""
    return written.replace("-", MINUS).replace("\N{NARROW NO-BREAK SPACE}", NO_BREAK).replace(" ", NO_BREAK)
