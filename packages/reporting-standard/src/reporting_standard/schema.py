"""The standard as JSON Schema 2020-12: one schema for a report, one for the coding of a published one.

What a schema can say is said here and nowhere else; `rules` holds the rest.  A condition from fields.toml
carries its id in ``$comment``, by which `wording` finds its sentence.
"""

from __future__ import annotations

from typing import Any

from .standard import EXCEPTIONS, Condition, Field, Part, Section, Standard, path_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DATE = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
CONDITION = "condition: "
CODES = {
    "reported": "reported fully",
    "partly": "reported in part",
    "not_reported": "the text read says nothing of it",
    "not_done": "the text says that it was not done",
    "withheld": "the text says that it is withheld",
    "not_applicable": "the question does not arise",
    "not_read": "the passage where it would stand was not read",
}
"""The codes of a published evaluation and what each means."""

Schema = dict[str, Any]


def report_schema(standard: Standard) -> Schema:
    """What a conforming report looks like."""
    sections = {section.key: _section(standard, section) for section in standard.sections}
    required = [key for key in sections if "required" in sections[key]]
    return {
        "$schema": DIALECT,
        "title": f"{standard.name}, version {standard.version}: report",
        "description": standard.banner,
        **_object({"standard": {"const": standard.label}, **sections}, ["standard", *required]),
    }


def evaluation_schema(standard: Standard) -> Schema:
    """What the coding of one published evaluation looks like."""
    ids = [field.id for field in standard.fields]
    code = _object({"code": {"enum": list(CODES)}, "where": _text(), "why": _text()}, ["code"])
    code["if"] = {"properties": {"code": {"const": "not_read"}}}
    code["else"] = {"required": ["where"]}
    settled = _object({"code": {"enum": list(CODES)}, "why": _text()}, ["code", "why"])
    read = _object(
        {
            "extent": {"enum": ["whole", "parts", "abstract"]},
            "parts": _list(_text()),
            "not_read": _list(_text()),
            "via": _text(),
            "date": _date(),
        },
        ["extent", "parts", "via", "date"],
    )
    # a coding names what it read where that differs from the other, and whether it was made separately
    made = {"coder": _text(), "date": _date(), "separate": {"type": "boolean"}, "read": read}
    # later: codes of fields that a later version of the standard added, by whom, when and from what
    later = _object({**made, "codes": _codes(ids, code)}, ["coder", "date", "codes"])
    coding = _object({**made, "codes": _codes(ids, code), "later": later}, ["coder", "date", "codes"])
    # earlier: a second coding that a separate one replaced; kept for the record, never counted
    codings = _object({"first": coding, "second": coding, "earlier": coding}, ["first", "second"])
    properties = {
        "standard": {"const": standard.label},
        "source": _text(),
        "title": _text(),
        "evaluator": _text(),
        "published": _date(),
        "about": _text(),
        "note": _text(),
        "in_scope": {"type": "boolean"},
        "read": read,
        "codings": codings,
        "settled": _codes(ids, settled),
    }
    optional = {"note", "in_scope", "settled"}
    return {
        "$schema": DIALECT,
        "title": f"{standard.name}, version {standard.version}: coding of a published evaluation",
        "description": standard.banner,
        **_object(properties, [key for key in properties if key not in optional]),
    }


def _codes(ids: list[str], entry: Schema) -> Schema:
    return {"type": "object", "propertyNames": {"enum": ids}, "additionalProperties": entry}


def _section(standard: Standard, section: Section) -> Schema:
    fields = standard.in_section(section.key)
    properties = {f.key: _answer(standard, f) for f in fields if f.type != "columns"}
    required = [f.key for f in fields if f.level == "must" and f.type != "columns"]
    if section.rows:
        columns = [f for f in fields if f.type == "columns"]
        row = _table([part for f in columns for part in f.parts])
        row |= _conditions(standard, f"{section.key}.{section.rows}[]")
        properties[section.rows] = _or_exception(
            {"type": "array", "minItems": 1, "items": row},
            standard.exceptions(section),
            standard.reasons(*columns),
        )
        required.append(section.rows)
    schema = _object(properties, required)
    if not required:
        del schema["required"]
    return schema | _conditions(standard, section.key)


