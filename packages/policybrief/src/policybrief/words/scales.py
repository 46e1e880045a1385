"""The words for certainty, strength, readings and the terms of a profile, in the language of the brief."""

from __future__ import annotations

from policybrief.words.messages import _
from policybrief.words.records import Certainty, Read, Strength
from policybrief.words.vocabulary import Term

_CERTAINTY = {
    Certainty.HIGH: (_("High certainty"), _("high")),
    Certainty.MODERATE: (_("Moderate certainty"), _("moderate")),
    Certainty.LOW: (_("Low certainty"), _("low")),
    Certainty.VERY_LOW: (_("Very low certainty"), _("very low")),
}
_STRENGTH = {
    Strength.STRONG: (_("Strong recommendation"), _("strong")),
    Strength.CONDITIONAL: (_("Conditional recommendation"), _("conditional")),
}
_READ = {
    Read.FULL_TEXT: _("full text read"),
    Read.ABSTRACT: _("abstract read"),
    Read.PASSAGE: _("passage read"),
    Read.SECONDARY: _("read as quoted by others"),
    Read.NOT_RECHECKED: _("recorded once, not checked again"),
    Read.CALCULATION: _("own calculation"),
}


def colon() -> str:
    """What stands between a word and what is said of it."""
    return str(_(": "))


def semicolon() -> str:
    """What stands between two things of one kind that are long."""
    return str(_("; "))


def certainty(level: Certainty) -> str:
    """The level in full: "High certainty"."""
    return str(_CERTAINTY[level][0])


def certainty_word(level: Certainty) -> str:
    """The level in a word: "high"."""
    return str(_CERTAINTY[level][1])


def strength(level: Strength) -> str:
    """The strength in full."""
    return str(_STRENGTH[level][0])


def strength_word(level: Strength) -> str:
    """The strength in a word."""
    return str(_STRENGTH[level][1])


def term(of: Term) -> str:
    """A word of the profile, such as what sort of evidence it is."""
    return str(_(of.words))


def read(how: Read) -> str:
    """How much of the source was read."""
    return str(_READ[how])


def source_type(of: Term | None) -> str:
    """What kind of publication it is."""
    return term(of) if of else str(_("kind not stated"))
