"""Failing is failing: no PDF means exit status 1 and no old file; what can be printed without its picture is."""

from __future__ import annotations

import io
import re
import sys

import pytest
import typst
from sphinx.cmd.build import main

from sphinx_accessible_pdf.engine import Engine

RST = 'project = "A project"\nauthor = "Somebody"\nextensions = ["sphinx_accessible_pdf"]\n'
PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'
IMAGE = "T\n=\n\nBefore.\n\n.. image:: picture.png\n   :alt: A map\n\nAfter.\n"


def project(tmp_path, **files):
    """Write a project, with bytes or text."""
    for name, content in {"conf.py": RST, **files}.items():
        path = tmp_path / name.replace("_", ".", 1)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def run(tmp_path, monkeypatch, *more):
    """The exit status of the command and what it said."""
    said = io.StringIO()
    monkeypatch.setattr(sys, "stderr", said)
    status = main(["-q", "-b", "accessiblepdf", *more, str(tmp_path), str(tmp_path / "out")])
    return status, said.getvalue()


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("#panic(1)", 8), ("#nosuchthing", 8), ("[", 8), ("#image(\"lost.png\")", 8), ("#let", 8), ("$x", 8),
        ("#include \"x.typ\"", 8), ("#text(font: 1)[x]", 8), ("#link(<nowhere>)[x]", 8), ("#(1 + []).x", 8),
        ("#table(columns: 1, table.cell(colspan: 2)[x])", 8), ("#read(\"/etc/passwd\")", 8),
    ],
)  # fmt: skip
def test_what_the_engine_refuses_ends_in_failure_at_the_author_s_line_and_leaves_no_old_pdf(
    tmp_path, monkeypatch, raw, line
):
    project(tmp_path, index_rst="T\n=\n\nWords.\n")
    assert run(tmp_path, monkeypatch) == (0, "")
    assert (tmp_path / "out/document.pdf").exists()
    project(tmp_path, index_rst=f"T\n=\n\nWords.\n\nMore.\n\n.. raw:: typst\n\n   {raw}\n")
    status, said = run(tmp_path, monkeypatch)
    assert status == 1
    assert f"index.rst:{line}: WARNING: " in said
    assert "ERROR: document.pdf is not written" in said
    assert not (tmp_path / "out/document.pdf").exists()


def test_a_broken_template_is_named_with_its_line(tmp_path, monkeypatch):
    project(tmp_path, index_rst="T\n=\n\nWords.\n", own_typ='#import "base.typ": *\n\n#let paragraph = 3 +\n')
    status, said = run(tmp_path, monkeypatch, "-D", "accessible_pdf_template=own.typ")
    assert status == 1
    assert "own.typ:3" in said


@pytest.mark.parametrize(
    "entry", [("lost", "a", "T", "A"), ("index", "a/b", "T", "A"), ("index", "b", "T", "A", "lost.typ")]
)
def test_a_document_that_cannot_be_printed_is_no_success(tmp_path, monkeypatch, entry):
    project(tmp_path, index_rst="T\n=\n", conf_py=RST + f"accessible_pdf_documents = [{entry!r}]\n")
    status, said = run(tmp_path, monkeypatch)
    assert status == 1
    assert "conf.py:1" in said


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\nbroken", b"\0\0\0\x1cftypavif", b"BM", b"II*\0", b"words", b""]
)
def test_a_picture_that_cannot_be_drawn_is_told_and_the_rest_printed(build, valid, content):
    conf = RST + f"import pathlib\npathlib.Path(__file__).with_name('picture.png').write_bytes({content!r})\n"
    printed = build(files={"conf.py": conf, "index.rst": IMAGE})
    assert "index.rst:6: WARNING: " in printed.complaints
    assert "Before. [A map] After." in printed.text
    assert valid(printed.folder / "document.pdf") == []


def test_a_page_of_a_pdf_is_printed_and_told_with_what_it_costs(build):
    page = typst.compile(b"Words of a page.")
    printed = build(files={"conf.py": RST, "index.rst": IMAGE.replace("png", "pdf"), "picture.pdf": page})
    assert "index.rst:6: WARNING: the print engine says: embedding PDFs is" in printed.complaints
    assert "document.pdf is written without its claim to ua-1, a-3a" in printed.complaints
    assert "Words of a page." in printed.text
    assert printed.app.statuscode == 0


