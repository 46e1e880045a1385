"""The rules about the chain of evidence: for each a brief that breaks it, and the same brief mended.

``test-sound`` is a whole small brief without a fault.  A root named for a rule holds only the files of it that
are broken; laid over the sound brief they give the complaints listed here and no other.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from policybrief.data import profiles
from policybrief.words.records import (
    Certainty,
    Citation,
    Evidence,
    Read,
    Source,
    Use,
    VersionKind,
)
from policybrief.words.vocabulary import Term

if TYPE_CHECKING:
    from projects import Projects

COUNTS, DUTY = "material/evidence/counts.toml", "material/evidence/duty.toml"
ONE_TEAM = "it rests on a single team (Alpha et al.); at most moderate"
UNUSED_FINDING = (
    "source/observed.md:23",
    "unused_finding",
    "no recommendation rests on the key finding 'counts-are-due'; use it or make it no key finding",
)
RESTS_ON_WITHDRAWN = (
    "source/asked.md:3",
    "succession",
    "'publish-counts' rests on 'both-do-it', which is withdrawn",
)

BROKEN: dict[str, list[tuple[str, str, str]]] = {
    "test-duplicate-finding": [
        (
            "source/observed.md:5",
            "duplicate_id",
            "the id 'both-do-it' is already taken by the one in chapter 'asked', line 3; "
            "give this finding an id of its own",
        )
    ],
    "test-unknown-source": [
        (f"{COUNTS}:14", "unknown_source", "no source 'beta2026' in the bibliography; check the spelling"),
    ],
    "test-unknown-evidence": [
        (
            "source/observed.md:23",
            "unknown_evidence",
            "no evidence record 'duties' in the material; did you mean 'duty'?",
        )
    ],
    "test-unknown-finding": [
        (
            "source/asked.md:3",
            "unknown_finding",
            "no finding 'counts-were-due' in this brief; did you mean 'counts-are-due'?",
        ),
        UNUSED_FINDING,
    ],
    "test-unsupported-finding": [
        (
            "source/observed.md:23",
            "unsupported",
            "the finding 'counts-are-due' rests on nothing; name records in :evidence:",
        )
    ],
    "test-unsupported-recommendation": [
        (
            "source/asked.md:3",
            "unsupported",
            "the recommendation 'publish-counts' rests on nothing; name findings in :findings:",
        ),
        (
            "source/observed.md:5",
            "unused_finding",
            "no recommendation rests on the key finding 'both-do-it'; use it or make it no key finding",
        ),
        UNUSED_FINDING,
    ],
    "test-unused-evidence": [
        (
            "material/evidence/unused.toml:1",
            "unused_evidence",
            "no finding rests on the evidence 'unused' and no chapter cites it; use it or take it out",
        )
    ],
    "test-unused-finding": [UNUSED_FINDING],
    "test-unused-source": [
        (
            "refs.bib:33",
            "unused_source",
            "no evidence and no chapter cites the source 'press2025'; use it or take it out",
        )
    ],
    "test-missing-locator": [
        (
            f"{COUNTS}:14",
            "missing_locator",
            "the source 'beta2025' has no locator here; give a page, section, table or article",
        )
    ],
    "test-press-for-experiment": [
        (
            f"{COUNTS}:2",
            "press_for_experiment",
            "'counts' reports a study on press pages (press2025); cite the study itself",
        )
    ],
    "test-overstated-record": [
        (f"{COUNTS}:3", "overstated", f"high certainty is more than 'counts' can carry: {ONE_TEAM}"),
        ("source/observed.md:5", "overstated", f"high certainty is more than 'both-do-it' can carry: {ONE_TEAM}"),
    ],
    "test-overstated-secondary": [
        (
            "source/observed.md:5",
            "second_hand",
            "the finding 'both-do-it' rests on press, commentary or quotation alone; "
            "read and cite what they speak of",
        ),
        (
            f"{COUNTS}:3",
            "overstated",
            "high certainty is more than 'counts' can carry: it was read only as quoted by others; at most low",
        ),
        (
            "source/observed.md:5",
            "overstated",
            "high certainty is more than 'both-do-it' can carry: "
            "it was read only as quoted by others; at most low",
        ),
    ],
    "test-overstated-finding": [
        (
            "source/observed.md:5",
            "overstated",
            "high certainty is more than 'both-do-it' can carry: none of its records is surer; at most moderate",
        )
    ],
    "test-strong-on-weak": [
        (
            "source/asked.md:3",
            "strong_on_weak",
            "'publish-counts' is strong on low certainty; "
            "add the part 'Why strong on this certainty' or make it conditional",
        )
    ],
    "test-secondary-for-law": [
        (
            "source/observed.md:23",
            "second_hand",
            "the finding 'counts-are-due' rests on press, commentary or quotation alone; "
            "read and cite what they speak of",
        ),
        (
            f"{DUTY}:2",
            "secondary_for_law",
            "'duty' says what a law requires and no official text was read; cite it with its article, "
            "or set use = 'attributed' and name the commentator in 'attribution'",
        ),
    ],
    "test-review-overdue": [
        (
            "source/asked.md:3",
            "review_overdue",
            "the review of 'publish-counts' was due on 2025-01-01; review it, or set a later date with the reason",
        ),
        (
            "source/asked.md:3",
            "recommendation",
            "'publish-counts' is reviewed on 2025-01-01, before it falls due on 2027-06-30; set a later date",
        ),
    ],
    "test-successor-of-nothing": [
        (
            "source/observed.md:5",
            "succession",
            "'both-do-it' names a successor and is not withdrawn; set :status: withdrawn",
        )
    ],
    "test-successor-unknown": [
        (
            "source/observed.md:5",
            "succession",
            "the successor 'counts-are-dew' of 'both-do-it' is unknown; did you mean 'counts-are-due'?",
        ),
        RESTS_ON_WITHDRAWN,
    ],
    "test-successor-of-another-kind": [
        (
            "source/observed.md:5",
            "succession",
            "the successor 'publish-counts' of 'both-do-it' is of another kind",
        ),
        RESTS_ON_WITHDRAWN,
    ],
    "test-missing-alt": [
        (
            "source/observed.md:3",
            "missing_alt",
            "the image 'counts.svg' has no alternative text; say what it shows, or mark it as decoration",
        )
    ],
}


def test_a_sound_brief_gives_no_complaint(project: Projects) -> None:
    assert project("test-sound").build().complaints == []


@pytest.mark.parametrize(("root", "complaints"), BROKEN.items(), ids=BROKEN.keys())
def test_a_broken_rule_is_told_and_nothing_else(
    project: Projects, root: str, complaints: list[tuple[str, str, str]]
) -> None:
    assert project("test-sound", root).build().complaints == complaints


@pytest.mark.parametrize("root", BROKEN)
def test_the_mended_brief_gives_no_complaint_without_reading_all_anew(project: Projects, root: str) -> None:
    brief = project("test-sound", root)
    brief.build()
    sound = project("test-sound").path
    for file in (path for path in sorted(brief.path.rglob("*")) if path.suffix in {".md", ".toml"}):
        if (origin := sound / file.relative_to(brief.path)).exists():
            if origin.read_bytes() != file.read_bytes():
                file.write_bytes(origin.read_bytes())
        else:
            file.unlink()
    (brief.path / "refs.bib").unlink()  # the next build completes it with what is named
    assert brief.build().complaints == []


def test_every_root_of_a_rule_is_listed(project: Projects) -> None:
    roots = {path.name for path in (Path(__file__).parent / "roots").iterdir()}
    partial = {name for name in roots if name.startswith("test-") and not _is_whole(name)}
    assert partial == set(BROKEN)


def _is_whole(root: str) -> bool:
    return (Path(__file__).parent / "roots" / root / "source" / "index.md").exists()


# What records can carry together


TERMS = profiles.general()


def source(key: str, label: str, type: Term = TERMS.sources["article"]) -> Source:
    """A source of somebody."""
    return Source(
        key=key,
        label=label,
        title="Title",
        type=type,
        review="peer reviewed",
        relation="independent",
        url="",
        date="2024",
        version="2024",
        version_kind=VersionKind.PUBLISHED,
        archive="",
        archive_kind=None,
        fields={},
        path="refs.bib",
        line=1,
    )


SOURCES = {
    found.key: found
    for found in (
        source("a24", "Alpha 2024"),
        source("a25", "Alpha 2025"),
        source("b24", "Beta 2024"),
        source("law", "Act 2025", TERMS.sources["legal-text"]),
        source("news", "Daily 2025", TERMS.sources["press"]),
    )
}


def record(*cited: tuple[str, Read], kind: Term = TERMS.kinds["experiment"]) -> Evidence:
    """A record that is as certain as may be."""
    import datetime as dt

    citations = tuple(Citation(key, "p. 1", how, None, 1) for key, how in cited)
    high = Certainty.HIGH
    return Evidence(
        "x", "It is.", kind, high, "Why.", "Not.", dt.date(2025, 1, 1), citations, Use.PRINT, "", (), {}, "x"
    )


FULL, PASSAGE, ABSTRACT, SECOND = Read.FULL_TEXT, Read.PASSAGE, Read.ABSTRACT, Read.SECONDARY
CEILINGS = {
    "one source": ([record(("a24", FULL))], Certainty.MODERATE),
    "two papers of one team": ([record(("a24", FULL), ("a25", FULL))], Certainty.MODERATE),
    "two teams in one record": ([record(("a24", FULL), ("b24", PASSAGE))], Certainty.HIGH),
    "two teams in two records": ([record(("a24", FULL)), record(("b24", FULL))], Certainty.HIGH),
    "two teams, one by its abstract": ([record(("a24", FULL), ("b24", ABSTRACT))], Certainty.MODERATE),
    "two teams as quoted by others": ([record(("a24", SECOND), ("b24", SECOND))], Certainty.LOW),
    "two teams, one as quoted": ([record(("a24", FULL), ("b24", SECOND))], Certainty.MODERATE),
    "a calculation": ([record(("a24", Read.CALCULATION), kind=TERMS.kinds["calculation"])], Certainty.HIGH),
    "a law in its text": ([record(("law", PASSAGE), kind=TERMS.kinds["legal-text"])], Certainty.HIGH),
    "a law in the press": ([record(("news", FULL), kind=TERMS.kinds["legal-text"])], Certainty.MODERATE),
    "an unknown source": ([record(("a24", FULL), ("zzz", FULL))], Certainty.MODERATE),
}


REASONS = {
    "one source": "it rests on a single team (Alpha)",
    "two teams, one by its abstract": "it rests on a single team (Alpha); of 'b24' the abstract alone was read",
    "two teams, one as quoted": "it rests on a single team (Alpha); 'b24' was read only as others quote it",
    "an abstract": "of 'b24' the abstract alone was read",
}
CEILINGS["an abstract"] = ([record(("b24", ABSTRACT))], Certainty.MODERATE)


@pytest.mark.parametrize("named", REASONS)
def test_why_evidence_cannot_make_more_certain_is_said_of_what_was_read(named: str) -> None:
    from policybrief.checks.chain import ceiling

    assert ceiling(CEILINGS[named][0], SOURCES)[1] == REASONS[named]


@pytest.mark.parametrize(("records", "highest"), CEILINGS.values(), ids=CEILINGS.keys())
def test_how_certain_evidence_can_make(records: list[Evidence], highest: Certainty) -> None:
    from policybrief.checks.chain import ceiling

    assert ceiling(records, SOURCES)[0] is highest
