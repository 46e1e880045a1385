"""Reads the bibliography: every source once, with the fields that appraise it.

What the chain of evidence needs to know of an entry is read here; sphinxcontrib-bibtex, whose own reading
stops at the first fault, is handed the entries and prints them.  A faulty entry is a complaint with its line, what
could be read of it stays, and so do all other entries.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pybtex.database import BibliographyData

from policybrief.data import (
    bibtex,
    collation,
    confinement,
    dates,
    encodings,
    entries,
    entry_text,
    states_read,
    toml,
)
from policybrief.words import addresses, invisible
from policybrief.words.complaints import Complaint, Rule, closest, complaint
from policybrief.words.messages import _, as_printed
from policybrief.words.records import GAP, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from policybrief.data.entries import Reference
    from policybrief.words.vocabulary import Profile

EARLIEST = 1400
"""The year before which nothing that is cited was printed."""
WORDS_OF_TITLE = 4
"""Words of its title that name a source of nobody."""
PUBLISHED = frozenset(
    [
        "addendum",
        "address",
        "archive_date",
        "archivenote",
        "archiveprefix",
        "booktitle",
        "chapter",
        "collaboration",
        "day",
        "doi",
        "edition",
        "eid",
        "eprint",
        "eventtitle",
        "howpublished",
        "institution",
        "isbn",
        "issn",
        "issue_title",
        "journal",
        "maintitle",
        "month",
        "note",
        "number",
        "organization",
        "pages",
        "primaryclass",
        "printed",
        "publisher",
        "pubmed",
        "pubstate",
        "school",
        "series",
        "shortname",
        "shorttitle",
        "titleaddon",
        "type",
        "urldate",
        "venue",
        "volume",
        "volumes",
        "year",
    ]
)
"""What is published of an entry besides its appraisal; whatever else stands in the file is no reader's."""
MACHINE = re.compile(
    r"file://|(?<![\w./-])(?:~|/(?:home|Users|root|mnt|media|tmp|var|private|Volumes))/\w"
    r"|(?<![A-Za-z])[A-Za-z]\\?:[\\/]{1,2}(?:Users|Documents|\w+[\\/])"
)
"""A path that leads somewhere on one machine alone."""
OTHER_FORMS = {"RIS": "TY  ?-", "EndNote": "%0 ", "JSON": r"[\[{]", "XML or HTML": "<", "a table": r"[^\n]*[,;\t]"}
"""What exports look like that are no BibTeX."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass
class Bibliography:
    """What reading the bibliography gave: sources by key, and complaints."""

    sources: dict[str, Source] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)
    """What is wrong with the files, whoever cites what."""
    faults: dict[str, list[Complaint]] = field(default_factory=dict)
    """What is wrong with each entry, which matters where it is used."""
    entries: BibliographyData = field(default_factory=BibliographyData)
    files: dict[Path, tuple[str, ...]] = field(default_factory=dict)
    """The keys that each file gave."""
    aliases: dict[str, str] = field(default_factory=dict)
    """Former keys (``ids``), each with the key that its entry has."""


def read_bibliography(paths: Iterable[Path], root: Path, profile: Profile) -> Bibliography:
    """All entries of the BibTeX files, in the words of *profile*; paths in complaints are relative to *root*."""
    bibliography, worded = Bibliography(), _worded(profile)
    for path in paths:
        bibliography.files[path] = ()
        keys: list[str] = []
        shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        if wrong := confinement.problem(path, installed=True):
            bibliography.complaints.append(complaint(Rule.CONFINEMENT, shown, 1, wrong))
            continue
        try:
            content = path.read_bytes()
            text, line = _decoded(content)
        except OSError:
            bibliography.complaints.append(_fault(shown, 1, "the bibliography file is missing"))
            continue
        if line:
            looks = encodings.of(content)
            read_as = f"it is read as {looks}" if looks == encodings.OTHER else "some of its letters are lost"
            problem = f"the file is not UTF-8; {read_as}: save it as UTF-8, and look at its accents"
            bibliography.complaints.append(_fault(shown, line, problem))
        file = bibtex.read(invisible.replaced(text))
        unseen = _unseen(text, shown, [entry.line for entry in file.entries])
        bibliography.complaints += unseen.pop(0, [])
        if not bibtex.COMMAND.search(re.sub(r"(?m)^\s*%[ %].*", "", text)) and (other := _other_form(text)):
            bibliography.complaints.append(_fault(shown, 1, other))
        bibliography.complaints += [_fault(shown, fault.line, fault.problem) for fault in file.faults]
        for listed in filter(entries.is_list, file.entries):
            problem = (
                f"{listed.key!r} is a @set, which is not printed; cite its entries: {listed.fields['entryset']}"
            )
            bibliography.complaints.append(_fault(shown, listed.line, problem))
        for entry in entries.normalised(file.entries):
            if entry.key in bibliography.entries.entries:
                first = bibliography.entries.entries[entry.key]
                problem = (
                    f"repeated bibliography entry: {entry.key}; the first, {first.key!r} in line {first.line} of"
                    f" {bibliography.sources[first.key].path}, is kept"
                )
                bibliography.complaints.append(_fault(shown, entry.line, problem))
                continue
            entry.fields.update(_as_kept(entry, worded))
            odd = list(_without_schemes(entry, shown))
            source = _source(entry, shown, profile)
            lacking = [
                *(_fault(shown, entry.line, f"{entry.key!r} {problem}") for problem in entry.problems),
                *_appraise(source, entry, shown, profile),
            ]
            bibliography.sources[entry.key] = source
            bibliography.entries.entries[entry.key] = entry
            keys.append(entry.key)
            bibliography.faults[entry.key] = odd + (lacking if entry.closed else []) + unseen.get(entry.line, [])
            for alias in filter(None, entry_text.plain(entry.fields.get("ids", "")).replace(" ", "").split(",")):
                bibliography.aliases.setdefault(alias, entry.key)
        bibliography.files[path] = tuple(keys)
    return bibliography


def _worded(profile: Profile) -> dict[str, dict[str, str]]:
    """By field of an appraisal, its words as pages print them in any language, each with the one that is kept."""
    types = {term.words: id for id, term in profile.sources.items()}
    return {
        "sourcetype": {words: types[said] for words, said in as_printed(*types).items()},
        "review": as_printed(*profile.reviews),
        "relation": as_printed(*profile.relations),
    }


def _as_kept(entry: Reference, worded: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The appraisal of an entry in the words that are kept, where it has others."""
    given = {name: entry_text.plain(entry.fields.get(name, "")).casefold() for name in worded}
    other = {name for name in given if entry.fields.get(name) not in worded[name].values()}
    return {name: worded[name][given[name]] for name in other if given[name] in worded[name]}


