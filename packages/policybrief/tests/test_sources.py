"""The bibliography: what is read, what is told, how sources are named and told apart."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybrief.data import bibtex, profiles
from policybrief.data.bibliography import Bibliography, read_bibliography, set_labels
from policybrief.words.complaints import Complaint, Rule
from policybrief.words.records import ArchiveKind, VersionKind

if TYPE_CHECKING:
    from projects import Built, Projects

SOUND = """\
@article{alpha2024,
    author = {Alpha, Ada and Other, Olga and Third, Theo},
    title = {Counts},
    year = {2024},
    month = {May},
    journal = {Journal of Counting},
    url = {https://example.org/counts},
    sourcetype = {article},
    review = {peer reviewed},
    relation = {independent}
}
"""
NEXT = SOUND.replace("alpha2024", "next")


TERMS = profiles.of("ai-evaluations", Path())


def told(bibliography: Bibliography) -> list[Complaint]:
    """What is wrong with the files and with each entry, whoever uses it."""
    return [*bibliography.complaints, *(one for faults in bibliography.faults.values() for one in faults)]


def read(folder: Path, text: str | bytes) -> Bibliography:
    """What reading one file gives."""
    (folder / "refs.bib").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_bibliography([folder / "refs.bib"], folder, TERMS)


def test_a_source_has_its_appraisal_and_all_other_fields(tmp_path: Path) -> None:
    bibliography = read(tmp_path, SOUND)
    assert told(bibliography) == []
    source = bibliography.sources["alpha2024"]
    assert (source.label, source.title, source.type) == ("Alpha et al. 2024", "Counts", TERMS.sources["article"])
    assert (source.review, source.relation, source.date) == ("peer reviewed", "independent", "2024-05")
    assert (source.url, source.line) == ("https://example.org/counts", 1)
    assert source.fields == {"journal": "Journal of Counting", "year": "2024"}


MACHINES = {
    "of Linux": "PDF:/home/me/Zotero/storage/counts.pdf:application/pdf",
    "of macOS": "/Users/me/counts.pdf",
    "of Windows": r"Full Text:C\:\\Users\\me\\counts.pdf:application/pdf",
    "as an address": "file:///srv/counts.pdf",
}


@pytest.mark.parametrize("written", MACHINES.values(), ids=MACHINES.keys())
def test_a_path_of_a_machine_is_told_and_not_published(tmp_path: Path, written: str) -> None:
    bibliography = read(tmp_path, SOUND.replace("    url", f"    file = {{{written}}},\n    url"))
    assert [one.text for one in told(bibliography)] == [
        "'alpha2024': file has a path of somebody's machine, which leads no reader anywhere; take it out"
    ]
    assert "file" not in bibliography.sources["alpha2024"].fields


def test_what_a_reader_keeps_for_himself_is_not_published(tmp_path: Path) -> None:
    own = "    abstract = {Long}, keywords = {a}, owner = {me}, annote = {Dull}, mendeley-tags = {x},\n    url"
    fields = read(tmp_path, SOUND.replace("    url", own)).sources["alpha2024"].fields
    assert fields == {"journal": "Journal of Counting", "year": "2024"}


def test_an_address_of_a_home_page_is_no_path_of_a_machine(tmp_path: Path) -> None:
    assert told(read(tmp_path, SOUND.replace("org/counts", "org/home/ada/~counts"))) == []


BAD = {
    "an open brace": (SOUND.rstrip("}\n") + "\n", 1, "'alpha2024' is not closed"),
    "no comma between fields": (SOUND + "\n@misc{bad,\n title = {x}\n year = {2020}\n}\n", 15, "'}' expected"),
    "unbalanced braces": (SOUND.replace("{Counts}", '"Co}unts"'), 3, "unbalanced braces"),
    "an undefined abbreviation": (SOUND.replace("{May}", "may_or_june"), 5, "undefined string"),
    "a repeated key": (NEXT + SOUND + SOUND, 23, "repeated bibliography entry: alpha2024"),
    "a key repeated in capitals": (SOUND + SOUND.replace("alpha", "Alpha"), 12, "repeated bibliography entry"),
    "a name of too many parts": (
        SOUND.replace("Alpha, Ada", "a, b, c, d, e"),
        1,
        "with too many commas; write 'and' between names",
    ),
    "no title": (NEXT + SOUND.replace("    title = {Counts},\n", ""), 12, "'alpha2024' has no title"),
    "no year": (
        NEXT + SOUND.replace("    year = {2024},\n", ""),
        12,
        "'alpha2024' has no year; where it has no date write year = {n.d.}",
    ),
    "no review": (SOUND.replace("review =", "reviewed ="), 1, "has no 'review'; use one of"),
    "no relation": (SOUND.replace("relation =", "related ="), 1, "has no 'relation'; use one of"),
    "no type": (SOUND.replace("sourcetype", "kind"), 1, "sourcetype '' is not known; use one of article, pre"),
    "an unknown type": (
        SOUND.replace("{article}", "{articel}"),
        1,
        "web-page; did you mean 'article'?",
    ),
    "a file of another export": (
        "TY  - JOUR\nAU  - Alpha, Ada\nER  - \n",
        1,
        "has no entry; it looks like RIS: export",
    ),
    "a list for machines": ('[{"id": "alpha2024"}]', 1, "it looks like JSON"),
    "no day of a page without a date": (
        SOUND.replace("year = {2024}", "year = {n.d.}"),
        1,
        "no day near which a copy could be looked up; give urldate",
    ),
    "no address": (
        SOUND.replace("url =", "address ="),
        1,
        "'alpha2024' has no address; give url, doi, eprint or",
    ),
    "an address that is none": (SOUND.replace("https://example.org/counts", "on paper"), 1, "has no address"),
    "an archive that is no address": (
        SOUND.replace("    url", "    archive = {archive.org/counts},\n    url"),
        1,
        "archive 'archive.org/counts', which is no address; it begins with https://",
    ),
    "an archive that names no copy": (
        SOUND.replace("    url", "    archive = {https://web.archive.org/web/*/https://example.org/},\n    url"),
        1,
        "names no copy; write https://web.archive.org/web/<time in digits>/<address>",
    ),
    "an archive and none": (
        SOUND.replace("    url", "    archive = {https://example.org/a}, archivenote = {none},\n    url"),
        1,
        "has 'archive' and 'archivenote'",
    ),
    "a day of reading that is none": (
        SOUND.replace("    url", "    urldate = {2 May 2025},\n    url"),
        1,
        "urldate '2 May 2025', which is no day; write it as 2026-01-31",
    ),
    "not UTF-8": (NEXT.encode() + SOUND.replace("Counts", "Coûts").encode("latin-1"), 14, "is not UTF-8"),
}


@pytest.mark.parametrize(("text", "line", "said"), BAD.values(), ids=BAD.keys())
def test_a_faulty_entry_is_told_with_its_line(tmp_path: Path, text: str | bytes, line: int, said: str) -> None:
    found = [complaint for complaint in told(read(tmp_path, text)) if said in complaint.text]
    assert [(complaint.rule, complaint.path, complaint.line) for complaint in found] == [
        (Rule.SOURCE_ENTRY, "refs.bib", line)
    ]


@pytest.mark.parametrize(("text", "line", "said"), BAD.values(), ids=BAD.keys())
def test_a_brief_with_a_faulty_bibliography_still_builds_and_tells_it_once(
    project: Projects, text: str | bytes, line: int, said: str
) -> None:
    brief = project("test-sound")
    (brief.path / "refs.bib").write_bytes(text if isinstance(text, bytes) else text.encode())
    built = brief.build()
    told = [complaint.place for complaint in built.said("source_entry") if said in complaint.text]
    assert told == [f"refs.bib:{line}"]
    assert "Both systems do the task" in built.words("observed")


def test_a_faulty_entry_leaves_the_others_in_the_bibliography(project: Projects) -> None:
    brief = project("test-sound")
    brief.build()  # completes it
    text = (brief.path / "refs.bib").read_text("utf-8")
    brief.write("refs.bib", text.replace("@article{beta2025,", "@article{beta2025"))
    printed = brief.build().words("sources")
    assert "Counts of a first team" in printed
    assert "An Act on counting" in printed


def test_a_missing_bibliography_file_is_told_once(project: Projects) -> None:
    built = project("test-sound").build(bibtex_bibfiles=["missing.bib"])
    assert [(said.place, said.text) for said in built.complaints if "missing" in said.text] == [
        ("missing.bib:1", "the bibliography file is missing")
    ]


def test_a_key_in_two_files_is_told_in_the_second_and_the_first_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text(SOUND, "utf-8")
    (tmp_path / "b.bib").write_text(NEXT + SOUND.replace("Counts", "Other"), "utf-8")
    bibliography = read_bibliography([tmp_path / "a.bib", tmp_path / "b.bib"], tmp_path, TERMS)
    assert [(said.path, said.line, said.text) for said in bibliography.complaints] == [
        ("b.bib", 12, "repeated bibliography entry: alpha2024; the first, 'alpha2024' in line 1 of a.bib, is kept")
    ]
    assert bibliography.sources["alpha2024"].title == "Counts"


def test_a_control_character_in_the_bibliography_is_told_and_replaced_in_print(project: Projects) -> None:
    brief = project("test-sound")
    brief.build()
    brief.change("refs.bib", "Counts of a first team", "Counts\x07 of a\x85 first team")
    built = brief.build()
    place = next(said.place for said in built.said("control_character"))
    assert [(said.place, said.text[:24]) for said in built.complaints] == [
        (place, "control character U+0007"),
        (place, "control character U+0085"),
    ]
    assert "Counts\ufffd of a\ufffd first team" in built.words("sources")


STATED, EDITION, PUBLISHED, READ = VersionKind
VERSIONS = {
    "what the entry says": ("version = {draft 3}, eprint = {2412.12140v1}", STATED, "draft 3"),
    "the version at arXiv": ("eprint = {2412.12140v2}, urldate = {2026-10-07}", STATED, "arXiv:2412.12140v2"),
    "the edition": ("edition = {Second}, urldate = {2026-10-07}", EDITION, "Second"),
    "an article, as published": ("journal = {J}, urldate = {2026-10-07}", PUBLISHED, "2024-05"),
    "what has a DOI, as published": ("doi = {10.5555/1}, urldate = {2026-10-07}", PUBLISHED, "2024-05"),
    "a preprint of unknown version, as read": (
        "eprint = {2412.12140}, doi = {10.48550/arXiv.2412.12140}, urldate = {2026-10-07}",
        READ,
        "2026-10-07",
    ),
    "a page, as read": ("urldate = {2026-10-07}", READ, "2026-10-07"),
    "what nobody opened, as published": ("note = {seen in summaries}", PUBLISHED, "2024-05"),
}
PLAIN = "journal = {Journal of Counting}"


@pytest.mark.parametrize(("fields", "kind", "version"), VERSIONS.values(), ids=VERSIONS.keys())
def test_the_version_of_a_source_is_what_its_entry_lets_one_say(
    tmp_path: Path, fields: str, kind: VersionKind, version: str
) -> None:
    bibliography = read(tmp_path, SOUND.replace(PLAIN, fields).replace("@article", "@misc"))
    assert told(bibliography) == []
    source = bibliography.sources["alpha2024"]
    assert (source.version_kind, source.version) == (kind, version)


URL = "url = {https://example.org/counts}"
RECORD, LOOK_UP = ArchiveKind
ARCHIVES = {
    "what the entry says": (
        "archive = {https://example.net/kept}, doi = {10.5555/1}",
        RECORD,
        "https://example.net/kept",
    ),
    "a copy with its time": (
        "archive = {https://web.archive.org/web/20250102030405/https://example.org/counts}",
        RECORD,
        "https://web.archive.org/web/20250102030405/https://example.org/counts",
    ),
    "a question for a copy": (
        "archive = {https://web.archive.org/web/2025/https://example.org/counts}",
        LOOK_UP,
        "https://web.archive.org/web/2025/https://example.org/counts",
    ),
    "a DOI": (
        "doi = {https://doi.org/10.5555/a(1)}, eprint = {2412.12140}",
        RECORD,
        "https://doi.org/10.5555/a(1)",
    ),
    "a version at arXiv": (
        "eprint = {2412.12140v2}, doi = {10.48550/arXiv.2412.12140}",
        RECORD,
        "https://arxiv.org/abs/2412.12140v2",
    ),
    "an address at arXiv": (
        "url = {https://arxiv.org/pdf/2412.12140v3.pdf}",
        RECORD,
        "https://arxiv.org/abs/2412.12140v3",
    ),
    "the publisher of a law": (
        "url = {https://eur-lex.europa.eu/eli/reg/2024/1689/oj}, urldate = {2026-10-07}",
        RECORD,
        "https://eur-lex.europa.eu/eli/reg/2024/1689/oj",
    ),
    "a page that was read": (
        "url = {https://example.org/a?b=1}, urldate = {2026-10-07}",
        LOOK_UP,
        "https://web.archive.org/web/20261007/https://example.org/a?b=1",
    ),
    "a page that nobody opened": (
        "url = {https://example.org/a}",
        LOOK_UP,
        "https://web.archive.org/web/2024/https://example.org/a",
    ),
    "a host that only ends like one of record": (
        "url = {https://example.org/www.congress.gov/bill}",
        LOOK_UP,
        "https://web.archive.org/web/2024/https://example.org/www.congress.gov/bill",
    ),
    "nothing, with its reason": ("archivenote = {in print only}", None, ""),
}


@pytest.mark.parametrize(("fields", "kind", "address"), ARCHIVES.values(), ids=ARCHIVES.keys())
def test_the_archive_of_a_source_says_whether_it_is_of_record_or_a_look_up(
    tmp_path: Path, fields: str, kind: ArchiveKind | None, address: str
) -> None:
    bibliography = read(tmp_path, SOUND.replace(URL, fields))
    assert told(bibliography) == []
    source = bibliography.sources["alpha2024"]
    assert (source.archive_kind, source.archive) == (kind, address)


def test_what_is_wrong_with_an_entry_is_told_in_the_file_that_has_it(project: Projects) -> None:
    brief = project("test-sound")
    first, mark, law = (
        (Path(__file__).parent / "roots/default/refs.bib").read_text("utf-8").partition("@misc{law2025")
    )
    brief.write("refs.bib", first)
    brief.write("laws.bib", (mark + law).replace("review = {not applicable}", "review = {none}"))
    rules = {"brief_rules": ["appraisals", "dated_readings"], "bibtex_bibfiles": ["refs.bib", "laws.bib"]}
    said = [one for one in brief.build(**rules).said("source_entry") if "law2025" in one.text]
    assert [one.place for one in said] == ["laws.bib:1"] * 2


@pytest.mark.parametrize(
    ("review", "relation", "sourcetype"),
    [
        ("évalué par les pairs", "indépendant", "prépublication"),
        (r"{\'E}valué par les pairs", "Indépendant", "preprint"),
        ("von Fachleuten begutachtet", "unabhängig", "Preprint"),
        ("Peer reviewed", "independent", "preprint"),
    ],
)
def test_an_appraisal_may_be_written_as_pages_print_it_and_is_kept_in_one_language(
    tmp_path: Path, review: str, relation: str, sourcetype: str
) -> None:
    text = re.sub(r"review = {.*?}", "review = {RE}", SOUND)
    text = re.sub(r"relation = {.*?}", "relation = {RL}", re.sub(r"sourcetype = {.*?}", "sourcetype = {ST}", text))
    bibliography = read(tmp_path, text.replace("RE", review).replace("RL", relation).replace("ST", sourcetype))
    assert told(bibliography) == []
    source = bibliography.sources["alpha2024"]
    assert (source.review, source.relation, source.type) == ("peer reviewed", "independent", "preprint")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_list_of_sources_shows_on_screen_how_each_is_appraised(project: Projects, language: str) -> None:
    brief = project("test-sound")
    brief.build()
    brief.change(
        "refs.bib",
        "    url = {https://example.org/act}",
        "    urldate = {2026-10-07}, url = {https://example.org/act}",
    )
    built = brief.build("html", language=language)
    told = {
        entry["ids"][0]: " ".join(entry[-1].astext().replace("\N{NO-BREAK SPACE}", " ").split())
        for entry in built.doctrees["sources"].findall()
        if entry.tagname == "citation"
    }
    assert (
        told["cite-alpha2024"]
        == {
            "en": "Kind: article · Review: peer reviewed · Relation to the developer: independent"
            " · Version: as published in 2024 · Archive: in print only",
            "fr": "Nature : article · Relecture : évalué par les pairs · Lien avec le développeur : indépendant"
            " · Version : telle que publiée en 2024 · Archive : in print only",
        }[language]
    )
    address = "https://web.archive.org/web/20261007/https://example.org/act"
    end = {
        "en": f"Version: as read on 7 October 2026 · Archive: {address}"
        " (look-up; whether a copy exists was not checked)",
        "fr": f"Version : telle que lue le 7 octobre 2026 · Archive : {address}"
        " (recherche ; l’existence d’une copie n’a pas été vérifiée)",
    }
    assert told["cite-law2025"].endswith(end[language])
    assert f'href="{address}"' in built.file("sources.html")


def test_the_list_of_sources_stays_short_on_paper_and_in_the_text_that_is_frozen(project: Projects) -> None:
    for builder, chapter in (("accessibletypst", "index"), ("lowered", "sources"), ("text", "sources")):
        printed = project("test-sound").build(builder).words(chapter)
        assert "Counts of a first team" in printed
        assert "in print only" not in printed


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_an_apostrophe_of_a_source_is_one_in_every_language(project: Projects, language: str) -> None:
    brief = project()
    brief.write("refs.bib", SOUND.replace("{Counts}", "{L'essai d'Ada, ``mot''}"))
    brief.write("source/index.md", "# Brief\n\nSee {cite}`alpha2024`.\n\n```{bibliography}\n```\n")
    assert "L’essai d’Ada, “mot”" in brief.build("html", language=language).file("index.html")


CITED = {
    "in brackets": ("{cite}`alpha2024`", "[Ministry of Counting 2024]"),
    "in brackets, with its place": ("{cite:p}`{see}alpha2024{p. 3}`", "[see Ministry of Counting 2024, p. 3]"),
    "as words": ("{cite:t}`alpha2024`", "Ministry of Counting (2024)"),
    "as words, with its place": ("{cite:t}`{see}alpha2024{p. 3}`", "Ministry of Counting (see 2024, p. 3)"),
    "two as words": ("{cite:t}`alpha2024, law2025`", "Act 2024/1689, Ministry of Counting (2024)"),
    "one whose name holds the year": ("{cite:t}`law2025{art. 3}`", "Act 2024/1689 (art. 3)"),
    "without a date": ("{cite:t}`old`", "Alpha & Beta (n.d.)"),
    "one of two alike": ("{cite:t}`first`", "Gamma et al. (2024a)"),
}
CITABLE = """
@article{alpha2024, title = {Counts}, author = {{Ministry of Counting}}, year = 2024}
@misc{law2025, title = {Law}, shortname = {Act 2024/1689}, year = 2024}
@misc{old, title = {Old}, author = {Alpha, A. and Beta, B.}, year = {n.d.}}
@misc{first, title = {A}, author = {Gamma, G. and others}, year = 2024}
@misc{second, title = {B}, author = {Gamma, G. and others}, year = 2024}
"""


@pytest.mark.parametrize("builder", ["html", "accessibletypst", "lowered", "text"])
def test_a_citation_names_its_source_and_its_year_once(project: Projects, builder: str) -> None:
    brief = project()
    brief.write("refs.bib", CITABLE)
    sentences = "\n\n".join(f"Begin {written} end." for written, _printed in CITED.values())
    brief.write(
        "source/index.md", f"# Brief\n\n{sentences}\n\nAnd {{cite}}`second`.\n\n```{{bibliography}}\n```\n"
    )
    words = brief.build(builder).words("index")
    for _written, printed in CITED.values():
        assert f"Begin {printed} end." in words, words


LABELS = {
    "one author": ("author = {Alpha, Ada}", "Alpha 2024"),
    "two authors": ("author = {Alpha, Ada and Beta, Bert}", "Alpha & Beta 2024"),
    "three authors": ("author = {Alpha, Ada and Beta, Bert and Gamma, Gil}", "Alpha et al. 2024"),
    "a name with a particle": ("author = {van der Berg, Jan}", "van der Berg 2024"),
    "an accent in TeX": (r"author = {M{\"u}ller, Eva}", "Müller 2024"),
    "a body": ("author = {{Ministry of Counting}}", "Ministry of Counting 2024"),
    "an editor": ("editor = {Edit, Edda}", "Edit 2024"),
    "an institution": ("institution = {Count Institute}", "Count Institute 2024"),
    "nobody": ("note = {anonymous}", "Counts 2024"),
    "a body's short name": ("author = {{World Count Organization}}, shortauthor = {WCO}", "WCO 2024"),
    "a short title of a catalogue": ("author = {Alpha, Ada}, shorttitle = {The Counts}", "Alpha 2024"),
    "a short title of nobody": ("shorttitle = {The Counts}", "The Counts 2024"),
    "a short name": ("author = {Alpha, Ada}, shortname = {The Counts}", "The Counts 2024"),
    "a name with an apostrophe": ("author = {D'Arc, Jo}", "D’Arc 2024"),
    "a year in the short name": ("author = {Alpha, Ada}, shortname = {Counts of 2024}", "Counts of 2024"),
}


@pytest.mark.parametrize(("fields", "label"), LABELS.values(), ids=LABELS.keys())
def test_a_source_is_named_by_author_and_year(tmp_path: Path, fields: str, label: str) -> None:
    author = "author = {Alpha, Ada and Other, Olga and Third, Theo}"
    assert read(tmp_path, SOUND.replace(author, fields)).sources["alpha2024"].label == label


def test_sources_with_one_label_are_told_apart_by_letters_in_text_and_bibliography(project: Projects) -> None:
    brief = project("test-sound")
    brief.build()
    entries = (brief.path / "refs.bib").read_text("utf-8")
    first = entries.split("\n\n")[0]
    brief.write("refs.bib", f"{entries}\n\n{first.replace('alpha2024', 'zeta2024').replace('first', 'last')}")
    built = brief.build()
    assert "Alpha et al. 2024a, Table 2" in built.words("asked")
    labels = [label.astext() for label in built.doctrees["sources"].findall() if label.tagname == "label"]
    assert {"Alpha et al. 2024a", "Alpha et al. 2024b", "Beta 2025", "Counting Act 2025"} == set(labels)


balanced = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="{}\\\r"))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_arbitrary_text_is_read_or_told(tmp_path: Path, text: str) -> None:
    bibliography = read(tmp_path, SOUND + text)
    assert "alpha2024" in bibliography.sources
    for said in bibliography.complaints:
        assert 1 <= said.line <= (SOUND + text.replace("\r", "\n")).count("\n") + 1


@given(balanced)
def test_an_arbitrary_title_is_read_or_told(tmp_path: Path, title: str) -> None:
    bibliography = read(tmp_path, SOUND.replace("Counts", title))
    assert bibliography.sources["alpha2024"].title or told(bibliography)


def listed(built: Built) -> list[tuple[str, str]]:
    """The labels of the list of sources, each with its entry, in their order."""
    entries = [entry for entry in built.doctrees["index"].findall() if entry.tagname == "citation"]
    return [(entry[0].astext(), entry[1].astext()) for entry in entries]


def test_letters_are_given_over_the_used_sources_and_equal_in_text_chip_list_and_register(
    project: Projects,
) -> None:
    brief = project("test-sources")
    built = brief.build("html")
    labels = ["Ärztekammer 2023", "Roe 2023a", "Roe 2023b", "王 2023"]
    assert [label for label, _entry in listed(built)] == labels
    words = built.words("index")
    assert "[Roe 2023a]" in words
    assert "Roe 2023b, p. 3" in words
    assert "Ärztekammer 2023, p. 4" in words
    assert "Roe 2023b · report" in words
    register = json.loads(brief.build("register").file("register.json"))
    assert sorted(source["label"] for source in register["sources"]) == sorted(labels)


def test_what_nobody_cites_is_told_once_and_not_what_else_is_wrong_with_it(project: Projects) -> None:
    built = project("test-sources").build("html")
    assert [said.place for said in built.said("unused_source")] == ["refs.bib:1", "refs.bib:6", "refs.bib:7"]
    assert built.said("source_entry") == []
    assert [said for said in built.complaints if "reference target" in said.text] == []


def test_a_source_that_a_record_no_longer_names_leaves_the_list(project: Projects) -> None:
    brief = project("test-sources")
    brief.build("html")
    brief.change("material/evidence/counted.toml", 'key = "two"', 'key = "three"')
    assert [label for label, _entry in listed(brief.build("html"))] == ["Ärztekammer 2023", "Roe 2023", "王 2023"]


def test_a_file_in_another_encoding_is_read_and_told(tmp_path: Path) -> None:
    for encoding in ("cp1252", "utf-16"):
        bibliography = read(tmp_path, SOUND.replace("Counts", "Coûts").encode(encoding))
        assert bibliography.sources["alpha2024"].title == "Coûts"
        assert [said.line for said in bibliography.complaints] == ([3] if encoding == "cp1252" else [])


def test_of_a_whole_library_the_unused_sources_are_told_in_one_line(project: Projects) -> None:
    brief = project("test-sources")
    text = (brief.path / "refs.bib").read_text("utf-8")
    brief.write("refs.bib", text + "".join(f"@misc{{more{n}, title = {{T}}}}\n" for n in range(40)))
    told_of = brief.build("html").said("unused_source")
    assert len(told_of) == 1
    assert "cites 43 of 47 sources: one, 李四, bad, more0" in told_of[0].text


def test_letters_go_on_after_z(tmp_path: Path) -> None:
    many = "\n".join(SOUND.replace("alpha2024", f"k{n:02}") for n in range(30))
    bibliography = read(tmp_path, many)
    set_labels(bibliography.entries, bibliography.sources, set(bibliography.sources), "en")
    entries = sorted(bibliography.entries.entries.values(), key=lambda entry: entry.order)
    letters = [entry.label.removeprefix("Alpha et al. 2024") for entry in entries]
    assert letters[:2] + letters[24:] == ["a", "b", "y", "z", "aa", "ab", "ac", "ad"]


def test_abbreviations_made_of_abbreviations_do_not_grow_without_end() -> None:
    strings = "".join(f"@string{{a{n + 1} = a{n} # a{n} # a{n}}}\n" for n in range(1, 12))
    text = f'@string{{a1 = "x"}}\n{strings}@misc{{one, title = a12, year = 2024}}\n'
    read = bibtex.read(text)
    assert [(fault.line, fault.problem[:14]) for fault in read.faults] == [(8, "@string: 'a8' ")]
    assert read.entries[0].fields["title"] == ""


FILTERS = {
    "a field that is misspelt": ('titel % "Counts"', "names 'titel', which no entry has; did you mean 'title'?"),
    "a year that is no text": ("cited and year >= 2020", "cannot be applied to 'alpha2024'"),
    "an operator that it has not": ("title is key", "cannot be applied to 'alpha2024': invalid node Is"),
    "a call": ("title in len(title)", "names 'len'"),
}


@pytest.mark.parametrize(("written", "said"), FILTERS.values(), ids=FILTERS.keys())
def test_a_filter_that_no_entry_can_be_held_against_is_told_once_and_the_cited_are_listed(
    project: Projects, written: str, said: str
) -> None:
    brief = project("test-sound")
    brief.write("source/sources.md", f"# Sources\n\n```{{bibliography}}\n:filter: {written}\n```\n")
    told = brief.build().said("markup")
    assert [(one.place, said in one.text) for one in told] == [("source/sources.md:3", True)]


def test_a_sound_filter_is_held_against_entries_without_a_word(project: Projects) -> None:
    brief = project("test-sound")
    brief.write(
        "source/sources.md", '# Sources\n\n```{bibliography}\n:filter: year > "2000" and not editor\n```\n'
    )
    assert brief.build().said("markup") == []


LACKING = "sourcetype = {report}, review = {not stated}, relation = {independent}"
ONCE = {
    "a set": ("@set{s, entryset = {k}}\n", "'s' is a @set, which is not printed; cite its entries: k"),
    "an open field": (
        f"@misc{{o, title = {{Open, year = {{2020}}, {LACKING}\n\n",
        "'o' is not closed: a brace is missing; it is read up to the next entry",
    ),
    "an odd url beside a doi": (
        f"@misc{{o, title = {{O}}, year = 2020, doi = {{10.5555/x}}, url = {{n/a}}, {LACKING}}}\n",
        "'o' has the url 'n/a', which is no address, and is left out; correct it, or take it out",
    ),
    "a space in a url": (
        f"@misc{{o, title = {{O}}, year = 2020, url = {{https://example.org/a b}}, {LACKING}}}\n",
        "'o' has a space in the url 'https://example.org/a b'; it is left out: correct the address",
    ),
}


@pytest.mark.parametrize("case", ONCE)
def test_one_fault_is_told_once(tmp_path: Path, case: str) -> None:
    text, said = ONCE[case]
    sound = f"@misc{{k, title = {{T}}, year = 2020, url = {{https://example.org/k}}, {LACKING}}}\n"
    assert [one.text for one in told(read(tmp_path, text + sound))] == [said]


@pytest.mark.parametrize("words", ["Press release: Ministry", "Talk: a view"])
def test_words_with_a_colon_are_no_scheme(tmp_path: Path, words: str) -> None:
    fields = f"title = {{T}}, year = 2020, url = {{https://example.org/k}}, howpublished = {{{words}}}"
    bibliography = read(tmp_path, f"@misc{{k, {fields}, {LACKING}}}\n")
    assert told(bibliography) == []
    assert bibliography.sources["k"].fields["howpublished"] == words


def test_an_invisible_character_is_told_at_its_line_with_the_entry_that_has_it(tmp_path: Path) -> None:
    bibliography = read(tmp_path, NEXT + SOUND.replace("{Counts}", "{Co\u200bunts}"))
    assert (bibliography.complaints, bibliography.faults["next"]) == ([], [])
    assert bibliography.sources["alpha2024"].title == "Counts"
    assert [(one.rule, one.line) for one in bibliography.faults["alpha2024"]] == [(Rule.CONTROL_CHARACTER, 14)]


def test_what_has_no_date_claims_no_day_of_publication(project: Projects) -> None:
    brief = project()
    brief.write("refs.bib", SOUND.replace("year = {2024},\n    month = {May}", "year = {n.d.}"))
    brief.write("source/index.md", "# Brief\n\nSee {cite}`alpha2024`.\n\n```{bibliography}\n```\n")
    page = brief.build("html").file("index.html")
    assert "as published" not in page
    assert "peer reviewed" in page
