"""Whatever stands in a publication or a revision, what comes back is its content or a sentence.

Faults are drawn by a seed from the kinds below, anywhere in a manifest, a register, a chapter or a publication.
"""

from __future__ import annotations

import copy
import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from policybrief.revisions import archive, lowering, manifest, meaning, overview, published, telling, untrusted
from policybrief.revisions import verify as verification
from policybrief.revisions.disk import Disk
from policybrief.revisions.manifest import FILE
from policybrief.revisions.untrusted import RevisionError
from policybrief.revisions.verify import verify
from policybrief.words import addresses
from sphinx_redline import lowered

ROOT = Path(__file__).parents[4]
VALUES: dict[str, Callable[[random.Random], Any]] = {
    "nothing": lambda _: None,
    "a truth": lambda draw: draw.choice([True, False]),
    "a number": lambda draw: draw.choice([0, -1, 3, 1.5, 10**30, 10**5000 if draw.random() < 0.1 else 7]),
    "no text": lambda _: "",
    "a long text": lambda _: "x" * 50_000,
    "a path out": lambda draw: draw.choice(
        ["../../out", "/etc/passwd", "a/../../b", "..", ".", "C:\\x", "a//b", "a/"]
    ),
    "control characters": lambda draw: draw.choice(["a\0b", "a\x1bb", "a\x85b", "\ufffe", "a\u202eb"]),
    "half a character": lambda _: "\ud800",
    "a line end": lambda _: "observed\n",
    "markup": lambda _: "</title><script>x</script>&\"'",
    "another day": lambda draw: draw.choice(["2025-02-30", "20250101", "2025-W01-1", "0000-00-00", "٢٠٢٥-٠١-٠١"]),
    "another number": lambda draw: draw.choice(["01.0", "1.", ".1", "١.٢", "9" * 5000, "-1", "1e3", "1.0.0"]),
    "another language": lambda draw: draw.choice(["xx", "en_US", "e", "no-such", "root", "en-" + "x" * 500]),
    "a list": lambda draw: draw.choice([[], [[]], [None], ["a", 1]]),
    "an object": lambda draw: draw.choice([{}, {"": ""}, {"id": {}}, {"a": [{}]}]),
    "depth": lambda draw: nested(draw.choice([20, 40, 600])),
}
TEXTS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "cut off": lambda text, draw: text[: draw.randrange(len(text))],
    "a byte changed": lambda text, draw: replaced(text, draw, bytes([draw.randrange(256)])),
    "a byte taken away": lambda text, draw: replaced(text, draw, b""),
    "no UTF-8": lambda text, draw: replaced(text, draw, b"\xff\xfe"),
    "a byte order mark": lambda text, _: b"\xef\xbb\xbf" + text,
    "empty": lambda _text, _: b"",
    "something behind": lambda text, _: text + b"{}",
    "no number": lambda text, draw: replaced(text, draw, draw.choice([b"NaN", b"Infinity", b"1e999"])),
    "noughts": lambda text, _: text + b"\0" * 100,
    "another kind": lambda _text, draw: draw.choice([b"[]", b"1", b'"x"', b"null", b"<a/>", b"[" * 100_000]),
}


def nested(depth: int) -> Any:
    """A list of lists."""
    made: Any = []
    for _ in range(depth):
        made = [made]
    return made


def replaced(text: bytes, draw: random.Random, by: bytes) -> bytes:
    """Another byte somewhere."""
    at = draw.randrange(max(len(text), 1))
    return text[:at] + by + text[at + 1 :]


def places(data: Any) -> list[tuple[Any, Any]]:
    """Every object or list in some data with each of its keys."""
    found, waiting = [], [data]
    while waiting:
        value = waiting.pop()
        keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
        found += [(value, key) for key in keys]
        waiting += [value[key] for key in keys]
    return found