def _answer(standard: Standard, field: Field) -> Schema:
    """The schema of one answer, or of what may stand in its place."""
    value: Schema
    if field.type == "table":
        value = _table(field.parts) | _conditions(standard, path_of(field))
    elif field.type == "rows":
        value = {"type": "array", "minItems": 1, "items": _table(field.parts)}
    else:
        value = _value(field.type, field.choices)
    schema = _or_exception(value, field.also, standard.reasons(field))
    return {"title": f"{field.id} {field.key}", "description": field.question, **schema}


def _or_exception(value: Schema, allowed: tuple[str, ...], reasons: list[str]) -> Schema:
    if not allowed:
        return value
    properties: Schema = {}
    if "withheld" in allowed:
        properties |= {"withheld": {"enum": reasons}, "held_by": _text(), "lodged": _date()}
    properties |= {key: _text() for key in ("not_done", "not_applicable") if key in allowed}
    instead = _object(properties, [])
    del instead["required"]
    if "withheld" in allowed:
        instead["dependentRequired"] = {"withheld": ["held_by", "lodged"]}
    return {
        "if": {"type": "object", "anyOf": [{"required": [key]} for key in EXCEPTIONS]},
        "then": instead,
        "else": value,
    }


def _table(parts: list[Part] | tuple[Part, ...]) -> Schema:
    properties = {
        part.key: _value(part.type, part.choices) | ({"description": part.help} if part.help else {})
        for part in parts
    }
    return _object(properties, [part.key for part in parts if not part.optional])


def _value(type: str, choices: tuple[str, ...]) -> Schema:
    match type:
        case "text":
            return _text()
        case "texts":
            return _list(_text())
        case "choice":
            return {"enum": list(choices)}
        case "choices":
            return _list({"enum": list(choices)}) | {"uniqueItems": True}
        case "date":
            return _date()
        case "count":
            return {"type": "integer", "minimum": 0, "maximum": 1_000_000_000}
        case "number":
            return {"type": "number", "minimum": 0, "maximum": 1_000_000_000}
        case "yes_no":
            return {"type": "boolean"}
    raise ValueError(f"fields.toml: unknown type {type!r}")


def _text() -> Schema:
    return {"type": "string", "pattern": r"\S"}


def _date() -> Schema:
    return {"type": "string", "format": "date", "pattern": DATE}


def _list(items: Schema) -> Schema:
    return {"type": "array", "minItems": 1, "items": items}


def _object(properties: Schema, required: list[str]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _conditions(standard: Standard, place: str) -> Schema:
    """The conditions that look at *place*, as ``allOf``."""
    found = [c for c in standard.conditions if c.place == place]
    return {"allOf": [_condition(standard, c) for c in found]} if found else {}


def _condition(standard: Standard, condition: Condition) -> Schema:
    tests: Schema = {
        key: _matches(_type_at(standard, condition.place, key), values) for key, values in condition.when.items()
    }
    tests |= {key: {"exclusiveMaximum": limit} for key, limit in condition.when_below.items()}
    then: Schema = {}
    for path in condition.require:
        then = _merge(then, _require(path.split(".")))
    for key, values in condition.allow.items():
        then = _merge(then, {"properties": {key: {"enum": values}}})
    for key, choice in condition.beyond.items():
        then = _merge(then, {"properties": {key: {"contains": {"not": {"const": choice}}}}})
    return {
        "$comment": CONDITION + condition.id,
        "if": {"properties": tests, "required": list(tests)},
        "then": then,
    }


def _matches(type: str, values: list[str]) -> Schema:
    # `contains` passes whatever is no array, so the type has to be asked for
    return {"type": "array", "contains": {"enum": values}} if type == "choices" else {"enum": values}


def _require(path: list[str]) -> Schema:
    if len(path) == 1:
        return {"required": path}
    return {"properties": {path[0]: _require(path[1:])}}


def _merge(one: Schema, two: Schema) -> Schema:
    merged = dict(one)
    for key, value in two.items():
        old = merged.get(key)
        if isinstance(old, dict):
            merged[key] = _merge(old, value)
        elif isinstance(old, list):
            merged[key] = old + value
        else:
            merged[key] = value
    return merged


def _type_at(standard: Standard, place: str, key: str) -> str:
    """The type of the field or part *key* in *place*; a slip in fields.toml stops here."""
    for field in standard.fields:
        if field.section == place and field.key == key:
            return field.type
        if path_of(field) == place.removesuffix("[]"):
            for part in field.parts:
                if part.key == key:
                    return part.type
    raise ValueError(f"fields.toml: no {key} in {place}")
