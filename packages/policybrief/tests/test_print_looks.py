"""How a small brief looks in print, on A4, US Letter and in large letters, beside the pictures that were kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import geometry
import pypdfium2
import pytest
from pictures import lay_small, problem
from projects import Project, Projects

from policybrief import outputs

KEPT = Path(__file__).parent / "looks"
SHRUNK = 3
"""Of 72 dots an inch: letters may be drawn a little differently, places may not."""
EDITIONS = {"a4": {}, "letter": {"paper": "us-letter"}, "large": {"inputs": {"print": "large"}}}
HOUSE = {
    "author": "Doe, Jane; Office of Examples",
    "brief_affiliations": {"Doe, Jane": "Institute of Examples"},
    "brief_publisher": "Office of Examples",
    "brief_report_number": "Report 7",
    "brief_funding": "Paid for by the Office of Examples.",
    "brief_isbn": "978-0-00-000000-2",
    "html_logo": "logo.svg",
    "brief_logo_alt": "Office of Examples",
}
LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40">
<rect width="40" height="40" fill="#12436d"/>
<rect x="46" y="12" width="74" height="16" fill="#5b6670"/></svg>"""


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory, projects_in) -> dict[str, pypdfium2.PdfDocument]:
    """The PDFs of the small brief of a house."""
    brief: Project = projects_in(tmp_path_factory.mktemp("print"))
    lay_small(brief)
    brief.write("logo.svg", LOGO)
    shutil.copy(Path(outputs.__file__).with_name("brief.typ"), brief.path / "look.typ")
    entries = [("index", name, "A title", "", "look.typ", False, given) for name, given in EDITIONS.items()]
    built = brief.build("accessiblepdf", accessible_pdf_documents=entries, brief_status="review draft", **HOUSE)
    assert {said.subtype for said in built.complaints} == {"stale_status"}  # the record of a law, on purpose
    return {name: pypdfium2.PdfDocument(built.outdir / f"{name}.pdf") for name in EDITIONS}


@pytest.mark.parametrize("edition", EDITIONS)
def test_pages_look_as_they_did_when_somebody_looked(pdfs, edition: str, tmp_path: Path) -> None:
    seen = {f"{edition}-{at}.png": page.render().to_pil() for at, page in enumerate(pdfs[edition], 1)}
    unlike = [problem(whole, KEPT / name, SHRUNK, tmp_path) for name, whole in seen.items()]
    assert [one for one in unlike if one] == []
    assert {path.name for path in KEPT.glob(f"{edition}-*.png")} == set(seen)


@pytest.mark.parametrize("lines", range(0, 40, 4))
def test_a_figure_stands_between_the_heading_of_its_chapter_and_that_of_the_next_one(
    project: Projects, lines: int
) -> None:
    brief = project("test-sound")
    words = "Words on a page.\n\n"
    table = "```{table} What stands here\n\n| One | Two |\n|---|---|\n" + "| a | b |\n" * 8 + "```\n\n"
    brief.write("source/before.md", "# Chapter before\n\n" + words * lines)
    brief.write("source/middle.md", "# Chapter between\n\n" + words * 6 + table + words * 6)
    brief.write("source/after.md", "# Chapter after\n\n" + words * 9)
    brief.change("source/index.md", "\nsources\n", "\nbefore\nmiddle\nafter\nsources\n")
    shutil.copy(Path(outputs.__file__).with_name("brief.typ"), brief.path / "look.typ")
    built = brief.build("accessiblepdf", accessible_pdf_documents=[("index", "brief", "A title", "", "look.typ")])
    pdf = pypdfium2.PdfDocument(built.outdir / "brief.pdf")
    wanted = ("Chapter between", "What stands here", "Chapter after")
    places = [place_of(pdf, one) for one in wanted]
    assert places == sorted(places)


@pytest.mark.parametrize(("above", "between"), [(1, 1), (1, 7), (4, 4), (7, 1)])
def test_in_short_chapters_no_figure_stands_above_the_heading_of_its_own(
    project: Projects, above: int, between: int
) -> None:
    brief = project("test-sound")
    words = "Words on a page.\n\n"
    rows = "| One | Two |\n|---|---|\n" + "| a | b |\n" * 8
    wanted = []
    for number in range(5):
        wanted += [f"Chapter {number} opens", f"Shown {number} first", f"Shown {number} next"]
        first, then = (f"```{{table}} {caption}\n\n{rows}```\n\n" for caption in wanted[-2:])
        text = f"# {wanted[-3]}\n\n{words * above}{first}{words * between}{then}{words * 2}"
        brief.write(f"source/chapter{number}.md", text)
    chapters = "".join(f"chapter{number}\n" for number in range(5))
    brief.change("source/index.md", "\nsources\n", f"\n{chapters}sources\n")
    shutil.copy(Path(outputs.__file__).with_name("brief.typ"), brief.path / "look.typ")
    built = brief.build("accessiblepdf", accessible_pdf_documents=[("index", "brief", "A title", "", "look.typ")])
    pdf = pypdfium2.PdfDocument(built.outdir / "brief.pdf")
    places = [place_of(pdf, one) for one in wanted]
    assert places == sorted(places)


def place_of(pdf: pypdfium2.PdfDocument, words: str) -> tuple[int, float]:
    """Where some words first stand below a running head: the page, and how far down."""
    for number, page in enumerate(pdf):
        text = page.get_textpage()
        found = text.search(words)
        while place := found.get_next():
            _left, low, _right, _top = text.get_charbox(place[0])
            if low < (297 - 31) * geometry.MILLIMETRE:
                return number, -low
    raise AssertionError(words)


@pytest.mark.parametrize("edition", EDITIONS)
def test_nothing_is_printed_over_anything_or_off_its_box(pdfs, edition: str) -> None:
    assert geometry.collisions(pdfs[edition]) == []
    assert geometry.outside(pdfs[edition]) == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_cover_shows_what_the_house_says_of_itself(pdfs, edition: str) -> None:
    said = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in list(pdfs[edition])[:2])
    for wanted in (
        "Jane Doe (Institute of Examples), Office of Examples",
        "Report 7",
        "978-0-00-000000-2",
        "Paid for",
    ):
        assert wanted in said