def malformed(text: bytes, draw: random.Random) -> tuple[str, bytes]:
    """A fault of some kind in JSON, and the kind."""
    if draw.random() < 0.25:
        kind = draw.choice(list(TEXTS))
        return kind, TEXTS[kind](text, draw)
    data = json.loads(text)
    where, key = draw.choice(places(data))
    kind = draw.choice([*VALUES, "taken away", "twice", "from elsewhere", "a strange key"])
    if kind == "taken away":
        del where[key]
    elif kind == "twice":
        where.append(where[key]) if isinstance(where, list) else where.update(again=where[key])
    elif kind == "from elsewhere":
        other, place = draw.choice(places(data))
        where[key] = copy.deepcopy(other[place])
    elif kind == "a strange key":
        name = VALUES[draw.choice(["a path out", "control characters", "half a character", "a line end"])](draw)
        where.append({name: 1}) if isinstance(where, list) else where.update({name: where.pop(key)})
    else:
        where[key] = VALUES[kind](draw)
    return kind, json.dumps(data).encode() if kind != "a number" else dumped(data)


def dumped(data: Any) -> bytes:
    """JSON with numbers of any length, which Python writes only when told."""
    try:
        return json.dumps(data).encode()
    except ValueError:
        return b'{"schema": ' + b"9" * 5000 + b"}"


def counts() -> Iterator[Any]:
    """A few in every run, and the full number in the deep one."""
    yield pytest.param(300, id="some")
    yield pytest.param(4000, id="all", marks=pytest.mark.deep)


def score(what: str, told: Counter[str], tried: int) -> None:
    """Print what became of them."""
    print(f"malformed {what}: {tried} tried, {told['refused']} refused, {told['read']} read, 0 tracebacks")


@pytest.mark.parametrize("number", counts())
def test_a_malformed_manifest_is_read_or_refused(three: Path, number: int) -> None:
    draw, told = random.Random(20), Counter[str]()
    text = (three / "1.1" / FILE).read_bytes()
    for _ in range(number):
        _kind, content = malformed(text, draw)
        try:
            one = manifest.from_json(content, "it")
        except RevisionError:
            told["refused"] += 1
        else:
            told["read"] += 1
            one.as_json().encode()
            assert all(lowering.DOCNAME.fullmatch(name) for name in (*one.outputs, *one.frozen, *one.chapters))
    score("manifests", told, number)
    assert told["refused"] > told["read"]


@pytest.mark.parametrize("number", counts())
def test_a_malformed_register_is_refused_or_compared_told_and_derived_from(three: Path, number: int) -> None:
    draw, told = random.Random(21), Counter[str]()
    path = three / "1.1/register.json"
    text = path.read_bytes()
    whole = json.loads(text)
    older = published.revisions(three)[:-1]
    for _ in range(number):
        _kind, content = malformed(text, draw)
        path.write_bytes(content)
        newest = published.Published(three / "1.1")
        try:
            register = newest.register
        except RevisionError:
            told["refused"] += 1
            continue
        told["read"] += 1
        for one, other in ((whole, register), (register, whole)):
            telling.report(meaning.compare(one, other), one, other)
            list(meaning.reused(one, other))
        for name, made in overview.derive([*older, newest]):
            assert lowering.DOCNAME.fullmatch(name)
            assert made or name == ".nojekyll"
    score("registers", told, number)
    assert told["refused"] > told["read"]


@pytest.mark.parametrize("number", counts())
def test_a_malformed_chapter_is_refused_or_written_again(number: int, tmp_path: Path) -> None:
    draw, told = random.Random(22), Counter[str]()
    revision = ROOT / "revisions/0.9"
    names = [path.stem for path in (revision / "chapters").glob("*.xml") if path.stat().st_size < 20_000]
    (tmp_path / "chapters").mkdir()
    strange = (
        b"<problematic/>",
        b"<image uri='../../x'/>",
        b"<entry/>",
        b" cols='x'",
        b"<a>" * 2000,
        b"&lol;",
        b"<",
    )
    for _ in range(number):
        name = draw.choice(names)
        text = (revision / f"chapters/{name}.xml").read_bytes()
        kind = draw.choice([*TEXTS, "strange"])
        content = TEXTS[kind](text, draw) if kind in TEXTS else replaced(text, draw, draw.choice(strange))
        (tmp_path / f"chapters/{name}.xml").write_bytes(content)
        (tmp_path / "chapters.json").write_text(json.dumps({"chapters": [name], "screen": []}), "utf-8")
        try:
            chapters = archive.read_chapters(tmp_path, "it")
        except RevisionError:
            told["refused"] += 1
        else:
            told["read"] += 1
            lowered.write(chapters[name])
    score("chapters", told, number)
    assert told["refused"] > told["read"]


