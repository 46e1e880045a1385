"""What an SVG may hold: a picture, and nothing that a browser runs, fetches or multiplies when opened alone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from xml.parsers import expat

SVG = "http://www.w3.org/2000/svg"
LOOKED_AT = {"", SVG, "http://www.w3.org/1999/xlink", "http://www.w3.org/xml/1998/namespace"}
"""Vocabularies of the attributes that a browser acts on, in small letters."""
WORDS = re.compile("aria-.*|class|id")
"""Attributes that are words or names, never a style."""
LIVE = {"http://www.w3.org/1999/xhtml", "http://www.w3.org/2001/xml-events", "http://www.w3.org/1998/Math/MathML"}
"""Vocabularies that a browser acts on within an SVG; what drawing programs note in their own, none looks at."""
ELEMENTS = {
    *("svg", "g", "defs", "symbol", "use", "switch", "view", "title", "desc", "metadata", "style", "a", "image"),
    *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath", "marker"),
    *("pattern", "clipPath", "mask", "linearGradient", "radialGradient", "stop", "filter"),
    *("feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feDiffuseLighting", "feDisplacementMap"),
    *("feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur"),
    *("feMerge", "feMergeNode", "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight", "feTile"),
}
"""Of SVG itself: what stands still, and is drawn in steps that its shapes bound."""
DRAWN_WITH = re.compile(r"url\(\s*[\"']?#([^\"')\s]+)")
"""What a shape is filled, masked or marked with: drawn again for each, marks for each point of a path."""
RULE, CHOSEN = re.compile(r"(?:\A|(?<=[{}]))([^{}]*)\{([^{}]*)\}"), re.compile(r"[.#]?[\w-]+|\*")
"""A rule of a style sheet, and what in its selector an element may be chosen by."""
AT_POINTS = re.compile(r"marker(?:-mid)?\s*:")
"""What draws at each point of a path."""
OUTSIDE_STYLE = re.compile(r"\\|/\*|@import|expression\(|image-set\(|src\(|url\((?!\s*[\"']?#)", re.IGNORECASE)
"""What leads out of a style, or could hide that it does."""
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
EMBEDDED = ("#", "data:image/png", "data:image/jpeg")
DEEPEST, MOST_SHAPES = 200, 1_000_000
"""Elements in one another, and what is drawn with all copies counted."""
LEADS_OUT = "leads out of itself {}; a picture holds all that it shows"


class _Refused(Exception):
    """What is wrong with a picture, to follow its name."""


def fault(content: bytes) -> str:
    """What an SVG holds beside a picture, to follow its name; nothing where it holds none."""
    held = _Held()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = held.doctype
    parser.ProcessingInstructionHandler = held.instruction
    parser.StartElementHandler = held.begin
    parser.EndElementHandler = held.end
    parser.CharacterDataHandler = held.say
    try:
        parser.Parse(content, True)
        held.count()
    except (expat.ExpatError, LookupError, ValueError) as error:
        return f"is no SVG: {error}"
    except _Refused as refused:
        return str(refused)
    return ""


class _Held:
    """What was seen so far."""

    def __init__(self) -> None:
        self.open: list[str] = []
        """The ids of the elements around, empty where one has none; the first is that of the whole."""
        self.style: list[str] | None = None
        self.shapes: Counter[str] = Counter()
        self.copies: dict[str, Counter[str]] = defaultdict(Counter)
        """What each element draws, and how often."""
        self.styled: dict[str, Counter[str]] = defaultdict(Counter)
        """What may be chosen by a rule of a style sheet: how often it stands in each element."""
        self.points: dict[str, Counter[str]] = defaultdict(Counter)
        """The same with the points of its paths, or more."""
        self.sheets: list[str] = []

    def doctype(self, _name: str, _system: str | None, _public: str | None, inside: int) -> None:
        """No definitions of its own: entities say what is not written, attributes come from nowhere."""
        if inside:
            raise _Refused("defines entities, which no picture needs; save it without them")

    def instruction(self, name: str, _data: str) -> None:
        """No order to whoever reads it."""
        raise _Refused(f"holds the instruction <?{name}?>, which is more than a picture; save it as a plain SVG")

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """An element."""
        space, _, name = tag.rpartition(" ")
        if not self.open and tag not in ("svg", f"{SVG} svg"):
            raise _Refused(f"is no SVG: it begins with <{name[:40]}>")
        if space in LIVE or (space in ("", SVG) and name not in ELEMENTS):
            raise _Refused(f"holds <{name[:40]}>, which is more than a picture; save it as a plain SVG")
        if len(self.open) >= DEEPEST:
            raise _Refused(f"has more than {DEEPEST} elements in one another; save it as a plain SVG")
        self.open.append(attributes.get("id", "") if self.open else "")
        goal = ""
        for key, value in attributes.items():
            vocabulary, _, attribute = key.lower().rpartition(" ")
            if vocabulary in LOOKED_AT:
                _check(attribute, value)
                goal = value.strip() if attribute == "href" else goal
        points = len(attributes.get("d", "") + attributes.get("points", ""))
        chosen = {"*", name, f"#{attributes.get('id', '')}"}
        chosen |= {f".{one}" for one in attributes.get("class", "").split()}
        for id in {"", *self.open}:
            self.shapes[id] += 1
            if name == "use" and goal.startswith("#"):
                self.copies[id][goal[1:]] += 1
            for key, value in attributes.items():
                for drawn in DRAWN_WITH.findall(value):
                    self.copies[id][drawn] += 1 + points * bool(AT_POINTS.search(f"{key}:{value}"))
            for one in chosen:
                self.styled[one][id] += 1
                self.points[one][id] += points
        if name == "style":
            self.style = []

    def end(self, _tag: str) -> None:
        """Its end."""
        self.open.pop()
        if self.style is not None:
            sheet = COMMENT.sub(" ", "".join(self.style))
            if OUTSIDE_STYLE.search(sheet):
                raise _Refused(LEADS_OUT.format("in its style"))
            self.sheets.append(sheet)
            self.style = None

    def say(self, text: str) -> None:
        """Words of a style are held until all are there."""
        if self.style is not None:
            self.style.append(text)

    def count(self) -> None:
        """Copies of copies grow without bound where nobody counts."""
        self._draw_with_sheets()
        known: dict[str, int] = {}

        def weight(id: str, above: tuple[str, ...]) -> int:
            if id in above or len(above) > DEEPEST:
                raise _Refused("holds copies of copies without end; save it as a plain SVG")
            if id not in known:
                known[id] = self.shapes[id] + sum(
                    times * weight(to, (*above, id)) for to, times in self.copies.get(id, {}).items()
                )
            return known[id]

        if weight("", ()) > MOST_SHAPES:
            raise _Refused(f"draws more than {MOST_SHAPES:,} shapes; save it as a plain SVG")

    def _draw_with_sheets(self) -> None:
        for selector, body in (rule for sheet in self.sheets for rule in RULE.findall(sheet)):
            times = self.points if AT_POINTS.search(body) else self.styled
            for drawn in DRAWN_WITH.findall(body):
                for one in set(CHOSEN.findall(selector)) & times.keys():
                    for id, number in times[one].items():
                        self.copies[id][drawn] += number


def _check(attribute: str, value: str) -> None:
    """An attribute that runs something or leads somewhere."""
    bare = re.sub(r"\s", "", value)
    if attribute.startswith("on"):
        raise _Refused(f"has the attribute {attribute!r}, which runs a script; take it out")
    if attribute in ("href", "src") and not bare.startswith(EMBEDDED):
        raise _Refused(LEADS_OUT.format(f"to {value[:40]!r}"))
    if attribute in ("base", "ping") or (not WORDS.fullmatch(attribute) and OUTSIDE_STYLE.search(value)):
        raise _Refused(LEADS_OUT.format(f"in {attribute!r}"))
