"""TeX as the engine's mathematics.

A reader of its own, since a formula may never say something else on paper: every command is in a table or has a
method here, and one that is in neither makes the formula unreadable, which is told.  Each character goes on as an
escape or a string, so a formula can hold nothing that the engine would execute.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from latex2mathml.symbols_parser import convert_symbol

from sphinx_accessible_pdf import tex_commands as tables
from sphinx_accessible_pdf import tex_science
from sphinx_accessible_pdf.source import data, string

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TOKEN = re.compile(r"\\[a-zA-Z@]+\*?[ \t\n]*|\\(?:.|\n)|%[^\n]*\n?|\s+|.", re.DOTALL)
TEXT = re.compile(r"\\[a-zA-Z@]+|\\(?:.|\n)|\s+|.", re.DOTALL)
ENVIRONMENT = re.compile(r"\\begin\s*\{(\w+\*?)\}.*?\\end\s*\{\1\}", re.DOTALL)
SIGN = r"\\u\{(?:2c|3b|3a|3d|3c|3e|2b|2212|7c)\}"
LENGTH = re.compile(r"(-?\s*[\d.]+)\s*(em|ex|pt|mu|cm|mm|in|px|pc)")
EM = {"em": 1.0, "ex": 0.43, "pt": 0.1, "mu": 1 / 18, "cm": 2.8, "mm": 0.28, "in": 7.2, "px": 0.075, "pc": 1.2}
"""Units of TeX in em of eleven points, near enough for a gap."""
BEGUN, ENDED = re.compile(r'"(?![\d.]*"$)'), re.compile(r'"(?![\d.]*"$)[^"]*"$')
"""Words, and no number, at the beginning and at the end of code of the engine."""
DISPLAYED = re.compile(r"\s*(?:\$\$(.+)\$\$|\$([^$]+)\$|\\\[(.+)\\\]|\\\((.+)\\\))\s*", re.DOTALL)
"""A formula within the signs that begin and end mathematics, as programs write their results."""
ACROSS = re.compile(r"\s*\\(?:hline|hdashline|toprule|midrule|bottomrule|cline\{[^}]*\})(?![a-zA-Z])")
DOTTED = re.compile(r"\\hdotsfor\s*(?:\[[^\]]*\])?\s*\{(\d{1,2})\}")
DEEPEST, MOST = 60, 4000
"""How deep groups may nest, and how often macros may be replaced, before the formula is given up."""
LONGEST, MOST_REPLACED = 10_000, 100_000
"""Characters of a formula, and of all that stands in it for macros, before it is given up."""
STARRED = {"operatorname", "hspace", "tag", "SI", "mspace"}
"""Commands whose star is part of them; at others it is a sign of its own."""
DEFINITION = re.compile(
    r"\\(?:re|provide)?newcommand\*?\s*\{?\\(?P<new>[a-zA-Z]+|.)\}?\s*(?:\[(?P<count>\d)\])?\s*(?:\[(?P<first>[^\]]*)\])?"
    r"|\\(?:providecommand|renewcommand)\*?\s*\{?\\(?P<new2>[a-zA-Z]+|.)\}?\s*(?:\[(?P<count2>\d)\])?"
    r"|\\DeclareMathOperator(?P<star>\*?)\s*\{?\\(?P<op>[a-zA-Z]+)\}?"
    r"|\\let\s*\\(?P<let>[a-zA-Z]+)\s*=?\s*(?=\\)"
    r"|\\def\s*\\(?P<def>[a-zA-Z]+|.)(?P<hashes>(?:#\d)*)"
)


class Unreadable(Exception):
    """A formula that cannot be converted, with the reason."""


class Macro(NamedTuple):
    """A command that the project defines."""

    body: str
    arguments: int = 0
    first: str | None = None
    """What the first argument is where it is left out."""


OWN = {name: Macro(*given) for name, given in tables.OWN.items()}


def defined(preamble: str) -> tuple[dict[str, Macro], str]:
    """The macros that a text in TeX defines, and what is left of it."""
    found: dict[str, Macro] = {}
    left, at = "", 0
    for definition in DEFINITION.finditer(preamble):
        if definition.start() < at:
            continue
        rest = preamble[definition.end() :].lstrip()
        body, length = _braced(rest)
        if body is None:
            continue
        left += preamble[at : definition.start()]
        at = definition.end() + (len(preamble[definition.end() :]) - len(rest)) + length
        if definition["op"]:
            star = "*" if definition["star"] else ""
            found[definition["op"]] = Macro(f"\\operatorname{star}{{{body}}}")
        elif definition["let"]:
            found[definition["let"]] = Macro(body)
        elif definition["def"]:
            found[definition["def"]] = Macro(body, len(definition["hashes"]) // 2)
        else:
            count = definition["count"] or definition["count2"] or 0
            found[definition["new"] or definition["new2"]] = Macro(body, int(count), definition["first"])
    return found, left + preamble[at:]


def _braced(text: str) -> tuple[str | None, int]:
    """What stands in braces at the beginning of a text, and how long it is with them."""
    depth = 0
    for found in re.finditer(r"\\.|[{}]", text, re.DOTALL):
        if depth == 0 and found.start() > 0:
            break
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0 and found[0] == "}":
            return text[1 : found.start()], found.end()
    if text.startswith("\\") and (name := re.match(r"\\([a-zA-Z]+|.)", text)):
        return name[0], name.end()
    return None, 0


def formulas(tex: str, macros: Mapping[str, Macro] | None = None) -> str:
    """What stands in one directive: several formulas with blank lines between, each perhaps of several lines."""
    _check_length(tex)
    parts = [part.strip() for part in re.split(r"\n\s*\n", tex) if part.strip()]
    return " \\ ".join(converted(_aligned(part), macros, alone=True) for part in parts)


def _check_length(tex: str) -> None:
    if len(tex) > LONGEST:
        raise Unreadable(f"it has {len(tex):,} characters, more than {LONGEST:,}; take it apart")


def _aligned(tex: str) -> str:
    """A formula with lines of its own, as Sphinx lets authors write them, in the environment that they need."""
    bare = ENVIRONMENT.sub("", tex)
    lined = re.search(r"\\\\|(?<!\\)&", bare)
    return f"\\begin{{align*}}{tex}\\end{{align*}}" if lined else tex


def converted(tex: str, macros: Mapping[str, Macro] | None = None, *, alone: bool = False) -> str:
    """A formula of TeX as mathematics of the engine.

    Raises `Unreadable` for what the reader does not know.
    """
    _check_length(tex)
    if within := DISPLAYED.fullmatch(tex):
        tex = within[within.lastindex or 0]
    own, text = defined(tex.strip())
    # lines beside something else are no lines of the page
    alone = alone and len(ENVIRONMENT.findall(text)) == 1 and not ENVIRONMENT.sub("", text).strip()
    try:
        return Reader(text, {**OWN, **(macros or {}), **own}, alone).all()
    except RecursionError as error:
        raise Unreadable("it is nested too deep") from error


class Reader:
    """Reads one formula from its tokens."""

    def __init__(self, tex: str, macros: Mapping[str, Macro], alone: bool) -> None:
        self.tokens = [token.group() for token in TOKEN.finditer(tex)][::-1]  # the next one last
        self.macros = macros
        self.alone = alone
        """Whether lines of the formula are lines of the page, so that they may break across pages."""
        self.depth = 0
        self.replaced = self.written = 0
        self.tag = ""

    def all(self) -> str:
        """The code of the whole formula."""
        code = self.row(())
        if self.tokens:
            raise Unreadable(f"{self.tokens[-1].strip()!r} stands where nothing is open")
        return code + self.tag

    # --- tokens

    def peek(self) -> str:
        """The next token but spaces, macros replaced; nothing at the end."""
        while self.tokens:
            token = self.tokens[-1]
            if token.isspace() or token.startswith("%"):
                self.tokens.pop()
                continue
            name = self.name_of(token)
            if name in self.macros:
                self.tokens.pop()
                self.replace(name)
                continue
            if token.startswith("\\") and token.rstrip().endswith("*") and name.rstrip("*") not in STARRED:
                self.tokens[-1:] = ["*", token.rstrip()[:-1]]
                continue
            return token
        return ""

    def next(self) -> str:
        """Take the next token."""
        token = self.peek()
        if token:
            self.tokens.pop()
        return token

    @staticmethod
    def name_of(token: str) -> str:
        """The name of a command, without what stands after it; nothing for a character."""
        return (
            token[1:]
            if re.fullmatch(r"\\[^a-zA-Z@]", token, re.DOTALL)
            else token[1:].strip()
            if token[0] == "\\"
            else ""
        )

    def replace(self, name: str) -> None:
        """Put what a macro stands for in its place."""
        self.replaced += 1
        if self.replaced > MOST:
            raise Unreadable(f"the macro \\{name} never ends")
        macro = self.macros[name]
        given: list[str] = []
        if macro.first is not None:
            optional = self.optional()
            given.append(macro.first if optional is None else optional)
        while len(given) < macro.arguments:
            given.append(self.raw())
        self.written += len(macro.body)
        self.written += sum(macro.body.count(f"#{at}") * len(text) for at, text in enumerate(given, 1))
        if self.written > MOST_REPLACED:
            raise Unreadable(f"the macro \\{name} makes it longer than {MOST_REPLACED:,} characters")
        body = re.sub(
            r"#(\d)", lambda found: given[int(found[1]) - 1] if int(found[1]) <= len(given) else "", macro.body
        )
        self.tokens += [token.group() for token in TOKEN.finditer(body)][::-1]

    def raw(self) -> str:
        """The next argument as it is written, without its braces."""
        while self.tokens and (self.tokens[-1].isspace() or self.tokens[-1].startswith("%")):
            self.tokens.pop()
        if not self.tokens:
            raise Unreadable("an argument is missing")
        if self.tokens[-1] != "{":
            return self.tokens.pop()
        return self.until("{", "}")

    def optional(self) -> str | None:
        """An argument in square brackets as it is written, if one stands here."""
        while self.tokens and self.tokens[-1].isspace():
            self.tokens.pop()
        return self.until("[", "]") if self.tokens and self.tokens[-1] == "[" else None

    def until(self, opening: str, closing: str) -> str:
        """What stands up to the bracket that ends what begins here."""
        self.tokens.pop()
        depth, braces = 1, 0
        taken: list[str] = []
        while self.tokens:
            token = self.tokens.pop()
            braces += {"{": 1, "}": -1}.get(token, 0) if opening != "{" else 0
            if braces == 0:
                depth += {opening: 1, closing: -1}.get(token, 0)
            if depth == 0:
                return "".join(taken)
            taken.append(token)
        raise Unreadable(f"a {closing} is missing")

    # --- structure

    def row(self, stop: tuple[str, ...]) -> str:
        """Atoms up to one of the tokens that end the row, which is left."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable("it is nested too deep")
        atoms: list[str] = []
        while (token := self.peek()) and token.strip() not in stop:
            name = self.name_of(token)
            if name in ("over", "atop", "choose", "brack", "brace", "above"):
                self.next()
                if name == "above":
                    self.length()
                above, below = _joined(atoms), self.row(stop) or '""'
                atoms = [_stacked(name, above, below)]
                break
            if name in tables.SWITCHES:
                self.next()
                atoms.append(_dressed(tables.SWITCHES[name], self.row(stop)))
                break
            if name == "color":
                self.next()
                colour, inner = self.colour(), self.row(stop)
                atoms.append(f"text(fill: #{colour}, {inner})" if inner else "")
                break
            if token in ("}", "&") or (name in ("right", "end", "middle", "\\", "cr") and stop == ()):
                break
            if token == "}":
                break
            atoms.append(self.scripted())
        self.depth -= 1
        return _joined(atoms, empty="")

    def scripted(self) -> str:
        """An atom with its scripts."""
        token = self.peek()
        base, limits = ('""', False) if token in ("^", "_", "'") else self.atom()
        scripts: dict[str, str] = {}
        primes = ""
        while True:
            token = self.peek()
            name = self.name_of(token) if token else ""
            if name in ("limits", "nolimits", "displaylimits"):
                self.next()
                if name == "limits":
                    limits = True
                elif name == "nolimits":
                    base, limits = f"scripts({base})", False
            elif token == "'":
                self.next()
                primes += "\\u{2032} "
            elif token in ("^", "_"):
                self.next()
                place = "t" if token == "^" else "b"
                if place in scripts:
                    raise Unreadable(f"two scripts stand at one place ({token})")
                scripts[place] = self.argument()
            else:
                break
        if primes:
            scripts["t"] = primes.strip() + (f" {scripts['t']}" if "t" in scripts else "")
        if not scripts:
            return f"limits({base})" if limits and base else base
        base = f"limits({base})" if limits else base
        given = ", ".join(f"{place}: {scripts[place]}" for place in ("b", "t") if place in scripts)
        return f"attach({base or chr(34) * 2}, {given})"

    def argument(self) -> str:
        """The next argument, which may not be empty."""
        token = self.peek()
        if not token:
            raise Unreadable("an argument is missing")
        if token == "{":
            return self.group() or '""'
        if token in ("}", "&", "^", "_"):
            raise Unreadable(f"an argument is missing before {token!r}")
        if re.fullmatch(r"\d", token):
            return string(self.next())
        return self.atom()[0] or '""'

    def group(self) -> str:
        """What stands in braces."""
        self.next()
        code = self.row(("}",))
        if self.next() != "}":
            raise Unreadable("a } is missing")
        return code

    def sub(self, tex: str) -> str:
        """A passage by itself, as code."""
        reader = Reader(tex, self.macros, False)
        reader.depth, reader.replaced, reader.written = self.depth, self.replaced, self.written
        code = reader.all()
        self.replaced, self.written = reader.replaced, reader.written
        return code

    def length(self) -> float:
        """A length that stands here bare, in em."""
        text = ""
        while self.tokens and not (found := LENGTH.match(text)) and len(text) < 20:
            text += self.tokens.pop()
        found = LENGTH.match(text)
        if not found:
            raise Unreadable("a length is missing")
        return _em(found)

    def colour(self) -> str:
        """A colour that stands here, as code."""
        model = self.optional()
        return _colour(self.raw().strip(), model)

    # --- atoms

    def atom(self) -> tuple[str, bool]:
        """One atom, and whether its scripts stand above and below it."""
        token = self.next()
        if token == "{":
            code = self.row(("}",))
            if self.next() != "}":
                raise Unreadable("a } is missing")
            # a sign in braces is one like any other: the comma of a number, the dash of a bond
            return (f'class("normal", {code})' if re.fullmatch(SIGN, code) else code), False
        if token.startswith("\\"):
            return self.command(self.name_of(token))
        if re.fullmatch(r"\d", token):
            return string(token + self.digits()), False
        if token == "~":
            return "#h(0.25em)", False
        if token in ("$", "#"):
            raise Unreadable(f"{token!r} means nothing within a formula; write \\{token}")
        if token == "-":
            return "\\u{2212}", False
        if token == "*":
            return "\\u{2217}", False
        if token == "`":
            return "\\u{2018}", False
        return _characters(token), False

    def digits(self) -> str:
        """The rest of a number."""
        taken = ""
        while self.tokens and (re.fullmatch(r"\d", self.tokens[-1]) or self.is_point()):
            taken += self.tokens.pop()
        return taken

    def is_point(self) -> bool:
        """Whether a point stands before a digit."""
        return self.tokens[-1] == "." and len(self.tokens) > 1 and self.tokens[-2].isdigit()

    def command(self, name: str) -> tuple[str, bool]:
        """A command with its arguments."""
        if method := getattr(self, f"do_{name.rstrip('*')}", None):
            return str(method(name.endswith("*"))), name in (
                "mathop",
                "stackrel",
                "overset",
                "underset",
                "operatorname*",
            )
        if name in tables.LIMITED:
            return _named(tables.LIMITED[name], limits=True), False
        if name in tables.OPERATORS:
            return _named(name), False
        if name in tables.OVER_LIMITS:
            return f"{tables.OVER_LIMITS[name]}({_named('lim')})", True
        if name in tables.SPACES:
            return f"#h({tables.SPACES[name]:g}em)", False
        if name in tables.ACCENTS:
            return f"accent({self.argument()}, #{string(tables.ACCENTS[name])})", False
        if name in tables.VARIANTS:
            return self.variant(name), False
        if name in tables.TEXTS:
            return self.words(self.raw(), tables.TEXTS[name]), False
        if name in tables.AROUND and name != "sqrt":
            return f"{tables.AROUND[name]}({self.argument()})", name in tables.TALL
        if name in tables.BIG:
            code = _characters(self.delimiter())
            return (f"lr(size: #{tables.BIG[name]:g}em, {code})" if code else ""), False
        if name in tables.CLASSES:
            return f"class({string(tables.CLASSES[name])}, {self.argument()})", False
        if name in tables.ARROWS:
            return self.arrow(tables.ARROWS[name]), False
        if name in tables.PASSED:
            return self.passed(*tables.PASSED[name]), False
        if name in tables.SILENT:
            return "", False
        if name in tables.PLAIN:
            return self.environment(tables.PLAIN[name], self.raw()), False
        if name in tables.FENCES:
            sign, kind = tables.FENCES[name]
            return f"class({string(kind)}, {_characters(sign)})", False
        sign = self.sign(name)
        if len(sign) == 1 and unicodedata.combining(sign):
            return f"accent({self.argument()}, #{string(sign)})", False
        return _characters(sign), False

    def sign(self, name: str) -> str:
        """A sign that has a name."""
        if name in tables.SYMBOLS:
            return tables.SYMBOLS[name]
        code = convert_symbol(f"\\{name}") if name else None
        if code is None or not re.fullmatch("[0-9A-Fa-f]+", code):
            raise Unreadable(f"the command \\{name} is not known")
        return chr(int(code, 16))

    def variant(self, name: str) -> str:
        """Letters in another dress; several upright ones are a word."""
        text = self.raw()
        if re.fullmatch(r"[A-Za-z]{2,}", text) and tables.VARIANTS[name] == "upright":
            return f"upright({string(text)})"
        return _dressed(tables.VARIANTS[name], self.sub(text))

    def words(self, text: str, dress: str = "") -> str:
        """Words, and what stands between dollars among them."""
        pieces: list[str] = []
        parts = re.split(r"(?<!\\)\$|\\\(|\\\)", text)
        if len(parts) % 2 == 0:
            raise Unreadable("a $ is missing")
        for number, part in enumerate(parts):
            if number % 2:
                pieces.append(self.sub(part))
            elif said := self.said(part):
                pieces.append(f"text({dress}, {string(said)})" if dress else string(said))
        return _joined(pieces, empty="")

    def said(self, text: str) -> str:
        """Plain words of TeX as words."""
        found = accent = ""
        for token in (match.group() for match in TEXT.finditer(text)):
            if token.isspace() or token in ("\\ ", "~"):
                found += " "
            elif token in ("{", "}", "\\/", "\\-"):
                continue
            elif token == "$":
                raise Unreadable("a $ is missing")
            elif not token.startswith("\\"):
                found, accent = found + token + accent, ""
            elif token[1:] in tables.LETTER_ACCENTS:
                accent = tables.LETTER_ACCENTS[token[1:]]
            elif token[1:] in tables.SPACES:
                found += " " if tables.SPACES[token[1:]] > 0 else ""
            elif token[1:] in tables.TEXTS or token[1:] in tables.SIZES | set(tables.SWITCHES):
                continue  # words in words keep the dress of the outer ones
            elif token[1:] in self.macros and not self.macros[token[1:]].arguments:
                found += self.said(self.macros[token[1:]].body)
            else:
                found += self.sign(token[1:])
        for typed, meant in tables.TYPED.items():
            found = found.replace(typed, meant)
        return unicodedata.normalize("NFC", found)

    def delimiter(self) -> str:
        """A bracket that may be written as a command; a point stands for none."""
        token = self.next()
        name = self.name_of(token) if token.startswith("\\") else token
        if token == ".":
            return ""
        if token == "\\|":
            return "\u2016"
        if token and name in tables.DELIMITERS:
            return tables.DELIMITERS[name]
        raise Unreadable(f"{token.strip()!r} is no bracket" if token else "a bracket is missing")

    def arrow(self, sign: str) -> str:
        """An arrow as long as what stands on it."""
        below = self.optional()
        above = self.argument()
        scripts = f"t: {above}" + (f", b: {self.sub(below) or chr(34) * 2}" if below else "")
        return f"attach(limits(stretch({_characters(sign)}, size: #(100% + 1em))), {scripts})"

    def passed(self, count: int, shown: tuple[int, ...]) -> str:
        """A command that changes nothing in print but perhaps prints arguments."""
        self.optional()
        given = [self.raw() for _argument in range(count)]
        return " ".join(filter(None, (self.sub(given[number]) for number in shown)))

    # --- commands with a method of their own

    def do_frac(self, _star: bool) -> str:
        """A fraction."""
        above = self.argument()
        return f"frac({above}, {self.argument()})"

    do_cfrac = do_nicefrac = do_sfrac = do_frac

    def do_dfrac(self, _star: bool) -> str:
        """A fraction as in a formula by itself."""
        return f"display({self.do_frac(False)})"

    def do_tfrac(self, _star: bool) -> str:
        """A fraction as in a line."""
        return f"inline({self.do_frac(False)})"

    def do_binom(self, _star: bool) -> str:
        """A binomial coefficient."""
        above = self.argument()
        return f"binom({above}, {self.argument()})"

    do_dbinom = do_tbinom = do_binom

    def do_dots(self, _star: bool) -> str:
        """Dots, in the middle before a sign of reckoning."""
        sign = self.peek()
        if name := self.name_of(sign or " "):
            sign = tables.SYMBOLS.get(name) or chr(int(convert_symbol(f"\\{name}") or "0", 16))
        return "\\u{22ef}" if sign and unicodedata.category(sign[0]) in ("Sm", "Pd") else "\\u{2026}"

    def do_genfrac(self, _star: bool) -> str:
        """A fraction with brackets and a rule of any thickness."""
        left, right, thickness, _style = self.raw(), self.raw(), self.raw(), self.raw()
        above, below = self.argument(), self.argument()
        ruled = not re.match(r"0(\.0*)?\s*[a-z]", thickness.strip())
        inner = f"frac({above}, {below})" if ruled else f"mat(delim: #none, {above}; {below})"
        sides = [
            _characters(Reader(side, {}, False).delimiter()) if side.strip() else "" for side in (left, right)
        ]
        return f"lr({' '.join(filter(None, (sides[0], inner, sides[1])))})"

    def do_sqrt(self, _star: bool) -> str:
        """A root."""
        degree = self.optional()
        inner = self.argument()
        return f"root({self.sub(degree) or chr(34) * 2}, {inner})" if degree else f"sqrt({inner})"

    def do_root(self, _star: bool) -> str:
        """A root, its degree first."""
        degree = ""
        while self.peek() and self.name_of(self.peek()) != "of":
            degree += self.tokens.pop()
        self.next()
        return f"root({self.sub(degree)}, {self.argument()})"

    def do_left(self, _star: bool) -> str:
        """What stands between brackets that grow with it."""
        parts = [_characters(self.delimiter())]
        while True:
            parts.append(self.row(("\\right", "\\middle")))
            end = self.name_of(self.next() or " ")
            if end == "right":
                parts.append(_characters(self.delimiter()))
                break
            if end != "middle":
                raise Unreadable("a \\right is missing")
            parts.append(f"mid({_characters(self.delimiter())})")
        inner = " ".join(filter(None, parts))
        return f"lr({inner})" if inner else ""

    def do_operatorname(self, star: bool) -> str:
        """An operator with a name."""
        text = self.raw()
        try:
            name = self.said(re.sub(r"\\mathrm|\\mathop|\\rm(?![a-z])|\\nolimits", "", text))
        except Unreadable:
            return f"op(upright({self.sub(text)}), limits: #{'true' if star else 'false'})"
        return _named(name, limits=star)

    def do_mathop(self, _star: bool) -> str:
        """Anything as an operator."""
        inner = self.argument()
        return f"op({inner}, limits: #true)"

    def do_overset(self, _star: bool) -> str:
        """Something above something."""
        above = self.argument()
        return f"attach(limits({self.argument()}), t: {above})"

    do_stackrel = do_overset

    def do_underset(self, _star: bool) -> str:
        """Something below something."""
        below = self.argument()
        return f"attach(limits({self.argument()}), b: {below})"

    def do_overunderset(self, _star: bool) -> str:
        """Something above and below something."""
        above, below = self.argument(), self.argument()
        return f"attach(limits({self.argument()}), t: {above}, b: {below})"

    def do_sideset(self, _star: bool) -> str:
        """Scripts at the four corners of a sign."""
        places = dict(zip(("l", "r"), (self.raw(), self.raw()), strict=True))
        base = self.atom()[0]
        scripts = [
            f"{'t' if sign == '^' else 'b'}{side}: {self.sub(value.strip('{}')) or chr(34) * 2}"
            for side, text in places.items()
            for sign, value in re.findall(r"([\^_])\s*(\{[^{}]*\}|\\[a-zA-Z]+|.)", text.replace("'", "^\\prime"))
        ]
        return f"attach({base}, {', '.join(scripts)})" if scripts else base

    def do_prescript(self, _star: bool) -> str:
        """Scripts before a sign."""
        above, below = self.argument(), self.argument()
        return f"attach({self.argument()}, tl: {above}, bl: {below})"

    def do_boxed(self, _star: bool) -> str:
        """A frame."""
        inner = self.argument()
        return f'#box(stroke: 0.5pt, inset: 3pt, baseline: 3pt, math.equation(alt: " ", $display({inner})$.body))'

    def do_fbox(self, _star: bool) -> str:
        """Words in a frame."""
        return f"#box(stroke: 0.5pt, inset: 3pt, baseline: 3pt, {string(self.said(self.raw()))})"

    do_framebox = do_fbox

    def do_textcolor(self, _star: bool) -> str:
        """Something in colour."""
        colour = self.colour()
        return f"text(fill: #{colour}, {self.argument()})"

    def do_colorbox(self, _star: bool) -> str:
        """Words on colour."""
        colour = self.colour()
        return f"#box(fill: {colour}, outset: 1pt, {string(self.said(self.raw()))})"

    def do_not(self, _star: bool) -> str:
        """A sign struck through."""
        code = self.atom()[0]
        signs = re.fullmatch(r"\\u\{([0-9a-f]+)\}", code)
        if not signs:
            return f"cancel({code})" if code else ""
        struck = unicodedata.normalize("NFC", chr(int(signs[1], 16)) + "\u0338")
        return _characters(struck) if len(struck) == 1 else f"cancel({code})"

    def do_bcancel(self, _star: bool) -> str:
        """Struck through downwards."""
        return f"cancel(inverted: #true, {self.argument()})"

    def do_xcancel(self, _star: bool) -> str:
        """Struck through twice."""
        return f"cancel(cross: #true, {self.argument()})"

    def do_bmod(self, _star: bool) -> str:
        """The remainder as an operator."""
        return f"#h(0.222em) {_named('mod')} #h(0.222em)"

    def do_mod(self, _star: bool) -> str:
        """The remainder after a gap."""
        return f"#h(1em) {_named('mod')} #h(0.333em) {self.argument()}"

    def do_pmod(self, _star: bool) -> str:
        """The remainder in brackets."""
        return f"#h(1em) lr(\\u{{28}} {_named('mod')} #h(0.333em) {self.argument()} \\u{{29}})"

    def do_pod(self, _star: bool) -> str:
        """Something in brackets after a gap."""
        return f"#h(1em) lr(\\u{{28}} {self.argument()} \\u{{29}})"

    def do_tag(self, star: bool) -> str:
        """The author's own number of a formula."""
        said = self.words(self.raw())
        brackets = (said,) if star else ("\\u{28}", said, "\\u{29}")
        self.tag += f" #h(2em) {' '.join(brackets)}"
        return ""

    def do_hspace(self, _star: bool) -> str:
        """A gap of a given width."""
        found = LENGTH.search(self.raw())
        if not found:
            raise Unreadable("a length is missing")
        return f"#h({_em(found):.3g}em)"

    do_mspace = do_hspace

    def do_kern(self, _star: bool) -> str:
        """A gap whose width stands bare."""
        return f"#h({self.length():.3g}em)"

    do_mkern = do_hskip = do_mskip = do_kern

    def do_substack(self, _star: bool) -> str:
        """Lines close below each other."""
        return self.stack(self.raw())

    def stack(self, text: str) -> str:
        """Lines of a script."""
        lines = [self.sub(line) or '""' for line in _rows(text)]
        return f"mat(delim: #none, row-gap: #0.2em, {'; '.join(lines)})"

    def do_unicode(self, _star: bool) -> str:
        """A character by its number."""
        self.optional()
        found = re.fullmatch(r"(?:x|0x)?([0-9A-Fa-f]{1,6})|(\d+)", self.raw().strip())
        if not found:
            raise Unreadable("the number of a character is missing")
        number = int(found[1] or found[2], 16)
        if not chr(min(number, 0x10FFFF)).isprintable():
            raise Unreadable(f"U+{number:04X} is no character that prints")
        return _characters(chr(number))

    def do_ce(self, _star: bool) -> str:
        """A formula of chemistry."""
        return self.sub(tex_science.chemistry(self.raw()))

    def do_vphantom(self, _star: bool) -> str:
        """As high as what is not shown, and of no width."""
        shown = f"display({self.argument()})"
        return f"std.hide({shown}) #context std.h(-std.measure(${shown}$).width)"

    def do_num(self, _star: bool) -> str:
        """A number."""
        self.optional()
        return self.sub(tex_science.number(self.raw()))

    def do_si(self, _star: bool) -> str:
        """A unit."""
        self.optional()
        return self.units(self.raw())

    do_unit = do_si

    def do_SI(self, _star: bool) -> str:
        """A number with its unit."""
        self.optional()
        amount = self.raw()
        before = self.optional()
        unit = self.units(self.raw())
        gap = "" if unit.startswith(("\\u{b0}", "\\u{2032}", "\\u{2033}")) else "#h(0.167em)"
        parts = [string(before) if before else "", self.sub(tex_science.number(amount)), gap, unit]
        return " ".join(filter(None, parts))

    do_qty = do_SI

    def do_SIrange(self, _star: bool) -> str:
        """Two numbers and their unit."""
        self.optional()
        return self.listed([self.raw(), self.raw()], " to ", self.units(self.raw()))

    do_qtyrange = do_SIrange

    def do_SIlist(self, _star: bool) -> str:
        """Several numbers and their unit."""
        self.optional()
        return self.listed(self.raw().split(";"), " and ", self.units(self.raw()))

    do_qtylist = do_SIlist

    def do_numrange(self, _star: bool) -> str:
        """Two numbers."""
        self.optional()
        return self.listed([self.raw(), self.raw()], " to ", "")

    def do_numlist(self, _star: bool) -> str:
        """Several numbers."""
        self.optional()
        return self.listed(self.raw().split(";"), " and ", "")

    def do_numproduct(self, _star: bool) -> str:
        """Numbers that are multiplied."""
        self.optional()
        return " \\u{d7} ".join(self.sub(tex_science.number(part)) for part in self.raw().split("x"))

    def listed(self, amounts: list[str], last: str, unit: str) -> str:
        """Numbers one after the other, each with the unit."""
        each = [
            self.sub(tex_science.number(amount)) + (f" #h(0.167em) {unit}" if unit else "") for amount in amounts
        ]
        # a space in the code would print beside that of the words
        return string(last).join(filter(None, ('", "'.join(each[:-1]), each[-1])))

    def do_ang(self, _star: bool) -> str:
        """An angle in degrees, minutes and seconds."""
        self.optional()
        signs = ("\u00b0", "\u2032", "\u2033")
        parts = zip(self.raw().split(";"), signs, strict=False)
        return " ".join(
            f"{self.sub(tex_science.number(part))} {_characters(sign)}" for part, sign in parts if part.strip()
        )

    def units(self, text: str) -> str:
        """A unit, or the complaint that a part of it is not known."""
        try:
            return self.sub(tex_science.unit(text))
        except tex_science.Unknown as error:
            raise Unreadable(str(error)) from error

    # --- environments

    def do_begin(self, _star: bool) -> str:
        """An environment."""
        name = self.raw().strip()
        plain = name.rstrip("*")
        nested, depth, taken = name, 1, []
        while self.tokens:
            token = self.tokens.pop()
            if self.name_of(token) in ("begin", "end") if token.startswith("\\") else False:
                inner = self.raw()
                depth += (1 if self.name_of(token) == "begin" else -1) if inner.strip() == nested else 0
                if depth == 0:
                    break
                taken.append(f"{token.strip()}{{{inner}}}")
            else:
                taken.append(token)
        else:
            raise Unreadable(f"the end of {name} is missing")
        return self.environment(plain, "".join(taken))

    def environment(self, name: str, text: str) -> str:
        """An environment by its name, with what stands in it."""
        if name in tables.PAIRED | tables.CLOSE:
            if name in tables.CLOSE or name == "IEEEeqnarray":
                _count, length = _braced(text.lstrip())
                text = text.lstrip()[length:]
            elif text.lstrip().startswith("[") and name in ("aligned", "split"):
                text = text.lstrip().partition("]")[2]
            return self.lines(text, 0.0 if name in tables.CLOSE else 2.0)
        if name == "eqnarray":
            return self.lines(text, None)
        if name in tables.LINES:
            text = (
                text.lstrip().partition("]")[2] if text.lstrip().startswith("[") and name != "equation" else text
            )
            return self.lines(text, 0.0)
        if name in tables.CASES:
            rows = [" & #h(1em) ".join(self.cells(row)) for row in _rows(text)]
            if name.startswith("d"):
                rows = [f"display({row})" if "&" not in row else row for row in rows]
            return f"cases({tables.CASES[name]}{', '.join(rows)})"
        if name in tables.MATRICES:
            return self.matrix(name, text)
        raise Unreadable(f"the environment {name} is not known")

    def cells(self, row: str) -> list[str]:
        """The cells of a row, none empty."""
        row = DOTTED.sub(lambda found: " & ".join(["\\dots"] * int(found[1])), row)
        return [self.sub(cell) or '""' for cell in _cells(row)]

    def lines(self, text: str, gap: float | None) -> str:
        """Lines that meet at signs; *gap* stands between two pairs, none means one pair with its sign apart."""
        made: list[str] = []
        for row in _rows(text):
            for piece in re.split(r"(\\(?:inter|shortinter)text\s*\{(?:[^{}]|\{[^{}]*\})*\})", row):
                if said := re.fullmatch(r"\\(?:inter|shortinter)text\s*\{(.*)\}", piece, re.DOTALL):
                    made.append(self.words(said[1]) or '""')
                elif piece.strip() or (piece == row and len(_rows(text)) > 1):
                    reader = Reader("", self.macros, False)
                    cells = []
                    for cell in _cells(piece):
                        reader.tokens = [token.group() for token in TOKEN.finditer(cell)][::-1]
                        reader.depth, reader.tag = self.depth, ""
                        code = reader.row(())
                        if reader.tokens:
                            raise Unreadable(f"{reader.tokens[-1].strip()!r} stands where nothing is open")
                        cells.append(code)
                        self.tag += reader.tag if self.alone and len(_rows(text)) == 1 else ""
                        if reader.tag and not (self.alone and len(_rows(text)) == 1):
                            cells[-1] += reader.tag
                    made.append(_paired(cells, gap))
        if self.alone and self.depth <= 1:
            return " \\ ".join(made)
        return f"mat(delim: #none, row-gap: #0.6em, {'; '.join(made)})" if len(made) > 1 else "".join(made)

    def matrix(self, name: str, text: str) -> str:
        """Cells in rows and columns, with rules between them."""
        text = text.lstrip()
        columns = ""
        rules: list[int] = []
        if name in ("array", "darray", "tabular", "subarray"):
            if text.startswith("["):
                text = text.partition("]")[2].lstrip()
            spec, length = _braced(text)
            if spec is None:
                raise Unreadable(f"{name} says nothing of its columns")
            text = text[length:]
            columns, rules = _columns(spec)
        elif text.startswith("["):
            columns = text[1 : text.index("]")] if "]" in text else ""
            text = text.partition("]")[2]
            columns *= 40  # the one letter is meant for all columns
        rows: list[list[str]] = []
        across: list[int] = []
        for row in _rows(text):
            while begins := ACROSS.match(row):
                across.append(len(rows))
                row = row[begins.end() :]
            if row.strip():
                rows.append([_placed(cell, columns[at : at + 1]) for at, cell in enumerate(self.cells(row))])
        if not rows:
            return '""'
        width = max(map(len, rows))
        body = "; ".join(", ".join(row + ['""'] * (width - len(row))) for row in rows)
        across = sorted({line for line in across if line <= len(rows)})
        rules = sorted({line for line in rules if line <= width})
        augment = ""
        if across or rules:
            augment = f"augment: #(hline: {data(across)}, vline: {data(rules)}), "
        made = f"mat(delim: {tables.MATRICES[name]}, {augment}{body})"
        return f"inline({made})" if "small" in name or name == "subarray" else made


