"""A publication grows by whole revisions, survives being killed anywhere, and each fault in it is named."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from projects import in_a_process

from policybrief.outputs.run import Output
from policybrief.revisions.disk import Disk, locked
from policybrief.revisions.manifest import FILE
from policybrief.revisions.publish import publish
from policybrief.revisions.release import FROZEN, PUBLIC
from policybrief.revisions.untrusted import RevisionError, hashes
from policybrief.revisions.verify import verify as verdict


def verify(folder: Path) -> list[str]:
    """What is wrong with a publication."""
    return verdict(folder).problems


DATA = (Output("register", PUBLIC), Output("lowered", FROZEN))
ATOM = "{http://www.w3.org/2005/Atom}"


# What is published


def test_three_revisions_verify_and_are_listed_with_their_states(three: Path) -> None:
    assert verify(three) == []
    listed = json.loads((three / "versions.json").read_text("utf-8"))["revisions"]
    assert [(one["revision"], one["state"]) for one in listed] == [
        ("1.1", "current"),
        ("1.0", "superseded"),
        ("0.9", "withdrawn"),
    ]
    assert listed[1]["summary"] == "An act is gone."
    assert "cite 1.1" in listed[2]["withdrawn"]
    assert listed[1]["shown"].replace("\N{NO-BREAK SPACE}", " ") == "1 September 2025 (Status: review draft)"
    index = (three / "index.html").read_text("utf-8").replace("\N{NO-BREAK SPACE}", " ")
    assert index.index("Revision 1.1") < index.index("Revision 1.0") < index.index("Revision 0.9")
    assert "superseded</span>, 1 September 2025 (Status: review draft). An act is gone." in index
    assert "<h1>All revisions of “A small brief”</h1>" in index
    lasting = (three / "latest/index.html").read_text("utf-8")
    assert "<title>Newest revision: 1.1 · A small brief</title>" in lasting


def test_a_colon_in_a_publication_is_that_of_its_language(brief: Any, tmp_path: Path) -> None:
    with (brief.root / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write('language = "fr"\nsuppress_warnings = ["brief"]\n')
    brief.cut("0.9")
    brief.publish(tmp_path / "to")
    assert "(Statut\N{NO-BREAK SPACE}: review draft)" in (tmp_path / "to/index.html").read_text("utf-8")
    assert "F1\N{NO-BREAK SPACE}: " in (tmp_path / "to/finding/both-do-it/index.html").read_text("utf-8")


def test_a_revision_without_a_summary_is_told_in_whole_sentences_that_say_of_what(
    brief: Any, tmp_path: Path
) -> None:
    brief.cut("0.9")
    brief.publish(tmp_path / "to")
    brief.project.change(
        "source/observed.md", ":certainty: high\n:key:\n\nBoth", ":certainty: moderate\n:key:\n\nBoth"
    )
    brief.entry("1.0 - 2025-09-01", "- erratum `both-do-it`: it read high, see `counts-are-due`. Why: a `slip`.")
    brief.cut("1.0")
    brief.publish(tmp_path / "to")
    told = "Erratum, F1 Both systems do the task: it read high, see F2. Why: a slip."
    feed = ElementTree.fromstring((tmp_path / "to/feed.xml").read_bytes())
    assert feed.findtext(f"{ATOM}entry/{ATOM}summary") == told
    assert told in (tmp_path / "to/index.html").read_text("utf-8")


def test_the_list_of_revisions_wears_the_look_and_the_sign_of_its_newest(brief: Any, tmp_path: Path) -> None:
    brief.project.write("logo.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    with (brief.root / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write('html_logo = "logo.svg"\nbrief_logo_alt = "The House"\nbrief_publisher = "House & Co"\n')
        conf.write('brief_colours = {"accent": "#1b5e20"}\n')
    brief.cut("0.9", pages=True)
    brief.publish(tmp_path / "to", pages=True)
    index = (tmp_path / "to/index.html").read_text("utf-8")
    assert '<p class="logo"><img src="0.9/_static/logo.svg" alt="The House"></p>' in index
    assert "<p>House &amp; Co</p>" in index
    assert '<link rel="stylesheet" href="0.9/_static/screen.css">' in index
    assert "--accent: #1b5e20" in (tmp_path / "to/0.9/_static/screen.css").read_text("utf-8")
    stone = (tmp_path / "to/finding/both-do-it/index.html").read_text("utf-8")
    assert '<img src="../../0.9/_static/logo.svg"' in stone
    assert verify(tmp_path / "to") == []


def test_the_feed_is_atom_with_an_entry_a_revision(three: Path) -> None:
    feed = ElementTree.fromstring((three / "feed.xml").read_bytes())
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == [
        "2025-10-01T00:00:00Z",
        "2025-09-01T00:00:00Z",
        "2025-07-15T00:00:00Z",
    ]
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == 3
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Publisher not yet assigned"


def test_every_statement_has_a_lasting_address_and_a_withdrawn_one_a_stone_with_its_reason(three: Path) -> None:
    live = (three / "recommendation/publish-counts/index.html").read_text("utf-8")
    assert "../../1.1/asked.html#recommendation-publish-counts" in live
    assert 'http-equiv="refresh"' in live
    stone = (three / "finding/counts-are-due/index.html").read_text("utf-8").replace("\N{NO-BREAK SPACE}", " ")
    assert 'http-equiv="refresh"' not in stone
    assert "Withdrawn in revision 1.0, 1 September 2025. No longer held. Why: the act was repealed." in stone
    assert "../../0.9/observed.html#finding-counts-are-due" in stone


def test_the_lasting_address_of_a_statement_says_in_which_revision_it_was_corrected(
    brief: Any, tmp_path: Path
) -> None:
    brief.cut("0.9")
    brief.publish(tmp_path / "to")
    brief.project.change("material/evidence/counts.toml", "successes = 9\n", "successes = 8\n")
    brief.entry("1.0 - 2025-09-01", "- erratum `both-do-it`: `both-do-it` read 9. Why: a slip.")
    brief.cut("1.0")
    brief.publish(tmp_path / "to")
    page = (tmp_path / "to/finding/both-do-it/index.html").read_text("utf-8").replace("\N{NO-BREAK SPACE}", " ")
    assert page.count("Corrected in revision 1.0, 1 September 2025: F1 read 9.") == 1
    assert "orrected" not in (tmp_path / "to/finding/counts-are-due/index.html").read_text("utf-8")
    assert verify(tmp_path / "to") == []


def test_search_engines_are_led_to_the_pages_of_the_newest_revision_alone(brief: Any, tmp_path: Path) -> None:
    with (brief.root / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write('html_baseurl = "https://example.org/brief/"\n')
    to = tmp_path / "publication"
    brief.cut("0.9", pages=True)
    brief.publish(to, pages=True)
    brief.entry("1.0 - 2025-09-01", "- editorial: a comma.")
    brief.cut("1.0", pages=True)
    brief.publish(to, pages=True)
    assert verify(to) == []
    places = [
        one.text or ""
        for one in ElementTree.fromstring((to / "sitemap.xml").read_bytes()).iterfind("{*}url/{*}loc")
    ]
    assert "https://example.org/brief/1.0/observed.html" in places
    assert all((to / place.removeprefix("https://example.org/brief/")).is_file() for place in places)
    assert [path.relative_to(to).as_posix() for path in to.rglob("sitemap.xml")] == ["sitemap.xml"]
    lasting = (to / "latest/observed.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://example.org/brief/1.0/observed.html">' in lasting


def test_every_local_link_of_the_publication_leads_to_a_file_and_a_place(three: Path) -> None:
    links = 0
    for page in three.rglob("*.html"):
        for href in re.findall(r'(?:href|src)="([^"]+)"', page.read_text("utf-8")):
            if re.match(r"[a-z]+:", href) or href.startswith("data:"):
                continue
            address, _sharp, anchor = href.partition("#")
            name = address.partition("?")[0]
            goal = (page.parent / name) if name else page
            goal = goal / "index.html" if goal.is_dir() else goal
            assert goal.is_file(), (page.relative_to(three), href)
            if anchor and goal.suffix == ".html":
                assert f'id="{anchor}"' in goal.read_text("utf-8"), (page.relative_to(three), href)
            links += 1
    assert links > 200


def test_every_chapter_names_its_revision_status_and_the_list_without_script(three: Path) -> None:
    for number in ("0.9", "1.0", "1.1"):
        for chapter in ("index", "observed", "asked", "sources"):
            page = (three / number / f"{chapter}.html").read_text("utf-8")
            notice = re.search(r'<div class="revision-notice".*?</div>', page, re.DOTALL)
            assert notice
            assert f"Revision {number}, review draft." in notice.group()
            assert '<a href="../index.html">All revisions</a>' in notice.group()


def test_revision_date_cut_off_and_status_are_equal_everywhere(three: Path) -> None:
    register = json.loads((three / "1.0/register.json").read_text("utf-8"))["brief"]
    manifest = json.loads((three / "1.0" / FILE).read_text("utf-8"))
    expected = ("1.0", "2025-09-01", "review draft")
    assert (register["revision"], register["date"], register["status"]) == expected
    assert (manifest["revision"], manifest["date"], manifest["status"]) == expected
    cover = (three / "1.0/index.html").read_text("utf-8").replace("\N{NO-BREAK SPACE}", " ")
    edition = re.search(r'<dl class="edition">.*?</dl>', cover, re.DOTALL)
    strip = re.search(r'<p class="strip">.*?</p>', cover, re.DOTALL)
    cite = re.search(r'<p class="cite">.*?</p>', cover, re.DOTALL)
    assert edition
    assert strip
    assert cite
    for shown in (edition.group(), cite.group()):
        assert "1.0" in shown
        assert "review draft" in shown
        assert "1 September 2025" in shown
    assert "Revision 1.0" in strip.group()
    assert "review draft" in strip.group()
    for shown in (edition.group(), strip.group()):
        assert "7 October 2026" in shown


def test_no_page_of_an_older_revision_changes_when_a_newer_one_comes(brief: Any, tmp_path: Path) -> None:
    to = tmp_path / "publication"
    brief.cut("0.9", pages=True)
    brief.publish(to, pages=True)
    before = hashes(to / "0.9")
    brief.entry("1.0 - 2025-09-01", "- editorial: words.")
    brief.cut("1.0", pages=True)
    brief.publish(to, pages=True)
    assert hashes(to / "0.9") == before
    assert verify(to) == []


# What is refused


def test_nothing_is_published_that_was_not_cut_or_is_not_what_was_cut(brief: Any, tmp_path: Path) -> None:
    to = tmp_path / "publication"
    brief.commit()
    with pytest.raises(RevisionError, match="nothing is cut yet"):
        brief.publish(to)
    brief.cut("0.9")
    make = brief.making(DATA)

    def otherwise(project: Path, target: Path, date: dt.date) -> bool:
        path = project / "source/observed.md"
        path.write_text(
            path.read_text("utf-8").replace("Both systems did it", "Both systems have done it"), "utf-8"
        )
        return bool(make(project, target, date))

    with pytest.raises(RevisionError, match=r"not what was cut as 0\.9: register\.json differs"):
        publish(brief.root, to, make=otherwise)
    assert not (to / "0.9").exists()


def test_a_published_revision_is_never_overwritten(brief: Any, tmp_path: Path) -> None:
    to = tmp_path / "publication"
    brief.cut("0.9")
    brief.publish(to)
    before = hashes(to)
    brief.publish(to)  # the same again: nothing to do
    assert hashes(to) == before
    path = brief.root / "revisions/0.9" / FILE
    path.write_text(path.read_text("utf-8").replace("First edition.", "Another edition."), "utf-8")
    brief.git("tag", "--delete", "revision-0.9")
    with pytest.raises(RevisionError, match=r"revision 0\.9 is not the one that revisions/0\.9 here has"):
        brief.publish(to)
    assert hashes(to) == before


def test_every_tag_can_be_published_in_its_order_from_a_checkout_of_it(brief: Any, tmp_path: Path) -> None:
    """As the workflows of the documentation do it."""
    to = tmp_path / "publication"
    brief.cut("0.9")
    brief.entry("1.0 - 2025-09-01", "- editorial: words.")
    brief.cut("1.0")
    for number in ("0.9", "1.0"):
        brief.git("checkout", "--quiet", f"revision-{number}")
        assert brief.publish(to) == to / number
    assert verify(to) == []


def test_a_revision_whose_elder_is_not_there_is_refused_with_the_way_to_publish_that(
    brief: Any, tmp_path: Path
) -> None:
    brief.cut("0.9")
    brief.entry("1.0 - 2025-09-01", "- editorial: words.")
    brief.cut("1.0")
    to = tmp_path / "a publication"
    with pytest.raises(RevisionError, match=r"0\.9, before 1\.0, is not there; publish it first") as refused:
        brief.publish(to)
    tool = tmp_path / "tools/policybrief"
    brief.project.write(str(tool), f'#!/bin/sh\npwd > {tmp_path}/where\nprintf %s "$2" > {tmp_path}/to\n')
    tool.chmod(0o755)
    way = str(refused.value).partition("taken away again: ")[2]
    path = f"{tool.parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(["bash", "-e", "-c", way], cwd=brief.root, env=os.environ | {"PATH": path}, check=True)
    assert (tmp_path / "to").read_text("utf-8") == str(to)
    assert (tmp_path / "where").read_text("utf-8").strip().endswith("/at-0.9")
    assert len(brief.git("worktree", "list").splitlines()) == 1
    brief.git("worktree", "add", "--quiet", str(tmp_path / "at-0.9"), "revision-0.9")
    for root in (tmp_path / "at-0.9", brief.root):
        publish(root, to, make=brief.making(DATA))


def test_a_draft_on_top_of_the_last_cut_is_not_published(brief: Any, tmp_path: Path) -> None:
    brief.cut("0.9")
    brief.entry("1.0 - draft", "- editorial: words.")
    with pytest.raises(RevisionError, match="publish that from a checkout that is taken away again"):
        brief.publish(tmp_path / "publication")


def test_two_at_once_are_refused(brief: Any, tmp_path: Path) -> None:
    to = tmp_path / "publication"
    to.mkdir()
    brief.cut("0.9")
    with locked(to), pytest.raises(RevisionError, match="at this moment"):
        brief.publish(to)
    brief.publish(to)


# Faults at every operation


class Counting(Disk):
    """Counts operations."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def about_to(self, operation: str, path: Path) -> None:
        self.done.append(f"{operation} {path.name}")


