"""Formulas mean on paper what MathJax makes of them, by structure.

``formulas.txt`` has each formula of TeX, and below it what is right. What begins with ``=`` comes from
MathJax: ``NODE_PATH=… python test_formulas.py`` writes it, where the path leads to the npm package
mathjax-full. What begins with ``!`` was written by hand from the manual of the package, where MathJax does
not know a command or says the same in another way. What follows ``?`` is the reason for which a formula is
told and printed as its source.
"""

from __future__ import annotations

import json
import re
import subprocess
import time
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
import typst

from sphinx_accessible_pdf.fonts import of_wheels
from sphinx_accessible_pdf.tex_formulas import Unreadable, formulas

TABLE = Path(__file__).with_name("formulas.txt")
FRAMED = """
#let framed(kind, body) = $"enclose"_#kind \\{ #body \\}$.body
#let overline(body) = math.accent(body, "\\u{305}")
#let underline(body) = math.attach(math.limits(body), b: "\\u{332}")
#let cancel(inverted: false, cross: false, body) = {
  framed(if cross { "x" } else if inverted { "d" } else { "u" }, body)
}
#let box(..given, body) = {
  let inner = [#body]
  framed("box", if inner.func() == math.equation { inner.body } else { body })
}
#let t = (sans: "Source Sans Pro", mono: "DejaVu Sans Mono")
"""
"""What the engine draws and does not put into MathML."""
INVISIBLE = dict.fromkeys(map(ord, "\u2061\u2062\u2063\u2064\u200b\ufe00\ufe01"))
SLANTED = str.maketrans("ϵϑϖϱςϕϰ∂hıȷ", "𝜖𝜗𝜛𝜚𝜍𝜙𝜘𝜕ℎ𝚤𝚥")
SAME = str.maketrans(
    {
        **dict(zip("∥⟂⊧•◃▹⩞⧵϶ȷı―◼◻𝜕", "‖⊥⊨∙◁▷⌆∖∍𝚥𝚤\u0332■□∂", strict=True)),
        **{"\u20d6": "←", "\u20e1": "↔", "\u20d7": "→", "\u20ef": "→", "\u20ee": "←", "\u034d": "↔", "𝛁": "∇"},
        **{"″": "′′", "‴": "′′′", "’": "'"},
    }
)
"""Characters that mean the same."""
ACCENTS = dict(
    zip(
        "^~˜ˆ¯´`˘ˇ˙¨˚→―‾_",
        "\u0302\u0303\u0303\u0302\u0304\u0301\u0300\u0306\u030c\u0307\u0308\u030a→\u0305\u0305\u0332",
        strict=True,
    )
)
VARIANTS = {"-tex-calligraphic": "script", "-tex-bold-calligraphic": "bold script", "-tex-mathit": "italic"}
LARGE = "∑∏∐⋃⋂⨁⨂⨀⨄⨆⋁⋀"
"""Operators whose scripts stand above and below, or beside in a narrow place."""


def structure(mathml: str) -> str:
    """What a formula says, in one line: scripts, fractions, roots, rows; its letters with their dress."""
    said = _said(ElementTree.fromstring(mathml), None).translate(SAME)
    said = re.sub(r"table\{[\s\\&]*\}", "", said).replace(" & ⎵", " & ")
    said = re.sub(r"@[\d.]+(?=(?:table|frac)\{)|(?<=\}[\])}⟩])@[\d.]+", "", said)  # brackets of a fraction
    return re.sub(r"( & )+(?= \\\\|\})", "", said)


