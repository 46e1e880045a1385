"""What this revision is and who publishes it: one place for cover, running strip, metadata and register.

Nothing here is guessed.  What ``conf.py`` leaves unset prints as "not yet assigned".  No clock and no git:
a cut revision carries the date of its changelog entry, a draft the newest day that its own files name as past.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from policybrief.data import states_read
from policybrief.data.changelog import read_changelog
from policybrief.data.dates import never_read
from policybrief.words import scales
from policybrief.words.messages import _
from policybrief.words.persons import shown
from written_values.values import Style

if TYPE_CHECKING:
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from policybrief.chapters.domain import BriefDomain


UNNAMED = "Author name not set"
"""What Sphinx has for ``author`` where ``conf.py`` has nothing."""
PUBLISHED = "published"
ANSWERING = ("publisher", "responsible", "contact")
"""What must be assigned before anything may call itself published."""


@dataclass(frozen=True)
class Publication:
    """The edition data of a brief; an empty string means not yet assigned."""

    title: str
    subtitle: str
    revision: str
    date: dt.date | None
    """Of the changelog entry; for a draft see `_dated`."""
    draft: bool
    status: str
    cut_off: dt.date | None
    """The evidence cut-off: nothing later was taken in."""
    reviewed: str
    authors: tuple[str, ...]
    """Of Sphinx's ``author``, with semicolons between them; "Family, Given" for a person, else an institution."""
    publisher: str
    responsible: str
    contact: str
    address: str
    """The canonical address, with a slash at its end."""
    doi: str
    """Of this revision."""
    concept_doi: str
    """Of the brief itself: it always leads to the newest revision."""
    licence: str
    language: str
    """Its tag: "en", "pt-BR"."""
    affiliations: Mapping[str, str] = field(default_factory=dict)
    """Where an author works, by the name above."""
    report_number: str = ""
    """Of the series of the house."""
    funding: str = ""
    """Who paid for it, in a sentence."""
    isbn: str = ""
    issn: str = ""

    @property
    def whole_title(self) -> str:
        """Title and subtitle."""
        return f"{self.title}{scales.colon()}{self.subtitle}" if self.subtitle else self.title

    @property
    def named(self) -> tuple[str, ...]:
        """Who is named first in a citation: the authors, else the publisher; nobody while neither is set."""
        return self.authors or tuple(filter(None, [self.publisher]))


def authors_of(config: Config) -> tuple[str, ...]:
    """The names in Sphinx's ``author``."""
    author = "" if config.author == UNNAMED else str(config.author)
    return tuple(filter(None, (name.strip() for name in author.split(";"))))


def affiliations_of(config: Config) -> dict[str, str]:
    """Where authors work, by their names in Sphinx's ``author``; either form of a name may be a key."""
    named = {shown(name): name for name in authors_of(config)}
    return {named.get(shown(key), key): where for key, where in config.brief_affiliations.items()}


def unanswered(brief: Mapping[str, Any]) -> str:
    """Why a brief may not call itself published; nothing if it does not, or says who answers for it."""
    if brief["status"] != PUBLISHED or all(brief[name] for name in ANSWERING):
        return ""
    unset = " and ".join(f"brief_{name}" for name in ANSWERING if not brief[name])
    return f"brief_status is {PUBLISHED!r}, which no cut takes without {unset}; say there who answers for it"


def newest_heading(changelog: Path) -> tuple[str, dt.date | None]:
    """Revision and date of the newest entry; a draft has no date."""
    newest = read_changelog(changelog, changelog.name).newest
    return (newest.revision, newest.date) if newest else ("", None)


def of(env: BuildEnvironment) -> Publication:
    """The edition data of the brief that *env* reads."""
    domain = cast("BriefDomain", env.get_domain("brief"))
    return domain.once("publication", lambda: _of(env, domain))


def _of(env: BuildEnvironment, domain: BriefDomain) -> Publication:
    config = env.config
    revision, date = newest_heading(domain.root / config.brief_changelog)
    return Publication(
        title=config.project,
        subtitle=config.brief_subtitle,
        revision=revision,
        date=date or _dated(domain, config),
        draft=date is None,
        status=config.brief_status,
        cut_off=config.brief_cut_off,
        reviewed=config.brief_reviewed,
        authors=authors_of(config),
        publisher=config.brief_publisher,
        responsible=config.brief_responsible,
        contact=config.brief_contact,
        address=f"{config.html_baseurl.rstrip('/')}/" if config.html_baseurl else "",
        doi=config.brief_doi,
        concept_doi=config.brief_concept_doi,
        licence=config.brief_licence,
        language=config.language.replace("_", "-"),
        affiliations=affiliations_of(config),
        report_number=config.brief_report_number,
        funding=config.brief_funding,
        isbn=config.brief_isbn,
        issn=config.brief_issn,
    )


def _dated(domain: BriefDomain, config: Config) -> dt.date | None:
    """The day before which no draft was written: of its evidence, its cut-off and the last revision."""
    records = domain.evidence.values()
    read = [day for one in records for day in (one.as_of, *(cited.checked for cited in one.sources))]
    told = filter(None, (states_read.day_read(source.fields) for source in domain.sources.values()))
    read += map(dt.date.fromisoformat, told)
    days = [day for day in read if day and not never_read(day)]  # a day to come is told, and dates no brief
    older = (entry.date for entry in read_changelog(domain.root / config.brief_changelog, "").entries)
    return max(filter(None, (*days, *older, config.brief_cut_off)), default=None)


def facts(env: BuildEnvironment) -> list[tuple[str, str]]:
    """The edition data as pairs of words for the page."""
    edition = of(env)
    style: Style = cast("BriefDomain", env.get_domain("brief")).style
    unset = str(_("not yet assigned"))
    return [
        (str(_("Revision")), edition.revision or unset),
        (str(_("Status")), edition.status or unset),
        (str(_("Date")), style.date(edition.date) if edition.date else unset),
        (str(_("Evidence cut-off")), style.date(edition.cut_off) if edition.cut_off else unset),
        (str(_("Review")), edition.reviewed or unset),
        (str(_("Publisher")), edition.publisher or unset),
        (str(_("Responsible person")), edition.responsible or unset),
        (str(_("Contact")), edition.contact or unset),
        (str(_("Address")), edition.address or unset),
        *((name, doi or unset) for name, doi in _dois(edition)),
        (str(_("Licence of the text")), edition.licence or unset),
    ]


def identifiers(edition: Publication) -> list[tuple[str, str]]:
    """The identifiers and the funding that are assigned, as pairs of words for the page."""
    pairs = [
        *_dois(edition),
        (str(_("Report number")), edition.report_number),
        ("ISBN", edition.isbn),
        ("ISSN", edition.issn),
        (str(_("Funding")), edition.funding),
    ]
    return [(name, value) for name, value in pairs if value]


def _dois(edition: Publication) -> list[tuple[str, str]]:
    return [
        (str(_("DOI of this revision")), edition.doi),
        (str(_("DOI of all revisions")), edition.concept_doi),
    ]
