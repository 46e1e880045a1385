"""The reasons for `sphinx_accessible_pdf.upstream`: a test that fails here says that its patch can go."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.nodes import inline_all_toctrees

from sphinx_accessible_pdf import upstream


@pytest.fixture
def read(tmp_path: Path) -> Sphinx:
    """A project of one chapter that was read."""
    (tmp_path / "index.rst").write_text("Title\n=====\n", "utf-8")
    with patch_docutils(tmp_path), docutils_namespace():
        app = Sphinx(
            tmp_path, None, tmp_path / "out", tmp_path / "trees", "dummy", status=None, warning=io.StringIO()
        )
        app.build()
    return app


def test_sphinx_still_loads_a_chapter_anew_each_time_and_we_once(read: Sphinx) -> None:
    env = read.env
    assert env.get_doctree("index") is not env.get_doctree("index")
    with upstream.chapters_at_hand(env):
        assert env.get_doctree("index") is env.get_doctree("index")
    assert env.get_doctree("index") is not env.get_doctree("index")


def test_sphinx_still_copies_a_chapter_that_it_takes_into_a_document_and_we_take_it_itself(read: Sphinx) -> None:
    def taken() -> tuple[nodes.document, nodes.document]:
        chapter = read.env.get_doctree("index")
        return chapter, inline_all_toctrees(read.builder, set(), "index", chapter, str, ["index"])

    chapter, joined = taken()
    assert joined is not chapter
    with upstream.chapters_taken(read.env, lambda chapter: None):
        chapter, joined = taken()
    assert joined is chapter
    assert chapter.deepcopy() is not chapter


def test_after_a_failure_chapters_are_loaded_as_before(read: Sphinx) -> None:
    with pytest.raises(RuntimeError), upstream.chapters_at_hand(read.env):
        raise RuntimeError
    assert "get_doctree" not in vars(read.env)


def test_bibliographies_are_what_they_were_whatever_resolving_adds(read: Sphinx) -> None:
    data = read.env.domaindata["cite"] = {"bibliographies": {"one": ["a"]}}
    with upstream.bibliographies_kept(read.env):
        data["bibliographies"]["one"].append("a")
    assert data["bibliographies"] == {"one": ["a"]}
