"""Reads the text of a ``.bib`` into entries as they are written, one at a time.

pybtex reads the fields.  Where entries begin and end is found here, so that an open brace costs one entry and not
all after it; every fault has its line and its entry, and what could be read of a faulty entry is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from pybtex.database.input.bibtex import LowLevelParser, UndefinedMacro, month_names
from pybtex.utils import CaseInsensitiveDict

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMAND = re.compile(r"%[^\n]*|@\s*([A-Za-z][\w-]*)\s*([{(])")
"""What begins an entry, or a comment outside of entries."""
HEAD = re.compile(r"\s*([^,{}()=\"#%\s](?:[^,{}()=\"#%\n]*[^,{}()=\"#%\s])?)?\s*(?=([,=})]?))")
"""The key of an entry, and what follows it."""
PIECE = re.compile(
    r"[{}()\"%]|(?:^|(?<=[})]))[^\S\n]*@\s*[A-Za-z][\w-]*\s*[{(]\s*(?:[^,{}()=\"\n]*,\s*)?[A-Za-z][\w:+.-]*\s*=",
    re.MULTILINE,
)
"""What matters for the end of an entry; one that begins a line, or stands behind a brace, is the next one."""
NEXT_FIELD = re.compile(r"(?<![\w:+.-])(?=[A-Za-z][\w:+.-]*\s*=)")
PLAIN_FIELD = re.compile(
    r"\s*([A-Za-z][\w:+.-]*)\s*=\s*(?:\{([^{}]*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}[^{}]*)*)\}|(\d+))\s*(,|(?=[})]))"
)
"""A field as most exports write it."""
LONGEST_STRING = 2000
PLAIN_KEY = re.compile(r"\s*([^,{}()=\"#%\s]+)\s*,")
LAST = re.compile(r"\s*([})])")
NEXT_ENTRY = re.compile(r"[\n})][^\S\n]*@\s*[A-Za-z]")
STRAY = re.compile(r"\s*(?:,\s*)?(?:[A-Za-z][\w:+.-]*\s*=\s*[{\"\w]|\})")
"""What follows an entry and is no comment: fields behind a brace that closed too early."""
NO_ENTRY = re.compile(r"^[^\S\n]*(?:@|\w+\s*\{)[^@%=\n]*,\s*[A-Za-z]\w*\s*=\s*[{\"\w]", re.MULTILINE)
"""What was meant as an entry and begins as none does."""
SPACES = re.compile(r"[ \t\n\r\f\v]+")


@dataclass
class RawEntry:
    """An entry as its author wrote it."""

    type: str
    key: str
    line: int
    start: int
    end: int
    fields: dict[str, str] = field(default_factory=dict)
    """By names in small letters; values are TeX."""
    twice: list[str] = field(default_factory=list)
    """Names of fields that it has more than once."""
    closed: bool = True


class RawFault(NamedTuple):
    """What is wrong in a file, and in which line."""

    line: int
    problem: str


@dataclass
class RawFile:
    """What a file gave."""

    entries: list[RawEntry] = field(default_factory=list)
    faults: list[RawFault] = field(default_factory=list)


class _Fields(LowLevelParser):  # type: ignore[misc]
    """pybtex's reader of fields, to which an undefined abbreviation is its own name."""

    def substitute_macro(self, name: str) -> str:
        if name not in self.macros:
            self.handle_error(UndefinedMacro(name, self))
            return name
        return str(self.macros[name])


def read(text: str) -> RawFile:
    """The entries of a file in their order."""
    file = RawFile()
    macros = CaseInsensitiveDict(month_names)
    lines = _Lines(text)
    at, last = 0, ""
    while found := COMMAND.search(text, at):
        file.faults += _between(text, at, found.start(), last, lines)
        if found[1] is None:
            at = found.end()
            continue
        kind = found[1].lower()
        if kind not in ("comment", "preamble", "string") and (plain := _plain_entry(text, found, lines)):
            file.entries.append(plain)
            at, last = plain.end, plain.key
            for name in plain.twice:
                file.faults.append(_twice(plain.key, name, plain.line))
            continue
        end, closed, comments = _end(text, found.end(), found[2], whole=kind == "comment")
        at, last = (end + 1 if closed else end), ""
        if kind in ("comment", "preamble"):
            continue
        body = _without(text, found.end(), end, comments) + ("}" if found[2] == "{" else ")")
        first = lines.of(found.start())
        if kind == "string":
            _note_string(found[0] + body, first, macros, file)
            continue
        head = HEAD.match(body)
        assert head
        key, follows = " ".join((head[1] or "").split()), head[2]
        if not key or follows == "=":
            problem = "an entry without a key: nothing can cite it; write @type{key, …}"
            file.faults.append(RawFault(first, problem if closed else f"{problem}; a brace is missing in it, too"))
            last = "without a key"
            continue
        last = key
        if " " in key:
            problem = f"{key!r} is a key with a space, which no other program reads; write it as one word"
            file.faults.append(RawFault(first, problem))
        if not closed:
            file.faults.append(
                RawFault(first, f"{key!r} is not closed: a brace is missing; it is read up to the next entry")
            )
        known = len(file.faults)
        written = RawEntry(kind, key, first, found.start(), at, closed=closed)
        rest = body[head.end() :].removeprefix(",")
        line = first + text[found.start() : found.end()].count("\n") + body[: len(body) - len(rest)].count("\n")
        for name, value in _fields(f"@{kind}{found[2]}{rest}", line, repr(key), macros, file):
            if name in written.fields:
                file.faults.append(_twice(key, name, first))
            else:
                written.fields[name] = value
        if not closed:
            del file.faults[known:]  # they are told once, by their reason
        file.entries.append(written)
    file.faults += _between(text, at, len(text), last, lines)
    return file


