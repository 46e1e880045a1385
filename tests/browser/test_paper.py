"""Pages printed from the browser, from a light and from a dark desktop."""

from __future__ import annotations

import pytest

from tests.browser import checks
from tests.browser.conftest import Open, Site


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_printed_pages_are_white_whole_and_without_navigation(site: Site, open_tab: Open, scheme: str) -> None:
    found = {}
    with open_tab(1280, scheme) as tab:
        for name in site.pages:
            tab.page.goto(f"{site.address}/{name}")
            found[name] = checks.ill_printed(tab.page)
    assert {name: faults for name, faults in found.items() if faults} == {}
