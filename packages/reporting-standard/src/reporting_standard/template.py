"""The blank report: every question where its answer goes.  An answer left as "" is simply still open."""

from __future__ import annotations

import json
import textwrap
from typing import Any

from .standard import EXCEPTIONS, Field, Part, Section, Standard

_HINTS = {
    "text": "text",
    "date": "date, as 2026-09-30",
    "count": "whole number without quotes",
    "number": "number without quotes",
    "yes_no": "true or false without quotes",
    "texts": "list of texts",
}
_HEAD = """\
{name}, version {version} ({status}): report of one evaluation.

Replace "" by the answer; what stays "" or [] counts as not answered.  Texts and choices stand in
quotes, several of them in a list: ["one", "two"].  Numbers, true and false stand without quotes, dates
either way.  Lines that are optional may stay blank.

{classes}

Where a question ends with Or:, one of these may stand in place of the answer, and counts as one.
It replaces the line `field = ""`, or the whole list from [ to ]; lines such as `field.part = ""` may
stay blank beside it.  Withheld needs all of its three lines:

    field.not_done = "why it was not done"
    field.not_applicable = "why the question does not arise"
    field.withheld = "security"       (or {reasons})
    field.held_by = "who holds it"
    field.lodged = 2026-09-30         (the day on which they got it)

No prompts, commands, names of weaknesses or of providers belong in a public report.

Check it:      python -m reporting_standard check THIS-FILE
One question:  python -m reporting_standard explain B1"""


def toml_template(standard: Standard) -> str:
    """The template with comments."""
    reasons = ", ".join(reason for reason in standard.withheld if reason != "security")
    classes = "\n".join(f"{text}." for text in reversed(standard.classes.values()))
    head = _HEAD.format(
        name=standard.name, version=standard.version, status=standard.status, reasons=reasons, classes=classes
    )
    blocks = [_comment(head), f'standard = "{standard.label}"']
    blocks += [_section(standard, section) for section in standard.sections]
    return "\n\n".join(blocks) + "\n"


def json_template(standard: Standard) -> str:
    """The same without comments, for programs."""
    data: dict[str, Any] = {"standard": standard.label}
    for section in standard.sections:
        table: dict[str, Any] = {}
        for field in standard.in_section(section.key):
            parts = {part.key: _blank(part.type) for part in field.parts}
            if field.type == "columns":
                table.setdefault(str(section.rows), [{}])[0].update(parts)
            else:
                table[field.key] = [parts] if field.type == "rows" else parts or _blank(field.type)
        data[section.key] = table
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _section(standard: Standard, section: Section) -> str:
    fields = standard.in_section(section.key)
    rule = f"# {'=' * 12} {section.id}  {section.title} {'=' * 12}"
    blocks = [f"{rule}\n[{section.key}]"]
    blocks += [_field(field) for field in fields if field.type != "columns"]
    if section.rows:
        columns = [field for field in fields if field.type == "columns"]
        # a list of tables ends its section in TOML, so it stands last
        parts = [f"{_question(field)}\n{_lines(field.parts)}" for field in columns]
        head = _comment(f"Repeat from here to the end of the section: {section.rows_help}.")
        for form in standard.exceptions(section):
            instead = (
                f"Or, in [{section.key}] above and without any block: {section.rows}.{form}, as said at the top."
            )
            head += f"\n{_comment(instead)}"
        blocks.append(f"{head}\n[[{section.key}.{section.rows}]]\n" + "\n".join(parts))
    return "\n\n".join(blocks)


def _field(field: Field) -> str:
    if field.type == "table":
        return f"{_question(field)}\n{_lines(field.parts, field.key + '.')}"
    if field.type == "rows":
        # on lines of their own, so that comments fit
        parts = ", ".join(f'{part.key} = ""' for part in field.parts)
        hints = "\n".join(_comment(f"{part.key}: {_hint(part)}") for part in field.parts)
        return f"{_question(field)}\n{hints}\n{field.key} = [\n  {{ {parts} }},\n]"
    hint = f"list of: {_quoted(field.choices)}" if field.type == "choices" else _HINTS[field.type]
    return f"{_question(field)}\n{field.key} = {json.dumps(_blank(field.type))}  # {hint}"


def _question(field: Field) -> str:
    also = f"  Or: {', '.join(e for e in EXCEPTIONS if e in field.also)}." if field.also else ""
    return _comment(f"{field.id} {field.level}.  {field.question}{also}")


def _lines(parts: tuple[Part, ...], prefix: str = "") -> str:
    return "\n".join(f"{prefix}{p.key} = {json.dumps(_blank(p.type))}  # {_hint(p)}" for p in parts)


def _blank(type: str) -> str | list[str]:
    """What stands where an answer of *type* is still open."""
    return [] if type in ("choices", "texts") else ""


def _hint(part: Part) -> str:
    if part.choices:
        kind = f"{'list of' if part.type == 'choices' else 'one of'}: {_quoted(part.choices)}"
    else:
        kind = _HINTS[part.type]
    extra = f" ({part.help})" if part.help else ""
    return f"{'optional; ' if part.optional else ''}{kind}{extra}"


def _quoted(choices: tuple[str, ...]) -> str:
    return ", ".join(f'"{choice}"' for choice in choices)


def _comment(text: str) -> str:
    lines = []
    for line in text.splitlines():
        wrapped = textwrap.wrap(line, 108, subsequent_indent="   ", break_on_hyphens=False)
        lines += ["# " + piece for piece in wrapped] or ["#"]
    return "\n".join(lines)
