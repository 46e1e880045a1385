"""One bench for all tests of this folder: starting the generator and building the brief once take a while."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.incremental.bench import Bench


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """The small brief, ready to be edited."""
    made = Bench(tmp_path_factory.mktemp("incremental"))
    yield made
    made.generator.close()
    print(f"\nincremental: {made.generator.cpu:.0f} s of CPU in builds")
