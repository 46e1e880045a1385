"""What authors write that is no chapter: evidence, bibliography, instruments, changelog, read and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """What may be read; the bibliography in our style of sphinxcontrib-bibtex; the profile; an event."""
    from pybtex.plugin import register_plugin
    from sphinxcontrib.bibtex.plugin import register_plugin as register_reference_style

    from policybrief.data import (
        confinement,
        entry_text,
        evaluations,
        profiles,
        reference_style,
        style,
        translations,
        upstream,
        upstream_citations,
    )

    app.setup_extension("sphinxcontrib.bibtex")
    app.add_domain(upstream_citations.CitationsByKey, override=True)
    register_plugin("pybtex.style.formatting", "brief", style.BibliographyStyle)
    register_reference_style("sphinxcontrib.bibtex.style.referencing", "brief", reference_style.ReferenceStyle)
    upstream.keep_backend()
    upstream_citations.read_all_citations()
    profiles.add_values(app)
    confinement.setup(app)
    upstream.read_fields(entry_text.text)
    upstream.tell_ids_apart()
    upstream.walk_trees_in_one_frame()
    upstream.number_counted_headings_alone()
    app.add_event(evaluations.EVENT)
    app.connect("config-inited", translations.load, priority=55)  # once what is unset is filled in
