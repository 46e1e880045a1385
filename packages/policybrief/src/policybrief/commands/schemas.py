"""JSON Schemas of the files that a brief is written in, made of what their readers know: one verdict, two tools.

An editor that reads ``#:schema`` completes keys and words while somebody writes.  What a schema cannot say, such
as that a value named in a sentence is there, the readers say.  A date is written without quotation marks; to a
schema it is text in the form of one.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policybrief.checks import limits
from policybrief.checks.rules import optional
from policybrief.commands import meanings
from policybrief.data import evidence as records
from policybrief.data import instruments, searches, word_tables
from policybrief.data.profiles import TABLES as PROFILE
from policybrief.figures.parsing import FigureReader
from policybrief.outputs.run import Settings, application
from policybrief.words import colours
from policybrief.words.records import Certainty, Read, Use
from policybrief.words.settings import INNER
from policybrief.words.vocabulary import Role
from sphinx_accessible_figures import claims
from sphinx_accessible_figures.counts import ENDS
from sphinx_accessible_figures.model import Axis
from sphinx_accessible_figures.reading import PANEL, ROW, SHARED
from trial_counts.intervals import METHODS, MOST_COUNTED
from written_values import tables as values
from written_values.formulas import ESTIMATE, FORMULAS
from written_values.values import Count, Day, Estimate, Money, Names, Quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from sphinx.config import Config, _Opt

    from policybrief.commands.project import Brief
    from policybrief.words.vocabulary import Profile

Schema = dict[str, Any]
ANY: Schema = {}
FOLDER = "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT: Schema = {"type": "string"}
WORDS: Schema = {"type": "string", "pattern": r"\S"}
DATE: Schema = {"type": "string", "format": "date"}
NUMBER: Schema = {"type": "number", "exclusiveMinimum": -values.LARGEST, "exclusiveMaximum": values.LARGEST}
ID: Schema = {"type": "string", "pattern": f"^{records.ID.pattern}$"}


def all_of(profile: Profile) -> dict[str, Schema]:
    """Every schema of a brief in this vocabulary, by the name of its file."""
    return {
        "evidence": evidence(profile),
        "figure": figure(),
        "instrument": instrument(profile),
        "profile": vocabulary(),
        "searches": log_of_searches(),
        "table": table(),
    }


def write(brief: Brief) -> list[Path]:
    """Write the schemas of a brief; the files."""
    folder = brief.root / FOLDER
    folder.mkdir(exist_ok=True)
    written = []
    for name, schema in (all_of(brief.profile) | {"settings": of_settings(brief)}).items():
        path = folder / f"{name}.json"
        path.write_text(as_text(schema), "utf-8")
        written.append(path)
    return written


def of_settings(brief: Brief) -> Schema:
    """The schema of the settings as the generator declares them for this brief."""
    with tempfile.TemporaryDirectory() as scratch:
        made = Settings(brief.root, brief.source, Path(scratch) / "doctrees", {})
        with application(made, Path(scratch), "dummy", StringIO()) as app:
            return settings(app.config, brief.profile)


def as_text(schema: Schema) -> str:
    """A schema as it is written."""
    return json.dumps({"$schema": DIALECT} | schema, ensure_ascii=False, indent=1) + "\n"


def closed(properties: Mapping[str, Schema], required: Iterable[str] = (), **more: Any) -> Schema:
    """A table with these keys and no others."""
    made: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    return made | ({"required": list(required)} if required else {}) | more


def described(meaning: Mapping[str, str], sorts: Mapping[str, Schema]) -> dict[str, Schema]:
    """The keys of a table, each with what it says."""
    return {key: {"description": meaning[key]} | sort for key, sort in sorts.items()}


def one_of(words: Iterable[str]) -> Schema:
    """One word of a closed set."""
    return {"enum": [str(word) for word in words]}


def several(items: Schema, least: int = 0) -> Schema:
    """A list."""
    return {"type": "array", "items": items} | ({"minItems": least} if least else {})


def when(condition: Schema, then: Schema, otherwise: Schema | None = None) -> Schema:
    """What holds where something else does."""
    return {"if": condition, "then": then} | ({"else": otherwise} if otherwise else {})


# Settings


def settings(config: Config, profile: Profile) -> Schema:
    """The settings of a brief in ``conf.py``; names that are not of a brief are not ours to judge."""
    more: dict[str, Schema] = {
        "brief_interval": one_of(METHODS),
        "brief_rules": {"items": one_of(optional())},
        "brief_limits": {"propertyNames": one_of(limits.names_of(profile))},
        "brief_colours": closed(_COLOURS | {colours.DARK: closed(_COLOURS)}),
    }
    properties = {
        name: {"description": option.description} | _setting(name, option) | more.get(name, {})
        for name, option in sorted(config.values.items())
        if name.startswith("brief_") and not option.description.startswith("set by ")
    }
    named = {"anyOf": [one_of(properties), {"not": {"pattern": "^brief_"}}]}
    return {"title": "The settings of a brief", "type": "object", "properties": properties, "propertyNames": named}


_COLOURS = {name: {"type": "string", "pattern": f"^(?i:{colours.COLOUR.pattern})$"} for name in colours.OWN}


def _setting(name: str, option: _Opt) -> Schema:
    """What one setting is, by the type that it is declared with."""
    types = option.valid_types if isinstance(option.valid_types, frozenset) else frozenset({type(option.default)})
    inner = INNER[name].schema if name in INNER else ANY
    if dt.date in types:
        return DATE | {"type": ["string", "null"]}
    if list in types:
        return several(inner)
    if dict in types:
        return {"type": "object", "additionalProperties": inner}
    return {"type": "boolean" if bool in types else "string", "default": option.default}


# Records of evidence


def evidence(profile: Profile) -> Schema:
    """A record: ``material/evidence/*.toml``."""
    estimates = {name for name, formula in FORMULAS.items() if formula.unit == ESTIMATE}
    estimate: Schema = {
        "anyOf": [
            {"required": [values.VALUE_KEYS[Estimate][0]]},
            {"properties": {"formula": one_of(sorted(estimates))}, "required": ["formula"]},
        ]
    }
    some = {"required": ["values"], "properties": {"values": {"not": {"additionalProperties": {"not": estimate}}}}}
    none = {"properties": {"values": {"additionalProperties": {"not": estimate}}}, "required": ["sources"]}
    kinds = [kind for kind, term in profile.kinds.items() if term.role is Role.ESTIMATE]
    is_estimate = {"properties": {"kind": one_of(kinds)}, "required": ["kind"]}
    attributed = {"properties": {"use": {"const": Use.ATTRIBUTED.value}}, "required": ["use"]}
    citation = {"key": WORDS, "locator": TEXT, "read": one_of(Read), "checked": DATE}
    cited = closed(described(meanings.OF_CITATIONS, citation), ["key"])
    properties = {
        "statement": WORDS,
        "kind": one_of(profile.kinds),
        "certainty": one_of(Certainty),
        "reasons": WORDS,
        "not_shown": WORDS,
        "as_of": DATE,
        "sources": several(cited, 1),
        "use": one_of(Use),
        "attribution": TEXT,
        "conflicts": several(TEXT),
        "values": {"type": "object", "additionalProperties": value(profile)},
    }
    assert set(properties) == {*records.REQUIRED, *records.OPTIONAL}
    required = [key for key in records.REQUIRED if key != "sources"]
    named = {"required": ["attribution"], "properties": {"attribution": WORDS}}
    rules = [when(is_estimate, some, none), when(attributed, named)]
    return closed(described(meanings.OF_RECORDS, properties), required, title="A record of evidence", allOf=rules)


def value(profile: Profile) -> Schema:
    """One ``[values.<name>]``: the first key of its sort says which sort it is."""
    money = {"currency": {"type": "string", "pattern": "^[A-Z]{3}$"}, "year": {"type": "integer"}}
    span = {"dependentRequired": {"low": ["high"], "high": ["low"]}}
    share = when(
        {"properties": {"unit": {"const": "percent"}}, "required": ["unit"], "not": {"required": ["prefix"]}},
        {"properties": {"number": {"minimum": -100, "maximum": 100}}},
    )
    task = {
        "type": "object",
        "properties": {"what": TEXT, "low": NUMBER | {"minimum": 0}, "high": NUMBER | {"minimum": 0}},
        "required": ["what", "low", "high"],
    }
    count = {
        "successes": {"type": "integer", "minimum": 0},
        "trials": {"type": "integer", "minimum": 1, "maximum": MOST_COUNTED},
        "attempt": {"type": "string", "minLength": 1} if profile.attempts else TEXT,
    }
    sorts: dict[type, Schema] = {
        Count: closed(count | {"label": TEXT}, [*count][: 3 if profile.attempts else 2]),
        Quantity: closed(
            {"number": NUMBER, "unit": TEXT, "low": NUMBER, "high": NUMBER, "prefix": TEXT, "label": TEXT},
            ["number"],
            **span,
            allOf=[share],
        ),
        Money: closed(
            {"amount": NUMBER, **money, "low": NUMBER, "high": NUMBER, "label": TEXT},
            ["amount", "currency", "year"],
            **span,
        ),
        Day: closed({"date": DATE, "label": TEXT}, ["date"]),
        Names: closed({"names": several({"type": "string", "minLength": 1}, 1), "label": TEXT}, ["names"]),
        Estimate: closed(
            {
                "tasks": several(task, 1),
                "unit": TEXT,
                **money,
                "anchors": several({"type": "string", "minLength": 1}, 1),
                "label": TEXT,
            },
            ["tasks"],
            anyOf=[{"required": ["unit"]}, {"required": ["currency", "year"]}],
        ),
    }
    for sort, keys in values.VALUE_KEYS.items():
        assert set(sorts[sort]["properties"]) == {*keys, "label"}, sort
    derived = {
        "type": "object",
        "properties": {
            "formula": one_of([*FORMULAS, "same"]),
            "of": {"anyOf": [TEXT, several(TEXT)]},
            "label": TEXT,
        },
        "required": ["formula"],
    }
    for schema in (*sorts.values(), derived):
        schema["properties"] = described(meanings.OF_VALUES, schema["properties"])
    made: Schema = {"required": [], "not": {}}
    for sort, keys in reversed(values.VALUE_KEYS.items()):
        made = when({"required": [keys[0]]}, sorts[sort], made)
    return {"type": "object"} | when({"required": ["formula"]}, derived, made)


# Everything else


def instrument(profile: Profile) -> Schema:
    """A law, promise or network: ``material/instruments/*.toml``."""
    states = (instruments.Cover.UNSTATED, instruments.Cover.UNKNOWN)
    placed = {"required": ["locator", "source", "as_of"], "properties": {"locator": WORDS, "source": WORDS}}
    covered = closed(
        {"state": one_of(instruments.Cover), "what": TEXT, "locator": TEXT, "source": TEXT, "as_of": DATE},
        allOf=[when({"properties": {"state": {"not": one_of(states)}}, "required": ["state"]}, placed)],
    )
    sorts: dict[type, Schema] = {str: TEXT, int: {"type": "integer"}}
    properties: dict[str, Schema] = {
        **{key: sorts.get(sort, DATE) for key, sort in instruments.REQUIRED.items()},
        "force": one_of(instruments.Force),
        "covers": closed(dict.fromkeys(profile.functions, covered)),
        **dict.fromkeys(instruments.OPTIONAL, ANY),
        "date": DATE,
        "attribution": TEXT,
        "sources": several({"type": "object"}),
    }
    return closed(described(meanings.OF_INSTRUMENTS, properties), instruments.REQUIRED, title="An instrument")


def table() -> Schema:
    """A table of words: a ``.toml`` in the material itself."""
    row = {
        "type": "object",
        "properties": {"id": ID, "label": WORDS, "number": {"type": "integer"}},
        "required": ["id", "label"],
    }
    properties: dict[str, Schema] = {
        "title": WORDS,
        "head": TEXT,
        "note": WORDS,
        "widths": several({"type": "integer"}),
        "columns": {"type": "object", "minProperties": 1},
        "rows": several(row, 1),
    }
    assert set(properties) == word_tables.KEYS
    required = ["title", "columns", "rows"]
    return closed(described(meanings.OF_TABLES, properties), required, title="A table of words")


def log_of_searches() -> Schema:
    """The log of searches: ``material/searches.toml``."""
    sorts: dict[type, Schema] = {str: TEXT, int: {"type": "integer"}}
    known = {key: sorts.get(sort, DATE) for key, sort in searches.SORTS.items()}
    search = closed(described(meanings.OF_SEARCHES, known), searches.SORTS)
    return closed(
        {"search": several(search) | {"description": "each question that was asked"}}, title="The log of searches"
    )


def figure() -> Schema:
    """A figure: ``material/figures/*.toml``."""
    states = {"type": ["string", "array"], "items": TEXT}
    more: dict[str, Schema] = {
        "kind": one_of(FigureReader.KEYS),
        "title": WORDS,
        "message": WORDS,
        "subtitle": TEXT,
        "note": TEXT,
        "claims": several(claim()),
        "counts": {
            "type": "object",
            "additionalProperties": closed(
                {"where": {"type": "object"}, "cells": states, "column": one_of(ENDS)},
                minProperties=1,
                maxProperties=1,
            ),
        },
        "panels": several(panel()),
    }
    kinds = []
    for kind, keys in FigureReader.KEYS.items():
        known = [*SHARED, *FigureReader.OWN, *keys]
        kinds.append((kind, closed(dict.fromkeys(known, ANY), ["kind", "title", "message"])))
    made: Schema = {"not": {}}
    for kind, schema in reversed(kinds):
        made = when({"properties": {"kind": {"const": str(kind)}}, "required": ["kind"]}, schema, made)
    assert set(meanings.OF_FIGURES) == {*SHARED, *FigureReader.OWN}.union(*FigureReader.KEYS.values())
    properties = described(meanings.OF_FIGURES, dict.fromkeys(meanings.OF_FIGURES, ANY) | more)
    return {"title": "A figure", "type": "object", "properties": properties} | made


def claim() -> Schema:
    """One ``[[claims]]`` of a figure."""
    names, number = several(TEXT), {"type": "number"}
    sorts: dict[str, Schema] = dict.fromkeys(claims.KNOWN, TEXT) | {
        "says": WORDS,
        "what": one_of([*claims.NUMBERS, "count", *claims.COUNTED]),
        "of": names,
        "is": {"anyOf": [number, one_of(claims.ENDS)]},
        "at_least": number,
        "at_most": number,
        "among": names,
        "are": names,
        "year": {"type": "integer"},
    }
    bound = [{"required": [key]} for key in (*claims.BOUNDS, "are")]
    return closed(described(claims.KNOWN, sorts), ["says"], anyOf=bound)


def panel() -> Schema:
    """One ``[[panels]]`` of a chart."""
    two = several(TEXT, 2) | {"maxItems": 2}
    shown = [{"required": [key]} for key in ("value", "values", "range", "says")]
    row = closed(
        described(ROW, dict.fromkeys(ROW, TEXT) | {"label": WORDS, "values": several(TEXT, 1), "range": two}),
        ["label"],
        anyOf=shown,
    )
    sorts: dict[str, Schema] = dict.fromkeys(PANEL, TEXT) | {
        "axis": one_of(Axis),
        "rows": several(row),
        "key": two,
        **{key: {"type": "boolean"} for key in ("squares", "hollow", "stress", "large")},
    }
    return closed(described(PANEL, sorts), ["axis"])


def vocabulary() -> Schema:
    """A profile: the vocabulary of a field."""
    term = closed({"words": WORDS, "is": one_of(Role)}, ["words"])
    part = {"words": WORDS, "required": {"type": "boolean"}}
    properties: dict[str, Schema] = {
        "kinds": {"type": "object", "additionalProperties": term, "required": ["calculation", "estimate"]},
        "sources": {"type": "object", "additionalProperties": term, "minProperties": 1},
        "appraisal": closed({"relation": TEXT, "reviews": several(TEXT), "relations": several(TEXT)}),
        "count": closed({"unit": WORDS, "attempts": {"type": "boolean"}}),
        "functions": {"type": "object", "additionalProperties": WORDS},
        "finding": {"type": "object", "additionalProperties": closed(part, ["words"])},
        "recommendation": {
            "type": "object",
            "additionalProperties": closed(part | {"apart": {"type": "boolean"}}, ["words"]),
        },
        "hazards": closed({"files": several(TEXT)}),
        "lexicons": {"type": "object", "additionalProperties": several(TEXT)},
    }
    assert set(properties) == set(PROFILE)
    known = described(meanings.OF_PROFILES, properties)
    return closed(known, ["kinds", "sources"], title="The vocabulary of a field")
