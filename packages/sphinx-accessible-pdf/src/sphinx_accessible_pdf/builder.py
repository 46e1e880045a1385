"""The builders: Typst sources that compile by hand, and PDF."""

from __future__ import annotations

import gc
import json
import mimetypes
import os
import re
import shutil
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple
from urllib.parse import unquote

from docutils import nodes
from sphinx.builders import Builder
from sphinx.locale import _
from sphinx.util import logging

from sphinx_accessible_pdf import fonts, pictures, volumes
from sphinx_accessible_pdf.assembling import assemble
from sphinx_accessible_pdf.configuration import TEMPLATES, Attachment, Document, complain, documents, looked_up
from sphinx_accessible_pdf.engine import SAYS, Engine, Fault, gathered
from sphinx_accessible_pdf.mathematics import macros
from sphinx_accessible_pdf.paper_sizes import recut
from sphinx_accessible_pdf.source import data, string
from sphinx_accessible_pdf.telling import Tally, source_of
from sphinx_accessible_pdf.unknown import OTHERS
from sphinx_accessible_pdf.writer import Writer
from sphinx_accessible_pdf.writing import tongue

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

CLAIM = re.compile(r"PDF/[^:]+ error: |(?=embedding PDFs is currently not supported in this export mode)")
"""How the engine begins what a profile forbids; a page of a PDF it draws only where nothing is claimed."""
IMAGES, ATTACHED = "images", "attached"
"""Folders of the pictures, and of the files that the text offers, beside the sources."""
TAKING = ("a-3", "a-4f")
"""The profiles for archives that allow any file inside."""


class Body(NamedTuple):
    """What a volume of a document says, as code."""

    heading: str
    """The title of its first chapter."""
    alone: bool
    """Whether that is its only one, whose title the template prints."""
    code: str
    depth: int
    """Levels of its contents."""
    spoiled: bool
    """Whether something in it is refused by the profiles; it was told."""
    extent: str
    """Its first and last chapter."""
    attachments: Collection[Attachment]
    """The files that it offers to take along."""


