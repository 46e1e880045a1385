"""Records of evidence: what is read, what is refused, and the line that a complaint names."""

from __future__ import annotations

import datetime as dt
import pickle
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policybrief.data import evidence, profiles
from policybrief.data.evidence import Reading
from policybrief.words import invisible
from policybrief.words.complaints import Rule
from policybrief.words.records import Certainty, Citation, Evidence, Read, Use
from written_values import tables
from written_values.tables import value_from
from written_values.values import Count, Day, Derived, Estimate, Money, Quantity, Style

SOUND = """\
statement = "It was done in {qwen} trials."
kind = "experiment"
certainty = "moderate"
reasons = "One team."
not_shown = "Anything else."
as_of = 2024-12-09

[[sources]]
key = "alpha2024"
locator = "Table 2"
read = "full-text"
checked = 2026-10-07

[[sources]]
key = "alpha2024"
locator = "section 3"

[values.qwen]
successes = 9
trials = 10
attempt = "single"
"""


TERMS = profiles.of("ai-evaluations", Path())


def read(folder: Path, text: str | bytes, name: str = "counts") -> Reading:
    """What reading a folder with one record gives."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return evidence.read_folder(folder, folder, TERMS)


def test_a_number_keeps_the_decimals_that_its_source_gives(tmp_path: Path) -> None:
    values = '[values.share]\nnumber = 31.0\nunit = "percent"\nlow = 15.20\nhigh = 46\n'
    share = read(tmp_path, SOUND + values).records["counts"].values["share"]
    style = Style("fr", "", "wilson")
    assert style.text(share).replace("\N{NO-BREAK SPACE}", " ") == "31,0 % (15,20–46 %)"
    assert style.text(pickle.loads(pickle.dumps(share))) == style.text(share)


def test_a_record_has_all_that_its_file_says(tmp_path: Path) -> None:
    reading = read(tmp_path, SOUND)
    assert reading.complaints == []
    assert reading.records == {
        "counts": Evidence(
            id="counts",
            statement="It was done in {qwen} trials.",
            kind=TERMS.kinds["experiment"],
            certainty=Certainty.MODERATE,
            reasons="One team.",
            not_shown="Anything else.",
            as_of=dt.date(2024, 12, 9),
            sources=(
                Citation("alpha2024", "Table 2", Read.FULL_TEXT, dt.date(2026, 10, 7), 8),
                Citation("alpha2024", "section 3", Read.NOT_RECHECKED, None, 14),
            ),
            use=Use.PRINT,
            attribution="",
            conflicts=(),
            values={"qwen": Count(9, 10, "single")},
            path="counts.toml",
        )
    }


# What an author may get wrong: the old text, the new one, the line that is told, and words of the complaint.
BAD = {
    "malformed": ('kind = "experiment"', 'kind = "experiment', 2, "not TOML"),
    "a table cut off": ("[values.qwen]", "[values.qwen", 18, "not TOML"),
    "twice the same key": ('kind = "experiment"', 'kind = "event"\nkind = "event"', 3, "not TOML"),
    "unknown key": ('reasons = "One team."', 'reasons = "One team."\nreason = "x"', 5, "did you mean 'reasons'?"),
    "missing key": ('not_shown = "Anything else."\n', "", 1, "the key 'not_shown' is missing"),
    "empty text": ('"Anything else."', '" "', 5, "'not_shown' is empty"),
    "text of a wrong type": ('"One team."', "3", 4, "'reasons' is text in quotation marks"),
    "unknown kind": ('"experiment"', '"trial"', 2, "kind 'trial' is not known; use one of experiment, calc"),
    "kind of a wrong type": ('"experiment"', "[]", 2, "kind [] is not known"),
    "unknown certainty": ('"moderate"', '"sure"', 3, "certainty 'sure' is not known; use one of very-low"),
    "date in quotation marks": ("2024-12-09", '"2024-12-09"', 6, "'as_of' is a date like 2026-10-07"),
    "date with a time": ("2024-12-09", "2024-12-09T10:00:00", 6, "'as_of' is a date like 2026-10-07"),
    "no such day": ("2024-12-09", "2024-02-30", 6, "not TOML"),
    "sources in a list": (SOUND[SOUND.index("[[") : SOUND.index("[val")], 'sources = ["a"]\n', 8, "are tables"),
    "no source": (SOUND[SOUND.index("[[") : SOUND.index("[val")], "sources = []\n", 8, "names no source"),
    "source without key": ('key = "alpha2024"\nlocator = "s', 'locator = "s', 14, "a source without 'key'"),
    "key of a wrong type": ('"alpha2024"\nlocator = "s', '7\nlocator = "s', 15, "'key' is text in quot"),
    "locator of a wrong type": ('"section 3"', "3", 16, "'locator' is text in quotation marks"),
    "unknown key in a source": ('"section 3"', '"section 3"\npage = 3', 17, "unknown key 'page'; known are key"),
    "unknown reading": ('"section 3"', '"section 3"\nread = "all"', 17, "read 'all' is not known"),
    "check date in quotation marks": ("2026-10-07", '"2026-10-07"', 12, "'checked' is a date"),
    "value that is no table": ("[values.qwen]\nsucc", "[values]\nqwen = 3\n[other]\nsucc", 19, "is a table"),
    "unnamed value in the statement": ("{qwen}", "{llama}", 1, "names the value {llama}"),
    "unknown use": ('kind = "exp', 'use = "never"\nkind = "exp', 2, "use 'never' is not known"),
    "attributed to nobody": (
        'kind = "exp',
        'use = "attributed"\nkind = "exp',
        2,
        "'attribution' says who said it",
    ),
    "conflicts in one text": (
        'kind = "exp',
        'conflicts = "x"\nkind = "exp',
        2,
        "'conflicts' is a list of sentences",
    ),
    "no trials": ("trials = 10", "trials = 0", 18, "the value 'qwen' has 0 trials; there is at least one"),
    "more successes than trials": ("successes = 9", "successes = 11", 18, "has 11 successes in 10 trials"),
    "fewer successes than none": ("successes = 9", "successes = -1", 18, "has -1 successes in 10 trials"),
    "half a success": ("successes = 9", "successes = 9.5", 18, "needs whole numbers"),
    "a truth for a number": ("successes = 9", "successes = true", 18, "needs whole numbers"),
    "trials beyond counting": ("trials = 10", f"trials = 1{'0' * 400}", 18, "computed for up to 1,000,000,000"),
    "thousands apart by a point": (
        "[values.qwen]\n",
        '[values.cost]\namount = 18.500\ncurrency = "EUR"\nyear = 2024\n\n[values.qwen]\n',
        18,
        "write 18500 for 18,500, with nothing between thousands",
    ),
    "no attempt rule": ('attempt = "single"\n', "", 18, "needs its attempt rule"),
    "attempt of a wrong type": ('"single"', "1", 18, "has a 'attempt' that is not text"),
    "unknown key in a value": ('"single"', '"single"\nrate = 0.9', 18, "has the unknown key 'rate'"),
}


@pytest.mark.parametrize(("old", "new", "line", "said"), BAD.values(), ids=BAD.keys())
def test_a_bad_record_is_told_with_file_and_line_and_the_others_are_read(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    assert old in SOUND
    (tmp_path / "other.toml").write_text(SOUND, "utf-8")
    reading = read(tmp_path, SOUND.replace(old, new))
    assert list(reading.records) == ["other"]
    found = [complaint for complaint in reading.complaints if said in complaint.text]
    assert [(complaint.rule, complaint.path, complaint.line) for complaint in found] == [
        (Rule.EVIDENCE_FILE, "counts.toml", line)
    ], reading.complaints


def test_a_record_that_is_not_utf_8_is_told_with_the_line_of_the_first_bad_byte(tmp_path: Path) -> None:
    reading = read(tmp_path, SOUND.encode().replace(b"One team", b"L'\xe9quipe"))
    (said,) = reading.complaints
    assert (said.path, said.line, said.text) == ("counts.toml", 4, "the file is not UTF-8; save it as UTF-8")


def test_a_file_name_that_is_no_id_is_told(tmp_path: Path) -> None:
    (said,) = read(tmp_path, SOUND, "Bad_Name").complaints
    assert (said.path, said.line) == ("Bad_Name.toml", 1)
    assert "use small letters, digits and single hyphens" in said.text


def test_the_same_id_in_two_folders_is_told_and_the_first_is_kept(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "counts.toml").write_text(SOUND, "utf-8")
    reading = evidence.read_folder(tmp_path, tmp_path, TERMS)
    (said,) = reading.complaints
    assert (said.rule, said.path, said.line) == (Rule.DUPLICATE_ID, "two/counts.toml", 1)
    assert "'counts' is already taken by one/counts.toml" in said.text
    assert reading.records["counts"].path == "one/counts.toml"


def test_a_control_character_is_told_with_the_line_of_its_key_and_replaced(tmp_path: Path) -> None:
    reading = read(tmp_path, SOUND.replace("One team.", r"One\u0007 team\u0085."))
    assert [(said.rule, said.path, said.line, said.text[:26]) for said in reading.complaints] == [
        (Rule.CONTROL_CHARACTER, "counts.toml", 4, "control character U+0007 i"),
        (Rule.CONTROL_CHARACTER, "counts.toml", 4, "control character U+0085 i"),
    ]
    assert reading.records["counts"].reasons == "One\ufffd team\ufffd."


VALUES = {
    "count": ({"successes": 0, "trials": 1, "attempt": "pass@10"}, Count(0, 1, "pass@10")),
    "quantity": ({"number": 3.5, "unit": "points", "label": "x"}, Quantity(3.5, "points", label="x")),
    "range": ({"number": 3, "low": 2, "high": 4}, Quantity(3, "", 2, 4)),
    "money": ({"amount": 5, "currency": "EUR", "year": 2025}, Money(5, "EUR", 2025)),
    "day": ({"date": dt.date(2026, 8, 2)}, Day(dt.date(2026, 8, 2))),
    "derived": ({"formula": "low", "of": "a", "level": 0.9}, Derived("low", ("a",), {"level": 0.9})),
}


@pytest.mark.parametrize(("table", "value"), VALUES.values(), ids=VALUES.keys())
def test_each_sort_of_value_is_told_by_its_keys(table: dict[str, object], value: object) -> None:
    assert value_from(table, attempts=True) == value


toml_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=10**400)
    | st.floats()
    | st.text()
    | st.dates()
    | st.datetimes()
    | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
keys = st.sampled_from(
    [key for keys in tables.VALUE_KEYS.values() for key in keys] + ["label", "formula", "of", "x"]
)


@given(st.dictionaries(keys, toml_values) | toml_values)
@example({"number": float("nan")})
@example({"number": 10**400})
@example({"successes": True, "trials": True, "attempt": "x"})
@example({"formula": "low", "of": 3})
def test_whatever_a_value_table_holds_it_is_a_value_or_a_sentence(table: object) -> None:
    try:
        value: object = value_from(table, attempts=True)
    except ValueError as said:
        value = str(said)
    assert isinstance(value, Count | Quantity | Money | Day | Derived) or value


def toml(value: object) -> str:
    """A value in the writing of TOML."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return '"' + "".join(f"\\U{ord(c):08X}" if ord(c) < 32 or c in '"\\\x7f' else c for c in value) + '"'
        case list():
            return f"[{', '.join(map(toml, value))}]"
        case dict():
            return f"{{{', '.join(f'{toml(key)} = {toml(what)}' for key, what in value.items())}}}"
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case None:
            return '""'
        case _:
            return str(value)


