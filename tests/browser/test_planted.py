"""Faults planted on purpose into a copy of one page, each found by the check aimed at it.

A check that finds nothing proves nothing.  The tests of the brief call the same functions and find none; here
each has to find what was done to the page.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.browser import checks
from tests.browser.conftest import Open, Site, Tab
from tests.serving import served

PAGE = "observed.html"
HEADING = "<h1>"


class Fault(NamedTuple):
    """What is planted."""

    says: str
    """Words of the fault as it is found."""
    html: str = ""
    """Stands before the main heading."""
    css: str = ""
    """Joins the style of the screen."""
    swap: tuple[str, str] | None = None
    """Words of the page, and others for them."""


def accessible(tab: Tab) -> list[str]:
    """What the rules of accessibility find."""
    return checks.inaccessible(tab.page)


def sideways(tab: Tab) -> list[str]:
    """What is too wide."""
    return checks.sideways(tab.page)


def cut_off(tab: Tab) -> list[str]:
    """What is cut off."""
    return checks.cut_off(tab.page)


def overprinted(tab: Tab) -> list[str]:
    """What stands over one another."""
    return checks.overprinted(tab.page)


def keyboard(tab: Tab) -> list[str]:
    """What is wrong with the stops of the tab key."""
    return checks.lost_on_the_way(tab.page)


def paper(tab: Tab) -> list[str]:
    """What is wrong in print."""
    return checks.ill_printed(tab.page)


def errors(tab: Tab) -> list[str]:
    """What the page complains of."""
    return tab.heard.errors


def external(tab: Tab) -> list[str]:
    """What is asked from outside."""
    return tab.heard.external


def weight(tab: Tab) -> list[str]:
    """Which limits are passed, all of them low."""
    return checks.heavy(tab.heard, whole=1000, fonts=1000, scripts=10, requests=1)


FRAME = '<div class="p" tabindex="0" role="region" aria-label="Frame"><p>Pale words far to the right.</p></div>'
DRAWING = '<svg class="p" role="img" aria-label="Plot" viewBox="0 0 99 20"><text x="1" y="9">Pale</text></svg>'
TABLE = '<table class="p"><tr><th scope="col">Seen</th><th scope="col">Farthest</th></tr></table>'

COVER = "<title>When AI systems copy themselves</title><title>"

SEEN = {
    accessible: {
        "an image without alternative text": Fault("image-alt", '<img src="_static/favicon.svg">'),
        "pale text": Fault("violates color-contrast", '<p class="p">Pale.</p>', ".p { color: #999; }"),
        "text over a gradient": Fault(
            "undecided color-contrast",
            '<p class="p">Words.</p>',
            ".p { background: linear-gradient(#fff, #000); }",
        ),
        "pale text in a drawing": Fault("1.92:1", DRAWING, ".p text { fill: #bbb; }"),
        "pale text scrolled away in a frame": Fault(
            "2.85:1",
            FRAME,
            ".p { overflow-x: auto; } .p p { padding-inline-start: 90rem; width: 120rem; color: #999; }",
        ),
        "a heading that skips a level": Fault("heading-order", swap=("</h1>", "</h1><h5>Deep</h5>")),
        "a control without a name": Fault("violates label", '<input type="text">'),
    },
    sideways: {
        "a box that is too wide": Fault(
            "px too wide", '<p class="p">Wide.</p>', ".p { width: 120rem !important; max-width: none !important; }"
        ),
        "a page that hides what is too wide": Fault("cuts", css="body { overflow-x: hidden; }"),
    },
    cut_off: {
        "a line that does not fit": Fault(
            'class="p"',
            '<p class="p">Words that do not fit.</p>',
            ".p { width: 3rem; overflow: hidden; white-space: nowrap; }",
        ),
    },
    overprinted: {
        "a line over another": Fault(
            "Over / Under",
            '<p class="p">Over</p><p>Under</p>',
            ".p { margin-block-end: -1.5em; }",
        ),
    },
    keyboard: {
        "a focus ring that is gone": Fault("without a ring", css="a:focus-visible { outline: none !important; }"),
        "a focus ring that is hardly seen": Fault(
            "a ring of", css="a:focus-visible { outline-color: #eee !important; }"
        ),
        "a stop out of sight": Fault(
            "out of sight", '<a class="p" href="#page-main">Away</a>', ".p { position: fixed; left: -99rem; }"
        ),
        "a stop that is covered": Fault(
            "covered",
            '<a href="#page-main">Under</a><p class="p">Over everything</p>',
            ".p { position: absolute; inset: 0 0 auto; height: 9rem; background: #fff; z-index: 9; }",
        ),
        "a stop without a name": Fault(
            "without a name", '<a class="p" href="#page-main"> </a>', ".p { padding: 1rem; }"
        ),
    },
    external: {
        "a font from outside": Fault(
            "fonts.example.org", css='@import url("https://fonts.example.org/font.css");'
        ),
        "an image from outside": Fault("example.org/p.png", '<img src="https://example.org/p.png" alt="Far">'),
    },
    errors: {
        "a style in the page": Fault("inline style", '<p style="color: red">Red.</p>'),
        "a script that fails": Fault("missing is not defined", '<script src="_static/planted.js"></script>'),
        "a file that is not there": Fault("404", '<img src="lost.png" alt="Lost">'),
    },
    paper: {
        "a dark ground": Fault("not white", css="html, body, main { background: #222 !important; }"),
        "navigation": Fault("printed: <nav", css="nav { display: block !important; }"),
        "a table that is cut": Fault(
            "cut: Farthest",
            TABLE,
            ".p { table-layout: fixed; width: 99rem !important; } .frame { overflow: hidden; width: 40rem; }",
        ),
    },
    weight: {"a page beyond its limits": Fault("octets of scripts")},
}

WRITTEN = {
    checks.mute_images: {
        "an alternative text that is a file name": Fault(
            "favicon.svg", '<img src="_static/favicon.svg" alt="favicon.svg">'
        ),
        "a drawing without a name": Fault("a drawing", '<svg viewBox="0 0 9 9"></svg>'),
    },
    checks.repeated_ids: {"an id that stands twice": Fault("#page-main", '<p id="page-main">Twice.</p>')},
    checks.misframed: {
        "a page without a language": Fault("no language", swap=(' lang="en"', "")),
        "a page without a description": Fault("no description", swap=('name="description"', 'name="keywords"')),
        "a page without a title": Fault("no title", swap=("<title>", "<title></title><title>")),
        "a page with the title of another": Fault("has the title of", swap=("<title>", COVER)),
        "two main headings": Fault("2 of h1", "<h1>Another</h1>"),
    },
    checks.headless_cells: {"a header cell that does not say what it heads": Fault("", swap=(' scope="col"', ""))},
    checks.inline_code: {
        "a style": Fault("color: red", '<p style="color: red">Red.</p>'),
        "a script": Fault("missing()", '<p onclick="missing()">Press.</p>'),
    },
    checks.dead_links: {
        "a link to no place": Fault("no such place", '<a href="index.html#nowhere">There</a>'),
        "a link to no file": Fault("no such file", '<a href="nowhere.html">There</a>'),
    },
    checks.broken_sentences: {
        "a sentence that needs its number": Fault(
            "We hold to .", '<p>We hold to <span class="number">R1</span>.</p>'
        ),
        "a sentence that begins with its numbers": Fault(
            ",  say so: all of it.",
            '<p><span class="number">R1</span>, <span class="number">R2</span> say so: all of it.</p>',
        ),
    },
}


def cases(faults: dict[Any, dict[str, Fault]]) -> pytest.MarkDecorator:
    """A test for each fault, named for it."""
    return pytest.mark.parametrize(
        ("check", "fault"),
        [
            pytest.param(check, fault, id=f"{check.__name__}: {name}")
            for check, named in faults.items()
            for name, fault in named.items()
        ],
    )


@pytest.fixture(scope="module")
def copied(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the site to do harm to."""
    folder = tmp_path_factory.mktemp("planted") / "site"
    shutil.copytree(site.folder.parent, folder)
    (folder / "html" / "_static" / "planted.js").write_text("missing();", "utf-8")
    return folder / "html"


