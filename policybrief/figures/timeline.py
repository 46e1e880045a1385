"""A timeline as a table and as a list: recorded dates, and those that recommendations ask for, in one order.

The recommendations are known when all chapters are read, so both are filled in then.
What lies after the cut-off of the evidence is said not to be known, whatever the date of the build.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from policybrief.figures.model import Timeline
from policybrief.figures.nodes import running
from policybrief.messages import _
from policybrief.nodes import Rows, fill_table, listing, paragraph
from policybrief.references import to_named_source, to_statement

if TYPE_CHECKING:
    from policybrief.domain import BriefDomain


class Dated(NamedTuple):
    """One date, ready to print."""

    date: dt.date
    what: list[nodes.Node]
    who: list[nodes.Node]
    """Blocks, as authors write them in a recommendation."""
    source: list[nodes.Node]
    place: str
    """Where in the source."""


def timeline_rows(figure: Timeline, table: nodes.table, domain: BriefDomain) -> None:
    """The dates as rows."""
    rows: Rows = [
        [[paragraph(domain.style.date(one.date))], [paragraph(*one.what)], one.who, [paragraph(*one.source)]]
        for one in _dated(figure, domain)
    ]
    head = [str(word) for word in (_("Date"), _("What"), _("Who"), _("Source"))]
    fill_table(table, head, rows, [16, 38, 28, 18])


def timeline_list(domain: BriefDomain, place: listing) -> list[nodes.Node]:
    """The dates as a list, for whom a table is too wide, each with its place in the source."""
    items = []
    for one in _dated(place["figure"], domain):
        line = paragraph(nodes.strong("", domain.style.date(one.date)), ". ", *one.what, ". ", *one.source)
        line += nodes.Text(f", {one.place}" if one.place else "")
        items.append(nodes.list_item("", line, *one.who))
    return [nodes.bullet_list("", *items)]


def is_open(date: dt.date, domain: BriefDomain) -> bool:
    """Whether what was due on that day is not known to us."""
    cut_off = domain.env.config.brief_cut_off
    return bool(cut_off and date > cut_off)


def _dated(figure: Timeline, domain: BriefDomain) -> list[Dated]:
    found = []
    for event in figure.events:
        what = running(event.what)
        if is_open(event.date, domain):
            what.append(nodes.Text(" (" + str(_("outcome not known to us")) + ")"))
        source: list[nodes.Node] = [to_named_source(domain, event.source)] if event.source else []
        found.append(Dated(event.date, what, [paragraph(event.who)], source, event.locator))
    for asked in domain.recommendations.values() if figure.recommendations else ():
        if asked.by:
            who = [block.deepcopy() for block in domain.body(asked.id).get("who", [])]
            found.append(
                Dated(
                    asked.by,
                    [to_statement("recommendation", asked.id)],
                    who or [paragraph(str(_("not stated")))],
                    [nodes.Text(str(_("this brief")))],
                    "",
                )
            )
    return sorted(found, key=lambda one: one.date)
