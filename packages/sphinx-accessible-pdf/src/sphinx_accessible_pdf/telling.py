"""What is told once for its kind, with its count, and not once for each place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx.util import logging

if TYPE_CHECKING:
    from docutils import nodes

logger = logging.getLogger(__name__)


def source_of(node: nodes.Node) -> nodes.Node | str:
    """The nearest node around one, or itself, of which the line is known, or file and line in words."""
    at: nodes.Node | None = node
    while at is not None and not at.line:  # Markdown gives pictures line 0
        at = at.parent
    if at is None or at.source is not None:
        return node if at is None else at
    while node is not None and node.source is None:
        node = node.parent
    return at if node is None else f"{node.source}:{at.line}"


class Kind(NamedTuple):
    """What is told as one."""

    subtype: str
    message: str


class Tally:
    """Complaints of one document, counted by what they say; the first place stands for all."""

    def __init__(self) -> None:
        self.kinds: dict[Kind, list[nodes.Node | None]] = {}

    def note(self, subtype: str, message: str, node: nodes.Node | None) -> None:
        """Count one more."""
        self.kinds.setdefault(Kind(subtype, message), []).append(node)

    def tell(self) -> None:
        """Say each once, and begin anew."""
        for (subtype, message), places in self.kinds.items():
            more = f" ({len(places)} times, here first)" if len(places) > 1 else ""
            place = next((source_of(node) for node in places if node is not None), None)
            logger.warning("%s%s", message, more, location=place, type="accessible_pdf", subtype=subtype)
        self.kinds.clear()
