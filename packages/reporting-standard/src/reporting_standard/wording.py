"""What a schema error says to the author of the report: the field, the place, what would be right."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from .places import line_of
from .reading import Fault
from .schema import CONDITION
from .standard import EXCEPTIONS, Field, Part, Standard, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jsonschema.exceptions import ValidationError

    from .reading import Reading
    from .schema import Schema

_EXPECTED = {
    "string": "a text in quotes",
    "array": "a list in square brackets",
    "object": "a table of named parts",
    "integer": "a whole number without quotes",
    "number": "a number without quotes",
    "boolean": "true or false, without quotes",
}
_FOUND = {
    str: "a text",
    list: "a list",
    dict: "a table",
    bool: "true or false",
    int: "a number",
    float: "a number",
}


class Broken(NamedTuple):
    """What is used of jsonschema's error."""

    path: tuple[Any, ...]
    rule: str  # keyword of the schema
    wanted: Any  # its value
    found: Any  # in the report
    schema: dict[str, Any]


def faults(errors: Iterable[ValidationError], schema: Schema, standard: Standard, reading: Reading) -> list[Fault]:
    """One fault for every error against *schema*, and one for every condition that is not kept."""
    errors = list(errors)
    meant = {place for error in errors for place in _misspelt(error)}
    found: dict[tuple[object, ...], Fault] = {}
    conditional: set[tuple[object, ...]] = set()
    plain: set[str] = set()
    for error in errors:
        around: Any = error.schema
        broken = Broken(
            tuple(error.absolute_path), str(error.validator), error.validator_value, error.instance, around
        )
        condition = _condition(error, schema)
        for path, id, wrong, right in _say(broken, condition, standard, meant):
            key = (path, condition or wrong)
            fault = Fault(line_of(reading.lines, path), id, show(path), wrong, right)
            found.setdefault(key, fault)
            if condition:
                conditional.add(key)
            else:
                plain.add(fault.where)
    # a value that is wrong in itself says nothing about a condition
    return [f for key, f in found.items() if key not in conditional or f.where not in plain]


def show(path: tuple[Any, ...]) -> str:
    """*path* as an author would write it, rows counted from 1."""
    text = ""
    for key in path:
        text += f"[{key + 1}]" if isinstance(key, int) else ("." if text else "") + _plain(key)
    return text


def quote(value: Any) -> str:
    """*value* short and on one line."""
    if isinstance(value, (dict, list)):
        return _FOUND[type(value)]
    text = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else _plain(value)
    text = str(text)
    if len(text) > 60:
        text = text[:57] + "..."
    return f'"{text}"' if isinstance(value, str) else text


