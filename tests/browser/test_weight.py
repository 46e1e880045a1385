"""What the first page costs somebody who has never been here."""

from __future__ import annotations

from tests.browser import checks
from tests.browser.conftest import Open, Site

WHOLE = 40_000
"""Octets over the wire, packed, without faces: those of the next page are these again."""
FONTS = 120_000
SCRIPTS = 3_000
REQUESTS = 12


def test_the_first_page_is_light(site: Site, open_tab: Open) -> None:
    with open_tab(1280) as tab:
        tab.page.goto(f"{site.address}/index.html", wait_until="networkidle")
        assert checks.heavy(tab.heard, whole=WHOLE, fonts=FONTS, scripts=SCRIPTS, requests=REQUESTS) == []
