"""The message catalogues: one folder a language, its words in a ``.po`` that people edit and a ``.mo`` made of it.

The generator has one, and the package that draws its figures.  ``python -m policybrief messages`` takes the words
out of code and profiles, keeps what is translated, drops what nothing says any more and compiles.  A new language
is a folder in each, with the head of another ``.po``; a variety of English has only the words
that it writes otherwise.
"""

from __future__ import annotations

import ast
import datetime as dt
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from policybrief.words import messages
from sphinx_accessible_figures import messages as of_figures


class Speaking(NamedTuple):
    """A package with words of its own."""

    code: Path
    folder: Path
    """Of its catalogues, which are named as it is."""


SPEAKING = {
    messages.CATALOGUE: Speaking(Path(messages.__file__).parents[1], messages.FOLDER),
    of_figures.CATALOGUE: Speaking(Path(of_figures.__file__).parent, of_figures.FOLDER),
}


def extract(package: str) -> Catalog:
    """Every message of a package, each with the files that say it."""
    template, code = Catalog(), SPEAKING[package].code
    for path in sorted(code.rglob("*.py"), key=lambda path: (path.parent.parts, path.name)):
        for message in _said(ast.parse(path.read_text("utf-8"))):
            template.add(message, locations=[(path.relative_to(code).as_posix(), 0)])
    for path in sorted(code.glob("profiles/*/profile.toml")):
        for message in _words_of(tomllib.loads(path.read_text("utf-8"))):
            template.add(message, locations=[("profiles", 0)])
    return template


def _said(tree: ast.AST) -> Iterator[str]:
    """What a module says: read as Python reads it, since in an f-string Babel finds nothing before 3.12."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        match call:
            case ast.Call(func=ast.Name("_"), args=[ast.Constant(str(message)), *_rest]):
                yield message


def _words_of(profile: dict[str, Any]) -> Iterator[str]:
    """What readers read of a profile that comes with the generator."""
    yield profile["appraisal"]["relation"]
    yield from (*profile["appraisal"]["reviews"], *profile["appraisal"]["relations"])
    yield profile["count"]["unit"]
    yield from profile["functions"].values()
    for table in ("kinds", "sources", "finding", "recommendation"):
        yield from (one["words"] for one in profile[table].values())


def read(path: Path) -> Catalog:
    """The catalogue that people edit; its language is the name of its folder."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3].replace("-", "_"), domain=path.stem)


def paths() -> list[Path]:
    """The catalogues of all packages and languages."""
    return sorted(po for name, of in SPEAKING.items() for po in of.folder.glob(f"*/LC_MESSAGES/{name}.po"))


def is_english(path: Path) -> bool:
    """Whether a catalogue is of a variety of the language that the code speaks."""
    return path.parts[-3].startswith("en-")


def update() -> list[Path]:
    """Bring all catalogues up to date; the files that were written."""
    for path in paths():
        catalogue = read(path)
        catalogue.update(extract(path.stem), no_fuzzy_matching=True, update_creation_date=False)
        if is_english(path):
            for message in [one for one in catalogue if not one.string]:
                catalogue.delete(message.id)
        # no clock, and nobody who is not there
        catalogue.creation_date = catalogue.revision_date = dt.datetime.fromtimestamp(0, dt.UTC)
        catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = ""
        words, compiled = BytesIO(), BytesIO()
        write_po(words, catalogue, width=110, omit_header=True, ignore_obsolete=True, include_lineno=False)
        write_mo(compiled, catalogue)
        header, _blank, _words = path.read_text("utf-8").partition("\n\n")  # as its people wrote it
        path.write_text(f"{header}\n\n{words.getvalue().decode()}", "utf-8")
        path.with_suffix(".mo").write_bytes(compiled.getvalue())
    return [file for path in paths() for file in (path, path.with_suffix(".mo"))]
