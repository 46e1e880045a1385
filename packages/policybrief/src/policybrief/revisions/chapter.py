"""What readers see of the history: tags on statements, the list of revisions, and what changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from policybrief.chapters.links import to_statement
from policybrief.chapters.nodes import (
    fill_table,
    finding,
    inline,
    listing,
    listing_table,
    paragraph,
    separated,
    statement,
)
from policybrief.data import translations
from policybrief.data.changelog import ChangeKind
from policybrief.revisions import history
from policybrief.revisions.history import Happened, StatementEvent
from policybrief.revisions.meaning import TITLES
from policybrief.revisions.published import NAMED
from policybrief.words.messages import _
from policybrief.words.scales import colon, semicolon
from sphinx_redline.merge import HISTORY

if TYPE_CHECKING:
    from policybrief.chapters.domain import BriefDomain
    from policybrief.data.changelog import Change

EVENTS = {
    StatementEvent.NEW: _("New in {revision}"),
    StatementEvent.AMENDED: _("amended in {revision}"),
    StatementEvent.CORRECTED: _("corrected in {revision}"),
    StatementEvent.REWORDED: _("reworded in {revision}"),
    StatementEvent.REVIEWED: _("reviewed and unchanged in {revision}"),
    StatementEvent.WITHDRAWN: _("withdrawn in {revision}"),
    StatementEvent.UNCHANGED: _("unchanged in {revision}"),
}
KINDS = {
    ChangeKind.ERRATUM: _("erratum"),
    ChangeKind.UPDATE: _("update"),
    ChangeKind.EDITORIAL: _("editorial"),
    ChangeKind.WITHDRAWAL: _("withdrawal"),
}

LISTED = "changes"
"""Class of what differs from the last cut, beside that of all that is computed from earlier revisions."""
PLAIN = {StatementEvent.NEW, StatementEvent.UNCHANGED, StatementEvent.REWORDED}
"""What nobody need be told at a finding; a recommendation says when it was made."""
PRINTED = {StatementEvent.CORRECTED, StatementEvent.REVIEWED, StatementEvent.WITHDRAWN}
"""What whoever holds a sheet of paper must know at a statement; the rest stands in the list of what changed."""


class TagStatements(SphinxPostTransform):
    """A recommendation says when it was new, amended, reviewed or withdrawn, a finding if it was amended since.

    Print says so only of what was corrected, reviewed or withdrawn, and leaves why to the list of changes: what a
    reason says of figures and tables is about those of its day.
    """

    default_priority = 5  # after the statements are filled (4), before references are resolved (10)

    def run(self, **kwargs: Any) -> None:
        """Add the line to each statement of this document."""
        domain = cast("BriefDomain", self.env.get_domain("brief"))
        known = history.of(self.env).events
        for node in list(self.document.findall(statement)):
            noted = domain.noted(node)
            # without a changelog there is no revision in which anything could be new
            events = tuple(one for one in known.get(noted.id, ()) if one.revision) if noted else ()
            if isinstance(node, finding) and all(one.event in PLAIN for one in events):
                continue
            if self.app.builder.format == "accessiblepdf":  # whose list of changes has the reasons
                events = tuple(dict.fromkeys(replace(one, reason="") for one in events if one.event in PRINTED))
            if events and len(node) > 1 and isinstance(body := node[1], nodes.Element):
                line = paragraph(*tag(domain, events), classes=(HISTORY,))
                body += line


class FillHistory(SphinxPostTransform):
    """Put the list of revisions and the list of changes in their places."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Fill the places of this document."""
        domain = cast("BriefDomain", self.env.get_domain("brief"))
        for place in [n for n in self.document.findall(listing) if n["content"] == "changes"]:
            place.parent.replace(place, changes(domain))
        for table in [n for n in self.document.findall(listing_table) if n["content"] == "revisions"]:
            revisions(domain, table)


def tag(domain: BriefDomain, events: tuple[Happened, ...]) -> list[nodes.Node]:
    """The history in a line: "New in revision 0.9, 7 October 2026; amended in revision 1.0, draft."."""
    items: list[list[nodes.Node]] = []
    for happened in events:
        when = domain.style.date(happened.date) if happened.date else str(_("draft"))
        phrase = what_happened(happened, when)
        phrase = phrase if items else f"{phrase[:1].upper()}{phrase[1:]}"
        reason = _linked(domain, _printed(happened.reason).rstrip("."), "~{id}")
        items.append([nodes.Text(f"{phrase}{colon()}" if reason else phrase), *reason])
    return [*separated(items, semicolon()), nodes.Text(".")]


