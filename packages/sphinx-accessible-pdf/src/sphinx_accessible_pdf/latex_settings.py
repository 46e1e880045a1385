"""What a project says for LaTeX, for those who come from there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.latex import default_latex_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.config import Config

PAPERS = {
    "a4paper": "a4",
    "a5paper": "a5",
    "letterpaper": "us-letter",
    "legalpaper": "us-legal",
    "a4": "a4",
    "letter": "us-letter",
}
"""Papers as LaTeX calls them."""
SAME = ("logo", "appendices", "domain_indices", "show_urls")
"""Values that mean the same under `latex_` and `accessible_pdf_`."""
LOOKS = {"manual", "howto"}
SECTIONS = {"part", "chapter", "section"}
"""What the outermost sections may be."""


def said(config: Config) -> dict[str, Any]:
    """Our values as those for LaTeX give them; only those that the project set."""
    return dict(_said(config))


def _said(config: Config) -> Iterator[tuple[str, Any]]:
    for name in SAME:
        value = getattr(config, f"latex_{name}")
        if value != config.values[f"latex_{name}"].default and value is not None:
            yield f"accessible_pdf_{name}", value
    usual = [tuple(entry) for entry in default_latex_documents(config)]
    given = [tuple(entry) for entry in config.latex_documents]
    if given and given != usual:
        yield "accessible_pdf_documents", [document(config, *entry) for entry in given]
    elements = config.latex_elements
    paper = PAPERS.get(str(elements.get("papersize", "")).strip())
    if paper:
        yield "accessible_pdf_paper", paper
    ours: dict[str, Any] = {}
    size = re.match(r"\s*(\d+)\s*pt", str(elements.get("pointsize", "")))
    if size:
        ours["size"] = int(size[1])
    if config.latex_toplevel_sectioning in SECTIONS:
        ours["toplevel_sectioning"] = config.latex_toplevel_sectioning
    if ours:
        yield "accessible_pdf_elements", ours


def document(
    config: Config, start: str, target: str, title: str, author: str, theme: str = "", toctree_only: bool = False
) -> tuple[Any, ...]:
    """An entry for LaTeX as one of ours: the file without its ending, the theme as a look."""
    look = theme if theme in LOOKS else ""
    name = Path(target).stem
    return (start, name, plain(title) or str(config.project), plain(author), look, toctree_only)


def plain(text: str) -> str:
    """A title without the marks of TeX."""
    words = re.sub(r"\s*\\(?:and|\\)", ", ", str(text))
    words = re.sub(r"\\([&%$#_{}])", r"\1", words)
    return " ".join(re.sub(r"\\[a-zA-Z]+|[{}]", "", words).replace("~", " ").split())
