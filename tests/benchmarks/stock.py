"""The brief without its generator: an extension that reads lowered chapters, to compare speed with stock Sphinx.

Lowered chapters say what the brief says in standard docutils nodes.  A project made of them needs no extension
but this one, which only reads; Sphinx's own HTML builder with its theme ``basic`` writes them.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.parsers import Parser

from policybrief import lowered
from policybrief.freezing import CHAPTERS, IMAGES, ORDER, SUFFIX

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx

START = "index"
CONFIGURATION = f"""\
extensions = [{__name__!r}]
project = "The same content"
source_suffix = {{{SUFFIX!r}: "lowered"}}
numfig = True
suppress_warnings = ["ref.citation"]  # lowered references lead there, but not as citations
html_theme = "basic"
"""


class ChapterParser(Parser):
    """Reads a lowered chapter; the first one gets the table of contents."""

    supported = ("lowered",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Put the chapter into *document*."""
        self.setup_parse(inputstring, document)
        document += lowered.read(inputstring).children
        env = document.settings.env
        for node in document.findall(nodes.Element):
            if node["ids"]:
                document.set_id(node)
            if isinstance(node, nodes.reference) and node.get("internal") and "refuri" in node:
                docname, sharp, id = node["refuri"].partition("#")
                node["refuri"] = f"{docname}.html{sharp}{id}"
        if env.docname == START:
            document[0] += contents(sorted(env.found_docs - {START}))
        self.finish_parse()


def contents(names: list[str]) -> addnodes.toctree:
    """A table of contents that leads to these chapters."""
    shown = {"caption": None, "glob": False, "hidden": False, "includehidden": False, "titlesonly": False}
    entries = [(None, name) for name in names]
    return addnodes.toctree(parent=START, entries=entries, includefiles=names, maxdepth=1, numbered=0, **shown)


def setup(app: Sphinx) -> dict[str, bool]:
    """Read lowered chapters."""
    app.add_source_parser(ChapterParser)
    return {"parallel_read_safe": True}


def chapters(lowered_folder: Path) -> list[str]:
    """The chapters that are printed: a comparison with print leaves the others out."""
    order = json.loads((lowered_folder / ORDER).read_text("utf-8"))
    return [name for name in order["chapters"] if name not in order["screen"]]


def make_project(lowered_folder: Path, folder: Path) -> None:
    """Make a project in *folder* of the lowered chapters that are printed."""
    folder.mkdir(parents=True)
    for name in chapters(lowered_folder):
        shutil.copy(lowered_folder / CHAPTERS / f"{name}{SUFFIX}", folder)
    shutil.copytree(lowered_folder / IMAGES, folder / IMAGES)
    (folder / "conf.py").write_text(CONFIGURATION, "utf-8")
