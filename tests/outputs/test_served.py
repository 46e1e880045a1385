"""The folder of the pages, copied to a server by itself."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tests.serving import Underscored, served, unanswered

if TYPE_CHECKING:
    from tests.conftest import Brief


def test_every_link_and_download_answers_from_the_folder_alone(brief: Brief, tmp_path: Path) -> None:
    shutil.copytree(brief.folder / "html", tmp_path / "site")
    with served(tmp_path / "site", Underscored) as address:
        lost, tried = unanswered(address)
    assert lost == set()
    assert tried > len(list((tmp_path / "site").rglob("*.html")))


def test_a_link_that_leads_nowhere_is_found(brief: Brief, tmp_path: Path) -> None:
    shutil.copytree(brief.folder / "html", tmp_path / "site")
    (tmp_path / "site/pdf/brief.pdf").unlink()
    with served(tmp_path / "site") as address:
        assert unanswered(address)[0] == {"/pdf/brief.pdf"}
