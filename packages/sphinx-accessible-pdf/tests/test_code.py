"""Code prints as it stands: lines, spaces, colours that can be read, numbers that are not copied."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from pygments.styles import get_all_styles, get_style_by_name
from pygments.token import STANDARD_TYPES, Token

from sphinx_accessible_pdf.code import CONTRAST, GROUND, _look, _luminance

CONF = 'project = "A project"\nauthor = "Somebody"\nextensions = ["sphinx_accessible_pdf"]\nnumfig = True\n'


def pages(build, source):
    """Build one chapter and give what was built with the lines of its last page."""
    printed = build(files={"conf.py": CONF, "index.rst": f"T\n=\n\n{source}"})
    pdf = pypdfium2.PdfDocument(printed.folder / "document.pdf")
    return printed, [line.rstrip() for line in pdf[len(pdf) - 1].get_textpage().get_text_range().splitlines()]


def test_every_line_of_code_is_a_line_of_the_page(build):
    printed, lines = pages(build, ".. code-block:: python\n\n   def f(x):\n       if x:\n           return 1\n")
    assert printed.complaints == ""
    assert [line.strip() for line in lines[:3]] == ["def f(x):", "if x:", "return 1"]


def test_indentation_is_seen_on_the_page(build):
    printed, _lines = pages(build, ".. code-block:: python\n\n   def f(x):\n       return 1\n")
    [*_front, page] = pypdfium2.PdfDocument(printed.folder / "document.pdf")
    text = page.get_textpage()
    found = text.get_text_range()
    outer, inner = (text.get_charbox(found.index(word))[0] for word in ("def", "return"))
    width = text.get_charbox(found.index("def") + 1)[0] - outer
    assert inner - outer == pytest.approx(4 * width, abs=2)


def test_numbers_of_lines_are_artifacts_and_begin_where_asked(build):
    source = ".. code-block:: none\n   :lineno-start: 41\n   :emphasize-lines: 2\n\n   first\n   second\n"
    printed, lines = pages(build, source)
    shown = " ".join(lines)
    assert "41" in shown
    assert "42" in shown
    with printed.pdf as pdf:
        content = pdf.pages[-1].Contents.read_bytes()
    assert content.count(b"/Artifact") >= 4  # two numbers and their marks, and the number of the page


def test_a_caption_has_its_number_and_can_be_referred_to(build):
    source = ".. code-block:: none\n   :caption: Said above\n   :name: it\n\n   words\n\nSee :numref:`it`.\n"
    printed, lines = pages(build, source)
    assert lines[0] == "Listing 1 Said above"
    assert "See Listing 1." in lines
    assert printed.complaints == ""


def test_marks_within_code_keep_its_lines(build):
    _printed, lines = pages(build, ".. parsed-literal::\n\n   one *two*\n   three\n")
    assert lines[:2] == ["one two", "three"]


def test_a_word_longer_than_the_line_stays_on_the_page(build):
    printed, _lines = pages(build, f"::\n\n   {'x' * 300}\n")
    [*_front, page] = pypdfium2.PdfDocument(printed.folder / "document.pdf")
    text = page.get_textpage()
    assert max(text.get_charbox(at)[2] for at in range(text.count_chars())) < page.get_width()
    assert "x" * 300 in re.sub(r"[\s\u200b]", "", text.get_text_range())


def test_code_that_is_no_code_of_its_language_is_told_and_printed(build):
    printed, lines = pages(build, ".. code-block:: python\n\n   a ? b\n")
    assert "index.rst:4: WARNING: the code is no python" in printed.complaints
    assert lines[0] == "a ? b"


def test_a_token_that_only_its_lexer_knows_has_the_look_of_its_kind():
    style = get_style_by_name("default")
    assert _look(style, Token.Keyword.Strange.Indeed) == _look(style, Token.Keyword)


def test_code_is_never_executed(build):
    printed, lines = pages(build, '.. code-block:: none\n\n   #panic("x") "); panic("y\n')
    assert printed.complaints == ""
    assert lines[0] == '#panic("x") "); panic("y'


@pytest.mark.parametrize("name", sorted(get_all_styles()))
def test_every_colour_of_every_style_can_be_read(name):
    style = get_style_by_name(name)
    for kind in STANDARD_TYPES:
        colour = _look(style, kind).colour
        if colour:
            parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
            assert (_luminance(GROUND) + 0.05) / (_luminance(parts) + 0.05) >= CONTRAST


def test_numbered_code_that_goes_on_overleaf_costs_a_note_with_a_link_no_claim(build, valid):
    code = ".. code-block:: python\n   :linenos:\n\n   a = 1\n" + "\n" * 80 + "   b = 2\n"
    index = f"T\n=\n\nWord [#]_.\n\n{code}\n.. [#] https://example.org\n"
    printed = build(files={"conf.py": CONF, "index.rst": index})
    assert printed.complaints == ""
    assert valid(printed.folder / "document.pdf") == []
