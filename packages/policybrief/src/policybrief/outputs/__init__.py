"""Outputs that are no pages: register, print, citation, readability, review; and the run that makes all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """The builders, and what the PDF builder is told of a brief."""
    from policybrief.outputs import (
        garbage,
        print_cover_lists,
        print_facts,
        print_hyphens,
        print_lengths,
        print_margins,
        print_table_notes,
        readability,
        register,
    )

    garbage.setup(app)
    app.setup_extension("sphinx_accessible_pdf")
    app.connect("config-inited", print_facts.share_logo)
    app.connect("accessible-pdf-document", print_facts.dress)
    app.add_post_transform(print_cover_lists.CoverLists)
    app.add_post_transform(print_margins.NamedOnce)
    app.add_post_transform(print_margins.MarginNotes)
    app.add_post_transform(print_hyphens.KeptTogether)
    app.add_post_transform(print_table_notes.NotedTables)
    app.add_post_transform(print_table_notes.OpensSection)
    app.add_builder(register.RegisterBuilder)
    app.add_builder(readability.ReadingBuilder)
    app.connect("build-finished", register.publish_schema)
    app.add_config_value("brief_pages", {}, "", dict, "the least and the most pages of a PDF, by its name")
    given = "chapters of annexes that are handed on, such as a model letter: in print they fill pages of their own"
    app.add_config_value("brief_leaves", [], "env", (list, tuple), given)
    app.connect("build-finished", print_lengths.check)