class Dying(Disk):
    """Kills the process before an operation, as a power cut does: nothing is tidied up."""

    def __init__(self, at: int) -> None:
        self.left = at

    def about_to(self, operation: str, path: Path) -> None:
        if self.left == 0:
            os._exit(9)
        self.left -= 1


class Full(Disk):
    """A disk that is full from an operation on; what is written then is written in part."""

    def __init__(self, at: int) -> None:
        self.left = at

    def about_to(self, operation: str, path: Path) -> None:
        self.left -= 1
        if self.left < 0 and operation != "write":
            raise OSError(errno.ENOSPC, "No space left on device", str(path))

    def fill(self, descriptor: int, content: bytes) -> None:
        if self.left < 0:
            os.write(descriptor, content[: len(content) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        super().fill(descriptor, content)


@pytest.fixture
def second(brief: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Path]:
    """A publication with one revision, and a second one that is cut; its edition is built once."""
    to = tmp_path / "publication"
    brief.cut("0.9")
    brief.publish(to)
    brief.entry("1.0 - 2025-09-01", "- editorial: words.")
    brief.cut("1.0")
    made = tmp_path / "edition"
    make = brief.making(DATA)

    def kept(project: Path, target: Path, date: dt.date) -> bool:
        if not made.exists():
            make(project, made, date)
        shutil.copytree(made, target, dirs_exist_ok=True)
        return True

    monkeypatch.setattr(brief, "making", lambda _outputs: kept)
    return brief, to


def operations(second: tuple[Any, Path], tmp_path: Path) -> int:
    """How many operations a publication takes."""
    brief, to = second
    counting = Counting()
    brief.publish(Path(shutil.copytree(to, tmp_path / "counted")), disk=counting)
    return len(counting.done)


def moments(total: int) -> range:
    """Before which of so many operations a fault is tried: every third, and each in the deep run."""
    return range(0, total, 1 if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else 3)


def promise(to: Path, before: dict[str, str]) -> bool:
    """After a fault: nothing older changed, every revision whole; whether the new one is there."""
    assert hashes(to / "0.9") == before
    there = (to / "1.0").exists()
    told = verify(to)
    assert not [line for line in told if line.startswith(("0.9/", "1.0/"))], told
    for path in to.glob("*.json"):
        json.loads(path.read_text("utf-8"))  # no derived file is ever half
    listed = json.loads((to / "versions.json").read_text("utf-8"))["revisions"]
    assert there or [one["revision"] for one in listed] == ["0.9"]
    return there


def test_every_file_and_folder_of_a_revision_is_on_the_medium_before_it_has_its_name(tmp_path: Path) -> None:
    class Noting(Disk):
        done: list[tuple[str, Path]] = []

        def about_to(self, operation: str, path: Path) -> None:
            self.done.append((operation, path))

    source, target = tmp_path / "source", tmp_path / "1.0"
    (source / "pages/deeper").mkdir(parents=True)
    for name in ("a", "pages/b", "pages/deeper/c"):
        (source / name).write_text(name, "utf-8")
    disk = Noting()
    disk.add_folder(target, source, {"d": b"d"})
    assert sorted(hashes(target)) == ["a", "d", "pages/b", "pages/deeper/c"]
    renamed = disk.done.index(("rename", target))
    staging = tmp_path / ".1.0.unfinished"
    for name in ("", "pages", "pages/deeper"):
        folder = staging / name
        filled = max(at for at, (what, path) in enumerate(disk.done) if what == "write" and path.parent == folder)
        assert ("sync folder", folder) in disk.done[filled:renamed], name
    for name in ("a", "d", "pages/b", "pages/deeper/c"):
        assert ("sync", staging / name) in disk.done[:renamed]


def test_killed_before_any_operation_it_keeps_its_promise_and_the_next_one_completes_it(
    second: tuple[Any, Path], tmp_path: Path
) -> None:
    brief, to = second
    before = hashes(to / "0.9")
    total = operations(second, tmp_path)
    assert total > 30
    committed = []
    for at in moments(total):
        copy = Path(shutil.copytree(to, tmp_path / "copy"))
        assert in_a_process(lambda at=at, copy=copy: brief.publish(copy, disk=Dying(at))) == 9  # type: ignore[misc]
        committed.append(promise(copy, before))
        started = (copy / ".1.0.unfinished").exists() or committed[-1]
        assert bool(verify(copy)) == (started and hashes(copy) != hashes(tmp_path / "counted"))
        brief.publish(copy)
        assert verify(copy) == []
        assert hashes(copy) == hashes(tmp_path / "counted")
        shutil.rmtree(copy)
    assert committed == sorted(committed), "once there, the revision stays"
    assert set(committed) == {False, True}


def test_on_a_disk_that_fills_up_anywhere_it_keeps_its_promise(second: tuple[Any, Path], tmp_path: Path) -> None:
    brief, to = second
    before = hashes(to / "0.9")
    for at in moments(operations(second, tmp_path)):
        copy = Path(shutil.copytree(to, tmp_path / "copy"))
        with pytest.raises(OSError, match="No space left"):
            brief.publish(copy, disk=Full(at))
        promise(copy, before)
        brief.publish(copy)
        assert verify(copy) == []
        shutil.rmtree(copy)


def test_on_a_target_that_may_not_be_written_nothing_changes(second: tuple[Any, Path]) -> None:
    class ReadOnly(Disk):
        def about_to(self, operation: str, path: Path) -> None:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))

    brief, to = second
    before = hashes(to)
    with pytest.raises(PermissionError):
        brief.publish(to, disk=ReadOnly())
    assert hashes(to) == before


