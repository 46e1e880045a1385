"""What a build complains of, each rule a function with its sentence in place (see `policybrief.checks.rules`).

`chain` from source to recommendation, `cards` of recommendations, `form` of a brief, `language`, `numerals` and
`store_words` in its sentences, `accessibility` of a chapter, `hazards` that no brief may help with; `limits` is
how long things may be.  What cannot be read is told by who reads it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


RULES = ("chain", "cards", "form", "language", "store_words", "numerals", "accessibility", "hazards")
"""The modules that register rules, in the order in which they are told."""


def setup(app: Sphinx) -> None:
    """The rules, in the order in which they are told."""
    from policybrief.checks import hazards, language, limits, numerals, repeats, rules

    for name in RULES:
        import_module(f"policybrief.checks.{name}")
    for module in (hazards, language, limits, numerals):
        module.add_values(app)
    app.add_config_value("brief_rules", [], "env", (list, tuple), "the optional rules that hold for this brief")
    app.add_config_value("brief_actors", {}, "env", dict, "names of those who act, by the id in `:actors:`")
    app.connect("config-inited", rules.check_values)
    app.connect("env-before-read-docs", rules.tell_causes)
    app.connect("source-read", hazards.check_chapter)
    app.connect("doctree-read", rules.check_chapter)
    app.connect("env-check-consistency", rules.check_brief)
    repeats.count(app)
