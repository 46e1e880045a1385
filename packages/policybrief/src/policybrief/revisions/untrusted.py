"""Reads what was found in a publication or a revision: its content, or a sentence that says what is wrong.

Whoever can write there can write anything.  So nothing but regular files is opened, no link is followed, sizes
and depths have limits, and data is held against its schema before anything else looks into it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from babel import Locale, UnknownLocaleError
from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators

if TYPE_CHECKING:
    from io import BufferedReader

MOST_BYTES = 16 * 1024 * 1024
"""Of a file that is read as a whole."""
MOST_HASHED = 1024 * 1024 * 1024
"""Of a file of which only the hash is taken."""
MOST_FILES = 100_000
MOST_TOGETHER = 16 * MOST_HASHED
"""Of all files in a folder at any depth: holes in files cost nobody anything but whoever takes their hash."""
DEEPEST = 16
"""Folders in folders."""
DEEPEST_DATA = 32
"""Objects and lists in one another; what we write has half as many."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no text of a brief has, and that a feed or a page cannot hold."""
FOLDER = os.O_RDONLY | os.O_DIRECTORY
FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK  # a pipe must not wait for whoever writes into it


class RevisionError(Exception):
    """Why something cannot be done to a revision, or what is wrong with one; a sentence for people."""


class Listing(NamedTuple):
    """What is in a folder at any depth."""

    files: list[str]
    """The regular files, by path."""
    strange: list[str]
    """What else is there, a sentence each that begins with its path."""


def listing(folder: Path) -> Listing:
    """Everything below *folder*; no link is followed."""
    found, strange, waiting, octets = list[str](), list[str](), [""], 0
    while waiting:
        inside = waiting.pop()
        try:
            entries = sorted(os.scandir(folder / inside), key=lambda entry: entry.name)
        except OSError as error:
            strange.append(f"{spoken(inside)} cannot be read: {error.strerror}")
            continue
        if inside and not entries:
            strange.append(f"{spoken(inside)} is an empty folder")
        for entry in entries:
            path = f"{inside}/{entry.name}" if inside else entry.name
            if entry.is_symlink():
                strange.append(f"{spoken(path)} is a link")
            elif entry.is_file(follow_symlinks=False):
                found.append(path)
                octets += entry.stat(follow_symlinks=False).st_size
            elif not entry.is_dir(follow_symlinks=False):
                strange.append(f"{spoken(path)} is neither a file nor a folder")
            elif path.count("/") >= DEEPEST:
                strange.append(f"{spoken(path)} is too deep a folder; {DEEPEST} in one another are the most")
            else:
                waiting.append(path)
        if len(found) + len(strange) > MOST_FILES:
            raise RevisionError(f"{folder} holds more than {MOST_FILES} files")
        if octets > MOST_TOGETHER:
            raise RevisionError(f"{folder} holds more than {MOST_TOGETHER} bytes")
    return Listing(sorted(found), sorted(strange))


def spoken(name: str) -> str:
    """A name that was found, as a sentence can say it."""
    return name if name.isprintable() else ascii(name)


@contextmanager
def opened(folder: Path, name: str, shown: str) -> Iterator[BufferedReader]:
    """The regular file *name* below *folder*, reached through folders alone; complaints name it *shown*."""
    try:
        with open(_descriptor(folder, name), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise RevisionError(f"{shown} is no file")
            yield file
    except OSError as error:
        raise RevisionError(f"{shown} cannot be read: {error.strerror}") from error


def _descriptor(folder: Path, name: str) -> int:
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or parts[0] == "/" or "\0" in name:
        raise RevisionError(f"{spoken(name)} is outside its folder")
    at = os.open(folder, FOLDER)  # how the folder itself is reached is for its owner to say
    try:
        for part in parts[:-1]:
            above, at = at, os.open(part, FOLDER | os.O_NOFOLLOW, dir_fd=at)
            os.close(above)
        return os.open(parts[-1], FILE, dir_fd=at)
    finally:
        os.close(at)


def read(folder: Path, name: str, shown: str) -> bytes:
    """The content of the file *name* below *folder*; complaints name it *shown*."""
    with opened(folder, name, shown) as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise RevisionError(f"{shown} has more than {MOST_BYTES} bytes")
    return content


def sha256(folder: Path, name: str, shown: str) -> str:
    """The hash of the file *name* below *folder*; complaints name it *shown*."""
    with opened(folder, name, shown) as file:
        if os.fstat(file.fileno()).st_size > MOST_HASHED:
            raise RevisionError(f"{shown} has more than {MOST_HASHED} bytes")
        return hashlib.file_digest(file, "sha256").hexdigest()


def hashes(folder: Path) -> dict[str, str]:
    """The hash of every regular file below *folder* by its path there."""
    return {name: sha256(folder, name, spoken(name)) for name in listing(folder).files}


# Data


def load(content: bytes, shown: str) -> Any:
    """What JSON says, each key once, in text that can be printed, and no deeper than anything of ours."""
    try:
        data = json.loads(content.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_number)
        _check(data)
    except RecursionError:
        raise RevisionError(f"{shown} is nested too deeply") from None
    except ValueError as error:
        raise RevisionError(f"{shown} is not JSON of ours: {error}") from error
    return data


def held(data: Any, schemas: dict[int, str], shown: str) -> dict[str, Any]:
    """The *data* if it is what the schema says whose version it names; *schemas* are files of the generator."""
    version = data.get("schema") if isinstance(data, dict) else None
    if type(version) is not int or version not in schemas:
        known = ", ".join(map(str, schemas))
        raise RevisionError(f"{shown} is of schema {str(version)[:20]}; this generator reads {known}")
    wrong = next(iter(_validator(schemas[version]).iter_errors(data)), None)
    if wrong is not None:
        raise RevisionError(f"{shown}: {wrong.json_path[:100]}: {wrong.message[:200]}")
    return data  # type: ignore[no-any-return]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key stands twice")
    return made


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _check(data: Any) -> None:
    waiting = [(data, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > DEEPEST_DATA:
            raise ValueError(f"it is nested more than {DEEPEST_DATA} deep")
        if isinstance(value, str) and (wrong := CONTROL.search(value)):
            raise ValueError(f"a text holds the character U+{ord(wrong[0]):04X}")
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueError("a number is too large")
        inside = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
        waiting += [(one, depth + 1) for one in inside]


FORMATS = FormatChecker(())


@FORMATS.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or dt.date.fromisoformat(value).isoformat() == value


@FORMATS.checks("language", raises=(ValueError, UnknownLocaleError))
def _is_language(value: object) -> bool:
    return not isinstance(value, str) or bool(Locale.parse(value.replace("-", "_")))


def _matches(_validator: Any, pattern: str, value: object, _schema: Any) -> Iterator[ValidationError]:
    if isinstance(value, str) and not re.search(pattern.replace("$", r"\Z"), value):  # $ passes a line end
        yield ValidationError(f"{value!r} is not written like {pattern}")


KIND = validators.extend(Draft202012Validator, {"pattern": _matches})  # type: ignore[no-untyped-call]


@cache
def _validator(schema: str) -> Any:
    text = files("policybrief").joinpath(schema).read_text("utf-8")
    return KIND(json.loads(text), format_checker=FORMATS)
