"""Tables, figures and pictures."""

from __future__ import annotations

import re
from math import fsum
from pathlib import Path
from typing import TYPE_CHECKING

import imagesize
from docutils import nodes
from sphinx.util import logging

from sphinx_accessible_pdf.pictures import kind
from sphinx_accessible_pdf.source import STEP, array, block, call, data, pieces, string
from sphinx_accessible_pdf.telling import source_of
from sphinx_accessible_pdf.writing import ROOM, Writing

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

logger = logging.getLogger(__name__)

DECORATION = "decoration"
"""Class of an image that carries no meaning."""

MEASURE = re.compile(r"([\d.]+)\s*([A-Za-z%]*)")
PIXEL = 0.75
"""A pixel of the screen in points."""
UNITS = {
    **{"": (PIXEL, "pt"), "px": (PIXEL, "pt"), "pt": (1, "pt"), "pc": (12, "pt"), "in": (1, "in")},
    **{"cm": (1, "cm"), "mm": (1, "mm"), "q": (0.25, "mm"), "%": (1, "%")},
    **{"em": (1, "em"), "rem": (1, "em"), "ex": (0.5, "em"), "ch": (0.5, "em")},
}
"""Each unit of a length that authors may write, as the engine has it; others are said aloud."""
WINDOW = ("vw", "vh", "vmin", "vmax", "vi", "vb")
"""Units of a window, which print has not."""
ALIGNED = ("left", "center", "right")
"""Where a picture or table may stand; the others are places in a line."""
NARROW = 80
"""Characters below which a table is as wide as what it holds."""
GUTTER = 2
"""Characters that the space between two columns takes."""
WORD = 30
"""Characters after which the longest word of a column no longer makes it wider."""
WIDE = re.compile("[^a-ln-vx-z0-9.,;:()/_-]")
"""A sign that may be as wide as its type is high."""
GIVEN = 12
"""The same where the author gave the widths, who may have meant that words break."""
SMALLEST = 6 / 9
"""How small the type of a table may become, in its usual size."""
PICTURE = 14
"""Characters that a picture in a cell asks for."""


