"""An input of 100 kB of any kind costs no build more than half a minute.

The ceilings are five times the CPU seconds that were measured, so that only a cost of another order passes them.
"""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from projects import Project

from policybrief.commands import new

FINDINGS, COUNT = "source/findings.md", "material/evidence/example-count.toml"
HEADING, STATEMENT = "# What we found", 'statement = "'
CHART = "material/figures/example-chart.toml"


class Large(NamedTuple):
    """What is put behind some words of a file, and the CPU seconds that were measured."""

    file: str
    behind: str
    text: str
    seconds: float


def many(form: str) -> str:
    """A form again and again, each time with another number, up to 100 kB."""
    times = 100_000 // len(form.format(1000))
    return "".join(form.format(number) for number in range(times))


INPUTS = {
    "title of a figure": Large(CHART, 'title = "', "word " * 20_000, 6),
    "glossary": Large(
        FINDINGS, HEADING, "\n\n:::{glossary}\n" + many("Term {0}\n  What it is {0}.\n\n") + ":::", 11
    ),
    "paragraph": Large(FINDINGS, HEADING, "\n\n" + many("word{} "), 4),
    "list": Large(FINDINGS, HEADING, "\n\n" + many("- item {} of it\n"), 7),
    "headings": Large(FINDINGS, HEADING, "\n\n" + many("## Heading {}\n\n"), 11),
    "quotations": Large(FINDINGS, HEADING, "\n\n" + ">" * 100_000 + " x", 5),
    "formula": Large(FINDINGS, HEADING, "\n\n$$\n" + many("x_{{{}}} + ") + "1\n$$", 6),
    "statement": Large(COUNT, STATEMENT, many("word{} "), 6),
    "title of a source": Large("refs.bib", "title = {", "word " * 20_000, 14),
    "changelog": Large("CHANGELOG.md", "# Changes\n", many("\n## 0.0.{} - 2020-01-01\n\n- Words.\n"), 7),
}


@pytest.mark.parametrize(
    "large", [pytest.param(large, id=name, marks=pytest.mark.deep) for name, large in INPUTS.items()]
)
def test_a_large_input_costs_no_more_than_five_times_what_it_did(large: Large, tmp_path: Path) -> None:
    new.begin(tmp_path, new.Wanted("A brief"), dt.date(2026, 11, 29))
    brief = Project(tmp_path)
    brief.change(large.file, large.behind, large.behind + large.text)
    begun = time.process_time()
    brief.build("html")
    assert time.process_time() - begun < 5 * large.seconds
