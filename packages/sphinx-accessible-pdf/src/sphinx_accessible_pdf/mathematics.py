"""Formulas in the text and by themselves, as the engine's own mathematics.

What cannot be converted prints as its source, and is told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.directives.patches import MathDirective
from sphinx.util import logging

from sphinx_accessible_pdf.source import block, call, string
from sphinx_accessible_pdf.telling import source_of
from sphinx_accessible_pdf.tex_formulas import Macro, Unreadable, converted, defined, formulas
from sphinx_accessible_pdf.writing import Writing

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.config import Config

MATHJAX = ("mathjax_config", "mathjax2_config", "mathjax3_config", "mathjax4_config")
"""Values of ``conf.py`` in which projects define macros for their pages."""

REFERENCE = re.compile(r"\\(?P<brackets>eq)?ref\s*\{(?P<name>[^{}]*)\}")

TELL = "tell: it => text(font: it, [])"
"""How the template says something at the author's line: the engine warns of a family that nobody has."""
EQUATION = "math.equation("
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\\u\{[0-9a-f]+\}|[()\[\]]|[ &]|\\ ?|[^"\\()\[\] &]+')
"""What the code of a formula is made of."""

logger = logging.getLogger(__name__)


def longest_piece(code: str) -> str | None:
    """The part of a formula's code that cannot break and holds most, or nothing where it has lines of its own."""
    pieces, depth = [""], 0
    for token in TOKEN.findall(code):
        depth += (token in "([") - (token in ")]")
        if not depth and token in ("&", "\\", "\\ "):
            return None
        if not depth and token == " ":
            pieces.append("")
        else:
            pieces[-1] += token
    return max(pieces, key=len)


def macros(config: Config) -> dict[str, Macro]:
    """The macros that a project defines for its pages or for LaTeX."""
    found: dict[str, Macro] = {}
    elements = getattr(config, "latex_elements", None) or {}
    for preamble in (elements.get("preamble", ""), getattr(config, "imgmath_latex_preamble", "")):
        found |= defined(str(preamble))[0]
    for value in MATHJAX:
        given = getattr(config, value, None) or {}
        for section in ("tex", "TeX"):
            part = given.get(section) or {}
            for name, macro in {**(part.get("Macros") or {}), **(part.get("macros") or {})}.items():
                body, *more = [macro] if isinstance(macro, str) else list(macro)
                arguments = int(more[0]) if more else 0
                found[name] = Macro(str(body), arguments, str(more[1]) if len(more) > 1 else None)
    return found


class AccessibleMath(MathDirective):
    """The directive ``math`` with an option ``alt``: what those hear who do not see the formula."""

    option_spec: ClassVar[Any] = {**(MathDirective.option_spec or {}), "alt": directives.unchanged}

    def run(self) -> list[Node]:
        """Pass the text on to the formula."""
        made = super().run()
        for formula in (found for node in made for found in node.findall(nodes.math_block)):
            if "alt" in self.options:
                formula["alt"] = self.options["alt"]
        return made


class Mathematics(Writing):
    """Formulas in a line and by themselves."""

    def on_math(self, node: nodes.Element) -> str:
        """A formula in a line."""
        return self._equation(node, "false", "none")

    def on_math_block(self, node: nodes.Element) -> str:
        """A formula by itself, with its number at the margin."""
        code = self._equation(node, "true", self._number(node))
        arguments = [block(self.anchors(node) + code)]
        if code.startswith(EQUATION):  # not where its source is printed
            inner = code.rpartition(", $")[2].removesuffix("$.body);")
            if (piece := longest_piece(inner)) is not None:
                arguments.append(f"piece: ${piece}$")
        return call("t.formula", *arguments, TELL)

    def _number(self, node: nodes.Element) -> str:
        """The number that Sphinx gave a formula, as a function, for the engine would count anew."""
        number = node.get("number")
        if number is None:
            return "none"
        config = self.builder.config
        if config.math_numfig and config.numfig:
            numbers = self.builder.env.toc_fignumbers.get(self.docname, {}).get("displaymath", {})
            number = next((".".join(map(str, numbers[id])) for id in node["ids"] if id in numbers), number)
        return f"(..) => {string(f'({number})')}"

    def _numbered(self, found: re.Match[str]) -> str:
        """A reference within a formula as the number that Sphinx gave the other, if it knows that."""
        domain: Any = self.builder.env.domains["math"]
        docname, number = domain.equations.get(found["name"], ("", None))
        if number is None:
            return found[0]
        if self.builder.config.math_numfig and self.builder.config.numfig:
            numbers = self.builder.env.toc_fignumbers.get(docname, {}).get("displaymath", {})
            number = ".".join(map(str, numbers.get(f"equation-{found['name']}", (number,))))
        return f"\\text{{({number})}}" if found["brackets"] else f"\\text{{{number}}}"

    def _equation(self, node: nodes.Element, alone: str, number: str) -> str:
        source = self.builder.coverage.shown(REFERENCE.sub(self._numbered, node.astext()), node)
        spoken = self.builder.coverage.shown(node.get("alt", source), node)
        try:
            code = (formulas if alone == "true" else converted)(source, self.builder.macros)
        except Unreadable as error:
            logger.warning(
                "the formula prints as its source: %s",
                error,
                location=source_of(node),
                type="accessible_pdf",
                subtype="math",
            )
            return f"raw({string(source)}, block: {alone});"
        return f"{EQUATION}block: {alone}, numbering: {number}, alt: {string(spoken)}, ${code}$.body);"
