"""Every word that the generator adds to a page, through one message catalogue."""

from __future__ import annotations

import re
from gettext import NullTranslations, translation
from pathlib import Path

from sphinx.locale import get_translation, init, translators

CATALOGUE = "policybrief"
FOLDER = Path(__file__).parent / "locale"

_ = get_translation(CATALOGUE)


def has_catalogue(language: str) -> bool:
    """Whether the words of the generator are written in a language, or in the one that it is a variety of."""
    names = {language, language.replace("-", "_"), language.replace("-", "_").partition("_")[0]}
    return "en" in names or any((FOLDER / name / "LC_MESSAGES" / f"{CATALOGUE}.mo").is_file() for name in names)


def folder_of(language: str) -> str:
    """The folder of a language; of a variety of English with a hyphen, since gettext takes en for en_US."""
    return language.replace("_", "-") if re.match("en[-_]", language) else language.replace("-", "_")


def speak(language: str) -> None:
    """Generated words in a language, outside any build."""
    translators.pop(("general", CATALOGUE), None)  # Sphinx would add to the language before
    init([str(FOLDER)], folder_of(language), CATALOGUE)


def as_printed(*messages: str) -> dict[str, str]:
    """The words of some messages in every language that pages print, by small letters, each with its message."""
    languages = (translation(CATALOGUE, FOLDER, [path.name]) for path in FOLDER.iterdir() if path.is_dir())
    spoken = [one.gettext for one in (NullTranslations(), *languages)]
    said = [(one(message), message) for one in spoken for message in messages]
    return {words.partition("{")[0].rstrip(" :\u00a0").lower(): message for words, message in said}
