"""The documentation builds strictly, finds everything by its search, and every snippet in it does what it says."""

from __future__ import annotations

import argparse
import datetime as dt
import inspect
import io
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from projects import Project

from policybrief.__main__ import BUILDERS, MAKE_MODE, parser
from policybrief.chapters.directives import DIRECTIVES
from policybrief.chapters.tables import TABLES
from policybrief.commands import new
from policybrief.data import changelog
from policybrief.revisions.cut import cut
from policybrief.revisions.release import EDITION, build_edition
from policybrief.words.complaints import Rule
from policybrief.words.records import GAP

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FENCE = re.compile(
    r"^(?P<fence>`{3,})(?P<head>\{code-block\} \w+|\w+)\n(?::caption: (?P<caption>[^\n]*)\n)?"
    r"(?P<body>.*?)^(?P=fence)$",
    re.M | re.S,
)
SECTION = re.compile(r"^## (.+)\n", re.M)
GUIDES = ("write", "weigh", "shape")


class Block(NamedTuple):
    """One block of code: what it is called, and its text."""

    language: str
    caption: str
    text: str


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a page, in their order."""
    for found in FENCE.finditer(text):
        yield Block(found["head"].split()[-1], found["caption"] or "", found["body"])


def sections(page: str) -> list[tuple[str, str]]:
    """The sections of a page with their titles."""
    _before, *parts = SECTION.split((DOCS / page).read_text("utf-8"))
    return list(zip(parts[::2], parts[1::2], strict=True))


def follow(text: str, folder: Path, tmp: Path) -> Path:
    """Do what a page says, as somebody does who copies each block; the folder where it ends."""
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    who = {f"GIT_{role}_{what}": "somebody" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    for block in blocks(text):
        if block.language == "sh":
            place = tmp / "where"
            script = f"set -e\n{block.text}\npwd > {place}"
            done = subprocess.run(
                ["bash", "-c", script],
                cwd=folder,
                env=os.environ | who | {"PATH": tools},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, f"{block.text}\n{done.stdout}\n{done.stderr}"
            folder = Path(place.read_text("utf-8").strip())
        elif block.caption:
            verb, _to, name = block.caption.rpartition(" ")
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            before = path.read_text("utf-8") + "\n" if verb else ""
            path.write_text(before + block.text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation as pages."""
    target = tmp_path_factory.mktemp("docs")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", str(DOCS), str(target)],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return target


def test_the_documentation_builds_without_a_warning(built: Path) -> None:
    assert (built / "first-brief.html").is_file()


def test_its_search_finds_every_directive_setting_and_warning(built: Path) -> None:
    searched = "".join(path.read_text("utf-8") for path in built.rglob("*search*.js*"))
    settings = re.findall(r"^## (brief_\w+)", (DOCS / "reference/settings.md").read_text("utf-8"), re.M)
    wanted = [*DIRECTIVES, *TABLES, *settings, *(f"brief.{rule}" for rule in Rule)]
    assert len(settings) > 25
    assert [name for name in wanted if name not in searched] == []


def test_every_directive_and_option_is_said_in_words_of_its_own(built: Path) -> None:
    page = (DOCS / "reference/directives.md").read_text("utf-8")
    said = dict(re.findall(r"^## (\{[\w-]+\}[\w ]*)\n\n(\S[^\n]*)$", page, re.M))
    assert {*DIRECTIVES, *TABLES, "not-known", "figure-data"} <= {name.strip("{}") for name in said}
    assert len(set(said.values())) == len(said)
    assert "brief:" not in page
    assert re.findall(r"^- `:[\w-]+:`$", page, re.M) == []


def test_every_key_of_a_file_and_every_formula_is_said_in_words(built: Path) -> None:
    page = (DOCS / "reference/files.md").read_text("utf-8")
    listed = [line for line in page.splitlines() if line.startswith("- ") and not re.match(r"- `\w+`, ", line)]
    assert len(listed) > 130
    assert [line for line in listed if not re.match(r"- `[\w-]+`(?: \([^)]*\))?: [`\w]", line)] == []
    assert "as above" not in page
    assert [line for line in listed if re.search(r"\b(?:up to|the|and)$", line)] == []


