"""What the first page costs somebody who has never been here."""

from __future__ import annotations

from tests.browser import checks
from tests.browser.conftest import Open, Site

WHOLE = 25_000
SCRIPTS = 3_000
"""Octets over the wire, packed."""
REQUESTS = 8


def test_the_first_page_is_light(site: Site, open_tab: Open) -> None:
    with open_tab(1280) as tab:
        tab.page.goto(f"{site.address}/index.html", wait_until="networkidle")
        assert checks.heavy(tab.heard, whole=WHOLE, scripts=SCRIPTS, requests=REQUESTS) == []
