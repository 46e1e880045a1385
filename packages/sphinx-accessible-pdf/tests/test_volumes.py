"""A document that is too large for one run of the engine comes in volumes of whole chapters."""

from __future__ import annotations

import re
import sys

import pikepdf
import pypdfium2
import pytest

from sphinx_accessible_pdf.builder import volumes_in

CONF = 'project = "Book"\nauthor = "Somebody"\nextensions = ["sphinx_accessible_pdf"]\n'
WORDS = "Words of {0}. " * 150 + "See :ref:`sec-one`, :ref:`sec-four`, :py:func:`f_two` and :doc:`/index`.\n\n"
CHAPTER = (
    ".. _sec-{0}:\n\nChapter {0}\n=============\n\n"
    + WORDS
    + ".. py:function:: f_{0}()\n\n   It.\n\nA note [#]_.\n\n.. [#] Note.\n"
)
NAMES = ("one", "two", "three", "four")
FLAT = "Book\n====\n\n.. toctree::\n\n   one\n   two\n\n.. toctree::\n   :caption: Last\n\n   three\n   four\n"


@pytest.fixture
def book(build):
    """Builds a book of four chapters, each about a page, in volumes of so many pages."""

    def built(pages, index=FLAT, more=None):
        files = {f"{name}.rst": CHAPTER.format(name) for name in NAMES}
        return build(
            files={"conf.py": CONF, "index.rst": index, **files, **(more or {})}, accessible_pdf_volume_pages=pages
        )

    return built


def words(path):
    """The words of a PDF."""
    pages = pypdfium2.PdfDocument(path)
    return re.sub(r"\s+", " ", " ".join(page.get_textpage().get_text_range() for page in pages))


def addresses(path):
    """What the links of a PDF that leave it lead to."""
    with pikepdf.open(path) as pdf:
        links = [link for page in pdf.pages for link in page.get("/Annots", []) if "/A" in link]
        return {str(link.A.URI) for link in links if "/URI" in link.A}


def names_in(path):
    """The names of places that a PDF offers to links from outside."""
    with pikepdf.open(path) as pdf:
        return {str(name) for name in list(pdf.Root.Names.Dests.Names)[::2]}


@pytest.mark.parametrize(("pages", "count"), [(250, 1), (0, 1), (1, 4)])
def test_a_large_document_comes_in_volumes_of_whole_chapters(book, valid, pages, count):
    printed = book(pages)
    files = ["document.pdf", *(f"document-{number}.pdf" for number in range(2, count + 1))]
    assert printed.complaints == ""
    assert sorted(path.name for path in printed.folder.glob("*.pdf")) == sorted(files)
    said = [words(printed.folder / file) for file in files]
    for name in NAMES:
        assert [text.count(f"Words of {name}.") > 140 for text in said if f"Words of {name}." in text] == [True]
    assert [file for file in files if valid(printed.folder / file)] == []


def test_links_lead_to_the_section_in_the_other_volume(book):
    folder = book(1).folder
    third = addresses(folder / "document-3.pdf")
    assert {"document.pdf#nameddest=one%2Fchapter-one", "document-2.pdf#nameddest=two%2Fchapter-two"} <= third
    assert "document-4.pdf#nameddest=four%2Fchapter-four" in addresses(folder / "document.pdf")
    assert "one/chapter-one" in names_in(folder / "document.pdf")
    assert "four/chapter-four" in names_in(folder / "document-4.pdf")


def test_each_volume_says_what_the_others_hold(book):
    folder = book(1).folder
    assert "Book (2/4) Chapter two Book (3/4) Chapter three" in words(folder / "document.pdf")
    assert "Book (1/4) Chapter one Book (2/4) Chapter two" in words(folder / "document-4.pdf")


def test_the_caption_of_a_list_goes_with_its_first_chapter(book):
    folder = book(1).folder
    assert "Last" not in words(folder / "document.pdf")
    assert "Last Chapter three" in words(folder / "document-3.pdf")


