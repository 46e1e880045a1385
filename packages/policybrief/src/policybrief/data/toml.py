"""The one reader of TOML: a file as data, and every complaint about it with its line.

A byte order mark and the line ends of any system are read as meant.  A control character, which TOML lets in as an
escape, is told and becomes U+FFFD.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from policybrief.data import confinement, dates, translations
from policybrief.words import invisible, numerals
from policybrief.words.complaints import Complaint, Rule, closest, complaint
from policybrief.words.spaces import on_one_line
from policybrief.words.vocabulary import Term
from written_values.values import AsWritten

T = TypeVar("T", bound=StrEnum)
R = TypeVar("R")
Path_ = tuple[str | int, ...]
"""Where something stands in the data: keys, and positions in arrays."""

MOST_OCTETS = 2_000_000
"""The largest file that is read."""
NAME = r"""(?:"[^"]*"|'[^']*'|[\w-]+)"""
NAMES = rf"{NAME}(?:\s*\.\s*{NAME})*"
ENDLESS = re.compile(rf"(?<![\w\"'-])(?:{NAME}[ \t]*\.[ \t]*){{200}}")
"""A name in more parts than any has: reading it takes as many steps as their number squared."""
HEAD = re.compile(rf"\s*(\[\[?)\s*({NAMES})\s*\]")
KEY = re.compile(rf"\s*({NAMES})\s*=")
WRITTEN_NUMBER = re.compile(r"\s*([+-]?\d[\d .,'’\u00a0\u202f]*(?:,\d+|[ '’\u00a0\u202f]\d{3}))(?!\d)")
WRITTEN_DAY = re.compile(rf"\s*(?:{dates.IN_WORDS}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})")
"""A number and a day as languages write them, and TOML does not."""


