"""The table of criteria in ``CONTRIBUTING.md`` says what this folder and `tests/outputs` do."""

from __future__ import annotations

import re
import runpy
from importlib import import_module
from pathlib import Path

from policybrief.checks import RULES, rules

HERE = Path(__file__).parent
ROW = re.compile(r"^\| ([A-K]\d{1,2}) \| (.+?) \| (.*?) \| (.*?) ?\|$", re.M)
COUNTS = {"A": 6, "B": 7, "C": 9, "D": 7, "E": 11, "F": 6, "G": 9, "H": 8, "I": 5, "J": 6, "K": 6}


def rows() -> dict[str, str]:
    """Criterion and what holds it."""
    found = ROW.findall((HERE.parents[1] / "CONTRIBUTING.md").read_text("utf-8"))
    assert len({id for id, *_rest in found}) == len(found)
    return {id: held for id, _what, held, _open in found}


def named() -> set[str]:
    """The criteria that stand in names of tests."""
    text = "\n".join(path.read_text("utf-8") for path in HERE.parent.glob("*/test_*.py"))
    names = re.findall(r"^def (test_\w+)", text, re.M)
    return {id for name in names for id in re.findall(r"(?<=_)([A-K]\d{1,2})(?=_)", name)}


def test_all_eighty_criteria_stand_in_the_table() -> None:
    assert list(rows()) == [
        f"{group}{number}" for group, count in COUNTS.items() for number in range(1, count + 1)
    ]


def test_a_criterion_is_held_by_a_test_in_the_table_exactly_if_a_test_is_named_for_it() -> None:
    said = {id for id, held in rows().items() if "test" in held.split(", ")}
    assert said - named() == set(), "the table promises a test that does not exist"
    assert named() - said == set(), "the table keeps silent about a test"


def test_a_rule_that_the_table_names_is_a_rule_of_the_build() -> None:
    for module in RULES:
        import_module(f"policybrief.checks.{module}")
    known = {check.name: check for check in (*rules.CHAPTER, *rules.BRIEF)}
    promised = {name for held in rows().values() for name in re.findall(r"`(\w+)`", held)}
    assert promised <= known.keys()
    on = set(runpy.run_path(str(HERE.parents[1] / "conf.py"))["brief_rules"])
    assert {name for name in promised if known[name].optional} <= on, "promised, and not turned on in conf.py"


def test_what_only_people_can_judge_is_marked_as_held_by_no_test_alone() -> None:
    people = {"A5", "C4", "C8", "E9", "F6", "H1", "H7", "I5", "J6", "K3", "K6"}
    assert all("person" in rows()[id] for id in people)
