"""Recommendations and figures can be handed on by themselves: a page each, made of what stands in the chapter."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

import pytest
from lxml import html

if TYPE_CHECKING:
    from projects import Built, Project, Projects

ROOTS = ("test-sound", "test-figures")
RECOMMENDATION = "recommendation/publish-counts.html"
FIGURES = ("rates", "links", "reach")


def tree(built: Built, name: str) -> html.HtmlElement:
    """A written page."""
    return html.fromstring(built.file(name))


def words(element: html.HtmlElement) -> str:
    """The words of an element on one line."""
    return " ".join(element.text_content().split())


def told_apart(element: html.HtmlElement) -> str:
    """The words of an element without the links that only one of two pages has."""
    for link in element.xpath(".//*[@class='own-page row' or @class='headerlink']"):
        link.drop_tree()
    return words(element)


def links(built: Built, name: str) -> set[str]:
    """Where the links in the text of a page lead, relative to the cover."""
    found = set()
    for href in tree(built, name).xpath("//main//a/@href"):
        path, sharp, anchor = href.partition("#")
        if not re.match(r"[a-z]+:", href):
            found.add(f"{resolved(name, path) if path else name}{sharp}{anchor}")
    return found


def resolved(name: str, path: str) -> str:
    """The page to which *path* leads from the page *name*."""
    parts: list[str] = []
    for part in (PurePosixPath(name).parent / path).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


@pytest.fixture
def brief(project: Projects) -> Project:
    """A sound brief with one recommendation and three figures."""
    return project(*ROOTS)


def second(brief: Project, options: str = "") -> None:
    """Add another recommendation, for others, conditional."""
    [block] = re.findall(
        r":::\{recommendation\}.*?\n:::\n", (brief.path / "source/asked.md").read_text("utf-8"), re.DOTALL
    )
    other = block.replace("} publish-counts", "} ask-again").replace(":title: Publish counts", ":title: Ask again")
    other = other.replace(":strength: strong", f":strength: conditional{options}").replace(
        "governments", "press", 1
    )
    brief.change("source/asked.md", block, f"{block}\n{other}")


def test_every_recommendation_and_figure_has_a_page_with_the_words_of_its_chapter(brief: Project) -> None:
    built = brief.build("html", fresh=True)
    assert built.complaints == []
    [there] = tree(built, "asked.html").xpath("//*[@id='recommendation-publish-counts']")
    [here] = tree(built, RECOMMENDATION).xpath("//*[@id='recommendation-publish-counts']")
    assert here.xpath("./h1"), "it is what its page is about"
    assert told_apart(here) == told_apart(there)
    assert len(told_apart(here).split()) > 60
    for id in FIGURES:
        page = tree(built, f"figure/{id}.html")
        [there] = tree(built, "figures.html").xpath(f"//figure[@id='figure-{id}']")
        [here] = page.xpath(f"//figure[@id='figure-{id}']")
        caption = there.xpath("./figcaption/p[1]")[0]
        assert told_apart(page.xpath("//h1")[0]) == told_apart(caption)
        assert there.xpath("string(.//title)") == here.xpath("string(.//title)")
        caption.drop_tree()
        assert told_apart(here) == told_apart(there)


def test_a_page_says_what_it_rests_on_which_revision_it_is_and_how_to_cite_it(brief: Project) -> None:
    brief.write("CHANGELOG.md", "# Changes\n\n## 1.2 - 2026-10-07\n\nFirst.\n")
    built = brief.build("html", fresh=True, html_baseurl="https://example.org/brief/")
    page = tree(built, RECOMMENDATION)
    [preview] = page.xpath("//meta[@property='og:title']/@content")
    assert preview == "R1 Publish counts"
    rests = words(page.xpath("//ul[contains(@class, 'findings-list')]")[0])
    assert "F1 Both systems do the task. High certainty. Both systems did it, one in 9 of 10" in rests
    assert "F2 Counts are due. High certainty. Counts must be published from" in rests
    assert page.xpath("string(//title)") == "R1 Publish counts · A small brief"
    said = page.xpath("string(//meta[@name='description']/@content)")
    assert said.startswith("We ask that governments publish counts, see F1")
    [address] = page.xpath("//link[@rel='canonical']/@href")
    assert address == "https://example.org/brief/recommendation/publish-counts.html"
    for place in ("//header[@class='masthead']", "//article//footer"):
        assert "Revision 1.2" in words(page.xpath(place)[0])
        assert "review draft" in words(page.xpath(place)[0])
    cited = words(page.xpath("//*[@class='cite']")[0])
    assert "R1 Publish counts. Revision 1.2 (review draft)" in cited
    assert cited.endswith(address)


def test_a_page_of_a_figure_has_its_size_source_date_words_numbers_and_file(brief: Project) -> None:
    built = brief.build("html")
    page = tree(built, "figure/rates.html")
    text = words(page.xpath("//article")[0])
    message = "The first did it in 9 of 10"
    for wanted in (
        "n = 10",
        "Alpha et al. 2024",
        "Newest source shown: 1 March 2025",
        message,
        "A small brief · 7 October 2026 · review draft",
    ):
        assert wanted in text, wanted
    assert "9 of 10" in words(page.xpath("//table")[0])
    [href] = page.xpath("//article//a[@download]/@href")
    assert (built.outdir / resolved("figure/rates.html", href)).is_file()


def test_links_lead_both_ways_and_all_links_of_a_page_to_places_that_exist(brief: Project) -> None:
    built = brief.build("html")
    for name, chapter, anchor in (
        (RECOMMENDATION, "asked.html", "recommendation-publish-counts"),
        *((f"figure/{id}.html", "figures.html", f"figure-{id}") for id in FIGURES),
    ):
        assert name in links(built, chapter)
        assert {f"{chapter}#{anchor}", "index.html"} <= links(built, name)
        for href in links(built, name):
            path, anchor = urldefrag(href)
            assert (built.outdir / path).is_file(), href
            assert not anchor or tree(built, path).xpath(f"//*[@id='{anchor}']"), href
    assert "observed.html#finding-both-do-it" in links(built, RECOMMENDATION)


def test_a_page_by_folders_leads_to_the_same_places(brief: Project) -> None:
    built = brief.build("dirhtml")
    page = tree(built, "recommendation/publish-counts/index.html")
    assert "../../asked/#recommendation-publish-counts" in page.xpath("//article//a/@href")
    assert "../recommendation/publish-counts/" in tree(built, "asked/index.html").xpath("//main//a/@href")


def test_a_footnote_in_a_recommendation_leads_from_its_page_to_the_note(brief: Project) -> None:
    brief.change("source/asked.md", "Governments.", "Governments.[^1]")
    brief.write("source/asked.md", (brief.path / "source/asked.md").read_text("utf-8") + "\n[^1]: All of them.\n")
    built = brief.build("html")
    [note] = tree(built, "asked.html").xpath("//*[@role='note']/@id")
    assert f"asked.html#{note}" in links(built, RECOMMENDATION)


def test_a_withdrawn_recommendation_keeps_its_page_with_the_mark(brief: Project) -> None:
    second(brief, "\n:status: withdrawn\n:successor: publish-counts")
    built = brief.build("html")
    page = tree(built, "recommendation/ask-again.html")
    assert page.xpath("string(//title)") == "R2 Ask again (withdrawn) · A small brief"
    assert "Withdrawn. Replaced by R1 Publish counts." in words(page.xpath("//article")[0])


def test_another_title_or_place_leaves_the_address_of_a_page_alone(brief: Project) -> None:
    brief.build("html")
    brief.change("source/asked.md", ":title: Publish counts", ":title: Print all counts")
    brief.change("source/asked.md", "# What we ask", "# Asked")
    built = brief.build("html")
    assert "Print all counts" in words(tree(built, RECOMMENDATION).xpath("//h1")[0])
    assert [path.name for path in (built.outdir / "recommendation").iterdir()] == ["publish-counts.html"]


def test_a_brief_without_recommendations_and_figures_has_no_such_pages_and_no_filter(project: Projects) -> None:
    brief = project("test-sound")
    brief.write("source/asked.md", "# What we ask\n\nNothing.\n")
    built = brief.build("html")
    assert not (built.outdir / "recommendation").exists()
    assert not (built.outdir / "figure").exists()
    assert not [path for path in built.outdir.glob("*.html") if 'class="filter"' in path.read_text("utf-8")]


def test_pages_in_another_theme_have_no_such_links(brief: Project) -> None:
    built = brief.build("html", html_theme="basic")
    assert not (built.outdir / "recommendation").exists()
    assert "on a page of its own" not in built.file("asked.html")


def test_the_filter_offers_what_the_recommendations_have_and_hides_without_its_script(brief: Project) -> None:
    second(brief)
    built = brief.build("html", brief_actors={"governments": "All governments"})
    page = tree(built, "asked.html")
    [form] = page.xpath("//main//form")
    assert form.get("hidden") is not None
    offered = {
        select.get("name"): [option.get("value") for option in select.xpath("option")]
        for select in form.xpath(".//select")
    }
    assert offered == {
        "actor": ["", "governments", "press"],
        "strength": ["", "conditional", "strong"],
        "certainty": ["", "high"],
    }
    assert words(form.xpath(".//option[@value='governments']")[0]) == "All governments"
    for select in form.xpath(".//select"):
        assert form.xpath(f".//label[@for='{select.get('id')}']")
    cards = page.xpath("//*[contains(@class, 'recommendation') and starts-with(@id, 'recommendation-')]")
    assert len(cards) == 2
    assert not any(card.get("hidden") for card in cards)
    assert {"actor-press", "strength-conditional", "certainty-high"} <= set(cards[1].get("class").split())


def test_the_script_of_the_filter_is_small_and_loaded_where_there_is_one(brief: Project) -> None:
    second(brief)
    built = brief.build("html")
    having = [path.name for path in built.outdir.rglob("*.html") if "filter.js" in path.read_text("utf-8")]
    assert having == ["asked.html"]
    assert (built.outdir / "_static/filter.js").stat().st_size < 1500