def _unseen(text: str, shown: str, entries_at: list[int]) -> dict[int, list[Complaint]]:
    """What is said of characters that nobody sees, by the line of the entry; at 0 what matters whoever cites what.

    Catalogues write invisible ones into thousands of entries that a brief does not use.
    """
    found: dict[int, list[Complaint]] = defaultdict(list)
    for number, written in enumerate(() if invisible.is_clean(text) else text.split("\n"), 1):
        for problem in invisible.problems(written):
            before = bisect_right(entries_at, number)
            at = entries_at[before - 1] if before and not invisible.CONTROL.search(written) else 0
            found[at].append(complaint(Rule.CONTROL_CHARACTER, shown, number, problem))
    return found


def _other_form(text: str) -> str:
    """What is said of a file with text and no entry: mostly another export of the same program."""
    if not re.search(r"^\s*[^%\s]|^%\w ", text, re.MULTILINE):
        return ""
    form = next((name for name, pattern in OTHER_FORMS.items() if re.match(pattern, text.lstrip())), "")
    looks = f"it looks like {form}: " if form else ""
    return f"the file has no entry; {looks}export it as BibTeX or biblatex"


def _decoded(content: bytes) -> tuple[str, int]:
    """The text of a file, and the line that shows that it is not in UTF-8."""
    line = 0
    if encodings.of(content) in (encodings.UTF_8, encodings.OTHER):
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
    return encodings.decoded(content).replace("\r\n", "\n").replace("\r", "\n"), line


