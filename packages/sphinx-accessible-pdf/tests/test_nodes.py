"""Every kind of node of reStructuredText and MyST prints its words, in their order, without a complaint."""

from __future__ import annotations

import pikepdf
import pytest

RST = (
    'project = "A project"\nauthor = "Somebody"\nnumfig = True\n'
    'extensions = ["sphinx_accessible_pdf", "myst_parser"]\n'
)
BLOCKS = {
    "field list": (":Author name: Ada\n:Place: London\n", ["Author name", "Ada", "Place", "London"]),
    "option list": ("-a FILE, --all=FILE  takes all\n", ["-a FILE, --all=FILE", "takes all"]),
    "definition list": ("term : kind : other\n   what it is\n", ["term : kind : other", "what it is"]),
    "glossary": (".. glossary::\n\n   one\n   two\n      both mean it\n", ["one two", "both mean it"]),
    "lettered list": ("a) first\nb) second\n", ["a) first", "b) second"]),
    "roman list": ("iv. fourth\nv. fifth\n", ["iv. fourth", "v. fifth"]),
    "bracketed list": ("(2) second\n(3) third\n", ["(2) second", "(3) third"]),
    "list in a list": ("* outer\n\n  1. inner\n\n     * innermost\n", ["outer", "1. inner", "innermost"]),
    "line block": ("| A line\n|    further in\n| and out\n", ["A line", "further in", "and out"]),
    "columns": (".. hlist::\n   :columns: 2\n\n   * left\n   * right\n", ["left", "right"]),
    "quotation": ("    Words of another\n\n    -- Somebody Else\n", ["Words of another", "Somebody Else"]),
    "sidebar": (
        ".. sidebar:: Aside\n   :subtitle: Below\n\n   Beside the text\n",
        ["Aside", "Below", "Beside the text"],
    ),
    "topic": (".. topic:: Subject\n\n   Its words\n", ["Subject", "Its words"]),
    "admonition": (".. admonition:: Own title\n\n   Its words\n", ["Own title", "Its words"]),
    "see also": (".. seealso:: Another page\n", ["See also", "Another page"]),
    "version": (".. versionadded:: 2.1\n   It is new\n", ["Added in version 2.1", "It is new"]),
    "deprecated": (".. deprecated:: 2.2\n   Do not\n", ["Deprecated since version 2.2", "Do not"]),
    "centred": (".. centered:: In the middle\n", ["In the middle"]),
    "acknowledgements": (".. acks::\n\n   * Ada\n   * Grace\n", ["Ada", "Grace"]),
    "grammar": (
        '.. productionlist::\n   sum: `term` "+" `term`\n   term: 1\n',
        ['sum ::= term "+" term', "term ::= 1"],
    ),
    "only for print": (".. only:: accessiblepdf\n\n   Print says this\n", ["Print says this"]),
    "footnote that nothing refers to": (".. [#lost] A lost note\n", ["A lost note"]),
    "doctest": (">>> 1 + 1\n2\n", [">>> 1 + 1", "2"]),
    "parsed literal": (".. parsed-literal::\n\n   code with *stress*\n", ["code with stress"]),
    "rubric": (".. rubric:: A small heading\n", ["A small heading"]),
    "function": (
        ".. py:function:: send(sender: str, [priority=1]) -> int\n\n   Sends.\n\n"
        "   :param sender: who sends\n   :raises ValueError: if not\n",
        [
            "send(sender: str[, priority=1]) → int",
            "Sends.",
            "Parameters",
            "sender",
            "who sends",
            "Raises",
            "if not",
        ],
    ),
    "class": (".. py:class:: Box(size)\n\n   .. py:method:: open()\n", ["class Box(size)", "open()"]),
    "C function": (".. c:function:: int add(int a, char *b)\n", ["int add(int a, char *b)"]),
    "command option": (".. option:: --fast\n\n   Faster.\n", ["--fast", "Faster."]),
    "table with spans": (
        "+---+---+\n| a | b |\n+===+===+\n| both  |\n+---+---+\n| c | d |\n+---+---+\n",
        ["a b", "both", "c d"],
    ),
    "table with a stub": (
        ".. list-table:: Caption\n   :header-rows: 1\n   :stub-columns: 1\n\n"
        "   * - \n     - head\n   * - stub\n     - cell\n",
        ["Table 1", "Caption", "head", "stub cell"],
    ),
    "csv table": ('.. csv-table::\n   :header: "x","y"\n\n   1,2\n', ["x y", "1 2"]),
    "figure": (
        ".. figure:: pixel.svg\n   :alt: A field\n\n   The caption\n\n   The legend\n",
        ["Fig. 1", "The caption", "The legend"],
    ),
    "image with a width": (".. image:: pixel.svg\n   :alt: A field\n   :width: 3cm\n\nAfter\n", ["After"]),
    "raw for print": (".. raw:: typst\n\n   #upper[shouted]\n", ["SHOUTED"]),
    "contents of the page": (".. contents::\n   :local:\n\nInside\n------\n\nWords\n", ["Inside", "Words"]),
}

