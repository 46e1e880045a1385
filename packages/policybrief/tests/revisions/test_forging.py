"""A publication that somebody tampered with: what is told, with a trusted head and without, and what is said."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policybrief.revisions import witnesses
from policybrief.revisions.disk import Disk
from policybrief.revisions.manifest import FILE
from policybrief.revisions.publish import update
from policybrief.revisions.published import SUMS
from policybrief.revisions.untrusted import RevisionError, hashes
from policybrief.revisions.verify import signature_of, verify
from policybrief.revisions.witnesses import HEADS, Head

Tamper = Callable[[Path], object]
NOTICE = '<div class="revision-notice" data-revision="1.1" data-status="review draft"'
ALONE = "It was compared with nothing outside: it is consistent with itself, and no more is said."


# What a forger can do


def edit(path: Path, old: str, new: str) -> None:
    """Change words of a file."""
    text = path.read_text("utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new, 1), "utf-8")


def data(path: Path, change: Callable[[Any], object]) -> None:
    """Change data."""
    held = json.loads(path.read_text("utf-8"))
    change(held)
    path.write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", "utf-8")


def recompute(folder: Path) -> None:
    """Make everything fit again: hashes of files, the chain of manifests, the sums, and what is derived."""
    before: Path | None = None
    for revision in sorted(path for path in folder.iterdir() if path.name[0].isdigit()):
        found = hashes(revision)

        def fit(manifest: Any, found: dict[str, str] = found, before: Path | None = before) -> None:
            manifest["outputs"] = {name: found[name] for name in found if name in manifest["outputs"]}
            manifest["frozen"] |= {name: hash for name, hash in found.items() if name in manifest["frozen"]}
            manifest["before"] = before.name if before else ""
            manifest["before_sha256"] = hashes(before)[FILE] if before else ""

        data(revision / FILE, fit)
        found = {name: hash for name, hash in hashes(revision).items() if name != SUMS}
        sums = "".join(f"{hash}  {name}\n" for name, hash in sorted(found.items()))
        (revision / SUMS).write_text(sums, "utf-8")
        before = revision
    for name in ("latest", "finding", "recommendation", HEADS):
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    update(folder, Disk())


def linked(path: Path) -> None:
    """Put a link to the same content in the place of a file or folder."""
    away = path.parents[len(path.parts) - path.parts.index("tampered") - 2].parent / f"away-{path.name}"
    path.rename(away)
    path.symlink_to(away)


def bound(path: Path) -> None:
    """A socket."""
    here = Path.cwd()
    os.chdir(path.parent)  # its address must be short
    try:
        socket.socket(socket.AF_UNIX).bind(path.name)
    finally:
        os.chdir(here)


def written(name: str, text: str = "x") -> Tamper:
    """A file that was added or replaced."""

    def write(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")

    return write


def instead(name: str, make: Callable[[Path], object]) -> Tamper:
    """Something else in the place of a file."""
    return lambda folder: ((folder / name).unlink(), make(folder / name))


def register(change: Callable[[Any], object]) -> Tamper:
    """A register of the newest revision that was changed, all its hashes fitting."""

    def tamper(folder: Path) -> None:
        data(folder / "1.1/register.json", change)
        try:
            recompute(folder)
        except Exception:  # what is malformed can be derived from by nobody
            (folder / HEADS).write_text("", "utf-8")

    return tamper


def manifest(change: Callable[[Any], object], number: str = "1.1") -> Tamper:
    """The same for a manifest."""
    return lambda folder: (data(folder / number / FILE, change), recompute(folder))


def of_newest(do: Callable[[Path], object]) -> Tamper:
    """Something that is done to the folder of the newest revision."""
    return lambda folder: do(folder / "1.1")


OPEN: dict[str, Tamper] = {
    **{
        f"{name} of {number} edited": lambda folder, path=f"{number}/{name}": (folder / path).write_bytes(
            (folder / path).read_bytes() + b" "
        )
        for number in ("0.9", "1.1")
        for name in ("observed.html", "register.json", "abstract.txt", FILE, SUMS, "provenance.json", "sbom.json")
    },
    **{
        f"{name} taken away": lambda folder, name=name: (folder / name).unlink()
        for name in (
            *("1.1/observed.html", "0.9/register.json", f"1.0/{FILE}", f"1.1/{SUMS}", "1.1/provenance.json"),
            *("index.html", "feed.xml", "versions.json", HEADS, "latest/observed.html"),
        )
    },
    **{
        f"{name} edited": lambda folder, name=name: (folder / name).open("ab").write(b"\n")
        for name in (
            *("index.html", "feed.xml", "versions.json", HEADS, "revisions.css", "latest/index.html"),
            "finding/both-do-it/index.html",
        )
    },
    **{
        f"{name} added": written(name)
        for name in (
            *("1.1/extra.html", "1.1/_static/deep/er/x.js", "1.1/.hidden", "1.1/.x.unfinished", "note.txt"),
            *(".htaccess", "latest/more/of/it.html", "finding/both-do-it/x.html", "finding/new/index.html"),
            *("signatures/7.0.sig", "signatures/x", ".2.0.unfinished/index.html", ".publishing", "2.0/index.html"),
        )
    },
    "a revision taken away": lambda folder: shutil.rmtree(folder / "1.0"),
    "the first revision taken away": lambda folder: shutil.rmtree(folder / "0.9"),
    "an empty folder in a revision": lambda folder: (folder / "1.1/empty").mkdir(),
    "an empty folder at the top": lambda folder: (folder / "empty").mkdir(),
    "a page that is a link": lambda folder: linked(folder / "1.1/observed.html"),
    "a manifest that is a link": lambda folder: linked(folder / "1.1" / FILE),
    "a register that is a link": lambda folder: linked(folder / "0.9/register.json"),
    "a revision that is a link": lambda folder: linked(folder / "1.1"),
    "latest is a link": lambda folder: linked(folder / "latest"),
    "versions.json is a link": lambda folder: linked(folder / "versions.json"),
    "a lasting address is a link": lambda folder: linked(folder / "finding/both-do-it"),
    "a link out of a revision": lambda folder: (folder / "1.1/extra").symlink_to("/"),
    "a signature that is none": written("signatures/1.1.sig", "signed by everybody\n"),
    "a signature without end": lambda folder: (
        written("signatures/1.1.sig")(folder),
        os.truncate(folder / "signatures/1.1.sig", 10**8),
    ),
    "a link to nothing": lambda folder: (folder / "1.1/extra").symlink_to("nothing"),
    "a link in a circle": lambda folder: (folder / "circle").symlink_to("."),
    "a pipe in a revision": lambda folder: os.mkfifo(folder / "1.1/pipe"),
    "a pipe at the top": lambda folder: os.mkfifo(folder / "pipe"),
    "a pipe for a page": instead("1.1/observed.html", os.mkfifo),
    "a pipe for a manifest": instead(f"1.1/{FILE}", os.mkfifo),
    "a pipe for a log": instead(HEADS, os.mkfifo),
    "a file without end": lambda folder: os.truncate(folder / "1.1/observed.html", 2**40),
    "a socket": lambda folder: bound(folder / "1.1/socket"),
    "a folder for a page": instead("1.1/observed.html", Path.mkdir),
    "a folder for the sums": instead(f"0.9/{SUMS}", Path.mkdir),
    "a folder for the feed": instead("feed.xml", Path.mkdir),
    "a number with a nought before": lambda folder: shutil.copytree(folder / "1.1", folder / "01.1"),
    "a number in other digits": lambda folder: shutil.copytree(folder / "1.1", folder / "١.٢"),
    "a copy under another number": lambda folder: shutil.copytree(folder / "1.1", folder / "2.0"),
    "an endless number": lambda folder: shutil.copytree(folder / "1.1", folder / ("9" * 200)),
    "a log of something else": written(HEADS, "hello\n"),
    "a log with a line more": lambda folder: (folder / HEADS).open("a").write(f"2025-10-02 1.2 {'0' * 64}\n"),
    "a log with a line less": lambda folder: edit(
        folder / HEADS, (folder / HEADS).read_text("utf-8").splitlines(keepends=True)[-1], ""
    ),
    "a key that stands twice": of_newest(lambda newest: edit(newest / FILE, "{\n", '{\n "title": "forged",\n')),
    "an id that leads out": register(lambda held: held["findings"][0].update(id="../../../out")),
    "a chapter that leads out": register(lambda held: held["findings"][0].update(chapter="../../out")),
    "a successor that leads out": register(lambda held: held["findings"][0].update(successor="../../out")),
    "an id that stands twice": register(lambda held: held["findings"].append(held["findings"][0])),
    "a register of another revision": register(lambda held: held["brief"].update(revision="1.0")),
    "a register of another day": register(lambda held: held["brief"].update(date="2025-10-02")),
    "a language that is none": register(lambda held: held["brief"].update(language="xx-none")),
    "no findings": register(lambda held: held.pop("findings")),
    "data of depth": written("1.1/register.json", "[" * 200_000),
    "a page of another revision that no manifest lists": lambda folder: (
        edit(folder / "1.1/observed.html", 'data-revision="1.1"', 'data-revision="9.9"'),
        manifest(lambda held: held.update(chapters=[]))(folder),
    ),
    "a page of another revision behind a comment": lambda folder: (
        edit(folder / "1.1/observed.html", NOTICE, f"<!-- {NOTICE} -->{NOTICE.replace('1.1', '9.9')}"),
        recompute(folder),
    ),
    "a manifest of depth": written(f"1.1/{FILE}", '{"a":' * 200_000),
}  # fmt: skip
"""What is told whether or not there is a trusted head."""


def without_newest(folder: Path) -> None:
    """The newest revision as if it had never been."""
    shutil.rmtree(folder / "1.1")
    recompute(folder)


def with_newer(folder: Path) -> None:
    """A revision that its publisher never made."""
    shutil.copytree(folder / "1.1", folder / "1.2")
    data(folder / "1.2" / FILE, lambda held: held.update(revision="1.2"))
    data(folder / "1.2/register.json", lambda held: held["brief"].update(revision="1.2"))
    for page in (folder / "1.2").glob("*.html"):
        page.write_text(page.read_text("utf-8").replace('data-revision="1.1"', 'data-revision="1.2"'), "utf-8")
    recompute(folder)


def page(number: str) -> Tamper:
    """A page whose words were changed, and everything that must fit."""
    return lambda folder: (
        edit(folder / number / "observed.html", "Both systems", "No systems"),
        recompute(folder),
    )


CONSISTENT: dict[str, Tamper] = {
    "a page of the newest": page("1.1"),
    "a page of the oldest, and the whole chain": page("0.9"),
    "a page between": page("1.0"),
    "a style sheet": lambda folder: (
        (folder / "1.1/_static/basic.css").write_text("", "utf-8"),
        recompute(folder),
    ),
    "the abstract": lambda folder: ((folder / "1.0/abstract.txt").write_text("x", "utf-8"), recompute(folder)),
    "a finding": register(lambda held: held["findings"][0].update(text="Both systems did it not.")),
    "an id": register(lambda held: held["findings"][0].update(id="new-one")),
    "a certainty": register(lambda held: held["findings"][0].update(certainty="low")),
    "the title": manifest(lambda held: held.update(title="Another title")),
    "the summary": manifest(lambda held: held.update(summary="All is well.")),
    "who answers": manifest(lambda held: held.update(responsible="Somebody else")),
    "the reason of a withdrawal": manifest(lambda held: held["changes"][0].update(why="Nobody knows."), "1.0"),
    "the withdrawal of a revision": manifest(lambda held: held.update(changes=[])),
    "what it was made of": manifest(lambda held: held.update(inputs={}), "0.9"),
    "the commit": manifest(lambda held: held.update(commit="0" * 40)),
    "the provenance": lambda folder: (edit(folder / "0.9/provenance.json", "false", "true"), recompute(folder)),
    "the first revision": lambda folder: (shutil.rmtree(folder / "0.9"), recompute(folder)),
}
"""What nobody can tell without a trusted head."""


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key of SSH, with a file that names it as one of those allowed."""
    if not shutil.which("ssh-keygen"):
        pytest.skip("needs ssh-keygen")
    key = tmp_path_factory.mktemp("keys") / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)], check=True)
    public = key.with_suffix(".pub").read_text("utf-8").strip()
    key.with_name("signers").write_text(f'ada@example.org namespaces="policybrief-revision" {public}\n', "utf-8")
    return key


