"""The file operations of a publication, each whole or not at all.

They are one class, so that a test can let any of them fail.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from policybrief.revisions.manifest import NUMBER
from policybrief.revisions.untrusted import DEEPEST, RevisionError, listing, spoken

UNFINISHED = ".unfinished"
"""What a file or folder is called until it is whole."""
LEFT = re.compile(rf"\..+{re.escape(UNFINISHED)}|\.publishing")
"""What a run may have left: ``.publishing`` is the lock of a generator of before, which was a file of its own."""
WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
"""How files are opened: nothing that stands there already is written to, and no link is followed."""


class Disk:
    """Every operation that changes something in a publication."""

    def about_to(self, operation: str, path: Path) -> None:
        """Called before each operation."""

    def make_folder(self, path: Path) -> None:
        """Make a folder and those above it."""
        if not path.is_dir():
            self.make_folder(path.parent)
            self.about_to("make folder", path)
            path.mkdir(exist_ok=True)
            self.sync_folder(path.parent)

    def write(self, path: Path, content: bytes) -> None:
        """Write a file that nobody looks at yet, down to the medium."""
        self.about_to("write", path)
        with open(os.open(path, WRITE, 0o666), "wb") as file:
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

    def add_folder(self, target: Path, source: Path, besides: Mapping[str, bytes]) -> None:
        """Put a copy of *source*, and files *besides*, under the name *target*, whole or not at all."""
        staging = target.with_name(f".{target.name}{UNFINISHED}")
        for name in listing(source).files:
            copy = staging / name
            self.make_folder(copy.parent)
            self.write(copy, (source / name).read_bytes())
        for name, content in besides.items():
            self.write(staging / name, content)
        for folder, _folders, _files in os.walk(staging, topdown=False):
            self.sync_folder(Path(folder))
        self.rename(staging, target)

    def rename(self, source: Path, target: Path) -> None:
        """Give a finished folder its name."""
        self.about_to("rename", target)
        source.rename(target)
        self.sync_folder(target.parent)

    def remove(self, path: Path) -> None:
        """Take away what was left unfinished."""
        self.about_to("remove", path)
        if not path.is_dir() or path.is_symlink():
            path.unlink()
            return
        try:
            shutil.rmtree(path)
        except RecursionError:
            raise RevisionError(f"{spoken(str(path))} is too deep to be taken away") from None

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
    """Only one at a time writes to *folder*; the lock leaves nothing there and goes with the process."""
    try:
        place = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise RevisionError(f"{folder} cannot be locked: {error.strerror}") from error
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(place)
        raise RevisionError(f"somebody else is writing to {folder} at this moment") from None
    try:
        yield
    finally:
        os.close(place)


def unfinished(folder: Path) -> list[Path]:
    """What an interrupted run left, folders that hold nothing too: beside the revisions, never in one."""
    left = []
    for place, folders, names in os.walk(folder):
        left += [Path(place, name) for name in (*folders, *names) if LEFT.fullmatch(name)]
        if not folders and not names and place != str(folder):
            left.append(Path(place))
        kept = NUMBER if place == str(folder) else LEFT
        folders[:] = [name for name in folders if not LEFT.fullmatch(name) and not kept.fullmatch(name)]
        if len(Path(place).relative_to(folder).parts) >= DEEPEST:
            folders.clear()  # the listing tells it
    return sorted(left)
