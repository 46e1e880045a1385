"""Reads the changelog: what each revision changed, told to readers by kind, with ids and reasons.

    ## 1.0 - 2027-03-01

    A second team has repeated the trials.

    - update `require-standard`, `trials-repeated`: now strong. Why: the counts held. Effect: ministries may act.
    - erratum `copying-observed`: the rate read 9 of 10. Why: a typing error in the source.
    - withdrawal revision 0.9: the counts were wrong. Why: see the erratum. Effect: do not cite it.
    - editorial: shorter sentences in chapter 3.

The newest revision stands first; ``draft`` instead of a date marks what is still being written.  Kinds, labels,
"draft" and dates may be written in any language of the generator, as pages print them.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from policybrief.data import confinement, dates
from policybrief.words.complaints import Complaint, Rule, complaint
from policybrief.words.messages import _, as_printed
from policybrief.words.spaces import on_one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LABEL_OF = {
    "Why: {reason}": "why",
    "Effect: {effect}": "effect",
    "What follows: {effect}": "effect",
    "Decided by: {who}": "by",
}
"""What pages print before the parts of an item, and over their columns."""
BEGINS = {"why": _("Why: {reason}"), "effect": _("Effect: {effect}"), "by": _("Decided by: {who}")}
"""How each part begins in the language of the brief."""


FIRST_YEAR = 1990
"""The year before which no brief was cut."""


class ChangeKind(StrEnum):
    """What sort of change it was."""

    ERRATUM = "erratum"
    """Something was wrong and is right now."""
    UPDATE = "update"
    """New evidence or a new decision."""
    EDITORIAL = "editorial"
    """The meaning is the same."""
    WITHDRAWAL = "withdrawal"
    """Something no longer stands."""


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), reverse=True))  # the longer of two that begin alike first


KINDS = {kind: kind for kind in map(str, ChangeKind)} | as_printed(*ChangeKind)
LABELS = {"why": "why", "effect": "effect", "by": "by"} | {
    words: LABEL_OF[message] for words, message in as_printed(*LABEL_OF).items()
}
LEADS = re.compile(r"(?<=[.!?]\s)([^\W\d_]+)\s?:\s")
"""What stands before a colon at the beginning of a sentence, as a label does."""
DRAFT = _any_of({"draft", *as_printed("draft")})
HEADING = re.compile(
    rf"##\s+(?P<revision>\d+(?:\.\d+)*)\s*(?:[-–—:(]\s*(?P<when>(?i:{DRAFT})|{dates.WRITTEN})\)?)?\s*"
)
ITEM = re.compile(
    rf"(?P<kind>(?i:{_any_of(KINDS)})\b|\w+)(?:\s+(?:of|de|la|der))*(?P<ids>(?:[\s,]+(?:(?:and|et|und|y)\s+)?`[^`]+`)*)"
    rf"(?:\s+(?i:{_any_of({'revision', *as_printed('Revision')})})\s+(?P<revision>\d[\d.]*))?\s*:\s*(?P<text>.+)",
    re.DOTALL,
)
LABEL = re.compile(rf"(?:^|(?<=\s))({_any_of(one.capitalize() for one in LABELS)})\s*:\s+")


@dataclass(frozen=True)
class Change:
    """One item of an entry."""

    kind: ChangeKind
    ids: tuple[str, ...]
    what: str
    why: str
    effect: str
    by: str
    """Who decided it, where it is not the responsible person of the revision."""
    revision: str
    """The whole revision that is withdrawn; else empty."""
    line: int


@dataclass(frozen=True)
class RevisionEntry:
    """What one revision changed."""

    revision: str
    date: dt.date | None
    """None for the draft."""
    summary: str
    """What changed in a line or two, for lists of revisions."""
    changes: tuple[Change, ...]
    line: int

    def names(self, id: str) -> bool:
        """Whether the entry tells readers about *id*."""
        return any(id in change.ids for change in self.changes)


@dataclass
class Changelog:
    """All entries, newest first, and what is wrong with the file."""

    entries: list[RevisionEntry] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)

    def entry(self, revision: str) -> RevisionEntry | None:
        """The entry of *revision*."""
        return next((entry for entry in self.entries if entry.revision == revision), None)

    @property
    def texts(self) -> list[tuple[int, str]]:
        """What readers see of it in sentences, each with its line."""
        told = [(entry.line, entry.summary) for entry in self.entries]
        for change in (change for entry in self.entries for change in entry.changes):
            told += [(change.line, text) for text in (change.what, change.why, change.effect)]
        return [(line, text) for line, text in told if text]

    @property
    def newest(self) -> RevisionEntry | None:
        """The first entry: this draft, or what was just cut."""
        return self.entries[0] if self.entries else None


def order(revision: str) -> tuple[int, ...]:
    """A revision's number for comparison: 0.10 comes after 0.9, and 1.0 is 1."""
    numbers = [int(part) for part in revision.split(".")]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def read_changelog(path: Path, shown: str) -> Changelog:
    """The changelog at *path*; complaints name it *shown*."""
    if confinement.problem(path):  # told of the setting that names it
        return Changelog()
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return Changelog()
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return Changelog(complaints=[_fault(shown, line, "the file is not UTF-8; save it as UTF-8")])
    log = Changelog()
    for number, heading, body in _sections(text):
        found = HEADING.fullmatch(heading)
        if found is None:
            like = f"'## 1.0 - 2027-03-01' or '## 1.0 - {_('draft')}'"
            problem = f"{heading!r} is no heading of a revision; write it like {like}"
            log.complaints.append(_fault(shown, number, problem))
            continue
        entry = _entry(found, number, body, shown, log.complaints)
        if entry is not None:
            _check_place(entry, log, shown)
            log.entries.append(entry)
    return log


