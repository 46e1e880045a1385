"""The profile of published evaluations: how many must-fields each text answers, by domain.

Counts only: no total, no ranking, sorted by date.  A field is *met* when the text reports it in full, says
that it was not done, or says that it is withheld: each of these tells the reader what there is to know.
Of a text that was read only as an abstract no share can be given, since the rest may stand in the full text.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from .evaluations import Evaluation
from .standard import Standard, load

MET = ("reported", "not_done", "withheld")
OUTSIDE = ("not_applicable", "not_read")
"""Codes that take a field out of the count."""


@dataclass(frozen=True)
class Cell:
    """One evaluation in one domain."""

    domain: str
    met: int
    applicable: int  # 0 where only an abstract was read
    partly: int  # applicable, answered in part, not counted as met
    not_read: int
    not_applicable: int
    abstract: bool = False  # nothing but an abstract was read

    @property
    def label(self) -> str:
        """`met/applicable`; for an abstract only what it answers in full; a dash where nothing was read."""
        if self.abstract:
            return f"{self.met} seen"
        return f"{self.met}/{self.applicable}" if self.applicable else "–"


@dataclass(frozen=True)
class Profile:
    """One evaluation in all domains."""

    id: str
    source: str
    title: str
    evaluator: str
    published: datetime.date
    extent: str
    in_scope: bool
    cells: tuple[Cell, ...]  # in the order of the standard's domains


@dataclass(frozen=True)
class Share:
    """One domain over all evaluations: the baseline of the recommendation to report."""

    domain: str
    met: int
    applicable: int
    evaluations: int  # with at least one field that could be counted


def profile(evaluations: Sequence[Evaluation], standard: Standard | None = None) -> list[Profile]:
    """The profile of every evaluation, oldest first."""
    standard = standard or load()
    return [
        Profile(
            **{key: getattr(e, key) for key in ("id", "source", "title", "evaluator", "published")},
            extent=e.extent,
            in_scope=e.in_scope,
            cells=tuple(_cell(e, domain, standard) for domain in standard.domains),
        )
        for e in sorted(evaluations, key=lambda e: (e.published, e.id))
    ]


def baseline(profiles: Sequence[Profile]) -> list[Share]:
    """For every domain the must-fields met over the profiles in scope; texts read in part count as far as read."""
    shares = []
    for cells in zip(*(p.cells for p in profiles if p.in_scope), strict=True):
        counted = [cell for cell in cells if cell.applicable]
        met, applicable = sum(c.met for c in counted), sum(c.applicable for c in counted)
        shares.append(Share(cells[0].domain, met, applicable, len(counted)))
    return shares


def as_data(profiles: Sequence[Profile], standard: Standard | None = None) -> dict[str, Any]:
    """The profile as plain data, for JSON and for a register."""
    standard = standard or load()
    rows = [asdict(p) | {"published": p.published.isoformat()} for p in profiles]
    return {
        "standard": standard.label,
        "banner": standard.banner,
        "domains": standard.domains,
        "evaluations": rows,
        "baseline": [asdict(share) for share in baseline(profiles)],
    }


def _cell(evaluation: Evaluation, domain: str, standard: Standard) -> Cell:
    codes = [evaluation.code(f.id) for f in standard.in_domain(domain) if f.level == "must"]
    met = sum(code in MET for code in codes)
    if evaluation.extent == "abstract":
        return Cell(domain, met, applicable=0, partly=0, not_read=len(codes), not_applicable=0, abstract=True)
    return Cell(
        domain=domain,
        met=met,
        applicable=sum(code not in OUTSIDE for code in codes),
        partly=codes.count("partly"),
        not_read=codes.count("not_read"),
        not_applicable=codes.count("not_applicable"),
    )
