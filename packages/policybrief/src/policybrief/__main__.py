"""The command of the generator: everything that the Makefile can do is here."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policybrief.outputs.run import Result

TARGET = Path("build")
BROWSER_PACKAGES = "Debian's chromium, nodejs, npm and default-jre-headless"
MOST_GIVEN = 20_000_000
"""Octets of what a command takes in."""
ON_ALL_CORES = ("-n", "auto", "--dist", "loadfile")
"""What is built for a file of tests is built once."""
MAKE_MODE = {"clean", "help", "info", "latexpdf", "latexpdfja"}
"""Targets that are more than a builder: Sphinx's own make mode runs them."""
BUILDERS = (
    *("html", "dirhtml", "singlehtml", "epub", "text", "man", "texinfo", "latex", "xml", "pseudoxml", "json"),
    *(
        "pickle",
        "gettext",
        "linkcheck",
        "changes",
        "doctest",
        "coverage",
        "dummy",
        "htmlhelp",
        "qthelp",
        "devhelp",
    ),
    *("applehelp", "accessiblepdf", "register", "reading"),
)
"""The builders of Sphinx and of the generator."""


REVISIONS = {
    "cut": "cut a revision: revisions/REVISION/, written once",
    "redline": "what changed between two revisions, or one and the draft: build/redline/",
    "publish": "add the newest cut revision to a publication",
    "verify": "check every byte, link and promise of a publication",
    "rebuild": "build a cut revision anew from its tag, and compare",
    "edition": "build this brief as it is published, into a folder",
}
"""What can be done with revisions; `policybrief.revisions.commands` does it."""
TARGETS = ("brief", "check", "preview", "status", "review", "translate", "help", *REVISIONS)
"""What the Makefile of a brief makes besides."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit status.  What cannot be done is told in a sentence."""
    from policybrief.commands.project import Refused

    try:
        return _run(arguments)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever reads has seen enough; Python would fail again at the rest
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def parser() -> argparse.ArgumentParser:
    """What can be asked for."""
    whole = argparse.ArgumentParser(prog="policybrief", description=__doc__)
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_new(commands.add_parser("new", help="begin a brief in an empty folder"))
    _add_add(commands.add_parser("add", help="something new, in its place, its gaps marked"))
    commands.add_parser("status", help="what is unused, weak, overdue, old or still to be written")
    commands.add_parser("schemas", help="what editors complete TOML with, after a change of profile: schemas/")
    commands.add_parser("build", help="HTML, PDF, register and abstract, under build/")
    commands.add_parser("check", help="the same, strict: everything read anew, a warning is a failure")
    preview = commands.add_parser("preview", help="the pages in a browser, up to date while you write")
    preview.add_argument("--port", default="8000", help="of the address on this machine")
    commands.add_parser("review", help="a PDF with numbered lines and a sheet for comments: build/review/")
    translate = commands.add_parser(
        "translate", help="what can be translated, and how far it is: locales/LANGUAGE/"
    )
    translate.add_argument("--language", required=True, help="its tag, like fr or pt_BR")
    commands.add_parser("messages", help="extract, and compile, the words of the generator")
    commands.add_parser("outline", help="print headings and key sentences")
    commands.add_parser("readability", help="print length and ease of each chapter")
    test = commands.add_parser("test", help="ruff, mypy and the tests")
    depth = test.add_mutually_exclusive_group()
    depth.add_argument("--deep", action="store_true", help="full counts of the property tests")
    depth.add_argument("--browser", action="store_true", help="the tests in a browser instead")
    for name, text in REVISIONS.items():
        _add_revision_command(commands.add_parser(name, help=text), name)
    sphinx = commands.add_parser("sphinx", help="any builder of Sphinx, into build/BUILDER")
    sphinx.add_argument("builder")
    return whole


