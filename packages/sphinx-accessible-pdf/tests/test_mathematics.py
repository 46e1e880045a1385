"""Formulas print as formulas, speak, keep their numbers, and never run as code."""

from __future__ import annotations

import pypdfium2
import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sphinx_accessible_pdf.fonts import of_wheels
from sphinx_accessible_pdf.tex import Unreadable, converted, formulas

CONF = 'project = "A project"\nauthor = "Somebody"\nextensions = ["sphinx_accessible_pdf", "myst_parser"]\n'

FORMULAS = {
    r"\frac{a}{b}": r"frac(\u{61}, \u{62})",
    r"\sqrt[3]{x}": r'root("3", \u{78})',
    r"\mathbb{R}": r"\u{211d}",
    r"\hat{x}": 'accent(\\u{78}, #"\u0302")',
    r"\overline{AB}": r"overline(\u{41} \u{42})",
    r"\lim_{x\to 0} f": r'attach(op("lim", limits: #true), b: \u{78} \u{2192} "0") \u{66}',
    r"\text{if } x": r'"if " \u{78}',
}
READ = [
    r"\sum_{i=1}^n x_i", r"\int_0^\infty e^{-x^2}\,dx", r"\left\{ x \mid x>0 \right\}", r"\binom{n}{k}",
    r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", r"\begin{cases}1 & x>0\\ 0 & \text{else}\end{cases}",
    r"\begin{aligned}a&=b\\&=c\end{aligned}", r"\begin{align}a&=b\\c&=d\end{align}", "a &= b\\\\ c &= d",
    "a = b\n\nc = d", r"\begin{array}{cc}a&b\\c&d\end{array}", r"\underbrace{a+b}_{n}", r"\stackrel{d}{=}",
    r"\|x\|_2 + |x|", r"\Big| x \Big|", r"f''(x)", r"{}^{14}C", r"\cancel{x}", r"\boldsymbol{\beta}", r"a \over b",
    r"\operatorname{argmax}_\theta", r"\%\$\#\&\_", r"\xrightarrow{n\to\infty}", r"\substack{a\\b}", r"x \bmod n",
]  # fmt: skip


def drawn(*codes: str) -> bytes:
    """The PDF of formulas, by the strictest rules."""
    body = "\n".join(f'#math.equation(block: true, alt: "x", ${code}$.body)' for code in codes)
    source = f'#set document(title: "x")\n{body}\n'
    return typst.compile(
        source.encode(), font_paths=of_wheels(), ignore_system_fonts=True, pdf_standards=["ua-1", "a-3a"]
    )


@pytest.mark.parametrize("tex", FORMULAS)
def test_structure_becomes_structure(tex):
    assert converted(tex) == FORMULAS[tex]


@pytest.mark.parametrize("tex", READ)
def test_what_authors_write_is_drawn(tex):
    assert drawn(formulas(tex))


def test_lines_of_a_formula_stay_lines():
    assert formulas("a &= b\\\\ c &= d").count(" \\ ") == 1
    assert formulas("a = b\n\nc = d").count(" \\ ") == 1


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.text(st.characters(codec="ascii"), max_size=25), min_size=1, max_size=8))
def test_no_text_between_dollars_is_ever_executed_or_breaks_a_page(texts):
    codes = []
    for text in texts:
        try:
            codes.append(formulas(text))
        except Unreadable:
            continue
    assert drawn(*codes)


@pytest.mark.parametrize(
    "text", ['#panic("x")', r"\text{#panic(1)}", r'\text{"); panic("x}', r"\operatorname{a\"b}"]
)
def test_code_in_a_formula_is_words(text):
    try:
        code = formulas(text)
    except Unreadable:
        return
    drawn(code)


def test_a_formula_speaks_its_source_or_what_the_author_says(build):
    index = "T\n=\n\nInline :math:`a^2`.\n\n.. math:: b^2\n   :alt: b squared\n"
    printed = build(files={"conf.py": CONF, "index.rst": index})
    assert printed.complaints == ""
    with printed.pdf as pdf:
        spoken = {str(item.Alt) for item in pdf.objects if hasattr(item, "keys") and item.get("/S") == "/Formula"}
    assert spoken == {"a^2", "b squared"}


def test_a_labelled_formula_has_the_number_that_references_name(build):
    index = "T\n=\n\n.. math:: a\n\n.. math:: b\n   :label: one\n\n.. math:: c\n   :label: two\n\nSee :eq:`two`.\n"
    printed = build(files={"conf.py": CONF, "index.rst": index})
    assert printed.complaints == ""
    [*_front, page] = pypdfium2.PdfDocument(printed.folder / "document.pdf")
    assert page.get_textpage().get_text_range().split() == ["𝑎", "𝑏", "(1)", "𝑐", "(2)", "See", "(2).", "2"]


