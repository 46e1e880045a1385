"""Files are named for people: what, which revision, of when, in which language, which part."""

from __future__ import annotations

import datetime as dt
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybrief.outputs.filenames import LONGEST, file_name, slug

DAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("When AI systems copy themselves", "when-ai-systems-copy-themselves"),
        ("Évaluer : pourquoi ?", "evaluer-pourquoi"),
        ("自己複製", "brief"),
        ("a/../b", "a-b"),
    ],
)
def test_a_title_becomes_part_of_a_file_name(title: str, stem: str) -> None:
    assert slug(title) == stem


def test_a_name_says_title_revision_month_language_and_kind() -> None:
    name = file_name("Self-replication brief", "1.1", DAY, "en", "summary", draft=False)
    assert name == "self-replication-brief_v1-1_2026-11_en_summary"


def test_a_draft_is_not_named_like_the_revision_that_it_becomes() -> None:
    name = file_name("Self-replication brief", "1.1", DAY, "pt-BR", "summary", draft=True)
    assert name == "self-replication-brief_v1-1-draft_2026-11_pt-br_summary"


def test_what_is_unknown_is_left_out() -> None:
    assert file_name("A brief", "", None, "en", "brief", draft=True) == "a-brief_en_brief"


@given(st.text(), st.text(string.digits + ".", max_size=8), st.dates(), st.text(min_size=1))
def test_every_name_survives_every_file_system(title: str, revision: str, date: dt.date, kind: str) -> None:
    name = file_name(title, revision, date, "en", kind, draft=False)
    assert re.fullmatch(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", name)
    assert len(name) <= 3 * LONGEST
