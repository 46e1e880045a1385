"""One document that is wrong in every way that the checks know, and the complete list of what is said about it."""

# ruff: noqa: E501 -- the words of a complaint stand on one line, so that they can be searched for
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from projects import Built, Projects

# Place, subtype and words of each complaint in their order; the words of Sphinx, docutils and MyST are theirs.
COMPLAINTS: list[tuple[str, str, str | None]] = [
    ("conf.py:25", "configuration", "brief_interval 'wald' is not known; check the spelling"),
    ("missing.toml:1", "configuration", "the file is missing"),
    (
        "source/latin.md:3",
        "encoding",
        "the file is not UTF-8; it looks like Windows-1252 and is read so: save it as UTF-8",
    ),
    ("material/evidence/latin.toml:4", "evidence_file", "the file is not UTF-8; save it as UTF-8"),
    (
        "material/evidence/malformed.toml:2",
        "evidence_file",
        "not TOML: Illegal character '\\n' (at line 2, column 19); a quotation mark is missing: text stands between two, like \"this\"",
    ),
    (
        "material/evidence/unknown-key.toml:4",
        "evidence_file",
        "unknown key 'reason'; did you mean 'reasons'?",
    ),
    ("material/evidence/unknown-key.toml:1", "evidence_file", "the key 'reasons' is missing"),
    ("material/evidence/wrong-type.toml:19", "evidence_file", "the value 'first' has 9 successes in 8 trials"),
    (
        "material/evidence/wrong-type.toml:1",
        "evidence_file",
        "the statement names the value {first}, which the record does not have",
    ),
    (
        "material/evidence/wrong-type.toml:6",
        "evidence_file",
        "'as_of' is a date like 2026-10-07, without quotation marks",
    ),
    ("source/asked.md:7", "myst.directive_option", None),
    (
        "source/asked.md:3",
        "incomplete_recommendation",
        "recommendation 'publish-counts' lacks :review:, 'With what power', 'Cost', 'Measure', 'Baseline', 'Target', 'Who holds the data', 'Trade-off', 'The case against', 'Set aside', 'Rests on the assumption', 'Withdraw if'; write each of them",
    ),
    (
        "source/asked.md:33",
        "hazard",
        "a code block: nothing in this brief may help anyone make a system replicate; say the class of thing in words, or leave it out",
    ),
    (
        "source/empty.md:1",
        "empty_chapter",
        "the chapter 'empty' has no text; write it or take it out of the contents",
    ),
    ("source/index.md:3", "toc.not_readable", None),
    (
        "source/observed.md:3",
        "control_character",
        "control character U+0007 in the text; it prints as U+FFFD, take it out",
    ),
    (
        "source/observed.md:3",
        "unknown_value",
        "no value 'counts.third': the record 'counts' has no value of that name; check the spelling",
    ),
    (
        "source/observed.md:3",
        "unknown_value",
        "no value 'nothing.first': there is no record of that id; check the spelling",
    ),
    (
        "source/observed.md:3",
        "unknown_evidence",
        "no evidence record 'count' in the material; did you mean 'counts'?",
    ),
    (
        "source/observed.md:7",
        "statement",
        "finding 'both-do-it' has the unknown part 'Why'; known are What was tested, Does not show, Because, Would change if",
    ),
    ("source/observed.md:7", "statement", "finding 'both-do-it' lacks 'Does not show'"),
    ("source/observed.md:25", "docutils", None),
    (
        "source/observed.md:13",
        "bare_number",
        "the number '9' is typed; name its record: the role 'value', or {record.value} in data; a limit or target in brief_allowed_numbers, like r'30 km/h'",
    ),
    (
        "source/observed.md:13",
        "bare_number",
        "the number '10' is typed; name its record: the role 'value', or {record.value} in data; a limit or target in brief_allowed_numbers, like r'30 km/h'",
    ),
    (
        "source/observed.md:5",
        "missing_alt",
        "the image 'dot.svg' has no alternative text; say what it shows, or mark it as decoration",
    ),
    (
        "refs.bib:39",
        "source_entry",
        "'open2025' is not closed: a brace is missing; it is read up to the next entry",
    ),
    (
        "refs.bib:11",
        "source_entry",
        "repeated bibliography entry: alpha2024; the first, 'alpha2024' in line 1 of refs.bib, is kept",
    ),
    (
        "refs.bib:21",
        "source_entry",
        "'press2025': sourcetype 'news' is not known; known are article, "
        "preprint, report, system-card, official-text, legal-text, company-policy, guidance, standard, commentary, "
        "press, web-page; check the spelling",
    ),
    (
        "refs.bib:21",
        "source_entry",
        "'press2025' has no 'review'; use one of peer reviewed, not peer reviewed, not stated, not applicable",
    ),
    (
        "refs.bib:21",
        "source_entry",
        "'press2025' has no 'relation'; use one of independent, developer, government, contracted, not stated, not applicable",
    ),
    (
        "refs.bib:21",
        "source_entry",
        "'press2025' has no address; give url, doi, eprint or archive, or say in archivenote why there is none",
    ),
    (
        "material/evidence/more/counts.toml:1",
        "duplicate_id",
        "the id 'counts' is already taken by material/evidence/counts.toml; give this record an id of its own",
    ),
    (
        "material/evidence/counts.toml:4",
        "hazard",
        "a link to a code host ('github.com/example/counts.'): nothing in this brief may help anyone make a system replicate; say the class of thing in words, or leave it out",
    ),
    (
        "source/observed.md:7",
        "duplicate_id",
        "the id 'both-do-it' is already taken by the one in chapter 'asked', line 16; give this finding an id of its own",
    ),
    (
        "material/evidence/counts.toml:14",
        "unknown_source",
        "no source 'gamma2025' in the bibliography; check the spelling",
    ),
    ("source/asked.md:3", "unknown_finding", "no finding 'both-did-it' in this brief; did you mean 'both-do-it'?"),
    (
        "material/evidence/unused.toml:1",
        "unused_evidence",
        "no finding rests on the evidence 'unused' and no chapter cites it; use it or take it out",
    ),
    (
        "refs.bib:21",
        "unused_source",
        "no evidence and no chapter cites the source 'press2025'; use it or take it out",
    ),
    (
        "refs.bib:29",
        "unused_source",
        "no evidence and no chapter cites the source 'unused2025'; use it or take it out",
    ),
    (
        "refs.bib:39",
        "unused_source",
        "no evidence and no chapter cites the source 'open2025'; use it or take it out",
    ),
    (
        "material/evidence/counts.toml:14",
        "missing_locator",
        "the source 'gamma2025' has no locator here; give a page, section, table or article",
    ),
    (
        "source/asked.md:3",
        "strong_on_weak",
        "'publish-counts' is strong on low certainty; add the part 'Why strong on this certainty' or make it conditional",
    ),
    ("source/observed.md:29", "succession", "the successor 'nowhere' of 'gone' is unknown; check the spelling"),
    ("source/asked.md:3", "succession", "'publish-counts' rests on 'gone', which is withdrawn"),
    ("CHANGELOG.md:3", "changelog", "'2026-02-31' is no date of the calendar"),
    (
        "source/asked.md:10",
        "unknown_recommendation",
        "no recommendation 'publish-count' in this brief; did you mean 'publish-counts'?",
    ),
    (
        "source/observed.md:3",
        "unknown_finding",
        "no finding 'both-did-it' in this brief; did you mean 'both-do-it'?",
    ),
]


