"""What the list of sources says of each: its kind, its review, which version was read, and where it is kept.

Screens have room for it; on paper it would add pages, and the register, which travels inside the PDF, has it all.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from policybrief.chapters.nodes import paragraph, separated
from policybrief.data import dates
from policybrief.words import scales
from policybrief.words.messages import _
from policybrief.words.records import ArchiveKind, VersionKind

if TYPE_CHECKING:
    from policybrief.chapters.domain import BriefDomain
    from policybrief.words.records import Source
    from policybrief.words.vocabulary import Profile
    from written_values.values import Style

DAY = re.compile(r"(?<=^\d{4}-\d\d)-\d\d$")
"""Of a date; the month is enough to find what was read."""


class AppraiseSources(SphinxPostTransform):
    """Every entry of the bibliography is followed by its appraisal."""

    default_priority = 6  # after sphinxcontrib-bibtex has written the entries (5)
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Add the line to each entry of this document."""
        domain = cast("BriefDomain", self.env.get_domain("brief"))
        for entry, source in entries(self):
            entry += line(source, domain.style, domain.profile)


class LeaveOutSources(SphinxPostTransform):
    """Print leaves out the sources to which only records on screen lead; their entry has ``printed = {no}``."""

    default_priority = 6
    formats = ("accessiblepdf",)

    def run(self, **kwargs: Any) -> None:
        """Take them out of the list."""
        for entry, source in entries(self):
            if source.fields.get("printed") == "no":
                entry.parent.remove(entry)


def entries(transform: SphinxPostTransform) -> list[tuple[nodes.citation, Source]]:
    """The entries of the bibliography in a document, each with its source."""
    domain = cast("BriefDomain", transform.env.get_domain("brief"))
    listed = [(entry, domain.source_at(entry["ids"])) for entry in transform.document.findall(nodes.citation)]
    return [(entry, source) for entry, source in listed if source]


def line(source: Source, style: Style, profile: Profile) -> nodes.paragraph:
    """The appraisal of a source in one paragraph; words of the profile stand in the language of the brief."""

    def said(word: str, known: tuple[str, ...]) -> list[nodes.Node]:
        return [nodes.Text(str(_(word)) if word in known else word)]

    facts: list[tuple[str, list[nodes.Node]]] = [
        (str(_("Kind")), [nodes.Text(scales.source_type(source.type))]),
        (str(_("Review")), said(source.review, profile.reviews)),
        (str(_(profile.relation)), said(source.relation, profile.relations)),
        (str(_("Version")), [nodes.Text(version(source, style))]),
        (str(_("Archive")), archive(source)),
    ]
    given = [(name, what) for name, what in facts if any(node.astext() for node in what)]
    told = [[nodes.Text(f"{name}{scales.colon()}"), *what] for name, what in given]
    return paragraph(*separated(told, " · "), classes=("appraisal",))


def version(source: Source, style: Style) -> str:
    """The state of the source that was read, in words."""
    match source.version_kind:
        case VersionKind.STATED:
            return source.version
        case VersionKind.EDITION:
            return str(_("edition: {edition}")).format(edition=source.version)
        case VersionKind.PUBLISHED:
            date = dates.written(DAY.sub("", source.version), style.locale)
            return str(_("as published in {date}")).format(date=date) if date else ""
        case VersionKind.READ:
            day = style.date(dt.date.fromisoformat(source.version))
            return str(_("as read on {date}")).format(date=day)


def archive(source: Source) -> list[nodes.Node]:
    """Where the source is kept, with what sort of place that is; else why there is none."""
    if not source.archive:
        return [nodes.Text(source.fields.get("archivenote", ""))]
    link = nodes.reference("", source.archive, refuri=source.archive, internal=False)
    if source.archive_kind is ArchiveKind.LOOK_UP:
        kind = str(_("look-up; whether a copy exists was not checked"))
    else:
        kind = str(_("repository of record"))
    return [link, nodes.Text(f" ({kind})")]
