"""One generator and one bench for all tests of this folder: it takes a while to start them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.incremental.bench import Bench, Generator


@pytest.fixture(scope="session")
def generator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generator]:
    """A copy of the generator, which tests may edit."""
    made = Generator(tmp_path_factory.mktemp("generator") / "copy")
    yield made
    made.close()


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory, generator: Generator) -> Bench:
    """The small brief, ready to be edited."""
    return Bench(tmp_path_factory.mktemp("bench"), generator)
