"""The brief as data: ``register.json`` after its published schema, and the abstract as plain text.

The texts are those of the page: references are resolved first, so that "see F3" reads the same here.
Nothing in it depends on the output format, the machine or the time.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from contextlib import nullcontext
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from docutils.utils import new_document
from sphinx.builders import Builder
from sphinx.util import logging

from policybrief.chapters import publication
from policybrief.chapters.lists import written
from policybrief.checks import hazards
from policybrief.data import evaluations
from policybrief.data.word_tables import plain
from policybrief.words.complaints import Rule, complaint, tell
from policybrief.words.records import Statement
from sphinx_accessible_figures.nodes import PAGES
from written_values.values import Count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from policybrief.chapters.domain import BriefDomain
    from policybrief.data.word_tables import DataTable
    from policybrief.words.records import Evidence, Source

SCHEMA = files("policybrief.outputs").joinpath("schema/register-2.json")
VERSION = 2
READABLE = (1, VERSION)
"""Versions whose registers can be read back; 1 said nothing of the version and archive of a source."""
FILE, ABSTRACT = "register.json", "abstract.txt"
PLACES = ("line", "lines")
"""What says where something stands in its file, for complaints alone."""


def register(env: BuildEnvironment, *, telling: bool = False) -> dict[str, Any]:
    """The whole brief as plain data, in reading order.

    What is wrong with its references is told with the pages; only a build without pages is *telling* it here.
    """
    domain = cast("BriefDomain", env.get_domain("brief"))
    statements = [*domain.findings.values(), *domain.recommendations.values()]
    with nullcontext() if telling else logging.suppress_logging():
        texts = _resolved_texts(env, domain, statements)
    return {
        "schema": VERSION,
        "brief": {"profile": domain.profile.name} | _plain(publication.of(env)),
        "abstract": texts["abstract"],
        "recommendations": [
            _statement(r, domain, texts)
            | {
                "findings": list(r.findings),
                "strength": r.strength,
                "by": _plain(r.by),
                "review": _plain(r.review),
                "group": r.group,
                "actors": list(r.actors),
            }
            for r in domain.recommendations.values()
        ],
        "findings": [
            _statement(f, domain, texts) | {"evidence": list(f.evidence), "certainty": f.certainty, "key": f.key}
            for f in domain.findings.values()
        ],
        "evidence": [_record(record, domain) for record in domain.evidence.values()],
        "tables": [_table(table) for table in domain.tables()],
        "evaluations": _evaluations(domain),
        "sources": [_source(source) for key, source in domain.sources.items() if key in domain.used],
    }


def as_json(data: dict[str, Any]) -> str:
    """The register as it is written: stable order, characters as themselves."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


