"""Images and formulas in a redline: frozen, shown on both sides, told in words, and numbered as in the brief."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from policybrief.outputs.run import Output
from policybrief.revisions import comparison
from sphinx_redline import marks

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">'
    '<title>{}</title><rect width="9" height="9"/></svg>'
)
FIGURE = """\
```{figure} drawn.svg
:alt: Bars of two teams.
:name: figure-bars

Two teams counted the same.
```
"""


@pytest.fixture
def drawn(project: Any) -> Any:
    """A brief with a figure."""
    made = project("test-sound")
    made.write("CHANGELOG.md", "# Changes\n\n## 0.9 - draft\n\n- update: all new.\n")
    made.write("source/drawn.svg", SVG.format("first"))
    made.change("source/observed.md", ":::{finding} both-do-it", f"{FIGURE}\n:::{{finding}} both-do-it")
    made._complete()
    return made


def side(made: Any, name: str) -> comparison.Side:
    """The brief as it stands."""
    return comparison.of_draft(made.path, made.path / "build" / name, io.StringIO())


def test_an_image_under_another_name_is_no_change(drawn: Any) -> None:
    before = side(drawn, "before")
    (drawn.path / "source/drawn.svg").rename(drawn.path / "source/other.svg")
    drawn.change("source/observed.md", "drawn.svg", "other.svg")
    found = comparison.compare(before, side(drawn, "after"))
    assert found.counts == (0, 0, 0)


def test_another_image_is_shown_beside_the_old_one_and_named_in_words(drawn: Any) -> None:
    before = side(drawn, "before")
    drawn.write("source/drawn.svg", SVG.format("second"))
    drawn.change("source/observed.md", ":alt: Bars of two teams.", ":alt: Bars of three teams.")
    found = comparison.compare(before, side(drawn, "after"))
    assert found.counts == (1, 1, 0)
    shown = marks.shown(found.tree).astext()
    assert "[−deleted image: Bars of two teams.]" in shown
    assert "[+added image: Bars of three teams.]" in shown
    target = drawn.path / "build/redline"
    result = comparison.write(found, drawn.path, target, (Output("html", "html"),))
    assert result.warnings == 0
    images = {
        path.read_text("utf-8") for path in Path(target / "html").rglob("*.svg") if path.parent.name == "_images"
    }
    assert {SVG.format("first"), SVG.format("second")} <= images


def test_formulas_have_in_a_redline_the_numbers_that_the_brief_gives_them(drawn: Any) -> None:
    formula = "See {{eq}}`{0}`.\n\n```{{math}}\n:label: {0}\na = b\n```\n\n"
    drawn.change("source/index.md", "```{toctree}", "```{toctree}\n:numbered:")
    drawn.change("source/observed.md", ":::{finding} both", f"{formula.format('first')}:::{{finding}} both")
    drawn.change("source/asked.md", "\n:::{recommendation}", f"\n{formula.format('next')}:::{{recommendation}}")
    before = side(drawn, "before")
    drawn.change("source/observed.md", "a = b", "a = c")
    found = comparison.compare(before, side(drawn, "after"))
    target = drawn.path / "build/redline"
    result = comparison.write(found, drawn.path, target, (Output("accessiblepdf", "pdf"),))
    assert result.warnings == 0
    [pdf] = (target / "pdf").rglob("*.pdf")
    printed = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    assert printed.count("(1.1)") >= 2
    assert printed.count("(2.1)") >= 2