def _sections(text: str) -> Iterator[tuple[int, str, list[tuple[int, str]]]]:
    """Each heading with its line and the numbered lines below it."""
    heading, start = "", 0
    body: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("## "):
            if heading:
                yield start, heading, body
            heading, start, body = line.rstrip(), number, []
        else:
            body.append((number, line))
    if heading:
        yield start, heading, body


def _entry(
    found: re.Match[str], number: int, body: list[tuple[int, str]], shown: str, complaints: list[Complaint]
) -> RevisionEntry | None:
    when, date = found["when"], None
    if when and when[0].isdigit():
        try:
            date = dates.day_of(when)
        except ValueError:
            complaints.append(_fault(shown, number, f"{when!r} is no date of the calendar"))
            return None
        if not FIRST_YEAR <= date.year <= dt.date.today().year + 1:
            problem = f"no brief has a revision of {when}; write the day on which it is cut"
            complaints.append(_fault(shown, number, problem))
    summary: list[str] = []
    items: list[tuple[int, list[str]]] = []
    for at, line in body:
        if line.startswith("- "):
            items.append((at, [line[2:]]))
        elif items and line.startswith((" ", "\t")):
            items[-1][1].append(line)
        elif line.strip() and items:
            complaints.append(_fault(shown, at, "text after the items; indent it, or put it before them"))
        elif line.strip():
            summary.append(line.strip())
    changes = [_change(at, on_one_line(" ".join(lines)), shown, complaints) for at, lines in items]
    known = tuple(change for change in changes if change is not None)
    return RevisionEntry(found["revision"], date, " ".join(summary), known, number)


def _change(line: int, text: str, shown: str, complaints: list[Complaint]) -> Change | None:
    found = ITEM.fullmatch(text)
    if found is None or found["kind"].lower() not in KINDS:
        kinds = ", ".join(str(_(kind)) for kind in ChangeKind)
        problem = f"an item begins with its kind ({kinds}), then ids in backticks and a colon: {text[:40]!r}"
        complaints.append(_fault(shown, line, problem))
        return None
    what, *labelled = LABEL.split(found["text"])
    labels = {
        LABELS[label.lower()]: part.strip() for label, part in zip(labelled[::2], labelled[1::2], strict=True)
    }
    made = Change(
        kind=ChangeKind(KINDS[found["kind"].lower()]),
        ids=tuple(re.findall(r"`([^`]+)`", found["ids"])),
        what=what.strip(),
        why=labels.get("why", ""),
        effect=labels.get("effect", ""),
        by=labels.get("by", ""),
        revision=found["revision"] or "",
        line=line,
    )
    for problem in (*_lacks(made), *_unread(labels.values())):
        complaints.append(_fault(shown, line, problem))
    return made


def _lacks(change: Change) -> Iterator[str]:
    """What an item must still say, by its kind."""
    about = change.ids or change.revision
    if not change.what:
        yield "the item does not say what changed"
    if about and change.kind is not ChangeKind.EDITORIAL and not change.why:
        yield f"{change.kind} without a reason; add '{_label('why')}'"
    if change.kind in (ChangeKind.ERRATUM, ChangeKind.WITHDRAWAL) and not about:
        yield f"{change.kind} of what? name ids in backticks, or 'revision 0.9'"
    if change.revision and change.kind is not ChangeKind.WITHDRAWAL:
        yield "only a withdrawal names a whole revision"
    if change.revision and not change.effect:
        yield f"the withdrawal of a revision says what follows for readers; add '{_label('effect')}'"


def _unread(parts: Iterable[str]) -> Iterator[str]:
    """Words where a label stands that are none: what follows them would print as part of the text before."""
    known = ", ".join(map(_label, BEGINS))
    for word in (word for text in parts for word in LEADS.findall(text) if word.istitle()):
        yield f"{word!r} begins no part of an item; the parts are {known}"


def _label(part: str) -> str:
    return re.sub(r"\{.*\}", "…", str(BEGINS[part]))


def _check_place(entry: RevisionEntry, log: Changelog, shown: str) -> None:
    """Newer revisions stand above older ones, in number and in date."""
    if not log.entries:
        return
    above = log.entries[-1]
    if order(above.revision) <= order(entry.revision):
        problem = f"revision {entry.revision} stands below {above.revision}; the newest stands first"
        log.complaints.append(_fault(shown, entry.line, problem))
    if entry.date is None:
        problem = f"revision {entry.revision} has no date; only the first entry may be a draft"
        log.complaints.append(_fault(shown, entry.line, problem))
    elif above.date is not None and above.date < entry.date:
        problem = f"revision {above.revision} is dated {above.date}, before {entry.revision} of {entry.date}"
        log.complaints.append(_fault(shown, above.line, problem))


def _fault(path: str, line: int, problem: str) -> Complaint:
    return complaint(Rule.CHANGELOG, path, line, problem)
