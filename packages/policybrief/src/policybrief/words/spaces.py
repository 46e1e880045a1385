"""Where a line may not break: the spaces that a language sets before marks, within numbers and before units.

Authors type them with the space bar.  All become the wide no-break space: Source Serif, in which print sets its
text, has no narrow one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale

from written_values.values import NO_BREAK, locale_of

WHITE = re.compile(r"[ \t\r\n\f\v]+")
MARKS = {"fr": r" (?=[:;?!»])|(?<=«) |(?<=\bn°) (?=\d)"}
"""The spaces beside marks, of the languages that have them."""
UNITS = r"(?<=\d) (?=[%‰€$£¥°µ])|(?<![\d,.])\d{1,3}(?: \d{3})+(?!\d)"
"""A number before the sign of its unit, and one in groups of three."""


def on_one_line(text: str) -> str:
    """A text whose ends of line are spaces; a space that does not break stays one."""
    return WHITE.sub(" ", text).strip()


def kept_together(text: str, language: str) -> str:
    """The text with no-break spaces where the language has them."""
    found = _breakable(language)
    return found.sub(lambda match: match[0].replace(" ", NO_BREAK), text) if found and " " in text else text


@lru_cache(maxsize=8)
def _breakable(language: str) -> re.Pattern[str] | None:
    """What no line may break within; nothing in languages that write a sign of percent without a space."""
    if not (locale := locale_of(language)):
        return None
    known = Locale.parse(locale)
    if not re.search(r"\s", str(known.percent_formats[None].pattern)):
        return None
    months = "|".join(map(re.escape, known.months["format"]["wide"].values()))
    days = rf"\b\d{{1,2}}(?:er|[.º])? (?:de )?(?=(?:{months})\b)"
    return re.compile("|".join(filter(None, [MARKS.get(known.language, ""), UNITS, days])))
