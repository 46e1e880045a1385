"""What a build complains of: the chain of evidence, words, typed numbers, hazards, and chapters as text.

Each module tells its own complaints; the sentences of all of them are in `policybrief.words.complaints`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """The rules, each where what it looks at is there."""
    from policybrief.checks import consistency, content, hazards, language, numerals

    hazards.add_values(app)
    language.add_values(app)
    numerals.add_values(app)
    app.connect("source-read", hazards.check_chapter)
    app.connect("doctree-read", content.check_alternatives)
    app.connect("doctree-read", content.check_empty)
    app.connect("doctree-read", hazards.check_code)
    app.connect("doctree-read", numerals.check)
    app.connect("doctree-read", language.check)
    app.connect("env-check-consistency", consistency.check)
    app.connect("env-check-consistency", hazards.check_files, priority=600)  # after those of revisions
