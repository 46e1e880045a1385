"""Takes sources into the bibliography: from BibTeX, RIS or CSL-JSON, as catalogues and their readers write them.

Nothing is claimed that nobody said: what an export does not tell is a marked gap, which the check names with the
words that are allowed there.  What a reader of catalogues keeps for itself stays out.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from policybrief.commands import exports
from policybrief.commands.project import Brief, Refused
from policybrief.data import bibtex, dates, entry_text
from policybrief.data.bibliography import letter
from policybrief.data.entries import TYPES, VERBATIM, made_by_program
from policybrief.words.records import GAP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pybtex.database import Entry

    from policybrief.commands.exports import Exported

APPRAISAL = ("sourcetype", "review", "relation", "version", "archive", "archivenote", "shortname", "urldate")
"""Fields of an entry that are ours and no catalogue's."""
KEPT_BACK = re.compile(
    r"file|localfile|pdf|local-url|abstract|keywords|owner|timestamp|comment|annot(?:e|ation)|groups|rating|ranking"
    r"|readstatus|priority|creationdate|modificationdate|date-(?:added|modified)|biburl|bibsource"
    r"|(?:mendeley|bdsk|citeulike|jabref)-.*|__.*",
    re.IGNORECASE,
)
"""Fields that a program or a reader keeps for itself: paths of a machine, notes, what others wrote at length."""
READ_ON = re.compile(
    r"\W{0,9}(?:last )?(?:accessed|retrieved|visited|read|date accessed|access date)\b:?\s{0,9}(?:on )?"
    r"([^;)]{0,60}?\d{4}(?:-\d\d-\d\d)?)"
    r"\)?\s{0,9}[.;]?",
    re.IGNORECASE,
)
"""A note that says when a page was read; without bounds it took minutes for a long one."""
ADDRESS = re.compile(r"\\(?:url|href)\s*\{([^{}]*)\}(?:\{[^{}]*\})?|<?(https?://[^\s<>{}]+)>?")
SOURCETYPES = {
    **{"article": "article", "techreport": "report", "report": "report", "book": "book", "phdthesis": "thesis"},
    **dict.fromkeys(("legislation", "jurisdiction", "legal"), "legal-text"),
    **{"thesis": "thesis", "mastersthesis": "thesis", "dataset": "dataset", "standard": "standard"},
    "online": "web-page",
}
"""What an entry is taken for until somebody says otherwise, where the profile has it."""
NEEDED = {
    "article": [("journal", "publisher")],
    "techreport": [("institution", "publisher")],
    "book": [("publisher", "institution")],
    "incollection": [("booktitle", "journal"), ("publisher", "institution")],
    "phdthesis": [("school", "publisher")],
    "dataset": [("publisher", "institution")],
}
"""What an entry of a kind must have to be printed, and what stands in for it."""


def add(brief: Brief, text: str) -> list[str]:
    """Take sources written in BibTeX, RIS or CSL-JSON into the bibliography; what was done, in lines to print."""
    path = brief.bibliography
    there = _Written(path.read_text("utf-8") if path.is_file() else "")
    told: list[str] = []
    for key, entry, exported in _entries(text):
        taken = _appraised(entry, brief, exported)
        if exported:
            key = there.free(key, entry)
        lines = taken.told if there.put(key, entry) else lambda: ["already there, left as it is"]
        told += [f"{path.name}: {key}", *(f"    {line}" for line in lines())]
    if not told:
        raise Refused("no source in what was given; write BibTeX, RIS or CSL-JSON")
    path.write_text(there.text(), "utf-8")
    return told


def _entries(text: str) -> Iterator[tuple[str, Entry, Exported | None]]:
    """Each source with its key, and what it was in an export that knows no types of BibTeX."""
    from pybtex.database import Entry, Person

    if not text.strip():
        return
    if text.lstrip().startswith(("[", "{")):
        found = exports.of_csl(text)
    elif re.search(r"^TY  - ", text, re.MULTILINE):
        found = exports.of_ris(text)
    else:
        given = bibtex.read(text)
        if given.faults:
            line, problem = given.faults[0]
            raise Refused(f"what was given is no BibTeX: line {line}: {problem}")
        for written in given.entries:
            yield written.key, Entry(written.type, fields=list(written.fields.items())), None
        return
    for one in found:
        plain = [
            (name, value if name in VERBATIM else _latex(value)) for name, value in one.fields.items() if value
        ]
        entry = Entry(one.kind, fields=plain)
        for role, names in one.people.items():
            entry.persons[role] = [Person(name) for name in names]
        yield one.key, entry, one


def _latex(words: str) -> str:
    """Plain words as LaTeX has them."""
    return re.sub(r"([%&#_$])", r"\\\1", re.sub(r"[\\{}]", "", words))


class Taken(NamedTuple):
    """An entry as it is taken in, and what whoever takes it in must know."""

    entry: Entry
    dropped: list[str]
    guessed: list[str]

    def told(self) -> list[str]:
        """What was left out, guessed and is still to be said once it is in the bibliography, a line each."""
        gaps = [name for name in APPRAISAL if self.entry.fields.get(name) == GAP]
        lines = [
            ("left out", self.dropped),
            ("guessed; correct it where it is wrong", self.guessed),
            (f"still {GAP}, which the check tells with the words that are allowed", gaps),
        ]
        return [f"{heading}: {', '.join(found)}" for heading, found in lines if found]