class Volume(NamedTuple):
    """A file of a document: all of it, or one of its volumes."""

    target: str
    title: str
    body: Body


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
        self.application = app
        self.handlers: dict[str, Any] = dict(app.registry.translation_handlers.get(self.format, {}))
        """What extensions gave for nodes of their own: ``add_node(node, accessiblepdf=(write, None))``."""
        self.foreign = {name for other in OTHERS for name in app.registry.translation_handlers.get(other, {})}
        """The nodes for which extensions gave visitors for other builders."""

    def init(self) -> None:
        """Learn which characters can be printed."""
        self.bodies: dict[tuple[str, bool], list[Body]] = {}
        self.written: list[Path] = []
        """The documents that this run wrote."""
        self.inputs: dict[str, dict[str, str]] = {}
        """What the template was handed of each document, by its name."""
        self.spoiled = False
        """Set by the writer where something is found that the profiles refuse."""
        self.font_paths, faces = self._faces()
        # colours and families are for the whole project, as looks share their functions
        given = self.config.accessible_pdf_elements
        self.options = {name: given.get(name, {}) for name in ("colours", "families")} | {"faces": faces}
        kept = Path(self.doctreedir) / "accessible-pdf"
        self.engine = Engine(Path(self.outdir), self.font_paths, kept)
        self.coverage = fonts.Coverage(self.font_paths, self.engine.lacking)
        self.tally = Tally()
        self.macros = macros(self.config)
        self.refused: dict[str, str] = {}
        """Each picture that was looked at, with why it cannot be drawn or nothing."""
        self.assets: set[str] = set()
        self.sources: dict[str | None, str] = {}
        """The names of files that passages come from."""
        self.shown: dict[str, nodes.Node] = {}
        """Each picture that is printed, with where it first stands."""
        # what extensions draw, they put where these say
        self.imgpath = self.imagedir = IMAGES
        # what authors keep for print alone, they say for the builder that had print for itself
        self.tags.add("latex")
        self.told: set[Fault] = set()

    def _faces(self) -> tuple[list[str], dict[str, list[str]]]:
        """The folders of faces for the engine, and the families that the project adds, by language."""
        given = [face for face in fonts.configured(self.config.accessible_pdf_fonts) if face.path.exists()]
        single = [face.path for face in given if face.path.is_file()]
        gathered_in = gathered(single, Path(self.doctreedir) / "accessible-pdf" / "fonts")
        folders = [*fonts.of_wheels(), *(str(face.path) for face in given if face.path.is_dir()), gathered_in]
        families: dict[str, list[str]] = {}
        for face in given:
            families.setdefault(face.language, []).extend(fonts.families(face.path))
        return list(dict.fromkeys(filter(None, folders))), families

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
                self.application.statuscode = 1
                continue
            self.events.emit("accessible-pdf-document", document)
            self.write_document(document)

    def write_document(self, document: Document) -> None:
        """Write one document, in volumes where it is large, with its template and assets."""
        self.outdir.mkdir(parents=True, exist_ok=True)
        template = looked_up(document.template, Path(self.confdir), self.config.accessible_pdf_looks)
        folder = self.outdir / "templates"  # apart: a document and its template may share their name
        folder.mkdir(exist_ok=True)
        for path in (*sorted(TEMPLATES.glob("*.typ")), template):
            shutil.copyfile(path, folder / path.name)
        (folder / "options.json").write_text(json.dumps(self.options), "utf-8")
        bodies = self.body(document)
        for attachment in (*document.attachments, *(one for body in bodies for one in body.attachments)):
            place = self.outdir / attachment.place
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(attachment.content)
        for name, content in document.pictures.items():
            (self.outdir / name).write_bytes(content)
        for volume in self.volumes(document):
            self.write_volume(volume, document, template)

    def volumes(self, document: Document) -> list[Volume]:
        """The files of a document."""
        bodies = self.body(document)
        title = self.coverage.shown(document.title, None)
        if len(bodies) == 1:
            return [Volume(document.target, title, bodies[0])]
        return [
            Volume(
                f"{document.target}-{number}" if number > 1 else document.target,
                f"{title} ({number}/{len(bodies)})",
                body,
            )
            for number, body in enumerate(bodies, 1)
        ]

    def write_volume(self, volume: Volume, document: Document, template: Path) -> None:
        """Write one file of a document."""
        body, found = volume.body, self.volumes(document)
        others = [other for other in found if other.target != volume.target]
        meta = {
            "start": document.start,
            "heading": body.heading or document.title,
            "alone": body.alone,
            "title": volume.title,
            "author": self.coverage.shown(document.author, None),
            "release": self.coverage.shown(str(self.config.release), None),
            "today": self.coverage.shown(str(self.config.today or ""), None),
            "logo": self.logo(),
            "tongue": tongue(self.config.language),
            "contents": {
                "title": self.coverage.shown(contents_title(), None),
                "depth": document.elements.get("contents_depth", body.depth),
            },
            "attachments": [
                {"name": a.name, "mime": a.mime, "relationship": a.relationship, "description": a.description}
                | {"place": a.place}
                for a in (*document.attachments, *body.attachments)
            ],
            "other_volumes": [
                {"file": f"{other.target}.pdf", "title": other.title, "extent": other.body.extent}
                for other in others
            ],
            **document.elements,
        }
        files = [f"{other.target}.pdf" for other in found]
        source = (
            f"#import {string(f'templates/{template.name}')} as t\n"
            + f"#let volumes = {data(files)}\n" * bool(others)
            # a brace that ends the body too soon leaves the bracket open: nothing after it may print as markup
            + f"#t.document({data(meta)}, {{\n{body.code}}})\n"
        )
        path = self.outdir / f"{volume.target}.typ"
        path.write_text(source, "utf-8")
        self.written.append(path)
        self.inputs[volume.target] = document.inputs

    def body(self, document: Document) -> list[Body]:
        """What the volumes of a document say, written once for all its papers and looks."""
        key = (document.start, document.toctree_only)
        if key not in self.bodies:
            with _garbage_later():
                self._write_bodies(key)
        return self.bodies[key]

    def _write_bodies(self, key: tuple[str, bool]) -> None:
        """Write what the volumes say of a document with this start."""
        tree = assemble(self, *key)
        self.coverage.ask(tree.astext())  # once for all, before the first is written
        heading = next((title.astext() for title in tree.findall(nodes.title)), "")
        trees = volumes.volumes(tree, self.config.accessible_pdf_volume_pages)
        elsewhere = volumes.places(trees) if len(trees) > 1 else {}
        self.bodies[key] = []
        for volume in trees:
            self.spoiled = False
            writer = Writer(self, volume, elsewhere)
            code = writer.body()  # first, since a sign is told where it stands
            shown = self.coverage.shown(heading, tree)
            extent = self.coverage.shown(" – ".join(volumes.extent(volume)), volume)
            said = (shown, tree["alone"], code, tree["contents_depth"], self.spoiled, extent)
            self.bodies[key].append(Body(*said, writer.attachments.values()))
        self.coverage.tell()
        self.tally.tell()

    def named(self, source: str | None) -> str:
        """The chapter that a file is, or its place from the chapters where passages are taken from it."""
        if source not in self.sources:
            path = os.path.relpath(source, self.srcdir).replace(os.sep, "/") if source else ""
            docname = self.env.path2doc(path)
            self.sources[source] = docname if docname in self.env.all_docs else path
        return self.sources[source]

    def logo(self) -> str:
        """The place of the picture that stands for the project, if there is one."""
        given = self.config.accessible_pdf_logo
        if not given:
            return ""
        path = Path(self.confdir) / given
        name = f"{IMAGES}/logo{pictures.kind(path)}"
        target = self.outdir / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        if why := self.engine.refuses(name):
            complain("accessible_pdf_logo", f"the print engine says: {why}; it is left out")
            return ""
        wanted = list(self.config.accessible_pdf_standards)
        if self.engine.refuses(name, wanted):
            claims = ", ".join(wanted)
            complain(
                "accessible_pdf_logo", f"a PDF with {given!r} cannot claim {claims}; it is left out: name an SVG"
            )
            return ""
        self.assets.add(name)
        return name

    def beside(self, uri: str, docname: str) -> str:
        """The picture that HTML names by its place from a chapter, as the project names it."""
        if "://" in uri or not uri:
            return uri
        name, path = self.env.relfn2path(unquote(uri), docname)
        if Path(path).is_file():
            self.env.images.add_file(docname, name)
        return name

    def attached(self, node: nodes.Element, attachments: dict[str, Attachment]) -> str:
        """The name of a file that the text offers, which joins *attachments* where all profiles allow it."""
        filename: str = node["filename"]
        digest, _slash, name = filename.rpartition("/")
        archives = [claim for claim in self.config.accessible_pdf_standards if claim.startswith("a-")]
        if not all(claim.startswith(TAKING) for claim in archives):
            return name
        source = next(source for source, (_docs, place) in self.env.dlfiles.items() if str(place) == filename)
        content = (Path(self.srcdir) / source).read_bytes()
        if name in attachments and attachments[name].content != content:
            name = f"{digest[:8]}-{name}"
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        said = self.coverage.shown(node.astext(), node)
        place = f"{ATTACHED}/{filename}"
        attachments.setdefault(name, Attachment(name, content, mime, "supplement", said, place))
        return name

    def picture(self, node: nodes.image) -> str | None:
        """The place of a picture beside the source, or nothing after a complaint."""
        uri = node["uri"]
        if uri not in self.env.images:
            remote = "is not in the project and a build loads nothing from outside: keep a copy beside the chapter"
            logger.warning(
                "the image %r %s; it is not printed",
                uri,
                remote if "://" in uri else "is not in the project",
                location=source_of(node),
                type="accessible_pdf",
                subtype="missing_image",
            )
            return None
        if uri not in self.refused:
            self.refused[uri] = self._fetched(uri, node)
        why = self.refused[uri]
        if why.startswith(IMAGES):
            return why
        logger.warning(
            "%s; the alternative text is printed in place of the image %r",
            why,
            uri,
            location=source_of(node),
            type="accessible_pdf",
            subtype="refused_image",
        )
        return None

    def made(self, path: Path, node: nodes.Node) -> str | None:
        """The place of a picture that an extension drew into the folder of pictures, if it can be printed."""
        place = f"{IMAGES}/{path.name}"
        if path.suffix == ".svg":
            content, _complaints = pictures.fitted(path.read_bytes())
            path.write_bytes(content)
        if broken := self.engine.refuses(place):
            logger.warning(
                "the print engine says: %s",
                broken,
                location=source_of(node),
                type="accessible_pdf",
                subtype="refused_image",
            )
            return None
        self.assets.add(place)
        self.shown.setdefault(place, node)
        return place

    def _fetched(self, uri: str, node: nodes.image) -> str:
        """Copy a picture beside the source and give its place there, or why it cannot be printed."""
        path = Path(self.srcdir) / uri
        ending = pictures.kind(path)
        if not ending.startswith("."):
            return f"print draws no pictures of this kind ({ending}): keep a PNG, JPEG or SVG beside the chapter"
        name = self.env.images[uri][1]
        if Path(name).suffix.lower().replace("jpeg", "jpg") != ending:
            name += ending  # the engine goes by the name
        place = f"{IMAGES}/{name}"
        target = self.outdir / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if ending == ".svg":
            content, complaints = pictures.fitted(path.read_bytes())
            target.write_bytes(content)
            for complaint in complaints:
                logger.warning(
                    "the image %r %s",
                    uri,
                    complaint,
                    location=source_of(node),
                    type="accessible_pdf",
                    subtype="svg",
                )
        else:
            shutil.copyfile(path, target)
        broken = self.engine.refuses(place)
        if broken:
            target.unlink()
            return f"the print engine says: {broken}"
        self.assets.add(place)
        self.shown[place] = node
        return place


