"""Documents that are too large for one run of the engine: volumes of whole chapters, with links between them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx import addnodes

from sphinx_accessible_pdf.structure import name_of, part

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNS = 2500
"""Characters of text that a page is taken to hold."""
UNPRINTED = (nodes.substitution_definition, nodes.raw)
"""What may be long and fills no pages, as drawings for the screen that each chapter has at hand."""


class Place(NamedTuple):
    """Where something stands that another volume refers to."""

    volume: int
    section: str
    """The name of the section around it, which links from outside can lead to."""


def volumes(tree: nodes.document, pages: int) -> list[nodes.document]:
    """*tree* in volumes of about so many pages; what is less than two of them stays whole, as does all with 0."""
    most, total = pages * SIGNS, _signs(tree)
    if not most or total <= 2 * most:
        return [tree]
    for file in tree.findall(addnodes.start_of_file):
        for child in file.children:
            child.parent = file  # Sphinx leaves it below the document that it was read as
    count = math.ceil(total / most)
    found, before, last = [tree], _own(tree), 0
    chapters = list(_chapters(tree, most))
    captions = {id(chapter): _caption(chapter) for chapter in chapters}  # while all stand where they were listed
    above: dict[int, nodes.Element] = {}
    for at, chapter in enumerate(chapters):
        own = _signs(chapter) if _signs(chapter) <= most else _own(chapter)
        number = int((before + own / 2) * count / total)  # where its middle would stand in volumes of one size
        if at and number > last:
            found.append(_begun(tree))
            above = {}
        before, last = before + own, number
        if _root(chapter) is not found[-1]:
            _move(chapter, found[-1], captions[id(chapter)], above)
    return found


def places(found: list[nodes.document]) -> dict[str, Place]:
    """Where each link target of all volumes stands."""
    known: dict[str, Place] = {}

    def walk(node: nodes.Node, docname: str, place: Place) -> None:
        if isinstance(node, addnodes.start_of_file):
            docname = node["docname"]
            place = place._replace(section=next((name_of(docname, s) for s in node.findall(nodes.section)), ""))
            known.setdefault(f"{docname}:", place)
        if isinstance(node, nodes.section) and node["ids"]:
            place = place._replace(section=name_of(docname, node))
        if isinstance(node, nodes.Element):
            for id in node["ids"]:
                known.setdefault(f"{docname}:{id}", place)
        for child in node.children:
            walk(child, docname, place)

    for number, volume in enumerate(found):
        walk(volume, volume["docname"], Place(number, ""))
    return known


def extent(volume: nodes.document) -> list[str]:
    """The titles of its first and last chapter, if there are any."""
    titles = [next(chapter.findall(nodes.title), None) for chapter in _outermost(volume)]
    named = [title.astext() for title in titles if title is not None]
    return list(dict.fromkeys([*named[:1], *named[-1:]]))


def _chapters(node: nodes.Node, most: int) -> Iterator[nodes.Element]:
    """The chapters in order; one that is larger than a volume gives those that it lists as well."""
    for chapter in _outermost(node):
        yield chapter
        if _signs(chapter) > most:
            yield from _chapters(chapter, most)


def _outermost(node: nodes.Node) -> Iterator[nodes.Element]:
    for child in node.children:
        if isinstance(child, addnodes.start_of_file):
            yield child
        else:
            yield from _outermost(child)


def _signs(node: nodes.Node) -> int:
    if isinstance(node, nodes.Text):
        return len(node)
    return 0 if isinstance(node, UNPRINTED) else sum(map(_signs, node.children))


def _own(node: nodes.Node) -> int:
    """The text of a chapter without that of the chapters that it lists."""
    return _signs(node) - sum(map(_signs, _outermost(node)))


def _begun(tree: nodes.document) -> nodes.document:
    """A volume without chapters: all that it shares with the first is what the document is."""
    volume = tree.copy()
    volume["ids"] = []
    volume += nodes.section()
    return volume


def _root(node: nodes.Node) -> nodes.Node:
    while node.parent is not None:
        node = node.parent
    return node


def _move(
    chapter: nodes.Element, volume: nodes.document, caption: nodes.Element | None, above: dict[int, nodes.Element]
) -> None:
    """Take a chapter to a volume, and the caption of the list or the section that it begins.

    A caption or a section that began in a volume before says its title again; *above* has those that this one has.
    """
    begun = _begun_by(chapter)
    place = _again(begun.parent, volume, above)
    if begun is chapter and caption is not None and id(caption) not in above:
        above[id(caption)] = caption
        if begun.parent.index(begun) and begun.parent[begun.parent.index(begun) - 1] is caption:
            caption.parent.remove(caption)
        else:
            caption = caption.copy()
        place.append(caption)
    begun.parent.remove(begun)
    place.append(begun)


def _again(around: nodes.Node, volume: nodes.document, above: dict[int, nodes.Element]) -> nodes.Element:
    """Where in a volume stands what stood in *around*: below the titles, said again, of the sections around it."""
    while not isinstance(around, (nodes.section, nodes.document)):
        around = around.parent
    if isinstance(around, nodes.document) or isinstance(around.parent, nodes.document):
        [outermost] = volume.children
        assert isinstance(outermost, nodes.section)
        return outermost
    if id(around) not in above:
        title = next((child for child in around.children if isinstance(child, nodes.title)), None)
        words = [] if title is None else [nodes.title("", title.astext())]
        outer = _again(around.parent, volume, above)
        above[id(around)] = nodes.section("", *words, classes=around["classes"])
        outer.append(above[id(around)])
    return above[id(around)]


def _caption(chapter: nodes.Element) -> nodes.Element | None:
    """The caption of the list in which a chapter stands, if it has one."""
    before = chapter.parent.children[: chapter.parent.index(chapter)]
    return next((node for node in reversed(before) if isinstance(node, part)), None)


def _begun_by(chapter: nodes.Element) -> nodes.Element:
    """The largest section below the title of its file that has the chapter as its first, or else the chapter."""
    begun, around = chapter, chapter.parent
    while isinstance(around, nodes.compound):  # a list of chapters
        around = around.parent
    while isinstance(around, nodes.section) and isinstance(around.parent, nodes.section):
        if next(_outermost(around)) is not chapter:
            break
        begun, around = around, around.parent
    return begun
