"""How an entry of the list of sources reads: one form for all types, in which what is missing leaves no gap.

Its words are in the language of the brief; titles stand as their authors wrote them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from babel import Locale
from babel.lists import format_list
from pybtex.richtext import BaseText, HRef, Tag, Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle

from policybrief.data import dates, entries, entry_text, states_read
from policybrief.words.messages import _
from policybrief.words.scales import colon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pybtex.database import BibliographyData, Person

    from policybrief.data.entries import Reference

MOST_NAMES = 4
"""People that an entry prints; of more the first three."""
WHOLE = {"book", "manual", "phdthesis", "proceedings", "inbook"}
"""Types whose title is that of a volume."""
IN_ANOTHER = {"inbook", "incollection", "inproceedings"}
NAMED_EDITION = re.compile(
    r"\b(?:ed(?:ition|n|s)?|édition|éd|edición|Auflage|Aufl|Ausgabe|printing)\b", re.IGNORECASE
)
"""An edition that says itself that it is one."""
COUNTRIES = re.compile(r"country[a-z]{2}(?: and country[a-z]{2})*")
VERSIONED = {"software", "dataset", "manual"}
STATES = {
    "inpreparation": _("in preparation"),
    "submitted": _("submitted"),
    "forthcoming": _("forthcoming"),
    "inpress": _("in press"),
    "prepublished": _("published in advance"),
}
"""Keys of biblatex."""
EDITED = {
    "collaborator": _("collaborator"),
    "compiler": _("compiler"),
    "continuator": _("continuator"),
    "director": _("director"),
    "founder": _("founder"),
    "organizer": _("organiser"),
    "redactor": _("redactor"),
    "reviser": _("reviser"),
}
"""What else biblatex lets an editor be."""
Part: TypeAlias = str | BaseText | None


class BibliographyStyle(BaseStyle):  # type: ignore[misc]
    """What sphinxcontrib-bibtex asks for an order, for labels and for what each entry prints."""

    locale: ClassVar[str] = "en"
    """The language of the brief; nothing hands it to a style."""
    formatted: ClassVar[dict[tuple[str, str, str], FormattedEntry]] = {}
    """What was formatted in this process: every builder of a run asks for all of it."""

    def __init__(self) -> None:
        """Without pybtex's styles of names, labels and order: it looks for them among all that is installed."""

    def sort(self, listed: Iterable[Reference]) -> list[Reference]:
        """The entries in the order of the alphabet."""
        return sorted(listed, key=lambda entry: entry.order)

    def format_labels(self, listed: Iterable[Reference]) -> list[str]:
        """The labels, which are those of the whole brief."""
        return [entry.label for entry in listed]

    def format_entry(
        self, label: str, entry: Reference, bib_data: BibliographyData | None = None
    ) -> FormattedEntry:
        """One entry."""
        content = (self.locale, label, repr((entry.key, entry.type, list(entry.fields.items()), entry.persons)))
        if content not in self.formatted:
            self.formatted[content] = FormattedEntry(entry.key, text(entry, self.locale), label)
        return self.formatted[content]


def text(entry: Reference, locale: str) -> Text:
    """What an entry prints, sentence by sentence."""
    given = {name: entry_text.text(value) for name, value in entry.fields.items() if name not in entries.VERBATIM}
    title: Part = given.get("title")
    if "chapter" in given and str(given["chapter"]) == str(title):
        del given["chapter"]
    makers = _makers(entry, locale)
    works = (given.get(name) for name in ("booktitle", "journal", "maintitle", "eventtitle"))
    # some catalogues name the body again, as that of which its work were a part
    work = next((one for one in works if one and str(one) not in (str(title), str(makers))), None)
    is_part = work is not None and (entry.type in IN_ANOTHER or bool({"booktitle", "journal"} & given.keys()))
    if is_part and work is given.get("maintitle"):
        del given["maintitle"]
    if title and entry.type in WHOLE and not is_part:
        title = Tag("em", title)
    in_volume = is_part and entry.type != "article"
    edited = "author" in entry.persons and (not in_volume or bool(_bookauthors(entry)))
    date = dates.written(entry.date, locale)
    if "month" in given:  # what nobody could read as one
        date = f"{given['month']} {date}".strip()
    sentences = [
        _sentence(makers),
        _sentence(title),
        _sentence(given.get("titleaddon")),
        *_sentences_of_roles(entry, locale, with_editor=edited),
    ]
    if entry.type == "article":
        journal = given.get("journal")
        within, place = [Tag("em", journal) if journal else None, given.get("issue_title")], _place(given, entry)
        begins = Text(place).capfirst() if place and not any(within) else place
        sentences.append(_sentence(*_capital([part for part in (*within, begins, date) if part])))
    else:
        if is_part:
            met = None if "eventtitle" in given else given.pop("venue", None)
            within = [
                _makers_of_whole(entry, locale),
                Tag("em", work),
                met,
                *_volume(given, alone=True),
                *_pages(given),
            ]
            sentences.append(_sentence(*within, before=str(_("In {work}")).format(work="")))
        sentences.append(_sentence(*_capital([*_imprint(entry, given, locale, is_part=is_part), date])))
    state = given.get("pubstate")
    said: Part = str(STATES[str(state)]) if str(state) in STATES else state
    sentences += [*(_sentence(given.get(name)) for name in ("note", "addendum")), _sentence(*_capital([said]))]
    if entry.type in WHOLE and given.get("isbn"):
        sentences.append(_sentence(f"ISBN {given['isbn']}"))
    sentences.append(_sentence(_address(entry)))
    return Text(" ").join([one for one in sentences if one])


