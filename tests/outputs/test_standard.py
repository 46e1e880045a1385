"""The profile of published evaluations says the same in the register, on screen and in print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporting_standard.evaluations import load_all
from reporting_standard.profile import profile
from tests.outputs.test_outputs import LINE_END

if TYPE_CHECKING:
    from tests.conftest import Brief


def test_the_profile_in_register_page_and_pdf_agrees_with_the_encoded_files(brief: Brief) -> None:
    encoded = profile(load_all(brief.root / "material/evaluations"))
    registered = brief.register["evaluations"]["evaluations"]
    assert [one["id"] for one in registered] == [one.id for one in encoded]
    [figure] = brief.main("reporting-standard").xpath(".//figure[@id='figure-profile']")
    [listed] = figure.getnext().xpath("./details")
    reports = [
        (
            brief.plain(name.text_content()),
            [brief.plain(cell.text_content()) for cell in name.getnext().xpath("./li")],
        )
        for name in listed.xpath("./p[strong]")
    ]
    printed = " ".join(brief.spoken(LINE_END.sub("", "\n".join(brief.pdf().texts))))
    inside = [
        pair for pair in zip(encoded, registered, strict=True) if pair[1]["in_scope"]
    ]  # others are not drawn
    assert 0 < len(inside) < len(encoded)
    for (one, noted), (name, cells) in zip(inside, reports, strict=True):
        assert name.startswith(one.title)
        assert " ".join(brief.spoken(one.title.partition(":")[0])) in printed  # as the drawing names it
        for cell, told, shown in zip(one.cells, noted["cells"], cells, strict=True):
            assert (told["met"], told["applicable"]) == (cell.met, cell.applicable)
            if cell.applicable and one.extent != "abstract":
                assert f"{cell.met} of {cell.applicable} that apply" in shown, f"{name}: {shown}"
    assert "reporting, not safety" in brief.plain(figure.text_content())
