"""What a field of a bibliography prints: its TeX and HTML read as marked text, every word of it kept.

Characters come from the table of latexcodec, which pybtex uses, too.  Its decoder is not asked: it takes a percent
sign for a comment and leaves commands that mark text as they are written.  Nothing here ends in an exception: what
nobody knows prints without its command, and `unknown` names it.
"""

from __future__ import annotations

import html
import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from latexcodec.codec import load_unicode_latex_table
from pybtex.richtext import BaseText, HRef, Tag, Text

CUT_SHORT = r"(?<!\w)'(?=\d\d\b|(?:[st]|em|tis|twas)\b)"
"""An apostrophe for letters that are left out at the beginning of a word, where a quotation might begin."""
MARKUP = re.compile(rf"[\\{{}}$~<&`]|--|''|,,|^\s|[^\S ]|\s\s|\s$|{CUT_SHORT}")
"""What prints otherwise than it is written."""
COMMANDS = tomllib.loads((files("policybrief.data") / "tex.toml").read_text("utf-8"))
"""What commands and tags print."""
NOTHING, SPACES, SILENT, ADDRESSES = (
    set(COMMANDS[name].split()) for name in ("nothing", "spaces", "silent", "addresses")
)
MARKS, SWITCHES, TAGS = (
    {name: mark for mark, names in COMMANDS[table].items() for name in names.split()}
    for table in ("marks", "switches", "tags")
)
AROUND, SYMBOLS, ACCENTS = COMMANDS["around"], COMMANDS["symbols"], COMMANDS["accents"]
ALONE = {"\u0303": "~", "\u0302": "^", "\u0300": "`", "\u0308": "¨", "\u0301": "´"}
"""Accents over nothing."""
LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”", ",,": "„", "?`": "¿", "!`": "¡", "`": "‘"}

TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]+)\*?(?P<eaten>[ \t\n]*)|\\(?P<sign>.)|(?P<open>\{)|(?P<close>\})"
    r"|(?P<dollar>\$\$?)|(?P<script>[_^])|(?P<tie>~)"
    r"|</?(?P<tag>[A-Za-z][\w:.-]*)(?:\s[^<>]*)?/?>"
    r"|(?P<ligature>---?|``|''|,,|[?!]`|`)|(?P<apostrophe>" + CUT_SHORT + r")|(?P<plain>[^\\{}$_^~<`'?!,-]+|.)",
    re.DOTALL,
)
ENTITY = re.compile(r"(?:\{\\&\}|\\?&)(#\d+|#[xX][\da-fA-F]+|[A-Za-z]\w*);")
OF_CROSSREF = {"less": "<", "greater": ">", "mathplus": "+", "mathsemicolon": ";"}
"""Characters that Crossref made into commands of its own, those of its HTML among them."""
DEGREES = re.compile(r"\^\s*(?:\\circ\b|\{\s*\\circ\s*\})")
"""The sign of degrees as mathematics builds it; the character stands high of itself."""
AS_COMMAND = re.compile(rf"\{{?\$\\({'|'.join(OF_CROSSREF)})\$\}}?")
FRACTION = re.compile(r"[dt]?frac|nicefrac|sfrac")
GROUP = re.compile(r"\s*\{((?:[^{}\\]|\\.|\{[^{}]*\})*)\}")
DIGITS = re.compile(r"\s*(\d)\s*(\d)")
"""The terms of a fraction without braces."""
MATHEMATICS = re.compile(
    r"\$\$(?=\S)[^$]*\$\$"
    r"|\\\(.*?\\\)|\\\[.*?\\\]"
    r"|\$(?=[\\_^{])(?:[^$\\]|\\.)*?(?<=\S)\$"
    r"|\$(?=\S)(?:[^$\\]|\\.)*?(?<=\S)\$(?!\d)",
    re.DOTALL,
)
"""What stands between two dollar signs, or the brackets of LaTeX; sums of money do not."""
OF_CATALOGUES = re.compile(
    r"<(?:jats:)?tex(?:-math)?\b[^>]*>(?:.*?\\begin\{document\})?\s*(.*?)\s*(?:\\end\{document\}.*?)?</(?:jats:)?tex(?:-math)?>",
    re.DOTALL | re.IGNORECASE,
)
"""A formula of TeX as publishers' catalogues mark it."""
IN_MATHML = re.compile(r"<(?:mml:|m:)?math\b", re.IGNORECASE)
"""The second form in which some of them give it."""
DEEPEST = 20
"""Marks in marks; pybtex walks them one in another."""


class MarkedField(NamedTuple):
    """A field as it prints."""

    text: Text
    unknown: tuple[str, ...] = ()
    """The commands in it that nobody knows."""


def text(field: str) -> Text:
    """A field as marked text."""
    return read(field).text


