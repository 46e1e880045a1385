"""The documentation of the builder is printed by the builder, without a complaint, and keeps the rules."""

from __future__ import annotations

import io
import runpy
import shutil
import sys
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops
from sphinx.cmd.build import main

DOCS = Path(__file__).parents[1] / "docs"
GALLERY = runpy.run_path(str(DOCS / "draw.py"))
SHRUNK = 4
"""Letters may be drawn a little differently, places may not."""


def test_the_documentation_prints_itself(tmp_path, monkeypatch, valid):
    if shutil.which("dot") is None:
        pytest.skip("needs graphviz")
    said = io.StringIO()
    monkeypatch.setattr(sys, "stderr", said)
    out = tmp_path / "out"
    assert main(["-q", "-b", "accessiblepdf", "-d", str(tmp_path / "trees"), str(DOCS), str(out)]) == 0
    assert said.getvalue() == ""
    assert valid(out / "accessible-pdf.pdf") == []
    text = "".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(out / "accessible-pdf.pdf")
    )
    assert "Nodes and extensions" in text


@pytest.mark.parametrize("name", GALLERY["SHOWN"])
def test_the_gallery_shows_what_is_printed(name, tmp_path):
    seen, kept = GALLERY["drawn"](name, tmp_path), Image.open(DOCS / f"examples/{name}.png").convert("RGB")
    assert seen.size == kept.size
    unlike = ImageChops.difference(seen.reduce(SHRUNK), kept.reduce(SHRUNK)).convert("L").getextrema()[1]
    assert unlike < 64, "look at the pages, then draw them anew: python docs/draw.py"


@pytest.mark.parametrize("name", ["accessible_pdf_"])
def test_every_value_is_described(name):
    source = (DOCS.parent / "src/sphinx_accessible_pdf/configuration.py").read_text("utf-8")
    described = "".join(path.read_text("utf-8") for path in DOCS.glob("*.rst"))
    import re

    values = re.findall(rf'add_config_value\("({name}\w+)"', source)
    assert len(values) > 8
    assert [value for value in values if f"``{value}``" not in described] == []