def test_what_an_interrupted_publication_left_is_named(second: tuple[Any, Path], tmp_path: Path) -> None:
    brief, to = second
    counting = Counting()
    brief.publish(Path(shutil.copytree(to, tmp_path / "counted")), disk=counting)
    in_a_process(lambda: brief.publish(to, disk=Dying(counting.done.index("rename 1.0"))))
    assert verify(to) == [".1.0.unfinished is unfinished; publish again"]


def test_a_revision_without_its_derived_files_is_told_to_be_behind(
    second: tuple[Any, Path], tmp_path: Path
) -> None:
    brief, to = second
    counting = Counting()
    brief.publish(Path(shutil.copytree(to, tmp_path / "counted")), disk=counting)
    committed = next(i for i, done in enumerate(counting.done) if done == "rename 1.0")
    in_a_process(lambda: brief.publish(to, disk=Dying(committed + 1)))
    told = verify(to)
    assert "versions.json is behind the folders, or was changed; publish again" in told
    assert "index.html is behind the folders, or was changed; publish again" in told


# What verify names


def test_each_tampering_is_named_with_its_file(three: Path) -> None:
    assert verify(three) == []
    page = three / "0.9/observed.html"
    page.write_text(page.read_text("utf-8").replace("Both systems", "No systems"), "utf-8")
    assert verify(three) == ["0.9/observed.html differs"]


