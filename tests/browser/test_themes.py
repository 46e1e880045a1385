"""A brief in the themes of others: what it draws there is seen once, and can be read."""

from __future__ import annotations

import datetime as dt
import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from projects import Project

from policybrief.commands import new
from sphinx_accessible_figures.honesty import READING, contrast

if TYPE_CHECKING:
    from playwright.sync_api import Browser

THEMES = ("alabaster", "furo", "pydata_sphinx_theme", "sphinx_rtd_theme")
SEEN = """() => [...document.querySelectorAll('.drawing')].map(drawing => ({
    svgs: [...drawing.querySelectorAll('svg')].filter(one => one.checkVisibility()).map(one => one.classList[0]),
    wide: [...drawing.querySelectorAll('svg')].some(one => one.clientWidth > drawing.clientWidth + 1),
    ground: getComputedStyle(drawing).backgroundColor,
    texts: [...new Set([...drawing.querySelectorAll('text')].map(one => getComputedStyle(one).fill))],
    page: getComputedStyle(document.body).backgroundColor,
}))"""


def hexadecimal(colour: str) -> str:
    """A colour as the browser says it, as ours are written."""
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", colour)[:3])


@pytest.mark.parametrize("theme", THEMES)
def test_a_drawing_is_seen_once_and_can_be_read_in_the_theme_of_others(
    tmp_path: Path, chromium: Browser, theme: str
) -> None:
    if find_spec(theme) is None:
        pytest.skip(f"needs {theme}")
    new.begin(tmp_path / "brief", new.Wanted("A brief"), dt.date(2026, 3, 1))
    built = Project(tmp_path / "brief").build("html", html_theme=theme)
    for width, layout in ((360, "phone"), (1280, "wide")):
        for scheme in ("light", "dark"):
            page = chromium.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
            page.goto((built.outdir / "findings.html").as_uri())
            (seen,) = page.evaluate(SEEN)
            page.close()
            assert (seen["svgs"], seen["wide"]) == ([layout], False)
            ground = hexadecimal(seen["ground"])
            assert len(seen["texts"]) > 1
            assert [one for one in seen["texts"] if contrast(hexadecimal(one), ground)["colour"] < READING] == []
            # light on a light page, dark on a dark one
            assert contrast(ground, hexadecimal(seen["page"]))["colour"] < 1.2
