"""A brief in another language: all that readers see is translated, and no number of a translation is old."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po, write_po

from policybrief.commands.translate import HowFar, translate
from policybrief.data import evaluations, translations
from policybrief.data.translations import disagreement
from policybrief.revisions import chapter
from policybrief.revisions.history import Happened, StatementEvent
from policybrief.words import messages
from written_values.values import locale_of

if TYPE_CHECKING:
    from projects import Project, Projects

RECORD = """
statement = "Of all houses {dry} stayed dry."
kind = "experiment"
certainty = "low"
reasons = "One street."
not_shown = "Other streets."
as_of = 2025-03-01

[[sources]]
key = "pan2024redline"
locator = "page 3"
read = "full-text"
checked = 2025-03-01

[values.dry]
successes = 3
trials = 12
attempt = "single"
"""
CHAPTER = "---\nshort: Houses\n---\n# The houses\n\nDry were {count}`houses.dry`.\n\nMore is not known.\n"
FRENCH = {
    "Of all houses {dry} stayed dry.": "De toutes les maisons, {dry} sont restées sèches.",
    "One street.": "Une seule rue.",
    "Other streets.": "D’autres rues.",
    "page 3": "page 3",
    "A small brief": "Une petite note",
    "review draft": "projet",
    "not externally reviewed": "sans relecture",
    "Houses": "Maisons",
    "The houses": "Les maisons",
    "Dry were {count}`houses.dry`.": "Sèches : {count}`houses.dry`.",
    "More is not known.": "On n’en sait pas plus.",
}


def english(project: Projects) -> Project:
    """A brief with a chapter and a record."""
    brief = project()
    brief.write("material/evidence/houses.toml", RECORD)
    brief.write("source/index.md", "# Brief\n\n```{toctree}\nhouses\n```\n\n```{evidence} houses\n```\n")
    brief.write("source/houses.md", CHAPTER)
    brief.write("source/sources.md", "---\norphan: true\n---\n# Sources\n\n```{bibliography}\n:all:\n```\n")
    brief._complete()
    return brief


def updated(brief: Project) -> dict[str, HowFar]:
    """What ``make translate`` says of each French catalogue."""
    found = translate(brief.path, brief.path / "source", brief.path / "build/gettext", "fr")
    return {one.path.stem: one for one in found}


def translated(brief: Project, words: dict[str, str]) -> None:
    """Put words into the catalogues."""
    for path in (brief.path / "locales/fr").rglob("*.po"):
        with path.open("rb") as file:
            catalogue = read_po(file, locale="fr")
        for message in catalogue:
            message.string = words.get(str(message.id), message.string)
        with path.open("wb") as file:
            write_po(file, catalogue)


@pytest.fixture
def french(project: Projects, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The brief with its French catalogues."""
    brief = english(project)
    monkeypatch.chdir(brief.path)
    updated(brief)
    translated(brief, FRENCH)
    return brief


def test_chapters_records_settings_and_short_names_are_extracted_and_translated(french: Project) -> None:
    assert [updated(french)[name][1:] for name in ("material", "houses")] == [(8, 0, 0), (3, 0, 0)]
    built = french.build("html", language="fr")
    assert [said for said in built.complaints if "translation" in said.subtype] == []
    page, cover = built.file("houses.html"), built.file("index.html")
    for words in ("Les maisons", "3 sur 12", "On n’en sait pas plus.", "Maisons</a>", "Une petite note"):
        assert words in page.replace("\N{NO-BREAK SPACE}", " ")
    for words in ("De toutes les maisons, <span", "3 sur 12", "Une seule rue.", "D’autres rues."):
        assert words in cover.replace("\N{NO-BREAK SPACE}", " ")
    assert "houses" not in built.words("houses").lower()


def test_a_changed_number_appears_and_a_changed_text_stands_as_it_is_with_a_notice(french: Project) -> None:
    french.change("material/evidence/houses.toml", "successes = 3", "successes = 4")
    french.change("material/evidence/houses.toml", "One street.", "Two streets.")
    french.change("source/houses.md", "More is not known", "Since May more is known")
    built = french.build("html", language="fr")
    assert "Sèches : 4 sur 12." in built.words("houses")
    assert "[pas encore traduit] Since May more is known." in built.words("houses")
    assert "De toutes les maisons, 4 sur 12" in built.words("index")
    assert "[pas encore traduit] Two streets." in built.words("index")
    assert [updated(french)[name][1:] for name in ("material", "houses")] == [(7, 1, 0), (2, 1, 0)]


