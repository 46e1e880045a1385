"""Runs of text, links, footnotes and citations."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from sphinx_accessible_pdf.source import block, call, string
from sphinx_accessible_pdf.writing import Writing


class Inline(Writing):
    """What stands within a line, and what it refers to."""

    def on_inline(self, node: nodes.Element) -> str:
        """A run of text; with classes, the template's to dress."""
        if not node["classes"]:
            return self.anchors(node) + self.children(node)
        return f"t.inline({self.classes(node)}, {self.content(node)});"

    on_problematic = on_generated = on_download_reference = on_desc_inline = on_inline

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
        return f"raw({string(self.builder.coverage.shown(node.astext(), node))});"

    def on_reference(self, node: nodes.Element) -> str:
        """A link, in the document or out of it; one to a chapter outside the document prints as text."""
        uri: str = node.get("refuri", "")
        if "refid" in node:
            target = f"{self.docname}:{node['refid']}"
        elif uri.startswith("%"):
            docname, _hash, id = uri[1:].partition("#")
            target = f"{docname}:{id}"
        else:
            return f"link({string(uri)}, {self.content(node)});" if uri else self.children(node)
        if target not in self.targets:
            return self._outside(node, uri)
        return f"link(label({string(target)}), {self.content(node)});"

    def _outside(self, node: nodes.Element, uri: str) -> str:
        """A reference to a chapter that this document leaves out: to its address, where there is one."""
        base: str = self.builder.config.html_baseurl
        if not base or not uri.startswith("%"):
            return self.anchors(node) + self.children(node)
        docname, mark, id = uri[1:].partition("#")
        config = self.builder.config
        suffix = config.html_link_suffix or config.html_file_suffix or ".html"
        return f"link({string(f'{base}{docname}{suffix}{mark}{id}')}, {self.content(node)});"

    on_number_reference = on_reference

    def on_pending_xref(self, node: addnodes.pending_xref) -> str:
        """A reference that could not be resolved prints its text."""
        return self.children(node)

    def on_citation(self, node: nodes.citation) -> str:
        """An entry of the bibliography."""
        label = "".join(self.children(label) for label in self.only(node, nodes.label))
        return call("t.entry", block(self.anchors(node) + label), block(self.children(node, nodes.label)))

    def on_footnote(self, node: nodes.footnote) -> str:
        """A footnote prints where it is referred to; one that nothing refers to, where it stands."""
        if node["backrefs"]:
            return ""
        label = "".join(self.children(label) for label in self.only(node, nodes.label))
        return call("t.entry", block(self.anchors(node) + label), block(self.children(node, nodes.label)))

    def on_footnote_reference(self, node: nodes.footnote_reference) -> str:
        """A footnote, printed where it is first referred to."""
        target = f"{self.docname}:{node.get('refid', '')}"
        note = self.footnotes.get(target)
        if note is None:
            return f"super({self.content(node)});"
        name = string(f"footnote {target}")
        if target in self.printed_footnotes:
            return f"footnote(label({name}));"
        self.printed_footnotes.add(target)
        return f"[#footnote({block(self.children(note, nodes.label))})#label({name})];"
