"""The paper that figures are drawn on: a small grammar of marks, written as SVG with real text.

Every text is measured with the font's own widths before it is placed, and where it stands is noted, so that
`honesty` can say whether anything is cut off or stands over anything else.  On screen a text keeps its measured
width in any face that a reader's system has.  Colours are named (see `writing.Palette`) and never typed.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from math import fsum
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from sphinx_accessible_figures.honesty import Box
from sphinx_accessible_figures.writing import Colours

SANS, SERIF = "Source Sans Pro", "Source Serif Pro"
WHEELS = {SANS: ("font_source_sans_pro", "SourceSansPro"), SERIF: ("font_source_serif_pro", "SourceSerifPro")}
WEIGHTS = {(False, False): "Regular", (True, False): "Semibold", (False, True): "It", (True, True): "SemiboldIt"}
LINE = 1.3
"""From one line of text to the next, in sizes of its type."""
ASCENT = 0.98
"""From the top of a line to where its letters stand."""

LEAST = 12.0
"""How high the last piece of a drawing is at least."""

Run = tuple[str, bool]
"""Words, and whether they are bold."""
Words = str | Sequence[Run]


class Look(NamedTuple):
    """One layout of a figure: how wide, in which sizes, and whether what stood beside stands beneath."""

    name: str
    width: float
    text: float
    small: float
    narrow: bool = False
    screen: bool = True

    @property
    def unit(self) -> float:
        """What strokes and gaps are measured by: a pixel on screen, less on paper."""
        return self.text / 14


PRINT = Look("print", 170 * 72 / 25.4 - 2 * 9.5 / 14, 9.5, 8.5, screen=False)
"""In points, with the edge of a unit on both sides as wide as the box of a printed page."""
LARGE = Look("large", 340, 14, 12.8, narrow=True, screen=False)
"""Printed as wide as the page, which makes its smallest type 18 points."""
WIDE = Look("wide", 660, 14, 13)
"""In CSS pixels."""
PHONE = Look("phone", 328, 14.5, 13, narrow=True)


class Face:
    """One face, to measure by."""

    def __init__(self, family: str, bold: bool, italic: bool) -> None:
        from fontTools.ttLib import TTFont

        wheel, name = WHEELS[family]
        spec = find_spec(wheel)
        assert spec
        assert spec.origin
        file = Path(spec.origin).parent / "files" / f"{name}-{WEIGHTS[bold, italic]}.ttf"
        with TTFont(file, lazy=True) as font:
            widths = font["hmtx"].metrics
            units = font["head"].unitsPerEm
            self.widths: dict[int, float] = {
                code: widths[glyph][0] / units for code, glyph in font.getBestCmap().items()
            }

    def width(self, words: str) -> float:
        """How wide words are at a size of 1; a letter that the face lacks counts as a square."""
        # by fsum, since from Python 3.12 on sum rounds otherwise than before
        return fsum(self.widths.get(ord(letter), 1.0) for letter in words)


@lru_cache
def face(family: str, bold: bool, italic: bool) -> Face:
    """Each face is read once."""
    return Face(family, bold, italic)


@lru_cache(10_000)
def measured(words: str, family: str, bold: bool, italic: bool) -> float:
    """How wide words are at a size of 1: layouts, lines and columns are tried with the same words."""
    return face(family, bold, italic).width(words)


def runs(words: Words, bold: bool = False) -> list[Run]:
    """Words as runs."""
    return [(words, bold)] if isinstance(words, str) else list(words)


def plain(words: Words) -> str:
    """Words without their weights."""
    return "".join(text for text, _bold in runs(words))


@dataclass
class Paper:
    """A drawing on its way: points from the top left, and every text that was set."""

    look: Look
    colours: Colours
    parts: list[str] = field(default_factory=list)
    under: list[str] = field(default_factory=list)
    """What is drawn first, whenever it is known."""
    texts: list[int] = field(default_factory=list)
    """Which parts are text; `boxes` says where each stands."""
    boxes: list[Box] = field(default_factory=list)
    cuts: list[float] = field(default_factory=list)
    """The heights at which a drawing may go on overleaf."""

    # Text

    def width(
        self, words: Words, size: float = 0, *, bold: bool = False, italic: bool = False, family: str = SANS
    ) -> float:
        """How wide words are in one line."""
        size = size or self.look.text
        return size * fsum(measured(text, family, heavy, italic) for text, heavy in runs(words, bold))

    def text(
        self,
        x: float,
        y: float,
        words: Words,
        *,
        size: float = 0,
        bold: bool = False,
        italic: bool = False,
        colour: str = "ink",
        side: str = "start",
        family: str = SANS,
        ground: bool = False,
    ) -> float:
        """One line of words whose top is *y*; how wide it is.  With *ground*, on a patch of paper."""
        size = size or self.look.text
        width = self.width(words, size, bold=bold, italic=italic, family=family)
        left = {"start": x, "middle": x - width / 2, "end": x - width}[side]
        base = y + ASCENT * size
        if ground:
            edge = max(0.0, left - 0.3 * size)
            end = min(self.look.width, left + width + 0.3 * size)
            self.rect(edge, y + 0.1 * size, end - edge, 1.1 * size, fill="paper")
        self.boxes.append(Box(plain(words), size, left, base - 0.74 * size, left + width, base + 0.22 * size))
        spans = runs(words, bold)
        if len(spans) == 1:
            bold, inner = spans[0][1], escape(spans[0][0])
        else:
            inner = "".join(
                f'<tspan font-weight="600">{escape(text)}</tspan>' if heavy else f"<tspan>{escape(text)}</tspan>"
                for text, heavy in spans
            )
        attributes = {"x": _n(left), "y": _n(base), "font-size": _n(size)}
        if bold and len(spans) == 1:
            attributes["font-weight"] = "600"
        if italic:
            attributes["font-style"] = "italic"
        if family == SERIF:
            attributes |= {"font-family": "'Source Serif Pro', 'Source Serif 4', Georgia, serif", "class": "title"}
        if self.look.screen:  # whatever face a reader's system has, it takes the room that was measured
            attributes |= {"textLength": _n(width), "lengthAdjust": "spacingAndGlyphs"}
        self.texts.append(len(self.parts))
        self._add("text", attributes, fill=colour, inner=inner)
        return width

    def wrap(
        self,
        words: Words,
        width: float,
        size: float = 0,
        *,
        bold: bool = False,
        italic: bool = False,
        family: str = SANS,
    ) -> list[list[Run]]:
        """Words on as many lines as they need; a no-break space holds what belongs together."""
        pieces = [
            (piece, heavy)
            for text, heavy in runs(words, bold)
            for piece in text.replace(" ", " \0").split("\0")
            if piece
        ]
        lines: list[list[Run]] = [[]]
        for piece in pieces:
            longer = [*lines[-1], piece]
            trimmed = [*longer[:-1], (piece[0].rstrip(" "), piece[1])]
            starts = not lines[-1] or lines[-1][-1][0].endswith(" ")
            if lines[-1] and starts and self.width(trimmed, size, italic=italic, family=family) > width + 0.01:
                lines.append([piece])
            else:
                lines[-1] = longer
        return [_joined(line) for line in lines]

    def lines(
        self,
        x: float,
        y: float,
        words: Words,
        width: float,
        *,
        size: float = 0,
        bold: bool = False,
        italic: bool = False,
        colour: str = "ink",
        side: str = "start",
        family: str = SANS,
        ground: bool = False,
    ) -> float:
        """Words wrapped from *y* down; where they end."""
        size = size or self.look.text
        if not plain(words):
            return y
        for line in self.wrap(words, width, size, bold=bold, italic=italic, family=family):
            self.text(x, y, line, size=size, italic=italic, colour=colour, side=side, family=family, ground=ground)
            y += LINE * size
        return y

    def height(self, words: Words, width: float, size: float = 0, *, bold: bool = False) -> float:
        """How high wrapped words are."""
        size = size or self.look.text
        return LINE * size * len(self.wrap(words, width, size, bold=bold)) if plain(words) else 0

    # Marks

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        stroke: str = "rule",
        width: float = 1,
        dash: str = "",
        under: bool = False,
    ) -> None:
        """A stroke; *dash* is ``dotted`` or ``dashed``."""
        unit = self.look.unit
        attributes = {"x1": _n(x1), "y1": _n(y1), "x2": _n(x2), "y2": _n(y2), "stroke-width": _n(width * unit)}
        if dash:
            pattern = (0.01, 3.4) if dash == "dotted" else (5, 3)
            attributes["stroke-dasharray"] = " ".join(_n(part * unit) for part in pattern)
        if dash == "dotted":
            attributes["stroke-linecap"] = "round"
        self._add("line", attributes, stroke=stroke, under=under)

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "",
        stroke: str = "",
        weight: float = 1,
        dash: bool = False,
        radius: float = 0,
    ) -> None:
        """A rectangle."""
        attributes = {"x": _n(x), "y": _n(y), "width": _n(width), "height": _n(height)}
        if radius:
            attributes["rx"] = _n(radius * self.look.unit)
        if stroke:
            attributes["stroke-width"] = _n(weight * self.look.unit)
        if dash:
            attributes["stroke-dasharray"] = f"{_n(4 * self.look.unit)} {_n(3 * self.look.unit)}"
        self._add("rect", attributes, fill=fill, stroke=stroke)

    def hatched(self, x: float, y: float, width: float, height: float, *, step: float = 6) -> None:
        """A rectangle with lines at 45 degrees, which grey and every eye can tell from a full one."""
        self.rect(x, y, width, height, fill="paper", stroke="rule")
        step *= self.look.unit
        strokes = []
        at = step
        while at < width + height:
            start, end = (
                (x + min(at, width), y + max(0, at - width)),
                (x + max(0, at - height), y + min(at, height)),
            )
            strokes.append(f"M{_n(start[0])} {_n(start[1])}L{_n(end[0])} {_n(end[1])}")
            at += step
        self._add("path", {"d": "".join(strokes), "stroke-width": _n(0.8 * self.look.unit)}, stroke="rule")

    def dot(
        self,
        x: float,
        y: float,
        *,
        hollow: bool = False,
        square: bool = False,
        radius: float = 5.2,
        colour: str = "accent",
    ) -> None:
        """A filled or a hollow circle, or a hollow square for a second series."""
        radius *= self.look.unit
        fill, stroke = ("paper", colour) if hollow or square else (colour, "")
        if square:
            self.rect(
                x - 0.9 * radius,
                y - 0.9 * radius,
                1.8 * radius,
                1.8 * radius,
                fill=fill,
                stroke=stroke,
                weight=1.8,
            )
            return
        attributes = {"cx": _n(x), "cy": _n(y), "r": _n(radius * (0.88 if hollow else 1))}
        if stroke:
            attributes["stroke-width"] = _n(1.8 * self.look.unit)
        self._add("circle", attributes, fill=fill, stroke=stroke)

    def ring(self, x: float, y: float, radius: float) -> None:
        """A patch of paper around a dot, which parts it from the stroke that it stands on."""
        self._add("path", {"d": _round(x, y, radius * self.look.unit)}, fill="paper")

    def squares(
        self,
        places: Sequence[tuple[float, float]],
        side: float,
        *,
        fill: str,
        weight: float = 0.9,
        stroke: str = "accent",
    ) -> None:
        """Squares of one kind, from their top left corners, as one shape."""
        path = "".join(f"M{_n(x)} {_n(y)}h{_n(side)}v{_n(side)}h-{_n(side)}z" for x, y in places)
        if path:
            self._add("path", {"d": path, "stroke-width": _n(weight * self.look.unit)}, fill=fill, stroke=stroke)

    def triangles(self, places: Sequence[tuple[float, float]], side: float) -> None:
        """The lower left halves of squares, as one shape."""
        path = "".join(f"M{_n(x)} {_n(y)}v{_n(side)}h{_n(side)}z" for x, y in places)
        if path:
            self._add("path", {"d": path}, fill="accent")

    def shape(
        self, points: Sequence[tuple[float, float]], *, fill: str = "", stroke: str = "", weight: float = 1
    ) -> None:
        """A closed shape."""
        attributes = {"points": " ".join(f"{_n(x)},{_n(y)}" for x, y in points)}
        if stroke:
            attributes["stroke-width"] = _n(weight * self.look.unit)
        self._add("polygon", attributes, fill=fill, stroke=stroke)

    def arrow(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        width: float = 1.6,
        dash: str = "",
        colour: str = "accent",
    ) -> None:
        """A straight arrow, level or upright."""
        unit = self.look.unit
        size = 5 * unit
        level = y1 == y2
        sign = (1 if x2 > x1 else -1) if level else (1 if y2 > y1 else -1)
        if level:
            self.line(x1, y1, x2 - sign * size, y2, stroke=colour, width=width, dash=dash)
            points = [
                (x2, y2),
                (x2 - sign * 1.5 * size, y2 - 0.8 * size),
                (x2 - sign * 1.5 * size, y2 + 0.8 * size),
            ]
        else:
            self.line(x1, y1, x2, y2 - sign * size, stroke=colour, width=width, dash=dash)
            points = [
                (x2, y2),
                (x2 - 0.8 * size, y2 - sign * 1.5 * size),
                (x2 + 0.8 * size, y2 - sign * 1.5 * size),
            ]
        self.shape(points, fill=colour)

    # The file

    def cut(self, y: float) -> None:
        """Between what ends above *y* and what begins there, the drawing may go on overleaf."""
        self.cuts.append(y - 2 * self.look.unit)

    def slices(self, height: float, most: float, title: str, words: str) -> list[str]:
        """The drawing in pieces, no higher than *most* where it can be cut so; each shows its own stretch."""
        ends, last = [0.0], 0.0
        for cut in (*sorted(cut for cut in self.cuts if cut < height - LEAST), height):
            if cut - ends[-1] > most and last > ends[-1]:
                ends.append(last)
            last = cut
        ends.append(height)
        return [self.svg(height, title, words, part=stretch) for stretch in itertools.pairwise(ends)]

    def svg(
        self,
        height: float,
        title: str,
        words: str,
        *,
        alone: str = "",
        margin: float = 0,
        part: tuple[float, float] | None = None,
    ) -> str:
        """The drawing, with its name and its message inside; *alone* is the style of a file by itself.

        Of a *part*, from one height to another, only its own words are inside.
        """
        margin += self.look.unit  # a stroke at the edge is as thick as any other
        first, last = part or (0.0, height)
        top, bottom = first - margin * (first == 0), last + margin * (last == height)
        width, height = self.look.width + 2 * margin, bottom - top
        size = f'viewBox="{_n(-margin)} {_n(top)} {_n(width)} {_n(height)}"'
        if alone or not self.look.screen:
            size += f' width="{_n(width)}" height="{_n(height)}"'
        # a name with a digit is in quotation marks, or browsers pass over the whole list
        family = f"'{SANS}', 'Source Sans 3', Helvetica, Arial, sans-serif" if self.look.screen else SANS
        named = f'class="{self.look.name}" role="img" font-family="{family}"'
        opening = (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {named}>\n'
            f"<title>{escape(title)}</title>\n<desc>{escape(words)}</desc>\n"
        )
        if alone:
            at = _n(-margin)
            ground = f'width="100%" height="100%" class="fill-paper" fill="{self.colours["paper"]}"'
            opening += f'<style>{alone}</style>\n<rect x="{at}" y="{at}" {ground}/>\n'
        texts = dict(zip(self.texts, self.boxes, strict=True))
        shown = [p for n, p in enumerate(self.parts) if n not in texts or first <= texts[n].top < last]
        return opening + "\n".join((*self.under, *shown)) + "\n</svg>\n"

    def _add(
        self,
        tag: str,
        attributes: dict[str, str],
        *,
        fill: str = "",
        stroke: str = "",
        inner: str = "",
        under: bool = False,
    ) -> None:
        classes = [attributes.pop("class", ""), fill and f"fill-{fill}", stroke and f"stroke-{stroke}"]
        colours = {"fill": self.colours[fill] if fill else "none" if stroke else ""}
        colours["stroke"] = self.colours[stroke] if stroke else ""
        if tag == "line":
            colours.pop("fill")
        given = {"class": " ".join(filter(None, classes)), **{n: v for n, v in colours.items() if v}, **attributes}
        written = " ".join(f"{name}={quoteattr(value)}" for name, value in given.items() if value)
        part = f"<{tag} {written}>{inner}</{tag}>" if inner else f"<{tag} {written}/>"
        (self.under if under else self.parts).append(part)


def style(dark: Colours) -> str:
    """The style of a drawing that stands alone: on a dark screen it turns by itself."""
    rules = " ".join(
        f".{what}-{name}{{{what}:{colour}}}" for name, colour in dark.items() for what in ("fill", "stroke")
    )
    return f"@media (prefers-color-scheme:dark){{{rules}}}"


def _round(x: float, y: float, radius: float) -> str:
    """The path of a circle, for what is no mark."""
    r = _n(radius)
    return f"M{_n(x - radius)} {_n(y)}a{r} {r} 0 1 0 {_n(2 * radius)} 0a{r} {r} 0 1 0 {_n(-2 * radius)} 0z"


def _joined(line: list[Run]) -> list[Run]:
    """Neighbours of one weight as one run, without a space at the end of the line."""
    made: list[Run] = []
    for text, bold in line:
        if made and made[-1][1] == bold:
            made[-1] = (made[-1][0] + text, bold)
        else:
            made.append((text, bold))
    if made:
        made[-1] = (made[-1][0].rstrip(" "), made[-1][1])
    return made


def _n(number: float) -> str:
    """A coordinate to a tenth, as short as can be."""
    return f"{round(number, 2):g}" if abs(number) < 1 else f"{round(number, 1):g}"
