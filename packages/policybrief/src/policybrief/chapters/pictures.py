"""Pictures by the names of their files, which Markdown writes like addresses and directives without spaces."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from docutils import nodes

from policybrief.data import confinement

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def name_by_files(app: Sphinx, tree: nodes.document) -> None:
    """Each picture that there is under another spelling has the name of its file."""
    chapter = Path(app.env.doc2path(app.env.docname))
    for node in tree.findall(nodes.image):
        name = node.get("uri", "")
        folder = Path(app.srcdir) if name.startswith("/") else chapter.parent
        if not urlsplit(name).scheme and not (folder / name.lstrip("/")).is_file():
            node["uri"] = _of_file(folder, name)


def _of_file(folder: Path, name: str) -> str:
    """The name in a file system of what a chapter names so; the same if there is none."""
    decoded = unquote(name)
    path = folder / decoded.lstrip("/")
    if confinement.problem(path) or not path.parent.is_dir():
        return name
    if path.is_file():
        return decoded
    found = next((one.name for one in sorted(path.parent.iterdir()) if _bare(one.name) == _bare(path.name)), "")
    return f"{decoded.removesuffix(path.name)}{found}" if found else name


def _bare(name: str) -> str:
    """A name as docutils and file systems leave it: without spaces, its accents as one system has them."""
    return re.sub(r"\s", "", unicodedata.normalize("NFC", name))
