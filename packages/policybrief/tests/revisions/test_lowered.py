"""Lowered trees: standard nodes only, and XML from which they come back as they were."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st

from policybrief.chapters.nodes import OWN, box, finding, margin, value
from policybrief.outputs.run import Output, build
from policybrief.revisions.lowering import CHAPTERS, reading_order
from sphinx_redline import lowered

TEXT = st.text(max_size=40)
INLINE = (nodes.emphasis, nodes.strong, nodes.literal, nodes.inline, nodes.subscript, nodes.math, value)
BLOCKS = (nodes.paragraph, nodes.literal_block, nodes.rubric, nodes.term, nodes.title, nodes.math_block)
HOLDERS = (
    nodes.container,
    nodes.section,
    nodes.list_item,
    nodes.block_quote,
    nodes.definition,
    box,
    margin,
    finding,
)
ATTRIBUTES = st.fixed_dictionaries(
    {},
    optional={
        "ids": st.lists(TEXT, max_size=2),
        "classes": st.lists(TEXT, max_size=2),
        "names": st.lists(TEXT, max_size=2),
        "source": TEXT,
        "refuri": TEXT,
        "alt": TEXT,
        "start": st.integers(0, 99),
        "internal": st.booleans(),
    },
)


def inlines() -> st.SearchStrategy[nodes.Node]:
    """Text, and inline nodes in each other."""
    leaf = TEXT.map(nodes.Text)
    return st.recursive(
        leaf,
        lambda inner: st.builds(
            lambda kind, attributes, children: kind("", "", *children, **attributes),
            st.sampled_from(INLINE),
            ATTRIBUTES,
            st.lists(inner, max_size=3),
        ),
        max_leaves=6,
    )


def blocks() -> st.SearchStrategy[nodes.Node]:
    """Blocks of text, and blocks of blocks, even text where none may stand."""
    leaf: st.SearchStrategy[Any] = st.builds(
        lambda kind, attributes, children: kind("", "", *children, **attributes),
        st.sampled_from(BLOCKS),
        ATTRIBUTES,
        st.lists(inlines(), max_size=4),
    )
    image = st.builds(lambda uri, alt: nodes.image(uri=uri, alt=alt), TEXT, TEXT)
    loose = TEXT.map(nodes.Text)
    return st.recursive(
        leaf | image,
        lambda inner: st.builds(
            lambda kind, attributes, children: kind("", *children, **attributes),
            st.sampled_from(HOLDERS),
            ATTRIBUTES,
            st.lists(inner | loose, max_size=4),
        ),
        max_leaves=8,
    )


@given(st.lists(blocks(), max_size=4))
def test_what_is_written_is_read_back_as_it_was(children: list[nodes.Node]) -> None:
    tree = lowered.lower(lowered.document(*children))
    assert lowered.same(lowered.read(lowered.write(tree)), tree)
    assert lowered.write(lowered.read(lowered.write(tree))) == lowered.write(tree)


@given(st.lists(blocks(), max_size=4))
def test_lowering_twice_is_lowering_once(children: list[nodes.Node]) -> None:
    tree = lowered.lower(lowered.document(*children))
    assert lowered.write(lowered.lower(tree)) == lowered.write(tree)


@given(st.lists(blocks(), max_size=4))
def test_a_lowered_tree_has_standard_nodes_only_and_loses_no_word(children: list[nodes.Node]) -> None:
    whole = lowered.document(*children)
    tree = lowered.lower(whole)
    for node in tree.findall(nodes.Element):
        assert type(node).__module__ == "docutils.nodes"
        assert type(node) not in OWN

    def said(document: nodes.document) -> str:
        text = "".join(str(text) for text in document.findall(nodes.Text))
        return "".join(lowered.ILLEGAL.sub(lowered.SHOWN, text).split())

    assert said(tree) == said(whole)


def test_trees_that_differ_in_anything_a_reader_sees_are_not_the_same() -> None:
    def tree(**changes: Any) -> nodes.document:
        made = nodes.reference("", changes.get("text", "a"), refuri=changes.get("refuri", "https://example.org/"))
        kind = changes.get("kind", nodes.paragraph)
        return lowered.lower(lowered.document(kind("", "", made, classes=changes.get("classes", []))))

    assert lowered.same(tree(), tree())
    for change in ({"text": "b"}, {"refuri": "https://example.org/b"}, {"kind": nodes.rubric}, {"classes": ["x"]}):
        assert not lowered.same(tree(), tree(**change))


@pytest.mark.parametrize("root", ["test-sound", "test-characters", "test-order"])
def test_every_chapter_of_the_test_briefs_comes_back(project: Any, root: str) -> None:
    made = project(root)
    built = made.build("dummy")
    assert built.doctrees
    for tree in built.doctrees.values():
        low = lowered.lower(tree)
        assert lowered.same(lowered.read(lowered.write(low)), low)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<document", "not XML"),
        ("<section/>", "not <document>"),
        ("<document><script>x</script></document>", "no docutils node"),
        ("<document><paragraph onclick='x'>y</paragraph></document>", "unknown attribute"),
        ("<document>loose</document>", "text directly"),
        ("<!DOCTYPE document [<!ENTITY a 'b'>]><document/>", "no document type"),
    ],
)
def test_what_is_no_lowered_tree_is_refused_by_name(text: str, said: str) -> None:
    with pytest.raises(lowered.LoweredError, match=said):
        lowered.read(text)


def test_every_chapter_of_the_brief_comes_back(tmp_path: Path) -> None:
    root = Path(__file__).parents[4]
    said = io.StringIO()
    build(root, tmp_path, (Output("lowered", "lowered"),), stream=said)
    chapters = sorted((tmp_path / "lowered" / CHAPTERS).rglob("*.xml"))
    assert len(chapters) == len(reading_order(tmp_path / "lowered")) > 5
    for path in chapters:
        text = path.read_text("utf-8")
        tree = lowered.read(text)
        assert lowered.write(tree) == text
        assert lowered.same(lowered.lower(tree), tree)
        assert str(root) not in text
