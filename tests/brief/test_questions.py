"""Twenty questions that readers bring, and what the seeds of the brief said: each has its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Brief

ANSWERED: dict[str, tuple[str, tuple[str, ...]]] = {
    # a minister
    "What do I sign on Monday?": (
        "doing-it",
        ("letter of one page", "what a minister can sign once counsel has read it"),
    ),
    "What does it cost?": (
        "summary",
        ("A check of the walls takes", "our estimate", "a second team"),
    ),
    "What if it is a false alarm?": (
        "recommendations",
        ("A false alarm has an end, and an owner", "that a pause after an alarm is cheap"),
    ),
    "Does it hold without Washington and Beijing?": ("options", ("They hold without Washington and Beijing",)),
    "Was July self-replication?": (
        "decide-now",
        ("No account of July reports copied weights", "the step before copying"),
    ),
    # a laboratory
    "Does the clock start at suspicion?": ("recommendations", ("reasonable belief", "not at first suspicion")),
    "Will reports be used against us?": ("recommendations", ("used in court", "raises no liability")),
    "Who sees secrets?": ("reporting-standard", ("may go to a named authority only",)),
    "Why stop a run on one sign?": (
        "recommendations",
        ("little proof for a step up", "easy up, hard to close early"),
    ),
    "Why not our own framework?": ("rules", ("framework is therefore no substitute", "its owner can change it")),
    # a delegate from China
    "Whose standard is it?": ("rules", ("named self-replication in September 2024, before the Fudan paper",)),
    "Do duties run both ways?": ("recommendations", ("Duties run both ways",)),
    "Is Fudan treated fairly?": ("methods", ("offer of reply", "the Fudan authors among them")),
    "Is anybody inspected?": ("options", ("need outsiders to see the test walls",)),
    # a statistician
    "What is the unit of analysis?": ("recommendations", ("interval clustered by task",)),
    "Why these numbers of planted cases?": ("recommendations", ("planted cases shows a sensitivity of",)),
    "What does a monitor miss?": ("recommendations", ("whose misses are measured with planted cases",)),
    "Is the ladder reliable?": ("recommendations", ("Officials may differ", "So try it first")),
    # a civil-liberties lawyer
    "Who cuts off a host, on what proof, with what redress?": (
        "ladder-in-full",
        ("cut off under national law alone", "review by a court and compensation"),
    ),
    "Does logging watch users?": (
        "recommendations",
        ("personal data leave only by consent", "without personal data"),
    ),
}
SEEDS = {
    "observed": ("shutdown avoidance", "chain of replication", "scaffold", "restarting the machine", "Opus"),
    "decide-now": ("off-the-shelf hardware", "go rogue", "5 of 10 (24–76%)", "9 of 10 (60–98%)", "called for"),
    "rules": ("China signed, the United States and the United Kingdom not", "nobody can enforce"),
    "objections": ("Wrong hands", "Carelessness", "give the order", "know too late"),
}


@pytest.mark.parametrize("question", ANSWERED)
def test_each_question_of_a_reader_is_answered_at_its_place(brief: Brief, question: str) -> None:
    docname, words = ANSWERED[question]
    said = brief.plain(brief.trees[docname].astext()).replace("’", "'")
    assert [word for word in words if word not in said] == [], f"{question} in {docname}"


@pytest.mark.parametrize("docname", SEEDS)
def test_what_the_seeds_told_is_visible_by_name(brief: Brief, docname: str) -> None:
    said = brief.plain(brief.trees[docname].astext()).replace("’", "'")
    assert [word for word in SEEDS[docname] if word not in said] == []
