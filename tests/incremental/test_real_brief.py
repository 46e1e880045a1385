"""Each kind of edit once on the real brief: what is built over an earlier build is what a fresh build writes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.incremental.bench import Bench, Generator
from tests.incremental.edits.real import OF_REAL

ROOT = Path(__file__).parents[2]
PARTS = ("conf.py", "CHANGELOG.md", "refs.bib", "source", "material", "revisions", "packages")
"""What the brief consists of, with the packages that lend it a look and a list of fields."""


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, generator: Generator) -> Bench:
    """The real brief, ready to be edited."""
    folder = tmp_path_factory.mktemp("real")
    (folder / "brief").mkdir()
    left_out = shutil.ignore_patterns("tests", "__pycache__", "docs", ".*")
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / "brief" / name, ignore=left_out)
        else:
            shutil.copy(ROOT / name, folder / "brief" / name)
    return Bench(folder / "bench", generator, folder / "brief")


@pytest.mark.deep
@pytest.mark.parametrize("name", OF_REAL)
def test_each_kind_of_edit_leaves_nothing_old_in_the_real_brief(real: Bench, name: str) -> None:
    real.begin()
    OF_REAL[name].make(real.project)
    real.build()
    real.check(after=name)
