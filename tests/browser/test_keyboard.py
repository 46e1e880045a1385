"""The brief by keyboard: where one gets, what one hears there, and what one sees."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import checks
from tests.browser.conftest import VIEWS, Open, Site, View


@pytest.mark.parametrize("view", VIEWS[::3], ids=lambda view: f"{view.width}-{view.scheme}")
def test_each_stop_of_the_tab_key_is_seen_named_and_ringed(
    site: Site, open_tab: Open, node_modules: Any, view: View
) -> None:
    found = {}
    with open_tab(view.width, view.scheme) as tab:
        for name in site.pages:
            tab.page.goto(f"{site.address}/{name}")
            found[name] = checks.lost_on_the_way(tab.page)
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", ["index.html", "observed.html"])
def test_the_tab_key_goes_through_the_page_in_the_order_of_the_text(
    site: Site, open_tab: Open, name: str, width: int
) -> None:
    with open_tab(width) as tab:
        tab.page.goto(f"{site.address}/{name}")
        place = """() => {
          const stops = [...document.querySelectorAll("a[href], button, summary, [tabindex='0']")].filter(
            stop => stop.checkVisibility({visibilityProperty: true}));
          return [stops.indexOf(document.activeElement), stops.length];
        }"""
        count = tab.page.evaluate(place)[1]
        assert count > 20
        for at in range(count):
            tab.page.keyboard.press("Tab")
            assert tab.page.evaluate(place)[0] == at, tab.page.evaluate("document.activeElement.outerHTML")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_first_stop_leads_past_everything_to_the_text(site: Site, open_tab: Open, width: int) -> None:
    with open_tab(width) as tab:
        for name in site.pages:
            tab.page.goto(f"{site.address}/{name}")
            if tab.page.evaluate("document.activeElement.matches('main input')"):
                continue  # the search begins in its field, past everything
            tab.page.keyboard.press("Tab")
            assert tab.page.evaluate("document.activeElement.getAttribute('href')") == "#page-main", name
            tab.page.keyboard.press("Enter")
            assert tab.page.evaluate("document.activeElement.id") == "page-main", name
            tab.page.keyboard.press("Tab")
            after = "document.activeElement.closest('main, footer') ?? document.activeElement"
            assert tab.page.evaluate(f"['MAIN', 'FOOTER', 'BODY'].includes(({after}).tagName)"), name


def test_the_contents_open_and_close_by_keyboard(site: Site, open_tab: Open) -> None:
    with open_tab(360) as tab:
        tab.page.goto(f"{site.address}/index.html")
        button = tab.page.get_by_role("button", name="Contents")
        contents = tab.page.get_by_role("navigation", name="Contents")
        assert not contents.is_visible()
        button.focus()
        tab.page.keyboard.press("Enter")
        assert contents.is_visible()
        tab.page.keyboard.press("Tab")
        assert tab.page.evaluate("document.activeElement.closest('#page-contents') !== null")
        tab.page.keyboard.press("Escape")
        assert not contents.is_visible()
        assert button.evaluate("button => button === document.activeElement")


def test_the_open_contents_pass_the_rules_of_accessibility(site: Site, open_tab: Open, node_modules: Any) -> None:
    for scheme in ("light", "dark"):
        with open_tab(360, scheme) as tab:
            # a page without drawings: the check of their ground cannot look under the sheet
            tab.page.goto(f"{site.address}/how-to-read.html")
            tab.page.get_by_role("button", name="Contents").click()
            assert checks.inaccessible(tab.page) == []
