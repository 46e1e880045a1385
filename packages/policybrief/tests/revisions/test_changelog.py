"""The changelog: entries by kind, with ids and reasons; each fault with its line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from policybrief.chapters.publication import newest_heading
from policybrief.data.changelog import ChangeKind, Changelog, order, read_changelog
from policybrief.words import messages

SOUND = """\
# Changes

## 1.0 - 2027-03-01

A second team has repeated
the trials.

- update `require-standard` and `trials-repeated`: now strong.
  Why: the counts held. Effect: ministries may act. By: the council.
- erratum `copying-observed`: the rate read 9 of 10. Why: a slip in the source.
- withdrawal of revision 0.9: its counts were wrong. Why: see the erratum. Effect: do not cite it.
- editorial: shorter sentences.

## 0.9 - 2026-01-15

- update: everything is new.
"""


def read(tmp_path: Path, text: str) -> Changelog:
    """The changelog with this text."""
    path = tmp_path / "CHANGELOG.md"
    path.write_text(text, "utf-8")
    return read_changelog(path, "CHANGELOG.md")


def test_entries_have_revision_date_summary_and_changes_by_kind(tmp_path: Path) -> None:
    log = read(tmp_path, SOUND)
    assert log.complaints == []
    newest, first = log.entries
    assert (newest.revision, newest.date) == ("1.0", dt.date(2027, 3, 1))
    assert newest.summary == "A second team has repeated the trials."
    assert [change.kind for change in newest.changes] == list(
        map(ChangeKind, ("update", "erratum", "withdrawal", "editorial"))
    )
    update = newest.changes[0]
    assert update.ids == ("require-standard", "trials-repeated")
    assert (update.what, update.why) == ("now strong.", "the counts held.")
    assert (update.effect, update.by) == ("ministries may act.", "the council.")
    assert newest.changes[2].revision == "0.9"
    assert newest.names("copying-observed")
    assert not newest.names("everything")
    assert first.date == dt.date(2026, 1, 15)


def test_the_newest_heading_gives_revision_and_date_and_a_draft_has_none(tmp_path: Path) -> None:
    path = tmp_path / "CHANGELOG.md"
    assert newest_heading(path) == ("", None)
    path.write_text("# Changes\n\n## 1.1 - draft\n\n- editorial: words.\n\n" + SOUND.partition("\n\n")[2], "utf-8")
    assert newest_heading(path) == ("1.1", None)
    path.write_text(SOUND, "utf-8")
    assert newest_heading(path) == ("1.0", dt.date(2027, 3, 1))


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("## soon\n\n- update: x.\n", 1, "no heading of a revision"),
        ("## 1.0 - 2027-02-30\n", 1, "no date of the calendar"),
        ("## 1.0 - draft\n\n- we changed things\n", 3, "begins with its kind"),
        ("## 1.0 - draft\n\n- novelty `a`: x. Why: y.\n", 3, "begins with its kind"),
        ("## 1.0 - draft\n\n- update `a`: x.\n", 3, "without a reason"),
        ("## 1.0 - draft\n\n- erratum: x. Why: y.\n", 3, "erratum of what"),
        ("## 1.0 - draft\n\n- erratum revision 0.9: x. Why: y. Effect: z.\n", 3, "only a withdrawal"),
        ("## 1.0 - draft\n\n- withdrawal revision 0.9: x. Why: y.\n", 3, "what follows"),
        ("## 1.0 - draft\n\n- editorial: x.\n\nafterthought\n", 5, "text after the items"),
        ("## 0.9 - 2026-03-01\n\n## 1.0 - 2026-02-01\n", 3, "the newest stands first"),
        ("## 1.0 - 2026-01-01\n\n## 0.9 - 2026-02-01\n", 1, "dated 2026-01-01, before 0.9"),
        ("## 1.0 - draft\n\n## 0.9 - draft\n", 3, "only the first entry may be a draft"),
    ],
)
def test_each_fault_is_told_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    (found,) = read(tmp_path, text).complaints
    assert (found.line, found.rule) == (line, "changelog")
    assert said in found.text


FRENCH = """
## 1.1 - Projet

