"""How figures write numbers and in which colours: what they are given, and what stands in where nothing is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple, Protocol

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

RANGE = "\N{EN DASH}"

Colours = Mapping[str, str]
"""Each colour, written ``#rrggbb``, by what it is for: paper, ink, accent, muted, rule, hair and their like."""


class Palette(Protocol):
    """Three sets of colours with the same names."""

    @property
    def light(self) -> Colours:
        """On a light screen."""

    @property
    def dark(self) -> Colours:
        """On a dark one."""

    @property
    def print(self) -> Colours:
        """On paper."""


class Writing(Protocol):
    """How one language writes."""

    @property
    def locale(self) -> str:
        """The name that babel has for the language."""

    def number(self, number: float, digits: int | None = None) -> str:
        """A number with the marks of the language."""

    def percent(self, fraction: float, digits: int | None = None) -> str:
        """A fraction as a percentage."""

    def date(self, date: dt.date) -> str:
        """A date written out."""


class OfLocale(NamedTuple):
    """The writing that babel knows for a language."""

    locale: str = "en"

    def number(self, number: float, digits: int | None = None) -> str:
        """A number with the marks of the language, and a true minus."""
        rounded = number if digits is None else round(number, digits)
        return _joined(format_decimal(rounded, locale=self.locale, decimal_quantization=False))

    def percent(self, fraction: float, digits: int | None = None) -> str:
        """A percentage, whole unless told otherwise."""
        rounded = round(fraction, 2 + (digits or 0))
        return _joined(format_percent(rounded, locale=self.locale, decimal_quantization=False))

    def date(self, date: dt.date) -> str:
        """A date written out."""
        pattern = "d MMMM y" if self.locale == "en" else "long"  # as axes have it
        return with_ordinal(format_date(date, pattern, locale=self.locale), date, self.locale)


class Colouring(NamedTuple):
    """A palette."""

    light: Colours
    dark: Colours
    print: Colours


_LIGHT = {
    "paper": "#ffffff",
    "ink": "#1a1e24",
    "accent": "#12436d",
    "link": "#1b62a3",
    "muted": "#5b6670",
    "contrary": "#a63d00",
    "rule": "#8a949e",
    "hair": "#d5dbe1",
    "tint": "#eef3f8",
}
_DARK = {
    "paper": "#12161c",
    "ink": "#e4e9ee",
    "accent": "#a9cdf0",
    "link": "#8cc0f2",
    "muted": "#a6b1bc",
    "contrary": "#ffb38c",
    "rule": "#71808e",
    "hair": "#2f3944",
    "tint": "#1b242e",
}


class Pen(NamedTuple):
    """What a figure is written and coloured with."""

    writing: Writing = OfLocale()
    palette: Palette = Colouring(_LIGHT, _DARK, _LIGHT)


def with_ordinal(written: str, date: dt.date, locale: str) -> str:
    """A date on one line; the first of a month is an ordinal in French, which babel's patterns cannot say."""
    first = locale.startswith("fr") and date.day == 1
    return (written.replace("1", "1er", 1) if first else written).replace(" ", "\xa0")


def _joined(written: str) -> str:
    return written.replace("-", "\N{MINUS SIGN}").replace(" ", "\xa0")