@pytest.mark.parametrize("standards", [["ua-1", "a-3a"], []])
def test_a_logo_that_would_cost_the_claims_is_left_out_and_told(build, valid, standards):
    conf = "accessible_pdf_logo = 'logo.pdf'\naccessible_pdf_template = 'howto'\n"
    conf += f"accessible_pdf_standards = {standards}\n"
    page = typst.compile(b"#set page(width: auto, height: auto)\nSIGN")
    printed = build(files={"conf.py": RST + conf, "index.rst": "T\n=\n\nWords.\n", "logo.pdf": page})
    assert ("'logo.pdf' cannot claim ua-1, a-3a; it is left out: name an SVG" in printed.complaints) == bool(
        standards
    )
    assert ("SIGN" in printed.text) == (not standards)
    assert not standards or valid(printed.folder / "document.pdf") == []


def test_a_picture_with_the_ending_of_another_kind_is_printed(build, tmp_path):
    pillow = pytest.importorskip("PIL.Image", reason="needs the extra figures")
    pillow.new("RGB", (3, 2), "navy").save(tmp_path / "picture.jpg")
    conf = RST + f"import shutil\nshutil.copy({str(tmp_path / 'picture.jpg')!r}, 'picture.png')\n"
    printed = build(files={"conf.py": conf, "index.rst": IMAGE})
    assert printed.complaints == ""
    with printed.pdf as pdf:
        assert any(page.get_images() for page in pdf.pages)


@pytest.mark.parametrize("again", ["Text again [#t]_.", "Text.", "Another [#u]_ and [#t]_.\n\n.. [#u] Second."])
def test_a_note_in_a_heading_is_printed_once_and_not_in_the_contents(build, valid, again):
    index = f"Doc\n===\n\nA section [#t]_\n---------------\n\n{again}\n\n.. [#t] Note of the title.\n"
    printed = build(files={"conf.py": RST, "index.rst": index})
    assert printed.complaints == ""
    assert printed.text.count("Note of the title.") == 1
    assert valid(printed.folder / "document.pdf") == []


@pytest.mark.parametrize("marks", ["* ", "1. ", "   ", ".. note:: ", "| "])
@pytest.mark.parametrize("deep", [15, 40])
def test_blocks_nested_deep_lose_no_words(build, marks, deep):
    lines = [
        f"{' ' * len(marks) * level}{marks if marks.strip() else ''}{'w' if marks.strip() else '   w'}{level}\n"
        for level in range(deep)
    ]
    if marks == "| ":
        lines = [f"| {'   ' * level}w{level}" for level in range(deep)]
    printed = build(
        files={"conf.py": RST, "index.rst": "T\n=\n\n" + ("\n" if marks == "| " else "\n\n").join(lines)}
    )
    assert all(f"w{level}" in printed.text.split() for level in range(deep))


def test_blocks_nested_too_deep_for_the_engine_are_told_once(build):
    lines = [f"{'  ' * level}* w{level}\n" for level in range(40)]
    printed = build(files={"conf.py": RST, "index.rst": "T\n=\n\n" + "\n".join(lines)})
    assert printed.complaints.count("nested deeper than") == 1
    assert "index.rst:" in printed.complaints


def test_the_same_document_is_not_printed_again_and_what_was_told_is_told_again(build, tmp_path, monkeypatch):
    project(tmp_path, index_rst='T\n=\n\n.. raw:: typst\n\n   #set text(font: "Nowhere")\n   Words.\n')
    first = run(tmp_path, monkeypatch)
    pdf = (tmp_path / "out/document.pdf").read_bytes()
    monkeypatch.setattr("sphinx_accessible_pdf.engine.Engine.compiler", property(lambda _self: 1 / 0))
    again = run(tmp_path, monkeypatch)
    assert "unknown font family: nowhere" in first[1]
    assert again == first
    assert (tmp_path / "out/document.pdf").read_bytes() == pdf


