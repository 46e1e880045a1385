"""One run, all outputs: the sources are read once, then every builder writes from what was read.

Each builder has a Sphinx application of its own on one folder of doctrees.  Swapping the builder of one
application is quicker and wrong: which post-transforms run depends on the builder class that the
environment remembers, and sphinxcontrib-bibtex appends to nodes that it keeps.

A run writes everything that it is asked for into a folder that it finds empty; what of an earlier run may be
used again, `policybrief.outputs.refresh` decides.
"""

from __future__ import annotations

import multiprocessing
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO, cast

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


@dataclass(frozen=True)
class Output:
    """One builder of a run and its folder, relative to that of the run."""

    builder: str
    folder: str


# The register comes first, the cheapest check of all; pages and prints are written side by side.
OUTPUTS = (Output("register", "html"), Output("accessiblepdf", "html/pdf"), Output("html", "html"))
DOCTREES, WORKSHOP = ".doctrees", ".print"
PRINT = "accessiblepdf"
"""The builder of PDFs: it works in a folder of its own and hands on what it printed."""
PAGE = re.compile(rb"/Type\s*/Page\b")


@dataclass(frozen=True)
class Written:
    """A file of the run, for the reader of the command line."""

    path: Path
    size: int
    pages: int | None


@dataclass(frozen=True)
class Result:
    """What a run wrote, and what it warned of."""

    written: tuple[Written, ...]
    told: tuple[str, ...] = ()
    """Each warning once, as it was printed."""

    @property
    def warnings(self) -> int:
        """How many warnings there were."""
        return len(self.told)


Report = Callable[[str, int, int], None]
"""Hears what is being done, how many steps of it are done, and of how many."""


class Settings(NamedTuple):
    """What all applications of a run are made with."""

    root: Path
    source: Path
    doctrees: Path
    overrides: dict[str, object]
    edited: frozenset[str] | None = None
    """The chapters to read again, where all others stand in the doctrees as they would be read."""


def build(
    root: Path,
    target: Path,
    outputs: Iterable[Output] = OUTPUTS,
    *,
    nitpicky: bool = False,
    stream: TextIO | None = None,
    overrides: dict[str, object] | None = None,
    source: Path | None = None,
    state: Path | None = None,
    edited: frozenset[str] | None = None,
    read: Callable[[BuildEnvironment], None] | None = None,
    report: Report | None = None,
) -> Result:
    """Build the brief whose ``conf.py`` is in *root* into *target*; warnings go to *stream*, each once.

    Its chapters are in ``source/`` beside ``conf.py``, or in *source*.  Everything is read anew, unless *state*
    keeps the doctrees of an earlier run and *edited* names the only chapters that have changed since.  *read*
    is handed the environment once everything is read.
    """
    state = state or target
    doctrees = state / DOCTREES
    if edited is None:
        shutil.rmtree(doctrees, ignore_errors=True)
    settings = dict(overrides or {}) | ({"nitpicky": True} if nitpicky else {})
    made = Settings(root, source or root / "source", doctrees, settings, edited)
    warnings = Once(stream or sys.stderr)
    first, *others = outputs
    written = _write(first, target, made, warnings, state, report, read)
    made = made._replace(edited=None, overrides={**settings, "brief_checked": True})  # all is read and checked
    prints = [output for output in others if output.builder == PRINT]
    printing = [Apart(output, target, made, state) for output in prints]
    for output in others:
        if output not in prints:
            ready = [one.wait for one in printing]
            written += _write(output, target, made, warnings, state, report, None, ready)
    for one in printing:
        written += one.wait()
        warnings.write_all(one.told)
    return Result(tuple(described(path) for path in written if path.exists()), tuple(warnings.told))


def _write(
    output: Output,
    target: Path,
    made: Settings,
    warnings: TextIO,
    state: Path,
    report: Report | None = None,
    read: Callable[[BuildEnvironment], None] | None = None,
    ready: Iterable[Callable[[], object]] = (),
) -> list[Path]:
    """Run one builder; the files to name."""
    folder = target / output.folder
    at_work = state / WORKSHOP / output.folder if output.builder == PRINT else folder
    with application(made, at_work, output.builder, warnings) as app:
        if report:
            _follow(app, report)
        _cover_last(app.builder, list(ready))
        app.build()
        if read:
            read(app.env)
        written = list(map(Path, named(app.builder)))
    if at_work != folder:
        folder.mkdir(parents=True, exist_ok=True)
        written = [Path(shutil.copyfile(path, folder / path.name)) for path in written]
    return written


