"""The brief in the folder where a command is given: its settings, its places, its words."""

from __future__ import annotations

from dataclasses import dataclass
from gettext import translation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policybrief.data import profiles
from policybrief.words.messages import CATALOGUE, FOLDER, folder_of

if TYPE_CHECKING:
    from policybrief.words.vocabulary import Profile


class Refused(Exception):
    """What somebody asked for cannot be done; the text says why, and what would be right."""


@dataclass(frozen=True)
class Brief:
    """A brief as its ``conf.py`` describes it."""

    root: Path
    settings: dict[str, Any]
    """What ``conf.py`` says, by name."""

    @property
    def language(self) -> str:
        """As written in ``conf.py``, else English."""
        return str(self.settings.get("language") or "en")

    @property
    def profile(self) -> Profile:
        """The vocabulary of the field."""
        return profiles.of(str(self.settings.get("brief_profile") or profiles.DEFAULT), self.root)

    @property
    def source(self) -> Path:
        """The folder of the chapters."""
        return self.root / "source"

    @property
    def material(self) -> Path:
        """The folder of records and figures."""
        return self.root / str(self.settings.get("brief_material") or "material")

    @property
    def bibliography(self) -> Path:
        """The file that takes new sources."""
        named = self.settings.get("bibtex_bibfiles") or ["refs.bib"]
        return self.root / str(named[0])


def here(root: Path) -> Brief:
    """The brief whose ``conf.py`` is in *root*."""
    from sphinx.config import eval_config_file
    from sphinx.errors import ConfigError
    from sphinx.util.tags import Tags

    root = root.resolve()  # conf.py is read in its own folder
    if not (root / "conf.py").is_file():
        raise Refused(f"there is no conf.py in {root}; go to the folder of a brief")
    try:
        return Brief(root, eval_config_file(root / "conf.py", Tags()))
    except ConfigError as error:
        raise Refused(f"conf.py: {error}") from None


def terms(profile: Profile, language: str) -> dict[str, str]:
    """The terms of all parts, in a language."""
    spoken = translation(CATALOGUE, FOLDER, [folder_of(language)], fallback=True)
    known = profile.finding.words | profile.recommendation.words
    return {key: spoken.gettext(term) for key, term in known.items()}
