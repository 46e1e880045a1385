"""The terms of parts: what an author writes at the head of a part, and which part is meant.

The parts stand in the profile.  An author writes the term in the language of the brief, or as the profile has it;
the key is what the register, the checks and the card use.
"""

from __future__ import annotations

from policybrief.words.messages import _


def term(words: str) -> str:
    """A term in the language of the brief."""
    return str(_(words))


def key_of(written: str, parts: dict[str, str]) -> str | None:
    """The key of the part that an author means."""
    wanted = _folded(written)
    for key, words in parts.items():
        if wanted in (_folded(term(words)), _folded(words), key):
            return key
    return None


def _folded(words: str) -> str:
    return " ".join(words.split()).rstrip(" :").replace("’", "'").casefold()
