"""The parts a finding or a recommendation consists of: the closed set of terms in its definition list.

An author writes the term in the language of the brief (or in English); the key is what the register,
the checks and the card use.  The order here is the order in print, the same for every statement, so that
a translator and somebody who listens know what comes next.
"""

from __future__ import annotations

from policybrief.words.messages import _

FINDING: dict[str, str] = {
    "tested": _("What was tested"),
    "not_shown": _("Does not show"),
    "because": _("Because"),
    "would_change": _("Would change if"),
}

RECOMMENDATION: dict[str, str] = {
    "who": _("Who"),
    "by_when": _("By when"),
    "power": _("With what power"),
    "cost": _("Cost"),
    "measure": _("Measure"),
    "baseline": _("Baseline"),
    "target": _("Target"),
    "holder": _("Who holds the data"),
    "trade_off": _("Trade-off"),
    "case_against": _("The case against"),
    "alternatives": _("Set aside"),
    "assumption": _("Rests on the assumption"),
    "withdraw": _("Withdraw if"),
    "discordance": _("Why strong on this certainty"),
}

REQUIRED_FINDING = ("not_shown", "because", "would_change")
REQUIRED_RECOMMENDATION = tuple(key for key in RECOMMENDATION if key not in ("by_when", "discordance"))


def key_of(term: str, parts: dict[str, str]) -> str | None:
    """The key of the part that *term* names, in the language of the brief or in English."""
    wanted = _folded(term)
    for key, title in parts.items():
        english = getattr(title, "_message", title)  # what Sphinx keeps of a message to translate
        if wanted in (_folded(str(title)), _folded(str(english)), key):
            return key
    return None


def _folded(term: str) -> str:
    return " ".join(term.split()).rstrip(" :").replace("’", "'").casefold()
