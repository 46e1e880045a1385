"""The one palette, read from ``palette.toml``: colours, sizes of type and measures, for page, print and figures.

`css` writes it as custom properties and `typst` as a dictionary of its templates, so that no other file names a
colour.
"""

from __future__ import annotations

import json
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
    size: Mapping[str, float]
    measure: Mapping[str, float]


@lru_cache
def palette() -> Palette:
    """The palette of the package."""
    read = tomllib.loads(FILE.read_text("utf-8"))
    light, dark = ({"brand": read[ground]["accent"], **read[ground]} for ground in ("light", "dark"))
    paper = {**light, "link": light["accent"], **read["print"]}
    return Palette(light, dark, paper, read["size"], read["measure"])


def css(of: Palette) -> str:
    """Custom properties, ``--ink`` and its like: light, dark where the reader's screen is, and for paper."""

    def root(colours: Colours) -> str:
        return ":root { " + " ".join(f"--{name}: {colour};" for name, colour in colours.items()) + " }"

    dark = f"@media screen and (prefers-color-scheme: dark) {{ {root(of.dark)} }}"
    return "\n".join((root(of.light), dark, f"@media print {{ {root(of.print)} }}")) + "\n"


def classes(of: Palette) -> str:
    """A class for each colour, ``fill-ink`` and ``stroke-ink``, by which drawings in a page turn with it."""
    found = (f".{what}-{name} {{ {what}: var(--{name}); }}" for name in of.light for what in ("fill", "stroke"))
    return "\n".join(found) + "\n"


def typst(of: Palette) -> dict[str, str]:
    """For ``sys.inputs``, where templates read it as a dictionary: colours, sizes in points, millimetres."""
    return {"palette": json.dumps({"colour": of.print, "size": of.size, "measure": of.measure})}
