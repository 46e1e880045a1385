"""What a PDF says of itself: tags, titles, links, language, claims; and what happens when it cannot."""

from __future__ import annotations

import gc
import re

from sphinx_accessible_pdf import builder

TWO = {
    "index.md": "# Book\n\n```{toctree}\none\ntwo\n```\n",
    "one.md": "# First chapter\n\nSee [the second](two.md).\n\n## Part of it\n",
    "two.md": "# Second chapter\n\nWords. {ref}`Back <here>`.\n\n(here)=\n## Here\n",
}


def test_a_document_keeps_the_rules_for_accessible_and_archived_files(build, valid):
    assert valid(build(files=TWO).folder / "document.pdf") == []


def test_title_language_and_bookmarks_are_those_of_the_project(build):
    with build(files=TWO, language="fr").pdf as pdf:
        assert str(pdf.Root.Lang) == "fr"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.open_metadata()["dc:title"] == "A project"
        with pdf.open_outline() as outline:
            titles = [(item.title, [child.title for child in item.children]) for item in outline.root]
    assert titles == [("First chapter", ["Part of it"]), ("Second chapter", ["Here"])]


def test_every_link_inside_leads_to_a_page(build):
    with build(files=TWO).pdf as pdf:
        links = [a for page in pdf.pages for a in page.get("/Annots", []) if a.Subtype == "/Link"]
        names = set()
        if "/Names" in pdf.Root and "/Dests" in pdf.Root.Names:
            tree = pdf.Root.Names.Dests
            names = {str(name) for name in list(tree.get("/Names", []))[::2]}
        assert len(links) >= 4
        for link in links:
            target = link.get("/Dest") or link.A.get("/D")
            assert str(target) in names or target[0].Type == "/Page"