def test_a_role_that_a_translation_drops_is_told_with_the_line_of_its_source(french: Project) -> None:
    translated(french, {"Dry were {count}`houses.dry`.": "Trois étaient sèches."})
    translated(french, {"Of all houses {dry} stayed dry.": "Trois maisons sont restées sèches."})
    built = french.build("html", language="fr")
    assert [said.place for said in built.said("translation")] == [
        "source/houses.md:6",
        "material/evidence/houses.toml:2",
    ]
    assert "Of all houses 3 sur 12" in built.words("index")


def test_a_chapter_without_translations_says_so_once(french: Project) -> None:
    french.write("source/index.md", "# Brief\n\nOne.\n\nTwo.\n")
    french.write("source/houses.md", f"---\norphan: true\n---\n{CHAPTER}")
    assert french.build("html", language="fr").words("index").count("pas encore traduit") == 1


def test_a_changelog_is_translated_and_a_number_of_its_own_is_told(
    project: Projects, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir((brief := english(project)).path)
    log = (
        "# Changes\n\n## 0.2 - draft\n\n- update: two houses more. Why: a second street.\n- editorial: shorter.\n"
    )
    brief.write("CHANGELOG.md", log)
    brief.write("source/history.md", "---\norphan: true\n---\n# History\n\n```{revisions}\n```\n")
    updated(brief)
    translated(brief, {"a second street.": "une seconde rue.", "shorter.": "plus court, en 3 pages."})
    built = brief.build(language="fr")
    printed = built.words("history")
    assert "une seconde rue" in printed
    assert "shorter" in printed
    assert "two houses more" in printed  # with the notice that nobody has translated it
    assert any("it has the number 3" in said.text for said in built.said("translation"))


@pytest.mark.parametrize(
    ("source", "translation", "problem"),
    [
        ("{a} of {b}", "{b} sur {a}", ""),
        ("{a} of {b}", "{a}", "it lacks {b}"),
        ("[x](rec)", "[y](autre)", "it lacks ](rec); it has ](autre) besides"),
        ("1,000 houses", "1 000 maisons", ""),
        ("50% of them", "50 % d’eux", ""),
        ("12 houses", "21 maisons", "it has the number 21, which the source has not"),
    ],
)
def test_source_and_translation_agree_in_names_and_numbers(source: str, translation: str, problem: str) -> None:
    assert disagreement(source, translation) == problem


def test_every_tag_that_babel_knows_has_a_locale() -> None:
    tags = ("zh_CN", "zh-TW", "pt_BR", "de-AT", "sr_Latn", "en_XX", "xx")
    assert [locale_of(tag) for tag in tags] == ["zh_Hans_CN", "zh_Hant_TW", "pt_BR", "de_AT", "sr_Latn", "en", ""]


def test_what_a_profile_of_evaluations_says_is_translated_and_its_codings_are_not_asked_for(
    project: Projects, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = {
        "evaluations": [{"title": "Ten houses"}],
        "domains": {"A": "Walls and roofs"},
        "banner": "A draft of a standard.",
    }
    brief = english(project)
    brief.write("material/evaluations/ten.toml", 'title = "Ten houses"\nnote = "For coders"\n')
    brief.write("conf.py", (brief.path / "conf.py").read_text("utf-8") + "extensions.append('houses')\n")
    brief.write(
        "houses.py",
        "def setup(app):\n    app.connect('brief-evaluations', profiled)\n\n\n"
        f"def profiled(app, paths):\n    return {section!r}, []\n",
    )
    monkeypatch.chdir(brief.path)
    monkeypatch.syspath_prepend(brief.path)
    updated(brief)
    words = {
        "Ten houses": "Dix maisons",
        "Walls and roofs": "Murs et toits",
        "A draft of a standard.": "Un projet.",
    }
    translated(brief, words)
    asked = (brief.path / "locales/fr/LC_MESSAGES/material.po").read_text("utf-8")
    assert "For coders" not in asked
    assert all(f'msgstr "{word}"' in asked for word in words.values())
    monkeypatch.setattr(
        translations, "current", translations.Translations([Path("locales/fr/LC_MESSAGES/material.po")])
    )
    said = evaluations.with_words(section, translations.current.printed)
    assert [said["evaluations"][0]["title"], *said["domains"].values(), said["banner"]] == list(words.values())


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "Nouveau dans la révision 0.9, v"), ("es", "Nueva en la revisión 0.9, v")]
)
def test_what_happened_in_a_revision_has_the_article_of_the_language(language: str, said: str) -> None:
    messages.speak(language)
    try:
        assert chapter.what_happened(Happened(StatementEvent.NEW, "0.9", None), "v") == said
    finally:
        messages.speak("en")
