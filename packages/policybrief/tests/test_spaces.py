"""Spaces that no line may break at: typed with the space bar, printed as the language has them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from lxml import html

from policybrief.pages.search import read
from policybrief.words.spaces import kept_together, on_one_line

if TYPE_CHECKING:
    from pathlib import Path

    from projects import Built, Project, Projects

# A bar stands for a no-break space.
WRITTEN = [
    ("fr", "Pourquoi ? Ceci : « oui » ; non !", "Pourquoi|? Ceci|: «|oui|»|; non|!"),
    ("fr", "12 500 € ou 1 234 567 µg, soit 12 %", "12|500|€ ou 1|234|567|µg, soit 12|%"),
    ("fr", "le 1er septembre 2026, le 12 mai, le n° 12", "le 1er|septembre 2026, le 12|mai, le n°|12"),
    ("fr", "en 2024 100 familles, à 12:30, http://a.b", "en 2024 100 familles, à 12:30, http://a.b"),
    ("fr_CA", "Pourquoi ?", "Pourquoi|?"),
    ("de", "12 % am 1. Mai : « ja »", "12|% am 1.|Mai : « ja »"),
    ("es", "12 % el 1 de mayo", "12|% el 1|de|mayo"),
    ("en", "12 % : on 1 May", "12 % : on 1 May"),
    ("tlh", "12 % :", "12 % :"),
]


@pytest.mark.parametrize(("language", "typed", "printed"), WRITTEN)
def test_a_typed_space_does_not_break_where_the_language_has_none_that_does(
    language: str, typed: str, printed: str
) -> None:
    assert kept_together(typed, language).replace("\N{NO-BREAK SPACE}", "|") == printed


def test_what_is_brought_on_one_line_keeps_the_spaces_that_do_not_break() -> None:
    assert on_one_line("  R.\N{NO-BREAK SPACE}411\n\t12\N{NARROW NO-BREAK SPACE}% ") == (
        "R.\N{NO-BREAK SPACE}411 12\N{NARROW NO-BREAK SPACE}%"
    )


BREAKABLE = re.compile(r"[^\n]{0,20}(?: [:;?!»](?!\S)|« |\d [%€]|\d 500\b)[^\n]{0,20}")


@pytest.fixture
def brief(project: Projects) -> Project:
    """A French brief with such spaces in a chapter, a title, a record and the changelog."""
    made = project("test-french")
    said = "est-ce « vrai » ? 12 500 € ; 12 %"
    made.change("source/index.md", "Publier.\n", f"Publier : {said}\n\n`code ; code`\n")
    made.change("source/index.md", ":title: Publier les décomptes", ":title: Publier : quoi ?")
    made.change("material/evidence/decompte.toml", "essais, soit", f"essais ({said}), soit")
    made.write(
        "CHANGELOG.md", f"# Changements\n\n## 0.1 - projet\n\n- mise à jour `publier` : {said}. Pourquoi : x ?\n"
    )
    made.change("source/index.md", ":::{publication}\n:::\n", ":::{publication}\n:::\n\n:::{revisions}\n:::\n")
    return made


def words(built: Built, page: Path) -> str:
    """What a page says, but for code."""
    tree = html.fromstring(page.read_text("utf-8"))
    for one in tree.xpath("//code | //script | //style | //title"):
        one.drop_tree()
    return tree.text_content()


def test_no_line_of_a_french_brief_may_begin_with_a_mark(brief: Project) -> None:
    built = brief.build("html", language="fr", project="Que faire ?", brief_allowed_numbers=["12 500 €", "12 %"])
    assert built.complaints == []
    page = words(built, built.outdir / "index.html")
    assert page.count("«\N{NO-BREAK SPACE}vrai\N{NO-BREAK SPACE}»\N{NO-BREAK SPACE}?") >= 3
    assert BREAKABLE.findall(page) == []
    assert re.findall(r".{0,20}\S[;:?!](?=\s)", page) == []
    assert [code.astext() for code in built.resolved("index").findall(nodes.literal)] == ["code ; code"]
    entries = [entry for found in read(built.outdir / "searchindex.js")["pages"] for entry in found["entries"]]
    assert [word for entry in entries for word in entry[3:] if BREAKABLE.search(word.replace("code ;", ""))] == []


def test_a_drawing_keeps_together_what_its_file_has_apart(project: Projects) -> None:
    brief = project("test-sound", "test-figures")
    brief.change(
        "material/figures/rates.toml", 'name = "rate; stroke: {interval}"', 'name = "taux ; trait : {interval}"'
    )
    page = brief.build("html", language="fr", suppress_warnings=["brief"]).file("figures.html")
    assert "taux\N{NO-BREAK SPACE}; trait\N{NO-BREAK SPACE}: " in "".join(html.fromstring(page).itertext())
