"""A build that is killed leaves the last whole one in its place, and the next build is as good as a fresh one.

The moments are random, and whatever the machine does in them, the same must hold: no test fails by the clock.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import time

import pytest

from tests.incremental.bench import BUILD, CHECK, Bench
from tests.incremental.edits import EDITS
from tests.incremental.files import differences

MOMENTS, MOMENTS_DEEP = 3, 20
CHANGED = ("record-value", "chapter-removed", "document-removed", "picture-removed")


@pytest.fixture(scope="module")
def seconds(bench: Bench) -> float:
    """How long a whole build takes as a process of its own."""
    bench.begin()
    EDITS["status"].make(bench.project)
    start = time.monotonic()
    assert bench.generator.start(BUILD, bench.project.root).wait() == 0
    return time.monotonic() - start


def check_moment(bench: Bench, seed: int, seconds: float) -> None:
    """Kill a build of an edited brief at a random moment; compare what lies there, and what the next one makes."""
    chance = random.Random(seed)
    bench.begin()
    before = bench.built()
    for name in CHANGED:
        EDITS[name].make(bench.project)
    command = (BUILD, CHECK)[seed % 2]
    running = bench.generator.start(command, bench.project.root)
    try:
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(chance.uniform(0, 1.1) * seconds)
        running.kill()  # the process alone: what it started may live on for a while, as after a crash
        running.wait()
        left = bench.built()
        old, new = differences(left, before), differences(left, bench.fresh())
        assert not old or not new, f"neither the build before ({old[:5]}) nor a whole new one ({new[:5]})"
        bench.build()
        bench.check()
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)


@pytest.mark.parametrize("seed", range(MOMENTS))
def test_a_killed_build_leaves_a_whole_one(bench: Bench, seed: int, seconds: float) -> None:
    check_moment(bench, seed, seconds)


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(MOMENTS, MOMENTS_DEEP))
def test_a_build_killed_at_any_moment_leaves_a_whole_one(bench: Bench, seed: int, seconds: float) -> None:
    check_moment(bench, seed, seconds)
