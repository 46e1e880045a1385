"""The reasons for `policybrief.data.upstream`: a test that fails here says that its patch can go."""

from __future__ import annotations

import codecs
import inspect
import io
import re
import time
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pybtex.errors
import pybtex.plugin
import pytest
from docutils import nodes
from docutils.parsers.rst import directives as directives_of_docutils
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from myst_parser.mdit_to_docutils.base import DocutilsRenderer
from myst_parser.parsers import sphinx_ as of_myst
from myst_parser.sphinx_ext.myst_refs import MystReferenceResolver
from projects import Project
from pybtex.database import parse_string
from pybtex.markup import LaTeXParser
from pybtex.richtext import Text
from pybtex.style.formatting.plain import Style as PlainStyle
from sphinx.addnodes import number_reference, pending_xref
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.domains import std
from sphinx.environment import BuildEnvironment
from sphinx.events import EventManager
from sphinx.events import core_events as events
from sphinx.jinja2glue import SphinxFileSystemLoader
from sphinx.search.zh import SearchChinese
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.writers.html5 import HTML5Translator
from sphinx.writers.manpage import ManualPageTranslator
from sphinx.writers.texinfo import TexinfoTranslator
from sphinx.writers.text import TextTranslator
from sphinxcontrib.bibtex import directives
from sphinxcontrib.bibtex import domain as domain_of_bibtex
from sphinxcontrib.bibtex.bibfile import _make_ids
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.domain import BibtexDomain

from policybrief.data import entry_text, upstream, upstream_citations


def test_pybtex_still_takes_a_percent_sign_for_a_comment() -> None:
    assert str(LaTeXParser(codecs.decode("50% of all", "ulatex")).parse()) == "50"
    upstream.read_fields(entry_text.text)
    assert str(Text.from_latex("50% of all")) == "50% of all"


def test_a_list_of_sources_still_has_no_id_for_the_second_of_two_keys_that_are_alike() -> None:
    ids: set[str] = set()
    made = [_make_ids(docname="a", lineno=1, ids=ids, raw_id=key) for key in ("cite-王", "cite-李")]
    assert made == [["cite"], []]
    upstream.tell_ids_apart()
    ids.clear()
    unlike = [directives._make_ids(docname="a", lineno=1, ids=ids, raw_id=key) for key in ("cite-王", "cite-李")]
    assert len({id for [id] in unlike}) == 2


def test_pybtex_still_looks_through_all_entry_points_for_a_plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    whole = pybtex.plugin.entry_points
    monkeypatch.setattr(pybtex.plugin, "entry_points", lambda **kind: asked.append(kind) or whole(**kind))
    pybtex.plugin.find_plugin("pybtex.backends", "html")
    assert asked
    upstream.keep_backend()
    asked.clear()
    pybtex.plugin.find_plugin("pybtex.backends", "plaintext")
    assert asked == []


