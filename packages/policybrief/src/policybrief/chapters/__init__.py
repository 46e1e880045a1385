"""Chapters as Sphinx reads them: the domain and its directives and roles, what is filled in, lists, links."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """The domain, what it notes while chapters are read, and what is filled in when all are."""
    from policybrief.chapters import (
        allowed,
        appraisal,
        carried,
        characters,
        citations,
        computed_words,
        csv_tables,
        domain,
        filling,
        html,
        nodes,
        numbering,
        terms,
        translating,
        typography,
    )
    from policybrief.data import upstream
    from policybrief.words.complaints import closest

    allowed.setup(app)
    upstream.hint_in_myst(lambda env, target: closest(target, domain.names_in(env)))
    app.connect("builder-inited", domain.load_material, priority=400)  # before sphinxcontrib-bibtex reads
    app.add_domain(domain.BriefDomain)
    for own in nodes.OWN:
        app.add_node(own)
    app.connect("env-before-read-docs", characters.check_encoding)
    app.connect("source-read", characters.replace_controls)
    app.connect("include-read", characters.replace_included)
    app.connect("doctree-read", characters.replace_escaped_controls)
    app.connect("doctree-read", characters.check_included, priority=600)  # after Sphinx has noted what is included
    app.connect("config-inited", html.read_html, priority=60)  # when what is unset is filled in
    app.connect("config-inited", translating.compare_alone)
    app.add_transform(translating.NoteRoles)
    app.add_transform(translating.CompareRoles)
    app.add_directive("csv-table", csv_tables.CSVTable, override=True)
    app.add_directive("list-table", csv_tables.ListTable, override=True)
    app.add_directive_to_domain("std", "glossary", terms.Glossary, override=True)
    app.connect("doctree-read", domain.note_statements)
    app.connect("doctree-read", citations.note_lines)
    app.connect("doctree-read", citations.follow_aliases)
    app.connect("doctree-read", citations.hold_filters)
    app.connect("env-updated", citations.note_uses, priority=400)  # before sphinxcontrib-bibtex asks for labels
    app.connect("env-updated", domain.number_statements)
    upstream.tell_missing_alone(app)
    app.connect("warn-missing-reference", domain.tell_missing)
    app.connect("env-get-updated", numbering.restore, priority=numbering.BEFORE)
    app.connect("env-get-updated", numbering.letter, priority=numbering.AFTER)
    app.add_post_transform(filling.FillStatements)
    app.add_post_transform(filling.FillListings)
    app.add_post_transform(computed_words.FillStored)
    app.add_post_transform(carried.SetRight)
    app.add_post_transform(appraisal.AppraiseSources)
    app.add_post_transform(appraisal.LeaveOutSources)
    app.add_post_transform(typography.SetQuotes)
    app.add_post_transform(typography.KeepTogether)
    app.add_transform(typography.KeepTitlesTogether)
