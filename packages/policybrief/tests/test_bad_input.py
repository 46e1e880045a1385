"""Whatever an author writes is told with its place and its cure: never a traceback, never silence."""

from __future__ import annotations

import datetime as dt
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from policybrief.data import profiles
from policybrief.data.bibliography import named_in
from policybrief.revisions import publish
from policybrief.revisions.archive import RevisionError

if TYPE_CHECKING:
    from projects import Project, Projects

BUILDERS = ("html", "register", "accessiblepdf", "text")
RAW = "\n```{raw} html\n<b>bold</b>\n```\n"
TO_COME = dt.date.today() + dt.timedelta(days=9)


def said(project: Project, subtype: str, builder: str = "dummy", /, **values: object) -> list[tuple[str, str]]:
    """Place and text of what a build says under one subtype."""
    return [(one.place, one.text) for one in project.build(builder, **values).said(subtype)]


def added(project: Project, name: str, text: str) -> None:
    """Add text to a file."""
    project.write(name, (project.path / name).read_text("utf-8") + text)


@pytest.mark.parametrize("builder", BUILDERS)
def test_two_findings_with_one_id_are_told_in_every_output(project: Projects, builder: str) -> None:
    (one,) = said(project("test-sound", "test-duplicate-finding"), "duplicate_id", builder)
    assert one == (
        "source/observed.md:5",
        "the id 'both-do-it' is already taken by the one in chapter 'asked', line 3; "
        "give this finding an id of its own",
    )


SETTINGS: dict[str, tuple[str, object, str]] = {
    "a day as text": ("brief_cut_off", "2026-10-10", "write a date: dt.date(2026, 10, 10), with 'import datetime"),
    "no day": ("brief_cut_off", "soon", "brief_cut_off is 'soon'; write a date: dt.date(2026, 10, 7)"),
    "a day as a number": ("brief_cut_off", 20261010, "write a date: dt.date(2026, 10, 10)"),
    "a day with its hour": ("brief_cut_off", dt.datetime(2026, 10, 7, 9), "write a date: dt.date(2026, 10, 7)"),
    "authors in a list": ("author", ["A. Alpha", "B. Beta"], "write one text: 'A. Alpha; B. Beta'"),
    "a title that is a number": ("project", 7, "project is 7; write a text in quotation marks"),
    "a subtitle that is nothing": ("brief_subtitle", None, "write a text in quotation marks"),
    "actors in a list": ("brief_actors", ["Governments"], "write a table: { … }"),
    "rules in a table": ("brief_rules", {"appraisals": True}, "write a list: [ … ]"),
    "a contact in a list": ("brief_contact", ["a", "b"], "write one text: 'a; b'"),
    "a limit that is a word": ("brief_limits", {"message": "short"}, "['message'] is 'short'; write a number"),
    "a limit that is nothing": ("brief_limits", {"message": None}, "two in parentheses: the least and the most"),
    "pages in words": ("brief_pages", {"brief": "two"}, "brief_pages['brief'] is 'two'; write a number"),
    "an actor who is a number": ("brief_actors", {"council": 7}, "brief_actors['council'] is 7; write a text"),
    "an actor whose id is a number": ("brief_actors", {7: "Council"}, "brief_actors names 7"),
    "a rule that is a number": ("brief_rules", [7], "an entry of brief_rules is 7; write a text"),
    "numbers by no pattern": ("brief_allowed_numbers", ["("], "is '('; write a regular expression"),
}  # fmt: skip


@pytest.mark.parametrize("builder", ["html", "accessiblepdf"])
@pytest.mark.parametrize(("name", "value", "cure"), SETTINGS.values(), ids=SETTINGS.keys())
def test_a_setting_of_another_type_is_told(
    project: Projects, builder: str, name: str, value: object, cure: str
) -> None:
    (one,) = said(project("test-sound"), "configuration", builder, **{name: value})
    assert one[0].startswith("conf.py:")
    assert cure in one[1]


def test_each_bad_entry_of_a_list_is_told(project: Projects) -> None:
    told = said(project("test-sound"), "configuration", brief_rules=[7, 8])
    assert [text for _place, text in told] == [
        f"an entry of brief_rules is {n}; write a text in quotation marks" for n in (7, 8)
    ]


