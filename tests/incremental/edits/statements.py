"""Edits of findings and recommendations."""

from __future__ import annotations

from tests.incremental.bench import Project
from tests.incremental.edits.kinds import chapter, edit, unseen
from tests.incremental.files import Unfit

OBSERVED, ANNEX = "source/observed.md", "source/annex.md"
BOTH, DUE, END = ":::{finding} both-count", ":::{finding} counts-are-due", "## What"


def _swap(project: Project) -> None:
    """The first finding after the second: each gets the number of the other."""
    text = project.read(OBSERVED)
    first, second, end = (text.find(mark) for mark in (BOTH, DUE, END))
    if not 0 <= first < second < end:
        raise Unfit("the findings stand in another order")
    project.write(OBSERVED, text[:first] + text[second:end] + text[first:second] + text[end:])


def _move(project: Project) -> None:
    """A finding into another chapter."""
    text, annex = project.read(OBSERVED), project.read(ANNEX)
    start = text.find(DUE)
    if start < 0:
        raise Unfit("the finding stands elsewhere")
    end = text.find(":::\n", start + len(DUE)) + 4
    project.write(OBSERVED, text[:start] + text[end:].lstrip("\n"))
    project.write(ANNEX, f"{annex}\n{text[start:end]}")


def _rename(project: Project) -> None:
    """Another id, wherever it is named."""
    for name, kept in project.state().items():
        if name.startswith("source/") and b"counts-are-due" in kept.content:
            project.change(name, "counts-are-due", "publication-is-due")


OF_STATEMENTS = {
    "finding-title": chapter("observed", ":title: Both laboratories do", ":title: Two laboratories did"),
    "finding-title-unseen": unseen(OBSERVED, ":title: Counts are due", ":title: Counts came in"),
    "finding-sentence": chapter("observed", "Both did it, one in", "Both have done it, one in"),
    "finding-part": chapter("observed", "a third laboratory counts", "anybody counts"),
    "finding-certainty": chapter("observed", "arithmetic\n:certainty: high", "arithmetic\n:certainty: low"),
    "finding-evidence": chapter("observed", ":evidence: duty", ":evidence: duty, article"),
    "finding-no-longer-key": chapter("observed", ":key:\n\nThe law", "\nThe law"),
    "finding-renumbered": edit(_swap),
    "finding-withdrawn": chapter(
        "observed", ":evidence: duty\n", ":evidence: duty\n:status: withdrawn\n:successor: both-count\n"
    ),
    "finding-id": edit(_rename),
    "finding-moved": edit(_move),
    "recommendation-title": chapter("asked", ":title: Keep the forms", ":title: Keep every form"),
    "recommendation-sentence": chapter("asked", "keeps its forms", "keeps all its forms"),
    "recommendation-part": chapter("asked", ": Photographs.", ": Drawings."),
    "recommendation-strength": chapter("asked", ":strength: strong", ":strength: conditional"),
    "recommendation-date": chapter("asked", ":by: 2027-09-30", ":by: 2027-05-31"),
    "recommendation-actor": chapter("asked", ":actors: governments, laboratories", ":actors: governments"),
    "recommendation-group": chapter("asked", ":group: first", ":group: second"),
    "recommendation-basis": chapter("asked", ":findings: both-count\n", ":findings: both-count, counts-are-due\n"),
    "recommendation-withdrawn": chapter(
        "asked", ":group: second\n\nWe suggest", ":group: second\n:status: withdrawn\n\nWe suggest"
    ),
    "recommendation-id": chapter("asked", "{recommendation} keep-forms", "{recommendation} keep-all-forms"),
}
