"""The brief under ``build/``, brought up to date: what it would be if it were made from nothing.

The rule, for all outputs alike: where nothing has changed nothing is done; where only the text of chapters has,
those chapters are read again and everything is written anew; where anything else has, everything is made from
nothing.  A run writes beside the last one and takes its place when it is whole.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from policybrief.data import inputs
from policybrief.outputs.run import DOCTREES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.environment import BuildEnvironment

    from policybrief.outputs.run import Report, Result

WHOLE = "html"
"""The folder that is the whole brief: pages, PDFs, register and data; it can be copied to any server as it is."""
NAMES = ("pdf", "register.json", "abstract.txt")
"""What lies in it and is looked for beside it."""
STATE = ".state"
NEXT, BEFORE = f"{STATE}/next", f"{STATE}/before"
"""Where a run is made, and where the last one waits until it has taken its place."""
RECORD = "run.json"
SOURCE = "source"


@dataclass
class Record:
    """What a run was made of, and what it made."""

    made_of: dict[str, str] = field(default_factory=dict)
    """The digest of each input."""
    made: dict[str, str] = field(default_factory=dict)
    """The digest of each file below `WHOLE`."""
    kept: dict[str, str] = field(default_factory=dict)
    """The digest of each chapter as it was read, which the next run may take over."""
    chapters: dict[str, list[Any]] = field(default_factory=dict)
    """By path below the project, each chapter that nothing else contains: its docname and what it contains."""
    written: list[str] = field(default_factory=list)
    """The files to name, relative to the build folder."""
    told: list[str] = field(default_factory=list)
    """The warnings."""


@dataclass(frozen=True)
class Refreshed:
    """What a run gave, and whether anything had to be done."""

    result: Result
    anew: bool


def refresh(
    root: Path,
    target: Path,
    *,
    strict: bool = False,
    stream: TextIO | None = None,
    report: Report | None = None,
) -> Refreshed:
    """Bring *target* up to date with the brief at *root*; with *strict* from nothing, whatever was there."""
    stream = stream or sys.stderr
    _restore(target)
    before, made_of = _recorded(target), inputs.of_project(root, target)
    if not strict and before.made_of == made_of and before.made == inputs.of_folder(target / WHOLE):
        put_names(target)
        return Refreshed(_again(before, target, stream), anew=False)
    edited = None if strict or before.told else _edited(before, made_of)
    if edited and before.kept != inputs.of_folder(target / STATE / DOCTREES):
        stream.write("What the last run kept was changed by something else; everything is read anew.\n")
        edited = None
    # a run that does not come to its end leaves no record, and the next one begins from nothing
    (target / STATE / RECORD).unlink(missing_ok=True)
    result, chapters = _build(root, target, edited, strict, stream, report)
    if edited and any(before.chapters.get(path) != chapters.get(path) for path in before.chapters | chapters):
        result, chapters = _build(root, target, None, strict, stream, report)
    _swap(target)
    result = _moved(result, target)
    _remember(
        target,
        Record(
            made_of,
            inputs.of_folder(target / WHOLE),
            inputs.of_folder(target / STATE / DOCTREES),
            chapters,
            [file.path.relative_to(target).as_posix() for file in result.written],
            list(result.told),
        ),
    )
    return Refreshed(result, anew=True)


def _edited(before: Record, made_of: Mapping[str, str]) -> frozenset[str] | None:
    """The chapters whose text is all that has changed since the record; nothing where more has."""
    names = before.made_of.keys() | made_of.keys()
    changed = {name for name in names if before.made_of.get(name) != made_of.get(name)}
    if not changed or not changed <= before.chapters.keys() or not changed <= made_of.keys():
        return None
    return frozenset(before.chapters[name][0] for name in changed)


def _build(
    root: Path, target: Path, edited: frozenset[str] | None, strict: bool, stream: TextIO, report: Report | None
) -> tuple[Result, dict[str, list[Any]]]:
    """A whole run beside the last one, and its chapters."""
    from policybrief.outputs.run import build

    chapters: dict[str, list[Any]] = {}
    shutil.rmtree(target / NEXT, ignore_errors=True)
    result = build(
        root,
        target / NEXT,
        nitpicky=strict,
        stream=stream,
        state=target / STATE,
        edited=edited,
        read=lambda env: chapters.update(_chapters(env, root)),
        report=report,
    )
    for left in (target / NEXT / WHOLE).glob(".buildinfo*"):
        left.unlink()  # what Sphinx notes for a run of its own
    return result, chapters


def _chapters(env: BuildEnvironment, root: Path) -> dict[str, list[Any]]:
    """Each chapter that no other contains, with all that decides how the others are read."""
    parts = {name for names in env.dependencies.values() for name in names}
    found: dict[str, list[Any]] = {}
    for docname in sorted(env.found_docs):
        path = Path(env.doc2path(docname))
        if os.path.relpath(path, env.srcdir) in parts or not path.is_relative_to(root):
            continue
        contained: list[Any] = [
            sorted(map(str, env.dependencies.get(docname, ()))),
            list(env.toctree_includes.get(docname, [])),
        ]
        for files in (env.images, env.dlfiles):
            contained.append(sorted(str(name) for name, (users, *_more) in files.items() if docname in users))
        # Sphinx does not take away the numbers of sections that are numbered no more
        contained.append(max(map(len, env.toc_secnumbers.get(docname, {}).values()), default=0))
        found[path.relative_to(root).as_posix()] = [docname, contained]
    return found


# The folder


def _swap(target: Path) -> None:
    """Put the new run in the place of the last one: one rename gives way, one takes the place."""
    shutil.rmtree(target / BEFORE, ignore_errors=True)
    if (target / WHOLE).exists():
        (target / WHOLE).rename(target / BEFORE)
    (target / NEXT / WHOLE).rename(target / WHOLE)
    put_names(target)
    for left in (BEFORE, NEXT):
        shutil.rmtree(target / left, ignore_errors=True)


def _restore(target: Path) -> None:
    """Where a run ended between the two renames, take the last whole one back."""
    if (target / BEFORE).exists() and not (target / WHOLE).exists():
        (target / BEFORE).rename(target / WHOLE)


def put_names(target: Path) -> None:
    """Let each name lead into the whole: a link, or a copy where there are none."""
    for name in NAMES:
        place, meant = target / name, Path(WHOLE) / name
        if place.is_symlink() and Path(os.readlink(place)) == meant and place.exists():
            continue
        if place.is_symlink() or place.is_file():
            place.unlink()
        elif place.is_dir():
            shutil.rmtree(place)
        if not (target / meant).exists():
            continue
        try:
            place.symlink_to(meant, target_is_directory=(target / meant).is_dir())
        except OSError:
            copy = shutil.copytree if (target / meant).is_dir() else shutil.copyfile
            copy(target / meant, place)


# The record


def _recorded(target: Path) -> Record:
    """What is recorded of the last run; an empty record where nothing can be read."""
    try:
        return Record(**json.loads((target / STATE / RECORD).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return Record()


def _remember(target: Path, record: Record) -> None:
    beside = target / STATE / f"{RECORD}.{os.getpid()}"
    beside.write_text(json.dumps(asdict(record)), "utf-8")
    beside.replace(target / STATE / RECORD)


def _again(record: Record, target: Path, stream: TextIO) -> Result:
    """The result of the last run, its warnings told once more."""
    from policybrief.outputs.run import Result, described, tell

    for message in record.told:
        tell(message, stream)
    files = [target / name for name in record.written]
    return Result(tuple(described(path) for path in files if path.exists()), tuple(record.told))


def _moved(result: Result, target: Path) -> Result:
    """A result whose files stand where they are now."""
    from policybrief.outputs.run import Result, Written

    def place(path: Path) -> Path:
        inside = path.relative_to(target / NEXT / WHOLE)
        return target / inside if inside.parts[0] in NAMES else target / WHOLE / inside

    files = (Written(place(file.path), file.size, file.pages) for file in result.written)
    return Result(tuple(files), result.told)
