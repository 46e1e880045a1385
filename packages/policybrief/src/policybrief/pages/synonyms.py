"""The words of readers that a brief does not use: ``synonyms.toml`` of the material, for the search alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from policybrief.data.toml import File
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
    file: File | None = None


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
    file = File(path, f"{env.config.brief_material}/{FILE}", Rule.CONFIGURATION)
    words: dict[str, list[str]] = {}
    for word, called in file.data.items():
        if isinstance(called, list) and all(isinstance(name, str) and name.strip() for name in called):
            words[word] = called
        else:
            file.wrong((word,), f'{word!r} is no list of words; write {word!r} = ["a word of readers", "another"]')
    for found in file.complaints:
        tell(found)
    return Synonyms(words, file)


def check(file: Synonyms, texts: Iterable[str], builder: StandaloneHTMLBuilder) -> None:
    """Tell the words of the file that the brief does not say: they lead readers nowhere."""
    if file.file is None or not file.words or builder.indexer is None:
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
            tell(complaint(Rule.CONFIGURATION, file.file.shown, file.file.line(word), problem=problem))
