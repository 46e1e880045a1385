"""Cuts a revision: ``revisions/<number>/`` is written once, and only from a brief that passes everything."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policybrief.chapters.publication import ANSWERING, PUBLISHED, unanswered
from policybrief.data import changelog
from policybrief.data.changelog import order
from policybrief.revisions import archive, build_provenance, repository, witnesses
from policybrief.revisions.disk import UNFINISHED, Disk, locked, unfinished
from policybrief.revisions.history import following, next_step, told, unnamed
from policybrief.revisions.lowering import reading_order
from policybrief.revisions.manifest import FILE, NUMBER, Manifest
from policybrief.revisions.release import FROZEN, INPUTS, PUBLIC, Maker, build_sound, public_hashes
from policybrief.revisions.untrusted import RevisionError, hashes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from policybrief.data.changelog import RevisionEntry

CHANGELOG = "CHANGELOG.md"
FIRST = "0.1"
"""What the first revision may be called where no entry says it."""
COVER = {name: f"brief_{name}" for name in (*ANSWERING, "licence")} | {"address": "html_baseurl"}
"""What a cover says or calls not yet assigned, each with its setting."""


def cut(root: Path, number: str, make: Maker = build_sound) -> Path:
    """Cut revision *number* of the brief at *root*, from what is committed; the folder that was written."""
    folder = root / archive.FOLDER
    folder.mkdir(exist_ok=True)
    try:
        with locked(folder):
            for left in unfinished(folder):
                Disk().remove(left)  # of a cut that was killed
            if not _stands_untagged(root, number):
                _cut(root, number, make)
            repository.keep(root, folder / number, number)
    finally:
        with suppress(OSError):  # something stands in it
            folder.rmdir()
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
    """The changelog entry of a revision of which nothing is refused before anything is built."""
    for problem in _before_building(root, number):
        raise RevisionError(problem)
    entry = changelog.read_changelog(root / CHANGELOG, CHANGELOG).entry(number)
    assert entry is not None
    return entry


def _before_building(root: Path, number: str) -> Iterator[str]:
    """What can be refused before anything is built."""
    if not NUMBER.fullmatch(number):
        yield f"{number!r} is no revision number; write it like 0.9 or 1.0"
        return
    yield from _of_git(root, repository.check_identity)
    yield from _of_number(root, number)
    log = changelog.read_changelog(root / CHANGELOG, CHANGELOG)
    for found in log.complaints:
        yield f"{found.path}:{found.line}: {found.text}"
    entry = log.entry(number)
    if entry is None:
        yield f"{CHANGELOG} has no entry '## {number} - <date>'"
    elif log.newest is not entry:
        yield f"the newest entry of {CHANGELOG} is {log.newest.revision if log.newest else 'none'}"
    elif entry.date is None:
        yield f"{CHANGELOG}:{entry.line}: the entry is still a draft; give it its date"
    yield from _of_revisions(root, entry)
    yield from _of_git(root, _committed)


def _of_number(root: Path, number: str) -> Iterator[str]:
    older = archive.read_all(root)
    if (root / archive.FOLDER / number).exists():
        yield f"revision {number} is cut already; a cut revision is never changed"
    if number in repository.tagged(root):
        yield f"the tag {repository.tag(number)} stands already; a revision is cut once"
    if older and order(number) <= order(older[-1].number):
        yield f"revision {number} is not after the last one, {older[-1].number}"


def _of_revisions(root: Path, entry: RevisionEntry | None) -> Iterator[str]:
    """What of the revisions that are cut forbids another."""
    older = archive.read_all(root)
    try:
        faults = [fault for revision in older for fault in revision.faults()]
        faults = faults or archive.chain_faults(older) + witnesses.unkept(root)
        dated = entry.date if entry else None
        if not faults and older and dated and dated.isoformat() < older[-1].manifest.date:
            assert entry is not None
            faults = [f"revision {entry.revision} is dated {dated}, before {older[-1].number}"]
    except RevisionError as error:
        faults = [str(error)]
    yield from faults


def _of_git(root: Path, ask: Callable[[Path], None]) -> Iterator[str]:
    """What git refuses when it is asked, or cannot tell."""
    try:
        ask(root)
    except RevisionError as error:
        yield str(error)


def _committed(root: Path) -> None:
    if changed := repository.uncommitted(root):
        raise RevisionError(f"there are uncommitted changes: {', '.join(changed[:5])}; commit them first")


def ahead(root: Path, register: dict[str, Any]) -> Iterator[str]:
    """What the next cut would refuse, and what its cover would say for good; nothing where none is to be made."""
    older, brief = archive.read_all(root), register["brief"]
    entry = changelog.read_changelog(root / CHANGELOG, CHANGELOG).newest
    is_cut = entry is not None and any(one.number == entry.revision for one in older)
    if is_cut and not next_step(root, CHANGELOG, register):
        return
    number = entry.revision if entry and not is_cut else following(older[-1].number) if older else FIRST
    yield from dict.fromkeys(_before_building(root, number))  # where there is no git, it is asked twice
    if entry is None or is_cut:
        return
    try:
        yield from _refused(register, entry, older)
    except RevisionError as error:  # the last revision cannot be read
        yield str(error)
    if brief["status"] != PUBLISHED:
        yield f"its cover would say the status {brief['status']!r}: brief_status"
    if unset := [setting for name, setting in COVER.items() if not brief[name]]:
        yield f"its cover would say 'not yet assigned' for {', '.join(unset)}"


def _refused(register: dict[str, Any], entry: RevisionEntry, older: list[archive.Revision]) -> Iterator[str]:
    """What only the built brief shows."""
    brief = register["brief"]
    if brief["revision"] != entry.revision or (entry.date and brief["date"] != str(entry.date)):
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