def _run(arguments: list[str] | None) -> int:
    chosen = parser().parse_args(arguments)
    match chosen.command:
        case "new":
            return begin_brief(chosen)
        case "add":
            return add_to_brief(chosen)
        case "status":
            return tell_status()
        case "schemas":
            return write_schemas()
        case "build":
            return build_brief(strict=False)
        case "check":
            return build_brief(strict=True)
        case "preview":
            return preview_pages(chosen.port)
        case "review":
            return write_review()
        case "outline" | "readability":
            return print_report(chosen.command)
        case "translate":
            return update_translations(chosen.language)
        case "messages":
            return write_messages()
        case "test":
            return run_browser_tests() if chosen.browser else run_tests(deep=chosen.deep)
        case "sphinx":
            return run_sphinx(chosen.builder)
        case _:
            from policybrief.revisions.commands import run

            return run(chosen, Path.cwd(), TARGET.resolve())


def _add_revision_command(command: argparse.ArgumentParser, name: str) -> None:
    """What a command about revisions needs to know."""
    match name:
        case "cut" | "rebuild":
            command.add_argument("revision", help="its number, like 0.9")
        case "redline":
            command.add_argument("old", metavar="FROM", help="a cut revision")
            command.add_argument("new", metavar="TO", nargs="?", default="", help="a later one; else the draft")
    if name in ("publish", "verify", "edition"):
        command.add_argument("folder", type=Path)
    if name == "edition":
        command.add_argument("--strict", action="store_true", help="write nothing of a brief with a warning")
    if name == "publish":
        command.add_argument("--key", type=Path, help="sign with this key of SSH")
    if name == "verify":
        command.add_argument("--head", help="the hash of a manifest that you noted, or a heads.txt")
        command.add_argument("--signers", type=Path, help="whose signatures count: a file as ssh-keygen reads it")
    if name == "rebuild":
        command.add_argument("folder", type=Path, nargs="?", help="the publication, to compare with its bytes")


def _add_new(command: argparse.ArgumentParser) -> None:
    """What a new brief needs to know; what is not said is asked for at a terminal."""
    command.add_argument("folder", type=Path, help="empty, or not there yet")
    command.add_argument("--title")
    command.add_argument(
        "--language", help="en, en_US, fr, de, es or another; in another it begins with English words"
    )
    command.add_argument("--paper", help="a4, a5 or us-letter")
    command.add_argument("--organisation", help="who publishes")
    command.add_argument("--profile", help="the vocabulary of the field; general knows no field")


def begin_brief(chosen: argparse.Namespace) -> int:
    """Begin a brief, and say what to do next."""
    from policybrief.commands import new
    from policybrief.words.records import GAP

    wanted = new.asked({name: getattr(chosen, name) for name in new.Wanted._fields})
    new.check(chosen.folder, wanted)
    written = new.begin(chosen.folder, wanted, dt.date.today())
    print(f"{len(written)} files in {chosen.folder}. Each says what it is; every {GAP} is a gap to fill.")
    print(f"Next: cd {chosen.folder} && make check")
    return 0


def _add_add(command: argparse.ArgumentParser) -> None:
    """What each new thing needs to know."""
    things = command.add_subparsers(dest="thing", required=True, metavar="THING")
    source = things.add_parser("source", help="from BibTeX, RIS or CSL-JSON, in a file or on standard input")
    source.add_argument("file", type=Path, nargs="?")
    evidence = things.add_parser("evidence", help="a record")
    finding = things.add_parser("finding", help="at the end of a chapter")
    recommendation = things.add_parser("recommendation", help="at the end of a chapter")
    chapter = things.add_parser("chapter", help="named in the contents")
    figure = things.add_parser("figure", help="a chart of the numbers in a CSV, and their record")
    for one in (evidence, finding, recommendation, chapter, figure):
        one.add_argument("id", help="small letters, digits and hyphens; chosen once")
    for one in (finding, recommendation):
        one.add_argument("--chapter", default="", help="else the first that has one")
    chapter.add_argument("--title", default="")
    figure.add_argument("file", type=Path, nargs="?", help="label,successes,trials or label,number,low,high,unit")


