"""One build in a process of its own, which prints the CPU seconds that it took, its threads and children included.

The *step* of a builder is what it adds to a project that has been read: its start, resolving and writing.
"""

from __future__ import annotations

import resource
import shutil
import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def spent() -> float:
    """CPU seconds of this process and its children so far."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def step(root: Path, source: Path, outdir: Path, builder: str, chapters: list[Path], **settings: Any) -> float:
    """CPU seconds of what *builder* adds to the reading of a project; it writes *chapters*, or all."""
    from policybrief.outputs.run import application, rare_collections

    marks: list[float] = []

    def note_read(app: Sphinx, builder: object) -> None:
        marks.append(spent())

    shutil.rmtree(outdir.parent, ignore_errors=True)  # the reading is shared as in a build: by one process
    doctrees = outdir.parent / "doctrees"
    with rare_collections(), application(root, outdir, doctrees, builder, settings, StringIO(), source) as app:
        app.connect("write-started", note_read)
        app.build(force_all=not chapters, filenames=list(map(str, chapters)))
        app.builder.init()  # a second time, for the first was over before anybody could look
        return spent() - marks[-1]


def of_print(brief: Path, folder: Path) -> float:
    """The step of ``brief.pdf``."""
    from runpy import run_path

    [document] = [d for d in run_path(str(brief / "conf.py"))["accessible_pdf_documents"] if d[1] == "brief"]
    return step(
        brief, brief / "source", folder / "of-print/pdf", "accessiblepdf", [], accessible_pdf_documents=[document]
    )


def of_pages(brief: Path, folder: Path) -> float:
    """The step of Sphinx's own HTML for the chapters that are printed, our extension without its look."""
    from policybrief import pages
    from tests.benchmarks.stock import chapters

    pages.add_theme = lambda app: None
    printed = [brief / "source" / f"{name}.md" for name in chapters(folder / "lowered")]
    return step(brief, brief / "source", folder / "of-pages/html", "html", printed, html_theme="basic")


def engine(folder: Path, builder: str) -> float:
    """The step of one builder for the plain chapters, without our extension."""
    extensions = ["myst_parser", "sphinx_accessible_pdf"]
    stock = folder / "stock"
    return step(stock, stock, folder / f"engine-{builder}/out", builder, [], extensions=extensions)


def whole(brief: Path, folder: Path) -> float:
    """A run over all outputs, the start of Python included."""
    from policybrief.outputs.run import build

    build(brief, folder / "build", stream=StringIO())
    return spent()


def stock(folder: Path) -> float:
    """Sphinx's own HTML build of the plain chapters from nothing, the start of Python included."""
    from sphinx.cmd.build import main

    assert main(["-q", "-E", "-b", "html", str(folder / "stock"), str(folder / "out")]) == 0
    return spent()


def measure(which: str, brief: Path, folder: Path) -> float:
    """One measurement; *folder* keeps what it read and wrote for the next."""
    match which:
        case "print":
            return of_print(brief, folder)
        case "pages":
            return of_pages(brief, folder)
        case "accessiblepdf" | "html":
            return engine(folder, which)
        case "whole" | "again":
            return whole(brief, folder)
        case "stock":
            return stock(folder)
        case _:
            raise SystemExit(f"there is no measurement {which!r}")


if __name__ == "__main__":
    print(measure(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
