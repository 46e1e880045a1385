"""The commands about revisions: what they print, and with which status they end."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policybrief import __main__ as command
from policybrief.revisions import commands, cut, publish, rebuild, release
from policybrief.revisions.untrusted import RevisionError


@pytest.fixture
def here(brief: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The brief as the working folder, without its PDF."""
    monkeypatch.chdir(brief.root)
    pages = tuple(output for output in release.EDITION if output.builder != "accessiblepdf")
    monkeypatch.setattr(command, "TARGET", Path("build"))
    for module, function in ((cut, "cut"), (publish, "publish")):
        original = getattr(module, function)
        with_pages = {"make": brief.making(pages)}
        monkeypatch.setattr(module, function, lambda *a, _f=original, _w=with_pages, **k: _f(*a, **(_w | k)))
    return brief


def test_cut_publish_and_verify_from_the_command_line(
    here: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here.commit()
    to = str(tmp_path / "publication")
    assert command.main(["cut", "0.9"]) == 0
    assert "revisions/0.9 is cut, committed and tagged revision-0.9" in capsys.readouterr().out
    assert command.main(["publish", to]) == 0
    assert command.main(["verify", to]) == 0
    assert "every file is the one that its manifest names" in capsys.readouterr().out
    assert command.main(["verify", to, "--head", f"{to}/heads.txt"]) == 2
    assert "heads.txt lies in the publication itself, so it vouches for nothing" in capsys.readouterr().err
    assert command.main(["verify", to, "--head", "0" * 64]) == 1
    assert "no revision there has the head 000000000000…, which was given" in capsys.readouterr().err
    (Path(to) / "0.9/abstract.txt").write_text("other words", "utf-8")
    assert command.main(["verify", to]) == 1
    assert "0.9/abstract.txt differs" in capsys.readouterr().err


@pytest.fixture
def told(here: Any, capsys: pytest.CaptureFixture[str]) -> Callable[[], list[str]]:
    """What `status` says before the next cut."""

    def lines() -> list[str]:
        capsys.readouterr()
        command.main(["status"])
        lines = capsys.readouterr().out.partition("before the next cut: ")[2].splitlines()
        return [line.strip() for line in lines[1:] if line.startswith(" ")]

    return lines


def test_status_says_what_the_next_cut_would_refuse_and_what_its_cover_would_say(
    here: Any, told: Callable[[], list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    unset = "its cover would say 'not yet assigned' for brief_publisher, brief_responsible, brief_contact, "
    unset += "brief_licence, html_baseurl"
    draft = "its cover would say the status 'review draft': brief_status"
    here.commit()
    assert told() == [draft, unset]
    here.entries.clear()
    here.entry("0.9 - draft", "- update: all statements are new.")
    uncommitted = "there are uncommitted changes: CHANGELOG.md; commit them first"
    assert told() == ["CHANGELOG.md:3: the entry is still a draft; give it its date", uncommitted, draft, unset]
    here.entries.clear()
    here.entry("0.9 - 2025-07-15", "- update: all statements are new.")
    (first, *_others) = told()
    assert first == uncommitted
    here.commit()
    here.project.change("conf.py", 'brief_status = "review draft"', 'brief_status = "published"')
    here.commit()
    assert told() == [
        "brief_status is 'published', which no cut takes without brief_publisher and brief_responsible and "
        "brief_contact; say there who answers for it",
        unset,
        "the brief gives 1 warning, and a cut takes none; make check names them",
    ]
    here.project.change("conf.py", 'brief_status = "published"', 'brief_status = "review draft"')
    here.commit()
    assert command.main(["cut", "0.9"]) == 0
    assert "tagged revision-0.9; its cover says the status 'review draft'" in capsys.readouterr().out
    assert told() == []


def test_status_says_that_a_change_after_a_cut_needs_an_entry_that_names_it(
    here: Any, told: Callable[[], list[str]]
) -> None:
    here.cut("0.9")
    here.project.change("source/observed.md", "Both systems did it, one", "Both systems have done it, one")
    here.commit()
    assert told() == ["CHANGELOG.md has no entry '## 0.10 - <date>'"]
    here.entry("0.10 - 2025-08-01", "- editorial: shorter sentences.")
    here.commit()
    assert told()[0] == "'both-do-it' changed since revision 0.9 and CHANGELOG.md:3 does not name it"
    with pytest.raises(RevisionError):
        here.cut("0.10")
    here.entries.pop(0)
    here.entry("0.10 - 2025-08-01", "- update `both-do-it`: other words. Why: they are clearer.")
    here.commit()
    assert all(line.startswith("its cover would say ") for line in told())


def test_status_says_where_a_number_that_changed_is_printed(here: Any, capsys: pytest.CaptureFixture[str]) -> None:
    here.cut("0.9")
    here.project.change("material/evidence/counts.toml", "successes = 9", "successes = 8")
    command.main(["status"])
    told = capsys.readouterr().out
    assert "counts.first: finding F1 (basis of R1), chapter observed\n" in told
    assert "counts.second: " not in told


def test_status_says_that_a_folder_without_git_cannot_be_cut(here: Any, told: Callable[[], list[str]]) -> None:
    shutil.rmtree(here.root / ".git")
    assert any("not a git repository" in line for line in told())


def test_status_says_that_no_entry_of_the_changelog_stands_for_a_first_cut(
    here: Any, told: Callable[[], list[str]]
) -> None:
    here.project.write("CHANGELOG.md", "# Changes\n")
    here.commit()
    assert "CHANGELOG.md has no entry '## 0.1 - <date>'" in told()


@pytest.mark.parametrize("asked", ["check", "status"])
def test_a_change_after_a_cut_says_what_to_do_next_until_the_changelog_has_an_entry_for_it(
    here: Any, asked: str, capsys: pytest.CaptureFixture[str]
) -> None:
    here.cut("0.9")
    command.main([asked])
    assert "Next: " not in capsys.readouterr().out
    here.project.change("material/evidence/counts.toml", "successes = 9", "successes = 8")
    command.main([asked])
    told = capsys.readouterr().out
    assert "Changed since revision 0.9 was cut: counts. Next: `make redline FROM=0.9`" in told
    assert "under '## 0.10 - draft'" in told
    assert "`make cut REVISION=0.10`" in told
    here.entry("0.10 - draft", "- update `both-do-it`: another count. Why: a slip.")
    command.main([asked])
    assert "Next: " not in capsys.readouterr().out


def test_what_is_refused_is_said_in_a_sentence_and_is_no_traceback(
    here: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    here.commit()
    assert command.main(["cut", "1.0"]) == 2
    assert capsys.readouterr().err == "CHANGELOG.md has no entry '## 1.0 - <date>'\n"
    assert command.main(["redline", "0.8"]) == 2
    assert capsys.readouterr().err == "there is no cut revision '0.8'; cut are: none yet\n"


def test_redline_prints_the_report_and_where_the_pages_are(
    here: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from policybrief.revisions import comparison

    write = comparison.write
    html = tuple(output for output in comparison.OUTPUTS if output.builder == "html")
    monkeypatch.setattr(comparison, "write", lambda *given, report: write(*given, html, report=report))
    here.cut("0.9")
    here.project.change("source/asked.md", ":strength: strong", ":strength: conditional")
    here.entry("1.0 - draft", "- update `publish-counts`: conditional. Why: costs rose.")
    assert command.main(["redline", "0.9"]) == 0
    told = capsys.readouterr()
    lines = told.out.splitlines()
    assert told.err.splitlines() == ["reading", "writing"], "each step that takes long is said once"
    assert lines[0] == "R1 Publish counts: strength strong → conditional"
    assert lines[-1] == "build/redline/html/index.html"
    assert (here.root / "build/redline/html/index.html").is_file()


@pytest.fixture
def this_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rebuild in the environment of the tests: pip and the network are no part of what is tested here."""
    monkeypatch.setattr(rebuild, "_environment", lambda folder, project: Path(sys.executable))


SMALL = """\
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from policybrief.revisions import commands, release
release.build_edition.__defaults__ = (
    tuple(o for o in release.EDITION if o.builder in ("register", "lowered")), None
)
sys.exit(commands._edition(Path.cwd(), Path(sys.argv[-1])))
"""


@pytest.mark.usefixtures("this_environment")
def test_a_rebuild_from_the_tag_has_the_same_bytes_or_names_what_differs(
    brief: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run = rebuild._run

    def small(words: list[str], folder: Path) -> None:
        run([words[0], "-c", SMALL, words[-1]], folder)

    monkeypatch.setattr(rebuild, "_run", small)
    brief.cut("0.9")
    assert rebuild.rebuild(brief.root, "0.9") == []
    to = tmp_path / "publication"
    brief.publish(to)
    (to / "0.9/abstract.txt").write_text("other words\n", "utf-8")
    assert rebuild.rebuild(brief.root, "0.9", to) == ["0.9/abstract.txt differs"]
    assert (to / "0.9/abstract.txt").read_text("utf-8") == "other words\n", "a rebuild replaces nothing"


def test_a_rebuild_without_a_lock_or_its_revision_is_refused(brief: Any) -> None:
    brief.cut("0.9")
    with pytest.raises(RevisionError, match=r"the revision has no requirements\.lock"):
        rebuild.rebuild(brief.root, "0.9")
    with pytest.raises(RevisionError, match=r"no cut revision '1\.0'"):
        rebuild.rebuild(brief.root, "1.0")


@pytest.mark.usefixtures("here")
def test_an_edition_of_a_draft_is_refused(brief: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    brief.entries.clear()
    brief.entry("0.9 - draft", "- update: all is new.")
    assert command.main(["edition", str(tmp_path)]) == 2
    assert "has no date" in capsys.readouterr().err


def test_what_a_publication_says_moves_no_cursor_and_forges_no_line(capsys: pytest.CaptureFixture[str]) -> None:
    said = "0.9/page.html calls itself 0.9\n\x1b[2K\rsound\u202e \udc80 “a” été"
    assert commands._told([said], "") == 1
    assert capsys.readouterr().err == "0.9/page.html calls itself 0.9\\n\\x1b[2K\\rsound\\u202e \\udc80 “a” été\n"


def test_an_empty_head_is_refused_and_never_counts_as_none(here: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["verify", "publication", "--head", ""]) == 2
    assert capsys.readouterr().err == "the head is empty; give the hash of a manifest, or a log that was kept\n"


def test_a_reader_that_has_seen_enough_ends_a_command_without_a_traceback(here: Any) -> None:
    asked = [sys.executable, "-u", "-m", "policybrief", "status"]  # unbuffered: a pipe holds all that it would say
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        told = running.stderr.read()
    assert running.returncode == 1
    assert told == ""