def _appraised(entry: Entry, brief: Brief, exported: Exported | None) -> Taken:
    """The entry with the fields of its appraisal: what it tells of them itself, and gaps."""
    fields, profile = entry.fields, brief.profile
    dropped = [name for name in fields if KEPT_BACK.fullmatch(name)]
    for name in dropped:
        del fields[name]
    guessed = list(_addressed(fields))
    if made_by_program(fields.get("note", "")):
        dropped.append(f"note ({fields.pop('note')})")
    called = f"@{entry.type}"
    kind = SOURCETYPES.get(entry.type) or SOURCETYPES.get(TYPES.get(entry.type, "misc"), "")
    if exported:
        called = exported.called
        dropped += exported.left
        guessed += _of_kind(entry)
    if "sourcetype" not in fields and kind in profile.sources:
        fields["sourcetype"] = kind
        guessed.append(f"sourcetype = {kind} (it is {called})")
    if exported:
        guessed += [f"{name} is a body (a person is written 'Family, Given')" for name in exported.bodies]
    wanted = ["sourcetype", "review", "relation"]
    if fields.get("url") and not fields.get("doi"):
        wanted.append("urldate")
    for name in wanted:
        fields.setdefault(name, GAP)
    return Taken(entry, dropped, guessed)


def _addressed(fields: dict[str, str]) -> Iterator[str]:
    """Address and day of reading from where BibTeX of old has them; what was taken from where."""
    for name in ("howpublished", "note"):
        if not fields.get("url") and (found := ADDRESS.search(fields.get(name, ""))):
            fields["url"] = found[1] or found[2].rstrip(".,;")
            _cut(fields, name, found[0])
            yield f"url (from {name})"
    for name in ("note", "howpublished"):
        if fields.get("urldate"):
            return  # what else a note says of it is not taken, and stays
        if (found := READ_ON.search(fields.get(name, ""))) and (day := _day(found[1])):
            fields["urldate"] = day
            _cut(fields, name, found[0])
            yield f"urldate = {day} (from {name})"


def _cut(fields: dict[str, str], name: str, words: str) -> None:
    """Take words out of a field, and the field away where nothing is left of it."""
    left = re.sub(r"\s+", " ", fields[name].replace(words, " ")).strip(" .,;:()[]")
    if left.lower() in ("", "available at", "available from", "online", "url"):
        del fields[name]
    else:
        fields[name] = left


def _day(written: str) -> str:
    """A day as it is kept, or nothing where this names none."""
    day, _problem = dates.of_fields({"date": written})
    return day if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else ""


def _of_kind(entry: Entry) -> Iterator[str]:
    """Give the entry what its kind must have; one that lacks it is of no kind, which is told."""
    kind = entry.type
    for wanted, other in NEEDED.get(kind, ()):
        if not entry.fields.get(wanted) and entry.fields.get(other):
            entry.fields[wanted] = entry.fields[other]
        if not entry.fields.get(wanted):
            entry.type = "misc"
            yield f"@misc (for @{kind} the export has no {wanted})"
            return


class _Written:
    """A bibliography into which entries are taken; read once and written once, however many there are."""

    def __init__(self, text: str) -> None:
        self.old = text
        self.entries: dict[str, bibtex.RawEntry] = {}
        """By keys in small letters; one that is new ends before the text begins."""
        self.new: dict[str, str] = {}
        """What is written anew, by the same keys."""
        for one in bibtex.read(text).entries:
            self.entries.setdefault(one.key.lower(), one)

    def free(self, key: str, entry: Entry) -> str:
        """A key that was made up, with a letter where other works have it: "muller2024a"."""
        for end in itertools.chain([""], map(letter, itertools.count())):
            there = self.entries.get(key.lower() + end)
            if there is None or _is_same(there, entry):
                break
        return key + end

    def put(self, key: str, entry: Entry) -> bool:
        """Take an entry in, in the place of the one of its key or at the end; whether it says anything new."""
        there = self.entries.setdefault(key.lower(), bibtex.RawEntry(entry.type, key, 0, -1, -1))
        for name, value in there.fields.items():
            ours = name in APPRAISAL and value != GAP
            known = name in entry.fields or name in entry.persons
            if ours or not (known or KEPT_BACK.fullmatch(name)):
                entry.fields[name] = value
        fields = dict(_fields_of(entry))
        if (there.type, _plain(there.fields)) == (entry.type, _plain(fields)):
            return False
        there.type, there.fields = entry.type, fields
        self.new[key.lower()] = _bibtex(there.key, entry)
        return True

    def text(self) -> str:
        """All of it, with what was taken in."""
        parts, at = [], 0
        for key, one in self.entries.items():
            if key in self.new and one.end >= 0:
                parts += [self.old[at : one.start], self.new[key]]
                at = one.end
        before = "".join([*parts, self.old[at:]]).rstrip()
        added = [text for key, text in self.new.items() if self.entries[key].end < 0]
        return "\n\n".join(filter(None, [before, *added])) + "\n"


def _plain(fields: dict[str, str]) -> dict[str, str]:
    """Fields however their lines were broken."""
    return {name: " ".join(value.split()) for name, value in fields.items()}


def _is_same(there: bibtex.RawEntry, entry: Entry) -> bool:
    """Whether two entries are of one work: by their DOI, else by their title."""
    both = (there.fields, entry.fields)
    one, other = (re.sub(r"^.*?(?=10\.)", "", fields.get("doi", "")).lower() for fields in both)
    if one and other:
        return one == other
    one, other = (re.sub(r"\W", "", entry_text.plain(fields.get("title", ""))).casefold() for fields in both)
    return one == other


def _fields_of(entry: Entry) -> Iterator[tuple[str, str]]:
    """People and fields as they are written: LaTeX already, which pybtex's own writer would escape again."""
    yield from ((role, " and ".join(map(str, persons))) for role, persons in entry.persons.items() if persons)
    yield from entry.fields.items()


def _bibtex(key: str, entry: Entry) -> str:
    written = ",\n".join(f"    {name} = {{{value}}}" for name, value in _fields_of(entry))
    return f"@{entry.type}{{{key},\n{written}\n}}"
