"""HTML in chapters: comments are dropped, and where HTML is switched off the rest is told and prints as written.

Markdown that does not know HTML would print comments, and read what they hold as text; so it is parsed, whatever
``myst_disable_syntax`` says, and what it gives is taken out or turned into text here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from policybrief.words.complaints import Rule, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
TAG = re.compile(r"</?[A-Za-z!?]")
CHECKBOX = re.compile(r'<input class="task-list-item-checkbox"[^>]*>')
"""What MyST writes for ``[ ]`` and ``[x]``, which no author did."""
OPEN, DONE = "\N{BALLOT BOX}\N{NO-BREAK SPACE}", "\N{BALLOT BOX WITH CHECK}\N{NO-BREAK SPACE}"
OFF = ["html_block", "html_inline"]
"""What ``myst_disable_syntax`` calls HTML."""


class DropComments(SphinxTransform):
    """Take comments out, and print signs for tasks; HTML of an author who has it on stays."""

    default_priority = 200

    def apply(self, **kwargs: Any) -> None:
        """Go through what is raw HTML."""
        for node in list(self.document.findall(nodes.raw)):
            if CHECKBOX.fullmatch(text := node.astext()):
                node.parent.replace(node, nodes.Text(DONE if "checked=" in text else OPEN))
            elif node.get("format") == "html":
                if (opened := COMMENT.sub(_closed_alone, node.astext())).lstrip().startswith("<!--"):
                    problem = (
                        f"the comment {' '.join(opened.split())[:40]!r} is never closed: nothing after it prints"
                    )
                    warn(Rule.FORM, node, f"{problem}; write --> where it ends")
                self.put(node, COMMENT.sub("", node.astext()))

    def put(self, node: nodes.raw, text: str) -> None:
        """What is left of *node* without its comments; of a block that was only a comment nothing."""
        if not text.strip():
            _remove(node)
        elif text != node.astext():
            left = nodes.raw("", text, format="html")
            left.source, left.line = node.source, node.line
            node.replace_self(left)


class TellHTML(DropComments):
    """Take comments out; other HTML is told, and prints as it is written."""

    def put(self, node: nodes.raw, text: str) -> None:
        """The text of *node* in its place."""
        if not text.strip():
            _remove(node)
            return
        problem = f"{' '.join(text.split())[:40]!r} is HTML, which is switched off: it prints as it is written; "
        problem += "use Markdown, or write \\< where the sign itself is meant"
        if not TAG.search(text):
            problem = "text on the line of a comment is not read as Markdown; give the comment a line of its own"
        if not text.lstrip().startswith("</"):  # told where it opens
            warn(Rule.FORM, node, problem)
        inside = isinstance(node.parent, nodes.TextElement)
        put = nodes.Text(text) if inside else nodes.paragraph("", text.strip())
        if isinstance(put, nodes.paragraph):
            put.source, put.line = node.source, node.line
        node.replace_self(put)


def _closed_alone(comment: re.Match[str]) -> str:
    """Nothing for a comment that is closed."""
    return "" if comment[0].endswith("-->") else comment[0]


def _remove(node: nodes.Element) -> None:
    """Take a node out, and a paragraph that held nothing else."""
    parent = node.parent
    parent.remove(node)
    if isinstance(parent, nodes.paragraph) and not parent.astext().strip() and not parent.children:
        parent.parent.remove(parent)


def read_html(app: Sphinx, config: Config) -> None:
    """Have Markdown read HTML, and its comments dropped; where it was switched off, have the rest told."""
    disabled = list(config.myst_disable_syntax)
    config.myst_disable_syntax = [name for name in disabled if name not in OFF]
    raw = "raw" in config.brief_markup  # who may write it by a directive writes it
    app.add_transform(TellHTML if set(OFF) & set(disabled) and not raw else DropComments)
