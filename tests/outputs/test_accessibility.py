"""Group H: accessibility.  H1 and H7 need people; the machine's half of H2 is here and in ``tests/browser``."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from docutils import nodes

if TYPE_CHECKING:
    import pikepdf

    from tests.conftest import Brief

OBJECT = re.compile(rb"(?:^|[\r\n])(\d+) \d+ obj\b")
STREAM = re.compile(rb">>\s*stream\r?\n")
IMAGE_NAME = re.compile(r"\.(svg|png|jpe?g|webp|gif)$", re.I)


def tags(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every element of the structure tree of a PDF, in reading order."""
    roles = dict(pdf.Root.StructTreeRoot.get("/RoleMap", {}).items())

    def walk(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
        import pikepdf

        if isinstance(node, pikepdf.Array):
            for child in node:
                yield from walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                node["/Role"] = roles.get(str(node.S), node.S)
                yield node
            if "/K" in node:
                yield from walk(node.K)

    yield from walk(pdf.Root.StructTreeRoot.K)


def attributes(tag: pikepdf.Dictionary) -> dict[str, str]:
    """The attributes of a tag, by name."""
    import pikepdf

    held = tag.get("/A", {})
    found: dict[str, str] = {}
    for one in held if isinstance(held, pikepdf.Array) else [held]:
        if isinstance(one, pikepdf.Dictionary):
            found |= {key: str(value) for key, value in one.items()}
    return found


def test_H2_each_page_has_one_first_heading_and_skips_no_level(brief: Brief) -> None:
    for docname, page in brief.pages.items():
        levels = [
            int(heading.tag[1])
            for heading in page.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")
        ]
        assert levels.count(1) == 1, docname
        assert levels[0] == 1, docname
        assert all(b <= a + 1 for a, b in itertools.pairwise(levels)), f"{docname}: {levels}"


def test_H2_ids_are_unique_links_have_words_and_landmarks_are_there(brief: Brief) -> None:
    for docname, page in brief.pages.items():
        twice = [id for id, count in Counter(page.xpath("//@id")).items() if count > 1]
        assert twice == [], docname
        for link in page.xpath("//a[@href]"):
            assert link.text_content().strip() or link.get("aria-label"), f"{docname}: {link.get('href')}"
        assert len(page.xpath("//main")) == 1, docname
        assert page.xpath("//a[@class='skip' and @href='#page-main']"), docname


def test_H2_nothing_is_loaded_from_outside(brief: Brief) -> None:
    for docname, page in brief.pages.items():
        loaded = page.xpath("//@src | //link[not(@rel='canonical') and not(@rel='alternate')]/@href")
        assert loaded, docname
        assert [address for address in loaded if re.match(r"(https?:)?//", address)] == [], docname


def wrong_lengths(data: bytes) -> list[str]:
    """The objects of a PDF whose stream does not end where its ``/Length`` says, read byte by byte."""
    wrong, at = [], 0
    while start := OBJECT.search(data, at):
        at = start.end()
        opened, closed = STREAM.search(data, at), data.find(b"endobj", at)
        if opened is None or closed < opened.start():
            continue
        length = int(re.findall(rb"/Length (\d+)", data[at : opened.start()])[-1])
        at = opened.end() + length
        if not data[at : at + 11].lstrip(b"\r\n").startswith(b"endstream"):
            wrong.append(start[1].decode())
    return wrong


def test_H3_the_pdf_passes_PDF_UA_1_and_PDF_A_3a(brief: Brief) -> None:
    """The validator now and then counts the length of a stream wrongly: there our own bytes decide."""
    page = pytest.importorskip("page", reason="page-validation has no wheel for Linux on aarch64")
    for name in ("brief", "summary", "brief-letter", "brief-large"):
        path = brief.pdf(name).path
        assert wrong_lengths(path.read_bytes()) == [], name
        for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
            failures = page.validate_pdf(str(path), profile=profile).failures
            assert [f for f in failures if "STREAM-LENGTH" not in f.rule_id] == [], f"{name}: {profile}"


def test_H3_a_stream_that_ends_elsewhere_than_it_says_is_found(brief: Brief) -> None:
    data = brief.pdf().path.read_bytes()
    place = re.search(rb"/Length (\d+)", data)
    assert place is not None
    shorter = str(int(place[1]) - 1).rjust(len(place[1]), "0").encode()
    assert wrong_lengths(data[: place.start(1)] + shorter + data[place.end(1) :])


def test_H3_the_pdf_declares_what_it_passes_and_is_tagged(brief: Brief) -> None:
    pdf = brief.pdf().objects
    with pdf.open_metadata(set_pikepdf_as_editor=False) as described:
        assert described["pdfuaid:part"] == "1"
        assert (described["pdfaid:part"], described["pdfaid:conformance"]) == ("3", "A")
    assert bool(pdf.Root.MarkInfo.Marked)
    roles = Counter(str(tag.Role) for tag in tags(pdf))
    for role in ("/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/L", "/LI", "/Link"):
        assert roles[role], f"no {role} among {roles}"


def test_H4_title_language_and_display_of_the_title_are_set(brief: Brief) -> None:
    pdf, edition = brief.pdf().objects, brief.register["brief"]
    assert str(pdf.Root.Lang).startswith(edition["language"])
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo["/Title"]) == edition["title"]
    for page in brief.pages.values():
        assert page.get("lang") == edition["language"]
        assert edition["title"] in page.findtext(".//title")