def _rows(text: str) -> list[str]:
    """The rows of an environment, without the space that is asked for between two."""
    rows = [
        re.sub(r"^\s*\[\s*-?[\d.]+\s*[a-z]+\s*\]", "", row) for row in _parted(text, ("\\\\", "\\cr", "\\newline"))
    ]
    rows = [row.removeprefix("*") if at else row for at, row in enumerate(rows)]
    while len(rows) > 1 and not rows[-1].strip():
        rows.pop()
    return rows


def _cells(row: str) -> list[str]:
    return _parted(row, ("&",))


def _parted(text: str, signs: tuple[str, ...]) -> list[str]:
    """A text parted at some tokens that stand in no group."""
    parts, depth, environments = [""], 0, 0
    for token in (found.group() for found in TOKEN.finditer(text)):
        bare = token.strip() or token
        depth += {"{": 1, "}": -1}.get(bare, 0)
        environments += {"\\begin": 1, "\\end": -1}.get(bare, 0)
        if bare in signs and depth == 0 and environments == 0:
            parts.append("")
        elif not token.startswith("%"):
            parts[-1] += token
    return parts


def _paired(cells: list[str], gap: float | None) -> str:
    """The cells of a line at their points of alignment."""
    if gap is None:
        return f"{cells[0]} & {' '.join(filter(None, cells[1:]))}" if len(cells) > 1 else cells[0]
    made = ""
    for number, cell in enumerate(cells):
        made += (" & " if number else "") + cell
        if number % 2 and number < len(cells) - 1 and gap:
            made += f" #h({gap:g}em)"
    return made or '""'


