"""Where Sphinx and its extensions are stepped around: each patch with its reason.

``tests/test_upstream.py`` fails for a patch when its reason is gone.
"""

from __future__ import annotations

import copy
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment


@contextmanager
def chapters_at_hand(env: BuildEnvironment) -> Iterator[None]:
    """Load each chapter once: for every numbered reference Sphinx loads the whole chapter that it leads to.

    What is assembled are copies, so chapters stay as they were read.
    """
    env.get_doctree = cache(env.get_doctree)  # type: ignore[method-assign]
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
