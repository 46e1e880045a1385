"""The picture that stands beside a link to the brief: its cover in one glance, drawn by the print engine.

The same words give the same bytes.  A brief whose characters the configured fonts lack has no card; the print
edition says which characters these are.
"""

from __future__ import annotations

import json
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from policybrief.chapters import publication
from policybrief.pages import page
from policybrief.words import colours, palette
from policybrief.words.messages import _
from sphinx_accessible_pdf import fonts

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from policybrief.chapters.domain import BriefDomain

FILE = "card.png"
WIDTH, HEIGHT = 1200, 630
"""In pixels: the size that link previews are made for."""
LONGEST = 300
"""Longest message, in characters, that can still be read in a preview."""
OPTIONS = b'{"colours": {}, "families": {}, "faces": {}}'
"""What a project says of its PDFs: nothing, for the card has the colours that are handed over."""
TEMPLATE = Path(__file__).parent / "card.typ"
BASE = Path(fonts.__file__).parent / "templates" / "base.typ"


def draw(env: BuildEnvironment) -> bytes | None:
    """The card as PNG."""
    edition = publication.of(env)
    words = {
        "kind": str(_("Policy brief")),
        "title": edition.title,
        "line": line(env),
        "facts": page.strip(env, edition),
        "publisher": edition.publisher,
        "language": edition.language[:2],
    }
    return _drawn(
        json.dumps(words, ensure_ascii=False),
        palette.typst(colours.in_use(env.config))["palette"],
        tuple(env.config.accessible_pdf_fonts or fonts.of_wheels()),
    )


def alternative(env: BuildEnvironment) -> str:
    """The words on the card."""
    edition = publication.of(env)
    sentences = [edition.title, line(env), ", ".join(page.strip(env, edition)), edition.publisher]
    return " ".join(f"{sentence.rstrip('.')}." for sentence in sentences if sentence)


def line(env: BuildEnvironment) -> str:
    """The main message, or the subtitle: what is cut off a message may be what it depends on."""
    message = cast("BriefDomain", env.get_domain("brief")).message()
    return message if 0 < len(message) <= LONGEST else publication.of(env).subtitle


@lru_cache(maxsize=1)
def _drawn(words: str, colours: str, font_paths: tuple[str, ...]) -> bytes | None:
    """Drawn once in a build: each page asks whether there is a card."""
    import typst

    known = fonts.Coverage(font_paths).known
    shown = {c for c in words if unicodedata.category(c) not in fonts.INVISIBLE}
    if any(ord(c) not in known for c in shown):
        return None
    picture = typst.compile(  # type: ignore[call-overload]  # it takes files by name too
        {"main.typ": TEMPLATE.read_bytes(), "base.typ": BASE.read_bytes(), "options.json": OPTIONS},
        format="png",
        ppi=72,  # a point is a pixel
        font_paths=list(font_paths),
        ignore_system_fonts=True,
        sys_inputs={"card": words, "palette": colours},
    )
    assert isinstance(picture, bytes)
    return picture
