"""One run, all outputs: the sources are read once, then every builder writes from what was read.

Each builder has a Sphinx application of its own on one folder of doctrees.  Swapping the builder of one
application is quicker and wrong: which post-transforms run depends on the builder class that the
environment remembers, and sphinxcontrib-bibtex appends to nodes that it keeps.

A run writes everything that it is asked for into a folder that it finds empty; what of an earlier run may be
used again, `policybrief.outputs.refresh` decides.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from io import StringIO
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple, TextIO, cast

from sphinx.errors import SphinxError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


@dataclass(frozen=True)
class Output:
    """One builder of a run and its folder, relative to that of the run."""

    builder: str
    folder: str


OUTPUTS = (Output("register", "html"), Output("html", "html"), Output("accessiblepdf", "html/pdf"))
DOCTREES, WORKSHOP = ".doctrees", ".print"
PRINT, PAGES, DATA = "accessiblepdf", "html", "register"
"""The builders of PDFs, of pages, and of the brief as data."""
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
"""What sets and ends a colour on a terminal."""
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
    sound: bool = False,
) -> Result:
    """Build the brief whose ``conf.py`` is in *root* into *target*; warnings go to *stream*, each once.

    Its chapters are in ``source/`` beside ``conf.py``, or in *source*.  Everything is read anew, unless *state*
    keeps the doctrees of an earlier run and *edited* names the only chapters that have changed since.  *read*
    is handed the environment once everything is read.  With *sound* nothing is written of a brief that the
    checks complain of.
    """
    state = state or target
    if edited is None:
        shutil.rmtree(state / DOCTREES, ignore_errors=True)
    settings = dict(overrides or {}) | ({"nitpicky": True} if nitpicky else {})
    made = Settings(root, source or root / "source", state / DOCTREES, settings, edited)
    run = _Run(target, state, made, list(outputs), Once(stream or sys.stderr), report, sound)
    try:
        run.write_all(read)
    except Unsound:
        return Result((), tuple(run.warnings.told))
    finally:
        for one in run.printing:
            one.stop()
    written = (path for output in run.outputs for path in run.written[output] if path.exists())
    return Result(tuple(map(described, written)), tuple(run.warnings.told))


class Unsound(SphinxError):
    """Ends a run whose brief the checks complain of, before anything is written."""


@dataclass
class _Run:
    """The outputs of a run on their way.

    One application follows the other.  Where there are pages, theirs writes the data as well, which need no
    application of their own, and the prints are made beside them by another process once everything is read.
    """

    target: Path
    state: Path
    made: Settings
    outputs: list[Output]
    warnings: Once
    report: Report | None
    sound: bool
    written: dict[Output, list[Path]] = field(default_factory=dict)
    printing: list[Apart] = field(default_factory=list)

    def write_all(self, read: Callable[[BuildEnvironment], None] | None) -> None:
        """Write every output."""
        builders = {output.builder for output in self.outputs}
        own = [output for output in self.outputs if output.builder != DATA or PAGES not in builders]
        own.sort(key=lambda output: output.builder != PRINT)  # the cover names pages and sizes of what is printed
        apart = [output for output in own if output.builder == PRINT] if _can_fork(builders) else []
        first, *others = [output for output in own if output not in apart]
        later = self.made._replace(edited=None, overrides={**self.made.overrides, "brief_checked": True})

        def print_beside(leave: Callable[[], None]) -> None:
            for output in apart:
                self.printing.append(Apart(output, partial(self.write, output, later), leave))

        self.write(first, self.made, self.warnings, print_beside, read)
        for output in others:
            self.write(output, later, self.warnings)
        for one in self.printing:
            self.written[one.output] = one.wait()
            self.warnings.write_all(one.told)

    def write(
        self,
        output: Output,
        made: Settings,
        warnings: Once,
        when_read: Callable[[Callable[[], None]], None] | None = None,
        read: Callable[[BuildEnvironment], None] | None = None,
    ) -> list[Path]:
        """Run one builder; the files to name.

        *when_read* is called when everything is read and nothing is checked, with what leaves the application.
        """
        folder = self.target / output.folder
        at_work = self.state / WORKSHOP / output.folder if output.builder == PRINT else folder
        with ExitStack() as stack:
            app = stack.enter_context(application(made, at_work, output.builder, warnings))
            if when_read:
                begin, leave = when_read, stack.close
                app.connect("env-check-consistency", lambda *_given: begin(leave), priority=0)
                app.connect("env-check-consistency", self._stop_if_unsound, priority=1000)
            if output.builder == PAGES:
                _cover_last(app.builder, self.printing)
                app.connect("write-started", self._write_data)
            if self.report:
                _follow(app, self.report, "printing" if output.builder == PRINT else "writing")
            app.build()
            if read:
                read(app.env)
            written = list(map(Path, named(app.builder)))
        if at_work != folder:
            folder.mkdir(parents=True, exist_ok=True)
            written = [Path(shutil.copyfile(path, folder / path.name)) for path in written]
        self.written[output] = written
        return written

    def _stop_if_unsound(self, *_given: object) -> None:
        if self.sound and self.warnings.told:
            raise Unsound

    def _write_data(self, app: Sphinx, _builder: Builder) -> None:
        from policybrief.outputs import register

        for output in self.outputs:
            if output.builder == DATA:
                self.written[output] = register.write(app.env, self.target / output.folder)


def _can_fork(builders: set[str]) -> bool:
    """Whether another process can print beside this one.

    A process that has the print engine loaded cannot be copied: the engine's threads would be missing in the copy.
    """
    return bool(builders - {PRINT}) and "fork" in get_all_start_methods() and "typst" not in sys.modules


class Apart:
    """An output on its way in a process of its own, which ends with this one."""

    def __init__(self, output: Output, write: Callable[[Once], list[Path]], leave: Callable[[], None]) -> None:
        from policybrief.data import confinement

        self.output = output
        self.told: list[str] = []
        self.written: list[Path] | None = None
        fork = get_context("fork")
        self.answer, answering = fork.Pipe(duplex=False)
        watched, self.held = fork.Pipe(duplex=False)

        def work() -> None:
            self.held.close()
            Thread(target=_end_with, args=(watched,), daemon=True).start()
            leave()
            said, failure, written = Once(StringIO()), None, list[Path]()
            try:
                written = write(said)
            except Exception as error:
                failure = error
            answering.send((failure, written, said.told, confinement.opened_so_far()))

        self.note = confinement.note_opened
        self.process = fork.Process(target=work, daemon=True)
        self.process.start()
        answering.close()
        watched.close()

    def wait(self) -> list[Path]:
        """The files that it wrote, once they are there; its warnings are in `told`."""
        if self.written is None:
            try:
                failure, self.written, self.told, opened = self.answer.recv()
            except EOFError:
                raise RuntimeError("the process that prints has ended without an answer") from None
            self.note(opened)
            if failure:
                raise failure
        return self.written or []

    def stop(self) -> None:
        """End it, whatever it is at."""
        self.process.terminate()
        self.process.join()


def _end_with(watched: Connection) -> None:
    """End this process when the other end is closed, as it is when the process that holds it is killed."""
    try:
        watched.recv_bytes()
    except EOFError:
        os._exit(1)


def named(builder: Builder) -> list[Path]:
    """The files of a builder that a reader of the command line wants to know: what it names, or its first page."""
    if (written := getattr(builder, "written", None)) is not None:
        return cast("list[Path]", written)
    first = builder.get_target_uri(builder.config.root_doc) if builder.format == "html" else ""
    ending = getattr(builder, "out_suffix", "")
    return [builder.outdir / (first or f"{builder.config.root_doc}{ending}")]


def _cover_last(builder: Builder, printing: list[Apart]) -> None:
    """Have the cover written when the PDFs are there: it names their pages and sizes."""
    from policybrief.data.upstream import write_last

    write_last(builder, builder.config.root_doc, lambda: [one.wait() for one in printing])


def _follow(app: Sphinx, report: Report, writing: str) -> None:
    """Tell how far an application is; what it does after reading is called *writing*."""
    done = {"reading": 0, writing: 0}

    def tell(what: str) -> None:
        done[what] += 1
        report(what, done[what], len(app.env.found_docs))

    app.connect("source-read", lambda *_given: tell("reading"))
    app.connect("doctree-resolved", lambda *_given: tell(writing))


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
            tell(message, self.stream)
        return len(message)

    def write_all(self, messages: Iterable[str]) -> None:
        """The same for several."""
        for message in messages:
            self.write(message)

    def flush(self) -> None:
        """Flush what was passed on."""
        self.stream.flush()


def tell(message: str, stream: TextIO) -> None:
    """Write a warning, in colours to a terminal alone: in a file or a pipe they would be characters."""
    stream.write(message if stream.isatty() else COLOUR.sub("", message))


@contextmanager
def application(made: Settings, outdir: Path, builder: str, warnings: TextIO) -> Iterator[Sphinx]:
    """A Sphinx application that leaves docutils and the network as it found them."""
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    from policybrief.data import confinement

    try:
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
    finally:
        confinement.end()  # of one that built nothing, or broke off, no build has ended


def described(path: Path) -> Written:
    """A file with its size and, for a PDF, its pages."""
    pages = None
    if path.suffix == ".pdf":
        pages = len(PAGE.findall(path.read_bytes()))
    return Written(path, path.stat().st_size, pages)
