"""On which line of a TOML or JSON text each value stands.

The parsers of the standard library keep no positions.  These scanners read just enough syntax to find keys;
a key they miss (inside an inline table, say) gets the line of the table around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]
Lines = dict[Path, int]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?")
_ASSIGNMENT = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_MULTILINE = re.compile(r'"""|' + "'''")
_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|[{}\[\],:\n]|[^\s{}\[\],:"]+')


def line_of(lines: Lines, path: Path) -> int:
    """The line of *path* or of the nearest table around it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def is_header(line: str) -> bool:
    """Whether *line* opens a table."""
    return bool(_HEADER.match(line))


def keys_of(line: str) -> list[str]:
    """The dotted key that *line* gives a value to; empty when it does not."""
    assignment = _ASSIGNMENT.match(line)
    return _keys(assignment[1]) if assignment else []


def toml_lines(text: str) -> Lines:
    """The line of every table header and key."""
    lines: Lines = {}
    table: Path = ()
    counts: dict[Path, int] = {}
    for number, line in _outside_strings(text):
        if header := _HEADER.match(line):
            table = _resolve(_keys(header[2]), counts)
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                lines.setdefault(table, number)
                table = (*table, counts[table])
            lines.setdefault(table, number)
        elif assignment := _ASSIGNMENT.match(line):
            path = table
            for key in _keys(assignment[1]):
                path = (*path, key)
                lines.setdefault(path, number)
    return lines


def json_lines(text: str) -> Lines:
    """The line of every key and list item."""
    lines: Lines = {(): 1}
    stack: list[str | int | None] = []  # the key or index that the scanner stands in, per open bracket
    number, pending = 1, ""
    for token in (match[0] for match in _TOKEN.finditer(text)):
        if token == "\n":
            number += 1
        elif token == "{":
            stack.append(None)
        elif token == "[":
            stack.append(0)
        elif token in "}]":
            if stack:
                stack.pop()
        elif token == ",":
            if stack:
                last = stack[-1]
                stack[-1] = last + 1 if isinstance(last, int) else None
        elif token == ":":
            if stack:
                stack[-1] = pending
                lines.setdefault(_path(stack), number)
        elif token.startswith('"'):
            pending = token[1:-1]
        if stack and isinstance(stack[-1], int) and token not in "]\n":
            lines.setdefault(_path(stack), number)
    return lines


def _outside_strings(text: str) -> Iterator[tuple[int, str]]:
    """The lines that do not lie inside a multi-line string, with their numbers."""
    closing: str | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if closing is None:
            yield number, line
        for quote in _MULTILINE.findall(line):
            if closing is None:
                closing = quote
            elif quote == closing:
                closing = None


def _keys(dotted: str) -> list[str]:
    return [key.strip().strip("\"'") for key in re.findall(r"""[\w-]+|"[^"]*"|'[^']*'""", dotted)]


def _resolve(keys: list[str], counts: dict[Path, int]) -> Path:
    """The path of a header: a list named on the way stands for its latest item."""
    path: Path = ()
    for position, key in enumerate(keys):
        path = (*path, key)
        if path in counts and position < len(keys) - 1:
            path = (*path, counts[path])
    return path


def _path(stack: list[str | int | None]) -> Path:
    return tuple(key for key in stack if key is not None)
