"""The preview: what is written shows in the page that is looked at, without a hand on the browser."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOTS = ROOT / "packages/policybrief/tests/roots"
EDITS = {
    "a chapter": (
        "source/observed.md",
        "The first system",
        "The eager system",
        "observed.html",
        "The eager system",
    ),
    "a record": ("material/evidence/counts.toml", "successes = 9", "successes = 7", "observed.html", "7 of 10"),
    "the bibliography": ("refs.bib", "title = {", "title = {Renamed, once ", "sources.html", "Renamed, once"),
}
"""The file that is edited, its words and the new ones, the page that is looked at and what it shows then."""


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small brief."""
    folder = tmp_path_factory.mktemp("preview") / "brief"
    for root in ("default", "test-sound"):
        shutil.copytree(ROOTS / root, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def address(brief: Path) -> Iterator[str]:
    """The preview, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "policybrief", "preview", "--port", str(port)]
    quiet = subprocess.DEVNULL
    served = subprocess.Popen(command, cwd=brief, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        yield _answering(f"http://127.0.0.1:{port}/", served)
    finally:
        os.killpg(served.pid, signal.SIGTERM)  # an interrupt is ignored by what runs in the background
        served.wait()


def _answering(address: str, served: subprocess.Popen[bytes]) -> str:
    begun = monotonic()
    while served.poll() is None and monotonic() - begun < 120:  # what must not hang, ends
        try:
            urllib.request.urlopen(address)
        except (urllib.error.URLError, ConnectionError):
            sleep(0.2)
        else:
            return address
    raise AssertionError("the preview does not answer")


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_shows_in_the_page_that_is_looked_at(name: str, brief: Path, address: str, chromium: Any) -> None:
    file, old, new, page_name, shown = EDITS[name]
    page: Page = chromium.new_page()
    page.goto(f"{address}{page_name}")
    assert shown not in page.inner_text("main")
    page.wait_for_function("typeof ws !== 'undefined' && ws.readyState === 1")
    text = (brief / file).read_text("utf-8")
    assert old in text
    (brief / file).write_text(text.replace(old, new, 1), "utf-8")
    begun = monotonic()
    page.locator("main").get_by_text(shown).first.wait_for(state="attached", timeout=120_000)
    seconds = monotonic() - begun
    print(f"{name}: {seconds:.1f} s")  # five at most is what is promised; no test fails by the clock
    page.close()