def decoded(content: bytes) -> str:
    """The text of a file; a `ValueError` says at which line it is not UTF-8."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(
            content[: error.start].count(b"\n") + 1, "the file is not UTF-8; save it as UTF-8"
        ) from None
    return text.replace("\r\n", "\n")


def once(read: Callable[[Iterable[File]], R]) -> Callable[[Iterable[Path]], R]:
    """*read*, which reads anew only what was edited: a build asks for the same files for every chapter."""

    @lru_cache(maxsize=4)
    def of(paths: tuple[Path, ...], _contents: tuple[bytes, ...]) -> R:
        return read(File(path, path.name, Rule.CONFIGURATION) for path in paths)

    def load(paths: Iterable[Path]) -> R:
        files = tuple(paths)
        return of(files, contents(files))

    return load


def contents(paths: Iterable[Path]) -> tuple[bytes, ...]:
    """What stands in files; nothing in those that are not there."""
    return tuple(path.read_bytes() if path.is_file() else b"" for path in paths)


class File:
    """A TOML file on its way to records: its data, and what is wrong with it, each under one rule."""

    def __init__(self, path: Path, shown: str, rule: Rule) -> None:
        self.shown, self.rule = shown, rule
        self.complaints: list[Complaint] = []
        self.text, self.lines = "", dict[Path_, int]()
        self.data: dict[str, Any] = {}
        self.sound = True
        """Whether nothing was wrong; a control character, which is replaced, is no reason to do without a file."""
        if wrong := confinement.problem(path, installed=True):
            self.wrong(1, wrong, Rule.CONFINEMENT)
            return
        try:
            if path.stat().st_size > MOST_OCTETS:
                self.wrong(1, f"the file has more than {MOST_OCTETS:,} octets; take it apart")
                return
            self.text = decoded(path.read_bytes())
            if found := ENDLESS.search(self.text):
                raise ValueError(
                    self.text.count("\n", 0, found.start()) + 1, "a name of more than 200 parts; shorten it"
                )
            self.lines = _places(self.text)
            self.data = self._translated(
                self._without_controls(tomllib.loads(self.text, parse_float=AsWritten), ())
            )
        except RecursionError:
            self.wrong(1, "tables or lists stand in one another too deeply to be read")
        except tomllib.TOMLDecodeError as error:
            at = re.search(r"at line (\d+)", str(error))
            line = int(at.group(1)) if at else max(1, self.text.count("\n"))
            self.wrong(line, f"not TOML: {error}{self._unquoted(line) or self._of_a_language(line)}")
        except OSError:
            self.wrong(1, "the file is missing")
        except ValueError as error:
            digits = self._line_of_digits(), "a number of too many digits; no count and no measure has so many"
            line, fault = error.args if len(error.args) == 2 else digits
            self.wrong(line, fault)

    def _unquoted(self, line: int) -> str:
        """What is missing in a line whose text has no quotation mark at one of its ends; else nothing."""
        words = (self.text.split("\n")[line - 1 : line] or [""])[0].partition("=")[2].strip()
        odd = words.replace('\\"', "").count('"') % 2 == 1
        bare = re.match(r"[A-Za-zÀ-ÿ]", words) and words not in ("true", "false", "inf", "nan")
        return '; a quotation mark is missing: text stands between two, like "this"' if odd or bare else ""

    def _of_a_language(self, line: int) -> str:
        """How a number or a day would be right that a line has as a language writes it; else nothing."""
        for words in (self.text.split("\n")[line - 1 : line] or [""])[0].split("=")[1:]:
            if WRITTEN_DAY.match(words):
                return "; a day is written like 2026-10-07: year, month, day"
            number = WRITTEN_NUMBER.match(words)
            if number and (meant := numerals.meant(number[1])):
                cure = "with a point before the decimals" if "," in number[1] else "with nothing between thousands"
                return f"; write {meant}, {cure}"
        return ""

    def _line_of_digits(self) -> int:
        """The line with the longest run of digits."""
        runs = [max(map(len, re.findall(r"[\d_]+", line)), default=0) for line in self.text.split("\n")]
        return 1 + runs.index(max(runs))

    def line(self, *place: str | int) -> int:
        """The line where something is set, else that of what is around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def line_with(self, words: str) -> int:
        """The first line that has these words, else the first."""
        lines = enumerate(self.text.split("\n"), 1)
        return next((number for number, line in lines if words and words in line), 1)

    def wrong(self, place: int | Path_, problem: str, rule: Rule | None = None) -> None:
        """Note what is wrong with a line, or with what stands at a place in the data."""
        self.sound = False
        line = place if isinstance(place, int) else self.line(*place)
        found = complaint(rule or self.rule, self.shown, line, problem)
        if found not in self.complaints:
            self.complaints.append(found)

    def keys(self, table: Iterable[str], known: Iterable[str], *place: str | int) -> None:
        """Complain of each key that is not known."""
        known = tuple(known)
        for key in sorted(set(table) - set(known)):
            self.wrong((*place, key), unknown_key(key, known))

    def words(self, table: dict[str, Any], key: str, *place: str | int, required: bool = True) -> str:
        """A text on one line."""
        value = table.get(key, "")
        if not isinstance(value, str):
            self.wrong((*place, key), f"{key!r} is text in quotation marks")
            return ""
        if required and key in table and not value.strip():
            self.wrong((*place, key), f"{key!r} is empty; write it")
        return on_one_line(value)

    def choice(self, table: dict[str, Any], key: str, choices: type[T], default: T, *place: str | int) -> T:
        """One word of a closed set."""
        value = table.get(key, default)
        if isinstance(value, str) and value in set(choices):
            return choices(value)
        self.wrong((*place, key), f"{key} {value!r} is not known; use one of {', '.join(choices)}")
        return default

    def term(self, table: dict[str, Any], key: str, known: dict[str, Term], *place: str | int) -> Term:
        """One word of a vocabulary; the first in the place of an unknown one."""
        value = table.get(key)
        if isinstance(value, str) and value in known:
            return known[value]
        if key in table:
            self.wrong((*place, key), f"{key} {value!r} is not known; use one of {', '.join(known)}")
        return next(iter(known.values()))

    def day(self, table: dict[str, Any], key: str, *place: str | int) -> dt.date | None:
        """A date; nothing where there is none."""
        value = table.get(key)
        if value is None or type(value) is dt.date:
            return value
        self.wrong((*place, key), f"{key!r} is a date like 2026-10-07, without quotation marks")
        return None

    def seen(self, table: dict[str, Any], key: str, *place: str | int) -> dt.date | None:
        """The day on which something was looked at."""
        day = self.day(table, key, *place)
        if day and (wrong := dates.never_read(day)):
            self.wrong((*place, key), f"{key!r} is {day}, {wrong}; write the day on which it was read")
        return day

    def tables(self, table: dict[str, Any], key: str, *place: str | int) -> list[dict[str, Any]]:
        """The tables of an array; none where something else stands there."""
        found = table.get(key, [])
        if isinstance(found, list) and all(isinstance(one, dict) for one in found):
            return found
        self.wrong((*place, key), f"{key!r} are tables: [[{key}]]")
        return []

    def table(self, table: dict[str, Any], key: str, *place: str | int) -> dict[str, Any]:
        """A table; an empty one where something else stands there."""
        found = table.get(key, {})
        if isinstance(found, dict):
            return found
        self.wrong((*place, key), f"{key!r} is a table: [{key}]")
        return {}

    def listed(self, table: dict[str, Any], key: str, *place: str | int) -> list[str]:
        """A list of words."""
        found = table.get(key, [])
        if isinstance(found, list) and all(isinstance(one, str) for one in found):
            return found
        self.wrong((*place, key), f"{key!r} is a list of words")
        return []

    def pattern(self, table: dict[str, Any], reason: str, *place: str | int) -> tuple[re.Pattern[str], str] | None:
        """A regular expression ``match``, without regard to case, with what *reason* says of it."""
        self.keys(table, ("match", reason), *place)
        for key in ("match", reason):
            if not isinstance(table.get(key), str):
                self.wrong((*place, key), f"an entry without {key!r}, which is text in quotation marks")
                return None
        try:
            return re.compile(table["match"], re.IGNORECASE), table[reason]
        except re.error as error:
            self.wrong((*place, "match"), f"{error.pattern!r} is no regular expression: {error}")
            return None

    def _translated(self, data: dict[str, Any]) -> dict[str, Any]:
        """The data in the language of the brief; a text of a translated file that has no translation says so."""
        known = translations.current
        if not known.words:
            return data
        found: dict[Path_, str] = {}

        def translated(place: Path_, context: str, text: str) -> str:
            said, problem = known.of(context, text)
            if problem:
                problem = f"the translation of {place[-1]!r} is not used: {problem}"
                self.complaints.append(complaint(Rule.TRANSLATION, self.shown, self.line(*place), problem))
            if said is not text:
                found[place] = said
            return said

        made: dict[str, Any] = translations.mapped(data, translated)
        if not found:
            return made
        return translations.mapped(  # type: ignore[no-any-return]
            data, lambda place, context, text: found.get(place) or known.untranslated(context, text)
        )

    def _without_controls(self, data: Any, place: Path_) -> Any:
        match data:
            case str():
                for problem in invisible.problems(data):
                    found = complaint(Rule.CONTROL_CHARACTER, self.shown, self.line(*place), problem)
                    self.complaints.append(found)
                return invisible.replaced(data)
            case dict():
                return {key: self._without_controls(value, (*place, key)) for key, value in data.items()}
            case list():
                return [self._without_controls(value, (*place, at)) for at, value in enumerate(data)]
            case _:
                return data


