"""What machines read in the head of a page: link previews, reference managers, catalogues, search engines.

Every value is one of the edition data, the same that the page prints; what is not assigned has no tag.
Addresses are absolute and stand only where the brief has one.  The tags are data: nothing in them is loaded.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import urljoin

from babel import Locale
from babel.core import get_global

from policybrief.outputs.citation import resolved
from policybrief.pages import card, page
from policybrief.pages.downloads import Download, beside
from policybrief.words.messages import _
from policybrief.words.persons import person
from policybrief.words.records import Status
from written_values.values import locale_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from policybrief.chapters.domain import BriefDomain
    from policybrief.chapters.publication import Publication
    from policybrief.words.records import Recommendation


class Tag(NamedTuple):
    """One ``meta`` element."""

    key: str
    """The attribute that holds its name: Open Graph asks for ``property``, all others for ``name``."""
    name: str
    content: str


class Page(NamedTuple):
    """What is said of a page."""

    title: str
    description: str
    address: str
    """Empty where the brief has none."""
    is_cover: bool


def add_tags(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    """Hand the template its tags; pages that nobody hands on (search, index, 404) have none."""
    if not page.is_ours(app.builder) or (tree is None and "own_page" not in context):
        return
    builder = cast("StandaloneHTMLBuilder", app.builder)
    edition: Publication = context["edition"]
    heading = app.env.titles.get(pagename)
    is_cover = context["is_cover"]
    title = heading.astext() if heading and not is_cover else context.get("own_page", edition.title)
    here = Page(title, context["description"], context.get("pageurl") or "", is_cover)
    files = beside(builder) if is_cover else []
    tags = [*preview(builder, edition, here), *reference(edition, here, files), *catalogue(edition, here)]
    context["tags"] = [tag for tag in tags if tag.content]
    if is_cover:
        context["linked_data"] = as_script(linked_data(builder, edition, here, files))


def preview(builder: StandaloneHTMLBuilder, edition: Publication, here: Page) -> Iterator[Tag]:
    """Open Graph: what a message or a social network shows of a link."""
    tags = {
        "og:type": "article",
        "og:title": here.title,
        "og:description": here.description,
        "og:site_name": "" if here.is_cover else edition.title,
        "og:locale": with_territory(edition.language),
        "og:url": here.address,
    }
    if edition.address and card.draw(builder.env):
        tags |= {
            "og:image": urljoin(edition.address, card.FILE),
            "og:image:width": str(card.WIDTH),
            "og:image:height": str(card.HEIGHT),
            "og:image:alt": card.alternative(builder.env),
        }
    for name, content in tags.items():
        yield Tag("property", name, content)


def reference(edition: Publication, here: Page, files: list[Download]) -> Iterator[Tag]:
    """Highwire Press: what Zotero and scholarly search engines read.  A chapter is a part of the brief."""
    yield Tag("name", "citation_title", edition.whole_title if here.is_cover else here.title)
    if not here.is_cover:
        yield Tag("name", "citation_inbook_title", edition.whole_title)
    for name in edition.named:
        yield Tag("name", "citation_author", name)
        yield Tag("name", "citation_author_institution", edition.affiliations.get(name, ""))
    yield Tag("name", "citation_publication_date", f"{edition.date:%Y/%m/%d}" if edition.date else "")
    yield Tag("name", "citation_language", edition.language)
    yield Tag("name", "citation_doi", edition.doi)
    yield Tag("name", "citation_public_url", here.address)
    if here.is_cover:
        yield Tag("name", "citation_technical_report_institution", edition.publisher)
        yield Tag("name", "citation_technical_report_number", edition.report_number or edition.revision)
        yield Tag("name", "citation_isbn", edition.isbn)
        yield Tag("name", "citation_issn", edition.issn)
        whole = next((file for file in files if file.whole), None)
        if edition.address and whole:
            yield Tag("name", "citation_pdf_url", urljoin(edition.address, whole.href))
    else:
        yield Tag("name", "citation_publisher", edition.publisher)


def catalogue(edition: Publication, here: Page) -> Iterator[Tag]:
    """Dublin Core, and the two facts that it has no word for: revision and status."""
    yield Tag("name", "DC.title", here.title)
    for name in edition.authors:
        yield Tag("name", "DC.creator", name)
    yield Tag("name", "DC.publisher", edition.publisher)
    yield Tag("name", "DC.date", edition.date.isoformat() if edition.date else "")
    yield Tag("name", "DC.type", "Text")
    yield Tag("name", "DC.language", edition.language)
    yield Tag("name", "DC.identifier", (resolved(edition.doi) if here.is_cover else "") or here.address)
    yield Tag("name", "DC.rights", edition.licence)
    if here.is_cover:
        yield Tag("name", "DCTERMS.isVersionOf", resolved(edition.concept_doi))
    else:
        yield Tag("name", "DCTERMS.isPartOf", resolved(edition.doi) or edition.address or edition.title)
    yield Tag("name", "revision", edition.revision)
    yield Tag("name", "status", edition.status)


def linked_data(
    builder: StandaloneHTMLBuilder, edition: Publication, here: Page, files: list[Download]
) -> dict[str, Any]:
    """The brief and its recommendations in the words of schema.org."""
    domain = cast("BriefDomain", builder.env.get_domain("brief"))

    def place(address: str) -> str:
        return urljoin(edition.address, address) if edition.address else address

    def part(asked: Recommendation) -> dict[str, Any]:
        target = builder.get_relative_uri(builder.config.root_doc, asked.docname).partition("#")[0]
        return {
            "@type": "CreativeWork",
            "identifier": asked.id,
            "name": f"{domain.number(asked.id)} {asked.title}",
            "url": place(f"{target}#recommendation-{asked.id}"),
            "creativeWorkStatus": str(asked.status) if asked.status is Status.WITHDRAWN else "",
        }

    return _told(
        {
            "@context": "https://schema.org",
            "@type": "Report",
            "@id": resolved(edition.doi),
            "url": here.address,
            "name": edition.title,
            "alternativeHeadline": edition.subtitle,
            "genre": str(_("Policy brief")),
            "inLanguage": edition.language,
            "version": edition.revision,
            "creativeWorkStatus": edition.status,
            # a draft is not published; its date says of when it is
            "dateModified" if edition.draft else "datePublished": edition.date.isoformat() if edition.date else "",
            "author": [_agent(name, edition.affiliations.get(name, "")) for name in edition.authors],
            "reportNumber": edition.report_number,
            "isbn": edition.isbn,
            "isPartOf": {"@type": "Periodical", "issn": edition.issn} if edition.issn else "",
            "funding": {"@type": "Grant", "description": edition.funding} if edition.funding else "",
            "publisher": {"@type": "Organization", "name": edition.publisher} if edition.publisher else "",
            "license": {"@type": "CreativeWork", "name": edition.licence} if edition.licence else "",
            "exampleOfWork": (
                {"@type": "CreativeWork", "@id": resolved(edition.concept_doi)} if edition.concept_doi else ""
            ),
            "encoding": [
                {"@type": "MediaObject", "contentUrl": place(file.href), "encodingFormat": "application/pdf"}
                for file in files
            ],
            "hasPart": [_told(part(asked)) for asked in domain.recommendations.values() if asked.stands],
        }
    )


def as_script(data: dict[str, Any]) -> str:
    """Data for a ``script`` element, which no text in it can end."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def with_territory(language: str) -> str:
    """A language as Open Graph wants it, with the territory that it is mostly spoken in: "en" is "en_US"."""
    locale = Locale.parse(locale_of(language) or "en")
    territory = locale.territory or get_global("likely_subtags").get(locale.language, "").rpartition("_")[2]
    return f"{locale.language}_{territory}" if territory.isalpha() else locale.language


def _agent(name: str, affiliation: str) -> dict[str, Any]:
    at = {"affiliation": {"@type": "Organization", "name": affiliation}} if affiliation else {}
    if found := person(name):
        suffix = {"honorificSuffix": found.suffix} if found.suffix else {}
        names = {"familyName": found.family, "givenName": found.given, **suffix, "name": found.shown}
        return {"@type": "Person", **names, **at}
    return {"@type": "Organization", "name": name, **at}


def _told(data: dict[str, Any]) -> dict[str, Any]:
    """Without what is not assigned."""
    return {key: value for key, value in data.items() if value}
