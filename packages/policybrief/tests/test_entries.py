"""Entries of a bibliography in one form: what exports write, what people write, and what each of it prints."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.plugin import find_plugin
from pybtex.richtext import Text

from policybrief.data import bibtex, dates, entries, entry_text, style
from policybrief.data.bibliography import label_of
from policybrief.data.entries import Reference
from policybrief.words.messages import speak

HTML = find_plugin("pybtex.backends", "html")()


@pytest.fixture(autouse=True)
def _in_english() -> None:
    speak("en")


def references(text: str) -> dict[str, Reference]:
    """The entries of a file by key."""
    return {entry.key: entry for entry in entries.normalised(bibtex.read(text).entries)}


def one(fields: str, kind: str = "misc") -> Reference:
    """An entry with these fields."""
    return references(f"@{kind}{{k, {fields}}}")["k"]


def printed(entry: Reference, locale: str = "en") -> str:
    """What the list of sources says of an entry."""
    return str(style.text(entry, locale))


def marked(text: Text) -> str:
    """A text with its marks."""
    return str(text.render(HTML))


# Fields

FIELDS = {
    r"The \textit{Homo sapiens} of {{GDP}}": "The <em>Homo sapiens</em> of GDP",
    r"{\it in vivo} and {\bf loud {\em both}} after": (
        "<em>in vivo</em> and <strong>loud <em>both</em></strong> after"
    ),
    "N<sub>2</sub>O &lt;b&gt;now&lt;/b&gt; &amp;amp; then": "N<sub>2</sub>O <strong>now</strong> &amp; then",
    r"SO$_4^{2-}$, 10$^{-3}$ and $\alpha$-rays": "SO<sub>4</sub><sup>2-</sup>, 10<sup>-3</sup> and α-rays",
    r"$n \log n$ where $p \leq 0.05$": "n log n where p ≤ 0.05",
    "from $5 to $7 a head": "from $5 to $7 a head",
    r"\NG{} and \ng{}, \SS, 5$^\circ$C": "Ŋ and ŋ, SS, 5°C",
    "Games of '24, 's-Gravenhage, 'quoted' words": "Games of ’24, ’s-Gravenhage, 'quoted' words",
    r"40 \% of R\&D, a\_b, C\#, \$3": "40 % of R&amp;D, a_b, C#, $3",
    r"A \frac{1}{3} and $\frac{n+1}{2}$, $\tfrac12$, \nicefrac{2}{3}": "A 1/3 and (n+1)/2, 1/2, 2/3",
    r"{{$\less$}i{$\greater$}In situ{$\less$}/i{$\greater$} A $\mathplus$ B": "<em>In situ</em> A + B",
    r"Law {\&}amp$\mathsemicolon$ Order": "Law &amp; Order",
    r"It isn't `rock 'n' roll' in the boys' room": "It isn't ‘rock 'n’ roll' in the boys' room",
    "40% of R&D, a_b, C#, x^2": "40% of R&amp;D, a_b, C#, x^2",
    r"Gy{\H{o}}r, Fran\c{c}ois, {\'E}mile, na{\"\i}ve, {\O}re, \v{S}koda, \aa": (
        "Győr, François, Émile, naïve, Øre, Škoda, å"
    ),
    "``One'' --- or `two'--three": "“One” — or ‘two’–three",
    r"\enquote{Quoted} \mkbibparens{so}": "“Quoted” (so)",
    r"{\noopsort{b}}Sorted": "Sorted",
    r"See \url{https://example.org/a_b%20c}": (
        'See <a href="https://example.org/a_b%20c">https://example.org/a_b%20c</a>'
    ),
    "p<0.05 and a <unknown> tag": "p&lt;0.05 and a &lt;unknown&gt; tag",
    r"nu\textasciimacron{} in tide\hyphen dependent \textasciiacute{}": "nu¯ in tide-dependent ´",
    r"\unheard{kept words} and \LaTeX": "kept words and LaTeX",
    "<i>open {here</i>} and}": "<em>open here and</em>",
    r"H\({}_{\mbox{2}}\)O and \(\alpha^2\)": "H<sub>2</sub>O and α<sup>2</sup>",
    '<tex>$q_{3}$</tex>-learning in <tex-math id="M1">O^2</tex-math>': "q<sub>3</sub>-learning in O<sup>2</sup>",
    r"<tex-math>\usepackage{amsmath}\begin{document}$$\gamma$$\end{document}</tex-math> rays": "γ rays",
    "<alternatives><tex-math>j</tex-math><m:math>j</m:math></alternatives> states": "j states",
    "no~break": "no\N{NO-BREAK SPACE}break",
}


@pytest.mark.parametrize(("field", "prints"), FIELDS.items())
def test_a_field_prints_what_its_marks_mean(field: str, prints: str) -> None:
    assert marked(entry_text.text(field)).replace("&nbsp;", "\N{NO-BREAK SPACE}") == prints


def test_a_command_that_nobody_knows_is_told_by_its_field() -> None:
    problems = one(r"title = {A \unheard{word}}, year = 2024").problems
    assert problems == [r"has \unheard in 'title', which is not known; its words are printed without it"]


SIGNS = [*"{}$~%&#^_<-`'\",; "]
TOKENS = [*SIGNS, *"ab é\\>/\n", "\\emph", "\\'", "<i>", "</i>", "&amp;", "\\textcolor", "$x$"]
anything = st.lists(
    st.sampled_from(TOKENS) | st.text(st.characters(exclude_categories=["Cs"]), max_size=3), max_size=20
).map("".join)
signs = st.lists(st.sampled_from(SIGNS), max_size=6).map("".join)
words = st.lists(st.text(st.sampled_from("abcdefgé"), min_size=2, max_size=6), min_size=1, max_size=4)


@given(anything)
def test_no_field_ends_the_reading(field: str) -> None:
    str(entry_text.text(field))


@given(
    words, st.lists(signs.map(lambda text: re.sub(r"[^{}$~%&#^_<\-`'\",; ]", "", text)), min_size=4, max_size=4)
)
def test_a_field_keeps_its_words_among_whatever_signs(kept: list[str], between: list[str]) -> None:
    field = "".join(f"{sign} {word} " for word, sign in zip(kept, between, strict=False))
    letters = [found for found in re.findall(r"\w+", str(entry_text.text(field))) if found.strip("_")]
    assert "".join(kept) == re.sub(r"[\W_]", "", unicodedata.normalize("NFC", "".join(letters)))


@given(anything, anything, anything)
def test_no_entry_ends_the_reading(author: str, date: str, url: str) -> None:
    text = f"@misc{{k, author = {{{author}}}, date = {{{date}}}, url = {{{url}}}, doi = {{{url}}}}}"
    for entry in references(text).values():
        printed(entry)
        label_of(entry)


def test_an_unknown_command_prints_nothing_of_itself() -> None:
    entry = one(r"title = {Some \unheard words\foo}, year = 2024")
    assert printed(entry) == "Some words. 2024."
    assert [problem.split()[1] for problem in entry.problems] == ["\\unheard", "\\foo"]


# Types

BIBLATEX = (
    "article book mvbook inbook bookinbook suppbook booklet collection mvcollection incollection suppcollection"
    " dataset manual misc online patent periodical suppperiodical proceedings mvproceedings inproceedings"
    " reference mvreference inreference report set software thesis unpublished conference electronic"
    " mastersthesis phdthesis"
    " techreport www artwork audio bibnote commentary image jurisdiction legislation legal letter movie music"
    " performance review standard video customa customf"
)
WHOLE = (
    "author = {Roe, Ann}, title = {Red Tape}, date = {2023-04-09}, journaltitle = {Annals},"
    " booktitle = {Collected}, institution = {WMO}, publisher = {Press}, number = 7, location = {Oslo}, url = {https://example.org/r}"
)


@pytest.mark.parametrize("kind", BIBLATEX.split())
def test_every_type_of_biblatex_prints_who_what_when_and_where(kind: str) -> None:
    entry = one(WHOLE, kind)
    assert entry.problems == []
    for part in ("Ann Roe", "Red Tape", "9 April 2023", "https://example.org/r"):
        assert part in printed(entry)


@pytest.mark.parametrize("kind", BIBLATEX.split())
def test_every_type_prints_what_there_is(kind: str) -> None:
    assert printed(one("title = {Red Tape}", kind)).startswith("Red Tape.")
    assert printed(one("author = {Roe, Ann}", kind)).startswith("Ann Roe.")


def test_an_unknown_type_prints_like_misc_and_is_told_with_the_nearest() -> None:
    entry = one("title = {Red Tape}, year = 2024", "tehcreport")
    assert printed(entry) == "Red Tape. 2024."
    assert entry.problems == ["is of the unknown type 'tehcreport', printed like misc; did you mean 'techreport'?"]


FORMS = {
    "a journal": (
        "article",
        "author = {Roe, Ann and Poe, Bo}, title = {Low Tides: Who Pays?}, journaltitle = {Coasts}, volume = 3,"
        " number = 2, pages = {1-9}, date = {2024-05}, doi = {10.5555/x}",
        "Ann Roe and Bo Poe. Low Tides: Who Pays? Coasts, 3(2):1–9, May 2024. doi:10.5555/x.",
    ),
    "a volume without pages": (
        "article",
        "author = {Roe, Ann}, title = {T}, journal = {J}, volume = 12, year = 2024",
        "Ann Roe. T. J, 12, 2024.",
    ),
    "a chapter": (
        "incollection",
        "author = {Roe, Ann}, title = {A Chapter}, booktitle = {A Book}, booksubtitle = {Of Many},"
        " editor = {Poe, Bo}, pages = {5}, publisher = {Press}, location = {Oslo}, date = {1999/2001}",
        "Ann Roe. A Chapter. In Bo Poe, editor, A Book: Of Many, page 5. Press, Oslo, 1999–2001.",
    ),
    "a thesis": (
        "thesis",
        "author = {Roe, Ann}, title = {T}, type = {mathesis}, institution = {NTNU}, date = {2024}",
        "Ann Roe. T. Master’s thesis, NTNU, 2024.",
    ),
    "a numbered report": (
        "report",
        "author = {{WMO}}, title = {T}, institution = {WMO}, number = {12}, date = {2024-21}",
        "WMO. T. Report 12, spring 2024.",
    ),
    "a report of no number": (
        "report",
        "author = {Roe, Ann}, title = {T}, type = {resreport}, institution = {NTNU}, date = {2024},"
        " pubstate = {inpress}",
        "Ann Roe. T. NTNU, 2024. In press.",
    ),
    "a patent": (
        "patent",
        "author = {Roe, Ann}, title = {T}, type = {patenteu}, number = {EU-1}, date = {2024},"
        " location = {countryno and countryuk}",
        "Ann Roe. T. No. EU-1, Norway and United Kingdom, 2024.",
    ),
    "a paper whose place is where people met": (
        "inproceedings",
        "author = {Roe, Ann}, title = {T}, booktitle = {B}, location = {Oslo}, publisher = {P},"
        " address = {Bergen}, year = 2024",
        "Ann Roe. T. In B, Oslo. P, Bergen, 2024.",
    ),
    "what a catalogue of medicine has, too": (
        "article",
        "author = {Roe, Ann}, title = {T}, journal = {J}, year = 2024, pmid = {77}, doi = {10.5555/x}",
        "Ann Roe. T. J, 2024. doi:10.5555/x.",
    ),
    "a preprint whose DOI is that of arXiv": (
        "misc",
        "author = {Roe, Ann}, title = {T}, year = 2024, eprint = {2401.00001}, doi = {10.48550/arXiv.2401.00001}",
        "Ann Roe. T. 2024. arXiv:2401.00001.",
    ),
    "a chapter that is on arXiv, too": (
        "incollection",
        "author = {Roe, Ann}, title = {T}, booktitle = {B}, year = 2024, eprint = {2401.00001}, doi = {10.5555/x}",
        "Ann Roe. T. In B. 2024. doi:10.5555/x, arXiv:2401.00001.",
    ),
    "a DOI that is given as an address": (
        "article",
        "author = {Roe, Ann}, title = {T}, journal = {J}, year = 2024, url = {https://doi.org/10.5555/S01(23)4}",
        "Ann Roe. T. J, 2024. doi:10.5555/S01(23)4.",
    ),
    "a volume in a numbered series": (
        "book",
        "author = {Roe, Ann}, title = {T}, volume = 4, series = {S}, number = 9, publisher = {P}, year = 2024",
        "Ann Roe. T. Volume 4, S 9, P, 2024.",
    ),
    "a volume of a larger work": (
        "book",
        "author = {Roe, Ann}, title = {T}, maintitle = {M}, volume = 4, series = {S}, number = 9, year = 2024",
        "Ann Roe. T. Volume 4 of M, S 9, 2024.",
    ),
    "a chapter of such a volume": (
        "inbook",
        "author = {Roe, Ann}, title = {T}, booktitle = {B}, maintitle = {M}, volume = 4, year = 2024",
        "Ann Roe. T. In B, volume 4 of M. 2024.",
    ),
    "an address in words on how it was published": (
        "misc",
        r"author = {Roe, Ann}, title = {T}, howpublished = {Blog, \url{https://example.org/b}}, year = 2024",
        "Ann Roe. T. Blog, 2024. URL: https://example.org/b.",
    ),
    "an edition": (
        "book",
        "editor = {Roe, Ann and Poe, Bo}, title = {T}, edition = {Second}, publisher = {P}, year = 2024,"
        " translator = {Coe, Cy}",
        "Ann Roe and Bo Poe, editors. T. Translated by Cy Coe. Second edition, P, 2024.",
    ),
    "a translation without its author": (
        "book",
        "title = {T}, translator = {Coe, Cy}, publisher = {P}, year = 2024",
        "T. Translated by Cy Coe. P, 2024.",
    ),
    "a number without a series": (
        "inproceedings",
        "author = {Roe, Ann}, title = {T}, booktitle = {B}, number = 9, pages = {1--2}, year = 2024",
        "Ann Roe. T. In B, no. 9, pages 1–2. 2024.",
    ),
    "a book of a volume and a number without a series": (
        "book",
        "author = {Roe, Ann}, title = {T}, volume = 4, number = 9, publisher = {P}, year = 2024",
        "Ann Roe. T. Volume 4, no. 9, P, 2024.",
    ),
    "pages where a sentence begins": (
        "article",
        "author = {Roe, Ann}, title = {T}, pages = {3--4}, year = 2024",
        "Ann Roe. T. Pages 3–4, 2024.",
    ),
    "a season where a sentence begins": (
        "online",
        "author = {Roe, Ann}, title = {T}, date = {2024-22}",
        "Ann Roe. T. Summer 2024.",
    ),
    "an author's book that others edited": (
        "book",
        "author = {Roe, Ann}, editor = {Poe, Bo and Coe, Cy}, title = {T}, publisher = {P}, year = 2024",
        "Ann Roe. T. Edited by Bo Poe and Cy Coe. P, 2024.",
    ),
    "an article in an issue that somebody edited": (
        "article",
        "author = {Roe, Ann}, editor = {Poe, Bo}, title = {T}, journal = {J}, volume = 3, year = 2024",
        "Ann Roe. T. Edited by Bo Poe. J, 3, 2024.",
    ),
    "a part of another's book": (
        "inbook",
        "author = {Roe, Ann}, title = {T}, bookauthor = {Coe, Cy}, booktitle = {B},"
        " editor = {Poe, Bo}, year = 2024",
        "Ann Roe. T. Edited by Bo Poe. In Cy Coe, B. 2024.",
    ),
    "a part of the author's own book": (
        "inbook",
        "author = {Roe, Ann}, title = {T}, bookauthor = {Roe, Ann}, booktitle = {B},"
        " editor = {Poe, Bo}, year = 2024",
        "Ann Roe. T. In Bo Poe, editor, B. 2024.",
    ),
    "who did not just edit": (
        "movie",
        "editor = {Roe, Ann}, editortype = {director}, editora = {Poe, Bo}, editoratype = {redactor}, title = {T},"
        " year = 2024",
        "Ann Roe (director). T. Bo Poe (redactor). 2024.",
    ),
    "one more editor": (
        "book",
        "author = {Roe, Ann}, editor = {Poe, Bo}, editora = {Coe, {C}y}, title = {T},"
        " publisher = {P}, year = 2024",
        "Ann Roe. T. Edited by Bo Poe. Edited by Cy Coe. P, 2024.",
    ),
    "a collaboration alone": (
        "misc",
        "collaboration = {ATLAS and CMS}, title = {T}, year = 2024",
        "ATLAS and CMS. T. 2024.",
    ),
    "how long a book is": (
        "book",
        "author = {Roe, Ann}, title = {T}, publisher = {P}, pagetotal = 528, year = 2024",
        "Ann Roe. T. P, 528 pages, 2024.",
    ),
    "a volume of several": (
        "book",
        "author = {Roe, Ann}, title = {T}, volume = 2, volumes = 3, maintitle = {M}, publisher = {P}, year = 2024",
        "Ann Roe. T. Volume 2 of M, 3 volumes, P, 2024.",
    ),
    "a work of several volumes": (
        "mvbook",
        "author = {Roe, Ann}, title = {T}, volumes = 3, publisher = {P}, year = 2024",
        "Ann Roe. T. 3 volumes, P, 2024.",
    ),
    "words of an export for nothing, and a chapter that is the title": (
        "inbook",
        "author = {Roe, Ann}, title = {T}, chapter = {T}, booktitle = {B}, volume = {null}, number = {null},"
        " series = {null}, edition = {null}, pages = {1-2}, year = 2024",
        "Ann Roe. T. In B, pages 1–2. 2024.",
    ),
    "a title that is such a word": (
        "book",
        "author = {Roe, Ann}, title = {Null}, publisher = {P}, year = 2024",
        "Ann Roe. Null. P, 2024.",
    ),
    "how often a catalogue has seen it cited": (
        "article",
        "author = {Roe, Ann}, title = {T}, journal = {J}, year = 2024,"
        " note = {Cited by: 23; All Open Access, Gold Open Access; Conference name: C}",
        "Ann Roe. T. J, 2024. Conference name: C.",
    ),
    "a note of a program": (
        "article",
        "author = {Roe, Ann}, title = {T}, journal = {J}, year = 2024, note = {Publisher: House of Press}",
        "Ann Roe. T. J, 2024.",
    ),
    "a copy that a program noted": (
        "article",
        r"author = {Roe, Ann}, title = {T}, journal = {J}, year = 2024, note = {\_eprint: https://example.org/x}",
        "Ann Roe. T. J, 2024.",
    ),
    "a note of somebody": (
        "article",
        "author = {Roe, Ann}, title = {T}, journal = {J}, year = 2024, note = {The publisher withdrew it}",
        "Ann Roe. T. J, 2024. The publisher withdrew it.",
    ),
    "a body whose page a catalogue calls a part of it": (
        "online",
        "author = {{The Office}}, title = {T}, journal = {The Office}, date = {2025-11-03}",
        "The Office. T. 3 November 2025.",
    ),
    "a patent whose office stands in its type": (
        "patent",
        "author = {Roe, Ann}, title = {T}, type = {patentus}, number = {12}, date = {2024}",
        "Ann Roe. T. No. 12, United States, 2024.",
    ),
    "people of a collaboration": (
        "article",
        "author = {Roe, Ann and others}, collaboration = {LOW}, title = {T}, journal = {J}, year = 2024",
        "Ann Roe et al. (LOW). T. J, 2024.",
    ),
    "a collaboration that is the author": (
        "article",
        "author = {{LOW Collaboration}}, collaboration = {LOW}, title = {T}, journal = {J}, year = 2024",
        "LOW Collaboration. T. J, 2024.",
    ),
    "pages that say that they are": (
        "incollection",
        "author = {Roe, Ann}, title = {T}, booktitle = {B}, pages = {pp. 22-25}, year = 2024",
        "Ann Roe. T. In B, pages 22–25. 2024.",
    ),
    "a page of an article that says that it is one": (
        "article",
        "author = {Roe, Ann}, title = {T}, journal = {J}, volume = 3, pages = {p.22}, year = 2024",
        "Ann Roe. T. J, 3:22, 2024.",
    ),
    "how many pages a book has": (
        "book",
        "author = {Roe, Ann}, title = {T}, pages = {xx + 346}, publisher = {P}, year = 2024",
        "Ann Roe. T. Pages xx + 346, P, 2024.",
    ),
    "a date of about when, where a sentence begins": (
        "online",
        "author = {Roe, Ann}, title = {T}, date = {1950~}",
        "Ann Roe. T. c. 1950.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "fields", "prints"), FORMS.values(), ids=FORMS.keys())
def test_a_source_prints_in_the_form_of_its_type(kind: str, fields: str, prints: str) -> None:
    assert printed(one(fields, kind)) == prints


def test_the_words_of_an_entry_are_in_the_language_of_the_brief() -> None:
    entry = one(
        "author = {Roe, Ann and Poe, Bo}, title = {T}, booktitle = {B}, pages = {1--2}, date = {2024-05-03}"
    )
    speak("fr")
    assert printed(entry, "fr") == "Ann Roe et Bo Poe. T. Dans B, pages 1–2. 3 mai 2024."
    speak("de")
    assert printed(entry, "de") == "Ann Roe und Bo Poe. T. In B, Seiten 1–2. 3. Mai 2024."


@pytest.mark.parametrize(
    ("fields", "prints"),
    [
        ("volume = {214}, number = {1}, pages = {3--9}", "vol. 214, n° 1, p. 3–9"),
        ("volume = {214}, pages = {3--9}", "vol. 214, p. 3–9"),
        ("volume = {214}, number = {1}, eid = {e12}", "vol. 214, n° 1, e12"),
    ],
)
def test_a_place_in_a_journal_is_in_the_order_of_the_language(fields: str, prints: str) -> None:
    entry = one(f"author = {{Roe, Ann}}, title = {{T}}, journal = {{J}}, date = {{2024}}, {fields}", "article")
    speak("fr")
    assert printed(entry, "fr").replace("\N{NO-BREAK SPACE}", " ") == f"Ann Roe. T. J, {prints}, 2024."


# Dates

DATES = {
    "date = {2023-11-30}": ("2023", "30 November 2023"),
    "date = {2023-11}": ("2023", "November 2023"),
    "date = {2021/2023}": ("2021–2023", "2021–2023"),
    "date = {2023-03/2023-05}": ("2023", "March\u2009–\u2009May 2023"),
    "date = {2020/}": ("2020–", "2020–"),
    "date = {2023-23}": ("2023", "autumn 2023"),
    "date = {1850~}": ("c. 1850", "c. 1850"),
    "date = {1850?}": ("c. 1850", "c. 1850"),
    "date = {185X}": ("1850–1859", "1850–1859"),
    "date = {1612?~}": ("c. 1612", "c. 1612"),
    "date = {2021-22/2022-24}": ("2021–2022", "summer 2021 – winter 2022"),
    "date = {-0043}": ("44 BCE", "44 BCE"),
    "date = {2023-11-30T10:00:00Z}": ("2023", "30 November 2023"),
    "year = {2023}, month = nov": ("2023", "November 2023"),
    'year = {2023}, month = "30~" # nov': ("2023", "30 November 2023"),
    "year = {2023}, month = {11}, day = {30}": ("2023", "30 November 2023"),
    "year = {2019--20}": ("2019–2020", "2019–2020"),
    "year = {ca. 1850}": ("c. 1850", "c. 1850"),
    "year = {in press}": ("in press", "in press"),
    "year = {n.d.}": ("n.d.", ""),
}


@pytest.mark.parametrize(("fields", "named"), DATES.items(), ids=DATES.keys())
def test_a_date_names_the_source_and_is_written_out(fields: str, named: tuple[str, str]) -> None:
    entry = one(f"author = {{Roe, Ann}}, title = {{T}}, {fields}")
    assert entry.problems == []
    assert (label_of(entry), dates.written(entry.date, "en")) == (f"Roe {named[0]}", named[1])


def test_the_first_of_a_month_is_an_ordinal_in_french() -> None:
    assert [dates.written(f"2031-01-{day}", "fr") for day in ("01", "11")] == [
        "1er janvier 2031",
        "11 janvier 2031",
    ]


def test_a_date_is_in_the_order_of_the_variety_of_english() -> None:
    assert [dates.written("2031-05-11", language) for language in ("en", "en_US")] == [
        "11 May 2031",
        "May 11, 2031",
    ]


def test_what_is_no_date_is_told_and_its_year_is_kept() -> None:
    entry = one("author = {Roe, Ann}, title = {T}, date = {30 November 2023}")
    assert (label_of(entry), printed(entry)) == ("Roe 2023", "Ann Roe. T. 30 November 2023.")
    assert "has the date '30 November 2023', which is no date" in entry.problems[0]


# People

PEOPLE = {
    "{World Bank} and Roe, Ann": ("World Bank & Roe", "World Bank and Ann Roe"),
    "Roe, Ann and others": ("Roe et al.", "Ann Roe et al"),
    "Roe, Ann and Poe, Bo and others": ("Roe et al.", "Ann Roe, Bo Poe et al"),
    "van den Berg, Jan": ("van den Berg", "Jan van den Berg"),
    "Charles de Gaulle": ("de Gaulle", "Charles de Gaulle"),
    "King, Jr., Martin L.": ("King", "Martin L. King, Jr"),
    "Martin L. King Jr.": ("King", "Martin L. King, Jr"),
    "King III, Martin": ("King", "Martin King, III"),
    "family=Berg, given=Jan, prefix=van den, useprefix=true": ("van den Berg", "Jan van den Berg"),
    "family=Stein, given=Karl, prefix=vom und zum": ("vom und zum Stein", "Karl vom und zum Stein"),
    "Ortega y Gasset, José": ("Ortega y Gasset", "José Ortega y Gasset"),
    "von und zu Stein, Karl": ("von und zu Stein", "Karl von und zu Stein"),
    "王, 小明 and 김, 철수": ("王 & 김", "王小明 and 김철수"),
    r"Erd{\H{o}}s, P{\'a}l": ("Erdős", "Pál Erdős"),
    r"O{\textquoteright}Dea, Mo and d{\textquoteright}Or, Zoé": ("O’Dea & d’Or", "Mo O’Dea and Zoé d’Or"),
    "Roe II, Ann and Poe, Jr., Bo": ("Roe & Poe", "Ann Roe, II and Bo Poe, Jr"),
    "Roe, A. B., Sr. and Poe, Bo, IV": ("Roe & Poe", "A. B. Roe, Sr. and Bo Poe, IV"),
    "National Gallery of Wales,": ("National Gallery of Wales", "National Gallery of Wales"),
    "Low Tides Collaboration": ("Low Tides Collaboration", "Low Tides Collaboration"),
    "Roe, A.\\,B.": ("Roe", "A. B. Roe"),
    "山田 花子": ("山田", "山田花子"),
    "'t Lam, Piet": ("’t Lam", "Piet ’t Lam"),
    "family=Rashid, given=Omar, prefix=al-, useprefix=true": ("al-Rashid", "Omar al-Rashid"),
    "family=Orsay, given=Luc, prefix=d', useprefix=true": ("d’Orsay", "Luc d'Orsay"),
    "Roe, Ann and Others": ("Roe et al.", "Ann Roe et al"),
}


@pytest.mark.parametrize(("people", "named"), PEOPLE.items(), ids=PEOPLE.keys())
def test_people_are_named_as_they_are_called(people: str, named: tuple[str, str]) -> None:
    entry = one(f"author = {{{people}}}, title = {{T}}, year = 2024")
    assert entry.problems == []
    assert (label_of(entry), printed(entry)) == (f"{named[0]} 2024", f"{named[1]}. T. 2024.")


SEPARATORS = {
    "Roe, Ann; Poe, Bo": ("semicolons between names", "Ann Roe and Bo Poe"),
    "Roe, Ann et al.": ("'et al.' in 'author'; write 'and others'", "Ann Roe et al"),
    "Ann Roe und Bo Poe": ("write 'and' between names", "Roe und Bo Poe"),
    r"Roe, A. \& Poe, B.": ("'&' between names", "A. Roe and B. Poe"),
    "Roe, Ann & Poe, Bo and Coe, Cy": ("'&' between names", "Ann Roe, Bo Poe, and Cy Coe"),
    "Roe A, Poe BC": ("commas between names", "A Roe and BC Poe"),
    "Roe A., Poe B. C., Coe C.": ("commas between names", "A. Roe, B. C. Poe, and C. Coe"),
    "Ann Roe, Bo Poe, Cy Coe": ("commas between names", "Ann Roe, Bo Poe, and Cy Coe"),
    "Roe, Ann and": ("without a name on both sides", "Ann Roe. T"),
    "and others": ("without a name on both sides", "T. 2024."),
    "Roe, Ann and and Poe, Bo": ("without a name on both sides", "Ann Roe and Bo Poe"),
    r"R\oops{o}e, Ann": ("has \\oops in 'author'", "Ann Roe"),
    "A Roe , B. C. Poe and Cy Coe": ("commas between names", "A Roe, B. C. Poe, and Cy Coe"),
    "Roe, A., Poe, B., Coe, C.": ("too many commas", "Roe, A., Poe, B., Coe, C"),
}


@pytest.mark.parametrize(("people", "said"), SEPARATORS.items(), ids=SEPARATORS.keys())
def test_separators_that_are_not_those_of_bibtex_are_told_and_no_name_is_lost(
    people: str, said: tuple[str, str]
) -> None:
    entry = one(f"author = {{{people}}}, title = {{T}}, year = 2024")
    assert said[0] in entry.problems[0]
    assert said[1] in printed(entry)


def test_a_source_of_nobody_is_named_by_its_title() -> None:
    assert label_of(one("title = {One Two Three Four Five}, year = 2024")) == "One Two Three Four… 2024"


def test_what_reaches_no_reader_may_hold_any_command() -> None:
    assert one(r"title = {T}, year = 2024, abstract = {\begin{x} y}, annote = {\foo{z}}").problems == []


def test_a_number_that_mendeley_invents_leads_nowhere() -> None:
    entry = one("title = {T}, year = 2024, eprint = {1011.1669v3}, archiveprefix = {arXiv}")
    assert "arxiv" not in printed(entry).lower()
    assert "which Mendeley writes" in entry.problems[0]


# Others' entries

WITH_PARENTS = """
@proceedings{conf, title = {Proceedings of X}, subtitle = {The Tenth}, editor = {Poe, Bo}, date = {2024},
  publisher = {ACM}, doi = {10.5555/whole}}
