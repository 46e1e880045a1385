"""What differs between two registers, by meaning: strength, dates, certainty, evidence, values, sources.

Objects are paired by id, so that a new number, another chapter or another file is no change.  Substance and
wording are told apart: substance is what somebody acts on, wording is how it is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from policybrief.words.messages import _

Register = dict[str, Any]
Object = dict[str, Any]


class Sort(StrEnum):
    """What changed: the lists of the register."""

    RECOMMENDATION = "recommendation"
    FINDING = "finding"
    EVIDENCE = "evidence"
    SOURCE = "source"


class Nature(StrEnum):
    """Whether a change is one of substance."""

    ADDED = "added"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"
    SUBSTANCE = "substance"
    WORDING = "wording"


@dataclass(frozen=True)
class Difference:
    """One difference: of which object, in what, from what, to what."""

    sort: Sort
    id: str
    nature: Nature
    aspect: str = ""
    """The field of the register: "strength", "by", "values.first", "parts.who"; empty for the whole object."""
    old: str = ""
    new: str = ""


LISTS = {
    Sort.RECOMMENDATION: "recommendations",
    Sort.FINDING: "findings",
    Sort.EVIDENCE: "evidence",
    Sort.SOURCE: "sources",
}
TITLES = {
    Sort.RECOMMENDATION: _("Recommendations"),
    Sort.FINDING: _("Findings"),
    Sort.EVIDENCE: _("Evidence"),
    Sort.SOURCE: _("Sources"),
}
STATEMENT = ("status", "successor")
SUBSTANCE: dict[Sort, tuple[str, ...]] = {
    Sort.RECOMMENDATION: ("strength", "by", "review", "group", *STATEMENT),
    Sort.FINDING: ("certainty", "key", *STATEMENT),
    Sort.EVIDENCE: ("kind", "certainty", "as_of", "use", "attribution"),
    Sort.SOURCE: ("type", "review", "relation", "url", "date"),
}
GROUPS: dict[Sort, tuple[str, ...]] = {
    Sort.RECOMMENDATION: ("findings", "actors"),
    Sort.FINDING: ("evidence",),
    Sort.EVIDENCE: ("conflicts",),
    Sort.SOURCE: (),
}
"""Fields that hold several things without order."""
WORDS: dict[Sort, tuple[str, ...]] = {
    Sort.RECOMMENDATION: ("title", "text"),
    Sort.FINDING: ("title", "text"),
    Sort.EVIDENCE: ("statement", "reasons", "not_shown"),
    Sort.SOURCE: ("title", "label"),
}
DERIVED = {"text", "label"}
"""Keys of a value that follow from the others, or only name it."""


def compare(old: Register, new: Register) -> list[Difference]:
    """Every difference, in the order of the new register."""
    changes: list[Difference] = []
    unlike = Wording(old, new)
    for sort in Sort:
        before, after = by_id(old, sort), by_id(new, sort)
        for id, found in after.items():
            if id in before:
                changes += differences(sort, id, before[id], found, unlike)
            else:
                changes.append(Difference(sort, id, Nature.ADDED))
        changes += [Difference(sort, id, Nature.REMOVED) for id in before if id not in after]
    return changes


def by_id(register: Register, sort: Sort) -> dict[str, Object]:
    """One list of a register as a table."""
    key = "key" if sort is Sort.SOURCE else "id"
    return {found[key]: found for found in register.get(LISTS[sort], [])}


def differences(sort: Sort, id: str, old: Object, new: Object, unlike: Wording) -> Iterator[Difference]:
    """What differs between an object and its later self; *unlike* judges how it is said."""
    for field in SUBSTANCE[sort]:
        before, after = _plain(old.get(field)), _plain(new.get(field))
        if before == after:
            continue
        gone = field == "status" and after == "withdrawn"
        yield Difference(sort, id, Nature.WITHDRAWN if gone else Nature.SUBSTANCE, field, before, after)
    for field in GROUPS[sort]:
        yield from _several(sort, id, field, old.get(field) or [], new.get(field) or [])
    if sort is Sort.EVIDENCE:
        yield from _cited(sort, id, old, new)
        yield from _values(sort, id, old, new)
    if sort is Sort.SOURCE:
        for name, was, now in _table("fields", old, new):
            if was != now and name != "printed":  # that says where it is listed, not what it is
                yield Difference(sort, id, Nature.SUBSTANCE, name, was, now)
    for name, was, now in _said(sort, old, new):
        if unlike(was, now):
            yield Difference(sort, id, Nature.WORDING, name, was, now)


def renumbered(sort: Sort, old: Object, new: Object, unlike: Wording) -> set[str]:
    """The records of which a statement prints a value that changed, which is no difference of its own."""
    return {id for _name, was, now in _said(sort, old, new) for id in unlike.records(was, now)}


def _said(sort: Sort, old: Object, new: Object) -> list[tuple[str, str, str]]:
    """Each text of an object: its name, what it was, what it is."""
    said = [(field, _plain(old.get(field)), _plain(new.get(field))) for field in WORDS[sort]]
    return [*said, *_table("parts", old, new)]


def _several(sort: Sort, id: str, field: str, old: Iterable[Any], new: Iterable[Any]) -> Iterator[Difference]:
    before, after = [_plain(item) for item in old], [_plain(item) for item in new]
    for item in after:
        if item not in before:
            yield Difference(sort, id, Nature.SUBSTANCE, field, "", item)
    for item in before:
        if item not in after:
            yield Difference(sort, id, Nature.SUBSTANCE, field, item, "")


def _cited(sort: Sort, id: str, old: Object, new: Object) -> Iterator[Difference]:
    """Sources of a record: each key with its locator, and how it was read."""
    tables: list[dict[tuple[str, str], Object]] = [
        {(c["key"], c.get("locator") or ""): c for c in one.get("sources") or []} for one in (old, new)
    ]
    before, after = tables
    for place, cited in after.items():
        if place not in before:
            yield Difference(sort, id, Nature.SUBSTANCE, "sources", "", ", ".join(filter(None, place)))
            continue
        for field in ("read", "checked"):
            was, now = _plain(before[place].get(field)), _plain(cited.get(field))
            if was != now:
                yield Difference(sort, id, Nature.SUBSTANCE, f"sources.{place[0]}.{field}", was, now)
    for place in before:
        if place not in after:
            yield Difference(sort, id, Nature.SUBSTANCE, "sources", ", ".join(filter(None, place)), "")


def _values(sort: Sort, id: str, old: Object, new: Object) -> Iterator[Difference]:
    before, after = old.get("values") or {}, new.get("values") or {}
    for name in [*after, *(name for name in before if name not in after)]:
        was, now = before.get(name), after.get(name)
        if was is None or now is None or _measured(was) != _measured(now):
            printed = _written(was), _written(now)
            # what a reader cannot see, another formula or a digit that is not printed, is no change of substance
            nature = Nature.WORDING if printed[0] == printed[1] else Nature.SUBSTANCE
            yield Difference(sort, id, nature, f"values.{name}", *printed)


def _measured(value: Object) -> Object:
    return {key: what for key, what in value.items() if key not in DERIVED and what is not None}


def _written(value: Object | None) -> str:
    return _plain(value.get("text")) if value else ""


def _table(field: str, old: Object, new: Object) -> Iterator[tuple[str, str, str]]:
    """The entries of a table in a record: name, what it was, what it is."""
    before, after = old.get(field) or {}, new.get(field) or {}
    for name in [*after, *(name for name in before if name not in after)]:
        yield f"{field}.{name}", _plain(before.get(name)), _plain(after.get(name))


def _plain(value: Any) -> str:
    """A field as text; unknown is empty."""
    return "" if value is None else " ".join(str(value).split())


class Wording:
    """Whether two texts of the registers say things differently.

    A text prints the numbers of statements and the values of records.  Where only those changed, the change is
    told once, with the value, and a new number is none.
    """

    def __init__(self, old: Register, new: Register) -> None:
        self._old, self._new = _numbers(old), _numbers(new)
        self._of: dict[str, set[str]] = {}
        before, after = by_id(old, Sort.EVIDENCE), by_id(new, Sort.EVIDENCE)
        for id, record in before.items():
            for name, was in (record.get("values") or {}).items():
                now = (after.get(id, {}).get("values") or {}).get(name)
                if now is not None and _measured(was) != _measured(now):
                    for form, (one, other) in enumerate(zip(_forms(was), _forms(now), strict=False)):
                        self._old[one] = self._new[other] = f"{{{id}.{name}.{form}}}"
                        self._of.setdefault(other, set()).add(id)
        self._patterns = [_any_of(texts) for texts in (self._old, self._new)]

    def __call__(self, was: str, now: str) -> bool:
        if was == now:
            return False
        one = self._patterns[0].sub(lambda found: self._old[found.group()], was)
        other = self._patterns[1].sub(lambda found: self._new[found.group()], now)
        return one != other

    def records(self, was: str, now: str) -> set[str]:
        """The records whose changed values a text prints that does not read as it did."""
        found = self._patterns[1].findall(now) if was != now else []
        return {id for text in found for id in self._of.get(text, ())}


def _numbers(register: Register) -> dict[str, str]:
    """What each printed number of a statement stands for."""
    statements = [*register.get("recommendations", []), *register.get("findings", [])]
    return {one["number"]: f"{{{one['id']}}}" for one in statements if one.get("number")}


def _forms(value: Object) -> list[str]:
    """How a value stands in a text: in full, or of a count the first part and the interval alone."""
    full = _plain(value.get("text"))
    counted = re.fullmatch(r"([^()]+) \(([^()]+)\)", full)
    return [full, *counted.groups()] if counted else [full]


def _any_of(texts: Iterable[str]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(text) for text in sorted(texts, key=len, reverse=True) if text)
    return re.compile(rf"(?<!\w)(?:{alternatives or '(?!)'})(?!\w)")


# What a reader must be able to rely on


def reused(old: Register, new: Register, left: Set[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """Ids of *old* that mean something else in *new*, each with what it was.

    Another kind of object; or one that was withdrawn, or had *left* the brief in between, and stands again
    with other words; or a statement that shares neither words nor ground with what it was.
    """
    for sort in (Sort.RECOMMENDATION, Sort.FINDING):
        other = Sort.FINDING if sort is Sort.RECOMMENDATION else Sort.RECOMMENDATION
        before, after, across = by_id(old, sort), by_id(new, sort), by_id(new, other)
        for id, was in before.items():
            shown = f"{sort} {was.get('title', '')!r}"
            if id in across:
                yield id, shown
            elif (now := after.get(id)) is not None:
                back = (was.get("status") == "withdrawn" and now.get("status") != "withdrawn") or id in left
                other_words = any(was.get(field) != now.get(field) for field in WORDS[sort])
                if (back and other_words) or _unlike(was, now):
                    yield id, shown


def _unlike(was: Object, now: Object) -> bool:
    ground = [set(one.get("findings") or one.get("evidence") or []) for one in (was, now)]
    return not (_words(was) & _words(now)) and not (ground[0] & ground[1])


def _words(statement: Object) -> set[str]:
    """The words of title and sentence that carry meaning."""
    text = f"{statement.get('title', '')} {statement.get('text', '')}".casefold()
    return {word for word in text.split() if len(word) > 4}


def lost(old: Register, new: Register) -> Iterator[tuple[Sort, str]]:
    """Statements of *old* that *new* no longer has: they must stay, marked as withdrawn."""
    for sort in (Sort.RECOMMENDATION, Sort.FINDING):
        after = by_id(new, sort)
        yield from ((sort, id) for id in by_id(old, sort) if id not in after)
