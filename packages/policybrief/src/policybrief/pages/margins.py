"""Definitions in the margin, where the window has one: each beside the paragraph that first uses its term.

They are for eyes alone, for the link to the glossary is described by the same words; a narrow window shows none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from policybrief.chapters import terms
from policybrief.chapters.nodes import inline, paragraph
from policybrief.pages.own_pages import written

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LISTS = (nodes.bullet_list, nodes.enumerated_list, nodes.list_item)


class margin_note(nodes.container):
    """A definition beside the paragraph after it."""


def place(app: Sphinx, tree: nodes.document, docname: str) -> None:
    """Put beside each paragraph of running text the definition of the first term that is new in it.

    A second one would stand so far below the first that nobody saw what it belongs to; its link shows it.
    """
    if not written(app, tree, docname) or docname == app.config.root_doc:
        return
    unsaid = {one.id: one for one in terms.definitions(app.env, tree)}
    for block in list(tree.findall(nodes.paragraph)):
        if unsaid and _is_running(block):
            ids = (terms.PREFIX + terms.term_of(link) for link in block.findall(nodes.reference))
            if one := next((unsaid.pop(id) for id in ids if id in unsaid), None):
                said = paragraph(inline(one.term, "term"), " ", one.text)
                block.parent.insert(block.parent.index(block), margin_note("", said, classes=["margin-note"]))


def _is_running(block: nodes.paragraph) -> bool:
    """Whether a paragraph stands in a section, or in a list in one: not in a box, table, figure or statement."""
    around = block.parent
    while isinstance(around, LISTS):
        around = around.parent
    return isinstance(around, nodes.section) and "panel" not in around["classes"]
