"""Group F: plain language.  F6 needs five readers; readability figures are a smoke test and no more."""

from __future__ import annotations

import re
from collections import Counter
from statistics import mean
from typing import TYPE_CHECKING, cast

from docutils import nodes

from policybrief.checks.language import load, words
from policybrief.outputs.readability import ease

if TYPE_CHECKING:
    from policybrief.chapters.domain import BriefDomain
    from tests.conftest import Brief

SUMMARY_MEAN, LONG = 16, 30
"""Words in a sentence: at most so many on average in the summary, and in a single one anywhere."""
GRADE, SUMMARY_GRADE = 12.0, 10.0
"""Flesch–Kincaid."""
LONGEST = 40
EXCEPTIONS = {"index": 1}
"""Sentences of more than 30 words, by chapter, besides the main message, which joins its two halves in 35: the
second sentence of the abstract carries two counts with their intervals, and abstracts have four sentences."""
ABBREVIATIONS = 3
"""Abbreviations on one page."""
NAMES = {
    "AI", "EU", "UK", "US", "UN", "G7",  # better known than what they stand for
    "AISI", "ARC", "CAISI", "DC", "GPT", "IBM", "ISO", "METR", "NIST", "OECD", "AFP", "PA", "SB", "RAISE", "UNGA",
    "STREAM", "GRADE", "ABC", "RAND", "IDAIS", "HAI",  # names of bodies, laws, methods and systems
    "TOML", "JSON", "PDF", "HTML", "EPUB", "DOI", "CSV", "SVG", "QR",  # names of formats
    "A", "B", "C", "D", "I", "II", "III", "IV", "V",  # letters and Roman numbers of places in sources
}  # fmt: skip
SYNONYMS = {
    r"\bclon(e|es|ed|ing)\b": "copy",
    r"\breplicas?\b": "copy",
    r"\bconfidence intervals?\b": "interval",
    r"\bindependent replications?\b": "independent repeat",
    r"\bopen[- ]source models?\b": "open-weight model",
    r"\b(agent )?scaffolding\b": "scaffold",
    r"\bself-(propagat|proliferat|clon)\w+\b": "self-replication",
    r"\bauto-?replicat\w+\b": "self-replication",
    r"\bfrontier AI\b": "frontier model",
    r"\bguard ?rails?\b": "name the measure",
    r"\bair[- ]gap\w*\b": "containment",
}
"""Words that the brief does not use, each with the one that it does."""
OTHERS_WORDS = re.compile(
    r"self-proliferation|Frontier AI (Safety|Trends|Framework)|can clone what they like|frontier AI regulat", re.I
)
"""Names of texts and tests, and a reader's fear in the reader's words."""
WILL = re.compile(
    r"\b(models?|systems?|agents?|AIs?|copies) (wants?|wanted|desires?|fears?|hopes?|schemes?|decid(es?|ed) to|"
    r"tr(y|ies|ied) to (survive|escape)|felt|feels?|believes?)\b|\bself-aware\w*|\brogue\b",
    re.I,
)


def test_F1_sentences_of_the_summary_have_16_words_on_average(brief: Brief) -> None:
    assert mean(len(words(s)) for s in brief.sentences(brief.trees["summary"])) <= SUMMARY_MEAN


def test_F1_no_sentence_has_more_than_30_words_but_for_recorded_exceptions(brief: Brief) -> None:
    message = brief.plain((brief.root / "source/main-message.txt").read_text("utf-8"))
    for docname in brief.body:
        long = [s for s in brief.sentences(brief.trees[docname]) if len(words(s)) > LONG and s != message]
        assert len(long) <= EXCEPTIONS.get(docname, 0), f"{docname}: {[(len(words(s)), s) for s in long]}"


def test_F2_the_summary_reads_at_grade_10_and_every_chapter_at_grade_12(brief: Brief) -> None:
    assert ease("summary", brief.trees["summary"], "en").grade <= SUMMARY_GRADE
    for docname in brief.body:
        measured = ease(docname, brief.trees[docname], "en")
        assert 2 < measured.grade <= GRADE, docname


def test_F3_each_term_is_linked_to_the_glossary_where_a_chapter_first_uses_it(brief: Brief) -> None:
    terms = {term.astext(): term["ids"][0] for term in brief.trees["glossary"].findall(nodes.term)}
    bare = []
    for docname in brief.body[1:]:
        for term, anchor in terms.items():
            block = first_use(brief, docname, term)
            if block is None:
                continue
            links = [ref.get("refuri", "").partition("#")[2] for ref in block.findall(nodes.reference)]
            if anchor not in links:
                bare.append(f"{docname}.md:{block.line}: {term!r} in: {brief.plain(block.astext())[:70]}")
    assert not bare, "\n".join(bare)


def first_use(brief: Brief, docname: str, term: str) -> nodes.paragraph | None:
    """The first paragraph of running text that uses a term in our own voice, the main message aside."""
    pattern = re.compile(rf"(?<![\w-]){re.escape(term)}(s|es)?(?![\w-])", re.I)
    if term == "copy":  # the noun; the verb is an ordinary one
        pattern = re.compile(r"\b(an?|the|working|each|every|no|small|ordered|other) cop(y|ies)\b(?! of)", re.I)
    message = brief.boxes(docname, "main-message")
    for block in brief.paragraphs(brief.trees[docname]):
        if block.parent not in message and pattern.search(
            re.sub(r"“[^”]*”", " ", brief.without_references(block))
        ):
            return block
    return None


def test_F3_at_most_three_abbreviations_stand_on_a_page(brief: Brief) -> None:
    for docname in brief.body:
        said = " ".join(brief.running_text(brief.trees[docname]))
        found = Counter(re.findall(r"\b[A-Z]{2,}s?\b", said))
        unknown = {word for word in found if word.rstrip("s") not in NAMES}
        assert len(unknown) <= ABBREVIATIONS, f"{docname}: {sorted(unknown)}"


def test_F4_no_model_has_a_will_in_our_own_voice(brief: Brief) -> None:
    lexicon = load(cast("BriefDomain", brief.env.get_domain("brief")).profile.lexicon("en"))
    assert any(pattern.search("the model wants to escape") for pattern, _why in lexicon.avoid)
    titles = re.compile("|".join(re.escape(source["label"]) for source in brief.register["sources"]))
    for docname, tree in brief.trees.items():
        for sentence in brief.sentences(tree):
            own = titles.sub(" ", re.sub(r"“[^”]*”", " ", sentence))
            assert not WILL.search(own), f"{docname}: {sentence}"


def test_F5_one_concept_has_one_term(brief: Brief) -> None:
    for docname in [*brief.body, "glossary", "covering-note"]:
        for sentence in brief.sentences(brief.trees[docname]):
            own = OTHERS_WORDS.sub(" ", re.sub(r"“[^”]*”", " ", sentence))
            wrong = [
                f"{found[0]!r}: write {term!r}"
                for pattern, term in SYNONYMS.items()
                if (found := re.search(pattern, own, re.I))
            ]
            assert wrong == [], f"{docname}: {sentence}"
