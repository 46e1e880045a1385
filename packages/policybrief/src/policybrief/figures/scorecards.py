"""The scorecard profile of published evaluations as a table: must-fields met of those that apply, by domain.

Counts only, as the section ``evaluations`` of the register has them (see `policybrief.data.evaluations`); no total
and no ranking, oldest first.
"""

from __future__ import annotations

import datetime as dt
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from policybrief.words.messages import _
from sphinx_accessible_figures.model import Cell, Form, Line, State, Tally

if TYPE_CHECKING:
    from written_values.values import Style

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


KEY = (_("answered in full"), _("in part"), _("not answered in what was read"), _("not read"))
"""What the squares mean: one a question."""
APART = _("Read only as an abstract and not drawn: {names}.")
"""Of an abstract only what it answers is known."""


def parts(section: dict[str, Any], style: Style, *, squares: bool) -> dict[str, Any]:
    """The parts of the table, which may be drawn as squares."""
    lines = []
    extent = {"whole": _("whole text read"), "parts": _("parts read"), "abstract": _("abstract read")}
    domains: dict[str, str] = section["domains"]
    for one in section["evaluations"]:
        if not one["in_scope"]:  # answers to questions that its subject does not raise would read as faults of it
            continue
        published = dt.date.fromisoformat(one["published"])
        words = [style.date(published), str(extent[one["extent"]])]
        traits = {"read": one["extent"]}
        cells = tuple(_cell(cell, one["source"], published) for cell in one["cells"])
        lines.append(Line(one["id"], one["title"], ", ".join(words), cells, traits, one["extent"] == "abstract"))
    return {
        "form": Form.SQUARES if squares else Form.TABLE,
        "key": tuple(map(str, KEY)),
        "apart": str(APART),
        "head": (str(_("Report")), *domains.values()),
        "columns": tuple(domains),
        "states": {key: State(s, str(word), str(means)) for key, (s, word, means) in QUARTERS.items()},
        "lines": tuple(lines),
        "tallies": tuple(Tally(domains[s["domain"]], s["met"], s["applicable"]) for s in section["baseline"]),
        "sources": tuple(
            dict.fromkeys(one["source"] for one in sorted(section["evaluations"], key=itemgetter("id")))
        ),
    }


def _cell(cell: dict[str, Any], source: str, published: dt.date) -> Cell:
    met, applicable = cell["met"], cell["applicable"]
    share = met / applicable if applicable else None
    if cell["abstract"]:
        state = "abstract"
    elif share is None:
        state = "unread"
    elif met == 0:
        state = "none"
    elif share == 1:
        state = "all"
    else:
        state = ("some", "some", "half", "most")[int(4 * share)]
    pattern = _("{met} of {applicable} that apply and were read; {partly} more in part; {not_read} not read")
    if cell["abstract"]:
        pattern = _("{met} answered in full by the abstract")
    detail = str(pattern).format(met=met, applicable=applicable, partly=cell["partly"], not_read=cell["not_read"])
    short = str(met) if cell["abstract"] else f"{met}/{applicable}" if applicable else ""
    open_ = max(0, applicable - met - cell["partly"])
    return Cell(state, detail, source, "", published, short, (met, cell["partly"], open_, cell["not_read"]))
