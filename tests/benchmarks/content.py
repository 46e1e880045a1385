"""What a generated brief says, in the proportions of a real one: the same content for both of its writings.

`as_brief` writes it as a brief, `as_stock` for Sphinx alone.  Blocks of text are MyST with the roles of a
brief; the same size gives the same content on every machine.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from tests.benchmarks.words import Writer

FINDING_PARTS = ("What was studied", "Because", "Does not show", "Would change if")
RECOMMENDATION_PARTS = (
    *("Who", "With what power", "Cost", "Measure", "Baseline", "Target", "Who holds the data", "Trade-off"),
    *("The case against", "Set aside", "Rests on the assumption", "Withdraw if"),
)
SECTIONS, PARAGRAPHS, SENTENCES, FOOTNOTES, TERMS = 5, 3, 3, 4, 40
"""A chapter has so many sections of so many paragraphs of so many sentences, with so many footnotes; a glossary
has so many terms."""


@dataclass(frozen=True)
class Size:
    """How much a generated brief has of each thing."""

    chapters: int
    sources: int
    citations: int


SIZES = {"S": Size(10, 40, 80), "M": Size(100, 400, 1000), "L": Size(500, 4000, 6000)}


@dataclass(frozen=True)
class Record:
    """What one or two sources show."""

    id: str
    statement: str
    """Its place for a count is ``{observed}``."""
    sources: tuple[str, ...]
    label: str
    successes: int
    trials: int
    days: int
    kind: str
    certainty: str
    reasons: str
    not_shown: str

    @property
    def count(self) -> str:
        """The count alone."""
        return f"{self.successes} of {self.trials}"

    @property
    def observed(self) -> str:
        """The count with its 95 % interval by Wilson."""
        n, z = self.trials, 1.96
        share = self.successes / n
        centre = (share + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return f"{self.count} ({100 * (centre - half):.0f}–{100 * (centre + half):.0f}%)"


@dataclass(frozen=True)
class Statement:
    """A finding, which rests on records, or a recommendation, which rests on findings."""

    id: str
    title: str
    sentence: str
    parts: tuple[tuple[str, str], ...]
    rests_on: tuple[str, ...]
    certainty: str = ""


@dataclass(frozen=True)
class Chapter:
    """A chapter in the order of its blocks."""

    name: str
    title: str
    blocks: tuple[str | Statement, ...]


class Content:
    """Everything that the brief of a size says."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.random = Random(f"a brief of {size.chapters} chapters")
        self.writer = Writer(self.random)
        self.title = self.writer.phrase()
        self.labels: dict[str, str] = {}
        self.entries = [self._entry(number) for number in range(size.sources)]
        self.keys = list(self.labels)
        self.terms = {f"{self.writer.word('a')} {self.writer.word()}": self._some(2) for _ in range(TERMS)}
        self.records = {record.id: record for record in map(self._record, self.keys)}
        self.findings: dict[str, Statement] = {}
        self.recommendations: dict[str, Statement] = {}
        share = size.sources // size.chapters
        ids = list(self.records)
        self.shares = [ids[at : at + share] for at in range(0, len(ids), share)]
        for number in range(size.chapters):
            self._state(number)
        self.chapters = [self._chapter(number) for number in range(size.chapters)]
        self.message = self.writer.sentence()
        self.abstract = self._some(4)

    def _some(self, sentences: int) -> str:
        return " ".join(self.writer.sentence() for _ in range(sentences))

    def _entry(self, number: int) -> str:
        """One entry of the bibliography, here and there with the markup that BibTeX files have."""
        write, choose = self.writer, self.random.choice
        families = [write.word().capitalize() for _ in range(choose((1, 1, 2, 3, 5)))]
        authors = " and ".join(f"{family}, {choose('ABCDEFGHIKLM')}. {choose('NOPRSTW')}." for family in families)
        if number % 9 == 0:
            authors = f"{{{write.phrase()}}}"
        year, month = choose(range(2009, 2027)), choose(("January", "April", "July", "October"))
        key = f"{families[0].lower()}{number}"
        self.labels[key] = f"{families[0]} et al. {year}" if len(families) > 2 else f"{families[0]} {year}"
        title = write.phrase() + choose(
            ("", " {" + write.word().capitalize() + "}", r" \& " + write.word(), f" -- {write.word()}")
        )
        title += choose(("", "", f": {write.word('a')} {write.word('s')} of an {{\\'e}}tude"))
        kind, place = choose(
            (
                ("article", f"journal = {{Journal of {write.word('s').capitalize()}}}"),
                ("misc", f"howpublished = {{{write.phrase()}}}"),
                ("techreport", f"institution = {{Institute for {write.word('s').capitalize()}}}"),
            )
        )
        return (
            f"@{kind}{{{key},\n"
            f"    author = {{{authors}}},\n"
            f"    title = {{{title}}},\n"
            f"    {place},\n"
            f"    year = {{{year}}},\n"
            f"    month = {{{month}}},\n"
            f"    url = {{https://example.org/{key}}},\n"
            f"    sourcetype = {{{choose(('article', 'preprint', 'report', 'guidance', 'standard'))}}},\n"
            f"    review = {{{choose(('peer reviewed', 'not peer reviewed'))}}},\n"
            f"    relation = {{{choose(('independent', 'government', 'developer'))}}},\n"
            f"    urldate = {{2026-11-21}}\n"
            f"}}\n"
        )

    def _record(self, key: str) -> Record:
        trials = self.random.choice((10, 12, 20, 40, 100))
        more = (self.random.choice(self.keys),) if self.random.random() < 0.3 else ()
        keys = tuple(dict.fromkeys((key, *more)))
        return Record(
            id=f"{self.writer.word()}-{self.writer.word()}-{len(key)}{self.keys.index(key)}",
            statement=f"{self.writer.sentence('in {observed} trials')} {self.writer.sentence()}",
            sources=keys,
            label=", ".join(self.labels[one] for one in keys),
            successes=self.random.randrange(trials + 1),
            trials=trials,
            days=self.random.randrange(3, 400),
            kind=self.random.choice(("experiment", "method", "event", "position")),
            certainty=self.random.choice(("moderate", "low")),
            reasons=self.writer.sentence(),
            not_shown=self.writer.sentence(),
        )

    def _state(self, number: int) -> None:
        """The finding of a chapter and, of every second one, its recommendation."""
        write = self.writer
        records = self.random.sample(self.shares[number], 3)
        sure = [self.records[id].certainty for id in records]
        parts = tuple((term, self._some(1)) for term in FINDING_PARTS)
        id = f"{write.word()}-{write.word()}-of-{number}"
        sentence = write.sentence(f"in {{count}}`{records[0]}.observed` trials")
        certainty = "low" if "low" in sure else "moderate"
        self.findings[id] = Statement(id, write.phrase(), sentence, parts, tuple(records), certainty)
        if number % 2:
            below = tuple(list(self.findings)[-2:])
            parts = tuple((term, self._some(1)) for term in RECOMMENDATION_PARTS)
            asked = f"{write.word()}-the-{write.word()}-{number}"
            self.recommendations[asked] = Statement(asked, write.phrase(), self._some(1), parts, below)

    def _chapter(self, number: int) -> Chapter:
        notes = self._notes(number)
        notes += [""] * (SECTIONS * PARAGRAPHS * SENTENCES - len(notes))
        self.random.shuffle(notes)
        sentences = [self.writer.sentence(note) for note in notes]
        per_section = math.ceil(len(sentences) / SECTIONS)
        middle: dict[int, list[str | Statement]] = {
            1: [self._table(number, "first")],
            2: [self._figure(number)],
            3: [list(self.findings.values())[number]],
            4: [self._table(number, "second")],
        }
        if number % 2:
            middle[4].append(list(self.recommendations.values())[number // 2])
        blocks: list[str | Statement] = [f":::{{in-short}}\n{self._some(2)}\n:::"]
        for section in range(SECTIONS):
            own = sentences[section * per_section : (section + 1) * per_section]
            blocks.append(f"## {self.writer.phrase()}")
            blocks += ["\n".join(own[at : at + SENTENCES]) for at in range(0, len(own), SENTENCES)]
            blocks += middle.get(section, [])
        blocks += [f"[^n{note}]: {self._some(1)}" for note in range(FOOTNOTES)]
        blocks.append(f"{{.source-line}}\nSources: {self.writer.clause()}.")
        return Chapter(_name(number), self.writer.phrase(), tuple(blocks))

    def _notes(self, number: int) -> list[str]:
        """What the sentences of a chapter cite, print and refer to."""
        choose, ids = self.random.choice, self.shares[number]
        some = _name(self.random.randrange(self.size.chapters))
        return [
            *(f"{{cite}}`{choose(self.keys)}`" for _ in range(self.size.citations // self.size.chapters)),
            *(f"{{evidence}}`as told there <{id}>`" for id in ids),
            *(f"in {{value}}`{id}.observed`" for id in ids[:2]),
            *(f"after {{value}}`{id}.delay`" for id in ids[2:4]),
            *(f"({{finding}}`{choose(list(self.findings))}`)" for _ in range(2)),
            f"({{recommendation}}`{choose(list(self.recommendations))}`)",
            *(f"({{doc}}`{_name(self.random.randrange(self.size.chapters))}`)" for _ in range(2)),
            *(f"for the {{term}}`{choose(list(self.terms))}`" for _ in range(4)),
            *(f"({{numref}}`{place}`)" for place in (f"table-{_name(number)}-first", f"figure-{some}")),
            *(f"as noted[^n{note}]" for note in range(FOOTNOTES)),
        ]

    def _table(self, number: int, which: str) -> str:
        rows = [[self.writer.phrase() for _ in range(3)] for _ in range(5)]
        body = "\n".join("* - " + "\n  - ".join(row) for row in rows)
        name = f"table-{_name(number)}-{which}"
        return f"```{{list-table}} {self.writer.phrase()}\n:header-rows: 1\n:name: {name}\n\n{body}\n```"

    def _figure(self, number: int) -> str:
        name = _name(number)
        alt = self.writer.clause()
        options = f":alt: {alt}\n:name: figure-{name}"
        return f"```{{figure}} {name}.svg\n{options}\n\n{self.writer.phrase()}\n```"

    def picture(self, chapter: Chapter) -> str:
        """The drawing of a chapter: a bar for each of its words."""
        bars = "".join(
            f'<rect x="{12 * at}" y="0" width="10" height="{8 * len(word)}" fill="#345"/>'
            for at, word in enumerate(chapter.title.split())
        )
        return f'<svg xmlns="http://www.w3.org/2000/svg" width="120" height="160">{bars}</svg>\n'


def _name(number: int) -> str:
    return f"chapter-{number + 1:03}"
