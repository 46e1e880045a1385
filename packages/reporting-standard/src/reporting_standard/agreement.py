"""How far two codings agree: raw, by Gwet's AC1, and by Cohen's kappa.

Kappa is the familiar one and misleads where nearly all codes are the same; AC1 stays stable there (Gwet 2008).
Both compare the observed agreement with what chance would give and differ in how they reckon chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from .evaluations import Evaluation
from .schema import CODES
from .standard import Standard, load

Pair = tuple[str, str]
PARTS = {
    "separate": "All, second coding made separately",
    "both_read": "All, made separately, passage read in both",
    "same": "All, second coding by the same system",
}
"""Ways to cut all domains: by how the second coding was made, and by whether both had read the passage."""


@dataclass(frozen=True)
class Agreement:
    """The agreement of two codings in one domain; None where a figure is not defined."""

    domain: str  # key, or "all", or one of PARTS
    n: int
    agreed: int
    raw: float | None
    ac1: float | None
    kappa: float | None


def agreement(evaluations: Sequence[Evaluation], standard: Standard | None = None) -> list[Agreement]:
    """One record for every domain, one for all together, and one for each of PARTS, over the must-fields.

    A pair counts when at least one coding had read the passage: two codings of a passage that nobody read
    agree without saying anything.
    """
    standard = standard or load()
    found = [
        (domain, evaluation.separate and field.id not in evaluation.together, pair)
        for domain in standard.domains
        for evaluation in evaluations
        for field in standard.in_domain(domain)
        if field.level == "must"
        if (pair := _pair(evaluation, field.id)) != ("not_read", "not_read")
    ]
    cut = {name: [pair for domain, _, pair in found if domain == name] for name in standard.domains}
    cut["all"] = [pair for _, _, pair in found]
    cut["separate"] = [pair for _, separate, pair in found if separate]
    cut["both_read"] = [pair for pair in cut["separate"] if "not_read" not in pair]
    cut["same"] = [pair for _, separate, pair in found if not separate]
    return [measure(name, pairs) for name, pairs in cut.items()]


def measure(domain: str, pairs: Sequence[Pair], categories: int = len(CODES)) -> Agreement:
    """The figures for *pairs* of codes out of *categories* possible ones."""
    n, agreed = len(pairs), sum(one == two for one, two in pairs)
    if not n:
        return Agreement(domain, 0, 0, None, None, None)
    raw = agreed / n
    first, second = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    shares = [(first[code] / n, second[code] / n) for code in first | second]
    by_margins = fsum(one * two for one, two in shares)
    by_spread = fsum(mean * (1 - mean) for mean in ((one + two) / 2 for one, two in shares)) / (categories - 1)
    return Agreement(domain, n, agreed, raw, _beyond_chance(raw, by_spread), _beyond_chance(raw, by_margins))


def _beyond_chance(observed: float, chance: float) -> float | None:
    return None if chance >= 1 - 1e-12 else (observed - chance) / (1 - chance)


def _pair(evaluation: Evaluation, id: str) -> Pair:
    return evaluation.first.get(id, "not_read"), evaluation.second.get(id, "not_read")
