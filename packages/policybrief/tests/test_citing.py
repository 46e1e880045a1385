"""How machines cite the brief: BibTeX, RIS and CITATION.cff say what its pages say, and nobody is invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from policybrief.chapters.publication import Publication
from policybrief.outputs.citation import bibtex, cff, ris, shown_authors
from policybrief.words.persons import person

NOTHING = Publication(
    title="A small brief",
    subtitle="",
    revision="",
    date=None,
    draft=True,
    status="",
    cut_off=None,
    reviewed="",
    authors=(),
    publisher="",
    responsible="",
    contact="",
    address="",
    doi="",
    concept_doi="",
    licence="",
    language="en",
)
EVERYTHING = replace(
    NOTHING,
    subtitle="100 % & more",
    revision="0.9",
    date=dt.date(2026, 11, 21),
    draft=False,
    status="review draft",
    reviewed="not externally reviewed",
    authors=("Example, Ada", "Society and Example"),
    publisher="The Example Institute",
    address="https://example.org/brief/",
    doi="10.5555/example_1",
    concept_doi="10.5555/example",
)


def records(text: str) -> list[tuple[str, str]]:
    """The lines of a RIS record."""
    assert text.endswith("ER  - \r\n")
    return [(line[:2], line[6:]) for line in text.split("\r\n")[:-1]]


def test_bibtex_names_authors_institution_revision_date_status_and_the_doi_of_the_revision() -> None:
    [entry] = parse_string(bibtex(EVERYTHING), "bibtex").entries.values()
    assert entry.type == "techreport"
    assert [str(person) for person in entry.persons["author"]] == ["Example, Ada", "{Society and Example}"]
    assert dict(entry.fields.items()) == {
        "title": r"{A small brief: 100 \% \& more}",
        "institution": "The Example Institute",
        "type": "Policy brief",
        "number": "Revision 0.9",
        "year": "2026",
        "date": "2026-11-21",
        "note": "review draft, not externally reviewed",
        "doi": "10.5555/example_1",
        "url": "https://example.org/brief/",
        "language": "en",
    }


def test_bibtex_of_an_unassigned_brief_names_nobody() -> None:
    [entry] = parse_string(bibtex(NOTHING), "bibtex").entries.values()
    assert (entry.type, dict(entry.persons.items())) == ("misc", {})
    assert set(entry.fields) == {"title", "howpublished", "language"}


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))
def test_no_title_ends_its_field_of_bibtex_or_is_taken_for_a_command(title: str) -> None:
    [entry] = parse_string(bibtex(replace(EVERYTHING, title=title)), "bibtex").entries.values()
    assert entry.fields["language"] == "en"
    inside = entry.fields["title"].removeprefix("{").removesuffix("}").replace(r"\textbackslash{}", "")
    for name in ("braceleft", "braceright", "asciitilde", "asciicircum"):
        inside = inside.replace(f"\\text{name}{{}}", "")
    for sign in "&%$#_":
        inside = inside.replace(f"\\{sign}", "")
    assert not set(inside) & set(r"\{}~^&%$#_")


def test_ris_names_the_same() -> None:
    assert records(ris(EVERYTHING)) == [
        ("TY", "RPRT"),
        ("TI", "A small brief: 100 % & more"),
        ("AU", "Example, Ada"),
        ("AU", "Society and Example"),
        ("PB", "The Example Institute"),
        ("PY", "2026"),
        ("DA", "2026/11/21"),
        ("M3", "Policy brief"),
        ("ET", "Revision 0.9"),
        ("N1", "review draft, not externally reviewed"),
        ("DO", "10.5555/example_1"),
        ("UR", "https://example.org/brief/"),
        ("LA", "en"),
        ("ER", ""),
    ]
    assert [tag for tag, _value in records(ris(NOTHING))] == ["TY", "TI", "M3", "LA", "ER"]


def test_the_publisher_stands_for_authors_who_are_not_named() -> None:
    edition = replace(EVERYTHING, authors=())
    assert ("AU", "The Example Institute") in records(ris(edition))
    assert yaml.safe_load(cff(edition))["authors"] == [{"name": "The Example Institute"}]


def test_there_is_no_citation_file_before_anybody_can_be_named() -> None:
    assert cff(NOTHING) == ""


def test_the_citation_file_says_what_the_edition_says_and_names_both_identifiers() -> None:
    told = yaml.safe_load(cff(EVERYTHING))
    assert (told["cff-version"], told["version"], told["date-released"]) == ("1.2.0", "0.9", "2026-11-21")
    assert told["authors"] == [
        {"family-names": "Example", "given-names": "Ada"},
        {"name": "Society and Example"},
    ]
    assert [entry["value"] for entry in told["identifiers"]] == ["10.5555/example_1", "10.5555/example"]
    report = told["preferred-citation"]
    assert (report["type"], report["year"], report["month"]) == ("report", 2026, 11)
    assert report["doi"] == told["doi"] == "10.5555/example_1"
    assert "review draft" in report["notes"]


def test_a_draft_has_no_date_of_release() -> None:
    assert "date-released" not in yaml.safe_load(cff(replace(EVERYTHING, draft=True)))


@pytest.mark.parametrize("write", [bibtex, ris, cff])
def test_nothing_unset_leaves_a_trace(write: object) -> None:
    text = write(replace(NOTHING, publisher="The Example Institute"))  # type: ignore[operator]
    assert "None" not in text
    assert "not yet assigned" not in text


COVERS = {
    "two of one house": (
        "en",
        {"Doe, Jane": "House", "Roe, Ann": "House"},
        "Jane Doe and Ann Roe (House), The Office",
    ),
    "two of two": (
        "en",
        {"Doe, Jane": "House", "Roe, Ann": "Hall"},
        "Jane Doe (House), Ann Roe (Hall), The Office",
    ),
    "one of a house": ("en", {"Roe, Ann": "House"}, "Jane Doe, Ann Roe (House), The Office"),
    "two in German": ("de", {"Doe, Jane": "Haus", "Roe, Ann": "Haus"}, "Jane Doe und Ann Roe (Haus), The Office"),
}


@pytest.mark.parametrize(("language", "affiliations", "printed"), COVERS.values(), ids=COVERS)
def test_the_cover_names_a_house_once_for_all_authors_in_a_row_who_are_of_it(
    language: str, affiliations: dict[str, str], printed: str
) -> None:
    authors = ("Doe, Jane", "Roe, Ann", "The Office")
    edition = replace(NOTHING, authors=authors, affiliations=affiliations, language=language)
    assert shown_authors(edition) == printed


def test_a_suffix_of_a_name_stands_where_each_format_has_it() -> None:
    from policybrief.outputs import citation

    name = "Shaw, Jr., Ann"
    assert person(name) == ("Shaw", "Ann", "Jr.")
    assert citation._bibtex_author(name) == "Shaw, Jr., Ann"
    assert citation._family_first(name) == "Shaw, Ann, Jr."
    assert citation._cff_author(name) == {"family-names": "Shaw", "given-names": "Ann", "name-suffix": "Jr."}
    assert person("Shaw, Ann").shown == "Ann Shaw"  # type: ignore[union-attr]
    assert person("The House, Bern, Zürich, Basel") is None