def test_a_file_taken_away_or_added_is_named(three: Path) -> None:
    (three / "1.0/register.json").rename(three / "1.0/extra.json")
    told = verify(three)
    assert "1.0/register.json is missing" in told
    assert "1.0/extra.json does not belong here" in told
    (three / "note.txt").write_text("hello", "utf-8")


def test_a_stranger_at_the_top_is_named(three: Path) -> None:
    (three / "note.txt").write_text("hello", "utf-8")
    assert verify(three) == ["note.txt does not belong to the publication"]


def test_a_publication_holds_what_the_docs_name_and_a_lock_of_before_is_taken_away(
    brief: Any, tmp_path: Path
) -> None:
    to = tmp_path / "to"
    brief.cut("0.9")
    to.mkdir()
    (to / ".publishing").touch()
    brief.publish(to)
    table = (Path(__file__).parents[4] / "docs/revisions.md").read_text("utf-8")
    table = table.partition("What a publication holds")[2].partition("\n```\n")[0]
    named = {path.partition("/")[0] for path in re.findall(r"`([^`]+)`", table)}
    assert {path.name for path in to.iterdir()} - {"0.9"} <= named
    (to / ".publishing").touch()
    assert verify(to) == [".publishing is unfinished; publish again"]
    brief.publish(to)
    assert verify(to) == []


