"""What is named in many places and is not there is told at the first of them; the others are counted and listed.

So one record that cannot be read does not bury its cause under all that names it.  A line that several chapters
include, and that is read with each of them, is told once.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sphinx.util.logging import NAMESPACE, WarningStreamHandler

from policybrief.words.complaints import CAUSE, Complaint, Rule, tell

if TYPE_CHECKING:
    from sphinx.application import Sphinx

COUNTED = {
    *(Rule.UNKNOWN_VALUE, Rule.UNKNOWN_EVIDENCE, Rule.UNKNOWN_SOURCE),
    *(Rule.UNKNOWN_FINDING, Rule.UNKNOWN_RECOMMENDATION),
}
TOLD, LISTED = 3, 10
"""How often the same is told in its place; how many more places are named."""


class Repeats(logging.Filter):
    """Hears every warning on its way to the log, also those of other processes that read chapters."""

    def __init__(self, root: str) -> None:
        super().__init__()
        self.root = root
        self.places: dict[tuple[Rule, str], list[str]] = {}
        self.told: set[tuple[str, str]] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it is told in its place."""
        rule, place = getattr(record, "subtype", ""), str(getattr(record, "location", None) or "")
        again = (place, record.getMessage()) in self.told
        if place.rpartition(":")[2].isdecimal():
            self.told.add((place, record.getMessage()))
        if getattr(record, "type", "") != "brief" or rule not in COUNTED:
            return not again
        problem = str(record.msg).removesuffix(f" [brief.{rule}]")
        places = self.places.setdefault((Rule(rule), problem), [])
        places.append(place.removeprefix(f"{self.root}/"))
        return not again and len(places) <= _told(problem)

    def tell_counted(self) -> None:
        """Say of each how often it was not told, and where."""
        found, self.places = self.places, {}
        for (rule, problem), places in found.items():
            if more := sorted(places[_told(problem) :], key=_by_line):  # processes tell in any order
                named = ", ".join(more[:LISTED]) + (", …" if more[LISTED:] else "")
                problem += f": the same in {len(more)} more: {named}"
                tell(Complaint(rule, problem, *_by_line(more[0])))


def _by_line(place: str) -> tuple[str, int]:
    path, _colon, line = place.rpartition(":")
    return (path, int(line)) if line.isdecimal() else (place, 0)


def _told(problem: str) -> int:
    """How often this is told in its place: once where its cause is told elsewhere."""
    return 1 if problem.endswith(CAUSE) else TOLD


def count(app: Sphinx) -> None:
    """Count from now on, and tell the numbers after the checks and at the end."""
    repeats = Repeats(str(app.confdir))
    for handler in logging.getLogger(NAMESPACE).handlers:
        if isinstance(handler, WarningStreamHandler):
            handler.addFilter(repeats)
    app.connect("env-check-consistency", lambda *_given: repeats.tell_counted(), priority=999)
    app.connect("build-finished", lambda *_given: repeats.tell_counted(), priority=1)
