"""What remains without scripts, and of the text without everything that is set around it."""

from __future__ import annotations

import pytest

from tests.browser import checks
from tests.browser.conftest import ROOT, Open, Site


@pytest.mark.parametrize("width", [360, 1280])
def test_without_scripts_and_from_disk_each_chapter_is_read_and_reached(
    site: Site, open_tab: Open, width: int
) -> None:
    home = site.folder.as_uri()
    with open_tab(width, home=home, java_script_enabled=False) as tab:
        tab.page.goto(f"{home}/index.html")
        if width == 360:
            tab.page.get_by_role("button", name="Contents").click()
        links = tab.page.locator("#contents a:visible")
        chapters = {str(link).partition("#")[0] for link in links.evaluate_all("links => links.map(a => a.href)")}
        sources = [
            path for path in (ROOT / "source").glob("*.md") if "orphan: true" not in path.read_text("utf-8")
        ]
        listed = {f"{home}/{path.stem}.html" for path in sources}
        assert len(listed) >= 15
        assert listed - chapters == set()
        for chapter in sorted(chapters):
            tab.page.goto(chapter)
            said = tab.page.locator("main").inner_text()
            assert len(said.split()) > 60, chapter
        assert tab.heard.errors == []
        assert tab.heard.external == []


def test_sentences_are_whole_without_badges_chips_and_ids(site: Site) -> None:
    assert checks.broken_sentences(checks.Pages(site.folder)) == []
