"""Raw HTML as nodes: what authors write where Markdown or reStructuredText has no words for it.

Tags that mean something in print become the nodes for it; what only a browser can show is named.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

INLINE: dict[str, type[nodes.Element]] = {
    **dict.fromkeys(("b", "strong"), nodes.strong),
    **dict.fromkeys(("i", "em", "cite", "var", "dfn"), nodes.emphasis),
    **dict.fromkeys(("code", "samp", "tt"), nodes.literal),
    **{"sub": nodes.subscript, "sup": nodes.superscript},
    **dict.fromkeys(("s", "strike", "del", "kbd", "span", "u", "mark", "small", "ins", "abbr", "q"), nodes.inline),
}
"""Tags within a line, as the nodes they mean."""
CLASSES = {"s": "strike", "strike": "strike", "del": "strike", "kbd": "keyboard"}
BLOCK: dict[str, type[nodes.Element]] = {
    **dict.fromkeys(
        ("div", "section", "article", "main", "header", "footer", "aside", "details", "center"), nodes.container
    ),
    **dict.fromkeys(("p", "summary", "figcaption", "caption", "dt", "legend"), nodes.paragraph),
    **{"ul": nodes.bullet_list, "ol": nodes.enumerated_list, "li": nodes.list_item},
    **{"blockquote": nodes.block_quote, "pre": nodes.literal_block, "dd": nodes.block_quote},
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), nodes.rubric),
}
"""Tags of blocks, as the nodes they mean."""
SILENT = {"script", "style", "template", "head", "noscript", "title"}
"""Tags whose content no reader of the page sees."""
LIVE = {"iframe", "video", "audio", "object", "embed", "canvas", "svg", "form", "select", "button", "textarea"}
"""Tags of what only a browser shows."""
VOID = {"br", "hr", "img", "input", "meta", "link", "source", "wbr", "col", "area", "base", "track", "param"}
OPENING = re.compile(r"\s*<([a-zA-Z][a-zA-Z0-9]*)(\s[^<>]*)?>\s*")
CLOSING = re.compile(r"\s*</([a-zA-Z][a-zA-Z0-9]*)\s*>\s*")
BOX = {True: "\u2611", False: "\u2610"}
"""Boxes of a list of tasks, ticked and not."""


class Reader(HTMLParser):
    """Builds the nodes of one passage."""

    def __init__(self, inline: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.root = nodes.inline() if inline else nodes.container()
        self.open: list[tuple[str, nodes.Element]] = [("", self.root)]
        self.silent = 0
        self.live: dict[str, None] = {}
        """What only a browser shows, by its tag."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a node."""
        given = {name: value or "" for name, value in attrs}
        if tag in SILENT:
            self.silent += 1
        if self.silent:
            return
        if tag in LIVE:
            self.live[tag] = None
        node = self._made(tag, given)
        if node is None:
            return
        self.add(node, tag in BLOCK or tag in ("table", "tr", "td", "th"))
        if tag not in VOID:
            self.open.append((tag, node))

    def _made(self, tag: str, given: dict[str, str]) -> nodes.Element | None:
        if tag == "a":
            return nodes.reference("", "", refuri=given["href"]) if given.get("href") else nodes.inline("")
        if tag == "img":
            return nodes.image(
                uri=given.get("src", ""), alt=given.get("alt", ""), candidates={"?": ""}, **_size(given)
            )
        if tag == "br":
            return nodes.inline(classes=["linebreak"])
        if tag == "hr":
            return nodes.transition()
        if tag == "input":
            if given.get("type") != "checkbox":
                self.live[tag] = None
                return None
            return nodes.inline("", BOX["checked" in given] + " ")
        if tag in ("table", "tr", "td", "th"):
            return (
                _Table()
                if tag == "table"
                else _Row()
                if tag == "tr"
                else nodes.entry("", heading=tag == "th", **_span(given))
            )
        if tag in INLINE:
            return INLINE[tag]("", classes=[CLASSES[tag]] if tag in CLASSES else [])
        if tag == "pre":
            return nodes.literal_block("", "", language="none")
        if tag in ("ul", "ol"):
            return (
                BLOCK[tag](bullet="*")
                if tag == "ul"
                else nodes.enumerated_list(enumtype="arabic", suffix=".", prefix="")
            )
        return BLOCK[tag]() if tag in BLOCK else None

    def handle_endtag(self, tag: str) -> None:
        """End a node, and those that were left open in it."""
        if tag in SILENT:
            self.silent = max(self.silent - 1, 0)
            return
        for at in range(len(self.open) - 1, 0, -1):
            if self.open[at][0] == tag:
                del self.open[at:]
                return

    def handle_data(self, data: str) -> None:
        """Words."""
        if self.silent:
            return
        within = self.open[-1][1]
        if isinstance(within, nodes.literal_block):
            within += nodes.Text(data.strip("\n"))
        elif data.strip() or isinstance(within, nodes.TextElement):
            self.add(nodes.Text(data), False)

    def add(self, node: nodes.Node, block: bool) -> None:
        """Put a node into the open one; words in a block stand in a paragraph of their own."""
        within = self.open[-1][1]
        holds_words = isinstance(within, nodes.TextElement) and not isinstance(within, nodes.container)
        words = not block and not isinstance(node, (nodes.transition, _Table, _Row))
        if holds_words or not words or (isinstance(node, nodes.image) and not isinstance(within, nodes.list_item)):
            within += node
        elif within.children and isinstance(within[-1], nodes.paragraph) and within[-1].get("loose"):
            within[-1] += node
        else:
            within += nodes.paragraph("", "", node, loose=True)


