"""Nothing that a brief rests on can be taken away unnoticed: the check then fails and names what is missing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from projects import Project, Projects

ROOT = Path(__file__).parents[3]


def evidence_files(path: Path) -> list[Path]:
    """The records of a brief."""
    return sorted((path / "material/evidence").rglob("*.toml"))


def take_source(path: Path, key: str) -> None:
    """Cut an entry out of the bibliography."""
    text = (path / "refs.bib").read_text("utf-8")
    cut = re.sub(rf"@\w+\{{{re.escape(key)},.*?^\}}\n?", "", text, flags=re.DOTALL | re.MULTILINE)
    assert cut != text
    (path / "refs.bib").write_text(cut, "utf-8")


def take_finding(path: Path, id: str) -> None:
    """Cut a finding out of its chapter."""
    for chapter in (path / "source").rglob("*.md"):
        text = chapter.read_text("utf-8")
        cut = re.sub(rf"^:::+\{{finding\}} {re.escape(id)}\n.*?^:::+\n", "", text, flags=re.DOTALL | re.MULTILINE)
        if cut != text:
            chapter.write_text(cut, "utf-8")
            return
    raise AssertionError(f"no finding {id}")


def named(brief: Project, missing: str) -> bool:
    """Whether a complaint of a fresh build names what is missing."""
    return any(f"'{missing}" in said.text for said in brief.build(fresh=True).complaints)


@pytest.mark.parametrize("record", ["counts", "duty"])
def test_a_record_that_is_taken_away_is_named(project: Projects, record: str) -> None:
    brief = project("test-sound")
    (brief.path / f"material/evidence/{record}.toml").unlink()
    assert named(brief, record)


@pytest.mark.parametrize("key", ["alpha2024", "beta2025", "law2025"])
def test_a_source_that_is_taken_away_is_named(project: Projects, key: str) -> None:
    brief = project("test-sound")
    brief.build()  # completes it with its bibliography
    take_source(brief.path, key)
    assert named(brief, key)


@pytest.mark.parametrize("id", ["both-do-it", "counts-are-due"])
def test_a_finding_that_is_taken_away_is_named(project: Projects, id: str) -> None:
    brief = project("test-sound")
    take_finding(brief.path, id)
    assert named(brief, id)


def test_a_value_that_is_taken_away_is_named(project: Projects) -> None:
    brief = project("test-sound")
    record = (brief.path / "material/evidence/counts.toml").read_text("utf-8")
    brief.write("material/evidence/counts.toml", record.replace("[values.first]", "[values.last]"))
    complaints = brief.build(fresh=True).complaints
    assert any(said.place == "material/evidence/counts.toml:1" and "{first}" in said.text for said in complaints)
    assert any(said.subtype == "unknown_value" and "'counts.first'" in said.text for said in complaints)


PARTS = ("conf.py", "refs.bib", "CHANGELOG.md", "source", "material", "revisions", "reporting_standard")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, projects_in: Callable[[Path], Project]) -> Project:
    """A copy of the sources of the real brief, read once."""
    path = tmp_path_factory.mktemp("brief")
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, path / name)
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, path)
    brief = projects_in(path)
    brief.build("register")  # the one that reads and checks all and resolves no page
    return brief


def of_the_brief(kind: str) -> list[str]:
    """What the real brief rests on."""
    if kind == "evidence":
        return [path.stem for path in evidence_files(ROOT)]
    if kind == "source":
        return re.findall(r"^@\w+\{([^,]+),", (ROOT / "refs.bib").read_text("utf-8"), re.MULTILINE)
    text = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "source").rglob("*.md")))
    cited = set(" ".join(re.findall(r"^:findings:(.*)$", text, re.MULTILINE)).replace(",", " ").split())
    return [id for id in re.findall(r"^:::+\{finding\} (\S+)$", text, re.MULTILINE) if id in cited]


@pytest.mark.deep
@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind in ("evidence", "source", "finding") for name in of_the_brief(kind)]
)
def test_whatever_is_taken_away_from_the_real_brief_is_named(real: Project, kind: str, name: str) -> None:
    kept = {path: path.read_bytes() for path in [*real.path.rglob("*.md"), *real.path.rglob("*.toml")]}
    kept[real.path / "refs.bib"] = (real.path / "refs.bib").read_bytes()
    try:
        if kind == "evidence":
            (record,) = [path for path in evidence_files(real.path) if path.stem == name]
            record.unlink()
        elif kind == "source":
            take_source(real.path, name)
        else:
            take_finding(real.path, name)
        assert any(f"'{name}" in said.text for said in real.build("register").complaints)
    finally:
        for path, content in kept.items():
            if not path.exists() or path.read_bytes() != content:
                path.write_bytes(content)
