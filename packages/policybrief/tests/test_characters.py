"""Text is data: whatever characters an author or a record uses come out as themselves."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from projects import Built, Project, Projects


class Text(HTMLParser):
    """The words of a page in their order, as a reader's browser has them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.alts: list[str] = []
        self.unheard = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.alts += [value or "" for name, value in attrs if name == "alt"]
        self.unheard += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.unheard -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.unheard:
            self.words.append(data)


def text(built: Built, page: str) -> str:
    """All words of an HTML page, spaces as one."""
    return " ".join("".join(Text(built.file(page)).words).split())


ODD = r"$x$ @you *x* _y_ `q` <b>b</b> &amp; & \back\\ [[w]] [l](m) e" + "\N{COMBINING ACUTE ACCENT} 中"


def test_marks_of_every_markup_come_out_as_themselves_in_html(project: Projects) -> None:
    # smart quotes have an escape of their own in the text of authors: of two backslashes they leave one
    built = project("test-characters").build("html", smartquotes=False)
    assert built.complaints == []
    page = text(built, "index.html")
    record = r"""!!! ~~z~~ |v| "q" 'p' -- ... 1. :a: ::: % e""" + "\N{COMBINING ACUTE ACCENT} 😀 中"
    times = 10  # six fields of the record, and two of them in the list of findings and beside the finding
    assert page.count(f"#h {ODD.split(' e')[0]} {record}") == times
    assert f"F1 #t {ODD}" in page
    assert f"#s {ODD}" in page
    assert r"#p $x$ @you *x* <b>b</b> \back [[w]] e" + "\N{COMBINING ACUTE ACCENT}" in page
    assert r"#t $x$ @you *x* _y_ ‘q b & [[w]] \back é 中" in page  # exports write bold as HTML, TeX a quote as `
    assert "O'Häre & Søn" in page


def test_combining_marks_are_neither_lost_nor_composed_away(project: Projects) -> None:
    page = text(project("test-characters").build("html"), "index.html")
    assert "e\N{COMBINING ACUTE ACCENT}" in unicodedata.normalize("NFD", page)


@pytest.mark.parametrize("written", ["a\x07b", "a\x85b", "a\x7fb", "a\x00b"])
def test_a_control_character_in_a_chapter_is_told_with_its_line_and_printed_as_replacement(
    project: Projects, written: str
) -> None:
    brief = project("test-sound")
    brief.change("source/observed.md", "The first system", f"Written {written}. The first system")
    built = brief.build("html")
    assert [(said.place, said.subtype) for said in built.complaints] == [
        ("source/observed.md:3", "control_character")
    ]
    assert f"U+{ord(written[1]):04X}" in built.complaints[0].text
    assert "Written a\ufffdb." in text(built, "observed.html")


