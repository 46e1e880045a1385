"""What the generated briefs are: sound, the same each time, and of the same words as their stock counterparts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.benchmarks import as_brief, as_stock
from tests.benchmarks.content import Content, Size
from tests.benchmarks.running import run

SMALL = Size(chapters=2, sources=8, citations=8)


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A small brief and its stock counterpart."""
    folder = tmp_path_factory.mktemp("generated")
    as_brief.write(Content(SMALL), folder / "ours")
    as_stock.write(Content(SMALL), folder / "stock")
    return folder / "ours", folder / "stock"


def text_of(folder: Path) -> str:
    """All that the chapters of a folder say."""
    return "\n".join(path.read_text("utf-8") for path in sorted(folder.glob("*.md")))


def test_a_generated_brief_passes_its_own_strict_check(projects: tuple[Path, Path]) -> None:
    run(projects[0], "policybrief", "check")


def test_its_stock_counterpart_gives_no_warning(projects: tuple[Path, Path]) -> None:
    run(projects[1], "sphinx", "-q", "-W", "-b", "html", ".", "out")


def test_the_same_size_gives_the_same_brief(projects: tuple[Path, Path], tmp_path: Path) -> None:
    as_brief.write(Content(SMALL), tmp_path / "again")
    written = [path for part in ("source/*", "material/evidence/*", "*.bib") for path in projects[0].glob(part)]
    assert written
    for path in written:
        assert (tmp_path / "again" / path.relative_to(projects[0])).read_bytes() == path.read_bytes()


def test_both_have_as_many_citations_as_the_size_says(projects: tuple[Path, Path]) -> None:
    for folder in (projects[0] / "source", projects[1]):
        assert text_of(folder).count("{cite}`") == SMALL.citations


def test_both_have_every_sentence_of_every_chapter(projects: tuple[Path, Path]) -> None:
    stock = text_of(projects[1])
    for chapter in Content(SMALL).chapters:
        texts = [block for block in chapter.blocks if isinstance(block, str)]
        texts += [block.sentence for block in chapter.blocks if not isinstance(block, str)]
        for words in re.split(r"\{\w+\}`[^`]*`|:::(?:\{[\w-]+\})?|\n", "\n".join(texts)):
            assert words.strip() in stock
