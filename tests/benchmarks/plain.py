"""The brief without its generator: what it says as plain Markdown, to compare its cost with that of stock Sphinx.

Lowered chapters say what the brief says in standard docutils nodes.  From them come Markdown files, and a project
made of these needs no extension of ours: MyST reads them, Sphinx's own HTML builder writes them in its own theme.
What is for the screen only is left out.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.parsers.docutils_xml import parse_element
from sphinx.parsers import Parser

from tests.benchmarks.running import run

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx

START = "index"
LOWERED = f"""\
extensions = [{__name__!r}, "sphinx_markdown_builder"]
project = "The same content"
source_suffix = {{".xml": "lowered"}}
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
        parse_element(inputstring, document)
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


def make_project(brief: Path, folder: Path) -> None:
    """Make a project of Markdown in *folder* of what is printed of the brief in *brief*."""
    lowered, kept = folder.with_name("lowered"), folder.with_name("lowered-project")
    run(brief, "sphinx", "-q", "-b", "lowered", "-c", ".", "-d", f"{lowered}-doctrees", "source", str(lowered))
    order = json.loads((lowered / "chapters.json").read_text("utf-8"))
    names = [name for name in order["chapters"] if name not in order["screen"]]
    kept.mkdir()
    for name in names:
        shutil.copy(lowered / "chapters" / f"{name}.xml", kept)
    shutil.copytree(lowered / "images", kept / "images")
    (kept / "conf.py").write_text(LOWERED, "utf-8")
    run(kept, "sphinx", "-q", "-b", "markdown", "-d", f"{kept}-doctrees", ".", str(folder))
    shutil.copytree(lowered / "images", folder / "images", dirs_exist_ok=True)
    contents = "\n".join(["```{toctree}", *(name for name in names if name != START), "```"])
    with (folder / f"{START}.md").open("a", encoding="utf-8") as start:
        start.write(f"\n{contents}\n")
    (folder / "conf.py").write_text(STOCK, "utf-8")
