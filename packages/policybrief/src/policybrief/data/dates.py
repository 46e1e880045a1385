"""Dates of sources: read from the fields of BibTeX and of biblatex, kept as EDTF, written out in a language."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from babel import Locale
from babel.dates import format_interval, format_skeleton

from policybrief.words.messages import FOLDER, _
from written_values.values import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = re.compile(
    r"(?P<year>-?\d{4}|\d[\dXu]{3})(?:-(?P<month>\d\d|XX|uu)(?:-(?P<day>\d\d|XX|uu))?)?(?:T[\d:.Z+-]*)?(?P<mark>[?~%]{1,2})?"
)
"""A day, month, season or year of EDTF, levels 0 and 1."""
LOOSE = re.compile(
    r"(?P<circa>c\.|ca\.?|circa|about|~)?\s*[\[©(]*\s*(?P<year>\d{4})(?P<mark>\?)?"
    r"(?:\s*[-–—/]+\s*(?P<to>\d{4}|\d{2}))?\s*[\])]*",
    re.IGNORECASE,
)
"""A year as people write it."""
UNDATED = re.compile(r"n\.?\s?d\.?|no date|undated|s\.?\s?[daf]\.?|sine dato|o\.?\s?j\.?", re.IGNORECASE)
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
NAMED_MONTHS = {
    name.lower(): number
    for language in ("en", *(path.name for path in FOLDER.iterdir() if path.is_dir()))
    for number, name in Locale.parse(language, sep="-").months["format"]["wide"].items()
}
"""The months in every language that pages print."""
IN_WORDS = rf"(\d{{1,2}})(?:er|[.º])?\s+(?:de\s+)?((?i:{'|'.join(NAMED_MONTHS)}))\s+(?:de\s+)?(\d{{4}})"
WRITTEN = rf"\d{{4}}-\d\d-\d\d|{IN_WORDS}"
"""A day as people write it, in figures or in words."""
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
OPEN = ("", "..", "unknown", "open")
"""Ends of a range that nobody gives."""
APPROXIMATE = "~"


EARLIEST = dt.date(1900, 1, 1)
"""The day before which nothing was read for a brief."""


def never_read(day: dt.date) -> str:
    """Why nobody read anything on that day; nothing if somebody may have."""
    if day > dt.date.today():
        return "a day to come"
    return "before there was anything to read" if day < EARLIEST else ""


def day_of(written: str) -> dt.date:
    """The day that is written as `WRITTEN` has it; a `ValueError` where the calendar has none."""
    if found := re.fullmatch(IN_WORDS, written):
        return dt.date(int(found[3]), NAMED_MONTHS[found[2].lower()], int(found[1]))
    return dt.date.fromisoformat(written)


class DateEnd(NamedTuple):
    """One end of a date; what is not known is 0."""

    year: str
    month: int = 0
    """21 to 24 are seasons."""
    day: int = 0
    circa: bool = False


def of_fields(fields: Mapping[str, str]) -> tuple[str, str]:
    """The date of an entry as EDTF, and what is wrong with it; words that are no date stay as they are."""
    written = fields.get("date", "").strip()
    if written and (points := read(written)) is not None:
        return _edtf(points), ""
    year, month, day = (fields.get(name, "").strip() for name in ("year", "month", "day"))
    if not year and not written:
        return "", ""
    if written and not UNDATED.fullmatch(written):
        problem = f"has the date {written!r}, which is no date; write it as 2024-05-31, 2024-05, 2024 or 2020/2022"
        return _in_words(written) or written, problem
    if (points := read(year)) is not None and len(points) == 2 and "X" not in year:
        return _edtf(points), ""
    if UNDATED.fullmatch(year):
        return "", ""
    if not (loose := LOOSE.fullmatch(year)):
        problem = f"has the year {year!r}, which is no year; write it as 2024" if re.search(r"\d", year) else ""
        return _in_words(year) or year, problem
    mark = APPROXIMATE if loose["circa"] or loose["mark"] else ""
    if loose["to"] and (last := loose["year"][: 4 - len(loose["to"])] + loose["to"]) > loose["year"]:
        return f"{loose['year']}{mark}/{last}", ""
    first, *more = _months(month, day)
    start = f"{loose['year']}{first}{mark}"
    return (f"{start}/{loose['year']}{more[-1]}" if more else start), ""


def _in_words(written: str) -> str:
    """The date in a text with one year: "2 May 2024"; nothing where there is none or several."""
    found = re.findall(r"(?<!\d)\d{4}(?!\d)", written)
    if len(found) != 1:
        return ""
    month = re.sub(r"\W+", " ", written.replace(found[0], " "))
    return of_fields({"year": found[0], "month": month})[0]


def read(written: str) -> list[DateEnd | None] | None:
    """The ends of a date in EDTF, the first alone if it is no range; nothing where it is not EDTF."""
    points: list[DateEnd | None] = []
    parts = written.split("/")
    if len(parts) > 2 or not any(parts):
        return None
    for part in parts:
        if part in OPEN:
            points.append(None)
        elif found := DAY.fullmatch(part):
            month, day = (
                int(found[name] or 0) if found[name] not in ("XX", "uu") else 0 for name in ("month", "day")
            )
            if (month > 12 and not 21 <= month <= 24) or (day and not _is_day(found["year"], month, day)):
                return None
            points.append(DateEnd(found["year"].replace("u", "X"), month, day, bool(found["mark"])))
        else:
            return None
    return points if any(points) else None


def years(date: str) -> str:
    """The year or years of a date as a label names them: "2024", "2020–2022", "c. 1723", "n.d."."""
    points = read(date)
    if points is None:
        return date or str(_("n.d."))
    named = [_year(point) if point else "" for point in points]
    if len(named) == 1 or named[0] == named[1]:
        return named[0]
    return "–".join(named)


def written(date: str, locale: str) -> str:
    """A date written out: "17 May 2024", "May–July 2024", "spring 2024", "1999–"."""
    points = read(date)
    if points is None:
        return date
    first, last = points[0], points[-1]
    if len(points) == 2 and first and last and _is_month(first) and _is_month(last):
        if first.day or last.day:
            return f"{_point(first, locale)} – {_point(last, locale)}"
        start, end = (dt.date(int(point.year), point.month, 1) for point in (first, last))
        return str(format_interval(start, end, "yMMMM", locale=locale))
    named = [_point(point, locale) if point else "" for point in points]
    between = " – " if first and last and (first.month or last.month) else "–"
    return named[0] if len(named) == 1 or named[0] == named[1] else between.join(named)


def _point(point: DateEnd, locale: str) -> str:
    if point.month > 12:
        seasons = (_("spring {year}"), _("summer {year}"), _("autumn {year}"), _("winter {year}"))
        return _circa(point, str(seasons[point.month - 21]).format(year=_number(point)))
    if not _is_month(point):
        return _year(point)
    date = dt.date(int(point.year), point.month, point.day or 1)
    if not point.day:
        return _circa(point, format_skeleton("yMMMM", date, locale=locale))
    return _circa(point, in_words(date, locale))


def _is_month(point: DateEnd) -> bool:
    return 1 <= point.month <= 12 and point.year.isdecimal() and int(point.year) > 0


def _year(point: DateEnd) -> str:
    return _circa(point, _number(point))


def _number(point: DateEnd) -> str:
    year = point.year
    if year.startswith("-"):
        return str(_("{year} BCE")).format(year=int(year[1:]) + 1)  # the year 0 was the first before
    if "X" in year:
        return f"{year.replace('X', '0')}–{year.replace('X', '9')}"
    return str(int(year))


def _circa(point: DateEnd, words: str) -> str:
    return str(_("c. {date}")).format(date=words) if point.circa else words


def _months(month: str, day: str) -> list[str]:
    """Month and day as EDTF goes on after a year; of a range both ends, of what is no month nothing."""
    month, day = month[:99], day[:99]  # of a thousand digits Python makes no number
    numbers = re.findall(r"\d+", f"{day} {month}")
    words = re.findall(r"[A-Za-z]{3,}", month)
    found = [_month(word) for word in words]
    if not words and numbers and 1 <= int(month if month.isdecimal() else 0) <= 12:
        found = [int(month)]
        numbers = [day] if day.isdecimal() else []
    if not found or 0 in found:
        return [""]
    days = [int(number) for number in numbers]
    if len(found) == 1:
        in_month = [f"-{one:02}" if 1 <= one <= 31 and found[0] <= 12 else "" for one in days[:2] or [0]]
        return [f"-{found[0]:02}{day}" for day in in_month]
    return [f"-{one:02}" for one in (found[0], found[-1])]


def _month(word: str) -> int:
    small = word.lower()
    if small in SEASONS:
        return SEASONS[small]
    return next((number for name, number in MONTHS.items() if name.startswith(small)), 0)


def _is_day(year: str, month: int, day: int) -> bool:
    if not 1 <= month <= 12:
        return False
    leap = int(year) if year.isdecimal() and int(year) else 2000
    return 1 <= day <= calendar.monthrange(leap, month)[1]


def _edtf(points: list[DateEnd | None]) -> str:
    return "/".join(_point_in_edtf(point) if point else "" for point in points)


def _point_in_edtf(point: DateEnd) -> str:
    parts = "".join(f"-{part:02}" for part in (point.month, point.day) if part)
    return f"{point.year}{parts}{APPROXIMATE if point.circa else ''}"
