"""What machines read of a brief says what its pages say: with everything assigned, and with nothing."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import pytest
from jinja2 import Environment
from lxml import etree, html

from policybrief.pages.metadata import as_script, with_territory

if TYPE_CHECKING:
    from projects import Built, Project, Projects

BASE = "https://example.org/brief/"
ASSIGNED = {
    "author": "Example, Ada; Society of Examples",
    "brief_subtitle": "An example <of> a subtitle",
    "brief_short_title": "Small & short",
    "brief_publisher": "The “Example” Institute",
    "brief_doi": "10.5555/first",
    "brief_concept_doi": "10.5555/every",
    "brief_licence": "Example licence",
    "html_baseurl": BASE.rstrip("/"),
}
PRINTED = {"accessible_pdf_documents": [["index", "brief", "A small brief", ""]]}
COMPANIONS = {"citation.bib", "citation.ris", "CITATION.cff", "sitemap.xml", "card.png"}
PNG = b"\x89PNG\r\n\x1a\n"


def head(built: Built, name: str = "index") -> html.HtmlElement:
    """The head of a page."""
    return html.fromstring(built.file(f"{name}.html")).find("head")


def tags(built: Built, name: str = "index") -> dict[str, list[str]]:
    """The contents of the named ``meta`` elements of a page."""
    found: dict[str, list[str]] = {}
    for tag in head(built, name).iter("meta"):
        if key := tag.get("property") or tag.get("name"):
            found.setdefault(key, []).append(tag.get("content"))
    return found


def linked(built: Built) -> dict[str, Any]:
    """The linked data of the cover."""
    [script] = head(built).xpath("script[@type='application/ld+json']")
    return json.loads(script.text)  # type: ignore[no-any-return]


def companions(built: Built) -> set[str]:
    """The files beside the pages that this is about."""
    return {path.name for path in built.outdir.iterdir()} & COMPANIONS


@pytest.fixture
def brief(project: Projects) -> Project:
    """A small brief that is being drafted."""
    made = project("test-sound")
    made.write("CHANGELOG.md", "# Changes\n\n## 0.9 - draft\n")
    return made


@pytest.fixture
def assigned(brief: Project) -> Built:
    """The same with everything assigned, and printed before its pages are written."""
    brief.change("CHANGELOG.md", "draft", "2026-11-30")
    brief.build("accessiblepdf", **ASSIGNED, **PRINTED)
    (brief.path / "build/html").mkdir()
    (brief.path / "build/accessiblepdf").rename(brief.path / "build/html/pdf")
    return brief.build("html", **ASSIGNED, **PRINTED)


def test_with_everything_assigned_the_cover_tells_reference_managers_all(assigned: Built) -> None:
    said = tags(assigned)
    assert said["citation_title"] == ["A small brief: An example <of> a subtitle"]
    assert said["citation_author"] == ["Example, Ada", "Society of Examples"]
    assert said["citation_publication_date"] == ["2026/11/30"]
    assert said["citation_technical_report_institution"] == ["The “Example” Institute"]
    assert said["citation_technical_report_number"] == ["0.9"]
    assert said["citation_doi"] == ["10.5555/first"]
    assert said["citation_public_url"] == [f"{BASE}index.html"]


def test_the_address_of_the_pdf_is_where_the_cover_leads_and_the_file_lies(assigned: Built) -> None:
    [address] = tags(assigned)["citation_pdf_url"]
    [link] = html.fromstring(assigned.file("index.html")).xpath("//ul[@class='downloads']//a")
    assert address == urljoin(BASE, link.get("href"))
    assert (assigned.outdir / link.get("href")).resolve().is_file()
    assert link.get("download") == "small-short_v0-9_2026-11_en_brief.pdf"
    [encoding] = linked(assigned)["encoding"]
    assert encoding["contentUrl"] == address


def test_a_chapter_is_a_part_of_the_brief(assigned: Built) -> None:
    said = tags(assigned, "asked")
    title = assigned.resolved("asked").next_node(lambda node: node.tagname == "title").astext()
    assert said["citation_title"] == said["og:title"] == said["DC.title"] == [title]
    assert said["citation_inbook_title"] == ["A small brief: An example <of> a subtitle"]
    assert said["og:site_name"] == ["A small brief"]
    assert said["DCTERMS.isPartOf"] == ["https://doi.org/10.5555/first"]
    assert said["og:url"] == said["DC.identifier"] == [f"{BASE}asked.html"]
    assert not {"citation_pdf_url", "citation_technical_report_institution"} & set(said)
    assert not head(assigned, "asked").xpath("script[@type='application/ld+json']")


def test_the_catalogue_names_both_identifiers_and_the_citation_that_of_the_revision(assigned: Built) -> None:
    said = tags(assigned)
    assert said["DC.identifier"] == ["https://doi.org/10.5555/first"]
    assert said["DCTERMS.isVersionOf"] == ["https://doi.org/10.5555/every"]
    page = html.fromstring(assigned.file("asked.html"))
    assert "https://doi.org/10.5555/first" in page.xpath("string(//*[@class='cite'])")
    assert "10.5555/every" not in page.xpath("string(//*[@class='cite'])")
    assert "https://doi.org/10.5555/every" in page.xpath("string(//*[@class='cite-all'])")


def test_the_linked_data_is_a_report_whose_parts_are_its_recommendations(assigned: Built) -> None:
    data = linked(assigned)
    domain = assigned.app.env.get_domain("brief")
    assert (data["@type"], data["version"], data["creativeWorkStatus"]) == ("Report", "0.9", "review draft")
    assert data["datePublished"] == "2026-11-30"
    assert data["alternativeHeadline"] == ASSIGNED["brief_subtitle"]
    assert [agent["name"] for agent in data["author"]] == ["Ada Example", "Society of Examples"]
    assert data["exampleOfWork"]["@id"] == "https://doi.org/10.5555/every"
    parts = {part["identifier"]: part for part in data["hasPart"]}
    assert set(parts) == set(domain.recommendations)  # type: ignore[attr-defined]
    for id, part in parts.items():
        page, _sharp, anchor = part["url"].removeprefix(BASE).partition("#")
        assert html.fromstring(assigned.file(page)).get_element_by_id(anchor) is not None
        assert part["name"].startswith(domain.number(id))  # type: ignore[attr-defined]


def test_with_nothing_assigned_nobody_is_named_and_no_address_is_made_up(brief: Project) -> None:
    built = brief.build("html")
    for name in ("index", "asked"):
        said = tags(built, name)
        assert not [value for values in said.values() for value in values if "://" in value or "assigned" in value]
        assert not {"citation_author", "citation_doi", "DC.publisher", "DC.creator", "og:image", "og:url"} & set(
            said
        )
        assert all(value for values in said.values() for value in values)
    data = linked(built)
    assert not {"author", "publisher", "url", "@id", "datePublished", "license", "exampleOfWork"} & set(data)
    assert [part["url"] for part in data["hasPart"]] == ["asked.html#recommendation-publish-counts"]
    assert companions(built) == {"citation.bib", "citation.ris"}


@pytest.mark.parametrize("values", [{}, ASSIGNED], ids=["nothing assigned", "everything assigned"])
def test_revision_date_and_status_are_those_of_strip_and_register(brief: Project, values: dict[str, Any]) -> None:
    register = json.loads(brief.build("register", **values).file("register.json"))["brief"]
    built = brief.build("html", **values)
    for name in ("index", "asked"):
        said = tags(built, name)
        assert said["revision"] == [register["revision"]]
        assert said["status"] == [register["status"]]
        assert said["DC.date"] == [register["date"]]
        assert said["citation_publication_date"] == [register["date"].replace("-", "/")]
    data = linked(built)
    assert (data["version"], data["creativeWorkStatus"]) == (register["revision"], register["status"])
    assert data["dateModified"] == register["date"], "a draft is not published"


def test_pages_that_are_no_chapter_have_no_metadata_and_stand_in_no_map(assigned: Built) -> None:
    for name in ("search", "genindex", "404"):
        assert not [key for key in tags(assigned, name) if key.startswith(("og:", "citation_", "DC"))]
    tree = etree.fromstring(assigned.file("sitemap.xml").encode())
    places = [place.text for place in tree.iterfind(".//{*}loc")]
    assert {place.removeprefix(BASE) for place in places} == {f"{name}.html" for name in assigned.doctrees}
    assert len(places) == len(set(places))
    assert {day.text for day in tree.iterfind(".//{*}lastmod")} == {"2026-11-30"}


def test_the_card_has_the_size_that_its_tags_say_and_words_for_those_who_do_not_see_it(assigned: Built) -> None:
    said, content = tags(assigned), (assigned.outdir / "card.png").read_bytes()
    assert content.startswith(PNG)
    size = [str(side) for side in struct.unpack(">II", content[16:24])]
    assert size == [*said["og:image:width"], *said["og:image:height"]] == ["1200", "630"]
    assert said["og:image"] == [f"{BASE}card.png"]
    for word in ("A small brief", "Revision 0.9", "review draft", "30 November 2026"):
        assert word in said["og:image:alt"][0].replace("\N{NO-BREAK SPACE}", " ")


def test_the_card_is_the_same_bytes_for_the_same_words_and_others_for_others(brief: Project) -> None:
    def card(**values: str) -> bytes:
        return (brief.build("html", html_baseurl=BASE, **values).outdir / "card.png").read_bytes()

    first, other, again = card(), card(brief_status="published"), card()
    assert first == again
    assert first != other


def test_a_brief_whose_characters_the_fonts_lack_has_no_card_instead_of_an_empty_one(brief: Project) -> None:
    built = brief.build("html", html_baseurl=BASE, project="自己複製")
    assert "card.png" not in companions(built)
    assert "og:image" not in tags(built)


def test_a_message_too_long_for_the_card_gives_way_to_the_subtitle_and_is_not_cut(brief: Project) -> None:
    [short] = tags(brief.build("html", **ASSIGNED))["og:image:alt"]
    assert short.startswith("A small brief. Publish counts. Revision 0.9")
    brief.change("source/index.md", "Publish counts.", "Publish " + "counts and " * 40 + "intervals.")
    [long] = tags(brief.build("html", **ASSIGNED))["og:image:alt"]
    assert long.startswith("A small brief. An example <of> a subtitle. Revision 0.9")


def test_a_file_without_ground_is_taken_away(brief: Project) -> None:
    assert companions(brief.build("html", **ASSIGNED)) == COMPANIONS
    assert companions(brief.build("html")) == {"citation.bib", "citation.ris"}


def test_each_page_offers_the_citations_that_are_there_under_names_for_people(brief: Project) -> None:
    for values in ({}, ASSIGNED):
        built = brief.build("html", **values)
        for name in ("index", "asked"):
            links = html.fromstring(built.file(f"{name}.html")).xpath("//*[@class='cite-whole']/a")
            offered = {link.get("href"): link.get("download") for link in links}
            assert set(offered) == companions(built) - {"card.png", "sitemap.xml"}
            title = "small-short" if values else "a-small-brief"
            assert offered["citation.bib"] == f"{title}_v0-9-draft_2026-10_en_citation.bib"


@pytest.mark.parametrize("builder", ["dirhtml", "singlehtml"])
def test_other_builders_of_pages_write_the_same_files_and_lead_to_places_that_exist(
    brief: Project, builder: str
) -> None:
    built = brief.build(builder, html_baseurl=BASE, brief_publisher="The Example Institute")
    assert companions(built) == COMPANIONS
    [part] = linked(built)["hasPart"]
    page, _sharp, anchor = part["url"].removeprefix(BASE).partition("#")
    file = page if page.endswith(".html") else f"{page}index.html"
    assert html.fromstring(built.file(file)).get_element_by_id(anchor) is not None
    for place in etree.fromstring(built.file("sitemap.xml").encode()).iterfind(".//{*}loc"):
        path = built.outdir / place.text.removeprefix(BASE)
        assert (path / "index.html" if path.is_dir() else path).is_file()


def test_a_french_brief_says_its_language_and_its_words(project: Projects) -> None:
    built = project("test-french").build(
        "html", language="fr", html_baseurl=BASE, brief_concept_doi="10.5555/tous"
    )
    said = tags(built)
    assert said["og:locale"] == ["fr_FR"]
    assert said["DC.language"] == said["citation_language"] == ["fr"]
    assert linked(built)["genre"] == "Note d’orientation"
    page = html.fromstring(built.file("index.html"))
    assert "Toutes les révisions\N{NO-BREAK SPACE}:" in page.xpath("string(//*[@class='cite-all'])")
    assert "DOI de toutes les révisions" in page.xpath("string(//dl[@class='edition'])")


@pytest.mark.parametrize(
    ("language", "locale"),
    [("en", "en_US"), ("fr-CA", "fr_CA"), ("pt_BR", "pt_BR"), ("sv", "sv_SE"), ("eo", "eo")],
)
def test_a_language_is_given_with_its_territory(language: str, locale: str) -> None:
    assert with_territory(language) == locale


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--", "{{ 7 * 7 }}", 'a "b" & c'])
def test_no_text_ends_the_linked_data_or_runs(text: str) -> None:
    written = Environment().from_string("<script>{{ data }}</script>").render(data=as_script({"name": text}))
    [script] = html.fragments_fromstring(written)
    assert json.loads(script.text) == {"name": text}