def test_a_manifest_that_was_changed_breaks_the_chain(three: Path) -> None:
    path = three / "0.9" / FILE
    path.write_text(path.read_text("utf-8").replace("First edition", "Some edition"), "utf-8")
    told = verify(three)
    assert "0.9/manifest.json differs from what revision 1.0 was cut after" in told
    assert "0.9/SHA256SUMS does not agree with the manifest" in told


def test_a_missing_revision_folder_is_named(three: Path) -> None:
    shutil.rmtree(three / "1.0")
    told = verify(three)
    assert "revision 1.0 is not there, and heads.txt has it" in told
    assert "revision 1.1 follows 1.0, not 0.9" in told


def test_a_missing_first_revision_is_named(three: Path) -> None:
    shutil.rmtree(three / "0.9")
    assert "revision 1.0 follows 0.9, which is missing" in verify(three)


def test_a_register_of_an_older_schema_is_named(three: Path) -> None:
    path = three / "0.9/register.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"schema": 0}), "utf-8")
    told = verify(three)
    assert "0.9/register.json differs" in told
    assert "0.9/register.json is of schema 0; this generator reads 1, 2" in told


def test_a_manifest_of_another_schema_is_named(three: Path) -> None:
    path = three / "0.9" / FILE
    path.write_text(path.read_text("utf-8").replace('"schema": 2', '"schema": 7'), "utf-8")
    assert "0.9/manifest.json is of schema 7; this generator reads 1, 2" in verify(three)


