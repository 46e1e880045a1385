"""What is built over an earlier build is what a fresh build writes: byte for byte, and no file too many.

Through the commands of the generator, which drive all builders of a run; `test_sphinx` is about Sphinx alone.
"""

from __future__ import annotations

import random

import pytest

from tests.incremental.bench import BUILD, CHECK, Bench
from tests.incremental.edits import EDITS
from tests.incremental.files import Unfit

SEQUENCES, SEQUENCES_DEEP = 20, 300
SAMPLE = sorted(random.Random(13).sample(sorted(EDITS), 4))
"""Single edits of the default depth; the sequences make some seventy more."""


def check_one(bench: Bench, name: str) -> None:
    """Make one edit, and those that it needs, and compare."""
    bench.begin()
    edit = EDITS[name]
    for before in edit.after:
        EDITS[before].make(bench.project)
    if edit.after:
        bench.build()
    edit.make(bench.project)
    bench.build()
    bench.check()


def check_sequence(bench: Bench, seed: int) -> None:
    """Make three to six edits, build after the last one and after some of the others, and compare."""
    bench.begin()
    chance = random.Random(seed)
    wanted, made, command = chance.randint(3, 6), [], BUILD
    for name in chance.sample(sorted(EDITS), len(EDITS)):
        try:
            EDITS[name].make(bench.project)
        except Unfit:
            continue
        made.append(name)
        if len(made) == wanted or chance.random() < 1 / 3:
            command = chance.choice((BUILD, BUILD, CHECK))
            bench.build(command)
            made.append(command.arguments[0])
        if len(made) - made.count("build") - made.count("check") == wanted:
            break
    bench.check(after=", ".join(made))


def test_the_brief_gives_no_warning(bench: Bench) -> None:
    bench.begin()
    ran = bench.build(CHECK)
    assert (ran.status, "WARNING" in ran.said) == (0, False), ran.said
    bench.check()


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
