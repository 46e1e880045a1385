"""Words of the store in running text: how sure, how firm, by when, how many.

None of them is typed, so a finding that becomes less sure, or a recommendation that is withdrawn, changes every
sentence that says so.  They are written when all chapters are read, before references are resolved.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from docutils import nodes

from policybrief.chapters.filling import FillTransform
from policybrief.chapters.links import to_worded_statement
from policybrief.chapters.nodes import inline, stored
from policybrief.words import scales
from policybrief.words.complaints import Rule, unknown, warn
from policybrief.words.messages import _
from policybrief.words.records import Certainty, Finding, Recommendation, Statement, Strength

if TYPE_CHECKING:
    from policybrief.chapters.domain import BriefDomain

S = TypeVar("S", bound=Statement)

NUMBERS = (
    _("none"),
    _("one"),
    _("two"),
    _("three"),
    _("four"),
    _("five"),
    _("six"),
    _("seven"),
    _("eight"),
    _("nine"),
    _("ten"),
    _("eleven"),
    _("twelve"),
)
"""Small numbers as words; larger ones are figures."""
KEY = "key"
THINGS = {Rule.UNKNOWN_FINDING: "finding", Rule.UNKNOWN_RECOMMENDATION: "recommendation"}
ENDED = re.compile(r"(?:^|[.!?:]\s)\s*$")
"""What stands before a word that opens a sentence."""


class FillStored(FillTransform):
    """Write the words of the store."""

    default_priority = 7  # after lists (5), which may hold such words, and before references (10)

    def run(self, **kwargs: Any) -> None:
        """Replace each place by its word."""
        for place in list(self.document.findall(stored)):
            place.replace_self(self._written(place))

    def _written(self, place: stored) -> nodes.Node:
        role, target = place["role"], place["reftarget"]
        try:
            kind, text = word(self.domain, role, target)
        except KeyError as error:
            warn(error.args[0], place, error.args[1])
            return inline(target, "problematic")
        except ValueError as error:
            warn(Rule.STORE_WORD, place, str(error))
            return inline(target, "problematic")
        if _opens_sentence(place):
            text = text[:1].upper() + text[1:]
        linked = kind and not target.startswith("~")
        return to_worded_statement(kind, target, text) if linked else inline(text, "stored")


def word(domain: BriefDomain, role: str, target: str) -> tuple[str, str]:
    """What the store says, and the kind of statement to lead to, if any."""
    id, alone = target.removeprefix("~"), target.startswith("~")
    match role:
        case "count-of":
            return "", _number(domain, count(domain, target))
        case "certainty":
            finding = _known(domain.findings, id, Rule.UNKNOWN_FINDING)
            said = scales.certainty_word(finding.certainty) if alone else scales.certainty(finding.certainty)
            return "finding", _lowered(said)
        case _:
            asked = _known(domain.recommendations, id, Rule.UNKNOWN_RECOMMENDATION)
    if role == "strength":
        said = scales.strength_word(asked.strength) if alone else scales.strength(asked.strength)
        return "recommendation", _lowered(said)
    return "", domain.style.date(asked.by) if asked.by else str(_("not stated"))


def count(domain: BriefDomain, target: str) -> int:
    """How many findings or recommendations stand, of all or of a group, strength, certainty, or key ones."""
    kind, *narrowed = target.split() or [""]
    stores: dict[str, list[Finding] | list[Recommendation]] = {
        "findings": list(domain.findings.values()),
        "recommendations": list(domain.recommendations.values()),
    }
    if kind not in stores:
        raise ValueError(f"nothing to count in {target!r}; begin with one of {', '.join(stores)}")
    standing = [one for one in stores[kind] if one.stands]
    for trait in narrowed:
        known = {KEY, *Certainty} if kind == "findings" else {*Strength, *_groups(domain)}
        if trait not in known:
            raise ValueError(f"no {kind} are {trait!r}; use one of {', '.join(sorted(known))}")
        standing = [one for one in standing if trait in _traits(one)]
    return len(standing)


def _traits(one: Statement) -> set[str]:
    if isinstance(one, Finding):
        return {str(one.certainty), *([KEY] if one.key else [])}
    assert isinstance(one, Recommendation)
    return {str(one.strength), one.group}


def _groups(domain: BriefDomain) -> set[str]:
    return {one.group for one in domain.recommendations.values() if one.group}


def _known(statements: dict[str, S], id: str, rule: Rule) -> S:
    if id not in statements:
        raise KeyError(rule, unknown(THINGS[rule], id, statements))
    return statements[id]


def _number(domain: BriefDomain, number: int) -> str:
    return str(NUMBERS[number]) if number < len(NUMBERS) else domain.style.number(number)


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _opens_sentence(place: nodes.Element) -> bool:
    before = place.parent.children[: place.parent.index(place)]
    return bool(ENDED.search("".join(child.astext() for child in before)))