def _sentence(*parts: Part, before: str = "") -> Text | None:
    """Parts with commas between and one full stop at the end."""
    there = [part for part in parts if part]
    if not there:
        return None
    whole = Text(before, Text(", ").join(there))
    return whole if str(whole).rstrip("”’»\"')").endswith((".", "?", "!", "…")) else Text(whole, ".")


# Who


def _makers(entry: Reference, locale: str) -> Part:
    for role in ("author", "editor", "holder"):
        if people := entry.persons.get(role):
            names = _names(people, locale)
            if role == "editor":
                return _editors(entry, names)
            return _of_body(names, entry) if role == "author" else names
    return None


def _of_body(names: str, entry: Reference) -> str:
    """Authors with the collaboration whose members they are."""
    body = entry_text.plain(entry.fields.get("collaboration", ""))
    return f"{names} ({body})" if body and body not in names else names


def _bookauthors(entry: Reference) -> Sequence[Person]:
    """Who wrote the whole of which somebody else wrote a part."""
    people: Sequence[Person] = entry.persons.get("bookauthor", [])
    return people if people != entry.persons.get("author") else []


def _makers_of_whole(entry: Reference, locale: str) -> str | None:
    if people := _bookauthors(entry):
        return _names(people, locale)
    return _editors(entry, _names(entry.persons.get("editor", []), locale)) if "author" in entry.persons else None


def _editors(entry: Reference, names: str | None) -> str | None:
    if not names:
        return None
    if other := _other_editor(entry, "editor"):
        return f"{names} ({other})"
    say = _("{names}, editors") if len(entry.persons["editor"]) > 1 else _("{names}, editor")
    return str(say).format(names=names)


def _other_editor(entry: Reference, role: str) -> str:
    """What an editor was who did not just edit, in words."""
    kind = str(entry.fields.get(f"{role}type", ""))
    return "" if kind == "editor" else str(EDITED.get(kind, kind))


def _names(people: Sequence[Person], locale: str) -> str:
    """The people of an entry, of more than four the first three and "et al."."""
    known = [entries.named(person) for person in people if not entries.is_others(person)]
    if len(known) == len(people) and len(known) <= MOST_NAMES:
        return str(format_list(known, "standard", locale))
    shown = known if len(known) < MOST_NAMES else known[: MOST_NAMES - 1]
    return str(_("{names} et al.")).format(names=", ".join(shown))


def _sentences_of_roles(entry: Reference, locale: str, *, with_editor: bool) -> list[Text | None]:
    words = {
        "editor": _("Edited by {names}"),
        "translator": _("Translated by {names}"),
        "annotator": _("Annotated by {names}"),
        "commentator": _("With a commentary by {names}"),
        "introduction": _("With an introduction by {names}"),
        "foreword": _("With a foreword by {names}"),
        "afterword": _("With an afterword by {names}"),
    }
    said: list[Text | None] = []
    for role in entry.persons:
        say = words.get(role.rstrip("abc"))  # editora, editorb and editorc are more editors
        names = _names(entry.persons[role], locale)
        if say and (role != "editor" or with_editor):
            other = _other_editor(entry, role)
            said.append(_sentence(f"{names} ({other})" if other else str(say).format(names=names)))
    return said


# Where and when


def _place(given: dict[str, Text], entry: Reference) -> Part:
    """Volume, number and pages of a journal: "3(2):1–5"."""
    volume, number = given.get("volume"), given.get("number")
    pages = _range(given["pages"]) if "pages" in given else None
    if volume:
        place = _worded(str(_("{volume}({number})") if number else _("{volume}")), volume=volume, number=number)
        if pages:
            return _worded(str(_("{place}:{pages}")), place=place, pages=pages)
        eid = given.get("eid")
        return _worded(str(_("{place}:{article}")), place=place, article=eid) if eid else place
    numbered = Text(str(_("no.")), " ", number) if number else None
    return _joined(numbered, *_pages(given))


def _worded(pattern: str, **parts: Text | None) -> Text:
    """A pattern of the language with its names filled in, whose marks stay."""
    return Text(*(parts[piece] if at % 2 else piece for at, piece in enumerate(re.split(r"\{(\w+)\}", pattern))))


