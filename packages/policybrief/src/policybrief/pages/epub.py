"""The e-book as shops check it: each page says what it holds, every page can be reached, no role is outdated."""

from __future__ import annotations

import re
from hashlib import sha256
from html import escape, unescape
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import unquote

from sphinx.builders.epub3 import Epub3Builder
from sphinx.writers.html5 import HTML5Translator

from policybrief.pages.translator import BriefTranslator

if TYPE_CHECKING:
    from pathlib import Path

    from docutils.nodes import Node

PAGE = re.compile(r'(<item id="[^"]*" href="(?P<page>[^"]*)" media-type="application/xhtml\+xml") />')
UNPLAIN = re.compile(r"[^A-Za-z0-9._/-]+")
"""What Sphinx encodes in addresses alone, and then finds no such file; some readers open none with a space."""
HELD: dict[str, re.Pattern[str]] = {
    "mathml": re.compile(r"<math[\s>]"),
    "scripted": re.compile(r"<(?:script|form)[\s>]"),
    "svg": re.compile(r"<svg[\s>]"),
}
"""What the list of files must say that a page holds, and how a page shows it."""
ASIDE = ' linear="no"'
"""What says that a page is read only by a link to it: nothing links to those beside the contents."""


class EpubTranslator(HTML5Translator):
    """Sphinx's translator; docutils gives an entry of a bibliography a role that was withdrawn."""

    visit_citation = BriefTranslator.visit_citation


class EpubBuilder(Epub3Builder):
    """Sphinx's builder of e-books; its list of files lacks what the standard asks for."""

    default_translator_class: ClassVar[type[HTML5Translator]] = EpubTranslator

    def get_output_path(self, page_name: str, /) -> Path:
        """Where a page is written."""
        return super().get_output_path(_plain(page_name))

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """The address of a page."""
        return super().get_target_uri(_plain(docname), typ)

    def post_process_images(self, doctree: Node) -> None:
        """Note the pictures of a page, each with its name in the book."""
        super().post_process_images(doctree)
        self.images.update({source: _plain(name) for source, name in self.images.items()})

    def toc_add_files(self, refnodes: list[dict[str, Any]]) -> None:
        """Add the first page to the contents by its address, where Sphinx has its name."""
        super().toc_add_files(refnodes)
        named = escape(self.config.root_doc + self.out_suffix)
        for found in refnodes:
            if found["refuri"] == named:
                found["refuri"] = self.get_target_uri(self.config.root_doc)

    def build_content(self) -> None:
        """Write the list of files, and complete it."""
        super().build_content()
        path: Path = self.outdir / "content.opf"
        text = PAGE.sub(self._with_properties, path.read_text("utf-8"))
        path.write_text(text.replace(ASIDE, ""), "utf-8")

    def _with_properties(self, item: re.Match[str]) -> str:
        page = (self.outdir / unquote(unescape(item["page"]))).read_text("utf-8")
        held = [name for name, shown in HELD.items() if shown.search(page)]
        return f'{item[1]} properties="{" ".join(held)}" />' if held else item[0]


def _plain(name: str) -> str:
    """The name of a file in the book: plain characters, and a hash where others stood: two may be alike."""
    if not UNPLAIN.search(name):
        return name
    stem, dot, suffix = name.rpartition(".") if "." in name.rpartition("/")[2] else (name, "", "")
    return f"{UNPLAIN.sub('-', stem)}-{sha256(name.encode()).hexdigest()[:8]}{dot}{UNPLAIN.sub('-', suffix)}"
