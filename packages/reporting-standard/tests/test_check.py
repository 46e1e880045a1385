"""Every common error is caught with one plain message that names the field, the place and the remedy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reports import EXAMPLES, changed, checked, good

from reporting_standard.check import check
from reporting_standard.reading import LARGEST
from reporting_standard.schema import report_schema
from reporting_standard.standard import load
from reporting_standard.template import json_template, toml_template

ARM = "trials__arms__0__"

SEEDED: dict[str, tuple[dict[str, Any], str, str]] = {
    # name: what is changed, the field that is named, words of the message
    "more successes than trials": ({ARM + "successes": 41}, "G4", "41 successes in 40 trials"),
    "several attempts without k": ({ARM + "attempt_rule": "pass_at_k"}, "G3", "must say how many"),
    "a single attempt with k": ({ARM + "k": 5}, "G3", "does not fit attempt_rule single"),
    "excluded trials without reason": ({ARM + "exclusion_reason": None}, "G1", "without a reason"),
    "more excluded than run": ({ARM + "excluded": 50}, "G1", "50 excluded of 41 run"),
    "a wrong interval": ({ARM + "interval_high": 45.0}, "G4", "which is 10.8 to 38.5 per cent"),
    "an interval as fractions": (
        {ARM + "interval_low": 0.108, ARM + "interval_high": 0.385},
        "G4",
        "is not the exact 95% interval",
    ),
    "an interval upside down": ({ARM + "interval_low": 60}, "G4", "is no interval"),
    "an unknown model in an arm": ({ARM + "model": "Model Q"}, "G1", "not among system.models"),
    "withheld without reason": (
        {"system__materials": {"held_by": "Somebody", "lodged": "2026-10-01"}},
        "B6",
        "without a reason",
    ),
    "withheld without recipient": (
        {"system__materials": {"withheld": "security", "lodged": "2026-10-01"}},
        "B6",
        "without a recipient",
    ),
    "withheld commercially where that does not count": (
        {"construct__instruction": {"withheld": "commercial", "held_by": "X", "lodged": "2026-10-01"}},
        "C5",
        "commercial confidence is no reason",
    ),
    "withheld beside a redaction statement that denies it": (
        {"publication__redaction__anything_withheld": False},
        "J1",
        "says that nothing is withheld, but B6 is",
    ),
    "not done and withheld at once": (
        {"system__materials__not_done": "no"},
        "B6",
        "is said to be withheld and not_done at once",
    ),
    "not done where an answer is needed": ({"construct__claim": {"not_done": "no idea"}}, "C1", "expects a text"),
    "a missing success definition": ({"construct__success": None}, "C2", "is not answered: What counts"),
    "a missing part of it": ({"construct__success__definition": None}, "C2", "is missing"),
    "a blank answer": ({"construct__claim": "   "}, "C1", "is not answered"),
    "a word in place of the form for withheld": (
        {"system__materials": "Withheld"},
        "B6",
        "'Withheld' is no answer",
    ),
    "a word in place of an answer": ({"construct__claim": "TBD"}, "C1", "'TBD' is no answer"),
    "a judge without validation": ({"tasks__scoring__judge_validation": None}, "E3", "judging model"),
    "a live environment without authorisation": (
        {"environment__setting": ["live_services"]},
        "D4",
        "needs an authorisation",
    ),
    "propensity from an explicit order": (
        {"construct__dimension": ["propensity"]},
        "C5",
        "cannot rest on an explicit order",
    ),
    "a replication without report": ({"decision__replication__status": "done"}, "I3", "has an author"),
    "more successes read than scored": ({"tasks__false_successes__read": 60}, "E4", "60 read of 59"),
    "more planted cases found than planted": ({"tasks__misses__found": 15}, "E8", "15 found of 14 planted"),
    "more clean cases flagged than put in": ({"tasks__misses__flagged": 15}, "E8", "15 flagged of 14 clean"),
    "an attempt after the last": ({"tasks__misses__attempt": 2}, "E8", "attempt 2 of 1 attempts"),
    "a sensitivity that does not follow": (
        {"tasks__misses__shown_at_least": 92.9},
        "E8",
        "is not what 13 of 14 show, which is 70.3",
    ),
    "more aware runs than runs": ({"elicitation__awareness__aware": 81}, "F5", "81 aware runs of 80"),
    "an all-clear without a control": (
        {"construct__answers": ["ruled_out"], "tasks__positive_control": {"not_done": "no system"}},
        "C7",
        "without a positive control",
    ),
    "an all-clear by a test that missed its control": (
        {"construct__answers": ["ruled_out"], "tasks__positive_control__found": False},
        "C7",
        "did not find what was known to be there",
    ),
    "an all-clear without a rate of misses": (
        {"construct__answers": ["ruled_out"], "tasks__misses": {"not_done": "nothing planted"}},
        "C7",
        "without a rate of misses",
    ),
    "an answer to what it does unasked from orders": (
        {"construct__answers": ["unasked"]},
        "C7",
        "cannot be answered by runs under an explicit order alone",
    ),
    "no question": ({"construct__answers": None}, "C7", "is not answered: Which question"),
    "a headline without count": ({"results__headline": "It often succeeds."}, "H1", "names no count"),
    "a headline without interval": (
        {"results__headline": "Model X did so in 9 of 40 trials."},
        "H1",
        "a count without its interval",
    ),
    "an unknown field": ({"system__modles": "X"}, "", '"modles" is no field of the standard'),
    "a field in the wrong section": ({"system__claim": "X"}, "", '"claim" is no field'),
    "a wrong choice": ({"construct__dimension": ["capabilty"]}, "C4", "not among the choices"),
    "a number in quotes": ({ARM + "run": "41"}, "G1", "expects a whole number"),
    "a text where a list belongs": ({"construct__instruction": "explicit"}, "C5", "expects a list"),
    "no date": ({"report__identity__date": "12 October"}, "A1", "is no date"),
    "a date that does not exist": ({"report__identity__date": "2026-02-30"}, "A1", "no day of the calendar"),
    "a negative count": ({ARM + "successes": -1}, "G4", "out of range"),
    "an absurd count": ({ARM + "run": 10**400}, "G1", "out of range"),
    "a choice twice": ({"system__variants": ["released", "released"]}, "B2", "twice"),
    "another standard": ({"standard": "SRER 9"}, "", "not among the choices"),
    "no standard": ({"standard": None}, "", "which standard"),
    "a missing section": ({"elicitation": None}, "F", "the section [elicitation] is missing"),
}


@pytest.mark.parametrize("name", SEEDED)
def test_a_seeded_error_is_caught_with_one_message_that_names_it(name: str, tmp_path: Path) -> None:
    answers, id, words = SEEDED[name]
    result = checked(tmp_path, changed(**answers))
    [fault] = result.faults
    assert fault.id == id
    assert words in fault.wrong
    assert fault.right
    assert "\n" not in fault.wrong + fault.right


def test_a_normal_interval_at_ten_trials_is_refused_even_when_computed_right(tmp_path: Path) -> None:
    arm = {"planned": 10, "run": 10, "excluded": 0, "successes": 5, "method": "normal"}
    arm |= {"interval_low": 19.0, "interval_high": 81.0}
    data = changed(**{ARM + key: value for key, value in arm.items()})
    data["results"]["headline"] = "5 of 10 (19.0 to 81.0%)"
    [fault] = checked(tmp_path, data).faults
    assert (fault.id, fault.where) == ("G4", "trials.arms[1].method")
    assert "too narrow" in fault.wrong


def test_a_sample_that_exclusion_makes_small_needs_an_exact_interval_too(tmp_path: Path) -> None:
    arm = {"run": 35, "excluded": 10, "successes": 9, "method": "normal"}
    data = changed(**{ARM + key: value for key, value in arm.items()})
    assert any("25 trials are left" in fault.wrong for fault in checked(tmp_path, data).faults)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("# only a comment\n", "which standard"),
        ("this is prose\nof two lines", "is not valid TOML"),
        ("{", "is not valid JSON"),
        ("[1, 2]", "is not valid TOML"),
        ("[report]\n[report]\n", "is not valid TOML"),
        ("[report]\ninterests =\n", '"" leaves the question open'),
        ('[report]\ninterests = "a"\ninterests = "b"\n', "every key stands once"),
        ("x = " + "[" * 50 + "]" * 50, "levels deep"),
        ("x = " + "[" * 100_000, "levels deep"),
        ('{"x":' * 100_000, "levels deep"),
        ("a" + ".a" * 200 + " = 1", "levels deep"),
        ("a" + ".a" * 500_000 + " = 1", "levels deep"),
        ("x = " + "9" * 5000, "number of usual length"),
        ("x = nan", "is no number"),
        ('{"standard": "SRER 0.2", "standard": "SRER 0.1"}', "stands twice"),
        ("\x00\x01\x02", "is not valid TOML"),
    ],
)
def test_a_file_that_is_no_report_is_refused_in_plain_words(text: str, words: str, tmp_path: Path) -> None:
    name = "report.json" if text.startswith("{") else "report.toml"
    (tmp_path / name).write_text(text, "utf-8")
    faults = check(str(tmp_path / name)).faults
    assert any(words in fault.wrong + fault.right for fault in faults), faults


def test_fifty_megabytes_are_refused_before_they_are_parsed(tmp_path: Path) -> None:
    (tmp_path / "big.toml").write_bytes(b'x = "' + b"y" * 50_000_000 + b'"')
    [fault] = check(str(tmp_path / "big.toml")).faults
    assert f"larger than {LARGEST // 1_000_000} MB" in fault.wrong


def test_a_file_of_nothing_but_faults_is_cut_short_and_says_so(tmp_path: Path) -> None:
    faults = checked(tmp_path, changed(construct__dimension=[f"x{n}" for n in range(20_000)])).faults
    assert len(faults) == 501
    assert "more than 500 faults" in faults[0].wrong


@pytest.mark.parametrize("name", ["absent.toml", ".", "a\0b"])
def test_what_cannot_be_opened_is_said_to_be_unreadable(name: str, tmp_path: Path) -> None:
    [fault] = check(str(tmp_path / name)).faults
    assert "cannot be read" in fault.wrong or "no file name" in fault.wrong


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "report.toml").write_bytes(b'x = "a"\ny = "\xff\xfe"\n')
    [fault] = check(str(tmp_path / "report.toml")).faults
    assert (fault.line, fault.wrong) == (2, "is not UTF-8 text")


def test_all_faults_of_a_file_are_named_in_one_run(tmp_path: Path) -> None:
    every = changed(
        construct__success=None,
        construct__dimension=["propensity"],
        environment__setting=["live_services"],
        tasks__scoring__judge_validation=None,
        system__modles="X",
        **{ARM + "successes": 50, "trials__arms__1__interval_low": 1},
    )
    found = {(fault.id, fault.where) for fault in checked(tmp_path, every).faults}
    assert found == {
        ("C2", "construct.success"),
        ("C5", "construct.instruction"),
        ("D4", "environment.containment"),
        ("E3", "tasks.scoring"),
        ("", "system.modles"),
        ("G4", "trials.arms[1].successes"),
        ("G4", "trials.arms[2].interval_low"),
    }


def test_a_fault_points_at_its_line(tmp_path: Path) -> None:
    text = (EXAMPLES / "good.toml").read_text("utf-8").replace("successes = 9\n", "successes = 90\n")
    [fault] = [f for f in checked(tmp_path, text).faults if f.id == "G4"]
    assert text.split("\n")[fault.line - 1] == "successes = 90"


def test_a_fault_in_json_points_at_its_line(tmp_path: Path) -> None:
    text = json.dumps(changed(**{ARM + "successes": 90}), indent=1)
    (tmp_path / "report.json").write_text(text)
    [fault] = [f for f in check(str(tmp_path / "report.json")).faults if f.id == "G4"]
    assert '"successes": 90' in text.split("\n")[fault.line - 1]


def test_the_good_example_is_full_and_the_thin_one_core() -> None:
    assert check(str(EXAMPLES / "good.toml")).reached == "full"
    assert check(str(EXAMPLES / "thin.toml")).reached == "core"


def test_json_and_toml_of_one_report_give_the_same_result(tmp_path: Path) -> None:
    assert checked(tmp_path, good()).reached == check(str(EXAMPLES / "good.toml")).reached


def test_a_public_must_field_that_is_withheld_makes_the_report_restricted(tmp_path: Path) -> None:
    lodged = {"withheld": "security", "held_by": "Authority", "lodged": "2026-10-01"}
    assert checked(tmp_path, changed(system__safeguards=lodged)).reached == "restricted"
    assert checked(tmp_path, changed(environment__provided=lodged)).reached == "full"


@pytest.mark.parametrize("render", [toml_template, json_template])
def test_the_blank_template_asks_for_every_must_field_and_nothing_else(render: Any, tmp_path: Path) -> None:
    standard = load()
    text = render(standard)
    faults = checked(tmp_path, text if render is toml_template else json.loads(text)).faults
    asked = {fault.id for fault in faults}
    musts = {f.id for f in standard.fields if f.level == "must"}
    # the three columns of an arm are asked for by the first of them
    assert asked == musts - {"G3", "G4"}
    assert all("is not answered" in fault.wrong for fault in faults)


def test_a_template_row_filled_in_part_names_the_parts_that_are_missing(tmp_path: Path) -> None:
    text = toml_template(load()).replace('model = ""', 'model = "X"', 1)
    where = {fault.where for fault in checked(tmp_path, text).faults}
    assert {"trials.arms[1].run", "trials.arms[1].attempt_rule", "trials.arms[1].method"} <= where


def test_dotted_exceptions_work_beside_blank_parts_as_the_template_says(tmp_path: Path) -> None:
    text = toml_template(load()).replace(
        'effort.person_days = ""', 'effort.not_done = "not recorded"\neffort.person_days = ""'
    )
    assert "F1" not in {fault.id for fault in checked(tmp_path, text).faults}


def test_a_condition_names_only_the_parts_that_are_missing(tmp_path: Path) -> None:
    arm = {"attempt_rule": "pass_at_k", "k": 5, "attempts": 200}
    [fault] = checked(tmp_path, changed(**{ARM + key: value for key, value in arm.items()})).faults
    assert fault.right == "add attempt_successes"


def test_a_wrong_choice_is_not_also_blamed_for_a_condition(tmp_path: Path) -> None:
    data = changed(**{ARM + "run": 20, ARM + "method": "clopper-pearson"})
    about = [f for f in checked(tmp_path, data).faults if f.where == "trials.arms[1].method"]
    assert len(about) == 1
    assert "not among the choices" in about[0].wrong


def test_every_line_that_is_no_toml_is_named_in_one_run(tmp_path: Path) -> None:
    text = """standard = "SRER 0.2"
