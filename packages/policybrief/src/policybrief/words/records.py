"""The words of a brief: what a source, a record of evidence, a finding and a recommendation are.

Plain records without behaviour of Sphinx.  ``None`` means unknown or not stated, never a default.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from policybrief.words.vocabulary import Term
    from written_values.values import Value

GAP = "TODO"
"""What marks a gap that somebody has still to fill."""


class Certainty(StrEnum):
    """How sure the evidence lets us be that a statement is true; terms adapted from GRADE."""

    VERY_LOW = "very-low"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0 for very low up to 3 for high."""
        return list(Certainty).index(self)


class Strength(StrEnum):
    """How firmly a recommendation is made; terms adapted from GRADE."""

    CONDITIONAL = "conditional"
    STRONG = "strong"


class Status(StrEnum):
    """Whether a statement still stands.  A withdrawn one stays in its place, marked."""

    CURRENT = "current"
    WITHDRAWN = "withdrawn"


class Read(StrEnum):
    """How much of a source was read for a record."""

    FULL_TEXT = "full-text"
    ABSTRACT = "abstract"
    PASSAGE = "passage"
    SECONDARY = "secondary"
    NOT_RECHECKED = "not-rechecked"
    CALCULATION = "own-calculation"


class Use(StrEnum):
    """Where a record may be printed."""

    PRINT = "print"
    ATTRIBUTED = "attributed"
    ANNEX = "annex"


class VersionKind(StrEnum):
    """How it is known which state of a source was read."""

    STATED = "stated"
    EDITION = "edition"
    PUBLISHED = "published"
    """All that is known is when it was published."""
    READ = "read"
    """All that is known is the day on which it was read."""


class ArchiveKind(StrEnum):
    """What the archive address of a source is."""

    RECORD = "record"
    """A repository of record, which keeps what it holds under this address."""
    LOOK_UP = "look-up"
    """A question to the Internet Archive for a copy near a day; nobody checked that there is one."""


class Citation(NamedTuple):
    """A source as one record uses it."""

    key: str
    """Key of the entry in the bibliography."""
    locator: str
    """Page, section, table, figure or article; empty when the author gave none."""
    read: Read
    checked: dt.date | None
    """When the passage was last compared with the source."""
    line: int


@dataclass(frozen=True)
class Source:
    """A publication: one entry of the bibliography with its appraisal fields."""

    key: str
    label: str
    """Author and year, as the text names it: "Pan et al. 2024"."""
    title: str
    type: Term | None
    """What kind of publication it is; nothing where the profile knows no such kind."""
    review: str
    """Peer review as the source states it."""
    relation: str
    """How its makers stand to what they report on."""
    url: str
    date: str
    version: str
    """The state that was read: a version or edition, else a date; `version_kind` says which."""
    version_kind: VersionKind
    archive: str
    """Where it is kept; empty where the entry says why not (``archivenote``)."""
    archive_kind: ArchiveKind | None
    fields: dict[str, str]
    """What else is published of it, as written; the names are in `policybrief.data.bibliography.PUBLISHED`."""
    path: str
    """The file of the bibliography that has it."""
    line: int

    @property
    def place(self) -> str:
        """Where its entry stands."""
        return f"{self.path}:{self.line}"


@dataclass(frozen=True)
class Evidence:
    """What one or several sources show: one file of the material; the file's name is its id."""

    id: str
    statement: str
    kind: Term
    """What sort of thing it reports, in the vocabulary of the profile."""
    certainty: Certainty
    reasons: str
    """Why this certainty and not a higher or a lower one."""
    not_shown: str
    """What a reader might think it shows and it does not."""
    as_of: dt.date
    sources: tuple[Citation, ...]
    use: Use
    attribution: str
    """Who says so, where the sentence must name them; else empty."""
    conflicts: tuple[str, ...]
    """Where sources differ, in sentences."""
    values: dict[str, Value]
    path: str
    """The file, relative to the project."""
    lines: dict[str, int] = field(default_factory=dict, repr=False, compare=False)
    """Where each key stands, for complaints."""

    def place(self, key: str = "") -> str:
        """Where a key of it stands; where it has none, its beginning."""
        return f"{self.path}:{self.lines.get(key, 1)}"


class Records(dict[str, Evidence]):
    """The records by id, and the files that hold one which cannot be read."""

    unread: dict[str, str]

    def __init__(self, known: dict[str, Evidence] | None = None, unread: dict[str, str] | None = None) -> None:
        super().__init__(known or {})
        self.unread = unread or {}

    def __reduce__(self) -> tuple[type[Records], tuple[dict[str, Evidence], dict[str, str]]]:
        """What a copy is made of."""
        return Records, (dict(self), self.unread)


@dataclass(frozen=True)
class Statement:
    """What findings and recommendations share: a place, a title, a sentence and its parts."""

    id: str
    title: str
    text: str
    """The first paragraph as plain text, numbers written out."""
    parts: dict[str, str]
    """The closed set of terms in the body (see `policybrief.words.fields`) and their plain text."""
    docname: str
    line: int = field(repr=False)
    """No page prints it, so that what `repr` shows is the same wherever it has moved."""
    status: Status = Status.CURRENT
    successor: str = ""

    @property
    def stands(self) -> bool:
        """Whether it is not withdrawn; lists, counts and timelines take in no other."""
        return self.status is Status.CURRENT

    @property
    def kind(self) -> str:
        """ "finding" or "recommendation"."""
        return type(self).__name__.lower()


@dataclass(frozen=True)
class Finding(Statement):
    """What the evidence shows, with its certainty."""

    evidence: tuple[str, ...] = ()
    certainty: Certainty = Certainty.VERY_LOW
    key: bool = False
    """Whether it is one of the key findings."""


@dataclass(frozen=True)
class Recommendation(Statement):
    """What somebody is asked to do, with its strength."""

    findings: tuple[str, ...] = ()
    strength: Strength = Strength.CONDITIONAL
    by: dt.date | None = None
    review: dt.date | None = None
    group: str = ""
    actors: tuple[str, ...] = field(default=())


class Printed(NamedTuple):
    """A number of a record inside a text."""

    record: str
    name: str
    text: str
