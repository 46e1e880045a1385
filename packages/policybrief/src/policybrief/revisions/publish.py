"""Publishes a cut revision: a folder is added, whole or not at all, and nothing older is touched.

The rename of the finished folder is the only moment that counts.  Everything else in a publication is derived
from the folders present, so that a publication that was interrupted is completed by the next one.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from policybrief.chapters import publication
from policybrief.data.changelog import order
from policybrief.revisions import archive, derived, published
from policybrief.revisions.disk import UNFINISHED, Disk, locked, unfinished
from policybrief.revisions.manifest import FILE, RevisionError, differences, files, sha256
from policybrief.revisions.release import EDITION, PUBLIC, build_edition, public_hashes

if TYPE_CHECKING:
    from policybrief.outputs.run import Output

CHANGELOG = "CHANGELOG.md"


def publish(
    root: Path,
    to: Path,
    *,
    outputs: tuple[Output, ...] = EDITION,
    disk: Disk | None = None,
    stream: TextIO | None = None,
) -> Path:
    """Add the newest cut revision of the brief at *root* to the publication *to*; its folder there."""
    disk = disk or Disk()
    revision = _newest(root)
    disk.make_folder(to)
    with locked(to):
        for left in unfinished(to):
            disk.remove(left)
        target = to / revision.number
        if not _is_there(revision, target):
            _check_place(revision, published.revisions(to))
            with tempfile.TemporaryDirectory() as scratch:
                _stage(root, revision, to, Path(scratch), outputs, disk, stream)
        update(to, disk)
    return target


def update(to: Path, disk: Disk) -> list[str]:
    """Bring everything that is derived up to date; what was written."""
    written = []
    for name, content in derived.derive(published.revisions(to)):
        path = to / name
        if not path.is_file() or path.read_bytes() != content:
            disk.replace(path, content)
            written.append(name)
    return written


def _newest(root: Path) -> archive.Revision:
    """The revision to publish: the last that was cut, of the brief as it stands here."""
    cut = archive.read_all(root)
    if not cut:
        raise RevisionError("nothing is cut yet; make cut REVISION=… comes first")
    faults = archive.chain_faults(cut) + [told for revision in cut for told in revision.faults()]
    if faults:
        raise RevisionError("; ".join(faults))
    heading, _date = publication.newest_heading(root / CHANGELOG)
    if heading != cut[-1].number:
        raise RevisionError(
            f"the newest entry of {CHANGELOG} is {heading or 'none'}, the last cut is {cut[-1].number}; "
            f"publish from the checkout of that revision"
        )
    return cut[-1]


def _is_there(revision: archive.Revision, target: Path) -> bool:
    """Whether this very revision is published already; another one under its number is an error."""
    if not target.exists():
        return False
    mine = sha256(revision.folder / FILE)
    if not (target / FILE).is_file() or sha256(target / FILE) != mine:
        raise RevisionError(f"{target} holds another revision {revision.number}; nothing is overwritten")
    return True


def _check_place(revision: archive.Revision, there: list[published.Published]) -> None:
    """A publication grows at its end only, and without gaps."""
    if there and order(there[-1].number) >= order(revision.number):
        raise RevisionError(f"revision {there[-1].number} is published; {revision.number} is not after it")
    before = revision.manifest.before
    if there and not before:
        first = f"revision {revision.number} is the first of this brief"
        raise RevisionError(f"{first}, and there are others: the folder belongs to another brief; name another")
    if before and before not in {one.number for one in there}:
        raise RevisionError(f"revision {before}, before {revision.number}, is not there; publish it first")
    if before and sha256(there[-1].folder / FILE) != revision.manifest.before_sha256:
        raise RevisionError(f"{before}/{FILE} there is not the one that revision {revision.number} was cut after")


def _stage(
    root: Path,
    revision: archive.Revision,
    to: Path,
    scratch: Path,
    outputs: tuple[Output, ...],
    disk: Disk,
    stream: TextIO | None,
) -> None:
    """Build the revision, compare it with its cut, and put it beside its place until it is whole."""
    manifest = revision.manifest
    build_edition(root, scratch, dt.date.fromisoformat(manifest.date), outputs, stream or sys.stderr)
    if told := differences(manifest.outputs, public_hashes(scratch)):
        raise RevisionError(f"what is built here is not what was cut as {revision.number}: {'; '.join(told[:8])}")
    staging = to / f".{revision.number}{UNFINISHED}"
    source = scratch / PUBLIC
    for path in files(source):
        copy = staging / path.relative_to(source)
        disk.make_folder(copy.parent)
        disk.write(copy, path.read_bytes())
    disk.write(staging / FILE, (revision.folder / FILE).read_bytes())
    disk.write(staging / published.SUMS, published.sums(manifest, sha256(revision.folder / FILE)).encode())
    disk.sync_folder(staging)
    disk.rename(staging, to / revision.number)