def copies(three: Path, tmp_path: Path, ways: dict[str, Tamper]) -> Any:
    """A copy of a publication for each way, tampered with."""
    for name, tamper in ways.items():
        copy = tmp_path / "tampered"
        shutil.copytree(three, copy)
        tamper(copy)
        yield name, copy
        shutil.rmtree(copy)
        for away in tmp_path.glob("away-*"):
            shutil.rmtree(away) if away.is_dir() else away.unlink()


def test_every_open_tampering_is_told_without_a_trusted_head(three: Path, tmp_path: Path) -> None:
    untold = [name for name, copy in copies(three, tmp_path, OPEN) if not verify(copy).problems]
    print(f"openly tampered with: {len(OPEN) - len(untold)} of {len(OPEN)} told")
    assert untold == []


def test_every_consistent_tampering_is_told_by_a_log_a_head_or_a_signature_and_never_praised_without(
    three: Path, tmp_path: Path, key: Path
) -> None:
    log = witnesses.given(str(three / HEADS))
    newest = [Head(log[-1].hash, "the head")]
    (three / "signatures").mkdir()
    (three / signature_of("1.1")).write_bytes(witnesses.sign((three / "1.1" / FILE).read_bytes(), key))
    untold = []
    for name, copy in copies(three, tmp_path, CONSISTENT):
        alone = verify(copy)
        if alone.problems or ALONE not in alone.checked:
            untold.append((name, "alone", alone))
        for by, verdict in {
            "log": verify(copy, log),
            "head": verify(copy, newest),
            "signature": verify(copy, signers=key.with_name("signers")),
        }.items():
            if not verdict.problems:
                untold.append((name, by, verdict))
    print(f"consistently tampered with: {len(CONSISTENT)} ways by three sorts of head, {len(untold)} untold")
    assert untold == []


