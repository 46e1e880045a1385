"""Publishes a cut revision: a folder is added, whole or not at all, and nothing older is touched.

The rename of the finished folder is the only moment that counts.  Everything else in a publication is derived
from the folders present, so that a publication that was interrupted is completed by the next one.
"""

from __future__ import annotations

import datetime as dt
import shlex
import tempfile
from pathlib import Path

from policybrief.chapters import publication
from policybrief.data.changelog import order
from policybrief.revisions import archive, overview, published, repository, untrusted, verify, witnesses
from policybrief.revisions.disk import Disk, locked, unfinished
from policybrief.revisions.manifest import FILE, differences
from policybrief.revisions.release import PUBLIC, Maker, build_apart, public_hashes
from policybrief.revisions.untrusted import RevisionError

CHANGELOG = "CHANGELOG.md"


def publish(
    root: Path, to: Path, *, key: Path | None = None, make: Maker = build_apart, disk: Disk | None = None
) -> Path:
    """Add the newest cut revision of the brief at *root* to the publication *to*; its folder there.

    With a *key* of SSH every revision there that has no signature is signed.
    """
    disk = disk or Disk()
    revision = _newest(root, to)
    disk.make_folder(to)
    with locked(to):
        while left := unfinished(to):
            disk.remove(left[0])
        there = published.revisions(to)
        if faults := verify.standing(to, there) + list(witnesses.against(_own(root, there), there)):
            raise RevisionError(f"nothing is added to a publication with faults: {'; '.join(faults[:8])}")
        target = to / revision.number
        if revision.number not in {one.number for one in there}:
            _check_place(revision, there, to)
            with tempfile.TemporaryDirectory() as scratch:
                _add(root, revision, target, Path(scratch), make, disk)
        update(to, disk)
        if key:
            _sign(to, key, disk)
    return target


def update(to: Path, disk: Disk) -> list[str]:
    """Bring everything that is derived up to date; what was written."""
    written = []
    there = set(untrusted.listing(to).files)
    for name, content in overview.derive(published.revisions(to)):
        if name not in there or untrusted.read(to, name, name) != content:
            disk.replace(to / name, content)
            written.append(name)
    return written


def _own(root: Path, there: list[published.Published]) -> list[witnesses.Head]:
    """What the project says of the revisions that are there."""
    numbers = {one.number for one in there}
    return [head for head in witnesses.of_project(root) if head.number in numbers]


def _sign(to: Path, key: Path, disk: Disk) -> None:
    """Sign the manifest of each revision that nobody has signed."""
    found = published.revisions(to)
    signed = verify.signatures(to, found)
    for revision in found:
        if revision not in signed:
            manifest = untrusted.read(revision.folder, FILE, f"{revision.number}/{FILE}")
            disk.replace(to / verify.signature_of(revision.number), witnesses.sign(manifest, key))


def _newest(root: Path, to: Path) -> archive.Revision:
    """The revision to publish: the last that was cut, of the brief as it stands here."""
    cut = archive.read_all(root)
    if not cut:
        raise RevisionError("nothing is cut yet; make cut REVISION=… comes first")
    faults = archive.chain_faults(cut) + witnesses.unkept(root)
    faults += [told for revision in cut for told in revision.faults()]
    if faults:
        raise RevisionError("; ".join(faults))
    heading, _date = publication.newest_heading(root / CHANGELOG)
    if heading != cut[-1].number:
        raise RevisionError(
            f"the newest entry of {CHANGELOG} is {heading or 'none'}, the last cut is {cut[-1].number}; "
            f"publish that {_from_checkout(cut[-1].number, to)}"
        )
    return cut[-1]


def _from_checkout(number: str, to: Path) -> str:
    """How a revision is published that is not what stands here, and nothing is left of the way there."""
    place = f"../at-{number}"
    publish = f"(cd {place} && policybrief publish {shlex.quote(str(to))})"
    way = f"git worktree add {place} {repository.tag(number)} && {publish}; git worktree remove {place}"
    return f"from a checkout that is taken away again: {way}"


def _check_place(revision: archive.Revision, there: list[published.Published], to: Path) -> None:
    """A publication grows at its end only, and without gaps."""
    if there and order(there[-1].number) >= order(revision.number):
        raise RevisionError(f"revision {there[-1].number} is published; {revision.number} is not after it")
    before = revision.manifest.before
    if there and not before:
        first = f"revision {revision.number} is the first of this brief"
        raise RevisionError(f"{first}, and there are others: the folder belongs to another brief; name another")
    if before and before not in {one.number for one in there}:
        problem = f"revision {before}, before {revision.number}, is not there; publish it first"
        raise RevisionError(f"{problem}, {_from_checkout(before, to)}")
    if before and there[-1].hash != revision.manifest.before_sha256:
        raise RevisionError(f"{before}/{FILE} there is not the one that revision {revision.number} was cut after")


def _add(root: Path, revision: archive.Revision, target: Path, scratch: Path, make: Maker, disk: Disk) -> None:
    """Build the revision from its commit, compare it with its cut, and put it in its place."""
    manifest = revision.manifest
    project, edition = scratch / "project", scratch / "edition"
    repository.check_out(root, repository.commit_of(root, revision), project)
    make(project, edition, dt.date.fromisoformat(manifest.date))
    if told := differences(manifest.outputs, public_hashes(edition)):
        raise RevisionError(f"what is built here is not what was cut as {revision.number}: {'; '.join(told[:8])}")
    taken = [FILE, *(name for name in published.ATTACHED if name in manifest.frozen)]
    besides = {name: untrusted.read(revision.folder, name, f"{revision.shown}/{name}") for name in taken}
    besides[published.SUMS] = published.sums(manifest, revision.hash).encode()
    disk.add_folder(target, edition / PUBLIC, besides)
