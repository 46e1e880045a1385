"""What kind of picture a file is, whatever its name says, and pictures made fit for print.

The engine draws no HTML within an SVG and knows no variables of CSS, and says neither: labels of diagrams would be
missing and filled shapes be black.  Both are resolved here; what cannot be is told.
"""

from __future__ import annotations

import re
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEAD = 1024
"""Bytes that tell what a file is."""
SIGNS = {
    b"\x89PNG\r\n\x1a\n": ".png",
    b"\xff\xd8\xff": ".jpg",
    b"GIF8": ".gif",
    b"%PDF-": ".pdf",
    b"BM": "BMP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"\0\0\1\0": "ICO",
    b"8BPS": "Photoshop",
    b"%!PS": "PostScript",
    b"\x1f\x8b": "compressed SVG",
}
"""First bytes of files: the ending of what can be printed, the name of what cannot."""
BRANDS = {b"avif": "AVIF", b"avis": "AVIF", b"heic": "HEIC", b"mif1": "HEIF", b"jxl ": "JPEG XL"}
SVG = "{http://www.w3.org/2000/svg}"
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,((?:[^()]|\([^()]*\))*))?\)")
SET = re.compile(r"(?<![\w-])(--[\w-]+)\s*:\s*([^;{}]+)")
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
RULE = re.compile(r"(?:\A|(?<=[{}]))([^{}]*)\{([^{}]*)\}")
SIMPLE = re.compile(r":root|(\*|[\w-]+)?((?:[.#][\w-]+)*)")
"""A selector of CSS for which an element alone says whether it is meant."""
PAIR = re.compile(r"light-dark\(((?:[^(),]|\([^()]*\))+),(?:[^()]|\([^()]*\))*\)")
DARK = re.compile(r"@media[^{@]*prefers-color-scheme\s*:\s*dark[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
NEWER = re.compile(r"(?<![\w-])(color-mix|oklch|oklab|lch|lab|color|calc)\(")
"""Functions of CSS that the engine passes over in silence."""
HELD = re.compile(rb"var\(|light-dark\(|foreignObject|(?:color-mix|oklch|oklab|lch|lab|color|calc)\(")
OUTSIDE = re.compile(rb"<(?:\w+:)?(?:image|use|feImage)\b[^<>]*href\s*=\s*[\"'](?!\s*(?:#|data:))")
"""A picture or part of one that stands in another file."""
BLOCKS = {"div", "p", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr"}
LETTER = 0.45
"""Width of a letter in its height, on average."""
ROUNDS, MOST_WRITTEN = 5, 1_000_000
"""How deep variables may name variables, and characters that are written for variables in all of a drawing."""


class Fitted(NamedTuple):
    """An SVG as the engine can draw it."""

    content: bytes
    complaints: list[str]


def kind(path: Path) -> str:
    """The ending that belongs to what is in a file, or the name of a kind that cannot be printed."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    for sign, found in SIGNS.items():
        if head.startswith(sign):
            return found
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], "video or unknown")
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return ".webp"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith((b"<svg", b"<?xml", b"<!DOCTYPE", b"<!--", b"\xff\xfe", b"\xfe\xff")) or b"<svg" in head:
        return ".svg"
    return "unknown"


def fitted(content: bytes) -> Fitted:
    """An SVG without variables, its HTML as text of SVG; one that is not well-formed is the engine's to refuse."""
    if not HELD.search(content) and not OUTSIDE.search(content):
        return Fitted(content, [])
    for prefix, address in (("", SVG[1:-1]), ("xlink", "http://www.w3.org/1999/xlink")):
        ElementTree.register_namespace(prefix, address)
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError:
        return Fitted(content, [])
    complaints = [*_resolve_variables(root), *_draw_words(root), *_from_outside(root)]
    return Fitted(ElementTree.tostring(root, encoding="utf-8"), complaints)


def _resolve_variables(root: ElementTree.Element) -> Iterator[str]:
    """Put the value of each variable in its place; of two colour schemes, print has the light one."""
    sheets = [node for node in root.iter(f"{SVG}style") if node.text]
    rules: list[tuple[list[str], dict[str, str]]] = []
    for sheet in sheets:
        sheet.text = DARK.sub("", COMMENT.sub("", sheet.text or ""))
        rules += [(_selectors(selectors), _set(body)) for selectors, body in RULE.findall(sheet.text)]
    values: dict[str, dict[str, None]] = {}
    for given in (*(given for _selectors, given in rules), *(_set(node.get("style")) for node in root.iter())):
        for name, text in given.items():
            values.setdefault(name, {})[text] = None
    several = {name for name, found in values.items() if len(found) > 1}
    doubted = several & {
        name for selectors, given in rules for name in given if not all(map(SIMPLE.fullmatch, selectors))
    }
    within = {
        name
        for _selectors, given in rules
        if not any(_selects(s, root, root) for s in _selectors)
        for name in given
    }
    within |= {name for node in root.iter() if node is not root for name in _set(node.get("style"))}
    lost: dict[str, None] = {}
    twice: dict[str, None] = {}
    written = 0

    def resolved(text: str, known: dict[str, str], doubted: set[str]) -> str:
        def value(found: re.Match[str]) -> str:
            nonlocal written
            if found[1] in doubted:
                twice[found[1]] = None
            given = known.get(found[1], found[2])
            written += len(given or "")
            if given is None or written > MOST_WRITTEN:
                lost[found[1]] = None
                return "currentColor"
            return given.strip()

        for _round in range(ROUNDS):
            text = VARIABLE.sub(value, text)
        return PAIR.sub(lambda found: found[1].strip(), text)

    def visit(node: ElementTree.Element, known: dict[str, str]) -> dict[str, str]:
        for selectors, given in rules:
            if any(_selects(selector, node, root) for selector in selectors):
                known = known | given
        known = known | _set(node.get("style"))
        for name, text in node.attrib.items():
            if "var(" in text or "light-dark(" in text:
                node.set(name, resolved(text, known, doubted))
        for child in node:
            visit(child, known)
        return known

    at_root = visit(root, {name: next(iter(found)) for name, found in values.items()})
    for sheet in sheets:
        sheet.text = RULE.sub(
            lambda rule: resolved(rule[0], at_root | _set(rule[2]), several & within - _set(rule[2]).keys()),
            sheet.text or "",
        )
    for name in dict.fromkeys(NEWER.findall(" ".join(_styles(root)))):
        yield f"uses the function {name}() of CSS, which print does not know: what it sets is left out"
    for name in twice:
        yield f"gives the variable {name} more than one value, and print cannot tell where each holds"
    for name in lost:
        if written > MOST_WRITTEN:
            yield f"repeats variables in more than {MOST_WRITTEN:,} characters: print draws what is left in black"
            break
        yield f"uses the variable {name}, which only a page of the web gives a value: print draws it in black"


def _from_outside(root: ElementTree.Element) -> Iterator[str]:
    """What a drawing takes from other files, which the engine leaves out in silence."""
    for node in root.iter():
        if _plain(node) in ("image", "use", "feimage"):
            for name in ("href", "{http://www.w3.org/1999/xlink}href"):
                address = node.get(name, "").strip()
                if address and not address.startswith(("#", "data:")):
                    yield f"takes {address!r} from another file, which print leaves out: put it into the drawing"


def _set(style: str | None) -> dict[str, str]:
    """The variables that a style gives a value."""
    return {name: value.strip() for name, value in SET.findall(style or "")}


def _selectors(text: str) -> list[str]:
    return [selector.strip() for selector in text.split(",")]


def _selects(selector: str, node: ElementTree.Element, root: ElementTree.Element) -> bool:
    """Whether a selector without relations means an element."""
    found = SIMPLE.fullmatch(selector)
    if not found or selector in ("", ":root"):
        return selector == ":root" and node is root
    names = {*(f".{name}" for name in node.get("class", "").split()), f"#{node.get('id', '')}"}
    return (
        found[1] in (None, "*", str(node.tag).rpartition("}")[2])
        and {*re.findall(r"[.#][\w-]+", found[2])} <= names
    )


def _styles(root: ElementTree.Element) -> Iterator[str]:
    for node in root.iter():
        yield from (text for name, text in node.attrib.items() if name != "d")
        if node.tag == f"{SVG}style":
            yield node.text or ""


def _draw_words(root: ElementTree.Element) -> Iterator[str]:
    """Text of SVG in place of HTML, in the middle of its box."""
    for parent in list(root.iter()):
        for at, node in enumerate(list(parent)):
            if node.tag != f"{SVG}foreignObject":
                continue
            if parent.tag == f"{SVG}switch" and len(parent) > 1:
                parent.remove(node)  # what follows is drawn in its stead
                continue
            if any(_plain(inner) in ("img", "table", "svg", "video", "canvas") for inner in node.iter()):
                yield "holds HTML (foreignObject) with more than words, of which print draws the words alone"
            parent[at] = _as_text(node, _measures(root))


def _measures(root: ElementTree.Element) -> tuple[float, float]:
    """Width and height that parts of a hundred are of."""
    box = re.findall(r"[\d.]+", root.get("viewBox", ""))[2:] or [root.get("width", ""), root.get("height", "")]
    return _number(box[0]), _number(box[-1])


def _as_text(node: ElementTree.Element, whole: tuple[float, float]) -> ElementTree.Element:
    x, width = (_number(node.get(name, "0"), whole[0]) for name in ("x", "width"))
    y, height = (_number(node.get(name, "0"), whole[1]) for name in ("y", "height"))
    style = " ".join(inner.get("style", "") for inner in node.iter())
    left, top, wide = (
        re.search(rf"(?<![\w-]){name}:\s*([\d.]+)px", style) for name in ("margin-left", "padding-top", "width")
    )
    if left and top and wide:  # a box over the whole drawing, whose words are pushed to their place
        x, y, width, height = _number(left[1]), _number(top[1]), _number(wide[1]), 0
    size = re.search(r"font-size:\s*([\d.]+)", style)
    colour = re.search(r"(?<![\w-])color:\s*([^;]+)", style)
    step = (_number(size[1]) if size else 14) or 14
    room = max(int(width / step / LETTER), 1) if width and "nowrap" not in style else 1000
    lines = [
        line for part in "".join(_words(node)).split("\n") for line in wrap(part, room, break_long_words=False)
    ]
    text = ElementTree.Element(
        f"{SVG}text",
        {
            "x": f"{x + width / 2:g}",
            "text-anchor": "middle",
            "font-size": f"{step:g}",
            "fill": colour[1].strip() if colour else "currentColor",
        },
    )
    if "transform" in node.attrib:
        text.set("transform", node.attrib["transform"])
    first = y + height / 2 - (len(lines) - 1) * step * 0.6 + step * 0.35
    for number, line in enumerate(lines):
        span = ElementTree.SubElement(
            text, f"{SVG}tspan", x=text.attrib["x"], y=f"{first + number * step * 1.2:g}"
        )
        span.text = line
    return text


def _words(node: ElementTree.Element) -> Iterator[str]:
    if _plain(node) in BLOCKS:
        yield "\n"
    yield node.text or ""
    for child in node:
        yield from _words(child)
        yield child.tail or ""
    if _plain(node) in BLOCKS - {"br"}:
        yield "\n"


def _plain(node: ElementTree.Element) -> str:
    return str(node.tag).rpartition("}")[2].lower()


def _number(text: str, whole: float = 0) -> float:
    found = re.match(r"-?[\d.]+", text)
    number = float(found[0]) if found else 0.0
    return number * whole / 100 if text.endswith("%") else number
