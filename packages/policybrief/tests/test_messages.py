"""Every word that the generator adds, in the language of the brief: the catalogues, and a whole French brief."""

from __future__ import annotations

import gettext
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from policybrief.pages import downloads
from policybrief.words import catalogues, messages

if TYPE_CHECKING:
    from projects import Projects

PO = catalogues.paths()
PLACEHOLDER = re.compile(r"\{\w*\}")


def languages(path: Path) -> str:
    """The package of a catalogue and its language."""
    return f"{path.stem}-{path.parts[-3]}"


@pytest.mark.parametrize("path", PO, ids=languages)
def test_a_catalogue_has_every_message_of_the_code_and_no_other(path: Path) -> None:
    found, wanted = ({m.id for m in one} for one in (catalogues.read(path), catalogues.extract(path.stem)))
    missing = set() if catalogues.is_english(path) else wanted - found
    assert (found - wanted, missing) == (set(), set()), "run: python -m policybrief messages"
    found = catalogues.read(path)
    assert [m.id for m in found if m.id and not m.string] == []
    assert [m.id for m in found if m.id and m.fuzzy] == []


@pytest.mark.parametrize(
    ("language", "said"), [("en", ["571\u00a0kB", "1.5\u00a0MB"]), ("fr", ["571\u202fko", "1,5\u202fMo"])]
)
def test_the_size_of_a_file_is_written_as_its_language_does(language: str, said: list[str]) -> None:
    assert [downloads.size(octets, language) for octets in (571_200, 1_520_000)] == said


FACTS = ("Revision", "Status", "Date", "Evidence cut-off", "Review", "Publisher", "Responsible person", "Contact")


@pytest.mark.parametrize("path", [one for one in PO if one.stem == "policybrief"], ids=languages)
def test_each_fact_of_an_edition_has_a_name_of_its_own_or_the_cover_would_lose_one(path: Path) -> None:
    named = {m.id: m.string for m in catalogues.read(path)}
    assert len({named.get(fact, fact) for fact in FACTS}) == len(FACTS)


@pytest.mark.parametrize("path", PO, ids=languages)
def test_the_compiled_catalogue_says_what_the_readable_one_does(path: Path) -> None:
    with path.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    readable = catalogues.read(path)
    assert len(readable) > (1 if catalogues.is_english(path) else 5)
    for message in readable:
        assert not message.id or compiled.gettext(str(message.id)) == message.string, (
            f"{message.id!r}: run python -m policybrief messages"
        )
    assert "@" not in compiled.gettext("")
    known = {str(message.id) for message in readable} | {""}
    assert set(compiled._catalog) == known  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", PO, ids=languages)
def test_a_translation_keeps_the_places_of_its_message(path: Path) -> None:
    for message in catalogues.read(path):
        if message.id:
            assert sorted(PLACEHOLDER.findall(str(message.string))) == sorted(PLACEHOLDER.findall(str(message.id)))


def test_every_package_has_the_same_languages() -> None:
    full = [path for path in PO if not catalogues.is_english(path)]
    spoken = {name: {path.parts[-3] for path in full if path.stem == name} for name in catalogues.SPEAKING}
    assert len(set(map(frozenset, spoken.values()))) == 1, spoken


def test_french_has_a_no_break_space_before_its_double_marks() -> None:
    french = [catalogues.read(path) for path in PO if path.parts[-3] == "fr"]
    for message in (message for catalogue in french for message in catalogue if message.id):
        assert not re.search(r"(?<![\N{NO-BREAK SPACE}\d])[:;!?](?!\S)", str(message.string)), message.string
        assert "'" not in str(message.string), message.string


@pytest.mark.parametrize("package", catalogues.SPEAKING)
def test_every_module_that_adds_words_is_searched_for_them(package: str) -> None:
    searched = {place for message in catalogues.extract(package) for place, _line in message.locations}
    code = catalogues.SPEAKING[package].code
    saying = {
        path.relative_to(code).as_posix()
        for path in code.rglob("*.py")
        if re.search(r"(?<!\w)_\(\s*f?\"", path.read_text("utf-8"))
    }
    assert saying
    assert saying <= searched


