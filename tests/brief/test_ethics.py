"""Group K: ethics.  K3, K4 and K6 need people and are printed as not done; what a machine can scan is here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from policybrief.checks.hazards import of

if TYPE_CHECKING:
    from tests.conftest import Brief

ALWAYS = {"arxiv.org", "doi.org", "web.archive.org"}
LINK = re.compile(r"https?://[^\s\"'<>)\]}]+")
NOT_DONE = (
    "review by outside experts",
    "sceptic",
    "another jurisdiction",
    "legal review",
    "target readers",
    "screen-reader user",
    "hazard review by two people",
    "offer of reply",
)


def interests(brief: Brief) -> list[list[str]]:
    """The rows of the table of contributors and their interests."""
    table = brief.pages["revisions"].get_element_by_id("table-interests")
    return [[brief.plain(cell.text_content()) for cell in row] for row in table.xpath(".//tbody/tr")]


def test_K1_every_contributor_states_part_and_interest_and_nobody_else_had_a_say(brief: Brief) -> None:
    rows = interests(brief)
    contributors = " ".join(row[0] for row in rows)
    for wanted in ("AI system", "Human authors", "Publisher", "Funder", "Laboratories"):
        assert wanted in contributors, wanted
    for row in rows:
        assert len(row) == 3
        assert all(row), row
    [laboratories] = [row for row in rows if row[0].startswith("Laboratories")]
    assert "nobody had a say" in laboratories[1]


def test_K1_the_makers_own_interest_in_the_subject_is_stated(brief: Brief) -> None:
    [system] = [row for row in interests(brief) if row[0].startswith("AI system")]
    assert "company that develops frontier models" in system[2]
    assert "company that develops" in brief.plain(brief.trees["methods"].astext())


def test_K2_the_use_of_ai_is_disclosed_with_task_version_checking_and_responsible_person(brief: Brief) -> None:
    section = brief.plain(brief.section("methods", "AI system").astext())
    for wanted in ("drafted, coded and checked", "version", "responsible person", "assigned"):
        assert wanted in section, wanted
    assert re.search(r"[Nn]o person has reviewed", brief.plain(brief.trees["methods"].astext()))
    assert re.search(r"AI system is not an author", brief.plain(brief.trees["revisions"].astext()))


def test_K2_no_author_is_named_while_no_person_wrote_it(brief: Brief) -> None:
    assert brief.env.config.author == ""
    [authors] = [row for row in interests(brief) if row[0] == "Human authors"]
    assert authors[1] == "none in this draft"


def test_K3_the_cover_says_that_nobody_outside_has_reviewed_it(brief: Brief) -> None:
    assert brief.register["brief"]["reviewed"] == "not externally reviewed"
    assert "not externally reviewed" in brief.plain(brief.main("index").text_content())
    assert "not externally reviewed" in brief.plain(brief.pdf().text(0))


def test_K3_K4_K6_checks_that_need_people_are_printed_as_not_done(brief: Brief) -> None:
    section = brief.plain(brief.section("methods", "not done").astext())
    assert "not done" in section
    for check in NOT_DONE:
        assert check in section, check
    assert re.search(r"publisher must do these before", section)


def test_K4_a_redaction_statement_says_whether_anything_material_was_withheld(brief: Brief) -> None:
    [left_out] = brief.boxes("methods", "left-out")
    said = brief.plain(left_out.astext())
    assert "Nothing material to a finding was withheld" in said
    for kind in ("prompts", "design", "steps", "weaknesses", "providers", "prices", "links"):
        assert kind in said.casefold(), kind


def test_K5_no_pattern_of_the_exclusion_list_stands_in_any_text_of_the_brief(brief: Brief) -> None:
    hazards = of(brief.env.config, brief.root)
    files = [
        *brief.root.glob("source/*"),
        *brief.root.glob("material/**/*.toml"),
        brief.root / "refs.bib",
        brief.file("register.json"),
        brief.file("abstract.txt"),
    ]
    assert len(files) > 150
    assert len(hazards.patterns) >= 5
    for path in files:
        if path.name == "hazards.toml":
            continue
        assert list(hazards.in_text(path.read_text("utf-8"))) == [], path.name


def test_K5_outside_links_lead_only_to_hosts_of_the_bibliography(brief: Brief) -> None:
    cited = {urlsplit(url).hostname for url in LINK.findall((brief.root / "refs.bib").read_text("utf-8"))}
    hazards = of(brief.env.config, brief.root)
    seen = 0
    for docname, page in brief.pages.items():
        for link in page.xpath("//*[@id='page-main']//a[starts-with(@href, 'http')]/@href"):
            seen += 1
            assert urlsplit(link).hostname in cited | ALWAYS, f"{docname}: {link}"
            assert list(hazards.in_text(link)) == [], f"{docname}: {link}"
    assert seen > 50
