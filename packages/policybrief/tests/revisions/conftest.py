"""A small brief under git, with what it takes to cut, compare and publish it."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policybrief.outputs.run import Output
from policybrief.revisions.cut import cut
from policybrief.revisions.disk import Disk
from policybrief.revisions.publish import publish
from policybrief.revisions.release import FROZEN, PUBLIC

DATA = (Output("register", PUBLIC), Output("lowered", FROZEN))
"""An edition without pages: quick, and enough for all that is about files."""
PAGES = (*DATA, Output("html", PUBLIC))

FIRST = "- update: all statements are new."


class Brief:
    """The brief of ``test-sound``, in a repository of its own."""

    def __init__(self, project: Any) -> None:
        self.project = project
        self.root: Path = project.path
        self.project._complete()
        self.project.write(".gitignore", "build/\n")
        self.entries: list[str] = []
        self._git("init", "--quiet")

    def _git(self, *words: str) -> None:
        names = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *names, *words], cwd=self.root, check=True, capture_output=True)

    def commit(self) -> None:
        """Commit everything."""
        self._git("add", "--all")
        self._git("commit", "--quiet", "--allow-empty", "--message", "work")

    def tag(self, name: str) -> None:
        """Tag what is committed."""
        self._git("tag", name)

    def entry(self, heading: str, *items: str, summary: str = "") -> None:
        """Put an entry on top of the changelog."""
        text = "\n".join(filter(None, [f"## {heading}", "", summary, "", *items, ""]))
        self.entries.insert(0, f"## {heading}\n\n{summary}\n\n" + "\n".join(items) + "\n" if text else "")
        self.project.write("CHANGELOG.md", "# Changes\n\n" + "\n".join(self.entries))

    def publish(self, to: Path, *, pages: bool = False, disk: Disk | None = None) -> Path:
        """Publish what was cut last."""
        return publish(self.root, to, outputs=PAGES if pages else DATA, disk=disk, stream=io.StringIO())

    def cut(self, number: str, *, pages: bool = False) -> Path:
        """Commit, cut and commit what was cut."""
        outputs = PAGES if pages else DATA
        self.commit()
        said = io.StringIO()
        try:
            folder = cut(self.root, number, outputs, said)
        except Exception:
            print(said.getvalue())
            raise
        self.commit()
        return folder


@pytest.fixture
def brief(project: Callable[..., Any]) -> Brief:
    """A brief that passes every check, with nothing cut yet."""
    made = Brief(project("test-sound"))
    made.entry("0.9 - 2025-07-15", FIRST, summary="First edition.")
    return made


def three_revisions(brief: Brief, to: Path) -> None:
    """Three revisions with pages: a first one, one that withdraws a finding, one that withdraws the first."""
    brief.cut("0.9", pages=True)
    brief.publish(to, pages=True)
    brief.project.change("source/asked.md", ":findings: both-do-it, counts-are-due", ":findings: both-do-it")
    brief.project.change("source/asked.md", ":strength: strong", ":strength: conditional")
    brief.project.change(
        "source/observed.md", ":certainty: high\n:key:\n\nCounts", ":certainty: high\n:status: withdrawn\n\nCounts"
    )
    brief.entry(
        "1.0 - 2025-09-01",
        "- update `publish-counts`: conditional now. Why: costs rose.",
        "- withdrawal `counts-are-due`: no longer held. Why: the act was repealed. Effect: the advice is weaker.",
        summary="An act is gone.",
    )
    brief.cut("1.0", pages=True)
    brief.publish(to, pages=True)
    brief.entry(
        "1.1 - 2025-10-01",
        "- withdrawal revision 0.9: a finding had lost its ground. Why: the act was repealed. Effect: cite 1.1.",
        summary="The first revision is withdrawn.",
    )
    brief.cut("1.1", pages=True)
    brief.publish(to, pages=True)


@pytest.fixture(scope="session")
def kept_publication(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the publication of three revisions is kept, once made."""
    return tmp_path_factory.mktemp("three")


@pytest.fixture
def three(brief: Brief, kept_publication: Path, tmp_path: Path) -> Path:
    """A copy of a publication of three revisions."""
    made = kept_publication / "publication"
    if not made.exists():
        three_revisions(brief, made)
    return Path(shutil.copytree(made, tmp_path / "publication"))
