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
        links = tab.page.locator("#page-contents a:visible")
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


GAPS = """() => {
  const apart = [];
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let number = null; texts.nextNode(); ) {
    const text = texts.currentNode;
    if (number && /^[,.:;)]/.test(text.data)) {
      const mark = new Range();
      mark.setStart(text, 0);
      mark.setEnd(text, 1);
      const [one, other] = [number.getBoundingClientRect(), mark.getBoundingClientRect()];
      const gap = other.left - one.right;
      if (one.top < other.bottom && gap > 1) apart.push(number.textContent + text.data.slice(0, 9));
    }
    number = text.parentElement.closest(".brief-reference .number");
  }
  return apart;
}"""


def test_a_mark_follows_the_number_of_a_statement_without_a_gap(site: Site, open_tab: Open) -> None:
    with open_tab() as tab:
        for name in ("revisions", "decide-now", "summary"):
            tab.page.goto(f"{site.address}/{name}.html")
            assert tab.page.evaluate(GAPS) == []
