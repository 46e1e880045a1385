"""Where Sphinx and its extensions are stepped around: each patch with its reason.

``tests/test_upstream.py`` fails for a patch when its reason is gone.
"""

from __future__ import annotations

import copy
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils import nodes
    from sphinx.environment import BuildEnvironment


@contextmanager
def chapters_taken(env: BuildEnvironment, prepare: Callable[[nodes.document], None]) -> Iterator[None]:
    """Take chapters into the document as they are loaded: Sphinx copies each, and it is loaded for that alone.

    *prepare* changes each as it is to be printed.
    """
    load = env.get_doctree

    def taken(docname: str) -> nodes.document:
        chapter = load(docname)
        prepare(chapter)

        def itself() -> nodes.document:
            del chapter.deepcopy  # a later copy is one
            return chapter

        chapter.deepcopy = itself  # type: ignore[method-assign]
        return chapter

    with _loaded_by(taken, env):
        yield


@contextmanager
def chapters_at_hand(env: BuildEnvironment) -> Iterator[None]:
    """Load each chapter once: for every numbered reference Sphinx loads the whole chapter that it leads to."""
    with _loaded_by(cache(env.get_doctree), env):
        yield


@contextmanager
def _loaded_by(load: Callable[[str], nodes.document], env: BuildEnvironment) -> Iterator[None]:
    env.get_doctree = load  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        del env.get_doctree  # the method of the class again


@contextmanager
def bibliographies_kept(env: BuildEnvironment) -> Iterator[None]:
    """Leave the entries of sphinxcontrib-bibtex as they were: resolving adds to them, so a second time doubles."""
    data = env.domaindata.get("cite", {})
    kept = copy.deepcopy(data.get("bibliographies"))
    try:
        yield
    finally:
        if kept is not None:
            data["bibliographies"] = kept
