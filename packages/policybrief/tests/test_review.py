"""What reviewers get: numbered lines, the mark on each page, and a sheet that names each thing once."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from sphinx import locale

from policybrief import outputs
from policybrief.outputs.review import ReviewItem, review, sheet

if TYPE_CHECKING:
    from projects import Project, Projects

MILLIMETRE = 72 / 25.4
LEFT, MIDDLE, STRIP, HEAD = (n * MILLIMETRE for n in (20, 100, 35, 297 - 26))
"""Left edge of the text, a place within its first column, top of the footer, foot of the header."""
LONG = " ".join(["Counting needs care, and a team that counts says how."] * 60)
PRINT = 'accessible_pdf_documents = [("index", "brief", "A small brief", "", "brief.typ")]\n'


@pytest.fixture
def reviewed(project: Projects) -> Project:
    """A small brief of several pages, with its sheet and PDF in ``build/review``."""
    brief = project("test-sound")
    brief.build()
    shutil.copy(Path(outputs.__file__).with_name("brief.typ"), brief.path)
    brief.write("conf.py", (brief.path / "conf.py").read_text("utf-8") + PRINT)
    brief.change(
        "source/index.md", "```{toctree}\n", "```{toctree}\n:caption: The brief\n"
    )  # the cover ends there
    brief.change("source/observed.md", ":::{finding} both-do-it", f"{LONG}\n\n:::{{finding}} both-do-it")
    locale.translators.clear()  # Sphinx keeps the catalogues of the last language in the process
    said = io.StringIO()
    result = review(brief.path, brief.path / "build", said)
    assert result.warnings == 0, said.getvalue()
    assert [file.path.name for file in result.written] == ["review.pdf", "comments.csv"]
    return brief


def pdf(brief: Project) -> pypdfium2.PdfDocument:
    """What reviewers read."""
    return pypdfium2.PdfDocument(brief.path / "build/review/review.pdf")


def texts(document: pypdfium2.PdfDocument) -> list[str]:
    """The letters of each page in a row."""
    return [letters(page.get_textpage().get_text_range()) for page in document]


def letters(text: str) -> str:
    """The letters and digits of a text, wherever lines divide it."""
    return "".join(re.findall(r"[^\W_]+", text))


def rows(brief: Project) -> list[dict[str, str]]:
    """The sheet as a spreadsheet reads it."""
    return list(
        csv.DictReader(io.StringIO((brief.path / "build/review/comments.csv").read_bytes().decode("utf-8-sig")))
    )


def lines(page: pypdfium2.PdfPage) -> tuple[dict[float, str], set[float], set[float]]:
    """What stands left of the text, by the height of its line, and where the lines of the first column stand."""
    text, x, y = page.get_textpage(), pdfium.c_double(), pdfium.c_double()
    numbers: defaultdict[float, str] = defaultdict(str)
    heights, beyond = set(), set()
    for at in range(text.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(text, at))
        pdfium.FPDFText_GetCharOrigin(text, at, x, y)
        if char.isspace() or not STRIP < y.value < HEAD:
            continue
        if x.value < LEFT - 1:
            numbers[round(y.value)] += char
        elif x.value < MIDDLE:
            heights.add(round(y.value))
        else:
            beyond.add(round(y.value))
    return numbers, heights, beyond


def test_every_line_is_numbered_anew_on_each_page(reviewed: Project) -> None:
    document = pdf(reviewed)
    assert len(document) >= 3
    seen = 0
    for page in document:
        numbers, heights, beyond = lines(page)
        # a label beside a line is set smaller, and stands on its own: two points apart at most
        assert {height for height in heights if min(abs(height - number) for number in numbers) > 2} == set()
        assert numbers.keys() <= heights | beyond  # the last line of a row may stand in its last cell alone
        downwards = [numbers[height] for height in sorted(numbers, reverse=True)]
        assert downwards == [str(number) for number in range(1, len(downwards) + 1)]
        seen += len(downwards)
    assert seen > 60


def test_each_page_has_the_mark_and_the_number_that_the_sheet_gives_it(reviewed: Project) -> None:
    for number, text in enumerate(texts(pdf(reviewed)), 1):
        assert "Draftforreview" in text
        assert text.endswith(str(number))


def test_the_brief_itself_has_neither_mark_nor_numbers(reviewed: Project) -> None:
    built = reviewed.build("accessiblepdf")
    assert built.complaints == []
    document = pypdfium2.PdfDocument(built.outdir / "brief.pdf")
    for page, text in zip(document, texts(document), strict=True):
        assert "Draftforreview" not in text
        assert lines(page)[0] == {}


def test_the_copy_for_reviewers_keeps_its_claim_to_be_accessible(reviewed: Project) -> None:
    with pikepdf.open(reviewed.path / "build/review/review.pdf") as document:
        assert 'pdfuaid:part="1"' in str(document.open_metadata()) or "<pdfuaid:part>1<" in str(
            document.open_metadata()
        )
        assert document.Root.MarkInfo.Marked


def test_the_sheet_has_each_thing_once_with_the_page_on_which_it_stands(reviewed: Project) -> None:
    pages = texts(pdf(reviewed))
    found = rows(reviewed)
    named = [(row["kind"], row["id"], row["number"]) for row in found]
    assert len(set(named)) == len(named)
    assert [entry for entry in named if entry[0] in ("finding", "recommendation")] == [
        ("finding", "both-do-it", "F1"),
        ("finding", "counts-are-due", "F2"),
        ("recommendation", "publish-counts", "R1"),
    ]
    assert [id for kind, id, _number in named if kind == "chapter"] == ["index", "observed", "asked", "sources"]
    for row in found:
        assert letters(row["title"]) in pages[int(row["page"]) - 1], row
        assert (row["reviewer"], row["comment"], row["severity"], row["answer"]) == ("", "", "", "")


def test_the_line_of_a_statement_is_that_of_its_title_or_the_next(reviewed: Project) -> None:
    document = pdf(reviewed)
    for row in rows(reviewed):
        if row["kind"] in ("finding", "recommendation"):
            page = document[int(row["page"]) - 1]
            numbers, _heights, _beyond = lines(page)
            height = next(height for height, number in numbers.items() if number == row["line"])
            near = page.get_textpage().get_text_bounded(bottom=height - 4, top=height + 32)
            assert letters(row["title"]) in letters(near), row


def test_what_the_engine_refuses_is_told_and_leaves_a_sheet_without_pages(reviewed: Project) -> None:
    reviewed.write("brief.typ", "#import")
    said = io.StringIO()
    result = review(reviewed.path, reviewed.path / "build", said)
    assert "the print engine says" in said.getvalue()
    assert [file.path.name for file in result.written] == ["comments.csv"]
    assert {row["page"] for row in rows(reviewed)} == {""}


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_sheet_is_a_formula(begin: str) -> None:
    title = f"{begin}SUM(A1), a title"
    text = sheet([ReviewItem("finding", "one", "F1", title, "a:finding-one")], [])
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["title"] == f"'{title}"
    assert (row["id"], row["page"], row["line"]) == ("one", "", "")
