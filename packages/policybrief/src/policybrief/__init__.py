"""Policy briefs with a typed chain of evidence: source, evidence, finding, recommendation.

A Sphinx extension.  Nothing is imported here at the top, so that the records and the arithmetic
(`policybrief.words`, `policybrief.data`) cost nothing to use elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """The rooms from the ground up; each connects what it does to the events of a build."""
    from policybrief import chapters, checks, configuration, data, figures, outputs, pages, revisions, words

    for room in (configuration, data, chapters, checks, figures, outputs, pages, revisions):
        room.setup(app)
    words.setup(app)  # last: a module that is imported once its catalogue is there keeps the words of this build

    return {
        "version": __version__,
        "env_version": 3,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
