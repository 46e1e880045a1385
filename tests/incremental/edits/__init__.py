"""What can happen to a brief between two builds, one function for each kind of edit; `EDITS` names them all.

An edit that finds nothing to change is `Unfit`: in a random sequence another one takes its turn.  It may have made
half of its changes by then, which is a state of a brief like any other.
"""

from __future__ import annotations

from tests.incremental.edits.chapters import OF_CHAPTERS, OF_INCLUDED_FILES
from tests.incremental.edits.files import OF_FILES
from tests.incremental.edits.generator import OF_GENERATOR
from tests.incremental.edits.kinds import Edit
from tests.incremental.edits.material import OF_FIGURES, OF_RECORDS, OF_WORDS
from tests.incremental.edits.project import OF_CONFIGURATION, OF_HISTORY, OF_LOOK
from tests.incremental.edits.statements import OF_STATEMENTS

EDITS: dict[str, Edit] = {
    **OF_CHAPTERS,
    **OF_INCLUDED_FILES,
    **OF_STATEMENTS,
    **OF_RECORDS,
    **OF_FIGURES,
    **OF_WORDS,
    **OF_CONFIGURATION,
    **OF_LOOK,
    **OF_HISTORY,
    **OF_GENERATOR,
    **OF_FILES,
}