def _columns(spec: str) -> tuple[str, list[int]]:
    """The letters of the columns, and before which of them a rule stands."""
    while repeated := re.search(r"\*\s*\{(\d+)\}\s*\{([^{}]*)\}", spec):
        spec = spec[: repeated.start()] + repeated[2] * min(int(repeated[1]), 50) + spec[repeated.end() :]
    spec = re.sub(r"[@!><]\s*\{[^{}]*\}", "", spec)
    spec = re.sub(r"[pmb]\s*\{[^{}]*\}", "l", spec)
    letters = ""
    rules: list[int] = []
    for sign in spec:
        if sign in "lcr":
            letters += sign
        elif sign in "|:" and (not rules or rules[-1] != len(letters)):
            rules.append(len(letters))
    return letters, rules


def _placed(cell: str, letter: str) -> str:
    """A cell at the left or right of its column."""
    return {"l": f"& {cell}", "r": f"{cell} &"}.get(letter, cell)


def _joined(atoms: Iterable[str], empty: str = '""') -> str:
    """Atoms one after the other; a space in the code beside words would print, and TeX prints none there."""
    code = last = ""
    for atom in filter(None, atoms):
        begun = BEGUN.match(atom) and last.endswith((")", "}", '"'))
        code += atom if not code or begun or ENDED.search(last) else f" {atom}"
        last = atom
    return code or empty


