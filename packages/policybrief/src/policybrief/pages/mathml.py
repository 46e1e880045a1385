"""Formulas as MathML, written at build time: no script, no font and no request of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils.math import MathError, latex2mathml, unichar2tex
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from policybrief.words.messages import _

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

STYLE = re.compile(r'\sstyle="[^"]*"')
"""What the converter sets on thick operators; a strict content security policy refuses it."""
LONGEST = 10_000
"""Characters of a formula that the converter gets through; print takes as many."""


def convert(node: nodes.Element, *, block: bool) -> str:
    """The formula of *node* as MathML; one that cannot be converted is told and prints as its source."""
    code = node.astext().translate(unichar2tex.uni2tex_table)
    try:
        if len(code) > LONGEST:
            raise MathError(f"it has {len(code):,} characters, more than {LONGEST:,}; take it apart")
        made: str = latex2mathml.tex2mathml(code, as_block=block)
    except (MathError, RecursionError) as error:
        logger.warning("the formula cannot be written as MathML: %s", error, location=node, type="html")
        return f"<code>{nodes.unescape(node.astext()).replace('&', '&amp;').replace('<', '&lt;')}</code>"
    return STYLE.sub(' class="thick"', made)


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """A formula in the text."""
    self.body.append(convert(node, block=False))
    raise nodes.SkipNode


def visit_math_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """A formula of its own; too wide for a phone it scrolls in place, also by keyboard."""
    label = str(_("Formula"))
    number = get_node_equation_number(self, node) if node.get("number") else ""
    name = f"{label} {number}".strip()
    self.body.append(self.starttag(node, "div", "", CLASS="math-block", tabindex="0", role="group"))
    # set after starttag, which would escape the name a second time
    self.body[-1] = self.body[-1].replace("<div ", f'<div aria-label="{self.attval(name)}" ', 1)
    self.body.append(convert(node, block=True))
    if number:
        self.body.append(f'<span class="equation-number">({number})</span>')
    self.body.append("</div>\n")
    raise nodes.SkipNode
