"""The Word document: its tracked changes, accepted or rejected by their rules, give the new or the old text."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from docutils import nodes

from sphinx_redline import lowered
from sphinx_redline.docx import AUTHOR, MAIN, write
from sphinx_redline.merge import merge

W = f"{{{MAIN}}}"


def tree(*blocks: nodes.Node) -> nodes.document:
    """A lowered document."""
    return lowered.lower(lowered.document(nodes.section("", nodes.title("", "Title of it"), *blocks)))


def text(words: str) -> nodes.paragraph:
    """A paragraph."""
    return nodes.paragraph("", words)


def table(*rows: str) -> nodes.table:
    """A table of words; the first row is its head."""
    cells = [nodes.row("", *(nodes.entry("", text(word)) for word in row.split())) for row in rows]
    columns = len(cells[0])
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _n in range(columns)), cols=columns)
    group += [nodes.thead("", cells[0]), nodes.tbody("", *cells[1:])]
    return nodes.table("", group)


def settled(path: Path, drop: str, keep: str) -> list[str]:
    """The paragraphs that Word leaves when all changes of one kind go and those of the other stay."""
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))  # each part is XML
    gone: set[Any] = set()
    for holder in root.iter():
        properties = next((c for c in holder if c.tag in (f"{W}trPr", f"{W}tcPr")), None)
        if properties is not None and any(
            c.tag in (f"{W}{drop}", f"{W}cell{drop.capitalize()}") for c in properties
        ):
            gone |= set(holder.iter())
    lines = []
    for paragraph in root.iter(f"{W}p"):
        if paragraph in gone:
            continue
        mark = paragraph.find(f"{W}pPr/{W}rPr/{W}{drop}")
        words = ""
        for child in paragraph:
            if child.tag != f"{W}{drop}":
                words += "".join(run.text or "" for run in child.iter() if run.tag in (f"{W}t", f"{W}delText"))
        if mark is None and (words or list(paragraph)):
            lines.append(words)
    assert keep
    return [line for line in lines if line]


def said(document: nodes.document) -> list[str]:
    """The texts of a tree, block by block."""
    return [n.astext() for n in document.findall(nodes.TextElement) if not isinstance(n, nodes.Inline)]


PAIRS = {
    "a word": (tree(text("one two three")), tree(text("one second three"))),
    "a paragraph more": (
        tree(text("one two three four")),
        tree(text("one two three four"), text("quite other words")),
    ),
    "a paragraph less": (tree(text("one two three four"), text("other words")), tree(text("one two three four"))),
    "a move": (
        tree(text("this one wanders far away"), text("a b c d"), text("e f g h")),
        tree(text("a b c d"), text("e f g h"), text("this one wanders very far away")),
    ),
    "a cell": (tree(table("Name Count", "a few", "b many")), tree(table("Name Count", "a few", "b most"))),
    "a row": (
        tree(table("Name Count", "a few", "b many")),
        tree(table("Name Count", "a few", "c none", "b many")),
    ),
    "a column": (tree(table("Name Count", "a few")), tree(table("Name Room Count", "a here few"))),
    "markup characters": (tree(text("a < b & c")), tree(text('a > b & "c" ]]>'))),
    "a list": (
        tree(nodes.bullet_list("", nodes.list_item("", text("one point here")))),
        tree(nodes.bullet_list("", nodes.list_item("", text("one point here")), nodes.list_item("", text("new")))),
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_accepted_it_is_the_new_text_and_rejected_the_old(tmp_path: Path, name: str) -> None:
    old, new = PAIRS[name]
    path = tmp_path / "redline.docx"
    write(merge(old, new), path, "2027-03-01", "en")
    assert settled(path, drop="del", keep="ins") == said(new)
    assert settled(path, drop="ins", keep="del") == said(old)


def test_changes_carry_the_date_of_the_newer_text_and_no_person(tmp_path: Path) -> None:
    path = tmp_path / "redline.docx"
    write(merge(*PAIRS["a word"]), path, "2027-03-01", "en")
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    changes = [node for node in root.iter() if node.tag in (f"{W}ins", f"{W}del")]
    assert {node.get(f"{W}author") for node in changes} == {AUTHOR}
    assert {node.get(f"{W}date") for node in changes} == {"2027-03-01T00:00:00Z"}
    ids = [node.get(f"{W}id") for node in changes]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("columns", [0, 1, 3])
def test_a_table_has_as_many_columns_as_its_widest_row(tmp_path: Path, columns: int) -> None:
    path, one = tmp_path / "redline.docx", table("a", " ".join("abc"[:columns]))
    if not columns:
        one = nodes.table("", nodes.tgroup("", cols=0))
    write(merge(tree(one), tree(one.deepcopy())), path, "2027-03-01", "en")
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    assert len(list(root.iter(f"{W}gridCol"))) == columns


def test_two_writings_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(merge(*PAIRS["a move"]), tmp_path / name, "2027-03-01", "en")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