def test_two_builds_in_two_folders_give_the_same_bytes(build, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    first, second = (build(files=TWO).folder / "document.pdf" for _turn in range(2))
    assert first.read_bytes() == second.read_bytes()


def test_the_sources_are_written_too_and_lie_beside_their_templates(build):
    printed = build(builder="accessibletypst", files=TWO)
    assert (printed.folder / "document.typ").is_file()
    assert (printed.folder / "templates/plain.typ").is_file()
    assert not list(printed.folder.glob("*.pdf"))


def test_a_missing_image_is_told_at_its_line_and_its_words_are_printed(build):
    printed = build("# T\n\nBefore.\n\n![A lost map](lost.png)\n")
    assert "index.md:5" in printed.complaints
    assert "[A lost map]" in printed.text


def test_an_image_without_words_is_told_and_the_pdf_written_without_the_claim(build):
    printed = build("# T\n\nBefore.\n\n```{image} pixel.svg\n```\n")
    assert "index.md:5: WARNING: the image 'pixel.svg' has no alternative text" in printed.complaints
    assert "written without its claim" in printed.complaints
    with printed.pdf as pdf:
        assert "pdfuaid:part" not in pdf.open_metadata()


def test_an_image_marked_as_decoration_needs_no_words(build, valid):
    printed = build("# T\n\nBefore.\n\n```{image} pixel.svg\n:class: decoration\n```\n")
    assert printed.complaints == ""
    assert valid(printed.folder / "document.pdf") == []


def test_what_the_engine_refuses_is_told_at_the_author_s_line(build):
    printed = build("# T\n\nBefore.\n\n![A broken map](broken.svg)\n", files={"broken.svg": "<svg"})
    assert "index.md:5: WARNING: the print engine says:" in printed.complaints


def test_a_node_that_nobody_knows_is_told_and_its_text_printed(build):
    conf = (
        'project = "A project"\nextensions = ["myst_parser", "sphinx_accessible_pdf", "strange"]\n'
        "import sys, pathlib\nsys.path.insert(0, str(pathlib.Path(__file__).parent))\n"
    )
    strange = (
        "from docutils import nodes\nfrom docutils.parsers.rst import Directive\n\n\n"
        "class oddity(nodes.General, nodes.Element):\n    pass\n\n\n"
        "class Odd(Directive):\n    def run(self):\n"
        '        odd = oddity("", nodes.paragraph("", "words of an oddity"))\n        odd.line = self.lineno\n'
        "        odd.source = self.state.document.current_source\n        return [odd]\n\n\n"
        "def setup(app):\n    app.add_node(oddity)\n    app.add_directive('odd', Odd)\n"
    )
    printed = build("# T\n\n```{odd}\n```\n", files={"conf.py": conf, "strange.py": strange})
    assert "no way to print the node 'oddity'" in printed.complaints
    assert "index.md:3" in printed.complaints
    assert "words of an oddity" in printed.text


def test_a_file_that_an_extension_attaches_travels_inside(build, valid):
    conf = (
        'project = "A project"\nextensions = ["myst_parser", "sphinx_accessible_pdf"]\n\n\n'
        "def attach(app, document):\n    from sphinx_accessible_pdf.configuration import Attachment\n"
        '    document.attachments.append(Attachment("a.json", b"{}", "application/json", "data", "One"))\n\n\n'
        'def setup(app):\n    app.connect("accessible-pdf-document", attach)\n'
    )
    printed = build("# T\n\nWords.\n", files={"conf.py": conf})
    with printed.pdf as pdf:
        assert pdf.attachments["a.json"].get_file().read_bytes() == b"{}"
    assert valid(printed.folder / "document.pdf") == []


def test_a_file_that_the_text_offers_travels_inside_under_the_name_that_is_said(build, valid):
    files = "{download}`the counts <counts.csv>`, {download}`other/counts.csv`, {download}`counts.csv`"
    printed = build(f"# T\n\nTake {files}.\n", files={"counts.csv": "a,b\n", "other/counts.csv": "c,d\n"})
    assert printed.complaints == ""
    assert re.search(
        r"Take the counts \(counts\.csv\), other/counts\.csv \(\w{8}-counts\.csv\), counts\.csv\.", printed.text
    )
    with printed.pdf as pdf:
        assert pdf.attachments["counts.csv"].get_file().read_bytes() == b"a,b\n"
        assert sorted(file.get_file().read_bytes() for file in pdf.attachments.values()) == [b"a,b\n", b"c,d\n"]
    assert valid(printed.folder / "document.pdf") == []


def test_such_a_file_is_named_where_the_profile_for_archives_allows_none_inside(build, valid):
    text = "# T\n\nTake {download}`the counts <counts.csv>`.\n"
    standards = ["ua-1", "a-2a"]
    printed = build(text, files={"counts.csv": "a,b\n"}, accessible_pdf_standards=standards)
    assert (printed.complaints, "the counts (counts.csv)" in printed.text) == ("", True)


def test_where_pages_have_an_address_the_words_lead_to_the_file_there(build):
    text = "# T\n\nTake {download}`the counts <counts.csv>`.\n"
    printed = build(text, files={"counts.csv": "a,b\n"}, html_baseurl="https://example.org/")
    with printed.pdf as pdf:
        (link,) = [link for page in pdf.pages for link in page.get("/Annots", ())]
        assert re.fullmatch(r"https://example\.org/_downloads/\w+/counts\.csv", str(link.A.URI))


def test_a_table_has_a_header_that_repeats_and_is_told_to_screen_readers(build):
    rows = "\n".join(f"| {number} | x |" for number in range(80))
    printed = build(f"# T\n\n| Number | Mark |\n|---|---|\n{rows}\n")
    with printed.pdf as pdf:
        # the title and the contents fill a page of their own
        assert printed.text.count("Number Mark") == len(pdf.pages) - 1 >= 2
    assert b"/TH" in (printed.folder / "document.pdf").read_bytes()


def test_no_garbage_is_looked_for_while_chapters_are_joined(build, monkeypatch):
    seen, assemble = [], builder.assemble

    def watched(*given):
        seen.append(gc.isenabled())
        return assemble(*given)

    monkeypatch.setattr(builder, "assemble", watched)
    build(files=TWO)
    assert seen == [False]
    assert gc.isenabled()