def _said(node: ElementTree.Element, variant: str | None) -> str:
    tag = node.tag.rpartition("}")[2]
    variant = node.get("mathvariant", variant)
    parts = [_said(child, variant) for child in node]
    match tag:
        case "mspace":
            width = re.fullmatch(r"([\d.]+)em", node.get("width", ""))
            return "⎵" * round(float(width[1])) if width else ""
        case "mi" | "mn" | "mo" | "mtext":
            return _token(tag, node, variant)
        case "mphantom" | "none" | "mprescripts":
            return ""
        case "menclose":
            notation = node.get("notation", "").replace("updiagonalstrike downdiagonalstrike", "x")
            for long, short in {"updiagonalstrike": "u", "downdiagonalstrike": "d"}.items():
                notation = notation.replace(long, short)
            return f"enclose_{{{notation}}}{{{''.join(parts)}}}"
        case "mfrac" if node.get("linethickness", "1").startswith("0"):
            return f"table{{{parts[0]} \\\\ {parts[1]}}}"
        case "mfrac":
            return f"frac{{{parts[0]}}}{{{parts[1]}}}"
        case "msqrt":
            return f"root{{}}{{{''.join(parts)}}}"
        case "mroot":
            return f"root{{{parts[1]}}}{{{parts[0]}}}"
        case "msub" | "msup" | "msubsup" | "munder" | "mover" | "munderover":
            return _scripted(tag, *parts)
        case "mmultiscripts":
            cut = next((at for at, child in enumerate(node) if child.tag.endswith("mprescripts")), len(node))
            before, after = "".join(parts[cut + 1 :]), "".join(parts[1:cut])
            return f"before{{{before}}}{parts[0]}after{{{after}}}"
        case "mtable":
            return _table(node, variant)
    return "".join(parts)


def _token(tag: str, node: ElementTree.Element, variant: str | None) -> str:
    text = (node.text or "").translate(INVISIBLE)
    if tag == "mtext":
        return re.sub(r"\s+", "␣", text) if text.strip() else ""
    text = "".join(text.split())
    if tag == "mi" and variant is None and len(text) == 1:
        variant = "italic"
    size = re.fullmatch(r"([\d.]+)em", node.get("minsize", "")) if tag == "mo" and text else None
    return "".join(_dressed(letter, variant or "normal") for letter in text) + (
        f"@{float(size[1]):.3g}" if size else ""
    )


def _dressed(letter: str, variant: str) -> str:
    if variant == "italic":
        letter = letter.translate(SLANTED)
    kind = VARIANTS.get(variant, variant).upper().replace("BOLD-", "BOLD ").replace("-BOLD", " BOLD")
    kind = kind.replace("BOLD SANS-SERIF", "SANS-SERIF BOLD").replace("SERIF-ITALIC", "SERIF ITALIC")
    found = re.fullmatch(
        r"(?:LATIN |GREEK )?((?:CAPITAL|SMALL) LETTER |DIGIT )(\w+)", unicodedata.name(letter, "")
    )
    if found and variant != "normal":
        tail = f"{found[1].replace('LETTER ', '')}{found[2]}"
        for name in (f"MATHEMATICAL {kind} {tail}", f"{kind} {tail}", f"BLACK-LETTER {tail}"):
            try:
                return unicodedata.lookup(name)
            except KeyError:
                continue
    return letter


def _scripted(tag: str, base: str, first: str, second: str = "") -> str:
    below, above = ("__", "^^") if tag.startswith(("mu", "mo")) and base not in LARGE else ("_", "^")
    if tag in ("msup", "mover"):
        return f"{base}{above}{{{ACCENTS.get(first, first)}}}"
    return f"{base}{below}{{{first}}}" + (f"{above}{{{second}}}" if tag in ("msubsup", "munderover") else "")


def _table(node: ElementTree.Element, variant: str | None) -> str:
    gaps = node.get("columnspacing", "").split()
    aligned = "aligned" in node.get("class", "").split() or gaps[:1] in (["0em"], ["thickmathspace"])
    rows = []
    for row in node:
        cells: list[str] = []
        for cell in row:
            if "left-flush" in cell.get("class", "") and cells:  # a point of alignment within one cell
                cells[-1] += _said(cell, variant)
            else:
                cells.append(_said(cell, variant))
        if row.tag.endswith("mlabeledtr"):
            cells = [*cells[1:], cells[0]]
        if aligned:
            wide = ["⎵⎵" * (bool(gaps) and gaps[min(at, len(gaps) - 1)] == "2em") for at in range(len(cells))]
            rows.append(
                "".join(cell + gap for cell, gap in zip(cells, [*wide[: len(cells) - 1], ""], strict=True))
            )
        else:
            rows.append(" & ".join(cells))
    said = " \\\\ ".join(rows)
    return said if len(rows) == 1 and (aligned or len(cells) == 1) else f"table{{{said}}}"


