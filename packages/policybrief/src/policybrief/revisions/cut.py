"""Cuts a revision: ``revisions/<number>/`` is written once, and only from a brief that passes everything."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policybrief.chapters.publication import ANSWERING, PUBLISHED, unanswered
from policybrief.data import changelog
from policybrief.data.changelog import order
from policybrief.revisions import archive, build_provenance, repository, witnesses
from policybrief.revisions.disk import UNFINISHED, Disk, locked, unfinished
from policybrief.revisions.history import told, unnamed
from policybrief.revisions.lowering import reading_order
from policybrief.revisions.manifest import FILE, NUMBER, Manifest
from policybrief.revisions.release import FROZEN, INPUTS, PUBLIC, Maker, build_sound, public_hashes
from policybrief.revisions.untrusted import RevisionError, hashes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.data.changelog import RevisionEntry

CHANGELOG = "CHANGELOG.md"
COVER = {name: f"brief_{name}" for name in (*ANSWERING, "licence")} | {"address": "html_baseurl"}
"""What a cover says or calls not yet assigned, each with its setting."""


def cut(root: Path, number: str, make: Maker = build_sound) -> Path:
    """Cut revision *number* of the brief at *root*, from what is committed; the folder that was written."""
    folder = root / archive.FOLDER
    folder.mkdir(exist_ok=True)
    with locked(folder):
        for left in unfinished(folder):
            Disk().remove(left)  # of a cut that was killed
        if not _stands_untagged(root, number):
            _cut(root, number, make)
        repository.keep(root, folder / number, number)
    return folder / number


def _cut(root: Path, number: str, make: Maker) -> None:
    """Build in a folder that the next cut takes away if this one is killed, and give the result its name."""
    entry = _permitted(root, number)
    assert entry.date is not None
    older, commit = archive.read_all(root), repository.commit(root)
    scratch = root / archive.FOLDER / f".{number}.building{UNFINISHED}"
    project, target = scratch / "project", scratch / "edition"
    try:
        repository.check_out(root, commit, project)
        if not make(project, target, entry.date):
            raise RevisionError("the brief gives warnings; make check names them")
        shutil.copyfile(target / PUBLIC / archive.REGISTER, target / FROZEN / archive.REGISTER)
        register = archive.read_register(target / FROZEN, archive.REGISTER, archive.REGISTER)
        if problems := list(_refused(register, entry, older)):
            raise RevisionError("; ".join(problems))
        manifest = _manifest(target, register, entry, older, (commit, repository.tree(root, commit)))
        Disk().add_folder(root / archive.FOLDER / number, target / FROZEN, {FILE: manifest.as_json().encode()})
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _stands_untagged(root: Path, number: str) -> bool:
    """Whether an earlier cut was killed when all that it lacked was its tag, or its commit and its tag."""
    revision = archive.Revision(root / archive.FOLDER / number)
    if not NUMBER.fullmatch(number) or number in repository.tagged(root) or not revision.folder.is_dir():
        return False
    waiting = repository.uncommitted(root)
    if revision.faults() or not all(path.startswith(f"{revision.shown}/") for path in waiting):
        return False
    made_of = revision.manifest.commit
    return bool(made_of) and made_of == repository.commit(root, "HEAD" if waiting else "HEAD~")


def _permitted(root: Path, number: str) -> RevisionEntry:
    """What can be refused before anything is built; the changelog entry."""
    if not NUMBER.fullmatch(number):
        raise RevisionError(f"{number!r} is no revision number; write it like 0.9 or 1.0")
    repository.check_identity(root)
    older = archive.read_all(root)
    if (root / archive.FOLDER / number).exists():
        raise RevisionError(f"revision {number} is cut already; a cut revision is never changed")
    if number in repository.tagged(root):
        raise RevisionError(f"the tag {repository.tag(number)} stands already; a revision is cut once")
    if older and order(number) <= order(older[-1].number):
        raise RevisionError(f"revision {number} is not after the last one, {older[-1].number}")
    for revision in older:
        if faults := revision.faults():
            raise RevisionError("; ".join(faults))
    if faults := archive.chain_faults(older) + witnesses.unkept(root):
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
    if changed := repository.uncommitted(root):
        raise RevisionError(f"there are uncommitted changes: {', '.join(changed[:5])}; commit them first")
    return entry


def ahead(root: Path, register: dict[str, Any]) -> Iterator[str]:
    """What the next cut would refuse, and what its cover would say for good; nothing where the newest is cut."""
    newest, brief = changelog.read_changelog(root / CHANGELOG, CHANGELOG).newest, register["brief"]
    if newest is None or (root / archive.FOLDER / newest.revision).exists():
        return
    try:
        _permitted(root, newest.revision)
    except RevisionError as error:
        yield str(error)
    if problem := unanswered(brief):
        yield problem
    if brief["status"] != PUBLISHED:
        yield f"its cover would say the status {brief['status']!r}: brief_status"
    if unset := [setting for name, setting in COVER.items() if not brief[name]]:
        yield f"its cover would say 'not yet assigned' for {', '.join(unset)}"


def _refused(register: dict[str, Any], entry: RevisionEntry, older: list[archive.Revision]) -> Iterator[str]:
    """What only the built brief shows."""
    brief = register["brief"]
    if brief["revision"] != entry.revision or brief["date"] != str(entry.date):
        yield f"the brief calls itself revision {brief['revision']} of {brief['date']}"
    if problem := unanswered(brief):
        yield problem
    if older:
        for id in unnamed(older[-1].register, register, entry):
            yield f"{id!r} changed since revision {older[-1].number} and {CHANGELOG}:{entry.line} does not name it"


def _manifest(
    target: Path,
    register: dict[str, Any],
    entry: RevisionEntry,
    older: list[archive.Revision],
    made_of: tuple[str, str],
) -> Manifest:
    """The manifest of what was built of a commit and its tree; how it was built is put beside the chapters."""
    frozen, brief = target / FROZEN, register["brief"]
    inputs = json.loads((target / INPUTS).read_text("utf-8"))
    outputs, tools = public_hashes(target), build_provenance.tools()
    assert entry.date is not None
    statement = build_provenance.statement(entry.revision, made_of, inputs, outputs, tools)
    sbom = build_provenance.sbom(brief["title"], entry.revision, entry.date, made_of[0])
    (frozen / build_provenance.PROVENANCE).write_text(statement, "utf-8", newline="\n")
    (frozen / build_provenance.SBOM).write_text(sbom, "utf-8", newline="\n")
    return Manifest(
        revision=entry.revision,
        date=str(entry.date),
        title=brief["title"],
        status=brief["status"] or "",
        summary=entry.summary,
        changes=told(entry),
        responsible=brief["responsible"] or "",
        before=older[-1].number if older else "",
        before_sha256=older[-1].hash if older else "",
        chapters=tuple(reading_order(frozen)),
        inputs=inputs,
        frozen=hashes(frozen),
        outputs=outputs,
        tools=tools,
        commit=made_of[0],
        tree=made_of[1],
    )
