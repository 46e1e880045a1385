"""The marks of a redline: nodes for inserted and deleted words, classes for blocks; accepted, rejected, shown.

The tree that `merge` makes holds both texts.  `accept` gives the new one, `reject` the old one; `shown`
adds the signs in words and brackets that tell them apart without colour.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from sphinx_redline.lowered import unwrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

INSERTED, DELETED = "redline-inserted", "redline-deleted"
MOVED, MOVE, RENUMBERED, SIGN = "redline-moved", "redline-move-", "redline-renumbered", "redline-sign"
LEADING = ("ids", "names", "refid")
"""What a deleted node must not keep: it would answer for, or lead to, the text that replaced it."""


class Words(NamedTuple):
    """What a shown redline says besides the texts, for whoever prints it in another language."""

    moved_away: str = "[moved from here, move {number}: {title} …]"
    moved_here: str = "[moved here, move {number}]"
    added_image: str = "added image: {text}"
    deleted_image: str = "deleted image: {text}"


ENGLISH = Words()


class inserted(nodes.inline):
    """Words that only the new text has."""


class deleted(nodes.inline):
    """Words that only the old text had."""


def mark(children: Iterable[nodes.Node], *classes: str) -> nodes.inline:
    """A run of words under a mark; the first class says which."""
    made = inserted if classes[0] == INSERTED else deleted
    return made("", "", *children, classes=list(classes))


def without_ids(node: nodes.Node) -> nodes.Node:
    """A deep copy that nothing can lead to and that leads nowhere inside the document."""
    copied: nodes.Node = node.deepcopy()
    if isinstance(copied, nodes.Element):
        holder = nodes.container("", copied)
        for element in list(holder.findall(nodes.Element)):
            for key in LEADING:
                if key in ("ids", "names"):
                    element[key] = []
                elif key in element:
                    del element[key]
            if isinstance(element, nodes.target):
                element.parent.remove(element)
            elif isinstance(element, nodes.footnote_reference) or (
                isinstance(element, nodes.reference) and (element.get("internal") or "refuri" not in element)
            ):
                plain = nodes.inline("", "", *element.children, classes=element["classes"])
                element.parent.replace(element, plain)
        copied = holder[0] if holder.children else nodes.Text("")
    return copied


def accept(tree: nodes.document) -> nodes.document:
    """The new text: deletions gone, insertions ordinary."""
    return _settled(tree, drop=DELETED, keep=INSERTED)


def reject(tree: nodes.document) -> nodes.document:
    """The old text: insertions gone, deletions ordinary."""
    return _settled(tree, drop=INSERTED, keep=DELETED)


def _settled(tree: nodes.document, drop: str, keep: str) -> nodes.document:
    settled = tree.deepcopy()
    for node in _all_with(settled, drop):
        node.parent.remove(node)
    for node in _all_with(settled, keep):
        if isinstance(node, inserted | deleted):
            unwrap(node)
        else:
            node["classes"] = [c for c in node["classes"] if not c.startswith("redline-")]
    for group in settled.findall(nodes.tgroup):
        group["cols"] = len([child for child in group.children if isinstance(child, nodes.colspec)])
    for element in settled.findall(nodes.TextElement):
        _join_text(element)
    return settled


def _all_with(tree: nodes.Element, name: str) -> list[nodes.Element]:
    return [node for node in tree.findall(nodes.Element) if name in node["classes"]]


def joined(run: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Neighbouring texts as one, put together at once: one by one a long run costs the square of its length."""
    made: list[nodes.Node] = []
    for are_texts, part in groupby(run, key=lambda node: isinstance(node, nodes.Text)):
        if not are_texts:
            made += part
        elif text := "".join(map(str, part)):
            made.append(nodes.Text(text))
    return made


def _join_text(element: nodes.Element) -> None:
    """Neighbouring runs of text become one."""
    made = joined(element.children)
    if len(made) != len(element.children):
        element.children = []
        element += made


def count(tree: nodes.Element) -> tuple[int, int, int]:
    """How many insertions, deletions and moves the tree has; a renumbering is none of them."""
    moves = {c for node in tree.findall(nodes.Element) for c in node["classes"] if c.startswith(MOVE)}
    tallies = {INSERTED: 0, DELETED: 0}
    for node in tree.findall(nodes.Element):
        classes = set(node["classes"])
        for status in tallies:
            if status in classes and not {MOVED, RENUMBERED} & classes:
                tallies[status] += 1
    return tallies[INSERTED], tallies[DELETED], len(moves)


