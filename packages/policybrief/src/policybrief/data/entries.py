"""Entries in one form, whichever program exported them: types and fields by their names in BibTeX, people, dates.

Everything that prints, sorts or checks a source reads it from here.  What is odd is told and kept as it is.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from pybtex.bibtex.utils import split_name_list, split_tex_string
from pybtex.database import Entry, Person

from policybrief.data import dates, entry_text
from policybrief.words.complaints import closest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from policybrief.data.bibtex import RawEntry

TYPES = {
    **{name: name for name in ("article", "book", "booklet", "inbook", "incollection", "inproceedings", "manual")},
    **{name: name for name in ("mastersthesis", "misc", "phdthesis", "proceedings", "techreport", "unpublished")},
    **{name: name for name in ("dataset", "online", "patent", "software")},
    **dict.fromkeys(("review", "suppperiodical", "newspaper_article", "magazine_article"), "article"),
    **dict.fromkeys(("mvbook", "collection", "mvcollection", "reference", "mvreference", "periodical"), "book"),
    **dict.fromkeys(("bookinbook", "suppbook"), "inbook"),
    **dict.fromkeys(("suppcollection", "inreference"), "incollection"),
    "conference": "inproceedings",
    **dict.fromkeys(("book_section", "encyclopedia_article"), "incollection"),
    **dict.fromkeys(("softwareversion", "softwaremodule", "codefragment", "computer_program"), "software"),
    "mvproceedings": "proceedings",
    **dict.fromkeys(("report", "working_paper"), "techreport"),
    "thesis": "phdthesis",
    **dict.fromkeys(("electronic", "www", "webpage", "web_page"), "online"),
    **dict.fromkeys(("artwork", "audio", "bibnote", "commentary", "image", "jurisdiction"), "misc"),
    **dict.fromkeys(("legal", "legislation", "letter", "movie", "music", "performance"), "misc"),
    **dict.fromkeys(("set", "standard", "video", "generic"), "misc"),
    **{f"custom{letter}": "misc" for letter in "abcdef"},
}
"""The types of biblatex and of some exports, and what BibTeX has for each; its styles know no other."""
RENAMED = {
    "journaltitle": "journal",
    "location": "address",
    "city": "address",
    "annotation": "annote",
    "key": "sortkey",
    "issuetitle": "issue_title",
    "eprinttype": "archiveprefix",
    "eprintclass": "primaryclass",
    "school": "institution",
    "pmid": "pubmed",
    "archivedate": "archive_date",
}
"""Fields of biblatex by their names in BibTeX; of two in one entry the first is kept."""
SUBTITLES = {
    "title": "subtitle",
    "booktitle": "booksubtitle",
    "maintitle": "mainsubtitle",
    "journal": "journalsubtitle",
}
ROLES = (
    "author", "editor", "translator", "bookauthor", "holder",
    "annotator", "commentator", "introduction", "foreword", "afterword", "editora", "editorb", "editorc",
)  # fmt: skip
"""Fields that hold names."""
VERBATIM = {"url", "doi", "eprint", "archive", "file", "pdf"}
"""Fields that are no prose."""
UNPRINTED = {"abstract", "annote", "comment", "groups", "keywords", "mendeley-groups", "options", "relatedstring"}
"""Fields that reach no reader, whatever stands in them."""
NOT_INHERITED = {
    "ids", "crossref", "xref", "xdata", "entryset", "label", "options", "presort", "related", "sortkey",
    "shorttitle", "shortname", "shorthand",
    "sorttitle", "sortname", "sortyear", "url", "doi", "eprint", "urldate", "pages",
    "note", "abstract", "file", "keywords", "title", "subtitle", "titleaddon", "author",
}  # fmt: skip
"""What an entry does not take from the one that it is part of."""
NEEDED = {
    "article": (("journal",), "journal (or journaltitle)"),
    "incollection": (("booktitle", "maintitle", "journal"), "booktitle"),
    "inproceedings": (("booktitle", "maintitle", "eventtitle"), "booktitle"),
    "phdthesis": (("institution",), "institution (or school)"),
    "mastersthesis": (("institution",), "institution (or school)"),
    "techreport": (("institution", "organization", "publisher"), "institution"),
    "patent": (("number",), "number"),
}
"""What says where a source of a type is found, and how that is called."""
MASTERS = {"mathesis", "mastersthesis", "masterthesis"}
MOST_ABOVE = 50
"""From how many others an entry takes fields: styles of BibTeX follow two or three."""
TYPE_KEY = re.compile(r"phdthesis|(?:tech|res)?report|software|pat(?:ent|req)[a-z]{0,2}")
"""What biblatex has in ``type`` for what the type of the entry says, too."""
NO_EPRINT = re.compile(r"(?:arXiv:)?1011\.1669(?:v3)?")
"""The number on arXiv that Mendeley has given to thousands of books and articles that are not there."""
OFFICE = re.compile(r"pat(?:ent|req)([a-z]{2})")
"""The office of a patent, in the same place."""
NOTHING = {"null", "undefined"}
"""What exports write for a field that has no value; a title may be such a word."""
TIMES_CITED = re.compile(
    r"cited by[ :]*(?:\(since 1996\))?[ :]*\d+(?:[;,][\w ]*open access)*(?:;\s*|$)", re.IGNORECASE
)
"""What a catalogue has counted and seen open on the day of the export, which is old on the next one."""
BY_PROGRAM = re.compile(
    r"(?:\\?_eprint|publisher|section|number|issue|issn|isbn|pmc?id|oclc|citation key|ads bibcode|container-title"
    r"|event-place|collection-title|original-date)\s*:\s.*",
    re.IGNORECASE,
)
"""A note in which a program keeps what it has no field for, such as "Publisher: House"; no reader asked for it."""
BODY = " Collaboration"
"""How a body ends that stands among names without braces."""
SUFFIX = re.compile(r"(?:Jr|Sr)\.?|[IVX]+(?:st|nd|rd|th)?")
GIVEN_AFTER = re.compile(r"([^\s,{}.]{2,}(?:\s[^\s,{}.]{2,})*)\s((?:[^\W\d_a-z]\.?[-\s]?){1,3})")
"""A name as medical catalogues write it: "Doe J. A."."""
INITIALS_BEFORE = re.compile(r"(?:[^\W\d_a-z](?:\.[-\s]*|[-\s]+))+[^\s,{}.]{2,}")
"""A name as people speak it: "J. A. Doe"."""
NO_NAME = re.compile(r"^(?:and\s+)+|(?:\s+and)+$|(?<=\sand)(?:\s+and)+(?=\s)")
"""A word between names that has none on one of its sides."""
ET_AL = re.compile(r"(?:,?\s+|^)(?:\\emph\{|\\textit\{|\{)?et\s*\.?\s*al\.?\}*\s*$")
PART = re.compile(r"\s*([a-z]+(?:-i)?)\s*=\s*(.*)", re.DOTALL)
OTHER_SEPARATOR = re.compile(r"\s(?:&|\\&|et|og|och|(?<!vo[nm]\s)und(?!\szu))\s")
"""Between names; Spanish and Catalan ones have a word for "and" themselves."""
TEX_OF_NAMES = re.compile(r"[{}\\~$]")
OTHERS = "others"
DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+|10/[a-z0-9]+")
"""A DOI, or a short one."""
BEFORE_DOI = re.compile(
    r"\s*(?:(?:https?://)?(?:dx\.)?doi\.org/|(?:doi|info:doi/)[:.]?\s*(?=10\.|https?:)"
    r"|(?P<host>(?:https?://)?[\w-]+(?:\.[\w-]+)+)/(?:doi/)?(?:(?:abs|e?pdf|full|book)/)?(?=10\.\d))",
    re.IGNORECASE,
)
"""What stands before a DOI: who resolves it, or the host of a publisher whose path is the DOI."""
OF_HANDLE = re.compile(r"(?:https?://hdl\.handle\.net/|hdl:\s*)?(\d[\d.]*/[^\s?]+)", re.IGNORECASE)
"""The name of a thing in a repository of texts, which one resolver knows."""
CJK = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
SENTENCE_END = ("?", "!", ":", "…")
UNENCODED = re.compile(r"[<>\"|^`\\]")
"""What no address may hold as it is; browsers are lenient, and checkers of EPUB are not."""
IN_WORDS = re.compile(r"(?:\\url\s*\{\s*|<)?(https?://[^\s{}<>]+[^\s{}<>.,;)])[\s}>]*[.,;]?")
"""An address in a field of words."""
LEADING_TO = re.compile(
    r"(?:\W|available|online|accessible|accessed|retrieved|from|at|on|via|url|web(?:page|site)?"
    r"|verfügbar|abrufbar|unter|disponible|sur|en|in|ligne|línea)*",
    re.IGNORECASE,
)
"""Words before an address that say no more than that it is one."""
WITHOUT_SCHEME = re.compile(r"(?:www\.)[^\s]+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/[^\s]*")
MISSPELT = (
    "author", "editor", "title", "journal", "journaltitle", "booktitle", "year", "publisher", "institution",
    "volume", "number", "pages", "sourcetype", "review", "relation", "shortname", "archivenote",
)  # fmt: skip
"""Fields whose loss a reader sees."""
KNOWN_FIELDS = {
    *RENAMED.values(),
    *ROLES,
    *MISSPELT,
    *SUBTITLES,
    "date",
    "note",
    "doi",
    "url",
    "language",
    "langid",
}
"""Fields that an entry may have, whether or not one has them."""
LIKE_THEM = {
    "volumes",
    "published",
    "authority",
    "origpublisher",
    "origlocation",
    "origtitle",
    "origdate",
    "origyear",
}
"""Fields of biblatex and of exports that are named nearly so, and are others."""
ALIKE = 0.81
"""Of two names that differ by a letter."""


class Reference(Entry):  # type: ignore[misc]
    """An entry in one form, with its label; an entry of pybtex, so that any of its styles can print it."""

    def __init__(self, written: RawEntry) -> None:
        super().__init__(TYPES.get(written.type, "misc"))
        self.key = written.key
        self.written_type = written.type
        self.line = written.line
        self.closed = written.closed
        """Whether it ends; of one that does not, what it lacks says nothing."""
        self.problems: list[str] = []
        """What is wrong with the entry, in words that follow its key."""
        self.undated = False
        """Whether it says itself that it has no date."""
        self.label = ""
        """Author and year as the text names it, with its letter where others are named alike."""
        self.order: tuple[object, ...] = ()
        """Its place in the list of sources."""

    @property
    def date(self) -> str:
        """When it was published, as EDTF."""
        return str(self.fields.get("date", ""))


def normalised(written: list[RawEntry]) -> Iterator[Reference]:
    """The entries in one form; those that only hold data for others are none."""
    by_key: dict[str, RawEntry] = {}
    for one in written:
        by_key.setdefault(one.key, one)
    for one in written:
        if one.type != "xdata" and not is_list(one):
            yield reference(one, by_key)


def is_list(written: RawEntry) -> bool:
    """Whether this names other entries and is no source itself."""
    return written.type == "set" and "entryset" in written.fields and "title" not in written.fields


def reference(written: RawEntry, others: Mapping[str, RawEntry]) -> Reference:
    """One entry in one form."""
    made = Reference(written)
    tell = made.problems.append
    if written.type not in TYPES:
        tell(f"is of the unknown type {written.type!r}, printed like misc; {closest(written.type, TYPES)}")
    fields = _with_inherited(written, others, made)
    _set_titles(fields)
    for role in ROLES:
        if fields.get(role):
            _tell_unknown(role, fields[role], made)
            people = list(_people(fields.pop(role), role, made))
            if people:
                made.persons[role] = people
    if "author" not in made.persons and (body := fields.pop("collaboration", "")):
        made.persons["author"] = list(_people(f"{{{body}}}", "author", made))
    _set_date(fields, made)
    _set_addresses(fields, made)
    _set_type(fields, made)
    _tell_misspelt(written.fields, made)
    for name, value in fields.items():
        if value:
            made.fields[name] = value
            if name not in VERBATIM | UNPRINTED:
                _tell_unknown(name, value, made)
    wanted, named = NEEDED.get(made.type, ((), ""))
    if (
        wanted
        and not (made.type == "article" and made.fields.get("eprint"))
        and not any(made.fields.get(name) for name in wanted)
    ):
        tell(f"is of the type {written.type!r} and has no {named}; the rest is printed")
    return made


def _tell_misspelt(names: Iterable[str], made: Reference) -> None:
    for name in names:
        if meant := _meant_by(name):
            made.problems.append(f"has the field {name!r}, which nothing reads; did you mean {meant!r}?")


@cache
def _meant_by(name: str) -> str:
    """The field whose name is misspelt so; a library has few names, and looking takes a third of its reading."""
    if name in LIKE_THEM or name in MISSPELT:
        return ""
    return next(iter(get_close_matches(name, MISSPELT, 1, ALIKE)), "")


def _tell_unknown(name: str, value: str, made: Reference) -> None:
    for command in entry_text.read(value).unknown if "\\" in value else ():
        problem = f"has \\{command} in {name!r}, which is not known; its words are printed without it"
        made.problems.append(problem)


def named(person: Person) -> str:
    """A person as a list prints them: "Jan van der Berg", "Martin Luther King, Jr.", "王小明"."""
    family = _family(person)
    given = _words(person.first_names, person.middle_names)
    suffix = _words(person.lineage_names)
    if CJK.search(family + given):
        whole = family + given if CJK.search(family) and CJK.search(given) else _words([family, given])
    else:
        whole = _words([given, family])
    return f"{whole}, {suffix}" if suffix else whole


def family_of(person: Person) -> str:
    """The name by which the text names a person."""
    return _family(person) or named(person)


def _family(person: Person) -> str:
    """The family name after its particle, which a hyphen or an apostrophe ties to it: "al-Hassan"."""
    particle, family = _words(person.prelast_names), _words(person.last_names)
    return particle + family if particle.endswith(("-", "'", "’")) else _words([particle, family])


def is_others(person: Person) -> bool:
    """Whether this stands for people who are not named."""
    return bool(person.last_names == [OTHERS] and not person.first_names)


# What an entry takes from others


def _with_inherited(written: RawEntry, others: Mapping[str, RawEntry], made: Reference) -> dict[str, str]:
    fields = _renamed(written.fields)
    _set_both_places(written, fields)
    made.problems += _lost_by_name(written.fields, fields)
    for key in filter(None, re.split(r"\s*,\s*", fields.get("xdata", ""))):
        _take(fields, _data(key, others, made))
    seen, whole, above = {written.key}, written, fields.get("crossref", "")
    while above and above not in seen:
        if len(seen) > MOST_ABOVE:
            made.problems.append(f"is a part of more than {MOST_ABOVE} others, one in another; take some out")
            return fields
        seen.add(above)
        data, child = _data(above, others, made), TYPES.get(whole.type, "misc")
        _take(fields, _of_whole(data, child))
        whole, above = others.get(above, whole), data.get("crossref", "")
    if above:
        made.problems.append(f"is a part of itself by its crossref {above!r}; take one out")
    return fields


def _take(fields: dict[str, str], given: dict[str, str]) -> None:
    for name, value in given.items():
        fields.setdefault(name, value)


def _data(
    key: str, others: Mapping[str, RawEntry], made: Reference, seen: set[str] | None = None
) -> dict[str, str]:
    """The fields of another entry, with what it has from others, of each once: the first to say a field wins."""
    seen = {key} if seen is None else seen
    seen.add(key)
    if key not in others:
        made.problems.append(f"refers to the entry {key!r}, which there is not; {closest(key, others)}")
        return {}
    if len(seen) > MOST_ABOVE:
        made.problems.append(f"takes from more than {MOST_ABOVE} others by xdata, {key!r} left out; take some out")
        return {}
    data = _renamed(others[key].fields)
    for one in filter(None, re.split(r"\s*,\s*", data.get("xdata", ""))):
        if one not in seen:
            _take(data, _data(one, others, made, seen))
    return data


def _of_whole(data: dict[str, str], child: str) -> dict[str, str]:
    """What a part takes from its whole."""
    taken = {name: value for name, value in data.items() if name not in NOT_INHERITED}
    if child not in ("inbook", "incollection", "inproceedings", "article", "book"):
        return taken | {name: data[name] for name in ("title", "subtitle", "author") if name in data}
    title, sub = {"article": ("journal", "journalsubtitle"), "book": ("maintitle", "mainsubtitle")}.get(
        child, ("booktitle", "booksubtitle")
    )
    pairs = {title: data.get("title", ""), sub: data.get("subtitle", "")}
    if child == "inbook":
        pairs["bookauthor"] = data.get("author", "")
    return {name: value for name, value in pairs.items() if value} | taken


def _set_both_places(written: RawEntry, fields: dict[str, str]) -> None:
    """Of a paper with two places one is that of the publisher, the other that where people met."""
    if TYPES.get(written.type) in ("inproceedings", "proceedings") and written.fields.get("address"):
        fields["address"] = written.fields["address"]
        if (place := written.fields.get("location", "")) != fields["address"]:
            fields.setdefault("venue", place)


def _lost_by_name(written: Mapping[str, str], fields: Mapping[str, str]) -> Iterator[str]:
    """Two fields that mean the same, and say two things."""
    first: dict[str, str] = {}
    for given, value in written.items():
        name = RENAMED.get(given, given)
        if first.setdefault(name, given) == given or name in UNPRINTED:
            continue
        if entry_text.plain(value) not in map(entry_text.plain, fields.values()):
            yield f"has {first[name]!r} and {given!r}, which mean the same, and differ; the first is printed"


def _renamed(fields: Mapping[str, str]) -> dict[str, str]:
    made: dict[str, str] = {}
    for name, value in fields.items():
        if name == "title" or value.lower() not in NOTHING:
            made.setdefault(RENAMED.get(name, name), _note(value) if name == "note" else value)
    return made


def _note(note: str) -> str:
    return "" if made_by_program(note) else TIMES_CITED.sub("", note)


def made_by_program(note: str) -> bool:
    """Whether nobody wrote a note."""
    return bool(BY_PROGRAM.fullmatch(note))


# Fields


def _set_titles(fields: dict[str, str]) -> None:
    for title, sub in SUBTITLES.items():
        if under := fields.pop(sub, ""):
            over = fields.get(title, "").rstrip()
            fields[title] = (
                f"{over} {under}" if over.endswith(SENTENCE_END) else f"{over}: {under}" if over else under
            )


def _set_date(fields: dict[str, str], made: Reference) -> None:
    plain = dict.fromkeys(("date", "year", "month", "day"), "")
    plain |= {name: entry_text.plain(fields[name]) for name in plain if name in fields}
    plain["date"] = plain["date"].replace("\N{NO-BREAK SPACE}", "~")  # which says "about" in a date
    date, problem = dates.of_fields(plain)
    if problem:
        made.problems.append(problem)
    if not date and any(dates.UNDATED.fullmatch(plain[name]) for name in ("date", "year")):
        made.undated = True
    for name in ("date", "year", "day"):
        fields.pop(name, None)
    if "-" in date.lstrip("-"):  # else nobody could read it as a month, and it prints as it is
        fields.pop("month", None)
    if date:
        fields["date"], fields["year"] = date, dates.years(date)


def _set_addresses(fields: dict[str, str], made: Reference) -> None:
    if not any(fields.get(name) for name in ("url", "doi", "eprint")):
        _set_address_in_words(fields)
    if url := fields.get("url", ""):
        found = re.sub(r"\\url\s*\{(.*)\}|<(https?:.*)>", lambda match: match[1] or match[2], url)
        parts = re.split(r"[\s;,]+(?=https?://)", _verbatim(found))
        if len(parts) > 1:
            made.problems.append(
                f"has {len(parts)} addresses in 'url'; the first is linked, put the others in 'note'"
            )
        bare = re.sub(r"\s+", "", parts[0])
        if bare != parts[0]:
            made.problems.append(f"has a space in the url {parts[0]!r}; it is left out: correct the address")
        fields["url"] = UNENCODED.sub(lambda found: quote(found[0]), bare)
        if WITHOUT_SCHEME.fullmatch(parts[0]):
            made.problems.append(f"has the url {url!r} without 'https://'; write it whole")
            fields["url"] = f"https://{parts[0]}"
    if re.match(r"https?://(?:dx\.)?doi\.org/10\.", fields.get("url", "")):
        fields.setdefault("doi", fields["url"])
    if doi := fields.get("doi", ""):
        given = _verbatim(doi)
        bare = given
        while prefix := BEFORE_DOI.match(bare):
            bare = bare[prefix.end() :]
            bare = re.split(r"[?#]", bare)[0] if prefix["host"] else bare
        bare = re.sub(
            r"\s+", "", unquote(bare) if "%2F" in bare.upper() or (bare != given and "%" in bare) else bare
        ).rstrip(".,;")  # of the sentence it was copied from
        if DOI.fullmatch(bare):
            fields["doi"] = bare
        else:
            made.problems.append(f"has the doi {doi!r}, which is none; it begins with 10. and has a slash")
            fields.pop("doi")
            if bare.startswith(("http://", "https://")):
                fields.setdefault("url", bare)
    if arxiv := fields.pop("arxivid", ""):
        fields.setdefault("eprint", arxiv)
    if (handle := fields.pop("handle", "")) and not any(fields.get(name) for name in ("url", "doi", "eprint")):
        if name := OF_HANDLE.fullmatch(_verbatim(handle)):
            fields |= {"eprint": name[1], "archiveprefix": "hdl"}
        else:
            made.problems.append(
                f"has the handle {handle!r}, which is none; it has digits and a slash: give its url"
            )
    if eprint := fields.get("eprint", ""):
        fields["eprint"] = re.sub(r"\s*\[.*\]$", "", _verbatim(eprint))
        if NO_EPRINT.fullmatch(fields["eprint"]):
            problem = f"has the eprint {eprint!r}, which Mendeley writes where there is none; take it out"
            made.problems.append(problem)
            del fields["eprint"]


def _set_address_in_words(fields: dict[str, str]) -> None:
    """Take the address from where BibTeX, which has no field for it, lets people write it."""
    for name in ("howpublished", "note"):
        found = IN_WORDS.search(fields.get(name, ""))
        if not found:
            continue
        words = fields[name][: found.start()] + fields[name][found.end() :]
        alone = LEADING_TO.fullmatch(words)
        if alone or name == "howpublished":
            fields["url"] = found[1]
            fields[name] = "" if alone else words.strip(" ,;:")
            return


def _verbatim(address: str) -> str:
    """An address without what TeX needs to print its signs."""
    plain = re.sub(r"\{?\\(?:textasciitilde|~)(?:\{\})?\}?|\\string~|\$\\sim\$", "~", address)
    plain = plain.replace(r"\textunderscore ", "_").replace(r"\textunderscore{}", "_")
    plain = re.sub(r"\{?\\([#$%&_{}])\}?", r"\1", plain)
    plain = re.sub(r"&(amp|lt|gt);", lambda match: {"amp": "&", "lt": "<", "gt": ">"}[match[1]], plain)
    return re.sub(r"[{}]", "", plain).strip()


def _set_type(fields: dict[str, str], made: Reference) -> None:
    """Theses and reports have a word for what they are; biblatex has it as a key."""
    kind = fields.get("type", "").strip()
    if made.written_type == "thesis" and kind.lower() in MASTERS:
        made.type = "mastersthesis"
    if kind.lower() in MASTERS or TYPE_KEY.fullmatch(kind.lower()):
        fields.pop("type")
    if made.type == "patent" and (office := OFFICE.fullmatch(kind.lower())):
        fields.setdefault("address", f"country{office[1]}")
    if made.type in ("phdthesis", "mastersthesis") and fields.get("institution"):
        made.fields["school"] = fields["institution"]  # other styles ask for it
    if made.type == "article" and fields.get("issue") and not fields.get("number"):
        fields["number"] = fields.pop("issue")


# People


def _people(written: str, role: str, made: Reference) -> Iterator[Person]:
    """The people of a field; names that are not parted as BibTeX parts them are told."""
    tell = made.problems.append
    others, known = False, False
    written = written.strip().replace("\\,", "~")  # a space of TeX, not the comma of a name
    given = NO_NAME.sub("", written)
    if given != written:
        tell(f"has an 'and' in {role!r} without a name on both sides; it is left out")
    for name in split_name_list(given):
        whole = name.strip().strip(",;")
        if whole.lower() in (OTHERS, "{others}"):
            others = True
            continue
        if found := ET_AL.search(whole):
            tell(f"has 'et al.' in {role!r}; write 'and others'")
            whole, others = whole[: found.start()].strip(" ,"), True
        elif name.strip().endswith((",", BODY)) and len(_split(whole, ",")) == 1:  # EndNote ends one by a comma
            whole = f"{{{whole}}}"
        parts = [part for part in _split(whole, ";") if part]
        if len(parts) > 1:
            tell(f"has semicolons between names in {role!r}; write 'and' between them")
        elif len(joined := re.split(r"\s\\?&\s", whole)) > 1 and all("," in part for part in joined):
            tell(f"has '&' between names in {role!r}; write 'and' between them")
            parts = joined
        elif listed := _listed(whole):
            tell(f"has commas between names in {role!r}; write 'and' between them, and the family name first")
            parts = listed
        elif not PART.match(whole) and OTHER_SEPARATOR.search(_outside_braces(whole)):
            tell(f"has the name {whole!r} in {role!r}; write 'and' between names, and a body's name in braces")
        for part in parts:
            yield _person(part, role, made)
            known = True
    if others and known:
        yield Person(last=OTHERS)


def _listed(written: str) -> list[str]:
    """The names that stand in one place with commas between, as catalogues and people write them."""
    parts = _split(written, ",")
    after = [GIVEN_AFTER.fullmatch(part) for part in parts]
    if len(parts) > 1 and all(found and not SUFFIX.fullmatch(found[2]) for found in after):
        return [f"{found[1]}, {found[2]}" for found in after if found]
    if len(parts) > 1 and all(map(INITIALS_BEFORE.fullmatch, parts)):
        return parts
    return parts if len(parts) > 2 and all(" " in _outside_braces(part) for part in parts) else []


def _person(written: str, role: str, made: Reference) -> Person:
    parts = _split(written, ",")
    found = [PART.fullmatch(part) for part in parts] if "=" in written else []
    if found and all(found):  # biblatex's form with named parts
        given = {match[1]: match[2].strip().strip('"') for match in found if match}
        return Person(
            first=given.get("given", ""),
            prelast=given.get("prefix", ""),
            last=given.get("family", ""),
            lineage=given.get("suffix", ""),
        )
    if len(parts) > 3:
        problem = f"has the name {written!r} in {role!r} with too many commas; write 'and' between names"
        made.problems.append(problem)
        return Person(last=f"{{{written}}}")
    if not any(parts):
        return Person(last=f"{{{written}}}")
    if len(parts) == 3 and SUFFIX.fullmatch(parts[2]) and not SUFFIX.fullmatch(parts[1]):
        parts = [parts[0], parts[2], parts[1]]  # catalogues have it last
    if len(parts) == 1 and len(words := parts[0].split()) > 1 and all(map(CJK.match, words)):
        person = Person()  # the family name first, as it is spoken
        person.last_names, person.first_names = words[:1], words[1:]
    elif len(parts) == 2 and all(map(_is_plain_name, parts)):  # half of the time of a bibliography is names
        person = Person()
        person.last_names = parts[0].split()
        person.first_names, person.middle_names = parts[1].split()[:1], parts[1].split()[1:]
    else:
        person = Person(", ".join(filter(None, parts)))
    last = person.last_names
    if len(last) > 1 and not person.lineage_names and SUFFIX.fullmatch(last[-1]):
        person.lineage_names = [last.pop().strip()]
    elif len(last) == 1 and SUFFIX.fullmatch(last[0]) and len(parts) == 1 and person.first_names:
        before = person.first_names + person.middle_names
        person.lineage_names, person.last_names = last, [before.pop()]
        person.first_names, person.middle_names = before[:1], before[1:]
    return person


def _is_plain_name(part: str) -> bool:
    """Whether these are words with a capital, of which none is a particle or in TeX."""
    return bool(part) and not TEX_OF_NAMES.search(part) and all(word[0].isupper() for word in part.split())


def _split(text: str, sign: str) -> list[str]:
    """The parts of a text between signs that stand outside braces."""
    if sign not in text:
        return [text.strip()]
    parts = split_tex_string(text, sign) if "{" in text else text.split(sign)  # a tenth of the time
    return [part.strip() for part in parts]


def _outside_braces(text: str) -> str:
    depth, kept = 0, ""
    for character in text:
        depth += (character == "{") - (character == "}")
        kept += "" if depth > 0 else character
    return kept


def _words(*parts: list[str]) -> str:
    words = " ".join(entry_text.plain(part) for group in parts for part in group if part)
    return unicodedata.normalize("NFC", " ".join(words.split(" ")).strip())
