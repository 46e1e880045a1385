"""``policybrief translate``: the catalogues of a brief in one language, brought up to date, and how far they are.

The catalogues lie where Sphinx looks for them: ``sphinx-intl`` and the sites of translators can be used too.
"""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from policybrief.commands.project import Refused
from policybrief.data import evaluations, translations
from policybrief.data.changelog import read_changelog
from policybrief.outputs.run import Settings, application

if TYPE_CHECKING:
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

SHORT = "short"
"""The field at the head of a chapter with its short name."""


class HowFar(NamedTuple):
    """How far a catalogue is."""

    path: Path
    translated: int
    changed: int
    """Of these the source was changed since."""
    missing: int


def translate(root: Path, source: Path, templates: Path, language: str) -> list[HowFar]:
    """Write the messages of a brief to *templates*, and bring its catalogues in *language* up to date."""
    try:
        Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        raise Refused(f"the language {language!r} is not known; name it like fr or pt_BR") from None
    # a language without catalogues: messages are taken from texts as they were written
    settings: dict[str, object] = {"language": "en"}
    made = Settings(root, source, templates / ".doctrees", settings)
    with application(made, templates, "gettext", StringIO()) as app:
        app.build(force_all=True)
        place = Path(os.path.relpath(source / app.config.locale_dirs[0] / language / "LC_MESSAGES", root))
        _write(_material(app.env), templates / f"{translations.NAME}.pot")
    return [
        _updated(template, place / template.relative_to(templates).with_suffix(".po"), language)
        for template in sorted(templates.rglob("*.pot"))
    ]


def _material(env: BuildEnvironment) -> Catalog:
    """What readers see that stands in no chapter: records, figures, tables, changelog, settings, short names."""
    config, found = env.config, Catalog()
    root = Path(env.app.confdir)
    coded = evaluations.files(root / config.brief_material / evaluations.FOLDER)
    if profile := evaluations.profiled(env, coded):

        def keep(context: str, text: str) -> str:
            found.add(" ".join(text.split()), context=context, locations=[(evaluations.FOLDER, 0)])
            return text

        evaluations.with_words(profile.section, keep)
    for path in sorted({*(root / config.brief_material).rglob("*.toml")} - {*coded}):
        try:
            data = tomllib.loads(path.read_text("utf-8-sig"))
        except ValueError:
            continue  # told by every build
        for context, text in _texts(data):
            found.add(text, context=context, locations=[(path.relative_to(root).as_posix(), 0)])
    for line, text in read_changelog(root / config.brief_changelog, config.brief_changelog).texts:
        found.add(
            " ".join(text.split()), context=translations.CHANGELOG, locations=[(config.brief_changelog, line)]
        )
    for text in _settings(config):
        found.add(text, context=translations.SETTINGS, locations=[("conf.py", 0)])
    for docname in sorted(env.found_docs):
        if short := env.metadata[docname].get(SHORT):
            found.add(str(short), context=SHORT, locations=[(docname, 0)])
    return found


def _texts(data: Any) -> Iterator[tuple[str, str]]:
    kept: list[tuple[str, str]] = []

    def keep(_place: translations.Place, context: str, text: str) -> str:
        kept.append((context, " ".join(text.split())))
        return text

    translations.mapped(data, keep)
    yield from kept


def _settings(config: Config) -> list[str]:
    kept: list[str] = []

    def keep(text: str) -> str:
        kept.append(" ".join(text.split()))
        return text

    for name in translations.SPOKEN:
        if name in config.values:
            translations.in_setting(config[name], keep)
    return [text for text in kept if " " in text or text[:1].isupper()]  # no names of files and papers


def _updated(template: Path, path: Path, language: str) -> HowFar:
    """A catalogue with the messages of its template; of a changed one the old translation is kept for people."""
    with template.open("rb") as opened:
        wanted = read_po(opened)
    catalogue = Catalog(Locale.parse(language.replace("-", "_")), fuzzy=False)
    if path.is_file():
        with path.open("rb") as opened:
            catalogue = read_po(opened, locale=language.replace("-", "_"))
    catalogue.update(wanted, update_creation_date=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(catalogue, path)
    messages = [message for message in catalogue if message.id]
    changed = sum(message.fuzzy for message in messages)
    missing = sum(not message.string for message in messages)
    return HowFar(path, len(messages) - changed - missing, changed, missing)


def _write(catalogue: Catalog, path: Path) -> None:
    """Write a catalogue, without a clock: it lies among the sources."""
    catalogue.creation_date = catalogue.revision_date = dt.datetime.fromtimestamp(0, dt.UTC)
    with path.open("wb") as opened:
        write_po(opened, catalogue, width=0, include_previous=True, include_lineno=False)
