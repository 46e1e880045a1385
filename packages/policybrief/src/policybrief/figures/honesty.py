"""What every drawing must keep to: readable sizes, nothing over anything else, contrast for every eye.

A drawing that fails is not used; the figure prints as its table, and the complaint says why.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from policybrief.words.palette import Colours, palette

if TYPE_CHECKING:
    from coloraide import Color

SMALLEST = 8.5
"""Points, at the size of print."""
GRAPHIC, READING = 3.0, 4.5
"""The contrasts that WCAG asks of graphic parts and of text."""
DEFICIENCIES = ("protan", "deutan", "tritan")


class Box(NamedTuple):
    """Where a piece of text stands, in points from the top left."""

    text: str
    size: float
    left: float
    top: float
    right: float
    bottom: float


def faults(boxes: Sequence[Box], width: float, height: float) -> Iterator[str]:
    """What is wrong with the texts of a drawing."""
    for box in boxes:
        if box.size < SMALLEST:
            yield f"{box.text!r} is set in {box.size:g} pt; at least {SMALLEST:g}"
        if box.left < -0.5 or box.top < -0.5 or box.right > width + 0.5 or box.bottom > height + 0.5:
            yield f"{box.text!r} runs out of the drawing"
    for one, other in itertools.combinations(boxes, 2):
        if one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom:
            yield f"{one.text!r} and {other.text!r} overlap"


TEXT = (("ink", "paper"), ("muted", "paper"), ("accent", "paper"), ("link", "paper"), ("contrary", "paper"), ("ink", "tint"))
"""Colours of text and what they stand on."""
ADJACENT = (("accent", "paper"), ("rule", "paper"), ("accent", "hair"))
"""Colours of marks that touch.  Hairs only help the eye along and carry nothing."""


def contrasts() -> Iterator[str]:
    """Every pair of the palette that somebody could not tell apart, on a light or dark screen or on paper."""
    of = palette()
    for name, colours in (("light", of.light), ("dark", of.dark), ("print", of.print)):
        for problem in unlike(tuple(sorted(colours.items()))):
            yield f"{name}: {problem}"


@lru_cache
def unlike(colours: tuple[tuple[str, str], ...]) -> list[str]:
    """What is wrong with a set of colours, each by its name; measured once."""
    by_name: Colours = dict(colours)
    found = []
    for pairs, wanted in ((TEXT, READING), (ADJACENT, GRAPHIC)):
        for one, other in pairs:
            for sight, ratio in contrast(by_name[one], by_name[other]).items():
                if ratio < wanted:
                    found.append(f"{one} on {other} has a contrast of {ratio:.2f} ({sight}); at least {wanted:g}")
    return found


def contrast(one: str, other: str) -> dict[str, float]:
    """The contrast of two colours as seen in full, in grey, and with each deficiency in full."""
    from coloraide import Color

    def seen(colour: str) -> dict[str, Color]:
        full = Color(colour)
        sights = {"colour": full, "grey": full.clone().filter("grayscale")}
        return sights | {name: full.clone().filter(name) for name in DEFICIENCIES}

    pairs = zip(seen(one).items(), seen(other).values(), strict=True)
    return {
        sight: first.convert("srgb").clip().contrast(second.convert("srgb").clip(), method="wcag21")
        for (sight, first), second in pairs
    }
