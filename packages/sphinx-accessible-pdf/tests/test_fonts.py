"""Faces: files and folders alike, by language, in collections; what is broken or missing is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTCollection, TTFont

from sphinx_accessible_pdf import fonts

CONF = 'project = "A project"\nauthor = "Somebody"\nextensions = ["sphinx_accessible_pdf"]\n'


@pytest.fixture
def arabic(tmp_path):
    """A face with letters that the default ones lack."""
    matplotlib = pytest.importorskip("matplotlib", reason="its wheel brings a face with Arabic letters")
    face = Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"
    font = TTFont(face)
    for record in font["name"].names:
        if record.nameID in (1, 4, 6, 16):
            record.string = "Another Face"
    font.save(tmp_path / "AnotherFace.ttf")
    return tmp_path / "AnotherFace.ttf"


def faces_in(printed):
    """The names of the faces that a PDF brings."""
    with printed.pdf as pdf:
        fonts_ = [item for item in pdf.objects if hasattr(item, "keys") and item.get("/Type") == "/FontDescriptor"]
        return {str(font.FontName).partition("+")[2] for font in fonts_}


@pytest.mark.parametrize("kind", ["file", "folder", "language", "collection"])
def test_a_face_reaches_the_engine_however_it_is_named(build, valid, arabic, kind):
    given = str(arabic)
    if kind == "folder":
        given = str(arabic.parent)
    elif kind == "language":
        given = {"ar": [str(arabic)]}
    elif kind == "collection":
        collection = TTCollection()
        collection.fonts = [TTFont(arabic)]
        collection.save(arabic.with_name("faces.ttc"))
        arabic.unlink()
        given = str(arabic.with_name("faces.ttc"))
    files = {"conf.py": CONF + 'language = "ar"\n', "index.rst": "عنوان\n=====\n\nكلمات and words.\n"}
    printed = build(files=files, accessible_pdf_fonts=[given])
    assert printed.complaints == ""
    assert valid(printed.folder / "document.pdf") == []
    found = faces_in(printed)
    assert any("Another" in name for name in found)
    assert any("Source" in name for name in found)  # the default faces stay for what they have


def test_a_face_for_a_language_is_taken_for_its_passages(build, arabic):
    index = "T\n=\n\nWords.\n\n.. rst-class:: language-ar\n\nكلمات\n"
    printed = build(files={"conf.py": CONF, "index.rst": index}, accessible_pdf_fonts=[{"ar": str(arabic)}])
    assert "missing_glyph" not in printed.complaints
    assert any("Another" in name for name in faces_in(printed))


@pytest.mark.parametrize("content", [b"no font", b"", b"\0\1\0\0" + b"\xff" * 40, b"OTTO"])
def test_a_broken_face_is_told_and_the_rest_is_printed(build, tmp_path, content):
    (tmp_path / "broken.ttf").write_bytes(content)
    printed = build(
        files={"conf.py": CONF, "index.rst": "T\n=\n\nWords.\n"},
        accessible_pdf_fonts=[str(tmp_path / "broken.ttf")],
    )
    assert "conf.py:1: WARNING: accessible_pdf_fonts: the font broken.ttf cannot be read" in printed.complaints
    assert "Words." in printed.text


def test_characters_without_a_face_are_told_once_a_script_with_a_package(build, valid):
    index = "文档\n====\n\n这是一个没有字体的中文文档。这是\n\nภาษาไทย\n"
    printed = build(files={"conf.py": CONF + 'language = "zh_CN"\n', "index.rst": index})
    told = [line for line in printed.complaints.splitlines() if "no configured font has" in line]
    assert len(told) == 3  # the signs of Han, their full stop, Thai
    assert all("index.rst:" in line for line in told)
    assert "noto-serif-sc" in told[0]
    assert "noto-sans-thai" in told[-1]
    assert "claim" not in printed.complaints
    assert valid(printed.folder / "document.pdf") == []


def test_the_engine_is_asked_once_for_all_characters(build, monkeypatch):
    asked = []
    ask = fonts.Coverage.ask

    def counted(self, text):
        lacking = self.lacking
        self.lacking = lambda signs: (asked.append(set(signs)) if signs else None) or lacking(signs)
        ask(self, text)
        self.lacking = lacking

    monkeypatch.setattr(fonts.Coverage, "ask", counted)
    build(files={"conf.py": CONF, "index.rst": "T\n=\n\n一\n\n二\n\n三 ☃ ✂\n\n.. note:: 四\n"})
    assert len([signs for signs in asked if signs]) == 1
