"""How a small brief looks, at four widths, light and dark, beside the pictures that were looked at and kept.

A picture that differs is shown to somebody, who mends the look or keeps the new one in the same commit:
``KEEP_LOOKS=1 .venv/bin/python -m pytest tests/browser/test_looks.py`` writes them anew.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.serving import served

if TYPE_CHECKING:
    from PIL.Image import Image
    from playwright.sync_api import Browser

KEPT = Path(__file__).parent / "looks"
SHRUNK = 4
"""Pictures are kept at a quarter of the size: letters may be drawn a little differently, places may not."""
UNLIKE = 48
"""Of 255 steps of grey: a pixel that differs by more differs."""
SHARE = 0.01
"""So many of the pixels may."""
WIDTHS = (360, 820, 1280, 1920)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, projects_in: Callable[[Path], Any]) -> Path:
    """A brief with all that the look knows: figures, findings, a recommendation, a register, terms."""
    brief = projects_in(tmp_path_factory.mktemp("looks"))
    brief.lay("test-figures")
    brief.lay("test-sound")
    brief.write("source/glossary.md", "# Glossary\n\n```{glossary}\ncount\n  How often it happened.\n```\n")
    brief.change(
        "source/observed.md", "# What was observed\n", "# What was observed\n\nA {term}`count` is given.\n"
    )
    brief.change("source/index.md", "asked\n", "figures\nasked\nglossary\n")
    brief.write("CHANGELOG.md", "# Changes\n\n## 1.2 - 2026-10-07\n\nFirst.\n")
    built = brief.build("html", brief_home_figure="rates", brief_status="review draft")
    return Path(built.outdir)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_look_as_they_did_when_somebody_looked(
    small: Path, chromium: Browser, tmp_path: Path, width: int, scheme: str
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    tab = context.new_page()
    unlike = []
    with served(small) as address:
        for name in ("index", "observed", "figures", "asked"):
            tab.goto(f"{address}/{name}.html", wait_until="networkidle")
            seen = shrunk(tab.screenshot(full_page=True))
            file = KEPT / f"{name}-{width}-{scheme}.png"
            if os.environ.get("KEEP_LOOKS"):
                KEPT.mkdir(exist_ok=True)
                seen.save(file, optimize=True)
            elif problem := difference(seen, file):
                seen.save(tmp_path / file.name)
                unlike.append(f"{problem}: look at {tmp_path / file.name}")
    context.close()
    assert unlike == []


def shrunk(picture: bytes) -> Image:
    """A picture in few greys, small enough to be kept."""
    from PIL import Image

    whole = Image.open(io.BytesIO(picture)).convert("L")
    small = whole.resize((whole.width // SHRUNK, whole.height // SHRUNK), Image.Resampling.BOX)
    return small.point(lambda grey: grey // 16 * 17)


def difference(seen: Image, file: Path) -> str:
    """How a picture differs from the one that is kept, if it does."""
    from PIL import Image, ImageChops

    if not file.is_file():
        return f"{file.name} is not kept yet"
    kept = Image.open(file).convert("L")
    if kept.size != seen.size:
        return f"{file.name} has {seen.size}, not {kept.size}"
    histogram = ImageChops.difference(seen, kept).histogram()
    share = sum(histogram[UNLIKE:]) / (seen.width * seen.height)
    return f"{file.name} differs in {share:.1%} of its area" if share > SHARE else ""
