"""Two rows side by side: what stands in both in the same order, and what of one may be akin to what of the other.

Each step is bounded by the lengths of the rows: a word of a long text costs what a word of a short one does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Container, Hashable, Iterable, Iterator, Mapping, Sequence
from difflib import Match, SequenceMatcher
from heapq import nlargest
from itertools import accumulate, chain, pairwise

STEPS = 200
"""For each key of two rows, so many pairs of equal keys are looked at; paragraphs of 120 words need fewer."""
NEAR = 12
"""For each block of two rows, so many are weighed that stand where it does."""
OFTEN, KIN, SHARE = 8, 4, 0.2
"""What more blocks have is not rare; so many are weighed that share so much of what is rare in a block."""
TRAITS = 24
"""So many traits, the rarest, tell which blocks are like another in most of them."""

Stretch = tuple[slice, slice, bool]
Bag = Mapping[Hashable, int]


class _TooManyError(Exception):
    """Two rows have more in common than is worth weighing."""


class _Matcher(SequenceMatcher[Hashable]):
    """Finds what two rows have in common, within bounds."""

    def __init__(self, olds: Sequence[Hashable], news: Sequence[Hashable], steps: int) -> None:
        super().__init__(None, olds, news, autojunk=False)
        there = Counter(news)
        self._costs = [0, *accumulate(1 + there.get(key, 0) for key in olds)]
        self._left = steps

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        """Of two stretches, what they have in common for longest."""
        self._left -= self._costs[-1 if ahi is None else ahi] - self._costs[alo]
        if self._left < 0:
            raise _TooManyError
        return super().find_longest_match(alo, ahi, blo, bhi)


def anchored(olds: Sequence[Hashable], news: Sequence[Hashable], steps: int = STEPS) -> list[Stretch]:
    """The stretches of two rows, in order: equal ones and those between."""
    try:
        found = _Matcher(olds, news, steps * (len(olds) + len(news))).get_opcodes()
    except _TooManyError:
        return list(_joined(_by_single(olds, news, steps // 2)))
    return [(slice(a, b), slice(c, d), tag == "equal") for tag, a, b, c, d in found]


def _by_single(olds: Sequence[Hashable], news: Sequence[Hashable], steps: int) -> Iterator[Stretch]:
    """The same, by the keys that each row has once; between them, with fewer steps, what is single there."""
    single = _single(olds) & _single(news)
    places = {key: at for at, key in enumerate(news) if key in single}
    shared = heaviest({places[key]: 1.0} if key in single else {} for key in olds)
    if not shared or not steps:
        yield from _ends(olds, news)
        return
    i = j = 0
    for old, new in [*shared, (len(olds), len(news))]:
        for before, after, equal in anchored(olds[i:old], news[j:new], steps):
            yield slice(i + before.start, i + before.stop), slice(j + after.start, j + after.stop), equal
        if old < len(olds):
            yield slice(old, old + 1), slice(new, new + 1), True
        i, j = old + 1, new + 1


def _single(row: Sequence[Hashable]) -> set[Hashable]:
    return {key for key, times in Counter(row).items() if times == 1}


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Neighbours of one kind as one."""
    last: Stretch | None = None
    for stretch in stretches:
        if last and last[2] == stretch[2]:
            last = slice(last[0].start, stretch[0].stop), slice(last[1].start, stretch[1].stop), last[2]
        else:
            if last:
                yield last
            last = stretch
    if last:
        yield last


def _ends(olds: Sequence[Hashable], news: Sequence[Hashable]) -> list[Stretch]:
    """The same, by what both rows begin and end with."""
    shorter = min(len(olds), len(news))
    first = next((at for at in range(shorter) if olds[at] != news[at]), shorter)
    last = next((at for at in range(shorter - first) if olds[-1 - at] != news[-1 - at]), shorter - first)
    old, new = len(olds) - last, len(news) - last
    stretches = [
        (slice(0, first), slice(0, first), True),
        (slice(first, old), slice(first, new), False),
        (slice(old, len(olds)), slice(new, len(news)), True),
    ]
    return [one for one in stretches if one[0].start < one[0].stop or one[1].start < one[1].stop]