def test_update_keeps_translations_drops_what_is_gone_and_compiles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "nl/LC_MESSAGES/policybrief.po"
    path.parent.mkdir(parents=True)
    head = '# Dutch words.\nmsgid ""\nmsgstr ""\n"Language: nl\\n"\n"Content-Type: text/plain; charset=utf-8\\n"'
    path.write_text(f'{head}\n\nmsgid "Who"\nmsgstr "Wie"\n\nmsgid "Gone"\nmsgstr "Weg"\n', "utf-8")
    spoken = catalogues.SPEAKING["policybrief"]._replace(folder=tmp_path)
    monkeypatch.setattr(catalogues, "SPEAKING", {"policybrief": spoken})
    assert catalogues.update() == [path, path.with_suffix(".mo")]
    text = path.read_text("utf-8")
    assert text.startswith(f"{head}\n\n")
    assert 'msgid "Who"\nmsgstr "Wie"' in text
    assert "Gone" not in text
    assert 'msgid "Cost"\nmsgstr ""' in text
    catalogues.update()
    assert path.read_text("utf-8") == text
    with path.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Who") == "Wie"


ENGLISH = (
    "Withdrawn", "Replaced", "Rests on", "certainty", "Sources:", "Source:", "Recommendation ", "Who", "By when",
    "Strength", "full text", "not yet assigned", "Key messages", "About this", "Does not show", "Because",
)  # fmt: skip


def test_a_french_brief_has_no_english_word_of_the_generator(project: Projects) -> None:
    built = project("test-french").build(language="fr")
    assert built.complaints == []
    words = built.words("index")
    assert [word for word in ENGLISH if word in words] == []
    assert "F1 Le système le fait" in words
    assert "Retrait. Se reporter désormais à F1 Le système le fait." in words
    assert "1 234 sur 2 468 (48–52 %) essais, soit 2,5 % depuis le 1er août 2026" in words
    assert "Certitude modérée. Source : Alpha et al. 2024" in words
    assert "Recommandation conditionnelle. Repose sur F1 (modérée)." in words
    assert "Échéance 30 juin 2027" in words
    assert "Éditeur pas encore attribué" in words
    assert "Messages clés Publier." in words
    assert "article" in words


def test_an_english_term_is_understood_in_a_french_brief_and_printed_in_french(project: Projects) -> None:
    words = project("test-french").build(language="fr").words("index")
    assert "Changerait si une autre équipe compte autrement." in words


def test_after_a_french_brief_an_english_one_is_english(project: Projects) -> None:
    project("test-french").build(language="fr")
    assert "High certainty" in project("test-sound").build().words("observed")


def test_an_unknown_language_is_told_and_numbers_are_written_as_in_english(project: Projects) -> None:
    built = project("test-sound").build(language="tlh")
    (said,) = built.said("configuration")
    assert (said.place, said.text) == (
        "conf.py:7",
        "language 'tlh' is not known; numbers and dates are written as in English",
    )
    assert {(said.place, said.text.partition(";")[0]) for said in built.said("language")} == {
        ("conf.py:7", "the generator has no words in 'tlh'"),
        (
            "conf.py:7",
            "no alphabet is known for the language 'tlh', so sources stand in the order that all languages share",
        ),
    }
    assert "1,234 of 2,468" in built.words("asked")


def test_a_brief_in_american_english_has_its_dates_and_its_words(project: Projects) -> None:
    built = project("test-sound").build("html", language="en_US", html_baseurl="https://example.org/")
    assert built.complaints == []
    words = " ".join(built.words(name) for name in ("index", "observed", "asked"))
    assert "August 2, 2026" in words
    assert "2 August" not in words
    page = built.file("index.html")
    assert "License of the text" in built.file("asked.html")
    assert '<html lang="en-US"' in page
    assert '"inLanguage":"en-US"' in page


def test_after_an_american_brief_a_british_one_is_british(project: Projects) -> None:
    project("test-sound").build(language="en_US")
    assert "Licence of the text" in project("test-sound").build("html").file("asked.html")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en_XX", "language 'en_XX' is not known; numbers and dates are written as in 'en'; write it like en_US,"),
        (
            "en-US",
            "language 'en-US' is written 'en_US'; as it is, not all words that are added are found",
        ),
        ("fr-CA", "language 'fr-CA' is written 'fr_CA'; "),
    ],
)
def test_a_variety_that_nobody_knows_or_that_is_written_otherwise_is_told(
    project: Projects, language: str, told: str
) -> None:
    (said,) = project("test-sound").build(language=language).said("configuration")
    assert said.place == "conf.py:7"
    assert said.text.startswith(told)


def test_what_is_said_within_a_string_that_is_filled_in_can_be_translated() -> None:
    assert "All revisions" in {message.id for message in catalogues.extract(messages.CATALOGUE)}
