"""Policy briefs with a typed chain of evidence: source, evidence, finding, recommendation.

A Sphinx extension.  Nothing is imported here at the top, so that the records and the arithmetic
(`policybrief.model`, `policybrief.evidence`, `policybrief.intervals`) cost nothing to use elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """The parts of the extension, in the order in which a build uses them."""
    from pybtex.plugin import register_plugin

    from policybrief import (
        appraisal,
        configuration,
        domain,
        encoding,
        figures,
        freezing,
        messages,
        nodes,
        printing,
        reading,
        register,
        sources,
        theme,
        transforms,
    )
    from policybrief.checks import hazards, language, numerals, texts
    from policybrief.redline import marks, project
    from policybrief.revisions import chapter, edition, history

    app.setup_extension("sphinxcontrib.bibtex")
    register_plugin("pybtex.style.formatting", "brief", sources.BibliographyStyle)
    app.add_message_catalog(messages.CATALOGUE, str(messages.FOLDER))

    # before reading
    configuration.add_values(app)
    edition.add_values(app)
    project.add_values(app)
    app.connect("builder-inited", domain.load_material, priority=400)  # before sphinxcontrib-bibtex reads

    # reading: note
    app.add_domain(domain.BriefDomain)
    for own in nodes.OWN:
        app.add_node(own)
    marks.add_nodes(app)
    app.add_source_parser(freezing.LoweredParser)
    app.connect("env-get-outdated", domain.reread_registers)
    app.connect("env-before-read-docs", encoding.check)
    app.connect("source-read", texts.replace_controls)
    app.connect("source-read", hazards.check_chapter)
    app.connect("doctree-read", texts.replace_escaped_controls)
    app.connect("doctree-read", domain.note_statements)
    app.connect("doctree-read", texts.check_alternatives)
    app.connect("doctree-read", texts.check_empty)
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
    app.add_post_transform(transforms.FillStatements)
    app.add_post_transform(transforms.FillListings)
    app.add_post_transform(appraisal.AppraiseSources)
    app.add_post_transform(chapter.FillHistory)
    app.add_post_transform(chapter.TagRecommendations)
    app.add_post_transform(freezing.AddressReferences)

    # outputs
    theme.add_theme(app)
    app.setup_extension("sphinx_typst")
    app.connect("typst-document", printing.dress)
    app.add_builder(register.RegisterBuilder)
    app.add_builder(freezing.LoweredBuilder)
    app.add_builder(reading.ReadingBuilder)
    app.connect("build-finished", register.publish_schema)

    return {
        "version": __version__,
        "env_version": 3,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
