"""How many words of a project are missing from its PDF: ``python words.py SOURCE OUT``.

Words are compared as a multiset, without formulas and pictures; a hyphen at the end of a line is read both ways.
Inventories of other projects are not loaded and the theme is Sphinx's plainest, since neither is printed.
What the author keeps from print is no loss and is told apart: passages of ``only`` that are for other builders,
and chapters that nothing which prints lists.
``--without NAME`` leaves out an extension that cannot be had.
"""

from __future__ import annotations

import argparse
import io
import re
import resource
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import sphinx.config
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_accessible_pdf.assembling import assemble

if TYPE_CHECKING:
    from sphinx_accessible_pdf.builder import TypstBuilder

SILENT = (
    *(nodes.comment, nodes.substitution_definition, nodes.system_message, nodes.meta, nodes.raw, nodes.pending),
    *(nodes.image, nodes.math, nodes.math_block, addnodes.index, addnodes.toctree),
)
"""What prints no words, or none that could be compared."""
APART = (
    *(addnodes.desc_parameter, addnodes.desc_parameterlist, addnodes.desc_optional, addnodes.desc_returns),
    *(addnodes.desc_type, addnodes.desc_annotation, nodes.label),
)
"""Inline nodes that print with a sign or a space around them."""
BROKEN = re.compile("[\x02\ufffe]\\s*")


def of_tree(node: nodes.Node) -> Iterator[str]:
    """The text of a tree, blocks apart."""
    if type(node) is nodes.comment:
        for chapter in node.children:
            if isinstance(chapter, addnodes.start_of_file):  # hidden by autosummary
                yield from of_tree(chapter)
    elif isinstance(node, nodes.Text):
        yield node.astext()
    elif not isinstance(node, SILENT) or isinstance(node, nodes.comment):
        # extensions hide tables in subclasses of a comment
        apart = isinstance(node, APART) or not isinstance(node, nodes.Inline)
        yield " " * apart
        for child in node.children:
            yield from of_tree(child)
        yield " " * apart


def counted(text: str) -> Counter[str]:
    """The words of a text."""
    plain = unicodedata.normalize("NFKC", text.replace("\u00ad", "").replace("\u200b", ""))
    return Counter(re.findall(r"\w+", plain.lower()))


def kept_from_print(builder: TypstBuilder, tree: nodes.document) -> Iterator[tuple[str, int]]:
    """Each passage or chapter that is not meant for print, and how many words it has."""
    listed = {tree["docname"], *(chapter["docname"] for chapter in tree.findall(addnodes.start_of_file))}
    for docname in sorted(builder.env.all_docs):
        chapter = builder.env.get_doctree(docname)
        if docname not in listed:
            yield (
                f"the chapter {docname}, which nothing that prints lists",
                counted("".join(of_tree(chapter))).total(),
            )
            continue
        for only in chapter.findall(addnodes.only):
            if not builder.tags.eval_condition(only["expr"]):
                words = counted("".join(of_tree(only))).total()
                yield f"only:: {only['expr']} at {docname}:{only.line}", words


def of_pdf(path: Path) -> tuple[int, Counter[str]]:
    """Pages and words of a PDF."""
    pdf = pypdfium2.PdfDocument(path)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
    return len(pdf), counted(BROKEN.sub("", text)) | counted(BROKEN.sub(" ", text))


def main() -> None:
    """Build a project and say what is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--conf", type=Path, help="folder of conf.py, if it is another")
    parser.add_argument("--without", action="append", default=[])
    args = parser.parse_args()
    evaluate = sphinx.config.eval_config_file

    def evaluated(*given: object, **more: object) -> dict[str, object]:
        values = evaluate(*given, **more)  # type: ignore[arg-type]
        kept = [name for name in values.get("extensions", []) if name not in args.without]
        return values | {
            "extensions": [*kept, "sphinx_accessible_pdf"],
            "html_theme": "basic",
            **{"accessible_pdf_documents": [], "latex_documents": []},
        }

    sphinx.config.eval_config_file = evaluated  # type: ignore[assignment]
    said = io.StringIO()
    with patch_docutils(args.source), docutils_namespace():
        app = Sphinx(
            *(args.source, args.conf or args.source, args.out, args.out / "doctrees", "accessiblepdf"),
            *({"intersphinx_mapping": {}}, None, said),
        )
        app.build()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        tree = assemble(app.builder, app.config.root_doc, False)  # type: ignore[arg-type]
        # the title of the root gives way to that of the document
        [*titles] = tree.findall(nodes.title)
        titles[0].parent.remove(titles[0])
        wanted = counted("".join(of_tree(tree)))
        apart = list(kept_from_print(app.builder, tree))  # type: ignore[arg-type]
    pages, found = of_pdf(args.out / "document.pdf")
    missing = wanted - found
    args.out.joinpath("warnings.txt").write_text(said.getvalue(), "utf-8")
    total, lost = sum(wanted.values()), sum(missing.values())
    print(f"{pages} pages, {total} words, {lost} missing ({100 * lost / max(total, 1):.2f} %), peak {peak} MiB")
    for word, count in missing.most_common(30):
        print(f"  {word} {count}")
    print(f"{sum(count for _what, count in apart)} words are kept from print by their author")
    for what, count in apart:
        print(f"  {what}: {count}")


if __name__ == "__main__":
    main()
