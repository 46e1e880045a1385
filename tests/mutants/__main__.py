"""Small changes of meaning in the code of all packages, one at a time: how many do the tests notice?

A runner of our own: the tests build documents in processes and folders of their own, and a whole run takes
minutes, so that mutmut, which runs all tests in one process for each mutant, would need days.  Here a seed draws
the mutants over all packages, each is put into a copy of the project, and only the test files that name the
changed module, or what it defines, are run, nearest first, within a time.  What they do not notice counts as
missed: the score is the least that the whole suite has.  A test that fails without the mutant says nothing, and
a mutant whose tests were not done in its time is not counted.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
NEAR = 5
"""Test files that are run for a mutant."""
OPPOSITE: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
}  # fmt: skip
"""What an operator becomes."""


class Mutant(NamedTuple):
    """One change: where it is, what stood there, and the module with it."""

    path: Path
    """Relative to the project."""
    line: int
    before: str
    after: str
    code: str


def changes(path: Path) -> int:
    """How many small changes a module can have."""
    return sum(1 for _place in _places(ast.parse((ROOT / path).read_text("utf-8"))))


def mutant(path: Path, at: int) -> Mutant:
    """One of them."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    node, change = list(_places(tree))[at]
    before = ast.unparse(node).strip().partition("\n")[0]
    change()
    after = ast.unparse(ast.fix_missing_locations(node)).strip().partition("\n")[0]
    line: int = getattr(node, "lineno", 0) or node.target.lineno  # a filter has the line of what it filters
    return Mutant(path, line, before, after, ast.unparse(ast.fix_missing_locations(tree)))


def _places(tree: ast.AST) -> Iterator[tuple[Any, Callable[[], None]]]:
    """The nodes that can be changed, each with its change."""
    silent = _of_types(tree)
    for node in ast.walk(tree):
        if node in silent:
            continue
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in OPPOSITE:
            yield node, _setting(node, "ops", [OPPOSITE[type(node.ops[0])]()])
        elif isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in OPPOSITE:
            yield node, _setting(node, "op", OPPOSITE[type(node.op)]())
        elif isinstance(node, ast.If | ast.While | ast.IfExp) and not isinstance(
            node.test, ast.Compare | ast.BoolOp
        ):
            yield node, _setting(node, "test", ast.UnaryOp(ast.Not(), node.test))
        elif isinstance(node, ast.comprehension) and node.ifs:
            yield node, _setting(node, "ifs", [])
        elif isinstance(node, ast.Constant) and type(node.value) is int:
            yield node, _setting(node, "value", node.value + 1)
        elif isinstance(node, ast.Constant) and type(node.value) is bool:
            yield node, _setting(node, "value", not node.value)


def _setting(node: ast.AST, name: str, value: object) -> Callable[[], None]:
    return lambda: setattr(node, name, value)


def _of_types(tree: ast.AST) -> set[ast.AST]:
    """What only readers and type checkers see."""
    told: list[ast.AST] = []
    for node in ast.walk(tree):
        told += [part for name in ("annotation", "returns") if (part := getattr(node, name, None))]
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            told.append(node)
    return {node for part in told for node in ast.walk(part)}


def near(path: Path) -> list[str]:
    """The test files that have most to do with a module."""
    stem, module = path.stem, ".".join(path.with_suffix("").parts[3:])
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    defined = [n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and n.name[0] != "_"]
    patterns = [(8, re.escape(module)), (8, rf"import .*\b{stem}\b"), (1, rf"\b({'|'.join(defined) or '(?!)'})\b")]
    ranked = []
    for test in ROOT.glob("packages/*/tests/**/test_*.py"):
        text = test.read_text("utf-8")
        score = sum(weight * min(len(re.findall(pattern, text)), 5) for weight, pattern in patterns)
        score += (
            20 * (stem.rstrip("s") in test.stem)
            + 4 * (path.parts[4] in test.parts)
            + 10 * (path.parts[1] in test.parts)  # words such as "draw" mean other things elsewhere
        )
        ranked.append((score, test.relative_to(ROOT).as_posix()))
    return [test for _score, test in sorted(ranked, reverse=True)[:NEAR]]


class Copy:
    """The project in a folder of its own, where mutants are put."""

    def __init__(self, folder: Path, limit: float) -> None:
        self.folder, self.limit = folder, limit
        self.broken: set[str] = set()
        """Tests that fail without a mutant."""
        names = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        for name in filter(None, names.split("\0")):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, folder / name)

    def noticed(self, one: Mutant) -> str:
        """The test that notices a mutant; empty where none does, a `TimeoutError` where that is not known."""
        whole = (self.folder / one.path).read_text("utf-8")
        end = time.monotonic() + self.limit
        for test in near(one.path):
            while (left := end - time.monotonic()) > 0:
                (self.folder / one.path).write_text(one.code, "utf-8")
                try:
                    failed = self._failed([test], left)
                finally:
                    (self.folder / one.path).write_text(whole, "utf-8")
                if failed is None or failed in self.broken:
                    break
                if failed == self._failed([failed], self.limit):
                    self.broken.add(failed)
                    continue  # it says nothing: the others of the file may
                return failed
            if left <= 0:
                raise TimeoutError
        return ""

    def _failed(self, tests: list[str], limit: float) -> str | None:
        """The first test that fails; nothing where all pass."""
        code = os.pathsep.join(str(path) for path in sorted(self.folder.glob("packages/*/src")))
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
        command += [f"--deselect={test}" for test in self.broken]
        environment = os.environ | {"PYTHONPATH": code, "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            done = subprocess.run(
                command,
                cwd=self.folder,
                env=environment,
                capture_output=True,
                text=True,
                timeout=limit,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise TimeoutError from error
        if done.returncode in (0, 5):
            return None
        found = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.M)
        return found[1] if found else tests[0]


def main() -> int:
    """Draw mutants, try them until the time is up, and print the score; below the wanted one it is a failure."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=60, help="for all of them")
    parser.add_argument("--each", type=float, default=240, help="seconds for one")
    parser.add_argument("--least", type=int, default=90, help="per cent that tests are to notice")
    parser.add_argument("--only", default="", help="a part of the path of modules")
    chosen = parser.parse_args()
    modules = [path.relative_to(ROOT) for path in sorted(ROOT.glob("packages/*/src/**/*.py"))]
    every = [(path, at) for path in modules if chosen.only in path.as_posix() for at in range(changes(path))]
    drawn = random.Random(chosen.seed).sample(every, min(chosen.count, len(every)))
    end = time.monotonic() + 60 * chosen.minutes
    tried = caught = 0
    with tempfile.TemporaryDirectory() as scratch:
        copy = Copy(Path(scratch), chosen.each)
        for path, at in drawn:
            if time.monotonic() > end:
                break
            one = mutant(path, at)
            try:
                test = copy.noticed(one)
            except TimeoutError:
                said = "no time"
            else:
                tried, caught = tried + 1, caught + bool(test)
                said = f"caught by {test}" if test else "MISSED"
            print(f"{path}:{one.line}: {one.before} -> {one.after}: {said}", flush=True)
    print(f"score: {caught} of {tried} caught (seed {chosen.seed}, {len(drawn)} drawn of {len(every)})")
    return int(100 * caught < chosen.least * tried)


if __name__ == "__main__":
    sys.exit(main())
