"""A file as data ready for the schema, or the plain reasons why it cannot be.

Dates become ISO text, so that TOML and JSON look alike.  Blank answers vanish: an empty string, list or
table in a template is a question that has not been answered yet.
"""

from __future__ import annotations

import datetime
import json
import math
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import Any

from . import places

LARGEST = 2_000_000  # bytes; a report with hundreds of arms has a tenth of it
DEEPEST = 12  # levels; a report needs five
LONGEST_KEY = 400  # dots before the first = of a line; more than any sentence inside a text has
MOST_SYNTAX = 20  # lines named in a file that is full of slips


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, where, and what would be right."""

    line: int
    id: str  # of the field, or "" for the file as a whole
    where: str  # path inside the file
    wrong: str
    right: str


@dataclass
class Reading:
    """What was found in a file."""

    data: dict[str, Any] = field(default_factory=dict)
    lines: places.Lines = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


class _Unreadable(Exception):
    """The file cannot be looked into, for these faults."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(faults[0].wrong)
        self.faults = list(faults)


def read(name: str) -> Reading:
    """The content of the file *name* (``-`` for standard input)."""
    try:
        text = _text(name)
        as_json = name.lower().endswith(".json") or text.lstrip().startswith("{")
        reading = Reading()
        raw = _json(text, reading) if as_json else _toml(text)
        _require_shallow(raw)
        reading.lines = places.json_lines(text) if as_json else places.toml_lines(text)
    except _Unreadable as problem:
        return Reading(faults=problem.faults)
    reading.data = _clean(raw, (), reading)
    return reading


