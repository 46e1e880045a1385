"""The place where a small brief is edited and built again and again, and what a fresh build of it would be.

Whatever a test edits, it edits here: the brief, always in the same folder, for Sphinx reads a project that was
moved as a new one; and a copy of the generator, so that its templates, style sheets, catalogues and code can be
edited as well.  All that tests know of the command line is `BUILD`, `CHECK` and `SPHINX`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from difflib import unified_diff
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from policybrief.data.inputs import GENERATOR
from tests.incremental.files import Files, State, differences, print_of, tree

BRIEF = Path(__file__).parent / "brief"
TARGET, DRAWINGS = "build", ".cache"


class Command(NamedTuple):
    """A command as it is typed, and the folder that it writes."""

    module: str
    arguments: tuple[str, ...]
    target: str = TARGET


BUILD = Command("policybrief.__main__", ("build",))
CHECK = Command("policybrief.__main__", ("check",))
_PAGES = ("-q", "-b", "html", "-c", ".", "source", "build-plain")
SPHINX = Command("sphinx.cmd.build", _PAGES, "build-plain")
SPHINX_PARALLEL = Command("sphinx.cmd.build", ("-j", "2", *_PAGES), "build-plain")


class Ran(NamedTuple):
    """What a command did."""

    status: int
    said: str
    cpu: float


class Generator(Files):
    """A copy of the generator that commands run from."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        for name in GENERATOR:
            spec = find_spec(name)
            assert spec
            assert spec.origin
            # with what Python compiled, so that the copy starts as quickly
            shutil.copytree(Path(spec.origin).parent, root / name, ignore=shutil.ignore_patterns("tests"))
        self.original = self.state()
        self.cpu = 0.0
        """Seconds of all commands so far."""
        self._resident: subprocess.Popen[str] | None = None
        self._started_from = ""

    @property
    def environment(self) -> dict[str, str]:
        """In which Python finds this copy before any other."""
        return os.environ | {"PYTHONPATH": str(self.root)}

    def run(self, command: Command, folder: Path) -> Ran:
        """Run a command in *folder* to its end."""
        learn = "" if self._is_ready() else str(self.root.with_name("learned.json"))
        said = self.root.with_name("said.txt")
        asked = {"module": command.module, "arguments": command.arguments, "folder": str(folder)}
        assert self._resident
        assert self._resident.stdin
        assert self._resident.stdout
        self._resident.stdin.write(json.dumps(asked | {"said": str(said), "learn": learn}) + "\n")
        self._resident.stdin.flush()
        status, cpu = json.loads(self._resident.stdout.readline())
        self.cpu += cpu
        return Ran(status, said.read_text("utf-8", errors="replace"), cpu)

    def start(self, command: Command, folder: Path) -> subprocess.Popen[bytes]:
        """Start a command as a process of its own, in a group of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", command.module.removesuffix(".__main__"), *command.arguments],
            cwd=folder,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def close(self) -> None:
        """End the resident, if there is one."""
        if self._resident:
            self._resident.communicate()
            self._resident = None

    def _is_ready(self) -> bool:
        """Whether the resident runs from the code as it is now; if not, one is started."""
        code = print_of({name: kept for name, kept in self.state().items() if name.endswith(".py")})
        if self._resident and code == self._started_from:
            return True
        self.close()
        self._started_from = code
        # -P: the folder of the script holds tests, which no command may import
        script = [sys.executable, "-P", str(Path(__file__).with_name("resident.py"))]
        pipe = subprocess.PIPE
        self._resident = subprocess.Popen(script, env=self.environment, stdin=pipe, stdout=pipe, text=True)
        return False


class Project(Files):
    """The brief under edit, with the generator that it is built by."""

    def __init__(self, root: Path, generator: Generator) -> None:
        super().__init__(root)
        self.generator = generator
        self.built: list[State] = []
        """The states in which it was built, oldest first."""

    @property
    def target(self) -> Files:
        """What builds wrote."""
        return Files(self.root / TARGET)


class Bench:
    """A brief, built once; each test edits and builds it from there."""

    def __init__(self, folder: Path, generator: Generator, brief: Path = BRIEF) -> None:
        self.folder = folder
        self.generator = generator
        self.project = Project(folder / "project", self.generator)
        shutil.copytree(brief, self.project.root)
        self._first = self.project.state()
        self._known: dict[tuple[str, bool, str, str], dict[str, str]] = {}

    def begin(self, command: Command = BUILD) -> None:
        """Bring the brief and the generator back to where they began, with what *command* made of them then."""
        self.generator.restore(self.generator.original)
        self.project.restore(self._first)
        kept = self.folder / f"first-{command.target}"
        if not kept.exists():
            self.build(command)
            for made in (command.target, DRAWINGS):
                _copy(self.project.root / made, kept / made)
        for made in (command.target, DRAWINGS):
            _copy(kept / made, self.project.root / made)
        self.project.built = [self._first]

    def build(self, command: Command = BUILD) -> Ran:
        """Build the brief as it is now over what was built before."""
        ran = self.generator.run(command, self.project.root)
        # 1: a strict build with warnings, which edits may well give
        assert ran.status in (0, 1), ran.said
        self.project.built.append(self.project.state())
        return ran

    def fresh(self, command: Command = BUILD, *, drawings: bool = True) -> dict[str, str]:
        """What a build of the brief as it is now writes into an empty folder, elsewhere.

        It takes over the drawings that are kept, each of which costs more than all the rest, or draws anew.
        """
        key = (command.target, drawings, print_of(self.project.state()), print_of(self.generator.state()))
        if key not in self._known:
            self._known[key] = tree(self._build_fresh(command, drawings=drawings))
        return self._known[key]

    def built(self, command: Command = BUILD) -> dict[str, str]:
        """What lies where *command* builds."""
        return tree(self.project.root / command.target)

    def check(
        self, command: Command = BUILD, *, after: str = "", too_many: bool = True, drawings: bool = True
    ) -> None:
        """Fail unless what was built is what a fresh build writes; *after* says what came before."""
        told = differences(self.built(command), self.fresh(command, drawings=drawings), too_many=too_many)
        assert not told, "\n".join([after, *told, *self._shown(told, command)])

    def _build_fresh(self, command: Command, *, drawings: bool = True) -> Path:
        root = self.folder / "elsewhere"
        shutil.rmtree(root, ignore_errors=True)
        Files(root).restore(self.project.state())
        if drawings:
            _copy(self.project.root / DRAWINGS, root / DRAWINGS)
        ran = self.generator.run(command, root)
        assert ran.status in (0, 1), ran.said
        return root / command.target

    def _shown(self, told: list[str], command: Command) -> Iterator[str]:
        """A few lines of the first text that differs."""
        for name in (line.removesuffix(" differs") for line in told if line.endswith(" differs")):
            if name.endswith((".html", ".json", ".js", ".csv", ".typ", ".txt", ".css")):
                fresh = self._build_fresh(command) / name
                here = self.project.root / command.target / name
                pair = (_pieces(path) for path in (here, fresh))
                lines = unified_diff(*pair, f"{name}, built", f"{name}, fresh", n=0, lineterm="")
                yield from (line[:300] for line in islice(lines, 12))
                return


def _copy(source: Path, target: Path) -> None:
    """Make *target* what *source* is, with all times; nothing where that is nothing."""
    shutil.rmtree(target, ignore_errors=True)
    if source.exists():
        shutil.copytree(source, target, symlinks=True)


def _pieces(path: Path) -> list[str]:
    """A text in lines that show where it differs from another: each tag ends one."""
    return path.read_text("utf-8", errors="replace").replace(">", ">\n").splitlines()
