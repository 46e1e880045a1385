"""Formulas print as formulas, speak, keep their numbers, and never run as code."""

from __future__ import annotations

import re

import pypdfium2
import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sphinx_accessible_pdf.fonts import of_wheels
from sphinx_accessible_pdf.tex_formulas import Unreadable, converted, formulas

CONF = 'project = "A project"\nauthor = "Somebody"\nextensions = ["sphinx_accessible_pdf", "myst_parser"]\n'

FORMULAS = {
    r"\frac{a}{b}": r"frac(\u{61}, \u{62})",
    r"\sqrt[3]{x}": r'root("3", \u{78})',
    r"\mathbb{R}": r"bb(\u{52})",
    r"\hat{x}": 'accent(\\u{78}, #"\u0302")',
    r"\overline{AB}": r"overline(\u{41} \u{42})",
    r"\lim_{x\to 0} f": r'attach(op("lim", limits: #true), b: \u{78} \u{2192} "0") \u{66}',
    r"\text{if } x": r'"if "\u{78}',
}


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


def test_lines_of_a_formula_stay_lines():
    assert formulas("a &= b\\\\ c &= d").count(" \\ ") == 1
    assert formulas("a = b\n\nc = d").count(" \\ ") == 1


@pytest.mark.parametrize("tex", ["$$ a $$", "$a$", r"\[ a \]", r"\( a \)", "\n$$\na\n$$\n"])
def test_signs_that_begin_and_end_mathematics_are_no_part_of_a_formula(tex):
    assert formulas(tex) == formulas("a")


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


@pytest.mark.parametrize("source", ["\\nosuchthing{x}", "x + \\nosuchthing{, $y}", "\\nosuchthing{a & b}"])
def test_a_formula_by_itself_that_cannot_be_read_prints_its_source_too(build, source):
    printed = build(files={"conf.py": CONF, "index.rst": f"T\n=\n\n.. math:: {source}\n\nEnd.\n"})
    assert printed.complaints.count("the formula prints as its source") == 1
    assert source in printed.text


def test_a_reference_within_a_formula_is_the_number_that_sphinx_gave(build):
    formula = "# T\n\n```{math}\n:label: one\na\n```\n\n"
    printed = build(formula + "As {math}`b \\eqref{one}, c \\ref{one}` says, {math}`\\ref{no}`.\n")
    code = (printed.folder / "document.typ").read_text()
    assert '"(1)"' in code
    assert '"1"' in code
    assert (
        "index.md:8: WARNING: the formula prints as its source: the command \\ref is not known"
        in printed.complaints
    )


def test_mathematics_of_myst_is_read_too(build):
    conf = CONF + 'myst_enable_extensions = ["dollarmath", "amsmath"]\n'
    lines = "\\begin{align}\nc &= 3 \\\\\nd &= 4\n\\end{align}"
    index = f"# T\n\nInline $a_1$.\n\n$$\nb = 2\n$$ (two)\n\n{lines}\n\nSee {{eq}}`two`.\n"
    printed = build(index, files={"conf.py": conf})
    assert printed.complaints == ""
    assert "See (1)." in printed.text


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


@pytest.mark.parametrize(
    "tex", [r"x_0\text{max}", r"\text{max}x", r"\ce{C6H5-CHO}", r"\mbox{if }x", r"a\text{b c}d"]
)
def test_no_space_stands_beside_words_where_tex_prints_none(tex):
    code = re.sub('(?<!: )"[^"]*"', "W", converted(tex))
    assert "W" in code
    assert not re.search(" W|W ", code)
