"""The builders: Typst sources that compile by hand, and PDF."""

from __future__ import annotations

import gc
import json
import os
import re
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from docutils import nodes
from sphinx.builders import Builder
from sphinx.util import logging

from sphinx_accessible_pdf import fonts
from sphinx_accessible_pdf.assembling import assemble
from sphinx_accessible_pdf.configuration import Document, documents
from sphinx_accessible_pdf.source import data, string
from sphinx_accessible_pdf.writer import Writer
from sphinx_accessible_pdf.writing import tongue

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

FAULT = re.compile(r"^error: ", re.MULTILINE)
WHERE = re.compile(r"┌─ ([^\n]+?):(\d+):(\d+)$", re.MULTILINE)
IMAGES = "images"
"""Folder of the pictures, beside the sources."""
MARK = re.compile(r"/\*([^*:]+):(\d+)\*/")
TEMPLATES = Path(__file__).parent / "templates"


class Body(NamedTuple):
    """What a document says, as code."""

    heading: str
    """The title of its first chapter."""
    code: str
    spoiled: bool
    """Whether something in it is refused by the profiles; it was told."""


class TypstBuilder(Builder):
    """``sphinx-build -b accessibletypst``: sources and assets."""

    name = "accessibletypst"
    format = "accessiblepdf"
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
        """What extensions gave for nodes of their own: ``add_node(node, accessiblepdf=(write, None))``."""

    def init(self) -> None:
        """Learn which characters can be printed."""
        # threads of the engine wait for each other: two cost a fifth more CPU and save a tenth of the time
        os.environ.setdefault("RAYON_NUM_THREADS", "1")
        self.bodies: dict[tuple[str, bool], Body] = {}
        self.written: list[Path] = []
        """The documents that this run wrote."""
        self.spoiled = False
        """Set by the writer where something is found that the profiles refuse."""
        self.font_paths: list[str] = list(self.config.accessible_pdf_fonts) or fonts.of_wheels()
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
        with _garbage_apart():
            self._write_documents()

    def _write_documents(self) -> None:
        for document in documents(self.config):
            if document.start not in self.env.all_docs:
                logger.warning(
                    "accessible_pdf_documents: there is no chapter %r; %s is not written",
                    document.start,
                    document.target,
                    location="conf.py:1",
                    type="accessible_pdf",
                    subtype="configuration",
                )
                continue
            self.events.emit("accessible-pdf-document", document)
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
        for name, content in document.pictures.items():
            (self.outdir / name).write_bytes(content)
        body = self.body(document)
        meta = {
            "start": document.start,
            "heading": body.heading or document.title,
            "title": self.coverage.shown(document.title, None),
            "author": self.coverage.shown(document.author, None),
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
            f"#{{\n{body.code}}}\n"
        )
        path = self.outdir / f"{document.target}.typ"
        path.write_text(source, "utf-8")
        self.written.append(path)

    def body(self, document: Document) -> Body:
        """What a document says, written once for all its papers and looks."""
        key = (document.start, document.toctree_only)
        if key not in self.bodies:
            tree = assemble(self, *key)
            self.spoiled = False
            heading = next((title.astext() for title in tree.findall(nodes.title)), "")
            code = Writer(self, tree).body()
            self.bodies[key] = Body(self.coverage.shown(heading, tree), code, self.spoiled)
        return self.bodies[key]

    def picture(self, node: nodes.image) -> str | None:
        """The place of a picture beside the source, or nothing after a complaint."""
        uri = node["uri"]
        if uri not in self.env.images:
            remote = "is not in the project and a build loads nothing from outside: keep a copy beside the chapter"
            logger.warning(
                "the image %r %s; it is not printed",
                uri,
                remote if "://" in uri else "is not in the project",
                location=node,
                type="accessible_pdf",
                subtype="missing_image",
            )
            return None
        name = self.env.images[uri][1]
        folder = self.outdir / IMAGES
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.srcdir / uri, folder / name)
        return f"{IMAGES}/{name}"


class TypstPDFBuilder(TypstBuilder):
    """``sphinx-build -b accessiblepdf``: PDF."""

    name = "accessiblepdf"
    epilog = "The PDF files are in %(outdir)s."

    def write_document(self, document: Document) -> None:
        """Write the source and compile it, where a claim was given up while writing without it.

        What the engine refuses is told at the author's line.  What only an accessibility or archive profile
        forbids still prints, without the claim to that profile.
        """
        super().write_document(document)
        source, printed = self.written.pop(), self.outdir / f"{document.target}.pdf"
        printed.unlink(missing_ok=True)  # what the engine refuses must not pass for an earlier print
        wanted = self.config.accessible_pdf_standards
        claims = [] if self.body(document).spoiled else list(wanted)
        pdf = self._compiled(source, claims, document.inputs)
        if pdf is None and claims:
            claims = []
            pdf = self._compiled(source, claims, document.inputs)
        if pdf is None:
            return
        if wanted and not claims:
            logger.warning(
                "%s.pdf is written without its claim to %s",
                document.target,
                ", ".join(wanted),
                type="accessible_pdf",
                subtype="claim",
            )
        printed.write_bytes(pdf)
        self.written.append(printed)

    def query(self, target: str, label: str) -> list[Any]:
        """What the engine knows of a written document: the values of all its metadata with this label."""
        import typst

        found = typst.query(
            str(self.outdir / f"{target}.typ"),
            f"<{label}>",
            field="value",
            root=str(self.outdir),
            font_paths=self.font_paths,
            ignore_system_fonts=True,
        )
        values: list[Any] = json.loads(found)
        return values

    def _compiled(self, source: Path, standards: list[Any], inputs: dict[str, str]) -> bytes | None:
        """The PDF, or nothing after the engine's complaints were told."""
        import typst

        try:
            pdf = typst.compile(
                str(source),
                root=str(self.outdir),
                font_paths=self.font_paths,
                ignore_system_fonts=True,
                pdf_standards=standards,
                sys_inputs=inputs,
                timestamp=int(os.environ.get("SOURCE_DATE_EPOCH", "0")),
            )
        except typst.TypstError as error:
            for message, place in _faults(error.diagnostic, source):
                logger.warning("%s", message, location=place, type="accessible_pdf", subtype="engine")
            return None
        assert isinstance(pdf, bytes)
        return pdf


@contextmanager
def _garbage_apart() -> Iterator[None]:
    """Look for garbage among new objects only: all that was read stays, and going through it again costs more."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


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
