"""What git is asked: what is committed, under which name, and the files of a commit, exactly as they are in it."""

from __future__ import annotations

import os
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from policybrief.revisions import untrusted
from policybrief.revisions.untrusted import RevisionError

if TYPE_CHECKING:
    from policybrief.revisions.archive import Revision

TAG = "revision-"
COMMITS = "revisions/commits.txt"
"""The commits of revisions whose manifests do not name theirs: a tag can be missing, and history be cut short."""
CHANGING = ("export-ignore", "export-subst", "ident", "filter", "text", "eol", "crlf", "working-tree-encoding")
"""Attributes by which git lays out something else than is committed."""


def tag(number: str) -> str:
    """The git tag that belongs to a revision."""
    return f"{TAG}{number}"


def commit(root: Path, name: str = "HEAD") -> str:
    """The commit of that name; the one that is checked out."""
    return _git(root, "rev-parse", "--verify", f"{name}^{{commit}}")


def tree(root: Path, commit: str) -> str:
    """What git calls the files of the project at *root* in a commit."""
    return _git(root, "rev-parse", "--verify", f"{commit}:{_git(root, 'rev-parse', '--show-prefix')}")


def uncommitted(root: Path) -> list[str]:
    """What is changed or unknown, by path."""
    lines = _git(root, "status", "--porcelain", "--untracked-files=all", "--", ".").splitlines()
    return [line[3:] for line in lines]


def tagged(root: Path, *, before: str = "") -> list[str]:
    """The numbers of the revisions that have a tag, all or *before* a commit; none where there is no git."""
    merged = [f"--merged={before}"] if before else []
    try:
        named = _git(
            root, "for-each-ref", *merged, "--format=%(refname:strip=2)", f"refs/tags/{TAG}*"
        ).splitlines()
    except RevisionError:
        return []
    return [name.removeprefix(TAG) for name in named]


def tagged_content(root: Path, number: str, path: str) -> bytes | None:
    """A file of the project as the tag of a revision has it."""
    prefix = _git(root, "rev-parse", "--show-prefix")
    asked = _ask(root, "cat-file", "blob", f"refs/tags/{tag(number)}:{prefix}{path}")
    return None if asked.returncode else asked.stdout


def commit_of(root: Path, revision: Revision) -> str:
    """The commit of a revision: as its manifest, its tag or `COMMITS` says, else the one that added it."""
    if revision.manifest.commit:
        return revision.manifest.commit
    if revision.number in tagged(root):
        return f"refs/tags/{tag(revision.number)}"
    if commit := _noted(root).get(revision.number):
        return commit
    path = f"{revision.shown}/manifest.json"
    added = _git(root, "log", "--diff-filter=A", "--format=%H", "--max-count=1", "--", path)
    if not added:
        raise RevisionError(f"git knows neither a tag {tag(revision.number)} nor a commit that added {path}")
    return added


def _noted(root: Path) -> dict[str, str]:
    """The commit of each revision that has a line in `COMMITS`."""
    if not (root / COMMITS).is_file():
        return {}
    lines = untrusted.read(root, COMMITS, COMMITS).decode("utf-8", errors="replace").splitlines()
    noted = [line.split() for line in lines if not line.startswith("#")]
    for words in noted:
        if len(words) != 2 or not re.fullmatch(r"[0-9a-f]{40,64}", words[1]):
            raise RevisionError(f"{COMMITS}: {' '.join(words)[:80]!r} is no revision with its commit")
    return dict(noted)


def check_out(root: Path, commit: str, project: Path) -> None:
    """Lay the files of the project as a commit has them into *project*, which is made.

    The archive is made by a repository with no settings but one, that no attribute holds: neither those that are
    committed nor others, neither filters nor replaced objects can leave a file out or change what comes out.
    """
    found = tree(root, commit)
    objects = root / _git(root, "rev-parse", "--git-path", "objects")
    with tempfile.TemporaryDirectory() as scratch:
        bare, packed = Path(scratch) / "bare", Path(scratch) / "project.tar"
        kind = _git(root, "rev-parse", "--show-object-format")
        _git(root, "init", "--quiet", "--bare", "--template=", f"--object-format={kind}", str(bare))
        (bare / "info").mkdir(exist_ok=True)
        (bare / "info" / "attributes").write_text(f"* {' '.join(f'!{name}' for name in CHANGING)}\n", "utf-8")
        settings = {"GIT_OBJECT_DIRECTORY": str(objects), "GIT_CONFIG_GLOBAL": os.devnull}
        settings |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_ATTR_NOSYSTEM": "1", "GIT_DIR": str(bare)}
        _git(root, "archive", f"--output={packed}", "--format=tar", found, **settings)
        try:
            with tarfile.open(packed) as tar:
                tar.extraction_filter = getattr(tarfile, "data_filter", None)  # Python before 3.11.4 has none
                tar.extractall(project)
        except tarfile.TarError as error:
            raise RevisionError(f"commit {commit} cannot be laid out: {error}") from error
    for path in project.rglob("*"):
        if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(project.resolve()):
            there = path.relative_to(project)
            raise RevisionError(f"commit {commit} cannot be laid out: the link {there} leads out of the project")


def keep(root: Path, folder: Path, number: str) -> None:
    """Commit a folder that was just cut, and nothing else, and give the commit its tag."""
    shown = folder.relative_to(root).as_posix()
    if uncommitted(root):
        told = f"revision {number} is cut"
        _git(root, "add", "--force", "--", shown)
        _git(root, "commit", "--quiet", "--no-verify", "--message", told, "--only", "--", shown)
    _git(root, "tag", tag(number))


def check_identity(root: Path) -> None:
    """Whether git knows who commits."""
    _git(root, "var", "GIT_COMMITTER_IDENT")


def _git(root: Path, *words: str, **settings: str) -> str:
    asked = _ask(root, *words, **settings)
    if asked.returncode:
        raise RevisionError(f"git {words[0]}: {asked.stderr.decode(errors='replace').strip()}")
    return asked.stdout.decode(errors="surrogateescape").rstrip("\n")


def _ask(root: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"GIT_NO_REPLACE_OBJECTS": "1", "LC_ALL": "C.UTF-8"} | settings
    try:
        return subprocess.run(["git", *words], cwd=root, env=environment, capture_output=True, check=False)
    except FileNotFoundError:
        raise RevisionError("there is no git, which knows what is committed") from None