def told(built: Built) -> list[tuple[str, str, str | None]]:
    """What a build said, without the words of others."""
    theirs = {(place, subtype) for place, subtype, text in COMPLAINTS if text is None}
    return [(said.place, said.subtype, None if said[:2] in theirs else said.text) for said in built.complaints]


def test_every_fault_of_a_broken_document_is_told_once_with_its_place(project: Projects) -> None:
    assert told(project("test-broken").build("html")) == COMPLAINTS


def test_every_complaint_has_a_file_and_a_line() -> None:
    for place, _subtype, _text in COMPLAINTS:
        file, _colon, line = place.rpartition(":")
        assert file
        assert int(line) >= 1


def test_the_rest_of_a_broken_document_is_built_with_something_in_the_place_of_each_fault(
    project: Projects,
) -> None:
    built = project("test-broken").build("html")
    observed, asked = built.words("observed"), built.words("asked")
    assert "A control \ufffd character, counts.third, nothing.first, count and both-did-it." in observed
    assert "F2 The same id again" in asked
    assert "Both systems do the task Both systems did it" in observed
    assert "Withdrawn. Replaced by nowhere." in observed
    assert "R1 Publish counts We recommend that governments publish counts, see publish-count." in asked
    assert "gamma2025" in asked  # a source that is in no bibliography, by its key
    assert "Dénombré." in built.words("latin")
    assert "Counts of a first team" in built.words("sources")
    assert (built.outdir / "empty.html").exists()


def test_the_complaints_are_the_same_again_in_a_fresh_build_and_in_two_processes(project: Projects) -> None:
    brief = project("test-broken")
    brief.build()
    again = told(brief.build("html", fresh=True, parallel=2))
    assert sorted(again, key=str) == sorted(COMPLAINTS, key=str)