[report]
interests = none at all
corrections = "errors@example.org"
[system]
variants = [released]
safeguards = "all off"
[environment.reset]
state_reset = Yes
"""
    faults = checked(tmp_path, text).faults
    assert [(f.line, f.where) for f in faults] == [(3, "interests"), (6, "variants"), (9, "state_reset")]
    assert "write true" in faults[2].right


FILLED = {"name": '"X"', "version": '"1"', "date": "2026-03-01", "weights": '"open"', "size": '""'}
BLANK_ROW = '  { name = "", version = "", date = "", weights = "", size = "" },'
ROW = "{ " + ", ".join(f"{key} = {value}" for key, value in FILLED.items()) + " }"


@pytest.mark.parametrize(
    ("blank", "written", "words"),
    [
        # the template's list left below what replaces it
        ("models = [", 'models.withheld = "legal"\nmodels = [', "models.withheld already; take one of"),
        (
            'effort.iterations = ""',
            'effort.iterations = "5"\neffort.iterations = ""',
            "has effort.iterations already",
        ),
        (BLANK_ROW, f"  {ROW}\n  {ROW}", "comma after every"),
        (BLANK_ROW, '  { name = "X",\n    version = "1" },', "on one line"),
        ('claim = ""', 'claim = "one\ntwo"', "ends on the line where it begins"),
        ('claim = ""', "claim = “one”", "straight double quotes"),
        ("[[trials.arms]]", 'arms.withheld = "security"\n[[trials.arms]]', "take out the blank line or block"),
    ],
)
def test_a_slip_in_the_template_is_one_fault_and_what_follows_is_not_blamed(
    blank: str, written: str, words: str, tmp_path: Path
) -> None:
    text = toml_template(load())
    assert text.count(blank) == 1
    result = checked(tmp_path, text.replace(blank, written))
    [fault] = result.faults
    assert words in fault.right
    assert not result.readable


def test_a_junk_line_does_not_put_the_blame_on_the_line_above(tmp_path: Path) -> None:
    [fault] = checked(tmp_path, 'standard = "SRER 0.2"\n[report]\ninterests = "a"\njust words\n').faults
    assert (fault.line, fault.where) == (4, "")


def test_a_part_without_its_field_is_told_the_whole_name(tmp_path: Path) -> None:
    [fault] = checked(tmp_path, changed(tasks__judge_validation="read by two people")).faults
    assert fault.right == "did you mean scoring.judge_validation?"
    [fault] = checked(tmp_path, changed(trials__method="exact")).faults
    assert fault.right == "method belongs into a block [[trials.arms]]"


def test_a_section_named_twice_is_told_to_drop_one(tmp_path: Path) -> None:
    [fault] = checked(tmp_path, changed(trials__trials={"stopping_rule": "x"})).faults
    assert fault.right.startswith("[trials] stands above already")


def test_an_answer_beside_what_stands_in_its_place_says_so(tmp_path: Path) -> None:
    lodged = {"withheld": "security", "held_by": "Authority", "lodged": "2026-10-01", "description": "a script"}
    [fault] = checked(tmp_path, changed(tasks__scoring=lodged)).faults
    assert (fault.id, fault.wrong) == ("E3", "scoring has an answer beside what stands in its place")


def test_an_optional_part_of_the_wrong_type_may_be_left_blank(tmp_path: Path) -> None:
    [fault] = checked(tmp_path, changed(system__inference__temperature="default")).faults
    assert fault.right == "write a number without quotes, or leave it blank"


def test_a_list_where_one_choice_belongs_is_told_so(tmp_path: Path) -> None:
    [fault] = checked(tmp_path, changed(report__independence__relation=["internal"])).faults
    assert fault.wrong == "takes one choice, found a list"
    assert fault.right.endswith("without brackets")


def test_a_withheld_answer_is_told_the_lines_it_lacks(tmp_path: Path) -> None:
    [fault] = checked(tmp_path, changed(report__interests={"withheld": "privacy"})).faults
    assert fault.right == 'add interests.held_by = "who holds it" and interests.lodged = 2026-09-30'


def test_nobody_told_is_said_in_place_of_the_list(tmp_path: Path) -> None:
    [fault] = checked(tmp_path, changed(decision__notified=[{"who": "nobody", "date": ""}])).faults
    assert fault.right.endswith('or in place of the list notified.not_done = "why"')


def test_the_arms_may_be_withheld_as_the_template_says(tmp_path: Path) -> None:
    head, _, rest = toml_template(load()).partition("[[trials.arms]]")
    assert "Or, in [trials] above and without any block: arms.withheld" in head
    lodged = 'arms.withheld = "security"\narms.held_by = "X"\narms.lodged = 2026-10-01\n'
    text = head + lodged + rest[rest.index("# ====") :]
    assert not {"G1", "G3", "G4"} & {fault.id for fault in checked(tmp_path, text).faults}


def test_what_follows_an_unclosed_quote_is_not_blamed(tmp_path: Path) -> None:
    text = 'standard = "SRER 0.2"\n[report]\ninterests = """never closed\n' + "claim = 3\n" * 50
    assert len(checked(tmp_path, text).faults) == 1