def _volume(given: dict[str, Text], *, alone: bool) -> list[Part]:
    """Volume, the work of which it is one, and the series with the number in it, which may stand *alone*."""
    volume, number, series, main = (given.get(name) for name in ("volume", "number", "series", "maintitle"))
    counted = series or (str(_("no.")) if number and alone else None)
    in_series = _joined(counted, number, between=" ") if counted else None
    if not volume:
        return [main, _volumes(given), in_series]
    numbered = str(_("volume {number}")).format(number=volume)
    whole = main or (None if number else series)
    of_whole = str(_("{part} of {whole}")).format(part=numbered, whole=whole) if whole else numbered
    return [of_whole, _volumes(given), None if series and whole is series else in_series]


def _volumes(given: dict[str, Text]) -> str | None:
    count = str(given.get("volumes", ""))
    return str(_("{number} volumes")).format(number=count) if count.isdecimal() else count or None


def _pages(given: dict[str, Text]) -> list[Part]:
    chapter = given.get("chapter")
    found: list[Part] = [str(_("chapter {number}")).format(number=chapter) if chapter else None]
    if "pages" in given:
        pages = _range(given["pages"])
        several = any(sign in pages for sign in "–,+")
        found.append(str(_("pages {pages}") if several else _("page {pages}")).format(pages=pages))
    return found


def _range(pages: Text) -> str:
    """Pages with one dash between, without the word for them that some write into the field."""
    numbers = re.sub(r"^(?:pp?|pgs?|S)\.\s*(?=\w)", "", str(pages))
    return re.sub(r"(?<=\w)\s*[-‐–—]+\s*(?=\w)", "–", numbers)


def _imprint(entry: Reference, given: dict[str, Text], locale: str, *, is_part: bool) -> list[Part]:
    """What sort of work it is, and who brought it out, where."""
    kind, number = given.get("type"), given.get("number")
    if not kind and entry.type in ("phdthesis", "mastersthesis"):
        kind = Text(str(_("PhD thesis") if entry.type == "phdthesis" else _("Master’s thesis")))
    numbered: Part = None
    if number and not (is_part or entry.type in WHOLE):
        ours = str(_("Report") if entry.type == "techreport" else _("no."))
        numbered = _joined(kind or (ours if "howpublished" in given else ours.capitalize()), number, between=" ")
    edition = _edition(str(given["edition"])) if "edition" in given else None
    version = given.get("version") if entry.type in VERSIONED else None
    parts: list[Part] = [
        given.get("howpublished"),
        numbered or kind,
        str(_("version {number}")).format(number=version) if version else None,
        *([] if is_part else _volume(given, alone=entry.type in WHOLE)),
        *([] if is_part else _pages(given)),
        edition,
        *(given.get(name) for name in ("organization", "institution", "publisher")),
    ]
    if not is_part and (total := str(given.get("pagetotal", ""))):
        parts.append(str(_("{number} pages")).format(number=total) if total.isdecimal() else total)
    holders = entry.persons.get("holder") if "author" in entry.persons else None
    if holders:
        parts.append(_names(holders, locale))
    if not (is_part and given.get("booktitle") is None):
        parts.append(given.get("eventtitle"))
    parts += [given.get("venue"), _place_named(given.get("address"), locale)]
    said = str(_makers(entry, locale))  # a body that brings out its own work is named once
    return [part for at, part in enumerate(parts) if part and str(part) not in (said, *map(str, parts[:at]))]


def _place_named(place: Part, locale: str) -> Part:
    """A place; of a patent the countries, which biblatex has as keys."""
    if not COUNTRIES.fullmatch(str(place)):
        return place
    codes = [code.upper().replace("UK", "GB") for code in re.findall(r"country([a-z]{2})", str(place))]
    names = Locale.parse(locale).territories
    return str(format_list([names.get(code, code) for code in codes], "standard", locale))


def _edition(edition: str) -> str:
    if edition.isdecimal():
        return str(_("edition {edition}")).format(edition=edition)
    if NAMED_EDITION.search(edition):
        return edition
    return str(_("{edition} edition")).format(edition=edition.lower() if edition.istitle() else edition)


def _capital(parts: list[Part]) -> list[Part]:
    """Our own words at the beginning of a sentence have a capital, but for "c. 1999"; what authors wrote stays."""
    if parts and isinstance(parts[0], str) and parts[0][1:2] != ".":
        parts[0] = parts[0][:1].upper() + parts[0][1:]
    return parts


def _joined(*parts: Part, between: str = ", ") -> Part:
    there = [part for part in parts if part]
    return Text(between).join(there) if there else None


def _address(entry: Reference) -> Part:
    """Lasting identifiers, else the page.  The register has all, and the day of reading.

    A DOI names what was published, an archive what everybody may read there; the number of a catalogue of medicine
    and the DOI of arXiv would name the same once more.
    """
    found = states_read.eprint(entry.fields)
    doi = entry.fields.get("doi", "")
    kept = HRef(found[1], found[0]) if found and not (doi and found[0].startswith("PMID")) else None
    if kept or doi:
        repeated = kept and doi.startswith(states_read.ARXIV_DOI)
        resolved = HRef(states_read.address_of_doi(doi), f"doi:{doi}") if doi and not repeated else None
        return _joined(resolved, kept)
    url = entry.fields.get("url", "")
    return Text(f"URL{colon()}", HRef(url, url)) if states_read.is_address(url) else None
