"""The colours that a house sets for itself (``brief_colours``), held to the contrast that everybody needs.

One colour stands for page, print and figures: ``brief_colours = {"accent": "#7a1f5c"}``.  What cannot be read, on
light ground, on dark or on paper, by whatever eyes, is told with the nearest colour that can, and that is taken.
On dark ground a colour is lightened until it can be read, unless ``"dark": {"accent": …}`` names another.  The
ground of boxes takes the hue of the accent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from policybrief.words.complaints import closest
from policybrief.words.palette import Colours, Palette, palette
from sphinx_accessible_figures.honesty import GRAPHIC, READING, contrast

if TYPE_CHECKING:
    from sphinx.config import Config

OWN = ("accent", "brand", "link", "contrary")
"""What a house may colour; with inks, grounds and hairs of its own nothing would be sure beside anything."""
DARK = "dark"
COLOUR = re.compile(r"#[0-9a-f]{6}")
GROUNDS = (("paper", READING), ("tint", READING), ("hair", GRAPHIC))
"""What these colours stand on or beside, and the contrast that WCAG asks for there."""
SEEN = (("paper", GRAPHIC),)
"""The same for rules and dots, which are no text and carry nothing by their colour."""
STEPS = 100
"""From a colour to black or white: the first that can be read is the nearest."""


def in_use(config: Config) -> Palette:
    """What page, print and figures of a brief are coloured with."""
    return of(palette(), config.brief_colours)[0] if config.brief_colours else palette()


def of(base: Palette, given: Mapping[str, object]) -> tuple[Palette, list[str]]:
    """The palette with the colours of a house, and what is wrong with the setting, in words that name it."""
    faults: list[str] = []
    own = dict(_read({name: given[name] for name in given if name != DARK}, "brief_colours", faults))
    for_dark = given.get(DARK, {})
    dark = dict(_read(for_dark, f"brief_colours[{DARK!r}]", faults)) if isinstance(for_dark, Mapping) else {}
    if "accent" in own:
        for name in ("link", "brand"):  # they are of the house, too
            own.setdefault(name, own["accent"])
    made: dict[str, Colours] = {}
    for grounds, wanted, set_by in ((("light", "print"), own, given), ((DARK,), own | dark, dark)):
        all_colours: list[Colours] = [getattr(base, ground) for ground in grounds]
        readable = {name: nearest(name, colour, *all_colours) for name, colour in wanted.items()}
        for name in set_by:
            if name in wanted and readable[name] != wanted[name]:
                setting = f"brief_colours[{DARK!r}][{name!r}]" if DARK in grounds else f"brief_colours[{name!r}]"
                weak = next(
                    _unlike(name, wanted[name], colours, ground)
                    for ground, colours in zip(grounds, all_colours, strict=True)
                    if list(_faults(name, wanted[name], colours))
                )
                told = "seen" if name == "brand" else "read"
                everywhere = (
                    "" if DARK in grounds else f", which can be {told} on light ground, on dark and on paper"
                )
                faults.append(f"{setting} {weak}; take {readable[name]}{everywhere}")
        for ground, colours in zip(grounds, all_colours, strict=True):
            tint = {"tint": _tinted(readable["accent"], colours)} if "accent" in readable else {}
            made[ground] = {**colours, **readable, **tint}
    return base._replace(light=made["light"], dark=made[DARK], print=made["print"]), faults


def nearest(name: str, colour: str, *palettes: Colours) -> str:
    """The colour itself, or the nearest one of its hue that can be read on every ground of all palettes."""
    for step in range(STEPS + 1):
        for end in ("#000000", "#ffffff"):
            found = _mixed(colour, end, step / STEPS)
            if not any(list(_faults(name, found, colours)) for colours in palettes):
                return found
    raise ValueError(f"neither black nor white can be read on {palettes[0]['paper']}")


def _mixed(one: str, other: str, share: float) -> str:
    """A colour with a share of another."""
    parts = ([int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in (one, other))
    return "#{:02x}{:02x}{:02x}".format(*(round(a + (b - a) * share) for a, b in zip(*parts, strict=True)))


def _tinted(accent: str, colours: Colours) -> str:
    """The ground of boxes in the hue of an accent, as light as it was: what could be read on it can be read."""
    light = contrast(colours["tint"], colours["paper"])["colour"]
    shades = (_mixed(colours["paper"], accent, step / STEPS / 2) for step in range(STEPS))
    return min(shades, key=lambda shade: abs(contrast(shade, colours["paper"])["colour"] - light))


def _faults(name: str, colour: str, colours: Colours) -> Iterator[tuple[str, float, float]]:
    """Each ground on which a colour is too weak, its contrast there, and how much it should be."""
    for ground, wanted in SEEN if name == "brand" else GROUNDS:
        ratio = min(contrast(colour, colours[ground]).values())
        if ratio < wanted:
            yield ground, ratio, wanted


def _unlike(name: str, colour: str, colours: Colours, kind: str) -> str:
    ground, ratio, wanted = next(_faults(name, colour, colours))
    return f"{colour} has a contrast of {ratio:.2f} on {ground} ({colours[ground]}, {kind}); at least {wanted:g}"


def _read(given: Mapping[str, object], setting: str, faults: list[str]) -> Iterator[tuple[str, str]]:
    """The entries that name something and are colours; the others are told."""
    for name, colour in given.items():
        if name not in OWN:
            known = ", ".join(OWN)
            faults.append(f"{setting} has {name!r}, which is none of {known}; {closest(str(name), OWN)}")
        elif not isinstance(colour, str) or not COLOUR.fullmatch(colour.lower()):
            faults.append(f"{setting}[{name!r}] {colour!r} is no colour; write it like '#12436d'")
        else:
            yield name, colour.lower()