class Apart:
    """An output on its way in a process of its own, beside the others; before them where no process can be forked.

    One that has the print engine loaded cannot: the engine's threads would be missing in the copy.
    """

    def __init__(self, output: Output, target: Path, made: Settings, state: Path) -> None:
        self.told: list[str] = []
        self.written: list[Path] | None = None
        self.process = None
        if "fork" not in multiprocessing.get_all_start_methods() or "typst" in sys.modules:
            said = Once(StringIO())
            self.written = _write(output, target, made, said, state)
            self.told = said.told
            return
        fork = multiprocessing.get_context("fork")
        self.answer, answering = fork.Pipe(duplex=False)
        self.process = fork.Process(target=_answer, args=(answering, output, target, made, state), daemon=True)
        self.process.start()
        answering.close()

    def wait(self) -> list[Path]:
        """The files that it wrote, once they are there; its warnings are in `told`."""
        if self.written is None and self.process:
            try:
                failure, self.written, self.told = self.answer.recv()
            except EOFError:
                raise RuntimeError("the process that prints has ended without an answer") from None
            finally:
                self.process.join()
            if failure:
                raise failure
        return self.written or []


def _answer(answering: object, output: Output, target: Path, made: Settings, state: Path) -> None:
    said, failure, written = Once(StringIO()), None, []
    try:
        written = _write(output, target, made, said, state)
    except Exception as error:
        failure = error
    answering.send((failure, written, said.told))  # type: ignore[attr-defined]


def named(builder: Builder) -> list[Path]:
    """The files of a builder that a reader of the command line wants to know: what it names, or its first page."""
    if (written := getattr(builder, "written", None)) is not None:
        return cast("list[Path]", written)
    first = builder.get_target_uri(builder.config.root_doc) if builder.format == "html" else ""
    ending = getattr(builder, "out_suffix", "")
    return [builder.outdir / (first or f"{builder.config.root_doc}{ending}")]


def _cover_last(builder: Builder, ready: list[Callable[[], object]]) -> None:
    """Have the cover written when the PDFs are there: it names their pages and sizes."""
    from policybrief.data.upstream import write_last

    if ready:
        write_last(builder, builder.config.root_doc, lambda: [wait() for wait in ready])


def _follow(app: Sphinx, report: Report) -> None:
    """Tell how far an application is."""
    done = {"reading": 0, "writing": 0}

    def tell(what: str) -> None:
        done[what] += 1
        report(what, done[what], len(app.env.found_docs))

    app.connect("source-read", lambda *_given: tell("reading"))
    app.connect("doctree-resolved", lambda *_given: tell("writing"))


class Once(StringIO):
    """Passes every warning on once: builders that resolve the same chapter find the same faults."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self.stream = stream
        self.told: list[str] = []

    def write(self, message: str) -> int:
        """Pass *message* on unless it was told before."""
        if message.strip() and message not in self.told:
            self.told.append(message)
            self.stream.write(message)
        return len(message)

    def write_all(self, messages: Iterable[str]) -> None:
        """The same for several."""
        for message in messages:
            self.write(message)

    def flush(self) -> None:
        """Flush what was passed on."""
        self.stream.flush()


@contextmanager
def application(made: Settings, outdir: Path, builder: str, warnings: TextIO) -> Iterator[Sphinx]:
    """A Sphinx application that leaves docutils as it found it."""
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    with patch_docutils(made.root), docutils_namespace():
        app = Sphinx(
            srcdir=made.source,
            confdir=made.root,
            outdir=outdir,
            doctreedir=made.doctrees,
            buildername=builder,
            confoverrides=made.overrides,
            status=None,
            warning=warnings,
        )
        if made.edited:
            # Sphinx compares dates, which an edit can leave as they were
            app.connect("env-get-outdated", lambda *_given: made.edited)
        yield app


def described(path: Path) -> Written:
    """A file with its size and, for a PDF, its pages."""
    pages = None
    if path.suffix == ".pdf":
        pages = len(PAGE.findall(path.read_bytes()))
    return Written(path, path.stat().st_size, pages)