Plant = Callable[[Fault], None]


@pytest.fixture
def plant(copied: Path) -> Iterator[Plant]:
    """Plants a fault; page and style are afterwards what they were."""
    page, style = copied / PAGE, copied / "_static" / "screen.css"
    whole, look = page.read_text("utf-8"), style.read_text("utf-8")

    def planted(fault: Fault) -> None:
        old, new = fault.swap or (HEADING, fault.html + HEADING)
        assert old in whole, "the page has no place for this fault"
        page.write_text(whole.replace(old, new, 1), "utf-8")
        imported = fault.css.startswith("@import")  # which is heard at the head of a style alone
        style.write_text(f"{fault.css}\n{look}" if imported else f"{look}\n{fault.css}", "utf-8")

    yield planted
    page.write_text(whole, "utf-8")
    style.write_text(look, "utf-8")


@cases(SEEN)
def test_a_fault_that_is_seen_in_the_browser_is_found(
    check: Callable[[Tab], list[str]], fault: Fault, copied: Path, plant: Plant, open_tab: Open, node_modules: Any
) -> None:
    plant(fault)
    with served(copied.parent) as address, open_tab(home=address) as tab:
        tab.page.goto(f"{address}/html/{PAGE}", wait_until="load")
        found = check(tab)
    assert any(fault.says in told for told in found), found


@cases(WRITTEN)
def test_a_fault_that_stands_in_the_file_is_found(
    check: Callable[[checks.Pages], list[str]], fault: Fault, copied: Path, plant: Plant
) -> None:
    plant(fault)
    found = [told for told in check(checks.Pages(copied)) if told.startswith(PAGE)]
    assert any(fault.says in told for told in found), found


def test_invalid_html_is_found(copied: Path, plant: Plant, tool: Callable[..., str], node_modules: Any) -> None:
    plant(Fault("", "<ul><p>No item.</p></ul>"))
    found = checks.invalid(copied / PAGE, tool("java", package="default-jre-headless"))
    assert any("not allowed as child" in told for told in found), found