def test_pybtex_still_reads_every_field_as_latex(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(Text, "from_latex", lambda latex: read.append(latex) or Text(latex))
    entry = parse_string("@misc{one, title = {One}}", "bibtex").entries["one"]
    list(PlainStyle().format_entries([entry]))
    assert "One" in read


def test_one_page_for_the_whole_still_has_addresses_with_two_places(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text("", "utf-8")
    (tmp_path / "index.rst").write_text("A\n=\n\n.. toctree::\n\n   b\n\nSee :ref:`there`.\n", "utf-8")
    (tmp_path / "b.rst").write_text("B\n=\n\nText.\n\n.. _there:\n\nThere\n-----\n\nText.\n", "utf-8")
    with patch_docutils(tmp_path), docutils_namespace():
        app = Sphinx(tmp_path, tmp_path, tmp_path / "o", tmp_path / "d", "singlehtml", status=None)
        app.build()
    assert 'href="#document-b#there"' in (tmp_path / "o/index.html").read_text("utf-8")


def _tree(shape: list[object]) -> nodes.Element:
    return nodes.section("", *(_tree(one) if isinstance(one, list) else nodes.Text("x") for one in shape))


@given(st.recursive(st.lists(st.none(), max_size=3), lambda shape: st.lists(shape | st.none(), max_size=4)))
def test_nodes_of_a_class_are_found_as_docutils_finds_them(shape: list[object]) -> None:
    tree = _tree(shape)
    for wanted in (nodes.Text, nodes.section, nodes.Element):
        assert list(map(id, upstream._found(tree, wanted))) == [
            id(node) for node in tree.findall(lambda node, wanted=wanted: isinstance(node, wanted))
        ]


def test_docutils_still_searches_by_a_generator_for_every_node() -> None:
    assert "yield from child._fast_findall" in Path(nodes.__file__).read_text("utf-8")


def test_sphinx_still_stops_at_a_byte_that_is_no_utf_8(tmp_path: Path) -> None:
    (tmp_path / "index.rst").write_bytes(b"Title\n=====\n\nD\xe9j\xe0.\n")
    with patch_docutils(tmp_path), docutils_namespace(), pytest.raises(UnicodeError):
        Sphinx(
            str(tmp_path), None, str(tmp_path / "out"), str(tmp_path / "trees"), "dummy",
            status=None, warning=io.StringIO(),
        ).build()  # fmt: skip


# Sphinx's builders


def test_sphinx_still_gives_transforms_no_public_way_to_their_builder() -> None:
    assert not hasattr(BuildEnvironment, "builder")


def test_sphinx_still_does_not_tell_a_value_that_is_set_from_its_default() -> None:
    config = Config({"language": "en"}, {"project": "Named"})
    assert [upstream.is_set(config, name) for name in ("language", "project", "author")] == [True, True, False]
    assert [name for name in dir(config) if "set" in name.split("_")] == []


class Pages:
    """A builder as far as an order of pages goes."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def write_documents(self, docnames: set[str]) -> None:
        """Note what is written."""
        self.written += sorted(docnames)


def test_one_page_is_written_last_and_after_what_it_waits_for() -> None:
    pages = Pages()
    upstream.write_last(pages, "index", lambda: pages.written.append("(waited)"))  # type: ignore[arg-type]
    pages.write_documents({"a", "index", "z"})
    assert pages.written == ["a", "z", "(waited)", "index"]
    pages.write_documents({"a"})
    assert pages.written[4:] == ["a", "(waited)"]


def test_sphinx_still_writes_a_search_page_only_with_an_index_of_its_own() -> None:
    assert {"indexer_format", "index_page", "dump_search_index", "search"} <= set(dir(StandaloneHTMLBuilder))
    assert not hasattr(StandaloneHTMLBuilder, "index_class")


def test_sphinx_still_renders_parts_of_a_tree_for_the_page_that_it_is_at() -> None:
    assert list(inspect.signature(StandaloneHTMLBuilder.render_partial).parameters) == ["self", "node"]


def test_sphinx_still_has_no_stemmer_under_the_name_that_its_chinese_search_calls() -> None:
    code = upstream._stemmer
    indexer = types.SimpleNamespace(lang=SearchChinese({}))
    assert "window.Stemmer = ChineseStemmer;" in code(indexer)
    assert "ChineseStemmer =" not in code(indexer)
    assert "ChineseStemmer" not in upstream._sound_stemmer(indexer)  # type: ignore[arg-type]


def test_sphinx_still_says_that_a_label_is_missing_where_another_has_spoken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[object] = []
    monkeypatch.setattr(std, "logger", types.SimpleNamespace(warning=lambda *given, **_named: said.append(given)))
    app = types.SimpleNamespace(events=EventManager(types.SimpleNamespace(pdb=False)))  # type: ignore[arg-type]
    app.events.connect("warn-missing-reference", lambda *given: True, 100)
    app.events.connect("warn-missing-reference", std.warn_missing_reference, 500)
    given = types.SimpleNamespace(name="std", anonlabels={}), pending_xref(reftype="ref", reftarget="gone")
    app.events.emit_firstresult("warn-missing-reference", *given)
    assert len(said) == 1
    upstream.tell_missing_alone(app)  # type: ignore[arg-type]
    app.events.emit_firstresult("warn-missing-reference", *given)
    assert len(said) == 1


@pytest.mark.parametrize("writer", [TextTranslator, ManualPageTranslator, TexinfoTranslator])
def test_plain_texts_still_print_the_pattern_of_a_reference_by_number(writer: Any) -> None:
    said: list[str] = []
    with pytest.raises(nodes.SkipNode):
        writer.visit_number_reference(
            types.SimpleNamespace(visit_Text=said.append), number_reference("", "Fig. 1", title="Fig. %s")
        )
    assert said == ["Fig. %s"]


# What chapters may name and say


def read(folder: Path, text: str, heard: Callable[[Sphinx], object] = lambda app: None, **values: Any) -> str:
    """What Sphinx and MyST, with nothing of ours, say of a chapter."""
    (folder / "index.md").write_text(text, "utf-8")
    said = io.StringIO()
    with patch_docutils(folder), docutils_namespace():
        app = Sphinx(
            str(folder), None, str(folder / "out"), str(folder / "trees"), "dummy",
            confoverrides={"extensions": ["myst_parser"]} | values, status=None, warning=said,
        )  # fmt: skip
        heard(app)
        app.build()
    return said.getvalue() + app.env.get_doctree("index").astext()


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sphinx and MyST as they are without us."""
    for owner, name in (
        (BuildEnvironment, "relfn2path"),
        (DocutilsRenderer, "render_restructuredtext"),
        (DocutilsRenderer, "render_substitution"),
        (of_myst, "merge_file_level"),
    ):
        ours = getattr(owner, name)
        monkeypatch.setattr(owner, name, getattr(ours, "confined", getattr(ours, "given", ours)))
    monkeypatch.setattr(MystReferenceResolver, "log_warning", upstream._log_warning)


@pytest.mark.usefixtures("bare")
def test_sphinx_still_finds_files_outside_of_the_folder_of_chapters(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("the secret", "utf-8")
    (tmp_path / "source").mkdir()
    assert "the secret" in read(tmp_path / "source", "# A\n\n```{literalinclude} ../secret.txt\n```\n")


@pytest.mark.usefixtures("bare")
def test_sphinx_still_asks_nobody_which_directive_a_chapter_may_use(tmp_path: Path) -> None:
    asked = [name for name in events if "directive" in name or "role" in name]
    assert asked == []
    assert "the words" in read(tmp_path, "# A\n\n```{epigraph}\nthe words\n```\n")


@pytest.mark.usefixtures("bare")
def test_myst_still_looks_up_no_directive_for_a_block_of_restructuredtext(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []
    whole = directives_of_docutils.directive
    note = lambda name, *given: names.append(name) or whole(name, *given)  # noqa: E731
    monkeypatch.setattr(directives_of_docutils, "directive", note)
    assert "the words" in read(tmp_path, "# A\n\n```{eval-rst}\nthe words\n```\n")
    assert "eval-rst" not in names


@pytest.mark.usefixtures("bare")
def test_sphinx_still_finds_templates_outside_of_their_folder(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    source = SphinxFileSystemLoader.get_source
    given = getattr(source, "confined", source)
    assert given(SphinxFileSystemLoader(tmp_path / "templates"), Environment(), "../secret.txt")[0] == "secret"


def test_myst_still_has_no_event_for_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    asked: list[object] = []

    def hear(app: Sphinx) -> None:
        for event in ("missing-reference", "warn-missing-reference"):
            app.connect(event, lambda *given: asked.append(given))

    said = read(tmp_path, "# A\n\n[words](#nowhere)\n", hear)
    assert "cross-reference target not found: 'nowhere'" in said
    assert asked == []


@pytest.mark.usefixtures("bare")
def test_myst_still_runs_what_stands_between_two_braces_and_lets_a_chapter_ask_for_it(tmp_path: Path) -> None:
    head = "---\nmyst:\n  enable_extensions: [substitution]\n---\n"
    assert "1337" in read(tmp_path, f"{head}# A\n\n{{{{ 7 * 191 }}}}\n")


def test_bibtex_looks_through_all_citations_for_each_entry_and_the_other_way_round() -> None:
    filtered = inspect.getsource(BibtexDomain.get_filtered_entries)
    assert re.search(r"for entry in .*\n(?:.*\n)*?.*for citation_ref in self\.citation_refs", filtered)
    assert "for cit in self.citations" in inspect.getsource(BibtexDomain.resolve_xref)


def test_bibtex_still_ends_at_a_citation_that_it_cannot_read() -> None:
    with pytest.raises(ValueError, match="malformed"):
        list(parse_citation_targets("{see key"))
    assert upstream_citations.read_targets("{see key") == [("{see key", "", "")]


def test_sphinx_leaves_the_numbers_of_headings_that_contents_no_longer_count(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("# A\n\n```{toctree}\n:numbered: 1\n\nb\n```\n", "utf-8")
    (tmp_path / "b.md").write_text("# B\n", "utf-8")
    settings = {"extensions": ["myst_parser"]}
    numbers = []
    for text in ("", "# A\n\n```{toctree}\n\nb\n```\n"):
        if text:
            (tmp_path / "index.md").write_text(text, "utf-8")
        with patch_docutils(), docutils_namespace():
            app = Sphinx(tmp_path, None, tmp_path / "out", tmp_path / "trees", "html", settings, status=None)
            app.build()
        numbers.append(app.env.titles["b"].get("secnumber"))
    assert numbers == [[1], [1]]


def test_sphinx_still_gives_a_heading_that_it_did_not_count_the_number_of_its_chapter() -> None:
    inner = nodes.title("", "Added")
    nodes.section("", nodes.section("", inner, ids=["added"]), ids=["chapter"])
    builder = types.SimpleNamespace(name="html", secnumbers={"": (3,), "#counted": (3, 1)})
    for of, method, none in (
        (HTML5Translator, "get_secnumber", None),
        (TextTranslator, "get_section_number_string", ""),
    ):
        translator = types.SimpleNamespace(builder=builder, secnumber_suffix=". ")
        upstream.number_counted_headings_alone()
        number = getattr(of, method)
        assert number.given(translator, inner) in ((3,), "3. ")
        assert number(translator, inner) == none


@pytest.mark.parametrize("sign", ["[^", "^[", "[a][", "!["])
def test_brackets_that_nothing_closes_are_read_in_seconds_as_themselves(tmp_path: Path, sign: str) -> None:
    brief = Project(tmp_path)
    brief.write("conf.py", 'project = "P"\nextensions = ["myst_parser", "policybrief"]\n')
    brief.write("source/index.md", f"# P\n\nA [link](https://example.org/) and {sign * 20_000}.\n")
    begun = time.process_time()
    built = brief.build()
    assert time.process_time() - begun < 20
    assert built.words("index").endswith(f"and {sign * 20_000}.")
    assert [at["refuri"] for at in built.resolved("index").findall(nodes.reference)] == ["https://example.org/"]


DEEP = {
    "quotations": "> " * 40 + "deep words",
    "lists": "".join(f"{'  ' * at}- level {at}\n" for at in range(40)) + f"{'  ' * 40}- deep words",
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_what_stands_too_deep_for_the_parser_is_told_and_printed(tmp_path: Path, text: str) -> None:
    brief = Project(tmp_path)
    brief.write("conf.py", 'project = "P"\nextensions = ["myst_parser", "policybrief"]\n')
    brief.write("source/index.md", f"# P\n\n{text}\n\nAfter.\n")
    built = brief.build()
    [said] = [said for said in built.said("form") if "too many lists" in said.text]
    assert said.place.startswith("source/index.md:")
    assert "deep words" in built.words("index")
    assert built.words("index").endswith("After.")
    assert not [one for one in built.resolved("index").findall(nodes.paragraph) if one["classes"]]


def test_labels_without_end_in_a_row_are_told_and_left_out(tmp_path: Path) -> None:
    brief = Project(tmp_path)
    brief.write("conf.py", 'project = "P"\nextensions = ["myst_parser", "policybrief"]\n')
    brief.write("source/index.md", "# P\n\n" + "".join(f"(l{at})=\n\n" for at in range(8000)) + "Words.\n")
    begun = time.process_time()
    built = brief.build()
    assert time.process_time() - begun < 60
    assert len(built.said("markup")) == 8000 - upstream.MOST_LABELS


def test_a_citation_names_a_thousand_sources() -> None:
    named = "a," * 1000 + "{see} b {page 3}"
    read = upstream_citations.read_targets(named)
    assert (len(read), read[-1]) == (1001, ("b", "see", "page 3"))
    assert upstream_citations.read_targets("a,,b")[0].key == "a,,b"
    assert domain_of_bibtex.parse_citation_targets is upstream_citations.read_targets
