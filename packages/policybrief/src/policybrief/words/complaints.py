"""The closed list of what the generator complains of, and the one way to complain.

Authors' mistakes are warnings of type ``brief`` with a subtype from this list; the build goes on.  What is wrong
and what would be right is said where it is looked for: the sentence stands in the function that finds it.
"""

from __future__ import annotations

import re
from enum import StrEnum
from heapq import nsmallest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes


MOST_COMPARED = 200
"""Of more names than these, the ones that look least alike are not weighed letter by letter."""


class Rule(StrEnum):
    """The closed list of subtypes."""

    DUPLICATE_ID = "duplicate_id"
    UNKNOWN_SOURCE = "unknown_source"
    UNKNOWN_EVIDENCE = "unknown_evidence"
    UNKNOWN_FINDING = "unknown_finding"
    UNKNOWN_RECOMMENDATION = "unknown_recommendation"
    UNKNOWN_VALUE = "unknown_value"
    UNSUPPORTED = "unsupported"
    UNUSED_EVIDENCE = "unused_evidence"
    UNUSED_FINDING = "unused_finding"
    UNUSED_SOURCE = "unused_source"
    MISSING_LOCATOR = "missing_locator"
    PRESS_FOR_EXPERIMENT = "press_for_experiment"
    PRESS_ALONE = "press_alone"
    SECOND_HAND = "second_hand"
    OVERSTATED = "overstated"
    STRONG_ON_WEAK = "strong_on_weak"
    MISSING_ALT = "missing_alt"
    TABLE = "table"
    HEADING = "heading"
    FORM = "form"
    LENGTH = "length"
    UNLINKED = "unlinked"
    FOREIGN_LINK = "foreign_link"
    EVIDENCE_FILE = "evidence_file"
    SOURCE_ENTRY = "source_entry"
    STATEMENT = "statement"
    HAZARD = "hazard"
    SUCCESSION = "succession"
    STORE_WORD = "store_word"
    EMPTY_CHAPTER = "empty_chapter"
    CONTROL_CHARACTER = "control_character"
    ENCODING = "encoding"
    CONFIGURATION = "configuration"
    CONFINEMENT = "confinement"
    MARKUP = "markup"
    LANGUAGE = "language"
    TRANSLATION = "translation"
    BARE_NUMBER = "bare_number"
    FIGURE = "figure"
    FIGURE_CLAIM = "figure_claim"
    CALIBRATED_LANGUAGE = "calibrated_language"
    LONG_SENTENCE = "long_sentence"
    INCOMPLETE_RECOMMENDATION = "incomplete_recommendation"
    RECOMMENDATION = "recommendation"
    REVIEW_OVERDUE = "review_overdue"
    SECONDARY_FOR_LAW = "secondary_for_law"
    STALE_STATUS = "stale_status"
    CHANGELOG = "changelog"
    ID_REUSED = "id_reused"
    ID_LOST = "id_lost"
    REVISION = "revision"


WHERE = {
    "source": "the bibliography",
    "evidence record": "the material",
    "finding": "this brief",
    "recommendation": "this brief",
}
"""Where each thing is looked for that an id can name."""
CAUSE = "mend what is said of that file first"
"""Ends what follows from something that is told elsewhere."""


class Complaint(NamedTuple):
    """One complaint and its place."""

    rule: Rule
    text: str
    path: str
    line: int


def complaint(rule: Rule, path: str, line: int, problem: str) -> Complaint:
    """A complaint about a line of *path*."""
    return Complaint(rule, problem, path, line)


def of_setting(rule: Rule, confdir: str | Path, name: str, problem: str) -> Complaint:
    """A complaint about a setting, at its line of ``conf.py``."""
    return Complaint(rule, problem, "conf.py", _line_of_setting(confdir, name))


def _line_of_setting(confdir: str | Path, name: str) -> int:
    """The line of ``conf.py`` that sets a value, the last that does; else the first."""
    try:
        lines = Path(confdir, "conf.py").read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return 1
    return max((at for at, line in enumerate(lines, 1) if re.match(rf"{name}\s*=", line)), default=1)


def tell(found: Complaint) -> None:
    """Give a complaint about a data file to Sphinx's log.

    The line is always part of the location: Sphinx takes a string without a colon for a docname.
    """
    _warning(found.text, f"{found.path}:{found.line}", found.rule)


def warn(rule: Rule, place: nodes.Node | tuple[str, int] | str, problem: str) -> None:
    """Complain about a place in a chapter; a node without a line stands where the node around it does."""
    while not isinstance(place, tuple | str) and not place.line and place.parent is not None:
        place = place.parent
    _warning(problem, place, rule)


def _warning(text: str, location: nodes.Node | tuple[str, int] | str, rule: Rule) -> None:
    from sphinx.util import logging

    logging.getLogger(__name__).warning(text, location=location, type="brief", subtype=str(rule))


def closest(wanted: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """A hint for an unknown id: the nearest known one, if it is near enough."""
    from difflib import get_close_matches

    def unlike(name: str) -> int:
        return abs(len(name) - len(wanted)) - 9 * (name[:3] == wanted[:3]) - 9 * (name[-3:] == wanted[-3:])

    near = get_close_matches(wanted, nsmallest(MOST_COMPARED, known, unlike), n=1, cutoff=likeness)
    return f"did you mean '{near[0]}'?" if near else "check the spelling"


def no_record(id: str, known: Iterable[str]) -> str:
    """What to say of a record that is not there: it may be there, and nobody could read it."""
    from policybrief.words.records import Records

    if isinstance(known, Records) and id in known.unread:
        return f"its file {known.unread[id]} cannot be read; {CAUSE}"
    return f"there is no record of that id; {closest(id, known)}"


def unknown(thing: str, id: str, known: Iterable[str]) -> str:
    """What to say of an id that names nothing."""
    from policybrief.words.records import Records

    if isinstance(known, Records) and id in known.unread:
        return f"no {thing} {id!r}: {no_record(id, known)}"
    return f"no {thing} {id!r} in {WHERE[thing]}; {closest(id, known)}"