def test_a_formula_that_cannot_be_read_prints_its_source_and_is_told(build):
    printed = build(files={"conf.py": CONF, "index.rst": "T\n=\n\nSee :math:`\\nosuchthing{x}` here.\n"})
    assert "index.rst:4: WARNING: the formula prints as its source: the command \\nosuchthing is not known" in (
        printed.complaints
    )
    assert "See \\nosuchthing{x} here." in printed.text
    with printed.pdf as pdf:
        assert str(pdf.open_metadata()["pdfuaid:part"]) == "1"


def test_mathematics_of_myst_is_read_too(build):
    conf = CONF + 'myst_enable_extensions = ["dollarmath", "amsmath"]\n'
    lines = "\\begin{align}\nc &= 3 \\\\\nd &= 4\n\\end{align}"
    index = f"# T\n\nInline $a_1$.\n\n$$\nb = 2\n$$ (two)\n\n{lines}\n\nSee {{eq}}`two`.\n"
    printed = build(index, files={"conf.py": conf})
    assert printed.complaints == ""
    assert "See (1)." in printed.text


SAID = {
    # what a reader must find, in the order of the page
    r"\begin{align} f &= 1 & g &= 2 & h &= 3 \end{align}": "f=1 g=2 h=3",
    r"\begin{align*} a &= b \\ c &= d \end{align*}": "a=b c=d",
    r"\begin{eqnarray} y &=& ax \\ f(x) &\ge& 0 \end{eqnarray}": "y=ax f(x)≥0",
    r"\begin{eqnarray*} y & = & x \end{eqnarray*}": "y=x",
    r"\begin{alignat}{2} a &= b & c &= d \end{alignat}": "a=b c=d",
    r"\begin{gather} a \\ b \end{gather}": "a b",
    r"\begin{multline} a \\ + b \end{multline}": "a +b",
    r"\begin{split} a &= b \\ &= c \end{split}": "a=b =c",
    r"\begin{flalign} a &= b \end{flalign}": "a=b",
    r"\begin{align} a \label{x} \\ \intertext{and so} b \end{align}": "a and so b",
    r"\begin{equation} a \nonumber \end{equation}": "a",
    r"\mathop{\mathrm{argmax}}_x f": "argmax x f",
    r"\operatorname{Var}(X)": "Var(X)",
    r"\operatorname*{arg\,max}_x f": "arg max x f",
    r"\bigl\{ x \bigr\}": "{x}",
    r"\Bigg| x \Bigg\|": "|x‖",
    r"\left\langle a \middle| b \right\rangle": "⟨a|b⟩",
    r"\left. x \right|_{0}": "x|0",
    r"\boxed{a = b} c": "a=b c",
    r"\textcolor{red}{a} b": "a b",
    r"{\color{blue} a} b": "a b",
    r"\color[HTML]{00ff00} a": "a",
    r"\begin{array}{l|r} a & b \\ \hline 1 & 2 \end{array}": "a b 1 2",
    r"\begin{array}{|c|} \hline a \\ \hline \end{array}": "a",
    r"\text{for $x$ in } Y": "for x in Y",
    r"\text{a \textbf{b} c}": "a b c",
    r"\mbox{if }x": "if x",
    r"\text{10\%~of \$5 -- \& more}": "10% of $5 – & more",
    r"\begin{cases} 1 & x > 0 \\ 0 & \text{else} \end{cases}": "{1 x>0 0 else",
    r"\begin{dcases} a & b \end{dcases}": "{a b",
    r"\begin{rcases} a \\ b \end{rcases} c": "a b} c",
    r"\begin{smallmatrix} a & b \end{smallmatrix}": "a b",
    r"\begin{bmatrix*}[r] a & -b \end{bmatrix*}": "[a −b]",
    r"\mathbb{1}": "𝟙",
    r"\mathbb{R}^n": "ℝ n",
    r"\SI{9.81}{\metre\per\second\squared}": "9.81 m s −2",
    r"\SI{10}{\percent}": "10 %",
    r"\qty{1.6e-19}{\coulomb}": "1.6×10 −19 C",
    r"\si{\kilo\gram\cubic\metre}": "kg m 3",
    r"\si{kg.m/s^2}": "kg m s −2",
    r"\num{1234567.89}": "1 234 567.89",
    r"\num{1.23(4)}": "1.23(4)",
    r"\ang{12;30;5}": "12° 30′ 5″",
    r"\SIrange{1}{2}{\volt}": "1 V to 2 V",
    r"\ce{H2O}": "H 2 O",
    r"\ce{SO4^2-}": "SO 4 2 −",
    r"\ce{2H2 + O2 -> 2H2O}": "2 H 2 + O 2 → 2 H 2 O",
    r"\ce{Ca(OH)2}": "Ca(OH) 2",
    r"\ce{CH3-CH2}": "CH 3 − CH 2",
    r"a \not= b \not\in C": "a≠b∉C",
    r"a \choose b": "(a b)",
    r"a \over b": "a b",
    r"x \equiv y \pmod{n}": "x≡y (mod n)",
    r"\xrightarrow[b]{a}": "a b →",
    r"\stackrel{a}{=}": "a =",
    r"\sideset{_a^b}{_c^d}\sum": "b d a c ∑",
    r"\tag{7} a": "a (7)",
    r"f''(x)": "f ′′ (x)",
    r"10{,}5": "10,5",
    r"\genfrac{[}{]}{0pt}{}{n}{k}": "[n k]",
    r"\substack{a\\b}": "a b",
    r"\newcommand{\half}[1]{\frac{#1}{2}} \half{a}": "a 2",
    r"\def\x#1{#1+#1} \x{b}": "b+b",
    r"\DeclareMathOperator*{\best}{best} \best_x": "best x",
    r"\phantom{abc} d": "d",
    r"\unicode{x2603}": "☃",
    r"% a note" + "\nb": "b",
}
"""Formulas with the signs that stand on the page, from the manuals of LaTeX, amsmath, siunitx and mhchem."""


