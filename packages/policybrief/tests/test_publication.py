"""Who publishes is configuration: unset it is said and nowhere guessed; set it is everywhere the same."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docutils import nodes

if TYPE_CHECKING:
    from projects import Built, Projects

UNSET = "not yet assigned"
VALUES = {
    "brief_subtitle": "An example of a subtitle",
    "brief_publisher": "The Example Institute",
    "brief_responsible": "An Example Person",
    "brief_contact": "brief@example.org",
    "brief_doi": "10.5555/example-1",
    "brief_concept_doi": "10.5555/all-of-example",
    "brief_licence": "Example licence, version 1",
    "html_baseurl": "https://example.org/brief/",
}
IN_REGISTER = {"html_baseurl": "address"}


def table(built: Built) -> dict[str, str]:
    """What the brief prints about this revision."""
    for one in built.doctrees["asked"].findall(nodes.table):
        if "publication-table" in one["classes"]:
            rows = [row for body in one.findall(nodes.tbody) for row in body]
            return {row[0].astext(): row[1].astext() for row in rows}
    raise AssertionError("no table of this revision")


def pages(built: Built) -> str:
    """All HTML pages of a build."""
    return "\n".join(path.read_text("utf-8") for path in sorted(built.outdir.rglob("*.html")))


def test_unset_values_are_said_to_be_so_and_there_is_no_address_and_no_doi(project: Projects) -> None:
    brief = project("test-sound")
    built = brief.build("html")
    told = table(built)
    for name in (
        "Publisher",
        "Responsible person",
        "Contact",
        "Address",
        "DOI of this revision",
        "DOI of all revisions",
        "Licence of the text",
        "Revision",
    ):
        assert told[name] == UNSET
    assert told["Status"] == "review draft"
    assert told["Review"] == "not externally reviewed"
    html = pages(built)
    assert UNSET in html
    assert "doi.org" not in html
    assert 'rel="canonical"' not in html
    source = "https://example.org/act"
    looked_up = f"https://web.archive.org/web/2025/{source}"
    assert set(re.findall(r'(?:href|src|content)="(https?://[^"]+)"', html)) <= {source, looked_up}
    data = json.loads(brief.build("register").file("register.json"))["brief"]
    for name in (
        "publisher",
        "responsible",
        "contact",
        "address",
        "doi",
        "concept_doi",
        "licence",
        "revision",
        "subtitle",
    ):
        assert data[name] is None
    assert data["draft"] is True


def test_set_values_are_the_same_on_cover_page_and_in_the_register(project: Projects) -> None:
    brief = project("test-sound")
    brief.write("CHANGELOG.md", "# Changes\n\n## 0.9 - draft\n")
    built = brief.build("html", **VALUES)
    told = set(table(built).values())
    data = json.loads(brief.build("register", **VALUES).file("register.json"))["brief"]
    for name, value in VALUES.items():
        assert data[IN_REGISTER.get(name, name.removeprefix("brief_"))] == value
        assert value in told or name == "brief_subtitle"
    for name in ("brief_subtitle", "brief_publisher", "brief_doi", "brief_concept_doi"):
        assert VALUES[name] in built.file("index.html"), f"{name} is not on the cover"
    assert data["revision"] == table(built)["Revision"] == "0.9"
    assert UNSET not in pages(built)
    assert '<link rel="canonical" href="https://example.org/brief/asked.html"' in built.file("asked.html")


HEADINGS = {
    "a cut revision": ("## 0.9 - 2026-11-30\n\n## 0.8 - 2026-01-31\n", "0.9", "2026-11-30", False),
    "a draft": ("## 0.9 - draft\n\n## 0.8 - 2026-01-31\n", "0.9", "2026-10-07", True),
    "nothing yet": ("Words without a heading.\n", None, "2026-10-07", True),
}


@pytest.mark.parametrize(("changelog", "revision", "date", "draft"), HEADINGS.values(), ids=HEADINGS.keys())
def test_revision_and_date_come_from_the_changelog_and_a_draft_is_never_before_its_cut_off(
    project: Projects, changelog: str, revision: str | None, date: str, draft: bool
) -> None:
    brief = project("test-sound")
    brief.write("CHANGELOG.md", f"# Changes\n\n{changelog}")
    data = json.loads(brief.build("register").file("register.json"))["brief"]
    assert (data["revision"], data["date"], data["draft"]) == (revision, date, draft)


def test_a_draft_has_the_newest_day_of_records_comparisons_readings_and_older_revisions(project: Projects) -> None:
    brief = project("test-sound")
    brief._complete()

    def date() -> str:
        told = json.loads(brief.build("register", fresh=True, brief_cut_off=None).file("register.json"))["brief"]
        return str(told["date"])

    assert date() == "2025-06-30"  # of a record
    brief.change("material/evidence/counts.toml", "checked = 2025-03-01", "checked = 2025-07-01")
    assert date() == "2025-07-01"
    brief.write(
        "refs.bib",
        (brief.path / "refs.bib").read_text("utf-8").replace("}\n}", "},\nurldate = {2025-07-02}\n}", 1),
    )
    assert date() == "2025-07-02"
    brief.write("CHANGELOG.md", "# Changes\n\n## 0.9 - draft\n\n## 0.8 - 2025-07-03\n")
    assert date() == "2025-07-03"
    brief.change("material/evidence/counts.toml", "checked = 2025-07-01", "checked = 2999-07-01")
    assert date() == "2025-07-03"  # a day to come is told, and dates nothing


@pytest.mark.parametrize(
    ("content", "line"),
    [(b"# Changes\n\n## 0.9 - 2026-02-31\n", 3), (b"# Changes\n\n## 0.9 - draft\n\nL'\xe9t\xe9\n", 5)],
    ids=["a day that is none", "not UTF-8"],
)
def test_a_faulty_changelog_is_told_with_its_line_and_the_brief_is_built(
    project: Projects, content: bytes, line: int
) -> None:
    brief = project("test-sound")
    (brief.path / "CHANGELOG.md").write_bytes(content)
    built = brief.build()
    assert f"CHANGELOG.md:{line}" in [said.place for said in built.complaints]
    assert "Publish counts" in built.words("asked")


def test_an_unknown_interval_method_is_told_and_the_default_holds(project: Projects) -> None:
    built = project("test-sound").build(brief_interval="wilsn")
    (said,) = built.complaints
    assert (said.place, said.text) == ("conf.py:1", "brief_interval 'wilsn' is not known; did you mean 'wilson'?")
    assert "interval 60–98%" in built.words("observed")


ANSWERED = {name: VALUES[name] for name in ("brief_publisher", "brief_responsible", "brief_contact")}


@pytest.mark.parametrize("without", [(), tuple(ANSWERED), ("brief_contact",)])
def test_what_calls_itself_published_without_anybody_who_answers_is_told_with_the_settings(
    project: Projects, without: tuple[str, ...]
) -> None:
    given = {name: value for name, value in ANSWERED.items() if name not in without}
    told = project("test-sound").build(brief_status="published", **given).complaints
    wanted = f"brief_status is 'published', which no cut takes without {' and '.join(without)}; say there who"
    assert [one.text.partition(" answers")[0] for one in told] == ([wanted] if without else [])
    assert all(one.subtype == "configuration" for one in told)


IDENTIFIERS = {
    "an address instead of a DOI": (
        {"brief_doi": "https://doi.org/10.5555/example"},
        "brief_doi 'https://doi.org/10.5555/example' is no DOI; "
        "write it like 10.5555/example, without an address before it",
    ),
    "one DOI for two things": (
        {"brief_doi": "10.5555/example", "brief_concept_doi": "10.5555/example"},
        "brief_concept_doi is the same as brief_doi; one names the brief itself, the other this revision",
    ),
}


@pytest.mark.parametrize(("values", "text"), IDENTIFIERS.values(), ids=IDENTIFIERS.keys())
def test_an_identifier_that_is_none_or_names_two_things_is_told_and_not_printed(
    project: Projects, values: dict[str, str], text: str
) -> None:
    built = project("test-sound").build("html", **values)
    (said,) = built.complaints
    assert (said.place, said.text) == ("conf.py:1", text)
    assert table(built)["DOI of all revisions" if len(values) == 2 else "DOI of this revision"] == UNSET


def test_the_exact_interval_is_printed_where_it_is_configured(project: Projects) -> None:
    assert "interval 55–99.7%" in project("test-sound").build(brief_interval="exact").words("observed")


def test_nothing_written_depends_on_the_day(project: Projects, monkeypatch: pytest.MonkeyPatch) -> None:
    first = project("test-sound").build("html")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    second = project("test-sound").build("html")
    year = str(dt.date.today().year)
    for path in first.outdir.rglob("*.html"):
        other: Path = second.outdir / path.relative_to(first.outdir)
        assert path.read_bytes() == other.read_bytes()
        assert f"on {year}" not in path.read_text("utf-8")
