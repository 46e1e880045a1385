"""A publication on a server: every link answers, whatever the host thinks of names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.serving import Static, Underscored, served, unanswered


@pytest.mark.parametrize("host", [Static, Underscored])
def test_every_link_of_a_publication_answers(three: Path, host: type[Static]) -> None:
    with served(three, host) as address:
        lost, tried = unanswered(address)
    assert lost == set()
    assert tried > 3 * len(list((three / "1.0").glob("*.html")))


def test_a_host_that_drops_underscores_loses_pages_that_do_not_ask_it_not_to(three: Path) -> None:
    for plain in three.rglob(".nojekyll"):
        plain.unlink()
    with served(three, Underscored) as address:
        assert any("_static" in place for place in unanswered(address)[0])
