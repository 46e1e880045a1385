"""Short names of chapters in the contents beside every page, where a title that is a sentence takes many lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

KEY = "short"
"""The field at the head of a chapter: ``short: Options``.  Its title stays what it is everywhere else."""


def shorten(app: Sphinx, doctree: nodes.document) -> None:
    """Give the chapter that was read its short name in the contents, if it has one."""
    docname = app.env.docname
    short = app.env.metadata[docname].get(KEY)
    first = next(iter(app.env.tocs[docname].findall(nodes.reference)), None)
    if short and first is not None:
        first.children = []
        first += nodes.Text(str(short))
