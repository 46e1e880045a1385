"""The draft as reviewers get it: a PDF with numbered lines and a mark on each page, and a sheet for comments."""

from __future__ import annotations

import csv
import io
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO, cast

from docutils import nodes
from sphinx import addnodes

from policybrief.chapters.nodes import finding, statement
from policybrief.outputs.run import DOCTREES, Once, Result, Settings, application, described
from policybrief.words import invisible
from policybrief.words.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from policybrief.chapters.domain import BriefDomain
    from sphinx_accessible_pdf.builder import TypstPDFBuilder
    from sphinx_accessible_pdf.configuration import Document

NAME, SHEET = "review", "comments.csv"
SCRATCH = ".review"
"""Where the print builder leaves the sources of the PDF, in the build folder."""
WORDS = {
    "chapter": _("chapter"),
    "finding": _("finding"),
    "recommendation": _("recommendation"),
    "figure": _("figure"),
    "table": _("table"),
}


@dataclass(frozen=True)
class ReviewItem:
    """What a reviewer can comment on by its id."""

    kind: str
    id: str
    number: str
    title: str
    anchor: str
    """The link target in the print source: ``chapter:id``."""


class Place(NamedTuple):
    """Where an item stands in the PDF."""

    page: int
    line: int | None


def review(root: Path, target: Path, stream: TextIO | None = None) -> Result:
    """Write ``review.pdf`` and ``comments.csv`` into the folder ``review`` of the build folder."""
    warnings = Once(stream or sys.stderr)
    folder, printed = target / NAME, target / SCRATCH / f"{NAME}.pdf"
    (folder / printed.name).unlink(missing_ok=True)  # what the engine refuses must not pass for an earlier print
    trees: list[nodes.document] = []
    made = Settings(root, root / "source", target / SCRATCH / DOCTREES, {})
    with application(made, target / SCRATCH, "accessiblepdf", warnings) as app:
        whole = [entry for entry in app.config.accessible_pdf_documents if entry[0] == app.config.root_doc]
        # the first print of the whole brief; without any, the default one
        app.config.accessible_pdf_documents = whole[:1]
        app.connect("accessible-pdf-document", _mark, priority=600)  # after the brief has said what it prints
        app.connect("doctree-resolved", lambda _app, tree, name: _keep(trees, tree, name == app.config.root_doc))
        app.build()
        builder = cast("TypstPDFBuilder", app.builder)
        found = [place for all_ in builder.query(NAME, "places") for place in all_] if printed.exists() else []
        text = sheet(list(items(app.env, trees[-1])) if trees else [], found)
    folder.mkdir(parents=True, exist_ok=True)
    if printed.exists():
        shutil.copyfile(printed, folder / printed.name)
    (folder / SHEET).write_bytes(text.encode("utf-8-sig"))
    files = [path for path in (folder / printed.name, folder / SHEET) if path.exists()]
    return Result(tuple(map(described, files)), tuple(warnings.told))


def items(env: BuildEnvironment, tree: nodes.document) -> Iterator[ReviewItem]:
    """Chapters, findings, recommendations, figures and tables of the assembled brief, in reading order."""
    domain = cast("BriefDomain", env.get_domain("brief"))
    yield from _items(env, domain, tree, tree["docname"])


def sheet(found: Iterable[ReviewItem], places: list[dict[str, Any]]) -> str:
    """The sheet for comments: a row an item, the last columns empty, no cell a formula."""
    head = (_("kind"), _("id"), _("number"), _("title"), _("page"), _("line"))
    empty = (_("reviewer"), _("comment"), _("severity"), _("answer"))
    written = io.StringIO()
    out = csv.writer(written)
    out.writerow([str(word) for word in (*head, *empty)])
    standing = places_of(places)
    for item in found:
        place = standing.get(item.anchor)
        page, line = (place.page, place.line or "") if place else ("", "")
        row = [str(WORDS[item.kind]), item.id, item.number, item.title, str(page), str(line)]
        out.writerow([*map(invisible.uncomputed, row), *[""] * len(empty)])
    return written.getvalue()


def places_of(places: list[dict[str, Any]]) -> dict[str, Place]:
    """The page of each link target, and the number of the line that is nearest to it."""
    lines = [place for place in places if place["name"] == "line"]
    standing = {}
    for place in places:
        same = [line for line in lines if line["page"] == place["page"]]
        near = min(same, key=lambda line: abs(line["top"] - place["top"]), default=None)
        standing[place["name"]] = Place(place["page"], near["number"] if near else None)
    return standing


def _mark(app: Sphinx, document: Document) -> None:
    document.target = NAME
    document.elements["review"] = document.inputs["review"] = str(_("Draft for review"))


def _keep(trees: list[nodes.document], tree: nodes.document, whole: bool) -> None:
    # a builder may change the tree that it gets; the text of a register is no chapter
    if whole and any(tree.findall(addnodes.start_of_file)):
        trees.append(tree.deepcopy())


def _items(env: BuildEnvironment, domain: BriefDomain, node: nodes.Node, docname: str) -> Iterator[ReviewItem]:
    if isinstance(node, addnodes.start_of_file):
        docname = node["docname"]
    if isinstance(node, (nodes.document, addnodes.start_of_file)):
        section = next(iter(node.findall(nodes.section)), None)
        if section is not None:
            number = env.toc_secnumbers.get(docname, {}).get("", ())
            yield ReviewItem(
                "chapter", docname, _dotted(number), _title(section), f"{docname}:{section['ids'][0]}"
            )
    elif isinstance(node, statement):
        id = node["statement_id"]
        kind = "finding" if isinstance(node, finding) else "recommendation"
        known = domain.statements.get(id)
        yield ReviewItem(kind, id, domain.number(id), known.title if known else "", f"{docname}:{node['ids'][0]}")
    elif isinstance(node, (nodes.figure, nodes.table)) and node["ids"]:
        kind = "figure" if isinstance(node, nodes.figure) else "table"
        numbers = env.toc_fignumbers.get(docname, {}).get(kind, {})
        id = next((id for id in node["ids"] if id in numbers), node["ids"][0])
        yield ReviewItem(kind, id, _dotted(numbers.get(id, ())), _title(node), f"{docname}:{id}")
    for child in node.children:
        yield from _items(env, domain, child, docname)


def _title(node: nodes.Element) -> str:
    titles = [child for child in node.children if isinstance(child, (nodes.title, nodes.caption))]
    return " ".join(titles[0].astext().split()) if titles else ""


def _dotted(number: Iterable[int]) -> str:
    return ".".join(map(str, number))
