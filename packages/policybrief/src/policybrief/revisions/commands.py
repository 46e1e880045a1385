"""The commands about revisions, and what each tells the reader of the command line."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import SphinxError

from policybrief.outputs.progress import Progress
from policybrief.revisions.untrusted import RevisionError
from policybrief.words import invisible

if TYPE_CHECKING:
    import argparse


def run(chosen: argparse.Namespace, root: Path, target: Path) -> int:
    """Run the chosen command on the brief at *root*; its exit status."""
    ending = signal.signal(signal.SIGTERM, lambda *_given: sys.exit(143))  # what was begun is tidied up
    try:
        match chosen.command:
            case "cut":
                return _cut(root, chosen.revision)
            case "redline":
                return _redline(root, target / "redline", chosen.old, chosen.new)
            case "publish":
                return _publish(root, chosen.folder, chosen.key)
            case "verify":
                return _verify(root, chosen.folder, chosen.head, chosen.signers)
            case "rebuild":
                return _rebuild(root, chosen.revision, chosen.folder)
            case _:
                return _edition(root, chosen.folder, strict=chosen.strict)
    except (RevisionError, OSError) as error:
        print(invisible.spoken(str(error)), file=sys.stderr)
    except SphinxError as error:
        print(f"{error.category}: {error}", file=sys.stderr)
    finally:
        signal.signal(signal.SIGTERM, ending)
    return 2


def _cut(root: Path, number: str) -> int:
    from policybrief.revisions import archive
    from policybrief.revisions.cut import cut
    from policybrief.revisions.repository import tag

    folder = cut(root, number)
    status = archive.one(root, number).manifest.status
    said = f"; its cover says the status {status!r}" if status else ""
    print(f"{folder.relative_to(root)} is cut, committed and tagged {tag(number)}{said}")
    return 0


def _redline(root: Path, target: Path, old: str, new: str) -> int:
    from policybrief.revisions import comparison
    from policybrief.revisions.telling import as_text

    progress = Progress(sys.stderr, steps=True)
    before = comparison.of_cut(root, old)
    after = comparison.of_cut(root, new) if new else comparison.of_draft(root, target / "draft", report=progress)
    progress.clear()
    redline = comparison.compare(before, after)
    for entry in redline.report:
        print(invisible.spoken(as_text(entry)))
    inserted, deleted, moved = redline.counts
    print(f"insertions: {inserted}, deletions: {deleted}, moves: {moved}")
    result = comparison.write(redline, root, target, report=progress)
    progress.clear()
    for path in (target / comparison.WORD, *(file.path for file in result.written)):
        print(path.relative_to(root) if path.is_relative_to(root) else path)
    return int(result.warnings > 0)


def _publish(root: Path, folder: Path, key: Path | None) -> int:
    from policybrief.revisions.publish import publish

    published = publish(root, folder.resolve(), key=key)
    print(f"{published} is published{' and signed' if key else '; it is not signed, since no --key was named'}")
    return 0


def _verify(root: Path, folder: Path, head: str | None, signers: Path | None) -> int:
    from policybrief.revisions import witnesses
    from policybrief.revisions.verify import verify

    if head == "":
        raise RevisionError("the head is empty; give the hash of a manifest, or a log that was kept")
    for given in (Path(head) if head else None, signers):
        if given and given.exists() and given.resolve().is_relative_to(folder.resolve()):
            raise RevisionError(f"{given} lies in the publication itself, so it vouches for nothing")
    own = (root / "conf.py").is_file()
    heads = [*(witnesses.given(head) if head else ()), *(witnesses.of_project(root) if own else ())]
    verdict = verify(folder.resolve(), heads, signers)
    return _told([*(witnesses.unkept(root) if own else ()), *verdict.problems], f"{folder}: {verdict.checked}")


def _rebuild(root: Path, number: str, folder: Path | None) -> int:
    from policybrief.revisions.rebuild import rebuild

    problems = rebuild(root, number, folder.resolve() if folder else None)
    return _told(problems, f"revision {number}, built anew, has the same bytes")


def _edition(root: Path, folder: Path, *, strict: bool = False) -> int:
    from policybrief.chapters import publication
    from policybrief.revisions.cut import CHANGELOG
    from policybrief.revisions.release import PUBLIC, build_edition

    number, date = publication.newest_heading(root / CHANGELOG)
    if date is None:
        raise RevisionError(f"the newest entry of {CHANGELOG}, {number or 'none'}, has no date")
    progress = Progress(sys.stderr, steps=True)
    result = build_edition(root, folder.resolve(), date, report=progress, sound=strict)
    progress.clear()
    print(folder / PUBLIC)
    return int(result.warnings > 0)


def _told(problems: list[str], sound: str) -> int:
    for problem in problems:
        print(invisible.spoken(problem), file=sys.stderr)
    if not problems:
        print(invisible.spoken(sound))
    return int(bool(problems))
