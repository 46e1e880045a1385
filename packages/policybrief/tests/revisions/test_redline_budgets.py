"""Texts that would have a comparison weigh everything against everything are compared in bounds, and rightly."""

from __future__ import annotations

import sys
from collections.abc import Callable
from difflib import SequenceMatcher
from random import Random
from types import FrameType
from typing import Any

import pytest
from docutils import nodes
from docutils.utils import new_document
from hypothesis import example, given
from hypothesis import strategies as st

from sphinx_redline import marks
from sphinx_redline.merge import _Merger, merge

REPEATED = (["word " * 6000], ["word " * 2900 + "other words " + "word " * 3100])
UNLIKE = ([f"a{n} b{n} c{n} d{n}" for n in range(1000)], [f"e{n} f{n} g{n} h{n}" for n in range(1000)])


WORDS = [f"word{n}" for n in range(3000)]
PARAGRAPH = st.lists(st.sampled_from("abcde"), min_size=1, max_size=8).map(" ".join)


def document(texts: list[str], each: int = 0) -> nodes.document:
    """A document of paragraphs, or of sections of so many."""
    made = new_document("page")
    rows = [nodes.paragraph("", text) for text in texts]
    made += [nodes.section("", *rows[at : at + each]) for at in range(0, len(rows), each)] if each else rows
    return made


def words(tree: nodes.Element) -> list[str]:
    """All words of a tree."""
    return tree.astext().split()


@pytest.mark.parametrize(("old", "new"), [REPEATED, UNLIKE], ids=["repeated", "unlike"])
def test_what_repeats_or_is_unlike_is_weighed_in_bounds(
    old: list[str], new: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed = []
    likeness = _Merger.likeness
    monkeypatch.setattr(_Merger, "likeness", lambda self, a, b: weighed.append(a) or likeness(self, a, b))
    made = merge(document(old), document(new))
    assert len(weighed) < 100_000
    assert words(marks.accept(made)) == " ".join(new).split()
    assert words(marks.reject(made)) == " ".join(old).split()


def steps(old: list[str], new: list[str], each: int = 0) -> int:
    """How often a function is called, or goes on, while two texts are compared; what is kept is made before."""
    count = 0
    documents = document(old, each), document(new, each)
    merge(*documents)

    def note(_frame: FrameType, event: str, _given: Any) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        merge(*documents)
    finally:
        sys.setprofile(None)
    return count


def unlike(many: int) -> tuple[list[str], list[str]]:
    """Two texts that have words in common and no paragraph."""
    chance = Random(many)
    one, other = ([" ".join(chance.choices(WORDS, k=9)) for _paragraph in range(many)] for _text in "ab")
    return one, other


def repeated(many: int) -> tuple[list[str], list[str]]:
    """Two texts of three paragraphs again and again, each time with another number."""
    chance = Random(many)
    like = [" ".join(chance.choices(WORDS, k=9)) for _paragraph in range(3)]
    one, other = ([f"{chance.choice(like)} {letter}{n}" for n in range(many)] for letter in "ab")
    return one, other


def rewritten(many: int) -> tuple[list[str], list[str]]:
    """A text of which every second word of each paragraph becomes another."""
    old = [[f"{letter}{n}" for letter in "abcdefgh"] for n in range(many)]
    new = [[word if at % 2 else f"{word}-other" for at, word in enumerate(words)] for words in old]
    return [" ".join(words) for words in old], [" ".join(words) for words in new]


@pytest.mark.parametrize("texts", [unlike, repeated, rewritten])
@pytest.mark.parametrize("each", [0, 3], ids=["paragraphs", "sections"])
def test_twice_the_text_takes_twice_the_steps(
    texts: Callable[[int], tuple[list[str], list[str]]], each: int
) -> None:
    for_short, for_long = (steps(*texts(many), each) for many in (300, 600))
    assert for_long < 2.1 * for_short


def test_of_many_rewritten_paragraphs_each_is_compared_with_its_old_self() -> None:
    old, new = rewritten(400)
    made = merge(document(old), document(["A first one", *new]))
    assert [len(list(one.findall(marks.deleted))) for one in made.children] == [0, *[4] * 400]


def test_among_many_unlike_paragraphs_what_was_moved_and_changed_is_found() -> None:
    old, new = unlike(400)
    moved, stays = "Somebody moved this one from the start of the text to its", "This one stays"
    made = merge(document([f"{moved} end", *old, stays]), document([*new, stays, f"{moved} close"]))
    assert marks.count(made)[2] == 1


def test_among_many_paragraphs_that_are_nearly_the_same_each_that_was_moved_and_changed_is_found() -> None:
    stays, _other = unlike(60)
    form = "In {} the office counted the trials of that year and told {} of them"
    old = [form.format(f"Land{n}", "nobody") for n in range(60)]
    new = [form.format(f"Land{n}", "everybody") for n in reversed(range(60))]
    made = merge(document([*old, *stays]), document([*stays, *new]))
    assert marks.count(made)[2] == 60
    assert {node.astext() for node in made.findall(marks.deleted) if marks.MOVED not in node["classes"]} == {
        "nobody"
    }


def test_among_many_paragraphs_of_one_form_any_is_the_moved_self_of_any() -> None:
    stays, _other = unlike(60)
    form = "In {}{} the office counted the trials of that year and told nobody of them"
    old, new = ([form.format(side, n) for n in range(60)] for side in ("Aland", "Bland"))
    made = merge(document([*old, *stays]), document([*stays, *new]))
    assert marks.count(made)[2] == 60


@example([], ["a"])
@given(st.lists(PARAGRAPH, max_size=60), st.lists(PARAGRAPH, max_size=60))
def test_of_any_two_texts_the_redline_accepted_is_the_new_and_rejected_the_old(
    old: list[str], new: list[str]
) -> None:
    made = merge(document(old), document(new))
    assert [block.astext() for block in marks.accept(made).children] == new
    assert [block.astext() for block in marks.reject(made).children] == old


def test_a_long_paragraph_is_compared_word_by_word() -> None:
    old = [f"a{at}" for at in range(3000)]
    new = [*old[:9], "b", *old[10:-9], "c", *old[-8:]]
    made = merge(document([" ".join(old)]), document([" ".join(new)]))
    assert [node.astext() for node in made.findall(marks.deleted)] == ["a9", "a2991"]


def test_the_crumbs_of_a_rewritten_paragraph_take_steps_as_they_are_many() -> None:
    short, long = (
        tuple([" ".join(f"{letter}{at} {letter}{at} the" for at in range(many))] for letter in "ab")
        for many in (100, 200)
    )
    assert steps(*long) < 2.5 * steps(*short)


def test_a_rewritten_paragraph_is_looked_through_in_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    look = SequenceMatcher.find_longest_match
    monkeypatch.setattr(SequenceMatcher, "find_longest_match", lambda *given: looked.append(1) or look(*given))
    old, new = (" ".join(f"{letter}{at} {letter}{at} the" for at in range(300)) for letter in "ab")
    made = merge(document([old]), document([new]))
    assert len(looked) < 50
    assert words(marks.accept(made)) == new.split()
    assert words(marks.reject(made)) == old.split()


def test_a_long_run_is_put_together_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    make = nodes.Text.__new__
    monkeypatch.setattr(nodes.Text, "__new__", lambda kind, text, *rest: written.append(text) or make(kind, text))
    old, new = (" ".join(f"{letter}{at}" for at in range(1000)) for letter in "ab")
    merge(document([old]), document([new]))
    assert sum(map(len, written)) < 10 * len(old + new)