def test_a_section_goes_with_its_first_chapter(book):
    listed = "{0}\n-----\n\nIts words.\n\n.. toctree::\n\n   {1}\n   {2}\n\n"
    sections = listed.format("Early", "one", "two") + listed.format("Later", "three", "four")
    folder = book(1, f"Book\n====\n\n{sections}").folder
    assert "Later Its words." not in words(folder / "document.pdf")
    assert "Later Its words. Chapter three" in words(folder / "document-3.pdf")
    assert "Its words." not in words(folder / "document-4.pdf")


def levels(path):
    """The levels of headings of a PDF, as its tags say."""
    with pikepdf.open(path) as pdf:
        tags = [str(item.get("/S")) for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
    return {tag for tag in tags if re.fullmatch(r"/H\d", tag)}


def test_a_later_volume_says_again_the_title_of_the_section_that_holds_its_first_chapter(book, valid):
    section = "Later\n-----\n\nIts words.\n\n.. toctree::\n\n   one\n   two\n   three\n   four\n\n"
    folder = book(1, f"Book\n====\n\n{section}").folder
    for number, name in enumerate(NAMES[1:], 2):
        said = words(folder / f"document-{number}.pdf")
        assert f"Later Chapter {name}" in said.partition("Contents")[2].partition("Words")[0]
        assert said.count("Later") == 2, "in the contents and above the chapter"
        assert "Its words." not in said
        assert valid(folder / f"document-{number}.pdf") == []
        assert levels(folder / f"document-{number}.pdf") == {"/H1", "/H2"}


def test_a_later_volume_says_again_the_caption_of_the_list_that_holds_its_first_chapter(book):
    folder = book(1).folder
    assert "Last Chapter three" in words(folder / "document-3.pdf")
    assert "Last Chapter four" in words(folder / "document-4.pdf")
    assert "Last" not in words(folder / "document-2.pdf")


def test_a_chapter_larger_than_a_volume_gives_those_that_it_lists(book, valid):
    index = "Book\n====\n\n.. toctree::\n\n   all\n"
    listing = "All\n===\n\nFirst.\n\n.. toctree::\n\n   one\n   two\n   three\n   four\n"
    printed = book(1, index, {"all.rst": listing})
    files = sorted(printed.folder.glob("*.pdf"))
    assert len(files) == 4
    assert [path.name for path in files if valid(path)] == []
    for name in NAMES:
        [file] = [path for path in files if f"Words of {name}." in words(path)]
        assert f"All {'First. ' * (name == 'one')}Chapter {name}" in words(file)


def test_what_stands_above_the_title_of_the_document_stays_in_the_first_volume(book):
    printed = book(1, "First words.\n\n" + FLAT.replace("Book\n", ".. _top:\n\nBook\n") + "\nLast\n====\n\nEnd.\n")
    assert len(volumes_in(printed.folder, "document")) == 4
    assert "First words." in words(printed.folder / "document.pdf")


def test_drawings_for_the_screen_make_a_document_no_larger(book):
    prolog = ".. role:: h(raw)\n   :format: html\n\n.. |a| replace:: :h:`" + "<svg></svg>" * 2000 + "`\n"
    drawn = CONF + f"rst_prolog = {prolog!r}\n"
    printed = book(3, more={"conf.py": drawn})
    assert len(volumes_in(printed.folder, "document")) == 1


def test_volumes_of_the_last_build_are_known_by_their_names(tmp_path):
    for name in ("guide.pdf", "guide-2.pdf", "guide-12.pdf", "guide-letter.pdf", "my-guide.pdf", "guide-2.typ"):
        (tmp_path / name).touch()
    found = sorted(path.name for path in volumes_in(tmp_path, "guide"))
    assert found == ["guide-12.pdf", "guide-2.pdf", "guide.pdf"]


def test_a_run_of_the_engine_that_ends_early_is_told_and_no_success(book, monkeypatch):
    monkeypatch.setattr(sys, "executable", "false")
    printed = book(1)
    assert "the print engine ended with status 1" in printed.complaints
    assert printed.app.statuscode == 1
    assert list(printed.folder.glob("*.pdf")) == []