def test_a_newest_revision_that_was_removed_is_told_by_a_head_and_a_signature_says_that_it_cannot(
    three: Path, tmp_path: Path, key: Path
) -> None:
    log = witnesses.given(str(three / HEADS))
    (three / "signatures").mkdir()
    (three / signature_of("1.0")).write_bytes(witnesses.sign((three / "1.0" / FILE).read_bytes(), key))
    without_newest(three)
    assert ALONE in verify(three).checked
    assert verify(three, log).problems == [f"revision 1.1 is not there, and {log[0].by} has it"]
    assert verify(three, [Head(log[-1].hash, "the head")]).problems == [
        "no revision there has the head, which was given"
    ]
    signed = verify(three, signers=key.with_name("signers"))
    assert signed.problems == []
    assert "Revision 1.0 and all before it are those of the signature of ada@example.org." in signed.checked
    assert "A signature cannot tell whether a newer revision was taken away." in signed.checked
    assert signed.checked.endswith("It may be of any brief of whoever signed; this one is 'A small brief'.")


def test_a_revision_that_nobody_vouches_for_is_named(three: Path) -> None:
    log = witnesses.given(str(three / HEADS))
    with_newer(three)
    verdict = verify(three, log)
    assert verdict.problems == []
    assert "Revision 1.1 and all before it are those of" in verdict.checked
    assert verdict.checked.endswith("Nothing outside vouches for what is newer: 1.2.")


