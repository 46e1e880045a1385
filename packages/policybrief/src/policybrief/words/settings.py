"""What stands inside the settings that are lists or tables: one form each, for the check and for the schema."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple


class Inner(NamedTuple):
    """What each entry of a setting is."""

    holds: Callable[[object], bool]
    words: str
    """What to write instead of another."""
    schema: dict[str, Any]


def _is_text(given: object) -> bool:
    return isinstance(given, str)


def _is_number(given: object) -> bool:
    return isinstance(given, int) and not isinstance(given, bool) and given >= 0


def _is_limit(given: object) -> bool:
    pair = isinstance(given, tuple | list) and len(given) == 2 and all(map(_is_number, given))
    return _is_number(given) or pair


def _is_pattern(given: object) -> bool:
    try:
        return isinstance(given, str) and bool(re.compile(given))
    except re.error:
        return False


_NUMBER = {"type": "integer", "minimum": 0}
TEXT = Inner(_is_text, "a text in quotation marks", {"type": "string"})
PATTERN = Inner(_is_pattern, "a regular expression in quotation marks", {"type": "string", "format": "regex"})
LIMIT = Inner(
    _is_limit,
    "a number, or two in parentheses: the least and the most",
    {"anyOf": [_NUMBER, {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2}]},
)
INNER = {
    **dict.fromkeys(("brief_rules", "brief_markup", "brief_lexicons", "brief_hazards"), TEXT),
    **dict.fromkeys(
        ("brief_assessment", "brief_summary", "brief_leaves", "brief_actors", "brief_affiliations"), TEXT
    ),
    "brief_allowed_numbers": PATTERN,
    **dict.fromkeys(("brief_limits", "brief_pages"), LIMIT),
}
"""Each setting whose entries are all of one form; `brief_colours` is read by `policybrief.words.colours`."""
OF_MYST = ("colon_fence", "deflist", "attrs_inline", "attrs_block")
"""Extensions of MyST that every brief has: definition lists carry the parts of findings and recommendations."""
