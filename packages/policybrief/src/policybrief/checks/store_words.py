"""What chapters say of findings and recommendations is what the store says of them.

Certainty and strength change; a word that was typed beside a reference stays and then lies.  The roles
``certainty`` and ``strength`` print the word of the store.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import pending_xref

from policybrief.chapters.nodes import statement, stored
from policybrief.checks.language import REPORTED, SPOKEN, blocks, is_english, sentences
from policybrief.checks.rules import of_brief, of_chapter
from policybrief.words.complaints import Rule
from policybrief.words.records import Strength

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policybrief.chapters.domain import BriefDomain
    from policybrief.checks.rules import Chapter, Faults

LEVEL = r"(?:very low|low|moderate|high)"
CERTAINTY = re.compile(
    rf"\b{LEVEL} certainty\b|\bcertainty (?:that )?(?:is|was|stays|remains) (?:only )?{LEVEL}\b", re.IGNORECASE
)
STRENGTH = re.compile(
    r"\b(?:strong|conditional) recommendation\b"
    r"|\brecommend(?:ation)?s? (?:is |this |it )?(?:strong(?:ly)?|conditional(?:ly)?)\b",
    re.IGNORECASE,
)
ASKS = {Strength.STRONG: "We recommend", Strength.CONDITIONAL: "We suggest"}
"""How a recommendation of each strength begins."""
MARKS = {"finding": "\N{INTERLINEAR ANNOTATION ANCHOR}", "recommendation": "\N{INTERLINEAR ANNOTATION SEPARATOR}"}
"""What stands for a reference while its sentence is looked at."""
FROM_STORE = "\N{OBJECT REPLACEMENT CHARACTER}"


@of_chapter(Rule.STORE_WORD)
def typed_words(chapter: Chapter) -> Faults:
    """No word of certainty or strength is typed beside a reference, none of certainty in a card."""
    for block in blocks(chapter.tree) if is_english(chapter.config) else ():
        if REPORTED in block["classes"]:
            continue
        own = _inside_statement(block)
        for sentence in sentences("".join(_marked(block))):
            said = SPOKEN.sub(" ", sentence)
            for pattern, kind, role in (
                (CERTAINTY, "finding", "certainty"),
                (STRENGTH, "recommendation", "strength"),
            ):
                typed = pattern.search(said.replace(MARKS[kind], ""))
                if typed and (MARKS[kind] in said or (own and pattern is CERTAINTY)):
                    yield block, f"{typed.group(0)!r} is typed; the role {role!r} prints the word of the store"


@of_brief(Rule.STORE_WORD)
def beginnings(brief: BriefDomain) -> Faults:
    """We recommend on a strong card, we suggest on a conditional one."""
    for recommendation in brief.recommendations.values() if is_english(brief.env.config) else ():
        strength = recommendation.strength
        wrong = next((words for other, words in ASKS.items() if other is not strength), "")
        if recommendation.stands and re.search(rf"\b{wrong}\b", recommendation.text, re.IGNORECASE):
            problem = f"{recommendation.id!r} is {strength} and says {wrong!r}; write {ASKS[strength]!r}"
            yield brief.place(recommendation), problem


def _inside_statement(node: nodes.Node) -> bool:
    above = node.parent
    while above is not None and not isinstance(above, statement):
        above = above.parent
    return above is not None


def _marked(node: nodes.Element) -> Iterator[str]:
    """The text of a block, a mark before each reference to a statement, words of the store as one sign."""
    for child in node.children:
        if isinstance(child, stored):
            yield FROM_STORE
        elif isinstance(child, pending_xref):
            yield MARKS.get(child.get("reftype", ""), "") + child.astext()
        elif isinstance(child, nodes.Text):
            yield child.astext()
        elif isinstance(child, nodes.Element):
            yield from _marked(child)
