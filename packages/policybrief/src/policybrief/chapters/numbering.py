"""Figures and tables of annexes are numbered A.1 and so on, where Sphinx counts on from the front matter.

An annex is a chapter without a number that the contents list after one that has a number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from policybrief.data import upstream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from policybrief.chapters.domain import BriefDomain

LETTER = "A"
BEFORE, AFTER = 400, 600
"""Priorities around that of Sphinx, which counts at 500."""


def restore(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Before Sphinx counts: its own numbers again, or it would take each annex for changed in every build."""
    upstream.forget_numbers(env)
    for _docname, kinds in _annexes(env):
        for kind, numbers in kinds.items():
            before = _in_front(env, kind)
            kinds[kind] = {id: (before + number[-1],) for id, number in numbers.items()}
    return []


def letter(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """After Sphinx has counted: the numbers of annexes begin anew, under a letter."""
    annexes = list(_annexes(env))
    before = {kind: _in_front(env, kind) for _docname, kinds in annexes for kind in kinds}
    for _docname, kinds in annexes:
        for kind, numbers in kinds.items():
            kinds[kind] = {id: (LETTER, number[-1] - before[kind]) for id, number in numbers.items()}
    return []


def _annexes(env: BuildEnvironment) -> Iterator[tuple[str, dict[str, dict[str, Any]]]]:
    """The annexes that have something numbered, with their numbers by kind."""
    order = cast("BriefDomain", env.get_domain("brief")).reading_order()
    numbered = [place for place, docname in enumerate(order) if env.toc_secnumbers.get(docname)]
    for docname in order[numbered[0] :] if numbered else ():
        if not env.toc_secnumbers.get(docname) and docname in env.toc_fignumbers:
            yield docname, env.toc_fignumbers[docname]


def _in_front(env: BuildEnvironment, kind: str) -> int:
    """How many of a kind the front matter has, from which Sphinx counts on."""
    annexes = {docname for docname, _kinds in _annexes(env)}
    return sum(
        len(kinds.get(kind, {}))
        for docname, kinds in env.toc_fignumbers.items()
        if docname not in annexes and not env.toc_secnumbers.get(docname)
    )
