"""The exclusion list of a brief: what must never stand in it, because it would help somebody do harm.

Patterns stand in the files of the profile and in those that ``brief_hazards`` names.  They find candidates, a
person decides; but a candidate fails the gates until it is gone.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree

from docutils import nodes
from sphinx.addnodes import download_reference

from policybrief.chapters import allowed
from policybrief.checks.rules import of_brief, of_chapter
from policybrief.data import confinement, profiles
from policybrief.data.toml import File, once
from policybrief.words.complaints import Rule, of_setting, tell, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from policybrief.chapters.domain import BriefDomain
    from policybrief.checks.rules import Chapter, Faults

KEYS = ("reason", "code_hosts", "allowed", "pattern")
HINT = "say the class of thing in words, or leave it out"
LONGEST = 2000
"""Characters of an address that are looked at; a longer one is allowed nowhere."""
ADDRESS = re.compile(rf"(?=(?:https?:|(?<![:\w/\\]))[/\\]{{2,}}([^\s\"'<>)}}\]]{{1,{LONGEST}}}))", re.IGNORECASE)
"""Every address, also one inside another, as an archive writes the address of what it keeps."""
BARE = re.compile(r"(?<![\w./@\\-])(?:[\w.-]+@)?((?:[\w-]+\.)+[a-z]{2,}\.?[/:][^\s\"'<>)}\]]+)", re.IGNORECASE)
"""An address without its scheme."""
ALLOWANCE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}/[^/\s*?]+(?:/[^\s*?]*)?", re.IGNORECASE)
"""A host and what stands on it: a host alone, or nothing, would allow all."""
DOTS = str.maketrans("。．｡", "...")


def printed(text: str) -> str:
    """A text as a reader gets it: entities resolved, forms of a letter as one, nothing that prints nothing."""
    text = html.unescape(html.unescape(text)).translate(DOTS)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return text


class Hit(NamedTuple):
    """One candidate: the line in the text, what it looks like."""

    line: int
    what: str
    reason: str

    @property
    def problem(self) -> str:
        """What to say of it."""
        return f"{self.what}: {self.reason}; {HINT}"


@dataclass(frozen=True)
class Hazards:
    """The patterns of one or several files."""

    patterns: tuple[tuple[re.Pattern[str], str], ...]
    code_hosts: frozenset[str]
    allowed: tuple[str, ...]
    """Addresses on code hosts that carry documents and no code, without their scheme, from the left."""
    reason: str
    """Why such things stand nowhere, in the words of the complaint."""

    def in_text(self, text: str) -> Iterator[Hit]:
        """Every candidate, line by line."""
        lines = printed(text).split("\n")
        candidates = {line: found for line in dict.fromkeys(lines) if (found := list(self._in_line(line)))}
        if candidates:
            for number, line in enumerate(lines, 1):
                yield from (self.hit(number, what) for what in candidates.get(line, ()))

    def hit(self, line: int, what: str) -> Hit:
        """A candidate."""
        return Hit(line, what, self.reason)

    def _in_line(self, line: str) -> Iterator[str]:
        """What candidates look like; most lines of data are there many times, so each is looked at once."""
        for pattern, means in self.patterns:
            if found := pattern.search(line):
                yield f"{means} ({found.group(0).strip()!r})"
        for address in dict.fromkeys((*ADDRESS.findall(line), *BARE.findall(line)) if self.code_hosts else ()):
            if self._is_code(address):
                yield f"a link to a code host ({address!r})"

    def _is_code(self, address: str) -> bool:
        is_whole = len(address) < LONGEST
        # what is encoded before the host ends no host
        host, slash, path = address.replace("\\", "/").partition("/")
        name = unquote(host.rpartition("@")[2]).partition(":")[0].lower().strip(".")
        path = unquote(path).replace("\\", "/").rstrip("/")
        if is_whole and f"{name}{slash}{path}/".startswith(self.allowed) and ".." not in path:
            return False
        if not is_whole and not slash:
            return True
        return any(name == known or name.endswith(f".{known}") for known in self.code_hosts)


def read(files: Iterable[File]) -> Hazards:
    """The patterns of files; what is wrong with one is noted in it."""
    patterns: list[tuple[re.Pattern[str], str]] = []
    hosts: list[str] = []
    allowed: list[str] = []
    reasons: list[str] = []
    for file in files:
        file.keys(file.data, KEYS)
        hosts += file.listed(file.data, "code_hosts")
        for address in file.listed(file.data, "allowed"):
            if ALLOWANCE.fullmatch(address):
                allowed.append(address if address.endswith("/") else f"{address}/")
            else:
                problem = f"the allowance {address!r} names no place on a host; write host/owner/documents/"
                file.wrong(("allowed",), problem)
        reasons.append(file.words(file.data, "reason"))
        for at, entry in enumerate(file.tables(file.data, "pattern")):
            if pattern := file.pattern(entry, "means", "pattern", at):
                patterns.append(pattern)
    reason = next(filter(None, reasons), "the list of hazards excludes it")
    return Hazards(tuple(patterns), frozenset(hosts), tuple(allowed), reason)


load = once(read)
"""The patterns of files."""


def add_values(app: Sphinx) -> None:
    """Declare the files of a brief."""
    app.add_config_value("brief_hazards", [], "env", (list, tuple), "further files of hazard patterns")
    app.connect("config-inited", check_values)


def check_values(app: Sphinx, config: Config) -> None:
    """Say what is wrong with the files; what is right in them holds."""
    files = [File(Path(app.confdir) / name, name, Rule.CONFIGURATION) for name in config.brief_hazards]
    read(files)
    for file in files:
        for found in file.complaints:
            tell(found)


def of(config: Config, confdir: str | Path) -> Hazards:
    """The patterns that hold for this brief."""
    profile = profiles.of_config(config, confdir)
    return load([*profile.hazards, *(Path(confdir) / name for name in config.brief_hazards)])


def check_chapter(app: Sphinx, docname: str, content: list[str]) -> None:
    """While a chapter is read: its source, as written."""
    path = app.env.doc2path(docname)
    told = set[str]()
    app.env.current_document["brief_hazards"] = told
    for hit in of(app.config, app.confdir).in_text(content[0]):
        told.add(hit.what)
        warn(Rule.HAZARD, f"{path}:{hit.line}", hit.problem)


@of_chapter(Rule.HAZARD)
def blocks(chapter: Chapter) -> Faults:
    """What each block prints, with what is included in it, says nothing that its source only spells otherwise."""
    hazards = of(chapter.config, chapter.brief.root)
    told: set[str] = set(chapter.env.current_document.get("brief_hazards") or ())
    for block in chapter.tree.findall(nodes.Element):
        for text in _printed_by(block, chapter):
            for hit in hazards.in_text(" ".join(text.split())):
                if hit.what not in told:
                    told.add(hit.what)
                    yield block, hit.problem


def _printed_by(block: nodes.Element, chapter: Chapter) -> Iterator[str]:
    """The texts of a block that a reader, or a machine that reads aloud, meets."""
    if isinstance(block, nodes.TextElement) and not isinstance(block.parent, nodes.TextElement):
        yield block.astext()
    for name in ("alt", "refuri", "content"):
        if isinstance(block.get(name), str):
            yield block[name]
    if isinstance(block, download_reference):
        path = Path(chapter.env.relfn2path(block["reftarget"], chapter.env.docname)[1])
        if path.suffix.lower() in allowed.TEXT and path.is_file() and not confinement.problem(path):
            yield path.read_text("utf-8", errors="replace")
    if isinstance(block, nodes.image) and block["uri"].endswith(".svg"):
        path = Path(chapter.env.srcdir, block["uri"])
        if path.is_file() and not confinement.problem(path):
            yield _words_of(path)


def _words_of(picture: Path) -> str:
    """The words that an SVG shows, and those by which it is named to who does not see it."""
    try:
        root = ElementTree.fromstring(picture.read_bytes())
    except ElementTree.ParseError:
        return ""
    named = (value for one in root.iter() for key, value in one.items() if key.endswith(("label", "title")))
    return " ".join((*root.itertext(), *named))


@of_chapter(Rule.HAZARD)
def code(chapter: Chapter) -> Faults:
    """Where a brief excludes anything, its chapters have no code block."""
    hazards = of(chapter.config, chapter.brief.root)
    for block in chapter.tree.findall(nodes.literal_block) if hazards.patterns else ():
        if not isinstance(block.parent, nodes.system_message):
            yield block, hazards.hit(0, "a code block").problem


@of_brief(Rule.HAZARD)
def files(brief: BriefDomain) -> Faults:
    """No record, no other data file and no entry of the bibliography helps."""
    config = brief.env.config
    paths = sorted((brief.root / config.brief_material).rglob("*.toml"))
    hazards = of(config, brief.root)
    in_entries = set[str]()
    for path in (*paths, *(brief.root / name for name in (*config.bibtex_bibfiles, config.brief_changelog))):
        if path.is_file() and not confinement.problem(path, installed=True):
            shown = path.relative_to(brief.root).as_posix()
            text = path.read_text("utf-8", errors="replace")
            told = set[str]()
            for hit in hazards.in_text(text):
                told.add(hit.what)
                yield f"{shown}:{hit.line}", hit.problem
            file = File(path, shown, Rule.HAZARD) if path.suffix == ".toml" else None
            in_entries |= set() if file else told
            for value in _texts(file.data) if file else ():
                for hit in hazards.in_text(" ".join(value.split())):
                    if file and hit.what not in told:
                        told.add(hit.what)
                        yield f"{shown}:{file.line_with(value.split()[0])}", hit.problem
    for name in ("project", "author", *(name for name in config.values if name.startswith("brief_"))):
        for value in _texts(config[name]):
            for hit in hazards.in_text(" ".join(value.split())):
                found = of_setting(Rule.HAZARD, brief.root, name, hit.problem)
                yield f"{found.path}:{found.line}", found.text
    for source in brief.sources.values():
        for value in (source.title, *source.fields.values()):
            for hit in hazards.in_text(" ".join(value.split())):
                if hit.what not in in_entries:
                    yield source.place, hit.problem


def _texts(data: Any) -> Iterator[str]:
    """Every text in data, escapes resolved."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _texts(value)


def check_output(config: Config, confdir: str | Path, name: str, text: str) -> None:
    """A written or attached file, named for the complaint."""
    for hit in of(config, confdir).in_text(text):
        warn(Rule.HAZARD, f"{name}:{hit.line}", hit.problem)