def shown(tree: nodes.document, words: Words = ENGLISH) -> nodes.document:
    """The tree for readers: each mark in brackets with its sign, a moved block once in full."""
    made = tree.deepcopy()
    for node in _all_with(made, MOVED):
        number = next(c for c in node["classes"] if c.startswith(MOVE)).removeprefix(MOVE)
        if DELETED in node["classes"]:
            title = " ".join(node.astext().split()[:8])
            _replace_by_notice(node, words.moved_away.format(number=number, title=title))
        else:
            node["classes"] = [c for c in node["classes"] if c != INSERTED]
            _put_notice(node, words.moved_here.format(number=number))
    for node in _all_with(made, INSERTED) + _all_with(made, DELETED):
        status = INSERTED if INSERTED in node["classes"] else DELETED
        if isinstance(node, inserted | deleted):
            put_signs(node)
        else:
            _mark_texts(node, status, words)
    return made


def _mark_texts(block: nodes.Element, status: str, words: Words) -> None:
    """Every text in a block that is new or gone as a whole gets its mark."""
    for element in list(block.findall(nodes.Element)):
        if isinstance(element, nodes.image) and not isinstance(element.parent, nodes.TextElement):
            told = words.added_image if status == INSERTED else words.deleted_image
            note = mark([nodes.Text(told.format(text=element.get("alt", "")))], status)
            put_signs(note)
            element.parent.insert(element.parent.index(element), nodes.paragraph("", "", note))
    for element in list(block.findall(nodes.TextElement)):
        if isinstance(element, nodes.Inline) or not element.children:
            continue
        if any(isinstance(n, inserted | deleted) for n in element.findall()) or isinstance(
            element, nodes.math_block
        ):
            continue
        run = mark(element.children, status)
        element.children = []
        element += run
        put_signs(run)


def put_signs(node: nodes.Element) -> None:
    """Stand the brackets with their sign around a mark."""
    sign = "+" if isinstance(node, inserted) else "\N{MINUS SIGN}"
    if any(isinstance(child, nodes.inline) and SIGN in child["classes"] for child in node.children):
        return
    first, last = node.children[0] if node.children else None, node.children[-1] if node.children else None
    opening, closing = _sign(f"[{sign}"), _sign("]")
    # a space at the edge of a mark stays outside the brackets, where a reader expects it
    if isinstance(last, nodes.Text) and str(last).endswith(" ") and str(last).strip():
        node.children[-1:] = [nodes.Text(str(last)[:-1]), closing, nodes.Text(" ")]
        first = node.children[0]
    else:
        node += closing
    if isinstance(first, nodes.Text) and str(first).startswith(" ") and str(first).strip():
        node.children[:1] = [nodes.Text(" "), opening, nodes.Text(str(first)[1:])]
    else:
        node.insert(0, opening)
    for child in node.children:
        node.setup_child(child)


def _sign(text: str) -> nodes.inline:
    return nodes.inline("", text, classes=[SIGN])


def _notice(node: nodes.Element, words: str) -> nodes.Element:
    """The words in a form that can stand where *node* stands."""
    line = nodes.paragraph("", "", _sign(words), classes=["redline-notice"])
    if isinstance(node, nodes.list_item):
        return nodes.list_item("", line)
    if isinstance(node, nodes.row):
        cells = [nodes.entry("", line), *(nodes.entry() for _cell in node.children[1:])]
        return nodes.row("", *cells)
    if isinstance(node, nodes.definition_list_item):
        return nodes.definition_list_item(
            "", nodes.term("", "", _sign(words)), nodes.definition("", nodes.paragraph())
        )
    return line


def _replace_by_notice(node: nodes.Element, words: str) -> None:
    node.parent.replace(node, _notice(node, words))


def _put_notice(node: nodes.Element, words: str) -> None:
    line = nodes.paragraph("", "", _sign(words), classes=["redline-notice"])
    if isinstance(node, nodes.TextElement):
        node.insert(0, [_sign(words), nodes.Text(" ")])
    elif isinstance(node, nodes.row | nodes.definition_list_item):
        cell = node.children[0 if isinstance(node, nodes.row) else -1]
        assert isinstance(cell, nodes.Element)
        cell.insert(0, line)
    elif node.children and isinstance(title := node.children[0], nodes.title):
        title.insert(0, [_sign(words), nodes.Text(" ")])
    elif isinstance(node, nodes.bullet_list | nodes.enumerated_list | nodes.definition_list | nodes.table):
        node.parent.insert(node.parent.index(node), line)
    else:
        node.insert(0, line)


def visit_inserted(self: HTML5Translator, node: inserted) -> None:
    """Inserted words in HTML."""
    self.body.append(self.starttag(node, "ins", ""))


def depart_inserted(self: HTML5Translator, node: inserted) -> None:
    """Close them."""
    self.body.append("</ins>")


def visit_deleted(self: HTML5Translator, node: deleted) -> None:
    """Deleted words in HTML."""
    self.body.append(self.starttag(node, "del", ""))


def depart_deleted(self: HTML5Translator, node: deleted) -> None:
    """Close them."""
    self.body.append("</del>")


def add_nodes(app: Sphinx) -> None:
    """Make the marks known to Sphinx; only HTML has elements for them, all others print inline text."""
    app.add_node(inserted, html=(visit_inserted, depart_inserted))
    app.add_node(deleted, html=(visit_deleted, depart_deleted))
