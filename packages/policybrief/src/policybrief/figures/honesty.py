"""What every drawing must keep to: readable sizes, nothing over anything else, contrast for every eye.

A drawing that fails is not used; the figure prints as its table, and the complaint says why.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from policybrief.figures import palette

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


def contrasts(
    text: Sequence[str] = palette.TEXT,
    adjacent: Sequence[tuple[str, str]] = palette.ADJACENT,
    paper: str = palette.PAPER,
) -> Iterator[str]:
    """Every pair of colours that somebody could not tell apart."""
    for pair, wanted in [*(((colour, paper), READING) for colour in text), *((p, GRAPHIC) for p in adjacent)]:
        for sight, found in contrast(*pair).items():
            if found < wanted:
                yield f"{pair[0]} on {pair[1]} has a contrast of {found:.2f} ({sight}); at least {wanted:g}"


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
