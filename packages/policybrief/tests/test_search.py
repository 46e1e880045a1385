"""The index of the search, read back from the script that a build writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from sphinx.environment import BuildEnvironment

from policybrief.pages import search

Index = dict[str, Any]

GLOSSARY = """# Words

```{glossary}
red line
bright line
  What no system may do.

weights
  The numbers of a model, *all* of them.
```
"""


def entries(index: Index, page: str | None = None) -> list[search.SearchEntry]:
    """The entries of one page, or of all."""
    found = [p for p in index["pages"] if page in (None, p["address"])]
    return [search.SearchEntry(*entry, *[""] * (7 - len(entry))) for p in found for entry in p["entries"]]


def of_kind(index: Index, kind: str) -> list[search.SearchEntry]:
    """The entries of one kind."""
    return [entry for entry in entries(index) if entry.kind == kind]


@pytest.fixture
def indexed(project: Callable[..., Any]) -> Callable[..., Index]:
    """Builds the pages of roots with further files, and reads their index."""

    def made(*roots: str, builder: str = "html", **files: str) -> Index:
        brief = project(*roots)
        for name, text in files.items():
            brief.write(name, text)
        return search.read(brief.build(builder).outdir / "searchindex.js")

    return made


def test_a_finding_is_an_entry_with_number_sentence_and_certainty(indexed: Any) -> None:
    finding = of_kind(indexed("test-sound"), "finding")[0]
    assert (finding.number, finding.title) == ("F1", "Both systems do the task")
    assert finding.anchor == "finding-both-do-it"
    assert finding.marks == "high"
    assert finding.lead.startswith("Both systems did it, one in ")
    assert "that they do it unasked" in finding.text


def test_a_recommendation_is_an_entry_with_number_sentence_and_strength(indexed: Any) -> None:
    asked = of_kind(indexed("test-sound"), "recommendation")[0]
    assert (asked.number, asked.title, asked.marks) == ("R1", "Publish counts", "strong")
    assert asked.lead == "We ask that governments publish counts, see F1."  # as on the page
    assert "Counts are misread" in asked.text


def test_a_withdrawn_finding_is_marked(indexed: Any) -> None:
    marks = {finding.number: finding.marks for finding in of_kind(indexed("test-french"), "finding")}
    assert marks["F2"] == "withdrawn moderate"


def test_a_term_has_all_its_names_and_its_meaning(indexed: Any) -> None:
    index = indexed("test-sound", **{"source/observed.md": GLOSSARY, "source/asked.md": "# Nothing\n\nAsked.\n"})
    red, weights = of_kind(index, "term")
    assert (red.anchor, red.title, red.lead) == (
        "term-red-line",
        "red line, bright line",
        "What no system may do.",
    )
    assert weights.lead == "The numbers of a model, all of them."


def test_a_figure_has_its_number_its_title_and_what_its_picture_says(indexed: Any) -> None:
    drawn = "# Drawn\n\n```{figure} curve.svg\n:alt: It rises.\n:name: curve\n\nA curve\n```\n"
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    files = {"source/sources.md": drawn, "source/curve.svg": picture}
    (figure,) = of_kind(indexed("test-sound", **files), "figure")
    assert (figure.number, figure.title, figure.lead) == ("Fig. 1", "A curve", "It rises.")


def test_a_record_of_evidence_is_found_in_the_register_behind_the_chapters(indexed: Any) -> None:
    index = indexed("test-sound")
    assert {record.anchor for record in of_kind(index, "evidence")} == {"evidence-counts", "evidence-duty"}
    assert {page["address"]: page["reference"] for page in index["pages"]} == {
        "index.html": False,
        "observed.html": False,
        "asked.html": True,
        "sources.html": False,
    }


def test_the_text_of_an_object_is_not_found_a_second_time_in_its_chapter(indexed: Any) -> None:
    chapter = next(entry for entry in entries(indexed("test-sound"), "observed.html") if entry.kind == "chapter")
    assert chapter.text.startswith("The first system did it in")
    assert "Both systems did it" not in chapter.text


def test_sections_have_their_place_and_stand_before_what_they_contain(indexed: Any) -> None:
    text = "# Top\n\nOne.\n\n## Inner part\n\nTwo.\n\n### Innermost\n\nThree.\n"
    index = indexed("test-sound", **{"source/sources.md": text})
    assert [(e.kind, e.anchor, e.title, e.text) for e in entries(index, "sources.html")] == [
        ("chapter", "", "Top", "One."),
        ("section", "inner-part", "Inner part", "Two."),
        ("section", "innermost", "Innermost", "Three."),
    ]


def test_what_is_marked_as_no_matter_for_a_search_is_left_out(indexed: Any) -> None:
    text = "---\nno-search: true\n---\n# Hidden\n\nSecret.\n"
    index = indexed("test-sound", **{"source/sources.md": text})
    assert not entries(index, "sources.html")


def test_addresses_lead_from_the_search_page_in_folders_too(indexed: Any) -> None:
    assert {page["address"] for page in indexed("test-sound", builder="dirhtml")["pages"]} >= {
        "../",
        "../observed/",
    }


def test_synonyms_are_in_the_index_and_on_no_page(project: Callable[..., Any]) -> None:
    brief = project("test-sound")
    brief.write("material/synonyms.toml", '"both systems" = ["duplex machinery"]\n')
    built = brief.build("html")
    assert not built.complaints
    assert search.read(built.outdir / "searchindex.js")["synonyms"] == {"both systems": ["duplex machinery"]}
    assert not [page for page in built.outdir.rglob("*.html") if "duplex" in page.read_text("utf-8")]


def test_a_synonym_of_words_that_the_brief_does_not_say_is_told(project: Callable[..., Any]) -> None:
    brief = project("test-sound")
    brief.write("material/synonyms.toml", '# words\n"both system" = ["pair"]\n"blue moon" = ["cheese"]\n')
    built = brief.build("html")
    assert [(said.place, said.subtype) for said in built.complaints] == [
        ("material/synonyms.toml:3", "configuration")
    ]
    assert "'blue moon'" in built.complaints[0].text
    index = search.read(built.outdir / "searchindex.js")
    assert index["synonyms"] == {"both system": ["pair"]}  # "systems" is said: a stem is enough


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('# words\n"counts" = tallies\n', "material/synonyms.toml:2", "not TOML"),
        ('# words\n"counts" = "tallies"\n', "material/synonyms.toml:2", "no list of words"),
        ('"counts" = ["", "tallies"]\n', "material/synonyms.toml:1", "no list of words"),
    ],
)
def test_a_file_of_synonyms_that_cannot_be_used_is_told_and_the_search_goes_without(
    project: Callable[..., Any], text: str, place: str, words: str
) -> None:
    brief = project("test-sound")
    brief.write("material/synonyms.toml", text)
    built = brief.build("html")
    assert [(said.place, said.subtype) for said in built.complaints] == [(place, "configuration")]
    assert words in built.complaints[0].text
    assert search.read(built.outdir / "searchindex.js")["synonyms"] == {}


def test_a_second_build_writes_the_same_index_as_a_fresh_one(project: Callable[..., Any]) -> None:
    brief = project("test-sound")
    brief.build("html")
    brief.change("source/observed.md", "# What was observed", "# What was seen")
    built = brief.build("html")
    again = built.file("searchindex.js")
    assert not built.complaints
    assert again == brief.build("html", fresh=True).file("searchindex.js")
    assert "What was seen" in again


def test_chapters_whose_pages_stay_keep_their_entries_and_are_not_resolved_again(
    project: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    brief = project("test-sound")
    brief.write("source/more.md", "---\norphan: true\n---\n# More\n\nWords.\n")
    brief.build("html")
    resolved: list[str] = []
    whole = BuildEnvironment.get_and_resolve_doctree
    monkeypatch.setattr(
        BuildEnvironment,
        "get_and_resolve_doctree",
        lambda env, docname, *more, **named: resolved.append(docname) or whole(env, docname, *more, **named),
    )
    brief.change("source/more.md", "Words.", "Other words.")
    again = brief.build("html").file("searchindex.js")
    assert sorted(resolved) == ["index", "more"]
    assert "Other words." in again
    assert again == brief.build("html", fresh=True).file("searchindex.js")


def test_a_build_in_which_no_chapter_changed_writes_the_index_again(project: Callable[..., Any]) -> None:
    brief = project("test-sound")
    written = brief.build("html").outdir / "searchindex.js"
    first = written.read_bytes()
    again = brief.build("html")
    assert again.complaints == []
    assert written.read_bytes() == first


def test_a_chapter_that_is_gone_is_not_in_the_next_index(project: Callable[..., Any]) -> None:
    brief = project("test-sound")
    brief.write("source/more.md", "---\norphan: true\n---\n# More\n\nWords.\n")
    assert "More" in brief.build("html").file("searchindex.js")
    (brief.path / "source/more.md").unlink()
    assert "More" not in brief.build("html").file("searchindex.js")


def test_a_changed_file_of_synonyms_is_in_the_next_index(project: Callable[..., Any]) -> None:
    brief = project("test-sound")
    brief.write("material/synonyms.toml", '"counts" = ["tallies"]\n')
    brief.build("html")
    brief.write("material/synonyms.toml", '"counts" = ["sums"]\n')
    index = search.read(brief.build("html").outdir / "searchindex.js")
    assert index["synonyms"] == {"counts": ["sums"]}


def test_the_index_does_not_depend_on_how_many_processes_write_it(project: Callable[..., Any]) -> None:
    brief = project("test-sound")
    for number in range(6):
        brief.write(f"source/more{number}.md", f"---\norphan: true\n---\n# More {number}\n\nWords.\n")
    alone = brief.build("html", fresh=True).file("searchindex.js")
    assert brief.build("html", fresh=True, parallel=2).file("searchindex.js") == alone


def test_a_french_brief_has_french_words_and_the_french_stemmer(project: Callable[..., Any]) -> None:
    built = project("test-french").build("html", language="fr")
    index = search.read(built.outdir / "searchindex.js")
    assert index["kinds"]["finding"] == "Constat"
    assert index["marks"]["moderate"][0] == "Certitude modérée"
    assert "FrenchStemmer" in built.file("_static/language_data.js")


def test_a_theme_of_others_keeps_the_index_of_sphinx(project: Callable[..., Any]) -> None:
    built = project("test-sound").build("html", html_theme="alabaster")
    assert built.file("searchindex.js").startswith("Search.setIndex(")


def test_signs_of_markup_are_text_in_the_index(indexed: Any) -> None:
    text = "# Signs\n\nA `<b>` & a \\</script\\> and \u2028.\n"
    index = indexed("test-sound", **{"source/sources.md": text})
    assert "A <b> & a </script> and" in entries(index, "sources.html")[0].text
    assert json.dumps(index)  # plain data throughout


def test_only_the_search_page_loads_the_search(project: Callable[..., Any]) -> None:
    built = project("test-sound").build("html")
    loading = [page.name for page in built.outdir.rglob("*.html") if "search.js" in page.read_text("utf-8")]
    assert loading == ["search.html"]
    page = built.file("search.html")
    assert "<style" not in page
    assert " style=" not in page
    assert "<script>" not in page


def test_a_source_is_found_by_its_title_its_authors_and_its_numbers(project: Callable[..., Any]) -> None:
    brief = project()
    entry = "author={Roe, Ann and Poe, Bo and Zoe, Cy}, title={A tale of ducks}, year={2024}, doi={10.5555/d.12}"
    brief.write("refs.bib", f"@misc{{k, {entry}, number={{TR-77}}, sourcetype={{report}}}}\n")
    brief.write("source/index.md", "# Brief\n\n{cite}`k`\n\n```{bibliography}\n```\n")
    built = brief.build("html")
    [found] = of_kind(search.read(built.outdir / "searchindex.js"), "source")
    for words in ("Roe", "Poe", "Zoe", "tale of ducks", "10.5555/d.12", "TR-77"):
        assert words in f"{found.lead} {found.text}"


def test_a_language_without_a_stemmer_names_none(project: Callable[..., Any]) -> None:
    brief = project()
    brief.write("source/index.md", "# 报告\n\n本报告说明测试结果。\n")
    assert "window.Stemmer" not in brief.build("html", language="zh_CN").file("_static/language_data.js")
    assert "window.Stemmer = GermanStemmer" in brief.build("html", language="de").file("_static/language_data.js")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "text", "found", "lost"),
    [
        ("zh_CN", "本报告说明测试结果。", ["测试", "试结果", "报"], ["结测"]),
        ("ja", "この報告書はデータを示す。", ["報告", "データ"], ["告報"]),
        ("de", "Die Hochwasserschutzmauer hält.", ["Mauer", "Wasser", "schutz"], ["uer"]),
        ("en", "The floodwall holds.", ["floodwall", "flood"], ["wall"]),
    ],
)
def test_parts_of_runs_and_of_joined_words_are_found(
    project: Callable[..., Any], chromium: Any, language: str, text: str, found: list[str], lost: list[str]
) -> None:
    brief = project()
    brief.write("source/index.md", f"# X\n\n{text}\n")
    page, faults = chromium.new_page(), []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    address = (brief.build("html", language=language).outdir / "search.html").as_uri()
    counts = {}
    for query in (*found, *lost):
        page.goto(f"{address}?{urlencode({'q': query})}")
        counts[query] = page.locator("#search-results .result").count()
    page.close()
    assert (faults, counts) == ([], dict.fromkeys(found, 1) | dict.fromkeys(lost, 0))