def named_in(folder: Path) -> Iterator[tuple[str, Path, int]]:
    """The sources that the data files below *folder* name: key, file and line; unreadable files name none."""

    def named(data: object) -> Iterator[str]:
        if isinstance(data, dict):
            for name, value in data.items():
                if name in ("key", "source") and isinstance(value, str):
                    yield value
                else:
                    yield from named(value)
        elif isinstance(data, list):
            for item in data:
                yield from named(item)

    for path in sorted(folder.rglob("*.toml")):
        if confinement.problem(path):
            continue
        try:
            text = path.read_text("utf-8")
            if toml.ENDLESS.search(text):
                continue
            keys = dict.fromkeys(named(tomllib.loads(text)))
        except (ValueError, OSError, RecursionError):
            continue
        lines = text.splitlines()
        for key in keys:
            yield key, path, next((number for number, line in enumerate(lines, 1) if f'"{key}"' in line), 1)


def label_of(entry: Reference) -> str:
    """Author and year as the text names a source: "Pan et al. 2024", "EU Code of Practice 2025"."""
    year = dates.years(entry.date)
    name = _name_of(entry).replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")  # in a name it is an apostrophe
    return name if year in name else f"{name} {year}"


def _name_of(entry: Reference) -> str:
    if short := entry_text.plain(entry.fields.get("shortname", "")):
        return short
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    if body := entry_text.plain(entry.fields.get("shortauthor", "") or entry.fields.get("shorteditor", "")):
        return body
    if names := [entries.family_of(person) for person in people if not entries.is_others(person)]:
        if len(people) > 2 or len(names) < len(people):
            return str(_("{names} et al.")).format(names=names[0])
        return " & ".join(names)
    for name in ("shorttitle", "institution", "organization", "publisher", "howpublished"):
        if body := entry_text.plain(entry.fields.get(name, "")):
            return body
    title = entry_text.plain(entry.fields.get("title", "")).split()
    shown = " ".join(title[:WORDS_OF_TITLE]) + ("…" if len(title) > WORDS_OF_TITLE else "")
    return shown or entry.key


def set_labels(bibliography: BibliographyData, sources: dict[str, Source], used: set[str], language: str) -> None:
    """Name the sources that a brief uses, those named alike told apart by letters, and give each its place."""
    known = sorted(used & sources.keys())
    alike: dict[str, list[str]] = defaultdict(list)
    for key in known:
        alike[label_of(bibliography.entries[key])].append(key)
    titles = [sources[key].title for keys in alike.values() if len(keys) > 1 for key in keys]
    place = collation.key_of(language, [*alike, *titles])
    for label, keys in alike.items():
        for number, key in enumerate(sorted(keys, key=lambda key: (place(sources[key].title), key))):
            entry = bibliography.entries[key]
            end = letter(number) if len(keys) > 1 else ""
            entry.label = f"{label}{'-' if end and not label[-1].isdigit() else ''}{end}"
            entry.order = (place(label), number)
            sources[key] = replace(sources[key], label=entry.label)


def letter(number: int) -> str:
    """ "a" to "z", then "aa"."""
    before, last = divmod(number, len(LETTERS))
    return (letter(before - 1) if before else "") + LETTERS[last]