def test_every_warning_has_its_cause_and_its_cure(built: Path) -> None:
    page = (DOCS / "reference/warnings.md").read_text("utf-8")
    told = {part.split()[0]: part for part in page.split("## brief.")[1:]}
    assert told.keys() == {str(rule) for rule in Rule}
    assert [name for name, part in told.items() if "Cause: " not in part or "Cure: " not in part] == []


def test_the_first_brief_goes_from_an_empty_folder_to_a_publication(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    folder = follow((DOCS / "first-brief.md").read_text("utf-8"), tmp_path / "work", tmp_path)
    assert folder == tmp_path / "work/lanes"
    for number in ("0.1", "0.2"):
        assert (tmp_path / f"work/published/{number}/index.html").is_file()
    assert (folder / "build/redline/html/index.html").is_file()
    assert GAP not in (folder / "source/findings.md").read_text("utf-8")
    told = (folder / "build/html/findings.html").read_text("utf-8").replace("\N{NO-BREAK SPACE}", " ")
    assert "9 of 60" in told
    assert "corrected in revision 0.2, draft: with a lane it read 7 of 60." in told


HOW_TOS = [(f"howto/{name}.md", title) for name in GUIDES for title, _text in sections(f"howto/{name}.md")]


@pytest.mark.parametrize(("page", "title"), HOW_TOS, ids=[title for _page, title in HOW_TOS])
def test_a_how_to_holds_in_a_new_brief(tmp_path: Path, page: str, title: str) -> None:
    new.begin(tmp_path / "brief", new.Wanted("A brief"), dt.date(2026, 3, 1))
    follow(dict(sections(page))[title], tmp_path / "brief", tmp_path)
    assert Project(tmp_path / "brief").build("html", nitpicky=True).complaints == []


@pytest.mark.parametrize("page", ["howto/new-study.md", "languages.md"])
def test_a_page_that_is_one_how_to_holds_in_a_new_brief(tmp_path: Path, page: str) -> None:
    new.begin(tmp_path / "brief", new.Wanted("A brief"), dt.date(2026, 3, 1))
    follow((DOCS / page).read_text("utf-8"), tmp_path / "brief", tmp_path)
    assert Project(tmp_path / "brief").build("html", nitpicky=True).complaints == []


def test_the_changelog_that_the_docs_show_is_one(tmp_path: Path) -> None:
    (shown,) = blocks((DOCS / "revisions.md").read_text("utf-8"))
    (tmp_path / "CHANGELOG.md").write_text(f"# Changes\n\n{shown.text}", "utf-8")
    log = changelog.read_changelog(tmp_path / "CHANGELOG.md", "CHANGELOG.md")
    assert log.complaints == []
    assert log.newest is not None
    assert [change.kind for change in log.newest.changes] == [
        *("update", "erratum", "withdrawal", "withdrawal", "editorial")
    ]


def test_an_erratum_goes_from_the_record_to_the_line_that_the_docs_print(tmp_path: Path) -> None:
    walk = (DOCS / "revisions.md").read_text("utf-8").partition("### An erratum")[2].partition("\n## ")[0]
    ((mended, record),) = re.findall(r"Mend the record: `(.+?)` in `(.+?)`", walk)
    (entry,) = (inspect.cleandoc(found) for found in re.findall(r"```\n(.+?)```", walk, re.S))
    ((promised, day),) = re.findall(r"The finding then ends with `(.+?0\.2, (.+?):.+?)`", walk)
    new.begin(tmp_path, new.Wanted("A brief"), dt.date(2025, 12, 1))
    brief = Project(tmp_path)

    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=tmp_path, check=True)

    def cut_on(date: dt.date, number: str) -> None:
        brief.change("CHANGELOG.md", f"{number} - draft", f"{number} - {date}")
        git("add", "--all")
        git("commit", "--quiet", "--message", "work")
        cut(tmp_path, number, lambda *given: not build_edition(*given, EDITION[:2], io.StringIO()).warnings)

    def page() -> str:
        html = brief.build("html", fresh=True).file("findings.html")
        return " ".join(re.sub("<[^>]+>", "", html).replace("\N{NO-BREAK SPACE}", " ").split())

    git("init", "--quiet")
    git("config", "user.name", "Test")
    git("config", "user.email", "test@example.org")
    cut_on(dt.date(2025, 12, 1), "0.1")
    brief.change(record, "successes = 12\n", f"{mended}\n")
    brief.change("CHANGELOG.md", "## 0.1", f"{entry}\n\n## 0.1")
    assert promised.replace(day, "draft") in page()
    cut_on(dt.datetime.strptime(day, "%d %B %Y").date(), "0.2")
    assert promised in page()
    assert f"Corrected in revision 0.2, {day}." in brief.build("accessibletypst").words("index")