def _plain(value: Any) -> str:
    """Text from a file without control characters, which a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in str(value)[:200])


Said = tuple[tuple[Any, ...], str, str, str]  # path, field id, wrong, right


def _misspelt(error: ValidationError) -> Iterator[tuple[Any, ...]]:
    """Where the keys belong that unknown ones were meant for; that these are missing is not told besides."""
    if error.validator == "additionalProperties":
        found, schema = cast("tuple[dict[str, Any], Schema]", (error.instance, error.schema))
        for key in found.keys() - schema["properties"].keys():
            for near in difflib.get_close_matches(key, schema["properties"].keys() - found.keys(), 1):
                yield (*error.absolute_path, near)


def _say(broken: Broken, condition: str | None, standard: Standard, meant: set[tuple[Any, ...]]) -> Iterator[Said]:
    path, found = broken.path, broken.found
    field = field_at(standard, path)
    id = field.id if field else ""
    if condition:
        kept = next(c for c in standard.conditions if c.id == condition)
        missing = [key for key in broken.wanted if key not in found] if broken.rule == "required" else []
        if missing and len(missing) < len(broken.wanted):
            inside = f"{path[-1]}." if path and field and field.type == "table" else ""
            yield path, kept.field, kept.message, f"add {', '.join(inside + key for key in missing)}"
        else:
            yield path, kept.field, kept.message, kept.remedy
        return
    match broken.rule:
        case "required":
            for key in broken.wanted:
                if key not in found and (*path, key) not in meant:
                    yield _missing(standard, path, key)
        case "dependentRequired":
            missing = [key for key in broken.wanted["withheld"] if key not in found]
            wrong = f"is withheld without {' and '.join(_LODGED[key] for key in missing)}"
            lodged = " and ".join(f"{path[-1]}.{key} = {_LODGED_AS[key]}" for key in missing)
            yield path, id, wrong, f"add {lodged}"
        case "additionalProperties":
            known = broken.schema["properties"]
            for key in found:
                if key not in known:
                    yield _unknown(standard, path, key, known)
        case "propertyNames" | "enum" if not path or path[-1] in ("codes", "settled"):
            yield path, "", f"{quote(found)} is no field", "fields are A1 to J5; see `explain`"
        case "enum" | "const":
            yield path, id, *_choice(broken)
        case "type":
            yield path, id, *_type(broken, field)
        case "pattern":
            yield path, id, *_pattern(broken)
        case "minimum" | "maximum":
            wanted = f"at {'least' if broken.rule == 'minimum' else 'most'} {broken.wanted}"
            yield path, id, f"{quote(found)} is out of range", f"write a number of {wanted}"
        case "uniqueItems":
            yield path, id, "names a choice twice", "name each once"
        case "minItems":
            yield path, id, "is an empty list", "name at least one, or leave the line out"
        case _:
            yield path, id, f"does not fit ({broken.rule})", "compare the example in `explain`"


_LODGED = {"held_by": "a recipient", "lodged": "the date of lodging"}
_LODGED_AS = {"held_by": '"who holds it"', "lodged": "2026-09-30"}


def _missing(standard: Standard, path: tuple[Any, ...], key: str) -> Said:
    place = (*path, key)
    if place == ("standard",):
        return (), "", "does not say which standard it follows", f'add standard = "{standard.label}" at the top'
    if len(place) == 1:
        if section := next((s for s in standard.sections if s.key == key), None):
            ids = ", ".join(f.id for f in standard.in_section(key) if f.level == "must")
            return place, section.id, f"the section [{key}] is missing ({ids})", "take it from `new`"
        return place, "", "is missing", "add it"
    field = field_at(standard, place)
    if field is None:
        return place, "", "is missing", "add it"
    if len(place) == 2:
        return place, field.id, f"is not answered: {field.question}", _how(field, key) + _instead(field)
    part = _part(field, key)
    return place, field.id, "is missing", _wanted(part) + _instead(field) if part else "add it"


def _how(field: Field, key: str) -> str:
    """How *field* is answered in the template."""
    if field.type == "columns":
        return f"add a block [[{field.section}.{key}]] for every model in every condition"
    if field.type == "table":
        needed = ", ".join(f"{key}.{part.key}" for part in field.parts if not part.optional)
        return f"write {needed} (see `explain {field.id}`)"
    return f"for example {key} = {field.example}"


def _instead(field: Field) -> str:
    """How a field is answered when there is nothing to report."""
    form = next((form for form in ("not_done", "not_applicable") if form in field.also), None)
    if not form or field.type == "columns":
        return ""
    return f', or {"in place of the list" if field.type == "rows" else "alone"} {field.key}.{form} = "why"'


def _unknown(standard: Standard, path: tuple[Any, ...], key: str, known: dict[str, Any]) -> Said:
    place = (*path, key)
    field = field_at(standard, path)
    if key in EXCEPTIONS and field:
        allowed = ", ".join(field.also) or "none: it needs an answer"
        return place, field.id, f"this field does not allow {key}", f"allowed in place of an answer: {allowed}"
    if field and _part(field, key) and any(form in known for form in EXCEPTIONS):
        right = "leave one of the two blank: an answer, or what stands in its place"
        return place, field.id, f"{field.key} has an answer beside what stands in its place", right
    if path and key == path[-1]:
        right = f"[{key}] stands above already: leave out {key}. at the start of the line"
        return place, "", f"{quote(key)} is no field of the standard", right
    near = difflib.get_close_matches(key, known, 1)
    elsewhere = next((f for f in standard.fields if f.key == key and f.type != "columns"), None)
    around = [f for f in standard.fields if len(path) == 1 and f.section == path[0] and _part(f, key)]
    if around and around[0].type == "columns":
        right = f"{key} belongs into a block [[{path_of(around[0])}]]"
    elif around:
        right = f"did you mean {around[0].key}.{key}?"
    elif near:
        right = f"did you mean {near[0]}?"
    elif elsewhere:
        right = f"{key} belongs to [{elsewhere.section}]"
    else:
        right = f"known here: {', '.join(known)}"
    return place, field.id if field else "", f"{quote(key)} is no field of the standard", right


def _choice(broken: Broken) -> tuple[str, str]:
    choices = broken.wanted if broken.rule == "enum" else [broken.wanted]
    listed = ", ".join(f'"{choice}"' for choice in choices)
    if isinstance(broken.found, list):
        return "takes one choice, found a list", f"write one of {listed}, without brackets"
    if broken.path[-1:] == ("withheld",) and broken.found == "commercial":
        return "commercial confidence is no reason to withhold this field", f"reasons that count: {listed}"
    near = difflib.get_close_matches(str(broken.found)[:99], [str(c) for c in choices], 1)
    hint = f'did you mean "{near[0]}"? ' if near else ""
    return f"{quote(broken.found)} is not among the choices", f"{hint}write one of {listed}"


def _type(broken: Broken, field: Field | None) -> tuple[str, str]:
    if isinstance(broken.found, dict) and {"held_by", "lodged"} & broken.found.keys():
        return "is withheld without a reason", 'add withheld = "security" or another reason'
    expected = _EXPECTED[broken.wanted]
    wrong = f"expects {expected}, found {_FOUND.get(type(broken.found), 'nothing')}"
    if not isinstance(broken.found, (dict, list)):
        wrong += f" ({quote(broken.found)})"
    if field and (part := _part(field, str(broken.path[-1]))) and part.optional:
        return wrong, f"write {expected}, or leave it blank"
    answer = field and field.type != "columns" and len(broken.path) == 2
    return wrong, f"for example {field.key} = {field.example}" if field and answer else f"write {expected}"


def _pattern(broken: Broken) -> tuple[str, str]:
    if broken.schema.get("format") == "date":
        return f"{quote(broken.found)} is no date", "write year-month-day, for example 2026-09-30"
    return "is blank", "write a text"


def _condition(error: ValidationError, schema: Schema) -> str | None:
    """The id of the condition that *error* belongs to, read on the way to the broken rule."""
    node: Any = schema
    for step in error.absolute_schema_path:
        node = node[step]
        if isinstance(node, dict) and str(node.get("$comment", "")).startswith(CONDITION):
            return str(node["$comment"])[len(CONDITION) :]
    return None


def field_at(standard: Standard, path: tuple[Any, ...]) -> Field | None:
    """The field that a place in a report, or a field id in a coding, belongs to."""
    keys = [key for key in path if isinstance(key, str)]
    for field in standard.fields:
        at = path_of(field).split(".")
        if keys[:2] != at:
            continue
        if field.type != "columns" or len(keys) == 2 or _part(field, keys[2]):
            return field
    return next((f for key in keys if (f := standard.field(key)) and key == f.id), None)


def _part(field: Field, key: str) -> Part | None:
    return next((part for part in field.parts if part.key == key), None)


def _wanted(part: Part) -> str:
    kinds = {
        "text": "a text",
        "texts": "a list of texts",
        "date": "a date such as 2026-09-30",
        "count": "a whole number",
        "number": "a number",
        "yes_no": "true or false",
        "choice": f"one of {', '.join(part.choices)}",
        "choices": f"a list out of {', '.join(part.choices)}",
    }
    return f"write {part.key} = {kinds[part.type]}" + (f" ({part.help})" if part.help else "")
