"""Group I: distribution.  A code to scan and an address begin with a publisher; I5 needs one who measures."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from docutils import nodes
from lxml import html

if TYPE_CHECKING:
    from tests.conftest import Brief

FILE_NAME = re.compile(r"^[a-z0-9]+([-._][a-z0-9]+)*$")


def test_I1_without_a_publisher_no_address_and_no_code_to_scan_is_shown(brief: Brief) -> None:
    assert brief.register["brief"]["address"] is None
    for docname in brief.trees:
        assert not re.search(r"\bQR\b|qr-code", brief.read(f"html/{docname}.html")), docname
    assert "not yet assigned" in brief.plain(" ".join(brief.pdf().texts))


def test_I2_files_have_names_for_people_without_capitals_or_spaces(brief: Brief) -> None:
    files = [path for path in brief.folder.rglob("*") if path.suffix in (".pdf", ".html", ".json", ".txt")]
    assert len(files) > 20
    for path in files:
        assert FILE_NAME.match(path.name), path.name


def prints(brief: Brief) -> list[str]:
    """The PDFs that the configuration names."""
    return [entry[1] for entry in brief.env.config.accessible_pdf_documents]


def test_I2_what_is_taken_along_is_named_by_title_version_month_language_and_kind(brief: Brief) -> None:
    links = brief.pages["index"].xpath("//a[@download and not(starts-with(@href, 'figures/'))]")
    names = {link.get("href"): link.get("download") for link in links}
    kinds = {f"pdf/{name}.pdf": f"{name}.pdf" for name in prints(brief)}
    kinds |= {"citation.bib": "citation.bib", "citation.ris": "citation.ris"}
    assert set(names) == set(kinds)
    data = brief.register["brief"]
    draft = "-draft" if data["draft"] else ""
    version = re.escape(data["revision"].replace(".", "-") + draft)
    for href, name in names.items():
        assert brief.file(posixpath.normpath(f"html/{href}")).is_file()
        assert re.fullmatch(rf"self-replication-brief_v{version}_{data['date'][:7]}_en_{kinds[href]}", name), name


def test_I2_each_edition_is_offered_under_a_title_of_its_own(brief: Brief) -> None:
    titles = [brief.plain(link.text_content()) for link in brief.pages["index"].find_class("download")]
    assert len(set(titles)) == len(titles) == len(prints(brief)), titles


def test_I3_every_statement_record_table_and_figure_has_an_anchor_named_for_it(brief: Brief) -> None:
    for finding in brief.register["findings"]:
        assert f"{finding['chapter']}.html#finding-{finding['id']}" in brief.anchors
    for asked in brief.register["recommendations"]:
        assert f"{asked['chapter']}.html#recommendation-{asked['id']}" in brief.anchors
    for record in brief.register["evidence"]:
        assert f"evidence-register.html#evidence-{record['id']}" in brief.anchors
    seen = 0
    for docname, tree in brief.trees.items():
        for node in tree.findall(lambda n: isinstance(n, nodes.table | nodes.figure)):
            seen += 1
            named = node.parent if isinstance(node.parent, nodes.figure) else node  # the table of a figure is it
            assert any(re.match(r"(table|figure)-", id) for id in named["ids"]), f"{docname}: {node['ids']}"
    assert seen >= 5


def test_I3_each_statement_and_table_offers_the_link_to_itself(brief: Brief) -> None:
    for docname in brief.body:
        for block in brief.main(docname).xpath(".//*[contains(@class, 'admonition') and @id] | .//table[@id]"):
            links = block.xpath(".//a[contains(@class, 'headerlink')]/@href")
            assert f"#{block.get('id')}" in links, f"{docname}: {block.get('id')}"


def test_I3_every_link_between_pages_leads_to_a_place_that_exists(brief: Brief) -> None:
    seen = 0
    for docname, page in brief.pages.items():
        for href in page.xpath("//*[@id='page-main']//a/@href"):
            if re.match(r"[a-z]+:", href) or href.startswith("../") or not href:
                continue
            path, _sharp, id = href.partition("#")
            seen += 1
            assert (brief.folder / "html" / (path or f"{docname}.html")).is_file(), f"{docname}: {href}"
            assert not id or f"{path or docname + '.html'}#{id}" in brief.anchors, f"{docname}: {href}"
    assert seen > 500


def test_I4_each_recommendation_and_figure_is_a_page_with_its_sources_and_its_revision(brief: Brief) -> None:
    edition = brief.register["brief"]
    figures = [
        id for tree in brief.trees.values() for figure in tree.findall(nodes.figure) for id in figure["ids"]
    ]
    figures = [id.removeprefix("figure-") for id in figures if id.startswith("figure-")]
    assert len(figures) >= 4
    pages = {f"figure/{id}": ["Source"] for id in figures}
    for asked in brief.register["recommendations"]:
        numbers = [f["number"] for f in brief.register["findings"] if f["id"] in asked["findings"]]
        pages[f"recommendation/{asked['id']}"] = [f"{number} " for number in numbers]
    for name, grounds in pages.items():
        [article] = html.fromstring(brief.read(f"html/{name}.html")).xpath("//article")
        text = brief.plain(article.text_content()).rpartition("The findings it rests on")[2]
        assert [ground for ground in grounds if ground not in text] == [], name
        [line] = article.xpath(".//*[@class='edition-line']")
        for fact in (edition["title"], f"Revision {edition['revision']}", edition["status"]):
            assert fact in line.text_content(), f"{name}: {fact}"


def test_I3_every_link_in_the_pdf_leads_to_a_page_or_an_address(brief: Brief) -> None:
    pdf = brief.pdf().objects
    named = names(pdf)
    inside, outside = 0, 0
    for page in pdf.pages:
        for note in page.get("/Annots", []):
            if note.get("/Subtype") != "/Link":
                continue
            action = note.get("/A")
            if action is not None and action.get("/S") == "/URI":
                outside += 1
                assert re.match(r"https?://\S+$", str(action["/URI"]))
                continue
            target = action["/D"] if action is not None else note["/Dest"]
            inside += 1
            if not hasattr(target, "__len__") or str(target) in named:
                assert str(target) in named, str(target)
            else:
                assert target[0].get("/Type") == "/Page"
    assert inside > 200
    assert outside > 50


def names(pdf: object) -> set[str]:
    """The named places of a PDF."""
    root = pdf.Root  # type: ignore[attr-defined]
    if "/Names" not in root or "/Dests" not in root.Names:
        return set()
    import pikepdf

    return set(pikepdf.NameTree(root.Names.Dests).keys())
