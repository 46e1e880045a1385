"""A rich change from one revision to the next, and its redline: by meaning, by text, on screen, on paper."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import page
import pytest

from policybrief.outputs.run import Output
from policybrief.revisions import comparison
from policybrief.revisions.telling import as_text
from sphinx_redline import marks

LONG = """\
## How the counting went

The first team counted in spring and the second in autumn, each in a room of its own.

:::{table} Days of counting
| Team | Room | Days |
|------|------|------|
| one  | A    | 12 days |
| two  | B    | 9 days |
:::
"""
LATER = """\
## How the counting went

:::{table} Days of counting
| Team | Room | Watched | Days |
|------|------|---------|------|
| one  | A    | yes     | 14 days |
| two  | B    | no      | 9 days |
| three | C   | yes     | 5 days |
:::
"""
MOVED = "The first team counted in spring and the second in autumn, each in a room of its own.\n"
PRINT = (
    'accessible_pdf_documents = [("index", "brief", project, author, "", False)]\n'
    'extensions += ["sphinx_accessible_pdf"]\n'
)


@pytest.fixture(scope="module")
def revisions(begin: Callable[[Any], Any], projects_in: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Two cut revisions with a rich change between them."""
    made = projects_in(tmp_path_factory.mktemp("demonstration"))
    made.lay("test-sound")
    brief = begin(made)
    conf = (brief.root / "conf.py").read_text("utf-8")
    made.write("conf.py", conf + PRINT)
    made.change("source/observed.md", ":::{finding} counts-are-due", LONG + "\n:::{finding} counts-are-due")
    brief.cut("0.9")
    made.change("source/observed.md", LONG, LATER)
    made.change("source/asked.md", ":::{recommendations}", MOVED + "\n:::{recommendations}")
    made.change("source/observed.md", "Both systems did it, one in", "Both systems did the whole task, one in")
    made.change("source/asked.md", ":strength: strong\n:by: 2027-06-30", ":strength: conditional\n:by: 2027-12-31")
    made.change(
        "source/asked.md",
        "The case against\n: Counts are misread.",
        "The case against\n: Counts are often misread.",
    )
    made.change("material/evidence/counts.toml", "successes = 9", "successes = 8")
    made.change("source/observed.md", ":certainty: high\n:key:\n\nCounts", ":certainty: moderate\n:key:\n\nCounts")
    brief.entry(
        "1.0 - 2025-09-01",
        "- update `publish-counts`: conditional, and half a year later. Why: costs rose.",
        "- erratum `both-do-it`: it read 9 of 10. Why: a trial had been counted twice.",
        "- update `counts-are-due`: less sure. Why: the act is under review.",
    )
    brief.cut("1.0")
    return brief


@pytest.fixture(scope="module")
def redline(revisions: Any) -> comparison.Redline:
    """What changed."""
    return comparison.compare(comparison.of_cut(revisions.root, "0.9"), comparison.of_cut(revisions.root, "1.0"))


def test_the_report_names_each_change_of_meaning_once(redline: comparison.Redline) -> None:
    assert [as_text(entry).replace("\N{NO-BREAK SPACE}", " ") for entry in redline.report] == [
        "R1 Publish counts: strength strong → conditional; by 30 June 2027 → 31 December 2027; "
        "wording of “The case against”",
        "F1 Both systems do the task: wording of the statement",
        "F2 Counts are due: certainty high → moderate",
        "Evidence counts: value “first” 9 of 10 (60–98%) → 8 of 10 (49–94%)",
    ]


def test_the_text_has_one_move_and_its_table_is_compared_cell_by_cell(redline: comparison.Redline) -> None:
    assert redline.counts[2] == 1
    table = next(t for t in redline.tree.findall() if t.tagname == "table" and "Room" in t.astext())
    gone = [n.astext() for n in table.findall(marks.deleted)]
    assert gone == ["12 days"]
    assert [n.astext() for n in table.findall(marks.inserted)] == ["14 days"]
    whole = [
        n.astext().split()
        for n in table.findall()
        if marks.INSERTED in getattr(n, "attributes", {}).get("classes", ())
    ]
    assert ["Watched"] in whole
    assert ["three", "C", "yes", "5", "days"] in whole


@pytest.fixture(scope="module")
def pages(redline: comparison.Redline, revisions: Any) -> Path:
    """The redline as pages."""
    comparison.write(redline, revisions.root, revisions.root / "build/redline", (Output("html", "html"),))
    return Path(revisions.root / "build/redline/html")


def test_the_pages_mark_words_with_ins_and_del_in_brackets_and_keep_the_marks_apart_without_colour(
    pages: Path,
) -> None:
    text = (pages / "brief/observed.html").read_text("utf-8").replace("\N{NO-BREAK SPACE}", " ")
    plain = html.unescape(re.sub(r"<[^>]+>", "", text))
    assert "[−12 days][+14 days]" in plain
    assert "[−9 of 10 (60–98%)][+8 of 10 (49–94%)]" in plain
    assert re.search(r"<del[^>]*>.*?9 of 10", text, re.DOTALL)
    style = (pages / "_static/redline.css").read_text("utf-8")
    assert "line-through" in style
    assert "underline" in style
    assert "color" not in style


def test_the_first_page_has_the_report_and_leads_to_every_chapter(pages: Path) -> None:
    text = (pages / "index.html").read_text("utf-8")
    assert "Changes from 0.9 to 1.0 in “A small brief”" in text
    assert "strength strong → conditional" in text
    for chapter in ("index", "observed", "asked", "sources"):
        assert f'href="brief/{chapter}.html"' in text


def test_ids_are_unique_and_every_link_inside_leads_somewhere(pages: Path) -> None:
    for path in pages.rglob("*.html"):
        text = path.read_text("utf-8")
        ids = re.findall(r'\sid="([^"]+)"', text)
        assert len(ids) == len(set(ids)), path.name
        for href in re.findall(r'<a [^>]*href="([^"]+)"', text):
            if re.match(r"[a-z]+:", href):
                continue
            name, _sharp, anchor = href.partition("#")
            goal = (path.parent / name) if name else path
            assert goal.is_file(), (path.name, href)
            if anchor:
                assert f'id="{anchor}"' in goal.read_text("utf-8"), (path.name, href)


def test_nothing_is_lost_between_the_lowered_chapters_and_the_pages(
    pages: Path, redline: comparison.Redline
) -> None:
    text = (pages / "brief/asked.html").read_text("utf-8")
    body = text[text.index("<main") : text.index("</main>")]
    words = iter(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())
    chapter = next(c for c in marks.shown(redline.tree).children if "chapter:asked" in c["ids"])
    wanted = [word for word in chapter.astext().split() if word.isalpha()]
    assert len(wanted) > 100
    assert all(any(word == said for said in words) for word in wanted)


def test_the_pdf_is_accessible_and_says_the_same(redline: comparison.Redline, revisions: Any) -> None:
    outputs = (Output("accessiblepdf", "pdf"),)
    said = io.StringIO()
    result = comparison.write(redline, revisions.root, revisions.root / "build/redline", outputs)
    (written,) = result.written
    report = page.validate_pdf(written.path, profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in report.failures] == []
    import pypdfium2

    document = pypdfium2.PdfDocument(written.path)
    text = "".join(document[i].get_textpage().get_text_range() for i in range(len(document)))
    plain = " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())
    assert "strength strong → conditional" in plain
    assert "[−12 days]" in plain
    assert "[+14 days]" in plain
    assert said.getvalue() == ""
