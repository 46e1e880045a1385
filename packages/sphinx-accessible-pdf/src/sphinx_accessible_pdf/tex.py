"""From TeX over MathML to the engine's mathematics.

latex2mathml turns TeX into MathML, which is a tree with a small closed set of elements.  Each character of it goes
on as an escape or a string, so a formula can hold nothing that the engine would execute.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from latex2mathml.converter import convert

from sphinx_accessible_pdf.source import string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Element = ElementTree.Element

NUMBERED = re.compile(r"\\(begin|end)\{(align|alignat|equation|gather|multline|eqnarray)\}")
"""Environments that would number their lines; Sphinx numbers formulas itself."""
INNER = re.compile(r"\\(begin|end)\{(?:aligned|split|alignedat)\}")
"""Environments that stand for `align*` within a formula; the converter writes broken MathML for them."""
ENVIRONMENT = re.compile(r"\\begin\{(\w+\*?)\}.*?\\end\{\1\}", re.DOTALL)
BRACES = {"\u23de": "overbrace", "\u23df": "underbrace", "\u23b4": "overbracket", "\u23b5": "underbracket"}
BARS = {"\u2015", "_", "\u00af", "\u203e", "\u2500"}
ACCENTS = {
    **{
        "^": "\u0302",
        "~": "\u0303",
        "\u02dc": "\u0303",
        "\u00af": "\u0304",
        "\u02c9": "\u0304",
        "\u203e": "\u0305",
    },
    **{"\u02d8": "\u0306", "\u02d9": "\u0307", "\u00a8": "\u0308", "\u02c7": "\u030c", "\u02da": "\u030a"},
    **{"\u00b4": "\u0301", "`": "\u0300", "\u2192": "\u20d7", "\u20d7": "\u20d7", "\u2190": "\u20d6"},
}
"""Each accent of MathML as the combining character that the engine takes."""
FENCES = set("()[]{}|\u2016\u27e8\u27e9\u2308\u2309\u230a\u230b")
INVISIBLE = {"\u2061", "\u2062", "\u2063", "\u2064"}
LIMITS = {
    "lim",
    "max",
    "min",
    "sup",
    "inf",
    "limsup",
    "liminf",
    "lim sup",
    "lim inf",
    "argmax",
    "argmin",
    "det",
    "gcd",
    "Pr",
}
"""Named operators whose scripts stand below them in a formula by itself."""
VARIANTS = {
    "normal": ("upright",),
    "bold": ("bold", "upright"),
    "italic": ("italic",),
    "bold-italic": ("bold", "italic"),
    "double-struck": ("bb",),
    "script": ("cal",),
    "fraktur": ("frak",),
    "sans-serif": ("sans",),
    "monospace": ("mono",),
}
"""What letters may be dressed in, as functions of the engine from the outside in."""


class Unreadable(Exception):
    """A formula that cannot be converted, with the reason."""


def formulas(tex: str) -> str:
    """What stands in one directive: several formulas with blank lines between, each perhaps of several lines."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", tex) if part.strip()]
    return " \\ ".join(converted(_aligned(part)) for part in parts)


def _aligned(tex: str) -> str:
    """A formula with lines of its own, as Sphinx lets authors write them, in the environment that they need."""
    bare = ENVIRONMENT.sub("", tex)
    lined = re.search(r"\\\\|(?<!\\)&", bare)
    return f"\\begin{{align*}}{tex}\\end{{align*}}" if lined else tex


def converted(tex: str) -> str:
    """A formula of TeX as mathematics of the engine.

    Raises `Unreadable` for what the converter does not know.
    """
    try:
        mathml = convert(INNER.sub(r"\\\1{align*}", NUMBERED.sub(r"\\\1{\2*}", tex.strip())))
        root = ElementTree.fromstring(mathml)
    except Exception as error:
        # the converter has many ways to stumble over what authors write; all are the author's to know
        raise Unreadable(str(error) or type(error).__name__) from error
    return _row(root)


def _name(node: Element) -> str:
    return node.tag.rpartition("}")[2]


def _said(node: Element) -> str:
    return (node.text or "").strip()


def _row(parent: Iterable[Element]) -> str:
    """Elements one after the other; a table grows its brackets."""
    codes: list[str] = []
    children = list(parent)
    at = 0
    while at < len(children):
        if _is_fence(children[at]) and at + 1 < len(children) and _name(children[at + 1]) == "mtable":
            end = at + 3 if at + 2 < len(children) and _is_fence(children[at + 2]) else at + 2
            codes.append(f"lr({' '.join(map(_element, children[at:end]))})")
            at = end
        else:
            codes.append(_element(children[at]))
            at += 1
    return " ".join(filter(None, codes))


def _is_fence(node: Element) -> bool:
    return _name(node) == "mo" and _said(node) in FENCES and node.get("stretchy") != "false"


