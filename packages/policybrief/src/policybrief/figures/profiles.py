"""The scorecard profile of published evaluations as a table: must-fields met of those that apply, by domain.

Counts only, as the reporting standard has them; no total and no ranking, oldest first.  The package of the
standard is imported only here: a brief without such a figure needs it not at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from policybrief.figures.model import Cell, Line, State, Tally
from policybrief.words.messages import _

if TYPE_CHECKING:
    from pathlib import Path

    from policybrief.words.values import Style
    from reporting_standard.profile import Cell as Counted

FILLED, OPEN = "•", "·"
QUARTERS = {
    "none": (OPEN * 4, _("none"), _("no must-question answered")),
    "some": (f"{FILLED}{OPEN * 3}", _("some"), _("some, but fewer than half")),
    "half": (FILLED * 2 + OPEN * 2, _("half"), _("half or more, but not three quarters")),
    "most": (FILLED * 3 + OPEN, _("most"), _("three quarters or more, but not all")),
    "all": (FILLED * 4, _("all"), _("all")),
    "abstract": (
        "–",
        _("abstract"),
        _("only the abstract was read; no total, as the text may answer more"),
    ),
    "unread": ("–", _("not read"), _("that part of the text was not read, or nothing there applies")),
}


def read(paths: list[Path], style: Style) -> tuple[dict[str, Any], list[tuple[Path, str]]]:
    """The parts of the table, and what is wrong with each file that could not be used."""
    from reporting_standard.evaluations import UnusableCoding, load_files
    from reporting_standard.profile import baseline, profile
    from reporting_standard.standard import load

    evaluations, problems = [], []
    for path in paths:
        try:
            evaluations += load_files([path])
        except (UnusableCoding, KeyError, ValueError, OSError) as error:
            problems.append((path, f"the evaluation cannot be profiled: {error}"))
    standard = load()
    lines = []
    extent = {"whole": _("whole text read"), "parts": _("parts read"), "abstract": _("abstract read")}
    profiles = profile(evaluations, standard)
    for one in profiles:
        words = [style.date(one.published), str(extent[one.extent])]
        if not one.in_scope:
            words.append(str(_("no replication test: not counted")))
        traits = {"read": one.extent, "scope": "inside" if one.in_scope else "outside"}
        cells = tuple(_cell(cell, one.source, one.published) for cell in one.cells)
        lines.append(Line(one.id, one.title, ", ".join(words), cells, traits))
    parts = {
        "head": (str(_("Report")), *standard.domains.values()),
        "columns": tuple(standard.domains),
        "states": {key: State(s, str(word), str(means)) for key, (s, word, means) in QUARTERS.items()},
        "lines": tuple(lines),
        "tallies": tuple(Tally(standard.domains[s.domain], s.met, s.applicable) for s in baseline(profiles)),
        "sources": tuple(dict.fromkeys(one.source for one in evaluations)),
    }
    return parts, problems


def _cell(cell: Counted, source: str, published: Any) -> Cell:
    share = cell.met / cell.applicable if cell.applicable else None
    if cell.abstract:
        state = "abstract"
    elif share is None:
        state = "unread"
    elif cell.met == 0:
        state = "none"
    elif share == 1:
        state = "all"
    else:
        state = ("some", "some", "half", "most")[int(4 * share)]
    pattern = _("{met} of {applicable} that apply and were read; {partly} more in part; {not_read} not read")
    if cell.abstract:
        pattern = _("{met} answered in full by the abstract")
    detail = str(pattern).format(
        met=cell.met, applicable=cell.applicable, partly=cell.partly, not_read=cell.not_read
    )
    short = str(cell.met) if cell.abstract else cell.label if cell.applicable else ""
    return Cell(state, detail, source, "", published, short)
