"""Chapters, sections, blocks and paragraphs."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels

from sphinx_accessible_pdf import raw_html
from sphinx_accessible_pdf.source import array, block, broken, call, data, string
from sphinx_accessible_pdf.writing import TAB, Writing

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = re.compile(r"sd-row-cols(?:-\w+)?-(\d+)")
"""Class by which sphinx-design says how many cards stand side by side, the last one for the widest window."""
ENGINE = "typst"
"""The language of ``raw`` passages that are printed as they are."""


class part(nodes.General, nodes.Element):
    """A captioned list of chapters in the contents of the root: ``number`` and ``title``."""


def name_of(docname: str, section: nodes.Element) -> str:
    """The name by which links from other files call a section."""
    return f"{docname}/{section['ids'][0]}" if section["ids"] else ""


class Structure(Writing):
    """What chapters are made of."""

    def on_start_of_file(self, node: addnodes.start_of_file) -> str:
        """A chapter."""
        outer, self.docname = self.docname, node["docname"]
        body = self.children(node)
        body = self.left_anchors() + body
        code = call("t.chapter", string(self.docname), block(body))
        self.docname = outer
        return code

    def on_section(self, node: nodes.section) -> str:
        """A section; the outermost is the document itself."""
        if node is self.outermost:
            return self.anchors(node) + self.children(node, nodes.title)
        self.depth += 1
        code = self.anchors(node) + self.children(node)
        self.depth -= 1
        return code

    def on_title(self, node: nodes.title) -> str:
        """A heading, or the title of a block."""
        if isinstance(node.parent, nodes.section):
            number = string(self._section_number(node.parent))
            unlisted = self.depth > self.listed.get(self.docname, self.depth)
            classes = self.classes(node.parent, *["unlisted"] * unlisted)
            outer, self.in_title = self.in_title, True
            words = block(self.children(node))
            self.in_title = outer
            code = call("t.heading", str(self.depth), classes, number, words)
            if self.elsewhere and (name := name_of(self.docname, node.parent)):
                # the label of a heading is a name by which links from other files find it
                return f"[#{code.rstrip(';' + chr(10))}#label({string(name)})];\n"
            return code
        return call("t.paragraph", self.classes(node, "title"), self.content(node))

    def _section_number(self, section: nodes.Element) -> str:
        """The number that Sphinx gave a section, or nothing."""
        numbers = self.builder.env.toc_secnumbers.get(self.docname, {})
        anchors = [f"#{id}" for id in section["ids"]]
        if isinstance(section.parent, (nodes.document, addnodes.start_of_file)):
            anchors.append("")
        return next((".".join(map(str, numbers[anchor])) for anchor in anchors if numbers.get(anchor)), "")

    def on_comment(self, node: nodes.comment) -> str:
        """A note of the author prints nothing; what extensions hide in one does, as the tables of autosummary."""
        if type(node) is not nodes.comment:
            return self.children(node)
        return "".join(map(self.code, self.only(node, addnodes.start_of_file)))

    def on_compound(self, node: nodes.compound) -> str:
        """A compound is its children."""
        return self.anchors(node) + self.children(node)

    def on_container(self, node: nodes.Element) -> str:
        """A block that the template knows by its classes, or the bibliography."""
        if node.children and all(isinstance(child, nodes.citation) for child in node.children):
            return call("t.bibliography", self.content(node))
        if "literal-block-wrapper" in node["classes"]:
            caption = self.caption(node, "code-block", next(iter(self.only(node, nodes.caption)), None))
            anchors = block(self.anchors(node))
            return call("t.captioned", anchors, caption, block(self.children(node, nodes.caption)))
        found = [match for match in map(COLUMNS.fullmatch, node["classes"]) if match]
        if len(node.children) > 1 and found and int(found[-1][1]) > 1:
            cells = (block(self.code(child)) for child in node.children)
            return self.anchors(node) + call("t.cells-in-columns", found[-1][1], array(cells))
        return call("t.container", self.classes(node), self.content(node))

    on_topic = on_sidebar = on_acks = on_container

    def on_versionmodified(self, node: addnodes.versionmodified) -> str:
        """Since when something is so."""
        return call("t.container", self.classes(node, "version"), self.content(node))

    def on_centered(self, node: addnodes.centered) -> str:
        """A line in the middle."""
        return call("t.paragraph", self.classes(node, "centered"), self.content(node))

    def on_subtitle(self, node: nodes.subtitle) -> str:
        """The title below the title of a block."""
        return call("t.paragraph", self.classes(node, "subtitle"), self.content(node))

    def on_label(self, node: nodes.label) -> str:
        """A label that no note has taken, as of a tab."""
        return call("t.paragraph", self.classes(node, "title"), self.content(node))

    def on_raw(self, node: nodes.raw) -> str:
        """What its author wrote for this engine, as text, or in HTML; what is meant for another engine is told."""
        formats = node.get("format", "").split()
        if ENGINE not in formats:
            return self._foreign(node, formats)
        # markup, in a scope of its own; an unclosed bracket is a fault of the engine at this line
        return f"[{node.astext()}];\n"

    def _foreign(self, node: nodes.raw, formats: list[str]) -> str:
        """A passage for another engine; of several for the same, the one that says it best prints."""
        others = {name for other in raw_html.alternatives(node) for name in other.get("format", "").split()}
        if others & {ENGINE, self.builder.format}:
            return ""
        within = isinstance(node.parent, nodes.TextElement)
        if "text" in formats:
            text = string(self.builder.coverage.shown(node.astext(), node))
            return f"{text};" if within else call("t.verbatim", array(self._kept(node.astext(), node)))
        if "html" in formats and "text" not in others:
            made, live = raw_html.read(node.astext(), within)
            for tag in live:
                message = f"raw HTML with <{tag}>, which only a browser shows, is not printed"
                self.builder.tally.note("raw", message, node)
            made.line, made.source, made.parent = node.line, node.source, node.parent
            for picture in made.findall(nodes.image):
                picture["uri"] = self.builder.beside(picture["uri"], self.docname)
                picture.line = node.line
            return self.children(made)
        if not others & {"html", "text"} and not {"html", "text"} & set(formats):
            name = formats[0] if formats else "unnamed"
            self.builder.tally.note("raw", f"a passage that is written for {name} alone is not printed", node)
        return ""

    def _kept(self, text: str, node: nodes.Node) -> Iterator[str]:
        """Each line of a text that keeps its lines."""
        for line in self.builder.coverage.shown(text, node).rstrip("\n").split("\n"):
            yield block(broken(line.expandtabs(TAB)))

    def on_block_quote(self, node: nodes.block_quote) -> str:
        """A quotation."""
        return call("t.container", self.classes(node, "quotation"), self.content(node))

    def on_paragraph(self, node: nodes.Element) -> str:
        """A paragraph; a block that stands in one, as a substitution can bring it, parts it in two."""
        runs = [list(run) for _blocks, run in groupby(node.children, self.is_block)]
        code = ""
        for run in runs:
            words = "".join(map(self.code, run))
            if self.is_block(run[0]):
                code += words
            else:
                code += call("t.paragraph", self.classes(node), block(self.anchors(node) + words))
        return code

    on_compact_paragraph = on_paragraph

    def on_rubric(self, node: nodes.rubric) -> str:
        """A title outside the contents."""
        return call("t.paragraph", self.classes(node, "title"), self.content(node))

    def on_attribution(self, node: nodes.attribution) -> str:
        """Who said a quotation."""
        return call("t.paragraph", self.classes(node, "attribution"), self.content(node))

    def on_Admonition(self, node: nodes.Element) -> str:
        """A marked block: its own title, or the usual word for its kind."""
        kind = type(node).__name__
        titles = self.only(node, nodes.title)
        title = "".join(self.children(title) for title in titles)
        if not titles:
            title = string(self.builder.coverage.shown(str(admonitionlabels.get(kind, "")), node)) + ";"
        margins = [c for c in node.findall(nodes.container) if "margin" in c["classes"]]
        for noted in margins:
            noted.parent.remove(noted)
        margin = block("".join(self.children(noted) for noted in margins)) if margins else "none"
        body = block(self.anchors(node) + self.children(node, nodes.title))
        return call("t.admonition", self.classes(node, kind), block(title), body, margin)

    def on_part(self, node: part) -> str:
        """Where the contents of the project begin a new list."""
        # a rule for all that follows, so that a part may have pages of its own
        return f"show: t.part.with({node['number']}, {string(node['title'])});\n"

    def on_transition(self, node: nodes.transition) -> str:
        """A line between passages; the one above the notes of a chapter goes, as they stand on their pages."""
        if "footnotes" in node["classes"]:
            return ""
        return call("t.transition")

    def on_target(self, node: nodes.target) -> str:
        """A link target."""
        return self.anchors(node) + self.children(node)

    def on_line_block(self, node: nodes.line_block) -> str:
        """Lines that stay lines; those of a block within begin further in."""
        parts: list[str] = []
        for within, run in groupby(node.children, lambda child: isinstance(child, nodes.line_block)):
            codes = map(self.code, run)
            parts += map(block, codes) if within else [block("linebreak();".join(codes))]
        return call("t.lines", data(isinstance(node.parent, nodes.line_block)), array(parts))

    def on_line(self, node: nodes.line) -> str:
        """One of them; an empty one keeps its height."""
        return self.anchors(node) + (self.children(node) or "box(height: .7em);")

    def on_productionlist(self, node: addnodes.productionlist) -> str:
        """The rules of a grammar."""
        rules = "linebreak();".join(map(self.code, node.children))
        return call("t.lines", "false", array([block(rules)]))

    def on_production(self, node: addnodes.production) -> str:
        """One rule: what it defines, and how."""
        return self.anchors(node) + f"raw({string(self.builder.coverage.shown(node.astext().rstrip(), node))});"