@pytest.mark.parametrize(
    "number", [pytest.param(25, id="some"), pytest.param(800, id="all", marks=pytest.mark.deep)]
)
def test_a_malformed_publication_is_told(three: Path, tmp_path: Path, number: int) -> None:
    draw = random.Random(23)
    names = untrusted.listing(three).files
    data = [name for name in names if name.endswith((".json", "heads.txt", "SHA256SUMS"))]
    copied = Path(shutil.copytree(three, tmp_path / "copied"))
    untold = []
    for _ in range(number):
        name = draw.choice(data if draw.random() < 0.7 else names)
        path = copied / name
        before = path.read_bytes()
        kind, after = malformed(before, draw) if name.endswith(".json") else bytes_of(before, draw)
        path.write_bytes(after)
        if not verify(copied).problems and after != before:
            untold.append((name, kind))
        path.write_bytes(before)
    print(f"malformed publications: {number} tried, {number - len(untold)} told, 0 tracebacks")
    assert untold == []


def bytes_of(text: bytes, draw: random.Random) -> tuple[str, bytes]:
    """A fault in something that is no JSON."""
    kind = draw.choice(list(TEXTS))
    return kind, TEXTS[kind](text or b"x", draw)


# Addresses

SCRIPT = "javascript:alert(1)"
ODD = (
    SCRIPT,
    "JavaScript:x",
    " java\nscript:x",
    "data:text/html,x",
    "file:///etc/passwd",
    "vbscript:x",
    "x-y.z+1:a",
)
PLAIN = (
    "https://example.org/a:b",
    "HTTP://example.org",
    "mailto:a@example.org",
    "doi:10.5555/x",
    "tel:+41",
    "In 3: x",
)


@pytest.mark.parametrize("path", [("brief", "address"), ("brief", "contact"), ("sources", 0, "url")])
def test_an_address_that_runs_something_is_told_by_whoever_reads_the_register(
    three: Path, path: tuple[Any, ...]
) -> None:
    file = three / "1.1/register.json"
    data = json.loads(file.read_bytes())
    where = data
    for key in path[:-1]:
        where = where[key]
    for address in ODD:
        where[path[-1]] = address
        file.write_bytes(json.dumps(data).encode())
        with pytest.raises(RevisionError, match=rf"^1\.1/register\.json: \$.*{path[-1]}"):
            assert published.Published(three / "1.1").register
        assert any("register.json: $" in problem for problem in verify(three).problems)


def test_registers_refuse_the_addresses_that_the_build_refuses() -> None:
    for version in archive.REGISTERS:
        schema = json.loads(files("policybrief").joinpath(archive.REGISTERS[version]).read_text("utf-8"))
        held = untrusted.KIND(schema["$defs"]["address"])
        for address in (*ODD, *PLAIN):
            assert held.is_valid(address) is not bool(addresses.odd_scheme(address)), address


@pytest.mark.parametrize(
    "node",
    [
        f'<paragraph><reference refuri="{SCRIPT}">x</reference></paragraph>',
        '<image uri="file:///etc/passwd"/>',
        '<image uri="data:text/html,x"/>',
        '<image uri="javascript://%0aalert(1)"/>',
    ],
)
def test_a_chapter_that_leads_or_shows_where_no_reader_goes_is_refused(tmp_path: Path, node: str) -> None:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters/a.xml").write_text(f"<document>{node}</document>", "utf-8")
    (tmp_path / "chapters.json").write_text('{"chapters": ["a"]}', "utf-8")
    with pytest.raises(RevisionError, match=r"chapters/a\.xml (leads|shows)"):
        archive.read_chapters(tmp_path, "it")


# The limits