no_surrogates = st.text(st.characters(exclude_categories=["Cs"]))
in_files = st.recursive(
    st.booleans() | st.integers() | st.floats() | no_surrogates | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(no_surrogates, inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*evidence.REQUIRED, *evidence.OPTIONAL, "other"]), in_files))
def test_a_record_of_arbitrary_values_is_read_or_told(tmp_path: Path, table: dict[str, object]) -> None:
    text = "\n".join(f"{key} = {toml(value)}" for key, value in table.items())
    reading = read(tmp_path / "any", text)
    assert reading.records or reading.complaints
    for said in reading.complaints:
        assert 1 <= said.line <= max(1, text.count("\n") + 1)


@given(st.binary())
def test_a_record_of_arbitrary_bytes_is_told(tmp_path: Path, content: bytes) -> None:
    reading = read(tmp_path / "any", content)
    assert not reading.records
    assert reading.complaints


@given(no_surrogates.filter(lambda text: text.strip() and "{" not in text))
def test_the_words_of_a_statement_come_out_as_they_went_in(tmp_path: Path, text: str) -> None:
    reading = read(tmp_path / "any", SOUND.replace('"It was done in {qwen} trials."', toml(text)))
    written = invisible.replaced(text)
    if written.strip():
        statement = reading.records["counts"].statement
        assert (statement.split(), statement) == (written.split(), statement.strip())


