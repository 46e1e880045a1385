"""The schemas that editors complete with give the verdict of the readers, on sound files and on faulty ones."""

from __future__ import annotations

import datetime as dt
import io
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from policybrief.__main__ import main
from policybrief.commands import new, schemas
from policybrief.data import evidence, instruments, profiles, searches, word_tables
from policybrief.data.toml import File
from policybrief.figures import parsing
from policybrief.figures.model import FigureKind
from policybrief.outputs.run import Settings, application
from policybrief.words.complaints import Rule
from written_values.derivation import Kept
from written_values.values import Style

PROFILE = profiles.of("ai-evaluations", Path())
SCHEMAS = schemas.all_of(PROFILE)
RECORD = """statement = "It was done in {first} trials."
kind = "experiment"
certainty = "low"
reasons = "One team."
not_shown = "That it is done unasked."
as_of = 2026-01-01
conflicts = ["Others say otherwise."]

[[sources]]
key = "alpha2024"
locator = "Table 2"
read = "full-text"
checked = 2026-01-01

[values.first]
successes = 9
trials = 10
attempt = "single"
label = "the first"

[values.share]
number = 35
unit = "percent"
low = 30
high = 40

[values.price]
amount = 12.5
currency = "EUR"
year = 2024

[values.day]
date = 2026-08-02

[values.states]
names = ["Alpha", "Beta"]

[values.least]
formula = "low"
of = "first"
"""
ESTIMATE = """statement = "It costs {cost}."
kind = "estimate"
certainty = "low"
reasons = "Ours."
not_shown = "What others pay."
as_of = 2026-01-01

[values.cost]
unit = "person-days"
tasks = [{ what = "Read", low = 1, high = 2 }]
"""
INSTRUMENT = """name = "The act"
year = 2026
date = 2026-03-01
force = "binding"
force_note = "in force"
as_of = 2026-04-01

[[sources]]
key = "law2025"

[covers.test]
state = "explicit"
what = "tests"
locator = "Article 3"
source = "law2025"
as_of = 2026-04-01
"""
TABLE = """title = "Who may do what"
head = "Who"
widths = [30, 70]

[columns]
does = "Does"

[[rows]]
id = "first"
label = "The first"
does = "nothing"
"""
SEARCHES = """[[search]]
question = "What is known?"
terms = "known"
where = "catalogue"
date = 2026-01-01
read = 3
taken = 1
"""
FIGURE = """kind = "chart"
title = "The first has the most"
message = "The first has {one.first}."

[counts.none]
where = {}

[[claims]]
says = "has the most"
what = "number"
of = ["one.least"]
is = "greatest"

[[panels]]
title = "Shares"
axis = "percent"
name = "share"
squares = false
rows = [
    { label = "First", value = "one.least" },
    { label = "Second", value = "one.share" },
]
"""
SOUND = {"evidence": RECORD, "estimate": ESTIMATE, "instrument": INSTRUMENT, "table": TABLE, "searches": SEARCHES}
SOUND["figure"] = FIGURE
SOUND["profile"] = profiles.shipped()["general"].read_text("utf-8")
MUTATIONS = [
    *(("evidence", old, changed) for old, changed in (
        ('kind = "experiment"', 'kind = "trial"'), ('kind = "experiment"\n', ""), ("statement =", "statment ="),
        ('reasons = "One team."', 'reasons = " "'), ('reasons = "One team."', "reasons = 1"),
        ('not_shown = "That it is done unasked."\n', ""), ('certainty = "low"', 'certainty = "sure"'),
        ("as_of = 2026-01-01\n", "as_of = 2026\n"), ("as_of = 2026-01-01\nconf", "conf"),
        ('["Others say otherwise."]', '"Others say otherwise."'), ("conflicts = [", "conflicts = [1, "),
        ('key = "alpha2024"\n', ""), ('key = "alpha2024"', "key = 7"), ('read = "full-text"', 'read = "browsed"'),
        ("locator =", "place ="), ("checked = 2026-01-01", "checked = true"), ("[[sources]]", "[sources]"),
        ("successes = 9", 'successes = "9"'), ("successes = 9", "successes = -1"),
        ("successes = 9", "successes = 9.5"),
        ("trials = 10", "trials = 0"), ("trials = 10\n", ""), ("trials = 10", "trials = 2000000000"),
        ('attempt = "single"\n', ""), ('attempt = "single"', 'attempt = ""'), ('label = "the first"', "label = 1"),
        ('label = "the first"', 'name = "the first"'), ("number = 35", 'number = "35"'),
        ("number = 35", "numbers = 35"),
        ("number = 35\nunit = \"percent\"\nlow = 30\nhigh = 40", "number = 135\nunit = \"percent\""),
        ("low = 30\n", ""), ("number = 35", "number = true"), ('currency = "EUR"', 'currency = "euro"'),
        ('currency = "EUR"\n', ""), ("year = 2024", 'year = "2024"'), ("date = 2026-08-02", "date = 2026"),
        ('names = ["Alpha", "Beta"]', "names = []"), ('names = ["Alpha", "Beta"]', 'names = "Alpha"'),
        ('formula = "low"', 'formula = "lowest"'), ('of = "first"', "of = 1"),
        ('as_of = 2026-01-01\nconf', 'as_of = 2026-01-01\nuse = "attributed"\nconf'),
        ("[values.first]", "[value.first]"),
    )),
    *(("estimate", old, changed) for old, changed in (
        ('kind = "estimate"', 'kind = "position"'), ('unit = "person-days"\n', ""), ("low = 1,", "low = -1,"),
        ('tasks = [{ what = "Read", low = 1, high = 2 }]', "tasks = []"), ("low = 1, ", ""),
        ('[values.cost]\nunit = "person-days"\ntasks = [{ what = "Read", low = 1, high = 2 }]',
         "[values.cost]\nnumber = 1"),
    )),
    *(("instrument", old, changed) for old, changed in (
        ('name = "The act"\n', ""), ("year = 2026", 'year = "2026"'), ('force = "binding"', 'force = "strict"'),
        ("[covers.test]", "[covers.tests]"), ('state = "explicit"', 'state = "yes"'),
        ('locator = "Article 3"\n', ""),
        ("what =", "words ="), ('[[sources]]\nkey = "law2025"\n', 'sources = "law2025"\n'),
    )),
    *(("table", old, changed) for old, changed in (
        ('title = "Who may do what"\n', ""), ("head =", "heads ="), ('id = "first"', 'id = "The first"'),
        ('label = "The first"\n', ""), ('[columns]\ndoes = "Does"\n', ""), ("[[rows]]", "[[row]]"),
    )),
    *(("searches", old, changed) for old, changed in (
        ("read = 3", 'read = "3"'), ("taken = 1\n", ""), ("where =", "place ="), ("[[search]]", "[[searches]]"),
    )),
    *(("figure", old, changed) for old, changed in (
        ('kind = "chart"', 'kind = "pie"'), ('title = "The', 'heading = "The'), ('message =', 'massage ='),
        ("where = {}", "were = {}"), ("where = {}", 'where = "all"'), ("where = {}", 'column = "widest"'),
        ('says = "has', 'words = "has'), ('is = "greatest"', 'is = "most"'), ('is = "greatest"\n', ""),
        ('is = "greatest"', 'at_least = "40"'), ('is = "greatest"', 'largest = "one.least"'),
        ('is = "greatest"', 'is = "greatest"\namong = "one.least"'),
        ('axis = "percent"', 'axis = "rates"'), ("squares = false", 'squares = "no"'), ("name =", "names ="),
        ('label = "First", ', ""), ('{ label = "First", value =', '{ label = "First", values ='),
        ('value = "one.least"', 'range = ["one.least"]'), (', value = "one.least"', ""),
    )),
    *(("profile", old, changed) for old, changed in (
        ('survey = { words = "survey", is', "survey = { is"), ('is = "said"', 'is = "heard"'),
        ("attempts = false", 'attempts = "no"'), ("[functions]", "[function]"),
        ("required = true", 'required = "yes"'), ("apart = true", 'apart = "yes"'),
        ('fr = ["lexicon-fr.toml"]', 'fr = "lexicon-fr.toml"'),
    )),
]  # fmt: skip


