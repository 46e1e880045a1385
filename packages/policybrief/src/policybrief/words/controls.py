"""Control characters: no text of a brief has them; where one stands it is told and printed as U+FFFD."""

from __future__ import annotations

import re

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""C0 and C1 but for tab and line ends."""
SHOWN = "\N{REPLACEMENT CHARACTER}"


def problems(text: str) -> list[str]:
    """What to say of the control characters of *text*, each by its code point."""
    names = [f"U+{ord(found):04X}" for found in CONTROL.findall(text)]
    return [f"control character {name} in the text; it prints as U+FFFD, take it out" for name in names]


def replaced(text: str) -> str:
    """The text with U+FFFD in their places."""
    return CONTROL.sub(SHOWN, text)
