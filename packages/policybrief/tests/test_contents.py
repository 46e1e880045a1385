"""The contents on every page say which page it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html

from policybrief.pages.contents import Contents

if TYPE_CHECKING:
    from projects import Projects


@pytest.mark.parametrize("numbered", ["", ":numbered:\n"])
def test_the_contents_mark_the_page_that_one_is_on_and_no_other(project: Projects, numbered: str) -> None:
    brief = project("test-sound")
    brief.change("source/index.md", "```{toctree}\n", f"```{{toctree}}\n{numbered}")
    built = brief.build("html")
    for name in ("index", "observed", "asked", "sources"):
        page = html.fromstring(built.file(f"{name}.html"))
        (marked,) = page.xpath("//nav[@id='page-contents']//*[@aria-current]")
        assert marked.get("aria-current") == "page"
        assert marked.get("href") == "#"


def test_the_contents_list_the_sections_of_the_page_that_one_is_on(project: Projects) -> None:
    brief = project("test-sound")
    brief.change("source/observed.md", "# What was observed\n", "# What was observed\n\n## First\n\n## Second\n")
    built = brief.build("html")
    listed = "//nav[@id='page-contents']//a[starts-with(@href, '#') and string-length(@href) > 1]/@href"
    assert html.fromstring(built.file("observed.html")).xpath(listed) == ["#first", "#second"]
    assert html.fromstring(built.file("asked.html")).xpath(listed) == []


def test_a_short_name_stands_in_the_contents_and_the_title_everywhere_else(project: Projects) -> None:
    brief = project("test-sound")
    brief.change(
        "source/observed.md", "# What was observed\n", "---\nshort: Observed\n---\n\n# What was observed\n"
    )
    built = brief.build("html")
    for name in ("index", "observed", "asked"):
        chapters = html.fromstring(built.file(f"{name}.html")).xpath("//nav[@id='page-contents']//a")
        words = [" ".join(link.text_content().split()) for link in chapters]
        assert "Observed" in words
        assert "What was observed" not in words
    page = html.fromstring(built.file("observed.html"))
    assert page.xpath("//h1")[0].text.strip().endswith("What was observed")
    assert page.xpath("//title")[0].text.startswith("What was observed")
    assert "What was observed" in html.fromstring(built.file("asked.html")).xpath("string(//a[@rel='prev'])")


@pytest.mark.parametrize("word", ["Observed", "seen in tests"])
def test_a_heading_or_short_name_that_changed_is_new_on_every_page(project: Projects, word: str) -> None:
    brief = project("test-sound")
    title = "# What was observed\n"
    brief.change("source/observed.md", title, "---\nshort: Observed\n---\n\n# What was seen in tests\n")
    brief.build("html")
    brief.change("source/observed.md", word, "noted")  # no line moves, so nothing else of the chapter changes
    built = brief.build("html")
    for name in ("index", "asked", "sources"):
        assert word not in built.file(f"{name}.html")
    assert "noted" in built.file("asked.html")


def test_the_cover_names_a_print_edition_that_came_after_it(project):
    brief = project("test-sound")
    brief.build("html", accessible_pdf_documents=[("index", "brief", "A title", "")])
    assert "brief.pdf" not in (brief.path / "build/html/index.html").read_text("utf-8")
    (brief.path / "build/html/pdf").mkdir()
    (brief.path / "build/html/pdf/brief.pdf").write_bytes(b"%PDF-1.7\n/Type /Page\n")
    built = brief.build("html", accessible_pdf_documents=[("index", "brief", "A title", "")])
    assert "brief.pdf" in built.file("index.html")


def test_the_contents_beside_each_page_are_what_sphinx_makes_for_it(project, monkeypatch):
    pairs = {}
    offer = Contents.offer

    def compared(self, app, pagename, template, context, tree):
        offer(self, app, pagename, template, context, tree)
        wanted = app.builder._get_local_toctree(pagename, maxdepth=2, collapse=True, includehidden=True)
        pairs[pagename] = context["contents"]().split(), wanted.split()

    monkeypatch.setattr(Contents, "offer", compared)
    brief = project("test-order")
    brief.write("source/later/deeper.md", "# Deeper\n\n## A section\n\nWords.\n")
    nested = (brief.path / "source/later/nested.md").read_text("utf-8")
    brief.write("source/later/nested.md", f"{nested}\n\n```{{toctree}}\ndeeper\nhttps://example.org/\n```\n")
    brief.build("html")
    assert {"index", "later/nested", "later/deeper", "search"} <= pairs.keys()
    assert {pagename for pagename, (shown, wanted) in pairs.items() if shown != wanted} == set()
