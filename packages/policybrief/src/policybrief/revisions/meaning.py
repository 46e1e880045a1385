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

from policybrief.words import fields, scales
from policybrief.words.messages import _
from policybrief.words.records import Certainty, Strength

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
class Change:
    """One difference: of which object, in what, from what, to what."""

    sort: Sort
    id: str
    nature: Nature
    aspect: str = ""
    """The field of the register: "strength", "by", "values.qwen", "parts.who"; empty for the whole object."""
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


def compare(old: Register, new: Register) -> list[Change]:
    """Every difference, in the order of the new register."""
    changes: list[Change] = []
    unlike = Wording(old, new)
    for sort in Sort:
        before, after = by_id(old, sort), by_id(new, sort)
        for id, found in after.items():
            if id in before:
                changes += differences(sort, id, before[id], found, unlike)
            else:
                changes.append(Change(sort, id, Nature.ADDED))
        changes += [Change(sort, id, Nature.REMOVED) for id in before if id not in after]
    return changes


def by_id(register: Register, sort: Sort) -> dict[str, Object]:
    """One list of a register as a table."""
    key = "key" if sort is Sort.SOURCE else "id"
    return {found[key]: found for found in register.get(LISTS[sort], [])}


def differences(sort: Sort, id: str, old: Object, new: Object, unlike: Wording) -> Iterator[Change]:
    """What differs between an object and its later self; *unlike* judges how it is said."""
    for field in SUBSTANCE[sort]:
        before, after = _plain(old.get(field)), _plain(new.get(field))
        if before == after:
            continue
        gone = field == "status" and after == "withdrawn"
        yield Change(sort, id, Nature.WITHDRAWN if gone else Nature.SUBSTANCE, field, before, after)
    for field in GROUPS[sort]:
        yield from _several(sort, id, field, old.get(field) or [], new.get(field) or [])
    if sort is Sort.EVIDENCE:
        yield from _cited(sort, id, old, new)
        yield from _values(sort, id, old, new)
    if sort is Sort.SOURCE:
        for name, was, now in _table("fields", old, new):
            if was != now:
                yield Change(sort, id, Nature.SUBSTANCE, name, was, now)
    said = [(field, _plain(old.get(field)), _plain(new.get(field))) for field in WORDS[sort]]
    if sort in (Sort.RECOMMENDATION, Sort.FINDING):
        said += _table("parts", old, new)
    for name, was, now in said:
        if unlike(was, now):
            yield Change(sort, id, Nature.WORDING, name, was, now)


def _several(sort: Sort, id: str, field: str, old: Iterable[Any], new: Iterable[Any]) -> Iterator[Change]:
    before, after = [_plain(item) for item in old], [_plain(item) for item in new]
    for item in after:
        if item not in before:
            yield Change(sort, id, Nature.SUBSTANCE, field, "", item)
    for item in before:
        if item not in after:
            yield Change(sort, id, Nature.SUBSTANCE, field, item, "")


def _cited(sort: Sort, id: str, old: Object, new: Object) -> Iterator[Change]:
    """Sources of a record: each key with its locator, and how it was read."""
    tables: list[dict[tuple[str, str], Object]] = [
        {(c["key"], c.get("locator") or ""): c for c in one.get("sources") or []} for one in (old, new)
    ]
    before, after = tables
    for place, cited in after.items():
        if place not in before:
            yield Change(sort, id, Nature.SUBSTANCE, "sources", "", ", ".join(filter(None, place)))
            continue
        for field in ("read", "checked"):
            was, now = _plain(before[place].get(field)), _plain(cited.get(field))
            if was != now:
                yield Change(sort, id, Nature.SUBSTANCE, f"sources.{place[0]}.{field}", was, now)
    for place in before:
        if place not in after:
            yield Change(sort, id, Nature.SUBSTANCE, "sources", ", ".join(filter(None, place)), "")


def _values(sort: Sort, id: str, old: Object, new: Object) -> Iterator[Change]:
    before, after = old.get("values") or {}, new.get("values") or {}
    for name in [*after, *(name for name in before if name not in after)]:
        was, now = before.get(name), after.get(name)
        if was is None or now is None or _measured(was) != _measured(now):
            yield Change(sort, id, Nature.SUBSTANCE, f"values.{name}", _written(was), _written(now))


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
        before, after = by_id(old, Sort.EVIDENCE), by_id(new, Sort.EVIDENCE)
        for id, record in before.items():
            for name, was in (record.get("values") or {}).items():
                now = (after.get(id, {}).get("values") or {}).get(name)
                if now is not None and _measured(was) != _measured(now):
                    for form, (one, other) in enumerate(zip(_forms(was), _forms(now), strict=False)):
                        self._old[one] = self._new[other] = f"{{{id}.{name}.{form}}}"
        self._patterns = [_any_of(texts) for texts in (self._old, self._new)]

    def __call__(self, was: str, now: str) -> bool:
        if was == now:
            return False
        one = self._patterns[0].sub(lambda found: self._old[found.group()], was)
        other = self._patterns[1].sub(lambda found: self._new[found.group()], now)
        return one != other


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


