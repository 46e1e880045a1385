"""A publication of three revisions behind a plain static server, in a browser, with and without JavaScript."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policybrief.outputs.run import Output
from policybrief.revisions import comparison
from tests.serving import served

pytestmark = pytest.mark.browser


@pytest.fixture
def address(three: Path) -> Iterator[str]:
    """Where the publication is served."""
    with served(three) as address:
        yield address


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Whether scripts run."""
    return bool(request.param)


@pytest.fixture
def tab(chromium: Any, scripts: bool) -> Iterator[Any]:
    """A page whose errors are kept."""
    context = chromium.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.faults = []
    page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else None)
    page.on("requestfailed", lambda request: page.faults.append(request.url))
    yield page
    context.close()


def test_an_older_page_names_its_revision_and_with_scripts_the_newer_one(
    tab: Any, address: str, scripts: bool
) -> None:
    tab.goto(f"{address}/1.0/observed.html", wait_until="networkidle")
    notice = tab.locator(".revision-notice")
    assert "Revision 1.0, review draft." in notice.inner_text()
    assert notice.get_by_role("link", name="All revisions").count() == 1
    newer = notice.locator(".revision-newer")
    if scripts:
        assert "A newer revision is out: 1.1" in newer.inner_text()
        newer.get_by_role("link").click()
        assert tab.url == f"{address}/1.1/observed.html"
    else:
        assert newer.count() == 0
    assert tab.faults == []


def test_an_older_page_sends_search_engines_to_the_same_page_of_the_newest(
    three: Path, tab: Any, address: str, scripts: bool
) -> None:
    for name in ("1.0/observed.html", "1.1/observed.html"):
        own = f'<link rel="canonical" href="https://example.org/brief/{name}">'
        text = (three / name).read_text("utf-8").replace("</title>", f"</title>{own}", 1)
        (three / name).write_text(text, "utf-8")
    said = "[...document.querySelectorAll('link[rel=canonical], meta[name=robots]')].map(e => e.href ?? e.content)"
    tab.goto(f"{address}/1.1/observed.html", wait_until="networkidle")
    assert tab.evaluate(said) == ["https://example.org/brief/1.1/observed.html"]
    tab.goto(f"{address}/1.0/observed.html", wait_until="networkidle")
    newest = ["https://example.org/brief/1.1/observed.html", "noindex"]
    assert tab.evaluate(said) == (newest if scripts else ["https://example.org/brief/1.0/observed.html"])


def test_the_newest_page_speaks_of_no_newer_one(tab: Any, address: str) -> None:
    tab.goto(f"{address}/1.1/asked.html", wait_until="networkidle")
    assert tab.locator(".revision-newer").count() == 0
    assert tab.locator(".revision-withdrawn").count() == 0
    assert tab.faults == []


def test_a_withdrawn_revision_says_what_who_why_when_and_what_follows(
    tab: Any, address: str, scripts: bool
) -> None:
    if scripts:
        tab.goto(f"{address}/0.9/index.html", wait_until="networkidle")
        told = tab.locator(".revision-withdrawn").inner_text()
    else:
        tab.goto(f"{address}/0.9/index.html", wait_until="networkidle")
        tab.get_by_role("link", name="All revisions").click()
        told = tab.locator(".notice").inner_text()
    for words in (
        "lost its ground",
        "a body not yet assigned",
        "the act was repealed",
        "1 October 2025",
        "cite 1.1",
    ):
        assert words in told.replace("\N{NO-BREAK SPACE}", " ")


def test_the_switcher_leads_to_the_same_page_of_another_revision(tab: Any, address: str, scripts: bool) -> None:
    tab.goto(f"{address}/1.1/asked.html", wait_until="networkidle")
    if not scripts:
        tab.get_by_role("link", name="All revisions").click()
        tab.get_by_role("link", name="Revision 0.9").click()
        assert tab.url == f"{address}/0.9/index.html"
        return
    switcher = tab.locator(".revision-switcher")
    switcher.locator("summary").press("Enter")  # by keyboard
    assert switcher.get_by_role("listitem").count() == 3
    switcher.get_by_role("link", name="0.9").click()
    assert tab.url == f"{address}/0.9/asked.html"


def test_lasting_addresses_lead_to_the_statement_or_to_its_stone(tab: Any, address: str) -> None:
    tab.goto(f"{address}/recommendation/publish-counts/")
    tab.wait_for_url("**/1.1/asked.html#recommendation-publish-counts")
    tab.goto(f"{address}/latest/observed.html")
    tab.wait_for_url("**/1.1/observed.html")
    tab.goto(f"{address}/finding/counts-are-due/", wait_until="networkidle")
    assert tab.url == f"{address}/finding/counts-are-due/"
    assert "the act was repealed" in tab.locator(".notice").inner_text()
    tab.get_by_role("link", name="Revision 0.9").click()
    assert tab.url == f"{address}/0.9/observed.html#finding-counts-are-due"


def test_each_revision_is_cited_as_itself_and_the_feed_is_there(tab: Any, address: str) -> None:
    for number in ("0.9", "1.0", "1.1"):
        tab.goto(f"{address}/{number}/asked.html", wait_until="networkidle")
        assert f"Revision {number} (review draft)" in tab.locator(".cite").inner_text()
    tab.goto(f"{address}/index.html")
    href = tab.get_by_role("link", name="Feed of new revisions").get_attribute("href")
    answer = tab.request.get(f"{address}/{href}")
    assert answer.ok
    assert "<feed" in answer.text()


def test_the_list_of_revisions_reads_on_a_phone_without_sideways_scroll(chromium: Any, address: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    for path in ("index.html", "finding/counts-are-due/index.html", "0.9/index.html"):
        page.goto(f"{address}/{path}", wait_until="networkidle")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    context.close()


def test_a_redline_shows_the_figures_of_both_sides(project: Any, chromium: Any) -> None:
    made = project("test-sound", "test-figures")
    build = made.path / "build"
    made.write("CHANGELOG.md", "# Changes\n\n## 0.9 - draft\n\n- update: all new.\n")
    made._complete()
    before = comparison.of_draft(made.path, build / "before", io.StringIO())
    made.change("material/evidence/counts.toml", "successes = 9\n", "successes = 8\n")
    after = comparison.of_draft(made.path, build / "after", io.StringIO())
    redline = comparison.compare(before, after)
    comparison.write(redline, made.path, build / "redline", (Output("html", "html"),))
    with served(build / "redline/html") as address:
        for width in (360, 1280):
            page = chromium.new_page(viewport={"width": width, "height": 800})
            page.goto(f"{address}/brief/figures.html", wait_until="networkidle")
            widths = page.locator("figure img").evaluate_all("all => all.map(one => one.clientWidth)")
            assert len(widths) > 1
            assert all(one > 200 for one in widths), widths
            page.close()