INLINE = {
    "emphasis": ("*a* **b** ``c`` `d`", "a b c d"),
    "super and sub": ("x\\ :sup:`2` y\\ :sub:`1`", "x2 y1"),
    "abbreviation": (
        ":abbr:`EU (European Union)` then :abbr:`EU (European Union)`",
        "EU (European Union) then EU",
    ),
    "keys and files": (":kbd:`Ctrl` :file:`a/{b}` :menuselection:`A --> B` :guilabel:`&Go`", "Ctrl a/b A ‣ B Go"),
    "manual page": (":manpage:`ls(1)` :command:`rm` :program:`curl`", "ls(1) rm curl"),
    "link": ("`words <https://example.org/a?b=c#d>`_ and https://example.org", "words and https://example.org"),
    "substitution": ("|name|\n\n.. |name| replace:: put *here*", "put here"),
    "request for comments": (":rfc:`2119` :pep:`8`", "RFC 2119 PEP 8"),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_each_kind_of_block_prints_its_words(build, name):
    source, words = BLOCKS[name]
    printed = build(files={"conf.py": RST, "index.rst": f"T\n=\n\nBefore.\n\n{source}"})
    assert printed.complaints == ("" if "lost" not in source else printed.complaints)
    at = 0
    for piece in words:
        found = printed.text.find(piece, at)
        assert found >= 0, f"{piece!r} is not in {printed.text[at:]!r}"
        at = found + len(piece)


@pytest.mark.parametrize("name", INLINE)
def test_each_kind_of_run_prints_its_words(build, name):
    source, words = INLINE[name]
    printed = build(files={"conf.py": RST, "index.rst": f"T\n=\n\nBefore {source}\n"})
    assert printed.complaints == ""
    assert f"Before {words}" in printed.text


@pytest.mark.parametrize("kind", ["png", "gif", "jpg", "webp"])
def test_each_kind_of_picture_is_printed(build, tmp_path, kind):
    pillow = pytest.importorskip("PIL.Image", reason="needs the extra figures")
    picture = tmp_path / f"dot.{kind}"
    pillow.new("RGB", (3, 2), "navy").save(picture)
    conf = RST + f"import shutil\nshutil.copy({str(picture)!r}, 'dot.{kind}')\n"
    printed = build(files={"conf.py": conf, "index.rst": f"T\n=\n\n.. image:: dot.{kind}\n   :alt: A dot\n"})
    assert printed.complaints == ""
    with printed.pdf as pdf:
        assert any(page.get_images() for page in pdf.pages)


def test_a_picture_on_another_machine_is_told_and_its_words_are_printed(build):
    printed = build(
        files={"conf.py": RST, "index.rst": "T\n=\n\n.. image:: https://example.org/a.png\n   :alt: A far map\n"}
    )
    assert (
        "index.rst:4: WARNING: the image 'https://example.org/a.png' is not in the project and a build loads"
        in (printed.complaints)
    )
    assert "[A far map]" in printed.text


def test_a_length_that_print_does_not_know_is_told(build):
    printed = build('# T\n\n<img src="pixel.svg" alt="x" width="3lh">\n')
    assert "index.md:3: WARNING: the width '3lh' of an image has no unit that print knows" in printed.complaints


def test_a_picture_alone_in_a_paragraph_is_as_large_as_it_is_and_one_in_a_line_is_as_high_as_the_line(build):
    alone = build("# T\n\n![A field](pixel.svg)\n")
    within = build("# T\n\nwords ![A field](pixel.svg) words\n")
    assert '"alone"' in (alone.folder / "document.typ").read_text()
    assert '"line"' in (within.folder / "document.typ").read_text()
    assert alone.complaints == within.complaints == ""


def test_a_passage_in_another_language_says_so_to_screen_readers(build):
    role = ".. role:: fr\n   :class: language-fr\n\n"
    source = f"T\n=\n\n{role}The :fr:`bon mot`.\n\n.. rst-class:: language-de\n\nEin Satz.\n"
    with build(files={"conf.py": RST, "index.rst": source}).pdf as pdf:
        tagged = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
        blocks = {str(item.Lang) for item in tagged if "/Lang" in item}
        runs = b"".join(page.Contents.read_bytes() for page in pdf.pages)
    assert "de" in blocks
    assert b"/Lang(fr)" in runs


def test_a_language_with_a_region_is_told_with_it(build):
    with build("# T\n\nPalavras.\n", language="pt_BR").pdf as pdf:
        assert str(pdf.Root.Lang) == "pt-BR"


def test_a_language_from_right_to_left_turns_the_page(build):
    matplotlib = pytest.importorskip("matplotlib", reason="its wheel brings a face with Arabic letters")
    faces = f"{matplotlib.get_data_path()}/fonts/ttf/DejaVuSans.ttf"
    printed = build("# عنوان\n\nكلمات عربية.\n\n- واحد\n- اثنان\n", language="ar", accessible_pdf_fonts=[faces])
    assert "missing_glyph" not in printed.complaints
    with printed.pdf as pdf:
        assert str(pdf.Root.Lang) == "ar"
    import pypdfium2

    [*_front, page] = pypdfium2.PdfDocument(printed.folder / "document.pdf")
    text = page.get_textpage()
    boxes = [text.get_charbox(at) for at in range(text.count_chars()) if text.get_text_range(at, 1).strip()]
    assert max(right for _left, _bottom, right, _top in boxes) > page.get_width() - 65  # begins at the right edge


def test_chapters_that_an_extension_hides_in_a_comment_are_printed(build):
    conf = RST + 'extensions += ["sphinx.ext.autosummary"]\nautosummary_generate = False\n'
    index = "T\n=\n\n.. autosummary::\n   :toctree: made\n\n   json.dumps\n"
    made = "dumps\n=====\n\nIt writes.\n"
    printed = build(files={"conf.py": conf, "index.rst": index, "made/json.dumps.rst": made})
    assert "It writes." in printed.text


def test_a_block_within_a_paragraph_loses_nothing(build):
    conf = RST + 'myst_enable_extensions = ["substitution"]\n'
    box = "---\nmyst:\n  substitutions:\n    box: |\n      ```{note}\n      In a box\n      ```\n---\n"
    index = box + "# T\n\nBefore {{ box }} after\n"
    printed = build(index, files={"conf.py": conf})
    assert "Before Note In a box after" in printed.text
    assert printed.complaints == ""


def test_an_extension_may_say_how_its_node_is_printed(build):
    conf = (
        RST
        + "import sys, pathlib\nsys.path.insert(0, str(pathlib.Path(__file__).parent))\nextensions += ['odd']\n"
    )
    odd = (
        "from docutils import nodes\nfrom docutils.parsers.rst import Directive\n\n\n"
        "class oddity(nodes.General, nodes.Element):\n    pass\n\n\n"
        "class Odd(Directive):\n    def run(self):\n"
        '        return [oddity("", nodes.paragraph("", "loud"))]\n\n\n'
        "def write(writer, node):\n    return f'upper({writer.content(node)});'\n\n\n"
        "def setup(app):\n    app.add_node(oddity, accessiblepdf=(write, None))\n"
        "    app.add_directive('odd', Odd)\n"
    )
    printed = build(files={"conf.py": conf, "odd.py": odd, "index.rst": "T\n=\n\n.. odd::\n"})
    assert "LOUD" in printed.text
    assert printed.complaints == ""


def test_sections_of_nine_levels_keep_the_rules(build):
    marks = "=-~^\"'.+*"
    index = "\n".join(f"Level {level}\n{mark * 9}\n" for level, mark in enumerate(marks, 1))
    printed = build(files={"conf.py": RST, "index.rst": index + "\nWords.\n"})
    assert printed.complaints == ""


def test_a_root_without_a_title_loses_no_title_of_its_chapters(build):
    files = {
        "conf.py": RST,
        "index.rst": ".. toctree::\n\n   one\n   two\n",
        "one.rst": "First\n=====\n\nA.\n",
        "two.rst": "Second\n======\n\nB.\n",
    }
    printed = build(files=files)
    assert "First A. Second B." in printed.text
