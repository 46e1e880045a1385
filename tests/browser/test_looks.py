"""How a small brief looks, at four widths, light and dark, beside the pictures that were kept; and that it stays.

`pictures` says how a picture is kept.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pictures import lay_small, problem
from PIL import Image

from tests.serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KEPT = Path(__file__).parent / "looks"
SHRUNK = 4
"""Letters may be drawn a little differently, places may not."""
WIDTHS = (360, 820, 1280, 1920)
PAGES = ("index", "observed", "figures", "asked")
SHIFTED = """new Promise(told => {
  let shifted = 0;
  const watch = new PerformanceObserver(list => list.getEntries().forEach(one => { shifted += one.value; }));
  watch.observe({type: "layout-shift", buffered: true});
  document.fonts.ready.then(() => setTimeout(() => told(shifted), 500));
})"""
MOVED = """[...document.querySelectorAll("body *")]
  .filter(one => getComputedStyle(one).order !== "0" && !one.closest(".masthead")).map(one => one.outerHTML)"""
"""What the style puts elsewhere; the line over the text arrives in one piece."""
STILL = 0.01
"""A tenth of what is still called good: faces that load change no line that anybody sees."""


def with_its_faces(route: Any) -> None:
    """The style sheet, but pages wait for their faces: else a picture shows what a slow first visit shows."""
    sheet = route.fetch()
    route.fulfill(response=sheet, body=sheet.text().replace("font-display: swap", "font-display: block"))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, projects_in: Callable[[Path], Any]) -> Path:
    """The small brief, built."""
    brief = projects_in(tmp_path_factory.mktemp("looks"))
    lay_small(brief)
    built = brief.build("html", brief_home_figure="rates", brief_status="review draft")
    return Path(built.outdir)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_look_as_they_did_when_somebody_looked(
    small: Path, chromium: Browser, tmp_path: Path, width: int, scheme: str
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    context.route("**/screen.css*", with_its_faces)
    tab = context.new_page()
    unlike = []
    with served(small) as address:
        for name in PAGES:
            tab.goto(f"{address}/{name}.html", wait_until="networkidle")
            whole = Image.open(io.BytesIO(tab.screenshot(full_page=True)))
            unlike.append(problem(whole, KEPT / f"{name}-{width}-{scheme}.png", SHRUNK, tmp_path))
    context.close()
    assert [one for one in unlike if one] == []


@pytest.mark.parametrize("slower", [1, 6])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_while_a_page_loads(small: Path, chromium: Browser, width: int, slower: int) -> None:
    with served(small) as address:
        for name in PAGES:
            context = chromium.new_context(viewport={"width": width, "height": 800})  # with no face at hand
            tab = context.new_page()
            context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": slower})
            tab.goto(f"{address}/{name}.html", wait_until="networkidle")
            shifted, moved = tab.evaluate(SHIFTED), tab.evaluate(MOVED)
            context.close()
            assert shifted <= STILL, f"{name} at {width}: {shifted:.3f}"
            assert moved == [], "drawn before what it follows has arrived"


TITLES = {
    "a short title": "A small brief",
    "a long title": "Cooler classrooms before the next hot June: what four towns counted, and what it would cost",
    "one that goes on": "A title that goes on and on, past what any row has room for, " * 4,
}
ROW = """(() => {
  const boxes = [...document.querySelectorAll(".masthead :is(.brand, .tool, .strip)")]
    .map(one => one.getBoundingClientRect()).filter(box => box.width);
  const [brand, tool] = [".brand", ".tools"].map(one => document.querySelector(one).getBoundingClientRect());
  const over = boxes.some((one, at) => boxes.slice(at + 1).some(other => one.left < other.right - 1
    && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1));
  return {beside: tool.top < brand.bottom && brand.top < tool.bottom && brand.right <= tool.left + 1, over,
    wide: document.documentElement.scrollWidth - innerWidth};
})()"""


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_the_search_stands_beside_a_title_of_any_length(
    tmp_path: Path, chromium: Browser, projects_in: Callable[[Path], Any], title: str
) -> None:
    brief = projects_in(tmp_path)
    lay_small(brief)
    built = brief.build(
        "html", project=title.strip(), brief_status="published", brief_reviewed="externally reviewed"
    )
    for width in (*WIDTHS, 1000):
        context = chromium.new_context(viewport={"width": width, "height": 800})
        context.route("**/screen.css*", with_its_faces)
        tab = context.new_page()
        with served(Path(built.outdir)) as address:
            tab.goto(f"{address}/observed.html", wait_until="networkidle")
            assert tab.evaluate(ROW) == {"beside": True, "over": False, "wide": 0}, width
        context.close()