class OneRunBuilder(Builder):
    """A builder that writes a few files made of the whole brief, and none a chapter."""

    allow_parallel = True

    def files(self) -> Iterable[tuple[str, str]]:
        """The names of the files and their text."""
        raise NotImplementedError

    def get_outdated_docs(self) -> str:
        """Always written: the files are small and made of everything."""
        return "all documents"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """The files have no addresses."""
        return ""

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Nothing to prepare."""

    def write_documents(self, docnames: Set[str]) -> None:
        """No file a chapter."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """No file a chapter."""

    def finish(self) -> None:
        """Write all files."""
        self.outdir.mkdir(parents=True, exist_ok=True)
        self.written: list[Path] = []
        for name, text in self.files():
            (self.outdir / name).write_text(text, "utf-8")
            self.written.append(self.outdir / name)


def abstract(env: BuildEnvironment) -> str:
    """The abstract as plain text; empty when there is none."""
    with logging.suppress_logging():
        return _resolved_texts(env, cast("BriefDomain", env.get_domain("brief")), [])["abstract"]


class RegisterBuilder(OneRunBuilder):
    """``sphinx-build -b register``: the brief as data and its abstract as text."""

    name = "register"
    format = "json"
    epilog = "The register is %(outdir)s/register.json."

    def files(self) -> Iterable[tuple[str, str]]:
        """Register and abstract."""
        return _texts(self.env, register(self.env, telling=True))


def write(env: BuildEnvironment, folder: Path) -> list[Path]:
    """Register and abstract in *folder*, beside pages, which tell what is wrong with references."""
    written = []
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in _texts(env, register(env)):
        (folder / name).write_text(text, "utf-8")
        written.append(folder / name)
    return written


def _texts(env: BuildEnvironment, data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    text = as_json(data)
    hazards.check_output(env.config, cast("BriefDomain", env.get_domain("brief")).root, FILE, text)
    yield FILE, text
    yield ABSTRACT, f"{data['abstract'] or ''}\n"


def publish_schema(app: Sphinx, exception: Exception | None) -> None:
    """The schema goes out with the pages, so that whoever reads the register can check it."""
    if exception is None and app.builder.name in PAGES:
        (app.outdir / SCHEMA.name).write_text(SCHEMA.read_text("utf-8"), "utf-8")


def _evaluations(domain: BriefDomain) -> Any:
    """The profile of published evaluations; null without any, or without an extension that profiles them."""
    paths = evaluations.files(domain.root / domain.env.config.brief_material / evaluations.FOLDER)
    found = evaluations.profiled(domain.env, paths) if paths else None
    for path, line, problem in found.problems if found else ():
        tell(complaint(Rule.FIGURE, path.relative_to(domain.root).as_posix(), line, problem))
    return _plain(found.section) if found and not found.problems else None


def _table(table: DataTable) -> dict[str, Any]:
    """A table of words, its numbers written out."""
    rows = [
        {
            "id": row.id,
            "number": row.number,
            "label": plain(row.label),
            "cells": {key: plain(cell) for key, cell in zip(table.columns, row.cells, strict=True)},
        }
        for row in table.rows
    ]
    shared = {"id": table.id, "title": plain(table.title), "head": table.head, "columns": table.columns}
    return shared | {"rows": rows, "note": plain(table.note) or None}


def _statement(statement: Statement, domain: BriefDomain, texts: dict[str, str]) -> dict[str, Any]:
    return {
        "id": statement.id,
        "number": domain.number(statement.id),
        "title": statement.title,
        "text": texts[statement.id],
        "parts": {key: texts[f"{statement.id}.{key}"] for key in statement.parts},
        "chapter": statement.docname,
        "status": statement.status,
        "successor": statement.successor or None,
    }


def _record(record: Evidence, domain: BriefDomain) -> dict[str, Any]:
    values = {}
    for name, value in record.values.items():
        entry: dict[str, Any] = {"sort": type(value).__name__.lower(), "text": domain.style.text(value)}
        entry |= _plain(value)
        if isinstance(value, Count):
            bounds = value.interval(domain.style.method)
            entry |= {"rate": value.rate, "method": domain.style.method, "low": bounds.low, "high": bounds.high}
        values[name] = entry
    sources = [_fields(citation._asdict()) for citation in record.sources]
    own = {"sources": sources, "statement": written(record, domain), "values": values}
    return _fields(vars(record) | own)


def _resolved_texts(env: BuildEnvironment, domain: BriefDomain, statements: list[Any]) -> dict[str, str]:
    """Every text of the register with its references resolved, in one small document."""
    document = new_document("register")
    document.settings.env = env
    places: dict[str, nodes.container] = {}

    def place(key: str, blocks: list[nodes.Node]) -> None:
        places[key] = nodes.container("", *(block.deepcopy() for block in blocks))
        document.append(places[key])

    place("abstract", domain.abstract())
    for statement in statements:
        place(statement.id, domain.sentence(statement.id))
        for key, blocks in domain.body(statement.id).items():
            place(f"{statement.id}.{key}", blocks)
    env.apply_post_transforms(document, env.config.root_doc)
    return {key: "\n\n".join(" ".join(b.astext().split()) for b in box.children) for key, box in places.items()}


def _source(source: Source) -> dict[str, Any]:
    """A source without the file that has its entry, which only authors look for."""
    return {name: value for name, value in _plain(source).items() if name != "path"}


def _plain(data: Any) -> Any:
    """Data that JSON has words for: dates as text, empty text as null, tuples as lists."""
    match data:
        case dict():
            return {key: _plain(value) for key, value in data.items()}
        case list() | tuple():
            return [_plain(value) for value in data]
        case dt.date():
            return data.isoformat()
        case StrEnum():
            return str(data)
        case "":
            return None
        case _ if dataclasses.is_dataclass(data):
            return _fields({field.name: getattr(data, field.name) for field in dataclasses.fields(data)})
        case _:
            return data


def _fields(of: dict[str, Any]) -> dict[str, Any]:
    """The fields of an object as data, without its places: a value that an author calls "line" is none."""
    return {name: _plain(value) for name, value in of.items() if name not in PLACES}