def test_an_engine_that_breaks_down_is_told_at_the_picture_or_the_document_and_ends_in_failure(
    tmp_path, monkeypatch
):
    class PanicException(BaseException):
        """As the engine raises it."""

    def broken(_self):
        raise PanicException("index out of bounds")

    project(tmp_path, index_rst=IMAGE.replace("png", "svg"), picture_svg=PIXEL)
    monkeypatch.setattr("sphinx_accessible_pdf.engine.Engine.compiler", property(broken))
    status, said = run(tmp_path, monkeypatch)
    assert status == 1
    assert re.search(r"index\.rst:6: WARNING: .*index out of bounds; it broke down; .*picture\.svg", said)
    assert "index.rst:1: WARNING: the print engine says: index out of bounds; it broke down" in said
    assert "ERROR: document.pdf is not written" in said


def test_a_picture_that_knows_no_line_is_told_at_that_of_its_paragraph(build):
    printed = build("# T\n\nWords.\n\n![](pixel.svg)\n")
    assert "index.md:5: WARNING: the image 'pixel.svg' has no alternative text" in printed.complaints


def raw(words):
    """A passage that the engine refuses."""
    return f"{words}\n\n.. raw:: typst\n\n   #panic(1)\n"


CELL = "T\n=\n\n.. role:: r(raw)\n   :format: typst\n\n.. csv-table::\n\n"


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"index_rst": "T\n=\n\n.. include:: part.inc\n", "part_inc": raw("Words.")}, "part.inc:3"),
        ({"index_rst": "T\n=\n\n.. toctree::\n\n   two\n", "two_rst": raw("T\n=")}, "two.rst:4"),
        (
            {"index_rst": "T\n=\n\n.. automodule:: said\n", "said_py": f'"""{raw("Words.")}"""'},
            "docstring of said:3",
        ),
        ({"index_rst": f"{CELL}   head\n   :r:`#panic(1)`\n"}, "index.rst:9"),
    ],
)
def test_a_fault_is_told_at_the_line_of_the_file_that_it_was_written_in(tmp_path, monkeypatch, files, place):
    conf = RST.replace('pdf"]', 'pdf", "sphinx.ext.autodoc"]')
    project(tmp_path, conf_py=f"{conf}import sys\nsys.path.insert(0, {str(tmp_path)!r})\n", **files)
    status, said = run(tmp_path, monkeypatch)
    assert status == 1
    assert f"{place}: WARNING: the print engine says: panicked" in said


@pytest.mark.parametrize(("name", "kept"), [("cmyk.jpg", "ua-1"), ("sign.svg", "")])
def test_what_a_picture_costs_is_told_at_its_line_and_other_claims_are_kept(build, tmp_path, name, kept):
    pillow = pytest.importorskip("PIL.Image", reason="needs the extra figures")
    pillow.new("CMYK", (3, 2)).save(tmp_path / "cmyk.jpg")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="9">\u6f22</text></svg>'
    (tmp_path / "sign.svg").write_text(svg, "utf-8")
    conf = RST + f"import shutil\nshutil.copy({str(tmp_path / name)!r}, {name!r})\n"
    printed = build(files={"conf.py": conf, "index.rst": IMAGE.replace("picture.png", name)})
    [fault, claim] = printed.complaints.splitlines()
    assert fault.startswith("index.rst:6: WARNING: the print engine says: ")
    assert ("it keeps ua-1" in claim) == bool(kept)


