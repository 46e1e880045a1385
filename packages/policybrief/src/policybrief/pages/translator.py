"""How the lowered tree becomes HTML: Sphinx's translator, mended where its defaults shut readers out.

Each method says which default it mends.  Nothing here takes text away: what a chapter says stands in the
page in the same order, and what is added is for finding one's way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from policybrief.chapters import terms
from policybrief.chapters.nodes import box, statement
from policybrief.pages import page
from policybrief.pages.chain import chip_button, chip_note, disclosure, disclosure_line
from policybrief.pages.margins import margin_note

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

LENGTH = re.compile(r"(?P<side>width|height):\s*(?P<number>\d+(?:\.\d+)?)(?P<unit>%|[a-z]*)")
"""A length in a style attribute."""

PIXELS = {
    "": 1,
    "px": 1,
    "em": 18,
    "rem": 18,
    "ex": 9,
    "ch": 9,
    "cm": 37.8,
    "mm": 3.78,
    "in": 96,
    "pt": 1.33,
    "pc": 16,
}
"""Each unit that reStructuredText knows for a length, in CSS pixels at the size of the text."""

MEASURE = 680
"""The width of the text column in CSS pixels; lengths become shares of it."""

LISTED = "lists"
"""Class of a table that narrow screens show as a list, each cell with the head of its column: all with heads."""

PAIRS = 2
"""A table of so many columns says in each row what is what, as a list too."""

WIDE = 4
"""A table with more columns than this scrolls in a frame of its own, so that the page never does."""


class BriefTranslator(HTML5Translator):
    """The translator of the theme."""

    builder: StandaloneHTMLBuilder
    edition_told = False

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.framed: list[nodes.Node] = []
        """The tables whose frames are open: the translator of another theme opens tables in its own way."""

    def starttag(
        self, node: nodes.Node, tagname: str, suffix: str = "\n", empty: bool = False, **attributes: Any
    ) -> str:
        """Turn style attributes, which the content security policy refuses, into classes or sizes."""
        style = attributes.pop("style", "")
        for length in LENGTH.finditer(style):
            side, number, unit = length["side"], float(length["number"]), length["unit"]
            if unit == "%":
                share = number
            elif tagname == "img":
                attributes[side] = str(round(number * PIXELS.get(unit, 1)))
                continue
            else:
                share = number * PIXELS.get(unit, 1) / MEASURE * 100
            if side == "width":
                attributes["classes"] = [*attributes.get("classes", []), width_class(share)]
        return str(super().starttag(cast("nodes.Element", node), tagname, suffix, empty, **attributes))

    # Titles, captions, links to themselves

    def visit_title(self, node: nodes.title) -> None:
        """A finding's title is a heading of its section; a caption of contents is no nameless heading."""
        if isinstance(node.parent, statement):
            level = min(self.section_level + 1, 6)
            self.body.append(self.starttag(node, f"h{level}", "", CLASS="admonition-title"))
            self.context.append(f"</h{level}>\n")
        elif node.parent.get("toctree"):
            self.body.append(self.starttag(node, "p", "", CLASS="caption"))
            self.context.append("</p>\n")
        else:
            if self._on_cover(node):
                self.body.append('<header class="cover">\n' + page.logo(self.builder))
            super().visit_title(node)

    def depart_title(self, node: nodes.title) -> None:
        """Below the title of the whole brief stands its subtitle."""
        super().depart_title(node)
        if self._on_cover(node):
            self.body.append(page.subtitle(self.builder) + "</header>\n")

    def visit_box(self, node: box) -> None:
        """A marked passage; by its own name, since MyST puts its own way to write containers on the translator."""
        self.visit_container(node)

    def depart_box(self, node: box) -> None:
        """End the passage."""
        self.depart_container(node)

    def visit_compound(self, node: nodes.compound) -> None:
        """On the cover what the revision is stands between the text and the contents."""
        if "toctree-wrapper" in node["classes"]:
            self._tell_edition(node)
        super().visit_compound(node)

    def depart_section(self, node: nodes.section) -> None:
        """A cover without contents tells what the revision is at its end."""
        if len(node):
            self._tell_edition(node[-1])
        super().depart_section(node)

    def _tell_edition(self, node: nodes.Node) -> None:
        if not self.edition_told and self._on_cover(node.parent[0]):
            self.edition_told = True
            self.body.append(page.cover(self.builder))

    def add_permalink_ref(self, node: nodes.Element, title: str) -> None:
        """A link to the place itself, named for those who hear it."""
        icon = self.config.html_permalinks_icon
        if node["ids"] and self.config.html_permalinks and self.builder.add_permalinks:
            name = self.attval(title)
            self.body.append(
                f'<a class="headerlink" href="#{node["ids"][0]}" aria-label="{name}" title="{name}">'
                f'<span aria-hidden="true">{icon}</span></a>'
            )

    def _on_cover(self, node: nodes.Node) -> bool:
        section = node.parent
        first = isinstance(section, nodes.section) and isinstance(section.parent, nodes.document)
        root = self.builder.current_docname == self.config.root_doc
        return first and root and section.index(node) == 0 and page.is_ours(self.builder)

    # The chain of evidence: what opens without a script

    def visit_chip_button(self, node: chip_button) -> None:
        """A button that opens the note beside it; the browser itself closes it and gives the focus back."""
        self.body.append(self.starttag(node, "button", "", type="button", popovertarget=node["opens"]))

    def depart_chip_button(self, node: chip_button) -> None:
        """Close the button."""
        self.body.append("</button>")

    def visit_chip_note(self, node: chip_note) -> None:
        """What the button opens; a browser that knows no such element prints it in the line."""
        self.body.append(self.starttag(node, "span", "", popover="auto"))

    def depart_chip_note(self, node: chip_note) -> None:
        """Close the note."""
        self.body.append("</span>")

    def visit_disclosure(self, node: disclosure) -> None:
        """A line that opens the rest, without a script."""
        self.body.append(self.starttag(node, "details"))

    def depart_disclosure(self, node: disclosure) -> None:
        """Close it."""
        self.body.append("</details>\n")

    def visit_disclosure_line(self, node: disclosure_line) -> None:
        """The line itself."""
        self.body.append(self.starttag(node, "summary", ""))

    def depart_disclosure_line(self, node: disclosure_line) -> None:
        """Close the line."""
        self.body.append("</summary>\n")

    def visit_margin_note(self, node: margin_note) -> None:
        """A definition that eyes find in the margin; who listens has it from the link already."""
        self.body.append(self.starttag(node, "aside", "").replace(">", ' aria-hidden="true">', 1))

    def depart_margin_note(self, node: margin_note) -> None:
        """Close it."""
        self.body.append("</aside>\n")

    # Tables: headers that say what they head, and a frame for wide ones

    def visit_table(self, node: nodes.table) -> None:
        """A wide table scrolls in a frame that the keyboard reaches, named for the table or its figure."""
        columns = next((group["cols"] for group in node.findall(nodes.tgroup)), 0)
        if LISTED not in node["classes"] and list(node.findall(nodes.thead)):
            node["classes"].append(LISTED)
        if columns > WIDE:
            figure = node.parent if isinstance(node.parent, nodes.figure) else nodes.figure()
            title = node.next_node(nodes.title) or figure.next_node(nodes.caption)
            caption = title.astext() if title else figure.get("title", "")
            name = f' aria-label="{self.attval(caption)}"' if caption else ""
            role = "region" if caption else "group"
            self.body.append(f'<div class="table-frame" role="{role}"{name} tabindex="0">\n')
        else:
            self.body.append('<div class="table-fit">\n')
        self.framed.append(node)
        super().visit_table(node)

    def depart_table(self, node: nodes.table) -> None:
        """Close the frame."""
        super().depart_table(node)
        if node in self.framed:
            self.framed.remove(node)
            self.body.append("</div>\n")

    def visit_entry(self, node: nodes.entry) -> None:
        """A header cell says whether it heads its column or its row; an empty one is no header."""
        super().visit_entry(node)
        tag = self.body[-1]
        if tag.startswith("<th"):
            if not node.astext().strip():
                self.body[-1] = tag.replace("<th", "<td", 1)
                self.context[-1] = "</td>\n"
            else:
                scope = "col" if isinstance(node.parent.parent, nodes.thead) else "row"
                self.body[-1] = tag.replace("<th", f'<th scope="{scope}"', 1)
        elif head := column_head(node):
            self.body[-1] = tag.replace("<td", f'<td data-head="{self.attval(head)}"', 1)

    # Figures, images, footnotes, bibliography

    def visit_figure(self, node: nodes.figure) -> None:
        """The title comes before the picture in the page too: put there by style alone it moves what was read."""
        node.children.sort(key=lambda child: not isinstance(child, nodes.caption))
        node["ids"], others = node["ids"][:1], node["ids"][1:]  # inside they would stand before the title
        self.body += [f'<span id="{other}"></span>' for other in others]
        super().visit_figure(node)

    def depart_figure(self, node: nodes.figure) -> None:
        """Close it; the caption, which docutils closes here, is closed already."""
        self.body.append("</figure>\n")

    def depart_caption(self, node: nodes.caption) -> None:
        """The caption is the title alone, so that it alone names the figure."""
        super().depart_caption(node)
        if isinstance(node.parent, nodes.figure):
            self.body.append("</figcaption>\n")

    def visit_legend(self, node: nodes.legend) -> None:
        """What is said of a picture stands below it."""
        self.body.append(self.starttag(node, "div", CLASS="legend"))

    def depart_legend(self, node: nodes.legend) -> None:
        """Close it."""
        self.body.append("</div>\n")

    def visit_image(self, node: nodes.image) -> None:
        """An image without alternative text has none: docutils would write its file name."""
        if str(node.get("width", "")).endswith("%"):  # Sphinx writes it without its sign, which makes it pixels
            node = node.copy()
            node["classes"] = [*node["classes"], width_class(float(node["width"].rstrip("% ")))]
            del node["width"]
        super().visit_image(node)
        if "alt" not in node:
            self.body[-1] = re.sub(r'\salt="[^"]*"', "", self.body[-1], count=1)

    def visit_footnote(self, node: nodes.footnote) -> None:
        """Footnotes as notes in one group, not as landmarks in landmarks."""
        if not isinstance(node.previous_sibling(), nodes.footnote):
            self.body.append('<div class="footnote-list">\n')
        self.body.append(self.starttag(node, "div", CLASS="footnote", role="note"))

    def depart_footnote(self, node: nodes.footnote) -> None:
        """Close the note, and the group after the last."""
        self.body.append("</div>\n")
        if not isinstance(node.next_node(descend=False, siblings=True), nodes.footnote):
            self.body.append("</div>\n")

    def visit_citation(self, node: nodes.citation) -> None:
        """Bibliography entries as items of a list; the role that docutils gives them is deprecated."""
        if not isinstance(node.previous_sibling(), nodes.citation):
            self.body.append('<div role="list" class="citation-list">\n')
        self.body.append(self.starttag(node, "div", CLASS="citation", role="listitem"))

    # Links

    def visit_reference(self, node: nodes.Element) -> None:
        """In the contents, the page one is on says so; a term is described by its definition."""
        tag = len(self.body)  # what follows the tag may be the number of a chapter
        super().visit_reference(node)
        said = ""
        if "current" in node["classes"]:
            said = 'aria-current="page" '
        elif "label" in node:  # what a link of one word says to those who hear it alone
            said = f'aria-label="{self.attval(node["label"])}" '
        elif (term := terms.term_of(node)) and page.is_ours(self.builder):
            said = f'aria-describedby="{terms.PREFIX}{term}" '
        self.body[tag] = self.body[tag].replace("<a ", f"<a {said}", 1)


def column_head(entry: nodes.entry) -> str:
    """What heads the column of a cell, in tables that narrow screens show as lists."""
    group = entry.parent.parent.parent
    heads = next(iter(group.findall(nodes.thead)), None)
    if LISTED not in group.parent["classes"] or heads is None or group["cols"] == PAIRS:
        return ""
    return " ".join(heads[0][entry.parent.index(entry)].astext().split())


def width_class(share: float) -> str:
    """A width in per cent as one of the classes that the style sheet has, one for each per cent."""
    return f"w-{min(max(round(share), 1), 100)}"
