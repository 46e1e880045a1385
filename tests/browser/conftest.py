"""The real brief, built once with all its outputs and served to a browser."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from projects import project as project
from projects import projects_in as projects_in

from policybrief.outputs.run import build
from tests.browser.checks import MODULES, Listener
from tests.serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
HEIGHT = 800


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests here need the browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


class View(NamedTuple):
    """How a page is looked at."""

    width: int
    scheme: str


VIEWS = [View(width, scheme) for scheme in ("light", "dark") for width in (360, 1280)]


@dataclass(frozen=True)
class Site:
    """The built pages, on disk and behind a server."""

    folder: Path
    address: str

    @property
    def pages(self) -> list[str]:
        """Every page, relative to the folder."""
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))


@pytest.fixture(scope="session")
def node_modules(lacks: Callable[[str], None]) -> Path:
    """What npm brings."""
    if not MODULES.is_dir():
        lacks("needs what make test-browser fetches with npm: apt-get install nodejs npm")
    return MODULES


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The brief as `make brief` leaves it; the downloads of the cover lie beside the pages."""
    folder = tmp_path_factory.mktemp("site")
    said = io.StringIO()
    build(ROOT, folder, stream=said)
    assert not said.getvalue()
    with served(folder) as address:
        yield Site(folder / "html", f"{address}/html")


@dataclass
class Tab:
    """A page of the browser that is listened to."""

    page: Page
    heard: Listener


Open = Callable[..., Any]


@pytest.fixture(scope="session")
def open_tab(chromium: Browser, site: Site) -> Open:
    """Opens an empty tab of a size and scheme, closed when the block ends."""

    @contextmanager
    def opened(
        width: int = 1280, scheme: str = "light", home: str = site.address, **options: Any
    ) -> Iterator[Tab]:
        context = chromium.new_context(
            viewport={"width": width, "height": HEIGHT},
            color_scheme=scheme,
            reduced_motion="reduce",  # else a place is measured on the way there
            **options,
        )
        page = context.new_page()
        tab = Tab(page, Listener(home))
        tab.heard.attach(page)
        yield tab
        context.close()

    return opened