class Tables(Writing):
    """Tables and figures with their captions."""

    def on_table(self, node: nodes.table) -> str:
        """A table with its caption; header rows repeat on each page."""
        group = next(iter(self.only(node, nodes.tgroup)))
        head = [row for part in self.only(group, nodes.thead) for row in part.children]
        rows = [row for part in self.only(group, nodes.tbody) for row in part.children]
        specs = self.only(group, nodes.colspec)
        given = [spec.get("colwidth", 1) for spec in specs]
        by_content = "colwidths-given" not in node["classes"]
        least, most = extents([*head, *rows], len(specs))
        widths = columns(least, most) if by_content else given
        caption = self.caption(node, "table", next(iter(self.only(node, nodes.title)), None))
        wide = self._length(node, "width")
        classes = ["narrow"] if by_content and fsum(widths) < NARROW and not wide else []
        if node.get("align") in ALIGNED:
            classes.append(f"align-{node['align']}")
        share = min(float(wide.removesuffix("%")) / 100, 1) if wide.endswith("%") else 1
        needed = needs(least if by_content else [min(word, GIVEN) for word in least], widths)
        classes.append(f"needs-{needed:.0f}")
        room = share * self.room
        smaller = min(max(room / needed, SMALLEST), 1)
        if needed * SMALLEST > room:
            logger.warning(
                "the table asks for some %d characters across, and here fit %d in the smallest print: words are "
                "broken; give it fewer columns or shorter words",
                needed,
                room / SMALLEST,
                location=source_of(next(filter(lambda part: part.line, node.findall()), node)),
                type="accessible_pdf",
                subtype="table_width",
            )
        stubs = {number for number, spec in enumerate(specs) if spec.get("stub")}
        outer, self.in_head = self.in_head, ""
        if any(found is not None for row in head for found in map(_linking, row.findall())):
            self.heads += 1
            self.in_head = f"head {self.heads}"
        rooms = None if "narrow" in classes else [width * room / smaller / fsum(widths) for width in widths]
        heads = self._cells(head, rooms)
        self.in_head = outer
        table = call(
            "t.table",
            self.classes(node, *classes),
            data(widths),
            caption,
            heads,
            self._cells(rows, rooms, stubs),
            block(self.anchors(node)),
        )
        return call("t.as-wide", wide, string(_side(node)), block(table)) if wide else table

    def _cells(self, rows: Iterable[nodes.Node], rooms: list[float] | None, stubs: Container[int] = ()) -> str:
        """The cells; *rooms* says how many characters each column holds, where the engine does not find that."""
        cells = []
        outer = self.room, self.step
        for column, entry in placed(rows):
            across = entry.get("morecols", 0) + 1
            if rooms:
                self.room = fsum(rooms[column : column + across])
                self.step = min(max(int(self.room) - 1, 1), STEP)
            spans = f"colspan: {across}, rowspan: {entry.get('morerows', 0) + 1}"
            where = f"column: {column}, longest: {longest(entry):.1f}"
            cells.append(f"({spans}, {where}, body: {self._cell(entry, column in stubs)})")
            self.room, self.step = outer
        return array(cells)

    def _cell(self, entry: nodes.Element, stub: bool) -> str:
        if self.in_head and entry.parent.index(entry) == entry.parent.parent.index(entry.parent) == 0:
            mark = f"t.anchor({string(self.in_head)});"
            return block(mark + self.content(entry) + ";")
        content = f"strong({self.content(entry)})" if stub else self.content(entry)
        side = next((side for side in ALIGNED if f"text-{side}" in entry["classes"]), None)
        return f"align({side}, {content})" if side else content

    def on_figure(self, node: nodes.figure) -> str:
        """A picture with caption and legend."""
        caption = self.caption(node, "figure", next(iter(self.only(node, nodes.caption)), None))
        legend = "".join(self.children(part) for part in self.only(node, nodes.legend))
        pictures = self.children(node, (nodes.caption, nodes.legend))
        anchors = block(self.anchors(node))
        classes = [f"align-{node['align']}"] if node.get("align") in ALIGNED else []
        figure = call("t.figure", self.classes(node, *classes), block(pictures), caption, block(legend), anchors)
        if width := self._length(node, "width"):
            return call("t.as-wide", width, string(_side(node)), block(figure))
        return figure

    def on_image(self, node: nodes.image) -> str:
        """A picture; one without a file prints its alternative text."""
        alternative = self.builder.coverage.shown(node.get("alt", ""), node)
        path = self.builder.picture(node)
        if path is None:
            return string(f"[{alternative}]") + ";"
        standing = _standing(node)
        size = "".join(self._size(node)) or self._natural(node, standing)
        if DECORATION in node["classes"]:
            return call("t.decoration", _drawn(f"image({string(path)}", size))
        if not alternative:
            # both profiles refuse it, and the engine could only point into the template
            self.builder.spoiled = True
            logger.warning(
                "the image %r has no alternative text; say what it shows, or give it the class %r",
                node["uri"],
                DECORATION,
                location=source_of(node),
                type="accessible_pdf",
                subtype="missing_alt",
            )
        # the image is made here and not in the template, so that a broken file is traced to its chapter
        image = _drawn(f"image({string(path)}, alt: {string(alternative)}", size)
        picture = call("t.picture", image, string(standing))
        if node.get("align") in ALIGNED and standing == "block" and not isinstance(node.parent, nodes.figure):
            return call("t.aligned", string(node["align"]), block(picture))
        return picture

    def _size(self, node: nodes.image) -> Iterator[str]:
        """Width and height that the author gave, as arguments."""
        for side in ("width", "height"):
            if length := self._length(node, side):
                yield f", {side}: {length}"

    def _natural(self, node: nodes.image, standing: str) -> str:
        """The part of its own size that a picture has, as an argument; the engine takes a pixel for a point."""
        if standing == "line" and "scale" not in node:
            return ""  # the template decides whether it is a sign
        path = Path(self.builder.srcdir, node["uri"])
        pixels = kind(path) not in (".svg", ".pdf") and imagesize.getDPI(path)[0] <= 0
        part = (node.get("scale") or 100) / 100 * (PIXEL if pixels else 1)
        return "" if part == 1 else f", part: {part:g}"

    def _length(self, node: nodes.Element, side: str) -> str:
        """A length that the author gave, if it is one that print knows."""
        if side not in node:
            return ""
        given = MEASURE.fullmatch(str(node[side]).strip())
        nothing = given is not None and float(given[1]) == 0
        if given is None or given[2].lower() not in UNITS or nothing:
            what = "a table" if isinstance(node, nodes.table) else "an image"
            right = "leave it out" if nothing else f"use one of {', '.join(filter(None, UNITS))}"
            if not nothing and given and given[2].lower() in WINDOW and side == "width":
                right = f"write {given[1]}%, which is of the measure"
            logger.warning(
                "the %s %r of %s %s; %s",
                side,
                node[side],
                what,
                "leaves nothing to print" if nothing else "has no unit that print knows",
                right,
                location=source_of(node),
                type="accessible_pdf",
                subtype="image_size",
            )
            return ""
        size, unit = UNITS[given[2].lower()]
        return f"{float(given[1]) * size * (node.get('scale') or 100) / 100:g}{unit}"