SETTINGS: dict[str, tuple[object, bool]] = {
    "brief_subtitle": ("Two", True), "brief_subtitle ": (2, False), "brief_cut_off": (dt.date(2026, 1, 1), True),
    "brief_cut_off ": ("soon", False),
    "brief_rules": (["appraisals"], True), "brief_rules ": (["apraisals"], False),
    "brief_limits": ({"message": 35, "because": (8, 0)}, True), "brief_limits ": ({"message": "short"}, False),
    "brief_limits  ": ({"masage": 3}, False), "brief_actors": ({"council": "The council"}, True),
    "brief_actors ": ({"council": 7}, False), "brief_actors  ": (["council"], False),
    "brief_colours": ({"accent": "#7a1f5c", "dark": {"link": "#FFFFFF"}}, True),
    "brief_colours ": ({"accent": "red"}, False), "brief_colours  ": ({"ink": "#000000"}, False),
    "brief_interval": ("wilson", True), "brief_interval ": ("walled", False), "brief_intervall": ("wilson", False),
    "brief_pages": ({"brief": (1, 30)}, True), "brief_pages ": ({"brief": (1, 2, 3)}, False),
    "brief_allowed_numbers": (["[0-9]+ pages"], True), "brief_allowed_numbers ": (["("], False),
    "brief_markup": (["raw"], True), "brief_markup ": ("raw", False), "html_title": (7, True),
}  # fmt: skip


