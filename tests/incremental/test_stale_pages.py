"""A page prints the files that it takes in, and the titles of other chapters, as they are when it is built."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.incremental.bench import BUILD, CHECK, Bench, Command, Generator

ROOT = Path(__file__).parents[1] / "roots" / "test-stale-pages"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, generator: Generator) -> Bench:
    """A brief of two chapters and a cover."""
    return Bench(tmp_path_factory.mktemp("stale"), generator, ROOT)


@pytest.mark.parametrize("command", [BUILD, CHECK], ids=["build", "check"])
def test_a_changed_file_or_title_is_new_on_every_page_that_prints_it(small: Bench, command: Command) -> None:
    small.begin()
    small.project.change("source/note.txt", "yesterday", "today")
    small.project.change("source/rooms.csv", "yesterday", "today")
    small.project.change("source/named.md", "# What is named", "# What has a new name")
    small.build(command)
    for name in ("index.html", "taken.html", "named.html"):
        page = small.project.target.read(small.project.target.find(name))
        assert ("What is named" in page, "What has a new name" in page) == (False, True), name
        assert "yesterday" not in page
    assert "The note of today." in small.project.target.read(small.project.target.find("taken.html"))
    small.check()
