"""What every drawing must keep to: readable sizes, nothing over anything else, contrast for every eye.

A drawing that fails is not used; the figure prints as its table, and the complaint says why.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import fsum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sphinx_accessible_figures.writing import Colours, Palette

SMALLEST = 8.5
"""Points, at the size of print."""
GRAPHIC, READING = 3.0, 4.5
"""The contrasts that WCAG asks of graphic parts and of text."""
Matrix = tuple[tuple[float, float, float], ...]
LUMINANCE = (0.2126, 0.7152, 0.0722)
"""How light red, green and blue are, after WCAG."""
SIGHTS: dict[str, Matrix] = {
    "colour": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "grey": (LUMINANCE,) * 3,
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
"""Linear colours as they are seen in full, in grey, and with each deficiency in full (Machado et al. 2009)."""


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


TEXT = (
    ("ink", "paper"),
    ("muted", "paper"),
    ("accent", "paper"),
    ("link", "paper"),
    ("contrary", "paper"),
    ("ink", "tint"),
)
"""Colours of text and what they stand on."""
ADJACENT = (("accent", "paper"), ("rule", "paper"), ("accent", "hair"))
"""Colours of marks that touch.  Hairs only help the eye along and carry nothing."""


def contrasts(of: Palette) -> Iterator[str]:
    """Every pair of a palette that somebody could not tell apart, on a light or dark screen or on paper."""
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
    """The contrast of two colours, ``#rrggbb``, as each sight has it."""

    def seen(colour: str, sight: Matrix) -> float:
        linear = [_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5)]
        turned = (fsum(part * value for part, value in zip(row, linear, strict=True)) for row in sight)
        return 0.05 + fsum(weight * min(max(value, 0), 1) for weight, value in zip(LUMINANCE, turned, strict=True))

    return {
        name: max(seen(one, sight), seen(other, sight)) / min(seen(one, sight), seen(other, sight))
        for name, sight in SIGHTS.items()
    }


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
