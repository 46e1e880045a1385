"""What opens beside the text, what is copied, and where one is in the contents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import checks
from tests.browser.conftest import VIEWS, Open, Site, Tab, View

PAGE = "shows.html"
FINDING = "#finding-existence-is-not-rate"


@pytest.fixture
def tab(site: Site, open_tab: Open) -> Iterator[Tab]:
    """The chapter with the findings, in a browser that lets pages copy."""
    with open_tab(permissions=["clipboard-read", "clipboard-write"]) as opened:
        opened.page.goto(f"{site.address}/{PAGE}")
        yield opened


def shown(tab: Tab) -> Any:
    """The definition that is shown."""
    return tab.page.locator(".definition:popover-open")


def test_enter_opens_a_chip_and_escape_gives_the_focus_back(tab: Tab) -> None:
    button = tab.page.locator(f"{FINDING} .chip-button").first
    note = tab.page.locator(f"{FINDING} .chip-note").first
    button.focus()
    tab.page.keyboard.press("Enter")
    assert note.is_visible()
    tab.page.keyboard.press("Tab")
    assert note.evaluate("note => note.contains(document.activeElement)")
    tab.page.keyboard.press("Escape")
    assert not note.is_visible()
    assert button.evaluate("button => button === document.activeElement")


@pytest.mark.parametrize("width", [320, 1280])
def test_an_open_chip_is_whole_inside_the_window(site: Site, open_tab: Open, width: int) -> None:
    with open_tab(width) as tab:
        tab.page.goto(f"{site.address}/{PAGE}")
        for button in tab.page.locator(".chip-button").all():
            button.click()
            box = tab.page.locator(".chip-note:popover-open").bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= tab.page.viewport_size["height"]
            tab.page.keyboard.press("Escape")


def test_without_scripts_chips_and_limits_open_and_nothing_else_offers_itself(site: Site, open_tab: Open) -> None:
    with open_tab(java_script_enabled=False) as tab:
        tab.page.goto(f"{site.address}/{PAGE}")
        finding = tab.page.locator(FINDING)
        finding.locator(".chip-button").first.click()
        assert finding.locator(".chip-note").first.is_visible()
        tab.page.keyboard.press("Escape")
        finding.locator("summary").click()
        assert finding.get_by_text("Would change if").is_visible()
        assert tab.page.locator(".copy-button").count() == 0
        assert not any(one.is_visible() for one in tab.page.locator(".definition").all())
        tab.page.locator("main a[href^='glossary.html#']").first.click()
        assert "/glossary.html#term-" in tab.page.url


def test_a_definition_stays_under_the_pointer_until_it_leaves_or_escape(tab: Tab) -> None:
    term = tab.page.locator("main a[aria-describedby]").first
    term.hover()
    box = shown(tab).bounding_box()
    tab.page.mouse.move(box["x"] + 9, box["y"] + 9)
    tab.page.wait_for_timeout(600)
    assert shown(tab).count() == 1
    tab.page.keyboard.press("Escape")
    assert shown(tab).count() == 0
    term.hover()
    assert shown(tab).count() == 1
    tab.page.mouse.move(1, 1)
    shown(tab).wait_for(state="detached")


def test_a_definition_comes_and_goes_with_the_focus(tab: Tab) -> None:
    first, second = tab.page.locator("main a[aria-describedby]").all()[:2]
    first.focus()
    assert shown(tab).get_attribute("id") == first.get_attribute("aria-describedby")
    second.focus()
    assert shown(tab).get_attribute("id") == second.get_attribute("aria-describedby")
    second.evaluate("link => link.blur()")
    shown(tab).wait_for(state="detached")


def test_address_and_citation_are_copied_and_said(site: Site, tab: Tab) -> None:
    for page, place, row in (
        ("shows", FINDING, FINDING),
        ("decide-now", "figure[id]", "figure[id] + .figure-data"),
    ):
        tab.page.goto(f"{site.address}/{page}.html")
        item, offered = tab.page.locator(place).first, tab.page.locator(row).first
        offered.get_by_role("button", name="Copy link").click()
        tab.page.get_by_role("status").get_by_text("Copied").wait_for()
        address = tab.page.evaluate("navigator.clipboard.readText()")
        tab.page.goto(address)
        assert tab.page.evaluate("document.querySelector(':target').id") == item.get_attribute("id")
        offered.get_by_role("button", name="Cite").click()
        tab.page.get_by_role("status").get_by_text("Copied").wait_for()
        citation = tab.page.evaluate("navigator.clipboard.readText()")
        assert citation.endswith(f". {address}")
        assert tab.page.title().split(" · ")[-1] in citation
    assert tab.heard.errors == []


def test_each_recommendation_can_be_taken_along(site: Site, open_tab: Open) -> None:
    with open_tab(permissions=["clipboard-write"]) as tab:
        tab.page.goto(f"{site.address}/recommendations.html")
        items = tab.page.locator(".recommendation[id]").all()
        assert len(items) >= 5
        assert [item.locator(".copy-button").count() for item in items] == [2] * len(items)


def test_the_contents_mark_the_section_that_is_read(tab: Tab) -> None:
    from playwright.sync_api import expect

    for heading in tab.page.locator("main h2").all():
        heading.evaluate("heading => heading.scrollIntoView()")
        anchor = heading.evaluate("heading => `#${heading.parentNode.id}`")
        marked = tab.page.locator("#page-contents [aria-current=location]")
        expect(marked).to_have_count(1)
        expect(marked).to_have_attribute("href", anchor)


def test_a_link_in_the_contents_of_a_phone_closes_them(site: Site, open_tab: Open) -> None:
    with open_tab(360) as tab:
        tab.page.goto(f"{site.address}/{PAGE}")
        tab.page.get_by_role("button", name="Contents").click()
        contents = tab.page.get_by_role("navigation", name="Contents")
        contents.locator("a[href^='#']:not([href='#'])").first.click()
        assert not contents.is_visible()


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view.width}-{view.scheme}")
def test_what_is_open_passes_the_rules_of_accessibility(
    site: Site, open_tab: Open, node_modules: Any, view: View
) -> None:
    with open_tab(view.width, view.scheme, permissions=["clipboard-write"]) as tab:
        tab.page.goto(f"{site.address}/{PAGE}")
        # without its figures: the check of their ground scrolls faster than a note follows its button
        tab.page.locator("figure").evaluate_all("all => all.forEach(figure => figure.remove())")
        finding = tab.page.locator(".finding").last
        finding.locator("summary").click()
        finding.get_by_role("button", name="Copy link").click()
        finding.locator(".chip-button").first.click()
        assert tab.page.locator(":popover-open").count() == 1
        assert checks.inaccessible(tab.page) == []
        # a page without drawings: the check of their ground scrolls faster than a definition follows
        tab.page.goto(f"{site.address}/how-to-read.html")
        tab.page.locator("main a[aria-describedby]").first.focus()
        assert shown(tab).count() == 1
        assert checks.inaccessible(tab.page) == []


def test_paper_has_the_chips_spelled_out_and_the_limits_open(tab: Tab) -> None:
    tab.page.emulate_media(media="print")
    finding = tab.page.locator(FINDING)
    assert finding.locator(".chip-source").first.is_visible()
    assert finding.get_by_text("Would change if").is_visible()
    for hidden in (
        ".chip-button",
        ".chip-record",
        ".copy",
        ".definition",
        ".headerlink",
        "#page-contents",
        ".neighbours",
    ):
        assert not any(one.is_visible() for one in tab.page.locator(hidden).all()), hidden
