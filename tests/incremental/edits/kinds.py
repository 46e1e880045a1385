"""What an edit is, and the few forms that most edits have."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.incremental.bench import Project
from tests.incremental.files import Unfit

Change = Callable[[Project], None]


class Edit(NamedTuple):
    """One kind of edit."""

    make: Change
    after: tuple[str, ...] = ()
    """Names of edits that are made and built before it, where it would else show nowhere."""
    unseen: bool = False
    """Whether Sphinx by itself cannot know of it: it looks at the times of chapters, of the files that they
    depend on and of templates, and at the values of ``conf.py``, and at nothing else."""


def says(name: str, old: str, new: str) -> Change:
    """Other words in a file."""
    return lambda project: project.change(name, old, new)


def adds(name: str, text: str) -> Change:
    """Words at the end of a file."""
    return lambda project: project.write(name, project.read(name) + text)


def writes(name: str, text: str) -> Change:
    """A new file."""

    def make(project: Project) -> None:
        if (project.root / name).exists():
            raise Unfit(f"{name} is there")
        project.write(name, text)

    return make


def removes(name: str) -> Change:
    """A file or folder less."""
    return lambda project: project.remove(name)


def moves(old: str, new: str) -> Change:
    """Another name."""
    return lambda project: project.move(old, new)


def unseen(name: str, old: str, new: str) -> Edit:
    """Other words of the same length, in a file that keeps its time."""

    def make(project: Project) -> None:
        text = project.read(name)
        if old not in text:
            raise Unfit(f"{name} does not say {old!r}")
        project.change_unseen(name, text.replace(old, new).encode())

    return Edit(make, unseen=True)


def edit(*changes: Change) -> Edit:
    """One change, or several that only together make sense."""

    def make(project: Project) -> None:
        for change in changes:
            change(project)

    return Edit(make)


def chapter(name: str, old: str, new: str) -> Edit:
    """Other words in a chapter."""
    return edit(says(f"source/{name}.md", old, new))
