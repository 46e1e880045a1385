"""What the print edition is told of the brief: cover, running strip, and the register that travels inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from policybrief import publication
from policybrief.messages import _
from policybrief.register import FILE, as_json, register

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from policybrief.domain import BriefDomain
    from sphinx_typst.configuration import Document


def dress(app: Sphinx, document: Document) -> None:
    """Hand cover facts and register to the print builder."""
    from sphinx_typst.configuration import Attachment

    domain = cast("BriefDomain", app.env.get_domain("brief"))
    edition = publication.of(app.env)
    style = domain.style
    facts = [str(_("Revision")) + f" {edition.revision}"]
    if edition.date:
        facts.append(style.date(edition.date))
    facts.append(edition.status)
    if edition.cut_off:
        facts.append(str(_("evidence to {date}")).format(date=style.date(edition.cut_off)))
    facts = list(filter(None, facts))
    document.elements |= {
        "kind": str(_("Policy brief")),
        "subtitle": edition.subtitle,
        "summaries": list(app.config.brief_summary),
        "description": ", ".join(filter(None, [*facts, edition.reviewed])),
        "keywords": facts,
        "dated": style.date(edition.date) if edition.date else "",
        "facts": [list(fact) for fact in publication.facts(app.env)],
        "strip": " · ".join([edition.title, *facts]),  # one line, with room for the number of the page
        "words": {"contents": str(_("Contents")), "annexes": str(_("Annexes"))},
    }
    if edition.date:
        day = edition.date
        document.elements["date"] = {"year": day.year, "month": day.month, "day": day.day}
    data = as_json(register(app.env)).encode()
    description = str(_("The brief as data: recommendations, findings, evidence and sources"))
    document.attachments.append(Attachment(FILE, data, "application/json", "data", description))
