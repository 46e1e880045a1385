"""What vouches for a publication from outside of it.

A head is the hash of a manifest.  Each manifest holds the hash of the one before, so that a head stands for its
revision and all before it.  It was noted by somebody, or is that of the project's own revisions and their tags,
or somebody has signed it.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from policybrief.data.changelog import order
from policybrief.revisions import archive, repository, untrusted
from policybrief.revisions.manifest import FILE, NUMBER
from policybrief.revisions.untrusted import RevisionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from policybrief.revisions.published import Published

HEADS = "heads.txt"
"""The log of heads in a publication: a line a revision, only ever longer."""
LINE = re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}} (?P<number>{NUMBER.pattern}) (?P<hash>[0-9a-f]{{64}})")
SIGNATURES = "signatures"
SIGNATURE = re.compile(
    rb"-----BEGIN SSH SIGNATURE-----\n(?:[A-Za-z0-9+/=]{1,76}\n)+-----END SSH SIGNATURE-----\n?"
)
KEYGEN = "ssh-keygen"
NAMESPACE = "policybrief-revision"
"""What a signature is for: one that was made for something else is none."""


@dataclass(frozen=True)
class Head:
    """A head, and who says so."""

    hash: str
    by: str
    number: str = ""
    """The revision that it is of; empty where only the hash was noted."""


def log(found: Iterable[Published]) -> str:
    """The log of heads, oldest first."""
    return "".join(f"{one.manifest.date} {one.number} {one.hash}\n" for one in found)


def read_log(text: str, shown: str) -> list[Head]:
    """The heads of a log."""
    heads = []
    for at, line in enumerate(text.splitlines(), 1):
        if not (told := LINE.fullmatch(line)):
            raise RevisionError(f"{shown}:{at} is no line of a log of heads: date, revision, hash")
        heads.append(Head(told["hash"], shown, told["number"]))
    return heads


def given(said: str) -> list[Head]:
    """What was given as a head: its hash, or a log that was kept."""
    if re.fullmatch(r"[0-9a-f]{64}", said):
        return [Head(said, f"the head {said[:12]}…")]
    path = Path(said)
    heads = read_log(untrusted.read(path.parent, path.name, said).decode("utf-8", errors="replace"), said)
    if not heads:
        raise RevisionError(f"{said} is neither the hash of a manifest nor a log with one")
    return heads


def of_project(root: Path) -> list[Head]:
    """The heads of the project's own revisions, and of its tags."""
    heads = [Head(one.hash, f"{one.shown} here", one.number) for one in archive.read_all(root)]
    for number, content in _tagged(root):
        if content is not None:
            heads.append(Head(hashlib.sha256(content).hexdigest(), f"the tag {repository.tag(number)}", number))
    return heads


def unkept(root: Path) -> list[str]:
    """Where the project's own revisions are not those of the tags before its commit."""
    own = {one.number: one.hash for one in archive.read_all(root)}
    told = []
    for number, content in _tagged(root, before="HEAD"):
        shown = f"{archive.FOLDER}/{number}"
        if number not in own:
            told.append(f"{shown} is missing, and its tag {repository.tag(number)} stands")
        elif content is None or hashlib.sha256(content).hexdigest() != own[number]:
            told.append(f"{shown}/{FILE} is not the one that the tag {repository.tag(number)} has")
    return told


def against(heads: Iterable[Head], found: Sequence[Published]) -> Iterator[str]:
    """Where a publication is not what the heads say."""
    there = {one.number: one.hash for one in found}
    for head in heads:
        if head.number and head.number not in there:
            yield f"revision {head.number} is not there, and {head.by} has it"
        elif head.number and head.hash != there[head.number]:
            yield f"revision {head.number} is not the one that {head.by} has"
        elif head.hash not in there.values():
            yield f"no revision there has {head.by}, which was given"


def reach(heads: Iterable[Head], found: Sequence[Published]) -> tuple[str, list[str]]:
    """The newest revision that a head vouches for, or none, and who does."""
    by_hash = {one.hash: one.number for one in found}
    vouched = [(by_hash[head.hash], head.by) for head in heads if head.hash in by_hash]
    newest = max((number for number, _by in vouched), key=order, default="")
    return newest, list(dict.fromkeys(by for number, by in vouched if number == newest))


def _tagged(root: Path, *, before: str = "") -> Iterator[tuple[str, bytes | None]]:
    for number in repository.tagged(root, before=before):
        if NUMBER.fullmatch(number):
            yield number, repository.tagged_content(root, number, f"{archive.FOLDER}/{number}/{FILE}")


# Signatures


def sign(content: bytes, key: Path) -> bytes:
    """The signature of a manifest, by ``ssh-keygen``."""
    return _ask(["sign", "-n", NAMESPACE, "-f", str(key)], content)


def signer(content: bytes, signature: bytes, signers: Path) -> str:
    """Who of the *signers*, a file of those allowed as OpenSSH reads it, has signed a manifest."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "signature"
        file.write_bytes(signature)
        common = ["-f", str(signers), "-s", str(file)]
        names = _ask(["find-principals", *common], b"").decode(errors="replace").splitlines()
        _ask(["verify", "-n", NAMESPACE, "-I", names[0], *common], content)
    return names[0]


def _ask(words: list[str], content: bytes) -> bytes:
    try:
        asked = subprocess.run([KEYGEN, "-Y", *words], input=content, capture_output=True, check=False)
    except FileNotFoundError:
        raise RevisionError("there is no ssh-keygen, which makes and checks signatures") from None
    if asked.returncode:
        raise RevisionError((asked.stderr or asked.stdout).decode(errors="replace").strip().replace("\n", "; "))
    return asked.stdout
