"""Makes a drawing fit for a page: no style attributes, no metadata, ids and classes of its own.

A strict content security policy refuses style attributes, and several drawings may stand in one page, so
colours become attributes with a class beside them (for dark screens) and every id begins with the figure's.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from policybrief.figures.palette import CLASSES

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
DROPPED = {f"{{{SVG}}}metadata", f"{{{SVG}}}style"}
FONT = re.compile(r"(?:(?P<weight>\d{3}|bold) )?(?P<size>[\d.]+)px (?P<family>.+)")
LOCAL = re.compile(r"url\(#([^)]+)\)")
STACK = "system-ui, sans-serif"
"""What a drawing on screen is set in where no style sheet says more."""


def for_print(svg: str, title: str, words: str) -> str:
    """The drawing at its size, in the faces of print, its message inside."""
    root = _clean(svg, "drawing")
    _describe(root, title, words, "drawing")
    root.set("font-family", "Source Sans Pro")
    return _written(root)


def for_screen(svg: str, id: str, title: str, words: str) -> str:
    """The drawing as part of a page: as wide as it may be, in the reader's own face."""
    root = _clean(svg, id)
    _describe(root, title, words, id)
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    for text in root.iter(f"{{{SVG}}}text"):
        text.attrib.pop("font-family", None)
    root.set("font-family", STACK)
    root.set("focusable", "false")
    return _written(root)


def _clean(svg: str, prefix: str) -> ET.Element:
    root = ET.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", svg))
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in DROPPED or (child.tag == f"{{{SVG}}}defs" and not len(child)):
                parent.remove(child)
    used = _used(root)
    for node in root.iter():
        for name, value in _attributes(node.attrib.pop("style", "")):
            node.set(name, value)
        _rename(node, prefix, used)
        _classify(node)
    return root


def _attributes(style: str) -> list[tuple[str, str]]:
    """The declarations of a style as presentation attributes; the short form of a font in its parts."""
    found: list[tuple[str, str]] = []
    for declaration in style.split(";"):
        name, _colon, value = (part.strip() for part in declaration.partition(":"))
        if name == "font":
            if font := FONT.fullmatch(value):
                found += [("font-size", font["size"]), ("font-family", font["family"].replace("'", ""))]
                found += [("font-weight", font["weight"])] if font["weight"] else []
        elif name:
            found.append((name, value))
    return found


def _used(root: ET.Element) -> set[str]:
    """The ids that something in the drawing points to."""
    used = set()
    for node in root.iter():
        used.add(node.get(f"{{{XLINK}}}href", node.get("href", "")).removeprefix("#"))
        for value in node.attrib.values():
            used |= set(LOCAL.findall(value))
    return used


def _rename(node: ET.Element, prefix: str, used: set[str]) -> None:
    id = node.attrib.pop("id", "")
    if id and id in used:
        node.set("id", f"{prefix}-{id}")
    if target := node.attrib.pop(f"{{{XLINK}}}href", ""):
        node.set("href", f"#{prefix}-{target.removeprefix('#')}")
    for name, value in list(node.attrib.items()):
        node.set(name, LOCAL.sub(rf"url(#{prefix}-\1)", value))


def _classify(node: ET.Element) -> None:
    classes = [
        f"{what}-{CLASSES[colour]}" for what in ("fill", "stroke") if (colour := node.get(what, "")) in CLASSES
    ]
    if classes:
        node.set("class", " ".join(classes))


def _describe(root: ET.Element, title: str, words: str, id: str) -> None:
    for tag, text in (("desc", words), ("title", title)):
        node = ET.Element(f"{{{SVG}}}{tag}", {"id": f"{id}-{tag}"})
        node.text = text
        root.insert(0, node)
    root.set("role", "img")
    root.set("aria-labelledby", f"{id}-title {id}-desc")


def _written(root: ET.Element) -> str:
    ET.register_namespace("", SVG)
    for node in root.iter():
        node.tail = "\n" if node.tail is not None and not node.tail.strip() else node.tail
    return ET.tostring(root, encoding="unicode") + "\n"