@xdata{acm, location = {Oslo}}
@inproceedings{paper, author = {Roe, Ann}, title = {A Paper}, crossref = {conf}, xdata = {acm}, pages = {3--4}}
@inproceedings{lost, author = {Roe, Ann}, title = {Another}, booktitle = {B}, year = 2024, crossref = {cnof}}
@book{turn, title = {T}, year = 2024, crossref = {turn}}
@xdata{city, location = {Bergen}}
@xdata{house, publisher = {House}, xdata = {city}}
@mvbook{all, title = {All of It}, editor = {Poe, Bo}, date = {2001/2004}, xdata = {house}}
@book{third, title = {Third Part}, volume = {3}, date = {2003}, crossref = {all}}
"""


def test_an_entry_has_from_its_whole_what_it_lacks_and_not_what_is_the_wholes_own() -> None:
    known = references(WITH_PARENTS)
    assert "acm" not in known
    assert printed(known["paper"]) == (
        "Ann Roe. A Paper. In Bo Poe, editor, Proceedings of X: The Tenth, pages 3–4. ACM, Oslo, 2024."
    )
    assert known["lost"].problems == ["refers to the entry 'cnof', which there is not; did you mean 'conf'?"]
    assert printed(known["turn"]) == "T. 2024."
    assert known["turn"].problems == ["is a part of itself by its crossref 'turn'; take one out"]
    assert printed(known["third"]) == "Bo Poe, editor. Third Part. Volume 3 of All of It, House, Bergen, 2003."


# Addresses

DOIS = {
    "https://doi.org/10.5555/A1": "https://doi.org/10.5555/A1",
    "http://dx.doi.org/10.5555%2Fa": "https://doi.org/10.5555/a",
    "doi: 10.5555/a_b": "https://doi.org/10.5555/a_b",
    r"10.5555/a\_b": "https://doi.org/10.5555/a_b",
    "http://doi.ieeecomputersociety.org/10.5555/b": "https://doi.org/10.5555/b",
    "https://press.example.org/doi/full/10.5555/c?journal=d": "https://doi.org/10.5555/c",
    "doi:https://doi.org/10.5555/d": "https://doi.org/10.5555/d",
    "10.5555/e(2)1-X.": "https://doi.org/10.5555/e(2)1-X",
    "10.1002/(SICI)1<2::AID-X>3.0.CO;2-#": "https://doi.org/10.1002/(SICI)1%3C2::AID-X%3E3.0.CO;2-%23",
}


@pytest.mark.parametrize(("given_doi", "address"), DOIS.items())
def test_a_doi_leads_right_however_it_is_written(given_doi: str, address: str) -> None:
    entry = one(f"title = {{T}}, year = 2024, doi = {{{given_doi}}}")
    assert entry.problems == []
    assert f'href="{address}"' in marked(style.text(entry, "en")).replace("&lt;", "<")


ADDRESSES = {
    r"url = {https://example.org/a\_b\%20c?d=1\&e={\#}f}": "https://example.org/a_b%20c?d=1&e=#f",
    r"url = {\url{https://example.org/~a}}": "https://example.org/~a",
    r"url = {https://example.org/\textasciitilde{}a}": "https://example.org/~a",
    "url = {https://example.org/a\n  b}": "https://example.org/ab",
    "eprint = {2412.12140}, archiveprefix = {arXiv}": "https://arxiv.org/abs/2412.12140",
    "eprint = {arXiv:2412.12140 [cs.AI]}": "https://arxiv.org/abs/2412.12140",
    r"howpublished = {Available at: \url{https://example.org/h\_p}}": "https://example.org/h_p",
    r"note = {\url{https://example.org/n}}": "https://example.org/n",
    "howpublished = {https://example.org/bare}": "https://example.org/bare",
    "url = {https://example.org/?a=<b>|c}": "https://example.org/?a=%3Cb%3E%7Cc",
    "url = {www.example.org/w}": "https://www.example.org/w",
    "handle = {11250/98.7}": "https://hdl.handle.net/11250/98.7",
    "handle = {https://hdl.handle.net/11250/98}": "https://hdl.handle.net/11250/98",
    "handle = {RePEc:x:1}, url = {https://example.org/h}": "https://example.org/h",
    "eprint = {123}, eprinttype = {pubmed}": "https://pubmed.ncbi.nlm.nih.gov/123/",
}


@pytest.mark.parametrize(("fields", "address"), ADDRESSES.items())
def test_an_address_is_linked_as_it_is_meant(fields: str, address: str) -> None:
    assert f'href="{address}"' in marked(style.text(one(f"title = {{T}}, year = 2024, {fields}"), "en"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("url = {www.example.org/w}", "has the url 'www.example.org/w' without 'https://'; write it whole"),
        (
            "handle = {RePEc:x:1}",
            "has the handle 'RePEc:x:1', which is none; it has digits and a slash: give its url",
        ),
        (
            "address = {Rome}, location = {Pisa}",
            "has 'address' and 'location', which mean the same, and differ; the first is printed",
        ),
        ("jounal = {J}", "has the field 'jounal', which nothing reads; did you mean 'journal'?"),
    ],
)
def test_what_cannot_be_meant_is_told(fields: str, said: str) -> None:
    assert one(f"title = {{T}}, year = 2024, {fields}").problems == [said]


def test_an_address_in_a_field_of_words_is_printed_once() -> None:
    assert printed(one(r"title = {T}, year = 2024, howpublished = {Online: \url{https://example.org/o}}")) == (
        "T. 2024. URL: https://example.org/o."
    )
    assert printed(one("title = {T}, year = 2024, note = {Code at https://example.org/o}")) == (
        "T. 2024. Code at https://example.org/o."
    )


# Files

TWO = "\n@misc{k, title = {T}}"
FAULTY = {
    "an entry without a key": ("@misc{title = {x}}\n@misc{k, title = {T}}", 1, "an entry without a key"),
    "an empty key": ("@misc{, title = {x}}\n@misc{k, title = {T}}", 1, "an entry without a key"),
    "an open brace": ("@misc{a, title = {x, year = 2024\n}\n\n@misc{k, title = {T}}", 1, "'a' is not closed"),
    "an open brace before one without a key": (
        "@book{c,\n title = {C {d},\n}\n@book{,\n title = {E}}\n@misc{k, title = {T}}", 4, "an entry without a key"
    ),
    "an open brace of one without a key": ("@misc{, title = {x\n}" + TWO, 1, "a brace is missing"),
    "an open brace before a key below": ("@misc{a, title = {x\n}\n@misc{\n k, title = {T}}", 1, "'a' is not"),
    "an open brace in a line": ("@misc{a, title = {x {y}, year = 1} @misc{k, title = {T}}", 1, "'a' is not"),
    "no opening brace": ("\n@misc a, title = {x}}\n@misc{k, title = {T}}", 2, "looks like an entry"),
    "no type": ("@{a, title = {x}}\n@misc{k, title = {T}}", 1, "looks like an entry"),
    "no sign": ("@misc{b, title = {x}}\n\nmisc{a,\n title = {x}}" + TWO, 3, "looks like an entry"),
    "a brace too many": ("@misc{a, title = {x}}, year = 2024}" + TWO, 1, "text after the entry 'a'"),
    "no comma": ("@misc{k, title = {T}\n year = 2024}", 2, "'}' expected"),
    "two fields of a name": ("@misc{k, title = {T}, title = {U}}", 1, "'k' has two fields 'title'"),
    "an undefined string": ("@misc{k, title = {T}, journal = jacm}", 1, "undefined string 'jacm'"),
    "a key with a space": ("@misc{k 1, title = {T}}\n@misc{k, title = {T}}", 1, "'k 1' is a key with a space"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "said"), FAULTY.values(), ids=FAULTY.keys())
def test_a_fault_costs_no_other_entry_and_is_told_with_its_line(text: str, line: int, said: str) -> None:
    file = bibtex.read(text)
    assert file.entries[-1].fields["title"] == "T"
    assert [fault.line for fault in file.faults if said in fault.problem] == [line]


def test_fields_after_a_missing_comma_are_kept() -> None:
    assert bibtex.read("@misc{k, title = {T}\n year = 2024, note = {N}}").entries[0].fields == {
        "title": "T",
        "year": "2024",
        "note": "N",
    }


SOUND = {
    "comments": "% @misc{old, title = {x}}\n@comment{meta: @misc{no, title = {x}}}\n@misc{k, title = {T} % {\n}",
    "a preamble": '@preamble{"\\newcommand{\\x}{y}"}\n@misc{k, title = {T}}',
    "parentheses": "@misc(k, title = {T})",
    "strings": '@STRING{j = "T"}\n@misc{k, title = J}',
    "joined strings": '@string{a = {T}}\n@misc{k, title = a # "" }',
    "words between": "Exported by someone@example.org\n@misc{k, title = {T}}",
    "an entry in a field": '@misc{k, title = {T}, note = "see @misc{x, title={y}}"}',
    "a line of a field like a command": "@misc{k, title = {T}, note = {Write to\n@home{ann, bo} or to me}}",
    "a type of two words": "@article-journal{k, title = {T}}",
    "deep braces": "@misc{k, title = {T}, note = {" + "{" * 60 + "x" + "}" * 60 + "}}",
    "a huge field": "@misc{k, title = {T}, abstract = {" + "word " * 100_000 + "}}",
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND.keys())
def test_what_is_sound_is_read_without_a_word(text: str) -> None:
    file = bibtex.read(text)
    assert file.faults == []
    assert [(entry.key, entry.fields["title"]) for entry in file.entries] == [("k", "T")]


def test_a_file_of_nothing_has_no_entry_and_no_fault() -> None:
    assert (bibtex.read("").entries, bibtex.read("").faults) == ([], [])


LADDERS = {
    "crossref": "".join(f"@book{{k{at}, crossref = {{k{at + 1}}}}}\n" for at in range(3000)),
    "xdata": "".join(f"@xdata{{k{at}, xdata = {{k{at + 1}}}}}\n" for at in range(3000)) + "@book{b, xdata = {k0}}",
    "unknown": "".join(f"@book{{k{at}, crossref = {{x{at}}}}}\n" for at in range(3000)),
    "twice each": "".join(
        f"@xdata{{k{at}, xdata = {{k{at + 1}, l{at + 1}}}}}\n@xdata{{l{at}, xdata = {{k{at + 1}, l{at + 1}}}}}\n"
        for at in range(40)
    )
    + "@book{b, xdata = {k0}}",
}


@pytest.mark.parametrize("text", LADDERS.values(), ids=LADDERS.keys())
def test_what_entries_take_from_others_is_read_in_bounds_and_told(text: str) -> None:
    begun = time.process_time()
    known = references(text)
    assert time.process_time() - begun < 30
    assert any(
        found for one in known.values() for found in one.problems if "others" in found or "there is not" in found
    )