def test_nothing_is_read_through_links_from_outside_or_from_what_is_no_file(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    (inside / "folder").mkdir(parents=True)
    outside.mkdir()
    (outside / "x").write_text("secret", "utf-8")
    (inside / "link").symlink_to(outside)
    (inside / "file").symlink_to(outside / "x")
    os.mkfifo(inside / "pipe")
    for name in (
        "link/x",
        "file",
        "pipe",
        "folder",
        "../outside/x",
        str(outside / "x"),
        "",
        ".",
        "a\0b",
        "missing",
    ):
        with pytest.raises(RevisionError):
            untrusted.read(inside, name, name)
    assert untrusted.listing(inside) == (
        [],
        ["file is a link", "folder is an empty folder", "link is a link", "pipe is neither a file nor a folder"],
    )


def test_sizes_and_depths_have_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "large").write_bytes(b"x" * 101)
    monkeypatch.setattr(untrusted, "MOST_BYTES", 100)
    with pytest.raises(RevisionError, match="large has more than 100 bytes"):
        untrusted.read(tmp_path, "large", "large")
    deep = tmp_path.joinpath(*"d" * (untrusted.DEEPEST + 1))
    deep.mkdir(parents=True)
    (told,) = untrusted.listing(tmp_path).strange
    assert told.endswith("is too deep a folder; 16 in one another are the most")
    with (tmp_path / "large").open("wb") as file:
        file.truncate(untrusted.MOST_TOGETHER + 1)
    with pytest.raises(RevisionError, match=r"holds more than \d+ bytes"):
        untrusted.listing(tmp_path)
    monkeypatch.setattr(untrusted, "MOST_FILES", 1)
    (tmp_path / "another").touch()
    with pytest.raises(RevisionError, match="holds more than 1 files"):
        untrusted.listing(tmp_path)


def test_folders_in_folders_and_names_that_nobody_can_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "1.0").mkdir()
    (tmp_path / ".\x1b[2J\udcff.unfinished").touch()
    at = os.open(tmp_path, os.O_RDONLY)
    try:
        for _depth in range(sys.getrecursionlimit() + 100):
            os.mkdir("d", dir_fd=at)
            above, at = at, os.open("d", os.O_RDONLY, dir_fd=at)
            os.close(above)
        told = verify(tmp_path).problems
    finally:
        os.close(at)
        subprocess.run(["rm", "-r", str(tmp_path / "d")], check=True)
    assert any("is too deep a folder" in problem for problem in told)
    assert any("unfinished" in problem for problem in told)
    assert [problem for problem in told if not problem.isprintable()] == []


def test_what_is_left_unfinished_at_any_depth_stops_a_publication_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ".x.unfinished"
    folder.mkdir()

    def give_up(_path: Path) -> None:
        raise RecursionError

    monkeypatch.setattr(shutil, "rmtree", give_up)
    with pytest.raises(RevisionError, match="is too deep to be taken"):
        Disk().remove(folder)


def test_what_is_many_is_looked_at_once(three: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(20):
        (three / f"stray-{number}").touch()
        (three / f"stray-{number}.d").mkdir()
    looked: Counter[str] = Counter()
    read, ids, left = untrusted.read, published.by_id, verification.unfinished

    def reading(folder: Path, name: str, shown: str) -> bytes:
        looked[shown] += 1
        return read(folder, name, shown)

    monkeypatch.setattr(untrusted, "read", reading)
    monkeypatch.setattr(published, "by_id", lambda *given: (looked.update(["by id"]), ids(*given))[1])
    monkeypatch.setattr(verification, "unfinished", lambda folder: (looked.update(["left"]), left(folder))[1])
    told = verify(three).problems
    assert len([problem for problem in told if "stray-" in problem]) == 40
    assert looked["1.1/index.html"] <= 2  # for its banner, and for the sign of its house
    assert looked["left"] <= 4
    assert looked["by id"] == 2 * 3


def test_a_malformed_revision_of_the_project_is_told_with_the_other_checks(brief: Any) -> None:
    folder = brief.cut("0.9")
    brief.entry("1.0 - draft", "- editorial: words.")
    for name, content in {
        FILE: "[" * 100_000,
        "register.json": '{"schema": 2, "brief": []}',
        "chapters/observed.xml": "<document>" * 500,
    }.items():
        kept = (folder / name).read_text("utf-8")
        (folder / name).write_text(content, "utf-8")
        built = brief.project.build("dummy", fresh=True)
        assert {said.subtype for said in built.complaints} == {"revision"}, built.complaints
        assert any(name in said.text for said in built.said("revision"))
        (folder / name).write_text(kept, "utf-8")
