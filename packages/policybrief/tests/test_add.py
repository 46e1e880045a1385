"""What is added to a brief stands in its place, is sound but for its marked gaps, and overwrites nothing."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import time
import tomllib
from pathlib import Path

import pytest
from projects import Project

from policybrief.__main__ import main
from policybrief.checks.chain import FRESH
from policybrief.commands import new
from policybrief.commands.project import here
from policybrief.commands.status import status
from policybrief.data import bibtex, entries, profiles, style
from policybrief.words.messages import speak

BIBTEX = """@article{heat2024, author = {Müller, Ada and Beta, B.}, title = {Counting 50\\% of heat},
    journal = {J. Heat}, year = {2024}, doi = {10.5555/heat}}
"""
RIS = """TY  - JOUR
AU  - Müller, Ada
AU  - Beta, B.
TI  - Counting 50% of heat
JO  - J. Heat
PY  - 2024
DO  - 10.5555/heat
ER  -
"""
CSL = json.dumps(
    [
        {
            "type": "article-journal",
            "author": [{"family": "Müller", "given": "Ada"}, {"family": "Beta", "given": "B."}],
            "title": "Counting 50% of heat",
            "container-title": "J. Heat",
            "issued": {"date-parts": [[2024, 5]]},
            "DOI": "10.5555/heat",
        }
    ]
)


@pytest.fixture(params=["en", "fr", "de", "es"])
def brief(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A new brief, in whose folder the commands are given."""
    new.begin(tmp_path / "brief", new.Wanted("A brief", language=request.param), dt.date(2026, 3, 1))
    monkeypatch.chdir(tmp_path / "brief")
    return Project(tmp_path / "brief")