RICH = """T
=

Words, *stressed*, ``code`` and a note [#n]_ beside :math:`a^2`.

* one
* two

.. code-block:: python

   x = 1

====  ====
head  more
====  ====
a     b
====  ====

.. note:: Careful.

Term
   Said.

.. py:function:: area(width)

   The area.

.. image:: pixel.svg
   :alt: A field

.. math:: a + b

Section
-------

   Quoted.

.. [#n] A note.
"""
BREAKS = {
    "a name that is not": "nosuchname();",
    "a name that is not in the template": "t.nosuchname();",
    "a name that is not in a module": "calc.nosuchname(1);",
    "a field that is not": "(a: 1).b;",
    "a field of what has none": '"a".b;',
    "a method that is not": '"a".nosuchname();',
    "an operation without sense": '(1 + "a");',
    "a sign without sense": '-"a";',
    "a comparison without sense": '(1 < "a");',
    "a negation without sense": "(not 1);",
    "a condition that is none": "if 1 { };",
    "a loop over what has no parts": "for x in 1 { };",
    "a loop without end": "while true { };",
    "a function that calls itself without end": "let f(x) = f(x); f(1);",
    "a division by nothing": "(1 / 0);",
    "a number that is too large": "(9223372036854775807 + 1);",
    "a join of what does not join": '{ 1; "a" };',
    "a call of what is no function": "1();",
    "an argument too many": "strong[x][y];",
    "an argument too few": "link();",
    "an argument of another kind": "emph(1);",
    "an argument that is not": "strong(nosuchname: 1)[x];",
    "an argument given twice": "strong(delta: 1, delta: 2)[x];",
    "a value that is not offered": 'text(style: "nosuch")[x];',
    "a length without a unit": "h(1);",
    "a unit that is not": "h(1foo);",
    "a number out of range": "heading(level: -1)[x];",
    "a colour that is not": 'rgb("nosuch");',
    "a place beyond the end of a list": "(1, 2).at(5);",
    "a key that is not": '(a: 1).at("b");',
    "a key given twice": "(a: 1, a: 2);",
    "a pattern that is not": 'regex("(");',
    "a date that is not": "datetime(year: 2026, month: 13, day: 1);",
    "a picture that is not": 'image("no such picture");',
    "a file that is not": 'read("no such file");',
    "a file outside of the project": 'read("/../../etc/hostname");',
    "a module that is not": 'import "no such module.typ";',
    "data that cannot be read": 'json(bytes("{"));',
    "a picture that cannot be read": 'image(bytes("x"), format: "png");',
    "code within that cannot be read": 'eval("(");',
    "a formula that cannot be read": "$ ( $ nosuch;",
    "a link to nowhere": "link(<no-such-place>)[x];",
    "a reference to nowhere": "ref(<no-such-place>);",
    "a note that is not": "footnote(<no-such-note>);",
    "a statement that is half": "let = ;",
    "a bracket too many": ");",
    "a brace too many": "};",
    "a bracket without end": "(1, ;",
    "a string without end": '";',
    "a comment without end": "/* ",
    "a formula without end": "$ x;",
    "a break outside of a loop": "break;",
    "a change of what cannot change": "1 = 2;",
    "a cell where no table is": "table(columns: 1, table.cell(x: 5)[x]);",
    "a fault that is called for": 'panic("x");',
    "a claim that does not hold": "assert(false);",
}
"""Code that the engine refuses, by its kind."""


def test_the_document_in_which_faults_are_planted_is_printed(tmp_path, monkeypatch):
    project(tmp_path, index_rst=RICH, pixel_svg=PIXEL)
    assert run(tmp_path, monkeypatch) == (0, "")


@pytest.mark.deep
@pytest.mark.parametrize(("number", "kind"), list(enumerate(BREAKS)))
def test_a_fault_anywhere_in_the_input_of_the_engine_is_failure_at_an_author_s_line(
    tmp_path, monkeypatch, number, kind
):
    printed = Engine.printed

    def broken(self, source, *given, **more):
        text = source.read_text("utf-8")
        marks = [found.end() for found in re.finditer(r"/[*]index:[0-9]+[*]/", text)]
        place = marks[number % len(marks)]
        source.write_text(text[:place] + BREAKS[kind] + text[place:], "utf-8")
        return printed(self, source, *given, **more)

    project(tmp_path, index_rst=RICH, pixel_svg=PIXEL)
    monkeypatch.setattr(Engine, "printed", broken)
    status, said = run(tmp_path, monkeypatch)
    assert status == 1
    assert re.search("index.rst:[0-9]+: WARNING: the print engine says: ", said)
    assert not (tmp_path / "out/document.pdf").exists()


def test_notes_in_notes_without_end_are_told_and_the_rest_is_printed(build):
    notes = "".join(f".. [#n{at}] Note{at} [#n{at + 1}]_.\n\n" for at in range(300))
    index = f"T\n=\n\nText [#n0]_.\n\n{notes}.. [#n300] Last.\n\nAfter.\n"
    printed = build(files={"conf.py": RST, "index.rst": index})
    assert "this note stands in 20 others" in printed.complaints
    assert all(words in printed.text for words in ("Note0", "Note19", "After."))
