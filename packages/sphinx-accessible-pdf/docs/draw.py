"""Draw the pages that the gallery shows: ``python docs/draw.py``, for each example into its picture."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image
from sphinx.cmd.build import main

EXAMPLES = Path(__file__).with_name("examples")
SHOWN = {"manual": (0, 2), "howto": (0,), "plain": (1,), "german": (0,)}
"""The pages of each example that are shown, counted from 0."""
SCALE = 0.9
"""Of 72 dots an inch."""


def drawn(name: str, out: Path) -> Image.Image:
    """The pages of an example, side by side in a frame."""
    given = ["-q", "-b", "accessiblepdf", "-d", str(out / "trees"), str(EXAMPLES / name), str(out)]
    assert main(given) == 0
    pdf = pypdfium2.PdfDocument(out / "document.pdf")
    pages = [pdf[at].render(scale=SCALE).to_pil() for at in SHOWN[name]]
    width, height = pages[0].size
    sheet = Image.new("RGB", ((width + 1) * len(pages) + 1, height + 2), "#8A949E")
    for at, page in enumerate(pages):
        sheet.paste(page, (1 + at * (width + 1), 1))
    return sheet


if __name__ == "__main__":
    for name in SHOWN:
        with tempfile.TemporaryDirectory() as out:
            drawn(name, Path(out)).quantize(64).save(EXAMPLES / f"{name}.png", optimize=True)
