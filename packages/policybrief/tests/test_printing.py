"""The print edition of a small brief: its address as a code, even sheets, two papers, large letters."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp
from lxml import etree

from policybrief import outputs

LOOK = Path(outputs.__file__).with_name("brief.typ")
ADDRESS = "https://example.org/briefs/sound"
MILLIMETRES = 25.4 / 72
FILLER = "This page is left empty, so that the number of pages is even."


def printed(project, *documents, **values):
    """Build PDFs of the sound brief in the look of briefs."""
    brief = project("test-sound")
    shutil.copy(LOOK, brief.path / "look.typ")
    entries = [("index", name, "A title", "", "look.typ", False, options) for name, options in documents]
    built = brief.build("accessiblepdf", accessible_pdf_documents=entries, **values)
    assert built.complaints == []
    return [pypdfium2.PdfDocument(built.outdir / f"{name}.pdf") for name, _options in documents], built


def test_a_pdf_that_does_not_keep_to_its_pages_is_told(project):
    for limit, wanted in (
        ((1, 2), []),
        ((3, 4), ["brief.pdf: 2 pages; at least 3; change its text, or brief_pages"]),
    ):
        brief = project("test-sound")
        shutil.copy(LOOK, brief.path / "look.typ")
        entries = [("observed", "brief", "A title", "", "look.typ", False, {})]
        built = brief.build("accessiblepdf", accessible_pdf_documents=entries, brief_pages={"brief": limit})
        assert [said.text for said in built.said("length")] == wanted


def codes(page):
    """What a camera reads from a page printed in grey at 300 dots an inch."""
    return zxingcpp.read_barcodes(page.render(scale=300 / 72, grayscale=True).to_pil())


def words(page):
    """The words of a page, in no order: a drawing may lie before or after the text that surrounds it."""
    return Counter(page.get_textpage().get_text_range().split())


def test_the_address_is_a_code_on_the_first_and_the_last_page_with_its_words_beside_it(project):
    [pdf], _built = printed(project, ("brief", {}), html_baseurl=ADDRESS)
    for page in (pdf[0], pdf[len(pdf) - 1]):
        assert [code.text for code in codes(page)] == [f"{ADDRESS}/"]
        assert f"{ADDRESS}/" in page.get_textpage().get_text_range()


def test_the_code_is_wide_enough_and_keeps_its_quiet_zone(project):
    [_pdf], built = printed(project, ("brief", {}), html_baseurl=ADDRESS)
    drawing = etree.fromstring((built.outdir / "address.svg").read_bytes())
    assert "width: 28mm" in LOOK.read_text()
    starts = re.findall(r"M\s*([\d.]+)\s+([\d.]+)", drawing.find(".//{*}path").get("d"))
    assert min(float(x) for x, _y in starts) == 4
    assert min(float(y) for _x, y in starts) == pytest.approx(4, abs=0.5)


def test_a_permanent_identifier_goes_before_the_web_address(project):
    [pdf], _built = printed(project, ("brief", {}), html_baseurl=ADDRESS, brief_doi="10.1234/one")
    assert {code.text for code in codes(pdf[0])} == {"https://doi.org/10.1234/one"}


def test_without_an_address_there_is_no_code(project):
    [pdf], built = printed(project, ("brief", {}))
    assert codes(pdf[0]) == []
    assert not (built.outdir / "address.svg").exists()


@pytest.mark.parametrize("chapters", range(4))
def test_the_number_of_pages_is_even_whatever_their_length(project, chapters):
    brief = project("test-sound")
    shutil.copy(LOOK, brief.path / "look.typ")
    for number in range(chapters):
        brief.write(f"source/more{number}.md", f"# More {number}\n\n" + "Words on a page. " * 190)
        brief.change("source/index.md", "\nsources\n", f"\nmore{number}\nsources\n")
    built = brief.build("accessiblepdf", accessible_pdf_documents=[("index", "brief", "A title", "", "look.typ")])
    pdf = pypdfium2.PdfDocument(built.outdir / "brief.pdf")
    assert len(pdf) % 2 == 0
    assert "How to cite" in "".join(page.get_textpage().get_text_range() for page in list(pdf)[-2:])


def test_both_papers_break_their_pages_at_the_same_words(project):
    (a4, letter), _built = printed(project, ("brief", {}), ("letter", {"paper": "us-letter"}))
    assert [round(x * MILLIMETRES) for x in a4[0].get_size()] == [210, 297]
    assert [round(x * MILLIMETRES) for x in letter[0].get_size()] == [216, 279]
    assert [words(page) for page in a4] == [words(page) for page in letter]


def test_large_print_has_no_letter_below_sixteen_points_and_loses_no_word(project):
    (normal, large), _built = printed(project, ("brief", {}), ("large", {"inputs": {"print": "large"}}))
    for page in large:
        text = page.get_textpage()
        sizes = {pdfium.FPDFText_GetFontSize(text, at) for at in range(text.count_chars()) if not hidden(text, at)}
        assert min(sizes) >= 15.9
    assert once(text_of(normal)) - once(text_of(large)) - once(FILLER) == set()


def hidden(text, at):
    """Whether a character was made by the reader and is not printed."""
    return pdfium.FPDFText_IsGenerated(text, at) == 1 or chr(pdfium.FPDFText_GetUnicode(text, at)).isspace()


def text_of(pdf):
    """All words of a document in their order."""
    return " ".join(page.get_textpage().get_text_range() for page in pdf)


def once(text):
    """The different words of a text, those divided at the end of a line joined."""
    return set(re.findall(r"[^\W\d_]{2,}", re.sub("[\x02\ufffe]\\s*", "", text)))
