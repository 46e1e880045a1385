"""The faces of the pages: five cuts of the two families that print takes, from the same wheels.

Without them every device has a type of its own, and with it other lines.  A cut keeps the characters of languages
in Latin letters, the features that the style sheet asks for, and no hints, which screens of today do not use: so
all five together are lighter than one picture.  What a cut lacks, the reader's own fonts show.  No page asks for
its faces before its style sheet does: browsers refuse that where the brief is read from a disk.
"""

from __future__ import annotations

import hashlib
import io
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinx.util import logging

from policybrief.pages import page
from sphinx_accessible_pdf import fonts

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

FOLDER = "_static/fonts"
CHARACTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),  # Latin-1 and Latin Extended-A
    *range(0x2010, 0x2027),  # hyphens, dashes, quotation marks, ellipsis
    *(0x202F, 0x2032, 0x2033, 0x2039, 0x203A, 0x20AC),
    *(0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265),  # arrows, mathematics
)
FEATURES = ("kern", "liga", "ccmp", "locl", "mark", "lnum", "tnum")


class StandIn(NamedTuple):
    """How faces of the device, all of one width, stand in for a cut until it is there."""

    faces: tuple[str, ...]
    stretch: float
    """The average width of the cut over theirs, by the letters of a chapter in English."""


class Cut(NamedTuple):
    """One weight and slope of a family."""

    file: str
    """In its wheel; the page takes it under the same name."""
    family: str
    weight: int
    slope: str
    stand_ins: tuple[StandIn, ...]
    """For desktops, for phones, and for systems that have one family alone; the first that is there."""

    def lines(self, stand_in: StandIn) -> tuple[float, float]:
        """How far lines of the family go up and down, in stretched letters, so that they keep their height."""
        up, down = LINES[self.family]
        return up / stand_in.stretch, down / stand_in.stretch


LINES = {"Brief Serif": (1.036, 0.335), "Brief Sans": (0.984, 0.273)}
"""How far a line of each family goes up and down, in ems, by its own table."""
CUTS = (
    Cut(
        *("SourceSerifPro-Regular", "Brief Serif", 400, "normal"),
        (
            StandIn(("Times New Roman", "Liberation Serif", "Tinos"), 1.097),
            StandIn(("Noto Serif",), 0.921),
            StandIn(("DejaVu Serif",), 0.859),
        ),
    ),
    Cut(
        *("SourceSerifPro-Semibold", "Brief Serif", 600, "normal"),
        (
            StandIn(("Times New Roman Bold", "Liberation Serif Bold", "Tinos Bold"), 1.050),
            StandIn(("Noto Serif Bold",), 0.882),
            StandIn(("DejaVu Serif Bold",), 0.791),
        ),
    ),
    Cut(
        *("SourceSerifPro-It", "Brief Serif", 400, "italic"),
        (
            StandIn(("Times New Roman Italic", "Liberation Serif Italic", "Tinos Italic"), 1.019),
            StandIn(("Noto Serif Italic",), 0.883),
            StandIn(("DejaVu Serif Italic",), 0.800),
        ),
    ),
    Cut(
        *("SourceSansPro-Regular", "Brief Sans", 400, "normal"),
        (
            StandIn(("Arial", "Liberation Sans", "Arimo"), 0.920),
            StandIn(("Roboto",), 0.920),
            StandIn(("DejaVu Sans",), 0.807),
        ),
    ),
    Cut(
        *("SourceSansPro-Semibold", "Brief Sans", 600, "normal"),
        (
            StandIn(("Arial Bold", "Liberation Sans Bold", "Arimo Bold"), 0.884),
            StandIn(("Roboto Bold",), 0.940),
            StandIn(("DejaVu Sans Bold",), 0.740),
        ),
    ),
)


def write(app: Sphinx, exception: Exception | None) -> None:
    """Put the cuts beside the style sheet, packed once and kept in the cache."""
    if exception is not None or not page.is_ours(app.builder):
        return
    cache = Path(app.confdir) / app.config.brief_cache / "fonts"
    folder = Path(app.outdir) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for cut in CUTS:
        file = folder / f"{cut.file}.woff2"
        packed = _kept(cut.file, cache)
        if not file.is_file() or file.read_bytes() != packed:
            file.write_bytes(packed)


@lru_cache
def _kept(name: str, cache: Path) -> bytes:
    """A cut from the cache, else packed and put there.

    The kept file is named for all that it is made of, and for what it holds: one that holds something else was
    damaged or put there by somebody, and is made again.
    """
    [source] = (file for folder in fonts.of_wheels() for file in Path(folder).glob(f"{name}.ttf"))
    digest = hashlib.sha256(source.read_bytes())
    digest.update(repr((CHARACTERS, FEATURES, version("fonttools"), version("brotli"))).encode())
    made_of = f"{name}-{digest.hexdigest()[:16]}"
    for kept in sorted(cache.glob(f"{made_of}-*.woff2")):
        packed = kept.read_bytes()
        if kept.stem == f"{made_of}-{_holds(packed)}":
            return packed
        logger.warning("%s holds something else than it was kept with; it is made again", kept)
        kept.unlink()
    packed = _packed(source)
    with suppress(OSError):  # a folder that cannot be written keeps nothing
        cache.mkdir(parents=True, exist_ok=True)
        part = cache / f"{made_of}.part"  # a build that is killed leaves no half of a font
        part.write_bytes(packed)
        part.replace(cache / f"{made_of}-{_holds(packed)}.woff2")
    return packed


def _holds(packed: bytes) -> str:
    return hashlib.sha256(packed).hexdigest()[:32]


@lru_cache
def _packed(source: Path) -> bytes:
    """The characters of a font that pages use, as WOFF2; a second of computing for all cuts."""
    from fontTools import subset

    options = subset.Options(hinting=False, layout_features=list(FEATURES), flavor="woff2")
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    packed = io.BytesIO()
    font.flavor = "woff2"
    font.save(packed)
    return packed.getvalue()
