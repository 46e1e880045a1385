"""Cuts a revision: ``revisions/<number>/`` is written once, and only from a brief that passes everything."""

from __future__ import annotations

import json
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from policybrief.data import changelog
from policybrief.data.changelog import order
from policybrief.revisions import archive
from policybrief.revisions.history import told, unnamed
from policybrief.revisions.lowering import INPUTS, reading_order
from policybrief.revisions.manifest import FILE, NUMBER, Manifest, RevisionError, hashes, sha256
from policybrief.revisions.release import EDITION, FROZEN, PUBLIC, build_edition, public_hashes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.data.changelog import RevisionEntry
    from policybrief.outputs.run import Output

CHANGELOG = "CHANGELOG.md"
OWN = ("sphinx-accessible-pdf", "sphinx-accessible-figures", "sphinx-redline", "trial-counts", "written-values")
"""The packages that are kept with the generator: what they depend on, it depends on."""
PUBLISHED = "published"
ANSWERING = ("publisher", "responsible", "contact")
"""What must be assigned before anything may call itself published."""


def cut(root: Path, number: str, outputs: tuple[Output, ...] = EDITION, stream: TextIO | None = None) -> Path:
    """Cut revision *number* of the brief at *root*; the folder that was written."""
    entry = _permitted(root, number)
    assert entry.date is not None
    older = archive.read_all(root)
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch)
        result = build_edition(root, target, entry.date, outputs, stream or sys.stderr)
        if result.warnings:
            raise RevisionError(f"the brief gives {result.warnings} warnings; make check names them")
        shutil.copyfile(target / PUBLIC / archive.REGISTER, target / FROZEN / archive.REGISTER)
        register = archive.read_register(target / FROZEN / archive.REGISTER, archive.REGISTER)
        if problems := list(_refused(register, entry, older)):
            raise RevisionError("; ".join(problems))
        manifest = _manifest(target, register, entry, older)
        staging = root / archive.FOLDER / f".{number}.unfinished"
        shutil.rmtree(staging, ignore_errors=True)
        shutil.copytree(target / FROZEN, staging)
        (staging / FILE).write_text(manifest.as_json(), "utf-8", newline="\n")
    return staging.rename(root / archive.FOLDER / number)


def tag(number: str) -> str:
    """The git tag that belongs to a revision."""
    return f"revision-{number}"


def _permitted(root: Path, number: str) -> RevisionEntry:
    """What can be refused before anything is built; the changelog entry."""
    if not NUMBER.fullmatch(number):
        raise RevisionError(f"{number!r} is no revision number; write it like 0.9 or 1.0")
    older = archive.read_all(root)
    if (root / archive.FOLDER / number).exists():
        raise RevisionError(f"revision {number} is cut already; a cut revision is never changed")
    if older and order(number) <= order(older[-1].number):
        raise RevisionError(f"revision {number} is not after the last one, {older[-1].number}")
    for revision in older:
        if faults := revision.faults():
            raise RevisionError("; ".join(faults))
    if faults := archive.chain_faults(older):
        raise RevisionError("; ".join(faults))
    log = changelog.read_changelog(root / CHANGELOG, CHANGELOG)
    if log.complaints:
        first = log.complaints[0]
        raise RevisionError(f"{first.path}:{first.line}: {first.text}")
    entry = log.entry(number)
    if entry is None:
        raise RevisionError(f"{CHANGELOG} has no entry '## {number} - <date>'")
    if log.newest is not entry:
        raise RevisionError(f"the newest entry of {CHANGELOG} is {log.newest.revision if log.newest else 'none'}")
    if entry.date is None:
        raise RevisionError(f"{CHANGELOG}:{entry.line}: the entry is still a draft; give it its date")
    if older and entry.date.isoformat() < older[-1].manifest.date:
        raise RevisionError(f"revision {number} is dated {entry.date}, before {older[-1].number}")
    if changed := _uncommitted(root):
        raise RevisionError(f"there are uncommitted changes: {', '.join(changed[:5])}; commit them first")
    return entry


def _uncommitted(root: Path) -> list[str]:
    """What git says is changed or unknown; that is all that git is asked."""
    asked = subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=normal", "--", "."],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode:
        raise RevisionError(f"git cannot say whether everything is committed: {asked.stderr.strip()}")
    return [line[3:] for line in asked.stdout.splitlines()]


def _refused(register: dict[str, Any], entry: RevisionEntry, older: list[archive.Revision]) -> Iterator[str]:
    """What only the built brief shows."""
    brief = register["brief"]
    if brief["revision"] != entry.revision or brief["date"] != str(entry.date):
        yield f"the brief calls itself revision {brief['revision']} of {brief['date']}"
    if brief["status"] == PUBLISHED and (unset := [name for name in ANSWERING if not brief[name]]):
        yield f"the status is {PUBLISHED!r} and there is no {' and no '.join(unset)}"
    if older:
        for id in unnamed(older[-1].register, register, entry):
            yield f"{id!r} changed since revision {older[-1].number} and {CHANGELOG}:{entry.line} does not name it"


def _manifest(
    target: Path, register: dict[str, Any], entry: RevisionEntry, older: list[archive.Revision]
) -> Manifest:
    inputs = json.loads((target / FROZEN / INPUTS).read_text("utf-8"))
    (target / FROZEN / INPUTS).unlink()
    brief = register["brief"]
    return Manifest(
        revision=entry.revision,
        date=str(entry.date),
        title=brief["title"],
        status=brief["status"] or "",
        summary=entry.summary,
        changes=told(entry),
        responsible=brief["responsible"] or "",
        before=older[-1].number if older else "",
        before_sha256=sha256(older[-1].folder / FILE) if older else "",
        chapters=tuple(reading_order(target / FROZEN)),
        inputs=inputs,
        frozen=hashes(target / FROZEN),
        outputs=public_hashes(target),
        tools=tools(),
    )


def tools() -> dict[str, str]:
    """The generator, what it depends on by name or through its own packages, and Python, with their versions."""
    found = {"python": platform.python_version()}
    asked = ["policybrief"]
    while asked:
        own = asked.pop()
        found[own] = metadata.version(own)
        for line in metadata.requires(own) or []:
            name = re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0]
            if "extra ==" in line:
                continue
            if name in OWN:
                asked.append(name)
            else:
                found[name] = metadata.version(name)
    return found
