"""Garbage is looked for between chapters: what is in the making is none, and looking takes a tenth of a build.

Trees of chapters refer to themselves, so that they go only when they are looked for; after some chapters they are,
and what stays is not looked at again.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CHAPTERS = 100
"""After so many, what they left is less than what a build needs anyway."""


def setup(app: Sphinx) -> None:
    """From the first chapter that is read to the end of the build."""
    passed = 0

    def begin(*_given: object) -> None:
        gc.freeze()
        gc.disable()

    def count(*_given: object) -> None:
        nonlocal passed
        passed += 1
        if passed % CHAPTERS == 0 and not gc.isenabled():
            gc.collect()
            gc.freeze()

    def end(*_given: object) -> None:
        gc.unfreeze()
        gc.enable()

    app.connect("env-before-read-docs", begin)
    app.connect("source-read", count)
    app.connect("doctree-resolved", count)
    app.connect("build-finished", end, priority=999)  # the last, since what comes first looks for garbage again