def _side(node: nodes.Element) -> str:
    """Where what is narrower than the measure stands."""
    return str(node["align"]) if node.get("align") in ALIGNED else "left"


def _drawn(image: str, size: str) -> str:
    """The picture, never wider or higher than what holds it."""
    return f"t.fit((..given) => {image}, ..given){size})"


def _linking(node: nodes.Node) -> nodes.Node | None:
    """The node, if a link or a note comes of it."""
    return (
        node if isinstance(node, (nodes.reference, nodes.footnote_reference, nodes.citation_reference)) else None
    )


def placed(rows: Iterable[nodes.Node]) -> Iterator[tuple[int, nodes.Element]]:
    """Each cell with the number of the column where it begins."""
    open_: dict[int, int] = {}  # for how many rows a cell from above still fills a column
    for row in rows:
        column = 0
        for entry in row.children:
            if not isinstance(entry, nodes.entry):
                continue
            while open_.get(column):
                open_[column] -= 1
                column += 1
            yield column, entry
            for _more in range(entry.get("morecols", 0) + 1):
                open_[column] = entry.get("morerows", 0)
                column += 1
        for later in [number for number in open_ if number >= column]:
            open_[later] = max(open_[later] - 1, 0)


def extents(rows: Iterable[nodes.Node], count: int) -> tuple[list[float], list[float]]:
    """For each column its longest word and its longest line, in characters."""
    least, most = [3.0] * count, [3.0] * count
    for column, entry in placed(rows):
        across = range(column, min(column + entry.get("morecols", 0) + 1, count))
        lines = _lines(entry)
        words = (piece for line in lines for word in line.split() for piece in pieces(word))
        word, line = (min(max(map(len, found), default=0), 400) for found in (words, lines))
        for number in across:
            least[number] = max(least[number], min(word, WORD) / len(across))
            most[number] = max(most[number], line / len(across))
    return least, [max(pair) for pair in zip(least, most, strict=True)]


def columns(least: list[float], most: list[float]) -> list[float]:
    """Widths in characters: each between its longest word and its longest line.

    What they would need beyond a page is taken from those that can break, as browsers do.
    """
    room, wanted, needed = float(ROOM), fsum(most), fsum(least)
    if wanted <= room:
        return [round(width + GUTTER, 1) for width in most]
    share = max(room - needed, 0) / (wanted - needed) if wanted > needed else 0
    widths = [low + (high - low) * share for low, high in zip(least, most, strict=True)]
    return [round(width + GUTTER, 1) for width in widths]


def needs(least: list[float], widths: list[float]) -> float:
    """Characters across a table in which no column of these widths breaks a word."""
    return max((word + GUTTER) * fsum(widths) / width for word, width in zip(least, widths, strict=True))


def longest(entry: nodes.Element) -> float:
    """What the longest word of a cell takes at most, in sizes of its type."""
    words = (piece for line in _lines(entry) for word in line.split() for piece in pieces(word))
    return max((len(word) * 0.62 + len(WIDE.findall(word)) * 0.38 for word in words), default=0)


def _lines(entry: nodes.Element) -> list[str]:
    """The text of a cell, blocks apart; pictures are as wide as some words."""
    lines: list[str] = []
    for node in entry.findall(lambda node: isinstance(node, (nodes.TextElement, nodes.image))):
        if isinstance(node, nodes.image):
            lines.append("x" * PICTURE)
        elif not isinstance(node.parent, nodes.TextElement):
            lines += node.astext().split("\n") if isinstance(node, nodes.literal_block) else [node.astext()]
    return lines


def _standing(node: nodes.Node) -> str:
    """Where a picture stands: a block by itself, alone in a paragraph, or among the words of a line."""
    if not isinstance(node.parent, nodes.TextElement):
        return "block"
    while isinstance(node.parent, nodes.TextElement):
        if any(
            isinstance(other, nodes.Element) or other.astext().strip()
            for other in node.parent
            if other is not node
        ):
            return "line"
        node = node.parent
    return "alone"
