"""The builders: Typst sources that compile by hand, and PDF."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.util import logging
from sphinx.util.nodes import inline_all_toctrees

from sphinx_typst import fonts
from sphinx_typst.source import data, string
from sphinx_typst.structure import part
from sphinx_typst.writer import Writer
from sphinx_typst.writing import tongue

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

FAULT = re.compile(r"^error: ", re.MULTILINE)
WHERE = re.compile(r"┌─ ([^\n]+?):(\d+):(\d+)$", re.MULTILINE)
IMAGES = "images"
"""Folder of the pictures, beside the sources."""
MARK = re.compile(r"/\*([^*:]+):(\d+)\*/")
TEMPLATES = Path(__file__).parent / "templates"


@dataclass
class Attachment:
    """A file that travels inside the PDF."""

    name: str
    content: bytes
    mime: str
    relationship: str
    """What it is to the document: "source", "data", "alternative" or "supplement"."""
    description: str


@dataclass
class Document:
    """One entry of ``typst_documents`` on its way to print; handlers of ``typst-document`` may add to it."""

    start: str
    target: str
    title: str
    author: str
    template: str = ""
    toctree_only: bool = False
    elements: dict[str, Any] = field(default_factory=dict)
    """Plain data for the template."""
    attachments: list[Attachment] = field(default_factory=list)


class TypstBuilder(Builder):
    """``sphinx-build -b typst``: sources and assets."""

    name = "typst"
    format = "typst"
    epilog = "The Typst sources are in %(outdir)s."
    allow_parallel = True
    supported_remote_images = True  # else Sphinx loads them: a build uses no network, the picture is told instead
    supported_image_types: ClassVar[list[str]] = [
        "image/svg+xml",
        "image/png",
        "image/jpeg",
        "image/webp",
        "image/gif",
    ]

    def __init__(self, app: Sphinx, env: BuildEnvironment) -> None:
        super().__init__(app, env)
        self.handlers: dict[str, Any] = dict(app.registry.translation_handlers.get(self.format, {}))
        """What extensions gave for nodes of their own: ``add_node(node, typst=(write, None))``."""

    def init(self) -> None:
        """Learn which characters can be printed."""
        self.claims: list[Any] = []
        self.font_paths: list[str] = list(self.config.typst_fonts) or fonts.of_wheels()
        self.coverage = fonts.Coverage(self.font_paths)

    def get_outdated_docs(self) -> str:
        """Always written: each file is made of many chapters."""
        return "all documents"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """The mark by which `Writer.on_reference` knows a link between chapters."""
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """As above: there is one file, so nothing is relative."""
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Nothing to prepare."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """No file a chapter."""

    def write_documents(self, docnames: Set[str]) -> None:
        """Write every document that is configured, or the whole project as one."""
        default = [(self.config.root_doc, "document", self.config.project, self.config.author)]
        for entry in self.config.typst_documents or default:
            document = Document(*entry)
            document.elements |= self.config.typst_elements
            self.events.emit("typst-document", document)
            self.write_document(document)

    def write_document(self, document: Document) -> None:
        """Write one document with its template and assets."""
        self.outdir.mkdir(parents=True, exist_ok=True)
        template = Path(self.confdir) / document.template if document.template else TEMPLATES / "plain.typ"
        folder = self.outdir / "templates"  # apart: a document and its template may share their name
        folder.mkdir(exist_ok=True)
        for path in (*sorted(TEMPLATES.glob("*.typ")), template):
            shutil.copyfile(path, folder / path.name)
        for attachment in document.attachments:
            (self.outdir / attachment.name).write_bytes(attachment.content)
        tree = self.assemble(document.start)
        self.claims = list(self.config.typst_pdf_standards)
        meta = {
            "start": document.start,
            "heading": next((title.astext() for title in tree.findall(nodes.title)), document.title),
            "title": document.title,
            "author": document.author,
            "tongue": tongue(self.config.language),
            "attachments": [
                {"name": a.name, "mime": a.mime, "relationship": a.relationship, "description": a.description}
                for a in document.attachments
            ],
            **document.elements,
        }
        source = (
            f"#import {string(f'templates/{template.name}')} as t\n"
            f"#show: t.document.with({data(meta)})\n"
            f"#{{\n{Writer(self, tree).body()}}}\n"
        )
        (self.outdir / f"{document.target}.typ").write_text(source, "utf-8")

    def assemble(self, start: str) -> nodes.document:
        """All chapters below *start* as one resolved tree."""
        root = self.env.get_doctree(start)
        captioned = [toctree for toctree in root.findall(addnodes.toctree) if toctree.get("caption")]
        for number, toctree in enumerate(captioned, 1):
            # inlining drops the caption
            index = toctree.parent.index(toctree)
            toctree.parent.insert(index, part(number=number, title=toctree["caption"]))
        tree = inline_all_toctrees(self, set(), start, root, str, [start])
        assert isinstance(tree, nodes.document)
        tree["docname"] = start
        self.env.resolve_references(tree, start, self)
        for pending in list(tree.findall(addnodes.pending_xref)):
            pending.replace_self(pending.children)
        self.post_process_images(tree)  # of several formats of one image, the best for print
        return tree

    def picture(self, node: nodes.image) -> str | None:
        """The place of a picture beside the source, or nothing after a complaint."""
        uri = node["uri"]
        if uri not in self.env.images:
            logger.warning(
                "the image %r is not in the project and is not printed",
                uri,
                location=node,
                type="typst",
                subtype="missing_image",
            )
            return None
        name = self.env.images[uri][1]
        folder = self.outdir / IMAGES
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.srcdir / uri, folder / name)
        return f"{IMAGES}/{name}"


class TypstPDFBuilder(TypstBuilder):
    """``sphinx-build -b typstpdf``: PDF."""

    name = "typstpdf"
    epilog = "The PDF files are in %(outdir)s."

    def write_document(self, document: Document) -> None:
        """Write the source and compile it.

        What the engine refuses is told at the author's line.  What only an accessibility or archive profile
        forbids still prints, without the claim to that profile.
        """
        super().write_document(document)
        source = self.outdir / f"{document.target}.typ"
        standards = list(self.config.typst_pdf_standards)
        pdf = self._compiled(source, standards)
        if pdf is None and standards:
            pdf = self._compiled(source, [])
            if pdf is not None:
                claims = ", ".join(standards)
                logger.warning(
                    "%s.pdf is written without its claim to %s",
                    document.target,
                    claims,
                    type="typst",
                    subtype="claim",
                )
        if pdf is not None:
            (self.outdir / f"{document.target}.pdf").write_bytes(pdf)

    def _compiled(self, source: Path, standards: list[Any]) -> bytes | None:
        """The PDF, or nothing after the engine's complaints were told."""
        import typst

        try:
            pdf = typst.compile(
                str(source),
                root=str(self.outdir),
                font_paths=self.font_paths,
                ignore_system_fonts=True,
                pdf_standards=standards,
                timestamp=int(os.environ.get("SOURCE_DATE_EPOCH", "0")),
            )
        except typst.TypstError as error:
            for message, place in _faults(error.diagnostic, source):
                logger.warning("%s", message, location=place, type="typst", subtype="engine")
            return None
        assert isinstance(pdf, bytes)
        return pdf


def _faults(diagnostic: str, source: Path) -> list[tuple[str, tuple[str, int] | None]]:
    """Each fault of the engine with the chapter and line that it comes from."""
    text = source.read_text("utf-8")
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    faults: list[tuple[str, tuple[str, int] | None]] = []
    for report in filter(None, FAULT.split(diagnostic)):
        offset = -1
        for named, line, column in WHERE.findall(report):
            # the engine names files from where it was started; a broken image is named itself
            *_folders, folder, name = ("", *Path(named).parts)
            if (folder, name) == source.parts[-2:]:
                offset = starts[int(line) - 1] + int(column)
            elif folder == IMAGES:
                offset = text.find(f'"{IMAGES}/{name}"')
            if offset >= 0:
                break
        marks = MARK.findall(text[: max(offset, 0)])
        place = (marks[-1][0], int(marks[-1][1])) if marks else None
        faults.append((f"the print engine says: {report.partition(chr(10))[0]}", place))
    return faults
