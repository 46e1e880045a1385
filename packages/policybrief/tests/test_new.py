"""A new brief: small, complete, with marked gaps, and sound as it is, in each language of the generator."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from projects import Project

from policybrief.__main__ import main
from policybrief.commands import new
from policybrief.data.changelog import read_changelog
from policybrief.words.records import GAP

TODAY = dt.date(2026, 3, 1)
LANGUAGES = sorted(path.stem.removeprefix("words-") for path in new.HERE.glob("words-*.toml"))
PACKAGE = Path(__file__).parents[1]


def begun(folder: Path, **wanted: str) -> Project:
    """A new brief in a folder."""
    new.begin(folder, new.Wanted(**{"title": "Heat and hospitals", **wanted}), TODAY)
    return Project(folder)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("builder", ["html", "register", "accessiblepdf"])
def test_a_new_brief_is_sound_in_each_language(tmp_path: Path, language: str, builder: str) -> None:
    built = begun(tmp_path / "brief", language=language).build(builder, nitpicky=True)
    assert built.complaints == []


def test_a_new_brief_is_sound_in_the_vocabulary_of_another_field(tmp_path: Path) -> None:
    assert (
        begun(tmp_path / "brief", profile="ai-evaluations")
        .build(nitpicky=True, brief_rules=["appraisals"])
        .complaints
        == []
    )


def test_a_word_of_an_appraisal_that_nobody_knows_is_told_in_a_new_brief(tmp_path: Path) -> None:
    brief = begun(tmp_path / "brief", language="fr")
    brief.change("refs.bib", "review = {not stated}", "review = {relu par les pairs}")
    (found,) = brief.build().complaints
    assert "review 'relu par les pairs' is not known; use one of peer reviewed" in found.text


def test_a_new_brief_passes_make_check_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "brief"
    assert main(["new", str(folder), "--title", 'A "quoted" title', "--paper", "us-letter"]) == 0
    make = ["make", "check", f"PY={sys.executable}", "READY="]
    environment = {name: value for name, value in os.environ.items() if name != "MAKEFLAGS"}
    done = subprocess.run(make, cwd=folder, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / "build/pdf/brief.pdf").stat().st_size > 10_000
    assert "A &#34;quoted&#34; title" in (folder / "build/html/index.html").read_text("utf-8").replace(
        "&quot;", "&#34;"
    )


def test_a_new_brief_has_one_record_of_each_kind_a_chart_a_table_and_a_changelog(tmp_path: Path) -> None:
    built = begun(tmp_path / "brief").build("register")
    domain = built.app.env.get_domain("brief")
    assert set(domain.evidence) == {
        f"example-{sort}" for sort in ("count", "estimate", "rate", "date", "position")
    }  # type: ignore[attr-defined]
    assert (len(domain.findings), len(domain.recommendations), len(domain.sources)) == (1, 1, 1)  # type: ignore[attr-defined]
    assert '"revision": "0.1"' in built.file("register.json")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_recommendation_of_a_new_brief_names_what_it_rests_on_once_by_its_number(
    tmp_path: Path, language: str
) -> None:
    built = begun(tmp_path / "brief", language=language).build()
    title = built.app.env.get_domain("brief").findings["example-finding"].title  # type: ignore[attr-defined]
    words = built.words("recommendations")
    assert (words.count("F1"), words.count(title)) == (1, 0)


def test_each_file_greets_its_reader_and_a_gap_is_marked(tmp_path: Path) -> None:
    project = begun(tmp_path / "brief")
    for path in (path for path in project.path.rglob("*.*") if path.suffix != ".json"):
        first = path.read_text("utf-8").splitlines()[0 if path.suffix != ".bat" else 1]
        assert first.startswith(("#", "%", '"""', "rem ")), path
    gaps = "".join(path.read_text("utf-8") for path in project.path.rglob("*.md")).count(GAP)
    assert gaps > 20


def test_the_words_of_a_new_brief_are_the_same_in_each_language() -> None:
    keys = {language: _keys(new.words(language)) for language in LANGUAGES}
    assert all(found == keys["en"] for found in keys.values())