class _Table(nodes.General, nodes.Element):
    """A table whose parts are not yet in their order."""


class _Row(nodes.General, nodes.Element):
    """A row of one."""


def _size(given: dict[str, str]) -> dict[str, str]:
    return {side: given[side] for side in ("width", "height") if given.get(side)}


def _span(given: dict[str, str]) -> dict[str, Any]:
    """How many columns and rows more a cell fills."""
    found = {}
    for name, more in (("colspan", "morecols"), ("rowspan", "morerows")):
        if given.get(name, "").isdigit() and int(given[name]) > 1:
            found[more] = int(given[name]) - 1
    return found


def read(text: str, inline: bool) -> tuple[nodes.Element, list[str]]:
    """The nodes of a passage, and the tags in it that only a browser shows."""
    reader = Reader(inline)
    reader.feed(text)
    reader.close()
    for table in list(reader.root.findall(_Table)):
        table.replace_self(_ordered(table))
    return reader.root, list(reader.live)


def _ordered(found: _Table) -> nodes.Element:
    rows = list(found.findall(_Row))
    if not rows:
        return nodes.container("", *found.children)
    cells = [[cell for cell in row.children if isinstance(cell, nodes.entry)] for row in rows]
    made = [nodes.row("", *row) for row in cells]
    heads = 0
    while heads < len(made) and all(cell.get("heading") for cell in cells[heads]):
        heads += 1
    count = max(sum(cell.get("morecols", 0) + 1 for cell in row) for row in cells)
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _column in range(count)), cols=count)
    if 0 < heads < len(made):
        group += nodes.thead("", *made[:heads])
    else:
        heads = 0
    group += nodes.tbody("", *made[heads:])
    return nodes.table("", group)


def joined(tree: nodes.Element) -> None:
    """Tags that stand apart from what is between them, as Markdown leaves them, become one node around it."""
    for parent in {id(raw.parent): raw.parent for raw in tree.findall(_is_html)}.values():
        _join(parent)


def _is_html(node: nodes.Node) -> bool:
    return isinstance(node, nodes.raw) and "html" in node.get("format", "").split()


def _join(parent: nodes.Element) -> None:
    open_: list[tuple[str, nodes.raw]] = []
    for child in list(parent.children):
        if not _is_html(child):
            continue
        assert isinstance(child, nodes.raw)
        if (begins := OPENING.fullmatch(child.astext())) and begins[1].lower() in {*INLINE, *BLOCK, "a"}:
            open_.append((begins[1].lower(), child))
        elif ends := CLOSING.fullmatch(child.astext()):
            while open_ and open_[-1][0] != ends[1].lower():
                open_.pop()
            if open_:
                _tag, first = open_.pop()
                start, stop = parent.index(first), parent.index(child)
                made, _live = read(first.astext(), isinstance(parent, nodes.TextElement))
                [*inner] = made.children
                around = inner[0] if inner else nodes.inline("")
                if isinstance(around, nodes.paragraph) and around.children:
                    around = around[0]
                assert isinstance(around, nodes.Element)
                between = parent.children[start + 1 : stop]
                del parent[start : stop + 1]
                around += between
                parent.insert(start, around)


def alternatives(raw: nodes.raw) -> Iterator[nodes.raw]:
    """The same passage for other builders: raw passages right beside this one."""
    siblings = list(raw.parent.children)
    at = siblings.index(raw)
    for step in (-1, 1):
        beside = at + step
        while 0 <= beside < len(siblings):
            other = siblings[beside]
            if isinstance(other, nodes.raw):
                if other.get("format", "") != raw.get("format", ""):
                    yield other
            elif not isinstance(other, nodes.comment):
                break
            beside += step
