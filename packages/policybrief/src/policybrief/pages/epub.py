"""The e-book as shops check it: each page says what it holds, every page can be reached, no role is outdated.

Catalogues read in it the edition data that the pages have; what is not assigned has no element.
"""

from __future__ import annotations

import re
from hashlib import sha256
from html import escape, unescape
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import unquote
from uuid import NAMESPACE_URL, uuid5

from docutils import nodes
from sphinx.builders.epub3 import Epub3Builder
from sphinx.writers.html5 import HTML5Translator

from policybrief.chapters import publication
from policybrief.data import upstream
from policybrief.outputs import register
from policybrief.outputs.citation import resolved
from policybrief.pages import page
from policybrief.pages.translator import BriefTranslator
from policybrief.words.persons import person, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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


DESCRIBED = re.compile(
    r" *<dc:(title|description|creator|contributor|publisher|rights|identifier|date)\b.*?</dc:\1>\n", re.DOTALL
)
"""What Sphinx says of the book: it knows one author, and writes "unknown" for what nobody has said."""
MODIFIED = re.compile(r'(<meta property="dcterms:modified">)[^<]*')


class EpubTranslator(HTML5Translator):
    """Sphinx's translator; docutils gives an entry of a bibliography a role that was withdrawn."""

    builder: EpubBuilder
    visit_citation = BriefTranslator.visit_citation

    def depart_title(self, node: nodes.title) -> None:
        """Below the title of the whole brief stand its subtitle and who wrote it."""
        super().depart_title(node)
        first = isinstance(node.parent, nodes.section) and isinstance(node.parent.parent, nodes.document)
        if first and self.builder.current_docname == self.config.root_doc:
            self.body.append(page.subtitle(self.builder))


class EpubBuilder(Epub3Builder):
    """Sphinx's builder of e-books; its list of files lacks what the standard asks for."""

    default_translator_class: ClassVar[type[HTML5Translator]] = EpubTranslator

    def get_output_path(self, page_name: str, /) -> Path:
        """Where a page is written."""
        return super().get_output_path(_plain(page_name))

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """The address of a page."""
        return super().get_target_uri(_plain(docname), typ)

    def post_process_images(self, doctree: nodes.Node) -> None:
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
        """Write the list of files, and complete it; what Sphinx keeps of an earlier build is none of the book."""
        (self.outdir / ".buildinfo.bak").unlink(missing_ok=True)
        super().build_content()
        path: Path = self.outdir / "content.opf"
        text = PAGE.sub(self._with_properties, path.read_text("utf-8"))
        text = DESCRIBED.sub("", text)
        if date := publication.of(self.env).date:
            text = MODIFIED.sub(rf"\g<1>{date}T00:00:00Z", text)
        head, end, rest = text.partition("  </metadata>")
        path.write_text(f"{head}{''.join(self._described())}{end}{rest}".replace(ASIDE, ""), "utf-8")

    def toc_metadata(self, level: int, navpoints: list[Any]) -> dict[str, Any]:
        """What the contents for older readers say of the book: the same identifier."""
        return super().toc_metadata(level, navpoints) | {"uid": escape(self._identifier())}

    def _described(self) -> Iterator[str]:
        """The elements by which catalogues know the book, those that ``conf.py`` sets as it sets them."""
        edition = publication.of(self.env)
        authors = [set_there] if (set_there := self._set("epub_author")) else edition.authors
        uid, identifier = escape(self.config.epub_uid), escape(self._identifier())
        yield f'    <dc:identifier id="{uid}">{identifier}</dc:identifier>\n'
        for number, name in enumerate(authors, 1):
            yield f'    <dc:creator id="creator-{number}">{escape(shown(name))}</dc:creator>\n'
            if person(name):
                sorted_by = f'<meta refines="#creator-{number}" property="file-as">{escape(name)}</meta>'
                yield f"    {sorted_by}\n"
        for element, value in (
            ("title", self._set("epub_title") or edition.whole_title),
            ("description", self._set("epub_description") or register.abstract(self.env)),
            ("contributor", self._set("epub_contributor")),
            ("publisher", self._set("epub_publisher") or edition.publisher),
            ("rights", self._set("epub_copyright") or edition.licence),
            ("date", edition.date.isoformat() if edition.date else ""),
        ):
            if value:
                yield f"    <dc:{element}>{escape(value)}</dc:{element}>\n"

    def _identifier(self) -> str:
        """By what a shop knows the book; where nothing is assigned it is made of the title: each must have one."""
        edition = publication.of(self.env)
        isbn = f"urn:isbn:{re.sub(r'[^0-9]', '', edition.isbn)}" if edition.isbn else ""
        given = self._set("epub_identifier") or isbn or resolved(edition.doi) or edition.address
        return given or f"urn:uuid:{uuid5(NAMESPACE_URL, edition.title)}"

    def _set(self, name: str) -> str:
        """What ``conf.py`` says of the book."""
        return str(self.config[name]) if upstream.is_set(self.config, name) else ""

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
