"""The redline as a Word document with tracked changes, which a reader accepts or rejects one by one.

Only the text travels: headings, paragraphs, lists and tables.  Whoever edits there sends words back, not a brief.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from docutils import nodes

from sphinx_redline.lowered import unwrap
from sphinx_redline.marks import DELETED, INSERTED, MOVED

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
AUTHOR = "Redline"
"""Who Word says made the changes: a comparison, no person."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of files in the archive: no clock."""
BULLET, NUMBERED = 1, 2

CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>\
<Override PartName="/word/styles.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>\
<Override PartName="/word/numbering.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/></Types>"""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)


def write(tree: nodes.document, path: Path, date: str, language: str) -> None:
    """Write the merged *tree* as a Word document; *date* is that of the newer text."""
    made = _Document(date)
    body = "".join(made.blocks(_with_moves_settled(tree), 0, ""))
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relations(("styles", "styles.xml"), ("numbering", "numbering.xml")),
        "word/document.xml": _part("document", f"<w:body>{body}<w:sectPr/></w:body>"),
        "word/styles.xml": _part("styles", _styles(language)),
        "word/numbering.xml": _part("numbering", _numbering(made.lists)),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), text)


def _with_moves_settled(tree: nodes.document) -> nodes.document:
    """A moved block is deleted there and inserted here; inside it nothing is marked again."""
    settled = tree.deepcopy()
    for block in [n for n in settled.findall(nodes.Element) if {MOVED, INSERTED} <= set(n["classes"])]:
        for node in [n for n in block.findall(nodes.Element) if n is not block and DELETED in n["classes"]]:
            node.parent.remove(node)
        for node in [n for n in block.findall(nodes.inline) if INSERTED in n["classes"]]:
            unwrap(node)
    return settled


class _Document:
    """One document on its way to Word."""

    def __init__(self, date: str) -> None:
        self.date = date
        self.lists = 0
        self._changes = 0

    def blocks(self, node: nodes.Element, level: int, status: str, style: str = "") -> Iterator[str]:
        """The paragraphs and tables of a block."""
        status = _status(node) or status
        if isinstance(node, nodes.table):
            yield from self._table(node, level, status)
        elif isinstance(node, nodes.image):
            yield self._paragraph([nodes.Text(f"[{node.get('alt', '')}]")], style, status)
        elif isinstance(node, nodes.title):
            yield self._paragraph(node.children, f"Heading{min(max(level, 1), 6)}", status)
        elif isinstance(node, nodes.term | nodes.caption | nodes.rubric):
            yield self._paragraph(node.children, "Strong", status)
        elif isinstance(node, nodes.FixedTextElement):
            yield self._paragraph(node.children, "Code", status)
        elif isinstance(node, nodes.TextElement):
            yield self._paragraph(node.children, style, status)
        elif isinstance(node, nodes.bullet_list | nodes.enumerated_list):
            yield from self._list(node, level, status)
        else:
            deeper = level + isinstance(node, nodes.section | nodes.admonition)
            for child in node.children:
                if isinstance(child, nodes.Element):
                    yield from self.blocks(child, deeper, status, style)

    def _list(self, node: nodes.Element, level: int, status: str) -> Iterator[str]:
        kind = BULLET
        if isinstance(node, nodes.enumerated_list):
            self.lists += 1
            kind = NUMBERED + self.lists
        for item in node.children:
            assert isinstance(item, nodes.Element)
            of_item = _status(item) or status
            for at, child in enumerate(item.children):
                assert isinstance(child, nodes.Element)
                yield from self.blocks(child, level, of_item, f"List {kind}" if at == 0 else "")

    def _table(self, node: nodes.table, level: int, status: str) -> Iterator[str]:
        for title in node.children:
            if isinstance(title, nodes.title):
                yield self._paragraph(title.children, "Strong", _status(title) or status)
        rows = []
        for row in node.findall(nodes.row):
            of_row = _status(row) or _status(row.parent) or status
            cells = "".join(
                self._cell(cell, level, of_row) for cell in row.children if isinstance(cell, nodes.entry)
            )
            rows.append(f"<w:tr><w:trPr>{self._change(of_row, '')}</w:trPr>{cells}</w:tr>")
        edges = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "bottom", "insideH"))
        grid = "<w:gridCol/>" * max((len(row) for row in node.findall(nodes.row)), default=0)
        properties = f"<w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        yield f"<w:tbl>{properties}{''.join(rows)}</w:tbl><w:p/>"

    def _cell(self, cell: nodes.entry, level: int, status: str) -> str:
        own = _status(cell)
        mark = self._change(own, "cell") if own and not status else ""
        content = "".join(self.blocks(cell, level, own or status)) or "<w:p/>"
        return f"<w:tc><w:tcPr>{mark}</w:tcPr>{content}</w:tc>"

    def _paragraph(self, children: list[nodes.Node], style: str, status: str) -> str:
        kind, _space, number = style.partition(" ")
        numbered = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
        named = f"<w:pStyle w:val={quoteattr(kind)}/>" if kind else ""
        own = f"<w:rPr>{self._change(status, '')}</w:rPr>" if status else ""
        return f"<w:p><w:pPr>{named}{numbered}{own}</w:pPr>{''.join(self._runs(children, '', status))}</w:p>"

    def _runs(self, children: list[nodes.Node], look: str, status: str) -> Iterator[str]:
        for child in children:
            if isinstance(child, nodes.Text):
                yield self._run(str(child), look, status)
            elif isinstance(child, nodes.image):
                yield self._run(f"[{child.get('alt', '')}]", look, status)
            elif isinstance(child, nodes.Element):
                more = {"strong": "<w:b/>", "emphasis": "<w:i/>"}.get(child.tagname, "")
                yield from self._runs(child.children, look + more, _status(child) or status)

    def _run(self, text: str, look: str, status: str) -> str:
        tag = "delText" if status == "del" else "t"
        run = f'<w:r><w:rPr>{look}</w:rPr><w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'
        return self._change(status, "", run)

    def _change(self, status: str, of: str, content: str = "") -> str:
        """A tracked change around *content*, or as a property of a paragraph, row or cell."""
        if not status:
            return content
        self._changes += 1
        name = f"{of}{status.capitalize()}" if of else status
        facts = f'w:id="{self._changes}" w:author="{AUTHOR}" w:date="{self.date}T00:00:00Z"'
        return f"<w:{name} {facts}>{content}</w:{name}>" if content else f"<w:{name} {facts}/>"


def _status(node: nodes.Node) -> str:
    classes = node["classes"] if isinstance(node, nodes.Element) else []
    return "ins" if INSERTED in classes else "del" if DELETED in classes else ""


def _part(name: str, content: str) -> str:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<w:{name} xmlns:w="{MAIN}">{content}</w:{name}>'


def _relations(*targets: tuple[str, str]) -> str:
    rows = (
        f'<Relationship Id="r{at}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, 1)
    )
    return RELATIONS.format("".join(rows))


def _styles(language: str) -> str:
    """The styles by which Word and a screen reader know headings and lists."""

    def style(id: str, name: str, paragraph: str, run: str) -> str:
        return (
            f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/>'
            f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )

    sizes = (36, 30, 26, 24, 22, 22)
    headings = (
        style(
            f"Heading{n}",
            f"heading {n}",
            f'<w:keepNext/><w:outlineLvl w:val="{n - 1}"/>',
            f'<w:b/><w:sz w:val="{size}"/>',
        )
        for n, size in enumerate(sizes, 1)
    )
    others = (
        style("Strong", "Caption", "<w:keepNext/>", "<w:b/>"),
        style("List", "List Paragraph", '<w:ind w:left="567" w:hanging="283"/>', ""),
        style("Code", "Code", "", '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/>'),
    )
    spoken = f"<w:rPr><w:lang w:val={quoteattr(language)}/></w:rPr>"
    basic = f"<w:docDefaults><w:rPrDefault>{spoken}</w:rPrDefault></w:docDefaults>"
    return basic + "".join([*headings, *others])


def _numbering(lists: int) -> str:
    """One bullet, and a counting of its own for each numbered list."""

    def abstract(id: int, form: str, text: str) -> str:
        level = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
        return f'<w:abstractNum w:abstractNumId="{id}"><w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>'

    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    counted = (
        f'<w:num w:numId="{NUMBERED + number}"><w:abstractNumId w:val="{NUMBERED}"/>{anew}</w:num>'
        for number in range(1, lists + 1)
    )
    first = f'<w:num w:numId="{BULLET}"><w:abstractNumId w:val="{BULLET}"/></w:num>'
    return abstract(BULLET, "bullet", "•") + abstract(NUMBERED, "decimal", "%1.") + first + "".join(counted)
