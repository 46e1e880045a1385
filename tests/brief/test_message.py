"""Group A: the message.  A5 needs two readers; of A2, A4 and A6 the machine's half is here."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from docutils import nodes

from policybrief.checks.language import load

if TYPE_CHECKING:
    from tests.conftest import Brief

OPENING = 150
"""The words of a page among which the main message stands."""
TOPIC = re.compile(
    r"\b(this|the|our) (brief|paper|report|document|study) (examines|explores|discusses|considers)\b", re.I
)
STRONGER = re.compile(
    r"\b(proves?|proven|shows that AI can|terrif\w+|rogue|crossed|alarming|unprecedented)\b", re.I
)


def message(brief: Brief) -> str:
    """The main message, which stands in one file."""
    return brief.plain((brief.root / "source/main-message.txt").read_text("utf-8"))


def key_messages(brief: Brief) -> list[nodes.list_item]:
    """The numbered items of the key messages."""
    [listed] = brief.boxes("summary", "key-messages")
    return list(listed.findall(nodes.list_item))


def test_A1_one_main_message_stands_word_for_word_on_cover_summary_and_abstract(brief: Brief) -> None:
    for docname in ("index", "summary"):
        [box] = brief.boxes(docname, "main-message")
        assert brief.plain(box.astext()) == message(brief)
        page = brief.spoken(brief.main(docname).text_content())
        assert " ".join(brief.spoken(message(brief))) in " ".join(page[:OPENING]), (
            f"not at the head of {docname}.html"
        )
    for abstract in (brief.read("abstract.txt"), brief.register["abstract"]):
        assert message(brief) in brief.plain(abstract)


def test_A1_the_main_message_stands_at_the_head_of_the_printed_cover_and_summary(brief: Brief) -> None:
    pdf = brief.pdf()
    for page in (0, pdf.page_of(brief.title("summary"))):
        opening = brief.letters(" ".join(pdf.text(page).split()[: OPENING + 20]))
        assert brief.letters(message(brief)) in opening, f"not at the head of page {page + 1}"


def test_A2_neither_message_nor_abstract_opens_with_a_topic(brief: Brief) -> None:
    texts = [message(brief), brief.register["abstract"], *(item.astext() for item in key_messages(brief))]
    assert [text for text in texts if TOPIC.search(text)] == []
    assert re.search(r"\bshould (agree|treat|accept|require|count|rely)\b", message(brief)), (
        "the message asks nobody to act"
    )


def test_A2_the_clocks_of_the_main_message_are_those_of_the_record_that_the_cards_print(brief: Brief) -> None:
    [clocks] = [record for record in brief.register["evidence"] if record["id"] == "alarm-clocks"]
    for name in ("tell", "retest"):
        assert brief.plain(clocks["values"][name]["text"]) in message(brief), name


def test_A2_each_clause_of_the_main_message_has_a_card(brief: Brief) -> None:
    asked = {entry["id"]: entry for entry in brief.register["recommendations"] if entry["status"] == "current"}
    for clause, id in (
        ("outsiders check test walls", "containment-first"),
        ("stops the run", "containment-first"),
        ("reaches authorities", "report-containment-breaches"),
        ("is rechecked", "standing-second-team"),
        ("all-clears need tests shown to detect", "match-test-to-decision"),
    ):
        assert clause in message(brief), clause
        assert asked[id]["strength"] == "strong", f"{clause!r} is surer than {id}"


def test_A3_a_key_message_that_names_a_certainty_names_that_of_its_finding(brief: Brief) -> None:
    certainty = {f"finding-{entry['id']}": entry["certainty"] for entry in brief.register["findings"]}
    named = 0
    for link in brief.main("summary").xpath(".//a[contains(@href, '#finding-')]"):
        if found := re.match(r"(very low|low|moderate|high) certainty", brief.plain(link.text_content())):
            named += 1
            assert certainty[link.get("href").partition("#")[2]] == found[1].replace(" ", "-"), link.text_content()
    assert named >= len(key_messages(brief))


def test_A4_the_decision_and_the_first_date_stand_on_the_first_page_of_the_summary(brief: Brief) -> None:
    first = min(dt.date.fromisoformat(entry["by"]) for entry in brief.register["recommendations"])
    date = f"{first.day} {first:%B %Y}"
    tree = brief.trees["summary"]
    [decision] = [p for p in tree.findall(nodes.paragraph) if p.astext().startswith("The decision.")]
    assert date in brief.plain(decision.astext()), f"the first step is due on {date}"
    before = tree.next_node(nodes.section).next_node(nodes.section)
    assert before is not None
    assert decision.line < before.line, "the decision comes after the first subheading"
    assert brief.plain("The decision.") in brief.plain(
        brief.pdf().text(brief.pdf().page_of(brief.title("summary")))
    )


def test_A6_the_summary_uses_no_word_that_claims_more_than_a_finding(brief: Brief) -> None:
    lexicon = load(brief.root / name for name in brief.env.config.brief_lexicons)
    for sentence in brief.sentences(brief.trees["summary"]):
        assert not STRONGER.search(sentence), sentence
        assert list(lexicon.faults(sentence, assessing=False)) == []
