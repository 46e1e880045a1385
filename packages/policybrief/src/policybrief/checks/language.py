"""Calibrated language: one scale of certainty, one of likelihood, no word stronger than its evidence.

The words stand in the lexicons of the profile, one for each language, which an editor extends; the rules about
sentences stand here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from policybrief.chapters.lists import standing
from policybrief.checks.limits import most
from policybrief.checks.rules import of_brief, of_chapter
from policybrief.data import profiles
from policybrief.data.toml import File, once
from policybrief.words.complaints import Rule, of_setting, tell
from policybrief.words.messages import has_catalogue
from policybrief.words.records import Strength

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from policybrief.chapters.domain import BriefDomain
    from policybrief.checks.rules import Chapter, Faults


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
    statement: tuple[re.Pattern[str], str] | None = None
    """What no finding and no recommendation says."""
    ratio: tuple[re.Pattern[str], str] | None = None
    """Words that state a number, such as "twice" and "half"."""
    strength: dict[str, tuple[re.Pattern[str], str]] = field(default_factory=dict)
    """By strength, what a recommendation says."""

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


def read(files: Iterable[File]) -> Lexicon:
    """The words of files; what is wrong with one is noted in it."""
    lexicon = Lexicon()
    for file in files:
        file.keys(file.data, ("likelihood", "certainty", "avoid", "assessment", "statement", "ratio", "strength"))
        lexicon.likelihood |= {word: str(span) for word, span in file.table(file.data, "likelihood").items()}
        certainty = file.table(file.data, "certainty")
        file.keys(certainty, ("scale", "foreign"), "certainty")
        lexicon.certainty += file.listed(certainty, "scale", "certainty")
        lexicon.foreign += file.listed(certainty, "foreign", "certainty")
        for at, entry in enumerate(file.tables(file.data, "avoid")):
            if avoided := file.pattern(entry, "why", "avoid", at):
                lexicon.avoid.append(avoided)
        if assessment := file.table(file.data, "assessment"):
            lexicon.assessment = file.pattern(assessment, "why", "assessment") or lexicon.assessment
        if statement := file.table(file.data, "statement"):
            lexicon.statement = file.pattern(statement, "why", "statement") or lexicon.statement
        if ratio := file.table(file.data, "ratio"):
            lexicon.ratio = file.pattern(ratio, "why", "ratio") or lexicon.ratio
        strengths = file.table(file.data, "strength")
        file.keys(strengths, tuple(Strength), "strength")
        for name in strengths:
            if wording := file.pattern(file.table(strengths, name, "strength"), "why", "strength", name):
                lexicon.strength[name] = wording
    return lexicon


load = once(read)
"""The words of files, later ones adding to earlier ones."""


def add_values(app: Sphinx) -> None:
    """Declare the files of a brief, and its chapters that do not advise."""
    app.add_config_value("brief_lexicons", [], "env", (list, tuple), "further files of weighed words")
    app.add_config_value("brief_assessment", [], "env", (list, tuple), "chapters that assess and do not advise")
    app.connect("config-inited", check_values)


def of(config: Config, root: Path) -> Lexicon:
    """The words that hold for this brief."""
    profile = profiles.of_config(config, root)
    return load([*profile.lexicon(config.language), *(root / name for name in config.brief_lexicons)])


def check_values(app: Sphinx, config: Config) -> None:
    """Say what is wrong with the files, or that there are none; what is right in them holds."""
    weighed = profiles.of_config(config, app.confdir).lexicon(config.language) or config.brief_lexicons
    if not weighed and has_catalogue(config.language):  # else that is told, and this with it
        problem = f"there are no words to weigh for the language {config.language!r}, so no sentence is checked; "
        problem += (
            "write a file of them, like the lexicons of the general profile, and name it in brief_lexicons, "
        )
        problem += "or accept that with suppress_warnings = ['brief.language']"
        tell(of_setting(Rule.LANGUAGE, app.confdir, "language", problem))
    files = [File(Path(app.confdir) / name, name, Rule.CONFIGURATION) for name in config.brief_lexicons]
    read(files)
    for file in files:
        for found in file.complaints:
            tell(found)


@of_chapter(Rule.CALIBRATED_LANGUAGE)
def weighed(chapter: Chapter) -> Faults:
    """No word of a chapter claims more, or says it in another scale, than its evidence allows."""
    lexicon = of(chapter.config, chapter.brief.root)
    assessing = chapter.docname in chapter.config.brief_assessment
    for block in blocks(chapter.tree):
        ours = REPORTED not in block["classes"]
        for sentence in sentences(block.astext()):
            for fault in lexicon.faults(sentence, assessing=assessing and ours):
                yield block, fault


@of_chapter(Rule.LONG_SENTENCE)
def short(chapter: Chapter) -> Faults:
    """No sentence is longer than a reader follows."""
    longest = most(chapter.config, "sentence")
    for block in blocks(chapter.tree):
        for sentence in sentences(block.astext()):
            if (length := len(words(sentence))) > longest:
                opening = " ".join(sentence.split()[:6])
                yield block, f"a sentence of {length} words ({opening!r} …); divide it, {longest} is the most"


@of_brief(Rule.CALIBRATED_LANGUAGE)
def judgement(brief: BriefDomain) -> Faults:
    """No hedge carries the judgement of a finding or a recommendation: certainty and strength do."""
    lexicon = of(brief.env.config, brief.root)
    for statement in brief.statements.values():
        for text in (statement.title, statement.text):
            if lexicon.statement and (found := lexicon.statement[0].search(text)):
                yield brief.place(statement), f"{found.group(0)!r} in {statement.id!r}: {lexicon.statement[1]}"


@of_brief(Rule.RECOMMENDATION, optional=True)
def strength_wording(brief: BriefDomain) -> Faults:
    """A recommendation says in its first words how firm it is."""
    patterns = of(brief.env.config, brief.root).strength
    for recommendation in standing(brief):
        pattern = patterns.get(str(recommendation.strength))
        if pattern and not pattern[0].search(recommendation.text):
            yield brief.place(recommendation), f"{recommendation.id!r} is {recommendation.strength}: {pattern[1]}"


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


def is_english(config: Config) -> bool:
    """Whether the words of the store, which are English here, are those of this brief."""
    return str(config.language).startswith("en")
