"""What those who come from elsewhere look for: licence, security, editors, hooks, other systems, workflows."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PACKAGES = sorted(path.parent for path in ROOT.glob("packages/*/pyproject.toml"))
WORKFLOWS = (".github/workflows/check.yml", ".gitlab-ci.yml", ".forgejo/workflows/check.yml")


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_each_package_names_its_licence_and_claims_only_what_was_tested(package: Path) -> None:
    project = tomllib.loads((package / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["license"] == "BSD-2-Clause"
    assert project["license-files"] == ["LICENSE"]
    assert "the policybrief contributors" in (package / "LICENSE").read_text("utf-8")
    versions = [one.rpartition(" ")[2] for one in project["classifiers"] if "Python :: 3" in one]
    assert versions == ["3.11"]
    assert list(package.glob("src/*/py.typed"))
    assert len((package / "README.md").read_text("utf-8").splitlines()) >= 3


def test_the_licence_of_the_code_leaves_the_text_of_the_brief_alone() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "`brief_licence`" in text
    assert (ROOT / "packages/policybrief/LICENSE").read_text("utf-8") in text


def test_reports_of_weaknesses_go_to_the_forge_and_to_no_address() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    assert "private reporting of the forge" in text
    assert not re.search(r"https?://|@", text)


@pytest.mark.parametrize("name", [*WORKFLOWS, ".readthedocs.yaml", ".pre-commit-config.yaml"])
def test_what_a_forge_reads_is_sound_and_runs_what_the_makefile_has(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert yaml.safe_load(text)
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"make ([a-z-]+)", text)) <= targets
    if name in WORKFLOWS:
        assert {"make check", "make test", "make publish"} <= set(re.findall(r"make [a-z]+", text))


def test_other_systems_have_the_same_commands() -> None:
    text = (ROOT / "make.bat").read_bytes()
    assert text.count(b"\r\n") == text.count(b"\n")
    assert b"-m policybrief %*" in text


def test_editors_are_told_how_files_are_written_here() -> None:
    assert "[Makefile]\nindent_style = tab" in (ROOT / ".editorconfig").read_text("utf-8")
