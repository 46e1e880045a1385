"""Profiles: the vocabulary of a field as data, and a general one that knows no field."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from policybrief.checks import language as language_of_checks
from policybrief.data import profiles
from policybrief.words.vocabulary import Role
from written_values.values import Style

if TYPE_CHECKING:
    from projects import Projects

GENERAL = profiles.shipped()["general"].read_text("utf-8")
OF_ONE_BRIEF = re.compile(
    r"fudan|qwen|self-?\s?replicat|replicat|cop(y|ies) (itself|themselves)|\bAI systems?\b|system cards?",
    re.IGNORECASE,
)
"""What only the brief that this generator was first made for speaks of."""


@pytest.mark.parametrize("name", profiles.shipped())
def test_a_profile_of_the_generator_can_be_read(name: str) -> None:
    profile, complaints = profiles.read(profiles.shipped()[name], name)
    assert complaints == []
    assert profile is not None
    assert profile.name == name
    assert {"estimate", "calculation"} <= profile.kinds.keys()


def test_the_general_profile_has_the_kinds_of_any_field() -> None:
    profile = profiles.general()
    studies = {kind for kind, term in profile.kinds.items() if term.role is Role.STUDY}
    assert {"observational-study", "model-estimate", "official-statistics", "review", "survey"} <= studies
    assert {"testimony", "position"} <= profile.kinds.keys() - studies
    assert {"book", "dataset", "review", "statistics", "standard", "legal-text"} <= profile.sources.keys()
    assert profile.hazards == ()
    assert not profile.attempts


@pytest.mark.parametrize("language", ["de", "es", "fr"])
def test_what_the_words_of_a_language_say_to_authors_is_english_with_ranges_as_the_language_prints_them(
    language: str,
) -> None:
    files = profiles.general().lexicon
    ours, english = language_of_checks.load(files(language)), language_of_checks.load(files("en"))

    def said(words: language_of_checks.Lexicon) -> set[str]:
        weighed = [*words.avoid, words.assessment, words.statement, words.ratio]
        return {one[1] for one in weighed if one}

    assert said(ours) <= said(english)
    style = Style(language, "", "wilson")
    for word, span in ours.likelihood.items():
        low, high = (int(end) / 100 for end in re.findall(r"\d+", span))
        assert span == style.percent_range(low, high).replace("\N{NO-BREAK SPACE}", " "), word
    (fault,) = ours.faults(f"Das ist {next(iter(ours.likelihood))}.", assessing=False)
    assert fault.endswith("(99–100 %)")


WRONG = {
    "not TOML": (GENERAL.replace("[kinds]", "[kinds"), r"not TOML"),
    "an unknown table": (f"{GENERAL}\n[colours]\n", r"unknown key 'colours'"),
    "a kind without words": (
        GENERAL.replace('survey = { words = "survey",', "survey = {"),
        "'survey' has no 'words'",
    ),
    "a role that is none": (
        GENERAL.replace('"survey", is = "study"', '"survey", is = "poll"'),
        "is 'poll' is not known; use one of study, calculation",
    ),
    "no kind for what is computed": (
        GENERAL.replace('calculation = { words = "calculation", is = "calculation" }\n', ""),
        "kinds lacks 'calculation', which the generator itself makes",
    ),
    "an id that is none": (GENERAL.replace("survey =", '"A survey" ='), "'A survey' is no id"),
    "attempts in words": (GENERAL.replace("attempts = false", 'attempts = "no"'), "'attempts' is true or false"),
    "a lexicon that is not there": (GENERAL.replace("lexicon-de", "lexicon-nl"), "no file 'lexicon-nl.toml'"),
    "a number for a word": (GENERAL.replace('words = "Because"', "words = 1"), "'words' is text in quotation"),
}


@pytest.mark.parametrize(("text", "problem"), WRONG.values(), ids=WRONG.keys())
def test_a_faulty_profile_is_told_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    for lexicon in profiles.shipped()["general"].parent.glob("lexicon-*.toml"):
        (tmp_path / lexicon.name).write_bytes(lexicon.read_bytes())
    (tmp_path / "ours.toml").write_text(text, "utf-8")
    profile, complaints = profiles.read(tmp_path / "ours.toml", "ours.toml")
    assert profile is None
    (said,) = complaints
    assert said.path == "ours.toml"
    assert said.line > 1
    assert problem in said.text


def test_a_brief_has_a_profile_of_its_own_by_its_path(project: Projects) -> None:
    brief = project("test-sound")
    words = GENERAL.replace('"experiment", is', '"count in the field", is').replace(
        "attempts = false", "attempts = true"
    )
    brief.write("words/ours.toml", words.partition("[lexicons]")[0])
    built = brief.build(brief_profile="words/ours.toml")
    (said,) = built.said("language")
    assert said.text.startswith("there are no words to weigh for the language 'en', so no sentence is checked")
    assert built.app.env.get_domain("brief").evidence["counts"].kind.words == "count in the field"  # type: ignore[attr-defined]


def test_a_faulty_profile_of_a_brief_is_told_and_the_general_one_holds(project: Projects) -> None:
    brief = project("test-sound")
    brief.write("ours.toml", "[kinds]\n")
    said = brief.build(brief_profile="ours.toml").said("configuration")
    assert ("ours.toml:1", "kinds lacks 'calculation', which the generator itself makes") in [
        (one.place, one.text) for one in said
    ]


def test_a_profile_that_is_not_there_is_told(project: Projects) -> None:
    (said,) = project("test-sound").build(brief_profile="genral").said("configuration")
    assert said.text == (
        "brief_profile 'genral' is neither a profile of the generator nor a file; did you mean 'general'?"
    )


def test_the_general_profile_asks_for_no_attempt_rule_and_excludes_no_code(project: Projects) -> None:
    brief = project("test-sound")
    brief.change("material/evidence/counts.toml", 'attempt = "single"\n', "")
    with (brief.path / "source/asked.md").open("a", encoding="utf-8") as chapter:
        chapter.write("\n```\nmake check\n```\n")
    assert brief.build(brief_profile="general").complaints == []


def test_counts_are_of_what_the_profile_says(project: Projects) -> None:
    words = GENERAL.replace('unit = "cases"', 'unit = "households"')
    brief = project("test-sound", "test-figures")
    brief.write("words/ours.toml", words.partition("[lexicons]")[0])
    built = brief.build("html", brief_profile="words/ours.toml", suppress_warnings=["brief"])
    page = built.file("figures.html").replace("\N{NO-BREAK SPACE}", " ")
    assert "(households of each count)" in page
    assert "Households" in page
    assert "trials of each" not in page


@pytest.mark.parametrize("builder", ["html", "register", "text"])
def test_a_general_brief_has_no_word_of_another_field_in_any_output(project: Projects, builder: str) -> None:
    built = project("test-sound").build(builder, brief_profile="general")
    assert built.complaints == []
    said = {
        f"{path.relative_to(built.outdir)}: {found.group(0)}"
        for path in built.outdir.rglob("*")
        if path.suffix in {".html", ".js", ".json", ".txt", ".css", ".svg"} and "_static/fonts" not in str(path)
        if (found := OF_ONE_BRIEF.search(path.read_text("utf-8")))
    }
    assert said == set()


def test_the_code_of_the_generator_names_no_subject_outside_the_profile_of_one() -> None:
    code = profiles.SHIPPED.parent
    named = {
        f"{path.relative_to(code)}: {found.group(0)}"
        for path in code.rglob("*")
        if path.suffix in {".py", ".toml", ".html", ".js", ".css", ".jinja", ".typ", ".json"}
        and not path.is_relative_to(profiles.SHIPPED / "ai-evaluations")
        if (found := OF_ONE_BRIEF.search(re.sub(r"ai-evaluations", "", path.read_text("utf-8"))))
    }
    assert named == set()
