"""Looks, names of other times, and what is said for LaTeX."""

from __future__ import annotations

import pypdfium2
import pytest

CONF = 'project = "A project"\nauthor = "Somebody"\nrelease = "1.2"\nextensions = ["sphinx_accessible_pdf"]\n'
INDEX = "Book\n====\n\n.. toctree::\n\n   one\n   two\n"
CHAPTERS = {name: f"{name.title()}\n=====\n\n" + f"Words of {name}.\n\n" * 60 for name in ("one", "two")}
FILES = {"index.rst": INDEX, **{f"{name}.rst": text for name, text in CHAPTERS.items()}}


def printed(build, conf, name="document", **files):
    """Build with what is said in ``conf.py`` and give the pages of a PDF."""
    made = build(files={**FILES, "conf.py": CONF + conf, **files})
    return made, pypdfium2.PdfDocument(made.folder / f"{name}.pdf")


def words(page):
    """The text of a page."""
    return " ".join(page.get_textpage().get_text_range().split())


@pytest.mark.parametrize("look", ["plain", "manual", "howto"])
@pytest.mark.parametrize(
    "elements",
    [
        {},
        {"two_sided": True},
        {"cover": False, "running_heads": True},
        {"size": 10, "margin": {"inside": 40, "top": 30}},
        {"colours": {"accent": "#7A1F1F"}, "families": {"serif": ["Source Sans Pro"]}},
        {"contents_depth": 1},
    ],
)
def test_each_look_keeps_the_rules_with_every_choice(build, valid, look, elements):
    made, _pdf = printed(build, f"accessible_pdf_template = {look!r}\naccessible_pdf_elements = {elements!r}\n")
    assert made.complaints == ""
    assert valid(made.folder / "document.pdf") == []


def test_a_manual_has_a_cover_and_chapters_on_pages_of_their_own_with_running_heads(build):
    _made, pdf = printed(build, 'accessible_pdf_template = "manual"\n')
    pages = [words(page) for page in pdf]
    assert pages[0] == "A project 1.2 Somebody"
    assert pages[1].startswith("Contents")
    assert pages[2].startswith("One Words of one.")
    assert pages[3].startswith("One Words of one.")  # as the running head
    assert [page for page in pages if page.startswith("Two Words of two.")]


def test_a_manual_without_a_cover_has_its_title_author_and_release_above_the_contents(build):
    conf = 'accessible_pdf_template = "manual"\naccessible_pdf_elements = {"cover": False}\n'
    _made, pdf = printed(build, conf)
    assert words(pdf[0]).startswith("A project Somebody 1.2 Contents")


def test_a_running_head_has_the_words_of_its_title_without_links_and_notes(build, valid):
    title = "`A link <https://example.org>`_ and a note [#]_"
    one = f"{title}\n{'=' * 60}\n\n" + "Words.\n\n" * 60 + ".. [#] Said once.\n"
    made, pdf = printed(build, 'accessible_pdf_template = "manual"\n', **{"one.rst": one})
    pages = [words(page) for page in pdf]
    assert pages[3].startswith("A link and a note Words.")
    assert " ".join(pages).count("Said once.") == 1
    assert made.complaints == ""
    assert valid(made.folder / "document.pdf") == []


def test_a_manual_of_two_sides_opens_chapters_on_the_right(build):
    _made, pdf = printed(
        build, 'accessible_pdf_template = "manual"\naccessible_pdf_elements = {"two_sided": True}\n'
    )
    begins = [at for at, page in enumerate(pdf, 1) if words(page).endswith(" 1") and "Words of one" in words(page)]
    assert begins
    assert begins[0] % 2 == 1


def test_a_howto_begins_at_once(build):
    _made, pdf = printed(build, 'accessible_pdf_template = "howto"\n')
    assert words(pdf[0]).startswith("A project Somebody 1.2 Contents")
    assert "Words of one." in words(pdf[0])


@pytest.mark.parametrize("look", ["manual", "howto"])
def test_the_logo_stands_on_the_first_page(build, look):
    made, pdf = printed(build, f'accessible_pdf_template = "{look}"\naccessible_pdf_logo = "pixel.svg"\n')
    assert made.complaints == ""
    assert any(found.type != 1 for found in pdf[0].get_objects(max_depth=9))