def give(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Text on standard input."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


@pytest.mark.parametrize("text", [BIBTEX, RIS, CSL], ids=["BibTeX", "RIS", "CSL-JSON"])
def test_a_source_is_taken_in_from_what_catalogues_give(
    brief: Project, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    give(monkeypatch, text)
    assert main(["add", "source"]) == 0
    built = brief.build()
    sources = built.app.env.get_domain("brief").sources  # type: ignore[attr-defined]
    (key,) = sources.keys() - {"example"}
    source = sources[key]
    assert (source.label, source.title) == ("Müller & Beta 2024", "Counting 50% of heat")
    assert (source.type, source.fields["doi"]) == ("article", "10.5555/heat")
    (gaps,) = built.said("source_entry")
    assert gaps.text.startswith(f"{key!r} still has TODO for review (peer reviewed, ")
    assert "; relation (independent, " in gaps.text
    assert "urldate" not in gaps.text
    assert built.subtypes.count("unused_source") == 1


def test_the_appraisal_of_a_source_outlives_a_second_import(
    brief: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch, BIBTEX)
    main(["add", "source"])
    brief.change("refs.bib", "@article{heat2024,", "@article{heat2024,\n    note = {Ours},")
    text = (brief.path / "refs.bib").read_text("utf-8")
    before, head, after = text.partition("@article{heat2024,")
    brief.write("refs.bib", before + head + after.replace("review = {TODO}", "review = {peer reviewed}"))
    give(monkeypatch, BIBTEX.replace("Counting", "Recounting"))
    main(["add", "source"])
    text = (brief.path / "refs.bib").read_text("utf-8")
    assert text.count("heat2024") == 1
    for kept in ("review = {peer reviewed}", "note = {Ours}", "Recounting 50"):
        assert kept in text
    assert "@techreport{example," in text


@pytest.mark.parametrize("brief", ["en"], indirect=True)
def test_a_second_import_of_an_export_names_its_authors_once(
    brief: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _time in range(2):
        give(monkeypatch, RIS)
        main(["add", "source"])
    assert (brief.path / "refs.bib").read_text("utf-8").count("Müller, Ada and Beta, B.") == 1


@pytest.mark.parametrize("brief", ["en"], indirect=True)
def test_an_author_of_a_ris_without_a_comma_is_a_body_and_told(
    brief: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    give(monkeypatch, "TY  - RPRT\nAU  - Santé publique France\nAU  - Roe, Ann\nTI  - Heat\nPY  - 2023\nER  -\n")
    assert main(["add", "source"]) == 0
    assert "author = {{Santé publique France} and Roe, Ann}" in (brief.path / "refs.bib").read_text("utf-8")
    told = next(line for line in capsys.readouterr().out.splitlines() if "guessed" in line)
    assert told.endswith("{Santé publique France} is a body (a person is written 'Family, Given')")


TWO = RIS + RIS.replace("heat\n", "cold\n").replace("of heat", "of cold")


@pytest.mark.parametrize("brief", ["en"], indirect=True)
def test_works_of_one_author_and_year_keep_keys_of_their_own_also_when_taken_in_again(
    brief: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in (RIS, TWO, RIS.replace("of heat", "of rain").replace("DO  - 10.5555/heat\n", ""), TWO):
        give(monkeypatch, text)
        assert main(["add", "source"]) == 0
    text = (brief.path / "refs.bib").read_text("utf-8")
    titles = re.findall(r"@article{(\w+),[^@]*title = {Counting 50\\% of (\w+)}", text)
    assert titles == [("muller2024", "heat"), ("muller2024a", "cold"), ("muller2024b", "rain")]
    assert "@techreport{example," in text


@pytest.mark.parametrize("brief", ["en"], indirect=True)
def test_the_bibliography_is_read_once_however_many_sources_are_taken_in(
    brief: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, texts = bibtex.read, []
    monkeypatch.setattr(bibtex, "read", lambda text: texts.append(text) or read(text))
    give(monkeypatch, "\n".join(f"@misc{{k{n}, title = {{T {n}}}}}" for n in range(9)))
    assert main(["add", "source"]) == 0
    assert len(texts) == 2
    assert (brief.path / "refs.bib").read_text("utf-8").count("@misc{k") == 9


IMPORTS = {
    "depth": ("[" * 50_000, "is nested too deeply"),
    "a title that is a list": ('[{"title": ["x"]}]', "a table with a title in words"),
    "names that are none": ('[{"title": "T", "author": ["A", 1, {"family": 1, "given": []}], "editor": 4}]', ""),
    "dates that are none": (
        '[{"title": "T", "issued": 5, "accessed": {"date-parts": [3, ["%s"]]}}]' % ("9" * 5000),
        "",
    ),
    "lists for words": (
        '[{"id": [], "type": {}, "title": "T", "volume": [[]], "DOI": {"a": 1}, "page": true}]',
        "",
    ),
    "half a character": (r'[{"title": "T\ud800", "author": [{"family": "\udfff"}], "\ud800": "x"}]', ""),
    "a year of many digits": (f"TY  - JOUR\nTI  - T\nPY  - {'9' * 100_000}\nER  - \n", ""),
    "a note without end": ("@misc{a, title = {T}, note = {%s}}" % ("accessed " * 10_000), ""),
    "a note of spaces": ("@misc{a, title = {T}, note = {accessed%sx}}" % (" " * 90_000), ""),
}


@pytest.mark.parametrize("brief", ["en"], indirect=True)
@pytest.mark.parametrize(("text", "problem"), IMPORTS.values(), ids=IMPORTS.keys())
def test_an_import_of_any_form_is_taken_in_or_refused_in_a_few_seconds(
    brief: Project,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    problem: str,
) -> None:
    give(monkeypatch, text)
    begun = time.process_time()
    assert main(["add", "source"]) == (2 if problem else 0)
    assert time.process_time() - begun < 15
    assert problem in capsys.readouterr().err
    (brief.path / "refs.bib").read_text("utf-8").encode()


ODD = [
    {"title": "Of a day", "author": [{"given": "Plato"}, {}], "issued": {"date-parts": [[]]}},
    {"title": "東", "issued": {"date-parts": [[2020]]}, "container-title": None},
    {
        "type": "chapter", "title": "Third", "page": "3-9", "issued": {"date-parts": [["2021"]]},
        "author": [{"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}],
        "editor": [{"family": "Roe", "given": "R."}], "container-title": "Days", "publisher": "House",
    },
]  # fmt: skip
CHAPTER = """TY  - CHAP
A2  - Roe, R.
TI  - Fourth
T2  - Days
PB  - House
PY  - 2022
SP  - 10
EP  - 19
ER  -
"""


@pytest.mark.parametrize("brief", ["en"], indirect=True)
def test_names_pages_and_gaps_of_an_export_are_taken_in_as_they_are(
    brief: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in (json.dumps(ODD), CHAPTER):
        give(monkeypatch, text)
        assert main(["add", "source"]) == 0
    entries = bibtex.read((brief.path / "refs.bib").read_text("utf-8")).entries[1:]
    names = ("author", "editor", "booktitle", "pages", "year")
    assert {one.key: [one.fields.get(name, "") for name in names] for one in entries} == {
        "plato": ["{Plato}", "", "", "", ""],
        "source2020": ["", "", "", "", "2020"],
        "berg2021": ["van der Berg, Jan", "Roe, R.", "Days", "3-9", "2021"],
        "roe2022": ["", "Roe, R.", "Days", "10--19", "2022"],
    }


@pytest.mark.parametrize("brief", ["en"], indirect=True)
def test_a_day_of_reading_that_is_given_stays_and_so_does_the_note_with_another(
    brief: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    give(monkeypatch, EXPORTED.replace("note =", "urldate = {2026-11-21}, note ="))
    main(["add", "source"])
    assert "urldate =" not in capsys.readouterr().out
    written = (brief.path / "refs.bib").read_text("utf-8")
    assert "urldate = {2026-11-21}" in written
    assert "note = {Accessed 20 Nov 2026}" in written


EXPORTED = r"""@misc{who2025, author = {{World Health Organization}}, title = {Heat}, year = {2025},
    howpublished = {\url{https://example.org/heat}}, note = {Accessed 20 Nov 2026}, shorttitle = {Heat},
    file = {Full text:/home/me/Zotero/storage/heat.pdf:application/pdf}, abstract = {Long.}, keywords = {a, b},
    owner = {me}, timestamp = {2026-11-20}, mendeley-tags = {x}, date-added = {2026-11-20}}
"""


@pytest.mark.parametrize("brief", ["en"], indirect=True)
def test_an_import_leaves_out_what_is_no_readers_and_claims_nothing(
    brief: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    give(monkeypatch, EXPORTED)
    assert main(["add", "source"]) == 0
    told = capsys.readouterr().out
    for line in (
        "refs.bib: who2025\n",
        "left out: file, abstract, keywords, owner, timestamp, mendeley-tags, date-added\n",
        "where it is wrong: url (from howpublished), urldate = 2026-11-20 (from note)\n",
        "still TODO, which the check tells with the words that are allowed: sourcetype, review, relation\n",
    ):
        assert line in told
    written = (brief.path / "refs.bib").read_text("utf-8").partition("@misc{who2025")[2]
    for name in ("/home", "abstract", "howpublished", "note =", "Accessed", "{independent}", "{article}"):
        assert name not in written
    assert "url = {https://example.org/heat}" in written
    (gaps,) = (said for said in brief.build().said("source_entry") if "who2025" in said.text)
    assert gaps.place.startswith("refs.bib:")
    assert "sourcetype (article, preprint, " in gaps.text


@pytest.mark.parametrize("brief", ["en"], indirect=True)
@pytest.mark.parametrize("text", [BIBTEX, RIS, CSL], ids=["BibTeX", "RIS", "CSL-JSON"])
def test_an_entry_that_is_there_already_is_left_as_it_is_and_said_to_be(
    brief: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    give(monkeypatch, text)
    assert main(["add", "source"]) == 0
    assert "still TODO" in capsys.readouterr().out
    written = (brief.path / "refs.bib").read_text("utf-8")
    written = written.replace("{TODO}", "{independent}").replace(",\n    title", ",\n  title")
    brief.write("refs.bib", written)
    give(monkeypatch, text)
    assert main(["add", "source"]) == 0
    key, *lines = capsys.readouterr().out.splitlines()
    assert (key[:10], lines) == ("refs.bib: ", ["    already there, left as it is"])
    assert (brief.path / "refs.bib").read_text("utf-8") == written


@pytest.mark.parametrize("brief", ["en"], indirect=True)
def test_an_entry_that_says_more_now_is_told_without_what_was_answered(
    brief: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    give(monkeypatch, BIBTEX)
    main(["add", "source"])
    path = brief.path / "refs.bib"
    brief.write("refs.bib", path.read_text("utf-8").replace("review = {TODO}", "review = {not stated}"))
    capsys.readouterr()
    give(monkeypatch, BIBTEX.replace("year =", "volume = {7}, year ="))
    assert main(["add", "source"]) == 0
    told = capsys.readouterr().out
    assert "already there" not in told
    assert "still TODO, which the check tells with the words that are allowed: relation" in told
    assert "volume = {7}" in path.read_text("utf-8")


REPORT = """TY  - RPRT
LA  - en
ID  - 1
AU  - National Weather Service
TI  - Heat in schools
DA  - 2025/11/03/
PY  - 2025
PB  - National Weather Service
CY  - Geneva
SN  - NWS-77
SN  - 2
SP  - 36
AB  - What the report says, at a length that nobody wants to read again.
KW  - heat
KW  - schools
N1  - to read
M1  - 12
UR  - https://example.org/heat
Y2  - 2026/01/15/
ER  -
"""
REPORT_CSL = json.dumps(
    [
        {
            "id": "http://zotero.org/1",
            "type": "report",
            "language": "en",
            "author": [{"literal": "National Weather Service"}],
            "title": "Heat in schools",
            "issued": {"date-parts": [["2025", 11, 3]]},
            "publisher": "National Weather Service",
            "publisher-place": "Geneva",
            "container-title": "National Weather Service",
            "number": "NWS-77",
            "number-of-pages": "36",
            "abstract": "What the report says, at a length that nobody wants to read again.",
            "note": "to read",
            "collection-editor": [{"family": "Roe", "given": "Ann"}],
            "URL": "https://example.org/heat",
            "accessed": {"date-parts": [[2026, 1, 15]]},
        }
    ]
)
LONG = "What the report says, at a length that…"
LEFT = {
    "RIS": (REPORT, f"AB ({LONG}), KW (heat), KW (schools), N1 (to read), M1 (12), SN (2)"),
    "CSL-JSON": (
        REPORT_CSL,
        f"abstract ({LONG}), note (to read), collection-editor ({{'family': 'Roe', 'given': 'Ann'}})",
    ),
}


@pytest.mark.parametrize("brief", ["en"], indirect=True)
@pytest.mark.parametrize(("text", "left"), LEFT.values(), ids=LEFT)
def test_all_of_an_export_that_no_entry_has_a_place_for_is_printed_and_the_rest_is_in_print(
    brief: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str, left: str
) -> None:
    give(monkeypatch, text)
    assert main(["add", "source"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "refs.bib: nationalweatherservice2025"
    (dropped,) = (line for line in told if "left out" in line)
    assert sorted(dropped.partition(": ")[2].split(", ")) == sorted(left.split(", "))
    assert any("sourcetype = report (it is RPRT)" in line or "(it is report)" in line for line in told)
    (entry,) = entries.normalised(bibtex.read((brief.path / "refs.bib").read_text("utf-8")).entries[1:])
    kept = (entry.type, entry.fields["urldate"], entry.fields["language"])
    assert kept == ("techreport", "2026-01-15", "en")
    speak("en")
    assert str(style.text(entry, "en")) == (
        "National Weather Service. Heat in schools. Report NWS-77, 36 pages, Geneva, 3 November 2025. "
        "URL: https://example.org/heat."
    )


DATED = {
    "a year": (["PY  - 2025"], "year = {2025}"),
    "a day": (["PY  - 2025/11/03/"], "date = {2025-11-03}"),
    "a month in words": (["PY  - 2025", "DA  - Nov"], "date = {2025-11}"),
    "a day in words": (["PY  - 2025", "DA  - 3 Nov 2025"], "date = {2025-11-03}"),
    "with its empty parts": (["PY  - 2025///"], "year = {2025}"),
    "what is no date": (["PY  - in press"], "year = {in press}"),
}


@pytest.mark.parametrize("brief", ["en"], indirect=True)
@pytest.mark.parametrize(("lines", "kept"), DATED.values(), ids=DATED)
def test_the_date_of_an_export_is_kept_to_the_day(
    brief: Project,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    lines: list[str],
    kept: str,
) -> None:
    give(monkeypatch, "\n".join(["TY  - GEN", "TI  - Heat", *lines, "ER  -", ""]))
    assert main(["add", "source"]) == 0
    assert kept in (brief.path / "refs.bib").read_text("utf-8")
    assert "left out" not in capsys.readouterr().out


@pytest.mark.parametrize("brief", ["en"], indirect=True)
def test_a_report_of_nobody_is_told_as_what_it_becomes_and_keeps_what_it_is(
    brief: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    give(monkeypatch, REPORT.replace("PB  - National Weather Service\n", ""))
    assert main(["add", "source"]) == 0
    told = capsys.readouterr().out
    assert "@misc (for @techreport the export has no institution), sourcetype = report (it is RPRT)" in told
    assert "@misc{nationalweatherservice2025" in (brief.path / "refs.bib").read_text("utf-8")


@pytest.mark.parametrize("brief", ["en"], indirect=True)
def test_the_note_of_a_program_is_left_out_and_told(
    brief: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    give(monkeypatch, BIBTEX.replace("year =", "note = {Publisher: House}, year ="))
    assert main(["add", "source"]) == 0
    assert "left out: note (Publisher: House)" in capsys.readouterr().out
    assert "House" not in (brief.path / "refs.bib").read_text("utf-8")


@pytest.mark.parametrize("brief", ["en"], indirect=True)
def test_a_page_of_which_nobody_said_when_it_was_read_has_no_day(
    brief: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch, "@online{page, title = {Page}, year = {2025}, url = {https://example.org/page}}")
    main(["add", "source"])
    written = (brief.path / "refs.bib").read_text("utf-8").partition("@online{page")[2]
    assert "urldate = {TODO}" in written
    assert "sourcetype = {web-page}" in written


def test_each_thing_that_is_added_is_sound(brief: Project, capsys: pytest.CaptureFixture[str]) -> None:
    for thing in ("evidence more", "finding second", "recommendation later", "chapter annex --title Annex"):
        assert main(["add", *thing.split()]) == 0
    written = "material/evidence/more.toml\nsource/findings.md\nsource/recommendations.md\nsource/annex.md\n"
    places = [line for line in capsys.readouterr().out.splitlines() if not line.startswith(" ")]
    assert places == written.splitlines()
    title = new.words(str(brief.build().app.config.language))["added"]["finding_title"]
    old, changed = f"title: {title}\n:evidence: example-date", "title: Two\n:evidence: more"
    brief.change("source/findings.md", old, changed)
    built = brief.build(nitpicky=True)
    assert built.complaints == []
    domain = built.app.env.get_domain("brief")
    assert [*domain.findings, *domain.recommendations] == [  # type: ignore[attr-defined]
        *("example-finding", "second", "example-recommendation", "later")
    ]
    contents = built.app.env.toctree_includes["index"]
    assert contents == ["findings", "recommendations", "annex", "about"]


@pytest.mark.parametrize(
    "csv",
    [
        "label,successes,trials\nNorth,3,20\nSöuth,9,30\n",
        'label, "successes" , trials\n"North, or so", 3, 20\nSouth, 9, 30\n',
        "\ufeffregion,number,low,high,unit\nNorth,3.5,2,5,deaths\nSouth,9,,,deaths\n",
        "label,number,unit\nNorth,30,percent\nSouth,45.5,percent\n",
        "label,number,unit\nNorth,30,%\nSouth,45.5,%\n",
    ],
    ids=["counts", "counts after spaces", "numbers", "shares", "shares by their sign"],
)
def test_a_figure_is_drawn_from_a_csv_by_way_of_a_record(brief: Project, csv: str) -> None:
    brief.write("numbers.csv", csv)
    assert main(["add", "figure", "regions", "numbers.csv"]) == 0
    with (brief.path / "source/findings.md").open("a", encoding="utf-8") as chapter:
        chapter.write("\n```{chart} regions\n```\n")
    built = brief.build("html", nitpicky=True)
    assert built.complaints == []
    assert "North" in built.file("findings.html")


@pytest.mark.parametrize(
    ("csv", "old", "changed"),
    [
        ("label,successes,trials\nNorth,3,20\nSouth,9,30\nWest,6,30\n", "successes = 6", "successes = 10"),
        ("label,number,unit\nNorth,3.5,deaths\nSouth,9,deaths\n", "number = 3.5", "number = 9.5"),
        ("label,successes,trials\nNorth,9,30\nSouth,9,30\nWest,6,30\n", "successes = 6", "successes = 10"),
    ],
    ids=["a rate", "a number", "a rate beside two that are level"],
)
def test_a_row_that_passes_the_one_in_the_title_is_told(brief: Project, csv: str, old: str, changed: str) -> None:
    brief.write("numbers.csv", csv)
    assert main(["add", "figure", "regions", "numbers.csv"]) == 0
    with (brief.path / "source/findings.md").open("a", encoding="utf-8") as chapter:
        chapter.write("\n```{chart} regions\n```\n")
    assert brief.build().said("figure_claim") == []
    brief.change("material/evidence/regions-data.toml", old, changed)
    told = brief.build().said("figure_claim")
    claim = (brief.path / "material/figures/regions.toml").read_text("utf-8").splitlines()
    says = next(number for number, line in enumerate(claim, 1) if line.startswith("says = "))
    assert {found.place for found in told} == {f"material/figures/regions.toml:{says}"}
    assert any("regions-data.south" in found.text for found in told)


NO_COUNT = "is no count; write whole numbers up to 1,000,000,000, the second not smaller"
FAULTY_CSV = {
    "semicolons, a national encoding and decimal commas": (
        "région;number;unit\nNîmes;3,5;percent\nLyon;1 234,5;percent\n".encode("cp1252"),
        [
            "numbers.csv:1: it is not UTF-8; save it as UTF-8 (spreadsheets call it 'CSV UTF-8')",
            "numbers.csv:2: number is '3,5'; write 3.5",
            "numbers.csv:3: number is '1 234,5'; write 1234.5",
        ],
    ),
    "UTF-16 with tabs": (
        "label\tsuccesses\ttrials\nLyon\t3\t\n".encode("utf-16"),
        [
            "numbers.csv:1: it is not UTF-8; save it as UTF-8 (spreadsheets call it 'CSV UTF-8')",
            "numbers.csv:2: trials is empty; write a number, or take the row out",
        ],
    ),
    "a decimal comma among commas, and what is no count": (
        b"label,successes,trials\nLyon,3,5,20\nNancy,30,20\nBrest,many,20\nMetz,0,0\nLille,1,1e300\n",
        [
            "numbers.csv:2: more cells than the first row; write a number with a point, "
            "and words with a comma in quotation marks",
            f"numbers.csv:3: 30 of 20 {NO_COUNT}",
            "numbers.csv:4: successes is 'many'; write a number with a point",
            f"numbers.csv:5: 0 of 0 {NO_COUNT}",
            f"numbers.csv:6: 1 of 1e300 {NO_COUNT}",
        ],
    ),
    "other heads and semicolons": (
        b"Branch;Visits\nHarbour;3,5\n",
        [
            "numbers.csv:1: the first row is 'label,successes,trials' or 'label,number,low,high,unit'; "
            "found Branch, Visits",
        ],
    ),
    "heads alone": (
        b"label,successes,trials\n",
        ["numbers.csv:2: no row follows the first; write one for each number"],
    ),
    "nothing": (
        b"",
        [
            "numbers.csv:1: the first row is 'label,successes,trials' or 'label,number,low,high,unit'; "
            "found nothing"
        ],
    ),
}


@pytest.mark.parametrize("brief", ["en"], indirect=True)
@pytest.mark.parametrize(("content", "told"), FAULTY_CSV.values(), ids=FAULTY_CSV.keys())
def test_all_that_is_wrong_with_a_csv_is_told_in_one_round_each_at_its_line(
    brief: Project, capsys: pytest.CaptureFixture[str], content: bytes, told: list[str]
) -> None:
    (brief.path / "numbers.csv").write_bytes(content)
    assert main(["add", "figure", "regions", "numbers.csv"]) == 2
    assert capsys.readouterr().err.splitlines() == told


@pytest.mark.parametrize("brief", ["fr"], indirect=True)
@pytest.mark.parametrize("mark", [";", "\t"])
@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_a_csv_of_a_spreadsheet_in_french_is_read_as_it_is(brief: Project, mark: str, space: str) -> None:
    rows = [
        "Libellé;Nombre;Bas;Haut;Unité",
        f"Nîmes;18{space}010;-3,5;1{space}234{space}567,25;décès",
        "Lyon;7;;;décès",
    ]
    brief.write("numbers.csv", "\n".join(rows).replace(";", mark) + "\n")
    assert main(["add", "figure", "regions", "numbers.csv"]) == 0
    values = tomllib.loads((brief.path / "material/evidence/regions-data.toml").read_text("utf-8"))["values"]
    assert values["nimes"] == {"label": "Nîmes", "number": 18010, "low": -3.5, "high": 1234567.25, "unit": "décès"}
    assert values["lyon"] == {"label": "Lyon", "number": 7, "unit": "décès"}


@pytest.mark.parametrize("brief", ["fr"], indirect=True)
def test_a_number_of_a_csv_keeps_its_decimals(brief: Project) -> None:
    brief.write("numbers.csv", "libellé;nombre;unité\nNîmes;31,0;décès\nLyon;7,50;décès\n")
    assert main(["add", "figure", "regions", "numbers.csv"]) == 0
    record = (brief.path / "material/evidence/regions-data.toml").read_text("utf-8")
    assert re.findall("number = (.+)", record) == ["31.0", "7.50"]


@pytest.mark.parametrize("brief", ["fr"], indirect=True)
def test_a_csv_of_other_heads_is_told_those_of_the_language_too(
    brief: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    brief.write("numbers.csv", "Ville;Passages\nNîmes;3\n")
    assert main(["add", "figure", "regions", "numbers.csv"]) == 2
    assert capsys.readouterr().err == (
        "numbers.csv:1: the first row is 'label,successes,trials' or 'label,number,low,high,unit' or "
        "'libellé,succès,essais' or 'libellé,nombre,bas,haut,unité'; found Ville, Passages\n"
    )


@pytest.mark.parametrize("brief", ["en"], indirect=True)
def test_rows_of_a_csv_with_one_label_are_told_apart(brief: Project) -> None:
    brief.write("numbers.csv", "label,number,unit\nNorth 4,3,x\nNorth,3,x\nNorth,5,x\n東,4,x\n")
    assert main(["add", "figure", "regions", "numbers.csv"]) == 0
    text = (brief.path / "material/evidence/regions-data.toml").read_text("utf-8")
    assert [line for line in text.splitlines() if line.startswith("[values")] == [
        *("[values.north-4]", "[values.north]", "[values.north-5]", "[values.row-5]")
    ]


@pytest.mark.parametrize("brief", ["en"], indirect=True)
def test_a_csv_of_many_rows_is_taken_in_within_seconds(brief: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(profiles, "of", lambda *given, of=profiles.of: asked.append(given) or of(*given))
    brief.write("numbers.csv", "label,successes,trials\n" + "a,1,2\n" * 14_000)
    begun = time.process_time()
    assert main(["add", "figure", "many", "numbers.csv"]) == 0
    assert time.process_time() - begun < 6
    assert len(asked) < 9
    assert "[values.a-14001]" in (brief.path / "material/evidence/many-data.toml").read_text("utf-8")


@pytest.mark.parametrize("brief", ["en"], indirect=True)
def test_what_is_filled_in_of_a_record_and_a_statement_is_said(
    brief: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (brief.path / "refs.bib").read_text("utf-8")
    brief.write("refs.bib", re.sub(r"year = {\d+}", "date = {2023-05-17}", text))
    assert main(["add", "evidence", "spare"]) == 0
    filled = "key = example (the newest source), as_of = 2023-05-17, certainty = low"
    said = f"filled in; correct it where it is wrong: kind = experiment, {filled}"
    assert said in capsys.readouterr().out
    assert "as_of = 2023-05-17" in (brief.path / "material/evidence/spare.toml").read_text("utf-8")
    brief.write("numbers.csv", "label,successes,trials\nNorth,3,20\nSouth,9,30\n")
    assert main(["add", "figure", "regions", "numbers.csv"]) == 0
    assert said in capsys.readouterr().out
    assert main(["add", "finding", "second"]) == 0
    said = "filled in; correct it where it is wrong: evidence = example-date, certainty = low"
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("brief", ["en"], indirect=True)
def test_a_new_statement_stands_where_those_that_hold_are_and_above_the_line_of_sources(brief: Project) -> None:
    ends = "{.source-line}\nSources: the records.\n"
    chapter = (brief.path / "source/findings.md").read_text("utf-8")
    brief.write("source/findings.md", f"{chapter.rstrip()}\n\n{ends}")
    old = ":::{finding} old\n:title: Old\n:status: withdrawn\n:successor: example-finding\n\nIt was so.\n:::\n"
    brief.write("source/annex.md", f"# Annex\n\n{old}")
    assert main(["add", "finding", "second"]) == 0
    said = (brief.path / "source/findings.md").read_text("utf-8")
    assert said.index("{finding} second") > said.index("{finding} example-finding")
    assert said.endswith(f":::\n\n{ends}")


@pytest.mark.parametrize("brief", ["en"], indirect=True)
def test_a_new_chapter_stands_in_the_contents_with_numbers_and_in_none_of_one_output(brief: Project) -> None:
    cover = (brief.path / "source/index.md").read_text("utf-8")
    before, _toctree, _entries = cover.partition("```{toctree}")
    numbered = "```{toctree}\n:numbered: 1\n\nfindings\nrecommendations\n```\n\n```{toctree}\nabout\n```\n"
    alone = "\n````{only} html\n```{toctree}\n:caption: On screen\n\nlog\n```\n````\n"
    brief.write("source/index.md", before + numbered + alone)
    assert main(["add", "chapter", "options"]) == 0
    assert "recommendations\noptions\n```" in (brief.path / "source/index.md").read_text("utf-8")


@pytest.mark.parametrize("brief", ["fr"], indirect=True)
@pytest.mark.parametrize(
    ("date", "day"),
    [("date = {2023-05-17}", "2023-05-17"), ("date = {2023-02}", "2023-02-28"), ("year = {2023}", "2023-12-31")],
)
def test_a_new_record_names_the_newest_source_and_not_the_example(brief: Project, date: str, day: str) -> None:
    real = f"\n@article{{first, title = {{A}}, year = {{1999}}}}\n@article{{real, title = {{B}}, {date}}}\n"
    brief.write("refs.bib", (brief.path / "refs.bib").read_text("utf-8") + real)
    assert main(["add", "evidence", "spare"]) == 0
    record = (brief.path / "material/evidence/spare.toml").read_text("utf-8")
    assert (re.findall('key = "(.+)"', record), f"as_of = {day}" in record) == (["real"], True)


REFUSED = {
    "an id that is none": (["evidence", "More_Of"], "use small letters, digits and single hyphens"),
    "a record that is there": (["evidence", "example-count"], "there is a record 'example-count' already"),
    "a finding that is there": (["finding", "example-finding"], "is taken in source/findings.md"),
    "an id of a recommendation": (["finding", "example-recommendation"], "is taken in source/recommendations.md"),
    "an unknown chapter": (["finding", "x", "--chapter", "findngs"], "did you mean 'findings'?"),
    "a chapter that is there": (["chapter", "findings"], "there is a chapter 'findings' already"),
    "a file that is not there": (["figure", "x", "numbers.csv"], "numbers.csv: No such file"),
    "a CSV without columns": (
        ["figure", "x", "README.md"],
        "README.md:1: the first row is 'label,successes,trials'",
    ),
    "a text that is no source": (["source", "README.md"], "no source in what was given"),
    "a faulty BibTeX": (["source", "broken.bib"], "what was given is no BibTeX"),
    "a faulty JSON": (["source", "broken.json"], "what was given is no JSON"),
    "a RIS without titles": (["source", "broken.ris"], "what was given is no RIS: each source has a title"),
}


@pytest.mark.parametrize("brief", ["en"], indirect=True)
@pytest.mark.parametrize(("arguments", "problem"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_added_is_told_and_nothing_is_changed(
    brief: Project, capsys: pytest.CaptureFixture[str], arguments: list[str], problem: str
) -> None:
    brief.write("broken.bib", "@article{a, title = {Open\n")
    brief.write("broken.json", "[{")
    brief.write("broken.ris", "TY  - JOUR\nPY  - 2024\nER  -\n")
    before = {path: path.read_bytes() for path in brief.path.rglob("*") if path.is_file()}
    assert main(["add", *arguments]) == 2
    assert problem in capsys.readouterr().err
    assert before == {path: path.read_bytes() for path in brief.path.rglob("*") if path.is_file()}


def test_outside_a_brief_a_command_says_where_to_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["status"]) == 2
    assert "go to the folder of a brief" in capsys.readouterr().err


@pytest.mark.parametrize("brief", ["en"], indirect=True)
def test_the_status_names_the_laws_and_commitments_that_a_cut_wants_looked_at_again(brief: Project) -> None:
    def told(day: dt.date) -> list[str]:
        headings = {one.title: one.found for one in status(here(brief.path), day)}
        return headings["laws and commitments to look at again before a cut"]

    brief.change("material/evidence/example-date.toml", 'kind = "event"', 'kind = "legal-text"')
    looked = dt.date(2026, 3, 1)
    assert told(looked + dt.timedelta(FRESH)) == []
    assert told(looked + dt.timedelta(FRESH + 1)) == ["2026-03-01 example-date"]


@pytest.mark.parametrize("brief", ["en"], indirect=True)
def test_the_status_names_what_is_unused_single_overdue_weak_old_and_unwritten(
    brief: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch, BIBTEX)
    for arguments in (["evidence", "spare"], ["source"], ["finding", "second"]):
        main(["add", *arguments])
    brief.change("source/recommendations.md", ":by: 2027-03-01", ":by: 2026-04-01")
    capsys.readouterr()
    assert main(["status"]) == 0
    told = capsys.readouterr().out
    for line in (
        "records that nothing uses: 1\n    spare",
        "sources that no record cites: 1\n    heat2024",
        "findings that no recommendation rests on: 1\n    second",
        "findings on a single source: 2",
        "overdue on this day: 1\n    example-recommendation: due 2026-04-01",
        "weakest link of each recommendation: 1\n    example-recommendation: moderate",
        "oldest evidence: 5\n    2026-03-01 example-count",
        "source/index.md: 3",
    ):
        assert line in told
    gaps = [
        int(count)
        for count in re.findall(r"^    [\w./-]+: (\d+)$", told.partition("records that")[0], re.MULTILINE)
    ]
    assert f"still to be written: {sum(gaps)} gaps in {len(gaps)} files\n" in told


@pytest.mark.parametrize("brief", ["en"], indirect=True)
@pytest.mark.parametrize(("wrong", "right"), [("chek", "check"), ("htlm", "html"), ("statsu", "status")])
def test_an_unknown_target_is_told_with_the_nearest(
    brief: Project, capsys: pytest.CaptureFixture[str], wrong: str, right: str
) -> None:
    assert main(["sphinx", wrong]) == 2
    assert capsys.readouterr().err == f"there is no target {wrong!r}; did you mean {right!r}?\n"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no device without end")
@pytest.mark.parametrize("what", [["figure", "endless"], ["source"]])
def test_a_file_without_end_is_refused(
    brief: Project, what: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add", *what, "/dev/zero"]) == 2
    assert "/dev/zero: more than 20 MB; take it apart" in capsys.readouterr().err