# The report


@dataclass(frozen=True)
class Entry:
    """All that changed of one object, in sentences."""

    sort: Sort
    id: str
    heading: str
    """Number and title, or what else names it to a reader."""
    substance: tuple[str, ...]
    wording: tuple[str, ...]


def report(changes: Iterable[Change], old: Register, new: Register) -> list[Entry]:
    """The changes by object, worded for readers in the language of the brief."""
    grouped: dict[tuple[Sort, str], list[Change]] = {}
    for change in changes:
        grouped.setdefault((change.sort, change.id), []).append(change)
    return [_entry(sort, id, of, old, new) for (sort, id), of in grouped.items()]


def as_text(entry: Entry) -> str:
    """One entry in a line: "R3 Require the standard: strength conditional → strong; rests now also on F9"."""
    return f"{entry.heading}: {'; '.join([*entry.substance, *entry.wording])}"


def _entry(sort: Sort, id: str, changes: list[Change], old: Register, new: Register) -> Entry:
    names = _Names(old, new)
    substance: list[str] = []
    said: list[str] = []
    for change in changes:
        line = _line(change, names)
        (said if change.nature is Nature.WORDING else substance).append(line)
    return Entry(sort, id, names.heading(sort, id), tuple(substance), tuple(said))


class _Names:
    """How objects of both registers are named to a reader: by today's number, or by the one they had."""

    def __init__(self, old: Register, new: Register) -> None:
        self.known = {sort: by_id(old, sort) | by_id(new, sort) for sort in Sort}

    def heading(self, sort: Sort, id: str) -> str:
        found = self.known[sort].get(id, {})
        if sort is Sort.SOURCE:
            return str(found.get("label") or id)
        words = " ".join(filter(None, (found.get("number"), found.get("title"))))
        return words or str(_("Evidence {id}")).format(id=id)

    def short(self, sort: Sort, id: str) -> str:
        return str(self.known[sort].get(id, {}).get("number") or id)


def _line(change: Change, names: _Names) -> str:
    if change.nature in (Nature.ADDED, Nature.REMOVED):
        return str(_("new") if change.nature is Nature.ADDED else _("no longer in the brief"))
    if change.nature is Nature.WITHDRAWN:
        return str(_("withdrawn"))
    field, _dot, name = change.aspect.partition(".")
    if field == "parts":
        own = fields.RECOMMENDATION if change.sort is Sort.RECOMMENDATION else fields.FINDING
        return str(_("wording of “{part}”")).format(part=own.get(name, name))
    if change.nature is Nature.WORDING:
        return str(_("wording of the {field}")).format(field=_field(field))
    if field in ("findings", "evidence"):
        sort = Sort.FINDING if field == "findings" else Sort.EVIDENCE
        words = _("rests now also on {what}") if change.new else _("rests no longer on {what}")
        return str(words).format(what=names.short(sort, change.new or change.old))
    old, new = _value(field, change.old), _value(field, change.new)
    what = f"{_field(field)} {name}".strip()
    if not change.old:
        return str(_("{what}: now {new}")).format(what=what, new=new)
    if not change.new:
        return str(_("{what}: no longer {old}")).format(what=what, old=old)
    return str(_("{what} {old} → {new}")).format(what=what, old=old, new=new)


def _field(field: str) -> str:
    names = {
        "strength": _("strength"),
        "certainty": _("certainty"),
        "by": _("by"),
        "review": _("review by"),
        "group": _("group"),
        "actors": _("actors"),
        "status": _("status"),
        "successor": _("replaced by"),
        "key": _("key finding"),
        "kind": _("kind"),
        "as_of": _("as of"),
        "use": _("use"),
        "attribution": _("said by"),
        "conflicts": _("sources differ"),
        "sources": _("source"),
        "values": _("value"),
        "type": _("type"),
        "relation": _("relation"),
        "url": _("address"),
        "date": _("date"),
        "fields": _("entry"),
        "title": _("title"),
        "text": _("statement"),
        "statement": _("statement"),
        "reasons": _("reasons"),
        "not_shown": _("limits"),
        "label": _("label"),
    }
    return str(names.get(field, field))


def _value(field: str, value: str) -> str:
    if field == "strength" and value in set(Strength):
        return scales.strength_word(Strength(value))
    if field == "certainty" and value in set(Certainty):
        return scales.certainty_word(Certainty(value))
    return value


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
