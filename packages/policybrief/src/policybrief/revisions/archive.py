"""Reads cut revisions back: manifest, register and lowered chapters of ``revisions/<number>/``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from policybrief.data.changelog import order
from policybrief.outputs.register import READABLE
from policybrief.revisions import lowering
from policybrief.revisions.manifest import (
    FILE,
    NUMBER,
    Manifest,
    RevisionError,
    differences,
    hashes,
    read_manifest,
    sha256,
)
from sphinx_redline.lowered import LoweredError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils import nodes

FOLDER = "revisions"
REGISTER = "register.json"
Kept = TypeVar("Kept", bound="Revision")


@dataclass(frozen=True)
class Revision:
    """One revision in a folder of its own, whose name is its number: as it was cut."""

    WITHIN: ClassVar[str] = f"{FOLDER}/"
    """How complaints begin the path of its folder."""
    folder: Path

    @property
    def number(self) -> str:
        """Its number."""
        return self.folder.name

    @property
    def shown(self) -> str:
        """Its folder as complaints name it."""
        return f"{self.WITHIN}{self.number}"

    @cached_property
    def manifest(self) -> Manifest:
        """What it consists of."""
        return read_manifest(self.folder, self.shown)

    @cached_property
    def register(self) -> dict[str, Any]:
        """The brief as data, as it was."""
        return read_register(self.folder / REGISTER, f"{self.shown}/{REGISTER}")

    def chapters(self) -> dict[str, nodes.document]:
        """The lowered chapters in reading order."""
        return read_chapters(self.folder, self.shown)

    def faults(self) -> list[str]:
        """What differs from the manifest, a sentence each."""
        found = {name: hash for name, hash in hashes(self.folder).items() if name != FILE}
        return [f"{self.shown}/{told}" for told in differences(self.manifest.frozen, found)]


def read_register(path: Path, shown: str) -> dict[str, Any]:
    """A register of a schema that this generator knows."""
    try:
        register = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise RevisionError(f"{shown} cannot be read: {error}") from error
    schema = register.get("schema") if isinstance(register, dict) else None
    if schema not in READABLE:
        known = ", ".join(map(str, READABLE))
        raise RevisionError(f"{shown} is a register of schema {schema}; this generator reads {known}")
    return register  # type: ignore[no-any-return]


def read_chapters(folder: Path, shown: str) -> dict[str, nodes.document]:
    """The chapters of a lowered folder in reading order."""
    try:
        return {name: lowering.read_chapter(folder, name) for name in lowering.reading_order(folder)}
    except (OSError, ValueError, LoweredError) as error:
        raise RevisionError(f"{shown}: the chapters cannot be read: {error}") from error


def read_all(root: Path) -> list[Revision]:
    """All cut revisions of the project at *root*, oldest first."""
    return read_from(root / FOLDER, Revision)


def read_from(folder: Path, sort: type[Kept]) -> list[Kept]:
    """The revisions whose folders are in *folder*, oldest first."""
    there = folder.iterdir() if folder.is_dir() else ()
    found = [path for path in there if path.is_dir() and NUMBER.fullmatch(path.name)]
    return [sort(path) for path in sorted(found, key=lambda path: order(path.name))]


def before(root: Path, number: str) -> list[Revision]:
    """The revisions older than *number*, oldest first; all when it is empty."""
    return [r for r in read_all(root) if not number or order(r.number) < order(number)]


def one(root: Path, number: str) -> Revision:
    """The cut revision *number*."""
    for revision in read_all(root):
        if revision.number == number:
            return revision
    known = ", ".join(r.number for r in read_all(root)) or "none yet"
    raise RevisionError(f"there is no cut revision {number!r}; cut are: {known}")


def chain_faults(revisions: Sequence[Revision]) -> list[str]:
    """Where a revision does not follow the one before: missing, changed, or older than it."""
    told = []
    for last, revision in zip([None, *revisions], revisions, strict=False):
        manifest = revision.manifest
        if last is None:
            if manifest.before:
                told.append(f"revision {revision.number} follows {manifest.before}, which is missing")
            continue
        if manifest.before != last.number:
            told.append(f"revision {revision.number} follows {manifest.before or 'none'}, not {last.number}")
        elif manifest.before_sha256 != sha256(last.folder / FILE):
            told.append(f"{last.shown}/{FILE} differs from what revision {revision.number} was cut after")
        if manifest.date < last.manifest.date:
            told.append(f"revision {revision.number} is dated {manifest.date}, before {last.number}")
    return told
