"""A number that measures something is never typed where readers take it for a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from policybrief.__main__ import main
from policybrief.words.numerals import allowed, bare, counted

if TYPE_CHECKING:
    from projects import Project, Projects

OBSERVED, ASKED, INDEX = "source/observed.md", "source/asked.md", "source/index.md"
RATES, REACH = "material/figures/rates.toml", "material/figures/reach.toml"
TOLD = (
    "the number '61%' is typed; name its record: the role 'value', or {record.value} in data; "
    "a limit or target in brief_allowed_numbers, like r'30 km/h'"
)

NO_COUNTS = (
    *("from 22:00 to 6:30", "at 6:30 and 07:15", "at 9:30 a.m.", "à 22 h 30", "um 6:30 und 7:45 Uhr"),
    *("a las 6:30", "on 2026-01-31", "am 31.12.2026", "bis 31. Dezember 2026", "el 7 de octubre de 2026"),
    *("Kapitel 3", "Abbildungen 2 und 3", "Seite 12", "Artikel 5, Absatz 2"),
    *("capítulo 3", "páginas 3 y 4", "tableau 2", "n° 12", "le nº 12", "Nr. 12", "núm. 12"),
    *("by May 31, 2028", "by May 31.", "from June 3–5, 2028", "on July 4, before noon"),
)


@pytest.mark.parametrize("text", NO_COUNTS)
def test_times_of_the_clock_days_and_places_are_no_counts(text: str) -> None:
    assert bare(text) == []


@pytest.mark.parametrize(
    "text", ["30 km/h", "10 dB", "61%", "3 hours", "9 h", "22:75", "a ratio of 2:10", "in May 31 cases"]
)
def test_what_measures_is_a_number_beside_them(text: str) -> None:
    assert bare(text) != []


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_thousands_apart_by_any_space_are_one_number_and_allowed_as_one(space: str) -> None:
    text = f"de moins de 10{space}000 habitants, soit 1{space}234{space}sur{space}2{space}468"
    assert bare(text) == ["10 000", "1 234", "2 468"]
    assert bare(text, allowed(["10 000 habitants", f"1{space}234"])) == ["2 468"]
    assert counted(text) == ["1 234 sur 2 468"]


FINDING = """\
:::{{finding}} more
:title: {title}
:evidence: counts
:certainty: high

{text}

Because
: two teams counted.

Does not show
: more.