def test_H4_every_chapter_and_section_has_its_bookmark(brief: Brief) -> None:
    marks = [("".join(brief.spoken(title)), level) for level, title, _page in brief.pdf().outline()]
    for docname in [*brief.body[1:], *brief.annexes]:
        wanted = "".join(brief.spoken(brief.title(docname)))
        assert any(title.endswith(wanted) and level == 0 for title, level in marks), docname
        for section in list(brief.trees[docname].findall(nodes.section))[1:]:
            wanted = "".join(brief.spoken(section[0].astext()))
            assert any(title.endswith(wanted) for title, _level in marks), f"{docname}: {section[0].astext()}"


def test_H4_a_bookmark_reads_like_its_heading(brief: Brief) -> None:
    for _level, title, _page in brief.pdf().outline():
        assert not re.match(r"\d+[A-Za-z]", title), f"number and words run together: {title!r}"


def test_H4_pages_are_labelled_as_they_are_numbered_in_print(brief: Brief) -> None:
    pdf = brief.pdf()
    for page in range(1, pdf.length):
        label = pdf.document.get_page_label(page)
        assert label, f"page {page + 1} has no label"
        assert brief.plain(pdf.text(page)).endswith(label) or f" {label} " in brief.plain(pdf.text(page)), label


def test_H5_every_picture_says_in_words_what_it_shows(brief: Brief) -> None:
    for docname, page in brief.pages.items():
        for picture in page.xpath("//main//img"):
            alt = picture.get("alt")
            assert alt is not None, f"{docname}: {picture.get('src')}"
            assert not IMAGE_NAME.search(alt), f"{docname}: {alt}"
        for drawing in page.xpath("//main//*[local-name()='svg']"):
            title = drawing.xpath("string(./*[local-name()='title'])").strip()
            named = title or drawing.get("aria-label") or drawing.get("aria-hidden")
            assert named, f"{docname}: a drawing without a name"
    for tag in tags(brief.pdf().objects):
        if str(tag.Role) == "/Figure":
            assert len(str(tag.get("/Alt", ""))) >= 10, "a figure in the PDF without alternative text"


def test_H6_html_tables_have_captions_header_cells_with_scope_no_merged_and_no_empty_cells(brief: Brief) -> None:
    seen = 0
    for docname, page in brief.pages.items():
        for table in page.xpath("//main//table"):
            seen += 1
            place = f"{docname}: {table.get('id')}"
            captions = [*table.xpath("./caption"), *table.xpath("ancestor::figure/figcaption")]
            assert captions, place
            assert len(brief.plain(captions[0].text_content())) > 5, place
            assert table.xpath(".//thead//th"), place
            assert not table.xpath(".//*[@colspan > 1 or @rowspan > 1]"), place
            for cell in table.xpath(".//th | .//td"):
                assert brief.plain(cell.text_content()), f"{place}: an empty cell; write 'none' or 'not reported'"
                assert cell.tag == "td" or cell.get("scope") in ("col", "row"), place
    assert seen >= 7


def test_H6_tables_of_the_pdf_have_header_cells_with_scope(brief: Brief) -> None:
    found = list(tags(brief.pdf().objects))
    heads = [tag for tag in found if str(tag.Role) == "/TH"]
    tables = [tag for tag in found if str(tag.Role) == "/Table"]
    assert len(tables) >= 5
    assert len(heads) >= 2 * len(tables)
    for head in heads:
        assert attributes(head).get("/Scope") in ("/Column", "/Row", "/Both"), attributes(head)
    for cell in (tag for tag in found if str(tag.Role) in ("/TH", "/TD")):
        assert attributes(cell).get("/ColSpan", "1") == attributes(cell).get("/RowSpan", "1") == "1"
