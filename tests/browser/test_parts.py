"""Parts of Sphinx that a chapter may have look like what they are."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from projects import Project

from policybrief.commands import new

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

TEXT = """
A note[^1].

```{rubric} A rubric
```

```{topic} A topic
Text.
```

```{sidebar} A sidebar
Text.
```

[^1]: Said.
"""


@pytest.fixture
def page(tmp_path: Path, chromium: Browser) -> Iterator[Page]:
    """A page with all of them."""
    new.begin(tmp_path / "brief", new.Wanted("A brief"), dt.date(2026, 3, 1))
    brief = Project(tmp_path / "brief")
    brief.write("source/about.md", (brief.path / "source/about.md").read_text("utf-8") + TEXT)
    built = brief.build("html")
    assert built.complaints == []
    page = chromium.new_page(viewport={"width": 1300, "height": 800})
    page.goto((built.outdir / "about.html").as_uri())
    yield page
    page.close()


def test_the_titles_of_rubrics_topics_and_sidebars_are_no_plain_text(page: Page) -> None:
    for name in ("rubric", "topic-title", "sidebar-title"):
        assert page.eval_on_selector(f".{name}", "one => Number(getComputedStyle(one).fontWeight)") >= 600, name


def test_one_rule_stands_above_the_footnotes_where_the_text_begins(page: Page) -> None:
    edges = "all => all.filter(one => one.checkVisibility()).map(one => one.getBoundingClientRect().left)"
    (above,) = page.eval_on_selector_all("hr, .footnote-list", edges)
    assert above == page.eval_on_selector("h1", "one => one.getBoundingClientRect().left")
