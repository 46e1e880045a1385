"""Which numerals of a text measure something, and which are dates, places in a text or parts of a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

GROUP = r" (?=\d{3}(?!\d))"
"""A space between thousands."""
NUMERAL = re.compile(rf"(?<![\w.,\u2013-])[+\u2212-]?\d(?:[\d.,]|{GROUP})*(?:\s?%|\s?per cent\b)?(?![\w@])")
MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember"
    "|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    "|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
)
PLACES = (
    r"(?:sections?|articles?|arts?\.|recitals?|annex(?:es)?|appendix|chapters?|figures?|figs?\.|tables?|pages?|pp?\."
    r"|measures?|points?|clauses?|paragraphs?|versions?|v\.|box|steps?|parts?|tiers?|levels?|rungs?|no\.|group|SB|AI|ISO/IEC"
    r"|WCAG|EN|arXiv|chapitres?|considérants?|annexes?|tableaux?|§+"
    r"|Kapiteln?|Abschnitte?n?|Abbildung(?:en)?|Abb\.|Tabellen?|Seiten?|Artikeln?|Absatz|Absätzen?|Abs\."
    r"|n[°º]|Nr\.|núms?\.|capítulos?|secci(?:ón|ones)|figuras?|tablas?|páginas?|págs?\.|artículos?|apartados?)"
)
BEFORE_TIME = (
    "from|to|at|until|till|by|before|after|since|between|um|ab|bis|vor|nach|seit|gegen|à|dès|vers|las|desde|hasta"
)
"""What a time of the clock follows; words that a ratio follows as often are left out."""
NO_MEASURE = re.compile(
    rf"(?<!\w)(?:{PLACES})[\s\u00a0]*\(?[\d.]+(?:\s*(?:[\u2013,-]|and|to|et|à|und|bis|y)\s*[\d.]+)*(?:\([\d\w]+\))*"
    r"|\b(?:19|20)\d\d-\d\d-\d\d\b|\b\d{1,2}\.\d{1,2}\.(?:19|20)\d\d\b"
    r"|\b(?:(?:[01]\d|2[0-4]):|(?:[01]?\d|2[0-4])[\s\u00a0]?h[\s\u00a0]?)[0-5]\d\b"
    rf"|\b(?:{BEFORE_TIME})\s\d:[0-5]\d\b|\b\d:[0-5]\d(?=\s?(?:[ap]\.?m\b|Uhr\b))"
    rf"|\b\d{{1,2}}(?:er|\.|\.?º)?[\s\u00a0](?:de[\s\u00a0])?(?:{MONTH})\b(?:[\s\u00a0](?:de[\s\u00a0])?\d{{4}})?"
    rf"|\b(?:{MONTH})[\s\u00a0]\d{{1,2}}(?:\u2013\d{{1,2}})?(?:,?[\s\u00a0]\d{{4}}|(?=[.,;:)?!]|\Z))"
    r"|(?<![\d.,])(?:19|20)\d\d(?:[\u2013/-](?:19|20)?\d\d)?(?![\d.,]*\d|\s?%)",
    re.IGNORECASE,
)
NAME = re.compile(r"(?<!\S)[(\"\u201c'\u2018]*[A-Za-z@]\S*\d\S*|\b\d+[A-Za-z]\w*")


COUNT = re.compile(rf"(?<![\w.,])\d(?:[\d,]|{GROUP})*\s(?:out of|of|sur|von)\s\d(?:[\d,]|{GROUP})*(?![\w%])")


FROM_RECORD = "name its record: the role 'value', or {record.value} in data"
NOT_IN_TITLE = "a title takes no number from a record; say it in the statement"
"""What would be right where a number was typed."""

GROUPED = re.compile(r"[+-]?\d{1,3}(?:([ .'’\u00a0\u202f])\d{3})*(?:,\d+)?|[+-]?\d+,\d+")
"""A number with a decimal comma, or with its thousands apart."""


def meant(value: str) -> str:
    """A number as it should have been written; empty where nobody can tell."""
    if not GROUPED.fullmatch(value):
        return ""
    whole, _comma, rest = value.partition(",")
    return re.sub(r"[^\d+-]", "", whole) + (f".{rest}" if rest else "")


def counted(text: str, allowed: Iterable[re.Pattern[str]] = ()) -> list[str]:
    """The counts of a text that were typed: so many of so many."""
    text = on_spaces(text)
    for pattern in (*allowed, NO_MEASURE, NAME):
        text = pattern.sub(" ", text)
    return [found.group(0) for found in COUNT.finditer(text)]


def bare(text: str, allowed: Iterable[re.Pattern[str]] = ()) -> list[str]:
    """The numerals of *text* that measure something."""
    text = on_spaces(text)
    for pattern in allowed:
        text = pattern.sub(" ", text)
    text = NO_MEASURE.sub(" ", text)
    text = NAME.sub(" ", text)
    return [found.group(0).strip(" .,") for found in NUMERAL.finditer(text)]


def on_spaces(text: str) -> str:
    """A text whose spaces all may break: patterns and people do not tell them apart."""
    return re.sub("[\u00a0\u202f]", " ", text)


def allowed(patterns: Iterable[str]) -> list[re.Pattern[str]]:
    """What a brief lets its authors type."""
    return [re.compile(on_spaces(pattern)) for pattern in patterns]


def typed(number: str, cure: str = FROM_RECORD) -> str:
    """What to say of a number that was typed."""
    return f"the number {number!r} is typed; {cure}; a limit or target in brief_allowed_numbers, like r'30 km/h'"
