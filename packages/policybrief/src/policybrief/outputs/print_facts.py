"""What the print edition is told of the brief: cover, running strip, and the register that travels inside."""

from __future__ import annotations

import json
from functools import lru_cache
from io import BytesIO
from math import fsum
from pathlib import Path
from typing import TYPE_CHECKING, cast

import segno
from docutils import nodes
from sphinx import addnodes

from policybrief.chapters import publication
from policybrief.chapters.nodes import listing, statement
from policybrief.outputs.citation import cited, resolved, shown_authors
from policybrief.outputs.register import FILE, as_json, register
from policybrief.words import colours, palette
from policybrief.words.messages import _
from policybrief.words.scales import colon
from policybrief.words.spaces import kept_together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from policybrief.chapters.domain import BriefDomain
    from policybrief.chapters.publication import Publication
    from sphinx_accessible_pdf.configuration import Document


CODE = "address.svg"
"""File of the code for telephones."""


def code(edition: Publication, document: Document) -> dict[str, str]:
    """The permanent address and its QR code, once one is configured: the identifier before the web address."""
    address = resolved(edition.concept_doi or edition.doi) or edition.address
    if not address:
        return {"address": "", "code": ""}
    # level Q survives a fold or a stain; four modules of quiet zone are part of the code
    drawn = segno.make_qr(address, error="q")
    picture = BytesIO()
    drawn.save(picture, kind="svg", border=4, xmldecl=False)
    document.pictures[CODE] = picture.getvalue()
    return {"address": address, "code": CODE}


def share_logo(app: Sphinx, config: Config) -> None:
    """The sign of the house stands on the cover in print as on screen, unless print has one of its own."""
    if config.html_logo and not config.accessible_pdf_logo and (Path(app.confdir) / config.html_logo).is_file():
        config.accessible_pdf_logo = config.html_logo


def dress(app: Sphinx, document: Document) -> None:
    """Hand cover facts and register to the print builder."""
    from sphinx_accessible_pdf.configuration import Attachment

    domain = cast("BriefDomain", app.env.get_domain("brief"))
    edition = publication.of(app.env)
    style = domain.style
    facts = [str(_("Revision")) + f" {edition.revision}"] if edition.revision else []
    if edition.date:
        facts.append(style.date(edition.date))
    facts.append(edition.status)
    if edition.cut_off:
        facts.append(str(_("evidence to {date}")).format(date=style.date(edition.cut_off)))
    facts = list(filter(None, facts))
    unset = str(_("not yet assigned"))
    lacking = [name for name, what in publication.facts(app.env) if what == unset]
    document.title = kept_together(document.title, edition.language)
    document.inputs |= palette.typst(colours.in_use(app.config))
    summaries = list(app.config.brief_summary)
    apart = {
        "summaries": summaries,
        "leaves": list(app.config.brief_leaves),
        "annexes": str(_("Annexes")),
        "beside": _opens_narrow(app),
    }
    document.inputs |= {"paper": json.dumps(document.elements["paper"]), "apart": json.dumps(apart)}
    document.elements |= {
        "kind": " · ".join(filter(None, [str(_("Policy brief")), edition.report_number])),
        "subtitle": kept_together(edition.subtitle, edition.language),
        "authors": shown_authors(edition),
        "funding": edition.funding,
        "summaries": summaries,
        "description": ", ".join(filter(None, [*facts, edition.reviewed])),
        "keywords": facts,
        "dated": style.date(edition.date) if edition.date else "",
        "facts": [
            [name, what]
            for name, what in dict([*publication.facts(app.env), *publication.identifiers(edition)]).items()
            # these two stand by themselves
            if what != unset and name not in (str(_("Report number")), str(_("Funding")))
        ],
        "unset": f"{', '.join(lacking)}{colon()}{unset}" if lacking else "",
        "strip": [edition.title, facts],
        "citation": cited(edition, style),
        "words": {
            "abstract": str(_("Abstract")),
            "logo": app.config.brief_logo_alt,
            "cite": str(_("How to cite")),
            "code": str(_("Code for the address beside it")),
            "contents": str(_("Contents")),
            "empty": str(_("This page is left empty, so that the number of pages is even.")),
        },
        **code(edition, document),
    }
    if edition.date:
        day = edition.date
        document.elements["date"] = {"year": day.year, "month": day.month, "day": day.day}
    data = _register(app)
    description = str(_("The brief as data: recommendations, findings, evidence and sources"))
    document.attachments.append(Attachment(FILE, data, "application/json", "data", description))


def _opens_narrow(app: Sphinx) -> bool:
    """Whether contents can stand beside the first chapter: it has its own page, and nothing wider than text."""
    listed = list(_printed(app))
    if len(listed) < 2 or listed[1] not in app.config.brief_summary:
        return False
    wider = (nodes.table, nodes.figure, nodes.image, statement, listing)
    if any(isinstance(node, wider) for node in app.env.get_doctree(listed[0]).findall()):
        return False
    abstract = sum(len(node.astext()) for node in cast("BriefDomain", app.env.get_domain("brief")).abstract())
    # in millimetres: lines of 30 letters in the margin, of 95 across the page, and heading and box of the chapter
    contents = fsum(5.3 + 3.2 * (len(app.env.titles[name].astext()) // 30) for name in listed)
    return contents < 190 - abstract / 95 * 5


def _printed(app: Sphinx) -> Iterator[str]:
    """The chapters that the first page lists, without those that it keeps to other outputs."""
    for toctree in app.env.get_doctree(app.config.root_doc).findall(addnodes.toctree):
        kept, above = True, toctree.parent
        while above is not None:
            kept &= not isinstance(above, addnodes.only) or app.tags.eval_condition(above["expr"])
            above = above.parent
        yield from (name for name in toctree["includefiles"] if kept and name in app.env.titles)


@lru_cache(maxsize=1)
def _register(app: Sphinx) -> bytes:
    """The register of a run, for all its documents."""
    return as_json(register(app.env)).encode()