def test_a_setting_that_nothing_reads_is_told_with_its_line_and_the_nearest(project: Projects) -> None:
    brief = project("test-sound", "default")
    added(brief, "conf.py", "brief_cutoff = dt.date(2026, 1, 1)\n")
    line = len((brief.path / "conf.py").read_text("utf-8").splitlines())
    assert said(brief, "configuration") == [
        (f"conf.py:{line}", "no setting 'brief_cutoff'; did you mean 'brief_cut_off'?")
    ]


def test_what_is_wrong_with_a_setting_is_told_at_its_line(project: Projects) -> None:
    brief = project("test-sound", "default")
    wrong = {
        "language": "tlh", "brief_interval": "wilsn", "brief_rules": ["apraisals"], "brief_limits": {"masage": 3},
        "brief_profile": "generl", "brief_colours": {"accent": "red"}, "brief_doi": "doi:10.5555/x",
        "brief_home_figure": "none", "html_baseurl": "nowhere",
    }  # fmt: skip
    added(brief, "conf.py", "".join(f"{name} = {value!r}\n" for name, value in wrong.items()))
    lines = (brief.path / "conf.py").read_text("utf-8").splitlines()
    told = {one.place for one in brief.build("dummy").complaints if one.place.startswith("conf.py:")}
    assert {f"conf.py:{lines.index(f'{name} = {value!r}') + 1}" for name, value in wrong.items()} == told


def test_a_brief_without_a_changelog_is_told_and_says_that_its_revision_is_not_assigned(project: Projects) -> None:
    brief = project("test-sound")
    built = brief.build("html", brief_changelog="changes.md")
    assert [(one.place, one.text) for one in built.said("changelog")] == [
        ("changes.md:1", "there is no changelog, so this revision has no number; begin one: '## 0.1 - draft'")
    ]
    assert "Revision ," not in built.file("index.html")


def test_a_finding_that_a_missing_closing_line_swallows_is_told(project: Projects) -> None:
    brief = project("test-sound")
    brief.change("source/observed.md", "counts otherwise.\n:::\n", "counts otherwise.\n")
    assert said(brief, "form") == [
        (
            "source/observed.md:22",
            "'counts-are-due' stands inside 'both-do-it'; close that one with ::: before it",
        )
    ]


@pytest.mark.parametrize("key", ["as_of", "checked"])
def test_a_day_to_come_is_told_and_dates_no_brief(project: Projects, key: str) -> None:
    brief = project("test-sound")
    brief.change("material/evidence/counts.toml", f"{key} = 2025-03-01", f"{key} = {TO_COME}")
    built = brief.build("register", brief_cut_off=None)
    (one,) = built.said("evidence_file")
    assert one.place.startswith("material/evidence/counts.toml:")
    assert one.text == f"{key} of 'counts' is {TO_COME}, a day to come; write the day on which it was read"
    assert '"date": "2025-06-30"' in built.file("register.json")


def test_a_deadline_before_the_revision_is_told(project: Projects) -> None:
    brief = project("test-sound")
    brief.change("source/asked.md", ":by: 2027-06-30", ":by: 2025-05-31")
    assert said(brief, "recommendation", brief_cut_off=None) == [
        (
            "source/asked.md:3",
            "'publish-counts' falls due on 2025-05-31, before this revision of 2025-06-30; set a later date",
        )
    ]


def test_directives_in_one_another_without_end_are_told_where_they_are_left_out(project: Projects) -> None:
    brief = project("test-sound")
    marks = [":" * number for number in range(200, 3, -1)]
    inside = [*(f"{mark}{{note}}\nWords." for mark in marks), *reversed(marks)]
    added(brief, "source/observed.md", "\n" + "\n".join(inside) + "\n")
    built = brief.build()
    ((place, text),) = [one[::2] for one in built.said("form")]
    assert place.startswith("source/observed.md:")
    assert text == "this stands in 20 directives, one in another, and is left out; take it out of some"
    assert built.words("observed").count("Words.") == 20


