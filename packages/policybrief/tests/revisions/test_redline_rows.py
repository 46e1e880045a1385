"""What two rows have in common, found within bounds, against what trying everything finds."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sphinx_redline.rows import anchored, few, heaviest, near

Weights = list[dict[int, int]]
KEYS = st.lists(st.sampled_from("abcdef"), max_size=12)


def most(rows: Weights, first: int = 0) -> int:
    """The weight of the heaviest pairs in order, by trying all."""
    if not rows:
        return 0
    taken = (weight + most(rows[1:], at + 1) for at, weight in rows[0].items() if at >= first)
    return max(most(rows[1:], first), *taken, 0)


@given(st.lists(st.dictionaries(st.integers(0, 5), st.integers(1, 4), max_size=4), max_size=6))
def test_no_other_pairs_in_order_weigh_more(rows: Weights) -> None:
    found = heaviest(rows)
    assert [a for a, _b in found] == sorted({a for a, _b in found})
    assert [b for _a, b in found] == sorted({b for _a, b in found})
    assert sum(rows[a][b] for a, b in found) == most(rows)


@given(KEYS, KEYS, st.integers(0, 4))
def test_stretches_are_the_whole_of_both_rows_however_few_steps_there_are(
    olds: list[str], news: list[str], steps: int
) -> None:
    found = anchored(olds, news, steps)
    assert [key for before, _after, _equal in found for key in olds[before]] == olds
    assert [key for _before, after, _equal in found for key in news[after]] == news
    assert all((olds[before] == news[after]) == equal for before, after, equal in found)
    assert all(one[2] != other[2] for one, other in pairwise(found))


def test_of_few_blocks_all_are_near() -> None:
    for many, others in ((1, 900), (900, 1), (24, 24), (14, 70)):
        assert few(many, others)
        assert all(places == range(others) for places in near(many, others))
    assert not few(25, 25)
