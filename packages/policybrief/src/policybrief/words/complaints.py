"""Every complaint the generator can make, one sentence each, and the one way to make it.

Authors' mistakes are warnings of type ``brief`` with a subtype from this list; the build goes on.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes


class Rule(StrEnum):
    """The closed list of subtypes."""

    @property
    def sentence(self) -> str:
        """What is wrong and what would be right."""
        return SENTENCES[self]

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
    OVERSTATED = "overstated"
    STRONG_ON_WEAK = "strong_on_weak"
    MISSING_ALT = "missing_alt"
    EVIDENCE_FILE = "evidence_file"
    SOURCE_ENTRY = "source_entry"
    STATEMENT = "statement"
    HAZARD = "hazard"
    SUCCESSION = "succession"
    EMPTY_CHAPTER = "empty_chapter"
    CONTROL_CHARACTER = "control_character"
    ENCODING = "encoding"
    CONFIGURATION = "configuration"
    BARE_NUMBER = "bare_number"
    FIGURE = "figure"
    FIGURE_CLAIM = "figure_claim"
    CALIBRATED_LANGUAGE = "calibrated_language"
    LONG_SENTENCE = "long_sentence"
    INCOMPLETE_RECOMMENDATION = "incomplete_recommendation"
    REVIEW_OVERDUE = "review_overdue"
    SECONDARY_FOR_LAW = "secondary_for_law"
    STALE_STATUS = "stale_status"
    CHANGELOG = "changelog"
    ID_REUSED = "id_reused"
    ID_LOST = "id_lost"
    REVISION = "revision"


SENTENCES: dict[Rule, str] = {
    Rule.DUPLICATE_ID: "the id {id!r} is already taken by {other}; give this {what} an id of its own",
    Rule.UNKNOWN_SOURCE: "no source {id!r} in the bibliography; {hint}",
    Rule.UNKNOWN_EVIDENCE: "no evidence record {id!r} in the material; {hint}",
    Rule.UNKNOWN_FINDING: "no finding {id!r} in this brief; {hint}",
    Rule.UNKNOWN_RECOMMENDATION: "no recommendation {id!r} in this brief; {hint}",
    Rule.UNKNOWN_VALUE: "no value {id!r}: {hint}",
    Rule.UNSUPPORTED: "the {what} {id!r} rests on nothing; name {wanted}",
    Rule.UNUSED_EVIDENCE: "no finding rests on the evidence {id!r} and no chapter cites it; use it or take it out",
    Rule.UNUSED_FINDING: "no recommendation rests on the key finding {id!r}; use it or make it no key finding",
    Rule.UNUSED_SOURCE: "no evidence and no chapter cites the source {id!r}; use it or take it out",
    Rule.MISSING_LOCATOR: "the source {id!r} has no locator here; give a page, section, table or article",
    Rule.PRESS_FOR_EXPERIMENT: ("{id!r} reports an experiment on press pages ({sources}); cite the study itself"),
    Rule.OVERSTATED: "{certainty} certainty is more than {id!r} can carry: {reason}; at most {ceiling}",
    Rule.STRONG_ON_WEAK: "{id!r} is strong on {certainty} certainty; add the part {part!r} or make it conditional",
    Rule.MISSING_ALT: "the image {id!r} has no alternative text; say what it shows, or mark it as decoration",
    Rule.EVIDENCE_FILE: "{problem}",
    Rule.SOURCE_ENTRY: "{problem}",
    Rule.STATEMENT: "{problem}",
    Rule.HAZARD: "{what}: nothing in this brief may help anyone make a system replicate; {hint}",
    Rule.SUCCESSION: "{problem}",
    Rule.EMPTY_CHAPTER: "the chapter {id!r} has no text; write it or take it out of the contents",
    Rule.CONTROL_CHARACTER: "control character {id} in the text; it prints as U+FFFD, take it out",
    Rule.ENCODING: "the chapter is not UTF-8; save it as UTF-8",
    Rule.CONFIGURATION: "{problem}",
    Rule.FIGURE: "{problem}",
    Rule.FIGURE_CLAIM: "{problem}",
    Rule.BARE_NUMBER: "the number {id!r} is typed; name its record: the role 'value', or {{record.value}} in data",
    Rule.CALIBRATED_LANGUAGE: "{problem}",
    Rule.LONG_SENTENCE: "a sentence of {length} words ({id!r} …); divide it, {longest} is the most",
    Rule.INCOMPLETE_RECOMMENDATION: "recommendation {id!r} lacks {missing}; a card is complete or it is no card",
    Rule.REVIEW_OVERDUE: "the review of {id!r} was due on {due}; review it, or set a later date with the reason",
    Rule.SECONDARY_FOR_LAW: (
        "{id!r} says what a law requires and no official text was read; cite it with its article, "
        "or name the commentator in 'attribution'"
    ),
    Rule.STALE_STATUS: "{id!r} is as of {as_of}, more than {days} days before this revision; check it again",
    Rule.CHANGELOG: "{problem}",
    Rule.ID_REUSED: "the id {id!r} meant something else in revision {revision} ({was}); choose a new id",
    Rule.ID_LOST: (
        "the {what} {id!r} of revision {revision} is gone; a withdrawn one stays, with :status: withdrawn"
    ),
    Rule.REVISION: "{problem}",
}


class Complaint(NamedTuple):
    """One complaint and its place."""

    rule: Rule
    text: str
    path: str
    line: int


def complaint(rule: Rule, path: str, line: int, **names: object) -> Complaint:
    """A complaint about *path*, worded by its rule."""
    return Complaint(rule, rule.sentence.format(**names), path, line)


def tell(found: Complaint) -> None:
    """Give a complaint about a data file to Sphinx's log.

    The line is always part of the location: Sphinx takes a string without a colon for a docname.
    """
    _warning(found.text, f"{found.path}:{found.line}", found.rule)


def warn(rule: Rule, location: nodes.Node | tuple[str, int] | str, **names: object) -> None:
    """Complain about a place in a chapter; a node without a line stands where the node around it does."""
    while not isinstance(location, tuple | str) and not location.line and location.parent is not None:
        location = location.parent
    _warning(rule.sentence.format(**names), location, rule)


def _warning(text: str, location: nodes.Node | tuple[str, int] | str, rule: Rule) -> None:
    from sphinx.util import logging

    logging.getLogger(__name__).warning(text, location=location, type="brief", subtype=str(rule))


def closest(wanted: str, known: Iterable[str]) -> str:
    """A hint for an unknown id: the nearest known one."""
    from difflib import get_close_matches

    near = get_close_matches(wanted, list(known), n=1)
    return f"did you mean '{near[0]}'?" if near else "check the spelling"