def test_a_passage_for_one_output_only_is_told(project: Projects) -> None:
    brief = project("test-sound")
    added(brief, "source/observed.md", RAW)
    ((place, text),) = said(brief, "form", brief_markup=["raw"])
    assert place == "source/observed.md:41"
    assert text == "raw html is in one output only; write it in MyST, which is in all"


def test_a_record_that_cannot_be_read_hides_behind_no_unknown_id(project: Projects) -> None:
    brief = project("test-sound")
    brief.write("material/evidence/counts.toml", "statement = ")
    built = brief.build()
    cure = "its file material/evidence/counts.toml cannot be read; mend what is said of that file first"
    first, counted = [one.text for one in built.said("unknown_value")]
    assert first == f"no value 'counts.first': {cure}"
    assert counted.startswith(f"{first}: the same in 3 more: source/observed.md:3, ")
    assert {one.text for one in built.said("unknown_evidence")} == {f"no evidence record 'counts': {cure}"}
    assert [one.place for one in built.said("evidence_file")] == ["material/evidence/counts.toml:1"]
    assert built.subtypes[0] == "evidence_file", "the cause comes first"


def named_everywhere(brief: Project) -> None:
    """Five chapters more that name one record and one finding."""
    for number in range(5):
        text = "{count}`counts.first` and {count}`counts.first`, see {finding}`both-do-it`."
        brief.write(f"source/more{number}.md", f"# More {number}\n\n{text}\n")
        brief.change("source/index.md", "\nsources\n", f"\nmore{number}\nsources\n")


@pytest.mark.parametrize("parallel", [0, 2])
def test_what_follows_from_one_broken_record_is_counted_and_listed(project: Projects, parallel: int) -> None:
    brief = project("test-sound")
    named_everywhere(brief)
    brief.change("material/evidence/counts.toml", 'certainty = "high"', 'certainty = high"')
    built = brief.build(parallel=parallel)
    assert built.subtypes[0] == "evidence_file", "the cause comes first"
    first, counted = [one.text for one in built.said("unknown_value")]
    assert counted.startswith(f"{first}: the same in 13 more: source/more")
    named = re.findall(r"source/\w+\.md:\d+", counted)
    assert named == sorted(named), "whichever process read them"
    assert counted.endswith(", …")
    assert len(built.said("unknown_evidence")) == 1


def test_what_is_named_in_many_places_and_is_not_there_is_told_three_times_and_counted(project: Projects) -> None:
    brief = project("test-sound")
    named_everywhere(brief)
    brief.change("source/observed.md", "{finding} both-do-it", "{findng} both-do-it")
    built = brief.build()
    *told, counted = [one.text for one in built.said("unknown_finding")]
    assert set(told) == {"no finding 'both-do-it' in this brief; check the spelling"}
    assert counted.startswith(f"{told[0]}: the same in 4 more: source/more")


@pytest.mark.parametrize("id", ["Both_Do_It", "both--do--it"])
def test_a_finding_whose_id_is_none_is_told_once_and_found_by_the_id_that_was_meant(
    project: Projects, id: str
) -> None:
    brief = project("test-sound")
    named_everywhere(brief)
    brief.change("source/observed.md", "{finding} both-do-it", f"{{finding}} {id}")
    (one,) = brief.build().complaints
    assert (one.place, one.subtype) == ("source/observed.md:5", "statement")
    assert one.text.endswith("single hyphens; it is read as 'both-do-it'")


def test_a_folder_of_material_that_is_not_there_is_told_before_what_follows(project: Projects) -> None:
    built = project("test-sound").build(brief_material="materials")
    assert built.complaints[0].text.startswith("brief_material names 'materials', and there is no such folder")


def test_nothing_is_said_of_certainty_where_the_sources_are_not_there(project: Projects) -> None:
    built = project("test-sound").build(bibtex_bibfiles=["ref.bib"])
    assert built.complaints[0].text == "the bibliography file is missing"
    assert set(built.subtypes) == {"source_entry", "unknown_source"}