def test_what_the_project_has_is_a_trusted_head_and_an_emptied_one_is_told_by_its_tags(
    brief: Any, tmp_path: Path
) -> None:
    to = tmp_path / "own"
    brief.cut("0.9")
    brief.publish(to)
    own = witnesses.of_project(brief.root)
    assert [head.by for head in own] == ["revisions/0.9 here", "the tag revision-0.9"]
    assert "those of revisions/0.9 here and of the tag revision-0.9" in verify(to, own).checked
    shutil.rmtree(brief.root / "revisions")
    brief.commit()
    assert witnesses.unkept(brief.root) == ["revisions/0.9 is missing, and its tag revision-0.9 stands"]
    (to / "0.9/abstract.txt").write_text("x", "utf-8")
    recompute(to)
    assert verify(to, witnesses.of_project(brief.root)).problems == [
        "revision 0.9 is not the one that the tag revision-0.9 has"
    ]
    brief.entry("1.0 - 2025-09-01", "- editorial: words.")
    with pytest.raises(RevisionError, match=r"revisions/0\.9 is missing, and its tag revision-0\.9 stands"):
        brief.cut("1.0")
    with pytest.raises(RevisionError, match="nothing is cut yet"):
        brief.publish(to)


# Signatures


def test_publishing_signs_what_nobody_has_signed_and_whoever_is_allowed_vouches_for_it(
    brief: Any, tmp_path: Path, key: Path
) -> None:
    to, signers = tmp_path / "to", key.with_name("signers")
    brief.cut("0.9")
    brief.publish(to)
    assert verify(to, signers=signers).problems == [f"no revision is signed by anybody whom {signers} names"]
    brief.publish(to, key=key)
    verdict = verify(to, signers=signers)
    assert verdict.problems == []
    assert "those of the signature of ada@example.org" in verdict.checked
    unchecked = verify(to)
    assert ALONE in unchecked.checked
    assert unchecked.checked.endswith("1 signatures were not checked: no signers were named.")


