"""The profile for a terminal and as SVG: counts in cells, with a box for every must-field beside them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from .agreement import PARTS, Agreement
from .profile import Cell, Profile
from .standard import load

_READ = {"whole": "whole text", "parts": "parts", "abstract": "abstract"}
_TITLE, _COLUMN, _ROW, _HEAD = 300, 94, 34, 64  # widths and heights in the SVG's units


def text(profiles: Sequence[Profile], agreements: Sequence[Agreement]) -> str:
    """The profile and the agreement of the codings as two plain tables."""
    standard = load()
    names = list(standard.domains)
    title = max([len(p.title) for p in profiles] + [10])
    label = max(len(name) for name in PARTS.values())
    lines = [
        "Must-fields met of those that apply and were read (seen: answered in an abstract).",
        "Sorted by date; no total, no ranking.",
        standard.banner,
        "",
        f"{'evaluation':{title}}  {'date':10}  {'read':10}  " + "  ".join(f"{name:>11}" for name in names),
    ]
    for p in profiles:
        cells = "  ".join(f"{cell.label:>11}" for cell in p.cells)
        lines.append(f"{p.title:{title}}  {p.published.isoformat():10}  {_READ[p.extent]:10}  {cells}")
    lines += ["", "Agreement of the two automated codings, which may share errors", ""]
    lines.append(f"{'domain':{label}}  {'n':>4}  {'raw':>11}  {'AC1':>11}  {'kappa':>11}")
    for a in agreements:
        figures = "  ".join(f"{_figure(value):>11}" for value in (a.raw, a.ac1, a.kappa))
        lines.append(f"{PARTS.get(a.domain, a.domain):{label}}  {a.n:>4}  {figures}")
    return "\n".join(lines) + "\n"


def svg(profiles: Sequence[Profile]) -> str:
    """The profile as a table drawing; it carries its own title, note and text alternative."""
    standard = load()
    domains = list(standard.domains.values())
    width = _TITLE + _COLUMN * len(domains) + 10
    height = _HEAD + _ROW * len(profiles) + 44
    described = "; ".join(
        f"{p.title}: " + ", ".join(f"{standard.domains[c.domain]} {c.label}" for c in p.cells) for p in profiles
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'aria-labelledby="profile-title profile-desc" font-family="Source Sans Pro, sans-serif" font-size="13">',
        '<title id="profile-title">What published evaluations report, by domain</title>',
        f'<desc id="profile-desc">{escape(described)}</desc>',
    ]
    for column, name in enumerate(domains):
        words = _wrapped(name)
        for line, word in enumerate(words):
            y = _HEAD - 12 - 15 * (len(words) - 1 - line)
            parts.append(_text(_TITLE + _COLUMN * column + 4, y, word, weight="600"))
    for row, p in enumerate(profiles):
        top = _HEAD + _ROW * row
        parts.append(f'<line x1="0" x2="{width}" y1="{top}" y2="{top}" stroke="#767676" stroke-width="0.5"/>')
        parts.append(_text(0, top + 15, p.title, weight="600"))
        scope = "" if p.in_scope else " · outside the scope"
        read = f"{p.published.isoformat()} · read: {_READ[p.extent]}{scope}"
        parts.append(_text(0, top + 29, read, size=11))
        for column, cell in enumerate(p.cells):
            parts += _drawn(_TITLE + _COLUMN * column + 4, top + 22, cell)
    y = _HEAD + _ROW * len(profiles) + 18
    parts.append(
        _text(
            0,
            y,
            "Must-fields met / that apply and were read. Box: full met, half in part, empty open. "
            "Seen: answered in an abstract, no share. Dash: none read.",
            size=11,
        )
    )
    parts.append(_text(0, y + 15, standard.banner, size=11))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _drawn(x: int, y: int, cell: Cell) -> list[str]:
    drawn = [_text(x, y, cell.label)]
    for number in range(cell.applicable):
        left, top = x + 32 + 9 * number, y - 9
        full = number < cell.met
        # met: full; in part: lower half; open: empty
        height = 9 if full else 4.5 if number < cell.met + cell.partly else 0
        if height:
            drawn.append(
                f'<rect x="{left}" y="{top + 9 - height:g}" width="7" height="{height:g}" fill="#1a1a1a"/>'
            )
        drawn.append(
            f'<rect x="{left}" y="{top}" width="7" height="9" fill="none" stroke="#1a1a1a" stroke-width="0.8"/>'
        )
    return drawn


def _text(x: int, y: int, content: str, size: int = 13, weight: str = "400") -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}">{escape(content)}</text>'


def _wrapped(name: str) -> list[str]:
    """A column head on lines of at most fourteen characters."""
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + len(word) >= 14:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _figure(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.2f}"
