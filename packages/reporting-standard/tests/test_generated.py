"""Generated files are what fields.toml and the codings give now."""

from __future__ import annotations

import dataclasses
import json
import tomllib
from typing import TYPE_CHECKING

import jsonschema
import pytest
from reports import EXAMPLES, good

from reporting_standard import generate
from reporting_standard.__main__ import main
from reporting_standard.generate import FOLDER, stale
from reporting_standard.printable import pdf
from reporting_standard.standard import load

if TYPE_CHECKING:
    from pathlib import Path


def test_no_generated_file_is_stale() -> None:
    assert stale() == [], "run `python -m reporting_standard generate`"


def test_a_stale_file_is_named_with_the_command_that_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "FOLDER", tmp_path)
    (tmp_path / "old.md").write_text("no longer written")
    assert main(["generate", "--check"]) == 1
    out = capsys.readouterr().out
    assert "report.schema.json is stale; run `python -m reporting_standard generate`" in out
    assert main(["generate"]) == 0
    assert main(["generate", "--check"]) == 0
    assert not (tmp_path / "old.md").exists()


def test_the_shipped_schema_accepts_both_examples_without_our_code() -> None:
    schema = json.loads((FOLDER / "report.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(good())
    thin = tomllib.loads((EXAMPLES / "thin.toml").read_text("utf-8"))
    validator.validate(json.loads(json.dumps(thin, default=str)))


def test_the_checklist_as_pdf_has_two_tagged_pages_with_every_question(tmp_path: Path) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    pdfium = pytest.importorskip("pypdfium2")
    file = tmp_path / "checklist.pdf"
    assert main(["generate", "--pdf", str(file)]) == 0
    with pikepdf.open(file) as opened:
        assert len(opened.pages) == 2
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "en"
    document = pdfium.PdfDocument(file)
    words = " ".join(page.get_textpage().get_text_range() for page in document).split()
    assert [field.id for field in load().fields if field.id not in words] == []
    page = pytest.importorskip("page")
    report = page.validate_pdf_bytes(file.read_bytes(), profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, report.failures


def test_the_pdf_is_the_same_every_time() -> None:
    assert pdf(load()) == pdf(load())


def test_text_of_the_standard_never_becomes_typst_markup() -> None:
    standard = dataclasses.replace(load(), banner='a "quote", a \\ and #panic("no") $x$ *y*')
    assert pdf(standard)


def test_both_templates_ask_the_same_questions_in_the_same_order() -> None:
    def keys(value: object, path: str = "") -> list[str]:
        if isinstance(value, dict):
            return [k for key, child in value.items() for k in keys(child, f"{path}.{key}")]
        if isinstance(value, list) and value:
            return keys(value[0], path)
        return [path]

    as_toml = tomllib.loads((FOLDER / "template.toml").read_text("utf-8"))
    as_json = json.loads((FOLDER / "template.json").read_text("utf-8"))
    assert sorted(keys(as_toml)) == sorted(keys(as_json))
