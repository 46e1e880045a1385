"""Runs of text, links, footnotes and citations."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes

from sphinx_accessible_pdf.source import block, broken, call, data, pieces, string
from sphinx_accessible_pdf.writing import Writing

if TYPE_CHECKING:
    from sphinx_accessible_pdf.volumes import Place

MOST_NOTED = 20
"""How many notes may stand in notes, one in another."""


class Inline(Writing):
    """What stands within a line, and what it refers to."""

    def on_inline(self, node: nodes.Element) -> str:
        """A run of text; with classes, the template's to dress."""
        if "linebreak" in node["classes"]:
            self.after_break = True
            return "linebreak();"
        if not node["classes"]:
            return self.anchors(node) + self.children(node)
        return f"t.inline({self.classes(node)}, {self.content(node)});"

    on_problematic = on_generated = on_desc_inline = on_inline

    def on_download_reference(self, node: nodes.Element) -> str:
        """A file to take along, attached under the name that is said; where pages have an address, it is there."""
        if "filename" not in node:
            return self.on_reference(node) if "refuri" in node else self.on_inline(node)
        name = self.builder.attached(node, self.attachments)
        words = node.astext() if name in node.astext() else f"{node.astext()} ({name})"
        said = block(string(self.builder.coverage.shown(words, node)))
        base: str = self.builder.config.html_baseurl
        if not base:
            return said + ";"
        place = quote(f"_downloads/{node['filename']}")
        return self._linked(string(f"{base}{place}"), node, said)

    def on_abbreviation(self, node: nodes.Element) -> str:
        """A short form, in full where it first stands."""
        meaning, code = node.get("explanation", ""), self.on_inline(node)
        if not meaning or meaning in self.explained:
            return code
        self.explained.add(meaning)
        return code + string(f" ({self.builder.coverage.shown(meaning, node)})") + ";"

    on_acronym = on_inline

    def on_emphasis(self, node: nodes.Element) -> str:
        """Emphasis."""
        return f"emph({self.content(node)});"

    on_title_reference = on_manpage = on_emphasis

    def on_strong(self, node: nodes.Element) -> str:
        """Strong emphasis."""
        return f"strong({self.content(node)});"

    def on_subscript(self, node: nodes.Element) -> str:
        """A subscript."""
        return f"sub({self.content(node)});"

    def on_superscript(self, node: nodes.Element) -> str:
        """A superscript."""
        return f"super({self.content(node)});"

    def on_literal(self, node: nodes.Element) -> str:
        """Code within a line."""
        text = self.builder.coverage.shown(node.astext(), node)
        parts = pieces(text, self.step)
        return f"raw({string(text)});" if len(parts) == 1 else f"t.literal({data(parts)});"

    def on_reference(self, node: nodes.Element) -> str:
        """A link, in the document or out of it; one to a chapter outside the document prints as text."""
        uri: str = node.get("refuri", "")
        if "refid" in node:
            target = f"{self.docname}:{node['refid']}"
        elif uri.startswith("%"):
            docname, _hash, id = uri[1:].partition("#")
            target = f"{docname}:{id}"
        else:
            return self._linked(string(uri), node) + self._address(uri, node) if uri else self.children(node)
        if target not in self.targets:
            place = self.elsewhere.get(target)
            return self._in_volume(node, place) if place else self._outside(node, uri)
        return self._linked(f"label({string(target)})", node)

    def _address(self, uri: str, node: nodes.Element) -> str:
        """The address of a link in print, where the project asks for it and the words do not say it."""
        how = self.builder.config.accessible_pdf_show_urls
        if how not in ("inline", "footnote") or node.astext() in (uri, uri.removeprefix("mailto:")):
            return ""
        if how == "inline" or self.in_title or self.in_head:
            return f'" (";{broken(uri)}")";'
        self.addresses += 1
        return f"t.note(none, {string(f'address {self.addresses}')}, {block(broken(uri))});"

    def _linked(self, target: str, node: nodes.Element, content: str = "") -> str:
        """A link; in a row of heads that repeats, the profiles allow it in the first one only."""
        content = content or self.content(node)
        link = f"link({target}, {content});"
        return f"t.once({string(self.in_head)}, {block(link)}, {content});" if self.in_head else link

    def _in_volume(self, node: nodes.Element, place: Place) -> str:
        """A link to another volume, as near as links from outside can lead."""
        name = f"#nameddest={quote(place.section, safe='')}" if place.section else ""
        return self._linked(f"volumes.at({place.volume}) + {string(name)}", node)

    def _outside(self, node: nodes.Element, uri: str) -> str:
        """A reference to a chapter that this document leaves out: to its address, where there is one."""
        base: str = self.builder.config.html_baseurl
        if not base or not uri.startswith("%"):
            return self.anchors(node) + self.children(node)
        docname, mark, id = uri[1:].partition("#")
        config = self.builder.config
        suffix = config.html_link_suffix or config.html_file_suffix or ".html"
        return self._linked(string(f"{base}{docname}{suffix}{mark}{id}"), node)

    on_number_reference = on_reference

    def on_pending_xref(self, node: addnodes.pending_xref) -> str:
        """A reference that could not be resolved prints its text."""
        return self.children(node)

    def on_citation(self, node: nodes.citation) -> str:
        """An entry of the bibliography."""
        label = "".join(self.children(label) for label in self.only(node, nodes.label))
        return call("t.cited", block(self.anchors(node) + label), block(self.run_in(node, nodes.label)))

    def on_footnote(self, node: nodes.footnote) -> str:
        """A footnote prints where it is referred to; one that nothing refers to, where it stands."""
        refer = (ref for id in node["ids"] for ref in self.referring.get(f"{self.docname}:{id}", ()))
        if not all(map(self._in_left_title, refer)):
            return ""
        label = "".join(self.children(label) for label in self.only(node, nodes.label))
        return call("t.entry", block(self.anchors(node) + label), block(self.run_in(node, nodes.label)))

    def _in_left_title(self, node: nodes.Node) -> bool:
        """Whether something stands in the title of the root, to which that of the document is preferred."""
        while node.parent is not None and not isinstance(node, nodes.title):
            node = node.parent
        return isinstance(node, nodes.title) and node.parent is self.outermost

    def on_footnote_reference(self, node: nodes.footnote_reference) -> str:
        """A footnote, printed where it is first referred to."""
        target = f"{self.docname}:{node.get('refid', '')}"
        note = self.footnotes.get(target)
        if note is None:
            return f"super({self.content(node)});"
        name = string(f"footnote {target}")
        own = self.docname in self.numbered or note.get("auto") == "*"
        number = string(node.astext()) if own else "none"
        if target in self.printed_footnotes:
            code = f"t.noted({number}, {name});"
        elif self.noted == MOST_NOTED:
            message = f"this note stands in {MOST_NOTED} others, one in another, and is left out with those in it"
            self.builder.tally.note("nesting", message, node)
            return f"super({self.content(node)});"
        else:
            self.printed_footnotes.add(target)
            code = f"t.note({number}, {name}, {block(self._noted(note))});"
        if self.in_title:
            code = f"t.not-in-contents({block(code)});"
        return f"t.once({string(self.in_head)}, {block(code)}, []);" if self.in_head else code

    def _noted(self, note: nodes.footnote) -> str:
        """The words of a note, which may stand on another page than the row of heads that refers to it."""
        head, self.in_head = self.in_head, ""
        self.noted += 1
        code = self.run_in(note, nodes.label)
        self.noted -= 1
        self.in_head = head
        return code
