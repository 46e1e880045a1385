"""Published evaluations, coded against the standard from their text, twice and apart.

A code says what the text reports, never how good the test was.  The two codings stay as they were made.
`codings.earlier`, where there is one, was replaced by a separate second coding: it is on record and not counted.
Where the two differ, `settled` names the code that the profile uses, and why; it may also set aside a code that
both gave, when the full answer could stand in a passage that was not read.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from .reading import Fault, read
from .standard import Standard, load


@dataclass(frozen=True)
class Evaluation:
    """One published evaluation with its two codings."""

    id: str  # file name
    source: str  # key in refs.bib
    title: str
    evaluator: str
    published: datetime.date
    about: str
    extent: str  # what was read: whole, parts or abstract
    in_scope: bool  # false for a report that holds no test of replication; profiled, not in the baseline
    first: dict[str, str]  # field id -> code
    second: dict[str, str]
    settled: dict[str, str]
    separate: bool = False  # the second coding was made by a system that had not seen the first
    together: frozenset[str] = frozenset()  # fields whose second code was not, whatever the rest

    def code(self, id: str) -> str:
        """The code that counts for field *id*; a field that neither coding names was not read."""
        return self.settled.get(id) or self.first.get(id, "not_read")


class UnusableCoding(ValueError):
    """A file that `check` would refuse, with its faults; its words are those of the first."""

    def __init__(self, file: Path, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        first = self.faults[0]
        super().__init__(f"{file}:{first.line}: {first.id} {first.where}: {first.wrong}; {first.right}")


def load_all(folder: Path | str) -> list[Evaluation]:
    """Every evaluation in *folder*, oldest first."""
    return load_files(sorted(Path(folder).glob("*.toml")))


def load_files(files: Iterable[Path | str]) -> list[Evaluation]:
    """The evaluations in *files*, oldest first."""
    return sorted((load_one(Path(file)) for file in files), key=lambda e: (e.published, e.id))


def load_one(file: Path) -> Evaluation:
    """The evaluation in *file*."""
    return _checked(file, file.read_bytes() if file.is_file() else b"")


@lru_cache
def _checked(file: Path, content: bytes) -> Evaluation:
    """The evaluation in *file*; one build asks for each many times, and *content* tells an edited file apart."""
    from .check import check

    result = check(str(file))
    if result.faults:
        raise UnusableCoding(file, result.faults)
    if result.kind != "coding":
        wrong = "is a report, not the coding of a published evaluation"
        raise UnusableCoding(
            file, [Fault(1, "", "", wrong, "codings stand in [codings.first] and [codings.second]")]
        )
    data = read(str(file)).data
    return Evaluation(
        id=file.stem,
        **{key: data[key] for key in ("source", "title", "evaluator", "about")},
        published=datetime.date.fromisoformat(data["published"]),
        extent=data["read"]["extent"],
        in_scope=data.get("in_scope", True),
        first=_coding(data["codings"]["first"]),
        second=_coding(data["codings"]["second"]),
        settled=_codes(data.get("settled", {})),
        separate=data["codings"]["second"].get("separate", False),
        together=_together(data["codings"]["second"]),
    )


def disagreements(data: dict[str, Any], standard: Standard | None = None) -> list[str]:
    """The fields that the two codings of a file code differently, in the order of the standard."""
    first, second = (_coding(data["codings"][which]) for which in ("first", "second"))
    ids = [field.id for field in (standard or load()).fields]
    return [id for id in ids if first.get(id, "not_read") != second.get(id, "not_read")]


def _coding(table: dict[str, Any]) -> dict[str, str]:
    """The codes of a coding, those added for a later version of the standard among them."""
    return _codes(table["codes"]) | _codes(table.get("later", {}).get("codes", {}))


def _together(second: dict[str, Any]) -> frozenset[str]:
    later = second.get("later", {})
    return frozenset() if later.get("separate", False) else frozenset(later.get("codes", {}))


def _codes(table: dict[str, Any]) -> dict[str, str]:
    return {id: entry["code"] for id, entry in table.items()}