def add_to_brief(chosen: argparse.Namespace) -> int:
    """Add what was asked for, and say where it is."""
    from policybrief.commands import add, sources
    from policybrief.commands.project import here

    brief = here(Path.cwd())
    filled: list[str] = []
    match chosen.thing:
        case "source":
            print("\n".join(sources.add(brief, given(chosen.file))))
            return 0
        case "evidence":
            (*written, filled) = add.evidence(brief, chosen.id)
        case "finding":
            (*written, filled) = add.finding(brief, chosen.id, chosen.chapter)
        case "recommendation":
            (*written, filled) = add.recommendation(brief, chosen.id, chosen.chapter)
        case "chapter":
            written = [add.chapter(brief, chosen.id, chosen.title)]
        case _:
            name = str(chosen.file or "standard input")
            (*written, filled) = add.figure(brief, chosen.id, content_of(chosen.file), name)
    for path in written:
        print(path.relative_to(brief.root))
    if filled:
        print(f"    filled in; correct it where it is wrong: {', '.join(filled)}")
    return 0


def content_of(file: Path | None) -> bytes:
    """The octets of a file, or of standard input where none is named."""
    from policybrief.commands.project import Refused

    try:
        with file.open("rb") if file else nullcontext(sys.stdin.buffer) as stream:
            content = stream.read(MOST_GIVEN + 1)
    except OSError as error:
        raise Refused(f"{file}: {error.strerror}") from None
    if len(content) > MOST_GIVEN:  # a device has no end
        raise Refused(f"{file or 'standard input'}: more than {MOST_GIVEN // 10**6} MB; take it apart")
    return content


def given(file: Path | None) -> str:
    """The text of a file, or of standard input where none is named."""
    from policybrief.commands.project import Refused

    content = content_of(file)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused(f"{file or 'standard input'}:{line}: it is not UTF-8; save it as UTF-8") from None


def tell_status() -> int:
    """Print where the brief stands."""
    from policybrief.commands.project import here
    from policybrief.commands.status import status

    for heading in status(here(Path.cwd()), dt.date.today()):
        print(f"{heading.title}: {heading.total or len(heading.found) or 'none'}")
        for line in heading.found:
            print(f"    {line}")
    return 0


def write_schemas() -> int:
    """Write the schemas of the brief."""
    from policybrief.commands import schemas
    from policybrief.commands.project import here

    brief = here(Path.cwd())
    for path in schemas.write(brief):
        print(path.relative_to(brief.root))
    return 0


def build_brief(*, strict: bool) -> int:
    """Build all outputs and say where they are; with *strict* a warning is a failure."""
    from sphinx.errors import SphinxError

    from policybrief.outputs.progress import Progress
    from policybrief.outputs.refresh import refresh

    progress = Progress(sys.stdout)
    try:
        refreshed = refresh(Path.cwd(), TARGET.resolve(), strict=strict, report=progress)
    except SphinxError as error:
        print(f"{error.category}: {error}", file=sys.stderr)
        return 2
    finally:
        progress.clear()
    result = refreshed.result
    tell_written(result)
    if not refreshed.anew:
        print("Nothing has changed since the last run.")
    if result.warnings:
        verdict = "the brief does not pass" if strict else "make check fails on them"
        print(f"{result.warnings} warning{'s' * (result.warnings > 1)}: {verdict}", file=sys.stderr)
    tell_next_step()
    return int(strict and result.warnings > 0)


def tell_next_step() -> None:
    """Say how a change after a cut goes on; until the changelog has an entry for it nothing else asks for one."""
    from policybrief.commands.project import here
    from policybrief.outputs.register import FILE
    from policybrief.revisions.history import next_step
    from policybrief.revisions.publish import CHANGELOG

    made = TARGET / FILE
    if made.is_file():
        shown = str(here(Path.cwd()).settings.get("brief_changelog") or CHANGELOG)
        if step := next_step(Path.cwd(), shown, json.loads(made.read_text("utf-8"))):
            print(step)


