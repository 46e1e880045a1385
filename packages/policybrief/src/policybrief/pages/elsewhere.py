"""What pages of an e-book, or in the theme of others, need that ours has: a number stands in one line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from policybrief.pages import page

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NAME = "brief-values.css"
RULES = ".value { white-space: nowrap; }\n"
"""No-break spaces hold all of a number and its interval together but its dash."""


def add(app: Sphinx) -> None:
    """Write the rules before any page, and have each load them."""
    if app.builder.name not in (*page.PAGES, "epub") or page.is_ours(app.builder):
        return
    path = Path(app.outdir, "_static", NAME)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(RULES, "utf-8")
    app.add_css_file(NAME)