def what_happened(event: Happened, when: str) -> str:
    """An event without its reason, within a sentence: "corrected in revision 1.0, 1 March 2027"."""
    revision = str(_("revision {revision}")).format(revision=event.revision)
    return str(EVENTS[event.event]).format(revision=f"{revision}, {when}")


def revisions(domain: BriefDomain, table: nodes.table) -> None:
    """Every revision: kind, what changed and why, what it means for recommendations."""
    rows = []
    for entry in history.of(domain.env).entries:
        when = domain.style.date(entry.date) if entry.date else str(_("draft"))
        lead = [paragraph(f"{entry.revision}, {when}")]
        if entry.summary or not entry.changes:
            rows.append(
                [lead, [paragraph("–")], [paragraph(*(_said(domain, entry.summary) or "–"))], [paragraph("–")]]
            )
            lead = [paragraph(entry.revision)]
        for change in entry.changes:
            effect = _said(domain, change.effect) or [nodes.Text(str(_("none stated")))]
            cells = [paragraph(str(KINDS[change.kind]))], [_what(domain, change)], [paragraph(*effect)]
            rows.append([lead, *cells])
            lead = [paragraph(entry.revision)]
    head = (_("Revision"), _("Kind"), _("What changed, and why"), _("Effect on recommendations"))
    table["classes"].append("no-search")  # whoever searches is led to what holds now
    fill_table(table, [str(word) for word in head], rows, [13, 11, 54, 22])


def _said(domain: BriefDomain, text: str) -> list[nodes.Node]:
    """A text of the changelog in the language of the brief."""
    return _linked(domain, _printed(text))


def _printed(text: str) -> str:
    return translations.current.printed(translations.CHANGELOG, text)


def _linked(domain: BriefDomain, text: str, shown: str = "{id}") -> list[nodes.Node]:
    """A text of the changelog; an id in backticks as number and title, which the sentence goes on with."""
    parts = NAMED.split(text)
    return [_named(domain, part, shown) if at % 2 else nodes.Text(part) for at, part in enumerate(parts) if part]


def _named(domain: BriefDomain, id: str, shown: str) -> nodes.Node:
    kind = "finding" if id in domain.findings else "recommendation" if id in domain.recommendations else ""
    return to_statement(kind, shown.format(id=id)) if kind else nodes.Text(id)


def _what(domain: BriefDomain, change: Change) -> nodes.paragraph:
    about = [[_named(domain, id, "~{id}")] for id in change.ids]
    if change.revision:
        about.append([nodes.Text(str(_("revision {revision}")).format(revision=change.revision))])
    line = paragraph(*separated(about, ", "), colon() if about else "", *_said(domain, change.what))
    if change.why:
        before, after = str(_("Why: {reason}")).split("{reason}")
        line += [nodes.Text(f" {before}"), *_said(domain, change.why), nodes.Text(after)]
    if change.by:
        line += nodes.Text(" " + str(_("Decided by: {who}")).format(who=change.by))
    return line


def changes(domain: BriefDomain) -> nodes.container:
    """What changed since the last cut revision, by meaning."""
    known = history.of(domain.env)
    box = nodes.container(classes=[HISTORY, LISTED])
    if not known.since:
        box += paragraph(str(_("This is the first revision; there is none to compare it with.")))
        return box
    intro = _(
        "Since revision {revision}, by meaning; "
        "that a statement is now F2 instead of F1, or stands elsewhere, counts as no change."
    )
    box += paragraph(str(intro).format(revision=known.since))
    if not known.report:
        box += paragraph(str(_("Nothing that a reader acts on has changed.")))
    for sort, title in TITLES.items():
        entries = [entry for entry in known.report if entry.sort is sort]
        if entries:
            box += paragraph(inline(str(title), "changes-title"))
            box += nodes.bullet_list(
                "", *(_entry(entry.heading, entry.substance, entry.wording) for entry in entries)
            )
    return box


def _entry(heading: str, substance: tuple[str, ...], wording: tuple[str, ...]) -> nodes.list_item:
    line = paragraph(inline(heading, "changes-of"), colon(), semicolon().join([*substance, *wording]), ".")
    return nodes.list_item("", line)
