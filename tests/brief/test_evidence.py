"""Group C: the evidence.  C4 and C8 need a reader; of C7 and C9 the machine's half is here."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from typing import TYPE_CHECKING, Any

import jsonschema
from docutils import nodes

from policybrief.chapters.nodes import value
from policybrief.outputs.register import SCHEMA

if TYPE_CHECKING:
    from conftest import Brief

REVIEW = {"peer reviewed", "not peer reviewed", "not stated", "not applicable"}
RELATION = {"independent", "developer", "government", "contracted", "not applicable"}
NO_COUNT = re.compile(
    r"\b((number of|how many) (runs|trials|tests)|no (\w+ )?counts?|without (a |the |printed )*counts?)\b", re.I
)
"""How a sentence says that a rate comes without its count."""
RATE = re.compile(r"\d\s?%")


def by_id(entries: list[dict[str, Any]], key: str = "id") -> dict[str, dict[str, Any]]:
    """Entries of the register by their name."""
    return {entry[key]: entry for entry in entries}


def test_C1_the_register_validates_against_its_published_schema(brief: Brief) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(brief.register)


def test_C1_from_every_recommendation_one_walks_to_a_source_with_a_locator(brief: Brief) -> None:
    findings, records = by_id(brief.register["findings"]), by_id(brief.register["evidence"])
    sources = by_id(brief.register["sources"], "key")
    assert brief.register["recommendations"]
    for asked in brief.register["recommendations"]:
        places = [
            (sources[citation["key"]]["label"], citation["locator"])
            for finding in asked["findings"]
            for record in findings[finding]["evidence"]
            for citation in records[record]["sources"]
        ]
        assert places, asked["id"]
        assert all(label and locator for label, locator in places), asked["id"]


def test_C1_every_record_supports_a_finding_or_is_linked_where_it_is_argued(brief: Brief) -> None:
    used = {id for finding in brief.register["findings"] for id in finding["evidence"]}
    for docname in [*brief.body, *brief.annexes]:
        uris = [ref.get("refuri", "") for ref in brief.trees[docname].findall(nodes.reference)]
        if docname == "evidence-annex":  # its longer lists stand on screen only
            uris += brief.main(docname).xpath(".//a/@href")
        used |= {uri.partition("#evidence-")[2] for uri in uris}
        used |= {id.removeprefix("evidence-") for id in brief.pages[docname].xpath("//@id")}
        used |= {number["evidence"] for number in brief.trees[docname].findall(value)}
    assert set(by_id(brief.register["evidence"])) - used == set()


def test_C1_every_printed_number_reads_as_its_record_says(brief: Brief) -> None:
    records = by_id(brief.register["evidence"])
    found = [number for tree in brief.trees.values() for number in tree.findall(value)]
    assert len(found) > 50
    for number in found:
        held = records[number["evidence"]]["values"][number["name"]]
        rates = [f"{held['rate']:.0%}"] if held["sort"] == "count" else asked_of(held)
        printed = brief.plain(number.astext())
        assert printed in rates or printed in brief.plain(held["text"]), (
            f"{number['evidence']}.{number['name']}: {printed}"
        )


def asked_of(held: dict[str, Any]) -> list[str]:
    """The rates that a computed number answers for, as a figure prints them: ``10%``, ``50% and 90%``."""
    given = dict((held.get("origin") or {}).get("given", []))
    rates = [given["rate"]] if "rate" in given else given.get("rates", [])
    return [" and ".join(f"{rate:.0%}" for rate in rates)] if rates else []


def test_C2_each_source_names_type_author_date_review_and_relation(brief: Brief) -> None:
    for source in brief.register["sources"]:
        assert source["label"], source["key"]
        assert source["title"], source["key"]
        assert source["type"], source["key"]
        assert re.match(r"(19|20)\d\d", source["date"] or ""), source["key"]
        assert source["review"] in REVIEW, source["key"]
        assert source["relation"] in RELATION, source["key"]


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
        assert ("did not check that a copy exists" in shown) == asked, source["key"]
    assert {"record", "look-up"} <= kinds
    assert "No archive address was tried" in brief.plain(brief.main("methods").text_content())


def test_C2_a_preprint_whose_entry_names_one_version_is_kept_in_that_version(brief: Brief) -> None:
    named = 0
    for source in brief.register["sources"]:
        numbers = set(re.findall(r"\bversion (\d)\b", source["fields"].get("note") or "", re.I))
        if source["fields"].get("eprint") and len(numbers) == 1:
            named += 1
            assert source["archive"].endswith(f"v{numbers.pop()}"), source["key"]
    assert named >= 5


def test_C2_each_source_has_an_address_or_a_lasting_identifier(brief: Brief) -> None:
    for source in brief.register["sources"]:
        fields = source["fields"]
        lasting = fields.get("doi") or fields.get("eprint") or fields.get("isbn") or fields.get("issn")
        assert source["url"] or lasting or fields.get("journal") or fields.get("note"), source["key"]


def test_C2_the_printed_entry_of_each_source_stands_among_the_sources(brief: Brief) -> None:
    page = brief.pages["sources"]
    ids = {id.replace("_", "-") for id in page.xpath("//@id")}
    printed = {f"cite-{source['key']}".replace("_", "-") for source in brief.register["sources"]}
    assert printed - ids == set()
    assert len(page.xpath("//*[contains(concat(' ', @class, ' '), ' citation ')]")) == len(printed)


def test_C2_print_leaves_out_just_the_sources_to_which_only_records_on_screen_lead(brief: Brief) -> None:
    records, led = by_id(brief.register["evidence"]), set[str]()
    used = {id for finding in brief.register["findings"] for id in finding["evidence"]}
    for docname in [*brief.body, *brief.annexes]:
        tree = brief.trees[docname]
        used |= {number["evidence"] for number in tree.findall(value)}
        for reference in tree.findall(nodes.reference):
            kind, _dash, name = (reference.get("refuri", "").partition("#")[2]).partition("-")
            if kind == "evidence":
                used.add(name)
            elif kind == "cite":
                led.add(name)
    led |= {citation["key"].replace("_", "-").lower() for id in used for citation in records[id]["sources"]}
    for source in brief.register["sources"]:
        on_screen_only = source["fields"].get("printed") == "no"
        assert on_screen_only != (source["key"].replace("_", "-").lower() in led), (
            f"{source['key']}: {'take `printed` out' if on_screen_only else 'add `printed = {no}`'} in refs.bib"
        )


def test_C5_every_rate_in_findings_summary_and_abstract_has_its_interval_or_says_that_no_count_is_printed(
    brief: Brief,
) -> None:
    places: list[nodes.Element] = [brief.statement(finding["id"]) for finding in brief.register["findings"]]
    places += list(brief.trees["summary"].findall(nodes.paragraph)) + brief.boxes("index", "abstract")
    records, seen = by_id(brief.register["evidence"]), 0
    for place in places:
        for number in place.findall(value):
            if not RATE.search(number.astext()):
                continue
            seen += 1
            held = records[number["evidence"]]["values"][number["name"]]
            if held["sort"] == "count":
                assert re.search(r"\(.+–.+%\)", number.astext()), f"{number.astext()!r} without its interval"
            elif records[number["evidence"]]["kind"] == "experiment":
                said = brief.plain(place.astext())
                assert NO_COUNT.search(said), (
                    f"{number.astext()!r}: neither count nor word that none is printed: {said}"
                )
    assert seen >= 5


def test_C5_no_percentage_in_the_main_brief_is_typed(brief: Brief) -> None:
    allowed = [re.compile(pattern) for pattern in brief.env.config.brief_allowed_numbers]
    for docname in brief.body:
        tree = brief.trees[docname].deepcopy()
        for number in list(tree.findall(value)):
            number.parent.remove(number)
        for text in brief.running_text(tree):
            for pattern in allowed:
                text = pattern.sub("", text)
            typed = RATE.search(text.replace("95%", ""))  # the level of all intervals here
            assert not typed, f"{docname}: {text}"


def test_C5_the_method_of_the_intervals_is_named(brief: Brief) -> None:
    for docname in ("how-to-read", "methods"):
        said = brief.plain(brief.trees[docname].astext())
        assert re.search(r"\bWilson\b", said), docname
        assert "95%" in said, docname
    for record in brief.register["evidence"]:
        for number in record["values"].values():
            if number["sort"] == "count":
                assert number["method"] == "wilson"
                assert number["low"] <= number["rate"] <= number["high"]


def test_C6_and_C7_the_table_of_studies_tells_what_was_given_and_how_attempts_count_in_every_row(
    brief: Brief,
) -> None:
    table = brief.pages["observed"].get_element_by_id("table-studies")
    head = [brief.plain(th.text_content()) for th in table.xpath(".//thead//th")]
    rows = [[brief.plain(cell.text_content()) for cell in row] for row in table.xpath(".//tbody/tr")]
    assert len(rows) >= 6
    given = next(i for i, title in enumerate(head) if "Given" in title)
    attempts = next(i for i, title in enumerate(head) if "Attempt" in title)
    for row in rows:
        assert len(row) == len(head)
        assert row[given], row
        assert row[attempts], row


def test_C7_the_second_machine_stands_wherever_one_machine_does(brief: Brief) -> None:
    """The counted trials were local; the preliminary run onto a second machine has no count."""
    seen = 0
    for docname, tree in brief.trees.items():
        for block in tree.findall(nodes.paragraph):
            text = brief.plain(block.astext())
            if re.search(r"\b(one|a single)(, isolated| isolated)? machine\b", text):
                seen += 1
                assert re.search(r"\b(second machine|a second|two-machine)\b", text), f"{docname}: {text}"
    assert seen >= 4


def test_C9_where_sources_differ_the_record_says_so_and_prints_it(brief: Brief) -> None:
    differing = [record for record in brief.register["evidence"] if record["conflicts"]]
    assert len(differing) >= 5
    printed = brief.plain(brief.main("evidence-register").text_content())
    for record in differing:
        for sentence in record["conflicts"]:
            assert " ".join(brief.spoken(sentence)) in " ".join(brief.spoken(printed)), record["id"]


def test_C9_the_two_sizes_of_RepliBench_are_recorded_and_not_read_as_growth(brief: Brief) -> None:
    [record] = [r for r in brief.register["evidence"] if r["id"] == "replibench-scope"]
    said = " ".join([record["statement"], record["not_shown"], *record["conflicts"]])
    assert "65" in said
    assert "86" in said


def test_every_press_point_is_placed_corrected_or_set_aside_and_says_where_it_was_read(brief: Brief) -> None:
    """The claims, scenarios, caveats and reader comments of the press coverage that the project began with."""
    points = tomllib.loads((brief.root / "material/press-points.toml").read_text("utf-8"))["point"]
    known = {
        f"{kind}:{entry['id']}"
        for kind in ("finding", "recommendation", "evidence")
        for entry in brief.register[kind if kind == "evidence" else f"{kind}s"]
    } | {f"chapter:{docname}" for docname in brief.trees}
    assert {point["kind"] for point in points} >= {"claim", "scenario", "caveat", "reader"}
    assert len({point["text"] for point in points}) == len(points) >= 40
    for point in points:
        assert point["fate"] in ("placed", "corrected", "set aside"), point["text"]
        read = ("comment",) if point["kind"] == "reader" else ("a", "b", "a and b")
        assert point["from"] in read, point["text"]
        assert [place for place in point.get("places", []) if place not in known] == [], point["text"]
        assert point["fate"] == "set aside" or point.get("places"), f"placed nowhere: {point['text']}"
        assert point["fate"] == "placed" or point.get("note"), (
            f"{point['fate']} without a word why: {point['text']}"
        )