TEXTS: dict[str, tuple[str, str, str]] = {
    "no quotation mark at all": ('certainty = "high"', "certainty = high", "a quotation mark is missing: text"),
    "no second quotation mark": ('certainty = "high"', 'certainty = "high', "a quotation mark is missing: text"),
    "a sign for per cent": (
        "[values.first]",
        '[values.x]\nnumber = 3\nunit = "%"\n\n[values.first]',
        'unit = "percent"',
    ),
    "an unknown kind": (
        'kind = "experiment"',
        'kind = "estimation"',
        "kind 'estimation' is not known; use one of",
    ),
}


@pytest.mark.parametrize(("old", "new", "cure"), TEXTS.values(), ids=TEXTS.keys())
def test_a_slip_in_a_record_is_told_once_with_its_cure(project: Projects, old: str, new: str, cure: str) -> None:
    brief = project("test-sound")
    brief.change("material/evidence/counts.toml", old, new)
    ((_place, text),) = said(brief, "evidence_file")
    assert cure in text


def test_who_acts_is_named_by_an_id_of_the_settings(project: Projects) -> None:
    brief = project("test-sound")
    told = said(brief, "recommendation", brief_actors={"city-council": "The city council"})
    assert told, "the recommendation asks somebody else"
    assert all("write the id of who acts, one of city-council; " in text for _place, text in told)


@pytest.mark.parametrize("directive", ["image", "figure"])
def test_a_width_in_per_cent_is_a_share_of_the_column_and_no_number_of_pixels(
    project: Projects, directive: str
) -> None:
    brief = project("test-sound")
    brief.write(
        "source/dot.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0"/></svg>'
    )
    added(brief, "source/observed.md", f"\n```{{{directive}}} dot.svg\n:width: 80%\n:alt: A dot\n```\n")
    built = brief.build("html")
    assert built.complaints == []
    assert '<img alt="A dot" class="w-80" src="_images/dot.svg" />' in built.file("observed.html")


def test_an_unknown_type_of_source_is_told_with_the_known_ones(project: Projects) -> None:
    brief = project("test-sound", "default")
    brief.change("refs.bib", "sourcetype = {preprint}", "sourcetype = {blog}")
    (text,) = (text for _place, text in said(brief, "source_entry") if "sourcetype" in text)
    assert "'beta2025': sourcetype 'blog' is not known" in text
    assert "known are article, preprint, report" in text


def test_a_folder_of_another_brief_takes_no_revision(monkeypatch: pytest.MonkeyPatch) -> None:
    class Manifest:
        before = ""

    class First:
        number, manifest = "2.0", Manifest()

    class There:
        number = "1.0"

    with pytest.raises(RevisionError, match=r"first of this brief, and there are others.*name another"):
        publish._check_place(First(), [There()], Path("there"))  # type: ignore[arg-type,list-item]


LANGUAGES = {
    "no words": ("pt", "general", "the generator has no words in 'pt'"),
    "nothing weighed": ("es", "own.toml", "there are no words to weigh for the language 'es'"),
}


@pytest.mark.parametrize(("language", "profile", "told"), LANGUAGES.values(), ids=LANGUAGES.keys())
def test_a_language_that_the_generator_lacks_is_told_once_and_can_be_accepted(
    project: Projects, language: str, profile: str, told: str
) -> None:
    brief = project("test-sound")
    general = profiles.shipped()["general"].read_text("utf-8")
    brief.write("own.toml", general.partition("[lexicons]")[0])
    given = {"language": language, "brief_profile": profile}
    ((_place, text),) = said(brief, "language", **given)
    assert text.startswith(told)
    assert said(brief, "language", **given, suppress_warnings=["brief.language"]) == []


@pytest.mark.parametrize(
    ("name", "value", "said_of_it"),
    [
        ("html_baseurl", "javascript:alert(1)", "is no address"),
        ("html_baseurl", "example.org/brief", "is no address"),
        ("html_baseurl", "https://example.org/?a=1", "is no address"),
        ("brief_contact", "javascript:alert(1)", "begins with 'javascript:'"),
        ("brief_cut_off", dt.date(202, 1, 1), "is no day until which anybody could search"),
        ("brief_cut_off", dt.date(2999, 1, 1), "is no day until which anybody could search"),
    ],
)
def test_an_impossible_setting_is_told_and_not_printed(
    project: Projects, name: str, value: object, said_of_it: str
) -> None:
    brief = project("test-sound")
    built = brief.build(**{name: value})
    assert [one.text for one in built.said("configuration") if said_of_it in one.text]
    assert not built.app.config[name]


