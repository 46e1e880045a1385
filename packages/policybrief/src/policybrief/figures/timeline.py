"""A timeline as a table and as a list: recorded dates, and those that recommendations ask for, in one order.

The recommendations are known when all chapters are read, so both are filled in then.
The cut-off of the evidence is a row between them: what lies after it is said not to be known, whatever the
date of the build.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes

from policybrief.chapters.filling import FillTransform
from policybrief.chapters.links import to_named_source, to_statement
from policybrief.chapters.lists import standing
from policybrief.chapters.nodes import Rows, fill_table, listing, listing_table, paragraph
from policybrief.figures.model import AskedLanes, Occasion, Timeline, with_asked
from policybrief.figures.nodes import running
from policybrief.words.messages import _
from policybrief.words.scales import colon, semicolon
from sphinx_accessible_figures.model import plain
from sphinx_accessible_figures.nodes import drawing
from written_values.values import RANGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.chapters.domain import BriefDomain


KINDS = {
    Occasion.LAW: _("Law"),
    Occasion.CODE: _("Voluntary text"),
    Occasion.DECLARATION: _("Declaration"),
    Occasion.NETWORK: _("Network"),
    Occasion.TRIAL: _("Trial"),
    Occasion.PRESS: _("Press"),
    Occasion.INCIDENT: _("Incident"),
}
ASKED = _("Asked for")
CUT_OFF = _("Evidence cut-off")
UNKNOWN = _("what came of later dates is not known to us")


class Dated(NamedTuple):
    """One date, ready to print."""

    date: dt.date
    what: list[nodes.Node]
    who: list[nodes.Node]
    """Blocks, as authors write them in a recommendation."""
    source: list[nodes.Node]
    place: str
    """Where in the source."""


class FillTimelines(FillTransform):
    """Put the dates of timelines and lanes in their places."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Fill the places of this document."""
        for place in [n for n in self.document.findall(listing) if n["content"] == "timeline-list"]:
            place.replace_self(timeline_list(self.domain, place))
        for drawn in self.document.findall(drawing):
            drawn["figure"] = with_asked(drawn["figure"], self.domain)
        for table in [n for n in self.document.findall(listing_table) if n["content"] == "timeline"]:
            timeline_rows(table["figure"], table, self.domain)


def timeline_rows(figure: Timeline | AskedLanes, table: nodes.table, domain: BriefDomain) -> None:
    """The dates as rows."""
    rows: Rows = [
        [[paragraph(domain.style.date(one.date))], [paragraph(*one.what)], one.who, [paragraph(*one.source)]]
        for one in _dated(figure, domain)
    ]
    head = [str(word) for word in (_("Date"), _("What"), _("Who"), _("Source"))]
    fill_table(table, head, rows, [16, 38, 28, 18])


def timeline_list(domain: BriefDomain, place: listing) -> list[nodes.Node]:
    """The message, and the dates as a list, for whom a table is too wide, each with its place in the source."""
    figure: Timeline | AskedLanes = place["figure"]
    items = []
    for one in _dated(figure, domain):
        line = paragraph(nodes.strong("", domain.style.date(one.date)), ". ", *one.what, ". ", *one.source)
        line += nodes.Text(f", {one.place}" if one.place else "")
        items.append(nodes.list_item("", line, *one.who))
    asked = _asked(figure, domain) if isinstance(figure, Timeline) else []
    return [paragraph(*running(figure.message), *asked), nodes.bullet_list("", *items)]


def who(domain: BriefDomain, id: str) -> str:
    """Who is to act on a recommendation, on one line."""
    return " ".join(" ".join(block.astext() for block in domain.body(id).get("who", [])).split())


def _asked(figure: Timeline, domain: BriefDomain) -> list[nodes.Node]:
    """The dates that recommendations ask for as one sentence, each with who is to act."""
    asked = [one for one in standing(domain) if one.by] if figure.recommendations else []
    made: list[nodes.Node] = []
    for one in sorted(asked, key=lambda one: one.by or dt.date.max):
        by = str(_("by {date}, ")).format(date=domain.style.date(one.by or dt.date.max))
        made += [
            nodes.Text((semicolon() if made else f" {ASKED}{colon()}") + by),
            to_statement("recommendation", f"~{one.id}"),
        ]
        made.append(nodes.Text(f" ({who(domain, one.id).rstrip('.')})"))
    return [*made, nodes.Text(".")] if made else []


def is_open(date: dt.date, domain: BriefDomain) -> bool:
    """Whether what was due on that day is not known to us."""
    cut_off = domain.env.config.brief_cut_off
    return bool(cut_off and date > cut_off)


def _dated(figure: Timeline | AskedLanes, domain: BriefDomain) -> list[Dated]:
    if isinstance(figure, AskedLanes):
        return sorted(_of_lanes(figure, domain), key=lambda one: one.date)
    found = []
    for event in figure.events:
        what = [nodes.Text(f"{KINDS[event.kind]}{colon()}"), *running(event.what)]
        if is_open(event.date, domain):
            what.append(nodes.Text(" (" + str(_("outcome not known to us")) + ")"))
        source: list[nodes.Node] = [to_named_source(domain, event.source)] if event.source else []
        found.append(Dated(event.date, what, [paragraph(event.who)], source, event.locator))
    here = str(_("this brief"))
    if cut_off := domain.env.config.brief_cut_off:
        said = nodes.Text(f"{CUT_OFF}{colon()}{UNKNOWN}")
        found.append(Dated(cut_off, [said], [paragraph(here)], [nodes.Text(here)], ""))
    for asked in standing(domain) if figure.recommendations else ():
        if asked.by:
            blocks = [block.deepcopy() for block in domain.body(asked.id).get("who", [])]
            found.append(
                Dated(
                    asked.by,
                    [nodes.Text(f"{ASKED}{colon()}"), to_statement("recommendation", asked.id)],
                    blocks or [paragraph(str(_("not stated")))],
                    [nodes.Text(here)],
                    "",
                )
            )
    return sorted(found, key=lambda one: one.date)


def _of_lanes(figure: AskedLanes, domain: BriefDomain) -> Iterator[Dated]:
    """The days of all lanes; who acts is the lane."""
    for one in figure.entries:
        until = (
            [nodes.Text(f" ({domain.style.date(one.first)}{RANGE}{domain.style.date(one.last)})")]
            if one.last
            else []
        )
        source: list[nodes.Node] = [to_named_source(domain, one.source)] if one.source else []
        yield Dated(one.first, [*running(one.what), *until], [paragraph(one.lane)], source, one.locator)
    for lane, id, words in figure.asked:
        asked = domain.recommendations.get(id)
        if asked and asked.by:
            said = [nodes.Text(f"{ASKED}{colon()}"), to_statement("recommendation", f"~{id}"), nodes.Text(" ")]
            what = [*said, *(running(words) if plain(words) else [nodes.Text(asked.title)])]
            yield Dated(asked.by, what, [paragraph(lane)], [nodes.Text(str(_("this brief")))], "")
