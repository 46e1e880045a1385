"""Verifies a publication: every byte, the chain, every id that was ever promised, every banner, and who vouches.

Nothing is mended here.  Each fault is a sentence that names the file; where there is none, the verdict says what
was checked, and no more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from policybrief.revisions import archive, overview, published, untrusted, witnesses
from policybrief.revisions.disk import unfinished
from policybrief.revisions.manifest import FILE, differences
from policybrief.revisions.meaning import reused
from policybrief.revisions.untrusted import RevisionError, listing, spoken
from policybrief.revisions.witnesses import HEADS, SIGNATURES, Head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from policybrief.revisions.published import Published

NOTICE = re.compile(r'<div class="revision-notice" data-revision="([^"]*)" data-status="([^"]*)"')


@dataclass(frozen=True)
class Verdict:
    """What is wrong with a publication; what was checked, for where nothing is."""

    problems: list[str]
    checked: str


def verify(folder: Path, heads: Sequence[Head] = (), signers: Path | None = None) -> Verdict:
    """The verdict on the publication in *folder*, held against *heads* and the signatures of *signers*."""
    try:
        return _verify(folder, list(heads), signers)
    except (RevisionError, OSError) as error:
        return Verdict([str(error)], "")


def _verify(folder: Path, heads: list[Head], signers: Path | None) -> Verdict:
    found = published.revisions(folder)
    if not found:
        return Verdict([f"{folder} holds no revision", *witnesses.against(heads, found)], "")
    told = standing(folder, found)
    told += [f"{name} is unfinished; publish again" for name in _left(folder)]
    checked = ""
    try:
        told += _besides(folder, _derived(folder, found))
        signed = _signed(folder, found, signers, told) if signers else []
        if signers and not signed:
            told.append(f"no revision is signed by anybody whom {signers} names")
        told += witnesses.against(heads, found)
        told += [] if signers else _no_signatures(folder, found)
        checked = _checked(folder, found, heads, signed, signers)
    except RevisionError as error:
        told.append(str(error))
    return Verdict(list(dict.fromkeys(told)), checked)


def standing(folder: Path, found: list[Published]) -> list[str]:
    """What is wrong with the revisions themselves, with what the log says of them, and with what is no file."""
    told = _besides(folder, listing(folder).strange)
    sound = []
    for revision in found:
        try:
            told += _bytes(revision)
            told += _banners(revision)
            assert revision.register
            sound.append(revision)
        except RevisionError as error:
            told.append(str(error))
    try:
        told += logged(folder, found)
    except RevisionError as error:
        told.append(str(error))
    if found and len(sound) == len(found):
        told += archive.chain_faults(found)
        told += _ids(found)
    return told


def _left(folder: Path) -> list[str]:
    """What an interrupted publication left."""
    return [spoken(str(path.relative_to(folder))) for path in unfinished(folder)]


def _besides(folder: Path, problems: Iterable[str]) -> list[str]:
    """The problems that are about something else."""
    begin = tuple(f"{name}{end}" for name in _left(folder) for end in ("/", " "))
    return [problem for problem in problems if not problem.startswith(begin)]


def logged(folder: Path, found: list[Published]) -> Iterator[str]:
    """Where the revisions are not those that the log of heads names."""
    if HEADS in listing(folder).files:
        text = untrusted.read(folder, HEADS, HEADS).decode("utf-8", errors="replace")
        yield from witnesses.against(witnesses.read_log(text, HEADS), found)


def _bytes(revision: Published) -> Iterator[str]:
    """Each file of a revision against its manifest, and the sums against both."""
    expected = published.contents(revision.manifest, revision.hash)
    there = {name: hash for name, hash in untrusted.hashes(revision.folder).items() if name != published.SUMS}
    for problem in differences(expected, there):
        yield f"{revision.number}/{problem}"
    wanted = published.sums(revision.manifest, revision.hash)
    shown = f"{revision.number}/{published.SUMS}"
    if untrusted.read(revision.folder, published.SUMS, shown) != wanted.encode():
        yield f"{shown} does not agree with the manifest"


def _banners(revision: Published) -> Iterator[str]:
    """Each chapter's page names its revision and the status of its manifest."""
    stating = {str(one["chapter"]) for of_sort in revision.statements.values() for one in of_sort.values()}
    for chapter in dict.fromkeys([*revision.manifest.chapters, *sorted(stating)]):
        name = f"{chapter}.html"
        shown = f"{revision.number}/{name}"
        if name not in revision.manifest.outputs:
            continue  # the revision was built without pages
        page = untrusted.read(revision.folder, name, shown).decode("utf-8", errors="replace")
        banners = {tuple(map(unescape, banner)) for banner in NOTICE.findall(page)} or {()}
        for says in sorted(banners - {(revision.number, revision.manifest.status)}):
            yield f"{shown} calls itself {', '.join(says) or 'nothing'}"