@pytest.mark.parametrize(
    ("field", "said_of_it"),
    [
        ("year = {20244}", "nothing was written in the year 20244"),
        ("year = {2024}, month = {foo}", "month 'foo' is none"),
    ],
)
def test_an_impossible_date_of_a_source_is_told(project: Projects, field: str, said_of_it: str) -> None:
    brief = project("test-sound")
    brief._complete()
    text = (brief.path / "refs.bib").read_text("utf-8")
    brief.write("refs.bib", re.sub(r"year += \{2024\}", field, text, count=1))
    assert [text for _place, text in said(brief, "source_entry") if said_of_it in text]


def test_a_count_that_is_typed_anywhere_is_told(project: Projects) -> None:
    brief = project("test-sound")
    brief.write("source/page.md", "---\norphan: true\n---\n# Page\n\nIn 7 of 10 trials it did; see page 3 of 9.\n")
    assert [place for place, _text in said(brief, "bare_number")] == ["source/page.md:6"]


def test_what_names_sources_reads_no_file_that_would_take_minutes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.toml").write_text("a." * 5000 + "a = 1", "utf-8")
    monkeypatch.setattr("tomllib.loads", lambda _text: pytest.fail("read"))
    assert list(named_in(tmp_path)) == []


@pytest.mark.parametrize(
    ("text", "said_of_it"),
    [
        ("a = " + "[" * 9000 + "]" * 9000, "too deeply"),
        ("\n" + "a." * 5000 + "a = 1", "a name of more than 200 parts"),
        ("\n[" + "a." * 5000 + "a]", "a name of more than 200 parts"),
        ("\nb = { " + "a." * 5000 + "a = 1 }", "a name of more than 200 parts"),
        ("\na = " + "9" * 9999, "a number of too many digits"),
        ("# " + "x" * 2_000_001, "more than 2,000,000 octets"),
    ],
)
def test_a_record_without_measure_is_told_with_its_line(project: Projects, text: str, said_of_it: str) -> None:
    brief = project("test-sound")
    brief.write("material/evidence/more.toml", text)
    ((place, told),) = [one for one in said(brief, "evidence_file") if "more.toml" in one[0]]
    assert said_of_it in told
    assert place == f"material/evidence/more.toml:{1 + text.startswith(chr(10))}"


CITING = "\nWords.\n\nSee {cite}`law2025, nobody2020`.\n\nAnd {cite}`{see nobody2020`.\n"


@pytest.mark.parametrize("builder", ["html", "text"])
def test_a_source_that_is_not_there_is_told_once_at_its_line_and_prints_as_its_key(
    project: Projects, builder: str
) -> None:
    brief = project("test-sound")
    text = (brief.path / "source/observed.md").read_text("utf-8")
    brief.write("source/observed.md", text + CITING)
    built = brief.build(builder)
    first = len(text.splitlines()) + 4
    told = [(said.place, said.text.partition(" in the")[0]) for said in built.complaints]
    assert told == [
        (f"source/observed.md:{first}", "no source 'nobody2020'"),
        (f"source/observed.md:{first + 2}", "no source '{see nobody2020'"),
    ]
    assert re.search(r"See \[.*2025\]nobody2020\. And \{see nobody2020\.", built.words("observed"))


@pytest.mark.parametrize("formula", ["\\left(" * 1000, "x^{" * 2000, "\\sqrt" * 20_000 + "x"])
def test_a_formula_without_end_is_told_and_prints_as_its_source(project: Projects, formula: str) -> None:
    brief = project("test-sound")
    brief.write("source/page.md", f"---\norphan: true\n---\n# Page\n\n```{{math}}\n{formula}\n```\n")
    begun = time.process_time()
    built = brief.build("html")
    assert time.process_time() - begun < 40
    assert [said.place for said in built.complaints if "as MathML" in said.text] == ["source/page.md:6"]
    assert formula[:2000] in built.words("page")