def _source(entry: Reference, shown: str, profile: Profile) -> Source:
    fields = {
        name: value if name in entries.VERBATIM else entry_text.plain(value)
        for name, value in entry.fields.items()
    }
    url = fields.get("url", "")
    version, version_kind = states_read.version(fields, url, entry.date)
    archive, archive_kind = states_read.archive(fields, url)
    return Source(
        key=entry.key,
        label=label_of(entry),
        title=fields.get("title", ""),
        type=profile.sources.get(fields.get("sourcetype", "")),
        review=fields.get("review", ""),
        relation=fields.get("relation", ""),
        url=url,
        date=entry.date,
        version=version,
        version_kind=version_kind,
        archive=archive,
        archive_kind=archive_kind,
        fields={name: value for name, value in sorted(fields.items()) if name in PUBLISHED},
        path=shown,
        line=entry.line,
    )


def _without_schemes(entry: Reference, shown: str) -> Iterator[Complaint]:
    """Take away an address that leads no reader anywhere."""
    for name in ("url", "archive", "howpublished"):
        given = entry.fields.get(name, "")
        if name == "howpublished" and " " in given.strip():
            continue  # words with a colon
        if scheme := addresses.odd_scheme(given):
            problem = f"{entry.key!r}: {name} begins with {scheme!r}, which is no address; use https:"
            yield _fault(shown, entry.line, problem)
            del entry.fields[name]


def _appraise(source: Source, entry: Reference, shown: str, profile: Profile) -> Iterator[Complaint]:
    gaps = {name for name in (*allowed(profile), "urldate") if entry.fields.get(name, "").strip() == GAP}
    if gaps:
        words = allowed(profile) | {"urldate": ("the day on which it was read, like 2026-01-31",)}
        said = "; ".join(f"{name} ({', '.join(known)})" for name, known in words.items() if name in gaps)
        yield _fault(shown, source.line, f"{source.key!r} still has {GAP} for {said}")
    for name, value in entry.fields.items():
        if MACHINE.search(value):
            problem = f"{source.key!r}: {name} has a path of somebody's machine, which leads no reader anywhere"
            yield _fault(shown, source.line, f"{problem}; take it out")
    given = entry.fields.get("sourcetype", "")
    if source.type is None and "sourcetype" not in gaps:
        known = ", ".join(profile.sources)
        hint = f"known are {known}; {closest(given, profile.sources)}" if given else f"use one of {known}"
        yield _fault(shown, source.line, f"{source.key!r}: sourcetype {given!r} is not known; {hint}")
    if not source.title:
        yield _fault(shown, source.line, f"{source.key!r} has no title")
    if not source.date and not entry.undated:
        yield _fault(shown, source.line, f"{source.key!r} has no year; where it has no date write year = {{n.d.}}")
    today = dt.date.today()
    days = (f"{end.year}-{end.month:02}-{end.day:02}" for end in dates.read(source.date) or () if end and end.day)
    if str(today) < (last := max(days, default="")) < str(today.year + 2):
        yield _fault(shown, source.line, f"{source.key!r} is dated {last}, a day to come; correct it")
    year = source.fields.get("year", "")
    if year.isdecimal() and not EARLIEST <= int(year[:6]) <= today.year + 1:
        yield _fault(shown, source.line, f"{source.key!r}: nothing was written in the year {year}; correct it")
    if month := source.fields.get("month", ""):
        yield _fault(shown, source.line, f"{source.key!r}: month {month!r} is none; write it like 03 or mar")
    for name in ("review", "relation"):
        if not getattr(source, name):
            known = ", ".join(allowed(profile)[name])
            yield _fault(shown, source.line, f"{source.key!r} has no {name!r}; use one of {known}")
    read = {} if "urldate" not in gaps else {"urldate": ""}
    archive = {"archive": entry.fields.get("archive", "")}
    for problem in states_read.problems(source.fields | archive | read, source.url):
        yield _fault(shown, source.line, f"{source.key!r} {problem}")


def allowed(profile: Profile) -> dict[str, tuple[str, ...]]:
    """The words that each field of an appraisal may have."""
    return {"sourcetype": tuple(profile.sources), "review": profile.reviews, "relation": profile.relations}


def _fault(path: str, line: int, problem: str) -> Complaint:
    return complaint(Rule.SOURCE_ENTRY, path, line, problem)
