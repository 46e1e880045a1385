"""Where print stands on its pages: runs of text that lie over each other, and what leaves the box."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdfium2

MILLIMETRE = 72 / 25.4
BOX = (170.0, 245.0)
"""Width and height in millimetres of what is printed, in the middle of the paper."""
SLACK = 0.6
"""Millimetres by which a hairline, or the overhang of a letter, may cross the edge of the box."""
SLANT = 2.0
"""Points by which the last letter of a run in italics leans over the next."""


class Printed(NamedTuple):
    """What is printed at one place, in points from the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float


def collisions(document: pypdfium2.PdfDocument) -> list[str]:
    """Each two runs of text that share more than the edge of a line, with their page."""
    found = []
    for number, page in enumerate(document, 1):
        runs = sorted(_runs(page), key=lambda run: run.bottom)
        for at, one in enumerate(runs):
            for other in runs[at + 1 :]:
                if other.bottom >= one.top:
                    break
                low = min(one.top - one.bottom, other.top - other.bottom)
                across = min(one.right, other.right) - max(one.left, other.left)
                shared = min(one.top, other.top) - other.bottom
                if across > SLANT and shared > 0.3 * low:
                    text = page.get_textpage()
                    said = " | ".join(text.get_text_bounded(*run)[:60] for run in (one, other))
                    found.append(f"page {number}: {said}")
    return found


def outside(document: pypdfium2.PdfDocument) -> list[str]:
    """Whatever crosses the edge of the box, with its page and place in millimetres."""
    found = []
    for number, page in enumerate(document, 1):
        width, height = (side / MILLIMETRE for side in page.get_size())
        (left, bottom), (right, top) = (
            [(paper + sign * box) / 2 + sign * SLACK for paper, box in zip((width, height), BOX, strict=True)]
            for sign in (-1, 1)
        )
        for printed in page.get_objects():
            x0, y0, x1, y1 = (edge / MILLIMETRE for edge in printed.get_bounds())
            empty = x1 <= x0 and y1 <= y0
            if not empty and (x0 < left or y0 < bottom or x1 > right or y1 > top):
                found.append(f"page {number}: {x0:.1f} to {x1:.1f} mm across, {y0:.1f} to {y1:.1f} mm up")
    return found


def _runs(page: pypdfium2.PdfPage) -> Iterator[Printed]:
    for printed in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        bounds = Printed(*printed.get_bounds())
        if bounds.right - bounds.left > 0.5 and bounds.top - bounds.bottom > 0.5:
            yield bounds
