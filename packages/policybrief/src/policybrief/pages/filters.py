"""The filter above a list of recommendations: who acts, how firmly it is said, how sure its ground is.

Without its script the page shows no filter and every recommendation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from docutils import nodes
from sphinx.util.osutil import relative_uri

from policybrief.chapters.lists import certainty_of
from policybrief.pages.own_pages import recommendations, written
from policybrief.words import scales
from policybrief.words.messages import _
from policybrief.words.records import Certainty, Strength

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from policybrief.chapters.domain import BriefDomain

TEMPLATE = "filter.html"
SCRIPT = "_static/recommendations.js"
FEW = 2
"""So many recommendations make a list worth filtering."""


class Choice(NamedTuple):
    """One control: its name, its label, and what can be chosen as word by value."""

    name: str
    label: str
    words: dict[str, str]


def place(app: Sphinx, tree: nodes.document, docname: str) -> None:
    """Put the filter before the first section with recommendations, and on each what it is found by."""
    if not written(app, tree, docname):
        return
    found = recommendations(app, tree)
    if len(found) < FEW:
        return
    domain = cast("BriefDomain", app.env.get_domain("brief"))
    strengths: set[Strength] = set()
    certainties: set[Certainty] = set()
    actors: dict[str, str] = {}
    for node, noted in found:
        strengths.add(noted.strength)
        actors |= {id: app.config.brief_actors.get(id, id.replace("-", " ")) for id in noted.actors}
        node["classes"] += [f"actor-{id}" for id in noted.actors]  # its strength is there already
        if sure := certainty_of(domain, noted):
            certainties.add(sure)
            node["classes"].append(f"certainty-{sure}")
    choices = [
        Choice("actor", str(_("Who")), dict(sorted(actors.items(), key=lambda pair: pair[1].casefold()))),
        Choice("strength", str(_("Strength")), {s: scales.strength(s) for s in Strength if s in strengths}),
        Choice("certainty", str(_("Certainty")), {c: scales.certainty(c) for c in Certainty if c in certainties}),
    ]
    builder = cast("StandaloneHTMLBuilder", app.builder)
    context = {
        "choices": [choice for choice in choices if choice.words],
        "name": str(_("Filter the recommendations")),
        "all": str(_("All")),
        "again": str(_("Show all")),
        "said": str(_("{shown} of {all} recommendations are shown")),
        "script": relative_uri(builder.get_target_uri(docname), SCRIPT),
    }
    made = nodes.raw("", builder.templates.render(TEMPLATE, context), format="html")
    before = _top(found[0][0])
    before.parent.insert(before.parent.index(before), made)


def _top(node: nodes.Element) -> nodes.Element:
    """What holds *node* in the chapter itself, below its title."""
    while not isinstance(node.parent.parent, nodes.document) and not isinstance(node.parent, nodes.document):
        node = node.parent
    return node
