"""The characters that the configured fonts have; one that none has is said aloud and prints as its code point."""

from __future__ import annotations

import unicodedata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont
from sphinx.util import logging

from sphinx_accessible_pdf.source import string

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes

logger = logging.getLogger(__name__)

WHEELS = ("font_source_serif_pro", "font_source_sans_pro")
"""Packages that bring the faces of the templates."""
ENDINGS = {".otf", ".ttf"}
INVISIBLE = {"Cf", "Zs", "Zl", "Zp"}
"""Categories that take no glyph."""


def of_wheels() -> list[str]:
    """The font folders of the installed packages."""
    specs = (find_spec(wheel) for wheel in WHEELS)
    return [str(Path(spec.origin).parent / "files") for spec in specs if spec and spec.origin]


class Coverage:
    """The characters that can be printed: those of the configured faces, and those the engine itself brings."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.known: set[int] = set()
        self.paths = list(paths)
        self.asked: dict[int, bool] = {}
        for path in map(Path, self.paths):
            files = [path] if path.is_file() else sorted(path.rglob("*Regular*"))
            for file in files:
                if file.suffix in ENDINGS:
                    self.known |= TTFont(file, lazy=True).getBestCmap().keys()

    def shown(self, text: str, node: nodes.Node | None) -> str:
        """The text as it can be printed; what cannot is told with the place of *node*."""
        if all(ord(c) in self.known for c in text):
            return text
        return "".join(c if self._has(c) else self._missing(c, node) for c in text)

    def _has(self, c: str) -> bool:
        if ord(c) in self.known or c in "\n\t" or unicodedata.category(c) in INVISIBLE:
            return True
        if ord(c) not in self.asked:
            self.asked[ord(c)] = unicodedata.category(c) != "Cc" and self._drawn(c)
        return self.asked[ord(c)]

    def _drawn(self, c: str) -> bool:
        """Whether the engine finds a face for a character, which its profile for accessibility makes it say."""
        import typst

        probe = f'#set document(title: "x")\n#text(font: "DejaVu Sans Mono", {string(c)})'
        try:
            typst.compile(  # type: ignore[misc]
                probe.encode(), font_paths=self.paths, ignore_system_fonts=True, pdf_standards=["ua-1"]
            )
        except typst.TypstError:
            return False
        return True

    def _missing(self, c: str, node: nodes.Node | None) -> str:
        code = f"U+{ord(c):04X}"
        if unicodedata.category(c) == "Cc":
            logger.warning(
                "the control character %s prints as U+FFFD; take it out",
                code,
                location=node,
                type="accessible_pdf",
                subtype="control_character",
            )
            return "\N{REPLACEMENT CHARACTER}"
        logger.warning(
            "no configured font has the character %s (%s); name a font that has it in accessible_pdf_fonts",
            code,
            unicodedata.name(c, "unnamed").lower(),
            location=node,
            type="accessible_pdf",
            subtype="missing_glyph",
        )
        return f"[{code}]"