def test_control_characters_of_a_file_do_not_reach_the_terminal(tmp_path: Path) -> None:
    [fault] = checked(tmp_path, changed(construct__dimension=["\x1b[2J"])).faults
    assert "\x1b" not in fault.wrong


def test_the_schema_alone_refuses_what_it_can_express() -> None:
    validator = jsonschema.Draft202012Validator(report_schema(load()))
    needs_code = {
        "more successes than trials",
        "a single attempt with k",
        "excluded trials without reason",
        "more excluded than run",
        "a wrong interval",
        "an interval as fractions",
        "an interval upside down",
        "an unknown model in an arm",
        "withheld beside a redaction statement that denies it",
        "not done and withheld at once",
        "a word in place of the form for withheld",
        "a word in place of an answer",
        "more successes read than scored",
        "more planted cases found than planted",
        "more clean cases flagged than put in",
        "an attempt after the last",
        "a sensitivity that does not follow",
        "more aware runs than runs",
        "an all-clear without a control",
        "an all-clear by a test that missed its control",
        "an all-clear without a rate of misses",
        "a headline without count",
        "a headline without interval",
        "a date that does not exist",
    }
    accepted = {name for name, (answers, _, _) in SEEDED.items() if validator.is_valid(changed(**answers))}
    assert accepted == needs_code


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), value=JSON)
def test_any_value_in_any_place_gives_messages_and_no_exception(data: st.DataObject, value: Any) -> None:
    report = good()
    section = data.draw(st.sampled_from(sorted(report)))
    table: Any = report
    key: Any = section
    if isinstance(report[section], dict) and data.draw(st.booleans()):
        table, key = report[section], data.draw(st.sampled_from(sorted(report[section])))
        if isinstance(table[key], dict) and data.draw(st.booleans()):
            table, key = table[key], data.draw(st.sampled_from(sorted(table[key])))
        elif isinstance(table[key], list) and isinstance(table[key][0], dict):
            table = table[key][0]
            key = data.draw(st.sampled_from(sorted(table)))
    table[key] = value
    _check_text(json.dumps(report), "report.json")


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_gives_messages_and_no_exception(text: str) -> None:
    _check_text(text, "report.toml")
    _check_text(text, "report.json")


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_good_example_with_a_piece_cut_out_gives_messages_and_no_exception(data: st.DataObject) -> None:
    text = (EXAMPLES / "good.toml").read_text("utf-8")
    start = data.draw(st.integers(0, len(text)))
    _check_text(text[:start] + text[start + data.draw(st.integers(0, 400)) :], "report.toml")


def _check_text(text: str, name: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_text(text, "utf-8", errors="surrogatepass")
        result = check(str(file))
    for fault in result.faults:
        assert fault.line >= 1
        assert fault.wrong
        assert fault.right
