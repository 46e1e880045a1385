"""The contents on every page say which page it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html

if TYPE_CHECKING:
    from conftest import Projects


@pytest.mark.parametrize("numbered", ["", ":numbered:\n"])
def test_the_contents_mark_the_page_that_one_is_on_and_no_other(project: Projects, numbered: str) -> None:
    brief = project("test-sound")
    brief.change("source/index.md", "```{toctree}\n", f"```{{toctree}}\n{numbered}")
    built = brief.build("html")
    for name in ("index", "observed", "asked", "sources"):
        page = html.fromstring(built.file(f"{name}.html"))
        (marked,) = page.xpath("//nav[@id='contents']//*[@aria-current]")
        assert marked.get("aria-current") == "page"
        assert marked.get("href") == "#"


def test_the_contents_list_the_sections_of_the_page_that_one_is_on(project: Projects) -> None:
    brief = project("test-sound")
    brief.change("source/observed.md", "# What was observed\n", "# What was observed\n\n## First\n\n## Second\n")
    built = brief.build("html")
    listed = "//nav[@id='contents']//a[starts-with(@href, '#') and string-length(@href) > 1]/@href"
    assert html.fromstring(built.file("observed.html")).xpath(listed) == ["#first", "#second"]
    assert html.fromstring(built.file("asked.html")).xpath(listed) == []


def test_the_cover_names_a_print_edition_that_came_after_it(project):
    brief = project("test-sound")
    brief.build("html", typst_documents=[("index", "brief", "A title", "")])
    assert "brief.pdf" not in (brief.path / "build/html/index.html").read_text("utf-8")
    (brief.path / "build/pdf").mkdir()
    (brief.path / "build/pdf/brief.pdf").write_bytes(b"%PDF-1.7\n/Type /Page\n")
    built = brief.build("html", typst_documents=[("index", "brief", "A title", "")])
    assert "brief.pdf" in built.file("index.html")