@pytest.mark.parametrize(
    ("place", "written", "line"),
    [
        (":title: Both systems do the task", ':title: "Written a\\ab."', 5),
        ("The first system", '```{image} dot.svg\n:alt: "Written a\\ab."\n```\nThe first system', 3),
    ],
    ids=["title", "alternative text"],
)
def test_an_escaped_control_character_is_told_and_replaced_too(
    project: Projects, place: str, written: str, line: int
) -> None:
    brief = project("test-sound")
    brief.write("source/dot.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    brief.change("source/observed.md", place, written)
    built = brief.build("html")
    assert [(said.place, said.subtype) for said in built.complaints] == [
        (f"source/observed.md:{line}", "control_character")
    ]
    page = Text(built.file("observed.html"))
    assert "Written a\ufffdb." in "".join(page.words + page.alts)


def test_a_chapter_that_is_not_utf_8_is_told_and_the_rest_is_built(project: Projects) -> None:
    brief = project("test-sound")
    chapter = brief.path / "source/observed.md"
    chapter.write_bytes(chapter.read_bytes().replace(b"The first system", b"L'\xe9t\xe9"))
    built = brief.build("html")
    assert [said.place for said in built.complaints] == ["source/observed.md:3"]
    assert "UTF-8" in built.complaints[0].text
    assert "Both systems do the task" in text(built, "observed.html")
    assert "Publish counts" in text(built, "asked.html")


@pytest.mark.parametrize(
    ("encoding", "looks"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16-LE"),
        ("utf-16-be", "UTF-16-BE"),
        ("utf-32", "UTF-32"),
        ("cp1252", "Windows-1252"),
    ],
)
@pytest.mark.parametrize("included", [False, True])
def test_another_encoding_is_told_once_with_its_name_and_read_so(
    project: Projects, encoding: str, looks: str, included: bool
) -> None:
    brief = project("test-sound")
    chapter = brief.path / "source/observed.md"
    written = chapter.read_text("utf-8").replace("The first system", "Über “alles”. The first system")
    if included:
        chapter = brief.path / "source/part.txt"
        brief.change("source/observed.md", "The first system", "```{include} part.txt\n```\nThe first system")
        written = "Über “alles”."
    chapter.write_bytes(written.encode(encoding))
    built = brief.build("html")
    assert [(one.subtype, f"it looks like {looks} and is read so" in one.text) for one in built.complaints] == [
        ("encoding", True)
    ]
    assert re.fullmatch(r"source/.*:\d+", built.complaints[0].place)
    assert "Über “alles”." in text(built, "observed.html")


def test_a_damaged_byte_among_sound_letters_costs_itself_alone(project: Projects) -> None:
    brief = project("test-sound")
    chapter = brief.path / "source/observed.md"
    chapter.write_bytes(chapter.read_bytes().replace(b"The first system", "Über ".encode() + b"\xe9. The first"))
    built = brief.build("html")
    assert [one.text for one in built.complaints] == ["the file is not UTF-8; save it as UTF-8"]
    assert "Über \ufffd." in text(built, "observed.html")


def test_an_empty_chapter_is_told(project: Projects) -> None:
    for written in ("# Nothing\n", "", "# Nothing\n\n% only a comment\n\n## Nothing either\n"):
        brief = project("test-sound")
        brief.write("source/empty.md", written)
        brief.change("source/index.md", "observed\n", "observed\nempty\n")
        said = brief.build().said("empty_chapter")
        assert [(one.place, one.text) for one in said] == [
            ("source/empty.md:1", "the chapter 'empty' has no text; write it or take it out of the contents")
        ]


# without what is told and replaced (controls, half surrogates, what is invisible) and what begins a substitution
_printable = st.characters(
    exclude_categories=["Cs", "Cn", "Co", "Cc", "Cf"], exclude_characters="{", include_characters="\t\n"
)
printable = st.text(_printable, min_size=1, max_size=40).filter(str.strip)


@settings(max_examples=max(3, settings().max_examples // 40))
@given(st.lists(printable, min_size=12, max_size=12))
def test_arbitrary_words_of_records_come_out_as_themselves_in_html(project: Projects, words: list[str]) -> None:
    brief = project("test-characters")
    record = (brief.path / "material/evidence/odd.toml").read_text("utf-8")
    _first, rest = record.split("\n", 1)
    for number, written in enumerate(words):
        statement = "".join(f"\\U{ord(character):08X}" for character in f"<{written}>")
        brief.write(f"material/evidence/any-{number}.toml", f'statement = "{statement}"\n{rest}')
    page = text(brief.build("html", smartquotes=False), "index.html")
    for written in words:
        assert " ".join(f"<{written}>".split()) in page


@settings(max_examples=max(6, settings().max_examples // 20))
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_an_arbitrary_chapter_builds(project: Projects, written: str) -> None:
    brief: Project = project("test-sound")
    brief.write("source/observed.md", written)
    built = brief.build("html")
    assert "Publish counts" in text(built, "asked.html")