- mise à jour `a` et `b` : plus sûr. Pourquoi : une étude. Conséquence : aucune. Décidé par : le conseil.
- Mise à jour `c`: plus sûr. Pourquoi: une étude.
- erratum `d`: un chiffre. Why: une faute.
- retrait de la révision 1.0 : faux. Pourquoi : l'erratum. Conséquence : ne pas citer.
- rédaction: phrases plus courtes.
"""


def test_kinds_labels_and_draft_may_be_written_as_pages_print_them(tmp_path: Path) -> None:
    log = read(tmp_path, FRENCH)
    assert log.complaints == []
    (entry,) = log.entries
    assert entry.date is None
    assert [str(change.kind) for change in entry.changes] == [
        *("update", "update", "erratum", "withdrawal", "editorial")
    ]
    first = entry.changes[0]
    assert (first.ids, first.what, first.why) == (("a", "b"), "plus sûr.", "une étude.")
    assert (first.effect, first.by) == ("aucune.", "le conseil.")
    assert entry.changes[3].revision == "1.0"


@pytest.mark.parametrize(
    ("item", "effect"),
    [
        ("- mise à jour `a` : x. Pourquoi : y. Effet : z.", "z."),
        ("- mise à jour `a` : x. Pourquoi\u202f: y. Effet\u202f: z.", "z."),
        ("- Aktualisierung `a`: x. Warum: y. Wirkung: z.", "z."),
        ("- actualización `a`: x. Por qué: y. Efecto: z.", "z."),
        ("- update `a`: x. Why: y. What follows: z.", "z."),
    ],
)
def test_an_effect_is_read_under_the_name_that_its_column_has(tmp_path: Path, item: str, effect: str) -> None:
    log = read(tmp_path, f"## 1.0 - draft\n\n{item}\n")
    assert log.complaints == []
    assert (log.entries[0].changes[0].why, log.entries[0].changes[0].effect) == ("y.", effect)


@pytest.mark.parametrize("label", ["Motif", "Grund", "Efectos", "Impact"])
def test_a_label_that_nothing_reads_is_told_and_not_printed_as_part_of_the_reason(
    tmp_path: Path, label: str
) -> None:
    (found,) = read(tmp_path, f"## 1.0 - draft\n\n- update `a`: x. Why: y. {label}: z.\n").complaints
    assert (found.line, f"{label!r} begins no part of an item" in found.text) == (3, True)
    assert "Why: …, Effect: …, Decided by: …" in found.text


def test_a_colon_within_a_sentence_begins_no_part(tmp_path: Path) -> None:
    text = "## 1.0 - draft\n\n- update `a`: x. Why: two reasons: R1 and this. Effect: see R3: it waits.\n"
    assert read(tmp_path, text).complaints == []


def test_what_is_missing_is_named_as_the_language_of_the_brief_writes_it(tmp_path: Path) -> None:
    messages.speak("fr")
    try:
        said = [found.text for found in read(tmp_path, "## 1.0 - projet\n\n- mise à jour `a` : x.\n").complaints]
    finally:
        messages.speak("en")
    assert said == ["update without a reason; add 'Pourquoi\u00a0: …'"]


@pytest.mark.parametrize(
    "written",
    ["1er décembre 2026", "1 décembre 2026", "1. Dezember 2026", "1 de diciembre de 2026", "1 December 2026"],
)
def test_a_date_may_be_written_as_pages_print_it(tmp_path: Path, written: str) -> None:
    log = read(tmp_path, f"## 0.1 - {written}\n\n- update: all.\n")
    assert log.complaints == []
    assert log.entries[0].date == dt.date(2026, 12, 1)


def test_a_written_day_that_no_calendar_has_is_told(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "## 0.1 - 31 novembre 2026\n").complaints
    assert found.text == "'31 novembre 2026' is no date of the calendar"


def test_a_file_that_is_not_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "CHANGELOG.md"
    path.write_bytes(b"# Changes\n\n## 1.0 - caf\xe9\n")
    (found,) = read_changelog(path, "CHANGELOG.md").complaints
    assert (found.line, "UTF-8" in found.text) == (3, True)


def test_revisions_are_ordered_by_number_and_not_by_letter() -> None:
    assert sorted(["1.0", "0.10", "0.9", "2", "1.0.1"], key=order) == ["0.9", "0.10", "1.0", "1.0.1", "2"]
    assert order("1") == order("1.0")
