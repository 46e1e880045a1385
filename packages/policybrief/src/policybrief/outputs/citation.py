"""How people and machines cite the brief: in words, BibTeX, RIS and the Citation File Format.

What is not assigned is left out.  A draft says that it is one, here as on its pages.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import yaml
from babel.lists import format_list

from policybrief.outputs.filenames import slug
from policybrief.words import scales
from policybrief.words.messages import _
from policybrief.words.persons import person, shown
from policybrief.words.spaces import kept_together
from written_values.values import locale_of

if TYPE_CHECKING:
    from policybrief.chapters.publication import Publication
    from written_values.values import Style

CFF_VERSION = "1.2.0"
TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # a brace, escaped or not, counts when BibTeX looks for the end of a field
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)
"""What TeX takes for commands."""


def bibtex(edition: Publication) -> str:
    """The brief as an entry for BibTeX: a report where there is an institution, else a work of no sort."""
    kind, revision = str(_("Policy brief")), _revision(edition)
    sort, of_sort = "misc", {"howpublished": kind, "edition": revision}
    if edition.publisher:
        sort, of_sort = "techreport", {"institution": edition.publisher, "type": kind, "number": revision}
    fields = {
        "author": " and ".join(map(_bibtex_author, edition.named)),
        "title": f"{{{_tex(edition.whole_title)}}}",  # the inner braces keep its capitals
        **{name: _tex(value) for name, value in of_sort.items()},
        "year": str(edition.date.year) if edition.date else "",
        "date": edition.date.isoformat() if edition.date else "",
        "note": _tex(state(edition)),
        "doi": _verbatim(edition.doi),
        "url": _verbatim(edition.address),
        "language": _tex(edition.language),
    }
    key = "-".join(map(slug, filter(None, (edition.title, edition.revision))))
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@{sort}{{{key},\n{''.join(lines)}}}\n"


def ris(edition: Publication) -> str:
    """The brief as a record for reference managers; its lines end as the format asks."""
    lines = [("TY", "RPRT"), ("TI", edition.whole_title)]
    lines += [("AU", _family_first(name)) for name in edition.named]
    lines += [
        ("PB", edition.publisher),
        ("PY", str(edition.date.year) if edition.date else ""),
        ("DA", f"{edition.date:%Y/%m/%d}" if edition.date else ""),
        ("M3", str(_("Policy brief"))),
        ("ET", _revision(edition)),
        ("N1", state(edition)),
        ("DO", edition.doi),
        ("UR", edition.address),
        ("LA", edition.language),
    ]
    written = "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines if value)
    return f"{written}ER  - \r\n"


def cff(edition: Publication) -> str:
    """``CITATION.cff``, or nothing: the format must name somebody, and nobody is named before one is assigned."""
    if not edition.named:
        return ""
    shared = {
        "title": edition.whole_title,
        "version": edition.revision,
        "doi": edition.doi,
        "url": edition.address,
    }
    report: dict[str, Any] = {
        "type": "report",
        "authors": [_cff_author(name) for name in edition.named],
        **shared,
        "institution": {"name": edition.publisher} if edition.publisher else None,
        "year": edition.date.year if edition.date else None,
        "month": edition.date.month if edition.date else None,
        "languages": [edition.language.split("-")[0].split("_")[0]],
        "notes": state(edition),
    }
    data: dict[str, Any] = {
        "cff-version": CFF_VERSION,
        "message": str(_("If you refer to this brief, cite it as below.")),
        # the format knows software and data only; of the two the brief with its register is the second
        "type": "dataset",
        "authors": [_cff_author(name) for name in edition.named],
        **shared,
        "date-released": edition.date.isoformat() if edition.date and not edition.draft else None,
        "identifiers": _identifiers(edition),
        "preferred-citation": _without_empty(report),
    }
    return str(yaml.safe_dump(_without_empty(data), allow_unicode=True, sort_keys=False, width=1000))


def cited(edition: Publication, style: Style, title: str = "") -> str:
    """How people cite the brief, or its part with this *title*; what is not assigned is said to be so."""
    named = scales.semicolon().join(edition.named) or str(_("Publisher not yet assigned"))
    year = f" ({edition.date.year})" if edition.date else ""
    parts = [f"{named}{year}", edition.whole_title]
    if title and title != edition.title:
        parts.append(title)
    if edition.revision:
        status = f" ({edition.status})" if edition.status else ""
        parts.append(_revision(edition) + status)
    if edition.date:
        parts.append(style.date(edition.date))
    if edition.authors and edition.publisher:
        parts.append(edition.publisher)
    if edition.doi:
        parts.append(resolved(edition.doi))
    return kept_together(". ".join(parts) + ".", edition.language)


def state(edition: Publication) -> str:
    """Status and review in a line."""
    return ", ".join(filter(None, (edition.status, edition.reviewed)))


def resolved(doi: str) -> str:
    """A DOI as an address."""
    return f"https://doi.org/{doi}" if doi else ""


def _revision(edition: Publication) -> str:
    return str(_("Revision {revision}")).format(revision=edition.revision) if edition.revision else ""


def _family_first(name: str) -> str:
    """A name as RIS has it, its suffix last."""
    found = person(name)
    return ", ".join(filter(None, (found.family, found.given, found.suffix))) if found else name


def _bibtex_author(name: str) -> str:
    found = person(name)
    parts = filter(None, (found.family, found.suffix, found.given)) if found else ()
    return ", ".join(map(_tex, parts)) or f"{{{_tex(name)}}}"


def _tex(text: str) -> str:
    """Text as TeX prints it."""
    return " ".join(text.split()).translate(TEX)


def _verbatim(address: str) -> str:
    """An address, in which TeX prints everything as it stands; braces would end its field."""
    return address.replace("{", "%7B").replace("}", "%7D")


def _cff_author(name: str) -> dict[str, str]:
    found = person(name)
    if found is None:
        return {"name": name}
    suffix = {"name-suffix": found.suffix} if found.suffix else {}
    return {"family-names": found.family, "given-names": found.given, **suffix}


def shown_authors(edition: Publication) -> str:
    """Who wrote this, for the cover: "Jane Doe and Ann Roe (Institute of Examples), Office of Examples"."""
    named: list[str] = []
    for where, those in groupby(edition.authors, lambda name: edition.affiliations.get(name, "")):
        names = list(map(shown, those))
        together = format_list(names, "standard", locale_of(edition.language) or "en")
        named += [f"{together} ({where})"] if where else names
    return ", ".join(named)


def _identifiers(edition: Publication) -> list[dict[str, str]]:
    of_all, of_this = str(_("All revisions; leads to the newest")), str(_("This revision"))
    pairs = ((of_this, edition.doi), (of_all, edition.concept_doi))
    return [{"type": "doi", "value": doi, "description": words} for words, doi in pairs if doi]


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in ("", None, [])}
