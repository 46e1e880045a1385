"""fields.toml holds together, and the examples in it are answers that the checker accepts."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from reports import checked, good

from reporting_standard.pages import explanation
from reporting_standard.schema import evaluation_schema, report_schema
from reporting_standard.standard import EXCEPTIONS, HERE, LEVELS, Field, load, path_of

STANDARD = load()
REFS = HERE.parent / "refs.bib"


def test_ids_follow_their_sections_without_gaps() -> None:
    for section in STANDARD.sections:
        ids = [field.id for field in STANDARD.in_section(section.key)]
        assert ids == [f"{section.id}{number}" for number in range(1, len(ids) + 1)]


def test_every_level_tier_exception_and_crosswalk_is_a_known_one() -> None:
    crosswalks = {c.key for c in STANDARD.crosswalks}
    for field in STANDARD.fields:
        assert field.level in LEVELS
        assert field.tier in STANDARD.tiers
        assert set(field.also) <= set(EXCEPTIONS)
        assert field.crosswalk.keys() <= crosswalks
        assert field.question.endswith("?")
        assert field.why.endswith(".")


def test_must_fields_stay_at_forty_or_fewer() -> None:
    assert sum(field.level == "must" for field in STANDARD.fields) <= 40


def test_a_must_field_of_the_public_tier_asks_for_no_restricted_material() -> None:
    assert not [f.id for f in STANDARD.fields if f.level == "must" and f.tier == "R"]


MATERIAL = Path("material")


@pytest.mark.skipif(not MATERIAL.exists(), reason="the package stands alone, without the brief's tables")
@pytest.mark.parametrize(("table", "id"), [("designs", "C7"), ("ladder", "I5")])
def test_the_answers_are_the_rows_of_the_table_that_the_brief_prints(table: str, id: str) -> None:
    rows = tomllib.loads((MATERIAL / f"{table}.toml").read_text("utf-8"))["rows"]
    field = STANDARD.field(id)
    assert field
    assert [row["id"].replace("-", "_") for row in rows] == list(field.choices)


def test_every_question_of_a_test_has_its_design() -> None:
    field = STANDARD.field("C7")
    assert field
    assert list(STANDARD.designs) == list(field.choices)
    words = " ".join(explanation(field, STANDARD).split())
    assert all(design in words for design in STANDARD.designs.values())


@pytest.mark.skipif(not REFS.exists(), reason="the package stands alone, without the brief's refs.bib")
def test_every_reference_is_in_refs_bib() -> None:
    keys = set(re.findall(r"^@\w+\{([^,\s]+),", REFS.read_text("utf-8"), re.M))
    used = {key for field in STANDARD.fields for key in field.references}
    used |= {crosswalk.source for crosswalk in STANDARD.crosswalks}
    assert used <= keys


@pytest.mark.parametrize("field", STANDARD.fields, ids=lambda field: field.id)
def test_the_example_of_a_field_is_a_valid_answer(field: Field, tmp_path: Path) -> None:
    value = tomllib.loads(f"value = {field.example}")["value"]
    data: Any = good()
    if field.type == "columns":
        data["trials"]["arms"][0] |= value
        counts = {f.key: tomllib.loads(f"v = {f.example}")["v"] for f in STANDARD.in_section("trials")}
        data["trials"]["arms"][0] |= counts["counts"] | counts["attempts"] | counts["interval"]
    else:
        data[field.section][field.key] = value
    if field.id in ("B1", "H1", "G1", "G3", "G4"):
        data["system"]["models"] = good()["system"]["models"] if field.id != "B1" else value
        data["trials"]["arms"] = data["trials"]["arms"][:1]
        columns = [f for f in STANDARD.fields if f.type == "columns"]
        data["trials"]["arms"][0] |= {
            k: v for f in columns for k, v in tomllib.loads(f"v = {f.example}")["v"].items()
        }
        headline = STANDARD.field("H1")
        assert headline
        data["results"]["headline"] = tomllib.loads(f"v = {headline.example}")["v"]
    plain = json.loads(json.dumps(data, default=str))
    assert list(checked(tmp_path, plain).faults) == []


def test_both_schemas_are_valid_2020_12() -> None:
    for schema in (report_schema(STANDARD), evaluation_schema(STANDARD)):
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("field", STANDARD.fields, ids=lambda field: field.id)
def test_the_explanation_of_a_field_gives_question_reason_example_and_place(field: Field) -> None:
    words = " ".join(explanation(field, STANDARD).split())
    assert " ".join(field.question.split()) in words
    assert " ".join(field.why.split()) in words
    assert path_of(field) in words
    assert field.example.strip("{} ").split()[0] in words


def test_beside_the_standard_library_only_intervals_and_schemas_are_imported() -> None:
    allowed = set(sys.stdlib_module_names) | {"jsonschema", "trial_counts", "sphinx"}  # Sphinx as types alone
    for file in HERE.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            else:
                continue
            if file.name in ("__init__.py", "sphinx_extension.py"):  # loaded by Sphinx, for a brief
                names = [name for name in names if name.split(".")[0] not in ("sphinx", "policybrief")]
            if file.name == "printable.py":  # the PDF, an extra that nothing else needs
                names = [name for name in names if name not in ("typst", "font_source_sans_pro")]
            for name in names:
                assert name.split(".")[0] in allowed, (file.name, name)


def test_checking_a_report_loads_nothing_it_does_not_need() -> None:
    program = (
        "import sys, reporting_standard.__main__ as command\n"
        f"command.main(['check', {str(HERE / 'examples' / 'thin.toml')!r}])\n"
        "print([m for m in ('sphinx', 'docutils', 'reporting_standard.pages', 'reporting_standard.profile', "
        "'reporting_standard.template', 'policybrief', 'typst') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"
