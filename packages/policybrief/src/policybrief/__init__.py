"""Policy briefs with a typed chain of evidence: source, evidence, finding, recommendation.

A Sphinx extension.  Nothing is imported here at the top, so that the records and the arithmetic
(`policybrief.words`, `policybrief.data`) cost nothing to use elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """The parts of the extension, in the order in which a build uses them."""
    from pybtex.backends import plaintext
    from pybtex.plugin import register_plugin

    from policybrief import configuration, figures, pages
    from policybrief.chapters import appraisal, domain, encoding, filling, nodes
    from policybrief.checks import content, hazards, language, numerals
    from policybrief.data import bibliography
    from policybrief.outputs import print_facts, readability, register
    from policybrief.revisions import chapter, comparison, history, lowering, release
    from policybrief.words import messages
    from sphinx_redline import marks

    app.setup_extension("sphinxcontrib.bibtex")
    register_plugin("pybtex.style.formatting", "brief", bibliography.BibliographyStyle)
    # sphinxcontrib-bibtex looks it up for every citation, among the entry points of all that is installed
    register_plugin("pybtex.backends", "plaintext", plaintext.Backend, force=True)
    app.add_message_catalog(messages.CATALOGUE, str(messages.FOLDER))

    # before reading
    configuration.add_values(app)
    release.add_values(app)
    comparison.add_values(app)
    app.connect("builder-inited", domain.load_material, priority=400)  # before sphinxcontrib-bibtex reads

    # reading: note
    app.add_domain(domain.BriefDomain)
    for own in nodes.OWN:
        app.add_node(own)
    marks.add_nodes(app)
    app.add_source_parser(lowering.LoweredParser)
    app.connect("env-before-read-docs", encoding.check)
    app.connect("source-read", content.replace_controls)
    app.connect("source-read", hazards.check_chapter)
    app.connect("doctree-read", content.replace_escaped_controls)
    app.connect("doctree-read", domain.note_statements)
    app.connect("doctree-read", content.check_alternatives)
    app.connect("doctree-read", content.check_empty)
    app.connect("doctree-read", hazards.check_code)
    app.connect("doctree-read", numerals.check)
    app.connect("doctree-read", language.check)

    # all read: number, compare with earlier revisions, check
    app.connect("env-updated", domain.number_statements)
    app.connect("env-updated", history.note_history, priority=600)  # it needs the numbers
    app.connect("env-check-consistency", history.check_history)
    app.connect("env-check-consistency", hazards.check_files)

    figures.setup(app)

    # resolve and lower
    app.add_post_transform(filling.FillStatements)
    app.add_post_transform(filling.FillListings)
    app.add_post_transform(appraisal.AppraiseSources)
    app.add_post_transform(chapter.FillHistory)
    app.add_post_transform(chapter.TagRecommendations)
    app.add_post_transform(lowering.AddressReferences)

    # outputs
    pages.add_theme(app)
    app.setup_extension("sphinx_accessible_pdf")
    app.connect("accessible-pdf-document", print_facts.dress)
    app.add_builder(register.RegisterBuilder)
    app.add_builder(lowering.LoweredBuilder)
    app.add_builder(readability.ReadingBuilder)
    app.connect("build-finished", register.publish_schema)

    return {
        "version": __version__,
        "env_version": 3,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
