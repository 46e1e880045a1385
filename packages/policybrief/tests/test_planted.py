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
CHANGES = "CHANGELOG.md"
TO_COME = dt.date.today() + dt.timedelta(days=90)
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
    told: str = ""
    """The file that the complaint names, where it is another one."""


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
    *(
        Fault(FINDINGS, "# What we found", f"# What we found\n\n{words}")
        for words in (
            "{value}`example-count`",
            "{value}`example-count.first",
            "{rate}`example-date.day`",
            "{interval}`example-rate.share`",
            "{count}`nothing.first`",
            "{ratio}`half <example-count.first>`",
            "{evidence}`example-cuont`",
            "{finding}`example-recommendation`",
            "{recommendation}`example-finding`",
            "{certainty}`example-findin`",
            "{by-when}`example-finding`",
            "{count-of}`opinions`",
            "{cite}`exmaple`",
            "{doc}`nowhere`",
            "{ref}`nowhere`",
            "{download}`a file <nowhere.csv>`",
            "[words](javascript:alert(1))",
            "[words](#no-such-place)",
            "```{raw} html\n<b>x</b>",
            "```{csv-table} A table\n:file: nowhere.csv\n```",
            "```{csv-table} A table\n:url: https://example.org/x.csv\n```",
            "```{literalinclude} nowhere.py\n```",
            "```{image} https://example.org/x.png\n:alt: x\n```",
            "```{figure} refs.bib\n```",
            "```{toctree}\nnowhere\n```",
            "```{chart}\n```",
            "```{data-table}\n```",
            ":::{finding} Example Finding\n:title: x\n:evidence: example-count\n:certainty: low\n\nWords.\n:::",
            ":::{finding} example-finding\n:title: x\n:evidence: example-count\n:certainty: low\n\nWords.\n:::",
            ":::{finding} second-finding\n:evidence: example-count\n:certainty: low\n\nWords.\n:::",
            ":::{finding} second-finding\n:title: x\n:certainty: low\n\nWords.\n:::",
            ":::{finding} second-finding\n:title: x\n:evidence: example-count\n:certainty: low\n:::",
            "{{ 7 * 7 }} and $x$ \u202e backwards",
            "|a|b|\n|-|-|\n|1|2|3|4|",
            "Words[^note].",
        )
    ),
    Fault(FINDINGS, "```{chart} example-chart", "```{matrix} example-chart", CHART),
    Fault(FINDINGS, "# What we found", "# What we found\n\n```{searches}\n```", "material/searches.toml"),
    Fault(ASKED, ":by: 2027-11-29", ":by: 2027-02-30"),
    Fault(ASKED, ":by: 2027-11-29", ":by: 2020-11-29"),
    Fault(ASKED, ":review: 2028-11-28", ":review: soon"),
    Fault(ASKED, ":review: 2028-11-28", ":review: 9999-11-28"),
    Fault(ASKED, ":actors: example-actor", ":actors: nobody-known"),
    Fault(ASKED, ":strength: conditional", ":strength: firm"),
    Fault(ASKED, ":findings: example-finding", ":findings: example-findings"),
    Fault(ASKED, ":findings: example-finding\n", ""),
    Fault(ASKED, ":strength: conditional\n", ""),
    Fault(ASKED, ":by: 2027-11-29", ":by: 29 November 2027"),
    Fault(ASKED, ":review: 2028-11-28", ":review: 2026-01-01"),
    Fault(ASKED, ":actors: example-actor", ":actors: example-actor\n:status: withdrwan"),
    Fault(ASKED, ":actors: example-actor", ":actors: example-actor\n:successor: nobody"),
    Fault(ASKED, "Measure\n: TODO: by what one will know.\n\n", ""),
    Fault(ASKED, "Set aside\n", "Set assaid\n"),
    Fault(ASKED, ":::{recommendations}", ":::{recomendations}"),
    Fault(ASKED, "What to do\n", "What to do\n\n{finding}`~example-finding-two`\n"),
    Fault(ASKED, "Cost\n: TODO: what it costs, and who bears it.\n\n", ""),
    Fault(INDEX, "recommendations\nabout", "recommendations\nabuot"),
    Fault(INDEX, ":::{main-message}", ":::{mian-message}"),
    Fault(INDEX, "# A brief\n", "# A brief\n\n![](../../../../etc/hostname)\n"),
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
    Fault(COUNT, "successes = 12", "successes = -1"),
    Fault(COUNT, "successes = 12", "succeses = 12"),
    Fault(COUNT, "successes = 12\n", ""),
    Fault(COUNT, "successes = 12", 'successes = "12"'),
    Fault(COUNT, "successes = 12", "successes = nan"),
    Fault(COUNT, 'certainty = "moderate"', 'certainty = "sure"'),
    Fault(COUNT, 'certainty = "moderate"\n', ""),
    Fault(COUNT, 'locator = "TODO: page or table"\n', ""),
    Fault(COUNT, "checked = 2026-11-29", "checked = 2999-11-29"),
    Fault(COUNT, "checked = 2026-11-29", "checked = 1850-11-29"),
    Fault(COUNT, "as_of = 2026-11-29", "as_of = 1850-11-29"),
    Fault(COUNT, "[[sources]]", "[[source]]"),
    Fault(COUNT, 'not_shown = "TODO', 'not_shwon = "TODO'),
    Fault(COUNT, "[values.second]", "[values.first]"),
    Fault(COUNT, 'label = "First group"', "label = 7"),
    Fault(COUNT, 'kind = "survey"', 'kind = "survey"\nkind = "survey"'),
    Fault(COUNT, 'statement = "TODO', 'statement = "TODO\\u0000'),
    Fault(COUNT, 'statement = "TODO: what was counted: {first} and {second}."', 'statement = ""'),
    Fault(ESTIMATE, "number = 1.4", 'number = "much"'),
    Fault(ESTIMATE, "number = 1.4", "number = inf"),
    Fault(ESTIMATE, 'kind = "model-estimate"', 'kind = "estimate"'),
    Fault(ESTIMATE, 'unit = ""', 'unit = ""\n[values.p]\nformula = "magic"'),
    Fault(ESTIMATE, 'unit = ""', 'unit = ""\n[values.p]\nformula = "pass-at-k"\nrate = 0.5\nk = 1000000000000'),
    Fault("material/evidence/example-rate.toml", "number = 35", "number = 135"),
    Fault("material/evidence/example-position.toml", 'use = "attributed"', 'use = "attributd"'),
    Fault("material/evidence/example-position.toml", 'attribution = "TODO: who says so"\n', ""),
    Fault(DATE, "date = 2026-11-29", 'date = "soon"'),
    Fault(DATE, "happened on {day}", "happened on 29 November 2026"),
    Fault(DATE, "happened on {day}", "happened on {day}, or 2026-11-29"),
    Fault(ESTIMATE, "low = 1.1", "low = 1.5"),
    Fault(ESTIMATE, "high = 1.8\n", ""),
    Fault(ESTIMATE, 'unit = ""', 'unit = "percnt"'),
    Fault(
        ESTIMATE,
        'unit = ""',
        'unit = ""\n[values.p]\nformula = "trials-for-power"\nrates = [0.5, 0.5001]\npower = 0.8',
    ),
    Fault(ESTIMATE, 'unit = ""', 'unit = ""\n[values.p]\nformula = "pass-at-k"\nrate = 2\nk = 3'),
    Fault(DATE, "date = 2026-11-29", "date = 2026-13-29"),
    Fault(TABLE, "{example-count.first}", "{example-count.third}"),
    Fault(TABLE, '[columns]\nhappens = "What happens"', ""),
    Fault(TABLE, 'id = "second"', 'id = "first"'),
    Fault(TABLE, '[[rows]]\nid = "first"', '[[row]]\nid = "first"'),
    # bibliography
    Fault(REFS, "sourcetype = {report}", "sourcetype = {blog}"),
    Fault(REFS, "year = {2026}", "year = {20266}"),
    Fault(REFS, "year = {2026}", "year = {2026}, month = {brumaire}"),
    Fault(REFS, "url = {https://example.org/report}", "url = {javascript:alert(1)}"),
    Fault(REFS, "shortname = {Example source},", "shortname = {Example source"),
    Fault(REFS, "@techreport{example,", "@techreport{exampel,"),
    Fault(REFS, "urldate = {2026-11-29}", "urldate = {2026-11-31}"),
    Fault(REFS, "    review = {not stated},\n", ""),
    Fault(REFS, "title = {TODO: title of your first source}", "title = {TODO: \\input{/etc/passwd}}"),
    Fault(REFS, "year = {2026}", "year = {2026}, year = {2025}"),
    Fault(REFS, "year = {2026}", "year = {2999}"),
    Fault(REFS, "year = {2026}", f"date = {{{TO_COME}}}"),
    Fault(REFS, "urldate = {2026-11-29}", "urldate = {2999-11-29}"),
    Fault(REFS, "urldate = {2026-11-29}", "urldate = {1850-11-29}"),
    Fault(REFS, "review = {not stated}", "review = {not statde}"),
    Fault(REFS, "relation = {not stated}", "relation = {independnet}"),
    Fault(REFS, "shortname = {Example source}", "shortnaem = {Example source}"),
    Fault(REFS, "    relation = {not stated}\n}", "    relation = {not stated}\n}\n\n@misc{example, title = {x}}"),
    # changelog
    Fault(CHANGES, "## 0.1 - draft", "## 0.1 - 2999-01-01"),
    Fault(CHANGES, "## 0.1 - draft", "## 0.1 - 1066-01-01"),
    # settings
    Fault(CONF, 'brief_contact = ""', 'brief_contcat = ""'),
    Fault(CONF, 'html_baseurl = ""', 'html_baseurl = "example"'),
    Fault(CONF, 'brief_rules = ["appraisals"]', 'brief_rules = ["appraisal"]'),
    Fault(CONF, "dt.date(2026, 11, 29)", "20261129"),
    Fault(CONF, "dt.date(2026, 11, 29)", "dt.date(2999, 11, 29)"),
    Fault(CONF, 'brief_actors = {"example-actor": "TODO: who acts"}', 'brief_actors = ["example-actor"]'),
    Fault(CONF, 'brief_limits = {"sentence": 40}', 'brief_limits = {"sentense": 40}'),
    Fault(CONF, 'brief_limits = {"sentence": 40}', 'brief_limits = {"sentence": "long"}'),
    Fault(CONF, 'brief_status = "draft"', "brief_status = 7"),
    Fault(CONF, 'brief_licence = ""', 'brief_licence = ""\nbrief_isbn = "978-0-00-000000-0"'),
    Fault(CONF, 'brief_licence = ""', 'brief_licence = ""\nbrief_colours = {"link": "#eeeeee"}'),
    Fault(CONF, 'brief_licence = ""', 'brief_licence = ""\nhtml_logo = "/etc/hostname"'),
    Fault(CONF, 'brief_licence = ""', 'brief_licence = ""\nbrief_material = "no-such-folder"'),
    Fault(CONF, 'language = "en"', 'language = "xx"'),
    Fault(CONF, 'brief_profile = "general"', 'brief_profile = "genral"'),
    Fault(CONF, 'bibtex_bibfiles = ["refs.bib"]', 'bibtex_bibfiles = ["refs.bib", "/etc/passwd"]'),
    # figures
    Fault(CHART, 'kind = "chart"', 'kind = "pie"'),
    Fault(CHART, "at_least = 50", "at_least = 90"),
    Fault(CHART, 'says = "more than half"', 'says = "less than half"'),
    Fault(CHART, 'value = "example-count.first"', 'value = "example-count.none"'),
    Fault(CHART, 'axis = "percent"', 'axis = "furlongs"'),
    Fault(CHART, 'label = "First group", ', ""),
    Fault(CHART, 'of = ["example-count.second"]', "of = []"),
    Fault(CHART, "squares = false", 'squares = "no"'),
    Fault(CHART, "{example-count.first}", "{example-count.first"),
    Fault(CHART, 'what = "rate"', 'what = "weight"'),
    # evaluations
    Fault(EVALUATION, 'standard = "SRER 0.2"', 'standard = "SRER 9"'),
    Fault(EVALUATION, "[read]", "[read"),
    Fault(EVALUATION, "published = 2023-08-01", "published = 2999-08-01"),
    Fault(EVALUATION, "published = 2023-08-01", "published = 1850-08-01"),
    Fault(EVALUATION, "evaluator =", "evaluatro ="),
    Fault(EVALUATION, 'extent = "abstract"', 'extent = "glance"'),
    Fault(EVALUATION, 'A4 = { code = "not_read" }', 'A4 = { code = "unread" }'),
    Fault(EVALUATION, 'A4 = { code = "not_read" }', 'Z9 = { code = "not_read" }'),
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
    file = fault.told or fault.file
    ours = [said for said in built.complaints if REMEDY.search(said.text) or "." in said.subtype]
    return any(re.fullmatch(rf"(?:.*/)?{re.escape(file)}:\d+", said.place) for said in ours)


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


def test_what_each_fault_changes_stands_in_the_brief(tmp_path: Path) -> None:
    begun(tmp_path)
    assert [fault for fault in FAULTS if fault.old not in (tmp_path / fault.file).read_text("utf-8")] == []


def test_planted_faults_are_told(tmp_path: Path) -> None:
    drawn = random.Random(dt.date.today().toordinal()).sample(FAULTS, DRAWN)
    assert tried(drawn, tmp_path) == []


@pytest.mark.deep
def test_all_planted_faults_are_told(tmp_path: Path) -> None:
    assert len(FAULTS) >= 150
    assert tried(FAULTS, tmp_path) == []
