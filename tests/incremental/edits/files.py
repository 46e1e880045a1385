"""Edits that change no word: files put back or touched, and what builds wrote changed behind their back."""

from __future__ import annotations

import os

from tests.incremental.bench import Project
from tests.incremental.edits.chapters import OF_CHAPTERS
from tests.incremental.edits.kinds import Change, Edit, edit
from tests.incremental.edits.material import OF_RECORDS
from tests.incremental.edits.project import OF_CONFIGURATION
from tests.incremental.files import State, Unfit


def _put_back(*, with_times: bool) -> Change:
    """All files as they were before: checked out anew, or taken from a copy with their times."""

    def make(project: Project) -> None:
        now = _words(project.state())
        for state in reversed(project.built):
            if _words(state) != now:
                project.restore(state, with_times=with_times)
                return
        raise Unfit("nothing else was built before")

    return make


def _words(state: State) -> dict[str, bytes]:
    return {name: kept.content for name, kept in state.items()}


def _touch(project: Project) -> None:
    for name in project.state():
        os.utime(project.root / name)


def output(name: str, content: bytes | None) -> Edit:
    """A file that a build wrote, taken away or changed."""

    def make(project: Project) -> None:
        path = project.target.path(project.target.find(name))
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)

    return Edit(make, unseen=True)


def _stray(project: Project) -> None:
    page = project.target.path(project.target.find("index.html"))
    page.with_name("yesterday.html").write_text("<p>old</p>", "utf-8")


OF_FILES = {
    "put-back": Edit(_put_back(with_times=False), ("chapter-title", "record-value")),
    "put-back-with-times": Edit(_put_back(with_times=True), ("chapter-title", "record-value"), unseen=True),
    "touched": edit(_touch),
    "nothing": edit(),
    "two-at-once": edit(OF_RECORDS["record-value"].make, OF_CHAPTERS["chapter-title"].make),
    "three-at-once": edit(
        OF_RECORDS["record-removed"].make, OF_CHAPTERS["chapter-removed"].make, OF_CONFIGURATION["status"].make
    ),
    "page-removed": output("observed.html", None),
    "page-changed": output("asked.html", b"<p>not ours</p>"),
    "pdf-removed": output("summary.pdf", None),
    "pdf-changed": output("brief.pdf", b"%PDF-"),
    "register-removed": output("register.json", None),
    "stray-page": Edit(_stray, unseen=True),
}