class _Lines:
    """The numbers of lines of places that are asked for in their order."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.line = text, 0, 1

    def of(self, at: int) -> int:
        if at > self.at:
            self.line += self.text.count("\n", self.at, at)
            self.at = at
        return self.line


def _twice(key: str, name: str, line: int) -> RawFault:
    return RawFault(line, f"{key!r} has two fields {name!r}; the first is kept")


def _between(text: str, start: int, end: int, last: str, lines: _Lines) -> Iterator[RawFault]:
    """What stands between two entries and is no comment."""
    if last and (found := STRAY.match(text, start)) and found.end() <= end:
        problem = f"text after the entry {last!r} is left out; does one of its braces close too early?"
        yield RawFault(lines.of(start), problem)
    for found in NO_ENTRY.finditer(text, start, end):
        problem = "this looks like an entry and begins as none does, so it is left out; write @type{key, …}"
        yield RawFault(lines.of(found.start(0) + len(found[0]) - len(found[0].lstrip())), problem)


def _end(text: str, at: int, opened: str, *, whole: bool) -> tuple[int, bool, list[tuple[int, int]]]:
    """Where the command that opened before *at* ends, whether it is closed there, and the comments inside.

    A comment of the whole file (*whole*) may hold entries that are no longer meant.
    """
    closing = {"{": "}", "(": ")"}[opened]
    start, depth, quoted = at, 0, False
    comments: list[tuple[int, int]] = []
    while found := PIECE.search(text, at):
        at = found.end()
        match found[0]:
            case "{":
                depth += 1
            case "}" if depth:
                depth -= 1
            case "}" | ")" as sign if sign == closing and not depth and (not quoted or whole):
                return found.start(), True, comments
            case '"' if not depth:
                quoted = not quoted
            case "%" if not depth and not quoted and not whole:
                at = text.find("\n", at) if "\n" in text[at:] else len(text)
                comments.append((found.start(), at))
            case sign if len(sign) > 1 and not whole:
                return found.start(), False, comments
            case sign if len(sign) > 1:
                depth += sign.count("{")
    if whole:  # an open comment ends with its line
        return (text.find("\n", start) if "\n" in text[start:] else len(text)), False, []
    return len(text), False, comments


def _without(text: str, start: int, end: int, comments: list[tuple[int, int]]) -> str:
    body = ""
    for first, last in comments:
        body += text[start:first] + " " * (last - first)
        start = last
    return body + text[start:end]


def _note_string(text: str, line: int, macros: CaseInsensitiveDict, file: RawFile) -> None:
    """Take in an abbreviation."""
    errors: list[Exception] = []
    reader = _Fields(text, macros=macros, handle_error=errors.append)
    list(reader)
    file.faults += [RawFault(line, f"@string: {_said(error)}") for error in errors[:1]]
    name = reader.current_field_name
    if name in macros and len(macros[name]) > LONGEST_STRING:
        macros[name] = ""  # one that is made of others could grow without end
        problem = f"@string: {name!r} stands for more than {LONGEST_STRING:,} characters, and is left out"
        file.faults.append(RawFault(line, problem))


def _fields(
    text: str, line: int, named: str, macros: CaseInsensitiveDict, file: RawFile
) -> Iterator[tuple[str, str]]:
    """The fields of an entry; after a fault the reading goes on with the next field."""
    opening = re.match(r"@[\w-]+[{(]", text)
    assert opening
    while True:
        errors: list[Exception] = []
        reader = _Fields(text, keyless_entries=True, macros=macros, handle_error=errors.append)
        for _kind, (_key, fields) in reader:
            for name, parts in fields:
                yield name.lower(), SPACES.sub(" ", "".join(parts)).strip()
            break
        for error in errors:
            after = f", after {fields[-1][0]!r}" if fields and not isinstance(error, UndefinedMacro) else ""
            file.faults.append(RawFault(line + getattr(error, "lineno", 1) - 1, f"{named}{after}: {_said(error)}"))
        if not errors or isinstance(errors[-1], UndefinedMacro):
            return
        going_on = NEXT_FIELD.search(text, max(reader.pos, opening.end()))
        if going_on is None:
            return
        line += text.count("\n", 0, going_on.end())
        text = opening[0] + text[going_on.end() :]


def _plain_entry(text: str, begun: re.Match[str], lines: _Lines) -> RawEntry | None:
    """An entry of fields that are numbers or in braces: as most are, and read in a third of the time.

    An entry that would begin another in a field lacks a brace, and is none of these.
    """
    if not (key := PLAIN_KEY.match(text, begun.end())):
        return None
    fields: dict[str, str] = {}
    twice: list[str] = []
    at = key.end()
    while found := PLAIN_FIELD.match(text, at):
        name = found[1].lower()
        if name in fields:
            twice.append(name)
        else:
            fields[name] = SPACES.sub(" ", found[2] or found[3] or "").strip()
        at = found.end()
    last = LAST.match(text, at)
    if not last or (last[1] == "}") != (begun[2] == "{") or NEXT_ENTRY.search(text, begun.end(), at):
        return None
    return RawEntry(begun[1].lower(), key[1], lines.of(begun.start()), begun.start(), last.end(), fields, twice)


def _said(error: Exception) -> str:
    """What pybtex says of a fault, with what is mostly the reason."""
    said = str(error.args[0]) if error.args else str(error)
    if isinstance(error, UndefinedMacro):
        return f"undefined string {said!r}: define it with @string, or put the value in braces"
    if "expected" in said:
        return f"{said}: is a comma or a brace missing?"
    return f"{said}: each opening brace needs a closing one"
