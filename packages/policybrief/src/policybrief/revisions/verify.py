"""Verifies a publication: every byte, the chain, every id that was ever promised, every banner.

Nothing is mended here.  Each fault is a sentence that names the file.
"""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from policybrief.revisions import archive, derived, published
from policybrief.revisions.disk import LOCK, unfinished
from policybrief.revisions.manifest import FILE, RevisionError, differences, hashes, sha256
from policybrief.revisions.meaning import Sort, by_id, reused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.revisions.published import Published

NOTICE = re.compile(r'<div class="revision-notice" data-revision="([^"]*)" data-status="([^"]*)"')


def verify(folder: Path) -> list[str]:
    """Everything that is wrong with the publication in *folder*; empty when it is whole."""
    found = published.revisions(folder)
    if not found:
        return [f"{folder} holds no revision"]
    told: list[str] = []
    sound: list[Published] = []
    for revision in found:
        try:
            told += _bytes(revision)
            told += _banners(revision)
            assert revision.register is not None
            sound.append(revision)
        except RevisionError as error:
            told.append(str(error))
    told += _listed(folder, found)
    if len(sound) == len(found):
        told += archive.chain_faults(found)
        told += _ids(found)
        told += _derived(folder, found)
    return told + [f"{path.relative_to(folder)} is unfinished; publish again" for path in unfinished(folder)]


def _bytes(revision: Published) -> Iterator[str]:
    """Each file of a revision against its manifest, and the sums against both."""
    known = (FILE, published.SUMS)
    there = {name: hash for name, hash in hashes(revision.folder).items() if name not in known}
    for problem in differences(revision.manifest.outputs, there):
        yield f"{revision.number}/{problem}"
    wanted = published.sums(revision.manifest, sha256(revision.folder / FILE))
    path = revision.folder / published.SUMS
    if not path.is_file() or path.read_text("utf-8", errors="replace") != wanted:
        yield f"{revision.number}/{published.SUMS} does not agree with the manifest"


def _banners(revision: Published) -> Iterator[str]:
    """Each chapter's page names its revision and the status of its manifest."""
    for chapter in revision.manifest.chapters:
        path = revision.folder / f"{chapter}.html"
        if not path.is_file():
            continue  # told with the bytes, or the revision was built without pages
        found = NOTICE.search(path.read_text("utf-8", errors="replace"))
        shown = tuple(unescape(part) for part in found.groups()) if found else ()
        if shown != (revision.number, revision.manifest.status):
            yield f"{revision.number}/{chapter}.html calls itself {', '.join(shown) or 'nothing'}"


def _listed(folder: Path, found: list[Published]) -> Iterator[str]:
    """A revision that versions.json names and whose folder is gone."""
    path = folder / derived.VERSIONS
    if not path.is_file():
        return
    try:
        listed = [entry["revision"] for entry in json.loads(path.read_text("utf-8"))["revisions"]]
    except (ValueError, KeyError, TypeError) as error:
        yield f"{derived.VERSIONS} cannot be read: {error}"
        return
    there = {revision.number for revision in found}
    yield from (
        f"revision {number} is listed and its folder is missing" for number in listed if number not in there
    )


def _ids(found: list[Published]) -> Iterator[str]:
    """Every id of every revision means the same in the newest, or has a stone there."""
    newest = found[-1]
    for at, revision in enumerate(found[:-1]):
        later = [set(_all_ids(one)) for one in found[at + 1 : -1]]
        left = {id for id in _all_ids(revision) if any(id not in ids for ids in later)}
        for id, was in reused(revision.register, newest.register, left):
            yield f"the id {id!r} means something else in {newest.number} than in {revision.number} ({was})"
    for sort in (Sort.RECOMMENDATION, Sort.FINDING):
        for id in {id for revision in found for id in by_id(revision.register, sort)}:
            now = by_id(newest.register, sort).get(id)
            if now is not None and newest.pages and f"{now['chapter']}.html" not in newest.pages:
                yield f"{newest.number} has no page for the {sort} {id!r}"


def _all_ids(revision: Published) -> list[str]:
    return [id for sort in (Sort.RECOMMENDATION, Sort.FINDING) for id in by_id(revision.register, sort)]


def _derived(folder: Path, found: list[Published]) -> Iterator[str]:
    """Each derived file against what the folders say, and nothing else at the top."""
    expected = dict(derived.derive(found))
    for name, content in expected.items():
        path = folder / name
        if not path.is_file():
            yield f"{name} is missing; publish again"
        elif path.read_bytes() != content:
            yield f"{name} is behind the folders, or was changed; publish again"
    own = {revision.number for revision in found}
    for path in sorted(folder.rglob("*")):
        shown = path.relative_to(folder).as_posix()
        if path.is_dir() or path.relative_to(folder).parts[0] in own or shown in (LOCK, *expected):
            continue
        if not any(left == path or left in path.parents for left in unfinished(folder)):
            yield f"{shown} does not belong to the publication"