def _text(name: str) -> str:
    try:
        if name == "-":
            raw = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with File(name).open("rb") as stream:
                raw = stream.read(LARGEST + 1)
    except OSError as error:
        raise _unreadable(1, f"cannot be read: {error.strerror}", "give the path of a report") from None
    except ValueError:
        raise _unreadable(1, "is no file name", "give the path of a report") from None
    if len(raw) > LARGEST:
        raise _unreadable(
            1,
            f"is larger than {LARGEST / 1e6:.0f} MB",
            "a report holds text and counts; put trial-level results in a file of their own (G6)",
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _unreadable(line, "is not UTF-8 text", "save the report as UTF-8 TOML or JSON") from None
    if not text.strip():
        raise _unreadable(1, "is empty", "start from `python -m reporting_standard new > report.toml`")
    return text.replace("\r\n", "\n")


def _toml(text: str) -> Any:
    """The parsed text, or every statement that is no TOML: one at a time is blanked and the rest read again."""
    faults: list[Fault] = []
    lines = text.split("\n")
    if any(line.partition("=")[0].count(".") > LONGEST_KEY for line in lines if line.lstrip()[:1] != "#"):
        raise _too_deep()  # tomllib takes minutes for a key of thousands of parts
    while True:
        try:
            data = tomllib.loads("\n".join(lines))
        except RecursionError:
            raise _too_deep() from None
        except tomllib.TOMLDecodeError as error:
            line, unclosed = _toml_line(str(error), lines)
            start, end = _statement(lines, line)
            fault = _toml_fault(str(error), line, start, lines)
            done = unclosed or len(faults) == MOST_SYNTAX or len(text) > LARGEST / 10
            if faults and (done or fault.line <= faults[-1].line):
                break  # what follows an unclosed bracket or quote says nothing new
            faults.append(fault)
            if done:
                break
            lines[start - 1 : end] = [""] * (end - start + 1)
        except ValueError as error:  # a number of thousands of digits
            right = "write a number of usual length"
            raise _unreadable(1, f"is not valid TOML: {error}", right) from None
        else:
            break
    if faults:
        raise _Unreadable(*faults)
    return data


def _toml_fault(message: str, line: int, start: int, lines: list[str]) -> Fault:
    """What is wrong with the statement from *start* to *line*, by the slips that happen most."""
    source = lines[start - 1]
    key, equals, value = source.partition("=")
    value = value.partition("#")[0].strip()
    if equals and not value:
        right = 'after = stands a value; "" leaves the question open'
    elif any(word in message for word in ("overwrite", "twice", "immutable", "mutate")):
        line = start
        right = f"every key stands once: {_twin(lines, start)}"
    elif value.lower() in ("yes", "no", "true", "false"):
        right = (
            f"write {'true' if value.lower() in ('yes', 'true') else 'false'}, in small letters and without quotes"
        )
    elif value[:1] in ("[", "{") and any("{" in row for row in lines[start - 1 : line]):
        right = "a row stands in braces on one line, with a comma after every part and after every row"
    elif equals and value[:1].isdigit():
        right = "numbers stand alone (20.5, no % and no comma), dates as 2026-09-30, all else in double quotes"
    elif equals and "\\n" in message:
        right = 'a text ends on the line where it begins; one of several lines stands between """ and """'
    elif equals:
        right = 'text stands in straight double quotes, lists as ["one", "two"], a double quote in a text as \\"'
    else:
        right = "a line is `key = value`, `[section]` or, after #, a comment"
    return Fault(line, "", key.strip() if equals else "", f"is not valid TOML: {message}", right)


def _twin(lines: list[str], start: int) -> str:
    """What to take out so that the key on line *start* stands once."""
    keys = places.keys_of(lines[start - 1])
    for number in range(start - 1, 0, -1):
        if places.is_header(lines[number - 1]):
            break
        other = places.keys_of(lines[number - 1])
        if keys and other and all(one == two for one, two in zip(keys, other, strict=False)):
            taken = ".".join(other)
            several = any(line.rstrip().endswith("[") for line in (lines[start - 1], lines[number - 1]))
            rest = ", the list with all its lines" if several else ""
            return f"line {number} has {taken} already; take one of the two out{rest}"
    return "take out the blank line or block of the same name"


def _statement(lines: list[str], line: int) -> tuple[int, int]:
    """The first and last line of the statement that *line* belongs to."""
    start = line
    while start > 1 and not (places.keys_of(lines[start - 1]) or places.is_header(lines[start - 1])):
        start -= 1
    if start < line and _parses("\n".join(lines[start - 1 : line - 1])):
        start = line  # what stands above was complete
    indent = _indent(lines[start - 1])
    end = line
    while end < len(lines) and not (
        _indent(lines[end]) <= indent and (places.keys_of(lines[end]) or places.is_header(lines[end]))
    ):
        end += 1
    return start, end


def _parses(text: str) -> bool:
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _toml_line(message: str, lines: list[str]) -> tuple[int, bool]:
    """The line that *message* speaks of, and whether something was never closed."""
    _, _, place = message.partition("(at line ")
    if place:
        line = min(int(place.split(",")[0]), len(lines))
        return line, False
    last = max((number for number, line in enumerate(lines, 1) if line.strip()), default=1)
    return last, True


def _json(text: str, reading: Reading) -> Any:
    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in items:
            if key in found:
                reading.faults.append(Fault(1, "", key, "stands twice in one object", "keep one of the two"))
            found[key] = value
        return found

    try:
        data = json.loads(text, object_pairs_hook=pairs)
    except RecursionError:
        raise _too_deep() from None
    except json.JSONDecodeError as error:
        raise _unreadable(
            error.lineno, f"is not valid JSON: {error.msg} (column {error.colno})", "mend this line"
        ) from None
    except ValueError as error:
        raise _unreadable(1, f"is not valid JSON: {error}", "write a number of usual length") from None
    if not isinstance(data, dict):
        raise _unreadable(1, "holds no JSON object", "start from `python -m reporting_standard new`")
    return data


def _unreadable(line: int, wrong: str, right: str) -> _Unreadable:
    return _Unreadable(Fault(line, "", "", wrong, right))


def _too_deep() -> _Unreadable:
    return _unreadable(1, f"is nested more than {DEEPEST} levels deep", "a report needs five levels")


def _require_shallow(data: Any) -> None:
    """Refuse deep nesting before anything recursive sees it."""
    level: list[Any] = [data]
    for _ in range(DEEPEST + 1):
        level = [
            child
            for value in level
            if isinstance(value, (dict, list))
            for child in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return
    raise _too_deep()


def _clean(value: Any, path: places.Path, reading: Reading) -> Any:
    """*value* with dates as text and without blanks; None when nothing is left."""
    if isinstance(value, dict):
        kept = {key: _clean(child, (*path, key), reading) for key, child in value.items()}
        kept = {key: child for key, child in kept.items() if child is not None}
        # a section stays, so that its questions are asked one by one
        return kept if kept or len(path) < 2 else None
    if isinstance(value, list):
        items = [_clean(child, (*path, index), reading) for index, child in enumerate(value)]
        if all(item is None for item in items):
            return None
        # one blank among others is a slip, and the rows after it keep their number
        return [
            {} if item is None and isinstance(old, dict) else "" if item is None else item
            for item, old in zip(items, value, strict=True)
        ]
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        where = ".".join(map(str, path))
        line = places.line_of(reading.lines, path)
        reading.faults.append(Fault(line, "", where, f"{value} is no number", "write a finite number"))
        return None
    if isinstance(value, str) and not value.strip():
        return None
    return value
