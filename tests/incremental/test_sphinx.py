"""Pages that Sphinx alone writes in place, by ``sphinx-build -b html``, are those of a fresh build, too.

Sphinx looks at the times of chapters, of the files that they depend on and of templates, and at the values of
``conf.py``; what else a page prints, the extension has to tell it.  Edits that it cannot know of are marked
`Edit.unseen`.  It takes no file away, so there may be files too many: only the generator's own commands promise
that there are none.
"""

from __future__ import annotations

import random

import pytest

from tests.incremental.bench import SPHINX, SPHINX_PARALLEL, Bench, Command
from tests.incremental.edits import EDITS

SEEN = sorted(name for name, edit in EDITS.items() if not edit.unseen)
SAMPLE = sorted(random.Random(8).sample(SEEN, 3))


def check_one(bench: Bench, name: str, command: Command) -> None:
    """Make one edit, and those that it needs, and compare with fresh pages of one process."""
    bench.begin(SPHINX)
    edit = EDITS[name]
    for before in edit.after:
        EDITS[before].make(bench.project)
    if edit.after:
        bench.build(command)
    edit.make(bench.project)
    bench.build(command)
    bench.check(SPHINX, too_many=False)


@pytest.mark.parametrize(
    ("name", "command"), list(zip(SAMPLE, (SPHINX, SPHINX, SPHINX_PARALLEL), strict=True)), ids=SAMPLE
)
def test_pages_written_in_place_are_new(bench: Bench, name: str, command: Command) -> None:
    check_one(bench, name, command)


@pytest.mark.deep
@pytest.mark.parametrize("command", [SPHINX, SPHINX_PARALLEL], ids=["alone", "in-parallel"])
@pytest.mark.parametrize("name", SEEN)
def test_pages_of_each_kind_of_edit_are_new(bench: Bench, name: str, command: Command) -> None:
    check_one(bench, name, command)
