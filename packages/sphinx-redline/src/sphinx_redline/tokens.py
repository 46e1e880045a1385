"""Text as the words that a redline moves as wholes.

A number stays with its unit, its "of" and its interval, a citation, an id and an address in one piece,
and what an author joined with no-break spaces is never taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from babel.dates import get_month_names
from docutils import nodes

ATOMIC = {"value", "certainty", "strength", "number", "secnumber", "history"}
"""Classes of inline text that is one word, whatever stands in it."""
NUMBERED = {"number", "secnumber"}
"""Classes of numbers that the generator counts: a new one is a renumbering and not a change."""
STABLE = re.compile(r"(?:(?:finding|recommendation|evidence|cite|term|source)-|chapter:).+")
"""Ids that are chosen once; all others follow headings and labels."""

NUMBER = r"\d+(?:[.,:/'’^\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}–−-]+\d+)*"
UNITS = (
    r"%|‰|°C|percent|per cent|percentage points|points|pour cent|thousand|million|billion|trillion|milliards?|"
    r"FLOPs?|GPUs?|GB|MB|TB|kB|MW|kW|GWh?|kWh|days?|weeks?|months?|years?|hours?|minutes?|seconds?|"
    r"trials?|runs?|attempts?|models?|systems?|parameters?|USD|EUR|GBP|dollars?|euros?|km|kg|m"
)
PUNCTUATION = re.compile(r"[^\w%‰°€$£¥+−±<>≤≥≈~#@&/\\*^=|-]", re.UNICODE)
BREAK = re.compile(r"[ \t\n]+")
IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a space, a mark of punctuation, or an inline element that is one word."""

    text: str
    key: Hashable
    """What must be equal for two tokens to count as the same."""
    path: tuple[nodes.Element, ...]
    """The inline elements around it, outermost first."""
    node: nodes.Element | None = None
    """The element itself when it is one word."""

    @property
    def visible(self) -> bool:
        """Whether a reader sees anything of it."""
        return bool(self.text) or isinstance(self.node, nodes.image)

    @property
    def word(self) -> bool:
        """Whether it counts as a word when texts are compared as wholes."""
        return self.node is not None or _says_something(self.text)


Plain = Callable[[str], tuple[Token, ...]]


def plain(locale: str = "en") -> Plain:
    """Makes the tokens of plain text; two texts have most runs in common, so each is divided once."""
    return cache(lambda text: tuple(_plain(word) for word in split(text, locale)))


def tokens(block: nodes.Element, plain: Plain) -> list[Token]:
    """The tokens of a block that holds text."""
    if isinstance(block, nodes.FixedTextElement):
        parts = re.findall(r"\n|[ \t]+|[^\s]+", block.astext())
        return [Token(part, part, ()) for part in parts]
    return list(_tokens(block, (), plain))


def _tokens(parent: nodes.Element, path: tuple[nodes.Element, ...], plain: Plain) -> Iterator[Token]:
    for child in parent.children:
        if isinstance(child, nodes.Text):
            yield from _within(plain(str(child)), path)
        elif isinstance(child, nodes.Element):
            if _atomic(child):
                text = child.astext()
                yield Token(text, _atom_key(child, text, path), path, child)
            else:
                yield from _tokens(child, (*path, child), plain)


@lru_cache(maxsize=100_000)
def _plain(word: str) -> Token:
    """A word of which nothing more is said: one for all its places."""
    return Token(word, word if word.strip(" \t\n") else " ", ())


def _within(words: tuple[Token, ...], path: tuple[nodes.Element, ...]) -> Iterable[Token]:
    """Words with the outside address that they link to; where inside links lead follows from ids."""
    if not path:
        return words
    outside = [
        e["refuri"] for e in path if isinstance(e, nodes.reference) and not e.get("internal") and "refuri" in e
    ]
    return [
        Token(word.text, (word.text, outside[0]) if outside and word.key != " " else word.key, path)
        for word in words
    ]


@lru_cache(maxsize=100_000)
def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _atomic(node: nodes.Element) -> bool:
    if isinstance(node, nodes.image | nodes.math | nodes.footnote_reference | nodes.target) or not node.astext():
        return True
    if isinstance(node, nodes.reference):
        return "#cite-" in node.get("refuri", "") or node.get("refid", "").startswith("cite-")
    return bool(ATOMIC & set(node["classes"]))


