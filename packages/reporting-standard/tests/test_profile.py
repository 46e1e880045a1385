"""The profile counts what the codings say, and every rendering shows the same counts."""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting_standard import drawing
from reporting_standard.agreement import agreement
from reporting_standard.evaluations import Evaluation, UnusableCoding, load_all, load_one
from reporting_standard.generate import CODINGS
from reporting_standard.pages import how_coded, profile_table
from reporting_standard.profile import as_data, baseline, profile
from reporting_standard.schema import CODES
from reporting_standard.sphinx_extension import profiled
from reporting_standard.standard import HERE, load

STANDARD = load()
MUST = [field.id for field in STANDARD.fields if field.level == "must"]
EVALUATIONS = load_all(CODINGS)
NEEDS_CODINGS = pytest.mark.skipif(not EVALUATIONS, reason="the package stands alone, without the codings")


def evaluation(codes: dict[str, str], id: str = "x", year: int = 2026) -> Evaluation:
    return Evaluation(
        id=id, source=id, title=id, evaluator=id, published=datetime.date(year, 1, 1), about="x",
        extent="whole", in_scope=True, first=codes, second=codes, settled={},
    )  # fmt: skip


def test_done_not_done_and_not_read_are_three_different_things() -> None:
    codes = {"E1": "reported", "E2": "not_done", "E3": "not_reported", "E4": "not_read", "E5": "partly"}
    [row] = profile([evaluation(codes)])
    cell = next(cell for cell in row.cells if cell.domain == "tasks")
    assert (cell.met, cell.applicable, cell.partly, cell.not_read) == (2, 4, 1, 3)
    assert cell.label == "2/4"


def test_an_abstract_gives_no_share_because_the_rest_may_stand_in_the_full_text() -> None:
    codes = {"C1": "reported", "C4": "reported", "G4": "partly", "E3": "not_reported"}
    abstract = dataclasses.replace(evaluation(codes), extent="abstract")
    labels = {cell.domain: cell.label for cell in profile([abstract])[0].cells}
    assert labels["construct"] == "1 seen"
    assert labels["trials"] == labels["tasks"] == "0 seen"
    assert all(share.applicable == 0 for share in baseline(profile([abstract])))


def test_a_report_outside_the_scope_is_shown_but_not_in_the_baseline() -> None:
    outside = profile([dataclasses.replace(evaluation({"A1": "reported"}), in_scope=False)])
    assert outside[0].cells[0].label == "1/1"
    assert baseline(outside) == []


def test_a_settled_code_sets_aside_what_both_codings_gave() -> None:
    both = dataclasses.replace(evaluation({"G4": "partly"}), settled={"G4": "not_read"})
    assert [cell.label for cell in profile([both])[0].cells] == ["–"] * 8


@NEEDS_CODINGS
def test_an_earlier_coding_is_on_record_and_not_counted(tmp_path: Path) -> None:
    file = next(f for f in sorted(CODINGS.glob("*.toml")) if "[codings.earlier]" in f.read_text("utf-8"))
    text = file.read_text("utf-8")
    head, earlier = text.split("[codings.earlier]")
    _, settled = earlier.split("[settled]")
    (tmp_path / file.name).write_text(f"{head}[settled]{settled}", "utf-8")
    assert load_one(tmp_path / file.name) == load_one(file)
    assert load_one(file).separate


@NEEDS_CODINGS
def test_the_note_names_the_evaluations_whose_second_coding_was_made_separately() -> None:
    note = how_coded(EVALUATIONS)
    apart = [e.title for e in EVALUATIONS if e.separate]
    assert f"For {len(apart)} of {len(EVALUATIONS)}" in note
    assert all(title in note for title in apart)
    assert "may share errors" in note
    assert "separately" not in how_coded([e for e in EVALUATIONS if not e.separate])


def test_a_domain_that_was_not_read_has_no_count() -> None:
    [row] = profile([evaluation({"A1": "reported"})])
    assert [cell.label for cell in row.cells] == ["1/1"] + ["–"] * 7


def test_the_profile_is_sorted_by_date_and_has_no_total() -> None:
    data = as_data(profile([evaluation({}, "late", 2026), evaluation({}, "early", 2023)]))
    assert [row["id"] for row in data["evaluations"]] == ["early", "late"]
    assert "total" not in json.dumps(data)


def test_what_was_settled_is_what_counts() -> None:
    differing = Evaluation(
        id="x", source="x", title="x", evaluator="x", published=datetime.date(2026, 1, 1), about="x",
        extent="whole", in_scope=True, first={"C1": "reported"}, second={"C1": "partly"}, settled={"C1": "partly"},
    )  # fmt: skip
    cell = next(cell for cell in profile([differing])[0].cells if cell.domain == "construct")
    assert (cell.met, cell.applicable, cell.partly) == (0, 1, 1)


@given(st.dictionaries(st.sampled_from(MUST), st.sampled_from(list(CODES))))
def test_every_must_field_is_counted_once(codes: dict[str, str]) -> None:
    cells = profile([evaluation(codes)])[0].cells
    assert sum(c.applicable + c.not_read + c.not_applicable for c in cells) == len(MUST)
    assert all(0 <= c.met + c.partly <= c.applicable for c in cells)