def preview_pages(port: str) -> int:
    """Serve the pages and write them anew whenever a file of the project changes; PDFs are left to a build."""
    if find_spec("sphinx_autobuild") is None:
        print("preview needs sphinx-autobuild: pip install 'policybrief[preview]'", file=sys.stderr)
        return 2
    folder = TARGET / ".preview"
    command = ["-m", "sphinx_autobuild", "--port", port, "--watch", ".", "--ignore", str(TARGET.resolve())]
    command += [
        "--re-ignore",
        r"/[.][^/]+(/|$)|__pycache__",
        "-q",
        "-b",
        "html",
        "-c",
        ".",
        "-D",
        "brief_preview=1",
    ]
    command += ["-d", str(folder / "doctrees"), "source", str(folder / "html")]
    return subprocess.call([sys.executable, *command])


def write_review() -> int:
    """Write what reviewers get, and say where it is."""
    from policybrief.outputs.review import review

    tell_written(review(Path.cwd(), TARGET.resolve()))
    return 0


def tell_written(result: Result) -> None:
    """The files of a run with their sizes."""
    for file in result.written:
        pages = f", {file.pages} pages" if file.pages else ""
        print(f"{file.path.relative_to(Path.cwd())}  ({size(file.size)}{pages})")


def print_report(name: str) -> int:
    """Print one report on how the brief reads."""
    from policybrief.outputs.run import Output, build

    with tempfile.TemporaryDirectory() as scratch:
        build(Path.cwd(), Path(scratch), [Output("reading", "reading")])
        print((Path(scratch) / "reading" / f"{name}.txt").read_text("utf-8"), end="")
    return 0


def run_tests(*, deep: bool) -> int:
    """Lint, types and tests, all of them even when one fails."""
    environment = os.environ | {"HYPOTHESIS_PROFILE": "deep" if deep else "default"}
    commands = (
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["pytest", *ON_ALL_CORES, "-m", "not browser" if deep else "not browser and not deep"],
    )
    status = max(subprocess.call([sys.executable, "-m", *command], env=environment) for command in commands)
    print(f"Left out: the tests in a browser. They are run by make test-browser, which needs {BROWSER_PACKAGES}.")
    return status


def run_browser_tests() -> int:
    """The tests in a browser; what they need and is missing is a failure."""
    return subprocess.call([sys.executable, "-m", "pytest", *ON_ALL_CORES, "-m", "browser"])


def run_sphinx(builder: str) -> int:
    """One builder on the sources of the brief; what is none and reads like a target is told with the nearest."""
    from difflib import get_close_matches

    from policybrief.commands.project import Refused

    known = {*BUILDERS, *MAKE_MODE, *(point.name for point in entry_points(group="sphinx.builders"))}
    if builder not in known and (near := get_close_matches(builder, [*TARGETS, *known], n=1)):
        raise Refused(f"there is no target {builder!r}; did you mean {near[0]!r}?")
    if builder in MAKE_MODE:
        command = ["-M", builder, "source", str(TARGET), "-c", "."]
    else:
        # gettext marks its doctrees, and no other builder takes them
        doctrees = TARGET / (".doctrees-gettext" if builder == "gettext" else ".doctrees")
        command = ["-b", builder, "-c", ".", "-d", str(doctrees), "source", str(TARGET / builder)]
    return subprocess.call([sys.executable, "-m", "sphinx", *command])


def update_translations(language: str) -> int:
    """Bring the catalogues of the brief up to date, and tell how far each is."""
    from policybrief.commands.translate import translate

    for path, translated, changed, missing in translate(Path(), Path("source"), TARGET / "gettext", language):
        print(f"{path}: {translated} translated, {changed} to look at again, {missing} missing")
    return 0


def write_messages() -> int:
    """Bring the message catalogues up to date."""
    from policybrief.words.catalogues import update

    for path in update():
        print(path)
    return 0


def size(number: int) -> str:
    """A file size for people."""
    return f"{number / 1000:.0f} kB" if number < 1_000_000 else f"{number / 1_000_000:.1f} MB"


if __name__ == "__main__":
    sys.exit(main())