def _keys(table: dict[str, object]) -> set[str]:
    return {*table, *(f"{part}.{key}" for part in ("parts", "added") for key in table[part])}  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_item_of_the_changelog_is_read_as_its_own_note_writes_it(tmp_path: Path, language: str) -> None:
    changes = begun(tmp_path / "brief", language=language).path / "CHANGELOG.md"
    item = changes.read_text("utf-8").partition(" - ")[2].partition(" -->")[0]
    changes.write_text(f"{changes.read_text('utf-8')}\n- {item}\n", "utf-8")
    log = read_changelog(changes, changes.name)
    assert log.complaints == []
    ((change,),) = (entry.changes for entry in log.entries)
    assert (change.ids, bool(change.why), bool(change.effect)) == (("id",), True, True)


def test_in_another_language_a_brief_begins_with_english_words() -> None:
    assert new.words("pt_BR") == new.words("en")
    assert new.words("fr_CA") == new.words("fr")


REFUSED = {
    "a folder that holds something": (("full",), "is not empty"),
    "a folder that belongs to another brief": (("brief",), "holds a brief already"),
    "a file": (("file",), "is a file"),
    "an unknown paper": (("empty", "--paper", "letter"), "use one of a4, a5, us-letter"),
    "an unknown profile": (("empty", "--profile", "generl"), "did you mean 'general'?"),
    "a language that is none": (("empty", "--language", "English"), "write it like en, en_US, fr, de, es"),
    "a variety of nothing": (("empty", "--language", "en_XX"), "is no language that is known"),
    "an empty title": (("empty", "--title", " "), "a brief has a title"),
}


@pytest.mark.parametrize(("arguments", "problem"), REFUSED.values(), ids=REFUSED.keys())
def test_what_no_brief_can_be_begun_with_is_told_and_nothing_is_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    problem: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("full/a.txt", "brief/conf.py", "file"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("", "utf-8")
    before = sorted(tmp_path.rglob("*"))
    assert main(["new", *arguments]) == 2
    assert problem in capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == before


def test_what_is_not_said_is_asked_for_at_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["Chaleur", "fr", "", "Un ministère", ""])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _question: next(answers))
    assert main(["new", str(tmp_path / "brief")]) == 0
    conf = (tmp_path / "brief/conf.py").read_text("utf-8")
    for line in (
        'project = "Chaleur"',
        'language = "fr"',
        'accessible_pdf_paper = "a4"',
        'author = "Un ministère"',
    ):
        assert line in conf


def test_a_paper_is_named_in_any_case(tmp_path: Path) -> None:
    assert main(["new", str(tmp_path / "brief"), "--title", "Heat", "--paper", "US-Letter"]) == 0
    assert 'accessible_pdf_paper = "us-letter"' in (tmp_path / "brief/conf.py").read_text("utf-8")


def test_versions_are_pinned_and_a_checkout_is_taken_from_its_folder(tmp_path: Path) -> None:
    begun(tmp_path / "brief")
    text = (tmp_path / "brief/requirements.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    asked = {
        line.partition("==")[0] if "==" in line else Path(line.removeprefix("--editable ")).name for line in lines
    }
    assert {"policybrief", "sphinx", "typst"} <= asked
    assert all("==" in line or Path(line.removeprefix("--editable ")).is_dir() for line in lines)
    assert ("name folders of this machine" in text) is ("--editable" in "".join(lines))


def test_a_brief_can_be_begun_from_the_wheel_alone(tmp_path: Path) -> None:
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(tmp_path),
    ]
    subprocess.run([*build, str(PACKAGE)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("policybrief-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
        scripts = next(name for name in archive.namelist() if name.endswith("entry_points.txt"))
        assert "policybrief = policybrief.__main__:main" in archive.read(scripts).decode()
    done = subprocess.run(
        [sys.executable, "-c", "import policybrief.__main__ as m; print(m.__file__); m.main(['new', 'brief'])"],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(tmp_path / "site")}, capture_output=True, text=True,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert str(tmp_path / "site") in done.stdout
    shipped = {path.relative_to(new.TEMPLATE) for path in new.TEMPLATE.rglob("*.jinja")}
    written = [path for path in (tmp_path / "brief").rglob("*") if path.is_file() and path.suffix != ".json"]
    assert len(written) == len(shipped)
    assert tomllib.loads((tmp_path / "brief/material/evidence/example-rate.toml").read_text("utf-8"))["kind"]