def test_the_schema_of_the_settings_gives_the_verdict_of_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new.begin(tmp_path / "brief", new.Wanted("A brief"), dt.date(2026, 3, 1))
    monkeypatch.chdir(tmp_path / "brief")
    assert main(["schemas"]) == 0
    schema = json.loads((tmp_path / "brief/schemas/settings.json").read_text("utf-8"))
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    conf = (tmp_path / "brief/conf.py").read_text("utf-8")
    given = {}
    for name, (value, _sound) in SETTINGS.items():
        given[name] = validator.is_valid(json.loads(json.dumps({name.strip(): value}, default=str)))
        (tmp_path / "brief/conf.py").write_text(
            f"{conf}\n{name.strip()} = {value!r}\n".replace("datetime.", "dt.")
        )
        told = io.StringIO()
        made = Settings(tmp_path / "brief", tmp_path / "brief/source", tmp_path / "doctrees", {})
        with application(made, tmp_path / "out", "dummy", told):
            assert ("[brief.configuration]" not in told.getvalue()) == given[name], told.getvalue()
    assert given == {name: sound for name, (_value, sound) in SETTINGS.items()}


def by_schema(name: str, text: str) -> bool:
    """Whether the schema takes a file; to it a date is text."""
    schema = SCHEMAS["evidence" if name == "estimate" else name]
    data = json.loads(json.dumps(tomllib.loads(text), default=str))
    return Draft202012Validator(schema, format_checker=FormatChecker()).is_valid(data)


