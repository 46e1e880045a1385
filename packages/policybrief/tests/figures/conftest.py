"""What the tests of figures share: a sound brief with one figure of each kind that needs no evaluations."""

from __future__ import annotations

import pytest

ROOTS = ("test-sound", "test-figures")

TIMELINE = """\
kind = "timeline"
title = "One date lies in 2025 and one in 2026"
message = "The act is of 2025; counts are due from {duty.start}."
note = "Each row names its source."
recommendations = true

[[claims]]
says = "one in 2026"
what = "dates"
year = 2026
is = 1

[[events]]
kind = "law"
date = "duty.start"
what = "Counts are due"
who = "laboratories"

[[events]]
kind = "law"
instrument = "the-act"
what = "The act is adopted"
who = "parliament"
"""


@pytest.fixture
def brief(project):
    """A sound brief with three figures; its contents list the chapter of figures."""
    return project(*ROOTS)


@pytest.fixture
def dated(brief):
    """The same with a timeline, whose second date lies after the cut-off."""
    brief.write("material/figures/dates.toml", TIMELINE)
    brief.change("source/figures.md", "# Figures\n", "# Figures\n\n```{timeline} dates\n```\n")
    return brief
