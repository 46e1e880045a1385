"""The changes between two registers in words for a reader: no raw field name, no number that became itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from policybrief.data import dates, profiles
from policybrief.revisions.meaning import Difference, Nature, Register, Sort, by_id
from policybrief.words import fields, scales
from policybrief.words.messages import _
from policybrief.words.records import Certainty, Read, Strength, Use
from written_values.values import locale_of


@dataclass(frozen=True)
class Account:
    """All that changed of one object, in sentences."""

    sort: Sort
    id: str
    heading: str
    """Number and title, or what else names it to a reader."""
    substance: tuple[str, ...]
    wording: tuple[str, ...]


def report(changes: Iterable[Difference], old: Register, new: Register) -> list[Account]:
    """The changes by object, worded for readers in the language of the brief."""
    grouped: dict[tuple[Sort, str], list[Difference]] = {}
    for change in changes:
        grouped.setdefault((change.sort, change.id), []).append(change)
    return [_entry(sort, id, of, old, new) for (sort, id), of in grouped.items()]


def as_text(entry: Account) -> str:
    """One entry in a line: "R3 Require the standard: strength conditional → strong; rests now also on F9"."""
    return entry.heading + scales.colon() + scales.semicolon().join([*entry.substance, *entry.wording])


def _entry(sort: Sort, id: str, changes: list[Difference], old: Register, new: Register) -> Account:
    names = _Names(old, new)
    substance: list[str] = []
    said: list[str] = []
    for change in changes:
        line = _line(change, names)
        (said if change.nature is Nature.WORDING else substance).append(line)
    return Account(sort, id, names.heading(sort, id), tuple(substance), tuple(said))


class _Names:
    """How objects of both registers are named to a reader: by today's number, or by the one they had."""

    def __init__(self, old: Register, new: Register) -> None:
        self.known = {sort: by_id(old, sort) | by_id(new, sort) for sort in Sort}
        brief = new.get("brief", {})
        self.profile = profiles.of(brief.get("profile", profiles.DEFAULT), Path())
        self.locale = locale_of(brief.get("language", "en")) or "en"

    def heading(self, sort: Sort, id: str) -> str:
        found = self.known[sort].get(id, {})
        if sort is Sort.SOURCE:
            return self.source(id)
        words = " ".join(filter(None, (found.get("number"), found.get("title"))))
        return words or str(_("Evidence {id}")).format(id=id)

    def short(self, sort: Sort, id: str) -> str:
        return str(self.known[sort].get(id, {}).get("number") or id)

    def source(self, cited: str) -> str:
        """A source by author and year, what follows its key after a comma kept."""
        key, comma, place = cited.partition(", ")
        return str(self.known[Sort.SOURCE].get(key, {}).get("label") or key) + comma + place

    def value(self, id: str, name: str) -> str:
        """A value of a record as its label names it."""
        values = self.known[Sort.EVIDENCE].get(id, {}).get("values") or {}
        return str((values.get(name) or {}).get("label") or name)


def _line(change: Difference, names: _Names) -> str:
    if change.nature in (Nature.ADDED, Nature.REMOVED):
        return str(_("new") if change.nature is Nature.ADDED else _("no longer in the brief"))
    if change.nature is Nature.WITHDRAWN:
        return str(_("withdrawn"))
    field, _dot, name = change.aspect.partition(".")
    if field == "parts":
        profile = names.profile
        own = (profile.recommendation if change.sort is Sort.RECOMMENDATION else profile.finding).words
        return str(_("wording of “{part}”")).format(part=fields.term(own[name]) if name in own else name)
    if field in ("findings", "evidence"):
        sort = Sort.FINDING if field == "findings" else Sort.EVIDENCE
        words = _("rests now also on {what}") if change.new else _("rests no longer on {what}")
        return str(words).format(what=names.short(sort, change.new or change.old))
    what = _what(change, field, name, names)
    if field == "values" and change.nature is Nature.WORDING:
        return str(_("{what}: given or computed in another way, printed alike")).format(what=what)
    if change.nature is Nature.WORDING:
        return str(_("wording of the {field}")).format(field=_field(field))
    old, new = (
        _value(name.rpartition(".")[2] or field, value, change, names) for value in (change.old, change.new)
    )
    if not change.old:
        return str(_("{what}: now {new}")).format(what=what, new=new)
    if not change.new:
        return str(_("{what}: no longer {old}")).format(what=what, old=old)
    return str(_("{what} {old} → {new}")).format(what=what, old=old, new=new)


def _what(change: Difference, field: str, name: str, names: _Names) -> str:
    """What changed, as a reader calls it."""
    if field == "values":
        return str(_("value “{name}”")).format(name=names.value(change.id, name))
    if field == "sources" and name:
        key, _dot, part = name.rpartition(".")
        words = _("reading of {source},") if part == "read" else _("comparison with {source}")
        return str(words).format(source=names.source(key))
    if field == "fields":
        return str(ENTRY.get(name, _("entry in the list of sources")))
    return _field(field)


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
        "type": _("type"),
        "relation": _("relation"),
        "url": _("address"),
        "date": _("date"),
        "title": _("title"),
        "text": _("statement"),
        "statement": _("statement"),
        "reasons": _("reasons"),
        "not_shown": _("limits"),
        "label": _("label"),
    }
    return str(names.get(field, field))


ENTRY = {
    "author": _("authors"),
    "title": _("title"),
    "year": _("year"),
    "month": _("month"),
    "urldate": _("day on which it was read"),
    "archive": _("archive"),
    "archivenote": _("archive"),
    "version": _("version"),
    "edition": _("edition"),
    "eprint": _("preprint number"),
    "doi": _("digital object identifier"),
    "pages": _("pages"),
    "publisher": _("publisher"),
    "institution": _("institution"),
}
"""What an entry of the bibliography calls its fields, in words."""
USES = {Use.PRINT: _("printed"), Use.ATTRIBUTED: _("printed with its speaker"), Use.ANNEX: _("annex only")}
READERS: dict[str, tuple[type[StrEnum], Callable[[Any], str]]] = {
    "strength": (Strength, scales.strength_word),
    "certainty": (Certainty, scales.certainty_word),
    "read": (Read, scales.read),
    "use": (Use, lambda use: str(USES[use])),
}
"""Fields that hold one word of a closed set, and who writes it for a reader."""
DATES = {"date", "urldate", "by", "review", "as_of", "checked"}
"""Fields that hold a date, of sources also a part of one; entries of older registers name months in words."""


def _value(field: str, value: str, change: Difference, names: _Names) -> str:
    if field in READERS:
        known, written = READERS[field]
        return written(known(value)) if value in set(known) else value
    if field in DATES:
        return dates.written(dates.of_fields({"date": value})[0] or value, names.locale)
    match field:
        case "kind" | "type":
            terms = names.profile.kinds if field == "kind" else names.profile.sources
            return scales.term(terms[value]) if value in terms else value
        case "sources":
            return names.source(value)
        case "successor":
            return names.short(change.sort, value)
        case "key":
            return str(_("yes") if value == "True" else _("no"))
        case _:
            return value
