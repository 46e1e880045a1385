"""Which state of a source was read, and where that state is kept: told by the entry, or computed from it.

Nothing here opens an address.  What is computed from an address says so by its kind: a repository of record
keeps what it holds under that address; a look-up only asks the Internet Archive for a copy near a day.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from policybrief.data.dates import never_read
from policybrief.words.records import ArchiveKind, VersionKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ARXIV_ID = r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v[1-9]\d*)?"
ARXIV = re.compile(rf"(?:arXiv:)?({ARXIV_ID})", re.IGNORECASE)
ARXIV_PAGE = re.compile(rf"https?://arxiv\.org/(?:abs|pdf)/({ARXIV_ID})(?:\.pdf)?")
ARXIV_DOI = "10.48550/"
DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
EPRINTS = {
    "arxiv": ("arXiv", "https://arxiv.org/abs/{}"),
    "hal": ("HAL", "https://hal.science/{}"),
    "hdl": ("hdl", "https://hdl.handle.net/{}"),
    "jstor": ("JSTOR", "https://www.jstor.org/stable/{}"),
    "pubmed": ("PMID", "https://pubmed.ncbi.nlm.nih.gov/{}/"),
}
"""Where archives of texts keep them, by the names that biblatex has for them."""
OFFICIAL = re.compile(
    r"https?://(?:"
    r"eur-lex\.europa\.eu/(?:eli/|legal-content/\S*CELEX)|data\.europa\.eu/eli/|"
    r"www\.legislation\.gov\.uk/|"
    r"www\.govinfo\.gov/|www\.congress\.gov/|www\.federalregister\.gov/documents/|"
    r"leginfo\.legislature\.ca\.gov/faces/bill|www\.nysenate\.gov/legislation/"
    r")",
    re.IGNORECASE,
)
"""Addresses under which an official publisher of law keeps a text for good."""
INTERNET_ARCHIVE = "web.archive.org"
COPY = re.compile(r"https://web\.archive\.org/web/(\d{4,14})(?:[a-z]{2}_)?/https?://\S+")
WHOLE_TIME = 14
"""Digits in the address of one copy; with fewer, the Internet Archive is asked for the nearest one."""


def version(fields: Mapping[str, str], url: str, date: str) -> tuple[str, VersionKind]:
    """The state of a source that was read, and how it is known."""
    if stated := fields.get("version"):
        return stated, VersionKind.STATED
    arxiv = _arxiv(fields, url)
    if re.search(r"v\d+$", arxiv):
        return f"arXiv:{arxiv}", VersionKind.STATED
    if edition := fields.get("edition"):
        return edition, VersionKind.EDITION
    day = day_read(fields)
    if not day or _doi(fields) or fields.get("journal") or fields.get("booktitle"):
        return date, VersionKind.PUBLISHED
    return day, VersionKind.READ


def archive(fields: Mapping[str, str], url: str) -> tuple[str, ArchiveKind | None]:
    """Where the source is kept, and what sort of place that is; nothing if none is known."""
    if is_address(stated := fields.get("archive", "")):
        copy = COPY.fullmatch(stated)
        asked = copy is not None and len(copy.group(1)) < WHOLE_TIME
        return stated, ArchiveKind.LOOK_UP if asked else ArchiveKind.RECORD
    if fields.get("archivenote"):
        return "", None
    if doi := _doi(fields):
        return address_of_doi(doi), ArchiveKind.RECORD
    if arxiv := _arxiv(fields, url):
        return f"https://arxiv.org/abs/{arxiv}", ArchiveKind.RECORD
    if found := eprint(fields):
        return found[1], ArchiveKind.RECORD
    if OFFICIAL.match(url):
        return url, ArchiveKind.RECORD
    years = re.findall(r"(?<!\d)\d{4}(?!\d)", fields.get("year", ""))  # of a range the last
    near = day_read(fields).replace("-", "") or (years[-1] if years else "")
    if is_address(url) and near:
        return f"https://{INTERNET_ARCHIVE}/web/{near}/{url}", ArchiveKind.LOOK_UP
    return "", None


def problems(fields: Mapping[str, str], url: str) -> Iterator[str]:
    """What is wrong with what an entry says of its address, its archive and the day of reading."""
    stated, note = fields.get("archive", ""), fields.get("archivenote", "")
    if stated and note:
        yield "has 'archive' and 'archivenote'; the note says why there is no archive: keep one of the two"
    if stated and not is_address(stated):
        yield f"has the archive {stated!r}, which is no address; it begins with https:// and has no spaces"
    elif stated and urlsplit(stated).hostname == INTERNET_ARCHIVE and not COPY.fullmatch(stated):
        right = f"https://{INTERNET_ARCHIVE}/web/<time in digits>/<address>"
        yield f"has the archive {stated!r}, which names no copy; write {right}"
    if (day := fields.get("urldate", "")) != day_read(fields):
        yield f"has the urldate {day!r}, which is no day; write it as 2026-01-31"
    elif day and (wrong := never_read(dt.date.fromisoformat(day))):
        yield f"has the urldate {day}, {wrong}; write the day on which it was read"
    kept = archive(fields, url)[0]
    if kept and url and not is_address(url):
        yield f"has the url {url!r}, which is no address, and is left out; correct it, or take it out"
    if not note and not kept:
        if is_address(url):
            yield "has no day near which a copy could be looked up; give urldate, when it was read, or archive"
        else:
            odd = f": its url {url!r} is none" if url else ""
            yield f"has no address{odd}; give url, doi, eprint or archive, or say in archivenote why there is none"


def eprint(fields: Mapping[str, str]) -> tuple[str, str] | None:
    """What is printed of an archive of texts that keeps the source, and the address there."""
    kind, number = fields.get("archiveprefix", "").lower(), fields.get("eprint", "")
    if not kind and ARXIV.fullmatch(number):
        kind = "arxiv"
    if kind not in EPRINTS or not number:
        kind, number = "pubmed", fields.get("pubmed", "")
    name, address = EPRINTS[kind]
    number = re.sub(rf"^{name}:\s*", "", number, flags=re.IGNORECASE)
    return (f"{name}:{number}", address.format(quote(number, safe="/:.-_()"))) if number else None


def address_of_doi(doi: str) -> str:
    """Where a DOI leads, whatever characters it has."""
    return f"https://doi.org/{quote(doi, safe='/:;()@!$*,+=')}"


def is_address(text: str) -> bool:
    """Whether this is the address of a page."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in host.strip(".") and not re.search(r"\s", text)


def day_read(fields: Mapping[str, str]) -> str:
    """The day on which the source was read, if the entry gives one."""
    try:
        return dt.date.fromisoformat(fields.get("urldate", "")).isoformat()
    except ValueError:
        return ""


def _doi(fields: Mapping[str, str]) -> str:
    """The DOI of what a publisher published; those of arXiv stand for all versions of a preprint."""
    found = DOI.fullmatch(fields.get("doi", ""))
    return "" if found is None or found.group(1).startswith(ARXIV_DOI) else found.group(1)


def _arxiv(fields: Mapping[str, str], url: str) -> str:
    """The arXiv identifier of a source, with its version if the entry gives one."""
    found = ARXIV.fullmatch(fields.get("eprint", "")) or ARXIV_PAGE.fullmatch(url)
    return found.group(1) if found else ""
