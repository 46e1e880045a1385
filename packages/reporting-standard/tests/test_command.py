"""The command: exit codes, formats, and messages on the right stream."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest
from reports import EXAMPLES

from reporting_standard.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

GOOD = str(EXAMPLES / "good.toml")


def test_check_exits_with_zero_for_valid_reports_and_one_otherwise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.toml").write_text("")
    assert main(["check", GOOD, str(EXAMPLES / "thin.toml")]) == 0
    assert main(["check", GOOD, str(tmp_path / "empty.toml")]) == 1
    out = capsys.readouterr().out
    assert f"{GOOD}: valid. Full" in out
    assert "empty.toml:1: is empty\n    -> start from" in out


def test_check_as_json_says_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.toml").write_text('standard = "SRER 0.2"\n[construct]\nclaim = 3\n')
    assert main(["check", "--format", "json", str(tmp_path / "bad.toml")]) == 1
    [result] = json.loads(capsys.readouterr().out)
    fault = next(f for f in result["faults"] if f["id"] == "C1")
    assert result["valid"] is False
    assert (fault["line"], fault["where"]) == (3, "construct.claim")


@pytest.mark.parametrize(("format", "load"), [("toml", tomllib.loads), ("json", json.loads)])
def test_new_prints_a_template_that_parses(
    format: str,
    load: object,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["new", "--format", format]) == 0
    assert callable(load)
    assert load(capsys.readouterr().out)["standard"] == "SRER 0.2"


def test_explain_knows_a_field_by_id_and_by_path(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "b1"]) == 0
    by_id = capsys.readouterr().out
    assert main(["explain", "system.models"]) == 0
    assert capsys.readouterr().out == by_id
    assert main(["explain", "Z9"]) == 1
    assert "is no field" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("models", ["B1"]),
        ("scoring.method", ["E3"]),
        ("system.models[2].date", ["B1"]),
        ("temperature", ["B5"]),
        ("independence", ["A3", "G5"]),
        ("arms", ["G1", "G3", "G4"]),
    ],
)
def test_explain_takes_what_template_and_messages_call_a_field(
    name: str, ids: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", name]) == 0
    out = capsys.readouterr().out
    assert [line[:2] for line in out.splitlines() if "; public" in line or "; may be" in line] == ids


def test_explain_says_what_a_class_asks_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "Full"]) == 0
    assert "every should-field is answered" in capsys.readouterr().out


def test_check_says_what_is_open_for_full_and_when_answers_were_not_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(EXAMPLES / "thin.toml")]) == 0
    assert "for Full, answer these too (see `explain`): A5 report.protocol" in capsys.readouterr().out
    (tmp_path / "bad.toml").write_text("[report]\ninterests = none\n")
    assert main(["check", str(tmp_path / "bad.toml")]) == 1
    assert "the answers are checked once the file can be read" in capsys.readouterr().out


def test_profile_without_codings_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["profile"]) == 1
    assert "holds no codings" in capsys.readouterr().err
    assert main(["profile", GOOD]) == 1
    assert "is a report" in capsys.readouterr().err