def test_a_coding_that_says_nothing_of_a_difference_cannot_be_profiled(tmp_path: Path) -> None:
    source = next(iter(sorted(CODINGS.glob("*.toml"))), None)
    if source is None:
        pytest.skip("no codings here")
    text = re.sub(r"(?ms)^\[settled\].*", "", source.read_text("utf-8"))
    text = text.replace('code = "reported"', 'code = "not_done"', 1)
    (tmp_path / "x.toml").write_text(text)
    with pytest.raises(UnusableCoding, match="nothing says which holds"):
        load_one(tmp_path / "x.toml")


SLIPS: dict[str, tuple[str, str, str]] = {
    # what is written, what is written instead, what is said, at its own line and alone
    "a misspelt key": ("\ntitle =", "\ntilte =", '"tilte" is no field of the standard; did you mean title?'),
    "a misspelt key in a table": ("\nextent =", "\nextetn =", "did you mean extent?"),
    "a year to come": ("\npublished = 2023-08-01", "\npublished = 2999-08-01", "2999-08-01 is still to come"),
    "a year before all tests": ("\npublished = 2023", "\npublished = 1066", "before anything was tested"),
    "a day of no calendar": ("\npublished = 2023-08-01", '\npublished = "2023-02-30"', "no day of the calendar"),
    "a coding to come": ("\ndate = 2026-11-29", "\ndate = 2999-11-29", "2999-11-29 is still to come"),
    "a coding before the text": ("\ndate = 2026-11-29", "\ndate = 2022-11-29", "before the publication on 2023"),
}


@NEEDS_CODINGS
@pytest.mark.parametrize(("old", "new", "said"), SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_in_a_coding_is_told_once_at_its_line(old: str, new: str, said: str, tmp_path: Path) -> None:
    text = (CODINGS / "kinniment2023ara.toml").read_text("utf-8")
    assert old in text
    (tmp_path / "x.toml").write_text(text.replace(old, new, 1), "utf-8")
    _section, problems = profiled(None, [tmp_path / "x.toml"])  # type: ignore[arg-type]
    ((path, line, told),) = problems
    assert (path, line) == (tmp_path / "x.toml", text[: text.index(old)].count("\n") + 2)
    assert said in told


def test_a_report_is_no_coding() -> None:
    with pytest.raises(UnusableCoding, match="is a report"):
        load_one(HERE / "examples" / "good.toml")


@NEEDS_CODINGS
def test_the_published_codings_cover_both_passes_and_give_a_place_for_every_code() -> None:
    # the schema asks for `where` with every code but not_read; loading has checked it
    assert len(EVALUATIONS) >= 6
    for e in EVALUATIONS:
        assert e.first.keys() == e.second.keys(), e.id


@NEEDS_CODINGS
def test_every_coded_source_is_in_refs_bib() -> None:
    bib = HERE.parent / "refs.bib"
    if not bib.exists():
        pytest.skip("no refs.bib here")
    keys = set(re.findall(r"^@\w+\{([^,\s]+),", bib.read_text("utf-8"), re.M))
    assert {e.source for e in EVALUATIONS} <= keys


@NEEDS_CODINGS
def test_table_drawing_and_text_show_the_counts_of_the_profile() -> None:
    profiles = profile(EVALUATIONS)
    labels = [cell.label for p in profiles for cell in p.cells]
    root = ElementTree.fromstring(drawing.svg(profiles))
    shown = [t.text for t in root.iter("{http://www.w3.org/2000/svg}text") if t.text]
    assert [t for t in shown if re.fullmatch(r"\d+/\d+|\d+ seen|–", t)] == labels
    plain = drawing.text(profiles, agreement(EVALUATIONS))
    assert re.findall(r"(?<![\w/])(?:\d+/\d+|\d+ seen|–)(?![\w/])", plain) == labels
    rows = [line for line in profile_table(profiles, STANDARD).split("\n") if line.startswith("| ")][2:]
    cells = [cell.strip() for row in rows for cell in row.strip("| ").split(" | ")[3:]]
    assert cells == [label.replace("/", " of ").replace("–", "not read") for label in labels]


def test_the_drawing_has_a_box_for_every_field_that_was_counted() -> None:
    codes = {"E1": "reported", "E2": "partly", "E3": "not_reported", "E4": "not_read"}
    root = ElementTree.fromstring(drawing.svg(profile([evaluation(codes)])))
    boxes = list(root.iter("{http://www.w3.org/2000/svg}rect"))
    outlines = [box for box in boxes if box.get("fill") == "none"]
    filled = [float(box.get("height", 0)) for box in boxes if box.get("fill") != "none"]
    assert len(outlines) == 3
    assert filled == [9, 4.5]


@NEEDS_CODINGS
def test_the_baseline_adds_up_the_profile_by_domain() -> None:
    profiles = profile(EVALUATIONS)
    for number, share in enumerate(baseline(profiles)):
        column = [p.cells[number] for p in profiles if p.in_scope and p.cells[number].applicable]
        assert share.met == sum(cell.met for cell in column)
        assert share.applicable == sum(cell.applicable for cell in column)
        assert share.evaluations == len(column)
