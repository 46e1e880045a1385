"""One run over all builders writes what each builder writes alone, and reads the chapters once."""

from __future__ import annotations

import io
import re
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sphinx.cmd.build import main

from policybrief.__main__ import size
from policybrief.outputs.refresh import refresh
from policybrief.outputs.run import Output, build

if TYPE_CHECKING:
    from projects import Project, Projects

OUTPUTS = (
    Output("html", "html"),
    Output("register", "."),
    Output("text", "text"),
)
FIRST, *OTHERS, LAST = permutations(OUTPUTS)
ORDERS = [FIRST, LAST, *(pytest.param(order, marks=pytest.mark.deep) for order in OTHERS)]
"""The bounded run takes one order and its reverse."""
NOT_COMPARED = {".buildinfo", ".doctrees", "objects.inv", "environment.pickle"}
"""What Sphinx writes for itself; the inventory names the tool that packed it."""


def complete(brief: Project) -> Project:
    """Give the project its default files."""
    brief.build()
    return brief


def files(folder: Path) -> dict[str, bytes]:
    """All written files."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not NOT_COMPARED & set(path.relative_to(folder).parts)
    }


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: "-".join(one.builder for one in order))
def test_every_output_of_one_run_is_what_its_builder_writes_alone(
    project: Projects, tmp_path: Path, order: tuple[Output, ...]
) -> None:
    brief = complete(project("test-order"))
    together, said = tmp_path / "together", io.StringIO()
    result = build(brief.path, together, order, stream=said)
    assert (result.warnings, said.getvalue()) == (0, "")
    for output in order:
        alone = tmp_path / output.builder
        arguments = ["-q", "-b", output.builder, "-c", str(brief.path), str(brief.path / "source"), str(alone)]
        assert main(arguments) == 0
        written = files(together / output.folder)
        for name, content in files(alone).items():
            assert written[name] == content, f"{output.builder}: {name}"


def test_a_run_says_what_it_wrote_and_how_often_it_warned(project: Projects, tmp_path: Path) -> None:
    brief = complete(project("test-sound", "test-unknown-evidence"))
    said = io.StringIO()
    result = build(brief.path, tmp_path / "out", OUTPUTS, stream=said)
    names = [file.path.relative_to(tmp_path / "out").as_posix() for file in result.written]
    assert names == ["html/index.html", "register.json", "abstract.txt", "text/index.txt"]
    assert all(file.size == file.path.stat().st_size for file in result.written)
    assert result.warnings == 1
    assert said.getvalue().count("unknown_evidence") == 1


@pytest.mark.parametrize(
    ("number", "said"), [(1_400, "1 kB"), (999_499, "999 kB"), (1_000_000, "1.0 MB"), (12_340_000, "12.3 MB")]
)
def test_a_file_has_its_size_in_a_unit_that_fits(number: int, said: str) -> None:
    assert size(number) == said


class Terminal(io.StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.mark.parametrize(("made", "coloured"), [(io.StringIO, False), (Terminal, True)], ids=["pipe", "terminal"])
def test_warnings_have_colours_on_a_terminal_alone_when_they_are_told_again_too(
    project: Projects,
    tmp_path: Path,
    made: type[io.StringIO],
    coloured: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # an earlier command may have set it; where Sphinx keeps it elsewhere, the test needs a process of its own
    monkeypatch.setattr("sphinx._cli.util.colour._COLOURING_DISABLED", False, raising=False)
    brief, stream = complete(project("test-sound", "test-unknown-evidence")), made()
    for _time in range(2):
        refresh(brief.path, tmp_path / "out", stream=stream)
    assert stream.getvalue().count("unknown_evidence") == 2
    assert ("\x1b" in stream.getvalue()) == coloured


def test_an_unchanged_brief_warns_again_in_a_fresh_run(project: Projects, tmp_path: Path) -> None:
    brief = complete(project("test-sound", "test-unknown-evidence"))
    for _time in range(2):
        assert build(brief.path, tmp_path / "out", OUTPUTS, stream=io.StringIO()).warnings == 1


def test_later_builders_read_nothing_again(
    project: Projects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from policybrief.checks import hazards

    read: list[str] = []
    look = hazards.check_chapter
    monkeypatch.setattr(
        hazards,
        "check_chapter",
        lambda app, docname, content: (read.append(docname), look(app, docname, content))[1],
    )
    brief = complete(project("test-order"))
    read.clear()
    build(brief.path, tmp_path / "out", OUTPUTS, stream=io.StringIO())
    assert sorted(read) == ["alpha", "beta", "index", "later/nested", "middle", "sources", "zebra"]


def test_the_outline_gives_each_statement_its_weight(project):
    built = project("test-sound").build("reading")
    outline = built.file("outline.txt")
    assert re.search(r"F1 .*: .* \[(High|Moderate|Low) certainty\]", outline)
    assert re.search(r"R1 .*: .* \[(Strong|Conditional) recommendation\. Rests on F\d.*By when: \d", outline)
