"""The pages of a PDF on another paper: the same marks in the middle of a smaller or larger sheet.

A look that prints into a box of one size on every paper needs the engine only once for all of them.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from bisect import bisect_left

POINTS = 72 / 25.4
"""Of a millimetre."""
PAGE = re.compile(rb"(?<=<</Type/Page/)([^<>]*?/MediaBox)\[([-.\d ]+)\]")
TABLE = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
ENTRY = re.compile(rb"(\d{10})(?= \d{5} n)")
CHANGING = re.compile(rb"(?<=/ID\[)(\([^)]*\))\([^)]*\)")


def recut(pdf: bytes, width: float, height: float) -> bytes:
    """*pdf*, as the engine writes it, on sheets of this size in millimetres.

    Only the sheet around the marks changes, so that links, tags and drawings stay as they are.
    """
    ends: list[int] = []
    longer = [0]

    def cut(page: re.Match[bytes]) -> bytes:
        box = b" ".join(
            b"%.4f" % edge for edge in _sheet([float(edge) for edge in page[2].split()], width, height)
        )
        ends.append(page.end())
        longer.append(longer[-1] + len(box) - len(page[2]))
        return b"%s[%s]" % (page[1], box)

    def moved(place: int) -> int:
        return place + longer[bisect_left(ends, place)]

    table = TABLE.search(pdf)
    if table is None:
        raise ValueError("the PDF ends without the place of its table")
    cut_pages = PAGE.sub(cut, pdf)
    if not ends:
        raise ValueError("the PDF has no page whose sheet can be found")
    start = moved(int(table[1]))
    objects, rest = cut_pages[:start], cut_pages[start:]
    rest = ENTRY.sub(lambda entry: b"%010d" % moved(int(entry[1])), rest)
    changing = b64encode(hashlib.sha256(objects).digest()[:16])
    rest = CHANGING.sub(lambda told: b"%s(%s)" % (told[1], changing), rest)
    return objects + TABLE.sub(b"startxref\n%d\n%%%%EOF" % start, rest)


def _sheet(box: list[float], width: float, height: float) -> tuple[float, float, float, float]:
    left, bottom, right, top = box
    across, up = (left + right) / 2, (bottom + top) / 2
    half_width, half_height = width * POINTS / 2, height * POINTS / 2
    return across - half_width, up - half_height, across + half_width, up + half_height