def test_a_page_with_the_banner_of_another_revision_is_named(three: Path) -> None:
    shutil.copy(three / "1.0/asked.html", three / "0.9/asked.html")
    told = verify(three)
    assert "0.9/asked.html differs" in told
    assert "0.9/asked.html calls itself 1.0, review draft" in told


def test_a_changed_derived_file_is_named_and_publishing_again_mends_it(brief: Any, tmp_path: Path) -> None:
    to = tmp_path / "publication"
    brief.cut("0.9")
    brief.publish(to)
    (to / "feed.xml").write_text("<feed/>", "utf-8")
    (to / "finding/both-do-it/index.html").unlink()
    assert verify(to) == [
        "finding/both-do-it is unfinished; publish again",
        "feed.xml is behind the folders, or was changed; publish again",
    ]
    brief.publish(to)
    assert verify(to) == []


def test_an_id_that_means_something_else_is_named(three: Path) -> None:
    path = three / "1.1/register.json"
    register = json.loads(path.read_text("utf-8"))
    register["findings"][0] |= {"title": "Votes fall", "text": "Elections came early.", "evidence": ["duty"]}
    path.write_text(json.dumps(register), "utf-8")
    assert [line for line in verify(three) if line.startswith("the id 'both-do-it' means something else")]


def test_an_empty_folder_is_no_publication(tmp_path: Path) -> None:
    assert verify(tmp_path) == [f"{tmp_path} holds no revision"]
