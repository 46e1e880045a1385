"""The two ends of a lowered chapter in Sphinx: the builder that writes it, the parser that reads it as a source.

``sphinx-build -b lowered`` writes what a cut freezes.  With the parser the XML is an ordinary source again,
so that a redline is a project like any other, in the brief's own look and for every builder.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.parsers import Parser
from sphinx.transforms.post_transforms import SphinxPostTransform

from policybrief.chapters.nodes import box, finding, inline, margin, recommendation, value
from policybrief.revisions import untrusted
from policybrief.words.addresses import odd_scheme
from sphinx_redline import lowered, marks

if TYPE_CHECKING:
    from collections.abc import Set

    from policybrief.chapters.domain import BriefDomain

CHAPTERS, IMAGES, ORDER = "chapters", "images", "chapters.json"
SUFFIX = ".xml"
DOCNAME = re.compile(r"(?!\.\.?(/|$))[^/\\\x00-\x1f]+(/(?!\.\.?(/|$))[^/\\\x00-\x1f]+)*")
IMAGE = re.compile(rf"{IMAGES}/[0-9a-f]{{16}}\.[a-z0-9]+")
ELSEWHERE = ("https://", "http://", "data:image/")
"""How the address of an image begins that is not in the folder."""
CONTENTS = "contents-of-chapters"
"""Class of a container that names chapters, a paragraph each."""
SCREEN = "on-screen-only"
"""Class of such a container whose chapters are not printed."""
RAISED: dict[type[nodes.Element], dict[str, type[nodes.Element]]] = {
    nodes.admonition: {"finding": finding, "recommendation": recommendation},
    nodes.container: {"box": box, "margin": margin},
    nodes.inline: {"value": value, marks.INSERTED: marks.inserted, marks.DELETED: marks.deleted},
}
"""Which class makes a lowered node one of ours again, for those that print ours in their own way."""


class LoweredBuilder(Builder):
    """``sphinx-build -b lowered``: each chapter as lowered XML, the images by content, the reading order."""

    name = "lowered"
    format = "lowered"
    epilog = "The lowered chapters are in %(outdir)s."
    supported_image_types: ClassVar[list[str]] = [
        "image/svg+xml",
        "image/png",
        "image/jpeg",
        "image/webp",
        "image/gif",
    ]

    def init(self) -> None:
        """Lower the fullest edition: what is for the screen only is part of it."""
        self.tags.add("html")

    def get_outdated_docs(self) -> Set[str]:
        """Always all: a chapter prints numbers and titles of others."""
        return self.env.found_docs

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """A chapter is addressed by its name."""
        return docname

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """The same from everywhere."""
        return to

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Nothing to prepare."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write one chapter."""
        self.post_process_images(doctree)
        number_titles(doctree, docname, self)
        path = self.outdir / CHAPTERS / f"{docname}{SUFFIX}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(lowered.write(lowered.lower(doctree, self._keep_image)), "utf-8", newline="\n")

    def finish(self) -> None:
        """Write the reading order."""
        domain = cast("BriefDomain", self.env.get_domain("brief"))
        order = {"chapters": domain.reading_order(), "screen": self._for_the_screen()}
        (self.outdir / ORDER).write_text(json.dumps(order, indent=1) + "\n", "utf-8")

    def _for_the_screen(self) -> list[str]:
        """The chapters that are not printed: they stand in a table of contents for HTML only."""
        found = set()
        for docname in self.env.found_docs:
            for place in self.env.get_doctree(docname).findall(addnodes.only):
                if not self.tags.eval_condition(place["expr"].replace("html", "never_on_paper")):
                    found |= {name for tree in place.findall(addnodes.toctree) for name in tree["includefiles"]}
        return sorted(found)

    def _keep_image(self, uri: str) -> str:
        """Freeze an image under a name made of its content: renamed alone it is no change."""
        source = Path(self.srcdir) / uri
        if "://" in uri or not source.is_file():
            return uri
        content = source.read_bytes()
        name = hashlib.sha256(content).hexdigest()[:16] + source.suffix.lower()
        target = self.outdir / IMAGES / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        return f"{IMAGES}/{name}"


