"""The exclusion list: nothing in a brief helps anyone make a system replicate.

Patterns stand in ``hazards.toml``; a brief may add its own.  They find candidates, a person decides; but a
candidate fails the gates until it is gone.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from policybrief.words.complaints import Rule, complaint, tell, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

SHIPPED = Path(__file__).with_name("hazards.toml")
HINT = "say the class of thing in words, or leave it out"
ADDRESS = re.compile(r"(?=https?://([^\s\"'<>)}\]]+))")
"""Every address, also one inside another, as an archive writes the address of what it keeps."""


class Hit(NamedTuple):
    """One candidate: the line in the text, what it looks like."""

    line: int
    what: str


@dataclass(frozen=True)
class Hazards:
    """The patterns of one or several files."""

    patterns: tuple[tuple[re.Pattern[str], str], ...]
    code_hosts: frozenset[str]
    allowed: tuple[str, ...]
    """Addresses on code hosts that carry documents and no code, without their scheme, from the left."""

    def in_text(self, text: str) -> Iterator[Hit]:
        """Every candidate, line by line."""
        for number, line in enumerate(text.split("\n"), 1):
            for pattern, means in self.patterns:
                if found := pattern.search(line):
                    yield Hit(number, f"{means} ({found.group(0).strip()!r})")
            if "://" in line:
                for address in ADDRESS.findall(line):
                    if self._is_code(address):
                        yield Hit(number, f"a link to a code host ({address!r})")

    def _is_code(self, address: str) -> bool:
        if address.startswith(self.allowed):
            return False
        name = address.partition("/")[0].rpartition("@")[2].partition(":")[0].lower()
        return any(name == known or name.endswith(f".{known}") for known in self.code_hosts)


def load(paths: Iterable[Path]) -> Hazards:
    """The patterns of the shipped file and of *paths*."""
    return _parsed(tuple(path.read_text("utf-8") for path in (SHIPPED, *paths)))


@lru_cache(maxsize=4)
def _parsed(texts: tuple[str, ...]) -> Hazards:
    """The patterns of several files; every chapter asks for the same ones."""
    patterns: list[tuple[re.Pattern[str], str]] = []
    hosts: set[str] = set()
    allowed: list[str] = []
    for text in texts:
        table = tomllib.loads(text)
        hosts |= set(table.get("code_hosts", ()))
        allowed += table.get("allowed", ())
        patterns += [(re.compile(p["match"], re.IGNORECASE), p["means"]) for p in table.get("pattern", ())]
    return Hazards(tuple(patterns), frozenset(hosts), tuple(allowed))


def of(config: Config, confdir: str | Path) -> Hazards:
    """The patterns that hold for this brief."""
    return load(Path(confdir) / name for name in config.brief_hazards)


def check_chapter(app: Sphinx, docname: str, content: list[str]) -> None:
    """While a chapter is read: its source, as written."""
    path = app.env.doc2path(docname)
    for hit in of(app.config, app.confdir).in_text(content[0]):
        warn(Rule.HAZARD, f"{path}:{hit.line}", what=hit.what, hint=HINT)


def check_code(app: Sphinx, doctree: nodes.document) -> None:
    """A chapter of a brief has no code block."""
    for block in doctree.findall(nodes.literal_block):
        warn(Rule.HAZARD, block, what="a code block", hint=HINT)


def check_files(app: Sphinx, env: BuildEnvironment) -> None:
    """Once all is read: records and bibliography."""
    if app.config.brief_checked:
        return
    root = Path(app.confdir)
    files = sorted((root / app.config.brief_material).rglob("*.toml"))
    hazards = of(app.config, app.confdir)
    for path in (*files, *(root / name for name in app.config.bibtex_bibfiles)):
        if path.is_file():
            for hit in hazards.in_text(path.read_text("utf-8", errors="replace")):
                shown = path.relative_to(root).as_posix()
                tell(complaint(Rule.HAZARD, shown, hit.line, what=hit.what, hint=HINT))


def check_output(config: Config, confdir: str | Path, name: str, text: str) -> None:
    """A written or attached file, named for the complaint."""
    for hit in of(config, confdir).in_text(text):
        tell(complaint(Rule.HAZARD, name, hit.line, what=hit.what, hint=HINT))