def _element(node: Element) -> str:
    """The code of one element; an unknown one is its children."""
    written = ELEMENTS.get(_name(node))
    return written(node) if written else _row(node)


def _argument(node: Element) -> str:
    """An element as an argument, which may not be empty."""
    return _element(node) or '""'


def _characters(text: str) -> str:
    """Characters as escapes: the engine still knows an operator from a letter."""
    return " ".join(f"\\u{{{ord(c):x}}}" for c in text if c not in INVISIBLE)


def _identifier(node: Element) -> str:
    text = _said(node)
    if text.startswith("\\"):
        raise Unreadable(f"the command {text} is not known")
    code = _characters(text) if len(text) < 2 else _named(text)
    for function in reversed(VARIANTS.get(node.get("mathvariant", ""), ())):
        code = f"{function}({code})" if code else ""
    return code


def _named(text: str) -> str:
    limits = "#true" if text in LIMITS else "#false"
    return f"op({string(text)}, limits: {limits})"


def _operator(node: Element) -> str:
    text = _said(node)
    if len(text) > 1 and text.replace(" ", "").isalpha():
        return _named(text)
    code = _characters(text)
    size = node.get("minsize", "")
    return f"lr(size: #{float(size[:-2])}em, {code})" if re.fullmatch(r"[\d.]+em", size) and code else code


def _number(node: Element) -> str:
    return string(_said(node))


def _text(node: Element) -> str:
    return string((node.text or "").replace("\u00a0", " "))


def _group(node: Element) -> str:
    """A row; one between brackets that grow lets them."""
    children = list(node)
    fenced = any(child.get("fence") == "true" and child.get("stretchy") == "true" for child in children)
    code = _row(children)
    return f"lr({code})" if fenced and code else code


def _fraction(node: Element) -> str:
    above, below = map(_argument, node)
    return (
        f"mat(delim: #none, {above}; {below})" if node.get("linethickness") == "0" else f"frac({above}, {below})"
    )


def _attached(base: str, scripts: Iterable[tuple[str, Element]]) -> str:
    given = ", ".join(f"{place}: {_argument(script)}" for place, script in scripts)
    return f"attach({base}, {given})"


def _scripts(*places: str) -> Callable[[Element], str]:
    def written(node: Element) -> str:
        base, *scripts = node
        return _attached(_argument(base), zip(places, scripts, strict=True))

    return written


def _under_over(*places: str) -> Callable[[Element], str]:
    """What stands below and above: braces and accents by their names, else limits."""

    def written(node: Element) -> str:
        base, *marks = node
        sign = _said(marks[0]) if len(marks) == 1 and _name(marks[0]) == "mo" else ""
        if sign in BRACES:
            return f"{BRACES[sign]}({_argument(base)})"
        if sign in BARS:
            return f"{'overline' if places == ('t',) else 'underline'}({_argument(base)})"
        if sign in ACCENTS and places == ("t",):
            return f"accent({_argument(base)}, #{string(ACCENTS[sign])})"
        return _attached(f"limits({_argument(base)})", zip(places, marks, strict=True))

    return written


def _table(node: Element) -> str:
    """A matrix, or lines that meet at a sign."""
    rows = [[_row(cell) or '""' for cell in row] for row in node]
    if node.get("displaystyle") == "true":
        return " \\ ".join(" & ".join(row) for row in rows)
    first = node.find("{*}mtr/{*}mtd")
    align = first.get("columnalign", "center") if first is not None else "center"
    body = "; ".join(", ".join(row) for row in rows)
    return f"mat(delim: #none, align: #{align if align in ('left', 'right') else 'center'}, {body})"


def _space(node: Element) -> str:
    if node.get("linebreak") == "newline":
        return "\\ "
    width = {"negativethinmathspace": "-0.167em"}.get(node.get("width", ""), node.get("width", ""))
    return f"#h({float(width[:-2])}em)" if re.fullmatch(r"-?[\d.]+em", width) else ""


def _within(function: str) -> Callable[[Element], str]:
    return lambda node: f"{function}({_row(node) or string('')})"


ELEMENTS: dict[str, Callable[[Element], str]] = {
    "mi": _identifier,
    "mo": _operator,
    "mn": _number,
    "mtext": _text,
    "mrow": _group,
    "mspace": _space,
    "mfrac": _fraction,
    "msqrt": _within("sqrt"),
    "mroot": lambda node: f"root({_argument(node[1])}, {_argument(node[0])})",
    "msub": _scripts("b"),
    "msup": _scripts("t"),
    "msubsup": _scripts("b", "t"),
    "munder": _under_over("b"),
    "mover": _under_over("t"),
    "munderover": _under_over("b", "t"),
    "mtable": _table,
    "mphantom": _within("#hide"),
    "menclose": lambda node: (_within("cancel") if "strike" in node.get("notation", "") else _row)(node),
}
"""How each element of MathML is written; the others are wrappers."""
