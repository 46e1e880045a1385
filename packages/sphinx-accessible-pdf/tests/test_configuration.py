"""What a project says of its PDFs: parts, appendices, papers; and what is told where it cannot be meant."""

from __future__ import annotations

import re

import pikepdf
import pypdfium2
import pytest

FILES = {
    "index.md": (
        "# Book\n\nForeword.\n\n```{toctree}\n:caption: First part\n\none\n```\n\n"
        "```{toctree}\n:caption: Second part\n\ntwo\n```\n"
    ),
    "one.md": "# One\n\nWords of one.\n",
    "two.md": "# Two\n\nWords of two. See {doc}`appendix`.\n",
    "appendix.md": "---\norphan: true\n---\n# Tables\n\nWords at the end.\n",
}
ENTRY = ("index", "book", "The book", "Somebody")


def read(printed, name="document"):
    """The words of a PDF in their order."""
    pdf = pypdfium2.PdfDocument(printed.folder / f"{name}.pdf")
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())


def test_appendices_follow_the_contents_and_can_be_referred_to(build):
    printed = build(files=FILES, accessible_pdf_appendices=["appendix"])
    assert printed.complaints == ""
    text = read(printed)
    assert text.index("Words of two.") < text.index("Words at the end.")
    with printed.pdf as pdf:
        assert any(link.Subtype == "/Link" for page in pdf.pages for link in page.get("/Annots", []))


def test_an_appendix_that_does_not_exist_is_told(build):
    printed = build(files=FILES, accessible_pdf_appendices=["lost"])
    assert "conf.py:1: WARNING: accessible_pdf_appendices: there is no chapter 'lost'" in printed.complaints


def test_appendices_follow_a_part_where_no_document_is_the_whole(build):
    part = ("two", "document", "T", "A")
    for more, appended in (([], True), ([ENTRY], False)):
        entries = [part, *more]
        printed = build(files=FILES, accessible_pdf_appendices=["appendix"], accessible_pdf_documents=entries)
        assert ("Words at the end." in read(printed)) == appended


def test_contents_only_leave_out_what_the_first_page_says(build):
    printed = build(files=FILES, accessible_pdf_documents=[(*ENTRY, "", True)])
    text = read(printed, "book")
    assert "Foreword" not in text
    assert "Words of one." in text


def test_one_text_is_printed_on_two_papers(build):
    letter = ("index", "letter", "The book", "Somebody", "", False, {"paper": "us-letter"})
    printed = build(files=FILES, accessible_pdf_documents=[ENTRY, letter])
    sizes = [pypdfium2.PdfDocument(printed.folder / f"{name}.pdf")[0].get_size() for name in ("book", "letter")]
    assert [round(width / 72 * 25.4) for width, _height in sizes] == [210, 216]
    words = [re.sub(r"[ .]{3,}", " ", read(printed, name)) for name in ("book", "letter")]  # leaders differ
    assert words[0] == words[1]


def on_letter(*parts: object, **options: object) -> tuple[object, ...]:
    """The book on another paper, from its pages on the first."""
    return ("index", "letter", *(parts or ENTRY[2:]), "", False, {"paper": "us-letter", **options})


def marks(path):
    """Each character of a PDF with its distance from the middle of the sheet, in tenths of a point."""
    for page in pypdfium2.PdfDocument(path):
        text, (left, bottom, right, top) = page.get_textpage(), page.get_mediabox()
        for at in range(text.count_chars()):
            x, y, *_corner = text.get_charbox(at)
            yield (
                text.get_text_range(at, 1),
                round((x - (left + right) / 2) * 10),
                round((y - (bottom + top) / 2) * 10),
            )


def test_pages_of_another_document_stand_in_the_middle_of_another_paper(build, valid):
    printed = build(files=FILES, accessible_pdf_documents=[ENTRY, on_letter(pages_of="book")])
    assert printed.complaints == ""
    book, letter = (printed.folder / f"{name}.pdf" for name in ("book", "letter"))
    assert [round(side / 72 * 25.4, 1) for side in pypdfium2.PdfDocument(letter)[0].get_size()] == [215.9, 279.4]
    assert list(marks(letter)) == list(marks(book))
    assert valid(letter) == []
    with pikepdf.open(book) as one, pikepdf.open(letter) as other:
        assert other.check_pdf_syntax() == []
        assert str(one.trailer.ID[0]) == str(other.trailer.ID[0])
        assert str(one.trailer.ID[1]) != str(other.trailer.ID[1])


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (on_letter(pages_of="lost"), "there is no document 'lost' before it whose pages it could take"),
        (
            on_letter("Another title", "", pages_of="book"),
            "it takes the pages of 'book', so all but the file name",
        ),
        (on_letter(pages_of="book", inputs={"print": "large"}), "it takes the pages of 'book', so all but"),
    ],
)
def test_pages_that_cannot_be_taken_are_told(build, entry, fault):
    printed = build(files=FILES, accessible_pdf_documents=[ENTRY, entry])
    assert fault in printed.complaints
    assert not (printed.folder / "letter.pdf").exists()


