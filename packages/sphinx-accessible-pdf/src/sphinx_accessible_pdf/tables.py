"""Tables, figures and pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging

from sphinx_accessible_pdf.source import array, block, call, data, string
from sphinx_accessible_pdf.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

logger = logging.getLogger(__name__)

DECORATION = "decoration"
"""Class of an image that carries no meaning."""

MEASURE = re.compile(r"([\d.]+)\s*([a-z%]*)")
UNITS = {"": "pt", "px": "pt", "pt": "pt", "cm": "cm", "mm": "mm", "in": "in", "em": "em", "rem": "em", "%": "%"}
"""Each unit of a length that authors may write, as the engine has it; others are said aloud."""
PIXEL = 0.75
"""A pixel of the screen in points."""


class Tables(Writing):
    """Tables and figures with their captions."""

    def on_table(self, node: nodes.table) -> str:
        """A table with its caption; header rows repeat on each page."""
        group = next(iter(self.only(node, nodes.tgroup)))
        widths = [spec.get("colwidth", 1) for spec in self.only(group, nodes.colspec)]
        head = [row for part in self.only(group, nodes.thead) for row in part.children]
        rows = [row for part in self.only(group, nodes.tbody) for row in part.children]
        caption = self.caption(node, "table", next(iter(self.only(node, nodes.title)), None))
        return call(
            "t.table",
            self.classes(node),
            data(widths),
            caption,
            self._cells(head),
            self._cells(rows),
            block(self.anchors(node)),
        )

    def _cells(self, rows: Iterable[nodes.Node]) -> str:
        return array(
            f"(colspan: {entry.get('morecols', 0) + 1}, rowspan: {entry.get('morerows', 0) + 1}, "
            f"body: {self.content(entry)})"
            for row in rows
            for entry in self.only(row, nodes.entry)
        )

    def on_figure(self, node: nodes.figure) -> str:
        """A picture with caption and legend."""
        caption = self.caption(node, "figure", next(iter(self.only(node, nodes.caption)), None))
        legend = "".join(self.children(part) for part in self.only(node, nodes.legend))
        pictures = self.children(node, (nodes.caption, nodes.legend))
        anchors = block(self.anchors(node))
        return call("t.figure", self.classes(node), block(pictures), caption, block(legend), anchors)

    def on_image(self, node: nodes.image) -> str:
        """A picture; one without a file prints its alternative text."""
        alternative = self.builder.coverage.shown(node.get("alt", ""), node)
        path = self.builder.picture(node)
        if path is None:
            return string(f"[{alternative}]") + ";"
        if DECORATION in node["classes"]:
            return call("t.decoration", f"image({string(path)}{''.join(_size(node))})")
        if not alternative:
            # both profiles refuse it, and the engine could only point into the template
            self.builder.spoiled = True
            logger.warning(
                "the image %r has no alternative text; say what it shows, or give it the class %r",
                node["uri"],
                DECORATION,
                location=node,
                type="accessible_pdf",
                subtype="missing_alt",
            )
        # the image is made here and not in the template, so that a broken file is traced to its chapter
        image = f"image({string(path)}, alt: {string(alternative)}{''.join(_size(node))})"
        if "scale" in node and not {"width", "height"} & set(node.attributes):
            image = f"scale({node['scale']}%, reflow: true, {image})"
        return call("t.picture", image, string(_standing(node)))


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


def _size(node: nodes.image) -> Iterator[str]:
    """Width and height that the author gave, as arguments."""
    for side in ("width", "height"):
        if side not in node:
            continue
        given = MEASURE.fullmatch(str(node[side]).strip())
        if given is None or given[2] not in UNITS:
            logger.warning(
                "the %s %r of an image has no unit that print knows; use one of %s",
                side,
                node[side],
                ", ".join(filter(None, UNITS)),
                location=node,
                type="accessible_pdf",
                subtype="image_size",
            )
            continue
        number = float(given[1]) * (PIXEL if given[2] in ("", "px") else 1) * node.get("scale", 100) / 100
        yield f", {side}: {number:g}{UNITS[given[2]]}"
