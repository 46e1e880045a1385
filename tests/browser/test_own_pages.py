"""A recommendation on a page of its own, printed from the browser."""

from __future__ import annotations

import pypdfium2
import pytest

from tests.browser.conftest import Open, Site


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_each_recommendation_prints_as_one_card_on_one_sheet(site: Site, open_tab: Open, paper: str) -> None:
    names = [name for name in site.pages if name.startswith("recommendation/")]
    assert len(names) >= 5
    sheets = {}
    with open_tab() as tab:
        for name in names:
            tab.page.goto(f"{site.address}/{name}", wait_until="load")
            printed = pypdfium2.PdfDocument(tab.page.pdf(format=paper))
            sheets[name] = len(printed)
            text = printed[0].get_textpage().get_text_range()
            for words in (
                "Review by",
                "The findings it rests on",
                "How to cite this page",
                "not externally reviewed",
            ):
                assert words in text, f"{name}: {words}"
    assert set(sheets.values()) == {1}, sheets
