"""A reporting standard for self-replication evaluations, with its checker.

`fields.toml` is the standard; everything else follows from it.

- `standard`     reads fields.toml into frozen records
- `schema`       the JSON Schemas of a report and of a coding
- `reading`      a TOML or JSON file as data, or the faults that prevent it; `places` finds its lines
- `wording`      schema errors in words for the author
- `rules`        what a schema cannot say: counts, intervals, redaction
- `check`        all of these on one file, and the conformance class
- `evaluations`  published evaluations, coded twice; `agreement` and `profile` count them
- `pages`, `template`, `drawing`, `generate`   what is written from the standard
- `__main__`     the command
- `sphinx_extension`   its profiles in a policy brief

Its intervals are those of `trial_counts`.  Of Sphinx and of briefs it knows one event, which it answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.2.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Profile the evaluations of a brief for its register and its figures."""
    from .sphinx_extension import profiled

    app.connect("brief-evaluations", profiled)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