def plain(field: str) -> str:
    """A field as plain text."""
    return str(read(field).text) if MARKUP.search(field) else field


@cache
def read(field: str) -> MarkedField:
    """A field as marked text, and what in it is unknown."""
    if not MARKUP.search(field):
        return MarkedField(Text(field))
    return _Reading(_without_entities(field)).read()


@cache
def _characters() -> dict[str, str]:
    """What commands of letters print, by their names."""
    table = {
        row.latex[1:]: row.unicode
        for row in load_unicode_latex_table()
        if row.decode and re.fullmatch(r"\\[A-Za-z]+", row.latex)
    }
    return {**table, **SYMBOLS}


def _without_entities(field: str) -> str:
    """Characters for their names in HTML, which catalogues write twice over; those that TeX would read stay."""

    if "<" in field:
        twice = IN_MATHML.search(field)
        field = OF_CATALOGUES.sub(lambda found: "" if twice else rf"\({found[1].strip('$ ')}\)", field)
    field = DEGREES.sub("°", AS_COMMAND.sub(lambda found: OF_CROSSREF[found[1]], field))

    def meant(found: re.Match[str]) -> str:
        character = html.unescape(f"&{found[1]};")
        if character == "&":
            return "&"
        return found[0] if character in "\\{}$" or character.startswith("&") else character

    for _time in range(3):
        if (changed := ENTITY.sub(meant, field)) == field:
            break
        field = changed
    return field


class _Frame:
    """What is read since a brace, a tag or a command: it ends at its brace, its tag or after one piece."""

    def __init__(self, ends: str, mark: str = "", *, around: str = "", accent: str = "", silent: bool = False):
        self.ends, self.mark, self.around, self.accent, self.silent = ends, mark, around, accent, silent
        self.parts: list[str | BaseText] = []


class _Reading:
    """One field while it is read: a stack, so that no depth of braces is too deep."""

    def __init__(self, field: str) -> None:
        self.field = field
        self.formulas = [found.span() for found in MATHEMATICS.finditer(field)]
        self.stack = [_Frame("")]
        self.unknown: list[str] = []
        self.quotes = 0
        """Single quotation marks that are open."""

    def read(self) -> MarkedField:
        """Every token in its order; what is open at the end is closed."""
        at = 0
        while found := TOKEN.match(self.field, at):
            at = found.end()
            kind = str(found.lastgroup if found.lastgroup != "eaten" else "word")
            if kind == "word" and found["word"] in ADDRESSES and (group := GROUP.match(self.field, at)):
                at = group.end()
                address = re.sub(r"\\(.)", r"\1", group[1]).strip()
                self._put(HRef(address, address) if address else "")
            elif kind == "word" and found["word"] == "href" and (group := GROUP.match(self.field, at)):
                at = group.end()  # the words that are linked follow and are printed
            elif kind == "word" and FRACTION.fullmatch(found["word"]) and (parts := _fraction(self.field, at)):
                at, *terms = parts
                self._put("/".join(terms))
            else:
                getattr(self, f"_{kind}")(found)
        while len(self.stack) > 1:
            self._close()
        return MarkedField(_tidy(self.stack[0].parts), tuple(dict.fromkeys(self.unknown)))

    def _in_formula(self, at: int) -> bool:
        return any(start < at < end for start, end in self.formulas)

    # What a token does

    def _word(self, found: re.Match[str]) -> None:
        name, eaten = found["word"], found["eaten"]
        after = self.field[found.end() : found.end() + 1]
        if name in ACCENTS and after not in ("", "$", " ") and (len(name) > 1 or name not in _characters()):
            self.stack.append(_Frame("piece", accent=ACCENTS[name]))
        elif name in MARKS and after == "{":
            self.stack.append(_Frame("piece", MARKS[name]))
        elif name in AROUND and after == "{":
            self.stack.append(_Frame("piece", around=AROUND[name]))
        elif name in SILENT and after == "{":
            self.stack.append(_Frame("piece", silent=True))
        elif name in SWITCHES:
            self.stack.append(_Frame("switch", SWITCHES[name]))
        elif name in NOTHING or name in MARKS or name in AROUND:
            pass
        elif name in SPACES:
            self._put(" ")
        elif (character := _characters().get(name)) is not None:
            # a formula has its spaces for people, words for TeX to end a command
            self._put(character + (eaten and " " if self._in_formula(found.start()) else ""))
        elif after == "{":
            self.unknown.append(name)
        else:
            if not self._in_formula(found.start()):
                self.unknown.append(name)
                name = ""
            self._put(name + (eaten and " "))

    def _sign(self, found: re.Match[str]) -> None:
        sign = found["sign"]
        after = self.field[found.end() : found.end() + 1]
        if sign in ACCENTS and after not in ("", " "):
            self.stack.append(_Frame("piece", accent=ACCENTS[sign]))
        else:
            self._put(SYMBOLS.get(sign, sign))

    def _open(self, found: re.Match[str]) -> None:
        self.stack.append(_Frame("brace"))

    def _close_brace(self) -> None:
        while self.stack[-1].ends not in ("brace", ""):
            self._close()
        if len(self.stack) > 1:
            self._close()

    def _close(self, found: re.Match[str] | None = None) -> None:
        if found is not None:
            self._close_brace()
            return
        frame = self.stack.pop()
        if not frame.silent:
            self._put(_finished(frame, len(self.stack)))
        elif self.stack[-1].ends == "piece":
            self._close()

    def _dollar(self, found: re.Match[str]) -> None:
        if not any(found.start() == start or found.end() == end for start, end in self.formulas):
            self._put(found[0])

    def _script(self, found: re.Match[str]) -> None:
        if self._in_formula(found.start()):
            self.stack.append(_Frame("piece", "sub" if found[0] == "_" else "sup"))
        else:
            self._put(found[0])

    def _tie(self, found: re.Match[str]) -> None:
        self._put("\N{NO-BREAK SPACE}")

    def _tag(self, found: re.Match[str]) -> None:
        name = found["tag"].lower()
        mark = TAGS.get(name, "" if name.startswith(("mml:", "jats:", "m:")) else None)
        if mark is None:
            self._put(found[0])
        elif mark == " ":
            self._put(" ")
        elif found[0].startswith("</"):
            open_here = [frame.ends for frame in self.stack]
            inside = (
                open_here[len(open_here) - open_here[::-1].index("brace") :] if "brace" in open_here else open_here
            )
            while f"<{name}>" in inside and self.stack[-1].ends != f"<{name}>":
                self._close()
            if self.stack[-1].ends == f"<{name}>":
                self._close()
        elif not found[0].endswith("/>"):
            self.stack.append(_Frame(f"<{name}>", mark))

    def _ligature(self, found: re.Match[str]) -> None:
        in_formula = self._in_formula(found.start())
        self.quotes += found[0] == "`"
        self._put(found[0] if in_formula and found[0] != "--" else LIGATURES[found[0]])

    def _apostrophe(self, found: re.Match[str]) -> None:
        self._put("’")

    def _plain(self, found: re.Match[str]) -> None:
        given = found[0]
        if given == "'" and self.quotes and not self.field[found.end() : found.end() + 1].isalnum():
            self.quotes -= 1
            given = "’"
        if self.stack[-1].ends == "piece":  # one character is a piece: the rest stands after it
            kept = given.lstrip() if self.stack[-1].accent else given
            self._put(kept[:1])
            given = kept[1:]
        if given:
            self._put(given)

    def _put(self, part: str | BaseText) -> None:
        self.stack[-1].parts.append(part)
        if self.stack[-1].ends == "piece":
            self._close()