def test_a_bibliography_printed_in_two_documents_has_each_entry_once(build):
    conf = (
        'project = "A project"\nauthor = "Somebody"\n'
        'extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_accessible_pdf"]\n'
        'bibtex_bibfiles = ["refs.bib"]\n'
    )
    files = {
        "conf.py": conf,
        "refs.bib": "@book{ada, author={Ada Lovelace}, title={Notes on engines}, year={1843}, publisher={T}}\n",
        "index.md": "# Book\n\nSee {cite}`ada`.\n\n```{bibliography}\n```\n",
    }
    printed = build(
        files=files, accessible_pdf_documents=[ENTRY, ("index", "again", "The book", "Somebody", "", True)]
    )
    assert read(printed, "book").count("Notes on engines") == 1


def test_a_template_of_the_project_takes_over(build):
    own = '#import "base.typ": *\n#let paragraph(classes, body) = par(upper(body))\n'
    printed = build(files={**FILES, "own.typ": own}, accessible_pdf_template="own.typ")
    assert "WORDS OF ONE." in read(printed)


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        (
            {"accessible_pdf_paper": "a3"},
            "accessible_pdf_paper: 'a3' is no paper known here; say one of a4, a5, us-",
        ),
        ({"accessible_pdf_standards": ["ua-9"]}, "accessible_pdf_standards: the engine cannot claim 'ua-9'"),
        ({"accessible_pdf_fonts": ["nowhere"]}, "accessible_pdf_fonts: there is no file or folder"),
        (
            {"accessible_pdf_template": "lost.typ"},
            "accessible_pdf_template: there is no file 'lost.typ' beside conf.py",
        ),
        (
            {"accessible_pdf_documents": [("index", "book")]},
            "entry 1: an entry is a tuple of start document, file",
        ),
        (
            {"accessible_pdf_documents": [("index", "a/b", "T", "A")]},
            "entry 1: the file name 'a/b' must be a name",
        ),
        (
            {"accessible_pdf_documents": [("index", "b", 3, "A")]},
            "entry 1: the title must be of type str, not int",
        ),
        (
            {"accessible_pdf_documents": [("index", "b", "T", "A", "x.typ")]},
            "entry 1: there is no template 'x.typ'",
        ),
        (
            {"accessible_pdf_documents": [(*ENTRY, "", False, {"paper": "b9"})]},
            "entry 1: 'b9' is no paper known here; say one of a4",
        ),
        ({"accessible_pdf_documents": [("lost", "b", "T", "A")]}, "there is no chapter 'lost'; b is not written"),
    ],
)
def test_a_value_that_cannot_be_meant_is_told_and_the_build_goes_on(build, values, complaint):
    printed = build(files=FILES, **values)
    assert complaint in printed.complaints
    assert "conf.py:1: WARNING:" in printed.complaints
    only_lost = values.get("accessible_pdf_documents") == [("lost", "b", "T", "A")]
    assert (printed.folder / "document.pdf").exists() != only_lost


def test_the_tint_of_boxes_shows_on_an_office_printer_and_the_text_on_it_stays_black(build):
    printed = build("# T\n\n```{note}\nWords.\n```\n")
    [*_front, page] = pypdfium2.PdfDocument(printed.folder / "document.pdf")
    grey = page.render(scale=300 / 72, grayscale=True).to_numpy()
    shades, counts = unique(grey)
    paper, tint = sorted(shades, key=lambda shade: -counts[shade])[:2]
    assert paper == 255
    assert (255 - tint) / 255 >= 0.08
    assert min(shades) < 60


def unique(picture):
    """The shades of a picture, and how often each is there."""
    counts: dict[int, int] = {}
    for shade in picture.ravel().tolist():
        counts[shade] = counts.get(shade, 0) + 1
    return list(counts), counts