def _atom_key(node: nodes.Element, text: str, path: tuple[nodes.Element, ...]) -> Hashable:
    if isinstance(node, nodes.image):
        return ("image", node.get("uri"), node.get("alt"))
    if NUMBERED & set(node["classes"]):
        target = next((_target(element) for element in reversed(path) if _target(element)), "own")
        return ("number", target) if target == "own" or STABLE.fullmatch(target) else ("number", text)
    return " ".join(text.split())


def _target(node: nodes.Element) -> str:
    if not isinstance(node, nodes.reference):
        return ""
    return str(node.get("refid") or node.get("refuri", "").partition("#")[2])


def split(text: str, locale: str = "en") -> Iterator[str]:
    """The words, spaces and marks of plain text; joined again they are the text."""
    joined = (match.span() for match in _phrase(locale).finditer(text))
    low = high = start = 0
    for gap in BREAK.finditer(text):
        while high <= gap.start():
            low, high = next(joined, (len(text), len(text) + 1))
        if low < gap.start() and gap.end() < high:
            continue
        yield from _words(text[start : gap.start()])
        yield gap.group()
        start = gap.end()
    yield from _words(text[start:])


@cache
def _phrase(locale: str) -> re.Pattern[str]:
    """Numbers that reach over a space: 9 of 10 (60–98%), 12 million USD, 7 October 2026, n = 10."""
    months = "|".join(sorted({re.escape(name) for name in get_month_names("wide", locale=locale).values()}))
    space = r"(?:[ \t\n\N{NO-BREAK SPACE}]+)"
    unit = rf"(?:{space}?(?:{UNITS})\b|{space}?[%‰])"
    amount = rf"(?:[<>≤≥≈~±+−-]{space})?(?:[€$£¥]|(?:USD|EUR|GBP){space})?{NUMBER}{unit}?"
    bounds = rf"(?:\d[\d.,]*{space}?[%‰]?(?:[–−-]|{space}(?:to|à|bis){space}){NUMBER}|{NUMBER}{space}?[%‰])"
    interval = rf"{space}?\((?:[^()\d]*95{space}?%[^()\d]*)?{bounds}[^()]{{0,24}}\)"
    return re.compile(
        rf"(?<!\w)(?:"
        rf"\d{{1,2}}{space}(?:{months})(?:{space}\d{{4}})?|(?:{months}){space}\d{{1,2}}(?:,{space}\d{{4}})?|(?:{months}){space}\d{{4}}"
        rf"|\w{{1,3}}{space}[=<>≤≥]{space}{amount}"
        rf"|{amount}(?:{space}(?:out of|of|sur|von|de){space}{amount})?(?:{space}(?:{UNITS})\b)*(?:{interval})?"
        rf")"
    )


@lru_cache(maxsize=100_000)
def _words(chunk: str) -> tuple[str, ...]:
    """A run without breaking space, of which a text has many alike: marks in front, the word, marks behind."""
    return tuple(_divided(chunk))


def _divided(chunk: str) -> Iterator[str]:
    """The same; marks inside a word stay."""
    first, last = 0, len(chunk)
    while first < last and PUNCTUATION.match(chunk[first]):
        first += 1
    while last > first and PUNCTUATION.match(chunk[last - 1]) and not _closes(chunk, first, last - 1):
        last -= 1
    # a combining mark belongs to the character before it
    while last < len(chunk) and _combining(chunk[last]):
        last += 1
    yield from _marks(chunk[:first])
    if first < last:
        yield from _ideographs(chunk[first:last])
    yield from _marks(chunk[last:])


def _closes(chunk: str, first: int, at: int) -> bool:
    """Whether the bracket at *at* closes one that the word opened."""
    opener = {")": "(", "]": "["}.get(chunk[at])
    return opener is not None and chunk.count(opener, first, at) > chunk.count(chunk[at], first, at)


def _marks(run: str) -> Iterator[str]:
    start = 0
    for at in range(1, len(run) + 1):
        if at == len(run) or not _combining(run[at]):
            yield run[start:at]
            start = at


def _ideographs(word: str) -> Iterator[str]:
    """Scripts without spaces go character by character."""
    start = 0
    for at in range(1, len(word)):
        if IDEOGRAPHS.match(word[at]) or (IDEOGRAPHS.match(word[at - 1]) and not _combining(word[at])):
            yield word[start:at]
            start = at
    yield word[start:]


def _combining(character: str) -> bool:
    import unicodedata

    return unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf")
