"""Checks on a chapter as text: images without words, chapters without text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from policybrief.words.complaints import Rule, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx

DECORATION = "decoration"
"""Class of an image that carries no meaning and needs no alternative text."""
UNSEEN = (nodes.title, nodes.Invisible, nodes.system_message)
"""What makes no content of a chapter."""


def check_alternatives(app: Sphinx, doctree: nodes.document) -> None:
    """An image says in words what it shows; its file name is no description."""
    for image in doctree.findall(nodes.image):
        words = image.get("alt", "").strip()
        if DECORATION in image["classes"]:
            image["alt"] = ""
        elif not words or words == image["uri"]:
            warn(Rule.MISSING_ALT, image, id=image["uri"])


def check_empty(app: Sphinx, doctree: nodes.document) -> None:
    """A chapter has more than its heading."""
    docname = app.env.docname
    if docname != app.config.root_doc and not _has_content(doctree):
        warn(Rule.EMPTY_CHAPTER, (docname, 1), id=docname)


def _has_content(part: nodes.Element) -> bool:
    return any(
        _has_content(child) if isinstance(child, nodes.section) else not isinstance(child, UNSEEN)
        for child in part.children
    )
