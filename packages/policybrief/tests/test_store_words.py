"""Words of the store: certainty, strength, dates and numbers in running text follow it; typed ones are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Project, Projects

SUMMARY = """\
# Summary

{text}
"""


def brief(project: Projects, text: str, **change: str) -> Project:
    """The sound brief with a summary of one paragraph; *change* lays new options into its chapters."""
    made = project("test-sound")
    made.write("source/summary.md", SUMMARY.replace("{text}", text))
    made.change("source/index.md", "observed\n", "summary\nobserved\n")
    return made


def words(made: Project) -> str:
    """The paragraph of the summary."""
    built = made.build("html")
    assert built.complaints == []
    return built.words("summary").removeprefix("Summary ")


def test_certainty_strength_and_date_are_those_of_the_store(project: Projects) -> None:
    made = brief(
        project,
        "It is so ({certainty}`both-do-it`, {certainty}`~both-do-it`). {strength}`publish-counts`, "
        "{strength}`~publish-counts`, by {by-when}`publish-counts`.",
    )
    assert words(made) == "It is so (high certainty, high). Strong recommendation, strong, by 30 June 2027."
    made.change("source/observed.md", ":certainty: high\n:key:\n\nBoth", ":certainty: low\n:key:\n\nBoth")
    made.change("source/asked.md", ":strength: strong", ":strength: conditional")
    made.change("source/asked.md", "2027-06-30", "2027-09-01")
    after = "It is so (low certainty, low). Conditional recommendation, conditional, by 1 September 2027."
    assert words(made) == after


def test_the_words_lead_to_their_statements_and_stand_in_the_register(project: Projects) -> None:
    made = brief(project, "See {certainty}`both-do-it`.")
    assert 'href="observed.html#finding-both-do-it"' in made.build("html").file("summary.html")
    made.change("source/asked.md", ": Doing nothing.", ": Waiting: certainty is {certainty}`~both-do-it`.")
    assert "Waiting: certainty is high." in made.build("register").file("register.json")


@pytest.mark.parametrize(
    ("target", "printed"),
    [
        ("recommendations", "One step"),
        ("recommendations first", "One step"),
        ("recommendations strong", "One step"),
        ("recommendations conditional", "None step"),
        ("findings", "Two step"),
        ("findings key", "Two step"),
        ("findings low", "None step"),
    ],
)
def test_numbers_of_steps_are_counted_and_written_as_words(project: Projects, target: str, printed: str) -> None:
    assert words(brief(project, f"{{count-of}}`{target}` step.")) == f"{printed}."


def test_a_withdrawn_statement_leaves_counts_and_lists_and_stands_in_the_list_of_withdrawn(
    project: Projects,
) -> None:
    made = brief(project, "There are {count-of}`recommendations`; there were others:\n\n:::{withdrawn}\n:::")
    text = (made.path / "source/asked.md").read_text("utf-8")
    old = ":::{recommendation} ask\n:title: Ask\n:findings: both-do-it\n:status: withdrawn\n"
    old += ":successor: publish-counts\n\nWe suggested asking.\n:::\n"
    made.write("source/asked.md", text + "\n" + old)
    built = made.build("html")
    assert built.complaints == []
    assert built.words("summary") == (
        "Summary There are one; there were others: R2 Ask (withdrawn); replaced by R1 Publish counts"
    )


TOLD = {
    "a certainty beside its finding": (
        "It is so ({finding}`moderate certainty <both-do-it>`).",
        "store_word",
        "'moderate certainty' is typed; the role 'certainty' prints the word of the store",
    ),
    "a certainty said of a finding": (
        "By {finding}`both-do-it` certainty is low.",
        "store_word",
        "'certainty is low' is typed; the role 'certainty' prints the word of the store",
    ),
    "a strength beside its recommendation": (
        "This is a strong recommendation ({recommendation}`~publish-counts`).",
        "store_word",
        "'strong recommendation' is typed; the role 'strength' prints the word of the store",
    ),
    "an unknown finding": ("{certainty}`both-do-this`", "unknown_finding", "did you mean 'both-do-it'?"),
    "an unknown recommendation": (
        "{by-when}`publish`",
        "unknown_recommendation",
        "did you mean 'publish-counts'?",
    ),
    "an unknown group": (
        "{count-of}`recommendations second`",
        "store_word",
        "no recommendations are 'second'; use one of conditional, first, strong",
    ),
    "nothing to count": ("{count-of}`steps`", "store_word", "begin with one of findings, recommendations"),
}


@pytest.mark.parametrize(("text", "subtype", "said"), TOLD.values(), ids=TOLD.keys())
def test_a_typed_word_or_an_unknown_one_is_told_with_its_line(
    project: Projects, text: str, subtype: str, said: str
) -> None:
    built = brief(project, text).build()
    (found,) = built.said(subtype)
    assert found.place == "source/summary.md:3"
    assert said in found.text


@pytest.mark.parametrize(
    "text",
    [
        "High certainty needs two sources.",
        "It is so ({finding}`both-do-it`). High certainty needs two sources.",
        "It is so (“high certainty”, says {finding}`both-do-it`).",
    ],
)
def test_words_that_say_nothing_of_a_statement_may_be_typed(project: Projects, text: str) -> None:
    assert brief(project, text).build().complaints == []


def test_a_conditional_card_that_says_why_it_is_strong_is_told(project: Projects) -> None:
    made = project("test-sound")
    made.change("source/asked.md", ":strength: strong", ":strength: conditional")
    made.change(
        "source/asked.md", ": Nobody reads them.", ": Nobody reads them.\n\nWhy strong on this certainty\n: Harm."
    )
    assert [said.text for said in made.build().complaints] == [
        "'publish-counts' is not strong on weak findings; take out the part 'Why strong on this certainty'"
    ]


def test_a_certainty_typed_on_a_card_is_told(project: Projects) -> None:
    made = project("test-sound")
    made.change("source/asked.md", ": Doing nothing.", ": Waiting, although certainty is low.")
    (found,) = made.build().said("store_word")
    assert "'certainty is low' is typed" in found.text


@pytest.mark.parametrize(
    ("strength", "words", "right"),
    [("conditional", "We recommend", "We suggest"), ("strong", "We suggest", "We recommend")],
)
def test_a_card_that_begins_like_another_strength_is_told(
    project: Projects, strength: str, words: str, right: str
) -> None:
    made = project("test-sound")
    made.change("source/asked.md", ":strength: strong", f":strength: {strength}")
    made.change("source/asked.md", "We ask", words)
    assert [said[1:] for said in made.build().complaints] == [
        ("store_word", f"'publish-counts' is {strength} and says {words!r}; write {right!r}")
    ]


def test_nothing_that_stands_rests_on_a_withdrawn_finding_and_no_summary_leads_to_one(project: Projects) -> None:
    made = brief(project, "It is so ({certainty}`both-do-it`).")
    made.change(
        "source/observed.md", ":certainty: high\n:key:\n\nBoth", ":certainty: high\n:status: withdrawn\n\nBoth"
    )
    assert [said.text for said in made.build().said("succession")] == [
        "'publish-counts' rests on 'both-do-it', which is withdrawn",
        "the summary names 'both-do-it', which is withdrawn",
    ]
