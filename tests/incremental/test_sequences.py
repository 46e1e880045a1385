"""What is built over an earlier build is what a fresh build writes: byte for byte, and no file too many.

Through the commands of the generator, which drive all builders of a run; `test_sphinx` is about Sphinx alone.
"""

from __future__ import annotations

import random
import shutil

import pytest

from tests.incremental.bench import BUILD, CHECK, Bench
from tests.incremental.edits import EDITS
from tests.incremental.files import Unfit

SEQUENCES, SEQUENCES_DEEP = 20, 300
BETWEEN = 1 / 5
"""How often a build comes between two edits."""
SAMPLE = sorted(random.Random(13).sample(sorted(EDITS), 3))
"""Single edits of the default depth; the sequences make some ninety more."""


DRAWN_ANEW = ("record-value", "record-value-unseen", "chart-label", "chart-squares", "interval", "language")
"""Edits that change the chart, or the words in it."""


def check_one(bench: Bench, name: str, *, drawings: bool = True) -> None:
    """Make one edit, and those that it needs, and compare."""
    bench.begin()
    edit = EDITS[name]
    for before in edit.after:
        EDITS[before].make(bench.project)
    if edit.after:
        bench.build()
    edit.make(bench.project)
    bench.build()
    bench.check(drawings=drawings)


def check_sequence(bench: Bench, seed: int) -> None:
    """Make three to six edits, build after the last one and after some of the others, and compare."""
    bench.begin()
    chance = random.Random(seed)
    left, done = chance.randint(3, 6), []
    for name in chance.sample(sorted(EDITS), len(EDITS)):
        try:
            EDITS[name].make(bench.project)
        except Unfit:
            continue
        left -= 1
        done.append(name)
        if not left or chance.random() < BETWEEN:
            command = chance.choice((BUILD, BUILD, CHECK))
            bench.build(command)
            done.append(command.arguments[0].upper())
        if not left:
            break
    bench.check(after=", ".join(done))


def test_the_brief_gives_no_warning(bench: Bench) -> None:
    bench.begin()
    ran = bench.build(CHECK)
    assert (ran.status, "WARNING" in ran.said) == (0, False), ran.said
    bench.check()


def test_what_a_run_kept_and_something_else_changed_is_read_again_and_told(bench: Bench) -> None:
    bench.begin()
    first, second = sorted((bench.project.root / "build/.state/.doctrees").glob("*.doctree"))[:2]
    chapter = bench.project.root / "source" / f"{first.stem}.md"
    for spoil in (False, True):
        chapter.write_text(chapter.read_text("utf-8") + "\nOne sentence more.\n", "utf-8")
        if spoil:
            shutil.copyfile(first, second)
        assert ("kept was changed by something else; everything is read anew" in bench.build().said) == spoil
        bench.check()


@pytest.mark.deep
def test_each_kind_of_edit_finds_what_it_changes(bench: Bench) -> None:
    unfit = {}
    for name, edit in EDITS.items():
        bench.begin()
        try:
            for before in edit.after:
                EDITS[before].make(bench.project)
            edit.make(bench.project)
        except Unfit as lacking:  # sequences pass it over
            unfit[name] = str(lacking)
    assert unfit == {}


@pytest.mark.parametrize("name", SAMPLE)
def test_an_edit_leaves_nothing_old(bench: Bench, name: str) -> None:
    check_one(bench, name)


@pytest.mark.deep
@pytest.mark.parametrize("name", sorted(EDITS.keys() - set(SAMPLE)))
def test_each_kind_of_edit_leaves_nothing_old(bench: Bench, name: str) -> None:
    check_one(bench, name)


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_edits_one_after_the_other_leave_nothing_old(bench: Bench, seed: int) -> None:
    check_sequence(bench, seed)


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(SEQUENCES, SEQUENCES_DEEP))
def test_many_sequences_of_edits_leave_nothing_old(bench: Bench, seed: int) -> None:
    check_sequence(bench, seed)


@pytest.mark.deep
@pytest.mark.parametrize("name", DRAWN_ANEW)
def test_a_kept_drawing_is_the_one_that_would_be_drawn(bench: Bench, name: str) -> None:
    check_one(bench, name, drawings=False)
