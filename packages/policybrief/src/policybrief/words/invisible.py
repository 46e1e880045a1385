"""Characters that no reader sees: each is told; a control prints as U+FFFD, an invisible one is left out.

A character for private use prints as a control does: it means something in one font alone, and nobody hears it.
A separator of lines or paragraphs is a space.

Invisible ones come in by pasting.  They break searches, links and the claims of a PDF, and an override lets a
text read otherwise than it is.  Where a script needs one it stays: marks of direction beside words that are
written from right to left, places to break a line in scripts without spaces.
"""

from __future__ import annotations

import re
import unicodedata

PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
CONTROL = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff{PRIVATE}]")
"""C0 and C1 but for tab and line ends, what is no character, and what is for private use."""
SEPARATOR = re.compile("[\u2028\u2029]")
"""Of lines and paragraphs, as word processors have them."""
SHOWN = "\N{REPLACEMENT CHARACTER}"
OVERRIDES = "\u202d\u202e"
DIRECTIONS = "\u200e\u200f\u202a-\u202c\u2066-\u2069"
BREAK = "\N{ZERO WIDTH SPACE}"
FORMULA = re.compile(r"[\s\u200b]*[=+@\-\uff1d\uff0b\uff20\uff0d]|[\t\r\n]")
"""How a cell begins that a spreadsheet computes, whatever blank stands before it."""
UNSPOKEN = re.compile(rf"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{OVERRIDES}{DIRECTIONS}]")
"""What moves the cursor of a terminal, begins a line there, or turns its words round."""
INVISIBLE = re.compile(rf"[\u00ad\u180e\u206a-\u206f\ufeff\ufff9-\ufffb{OVERRIDES}{DIRECTIONS}{BREAK}]")
"""Soft hyphen, byte order mark, what controls direction and shaping, and spaces without width."""
UNSPACED = re.compile(r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Thai, Lao, Tibetan, Burmese, Khmer, Japanese and Chinese."""


def problems(text: str, around: str = "") -> list[str]:
    """What to say of such characters of *text*, each by its code point; *around* is the passage it stands in."""
    told = [
        f"{_kind(found)} character U+{ord(found):04X} in the text; it prints as U+FFFD, take it out"
        for found in CONTROL.findall(text)
    ]
    told += [
        f"U+{ord(found):04X} ({_name(found)}) in the text; it prints as a space, take it out"
        for found in SEPARATOR.findall(text)
    ]
    unseen = [f"U+{ord(found):04X} ({_name(found)})" for found in _invisible(text, around or text)]
    return told + [f"invisible character {name} in the text; it is left out here, take it out" for name in unseen]


def replaced(text: str, around: str = "") -> str:
    """The text with U+FFFD in the places of controls, and without what is invisible."""
    unseen = set(_invisible(text, around or text))
    seen = "".join(c for c in text if c not in unseen) if unseen else text
    return SEPARATOR.sub(" ", CONTROL.sub(SHOWN, seen))


def is_clean(text: str) -> bool:
    """Whether nothing of this can be in the text."""
    return not any(sort.search(text) for sort in (CONTROL, INVISIBLE, SEPARATOR))


def uncomputed(cell: str) -> str:
    """The text of a cell that no spreadsheet computes."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def spoken(text: str) -> str:
    """What was found elsewhere, as one line of a terminal can say it."""
    return UNSPOKEN.sub(lambda found: ascii(found[0])[1:-1], text)


def _invisible(text: str, around: str) -> list[str]:
    found = INVISIBLE.findall(text)
    if not found:
        return []
    kept = set(BREAK) if UNSPACED.search(around) else set()
    if any(unicodedata.bidirectional(c) in ("R", "AL") for c in around):
        kept |= set(re.findall(f"[{DIRECTIONS}]", text))
    return [c for c in found if c not in kept]


def _kind(character: str) -> str:
    category = unicodedata.category(character)
    return {"Co": "private-use", "Cn": "unassigned"}.get(category, "control")


def _name(character: str) -> str:
    return unicodedata.name(character, "unnamed").lower()
