"""After resolution a brief is a tree that any builder prints: none needs a visitor of ours or loses a word."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from docutils import nodes

from policybrief.chapters.nodes import OWN, listing, part, statement

if TYPE_CHECKING:
    from projects import Built, Projects

ROOTS = ("test-sound", "test-order", "test-characters")


def words(text: str) -> list[str]:
    """The words of a text, digits among them; what stands between them differs by format."""
    return re.findall(r"[^\W_]+", text)


def is_subsequence(wanted: list[str], found: list[str]) -> str:
    """The first of the wanted words that does not follow the others, or nothing."""
    rest = iter(found)
    return next((word for word in wanted if word not in rest), "")


@pytest.mark.parametrize("root", ROOTS)
def test_own_nodes_hold_only_standard_children_after_resolution(project: Projects, root: str) -> None:
    built = project(root).build(smartquotes=False)
    standard = {getattr(nodes, name) for name in nodes.node_class_names}
    own = 0
    for tree in built.doctrees.values():
        assert not list(tree.findall(listing))
        assert not list(tree.findall(part))
        for node in (node for kind in OWN for node in tree.findall(kind)):
            own += 1
            assert isinstance(node, tuple(standard - {nodes.Element}))
            for child in node.findall():
                assert type(child) in standard | set(OWN), type(child)
    assert own


def pages(pattern: str) -> Callable[[Built], str]:
    """All written files of that name, markup taken off."""

    def read(built: Built) -> str:
        files = [path.read_text("utf-8") for path in sorted(built.outdir.rglob(pattern))]
        return html.unescape(re.sub(r"<[^>]*>", " ", " ".join(files)))

    return read


def latex(built: Built) -> str:
    """The source for TeX, its commands taken off."""
    text = " ".join(path.read_text("utf-8") for path in built.outdir.glob("*.tex"))
    return re.sub(r"\\(sphinxhyphen|sphinxstyle\w+|sphinx\w+|[a-zA-Z]+)\b\*?|[{}~]", " ", text)


def man(built: Built) -> str:
    """The manual page, its requests and escapes taken off."""
    text = " ".join(path.read_text("utf-8") for path in built.outdir.glob("*.1"))
    return re.sub(r"\\f[A-Z]|^\.[A-Z]+", " ", text, flags=re.MULTILINE).replace("\\", "")


FORMATS: dict[str, Callable[[Built], str]] = {
    "html": pages("*.html"),
    "singlehtml": pages("*.html"),
    "epub": pages("*.xhtml"),
    "xml": pages("*.xml"),
    "text": pages("*.txt"),
    "latex": latex,
    "man": man,
}


@pytest.mark.parametrize("builder", FORMATS)
def test_each_builder_prints_each_statement_word_for_word_and_says_nothing(
    project: Projects, builder: str
) -> None:
    built = project("test-sound").build(builder)
    assert built.complaints == []
    written = words(FORMATS[builder](built))
    told = [node for tree in built.doctrees.values() for node in tree.findall(statement)]
    assert len(told) == 3
    for node in told:
        assert not is_subsequence(words(node.astext()), written), f"{builder}: {node['statement_id']}"


@pytest.mark.parametrize("builder", [name for name in FORMATS if name != "man"])
def test_each_builder_prints_each_chapter_word_for_word(project: Projects, builder: str) -> None:
    brief = project("test-sound")
    built = brief.build(builder)
    written = words(FORMATS[builder](built))
    chapters = brief.build("text").doctrees  # each chapter by itself, and the title of tables without its number
    for docname, tree in chapters.items():
        if docname != "index":  # the contents are what each builder makes of them
            assert not is_subsequence(words(tree.astext()), written), f"{builder}: {docname}"


def test_the_words_to_translate_hold_every_sentence_and_every_part(project: Projects) -> None:
    built = project("test-sound").build("gettext")
    assert built.complaints == []
    messages = " ".join(path.read_text("utf-8") for path in built.outdir.glob("*.pot"))
    messages = messages.replace('"\n"', "")
    assert "Both systems did it, one in {value}`counts.first` trials." in messages
    assert "We ask that governments publish counts, see {finding}`~both-do-it`." in messages
    for one in built.app.env.get_domain("brief").statements.values():
        for text in (one.title, *one.parts.values()):
            assert f'msgid "{text}"' in messages


def test_a_translation_reaches_sentence_parts_title_and_register(project: Projects) -> None:
    brief = project("test-sound")
    folder = "locale/nl/LC_MESSAGES"
    brief.write(
        f"{folder}/asked.po",
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Publish counts"\nmsgstr "Publiceer tellingen"\n\n'
        'msgid "Governments."\nmsgstr "Regeringen."\n',
    )
    built = brief.build("register", language="nl", locale_dirs=["../locale"], gettext_auto_build=True)
    (asked,) = json.loads(built.file("register.json"))["recommendations"]
    assert (asked["title"], asked["parts"]["who"]) == ("Publiceer tellingen", "Regeringen.")


def test_pages_as_data_are_written_too(project: Projects) -> None:
    built = project("test-sound").build("json")
    assert built.complaints == []
    assert "Both systems do the task" in json.loads(built.file("observed.fjson"))["body"]


def test_another_html_theme_prints_the_brief_too(project: Projects) -> None:
    built = project("test-sound").build("html", html_theme="alabaster")
    assert built.complaints == []
    assert "Both systems do the task" in built.file("observed.html")
