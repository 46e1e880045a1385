"""The manifest of a revision: what it is, what it was made of and with, and the revision before it.

Each manifest holds the hash of the one before, so that no older revision can be changed unseen.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

SCHEMA = 1
FILE = "manifest.json"
NUMBER = re.compile(r"\d+(\.\d+)*")


class RevisionError(Exception):
    """Why something cannot be done to a revision, or what is wrong with one; a sentence for people."""


@dataclass(frozen=True)
class Told:
    """One item of the changelog entry, as it was when the revision was cut."""

    kind: str
    ids: tuple[str, ...]
    what: str
    why: str
    effect: str
    by: str
    revision: str
    """The revision that is withdrawn as a whole; else empty."""


@dataclass(frozen=True)
class Manifest:
    """One revision."""

    revision: str
    date: str
    """Of the changelog entry."""
    title: str
    status: str
    summary: str
    """What changed, in a line."""
    changes: tuple[Told, ...]
    responsible: str
    """Who answers for it; empty when not yet assigned."""
    before: str
    """The revision before; empty for the first."""
    before_sha256: str
    chapters: tuple[str, ...]
    """In reading order."""
    inputs: dict[str, str]
    """SHA-256 of each file that the brief was made of, by path in the project."""
    frozen: dict[str, str]
    """SHA-256 of each file in the cut folder, by path in it."""
    outputs: dict[str, str]
    """SHA-256 of each file that is published, by path in the revision's folder."""
    tools: dict[str, str]
    """Name and version of what made it."""

    def as_json(self) -> str:
        """The file as written."""
        return json.dumps({"schema": SCHEMA} | dataclasses.asdict(self), ensure_ascii=False, indent=1) + "\n"


def from_json(text: str, shown: str) -> Manifest:
    """The manifest that `Manifest.as_json` wrote; *shown* names it in errors."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise RevisionError(f"{shown} is not JSON: {error}") from error
    if not isinstance(data, dict):
        raise RevisionError(f"{shown} is no manifest")
    if (schema := data.pop("schema", None)) != SCHEMA:
        raise RevisionError(f"{shown} has schema {schema}; this generator reads {SCHEMA}")
    names = {field.name for field in dataclasses.fields(Manifest)}
    if data.keys() != names:
        wrong = ", ".join(sorted(data.keys() ^ names))
        raise RevisionError(f"{shown} has other keys than a manifest: {wrong}")
    tables = ("inputs", "frozen", "outputs", "tools")
    sound = all(isinstance(data[key], dict) for key in tables) and isinstance(data["changes"], list)
    words = names - {*tables, "changes", "chapters"}
    if not sound or not all(isinstance(data[key], str) for key in words):
        raise RevisionError(f"{shown} has a value of the wrong type")
    if not NUMBER.fullmatch(data["revision"]):
        raise RevisionError(f"{shown}: {data['revision']!r} is no revision number")
    for name in (*data["frozen"], *data["outputs"]):
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise RevisionError(f"{shown} names {name!r}, which is outside its folder")
    try:
        changes = tuple(Told(**{**item, "ids": tuple(item["ids"])}) for item in data["changes"])
    except (TypeError, KeyError) as error:
        raise RevisionError(f"{shown} has a change that is none: {error}") from error
    return Manifest(**data | {"changes": changes, "chapters": tuple(data["chapters"])})


def read_manifest(folder: Path, shown: str) -> Manifest:
    """The manifest of the revision in *folder*, whose name is its number; complaints name the folder *shown*."""
    try:
        manifest = from_json((folder / FILE).read_text("utf-8"), f"{shown}/{FILE}")
    except (OSError, UnicodeDecodeError) as error:
        raise RevisionError(f"{shown}/{FILE} cannot be read: {error}") from error
    if manifest.revision != folder.name:
        raise RevisionError(f"{shown}/{FILE} is the manifest of revision {manifest.revision}")
    return manifest


def sha256(path: Path) -> str:
    """The hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hashes(folder: Path) -> dict[str, str]:
    """The hash of every file below *folder* by its path there."""
    return {path.relative_to(folder).as_posix(): sha256(path) for path in files(folder)}


def files(folder: Path) -> list[Path]:
    """Every file below *folder*, in the order of their names."""
    return sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink())


def differences(expected: dict[str, str], found: dict[str, str]) -> list[str]:
    """What is missing, changed or too much, a sentence each."""
    told = [f"{name} is missing" for name in expected if name not in found]
    told += [f"{name} differs" for name in expected if name in found and expected[name] != found[name]]
    return told + [f"{name} does not belong here" for name in found if name not in expected]
