"""Faults that are planted in a complete brief: each is told with file and line, and no build ends before its time.

A draw of them is tried each time, all with ``make test-deep``; the score is printed.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from projects import Built, Project

from policybrief.commands import new

FINDINGS, ASKED, INDEX = "source/findings.md", "source/recommendations.md", "source/index.md"
COUNT, ESTIMATE = "material/evidence/example-count.toml", "material/evidence/example-estimate.toml"
DATE = "material/evidence/example-date.toml"
CHART, TABLE = "material/figures/example-chart.toml", "material/example-table.toml"
REFS, CONF, EVALUATION = "refs.bib", "conf.py", "material/evaluations/example.toml"
POWER = '[values.p]\nformula = "trials-for-power"\nrates = [0.5, 0.5001]\npower = 0.8'
CODED = Path(__file__).parents[3] / "material/evaluations/kinniment2023ara.toml"
"""A coded evaluation of this brief."""
DRAWN = 6
"""How many of the faults are tried each time."""


class Fault(NamedTuple):
    """Words of a file that are replaced."""

    file: str
    old: str
    new: str


FAULTS = [
    # chapters
    Fault(FINDINGS, ":certainty: moderate", ":certainty: middling"),
    Fault(FINDINGS, ":evidence: example-count,", ":evidence: example-cont,"),
    Fault(FINDINGS, "{value}`example-count.first`", "{value}`example-count.frist`"),
    Fault(FINDINGS, "{value}`example-count.first`", "12 of 40"),
    Fault(FINDINGS, "Because\n", "Becuase\n"),
    Fault(FINDINGS, ":key:\n", ":keys:\n"),
    Fault(FINDINGS, "```{chart} example-chart", "```{chart} ../../../etc/passwd"),
    Fault(FINDINGS, "```{chart} example-chart", "```{chart} example-chrat"),
    Fault(FINDINGS, "```{data-table} example-table", "```{data-table} example-tabel"),
    Fault(FINDINGS, "# What we found", "# What we found\n\n### Too deep"),
    Fault(FINDINGS, "# What we found", "# What we found\n\n[words](no-such-chapter)"),
    Fault(FINDINGS, "# What we found", "# What we found\n\nIn 7 of 10 trials it did."),
    Fault(FINDINGS, "# What we found", "# What we found\n\n```{raw} html\n<script>\n```"),
    Fault(FINDINGS, "# What we found", "# What we found\n\n```{include} /etc/passwd\n```"),
    Fault(FINDINGS, "# What we found", "# What we found\n\n```{include} ../../../etc/passwd\n```"),
    Fault(FINDINGS, "# What we found", "# What we found\n\n![](missing.png)"),
    Fault(FINDINGS, "# What we found", "# What we found\n\n```{no-such-directive}\n```"),
    Fault(FINDINGS, "# What we found", "# What we found\n\n{no-such-role}`x`"),
    Fault(FINDINGS, "# What we found", "# What we found\n\nA bell \a rings."),
    Fault(FINDINGS, "# What we found", "# What we found\n\n[5]{.redline-inserted}"),
    Fault(ASKED, ":by: 2027-11-29", ":by: 2027-02-30"),
    Fault(ASKED, ":by: 2027-11-29", ":by: 2020-11-29"),
    Fault(ASKED, ":review: 2028-11-28", ":review: soon"),
    Fault(ASKED, ":actors: example-actor", ":actors: nobody-known"),
    Fault(ASKED, ":strength: conditional", ":strength: firm"),
    Fault(ASKED, ":findings: example-finding", ":findings: example-findings"),
    Fault(ASKED, "Cost\n: TODO: what it costs, and who bears it.\n\n", ""),
    Fault(INDEX, "recommendations\nabout", "recommendations\nabuot"),
    # material
    Fault(COUNT, "successes = 12", "successes = 41"),
    Fault(COUNT, "successes = 12", "successes = 1.5"),
    Fault(COUNT, "trials = 40", "trials = 0"),
    Fault(COUNT, 'kind = "survey"', 'kind = "serveu"'),
    Fault(COUNT, "as_of = 2026-11-29", "as_of = 2999-01-01"),
    Fault(COUNT, "as_of = 2026-11-29", 'as_of = "2026-11-29"'),
    Fault(COUNT, 'key = "example"', 'key = "exemple"'),
    Fault(COUNT, 'read = "passage"', 'read = "glance"'),
    Fault(COUNT, 'reasons = "TODO', 'reasonings = "TODO'),
    Fault(COUNT, "{first} and", "{frist} and"),
    Fault(COUNT, "[values.first]", "[values.first"),
    Fault(COUNT, "trials = 40", "trials = 1" + "0" * 5000),
    Fault(ESTIMATE, "low = 1.1", "low = 1.5"),
    Fault(ESTIMATE, "high = 1.8\n", ""),
    Fault(
        ESTIMATE,
        'unit = ""',
        'unit = ""\n[values.p]\nformula = "trials-for-power"\nrates = [0.5, 0.5001]\npower = 0.8',
    ),
    Fault(ESTIMATE, 'unit = ""', 'unit = ""\n[values.p]\nformula = "pass-at-k"\nrate = 2\nk = 3'),
    Fault(DATE, "date = 2026-11-29", "date = 2026-13-29"),
    Fault(TABLE, "{example-count.first}", "{example-count.third}"),
    Fault(TABLE, '[columns]\nhappens = "What happens"', ""),
    # bibliography
    Fault(REFS, "sourcetype = {report}", "sourcetype = {blog}"),
    Fault(REFS, "year = {2026}", "year = {20266}"),
    Fault(REFS, "year = {2026}", "year = {2026}, month = {brumaire}"),
    Fault(REFS, "url = {https://example.org/report}", "url = {javascript:alert(1)}"),
    Fault(REFS, "shortname = {Example source},", "shortname = {Example source"),
    Fault(REFS, "@techreport{example,", "@techreport{exampel,"),
    # settings
    Fault(CONF, 'brief_contact = ""', 'brief_contcat = ""'),
    Fault(CONF, 'html_baseurl = ""', 'html_baseurl = "example"'),
    Fault(CONF, "brief_rules = []", 'brief_rules = ["appraisal"]'),
    Fault(CONF, "dt.date(2026, 11, 29)", "20261129"),
    Fault(CONF, 'language = "en"', 'language = "xx"'),
    Fault(CONF, 'brief_profile = "general"', 'brief_profile = "genral"'),
    Fault(CONF, 'bibtex_bibfiles = ["refs.bib"]', 'bibtex_bibfiles = ["refs.bib", "/etc/passwd"]'),
    # figures
    Fault(CHART, 'kind = "chart"', 'kind = "pie"'),
    Fault(CHART, "at_least = 50", "at_least = 90"),
    Fault(CHART, 'says = "more than half"', 'says = "less than half"'),
    Fault(CHART, 'value = "example-count.first"', 'value = "example-count.none"'),
    Fault(CHART, 'axis = "percent"', 'axis = "furlongs"'),
    # evaluations
    Fault(EVALUATION, 'standard = "SRER 0.2"', 'standard = "SRER 9"'),
    Fault(EVALUATION, "[read]", "[read"),
    Fault(EVALUATION, 'extent = "abstract"', 'extent = "glance"'),
]
REMEDY = re.compile(r"[;:,]|\b(use|write|give|known|mend|must|missing|not|no)\b")


def begun(folder: Path) -> Project:
    """A new brief with a coded evaluation."""
    new.begin(folder, new.Wanted("A brief"), dt.date(2026, 11, 29))
    brief = Project(folder)
    brief.change(CONF, '"policybrief"]', '"policybrief", "reporting_standard"]')
    brief.write(EVALUATION, CODED.read_text("utf-8").replace("kinniment2023ara", "example"))
    return brief


def is_stopped(built: Built, fault: Fault) -> bool:
    """Whether a complaint names the file of the fault and a line, and says what would be right."""
    ours = [said for said in built.complaints if REMEDY.search(said.text) or "." in said.subtype]
    return any(re.fullmatch(rf"(?:.*/)?{re.escape(fault.file)}:\d+", said.place) for said in ours)


def tried(faults: list[Fault], folder: Path) -> list[Fault]:
    """The faults that no build told."""
    missed = []
    for number, fault in enumerate(faults):
        brief = begun(folder / f"brief-{number}")
        brief.change(fault.file, fault.old, fault.new)
        if not is_stopped(brief.build("register" if fault.file == EVALUATION else "dummy"), fault):
            missed.append(fault)
    print(f"{len(faults) - len(missed)} of {len(faults)} planted faults were told")
    return missed


def test_the_brief_without_a_fault_is_clean(tmp_path: Path) -> None:
    assert begun(tmp_path / "brief").build("register").complaints == []


def test_planted_faults_are_told(tmp_path: Path) -> None:
    drawn = random.Random(dt.date.today().toordinal()).sample(FAULTS, DRAWN)
    assert tried(drawn, tmp_path) == []


@pytest.mark.deep
def test_all_planted_faults_are_told(tmp_path: Path) -> None:
    assert tried(FAULTS, tmp_path) == []
