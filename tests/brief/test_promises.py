"""What this brief promises its readers in words: access, kinds of change, old revisions, withdrawals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from policybrief.data.changelog import ChangeKind

if TYPE_CHECKING:
    from tests.conftest import Brief


def test_H8_the_accessibility_statement_tells_gaps_formats_contact_and_response_time(brief: Brief) -> None:
    said = brief.plain(brief.section("revisions", "Accessibility").astext())
    for wanted in (
        r"[Kk]nown gap",
        r"no screen-reader user",
        r"[Oo]ther formats",
        r"[Cc]ontact",
        r"response time",
    ):
        assert re.search(wanted, said), wanted


def test_H1_the_statement_names_the_web_pages_as_the_first_edition(brief: Brief) -> None:
    said = brief.plain(brief.section("revisions", "Accessibility").astext())
    assert re.search(r"web pages are the first edition", said)


def test_J3_the_four_kinds_of_change_are_closed_and_explained(brief: Brief) -> None:
    assert {str(kind) for kind in ChangeKind} == {"erratum", "update", "editorial", "withdrawal"}
    said = brief.trees["revisions"]
    explained = {node.astext() for node in said.findall(nodes.emphasis)}
    assert {str(kind) for kind in ChangeKind} <= explained


def test_J4_the_brief_promises_that_old_revisions_stay(brief: Brief) -> None:
    said = brief.plain(brief.trees["revisions"].astext())
    assert re.search(r"Old revisions stay readable and are never replaced", said)


def test_J6_it_is_written_down_how_a_withdrawal_will_be_announced(brief: Brief) -> None:
    said = brief.plain(brief.section("revisions", "withdrawal").astext())
    for word in ("what is withdrawn", "who", "why", "date", "what follows", "whom to ask"):
        assert word in said, word
