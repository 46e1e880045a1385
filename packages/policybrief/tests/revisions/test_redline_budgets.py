"""Texts that would have a comparison weigh everything against everything are compared in bounds, and rightly."""

from __future__ import annotations

import sys
from difflib import SequenceMatcher
from types import FrameType
from typing import Any

import pytest
from docutils import nodes
from docutils.utils import new_document

from sphinx_redline import marks
from sphinx_redline.merge import _Merger, merge

REPEATED = (["word " * 6000], ["word " * 2900 + "other words " + "word " * 3100])
UNLIKE = ([f"a{n} b{n} c{n} d{n}" for n in range(1000)], [f"e{n} f{n} g{n} h{n}" for n in range(1000)])


def document(texts: list[str]) -> nodes.document:
    """A document of paragraphs."""
    made = new_document("page")
    made += [nodes.paragraph("", text) for text in texts]
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


def steps(old: str, new: str) -> int:
    """How often a function is called, or goes on, while two paragraphs are compared."""
    count = 0
    documents = document([old]), document([new])

    def note(_frame: FrameType, event: str, _given: Any) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        merge(*documents)
    finally:
        sys.setprofile(None)
    return count


def test_the_crumbs_of_a_rewritten_paragraph_take_steps_as_they_are_many() -> None:
    short, long = (
        tuple(" ".join(f"{letter}{at} {letter}{at} the" for at in range(many)) for letter in "ab")
        for many in (100, 200)
    )
    steps(*short)  # what is made once is made
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
