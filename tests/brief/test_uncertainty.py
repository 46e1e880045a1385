"""Group D: uncertainty.  One scale of certainty, one of likelihood, and no word that judges without saying so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from policybrief.checks.language import sentences, words

if TYPE_CHECKING:
    from tests.conftest import Brief

LEVELS = ("high", "moderate", "low", "very low")
GRADED = re.compile(r"\b(very low|high|moderate|low)[\s-]certainty\b", re.I)
OTHER_GRADE = re.compile(
    r"\b(absolute|complete|considerable|fair|full|good|great(er)?|high(er|est)|large|limited|little|lower|medium|near|"
    r"partial|reasonable|some|strong(er)?|substantial|total|weak(er)?|confident)[\s-]certainty\b",
    re.I,
)
ROUGHLY = re.compile(r"\b(about|approximately|some|roughly|around|nearly|almost)\s+\d", re.I)
REASONED = re.compile(
    r"\b(laborator|preprint|abstract|independent|report|text|count|search|read|calculation|arithmetic|case|official)",
    re.I,
)
"""What a reason speaks of: amount, quality, directness or agreement of the evidence."""


def all_sentences(brief: Brief) -> list[tuple[str, str]]:
    """Every sentence of every chapter, headings and tables included, with its chapter."""
    return [
        (docname, sentence)
        for docname, tree in brief.trees.items()
        for block in tree.findall(nodes.TextElement)
        if isinstance(block, nodes.paragraph | nodes.title | nodes.caption)
        for sentence in sentences(brief.plain(block.astext()))
    ]


def test_D1_only_the_four_levels_of_one_scale_name_a_certainty(brief: Brief) -> None:
    seen = set()
    for docname, sentence in all_sentences(brief):
        assert not OTHER_GRADE.search(sentence), f"{docname}: {sentence}"
        seen |= {found.casefold() for found in GRADED.findall(sentence)}
    assert {"high", "moderate", "low"} <= seen <= set(LEVELS)


def test_D1_both_scales_are_explained_in_how_to_read_and_the_certainty_scale_in_the_summary(brief: Brief) -> None:
    explained = [term.astext() for term in brief.trees["how-to-read"].findall(nodes.term)]
    assert [level.capitalize() for level in LEVELS] == explained[: len(LEVELS)]
    reading = brief.plain(brief.trees["how-to-read"].astext())
    for word in ("Strong", "Conditional", "Likelihood"):
        assert re.search(rf"\b{word}\b", reading), word
    summary = " ".join(brief.running_text(brief.section("summary", "how sure")))
    for level, rests_on in (
        ("high certainty", "two independent|a proof"),
        ("moderate", "laborator"),
        ("low", "second-hand"),
    ):
        assert re.search(rf"\b{level}\b[^.;]*\b({rests_on})", summary, re.I), level


def test_D1_the_scales_are_said_to_be_adapted_and_not_a_formal_assessment(brief: Brief) -> None:
    said = brief.plain(brief.trees["methods"].astext())
    assert "adapted from GRADE" in said
    assert re.search(r"no GRADE assessment|not a GRADE assessment", said)


def test_D2_each_finding_has_a_certainty_and_its_reasons(brief: Brief) -> None:
    for finding in brief.standing("findings"):
        assert finding["certainty"].replace("-", " ") in LEVELS
        because = finding["parts"]["because"]
        assert len(words(because)) >= 8, f"{finding['id']}: {because}"
        assert REASONED.search(because), f"{finding['id']}: {because}"


def test_D6_no_number_of_the_main_brief_is_blurred_by_a_word(brief: Brief) -> None:
    for docname in brief.body:
        for sentence in brief.sentences(brief.trees[docname]):
            assert not ROUGHLY.search(sentence), f"{docname}: {sentence}"
