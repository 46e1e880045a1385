"""Small projects for the tests of the Typst builders; nothing of the brief is needed."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

CONF = 'project = "A project"\nauthor = "Somebody"\nextensions = ["myst_parser", "sphinx_accessible_pdf"]\n'
PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'


@dataclass(frozen=True)
class Printed:
    """What one build left behind."""

    folder: Path
    complaints: str
    app: Sphinx

    @property
    def pdf(self) -> pikepdf.Pdf:
        """The document, to look inside."""
        return pikepdf.open(self.folder / "document.pdf")

    @property
    def text(self) -> str:
        """The words of all pages in reading order, as pdfium extracts them."""
        document = pypdfium2.PdfDocument(self.folder / "document.pdf")
        pages = [page.get_textpage().get_text_bounded() for page in document]
        # pdfium marks a hyphen at the end of a line
        return re.sub(r"\s+", " ", re.sub("[\x02\ufffe]\\s*", "", " ".join(pages)))


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Printed]:
    """Builds a project of the given files (``index.md`` alone by default) with one of the builders."""
    made = 0

    def built(
        index: str = "",
        builder: str = "accessiblepdf",
        files: dict[str, str | bytes] | None = None,
        **values: object,
    ) -> Printed:
        nonlocal made
        made += 1
        root = tmp_path / f"project-{made}"
        given = files or {}
        first = {} if "index.rst" in given else {"index.md": index}
        for name, text in {"conf.py": CONF, "pixel.svg": PIXEL, **first, **given}.items():
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        said = io.StringIO()
        locale.translators.clear()  # Sphinx keeps the catalogues of the last language in the process
        with patch_docutils(root), docutils_namespace():
            app = Sphinx(root, root, root / "out", root / "doctrees", builder, dict(values), None, said)
            app.build()
        return Printed(root / "out", re.sub(r"\x1b\[[\d;]*m", "", said.getvalue()).replace(f"{root}/", ""), app)

    return built


@pytest.fixture
def valid() -> Callable[[Path], list[str]]:
    """Tells which rules of the profiles a file fails."""
    return failed_rules


def failed_rules(path: Path) -> list[str]:
    """The rules of PDF/UA-1 and PDF/A-3a that a file fails; a length told wrongly is checked by our own bytes."""
    page = pytest.importorskip("page", reason="page-validation has no wheel for this machine")
    failed = []
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
        report = json.loads(page.validate_pdf(str(path), profile=profile).to_json())
        failed += [failure["rule_id"] for failure in report.get("failures") or []]
    return [rule for rule in failed if "STREAM-LENGTH" not in rule or not lengths_agree(path.read_bytes())]


def lengths_agree(pdf: bytes) -> bool:
    """Whether each stream is as long as it says."""
    for found in re.finditer(rb"/Length (\d+)[^>]*>>\s*stream\r?\n", pdf):
        end = found.end() + int(found.group(1))
        if not re.match(rb"\r?\n?endstream", pdf[end : end + 11]):
            return False
    return True