def lines() -> Iterable[tuple[str, str, str]]:
    """Each formula, the sign of where what is right comes from, and what is right."""
    tex = ""
    for line in TABLE.read_text("utf-8").splitlines():
        if not line.startswith(" "):
            tex = line
            continue
        sign, _space, right = line.strip().partition(" ")
        yield tex, sign, right


@cache
def read() -> dict[str, str]:
    """The code of each formula that print can say."""
    codes = {}
    for tex, sign, _right in lines():
        if sign != "?":
            codes[tex] = f'#math.equation(block: true, alt: "x", ${formulas(tex)}$.body)'
    return codes


@cache
def printed() -> dict[str, str]:
    """What print makes of each, all drawn in one run of the engine."""
    source = FRAMED + "\n".join(read().values())
    page = typst.compile(source.encode(), format="html", font_paths=of_wheels(), ignore_system_fonts=True)
    found = re.findall(r"<math.*?</math>", page.decode(), re.DOTALL)
    return dict(zip(read(), map(structure, found), strict=True))


@pytest.mark.parametrize(("tex", "sign", "right"), [pytest.param(*line, id=line[0]) for line in lines()])
def test_a_formula_means_on_paper_what_it_means_on_screen(tex, sign, right):
    if sign == "?":
        with pytest.raises(Unreadable, match=re.escape(right)):
            formulas(tex)
    else:
        assert printed()[tex] == right


def test_every_formula_is_drawn_by_the_strictest_rules():
    source = '#set document(title: "x")\n#let t = (sans: "Source Sans Pro", mono: "DejaVu Sans Mono")\n'
    given = (source + "\n".join(read().values())).encode()
    standards = ["ua-1", "a-3a"]
    assert typst.compile(given, font_paths=of_wheels(), ignore_system_fonts=True, pdf_standards=standards)


def main() -> None:
    """Ask MathJax for what is right of each formula, but for those written by hand."""
    kept = {tex: (sign, right) for tex, sign, right in lines() if sign != "="}
    asked = [line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith((" ", "%"))]
    program = ["node", str(TABLE.with_name("mathjax.cjs"))]
    given = "\n".join(map(json.dumps, asked))
    answer = subprocess.run(program, input=given, capture_output=True, text=True, check=True).stdout
    made = dict(zip(asked, map(json.loads, answer.splitlines()), strict=True))
    written = []
    for line in TABLE.read_text("utf-8").splitlines():
        if line in made:
            sign, right = kept.get(line) or ("=", structure(made[line]) if made[line] else "unknown to MathJax")
            written += [line, f"  {sign} {right}"]
        elif not line.startswith(" "):
            written.append(line)
    TABLE.write_text("\n".join(written) + "\n", "utf-8")


if __name__ == "__main__":
    main()


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        ("\\def\\a{" * 2000, "characters"),
        ("\\begin{a}" * 2000, "characters"),
        ("\\def\\a{" + "x" * 5000 + "}" + "\\a " * 1000, "longer than"),
        ("\\newcommand\\a[1]{" + "#1" * 2000 + "}\\a{\\a{\\a{x}}}", "longer than"),
        ("\\def\\a{" + "x" * 900 + "}" + "\\text{$\\a$}" * 500, "longer than"),
    ],
)
def test_a_formula_that_grows_or_is_endless_is_given_up_in_seconds(tex: str, said: str) -> None:
    begun = time.process_time()
    with pytest.raises(Unreadable, match=said):
        formulas(tex)
    assert time.process_time() - begun < 10
