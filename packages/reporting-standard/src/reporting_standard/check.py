"""One file against the standard: all its faults in one run, and the conformance class it reaches."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from . import rules
from .places import line_of
from .reading import Fault, Reading, read
from .schema import Schema, evaluation_schema, report_schema
from .standard import Standard, load
from .wording import faults, show

MOST = 500  # schema errors put into words; a file with more is no report


@dataclass(frozen=True)
class Result:
    """What was found in one file."""

    file: str
    kind: str  # "report" or "coding"
    faults: tuple[Fault, ...]
    reached: str | None  # conformance class of a report without faults
    open: tuple[str, ...]  # should-fields without an answer, by id
    readable: bool = True  # false when only the form of the file was looked at

    @property
    def valid(self) -> bool:
        return not self.faults


def check(file: str) -> Result:
    """Every fault of *file*, in the order of its lines."""
    standard = load()
    reading = read(file)
    coding = "codings" in reading.data
    found = list(reading.faults)
    readable = bool(reading.data) or not found
    if readable:
        found += _coding(reading, standard) if coding else _report(reading, standard)
    found.sort(key=lambda fault: (fault.line, fault.id))
    if coding:
        return Result(file, "coding", tuple(found), None, ())
    reached = None if found else conformance(reading.data, standard)
    return Result(file, "report", tuple(found), reached, tuple(_open(reading.data, standard)), readable)


def conformance(data: dict[str, Any], standard: Standard) -> str:
    """The class of a report that breaks no rule.

    Restricted detail is what tiers S and R are for; only a withheld public field lowers the class.
    """
    answered = list(rules.answers(data, standard))
    hidden = [f for f, value in answered if f.tier == "P" and rules.exception_of(value) == "withheld"]
    if any(field.level == "must" for field in hidden):
        return "restricted"
    missing = any(value is None and field.level == "should" for field, value in answered)
    return "core" if missing or any(field.level == "should" for field in hidden) else "full"


def _open(data: dict[str, Any], standard: Standard) -> list[str]:
    return [f.id for f, value in rules.answers(data, standard) if f.level == "should" and value is None]


def _report(reading: Reading, standard: Standard) -> list[Fault]:
    found = _validated(reading, report_schema(standard), standard)
    taken = {(fault.where, fault.id) for fault in found}
    for path, id, wrong, right in rules.broken(reading.data, standard):
        if (show(path), id) not in taken:
            found.append(Fault(line_of(reading.lines, path), id, show(path), wrong, right))
    return found


def _coding(reading: Reading, standard: Standard) -> list[Fault]:
    from .evaluations import disagreements

    found = _validated(reading, evaluation_schema(standard), standard)
    found += [
        Fault(line_of(reading.lines, path), id, show(path), wrong, right)
        for path, id, wrong, right in rules.impossible_days(reading.data)
    ]
    if not found:
        settled = reading.data.get("settled", {})
        differing = disagreements(reading.data)
        for id in differing:
            if id not in settled:
                line = line_of(reading.lines, ("codings", "second", "codes", id))
                wrong = "the two codings differ and nothing says which holds"
                found.append(Fault(line, id, f"settled.{id}", wrong, "settle it with a code and a reason"))
    return found


def _validated(reading: Reading, schema: Schema, standard: Standard) -> list[Fault]:
    from jsonschema import Draft202012Validator

    errors = list(islice(Draft202012Validator(schema).iter_errors(reading.data), MOST + 1))
    found = faults(errors[:MOST], schema, standard, reading)
    if len(errors) > MOST:
        found.append(Fault(1, "", "", f"has more than {MOST} faults", "mend these first, then check again"))
    return found
