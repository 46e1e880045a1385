"""On a page each step of the chain of evidence can be walked where it is read, without a script."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

import pytest
from lxml import html

if TYPE_CHECKING:
    from projects import Built, Project, Projects

CHIP = "//span[@class='chip']"


def page(built: Built, name: str) -> html.HtmlElement:
    """The tree of a written page."""
    return html.fromstring(built.file(name))


def text(element: html.HtmlElement) -> str:
    """The words of an element, no-break spaces as spaces."""
    return " ".join(element.text_content().split())


@pytest.fixture
def annexed(project: Projects) -> Project:
    """A brief whose annex prints the parts of its findings."""
    brief: Project = project("test-sound")
    brief.write("source/annex.md", "# Annex\n\n:::{finding-records}\n:::\n")
    brief.change("source/index.md", "asked\n", "asked\nannex\n")
    return brief


def test_a_chip_is_a_button_that_opens_its_note(project: Projects) -> None:
    built = project("test-sound").build("html")
    assert built.complaints == []
    chips = page(built, "observed.html").xpath(CHIP)
    assert len(chips) == 2
    for chip in chips:
        button, note = chip
        assert (button.tag, button.get("type")) == ("button", "button")
        assert button.get("popovertarget") == note.get("id")
        assert note.get("popover") == "auto"


def test_the_note_of_a_chip_says_source_place_type_size_and_reading_by_itself(project: Projects) -> None:
    built = project("test-sound").build("html")
    note = page(built, "observed.html").xpath(f"{CHIP}/*[@popover]")[0]
    assert text(note) == (
        "Both systems did the task in 9 of 10 (60–98%) and 1,234 of 2,468 (48–52%) trials. "
        "Alpha et al. 2024, Table 2 · article · full text read, 1 March 2025. "
        "Beta 2025, section 4 · preprint · passage read. "
        "n = 10 / 2,468. High certainty. The whole record"
    )
    assert note.xpath(".//a/@href") == [
        "sources.html#cite-alpha2024",
        "sources.html#cite-beta2025",
        "asked.html#evidence-counts",
    ]


@pytest.mark.parametrize(
    ("trials", "compared", "said"),
    [
        (2000, True, "2,000 in each group"),
        (2000, False, "n = 2,000"),
        (2468, True, "n = 2,000 / 2,468"),
    ],
)
def test_of_two_equal_groups_that_are_compared_the_size_of_each_is_said(
    project: Projects, trials: int, compared: bool, said: str
) -> None:
    brief = project("test-sound")
    counts = "material/evidence/counts.toml"
    brief.change(counts, "trials = 10", "trials = 2000")
    brief.change(counts, "trials = 2468", f"trials = {trials}")
    if compared:
        gap = '\n[values.gap]\nlabel = "gap"\nformula = "difference"\nof = ["first", "second"]\n'
        brief.write(counts, (brief.path / counts).read_text("utf-8") + gap)
    note = page(brief.build("html"), "observed.html").xpath(f"{CHIP}/*[@popover]")[0]
    assert f" {said}. High" in text(note)


def test_a_record_that_no_page_prints_has_a_note_without_a_link_to_it(project: Projects) -> None:
    brief = project("test-sound")
    brief.change("source/asked.md", ":::{evidence-register}\n:::\n", "")
    note = page(brief.build("html"), "observed.html").xpath(f"{CHIP}/*[@popover]")[0]
    assert not note.xpath(".//a[contains(@href, 'evidence-')]")


def test_the_first_number_of_a_record_in_running_text_leads_to_it_with_its_sources_as_title(
    project: Projects,
) -> None:
    brief = project("test-sound")
    brief.write(
        "source/told.md", "# Told\n\nIn {value}`counts.first` it did, in {value}`counts.second` as well.\n"
    )
    words = "It {evidence}`did so <counts>` in {value}`counts.first`."
    brief.write("source/worded.md", f"# Worded\n\n{words}\n")
    brief.change("source/index.md", "\nasked\n", "\ntold\nworded\nasked\n")
    built = brief.build("html")
    [link] = page(built, "told.html").xpath("//a[*[contains(@class, 'sourced')]]")
    assert (text(link), link.get("href")) == ("9 of 10 (60–98%)", "asked.html#evidence-counts")
    assert link.get("title") == "Alpha et al. 2024, Beta 2025"
    assert page(built, "worded.html").xpath("//a[*[contains(@class, 'sourced')]]") == []


def test_the_sentence_of_a_finding_holds_no_chip(project: Projects) -> None:
    observed = page(project("test-sound").build("html"), "observed.html")
    assert observed.xpath("//*[contains(@class, 'finding')]//p[@class='statement']")
    assert not observed.xpath("//p[@class='statement' or @class='source-line']//button")


def test_other_outputs_print_a_chip_in_one_line(project: Projects) -> None:
    built = project("test-sound").build("singlehtml")
    chips = page(built, "index.html").xpath(CHIP)
    assert [text(chip) for chip in chips] == [
        "Alpha et al. 2024 · article · n = 10 / 2,468 · full text read",
        "Counting Act 2025 · legal text · full text read",
    ]


def test_chips_that_would_read_alike_name_their_places(project: Projects) -> None:
    brief = project("test-sound")
    record = (brief.path / "material/evidence/counts.toml").read_text("utf-8")
    brief.write("material/evidence/again.toml", record.replace("Table 2", "Table 7, second row"))
    brief.change("source/observed.md", ":evidence: counts", ":evidence: counts, again")
    chips = page(brief.build("singlehtml"), "index.html").xpath(CHIP)
    assert [text(chip).split(" · ")[1] for chip in chips] == ["Table 2", "Table 7", "legal text"]


def test_what_the_annex_says_of_a_finding_opens_below_it(annexed: Project) -> None:
    built = annexed.build("html")
    finding = page(built, "observed.html").get_element_by_id("finding-both-do-it")
    (closed,) = finding.xpath(".//details")
    assert closed.get("open") is None
    assert closed[0].tag == "summary"
    assert [text(term) for term in closed.iter("dt")] == ["Does not show", "Because", "Would change if"]
    assert "that they do it unasked." in text(closed)


def test_parts_that_stand_in_the_finding_are_not_said_twice(project: Projects) -> None:
    finding = page(project("test-sound").build("html"), "observed.html").get_element_by_id("finding-both-do-it")
    assert not finding.xpath(".//details")
    assert text(finding).count("that they do it unasked.") == 1


AWAY = ["Baseline", "Target", "Who holds the data", "Set aside", "Rests on the assumption", "Withdraw if"]
CARD = "//*[@id='recommendation-publish-counts']//dl[contains(@class, 'card')]//dt"


@pytest.fixture
def followed(project: Projects) -> Project:
    """A brief whose annex prints what its cards leave out."""
    brief: Project = project("test-sound")
    brief.write("source/annex.md", "# Annex\n\n:::{recommendation-records}\n:::\n")
    brief.change("source/index.md", "asked\n", "asked\nannex\n")
    return brief


def test_a_card_in_print_leaves_to_the_annex_what_stands_apart(followed: Project) -> None:
    built = page(followed.build("singlehtml"), "index.html")
    assert [text(term) for term in built.xpath(CARD)] == [
        *("Who", "By when", "With what power", "Cost", "Measure", "Trade-off", "The case against", "Review by"),
    ]
    [record] = built.xpath("//div[contains(@class, 'recommendation-record')]")
    assert [text(term) for term in record.iter("dt")] == AWAY
    assert "Nobody reads them." in text(record)


def test_a_card_on_screen_has_all_its_parts_in_their_order(followed: Project, project: Projects) -> None:
    asked = page(followed.build("html"), "asked.html")
    shown = asked.xpath(CARD)
    whole = page(project("test-sound").build("html"), "asked.html").xpath(CARD)
    assert [text(term) for term in shown] == [text(term) for term in whole]
    assert {text(term) for term in shown} > set(AWAY)
    [contrary] = asked.xpath("//dd[contains(@class, 'contrary')]")
    assert text(contrary.getprevious()) == "The case against"


def test_a_withdrawn_card_that_the_annex_leaves_out_keeps_all_its_parts(followed: Project) -> None:
    followed.change("source/asked.md", ":strength:", ":status: withdrawn\n:strength:")
    for builder, name in (("singlehtml", "index.html"), ("html", "asked.html")):
        shown = [text(term) for term in page(followed.build(builder), name).xpath(CARD)]
        assert sorted(set(AWAY) & set(shown)) == sorted(AWAY)
        assert len(shown) == len(set(shown))


def test_the_date_of_a_part_that_stands_apart_stands_there(followed: Project) -> None:
    general = (resources.files("policybrief") / "profiles/general/profile.toml").read_text("utf-8")
    own = general.replace('by_when = { words = "By when" }', 'by_when = { words = "By when", apart = true }')
    assert own != general
    followed.write("ours.toml", own.partition("[lexicons]")[0])
    built = page(followed.build("singlehtml", brief_profile="ours.toml"), "index.html")
    assert "By when" not in [text(term) for term in built.xpath(CARD)]
    [record] = built.xpath("//div[contains(@class, 'recommendation-record')]")
    assert "By when30 June 2027" in text(record)


def test_the_chain_is_linked_in_both_directions(project: Projects) -> None:
    built = project("test-sound").build("html")
    observed, asked = page(built, "observed.html"), page(built, "asked.html")
    steps = [
        (asked, "recommendation-publish-counts", "observed.html#finding-both-do-it"),
        (observed, "finding-both-do-it", "asked.html#evidence-counts"),
        (asked, "evidence-counts", "sources.html#cite-alpha2024"),
        (asked, "evidence-counts", "observed.html#finding-both-do-it"),
        (asked, "evidence-counts", "#recommendation-publish-counts"),
        (observed, "finding-both-do-it", "asked.html#recommendation-publish-counts"),
    ]
    for where, start, end in steps:
        assert end in where.get_element_by_id(start).xpath(".//a/@href"), f"{start} → {end}"
