"""Typst as code: every text becomes a string literal, so nothing that an author writes is executed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

ESCAPED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def string(text: str) -> str:
    """A Typst string literal."""
    return '"' + "".join(ESCAPED.get(c) or (c if c.isprintable() else f"\\u{{{ord(c):x}}}") for c in text) + '"'


def data(value: object) -> str:
    """Plain data as Typst data: strings stay strings, never markup."""
    match value:
        case None:
            return "none"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            return string(value)
        case Mapping():
            pairs = ", ".join(f"{string(str(key))}: {data(item)}" for key, item in value.items())
            return f"({pairs})" if pairs else "(:)"
        case Sequence():
            return "(" + "".join(f"{data(item)}, " for item in value) + ")"
        case _:
            raise TypeError(f"{type(value).__name__} is no plain data")


def block(code: str) -> str:
    """A code block: the content that its statements join to, which may be empty but is never nothing."""
    return "{" + code + "}" if code.rstrip().endswith(";") else "{[];" + code + "}"


def call(function: str, *arguments: str) -> str:
    """A call as a statement."""
    return f"{function}({', '.join(arguments)});\n"


def array(items: Iterable[str]) -> str:
    """An array of pieces of code."""
    return "(" + "".join(f"{item}, " for item in items) + ")"