def shown(pdf: bytes) -> list[str]:
    """The signs of a page, letters of mathematics as plain ones."""
    import unicodedata

    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    return sorted(c for c in unicodedata.normalize("NFKC", text.replace("𝟙", "\0")) if not c.isspace())


@pytest.mark.parametrize("tex", SAID)
def test_no_sign_of_a_formula_is_lost_and_none_comes_to_it(tex):
    import unicodedata

    said = unicodedata.normalize("NFKC", SAID[tex].replace("𝟙", "\0"))
    source = '#set document(title: "x")\n#let t = (sans: "Source Sans Pro", mono: "DejaVu Sans Mono")\n'
    code = formulas(tex)
    pdf = typst.compile(
        f'{source}#math.equation(block: true, alt: "x", ${code}$.body)'.encode(),
        font_paths=of_wheels(),
        ignore_system_fonts=True,
        pdf_standards=["ua-1", "a-3a"],
    )
    assert shown(pdf) == sorted(c for c in said if not c.isspace())


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        (r"\nosuchthing", "the command \\nosuchthing is not known"),
        (r"\begin{nowhere} a \end{nowhere}", "the environment nowhere is not known"),
        (r"\begin{align} a", "the end of align is missing"),
        (r"\frac{a}", "an argument is missing"),
        (r"\left( a", "a \\right is missing"),
        (r"\SI{1}{\furlong}", "the unit \\furlong is not known"),
        (r"\textcolor{nocolour}{a}", "the colour 'nocolour' is not known"),
        (r"\def\x{\x} \x", "never ends"),
        (r"a^b^c", "two scripts"),
        (r"{a", "a } is missing"),
        (r"a}", "'}' stands where nothing is open"),
        (r"\text{a $b}", "a $ is missing"),
    ],
)
def test_what_cannot_be_said_is_told_with_its_reason(tex, reason):
    with pytest.raises(Unreadable) as error:
        formulas(tex)
    assert reason in str(error.value)


@pytest.mark.parametrize(
    "value",
    [
        'mathjax3_config = {"tex": {"macros": {"RR": "\\\\mathbb{R}", "pair": ["(#1,#2)", 2]}}}',
        'mathjax_config = {"TeX": {"Macros": {"RR": "\\\\mathbb{R}", "pair": ["(#1,#2)", 2]}}}',
        'latex_elements = {"preamble": r"\\newcommand{\\RR}{\\mathbb{R}} \\newcommand\\pair[2]{(#1,#2)}"}',
        'imgmath_latex_preamble = r"\\def\\RR{\\mathbb{R}} \\def\\pair#1#2{(#1,#2)}"',
    ],
)
def test_macros_of_the_project_are_known(build, value):
    conf = CONF + value.replace("\\\\\\\\", "\\\\") + "\n"
    if "imgmath" in value:
        conf += "extensions += ['sphinx.ext.imgmath']\n"
    printed = build(files={"conf.py": conf, "index.rst": "T\n=\n\n.. math:: \\pair{a}{b} \\in \\RR\n"})
    assert printed.complaints == ""
    assert "∈ℝ" in printed.text.replace(" ", "")
