"""Group J: versioning.  J4 and J6 begin with the first published revision; what they promise is held here."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from docutils import nodes

from policybrief.data.changelog import read_changelog

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Brief

ASSIGNED = {
    "brief_publisher": "Example Institute",
    "brief_responsible": "A. Example",
    "brief_contact": "contact@example.org",
    "brief_doi": "10.5555/example.brief.first",
    "brief_concept_doi": "10.5555/all-of-example.brief",
    "brief_licence": "CC BY 4.0",
    "html_baseurl": "https://example.org/brief/",
}
"""Example values for what only the body that publishes may set; example.org and 10.5555 belong to nobody."""


@pytest.fixture(scope="module")
def assigned(build_brief: Callable[..., Brief]) -> Brief:
    """The same brief as somebody would publish it."""
    return build_brief(**ASSIGNED)


def edition(brief: Brief) -> dict[str, Any]:
    """The edition data of the register."""
    found: dict[str, Any] = brief.register["brief"]
    return found


def written(date: str) -> str:
    """A date of the register as pages print it."""
    day = dt.date.fromisoformat(date)
    return f"{day.day} {day:%B %Y}"


def identity(brief: Brief) -> dict[str, str]:
    """What every place that names the edition must say."""
    data = edition(brief)
    return {
        "revision": data["revision"],
        "date": written(data["date"]),
        "cut-off": written(data["cut_off"]),
        "status": data["status"],
    }


def test_J1_the_register_says_what_changelog_and_configuration_say(brief: Brief) -> None:
    data, config = edition(brief), brief.env.config
    newest = read_changelog(brief.root / "CHANGELOG.md", "CHANGELOG.md").newest
    assert newest is not None
    assert data["revision"] == newest.revision
    assert data["draft"] is (newest.date is None)
    assert data["cut_off"] == config.brief_cut_off.isoformat()
    assert data["status"] == config.brief_status
    records, read = brief.register["evidence"], [brief.env.config.brief_cut_off.isoformat()]
    read += [
        day for record in records for day in (record["as_of"], *(one["checked"] for one in record["sources"]))
    ]
    read += [source["fields"].get("urldate", "") for source in brief.register["sources"]]
    assert data["date"] == (newest.date.isoformat() if newest.date else max(filter(None, read)))


def test_J1_the_html_cover_shows_revision_date_cut_off_and_status(brief: Brief) -> None:
    [listed] = brief.main("index").xpath(".//dl[contains(@class, 'edition')]")
    terms = [brief.plain(term.text_content()) for term in listed.xpath(".//dt")]
    facts = dict(zip(terms, (brief.plain(fact.text_content()) for fact in listed.xpath(".//dd")), strict=True))
    data = edition(brief)
    assert facts["Revision"] == data["revision"]
    assert facts["Status"] == data["status"]
    assert facts["Date"] == written(data["date"])
    assert facts["Evidence cut-off"] == written(data["cut_off"])
    assert facts["Review"] == data["reviewed"]


def test_J1_every_html_page_carries_the_same_strip(brief: Brief) -> None:
    strips = {
        brief.plain(" · ".join(span.text_content() for span in page.xpath("//*[@class='strip']/span")))
        for page in brief.pages.values()
    }
    assert len(strips) == 1
    for what, word in identity(brief).items():
        assert word in next(iter(strips)), what


def test_J1_the_printed_cover_shows_revision_date_cut_off_and_status(brief: Brief) -> None:
    cover = brief.plain(brief.pdf().text(0))
    for word in identity(brief).values():
        assert word in cover, word


def test_J1_every_printed_page_after_the_cover_carries_the_strip(brief: Brief) -> None:
    pdf = brief.pdf()
    for page in range(1, pdf.length):
        said = brief.plain(pdf.text(page))
        for what, word in identity(brief).items():
            assert word in said, f"page {page + 1} does not say its {what}"


def test_J1_the_metadata_of_the_pdf_name_title_revision_and_status(brief: Brief) -> None:
    pdf = brief.pdf()
    with pdf.objects.open_metadata(set_pikepdf_as_editor=False) as described:
        said = " ".join(str(value) for value in described.values())
    said += " ".join(str(value) for value in (pdf.objects.docinfo or {}).values())
    for word in (edition(brief)["title"], *identity(brief).values()):
        assert word in brief.plain(said), word


def test_J1_the_head_of_every_html_page_says_revision_date_and_status_as_the_register_does(brief: Brief) -> None:
    data = edition(brief)
    for docname, page in brief.pages.items():
        said = {tag.get("name"): tag.get("content") for tag in page.xpath("/html/head/meta[@name]")}
        for name, word in (("revision", "revision"), ("status", "status"), ("DC.date", "date")):
            assert said[name] == data[word], f"{docname}: {name}"
    [script] = brief.pages["index"].xpath("/html/head/script[@type='application/ld+json']")
    linked = json.loads(script.text)
    assert linked["version"] == data["revision"]
    assert linked["creativeWorkStatus"] == data["status"]
    assert linked["dateModified" if data["draft"] else "datePublished"] == data["date"]


def test_J1_the_register_travels_in_the_pdf_unchanged(brief: Brief) -> None:
    attached = brief.pdf().objects.attachments
    assert attached["register.json"].get_file().read_bytes() == brief.file("register.json").read_bytes()


def test_J2_every_revision_of_the_changelog_stands_in_the_printed_history(brief: Brief) -> None:
    log = read_changelog(brief.root / "CHANGELOG.md", "CHANGELOG.md")
    assert log.complaints == []
    section = brief.section("revisions", "Revision history")
    said = brief.plain(section.astext())
    for entry in log.entries:
        assert re.search(rf"\b{re.escape(entry.revision)}\b", said), entry.revision
        assert (written(entry.date.isoformat()) if entry.date else "draft") in said, entry.revision
        assert entry.changes, f"revision {entry.revision} says nothing of what changed"
    [table] = section.findall(nodes.table)
    head = [brief.plain(cell.astext()) for cell in next(iter(table.findall(nodes.thead))).findall(nodes.entry)]
    for column in ("Revision", "what changed", "why", "Effect on recommendations"):
        assert column.casefold() in " ".join(head).casefold(), column


def test_J2_changes_name_ids_that_exist(brief: Brief) -> None:
    known = {entry["id"] for kind in ("findings", "recommendations", "evidence") for entry in brief.register[kind]}
    log = read_changelog(brief.root / "CHANGELOG.md", "CHANGELOG.md")
    for entry in log.entries:
        for change in entry.changes:
            assert set(change.ids) <= known, f"revision {entry.revision}: {change.ids}"


def test_J5_no_version_number_stands_inside_an_identifier_and_the_citation_names_the_revision(
    assigned: Brief,
) -> None:
    data = edition(assigned)
    assert data["doi"] == ASSIGNED["brief_doi"]
    assert data["revision"] not in data["doi"]
    for docname, page in assigned.pages.items():
        [cite] = page.xpath("//*[@class='cite']")
        said = assigned.plain(cite.text_content())
        for word in (data["publisher"], data["title"], data["revision"], written(data["date"]), data["doi"]):
            assert word in said, f"{docname} is cited without {word!r}"


def test_J5_the_work_and_the_version_have_an_identifier_each_and_the_version_is_cited(assigned: Brief) -> None:
    data = edition(assigned)
    version, work = data["doi"], data["concept_doi"]
    assert version != work
    assert data["revision"] not in work
    cover = assigned.plain(assigned.main("index").xpath("string(.//dl[contains(@class, 'edition')])"))
    printed = assigned.plain(assigned.pdf().text(0))
    for doi in (version, work):
        assert doi in cover
        assert doi in printed
    for docname, page in assigned.pages.items():
        assert version in page.xpath("string(//*[@class='cite'])"), docname
        assert work not in page.xpath("string(//*[@class='cite'])"), docname
        assert work in page.xpath("string(//*[@class='cite-all'])"), docname
    assert version in assigned.read("html/citation.bib")
    assert version in assigned.read("html/citation.ris")


def test_J5_without_identifiers_none_is_shown(brief: Brief) -> None:
    assert edition(brief)["doi"] is None
    assert edition(brief)["concept_doi"] is None
    for docname, page in brief.pages.items():
        assert not page.xpath("//*[@class='cite-all']"), docname
        assert "doi.org" not in page.xpath("string(//*[@class='foot'])"), docname


def test_J5_the_citation_of_a_page_is_words_and_no_markup(brief: Brief) -> None:
    for docname, page in brief.pages.items():
        [cite] = page.xpath("//*[@class='cite']")
        assert not re.search(r"[<>]", cite.text_content()), f"{docname}: {cite.text_content()}"
        assert docname == "index" or brief.title(docname) in brief.plain(cite.text_content())


def test_what_a_publisher_sets_is_unset_and_said_to_be_so(brief: Brief) -> None:
    data = edition(brief)
    table = brief.pages["revisions"].get_element_by_id("table-publication")
    rows = {
        brief.plain(row.xpath(".//th")[0].text_content()): brief.plain(row.xpath(".//td")[0].text_content())
        for row in table.xpath(".//tbody/tr")
    }
    for name, key in (
        ("Publisher", "publisher"),
        ("Responsible person", "responsible"),
        ("Contact", "contact"),
        ("Address", "address"),
        ("DOI of this revision", "doi"),
        ("DOI of all revisions", "concept_doi"),
        ("Licence of the text", "licence"),
    ):
        assert data[key] is None, key
        assert rows[name] == "not yet assigned", name
    for page in brief.pages.values():
        assert not page.xpath("//link[@rel='canonical']")


def test_what_a_publisher_sets_is_printed_in_every_output(assigned: Brief) -> None:
    printed = assigned.plain(" ".join(assigned.pdf().texts))
    page = assigned.plain(assigned.main("revisions").text_content())
    for value in ASSIGNED.values():
        assert value in page, value
        assert value in printed, value
        assert value in assigned.read("register.json"), value
