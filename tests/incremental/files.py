"""Folders as an editor changes them, and as they are compared."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import NamedTuple

RUN_STATE = {".buildinfo", ".buildinfo.bak", ".doctrees", ".state"}
"""What a run notes for the next one: files and folders of these names are no output, and are not compared."""
MADE = {".cache", "build", "build-plain"}
"""Folders of a project that its authors do not write."""


class Unfit(Exception):
    """An edit finds nothing to change: what it would change was changed before."""


class Kept(NamedTuple):
    """One file as it was."""

    content: bytes
    time: int
    """Of its last change, in nanoseconds."""


State = dict[str, Kept]
"""All files of a folder by their names."""


class Files:
    """The files below one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, name: str) -> Path:
        """The place of a file, which must be there."""
        found = self.root / name
        if not found.exists():
            raise Unfit(f"there is no {name}")
        return found

    def read(self, name: str) -> str:
        """The text of a file."""
        return self.path(name).read_text("utf-8")

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file, making its folder."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def change(self, name: str, old: str, new: str) -> None:
        """Replace *old*, which must stand in the file, by *new*."""
        text = self.read(name)
        if old not in text:
            raise Unfit(f"{name} does not say {old!r}")
        self.write(name, text.replace(old, new))

    def change_unseen(self, name: str, content: bytes) -> None:
        """Write other content of the same length, and give the file the time that it had."""
        path = self.path(name)
        was = path.stat()
        assert len(content) == was.st_size, f"{name} would be of another size"
        path.write_bytes(content)
        os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))

    def move(self, old: str, new: str) -> None:
        """Give a file or folder another name."""
        target = self.root / new
        target.parent.mkdir(parents=True, exist_ok=True)
        self.path(old).rename(target)

    def remove(self, name: str) -> None:
        """Take a file or folder away."""
        path = self.path(name)
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()

    def find(self, name: str, said: str = "") -> str:
        """The one file of that name, wherever it is, that says *said*."""
        for path in sorted(self.root.rglob(name)):
            if path.is_file() and said.encode() in path.read_bytes():
                return path.relative_to(self.root).as_posix()
        raise Unfit(f"no {name} says {said!r}")

    def state(self) -> State:
        """All files that authors write."""
        return {
            name: Kept(path.read_bytes(), path.stat().st_mtime_ns)
            for name, path in _below(self.root, {"__pycache__"}).items()
            if path.is_file() and name.partition("/")[0] not in MADE
        }

    def restore(self, state: State, *, with_times: bool = True) -> None:
        """Bring all files back to an earlier state; without their times they are as new as a check-out."""
        now = self.state()
        for name in now.keys() - state.keys():
            self.remove(name)
        for name, kept in state.items():
            if name in now and (now[name] == kept or (not with_times and now[name].content == kept.content)):
                continue
            self.write(name, kept.content)
            if with_times:
                os.utime(self.root / name, ns=(kept.time, kept.time))
        for folder in sorted((path for path in self.root.rglob("*") if path.is_dir()), reverse=True):
            if not any(folder.iterdir()):
                folder.rmdir()


def print_of(state: State) -> str:
    """A print of what the files of a state say, whatever their times."""
    parts = [(name, hashlib.sha256(kept.content).hexdigest()) for name, kept in sorted(state.items())]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def tree(folder: Path) -> dict[str, str]:
    """Every file that was written below *folder* with a print of its bytes, and every folder."""
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for name, path in _below(folder, RUN_STATE).items()
    }


def differences(found: dict[str, str], wanted: dict[str, str], *, too_many: bool = True) -> list[str]:
    """What is missing, other or, unless *too_many* is false, too much; a line each."""
    told = [f"{name} is missing" for name in wanted if name not in found]
    told += [f"{name} differs" for name in wanted if name in found and found[name] != wanted[name]]
    if too_many:
        told += [f"{name} does not belong here" for name in found if name not in wanted]
    return sorted(told)


def _below(folder: Path, without: set[str]) -> dict[str, Path]:
    found = ((path.relative_to(folder), path) for path in folder.rglob("*"))
    return {name.as_posix(): path for name, path in found if not without.intersection(name.parts)}
