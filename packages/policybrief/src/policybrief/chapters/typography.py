"""Quotation marks, apostrophes and spaces of words that come from data, as they are set in chapters.

Sphinx sets the marks of a chapter when it reads it; records, bibliography and changelog are filled in later.  No
language has its no-break spaces set by Sphinx.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils import normalize_language_tag, smartquotes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import is_smartquotable

from policybrief.data.upstream import builder_of
from policybrief.words.spaces import kept_together

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STRAIGHT = {'"', "'", "`"}
NOT_SET = (nodes.FixedTextElement, nodes.Special)
"""Blocks that print as they are typed."""
QUOTES = "q"
"""What docutils may set: with backticks, too, it would close a quotation at every apostrophe."""


class SetQuotes(SphinxPostTransform):
    """Set what still stands straight when all is filled in and resolved."""

    default_priority = 300

    def is_supported(self) -> bool:
        """Where Sphinx sets them: it can be told not to, and some builders and languages have none."""
        left_out = self.config.smartquotes_excludes
        wanted = self.config.smartquotes and self.config.language not in left_out.get("languages", ())
        return bool(wanted and builder_of(self.env).name not in left_out.get("builders", ()))

    def run(self, **kwargs: Any) -> None:
        """Go through the blocks of text; marks are told open from closed by what stands around them in one."""
        known = smartquotes.smartchars.quotes
        language = next((tag for tag in normalize_language_tag(self.config.language) if tag in known), None)
        if language is None:
            return
        for block in blocks(self.document):
            if STRAIGHT.isdisjoint(block.astext()):
                continue
            texts = list(block.findall(nodes.Text))
            tokens = [("plain" if is_smartquotable(text) else "literal", str(text)) for text in texts]
            for text, said in zip(texts, list(smartquotes.educate_tokens(tokens, QUOTES, language)), strict=True):
                change(text, said)


class KeepTogether(SphinxPostTransform):
    """Let no line break where the language has a no-break space, in all that is filled in and resolved."""

    default_priority = 301  # after quotation marks, which may bring spaces

    def run(self, **kwargs: Any) -> None:
        """Go through the blocks of text."""
        keep_together(blocks(self.document), self.config.language)


class KeepTitlesTogether(SphinxTransform):
    """Titles as they are read: lists of contents have them from there, and statements theirs."""

    default_priority = 860  # after quotation marks (750), before titles are noted (880)

    def apply(self, **kwargs: Any) -> None:
        """Go through the titles."""
        keep_together(self.document.findall(nodes.title), self.config.language)


def keep_together(within: Iterable[nodes.TextElement], language: str) -> None:
    """Keep together what belongs together in these blocks."""
    for block in within:
        for text in filter(is_smartquotable, list(block.findall(nodes.Text))):
            change(text, kept_together(str(text), language))


def blocks(tree: nodes.document) -> Iterator[nodes.TextElement]:
    """The blocks of text, but for those that print as they are typed."""
    for block in list(tree.findall(nodes.TextElement)):
        if not isinstance(block.parent, nodes.TextElement) and not isinstance(block, NOT_SET):
            yield block


def change(text: nodes.Text, said: str) -> None:
    """Put other words in the place of a text."""
    if said != text:
        text.parent.replace(text, nodes.Text(said))
