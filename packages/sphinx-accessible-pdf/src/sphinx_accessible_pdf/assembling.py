"""Many chapters become one resolved tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.docutils import new_document
from sphinx.util.nodes import inline_all_toctrees, process_only_nodes

from sphinx_accessible_pdf import raw_html, upstream
from sphinx_accessible_pdf.configuration import documents
from sphinx_accessible_pdf.structure import part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_accessible_pdf.builder import TypstBuilder

logger = logging.getLogger(__name__)

CONTENTS = 2
"""Levels of the contents where no list of chapters says how many."""


def assemble(builder: TypstBuilder, start: str, toctree_only: bool) -> nodes.document:
    """All chapters below *start*, and after the whole project, or else each part of it, its appendices.

    With *toctree_only* nothing of *start* itself is printed but the chapters that it lists.
    """
    with upstream.chapters_taken(builder.env, _list_links):
        tree = _joined(builder, start, toctree_only)
    with upstream.bibliographies_kept(builder.env), upstream.chapters_at_hand(builder.env):
        builder.env.resolve_references(tree, start, builder)
    for pending in list(tree.findall(addnodes.pending_xref)):
        pending.replace_self(pending.children)
    raw_html.joined(tree)
    builder.post_process_images(tree)  # of several formats of one image, the best for print
    return tree


def _joined(builder: TypstBuilder, start: str, toctree_only: bool) -> nodes.document:
    root = builder.env.get_doctree(start)
    process_only_nodes(root, builder.tags)  # before chapters that are not printed are loaded and resolved
    if toctree_only:
        listed = new_document(root["source"])
        listed += nodes.section("", nodes.title("", ""), *root.findall(addnodes.toctree))
        root = listed
    captioned = [toctree for toctree in root.findall(addnodes.toctree) if toctree.get("caption")]
    for number, toctree in enumerate(captioned, 1):
        # inlining drops the caption
        index = toctree.parent.index(toctree)
        toctree.parent.insert(index, part(number=number, title=toctree["caption"]))
    depth = max(map(_depth, root.findall(addnodes.toctree)), default=CONTENTS)
    levels = {
        name: level for toctree in root.findall(addnodes.toctree) for name, level in _listed(builder, toctree)
    }
    tree = inline_all_toctrees(builder, set(), start, root, str, [start])
    assert isinstance(tree, nodes.document)
    tree["docname"] = start
    tree["contents_depth"] = depth
    tree["listed"] = levels
    # a chapter that lists no others keeps its title above its sections, which else are the chapters
    tree["alone"] = start != builder.config.root_doc and not any(tree.findall(addnodes.start_of_file))
    starts = {document.start for document in documents(builder.config)}
    if start == builder.config.root_doc or builder.config.root_doc not in starts:
        tree += list(_appendices(builder))
    return tree


def _list_links(chapter: nodes.document) -> None:
    """Addresses among the chapters of a list become a list of links: Sphinx leaves them out of one document."""
    for toctree in list(chapter.findall(addnodes.toctree)):
        links = [
            (title or uri, uri) for title, uri in toctree["entries"] if "://" in uri or uri.startswith("mailto:")
        ]
        if links and not toctree.get("hidden"):
            items = [
                nodes.list_item("", nodes.paragraph("", "", nodes.reference("", title, refuri=uri)))
                for title, uri in links
            ]
            toctree.parent.insert(toctree.parent.index(toctree), nodes.bullet_list("", *items))


def _depth(toctree: addnodes.toctree) -> int:
    """How deep the contents go for what a list names: its ``maxdepth``, below the sections that it stands in."""
    above, node = -1, toctree.parent
    while node is not None:
        above, node = above + isinstance(node, nodes.section), node.parent
    return max(above, 0) + _wanted(toctree)


def _wanted(toctree: addnodes.toctree) -> int:
    wanted: int = toctree.get("maxdepth", -1)
    return wanted if wanted > 0 else CONTENTS


def _listed(builder: TypstBuilder, toctree: addnodes.toctree) -> Iterator[tuple[str, int]]:
    """For each chapter of a list, and of those that these list, how deep the contents go in it."""
    depth, level = _depth(toctree), _depth(toctree) - _wanted(toctree) + 1
    open_, seen = [(name, level) for name in toctree["includefiles"]], set()
    while open_:
        name, level = open_.pop()
        if name in seen:
            continue
        seen.add(name)
        yield name, min(level, depth) if toctree.get("titlesonly") else depth
        open_ += [(below, level + 1) for below in builder.env.toctree_includes.get(name, ())]


def _appendices(builder: TypstBuilder) -> Iterator[nodes.Node]:
    """The chapters of ``accessible_pdf_appendices``, with what they list."""
    for docname in builder.config.accessible_pdf_appendices:
        if docname not in builder.env.all_docs:
            logger.warning(
                "accessible_pdf_appendices: there is no chapter %r",
                docname,
                location="conf.py:1",
                type="accessible_pdf",
                subtype="configuration",
            )
            continue
        chapter = inline_all_toctrees(builder, set(), docname, builder.env.get_doctree(docname), str, [docname])
        yield addnodes.start_of_file("", *chapter.children, docname=docname)
