"""Every page of the brief, on a phone and a laptop, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import checks
from tests.browser.conftest import VIEWS, Open, Site, View

SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-block-end: 2em !important; }"""
"""The text spacing that a page must bear (WCAG 1.4.12)."""

Faults = dict[str, list[str]]


def without_empty(found: Faults) -> Faults:
    """The pages that have faults."""
    return {page: faults for page, faults in found.items() if faults}


@pytest.fixture(scope="module", params=VIEWS, ids=lambda view: f"{view.width}-{view.scheme}")
def seen(request: pytest.FixtureRequest, site: Site, open_tab: Open, node_modules: Any) -> dict[str, Faults]:
    """What all checks found, each page opened once in each view."""
    view: View = request.param
    found: dict[str, Faults] = {
        "errors": {},
        "external": {},
        "sideways": {},
        "overprinted": {},
        "inaccessible": {},
    }
    with open_tab(view.width, view.scheme) as tab:
        for name in site.pages:
            tab.heard.errors, tab.heard.external = [], []
            tab.page.goto(f"{site.address}/{name}", wait_until="load")
            found["sideways"][name] = checks.sideways(tab.page)
            found["overprinted"][name] = checks.overprinted(tab.page)
            found["inaccessible"][name] = checks.inaccessible(tab.page)
            found["errors"][name] = tab.heard.errors
            found["external"][name] = tab.heard.external
    assert len(found["errors"]) >= 20
    return found


def test_no_rule_of_accessibility_is_broken_or_undecided(seen: dict[str, Faults]) -> None:
    assert without_empty(seen["inaccessible"]) == {}


def test_no_page_complains(seen: dict[str, Faults]) -> None:
    assert without_empty(seen["errors"]) == {}


def test_nothing_is_asked_from_outside(seen: dict[str, Faults]) -> None:
    assert without_empty(seen["external"]) == {}


def test_no_page_scrolls_sideways(seen: dict[str, Faults]) -> None:
    assert without_empty(seen["sideways"]) == {}


def test_no_line_of_text_stands_over_another(seen: dict[str, Faults]) -> None:
    assert without_empty(seen["overprinted"]) == {}


def on_every_page(site: Site, tab: Any, prepare: str, *found: Callable[[Any], list[str]]) -> Faults:
    """The faults of every page after a change to it."""
    faults = {}
    for name in site.pages:
        tab.page.goto(f"{site.address}/{name}", wait_until="load")
        tab.page.evaluate(prepare)
        faults[name] = [fault for check in found for fault in check(tab.page)]
    return without_empty(faults)


def test_text_flows_into_320_pixels(site: Site, open_tab: Open) -> None:
    with open_tab(320) as tab:
        assert on_every_page(site, tab, "", checks.sideways, checks.cut_off, checks.overprinted) == {}


@pytest.mark.parametrize("width", [820, 1920])
def test_between_and_beyond_phone_and_laptop_nothing_is_cut_or_overprinted(
    site: Site, open_tab: Open, width: int
) -> None:
    with open_tab(width) as tab:
        assert on_every_page(site, tab, "", checks.sideways, checks.cut_off, checks.overprinted) == {}


@pytest.mark.parametrize("width", [360, 1280])
def test_wider_spacing_of_text_cuts_and_moves_nothing_out(site: Site, open_tab: Open, width: int) -> None:
    spaced = f"""const sheet = new CSSStyleSheet(); sheet.replaceSync(`{SPACING}`);
                 document.adoptedStyleSheets.push(sheet)"""
    with open_tab(width) as tab:
        assert on_every_page(site, tab, spaced, checks.sideways, checks.cut_off) == {}
