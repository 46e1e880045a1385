"""The chain of evidence as it is printed: numbers, entries, cards and findings read as the register says."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any

import jsonschema
from docutils import nodes

from policybrief.chapters.nodes import value
from policybrief.outputs.register import SCHEMA

if TYPE_CHECKING:
    from tests.conftest import Brief


def test_C1_the_register_validates_against_its_published_schema(brief: Brief) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(brief.register)


def percent(rate: float) -> str:
    """A rate as it prints."""
    return f"{rate:.1%}" if 0 < rate < 0.01 else f"{rate:.0%}"


def test_C1_every_printed_number_reads_as_its_record_says(brief: Brief) -> None:
    records = brief.records
    found = [number for tree in brief.trees.values() for number in tree.findall(value)]
    assert len(found) > 50
    for number in found:
        held = records[number["evidence"]]["values"][number["name"]]
        if "bounds" in number:  # words about a number, like "more than half"
            record, _dot, name = (number["over"] or "").partition(".")
            shown = size(held) / (size(records[record]["values"][name]) if record else 1)
            assert within(shown, number["bounds"]), number.astext()
            continue
        # below one in a hundred a rate has a decimal, since 0% would say never
        rates = [percent(held["rate"])] if held["sort"] == "count" else asked_of(held)
        printed = brief.plain(number.astext())
        assert printed in rates or printed in brief.plain(held["text"]), (
            f"{number['evidence']}.{number['name']}: {printed}"
        )


def size(held: dict[str, Any]) -> float:
    """A value as a number, of a count its rate in per cent."""
    return float(100 * held["rate"] if held["sort"] == "count" else held["number"])


def within(number: float, bounds: str) -> bool:
    """Whether a number lies where ``above 45 below 55`` says."""
    bound = iter(bounds.split())
    return all(number > float(next(bound)) if side == "above" else number < float(next(bound)) for side in bound)


def asked_of(held: dict[str, Any]) -> list[str]:
    """The rates that a computed number answers for, as a figure prints them: ``10%``, ``50% and 90%``."""
    given = dict((held.get("origin") or {}).get("given", []))
    rates = [given["rate"]] if "rate" in given else given.get("rates", [])
    return [" and ".join(f"{rate:.0%}" for rate in rates)] if rates else []


def test_C2_each_source_names_its_version_and_where_it_is_kept_or_why_nowhere(brief: Brief) -> None:
    lines = {
        entry.get("id"): brief.plain(entry.text_content())
        for entry in brief.main("sources").xpath(".//*[contains(concat(' ', @class, ' '), ' citation ')]")
    }
    kinds = set()
    for source in brief.register["sources"]:
        shown = lines[f"cite-{source['key']}".replace("_", "-")]
        assert source["version"], source["key"]
        if source["version_kind"] == "read":
            assert dt.date.fromisoformat(source["version"]), source["key"]
        kinds.add(source["archive_kind"])
        if source["archive"] is None:
            assert source["fields"]["archivenote"] in shown, source["key"]
            continue
        assert source["archive"] in shown, source["key"]
        asked = "web.archive.org/web/" in source["archive"]
        assert (source["archive_kind"] == "look-up") == asked, source["key"]
        assert ("whether a copy exists was not checked" in shown) == asked, source["key"]
    assert {"record", "look-up"} <= kinds
    assert "No archive address was tried" in brief.plain(brief.main("methods").text_content())


def test_C2_the_printed_entry_of_each_source_stands_among_the_sources(brief: Brief) -> None:
    page = brief.pages["sources"]
    ids = {id.replace("_", "-") for id in page.xpath("//@id")}
    printed = {f"cite-{source['key']}".replace("_", "-") for source in brief.register["sources"]}
    assert printed - ids == set()
    assert len(page.xpath("//*[contains(concat(' ', @class, ' '), ' citation ')]")) == len(printed)


def test_C9_where_sources_differ_the_record_says_so_and_prints_it(brief: Brief) -> None:
    differing = [record for record in brief.register["evidence"] if record["conflicts"]]
    assert len(differing) >= 5
    printed = brief.plain(brief.main("evidence-register").text_content())
    for record in differing:
        for sentence in record["conflicts"]:
            assert " ".join(brief.spoken(sentence)) in " ".join(brief.spoken(printed)), record["id"]


def test_E8_each_card_prints_strength_and_the_certainty_of_its_findings(
    brief: Brief,
) -> None:
    findings = {finding["id"]: finding for finding in brief.register["findings"]}
    for entry in brief.standing("recommendations"):
        card = brief.statement(entry["id"])
        [line] = [p for p in card.findall(nodes.paragraph) if "strength-line" in p["classes"]]
        assert line.astext().casefold().startswith(entry["strength"]), entry["id"]
        for id in entry["findings"]:
            certainty = findings[id]["certainty"].replace("-", " ")
            assert re.search(rf"{findings[id]['number']}\b.{{0,60}}\({certainty}\)", brief.plain(line.astext())), (
                entry["id"]
            )


def test_D2_the_certainty_word_of_each_finding_is_printed_with_it(brief: Brief) -> None:
    for finding in brief.standing("findings"):
        [line] = [
            p for p in brief.statement(finding["id"]).findall(nodes.paragraph) if "source-line" in p["classes"]
        ]
        assert line.astext().casefold().startswith(f"{finding['certainty'].replace('-', ' ')} certainty")


def test_D7_reasons_limits_and_changes_of_each_key_finding_are_printed(brief: Brief) -> None:
    printed = " ".join(
        brief.spoken(" ".join(brief.trees[name].astext() for name in ("shows", "rules", "evidence-annex")))
    )
    for finding in brief.standing("findings"):
        for part in ("because", "not_shown", "would_change"):
            assert " ".join(brief.spoken(finding["parts"][part])) in printed, f"{finding['id']}: {part}"