def contents_title() -> str:
    """The word for the contents, in the language of the project."""
    title = str(_("Table of Contents"))
    return "Contents" if title == "Table of Contents" else title


class TypstPDFBuilder(TypstBuilder):
    """``sphinx-build -b accessiblepdf``: PDF."""

    name = "accessiblepdf"
    epilog = "The PDF files are in %(outdir)s."

    def write_document(self, document: Document) -> None:
        """Write the sources of a document and print them, after what the last build left has gone.

        What is left must not pass for this one, nor may a volume that there is no more.
        """
        named = {other.target for other in documents(self.config)} - {document.target}
        for old in volumes_in(self.outdir, document.target):
            if old.stem not in named:
                old.unlink()
        if document.pages_of:
            self._take_pages(document)
        else:
            super().write_document(document)

    def _take_pages(self, document: Document) -> None:
        """The pages of another document on the paper of this one."""
        paper = document.elements["paper"]
        given = self.volumes(replace(document, target=document.pages_of))
        for source, volume in zip(given, self.volumes(document), strict=True):
            printed, pdf = (self.outdir / f"{one.target}.pdf" for one in (source, volume))
            if printed.is_file():  # else it was told why not
                pdf.write_bytes(recut(printed.read_bytes(), paper["width"], paper["height"]))
                self.written.append(pdf)

    def write_volume(self, volume: Volume, document: Document, template: Path) -> None:
        """Write the source and compile it, where a claim was given up while writing without it.

        What the engine refuses is told at the author's line.  What only an accessibility or archive profile
        forbids still prints, without the claim to that profile.
        """
        super().write_volume(volume, document, template)
        source = self.written.pop()
        pdf = self.outdir / f"{volume.target}.pdf"
        attached = (attachment.place for attachment in (*document.attachments, *volume.body.attachments))
        beside = {*self.assets, *document.pictures, *attached}
        wanted = list(self.config.accessible_pdf_standards)
        apart = len(self.body(document)) > 1
        for claims in less_and_less(wanted, volume.body.spoiled):
            made = self.engine.printed(source, claims, document.inputs, beside, apart=apart)
            self._tell(made.faults, claims, document)
            if made.pdf is not None or not any(CLAIM.search(fault.message) for fault in made.faults):
                break  # what no profile has to do with no other claim mends
        if made.pdf is None:
            self.application.statuscode = 1
            logger.error(
                "%s.pdf is not written: the print engine refused it", volume.target, type="accessible_pdf"
            )
            return
        if wanted and claims != wanted:
            logger.warning(
                "%s.pdf is written without its claim to %s%s",
                volume.target,
                ", ".join(name for name in wanted if name not in claims),
                f"; it keeps {', '.join(claims)}" if claims else "",
                type="accessible_pdf",
                subtype="claim",
            )
        pdf.write_bytes(made.pdf)
        self.written.append(pdf)

    def query(self, target: str, label: str) -> list[Any]:
        """What the engine knows of a written document: the values of all its metadata with this label."""
        return self.engine.query(self.outdir / f"{target}.typ", label, self.inputs[target])

    def _tell(self, faults: list[Fault], claims: list[str], document: Document) -> None:
        """Say each fault once, at the author's line; one without a line, at the beginning of the document."""
        for fault in (Fault(CLAIM.sub("", fault.message), fault.place) for fault in faults):
            if fault in self.told:
                continue
            self.told.add(fault)
            place: Any = fault.place or self._pictured(fault, claims) or (document.start, 1)
            if isinstance(place, tuple) and place[0] not in self.env.all_docs:
                place = f"{(Path(self.srcdir) / place[0]).resolve()}:{place[1]}"
            logger.warning("%s", fault.message, location=place, type="accessible_pdf", subtype="engine")

    def _pictured(self, fault: Fault, claims: list[str]) -> nodes.Node | str | None:
        """The line of the first picture in which the engine finds a fault that it did not place."""
        # without the face, which is another where the picture stands alone
        message = fault.message.removeprefix(SAYS).partition(" with font ")[0]
        for place, node in self.shown.items():
            if message in self.engine.refuses(place, claims):
                return source_of(node)
        return None


def volumes_in(folder: Path, target: str) -> list[Path]:
    """The PDFs of a document in a folder."""
    name = re.compile(rf"{re.escape(target)}(-\d+)?")
    return [path for path in folder.glob("*.pdf") if name.fullmatch(path.stem)]


def less_and_less(wanted: list[str], spoiled: bool) -> Iterator[list[str]]:
    """The claims to try one after the other: what only one kind of profile forbids leaves that for the other.

    *spoiled* says that something was found, and told, that the accessible profiles refuse.
    """
    archived = {"a-1a": "a-1b", "a-2a": "a-2u", "a-3a": "a-3u"}
    milder = [archived.get(name, name) for name in wanted if name != "ua-1"]
    accessible = [name for name in wanted if name == "ua-1"]
    tries = [milder, []] if spoiled else [wanted, milder, accessible, []]
    for at, claims in enumerate(tries):
        if claims not in tries[:at]:
            yield claims


@contextmanager
def _garbage_apart() -> Iterator[None]:
    """Look for garbage among new objects only: all that was read stays, and going through it again costs more."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def _garbage_later() -> Iterator[None]:
    """Look for none while a tree grows, which is all needed until it is written; then it is all garbage."""
    looked_for = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked_for:
            gc.enable()