def unknown_key(key: str, known: Iterable[str]) -> str:
    """What to say of a key that nothing reads: the nearest known one, else all."""
    known = tuple(known)
    near = closest(key, known)
    return f"unknown key {key!r}; " + (near if "'" in near else f"known are {', '.join(known)}")


def _places(text: str) -> dict[Path_, int]:
    """The line of each table and each key that stands at the beginning of a line."""
    found: dict[Path_, int] = {}
    lengths: dict[Path_, int] = {}
    around: Path_ = ()
    closing = ""

    def inside(path: Path_) -> Path_:
        """The path with the last position of each array of tables that it leads through."""
        whole: Path_ = ()
        for name in path:
            whole = (*whole, name)
            if whole in lengths:
                whole = (*whole, lengths[whole] - 1)
        return whole

    for number, line in enumerate(text.split("\n"), 1):
        if closing:
            closing = "" if closing in line else closing
        elif head := HEAD.match(line):
            path = _names(head[2])
            if head[1] == "[[":
                above = (*inside(path[:-1]), path[-1])
                lengths[above] = lengths.get(above, 0) + 1
            around = inside(path)
            found.setdefault(around, number)
        elif key := KEY.match(line):
            found.setdefault((*around, *_names(key[1])), number)
            closing = next((mark for mark in ('"""', "'''") if line.count(mark) == 1), "")
    return found


def _names(dotted: str) -> Path_:
    return tuple(name.strip("\"'") for name in re.findall(NAME, dotted))
