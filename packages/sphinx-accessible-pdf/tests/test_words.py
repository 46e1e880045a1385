"""Every word of the source is a word of the PDF, whatever its characters mean to the print engine."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sphinx_accessible_pdf.fonts import Coverage, of_wheels
from sphinx_accessible_pdf.source import data, string

MARKUP = "#$@*_<>\\[]{}`~^\"'/=-+.:;,()|&%!?"
SETTINGS = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def drawn(text: str) -> str:
    """What the engine makes of a string literal, in a PDF of its own."""
    import pypdfium2
    import typst

    pdf = typst.compile(f"#set text(ligatures: false)\n#{string(text)}".encode(), font_paths=of_wheels())
    return " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


@SETTINGS
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"])))
def test_a_string_literal_never_ends_early(text):
    literal = string(text)
    assert literal[0] == literal[-1] == '"'
    inside = re.sub(r"\\(?:u\{[0-9a-f]+\}|.)", "", literal[1:-1])
    assert '"' not in inside
    assert "\\" not in inside
    assert "\n" not in inside


@SETTINGS
@given(st.lists(st.text(alphabet=MARKUP + "abc é", min_size=1, max_size=30), min_size=1, max_size=5))
def test_markup_characters_print_as_themselves(pieces):
    text = " ".join(" ".join(pieces).split())
    assert "".join(drawn(text).split()) == "".join(text.split())


def test_plain_data_reaches_the_template_as_data():
    assert data({"a": ["#let x = 1", 2, True, None]}) == '("a": ("#let x = 1", 2, true, none, ))'
    assert data({}) == "(:)"
    with pytest.raises(TypeError):
        data(object())


def test_every_kind_of_block_prints_its_words(build):
    printed = build(
        """# Title

First *emphasis* **strong** `code` and a [link](https://example.org/a?b=c#d).

- one
- two

  1. inner

Term
: Meaning

> Quoted

| Head | Other |
|------|-------|
| cell | more  |

```{note}
Careful words.
```

```{figure} pixel.svg
:alt: A dark field
:name: field

A caption
```

See {numref}`field`.[^a] Again.[^a]

[^a]: A footnote.

## Section
""",
        files={"conf.py": CONF_NUMFIG},
    )
    for words in (
        "First emphasis strong code and a link.", "one", "two", "1. inner", "Term", "Meaning", "Quoted",
        "Head Other", "cell more", "Note", "Careful words.", "Fig. 1 A caption", "See Fig. 1.",
        "A footnote.", "Section",
    ):  # fmt: skip
        assert words in printed.text, words
    assert printed.text.count("A footnote.") == 1
    assert printed.complaints == ""


CONF_NUMFIG = (
    'project = "A project"\nauthor = "Somebody"\nextensions = ["myst_parser", "sphinx_accessible_pdf"]\n'
    'numfig = True\nmyst_enable_extensions = ["deflist"]\n'
)


@pytest.mark.parametrize("text", ["#let x = 1", "$a$", "[[x]]", "a @b <c>", "back\\\\slash", "été e\u0301", "*"])
def test_what_an_author_writes_is_never_executed(build, text):
    shown = unicodedata.normalize("NFC", text.replace("\\\\", "\\"))
    escaped = re.sub(r"([*_\[\]<>$#@`])", r"\\\1", text)
    printed = build(f"# T\n\nbefore {escaped} after\n")
    assert f"before {shown} after" in unicodedata.normalize("NFC", printed.text)


def test_a_character_without_a_glyph_prints_as_its_code_point_and_is_told(build):
    printed = build("# T\n\nname \u6f58 here\n")
    assert "name [U+6F58] here" in printed.text
    assert "index.md:3: WARNING: no configured font has the character U+6F58" in printed.complaints


def test_a_control_character_prints_as_a_replacement_and_is_told(build):
    printed = build("# T\n\nname \x07 here\n")
    assert "U+0007" in printed.complaints
    assert "name \ufffd here" in printed.text


def test_the_fonts_of_print_are_found():
    assert Coverage(of_wheels()).known > set(map(ord, "Aéß–“■△"))


def test_the_count_of_missing_words_finds_none_here_and_one_where_one_is_lost(tmp_path):
    conf = 'project = "A project"\nauthor = "Somebody"\nextensions = ["myst_parser"{}]\n'
    (tmp_path / "index.md").write_text("# Title\n\nSome words, *stressed* ones too.\n", "utf-8")
    (tmp_path / "lossy.py").write_text(LOSSY, "utf-8")
    for extension, expected in (("", "0 missing"), (', "lossy"', "1 missing")):
        (tmp_path / "conf.py").write_text(
            "import sys\nsys.path.insert(0, '.')\n" + conf.format(extension), "utf-8"
        )
        command = [sys.executable, str(Path(__file__).with_name("words.py")), str(tmp_path), str(tmp_path / "out")]
        told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path).stdout
        assert expected in told


LOSSY = (
    "from docutils import nodes\n\n\n"
    "def setup(app):\n    lost = (lambda writer, node: '', None)\n"
    "    app.add_node(nodes.emphasis, override=True, accessiblepdf=lost)\n"
)


def test_what_an_author_keeps_from_print_is_told_apart_from_what_is_missing(tmp_path):
    index = "T\n=\n\n.. only:: html\n\n   For the screen.\n\n   .. toctree::\n\n      b\n\nFor both.\n"
    source = tmp_path / "source"
    source.mkdir()
    for name, text in {"conf.py": 'project = "T"\n', "index.rst": index, "b.rst": "B\n=\n\nBee.\n"}.items():
        (source / name).write_text(text)
    script = Path(__file__).with_name("words.py")
    order = [sys.executable, str(script), str(source), str(tmp_path / "out")]
    said = subprocess.run(order, capture_output=True, text=True, check=True).stdout
    assert " 2 words, 0 missing" in said
    assert "5 words are kept from print by their author" in said
    assert "only:: html at index:4: 3" in said
    assert "the chapter b, which nothing that prints lists: 2" in said
