"""The rules about a chapter as text: something stands in it, and nothing in it is for the eye alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from policybrief.chapters.nodes import CHECKED
from policybrief.checks.rules import of_chapter
from policybrief.words.complaints import Rule
from sphinx_accessible_figures.nodes import drawing

if TYPE_CHECKING:
    from policybrief.checks.rules import Chapter, Faults

DECORATION = "decoration"
"""Class of an image that carries no meaning and needs no alternative text."""
UNSEEN = (nodes.title, nodes.Invisible, nodes.system_message)
"""What makes no content of a chapter."""
UNREAD = {
    re.compile(r"\]\((?=[^)]*[\s(])[^()\s][^()]*(?:\([^()]*\)[^()]*)?\)"): (
        "is no link: an address with spaces or brackets stands in <…>, as in [words](<a file.pdf>)"
    ),
    re.compile(r"(?<=\w)\]\[[^\]]+\]"): "is no link: its label has no line [label]: address",
    re.compile(r"\^\[[^\]]+\]"): "is no note: write [^name], and on a line of its own [^name]: the note",
    re.compile(r"^\+[-–—=]+\+"): "begins no table: write rows with | between cells, or the directive list-table",
}
"""What prints as it is written, and what is to be done."""
FENCE = re.compile(r"\s*(`{3,}|~{3,}|:{3,})\s*(\S*)")
CODE = re.compile(r"(?!\{)|\{(code|sourcecode|parsed-literal|literalinclude|eval-rst|math|raw|mermaid|graphviz)")
"""What follows a fence within which bars make no table."""
ITEM = re.compile(r"\s*(?:[-*+:]|\d+[.)])\s+")
"""The head of an item of a list; what stands four columns further in than its words is code."""
DELIMITERS = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
"""The line under the head of a table."""


@of_chapter(Rule.MISSING_ALT)
def alternatives(chapter: Chapter) -> Faults:
    """An image says in words what it shows; its file name is no description."""
    for image in chapter.tree.findall(nodes.image):
        if isinstance(image, drawing):
            continue  # its words are its message, which its data must have
        words = image.get("alt", "").strip()
        if DECORATION in image["classes"]:
            image["alt"] = ""
        elif not words or words == image["uri"]:
            problem = "has no alternative text; say what it shows, or mark it as decoration"
            yield image, f"the image {image['uri']!r} {problem}"


@of_chapter(Rule.EMPTY_CHAPTER)
def text(chapter: Chapter) -> Faults:
    """A chapter has more than its heading."""
    if chapter.docname != chapter.config.root_doc and not _has_content(chapter.tree):
        problem = "has no text; write it or take it out of the contents"
        yield (chapter.docname, 1), f"the chapter {chapter.docname!r} {problem}"


@of_chapter(Rule.TABLE)
def tables(chapter: Chapter) -> Faults:
    """A table has a caption and a header row, one cell for each of its places, and no cell is empty."""
    for table in chapter.tree.findall(nodes.table):
        if CHECKED in table:
            continue  # told where its data is read
        inside = isinstance(table.parent, nodes.figure)
        if not inside and not isinstance(next(iter(table.children), None), nodes.title):
            cure = "write it after the name of the directive; rows with | go into one: ```{table} Its caption"
            yield table, f"the table has no caption; {cure}"
        if not table.children or not any(isinstance(child, nodes.tgroup) for child in table.children):
            continue  # the generator fills it
        if not any(table.findall(nodes.thead)):
            yield table, "the table has no header row; say what each column holds"
        empty = 0
        for cell in table.findall(nodes.entry):
            if cell.get("morecols") or cell.get("morerows"):
                yield table, f"merged cells ({cell.astext()[:30]!r}); write what they say in each of them"
            elif not cell.astext().strip() and not any(cell.findall(nodes.image)):
                empty += 1
        if empty:
            cells = "an empty cell" if empty == 1 else f"{empty} empty cells"
            yield table, f"{cells}; write 'none' or 'not reported'"


@of_chapter(Rule.FORM)
def marks(chapter: Chapter) -> Faults:
    """What an author meant as a link, a note or a table is one: Markdown prints what it cannot read."""
    if Path(chapter.env.doc2path(chapter.docname)).suffix == ".md":
        for text in chapter.tree.findall(nodes.Text):
            if isinstance(text.parent, nodes.literal | nodes.FixedTextElement | nodes.math | nodes.raw):
                continue
            for pattern, problem in UNREAD.items():
                if found := pattern.search(text):
                    yield text.parent, f"{found[0][:40]!r} {problem}"


@of_chapter(Rule.TABLE)
def rows(chapter: Chapter) -> Faults:
    """A row of Markdown has no more cells than its head: Markdown leaves out the others without a word."""
    path = Path(chapter.env.doc2path(chapter.docname))
    lines = path.read_text("utf-8", "replace").splitlines() if path.suffix == ".md" else []
    columns = margin = 0
    open_: list[tuple[str, bool]] = []  # the fences around a line, and whether they are of code
    for number, line in enumerate(lines, 1):
        in_code = bool(open_) and open_[-1][1]
        if (item := ITEM.match(line)) or line[:1].strip():
            margin = item.end() if item else 0
        if fence := FENCE.match(line):
            if open_ and fence[1].startswith(open_[-1][0]) and not fence[2]:
                open_.pop()
            elif not in_code:
                open_.append((fence[1], bool(CODE.match(fence[2]))))
        if in_code or "|" not in line:
            columns = 0
        elif DELIMITERS.fullmatch(line):
            indent = len(line) - len(line.lstrip())
            columns = _cells(line) if indent < margin + 4 else 0
        elif columns and (more := _cells(line)) > columns:
            problem = f"a row of {more} cells under a head of {columns}; what stands behind is not printed"
            yield (chapter.docname, number), problem


def _cells(row: str) -> int:
    return len(re.split(r"(?<!\\)\|", row.strip().removeprefix("|").removesuffix("|")))


@of_chapter(Rule.HEADING)
def headings(chapter: Chapter) -> Faults:
    """A heading ends without a full stop."""
    for section in chapter.tree.findall(nodes.section):
        heading = section[0].astext()
        if heading.endswith(".") and not heading.endswith(".."):
            yield section[0], f"the heading {heading!r} ends with a full stop; take it out"


def _has_content(part: nodes.Element) -> bool:
    return any(
        _has_content(child) if isinstance(child, nodes.section) else not isinstance(child, UNSEEN)
        for child in part.children
    )
