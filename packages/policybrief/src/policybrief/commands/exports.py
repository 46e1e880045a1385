"""Reads RIS and CSL-JSON: each source as an entry may have it, and what of it no entry has a place for."""

from __future__ import annotations

import json
import re
import textwrap
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

from policybrief.commands.project import Refused
from policybrief.data import dates

if TYPE_CHECKING:
    from collections.abc import Iterable

RIS = {
    **{"JOUR": "article", "RPRT": "techreport", "BOOK": "book", "CHAP": "incollection", "THES": "phdthesis"},
    **dict.fromkeys(("STAT", "BILL", "LEGAL"), "legislation"),
    **{"CASE": "jurisdiction", "DATA": "dataset", "STAND": "standard"},
}
CSL = {
    **{"article-journal": "article", "report": "techreport", "book": "book", "chapter": "incollection"},
    **dict.fromkeys(("legislation", "bill", "regulation", "treaty"), "legislation"),
    **{"thesis": "phdthesis", "legal_case": "jurisdiction", "dataset": "dataset", "standard": "standard"},
}
WHOLE = ("techreport", "book", "phdthesis", "standard")
"""Types whose one number of pages is how many there are, and whose second title is that of a series."""
OF_RIS = {
    **{"title": "TI T1", "volume": "VL", "publisher": "PB", "address": "CY", "edition": "ET", "doi": "DO"},
    **{"url": "UR", "volumes": "NV", "shorttitle": "ST", "language": "LA"},
}
OF_CSL = {
    **{"title": "title", "journal": "container-title", "volume": "volume", "number": "issue number"},
    **{"pages": "page", "publisher": "publisher", "address": "publisher-place", "edition": "edition"},
    **{"series": "collection-title", "pagetotal": "number-of-pages", "volumes": "number-of-volumes"},
    **{"type": "genre", "version": "version", "shorttitle": "title-short", "eventtitle": "event-title event"},
    **{"doi": "DOI", "url": "URL", "isbn": "ISBN", "issn": "ISSN", "language": "language"},
}
"""The fields of an entry, and what holds each, the first that is there."""
PEOPLE = {"author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author"}
OWN = ("TY", "ER", "ID", "type", "id")
"""What an export has for itself: our types and keys stand in their place."""
SLASHED = re.compile(r"(\d{4})(?:[/-](\d{1,2}))?(?:[/-](\d{1,2}))?/*")
"""A date with the year first."""


class Exported(NamedTuple):
    """One source of an export."""

    kind: str
    """Its type as BibTeX has it."""
    called: str
    """Its type as the export has it."""
    people: dict[str, list[str]]
    fields: dict[str, str]
    left: list[str]
    """What no entry has a place for, each with the beginning of what it says."""
    bodies: list[str]
    """Names that may be of people, though nothing in them tells the family's."""

    @property
    def key(self) -> str:
        """Who and when, in small letters: "muller2024", "worldbank2024"."""
        name = next((one for people in self.people.values() for one in people), f"{{{self.fields['title']}}}")
        family, _comma, _given = name.strip("{}").partition(",")
        plain = unicodedata.normalize("NFKD", family).encode("ascii", "ignore").decode()
        words = re.findall(r"\w+", plain.replace("'", " "))
        if name.startswith("{"):  # of a body what tells it from others, without "of" and "the"
            words = [word for word in words if len(word) > 3 or word.isupper()][:3] or words[:1]
        else:
            words = ["".join(re.findall(r"\w+", "".join(plain.split()[-1:])))]
        return ("".join(words).lower() or "source") + dated(self.fields)[:4]


def dated(fields: dict[str, str]) -> str:
    """The date of an entry, or its year."""
    return fields.get("date", "") or fields.get("year", "")


# CSL-JSON