def _fraction(field: str, at: int) -> tuple[int, str, str] | None:
    """Where a fraction ends, and its two terms; one of several parts is in brackets."""
    if digits := DIGITS.match(field, at):
        return digits.end(), digits[1], digits[2]
    over = GROUP.match(field, at)
    under = GROUP.match(field, over.end()) if over else None
    if not over or not under:
        return None
    terms = (plain(over[1]), plain(under[1]))
    first, second = (term if re.fullmatch(r"\w*", term) else f"({term})" for term in terms)
    return under.end(), first, second


def _finished(frame: _Frame, deep: int) -> str | BaseText:
    if frame.accent:
        return _accented("".join(str(part) for part in frame.parts), frame.accent)
    parts = frame.parts
    if frame.around:
        parts = [frame.around[0].strip(), *parts, frame.around[1].strip()]
    if frame.mark and deep <= DEEPEST:
        return Tag(frame.mark, *parts)
    if deep > DEEPEST or all(isinstance(part, str) for part in parts):
        return "".join(map(str, parts))
    return Text(*parts)


def _accented(letters: str, accent: str) -> str:
    if not letters.strip():
        return ALONE.get(accent, "") + letters
    first = {"ı": "i", "ȷ": "j"}.get(letters[0], letters[0])
    return unicodedata.normalize("NFC", first + accent + letters[1:])


def _tidy(parts: list[str | BaseText]) -> Text:
    """Text without spaces at its ends, each run of them one; a no-break space is none."""
    joined: list[str | BaseText] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    squeezed = [
        re.sub(r"[ \t\n\r\f\v]+", " ", unicodedata.normalize("NFC", part)) if isinstance(part, str) else part
        for part in joined
    ]
    if squeezed and isinstance(squeezed[0], str):
        squeezed[0] = squeezed[0].lstrip(" ")
    if squeezed and isinstance(squeezed[-1], str):
        squeezed[-1] = squeezed[-1].rstrip(" ")
    return Text(*squeezed)
