"""The filter of the recommendations: what it hides, says and writes into the address; nothing without scripts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import checks
from tests.browser.conftest import Open, Site

PAGE = "recommendations.html"


@pytest.fixture(params=["server", "disk"])
def home(request: pytest.FixtureRequest, site: Site) -> str:
    """Where the pages are opened: behind a server or from a disk."""
    return site.address if request.param == "server" else site.folder.as_uri()


def shown(page: Any) -> list[str]:
    """The ids of the recommendations that can be seen."""
    return [card.get_attribute("id") for card in page.locator(".recommendation").all() if card.is_visible()]


def with_class(page: Any, name: str) -> list[str]:
    """The ids of the recommendations of that class."""
    return [card.get_attribute("id") for card in page.locator(f".recommendation.{name}").all()]


def test_a_choice_leaves_those_it_asks_for_says_how_many_and_stands_in_the_address(
    home: str, open_tab: Open
) -> None:
    with open_tab(home=home) as tab:
        page = tab.page
        page.goto(f"{home}/{PAGE}", wait_until="load")
        whole = shown(page)
        count = page.get_by_role("status").filter(has_text="recommendations")
        assert count.inner_text() == f"{len(whole)} of {len(whole)} recommendations are shown"
        page.get_by_label("Strength").select_option("conditional")
        conditional = with_class(page, "strength-conditional")
        assert shown(page) == conditional
        assert 0 < len(conditional) < len(whole)
        assert count.inner_text() == f"{len(conditional)} of {len(whole)} recommendations are shown"
        page.get_by_label("Who").select_option(label="Testing network")
        assert shown(page) == with_class(page, "strength-conditional.actor-testing-network")
        assert page.url == f"{home}/{PAGE}#actor=testing-network&strength=conditional"
        page.get_by_role("button", name="Show all").click()
        page.wait_for_function("document.querySelectorAll('.recommendation[hidden]').length === 0")
        assert shown(page) == whole
        assert not page.url.partition("#")[2]
        assert tab.heard.errors == []


def test_an_address_brings_its_choice_along_and_an_unknown_one_hides_nothing(home: str, open_tab: Open) -> None:
    with open_tab(home=home) as tab:
        page = tab.page
        page.goto(f"{home}/{PAGE}#strength=strong&certainty=low", wait_until="load")
        assert page.get_by_label("Strength").input_value() == "strong"
        assert page.get_by_label("Certainty").input_value() == "low"
        assert shown(page) == with_class(page, "strength-strong.certainty-low")
        page.goto("about:blank")
        page.goto(f"{home}/{PAGE}#actor=nobody", wait_until="load")
        assert shown(page) == with_class(page, "recommendation")


def test_a_link_to_a_hidden_recommendation_shows_it(home: str, open_tab: Open) -> None:
    with open_tab(home=home) as tab:
        page = tab.page
        page.goto(f"{home}/{PAGE}#strength=strong", wait_until="load")
        hidden = with_class(page, "strength-conditional")[0]
        assert hidden not in shown(page)
        page.evaluate("id => location.hash = id", hidden)
        page.locator(f"#{hidden}").wait_for(state="visible")
        assert page.get_by_label("Strength").input_value() == ""
        page.wait_for_function(
            "id => Math.abs(document.getElementById(id).getBoundingClientRect().top) < 60", arg=hidden
        )


def test_the_filter_is_worked_by_keyboard_alone(site: Site, open_tab: Open) -> None:
    with open_tab() as tab:
        page = tab.page
        page.goto(f"{site.address}/{PAGE}", wait_until="load")
        page.get_by_label("Strength").focus()
        page.keyboard.press("ArrowDown")
        assert 0 < len(shown(page)) < len(with_class(page, "recommendation"))
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_function("document.querySelectorAll('.recommendation[hidden]').length === 0")


def test_without_scripts_there_is_no_filter_and_every_recommendation(home: str, open_tab: Open) -> None:
    with open_tab(home=home, java_script_enabled=False) as tab:
        page = tab.page
        page.goto(f"{home}/{PAGE}#strength=strong", wait_until="load")
        assert not page.locator("form.filter").is_visible()
        assert shown(page) == with_class(page, "recommendation")
        assert tab.heard.errors == []


def test_a_filtered_page_breaks_no_rule_of_accessibility(site: Site, open_tab: Open, node_modules: Any) -> None:
    with open_tab(360) as tab:
        tab.page.goto(f"{site.address}/{PAGE}#strength=conditional", wait_until="load")
        assert checks.inaccessible(tab.page) == []
        assert checks.sideways(tab.page) == []


def test_nothing_moves_when_the_filter_appears(site: Site, open_tab: Open) -> None:
    top = "document.querySelector('.recommendation').getBoundingClientRect().top"
    held: list[Any] = []
    with open_tab() as tab:
        page = tab.page
        page.route("**/filter.js*", lambda script: held.append(script))
        page.goto(f"{site.address}/{PAGE}", wait_until="commit")
        page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length > 0")
        before = page.evaluate(top)
        assert not page.locator("form.filter").is_visible()
        [script] = held
        script.continue_()
        page.locator("form.filter").wait_for()
        assert page.evaluate(top) == pytest.approx(before, abs=1)  # pixels
