"""What chapters say of findings and recommendations is what the store says of them.

Certainty and strength change; a word that was typed beside a reference stays and then lies.  The roles
``certainty`` and ``strength`` print the word of the store.  And nothing that stands rests on, and no summary
leads to, a statement that was withdrawn.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.addnodes import pending_xref

from policybrief.chapters.nodes import statement, stored
from policybrief.checks.language import REPORTED, SPOKEN, blocks, sentences
from policybrief.words import fields
from policybrief.words.complaints import Complaint, Rule, complaint, tell, warn
from policybrief.words.records import Statement, Status, Strength

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from policybrief.chapters.domain import BriefDomain

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


def check(app: Sphinx, doctree: nodes.document) -> None:
    """Complain about typed words of certainty and strength beside a reference, of certainty in a card too."""
    if not app.config.language.startswith("en"):
        return
    for block in blocks(doctree):
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
                    problem = f"{typed.group(0)!r} is typed; the role {role!r} prints the word of the store"
                    warn(Rule.STORE_WORD, block, problem=problem)


def check_all(app: Sphinx, env: BuildEnvironment) -> None:
    """Once all chapters are read: how recommendations begin, and what was withdrawn."""
    domain = cast("BriefDomain", env.get_domain("brief"))
    for found in (*_beginnings(domain, app.config.language), *_resting_on_withdrawn(domain)):
        tell(found)
    for docname in app.config.brief_summary:
        if docname in env.found_docs:
            _check_summary(domain, env.get_doctree(docname))


def _beginnings(domain: BriefDomain, language: str) -> Iterator[Complaint]:
    """We recommend on a strong card, we suggest on a conditional one."""
    for one in domain.recommendations.values() if language.startswith("en") else ():
        wrong = next((words for strength, words in ASKS.items() if strength is not one.strength), "")
        if one.stands and re.search(rf"\b{wrong}\b", one.text, re.IGNORECASE):
            problem = f"{one.id!r} is {one.strength} and says {wrong!r}; write {ASKS[one.strength]!r}"
            yield complaint(Rule.STORE_WORD, *_place(domain, one), problem=problem)
        if one.stands and one.strength is not Strength.STRONG and "discordance" in one.parts:
            part = str(fields.RECOMMENDATION["discordance"])
            problem = f"{one.id!r} is {one.strength} and has the part {part!r}; take it out"
            yield complaint(Rule.STORE_WORD, *_place(domain, one), problem=problem)


def _resting_on_withdrawn(domain: BriefDomain) -> Iterator[Complaint]:
    """A recommendation that stands rests on findings that stand."""
    for one in domain.recommendations.values():
        for id in one.findings if one.stands else ():
            finding = domain.findings.get(id)
            if finding and not finding.stands:
                problem = f"{one.id!r} rests on {id!r}, which is withdrawn{_instead(domain, finding)}"
                yield complaint(Rule.SUCCESSION, *_place(domain, one), problem=problem)


def _check_summary(domain: BriefDomain, tree: nodes.document) -> None:
    """The summary sends nobody to a statement that was withdrawn."""
    for node in tree.findall(lambda node: isinstance(node, pending_xref | stored)):
        assert isinstance(node, nodes.Element)
        found: Statement | None = domain.data["statements"].get(node.get("reftarget", "").removeprefix("~"))
        if found and found.status is Status.WITHDRAWN:
            problem = f"the summary names {found.id!r}, which is withdrawn{_instead(domain, found)}"
            warn(Rule.SUCCESSION, node, problem=problem)


def _instead(domain: BriefDomain, withdrawn: Statement) -> str:
    successor = domain.data["statements"].get(withdrawn.successor)
    return f"; name {withdrawn.successor!r}" if type(successor) is type(withdrawn) else ""


def _place(domain: BriefDomain, one: Statement) -> tuple[str, int]:
    return str(domain.env.doc2path(one.docname)), one.line


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
