"""Where print stands on its pages: runs of text that lie over each other, and what leaves the box."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pypdfium2.raw as pdfium
from PIL import ImageOps

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
    """The pages on which ink crosses the edge of the box, and where it reaches, in millimetres from above left."""
    found = []
    for number, page in enumerate(document, 1):
        ink = ImageOps.invert(page.render(grayscale=True).to_pil()).getbbox() or (0, 0, 0, 0)
        reach = [edge / MILLIMETRE for edge in ink]
        paper = [side / MILLIMETRE for side in page.get_size()]
        edges = [(side + sign * box) / 2 for sign in (-1, 1) for side, box in zip(paper, BOX, strict=True)]
        beyond = (edges[0] - reach[0], edges[1] - reach[1], reach[2] - edges[2], reach[3] - edges[3])
        if max(beyond) > SLACK and any(ink):
            found.append(f"page {number}: {', '.join(f'{edge:.1f}' for edge in reach)}")
    return found


def _runs(page: pypdfium2.PdfPage) -> Iterator[Printed]:
    for printed in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        bounds = Printed(*printed.get_bounds())
        if bounds.right - bounds.left > 0.5 and bounds.top - bounds.bottom > 0.5:
            yield bounds