def test_every_command_that_a_page_names_is_there() -> None:
    makefiles = "".join(path.read_text("utf-8") for path in (ROOT / "Makefile", new.TEMPLATE / "Makefile.jinja"))
    known = {name for line in re.findall(r"^([a-z -]+):", makefiles, re.M) for name in line.split()}
    known |= {*BUILDERS, *MAKE_MODE}
    (subparsers,) = (one for one in parser()._actions if isinstance(one, argparse._SubParsersAction))
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "packages").glob("*/README.md")]
    wrong = []
    for path in [*pages, *DOCS.glob("*.md"), *DOCS.glob("howto/*.md")]:
        text = path.read_text("utf-8")
        for target in re.findall(r"(?:`|^)make ([a-z][a-z-]*)", text, re.M):
            wrong += [f"{path.name}: make {target}"] if target not in known else []
        for command in re.findall(r"(?:`|^|-m )policybrief ([a-z]+)", text, re.M):
            wrong += [f"{path.name}: policybrief {command}"] if command not in subparsers.choices else []
    assert wrong == []


@pytest.mark.parametrize("page", ["README.md", "docs/first-brief.md"])
def test_the_command_that_installs_the_generator_names_each_package_that_another_needs(page: str) -> None:
    (command,) = re.findall(r"^ *(pip install packages/.*)$", (ROOT / page).read_text("utf-8"), re.M)
    tried = "--quiet --dry-run --ignore-installed --no-deps --no-build-isolation --report -"
    done = subprocess.run(
        ["bash", "-c", f"'{sys.executable}' -m {command} {tried}"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    found = [one["metadata"] for one in json.loads(done.stdout)["install"]]
    ours = {path.name for path in (ROOT / "packages").iterdir()}
    needed = {re.split(r"[^\w-]", need)[0] for one in found for need in one.get("requires_dist", ())}
    assert "policybrief" in (names := {one["name"] for one in found})
    assert needed & ours <= names


def commands(node: object) -> Iterator[str]:
    """The shell commands of a workflow, of whatever forge."""
    if isinstance(node, list):
        for one in node:
            yield from commands(one)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name in ("run", "script"):
                yield from [value] if isinstance(value, str) else value
            else:
                yield from commands(value)


def test_the_commands_of_the_workflows_are_sound_and_their_targets_are_there(tmp_path: Path) -> None:
    new.begin(tmp_path / "brief", new.Wanted("A brief"), dt.date(2026, 3, 1))
    targets = set(re.findall(r"^([a-z]+):", (tmp_path / "brief/Makefile").read_text("utf-8"), re.M))
    found = {}
    for block in blocks((DOCS / "publishing.md").read_text("utf-8")):
        if block.language == "yaml" and ("workflows" in block.caption or "gitlab" in block.caption):
            found[block.caption] = list(commands(yaml.safe_load(block.text)))
    assert len(found) == 3
    for words in (one for every in found.values() for one in every):
        done = subprocess.run(["bash", "-n", "-c", words], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        assert set(re.findall(r"\bmake ([a-z]+)", words)) <= targets
    assert all("make check" in every for every in found.values())


def test_every_snippet_can_be_read_in_its_language() -> None:
    readers: dict[str, Callable[[str], object]] = {
        "toml": tomllib.loads,
        "yaml": yaml.safe_load,
        "json": json.loads,
        "python": lambda text: compile(text, "", "exec"),
    }
    for path in [*DOCS.glob("*.md"), *DOCS.glob("howto/*.md"), *DOCS.glob("reference/*.md")]:
        for block in blocks(path.read_text("utf-8")):
            if block.language in readers:
                readers[block.language](inspect.cleandoc(block.text))