def of_csl(text: str) -> list[Exported]:
    """The sources of a text in CSL-JSON."""
    try:
        # again without halves of characters, which no file can hold
        given = json.loads(json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8", "replace"))
    except RecursionError:
        raise Refused("what was given is no CSL-JSON: it is nested too deeply") from None
    except ValueError as error:
        raise Refused(f"what was given is no JSON: {error}") from None
    listed: list[dict[str, Any]] = given if isinstance(given, list) else [given]
    if not all(isinstance(one, dict) and isinstance(one.get("title"), str) and one["title"] for one in listed):
        raise Refused("what was given is no CSL-JSON: each source is a table with a title in words")
    return [_from_csl({name: value for name, value in one.items() if value}) for one in listed]


def _from_csl(one: dict[str, Any]) -> Exported:
    people = {role: [*filter(None, map(_name, _listed(one.pop(csl, []))))] for role, csl in PEOPLE.items()}
    fields = {}
    for name, known in OF_CSL.items():
        found = next((csl for csl in known.split() if isinstance(one.get(csl), str | int | float)), "")
        fields[name] = str(one.pop(found)) if found else ""
    if issued := _csl_date(one.get("issued")):
        fields |= _kept(issued)
        del one["issued"]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", read := _csl_date(one.get("accessed"))):
        fields["urldate"] = read
        del one["accessed"]
    called = str(one.get("type", ""))
    return Exported(CSL.get(called, "misc"), called, people, fields, _left(one), [])


def _csl_date(given: Any) -> str:
    """A date of CSL-JSON as EDTF, or nothing."""
    if not isinstance(given, dict):
        return ""
    ends = []
    for parts in _listed(given.get("date-parts") or []):
        numbers = [int(part) for part in _listed(parts) if re.fullmatch(r"-?\d{1,9}", str(part))]
        if len(numbers) == 1 and str(given.get("season")) in "1234":
            numbers.append(20 + int(given["season"]))
        ends.append("-".join(f"{number:0{4 if at == 0 else 2}}" for at, number in enumerate(numbers)))
    made = "/".join(ends) if all(ends) else ""
    if made and given.get("circa"):
        made += dates.APPROXIMATE
    written = made or str(given.get("literal") or given.get("raw") or "")
    found, _problem = dates.of_fields({"date": written})
    return found if dates.read(found) else ""


def _name(given: Any) -> str:
    """A name of CSL-JSON as BibTeX has it; nothing where it names nobody."""
    name = given if isinstance(given, dict) else {"literal": given}
    name = {part: said for part, said in name.items() if isinstance(said, str)}
    parts = ("dropping-particle", "non-dropping-particle", "family")
    family = " ".join(name[part] for part in parts if name.get(part))
    if family and name.get("given"):
        return f"{family}, {name['given']}"
    whole = family or name.get("literal") or name.get("given")
    return f"{{{whole}}}" if whole else ""


# RIS


def of_ris(text: str) -> list[Exported]:
    """The sources of a text in RIS."""
    import rispy
    from rispy.config import TAG_KEY_MAPPING

    try:
        # a tag that comes twice is kept twice
        listed = list(rispy.loads(text, enforce_list_tags=False))
    except Exception as error:  # whatever the library makes of a faulty file
        raise Refused(f"what was given is no RIS: {error}") from None
    tags = {name: tag for tag, name in TAG_KEY_MAPPING.items()}
    made = []
    for one in listed:
        unknown = one.pop("unknown_tag", {})
        given = {tags[name]: value if isinstance(value, list) else [value] for name, value in one.items()}
        made.append(_from_ris({tag: [*filter(None, values)] for tag, values in (given | unknown).items()}))
    if not all(one.fields["title"] for one in made):
        raise Refused("what was given is no RIS: each source has a title")
    return made


def _from_ris(given: dict[str, list[str]]) -> Exported:
    def take(tags: str) -> str:
        return next((given[tag].pop(0) for tag in tags.split() if given.get(tag)), "")

    called = take("TY")
    kind = RIS.get(called, "misc")
    fields = {name: take(tags) for name, tags in OF_RIS.items()}
    fields["series" if kind in WHOLE else "journal"] = take("T2 JF JO JA J2 T3")
    fields["number"] = take("SN IS" if kind == "techreport" else "IS")
    if kind in ("book", "incollection", "article"):
        fields["issn" if kind == "article" else "isbn"] = take("SN")
    first, last = take("SP"), take("EP")
    if kind in WHOLE and not last and first.isdecimal():
        fields["pagetotal"] = first
    else:
        fields["pages"] = "--".join(filter(None, (first, last)))
    fields |= _kept(_ris_date(given))
    read, _problem = dates.of_fields({"date": (given.get("Y2") or [""])[0].strip("/").replace("/", "-")})
    if re.fullmatch(r"\d{4}-\d\d-\d\d", read):
        fields["urldate"] = read
        take("Y2")
    # a person's name has a comma: where there is none, which word is the family's cannot be told
    people = {
        role: [name if "," in name else f"{{{name}}}" for name in _all(given, tags)]
        for role, tags in (("author", "AU A1"), ("editor", "ED A2"))
    }
    everybody = [name for names in people.values() for name in names]
    bodies = [name for name in everybody if name.startswith("{") and " " in name]
    return Exported(kind, called, people, fields, _left(given), bodies)


def _all(given: dict[str, list[str]], tags: str) -> list[str]:
    found = next((tag for tag in tags.split() if given.get(tag)), "")
    return given.pop(found, [])


def _ris_date(given: dict[str, list[str]]) -> str:
    """The fullest date of a source, as EDTF; what says another stays, and so does a year that is none."""
    read = {tag: _day(value, given) for tag in ("PY", "Y1", "DA") for value in given.get(tag, [])[:1]}
    fullest = max(read.values(), key=len, default="")
    for tag, date in read.items():
        if date and fullest.startswith(date):
            given[tag].pop(0)
    if not fullest:
        return given["PY"].pop(0) if given.get("PY") else ""
    return fullest


def _day(written: str, given: dict[str, list[str]]) -> str:
    if found := SLASHED.fullmatch(written.strip()):
        written = "-".join(part.zfill(2) for part in found.groups() if part and int(part))
    for fields in ({"date": written}, {"year": next(iter(given.get("PY", [])), "")[:4], "month": written}):
        found_date, _problem = dates.of_fields(fields)
        if found_date and dates.read(found_date):
            return found_date
    return ""


# Both


def _kept(date: str) -> dict[str, str]:
    """A date in the field for it."""
    return {"year" if re.fullmatch(r"\d{4}", date) or not dates.read(date) else "date": date}


def _left(given: dict[str, Any]) -> list[str]:
    """What was not taken, with the beginning of what it says."""
    left = ((name, one) for name, values in given.items() if name not in OWN for one in _listed(values))
    return [f"{name} ({textwrap.shorten(str(one), 40, placeholder='…')})" for name, one in left if one]


def _listed(values: Any) -> Iterable[Any]:
    return values if isinstance(values, list) else [values]
