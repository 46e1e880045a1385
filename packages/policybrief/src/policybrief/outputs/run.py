"""One run, all outputs: the sources are read once, then every builder writes from what was read.

Each builder has a Sphinx application of its own on one folder of doctrees.  Swapping the builder of one
application is quicker and wrong: which post-transforms run depends on the builder class that the
environment remembers, and sphinxcontrib-bibtex appends to nodes that it keeps.
"""

from __future__ import annotations

import gc
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from sphinx.application import Sphinx


@dataclass(frozen=True)
class Output:
    """One builder of the run and the files it answers for, relative to the build folder."""

    builder: str
    folder: str
    files: tuple[str, ...]


PRINTS = ("brief", "summary", "brief-letter", "brief-large")
# The PDF comes before the pages, whose cover names its size; the register is the cheapest check of all.
OUTPUTS = (
    Output("register", ".", ("register.json", "abstract.txt")),
    Output("accessiblepdf", "pdf", tuple(f"pdf/{name}.pdf" for name in PRINTS)),
    Output("html", "html", ("html/index.html",)),
)
DOCTREES = ".doctrees"


PAGE = re.compile(rb"/Type\s*/Page\b")


@dataclass(frozen=True)
class Written:
    """A file of the run, for the reader of the command line."""

    path: Path
    size: int
    pages: int | None


@dataclass(frozen=True)
class Result:
    """What a run wrote, and how many warnings it gave."""

    written: tuple[Written, ...]
    warnings: int


def build(
    root: Path,
    target: Path,
    outputs: Iterable[Output] = OUTPUTS,
    *,
    fresh: bool = False,
    nitpicky: bool = False,
    stream: TextIO | None = None,
    overrides: dict[str, object] | None = None,
    source: Path | None = None,
) -> Result:
    """Build the brief whose ``conf.py`` is in *root* into *target*; warnings go to *stream*.

    Its chapters are in ``source/`` beside ``conf.py``, or in *source*.

    With *fresh* nothing of an earlier run is used: only then are all warnings given again.
    """
    doctrees = target / DOCTREES
    if fresh:
        shutil.rmtree(doctrees, ignore_errors=True)
    settings = dict(overrides or {}) | ({"nitpicky": True} if nitpicky else {})
    warnings = Once(stream or sys.stderr)
    with rare_collections():
        for output in outputs:
            folder = target / output.folder
            with application(root, folder, doctrees, output.builder, settings, warnings, source) as app:
                app.build()
    files = [target / name for output in outputs for name in output.files]
    return Result(tuple(described(path) for path in files if path.exists()), len(warnings.told))


class Once(StringIO):
    """Passes every warning on once: builders that resolve the same chapter find the same faults."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self.stream = stream
        self.told: set[str] = set()

    def write(self, message: str) -> int:
        """Pass *message* on unless it was told before."""
        if message.strip() and message not in self.told:
            self.told.add(message)
            self.stream.write(message)
        return len(message)

    def flush(self) -> None:
        """Flush what was passed on."""
        self.stream.flush()


@contextmanager
def rare_collections() -> Iterator[None]:
    """Have Python look for garbage less often: trees are many objects that stay; it took a sixth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def application(
    root: Path,
    outdir: Path,
    doctrees: Path,
    builder: str,
    overrides: dict[str, object],
    warnings: TextIO,
    source: Path | None = None,
) -> Iterator[Sphinx]:
    """A Sphinx application that leaves docutils as it found it."""
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    with patch_docutils(root), docutils_namespace():
        yield Sphinx(
            srcdir=source or root / "source",
            confdir=root,
            outdir=outdir,
            doctreedir=doctrees,
            buildername=builder,
            confoverrides=overrides,
            status=None,
            warning=warnings,
        )


def described(path: Path) -> Written:
    """A file with its size and, for a PDF, its pages."""
    pages = None
    if path.suffix == ".pdf":
        pages = len(PAGE.findall(path.read_bytes()))
    return Written(path, path.stat().st_size, pages)