def test_a_signature_of_somebody_else_for_something_else_or_of_another_file_is_told(
    three: Path, key: Path, tmp_path: Path
) -> None:
    signers, name = key.with_name("signers"), signature_of("1.1")
    (three / name).parent.mkdir()
    content = (three / "1.1" / FILE).read_bytes()
    other = tmp_path / "other"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(other)], check=True)
    elsewhere = subprocess.run(
        ["ssh-keygen", "-Y", "sign", "-n", "file", "-f", str(key)], input=content, capture_output=True, check=True
    )
    for wrong in (witnesses.sign(content, other), witnesses.sign(b"x", key), elsewhere.stdout, b"", b"\xff" * 100):
        (three / name).write_bytes(wrong)
        told = verify(three, signers=signers).problems
        assert told[0].startswith(f"{name}: ")
        assert told[-1] == f"no revision is signed by anybody whom {signers} names"


def test_words_behind_a_signature_are_told_whoever_signed(three: Path, key: Path) -> None:
    name = signature_of("1.1")
    (three / name).parent.mkdir()
    (three / name).write_bytes(witnesses.sign((three / "1.1" / FILE).read_bytes(), key) + b"x\n")
    told = verify(three, signers=key.with_name("signers")).problems
    assert told[0] == f"{name}: more than a signature stands there; sign again"
    assert verify(three).problems == [f"{name} is no signature; take it away, or sign again"]


def test_without_ssh_keygen_nothing_is_signed_nothing_counts_as_checked_and_both_are_told(
    brief: Any, tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = tmp_path / "to"
    brief.cut("0.9")
    brief.publish(to, key=key)
    monkeypatch.setattr(witnesses, "KEYGEN", "no-such-program")
    told = verify(to, signers=key.with_name("signers")).problems
    assert "signatures/0.9.sig: there is no ssh-keygen, which makes and checks signatures" in told
    shutil.rmtree(to / "signatures")
    with pytest.raises(RevisionError, match="there is no ssh-keygen"):
        brief.publish(to, key=key)
    assert ALONE in verify(to).checked


# What a publisher does with what it finds


@pytest.mark.parametrize("name", ["latest", ".publishing", "0.9", "feed.xml", ".1.0.unfinished"])
def test_a_publisher_writes_nothing_through_a_link(brief: Any, tmp_path: Path, name: str) -> None:
    to, outside = tmp_path / "to", tmp_path / "outside"
    outside.mkdir()
    to.mkdir()
    (to / name).symlink_to(outside if name != "feed.xml" else outside / "feed.xml")
    brief.cut("0.9")
    if name in (".1.0.unfinished", ".publishing"):  # what a run left is taken away, not what it leads to
        brief.publish(to)
    else:
        with pytest.raises(RevisionError):
            brief.publish(to)
    assert list(outside.iterdir()) == []


def test_nothing_is_added_to_a_publication_whose_older_revisions_are_not_whole(brief: Any, tmp_path: Path) -> None:
    to = tmp_path / "to"
    brief.cut("0.9")
    brief.publish(to)
    brief.entry("1.0 - 2025-09-01", "- editorial: words.")
    brief.cut("1.0")
    kept = shutil.copytree(to, tmp_path / "kept")
    (to / "0.9/abstract.txt").write_text("x", "utf-8")
    with pytest.raises(RevisionError, match=r"with faults: 0\.9/abstract\.txt differs"):
        brief.publish(to)
    recompute(to)
    with pytest.raises(RevisionError, match=r"revision 0\.9 is not the one that revisions/0\.9 here has"):
        brief.publish(to)
    (kept / HEADS).open("a").write(f"2025-08-01 0.10 {'0' * 64}\n")
    with pytest.raises(RevisionError, match=r"revision 0\.10 is not there, and heads\.txt has it"):
        brief.publish(kept)
    assert not (to / "1.0").exists()
