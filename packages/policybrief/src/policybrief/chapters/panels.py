"""What was found and what is asked for, for the first page on screen and for a cover without a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from policybrief.chapters.links import actor_name, to_statement
from policybrief.chapters.lists import standing
from policybrief.chapters.nodes import inline, paragraph
from policybrief.words import scales
from policybrief.words.messages import _

if TYPE_CHECKING:
    from sphinx.config import Config

    from policybrief.chapters.domain import BriefDomain


class Listed(NamedTuple):
    """A list with its title."""

    title: str
    items: nodes.bullet_list


def found(domain: BriefDomain) -> Listed | None:
    """The key findings, each with its certainty."""
    items = []
    for one in domain.findings.values():
        if one.key and one.stands:
            sure = inline(scales.certainty(one.certainty), "certainty", f"certainty-{one.certainty}")
            items.append((paragraph(to_statement("finding", one.id)), paragraph(sure, classes=("panel-note",))))
    return _listed(str(_("What we found")), items)


def asked(domain: BriefDomain, config: Config) -> Listed | None:
    """The recommendations by their numbers, each with its date and who is to act, in the words of its card."""
    items = []
    for one in standing(domain):
        when = domain.style.date(one.by) if one.by else ""
        said = " ".join(block.astext() for block in domain.body(one.id).get("who", ())).removesuffix(".")
        who = said or ", ".join(actor_name(config, id) for id in one.actors)
        note = paragraph(" · ".join(filter(None, (when, who))), classes=("panel-note",))
        items.append((paragraph(to_statement("recommendation", one.id)), note))
    return _listed(str(_("What we ask for")), items)


def _listed(title: str, items: list[tuple[nodes.paragraph, nodes.paragraph]]) -> Listed | None:
    if not items:
        return None
    return Listed(
        title, nodes.bullet_list("", *(nodes.list_item("", *item) for item in items), classes=["panel-list"])
    )
