"""Checks on a chapter as text: control characters, images without words, chapters without text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from policybrief.words import controls
from policybrief.words.complaints import Rule, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx

DECORATION = "decoration"
"""Class of an image that carries no meaning and needs no alternative text."""
UNSEEN = (nodes.title, nodes.Invisible, nodes.system_message)
"""What makes no content of a chapter."""


def replace_controls(app: Sphinx, docname: str, content: list[str]) -> None:
    """Tell C0 and C1 controls and print them as U+FFFD."""
    path = app.env.doc2path(docname)
    for number, line in enumerate(content[0].split("\n"), 1):
        for name in controls.names(line):
            warn(Rule.CONTROL_CHARACTER, f"{path}:{number}", id=name)
    content[0] = controls.replaced(content[0])


def replace_escaped_controls(app: Sphinx, doctree: nodes.document) -> None:
    """The same for those that an entity or an escape in an option brings in."""
    for text in list(doctree.findall(nodes.Text)):
        for name in (found := controls.names(text)):
            warn(Rule.CONTROL_CHARACTER, text.parent, id=name)
        if found:
            text.parent.replace(text, nodes.Text(controls.replaced(text)))
    for image in doctree.findall(nodes.image):
        for name in controls.names(image.get("alt", "")):
            warn(Rule.CONTROL_CHARACTER, image, id=name)
        image["alt"] = controls.replaced(image.get("alt", ""))


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
