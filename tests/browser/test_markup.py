"""The files of all pages: what a browser forgives and a reader's tools do not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import checks
from tests.browser.conftest import Site


@pytest.fixture(scope="module")
def pages(site: Site) -> checks.Pages:
    """All pages, parsed."""
    found = checks.Pages(site.folder)
    assert len(found) >= 20
    return found


def test_all_pages_are_valid_html(site: Site, tool: Callable[..., str], node_modules: Any) -> None:
    assert checks.invalid(site.folder, tool("java", package="default-jre-headless")) == []


def test_each_page_has_a_language_a_title_of_its_own_a_description_and_one_main_part(
    pages: checks.Pages,
) -> None:
    assert checks.misframed(pages) == []


def test_each_id_stands_once_in_its_page(pages: checks.Pages) -> None:
    assert checks.repeated_ids(pages) == []


def test_alternative_texts_are_there_and_no_file_names(pages: checks.Pages) -> None:
    assert checks.mute_images(pages) == []


def test_each_header_cell_says_what_it_heads(pages: checks.Pages) -> None:
    assert any(page.xpath("//th") for page in pages.values())
    assert checks.headless_cells(pages) == []


def test_no_style_and_no_script_stands_in_a_page(pages: checks.Pages) -> None:
    assert checks.inline_code(pages) == []


def test_each_link_leads_to_a_file_and_a_place(pages: checks.Pages) -> None:
    assert checks.dead_links(pages) == []
