"""Estimates of ours: marked as ours wherever they print, with their tasks and what they are held against."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jsonschema import Draft202012Validator

from policybrief.outputs.register import SCHEMA

if TYPE_CHECKING:
    from conftest import Project, Projects

COST = """\
statement = "Checking takes {effort}."
kind = "estimate"
certainty = "low"
reasons = "A list of tasks."
not_shown = "What anybody paid."
as_of = 2026-10-07

[values.effort]
unit = "person-days"
tasks = [{ what = "read the plan", low = 1, high = 3 }, { what = "try the walls", low = 4, high = 12 }]
anchors = ["counts"]
"""


def brief(project: Projects, cost: str = COST) -> Project:
    """The sound brief, with a card whose cost is an estimate."""
    made = project("test-sound")
    made.write("material/evidence/cost.toml", cost)
    made.change("source/asked.md", ": Small.", ": {value}`cost.effort`.")
    return made


def test_an_estimate_prints_as_ours_on_the_card_and_with_its_basis_in_the_register(project: Projects) -> None:
    built = brief(project).build("register")
    assert built.complaints == []
    data = json.loads(built.file("register.json"))
    assert list(Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).iter_errors(data)) == []
    effort = next(record for record in data["evidence"] if record["id"] == "cost")["values"]["effort"]
    assert effort["text"] == "5–15 person-days (our estimate)".replace(" ", "\N{NO-BREAK SPACE}")
    assert (effort["sort"], effort["low"], effort["high"], effort["anchors"]) == ("estimate", 5, 15, ["counts"])
    assert [task["what"] for task in effort["tasks"]] == ["read the plan", "try the walls"]
    assert data["recommendations"][0]["parts"]["cost"].endswith("(our estimate).")


def test_a_page_prints_the_tasks_and_leads_to_what_they_are_held_against(project: Projects) -> None:
    words = brief(project).build("html").words("asked")
    assert "5–15 person-days (our estimate)." in words
    assert "Basis, a list of tasks read the plan (1–3 person-days) try the walls (4–12 person-days)" in words
    assert "Held against counts" in words


def test_what_an_estimate_cannot_carry_is_told(project: Projects) -> None:
    cost = COST.replace('certainty = "low"', 'certainty = "moderate"').replace('["counts"]', '["account"]')
    assert [said[1:] for said in brief(project, cost).build().complaints] == [
        ("unknown_evidence", "no evidence record 'account' in the material; did you mean 'counts'?"),
        ("overstated", "moderate certainty is more than 'cost' can carry: it is an estimate of ours; at most low"),
    ]
