"""The one palette, read from ``palette.toml``: colours, sizes of type and measures, for page, print and figures.

`css` writes it as custom properties and `typst` as a dictionary, so that no other file names a colour.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("palette.toml")

Colours = Mapping[str, str]
"""Each colour, written ``#rrggbb``, by what it is for."""


class Palette(NamedTuple):
    """Three sets of colours with the same names; sizes in points, measures in millimetres."""

    light: Colours
    dark: Colours
    print: Colours
    size: Mapping[str, tuple[float, float]]
    """Of type, and from one line to the next."""
    measure: Mapping[str, float]


@lru_cache
def palette() -> Palette:
    """The palette of the package."""
    read = tomllib.loads(FILE.read_text("utf-8"))
    light = read["light"]
    size = {name: (float(type), float(line)) for name, (type, line) in read["size"].items()}
    return Palette(light, read["dark"], {**light, **read["print"]}, size, read["measure"])


def css(of: Palette) -> str:
    """Custom properties, ``--ink`` and its like: light, dark where the reader's screen is, and for paper.

    Each colour has its classes too, ``fill-ink`` and ``stroke-ink``, by which drawings in a page turn with it.
    """

    def root(colours: Colours) -> str:
        return ":root { " + " ".join(f"--{name}: {colour};" for name, colour in colours.items()) + " }"

    dark = f"@media screen and (prefers-color-scheme: dark) {{ {root(of.dark)} }}"
    classes = (f".{what}-{name} {{ {what}: var(--{name}); }}" for name in of.light for what in ("fill", "stroke"))
    return "\n".join((root(of.light), dark, f"@media print {{ {root(of.print)} }}", *classes)) + "\n"


def typst(of: Palette) -> str:
    """A dictionary of `rgb` colours, of (size, line) in points and of measures in millimetres."""

    def dictionary(entries: Mapping[str, str]) -> str:
        return "(" + ", ".join(f'"{name}": {value}' for name, value in entries.items()) + ")"

    return dictionary(
        {
            "colour": dictionary({name: f'rgb("{colour}")' for name, colour in of.print.items()}),
            "size": dictionary({name: f"({type:g}pt, {line:g}pt)" for name, (type, line) in of.size.items()}),
            "measure": dictionary({name: f"{measure:g}mm" for name, measure in of.measure.items()}),
        }
    )
