"""What figures of a brief are beyond drawings: their kinds, timelines, and days that recommendations ask for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from policybrief.words.records import Status
from sphinx_accessible_figures.model import Figure, Held, LaneEntry, Lanes, Text, held_on, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.chapters.domain import BriefDomain


class FigureKind(StrEnum):
    """The sorts of figure; each is a directive of the same name."""

    CHART = "chart"
    MATRIX = "matrix"
    COVERAGE = "coverage"
    PROFILE = "profile"
    TIMELINE = "timeline"
    LADDER = "ladder"
    LANES = "lanes"


class Occasion(StrEnum):
    """The kinds of what happens on a recorded date."""

    LAW = "law"
    CODE = "code"
    DECLARATION = "declaration"
    NETWORK = "network"
    TRIAL = "trial"
    PRESS = "press"
    INCIDENT = "incident"


class Event(NamedTuple):
    """One date of a timeline."""

    date: dt.date
    kind: Occasion
    what: Text
    who: str
    source: str
    locator: str
    as_of: dt.date | None
    origin: str
    """Id of the instrument or record that holds the date."""


@dataclass(frozen=True)
class Timeline(Figure):
    """Dates in order; those that recommendations set are added once all chapters are read."""

    events: tuple[Event, ...] = ()
    recommendations: bool = False

    @property
    def days(self) -> tuple[dt.date, ...]:
        """The days on record."""
        return tuple(event.date for event in self.events)

    def held(self, cut_off: dt.date | None) -> Iterator[Held]:
        """The days on record by kind."""
        yield from (held_on(one.origin, one.date, cut_off, kind=str(one.kind)) for one in self.events)


@dataclass(frozen=True)
class AskedLanes(Lanes):
    """Lanes; what recommendations ask for is added once all chapters are read."""

    asked: tuple[tuple[str, str, Text], ...] = ()
    """Lane, id of a recommendation and words of what is due, with the day that the recommendation sets."""


def with_asked(figure: Figure, domain: BriefDomain) -> Figure:
    """The figure as it is drawn: lanes with the days that recommendations ask for, where known already."""
    if not isinstance(figure, AskedLanes):
        return figure
    entries = list(figure.entries)
    for lane, id, words in figure.asked:
        asked = domain.recommendations.get(id)
        if asked and asked.by and asked.status is Status.CURRENT:
            what = words if plain(words) else (asked.title,)
            entries.append(LaneEntry(lane, asked.by, None, what, "", "", None, id, domain.number(id)))
    return replace(figure, entries=tuple(entries))
