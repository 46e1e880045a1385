"""A term carries its definition to the page that uses it; the link to the glossary works by itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html

import policybrief.pages
from policybrief.pages import search

if TYPE_CHECKING:
    from projects import Built, Project, Projects

STATIC = Path(policybrief.pages.__file__).parent / "static"
GLOSSARY = """# Glossary

```{glossary}
count
  How often it *happened*.

  Not a rate.

trial
  One go; see {term}`count`.
```
"""


def page(built: Built, name: str) -> html.HtmlElement:
    """The tree of a written page."""
    return html.fromstring(built.file(name))


@pytest.fixture
def termed(project: Projects) -> Project:
    """A brief with a glossary, and a chapter that uses two of its terms."""
    brief: Project = project("test-sound")
    brief.write("source/glossary.md", GLOSSARY)
    brief.write("source/terms.md", "# Terms\n\nA {term}`count` of one {term}`go <trial>`, a {term}`count`.\n")
    brief.change("source/index.md", "asked\n", "asked\nterms\nglossary\n")
    return brief


def test_a_term_links_to_the_glossary_and_is_described_by_its_definition(termed: Project) -> None:
    built = termed.build("html")
    assert built.complaints == []
    terms = page(built, "terms.html")
    links = terms.xpath("//main//a[contains(@href, 'glossary.html#')]")
    glossary = page(built, "glossary.html")
    said = {
        link.text_content(): terms.get_element_by_id(link.get("aria-describedby")).text_content() for link in links
    }
    assert said == {"count": "How often it happened. Not a rate.", "go": "One go; see count."}
    for link in links:
        assert glossary.get_element_by_id(link.get("href").partition("#")[2]).tag == "dt"


def test_a_page_has_each_definition_once_and_only_those_of_its_terms(termed: Project) -> None:
    built = termed.build("html")
    assert len(page(built, "terms.html").xpath("//*[@role='tooltip']")) == 2
    assert page(built, "observed.html").xpath("//*[@role='tooltip']") == []


def test_the_glossary_repeats_nothing_below_itself(termed: Project) -> None:
    glossary = page(termed.build("html"), "glossary.html")
    assert glossary.xpath("//main//a[text() or *]")
    assert glossary.xpath("//*[@role='tooltip' or @aria-describedby]") == []


def test_a_search_finds_a_definition_in_the_glossary_only(termed: Project) -> None:
    index = search.read(termed.build("html").outdir / "searchindex.js")
    assert [page["address"] for page in index["pages"] if "happened" in str(page)] == ["glossary.html"]


def test_another_theme_describes_no_link_by_what_it_does_not_print(termed: Project) -> None:
    terms = page(termed.build("html", html_theme="alabaster"), "terms.html")
    assert terms.xpath("//a[contains(@href, 'glossary.html#')]")
    assert terms.xpath("//*[@aria-describedby]") == []


def test_no_button_to_copy_stands_in_a_page_before_the_script_has_run(project: Projects) -> None:
    observed = page(project("test-sound").build("html"), "observed.html")
    assert len(observed.xpath("//template[@class='copy-row']//button")) == 2
    assert observed.xpath("//button[@class='copy-button'][not(ancestor::template)]") == []
    (status,) = observed.xpath("//*[@role='status']")
    assert not status.text_content().strip()


def test_the_script_of_every_page_is_at_most_three_kilobytes() -> None:
    assert 0 < (STATIC / "brief.js").stat().st_size <= 3000


def test_the_style_sheets_know_no_left_and_no_right() -> None:
    for sheet in STATIC.glob("*.css"):
        words = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
        words = re.sub(r"@bottom-right|\.left-out", "", words)  # a box of the page, a class: no directions
        assert re.findall(r"[\w-]*\b(?:left|right)\b[\w-]*", words) == [], sheet.name
        for four in re.findall(r"(?:margin|padding|inset): ?([^;}]*)", words):
            sides = re.sub(r"\([^()]*\)", "", re.sub(r"\([^()]*\)", "", four)).split()
            assert len(sides) < 4 or sides[1] == sides[3], f"{sheet.name}: {four}"


def test_a_glossary_that_is_written_as_a_list_or_lacks_definitions_is_told(termed: Project) -> None:
    termed.change("source/glossary.md", "trial\n  One go;", "trial\n: One go;")
    told = [said for said in termed.build().complaints if said.subtype.endswith("form")]
    assert [(said.place, said.text[:10]) for said in told] == [("source/glossary.md:10", "': One go;")]
    termed.change("source/glossary.md", "trial\n: One go;", "trial\n" * 500)
    told = [said for said in termed.build().complaints if said.subtype.endswith("form")]
    assert [(said.place, said.text[:10]) for said in told] == [("source/glossary.md:29", "'trial' is")]