def _ids(found: list[Published]) -> Iterator[str]:
    """Every id of every revision means the same in the newest, or has a stone there."""
    newest, told = found[-1], list[list[str]]()
    kept: set[str] | None = None  # the ids that every revision between has
    for revision in reversed(found[:-1]):
        own = set().union(*revision.statements.values())
        there = f"means something else in {newest.number} than in {revision.number}"
        other = reused(revision.register, newest.register, set() if kept is None else own - kept)
        told.append([f"the id {id!r} {there} ({was})" for id, was in other])
        kept = own if kept is None else kept & own
    for of_one in reversed(told):
        yield from of_one
    pages = set(newest.pages)
    for sort, statements in newest.statements.items():
        for id, now in statements.items():
            if pages and f"{now['chapter']}.html" not in pages:
                yield f"{newest.number} has no page for the {sort} {id!r}"


def _derived(folder: Path, found: list[Published]) -> Iterator[str]:
    """Each derived file against what the folders say, and nothing else beside the revisions."""
    expected = dict(overview.derive(found))
    own = {revision.number for revision in found}
    there = {name for name in listing(folder).files if name.partition("/")[0] not in own}
    for name, content in expected.items():
        if name not in there:
            yield f"{name} is missing; publish again"
        elif untrusted.read(folder, name, name) != content:
            yield f"{name} is behind the folders, or was changed; publish again"
    known = {*expected, *(signature_of(number) for number in own)}
    for name in sorted(there):
        if name not in known:
            yield f"{spoken(name)} does not belong to the publication"


# Who vouches


def signature_of(number: str) -> str:
    """The path of a revision's signature."""
    return f"{SIGNATURES}/{number}.sig"


def signatures(folder: Path, found: list[Published]) -> list[Published]:
    """The revisions that have a signature."""
    there = set(listing(folder).files)
    return [revision for revision in found if signature_of(revision.number) in there]


def _no_signatures(folder: Path, found: list[Published]) -> Iterator[str]:
    """What stands where a signature belongs and has not the form of one, where nobody asks who signed."""
    for name in (signature_of(revision.number) for revision in signatures(folder, found)):
        if not witnesses.SIGNATURE.fullmatch(untrusted.read(folder, name, name)):
            yield f"{name} is no signature; take it away, or sign again"


def _signed(folder: Path, found: list[Published], signers: Path, told: list[str]) -> list[Head]:
    """The heads that somebody of the *signers* has signed; what is no such signature is *told*."""
    heads = []
    for revision in signatures(folder, found):
        name = signature_of(revision.number)
        try:
            manifest = untrusted.read(revision.folder, FILE, f"{revision.number}/{FILE}")
            signature = untrusted.read(folder, name, name)
            who = witnesses.signer(manifest, signature, signers)
            if not witnesses.SIGNATURE.fullmatch(signature):  # ssh-keygen lets anything stand behind one
                raise RevisionError("more than a signature stands there; sign again")
            heads.append(Head(revision.hash, f"the signature of {who}", revision.number))
        except RevisionError as error:
            told.append(f"{name}: {error}")
    return heads


def _checked(
    folder: Path, found: list[Published], heads: list[Head], signed: list[Head], signers: Path | None
) -> str:
    """What was checked, in sentences, each true and none saying more."""
    numbers = [revision.number for revision in found]
    newest, by = witnesses.reach([*heads, *signed], found)
    words = [
        f"{len(listing(folder).files)} files, revisions {', '.join(numbers)}: every file is the one that its "
        "manifest names, every manifest follows the one before, every id kept its meaning, every chapter's page "
        "names its revision, all else follows from the revisions, and nothing else is there."
    ]
    if not newest:
        words.append("It was compared with nothing outside: it is consistent with itself, and no more is said.")
    else:
        words.append(f"Revision {newest} and all before it are those of {' and of '.join(by)}.")
        if newer := numbers[numbers.index(newest) + 1 :]:
            words.append(f"Nothing outside vouches for what is newer: {', '.join(newer)}.")
        if not heads:
            words.append("A signature cannot tell whether a newer revision was taken away.")
            words.append(f"It may be of any brief of whoever signed; this one is {found[-1].manifest.title!r}.")
    if not signers and (unchecked := signatures(folder, found)):
        words.append(f"{len(unchecked)} signatures were not checked: no signers were named.")
    return " ".join(words)