def by_reader(name: str, text: str, folder: Path) -> bool:
    """Whether the reader takes a file without a complaint."""
    folder.mkdir(exist_ok=True)
    path = folder / "one.toml"
    path.write_text(text, "utf-8")
    match name:
        case "evidence" | "estimate":
            reading = evidence.read_folder(folder, folder, PROFILE)
            evidence.derive(reading, Kept(folder / "kept.json"))
            return reading.complaints == []
        case "instrument":
            return instruments.read_instrument(path, "one.toml", PROFILE.functions)[1] == []
        case "table":
            return (
                word_tables.read_table(path, "one.toml", {}, Style("en", "{successes} of {trials}", "wilson"))[1]
                == []
            )
        case "figure":
            (folder / "material/figures").mkdir(parents=True, exist_ok=True)
            (folder / "material/figures/one.toml").write_text(text, "utf-8")
            (folder / "evidence").mkdir(exist_ok=True)
            (folder / "evidence/one.toml").write_text(RECORD, "utf-8")
            reading = evidence.read_folder(folder / "evidence", folder, PROFILE)
            evidence.derive(reading, Kept(folder / "kept.json"))
            style = Style("en", "{successes} of {trials}", "wilson")
            store = parsing.FigureMaterial(folder, "material", dict(reading.records), style)
            return parsing.read_figure("one", FigureKind.CHART, store)[1] == []
        case "searches":
            return searches.read_searches(path, "one.toml")[1] == []
        case _:
            for lexicon in profiles.shipped()["general"].parent.glob("lexicon-*.toml"):
                (folder / lexicon.name).write_bytes(lexicon.read_bytes())
            return profiles.read(path, "one.toml")[1] == []


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_file_is_sound_to_reader_and_schema(tmp_path: Path, name: str) -> None:
    assert by_reader(name, SOUND[name], tmp_path / "files")
    assert by_schema(name, SOUND[name])


def test_there_are_fifty_mutations() -> None:
    assert len(set(MUTATIONS)) >= 50


@pytest.mark.parametrize(("name", "old", "changed"), MUTATIONS)
def test_reader_and_schema_refuse_the_same_mutations(tmp_path: Path, name: str, old: str, changed: str) -> None:
    text = SOUND[name].replace(old, changed, 1)
    assert text != SOUND[name]
    assert (by_reader(name, text, tmp_path / "files"), by_schema(name, text)) == (False, False)


@pytest.mark.parametrize("profile", profiles.shipped())
def test_every_schema_is_one_and_takes_what_a_changedbrief_has(tmp_path: Path, profile: str) -> None:
    new.begin(tmp_path / "brief", new.Wanted("A brief", profile=profile), dt.date(2026, 3, 1))
    for path in (tmp_path / "brief/material").rglob("*.toml"):
        first = path.read_text("utf-8").splitlines()[0]
        assert first.startswith("#:schema ")
        schema: dict[str, Any] = json.loads((path.parent / first.removeprefix("#:schema ")).read_text("utf-8"))
        Draft202012Validator.check_schema(schema)
        data = json.loads(json.dumps(tomllib.loads(path.read_text("utf-8")), default=str))
        assert list(Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(data)) == []


def test_a_figure_of_a_kind_has_the_keys_of_that_kind() -> None:
    chart = {"kind": "chart", "title": "T", "message": "M", "panels": []}
    validator = Draft202012Validator(SCHEMAS["figure"])
    assert validator.is_valid(chart)
    assert not validator.is_valid(chart | {"events": []})
    assert not validator.is_valid(chart | {"kind": "pie"})
    assert not validator.is_valid({"kind": "chart", "title": "T"})


def test_the_command_writes_them_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new.begin(tmp_path / "brief", new.Wanted("A brief"), dt.date(2026, 3, 1))
    monkeypatch.chdir(tmp_path / "brief")
    before = {path: path.read_text("utf-8") for path in Path("schemas").iterdir()}
    assert {path.stem for path in before} == {*SCHEMAS, "settings"}
    Path("schemas/evidence.json").unlink()
    assert main(["schemas"]) == 0
    assert {path: path.read_text("utf-8") for path in Path("schemas").iterdir()} == before
    assert File(Path("material/evidence/example-count.toml"), "x", Rule.EVIDENCE_FILE).sound
