"""The words of readers that a brief does not use: ``synonyms.toml`` of the material, for the search alone."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from policybrief.words.complaints import Rule, complaint, tell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from policybrief.chapters.domain import BriefDomain

FILE = "synonyms.toml"


@dataclass(frozen=True)
class Synonyms:
    """One file."""

    words: dict[str, list[str]] = field(default_factory=dict)
    """Words of the brief, each with what readers call it."""
    path: str = FILE
    """The file, relative to the project."""
    text: str = ""

    def line(self, word: str) -> int:
        """The line that begins with a word of the brief."""
        for number, line in enumerate(self.text.split("\n"), 1):
            if line.lstrip("\"' ").startswith(word):
                return number
        return 1


def place(env: BuildEnvironment) -> Path:
    """Where the file would be."""
    domain = cast("BriefDomain", env.get_domain("brief"))
    return domain.root / str(env.config.brief_material) / FILE


def depend(app: Sphinx, tree: nodes.document) -> None:
    """A changed file writes the index anew: as all builds that write no page, one without this writes none."""
    if app.env.docname == app.config.root_doc and place(app.env).is_file():
        app.env.note_dependency(str(place(app.env)))


def of(env: BuildEnvironment) -> Synonyms:
    """The synonyms of a brief; what is wrong with the file is told, and the search goes without."""
    path = place(env)
    if not path.is_file():
        return Synonyms()
    shown = f"{env.config.brief_material}/{FILE}"
    line, problem = 1, ""
    words: dict[str, list[str]] = {}
    try:
        text = path.read_text("utf-8")
        words = tomllib.loads(text)
    except UnicodeDecodeError:
        problem = "the file is not UTF-8; save it as UTF-8"
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        line, problem = int(at.group(1)) if at else 1, f"not TOML: {error}"
    if problem:
        tell(complaint(Rule.CONFIGURATION, shown, line, problem=problem))
        return Synonyms()
    found = Synonyms({}, shown, text)
    for word, called in words.items():
        if isinstance(called, list) and all(isinstance(name, str) and name.strip() for name in called):
            found.words[word] = called
        else:
            problem = f'{word!r} is no list of words; write {word!r} = ["a word of readers", "another"]'
            tell(complaint(Rule.CONFIGURATION, shown, found.line(word), problem=problem))
    return found


def check(file: Synonyms, texts: Iterable[str], builder: StandaloneHTMLBuilder) -> None:
    """Tell the words of the file that the brief does not say: they lead readers nowhere."""
    if not file.words or builder.indexer is None:
        return
    language = builder.indexer.lang
    stem = cache(language.stem)  # most words come again and again

    def stemmed(text: str) -> str:
        return " " + " ".join(stem(word.lower()) for word in language.split(text)) + " "

    said = " \n ".join(map(stemmed, texts))
    for word in list(file.words):
        if stemmed(word) not in said:
            del file.words[word]
            problem = f"this brief does not say {word!r}, so its synonyms find nothing; use words of the brief"
            tell(complaint(Rule.CONFIGURATION, file.path, file.line(word), problem=problem))
