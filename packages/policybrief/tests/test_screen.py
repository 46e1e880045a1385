"""What the pages show: the first page, faces, register by findings, folded cards, definitions in the margin."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont
from lxml import html

from policybrief.pages import fonts
from policybrief.words import colours, palette
from sphinx_accessible_figures import honesty

if TYPE_CHECKING:
    from projects import Built, Project, Projects

NOT_KNOWN = ":::{not-known}\n- Whether they do it unasked.\n:::\n"
WAYS_IN = ":::{ways-in}\n- **Minister**: {doc}`what we ask <asked>`.\n:::\n"
FIRST_VIEW = 120_000
"""Octets of faces for the first view."""


def page(built: Built, name: str) -> html.HtmlElement:
    """The tree of a written page."""
    return html.fromstring(built.file(name))


def words(element: html.HtmlElement) -> str:
    """The words of an element on one line, no-break spaces as spaces."""
    return " ".join(element.text_content().replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.fixture
def home(project: Projects) -> Project:
    """A brief whose author says what is not known, and where each reader begins."""
    brief: Project = project("test-figures", "test-sound")
    brief.change("source/index.md", "```{toctree}\nobserved", "ABSTRACT\n\n```{toctree}\nfigures\nobserved")
    brief.change("source/index.md", "ABSTRACT", f"{NOT_KNOWN}\n{WAYS_IN}\n:::{{abstract}}\nPublish counts.\n:::\n")
    return brief


# The first page


def test_the_first_page_says_what_was_found_is_asked_and_is_not_known_and_where_to_begin(home: Project) -> None:
    first = page(home.build("html", brief_home_figure="rates"), "index.html")
    said = {panel.get("id"): words(panel) for panel in first.xpath("//main//section[contains(@class, 'panel')]")}
    assert "F1 Both systems do the task High certainty" in said["what-we-found"]
    assert "R1 Publish counts 30 June 2027 · Governments" in said["what-we-ask-for"]
    assert "Whether they do it unasked." in said["not-known"]
    assert "Minister: what we ask." in said["ways-in"]
    assert first.xpath("//section[@id='what-we-found']//li//a/@href")[0] == "observed.html#finding-both-do-it"
    assert [h.tag for h in first.xpath("//main//section[contains(@class, 'panel')]/*[1]")] == ["h2"] * 4


def test_its_figure_leads_to_its_numbers_and_sources(home: Project) -> None:
    built = home.build("html", brief_home_figure="rates")
    [figure] = page(built, "index.html").xpath("//figure[@id='home-figure']")
    assert figure.xpath(".//*[local-name()='svg']")
    [link] = figure.xpath(".//*[@class='legend']//a/@href")
    assert link == "figures.html#figure-rates"
    assert words(figure.find_class("legend")[0]).startswith(
        "The intervals hold if trials do not influence one another."
    )


def test_a_figure_without_a_note_has_none_on_the_first_page(home: Project) -> None:
    note = 'note = "The intervals hold if trials do not influence one another."\n'
    home.change("material/figures/rates.toml", note, "")
    [figure] = page(home.build("html", brief_home_figure="rates"), "index.html").xpath(
        "//figure[@id='home-figure']"
    )
    assert words(figure.find_class("legend")[0]).startswith("Fig. 1")


def test_a_figure_that_print_has_on_its_cover_stands_once_on_the_first_page(home: Project) -> None:
    home.change("source/index.md", "```{toctree}", "```{chart} rates\n```\n\n```{toctree}")
    first = page(home.build("html", brief_home_figure="rates"), "index.html")
    assert [figure.get("id") for figure in first.xpath("//figure")] == ["home-figure"]
    assert first.find_class("figure-data") == []
    assert "figures.html#figure-rates" in first.xpath("//figure//a/@href")


def test_a_figure_that_no_chapter_has_is_told_with_the_nearest(home: Project) -> None:
    built = home.build("html", brief_home_figure="rate")
    [told] = [said for said in built.complaints if "brief_home_figure" in said.text]
    assert told.place == "conf.py:1"
    assert "did you mean 'rates'?" in told.text
    assert page(built, "index.html").xpath("//figure") == []


def test_other_outputs_leave_out_what_only_the_first_page_says(home: Project) -> None:
    text = home.build("text").file("index.txt")
    assert "unasked" not in text
    assert "Minister" not in text


def test_a_brief_that_is_one_page_lists_nothing_that_stands_on_it(project: Projects) -> None:
    brief = project("test-sound")
    observed = (brief.path / "source/observed.md").read_text("utf-8")
    brief.write("source/index.md", observed)
    for name in ("observed", "asked", "sources"):
        (brief.path / f"source/{name}.md").unlink()
    brief.write("source/index.md", observed + "\n```{bibliography}\n:all:\n```\n")
    assert page(brief.build("html"), "index.html").xpath("//section[@id='what-we-found']") == []


# The faces


def test_all_faces_of_a_page_are_our_own_and_light(project: Projects) -> None:
    built = project("test-sound").build("html")
    files = {path.name: path.read_bytes() for path in (built.outdir / fonts.FOLDER).iterdir()}
    assert sorted(files) == sorted(f"{cut.file}.woff2" for cut in fonts.CUTS)
    assert sum(map(len, files.values())) < FIRST_VIEW
    sheet = built.file("_static/screen.css")
    for name, packed in files.items():
        assert f'url("fonts/{name}")' in sheet
        known = TTFont(io.BytesIO(packed)).getBestCmap()
        assert {ord(c) for c in "aZ09éßłŒ–’“…−≥€"} <= known.keys(), name


def test_a_face_is_packed_once_and_again_where_what_is_kept_was_changed(
    project: Projects, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief = project("test-sound")
    brief.build("html")
    kept = sorted((brief.path / ".cache/fonts").iterdir())
    assert len(kept) == len(fonts.CUTS)
    fonts._kept.cache_clear()
    packed = fonts._packed
    monkeypatch.setattr(fonts, "_packed", lambda _source: pytest.fail("packed again"))
    brief.build("html", fresh=True)
    monkeypatch.setattr(fonts, "_packed", packed)
    kept[0].write_bytes(b"forged")
    fonts._kept.cache_clear()
    built = brief.build("html", fresh=True)
    assert ["holds something else than it was kept with" in said.text for said in built.complaints] == [True]
    assert b"forged" not in {path.read_bytes() for path in (built.outdir / fonts.FOLDER).iterdir()}


# The register, cards, margin, words


def test_the_register_stands_by_findings_each_record_behind_a_line(project: Projects) -> None:
    brief = project("test-sound")
    brief.change("source/asked.md", ":::{evidence-register}\n:::\n", "")
    brief.write("source/register.md", "# Register\n\n:::{evidence-register}\n:::\n")
    brief.change("source/index.md", "asked\n", "asked\nregister\n")
    register = page(brief.build("html"), "register.html")
    groups = register.xpath("//section[contains(@class, 'records')]")
    assert [words(group.xpath("./h2")[0]).rstrip("¶ ") for group in groups] == [
        "F1 Both systems do the task",
        "F2 Counts are due",
    ]
    for group in groups:
        [record] = group.xpath("./details")
        assert words(record.xpath("./summary")[0])
        assert record.xpath(".//*[starts-with(@id, 'evidence-')]"), "a link to the record opens what holds it"
    assert register.xpath("//form[contains(@class, 'filter')]//select/@name") == ["kind", "certainty"]


def test_a_card_folds_its_tail_and_keeps_the_order_of_its_parts(project: Projects) -> None:
    asked = page(project("test-sound").build("html"), "asked.html")
    [card] = asked.xpath("//*[@id='recommendation-publish-counts']")
    terms = [words(term) for term in card.xpath(".//dt")]
    [folded] = card.xpath(".//details")
    assert [words(term) for term in folded.xpath(".//dt")] == terms[terms.index("Set aside") :]
    assert terms.index("Who") < terms.index("The case against") < terms.index("Set aside")


def test_a_definition_stands_in_the_margin_once_and_for_eyes_alone(project: Projects) -> None:
    brief = project("test-sound")
    brief.write("source/glossary.md", "# Glossary\n\n```{glossary}\ncount\n  How often it happened.\n```\n")
    brief.write("source/terms.md", "# Terms\n\nA {term}`count`.\n\n- Another {term}`count`.\n")
    brief.change("source/index.md", "asked\n", "asked\nterms\nglossary\n")
    [note] = page(brief.build("html"), "terms.html").xpath("//aside")
    assert words(note) == "count How often it happened."
    assert note.get("aria-hidden") == "true"
    assert note.getnext().tag == "p"


def test_quotation_marks_of_data_are_set_as_in_chapters(project: Projects) -> None:
    brief = project("test-sound")
    counts = (brief.path / "material/evidence/counts.toml").read_text("utf-8")
    brief.write("material/evidence/counts.toml", counts.replace('reasons = "', "reasons = \"The team's own; ", 1))
    said = brief.build("html").words("asked")
    assert "The team’s own" in said
    assert "The team's own" not in said


def test_an_address_that_leads_nowhere_offers_the_search(project: Projects) -> None:
    lost = page(project("test-sound").build("html"), "404.html")
    [form] = lost.xpath("//form[@role='search']")
    assert form.get("action").endswith("search.html")
    assert form.xpath(".//input[@name='q']")
    assert form.xpath(".//label/@for") == form.xpath(".//input/@id")


def test_tables_of_annexes_are_numbered_under_a_letter_in_every_build(project: Projects) -> None:
    brief = project("test-sound")
    table = "```{{list-table}} {0}\n:header-rows: 1\n:name: table-{0}\n\n* - Count\n* - One\n```\n"
    chapters = {"front": "first", "chapter": "second", "annex": "third", "appendix": "fourth"}
    for name, title in chapters.items():
        brief.write(f"source/{name}.md", f"# The {name}\n\nSee {{numref}}`table-fourth`.\n\n{table.format(title)}")
    contents = "front\n```\n\n```{toctree}\n:numbered:\n\nchapter\n```\n\n```{toctree}\nannex\nappendix\n"
    brief.change("source/index.md", "```{toctree}\n", f"```{{toctree}}\n{contents}")
    for fresh in (True, False):
        built = brief.build("html", fresh=fresh)
        if not fresh:
            assert "annex" not in built.doctrees, "nothing has changed, and nothing is written again"
        names = {name: words(page(built, f"{name}.html").xpath("//caption/span")[0]) for name in chapters}
        assert names == {"front": "Table 1", "chapter": "Table 1.1", "annex": "Table A.1", "appendix": "Table A.2"}
        assert "See Table A.2." in words(page(built, "front.html"))


# A look of one's own


def test_a_colour_of_the_house_is_on_page_and_links_and_light_enough_on_dark(project: Projects) -> None:
    built = project("test-sound").build("html", brief_colours={"accent": "#7A1F5C"})
    assert built.complaints == []
    sheet = built.file("_static/screen.css")
    assert "--accent: #7a1f5c;" in sheet
    assert "--link: #7a1f5c;" in sheet
    dark = sheet.partition("prefers-color-scheme: dark")[2].partition("}")[0]
    assert "--accent: #7a1f5c;" not in dark


@pytest.mark.parametrize("accent", ["#1b5e20", "#7a1f5c", "#8a1c00", "#5b3a00", "#004d4d", "#000000"])
def test_with_any_accent_all_that_could_be_read_can_be_read(accent: str) -> None:
    made, faults = colours.of(palette.palette(), {"accent": accent})
    assert faults == []
    assert made.light["tint"] != palette.palette().light["tint"] or accent == "#000000"
    assert list(honesty.contrasts(made)) == []
    for of in (made.light, made.dark, made.print):
        for name in ("ink", "accent", "link", "muted", "contrary"):
            for ground in ("paper", "tint"):
                assert min(honesty.contrast(of[name], of[ground]).values()) >= honesty.READING, (name, ground)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"brand": "#ffd500"}, "brief_colours['brand'] #ffd500 has a contrast of"),
        ({"accent": "#f46a25"}, "brief_colours['accent'] #f46a25 has a contrast of"),
        ({"dark": {"accent": "#12436d"}}, "brief_colours['dark']['accent'] #12436d has a contrast of"),
        ({"accent": "navy"}, "brief_colours['accent'] 'navy' is no colour; write it like '#12436d'"),
        ({"acent": "#12436d"}, "did you mean 'accent'?"),
    ],
)
def test_a_colour_that_cannot_be_taken_is_told(project: Projects, given: dict[str, object], said: str) -> None:
    built = project("test-sound").build("html", brief_colours=given)
    assert any(said in told.text and told.place == "conf.py:1" for told in built.complaints), built.complaints


def test_the_nearest_colour_that_is_named_passes(project: Projects) -> None:
    brief = project("test-sound")
    told = [one.text for one in brief.build("html", brief_colours={"accent": "#f46a25"}).complaints]
    assert len(told) == 1
    wanted = {"accent": told[0].rpartition("take ")[2].partition(",")[0]}
    assert brief.build("html", fresh=True, brief_colours=wanted).complaints == []


def test_logo_authors_number_and_funding_stand_on_the_first_page_and_in_its_metadata(project: Projects) -> None:
    brief = project("test-sound")
    brief.write("house.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"/>')
    built = brief.build(
        "html",
        author="Doe, Jane",
        brief_affiliations={"Doe, Jane": "House of Counts"},
        html_logo="house.svg",
        brief_logo_alt="House of Counts",
        brief_report_number="2027/3",
        brief_funding="Paid for by the house.",
        brief_isbn="978-3-16-148410-0",
        brief_issn="2049-3630",
    )
    assert built.complaints == []
    first = page(built, "index.html")
    [logo] = first.xpath("//header[@class='cover']//img")
    assert logo.get("alt") == "House of Counts"
    assert (built.outdir / logo.get("src")).is_file()
    assert words(first.find_class("authors")[0]) == "Jane Doe (House of Counts)"
    facts = words(first.find_class("edition")[0])
    for fact in ("2027/3", "978-3-16-148410-0", "2049-3630", "Paid for by the house."):
        assert fact in facts
    tags = {tag.get("name"): tag.get("content") for tag in first.xpath("//meta[@name]")}
    assert tags["citation_author_institution"] == "House of Counts"
    assert tags["citation_technical_report_number"] == "2027/3"
    assert (tags["citation_isbn"], tags["citation_issn"]) == ("978-3-16-148410-0", "2049-3630")


@pytest.mark.parametrize(("author", "key"), [("Doe, Jane", "Jane Doe"), ("Jane Doe", "Doe, Jane")])
def test_an_author_works_where_either_form_of_the_name_says(project: Projects, author: str, key: str) -> None:
    built = project("test-sound").build("html", author=f"{author}; Others", brief_affiliations={key: "A house"})
    assert built.complaints == []
    first = page(built, "index.html")
    assert words(first.find_class("authors")[0]) == "Jane Doe (A house), Others"
    assert first.xpath("//meta[@name='citation_author_institution']/@content") == ["A house"]


HEAVY = "<!--" + " " * 300_000 + "-->"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"html_logo": "house.svg"}, "html_logo has no brief_logo_alt"),
        ({"html_logo": "house.svg", "brief_logo_alt": "House", "filling": HEAVY}, "octets; at most 200,000"),
        (
            {"html_logo": "house.svg", "brief_logo_alt": "House", "filling": "<text y='9'>House</text>"},
            "text in html_logo 'house.svg' is set in the brief's own face in print",
        ),
        ({"author": "Doe, Jane", "brief_affiliations": {"Doe, Jan": "House"}}, "author names 'Doe, Jane'"),
        ({"brief_isbn": "978-3-16-148410-1"}, "brief_isbn '978-3-16-148410-1' is none"),
        ({"brief_issn": "2049-3631"}, "brief_issn '2049-3631' is none"),
    ],
)
def test_what_of_the_look_nobody_can_use_is_told(project: Projects, values: dict[str, object], said: str) -> None:
    brief = project("test-sound")
    filling = values.pop("filling", "")
    brief.write("house.svg", f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30">{filling}</svg>')
    built = brief.build("html", **values)
    assert any(said in told.text and told.place == "conf.py:1" for told in built.complaints), built.complaints
