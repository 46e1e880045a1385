"""Diagrams and pictures that other extensions draw when a page is written, and the outputs of notebooks.

Each is asked to draw as it would for its own builders; without its program, the source of a diagram prints.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util import logging

from sphinx_accessible_pdf.source import call, string
from sphinx_accessible_pdf.telling import source_of
from sphinx_accessible_pdf.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.config import Config

logger = logging.getLogger(__name__)

OUTPUTS = (
    *("image/svg+xml", "image/png", "image/jpeg", "image/gif"),
    *("text/latex", "text/markdown", "text/plain", "text/html"),
)
"""What print shows of an output of a notebook that comes in several forms, the best first."""
BUILDERS = ("accessiblepdf", "accessibletypst")


def order_outputs(app: Sphinx, config: Config) -> None:
    """Tell MyST-NB which form of an output print takes; what the project says comes after and wins."""
    if hasattr(config, "nb_mime_priority_overrides"):
        own = [(name, mime, place) for name in BUILDERS for place, mime in enumerate(OUTPUTS, 1)]
        config.nb_mime_priority_overrides = [*own, *config.nb_mime_priority_overrides]


class Adapters(Writing):
    """Nodes of extensions that draw."""

    def on_graphviz(self, node: nodes.Element) -> str:
        """A graph of ``sphinx.ext.graphviz``."""
        from sphinx.ext.graphviz import render_dot

        def draw(translator: Any) -> Any:
            return render_dot(translator, node["code"], node["options"], "svg", "graphviz", node.get("filename"))

        return self._diagram(node, node["code"], node.get("alt", ""), draw)

    def on_inheritance_diagram(self, node: nodes.Element) -> str:
        """The classes of ``sphinx.ext.inheritance_diagram``."""
        from sphinx.ext.graphviz import render_dot

        graph = node["graph"]
        code = graph.generate_dot("inheritance", env=self.builder.env)
        alternative = f"Inheritance diagram of {node['content']}"
        return self._diagram(
            node, code, alternative, lambda translator: render_dot(translator, code, {}, "svg", "inheritance")
        )

    def on_mermaid(self, node: nodes.Element) -> str:
        """A diagram of ``sphinxcontrib.mermaid``."""
        from sphinxcontrib.mermaid import render_mm  # type: ignore[import-not-found,unused-ignore]

        def draw(translator: Any) -> Any:
            return render_mm(translator, node["code"], node["options"], "svg", "mermaid")

        return self._diagram(node, node["code"], node.get("alt", ""), draw)

    def _diagram(self, node: nodes.Element, code: str, alternative: str, draw: Callable[[Any], Any]) -> str:
        """The picture that an extension draws, or its source."""
        path, complaint = None, ""
        try:
            _name, path = draw(SimpleNamespace(builder=self.builder, config=self.builder.config))
        except Exception as error:
            complaint = str(error)
        place = self.builder.made(Path(path), node) if path else None
        spoken = self.builder.coverage.shown(alternative or code.strip(), node)
        if place:
            image = f"t.fit((..given) => image({string(place)}, alt: {string(spoken)}, ..given))"
            picture = call("t.picture", image, string("block"))
            return (
                f"box({picture.rstrip().rstrip(';')});" if isinstance(node.parent, nodes.TextElement) else picture
            )
        if complaint or path is None:
            logger.warning(
                "the diagram could not be drawn, its source is printed%s",
                f": {complaint}" if complaint else "",
                location=source_of(node),
                type="accessible_pdf",
                subtype="diagram",
            )
        listing = nodes.literal_block(code, code, language="none")
        listing.source, listing.line, listing.parent = node.source, node.line, node.parent
        return self.code(listing)

    def on_imgsgnode(self, node: nodes.Element) -> str:
        """A picture of ``sphinx_gallery``, the finest of those it made."""
        finest, uri = -1.0, str(node["uri"])
        for entry in filter(None, (node.get("srcset") or "").split(",")):
            name, _space, factor = entry.strip().partition(" ")
            scale = float(factor.rstrip("x") or 0)
            if scale > finest:
                finest, uri = scale, name
        image = nodes.image(
            uri=self.builder.beside("/" + uri.lstrip("/"), self.docname), alt=node.get("alt") or ""
        )
        image.source, image.line, image.parent = node.source, node.line, node.parent
        return self.code(image)
