"""The brief without its generator: what it says as plain Markdown, to compare speed with stock Sphinx.

Lowered chapters say what the brief says in standard docutils nodes.  From them come Markdown files, and a project
made of these needs no extension of ours: MyST reads them, Sphinx's own HTML builder writes them in its own theme.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.cmd.build import main
from sphinx.parsers import Parser

from policybrief.revisions.lowering import CHAPTERS, IMAGES, ORDER, SUFFIX
from sphinx_redline import lowered

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx

START = "index"
LOWERED = f"""\
extensions = [{__name__!r}, "sphinx_markdown_builder"]
project = "The same content"
source_suffix = {{{SUFFIX!r}: "lowered"}}
suppress_warnings = ["toc.not_included"]
"""
STOCK = """\
extensions = ["myst_parser"]
project = "The same content"
suppress_warnings = ["myst.xref_missing"]  # links lead to headings, whose names MyST makes by rules of its own
"""


class ChapterParser(Parser):
    """Reads a lowered chapter, with the nodes that Markdown has no word for put into nodes that it has."""

    supported = ("lowered",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Put the chapter into *document*."""
        self.setup_parse(inputstring, document)
        document += lowered.read(inputstring).children
        for node in list(document.findall(_is_caption)):
            node.replace_self(nodes.paragraph("", "", nodes.strong("", "", *node.children)))
        for node in list(document.findall(_is_frame)):
            node.replace_self(node.children)
        self.finish_parse()


def _is_caption(node: nodes.Node) -> bool:
    title = isinstance(node, nodes.title) and not isinstance(node.parent, nodes.section)
    return title or isinstance(node, nodes.caption | nodes.label)


def _is_frame(node: nodes.Node) -> bool:
    return isinstance(node, nodes.legend | nodes.admonition | nodes.citation)


def setup(app: Sphinx) -> dict[str, bool]:
    """Read lowered chapters."""
    app.add_source_parser(ChapterParser)
    return {"parallel_read_safe": True}


def chapters(lowered_folder: Path) -> list[str]:
    """The chapters that are printed: a comparison with print leaves the others out."""
    order = json.loads((lowered_folder / ORDER).read_text("utf-8"))
    return [name for name in order["chapters"] if name not in order["screen"]]


def make_project(lowered_folder: Path, folder: Path) -> None:
    """Make a project in *folder* of the chapters that are printed, as Markdown."""
    names = chapters(lowered_folder)
    kept = folder.with_name("as-lowered")
    kept.mkdir(parents=True)
    for name in names:
        shutil.copy(lowered_folder / CHAPTERS / f"{name}{SUFFIX}", kept)
    shutil.copytree(lowered_folder / IMAGES, kept / IMAGES)
    (kept / "conf.py").write_text(LOWERED, "utf-8")
    doctrees = folder.with_name("doctrees")
    assert main(["-q", "-b", "markdown", "-d", str(doctrees), str(kept), str(folder)]) == 0
    shutil.copytree(lowered_folder / IMAGES, folder / IMAGES, dirs_exist_ok=True)
    contents = "\n".join(["```{toctree}", *(name for name in names if name != START), "```"])
    with (folder / f"{START}.md").open("a", encoding="utf-8") as start:
        start.write(f"\n{contents}\n")
    (folder / "conf.py").write_text(STOCK, "utf-8")
