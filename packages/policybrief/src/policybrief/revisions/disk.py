"""The file operations of a publication, each whole or not at all.

They are one class, so that a test can let any of them fail.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from policybrief.revisions.manifest import RevisionError

LOCK = ".publishing"
UNFINISHED = ".unfinished"
"""What a file or folder is called until it is whole."""


class Disk:
    """Every operation that changes something in a publication."""

    def about_to(self, operation: str, path: Path) -> None:
        """Called before each operation."""

    def make_folder(self, path: Path) -> None:
        """Make a folder and those above it."""
        if not path.is_dir():
            self.about_to("make folder", path)
            path.mkdir(parents=True, exist_ok=True)

    def write(self, path: Path, content: bytes) -> None:
        """Write a file that nobody looks at yet, down to the medium."""
        self.about_to("write", path)
        with path.open("wb") as file:
            self.fill(file.fileno(), content)
            self.about_to("sync", path)
            os.fsync(file.fileno())

    def fill(self, descriptor: int, content: bytes) -> None:
        """The writing itself, which a full disk ends in the middle."""
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]

    def replace(self, path: Path, content: bytes) -> None:
        """Put new content under *path*: whoever opens it sees all of the old or all of the new."""
        self.make_folder(path.parent)
        unfinished = path.with_name(f".{path.name}{UNFINISHED}")
        self.write(unfinished, content)
        self.about_to("replace", path)
        os.replace(unfinished, path)
        self.sync_folder(path.parent)

    def rename(self, source: Path, target: Path) -> None:
        """Give a finished folder its name."""
        self.about_to("rename", target)
        source.rename(target)
        self.sync_folder(target.parent)

    def remove(self, path: Path) -> None:
        """Take away what was left unfinished."""
        self.about_to("remove", path)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()

    def sync_folder(self, path: Path) -> None:
        """Make the names in a folder lasting."""
        self.about_to("sync folder", path)
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Only one publication at a time; the lock goes with the process, however it ends."""
    with (folder / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RevisionError(f"somebody else is publishing to {folder} at this moment") from None
        yield


def unfinished(folder: Path) -> list[Path]:
    """What an interrupted publication left, at the top and among the derived files."""
    return sorted(path for path in folder.rglob(f".*{UNFINISHED}") if UNFINISHED not in path.parent.name)