def _stacked(name: str, above: str, below: str) -> str:
    """What an infix command makes of what stands before and after it."""
    if name in ("over", "above"):
        return f"frac({above}, {below})"
    if name == "choose":
        return f"binom({above}, {below})"
    brackets = {"brack": '"["', "brace": '"{"'}.get(name, "#none")
    return f"mat(delim: {brackets}, {above}; {below})"


def _dressed(functions: str, code: str) -> str:
    """Code in one or two functions."""
    if not code:
        return ""
    return f"{functions}({code})" + ")" * functions.count("(")


def _named(text: str, *, limits: bool = False) -> str:
    return f"op({string(text)}, limits: #{'true' if limits else 'false'})"


def _characters(text: str) -> str:
    """Characters as escapes: the engine still knows an operator from a letter."""
    return " ".join(f"\\u{{{ord(c):x}}}" for c in text if c.isprintable() and not c.isspace())


def _em(found: re.Match[str]) -> float:
    return float(found[1].replace(" ", "")) * EM[found[2]]


def _colour(name: str, model: str | None) -> str:
    """A colour as code."""
    plain = name.lstrip("#").lower()
    if model in ("rgb", "RGB", "gray"):
        parts = [float(part) for part in re.findall(r"[\d.]+", name)]
        parts = [
            min(part if model != "RGB" else part / 255, 1.0) for part in (parts * 3 if model == "gray" else parts)
        ]
        if len(parts) >= 3:
            return f"rgb({string('#' + ''.join(f'{round(part * 255):02x}' for part in parts[:3]))})"
    if plain in tables.COLOURS:
        return f"rgb({string('#' + tables.COLOURS[plain])})"
    if re.fullmatch("[0-9a-f]{6}|[0-9a-f]{3}", plain) and (name.startswith("#") or model == "HTML"):
        return f"rgb({string('#' + plain)})"
    raise Unreadable(f"the colour {name!r} is not known")
