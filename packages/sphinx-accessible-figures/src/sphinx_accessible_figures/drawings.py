"""Every drawing of a figure: for print, for large print, for a page, for a telephone, and as a file by itself.

All come from the same record, in milliseconds, so none is kept between builds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sphinx_accessible_figures import boxes, charts, honesty, ladders, lanes, squares
from sphinx_accessible_figures.model import Chart, Figure, Form, Lanes, Table, plain
from sphinx_accessible_figures.paper import LARGE, PHONE, PRINT, SERIF, WIDE, Look, Paper, style

if TYPE_CHECKING:
    from sphinx_accessible_figures.writing import Pen

MARGIN = 20.0
"""Around a drawing that stands alone."""
PIECE = 130.0
"""How high a piece in large print may be, in units of its drawing: low enough for what a page has left."""
HEADING = 1.55
"""Size of the title within a drawing, in sizes of its text."""


class Drawn(NamedTuple):
    """A drawing, how high it is, and the paper that it is on."""

    svg: str
    height: float
    paper: Paper


def is_drawn(figure: Figure) -> bool:
    """Whether the figure is a drawing; every other is a table."""
    return isinstance(figure, Chart | Lanes) or (isinstance(figure, Table) and figure.drawn)


def for_print(figure: Figure, pen: Pen) -> str:
    """The drawing on paper; its title is the caption above it."""
    return draw(figure, PRINT, pen).svg


def for_large_print(figure: Figure, pen: Pen) -> list[str]:
    """The narrow drawing, whose type is large enough, in pieces that pages take one by one."""
    drawn = draw(figure, LARGE, pen)
    return drawn.paper.slices(drawn.height, PIECE, plain(figure.title), plain(figure.message))


def for_screen(figure: Figure, pen: Pen, *, both: bool) -> str:
    """The drawing as part of a page, of which the style sheet shows the layout that fits; else the wide one."""
    return "".join(draw(figure, look, pen).svg for look in ((WIDE, PHONE) if both else (WIDE,)))


def by_itself(figure: Figure, pen: Pen, foot: Sequence[str]) -> str:
    """The drawing as a file to take along: title on top, and at the foot where it comes from."""
    return draw(figure, WIDE, pen, alone=True, foot=foot).svg


def faults(figure: Figure, pen: Pen) -> Iterator[str]:
    """Why the drawing may not be shown, in any of its layouts."""
    yield from honesty.contrasts(pen.palette)
    for look in (PRINT, LARGE, WIDE, PHONE):
        drawn = draw(figure, look, pen)
        yield from honesty.faults(drawn.paper.boxes, look.width, drawn.height)


def draw(figure: Figure, look: Look, pen: Pen, *, alone: bool = False, foot: Sequence[str] = ()) -> Drawn:
    """The figure in one layout."""
    colours = pen.palette
    paper = Paper(look, colours.light if look.screen else colours.print)
    y = 0.0
    if alone:
        size = HEADING * look.text
        y = paper.lines(0, y, plain(figure.title), look.width, size=size, bold=True, colour="accent", family=SERIF)
        y += 4 * look.unit
    if subtitle := plain(figure.subtitle):
        y = paper.lines(0, y, subtitle, look.width, colour="muted") + 9 * look.unit
    y = _body(figure, paper, y, pen)
    if foot:
        y += 16 * look.unit
        for words in foot:
            y = paper.lines(0, y, words, look.width, size=look.small, colour="muted") + 2 * look.unit
    y += 4 * look.unit
    margin = MARGIN if alone else 0.0
    return Drawn(
        paper.svg(
            y,
            plain(figure.title),
            plain(figure.message),
            alone=style(colours.dark) if alone else "",
            margin=margin,
        ),
        y,
        paper,
    )


def _body(figure: Figure, paper: Paper, y: float, pen: Pen) -> float:
    if isinstance(figure, Chart):
        return charts.draw(figure, paper, y, pen.writing)
    if isinstance(figure, Lanes):
        return lanes.draw(figure, paper, y, pen.writing)
    assert isinstance(figure, Table)
    if figure.form is Form.SQUARES:
        return squares.draw(figure, paper, y)
    if figure.form is Form.LADDER:
        return ladders.draw(figure, paper, y)
    return boxes.draw(figure, paper, y)