ESTIMATE = """\
statement = "Checking takes {effort}."
kind = "estimate"
certainty = "low"
reasons = "A list of tasks."
not_shown = "What anybody paid."
as_of = 2026-10-07

[values.effort]
unit = "person-days"
tasks = [{ what = "read the plan", low = 1, high = 3 }, { what = "try the walls", low = 4, high = 12 }]
anchors = ["paid"]
"""


def test_an_estimate_is_the_sum_of_its_tasks_and_needs_no_source(tmp_path: Path) -> None:
    reading = read(tmp_path, ESTIMATE)
    assert reading.complaints == []
    effort = reading.records["counts"].values["effort"]
    assert isinstance(effort, Estimate)
    assert (effort.low, effort.high, effort.anchors) == (5, 15, ("paid",))
    assert reading.records["counts"].sources == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        (
            'kind = "estimate"',
            'kind = "method"\nsources = []',
            2,
            'are estimates of your own, with tasks or by a formula; write kind = "estimate"',
        ),
        (
            ESTIMATE[ESTIMATE.index("unit =") :],
            "number = 5\n",
            2,
            "kind 'estimate' is for what you estimate yourself, in [values.…] with tasks, and none has them; for",
        ),
        ("high = 3", "high = 0.5", 8, "has a task that is not"),
        ("tasks = [{ what", "tasks = []\nx = [{ what", 8, "unknown key 'x'"),
        ('unit = "person-days"', "", 8, "is an estimate without 'unit' or 'currency'"),
        ('unit = "person-days"', 'currency = "EUR"', 8, "the year of its prices"),
        ('anchors = ["paid"]', 'anchors = "paid"', 8, "has 'anchors' that are not a list of texts"),
    ],
)
def test_an_estimate_without_its_basis_is_told(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    reading = read(tmp_path, ESTIMATE.replace(old, new))
    assert reading.records == {}
    assert any(found.line == line and said in found.text for found in reading.complaints), reading.complaints