Would change if
: another team counts.
:::"""
RATIOS = {
    "beside a value": (
        OBSERVED,
        "{count}`counts.first` is half of them.",
        ["'half': these words state a number; "],
    ),
    "in the abstract": (
        INDEX,
        ":::{abstract}\nTwice as many did it.\n:::",
        ["'Twice': these words state a number; "],
    ),
    "in what a chapter says in short": (
        OBSERVED,
        ":::{in-short}\nHalf of them did it.\n:::",
        ["'Half': these words state a number; "],
    ),
    "in the sentence of a statement": (
        OBSERVED,
        FINDING.format(title="They did it", text="Half of them did it."),
        ["'Half': these words state a number; tie it to its record"],
    ),
    "in the title of a statement": (
        OBSERVED,
        FINDING.format(title="Half of them did it", text="They did it."),
        ["'Half': these words state a number; a title takes no number from a record; say it in the statement"],
    ),
    "of no value": (OBSERVED, "Half of that may be done later.", []),
    "tied to its record": (
        OBSERVED,
        "{ratio}`Half <counts.second above 45 below 55>`, {count}`counts.second`.",
        [],
    ),
    "one over another": (OBSERVED, "{ratio}`Nearly twice <counts.first / counts.second above 1.5>` as often.", []),
    "tied to nothing": (
        OBSERVED,
        "{ratio}`Twice <counts.first / counts.none above 1.5>` as often.",
        ["'Twice <counts.first / counts.none above 1.5>': counts.none is 0, nothing can be divided by it"],
    ),
    "tied and wrong": (
        OBSERVED,
        "{ratio}`Half <counts.first below 55>`.",
        ["'Half <counts.first below 55>': the number is 90, "],
    ),
}


@pytest.mark.parametrize(("name", "text", "told"), RATIOS.values(), ids=RATIOS.keys())
def test_a_word_that_states_a_number_follows_from_a_record(
    project: Projects, name: str, text: str, told: list[str]
) -> None:
    brief = project("test-sound")
    with (brief.path / "material/evidence/counts.toml").open("a", encoding="utf-8") as record:
        record.write('\n[values.none]\nsuccesses = 0\ntrials = 10\nattempt = "single"\n')
    brief.write(name, f"{(brief.path / name).read_text('utf-8')}\n\n{text}\n")
    brief.write("ratios.toml", "[ratio]\nmatch = '\\b(half|twice)\\b'\nwhy = 'these words state a number'\n")
    said = brief.build(brief_lexicons=["ratios.toml"]).said("bare_number")
    assert [one.text[: len(start)] for one, start in zip(said, told, strict=True)] == told


def test_the_general_lexicon_knows_halves_as_well_as_half(project: Projects) -> None:
    brief = project("test-sound")
    brief.change(OBSERVED, ":title: Counts are due", ":title: A count halves the doubt")
    [told] = brief.build().said("bare_number")
    assert told.text.startswith("'halves': these words state a number; a title takes no number")


def test_a_number_typed_in_a_title_is_sent_to_the_sentence(project: Projects) -> None:
    brief = project("test-sound")
    brief.change(ASKED, ":title: Publish counts", ":title: Publish 61% of counts")
    [told] = brief.build().said("bare_number")
    cure = "a title takes no number from a record; say it in the statement"
    assert told.text.startswith(f"the number '61%' is typed; {cure}")


@pytest.mark.parametrize(
    "markup", ["{value}`counts.first`", "{counts.first}", "{ratio}`half <counts.first below 95>`"]
)
def test_what_prints_as_it_stands_in_a_title_is_told(project: Projects, markup: str) -> None:
    brief = project("test-sound")
    brief.change(ASKED, ":title: Publish counts", f":title: Publish {markup}")
    said = [(one.place, one.text) for one in brief.build().said("statement")]
    problem = f"recommendation 'publish-counts' has {markup!r} in its title, which prints as it stands"
    assert said == [(f"{ASKED}:3", f"{problem}; a title takes no number from a record; say it in the statement")]


ZONES: dict[str, tuple[str, str, str]] = {
    "the sentence of a finding": (OBSERVED, "Both systems did it,", "Both systems did it in 61% of trials,"),
    "a part of a finding": (OBSERVED, ": two teams counted.", ": two teams counted 61%."),
    "the sentence of a recommendation": (ASKED, "publish counts, see", "publish 61% of counts, see"),
    "a part of a recommendation": (ASKED, ": Some work.", ": Some 61% more work."),
    "the main message": (INDEX, "Publish counts.", "Publish 61% of counts."),
    "a key message": (
        INDEX,
        ":::{main-message}",
        ":::{key-messages}\n1. Systems did it in 61% of trials.\n:::\n\n:::{main-message}",
    ),
    "the abstract": (
        INDEX,
        ":::{main-message}",
        ":::{abstract}\nSystems did it in 61% of trials.\n:::\n\n:::{main-message}",
    ),
    "what a chapter says in short": (
        OBSERVED,
        "# What was observed\n",
        "# What was observed\n\n:::{in-short}\nSystems did it in 61% of trials.\n:::\n",
    ),
    "the caption of a table": (
        OBSERVED,
        "# What was observed\n",
        "# What was observed\n\n```{list-table} Systems did it in 61% of trials\n:header-rows: 1\n\n"
        "* - System\n* - First\n```\n",
    ),
    "the caption of an image": (
        OBSERVED,
        "# What was observed\n",
        "# What was observed\n\n```{figure} dot.svg\n:alt: A dot.\n\nSystems did it in 61% of trials\n```\n",
    ),
    "the alternative text of an image": (
        OBSERVED,
        "# What was observed\n",
        "# What was observed\n\n```{image} dot.svg\n:alt: Systems did it in 61% of trials.\n```\n",
    ),
    "the title of a chart": (RATES, "more than half of the trials", "more than half, 61%, of the trials"),
    "the alternative text of a chart": (RATES, "the second in", "the second in 61% or"),
    "the note of a chart": (RATES, "The intervals hold", "The intervals of 61% hold"),
    "the label of a row": (RATES, 'label = "First"', 'label = "First, 61%"'),
    "the title of a matrix": (REACH, 'title = "The act', 'title = "By 61% the act'),
}


@pytest.fixture
def brief(project: Projects) -> Project:
    """A sound brief with figures, and an image to show."""
    made = project("test-sound", "test-figures")
    made.write("source/dot.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    return made


def line_of(brief: Project, name: str) -> int:
    """The line on which the number stands."""
    lines = (brief.path / name).read_text("utf-8").splitlines()
    [number] = [number for number, line in enumerate(lines, 1) if "61%" in line]
    return number


@pytest.mark.parametrize(("name", "old", "new"), ZONES.values(), ids=ZONES.keys())
def test_a_typed_number_is_told_with_file_and_line(brief: Project, name: str, old: str, new: str) -> None:
    brief.change(name, old, new)
    told = brief.build(fresh=True).said("bare_number")
    assert {found.text for found in told} == {TOLD}
    [place] = {found.place for found in told}  # a chart is read where it is drawn and where its numbers stand
    path, _colon, line = place.partition(":")
    assert path == name
    assert abs(int(line) - line_of(brief, name)) <= 3, place


COUNTS = "material/evidence/counts.toml"
COPIES = {
    "a count of its own": ("Both did it, the first in 9 of 10 trials, as {second}.", ["'9'", "'10'"]),
    "the rate of one": ("Both did it, the first in 90% of trials, as {second}.", ["'90%'"]),
    "what no value holds": ("Above 32 °F both did it in {first} and {second} trials.", []),
    "a number of the same digits that is a share": ("In the worst 9% of days {first} and {second} did it.", []),
    "what is named": ("Both did the task in {first:count} and {second} trials.", []),
}


@pytest.mark.parametrize(("statement", "numbers"), COPIES.values(), ids=COPIES)
def test_a_statement_of_a_record_types_no_number_that_its_values_hold(
    project: Projects, statement: str, numbers: list[str]
) -> None:
    brief = project("test-sound")
    brief.change(COUNTS, "Both systems did the task in {first} and {second} trials.", statement)
    told = brief.build().said("bare_number")
    assert [one.text.split()[2] for one in told] == numbers
    assert {one.place for one in told} <= {f"{COUNTS}:1"}


def test_a_statement_may_type_a_number_that_the_brief_allows(project: Projects) -> None:
    brief = project("test-sound")
    brief.change(COUNTS, "Both systems did the task in {first}", "Of each 10 tries both did the task in {first}")
    assert brief.build().said("bare_number") != []
    assert brief.build(brief_allowed_numbers=[r"each 10 tries"]).said("bare_number") == []


def test_every_number_of_a_summary_is_told(brief: Project) -> None:
    brief.change(OBSERVED, "# What was observed\n", "# What was observed\n\nSystems did it in 61% of trials.\n")
    assert brief.build(fresh=True).complaints == []
    said = brief.build(fresh=True, brief_summary=["observed"]).said("bare_number")
    [told] = [one for one in said if "is typed" in one.text]
    assert (told.place, told.text) == (f"{OBSERVED}:3", TOLD)


@pytest.mark.parametrize("zone", ["the sentence of a finding", "the alternative text of a chart"])
def test_a_strict_build_fails_on_a_typed_number(
    brief: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], zone: str
) -> None:
    brief.change(*ZONES[zone])
    brief.build()  # completes the project
    monkeypatch.chdir(brief.path)
    assert main(["check"]) == 1
    said = capsys.readouterr().err
    assert "the number '61%' is typed" in said
    assert "the brief does not pass" in said


@pytest.mark.parametrize(
    "text",
    [
        "in 2025",
        "on 7 October 2026",
        "Article 55(1), point 2",
        "chapter 3",
        "GPT-4o and Llama3.1-70B",
        "within [72 hours]{.quoted}",
        "three of ten",
    ],
)
def test_what_measures_nothing_or_is_quoted_may_stand(brief: Project, text: str) -> None:
    brief.change(OBSERVED, "Both systems did it,", f"Both systems did it {text},")
    assert brief.build(fresh=True).said("bare_number") == []
