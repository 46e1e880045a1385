"""The profile of published evaluations says the same in the register, on screen and in print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from reporting_standard.evaluations import load_all
from reporting_standard.profile import profile
from tests.outputs.test_outputs import LINE_END

if TYPE_CHECKING:
    from tests.conftest import Brief


def test_the_profile_in_register_page_and_pdf_agrees_with_the_encoded_files(brief: Brief) -> None:
    encoded = profile(load_all(brief.root / "material/evaluations"))
    registered = brief.register["evaluations"]["evaluations"]
    assert [one["id"] for one in registered] == [one.id for one in encoded]
    [figure] = [
        figure
        for figure in brief.trees["reporting-standard"].findall(nodes.figure)
        if "figure-profile" in figure["ids"]
    ]
    rows = [row for row in figure.findall(nodes.row) if not isinstance(row.parent, nodes.thead)]
    printed = " ".join(brief.spoken(LINE_END.sub("", "\n".join(brief.pdf().texts))))
    for one, noted, row in zip(encoded, registered, rows, strict=True):
        assert one.title in row.astext()
        assert " ".join(brief.spoken(one.title)) in printed
        for cell, told, shown in zip(one.cells, noted["cells"], row.children[1:], strict=True):
            assert (told["met"], told["applicable"]) == (cell.met, cell.applicable)
            if cell.applicable:
                assert f"{cell.met}/{cell.applicable}" in shown.astext().replace(" of ", "/")
    assert "reporting, not safety" in figure.astext()
