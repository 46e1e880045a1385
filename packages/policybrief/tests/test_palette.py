"""One palette: a colour changed there changes page, print and drawings, and no other file names a colour."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import policybrief
from policybrief.words import colours, palette

SOURCE = Path(policybrief.__file__).parent
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b|rgb\(\"#")
LOOKS = {".css", ".jinja", ".typ", ".svg", ".html"}
OLD, NEW = palette.palette().light["accent"], "#7a1f5c"


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Puts another text in the palette's place."""

    def write(text):
        (file := tmp_path / "palette.toml").write_text(text, "utf-8")
        monkeypatch.setattr(palette, "FILE", file)
        palette.palette.cache_clear()

    yield write
    palette.palette.cache_clear()


@pytest.fixture
def another(written):
    """The palette with another accent."""
    text = palette.FILE.read_text("utf-8")
    assert text.count(OLD) == 1, "links on paper take it, too"
    written(text.replace(OLD, NEW))


def test_no_file_of_the_look_names_a_colour_but_the_palette():
    files = [path for path in SOURCE.rglob("*") if path.suffix in LOOKS]
    assert len(files) > 8
    assert [path.name for path in files if COLOUR.search(path.read_text("utf-8"))] == []


def test_no_template_of_print_names_a_size_of_type_but_the_palette():
    text = (SOURCE / "outputs/brief.typ").read_text("utf-8")
    assert re.findall(r"\bsize: [\d.]+(?:pt|mm)", text) == []


def test_light_dark_and_print_have_the_same_names():
    of = palette.palette()
    assert of.light.keys() == of.dark.keys() == of.print.keys()
    assert all(
        re.fullmatch("#[0-9a-f]{6}", colour) for one in (of.light, of.dark, of.print) for colour in one.values()
    )


def test_rules_and_dots_may_be_brighter_than_text_if_everybody_sees_them():
    def told(name, colour):
        return colours.of(palette.palette(), {name: colour})[1]

    assert told("brand", "#e5590f") == []
    assert "at least 4.5; take #a7410b, which can be read on" in told("accent", "#e5590f")[0]
    assert "at least 3; take #bd8400, which can be seen on" in told("brand", "#f2a900")[0]


def test_another_accent_is_on_page_in_drawing_and_icon(project, another):
    made = project("test-sound", "test-figures")
    built = made.build("html")
    for name in ("_static/screen.css", "_static/favicon.svg", "figures/rates.svg", "figures.html"):
        text = built.file(name)
        assert NEW in text, name
        assert OLD not in text.lower(), name


def test_another_accent_is_in_print(project, another):
    import pypdfium2
    import pypdfium2.raw as pdfium

    made = project("test-sound", "test-figures")
    made.build("accessiblepdf")
    [pdf] = (made.path / "build/accessiblepdf").glob("*.pdf")
    parts = [pdfium.c_uint() for _part in range(4)]
    seen = set()
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        for printed in page.get_objects():
            for ask in (pdfium.FPDFPageObj_GetFillColor, pdfium.FPDFPageObj_GetStrokeColor):
                if ask(printed.raw, *parts):
                    seen.add("#{:02x}{:02x}{:02x}".format(*(part.value for part in parts[:3])))
    assert NEW in seen
    assert OLD not in seen


def test_another_size_of_type_and_another_margin_are_in_print(project, written):
    import pypdfium2
    import pypdfium2.raw as pdfium

    text = palette.FILE.read_text("utf-8")
    assert "\nbody = 11\n" in text
    assert "\nmargin = 39 " in text
    written(text.replace("\nbody = 11\n", "\nbody = 13.25\n").replace("\nmargin = 39 ", "\nmargin = 60 "))
    made = project("test-sound")
    made.build("accessiblepdf")
    [pdf] = (made.path / "build/accessiblepdf").glob("*.pdf")
    right = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            printed = page.get_textpage()
            body = [at for at in range(printed.count_chars()) if pdfium.FPDFText_GetFontSize(printed, at) == 13.25]
            right += [printed.get_charbox(at)[2] for at in body]
    assert len(right) > 200
    assert 115 < max(right) / 72 * 25.4 <= 20 + 170 - 5 - 60