class LoweredParser(Parser):
    """Reads a lowered chapter as a source."""

    supported = ("lowered",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Put the tree into *document*, its references to other chapters left open."""
        self.setup_parse(inputstring, document)
        try:
            tree = lowered.read(inputstring)
        except lowered.LoweredError as error:
            document += document.reporter.error(str(error))
        else:
            document += tree.children
            raise_own(document)
            self._put_contents(document)
            for node in document.findall(nodes.Element):
                if node["ids"]:
                    document.set_id(node)
                if isinstance(node, nodes.math_block):
                    node["nowrap"] = node["no-wrap"] = False
        self.finish_parse()

    def _put_contents(self, document: nodes.document) -> None:
        """Where the tree names its chapters, a table of contents that leads to them."""
        for place in [n for n in document.findall(nodes.container) if CONTENTS in n["classes"]]:
            names = [child.astext() for child in place.children]
            contents = addnodes.toctree(
                parent=document.settings.env.docname,
                entries=[(None, name) for name in names],
                includefiles=names,
                maxdepth=1,
                caption=None,
                glob=False,
                hidden=False,
                includehidden=False,
                numbered=0,
                titlesonly=True,
            )
            made: nodes.Element = nodes.compound("", contents, classes=[lowered.NAVIGATION])
            if SCREEN in place["classes"]:
                made = addnodes.only("", made, expr="html")
            place.parent.replace(place, made)

    def get_transforms(self) -> list[Any]:
        """None of those for written sources: quotes and references were settled when the chapter was lowered."""
        return []


class AddressReferences(SphinxPostTransform):
    """Turn ``chapter#id`` into the address that the builder gives to the chapter."""

    default_priority = 12

    def run(self, **kwargs: Any) -> None:
        """Address the references of a lowered chapter; one that leads nowhere prints its words."""
        if not str(self.env.doc2path(self.env.docname)).endswith(SUFFIX):
            return
        here = self.env.docname
        for reference in list(self.document.findall(nodes.reference)):
            if not reference.get("internal") or "refuri" not in reference:
                continue
            docname, _sharp, id = reference["refuri"].partition("#")
            if docname == here and id:
                del reference["refuri"]
                reference["refid"] = id
            elif docname in self.env.found_docs:
                address = self.app.builder.get_relative_uri(here, docname)
                reference["refuri"] = f"{address}#{id}" if id else address
            else:
                lowered.unwrap(reference)


def raise_own(tree: nodes.Element) -> None:
    """Make nodes that were ours before they were lowered ours again."""
    for node in list(tree.findall(nodes.Element)):
        for name, own in RAISED.get(type(node), {}).items():
            if name in node["classes"]:
                made = own()
                made.attributes.update(node.attributes)
                made += node.children
                node.parent.replace(node, made)
                break


def number_titles(doctree: nodes.document, docname: str, builder: Builder) -> None:
    """Write out the numbers of sections, figures, tables and formulas, which writers otherwise add."""
    env = builder.env
    sections = env.toc_secnumbers.get(docname, {})
    for section in doctree.findall(nodes.section):
        anchors = [f"#{id}" for id in section["ids"]] + (
            [""] if isinstance(section.parent, nodes.document) else []
        )
        number = next((sections[anchor] for anchor in anchors if anchor in sections), None)
        if number and section.children and isinstance(section[0], nodes.title):
            _put_number(section[0], ".".join(map(str, number)))
    if not builder.config.numfig:
        return
    standard = env.domains.standard_domain
    for figtype, numbers in env.toc_fignumbers.get(docname, {}).items():
        pattern = builder.config.numfig_format.get(figtype, "%s")
        for node in doctree.findall(nodes.Element):
            number = next((numbers[id] for id in node["ids"] if id in numbers), None)
            if number is None or standard.get_enumerable_node_type(node) != figtype:
                continue
            title = next((n for n in node.children if isinstance(n, nodes.caption | nodes.title)), None)
            if title is not None and "%s" in pattern:
                _put_number(title, pattern % ".".join(map(str, number)))
    if builder.config.math_numfig:  # else they are counted through, as the node says
        formulas = env.toc_fignumbers.get(docname, {}).get("displaymath", {})
        for node in doctree.findall(nodes.math_block):
            number = next((formulas[id] for id in node["ids"] if id in formulas), None)
            if number:
                node["number"] = ".".join(map(str, number)) if len(number) > 1 else number[0]


def _put_number(title: nodes.Element, number: str) -> None:
    title.insert(0, [inline(number, "number"), nodes.Text(" ")])


def reading_order(folder: Path, which: str = "chapters") -> list[str]:
    """The chapters of a lowered folder as the contents list them; with "screen" those that are not printed."""
    order = untrusted.load(untrusted.read(folder, ORDER, ORDER), ORDER)
    names = order.get(which) if isinstance(order, dict) else None
    if not isinstance(names, list) or not all(isinstance(name, str) and DOCNAME.fullmatch(name) for name in names):
        raise lowered.LoweredError(f"{ORDER} is no list of chapters")
    return names


def read_chapter(folder: Path, docname: str) -> nodes.document:
    """One chapter of a lowered folder, whose images lie in that folder."""
    name = f"{CHAPTERS}/{docname}{SUFFIX}"
    try:
        tree = lowered.read(untrusted.read(folder, name, name).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise lowered.LoweredError(f"{name} is not UTF-8: {error}") from error
    for image in tree.findall(nodes.image):
        uri = image.get("uri", "")
        if not uri.startswith(ELSEWHERE) and not IMAGE.fullmatch(uri):
            raise lowered.LoweredError(f"{name} shows {uri[:100]!r}, which is no image of this folder")
    for reference in tree.findall(nodes.reference):
        if not reference.get("internal") and (scheme := odd_scheme(reference.get("refuri", ""))):
            raise lowered.LoweredError(f"{name} leads to an address that begins with {scheme!r}")
    return tree
