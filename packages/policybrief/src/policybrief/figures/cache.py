"""Keeps drawings between builds, outside the build folder: a clean build is not a redraw.

A drawing is kept under what it depends on: the figure as read, the code that draws it, the libraries, the
fonts and the language.  Looking one up imports no drawing library; the folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from policybrief.figures.model import Chart, plain

if TYPE_CHECKING:
    from policybrief.words.values import Style

CODE = ("charts.py", "honesty.py", "model.py", "palette.py", "svg.py")
LIBRARIES = ("matplotlib", "coloraide", "font-source-sans-pro")
ENDINGS = (".svg", "-screen.svg", ".png")


class Dishonest(Exception):
    """A drawing that may not be shown, and why."""


class Drawing(NamedTuple):
    """The files of a drawing."""

    print: Path
    screen: Path
    pixels: Path


def drawing(chart: Chart, folder: Path, style: Style) -> Drawing:
    """The drawing of *chart*, drawn now unless it is kept; `Dishonest` or `ImportError` when it cannot be."""
    kept = folder / key(chart, style)
    files = Drawing(*(kept / f"{chart.id}{ending}" for ending in ENDINGS))
    if not all(file.is_file() for file in files):
        for file, content in zip(files, _drawn(chart, style), strict=True):
            write(file, content)
    return files


def key(chart: Chart, style: Style) -> str:
    """What the drawing depends on, in sixteen characters."""
    code = "".join((Path(__file__).parent / name).read_text("utf-8") for name in CODE)
    versions = [_version_of(library) for library in LIBRARIES]
    parts = repr((chart.id, plain(chart.title), plain(chart.message), chart.panels, style, versions, code))
    return hashlib.sha256(parts.encode()).hexdigest()[:16]


def write(file: Path, content: bytes) -> None:
    """Write a file at once, so that another build never sees half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{os.getpid()}-{file.name}")
    beside.write_bytes(content)
    beside.replace(file)


def _drawn(chart: Chart, style: Style) -> tuple[bytes, bytes, bytes]:
    from policybrief.figures import charts, honesty, svg

    title, words = plain(chart.title), plain(chart.message)
    faults = list(honesty.contrasts())
    drawn = []
    for look in (charts.PRINT, charts.SCREEN):
        figure, boxes = charts.draw(chart, look, style)
        width, height = (72 * side for side in figure.get_size_inches())
        faults += honesty.faults(boxes, width, height)
        drawn.append(figure)
    if faults:
        raise Dishonest("; ".join(dict.fromkeys(faults)))
    in_print, on_screen = (charts.as_svg(figure, chart.id) for figure in drawn)
    return (
        svg.for_print(in_print, title, words).encode(),
        svg.for_screen(on_screen, f"drawing-{chart.id}", title, words).encode(),
        charts.as_png(drawn[0]),
    )


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
