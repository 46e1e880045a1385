"""Calibrated language: one scale of certainty, one of likelihood, no word stronger than its evidence.

The words stand in ``lexicon.toml``, which an editor extends; the rules about sentences stand here.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from policybrief.words.complaints import Rule, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx


SHIPPED = Path(__file__).with_name("lexicon.toml")
LONGEST = 40
"""Words in a sentence; a longer one is divided."""
END = re.compile(r"(?<=[.!?…])[)\"”’»]*\s+(?=[\"“‘«(]?[A-ZÀ-Ý0-9])")
ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|cf|Figs?|Art|No|pp?|vs|al|St|Dr|approx|n\.d)|\b[A-Z])\.$")
REPORTED = "cell-detail"
"""Class of a block that says what another text asks: its "must" is no advice of ours."""
SPOKEN = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|‘[^’]*’")
WORD = re.compile(r"[^\W_]+(?:[-'’.,][^\W_]+)*%?")


@dataclass
class Lexicon:
    """The words of one or several files."""

    likelihood: dict[str, str] = field(default_factory=dict)
    certainty: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    avoid: list[tuple[re.Pattern[str], str]] = field(default_factory=list)
    assessment: tuple[re.Pattern[str], str] | None = None

    def faults(self, sentence: str, *, assessing: bool) -> Iterator[str]:
        """What is wrong with the words of one sentence."""
        own = SPOKEN.sub(" ", sentence)
        likely = self._likelihood_in(own) if self._any.search(own) else []
        for word, span in likely:
            if span not in own:
                yield f"{word!r} without its range; write {word} ({span})"
        sure = [word for word in self.certainty if _has(own, word)] if likely else []
        if likely and sure:
            yield f"certainty ({sure[0]!r}) and likelihood ({likely[0][0]!r}) in one sentence; divide it"
        for word in self.foreign if self._any.search(own) else ():
            if _has(own, word):
                yield f"{word!r} is of another scale; use the words for certainty of this brief"
        for pattern, why in self.avoid:
            if found := pattern.search(own):
                yield f"{found.group(0)!r}: {why}"
        if assessing and self.assessment and (found := self.assessment[0].search(own)):
            yield f"{found.group(0)!r}: {self.assessment[1]}"

    @cached_property
    def _any(self) -> re.Pattern[str]:
        """Any word of the scales: most sentences have none, and need no closer look."""
        words = map(re.escape, (*self.likelihood, *self.foreign))
        return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)

    def _likelihood_in(self, sentence: str) -> list[tuple[str, str]]:
        """The likelihood words of a sentence, the longest reading of each place."""
        found = []
        for word in sorted(self.likelihood, key=len, reverse=True):
            if _has(sentence, word):
                found.append((word, self.likelihood[word]))
                sentence = re.sub(rf"\b{re.escape(word)}\b", " ", sentence, flags=re.IGNORECASE)
        return found


def load(paths: Iterable[Path]) -> Lexicon:
    """The words of the shipped file and of *paths*, later ones adding to earlier ones."""
    return _parsed(tuple(path.read_text("utf-8") for path in (SHIPPED, *paths)))


@lru_cache(maxsize=4)
def _parsed(texts: tuple[str, ...]) -> Lexicon:
    """The words of several files; every chapter asks for the same ones."""
    lexicon = Lexicon()
    for text in texts:
        table = tomllib.loads(text)
        lexicon.likelihood |= table.get("likelihood", {})
        certainty = table.get("certainty", {})
        lexicon.certainty += certainty.get("scale", [])
        lexicon.foreign += certainty.get("foreign", [])
        lexicon.avoid += [(re.compile(a["match"], re.IGNORECASE), a["why"]) for a in table.get("avoid", [])]
        if assessment := table.get("assessment"):
            lexicon.assessment = re.compile(assessment["match"], re.IGNORECASE), assessment["why"]
    return lexicon


def check(app: Sphinx, doctree: nodes.document) -> None:
    """Complain about words and over-long sentences of a chapter written in English."""
    if not app.config.language.startswith("en"):
        return
    lexicon = load(Path(app.confdir) / name for name in app.config.brief_lexicons)
    assessing = app.env.docname in app.config.brief_assessment
    for block in blocks(doctree):
        ours = REPORTED not in block["classes"]
        for sentence in sentences(block.astext()):
            for fault in lexicon.faults(sentence, assessing=assessing and ours):
                warn(Rule.CALIBRATED_LANGUAGE, block, problem=fault)
            if (length := len(words(sentence))) > LONGEST:
                opening = " ".join(sentence.split()[:6])
                warn(Rule.LONG_SENTENCE, block, length=length, id=opening, longest=LONGEST)


def blocks(tree: nodes.Element) -> Iterator[nodes.TextElement]:
    """The blocks of running text, without code, bibliography and tables of the generator."""
    for block in tree.findall(nodes.TextElement):
        if isinstance(block, nodes.paragraph | nodes.caption | nodes.title) and "key" not in block["classes"]:
            yield block


def sentences(text: str) -> list[str]:
    """The sentences of a block of running text."""
    pieces: list[str] = []
    for piece in END.split(" ".join(text.split())):
        if pieces and ABBREVIATION.search(pieces[-1]):
            pieces[-1] += f" {piece}"
        elif piece:
            pieces.append(piece)
    return pieces


def words(sentence: str) -> list[str]:
    """The words of a sentence, numbers among them."""
    return WORD.findall(sentence)


def _has(sentence: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", sentence, re.IGNORECASE) is not None
