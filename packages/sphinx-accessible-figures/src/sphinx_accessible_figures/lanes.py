"""Draws days in lanes, one for each owner: a dot for a day, a stroke for a stretch, a flag for what is asked for.

Where both stand in one figure, what is asked for is grey beside the days on record.

A wide drawing has an axis of dates, and words give way to one another by moving to a line of their own.  A narrow
one is a list along a line that runs down, in order of time within each lane.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sphinx_accessible_figures import axes
from sphinx_accessible_figures.model import plain
from sphinx_accessible_figures.paper import LINE, Look, Paper, Run

if TYPE_CHECKING:
    from sphinx_accessible_figures.model import LaneEntry, Lanes, Span
    from sphinx_accessible_figures.writing import Writing


def draw(figure: Lanes, paper: Paper, top: float, style: Writing) -> float:
    """The lanes from *top* down; where they end."""
    items = sorted(figure.entries, key=lambda item: (item.first, item.number))
    if not items:
        return top
    place = _narrow if paper.look.narrow else _wide
    return place(figure, items, paper, top, style)


def _mixed(items: list[LaneEntry]) -> bool:
    """Whether days on record stand among days that are asked for, and are to be seen first."""
    return len({bool(item.number) for item in items}) > 1


def _wide(figure: Lanes, items: list[LaneEntry], paper: Paper, top: float, style: Writing) -> float:
    unit, small, whole = paper.look.unit, paper.look.small, paper.look.width
    left = min(max(paper.width(lane, bold=True) for lane in figure.lanes), 0.2 * whole) + 16 * unit
    days = [day for item in items for day in (item.first, item.last) if day]
    days += [figure.span.first, figure.span.last] if figure.span else []
    days += [figure.mark.date] if figure.mark else []
    spare = dt.timedelta(max(1, (max(days) - min(days)).days // 40))
    scale = axes.dates(min(days) - spare, max(days) + spare, left, whole - 4 * unit, style)
    y = top
    if figure.span:
        y = _bracket(figure.span, scale, paper, y)
    if figure.mark:
        width = paper.width(figure.mark.label, small)
        x = scale.x(figure.mark.date.toordinal())
        start = min(max(x - width / 2, left), whole - width)
        paper.text(start, y, figure.mark.label, size=small, colour="muted")
        y += LINE * small + 4 * unit
    first = y
    for number, lane in enumerate(figure.lanes):
        if number:
            paper.line(0, y, whole, y, stroke="hair", under=True)
            y += 6 * unit
        own = [item for item in items if item.lane == lane]
        bold, colour = (False, "ink") if _mixed(items) else (True, "accent")
        paper.lines(0, y, lane, left - 12 * unit, bold=bold, colour=colour)
        bottom = y + paper.height(lane, left - 12 * unit, bold=True)
        end = _lane(own, scale, paper, y, style, left, stress=_mixed(items))
        y = max(bottom, end) + 5 * unit
    for tick in scale.ticks:
        x = scale.x(tick.at)
        paper.line(x, first, x, y, stroke="hair", under=True)
    if figure.mark:
        x = scale.x(figure.mark.date.toordinal())
        _through(paper, x, first - 2 * unit, y, width=2)
    if figure.span:
        for day in (figure.span.first, figure.span.last):
            _through(paper, scale.x(day.toordinal()), first - 4 * unit, y, dash="dotted", stroke="accent")
    paper.line(left, y, whole, y, stroke="rule")
    chosen = axes.thinned(scale, 10 * unit, [paper.width(tick.name, small) for tick in scale.ticks])
    for tick in chosen:
        width = paper.width(tick.name, small)
        at = min(max(scale.x(tick.at) - width / 2, 0), whole - width)
        paper.line(scale.x(tick.at), y, scale.x(tick.at), y + 4 * unit, stroke="rule")
        paper.text(at, y + 4 * unit, tick.name, size=small, colour="muted")
    return y + 5 * unit + LINE * small


def _bracket(span: Span, scale: axes.Scale, paper: Paper, y: float) -> float:
    """The stretch that the figure is about, above all lanes."""
    unit = paper.look.unit
    size = 1.35 * paper.look.text
    one, other = scale.x(span.first.toordinal()), scale.x(span.last.toordinal())
    paper.text((one + other) / 2, y, span.label, size=size, bold=True, colour="accent", side="middle")
    y += LINE * size + 5 * unit
    paper.line(one, y, other, y, stroke="accent", width=3.4)
    for x in (one, other):
        paper.line(x, y - 5 * unit, x, y + 5 * unit, stroke="accent", width=2)
    return y + 12 * unit


def _through(
    paper: Paper,
    x: float,
    top: float,
    bottom: float,
    *,
    width: float = 1.4,
    dash: str = "dashed",
    stroke: str = "rule",
) -> None:
    """An upright line that gives way to words."""
    covered = sorted(
        (box.top, box.bottom)
        for box in paper.boxes
        if box.left - 3 < x < box.right + 3 and box.bottom > top and box.top < bottom
    )
    for above, below in [*covered, (bottom, bottom)]:
        if above > top:
            paper.line(x, top, x, above, stroke=stroke, width=width, dash=dash, under=True)
        top = max(top, below + 1)


def _lane(
    items: list[LaneEntry],
    scale: axes.Scale,
    paper: Paper,
    y: float,
    style: Writing,
    left: float,
    *,
    stress: bool,
) -> float:
    """The items of one lane, each on the first line where its mark and its words have room."""
    unit, size, whole = paper.look.unit, paper.look.small, paper.look.width
    taken: list[tuple[float, float, float, float]] = []
    bottom = y
    for item in items:
        one = scale.x(item.first.toordinal())
        other = scale.x(item.last.toordinal()) if item.last else one
        words = _said(item, style, stress)
        gap = 10 * unit
        natural = paper.width(words, size) + 1
        ways = []
        for room in (natural, max(110 * unit, 0.55 * natural)):
            lines = paper.wrap(words, room, size)
            width = max(paper.width(line, size) for line in lines)
            ways += [(lines, width, other + gap), (lines, width, one - gap - width)]
        fit = [way for way in ways if left <= way[2] and way[2] + way[1] <= whole]
        places = [_free(taken, (one, other), way, y, paper.look) for way in fit or ways[:1]]
        # rounded, since of two ways that end alike the first is taken, wherever on the paper
        top, lines, start, begin, end = min(places, key=lambda at: round(at[0] + LINE * size * len(at[1]), 2))
        height = LINE * size * len(lines)
        taken.append((begin, end, top, top + height))
        colour = "muted" if item.number else "accent" if stress else "ink"
        for number, line in enumerate(lines):
            paper.text(start, top + number * LINE * size, line, size=size, colour=colour, ground=True)
        middle = top + 0.66 * size
        if item.last:
            paper.line(one, middle, other, middle, stroke="accent", width=5)
        elif item.number:
            _flag(paper, one, middle)
        else:
            paper.dot(one, middle, radius=6.6)
        bottom = max(bottom, top + height)
    return bottom


def _free(
    taken: list[tuple[float, float, float, float]],
    mark: tuple[float, float],
    way: tuple[list[list[Run]], float, float],
    y: float,
    look: Look,
) -> tuple[float, list[list[Run]], float, float, float]:
    """The first line from *y* down with room for mark and words: its top, the words, and from where to where."""
    lines, width, start = way
    unit = look.unit
    begin, end = min(mark[0] - 6 * unit, start), max(mark[1] + 6 * unit, start + width)
    height = LINE * look.small * len(lines)
    top = y
    while hit := [
        t
        for t in taken
        if t[0] < end + 6 * unit and begin < t[1] + 6 * unit and t[2] < top + height and top < t[3]
    ]:
        top = max(t[3] for t in hit)
    return top, lines, start, begin, end


def _flag(paper: Paper, x: float, y: float) -> None:
    """What is asked for: a hollow diamond, which no other mark has."""
    r = 5.6 * paper.look.unit
    paper.shape([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], fill="paper", stroke="muted", weight=1.4)


def _said(item: LaneEntry, style: Writing, stress: bool) -> list[Run]:
    """The date and the words of an item, all bold with *stress*; what is asked for begins with its number."""
    if item.number:
        return [(f"{item.number} {plain(item.what)}", False)]
    return [(f"{_when(item, style)} ", True), (plain(item.what), stress)]


def _when(item: LaneEntry, style: Writing, year: bool = False) -> str:
    """The day of an item, or its first and its last, which share what they have in common."""
    if not item.last:
        return axes.short(item.first, style, year)
    begin = axes.short(item.first, style, year and item.first.year != item.last.year)
    if (item.first.year, item.first.month) == (item.last.year, item.last.month):
        begin = begin.partition("\xa0")[0]  # the day alone, in languages that write it first
    return f"{begin}–{axes.short(item.last, style, year)}"


def _narrow(figure: Lanes, items: list[LaneEntry], paper: Paper, y: float, style: Writing) -> float:
    """A list along a line that runs down: in order of time, or lane by lane where no stretch binds them."""
    unit, small, whole = paper.look.unit, paper.look.small, paper.look.width
    if figure.span:
        size = 1.35 * paper.look.text
        y = paper.lines(0, y, figure.span.label, whole, size=size, bold=True, colour="accent") + 6 * unit
    if figure.mark:
        said, day = figure.mark.label, style.date(figure.mark.date)
        said = said if day in said else f"{day}: {said}"  # there is no axis to read it from
        y = paper.lines(0, y, said, whole, size=small, colour="muted") + 6 * unit
    if figure.span:
        return _down(items, figure, paper, y, style)
    bold, colour = (False, "ink") if _mixed(items) else (True, "accent")
    for lane in figure.lanes:
        own = [item for item in items if item.lane == lane]
        y = paper.lines(0, y, lane, whole, bold=bold, colour=colour) + 2 * unit
        y = _down(own, figure, paper, y, style) + 6 * unit
    return y - 6 * unit


def _down(items: list[LaneEntry], figure: Lanes, paper: Paper, y: float, style: Writing) -> float:
    """Items along a line; where a stretch binds the lanes, each names its own and leaves the year to the title."""
    unit, small, whole = paper.look.unit, paper.look.small, paper.look.width
    x, left = 7 * unit, 24 * unit
    places = []
    for item in items:
        day = _when(item, style, year=not figure.span)
        head = f"{item.number}, {day}" if item.number else day
        middle = y + 0.66 * small
        places.append((item, middle))
        stress = _mixed(list(figure.entries)) and not item.number
        said: list[Run] = [(f"{head}  ", not item.number)]
        colour = "muted" if item.number else "accent" if stress else "ink"
        if figure.span:
            said.append((f"{item.lane}: ", False))
        y = (
            paper.lines(left, y, [*said, (plain(item.what), stress)], whole - left, size=small, colour=colour)
            + 5 * unit
        )
        paper.cut(y)
    if not places:
        return y
    paper.line(x, places[0][1], x, places[-1][1], stroke="rule", width=1.4, under=True)
    if figure.span:
        ends = [middle for item, middle in places if item.first in (figure.span.first, figure.span.last)]
        if len(ends) > 1:
            paper.line(x, ends[0], x, ends[-1], stroke="accent", width=3.4, under=True)
    for item, middle in places:
        if item.number:
            _flag(paper, x, middle)
        else:
            paper.dot(x, middle, hollow=item.last is not None, radius=6.2)
    return y