@pytest.mark.parametrize(
    ("old", "value"),
    [
        ("documents", [("index", "book", "The book", "Ada")]),
        ("paper", "a5"),
        ("template", "howto"),
        ("elements", {"size": 12}),
        ("appendices", ["two"]),
        ("standards", ["ua-1"]),
    ],
)
def test_a_value_by_its_old_name_is_read_and_the_new_name_told(build, old, value):
    made = build(files={**FILES, "conf.py": CONF + f"typst_{old} = {value!r}\n"})
    assert f"conf.py:1: WARNING: typst_{old}: its name is accessible_pdf_{old} now" in made.complaints
    assert getattr(made.app.config, f"accessible_pdf_{old}") == value


@pytest.mark.parametrize(
    ("said", "target", "size"),
    [
        (
            'latex_documents = [("index", "guide.tex", r"The \\& guide", r"Ada \\and Bob", "manual")]',
            "guide",
            (210, 297),
        ),
        ('latex_documents = [("index", "guide.tex", "", "", "howto", True)]', "guide", (210, 297)),
        ('latex_elements = {"papersize": "letterpaper"}', "document", (216, 279)),
        ('latex_elements = {"papersize": "a5paper", "pointsize": "12pt"}', "document", (148, 210)),
    ],
)
def test_what_is_said_for_latex_is_read_where_ours_is_unset(build, said, target, size):
    made, pdf = printed(build, said + "\n", target)
    assert made.complaints == ""
    assert tuple(round(side / 72 * 25.4) for side in pdf[1].get_size()) == size


@pytest.mark.parametrize(
    ("kind", "begin"), [("part", {"One", "Two", "Sec"}), ("chapter", {"One", "Two"}), ("section", {"One"})]
)
def test_what_the_outermost_sections_are_says_which_begin_a_page(build, kind, begin):
    files = {
        f"{name.lower()}.rst": f"{name}\n===\n\nWords.\n\nSec {name}\n-------\n\nMore.\n"
        for name in ("One", "Two")
    }
    conf = f'accessible_pdf_template = "manual"\nlatex_toplevel_sectioning = {kind!r}\n'
    made, pdf = printed(
        build, conf + 'accessible_pdf_elements = {"cover": False, "running_heads": False}\n', **files
    )
    assert made.complaints == ""
    assert {words(page).split()[0] for page in list(pdf)[1:]} == begin


@pytest.mark.parametrize("look", ["plain", "manual", "howto"])
def test_a_document_from_another_chapter_than_the_first_has_its_sections_as_chapters(build, valid, look):
    index = "Start\n=====\n\n.. toctree::\n\n   book\n   one\n"
    book = "Book\n====\n\nPreface\n-------\n\nFirst.\n\n.. toctree::\n\n   two\n"
    made = build(
        files={**FILES, "conf.py": CONF, "index.rst": index, "book.rst": book},
        **{"accessible_pdf_documents": [("book", "book", "Book", "A", look), ("one", "one", "One", "A", look)]},
    )
    assert made.complaints == ""
    for name, first in (("book", "Preface"), ("one", "One")):
        assert valid(made.folder / f"{name}.pdf") == []
        outline = pypdfium2.PdfDocument(made.folder / f"{name}.pdf").get_toc()
        assert next(item.get_title() for item in outline if item.level == 0) == first


def test_a_title_for_latex_loses_its_marks(build):
    conf = (
        'latex_documents = [("index", "guide.tex", r"The \\& guide \\textbf{now}", r"Ada \\and Bob", "manual")]\n'
    )
    _made, pdf = printed(build, conf, "guide")
    assert words(pdf[0]) == "The & guide now 1.2 Ada, Bob"


def test_ours_wins_over_what_is_said_for_latex(build):
    conf = 'latex_elements = {"papersize": "letterpaper"}\naccessible_pdf_paper = "a5"\n'
    _made, pdf = printed(build, conf)
    assert round(pdf[0].get_size()[0] / 72 * 25.4) == 148


@pytest.mark.parametrize("how", ["inline", "footnote"])
def test_addresses_of_links_are_printed_where_that_is_asked_for(build, valid, how):
    index = "T\n=\n\nSee `words <https://example.org/page>`_ and https://example.org/other.\n"
    made = build(files={"conf.py": CONF + f"latex_show_urls = {how!r}\n", "index.rst": index})
    assert made.text.count("https://example.org/page") == 1
    assert made.text.count("https://example.org/other") == 1
    assert valid(made.folder / "document.pdf") == []