_Chain = tuple[float, tuple[int, int] | None, "_Chain | None"]


def heaviest(rows: Iterable[Mapping[int, float]]) -> list[tuple[int, int]]:
    """Of the weighed pairs of two rows those that are in order in both and weigh most together.

    A row of weights by place in the second row is given for each place in the first.
    """
    ends: list[int] = [-1]  # a chain that ends further back is kept as long as it weighs less
    chains: list[_Chain] = [(0.0, None, None)]
    for old, row in enumerate(rows):
        for new in sorted(row, reverse=True):  # else two of one row would follow one another
            at = bisect_left(ends, new)
            weight = chains[at - 1][0] + row[new]
            if at < len(ends) and ends[at] == new and chains[at][0] >= weight:
                continue
            beyond = at
            while beyond < len(ends) and chains[beyond][0] <= weight:
                beyond += 1
            ends[at:beyond] = [new]
            chains[at:beyond] = [(weight, (old, new), chains[at - 1])]
    made = []
    last: _Chain | None = chains[-1]
    while last and last[1]:
        made.append(last[1])
        last = last[2]
    return made[::-1]


def few(many: int, others: int) -> bool:
    """Whether two rows are so short that each block of one is weighed with each of the other."""
    return many * others <= NEAR * (many + others)


def near(many: int, others: int) -> Iterator[range]:
    """For each of so many places, those of the other row that lie about there; of few blocks, all."""
    slope = others / max(many, 1)
    reach = NEAR * (1 + slope)
    for at in range(many):
        middle = (at + 0.5) * slope
        yield range(max(0, int(middle - reach)), min(others, int(middle + reach) + 1))


class Kin:
    """The blocks of a row by their traits, such as the words that they have."""

    def __init__(self, blocks: Iterable[Iterable[Hashable]]) -> None:
        self._places: dict[Hashable, deque[int]] = {}
        for at, block in enumerate(blocks):
            for trait in block:
                self._places.setdefault(trait, deque()).append(at)

    def rare(self, block: Iterable[Hashable]) -> list[int]:
        """The places of those that have most rare traits in common with a block."""
        found = (self._places.get(trait, ()) for trait in block)
        rare = [places for places in found if len(places) <= OFTEN]
        shared = Counter(chain.from_iterable(rare)).most_common(KIN)
        return [at for at, times in shared if times >= SHARE * len(rare)]

    def free(self, block: Iterable[Hashable], taken: Container[int]) -> list[int]:
        """The places, not taken, of those that have much in common with a block, by the rarest of its traits.

        Of a trait that many have the first few count: where these are much alike, each is as good as any other.
        """
        known = sorted((trait for trait in block if self._places.get(trait)), key=self._often)
        weights: dict[int, float] = defaultdict(float)
        for trait in known[:TRAITS]:
            for at in self._first(trait, taken):
                weights[at] += 1 / self._often(trait)
        return nlargest(KIN, weights, weights.__getitem__)

    def _often(self, trait: Hashable) -> int:
        return len(self._places[trait])

    def _first(self, trait: Hashable, taken: Container[int]) -> list[int]:
        """The first few places of a trait that are not taken; those that are, are left out for good."""
        places = self._places[trait]
        first: list[int] = []
        while places and len(first) < OFTEN:
            at = places.popleft()
            if at not in taken:
                first.append(at)
        places.extendleft(reversed(first))
        return first


def traits(bag: Bag, kind: Hashable = None) -> Iterator[Hashable]:
    """The words of a block of a kind, and those that follow one another."""
    return ((kind, trait) for trait in chain(bag, pairwise(bag)))
