"""The register: the brief as data, after its published schema, with the words of the page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from policybrief.outputs.register import SCHEMA

if TYPE_CHECKING:
    from projects import Built, Projects

VALIDATOR = Draft202012Validator(
    json.loads(SCHEMA.read_text("utf-8")), format_checker=Draft202012Validator.FORMAT_CHECKER
)


def register(built: Built) -> Any:
    """The written register."""
    return json.loads(built.file("register.json"))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(VALIDATOR.schema)


@pytest.mark.parametrize("root", ["test-sound", "test-order", "test-characters"])
def test_a_register_is_valid_after_its_schema(project: Projects, root: str) -> None:
    assert list(VALIDATOR.iter_errors(register(project(root).build("register")))) == []


def test_a_register_of_counts_that_need_not_say_what_an_attempt_was_is_valid(project: Projects) -> None:
    brief = project("test-sound")
    brief.change("material/evidence/counts.toml", 'attempt = "single"\n', "")
    said = register(brief.build("register", brief_profile="general"))
    assert said["evidence"][0]["values"]["first"]["attempt"] is None
    assert list(VALIDATOR.iter_errors(said)) == []


@pytest.mark.parametrize("name", ["line", "lines"])
def test_a_value_has_any_name_and_where_something_stands_in_its_file_is_no_data(
    project: Projects, name: str
) -> None:
    brief = project("test-sound")
    counts = "material/evidence/counts.toml"
    brief.write(counts, (brief.path / counts).read_text("utf-8") + f"\n[values.{name}]\nnumber = 7\nunit = ''\n")
    [record] = [one for one in register(brief.build("register"))["evidence"] if one["id"] == "counts"]
    assert record["values"][name]["number"] == 7
    assert "lines" not in record
    assert "line" not in record["sources"][0]


def broken(data: Any) -> list[Any]:
    """Registers with one fault each."""
    made = []
    for path in (
        lambda d: d["recommendations"][0].pop("findings"),
        lambda d: d["recommendations"][0].update(extra=1),
        lambda d: d["recommendations"][0].update(by="30 June"),
        lambda d: d["recommendations"][0].update(id="Not an id"),
        lambda d: d["findings"][0].update(certainty="sure"),
        lambda d: d["findings"][0].update(number="first"),
        lambda d: d["evidence"][0].update(sources=[]),
        lambda d: d["evidence"][0]["values"]["first"].update(rate=90),
        lambda d: d["sources"][0].update(type="A rumour"),
        lambda d: d["sources"][0].pop("version"),
        lambda d: d["sources"][0].update(archive_kind="copy"),
        lambda d: d["sources"][0].update(archive="in a drawer"),
        lambda d: d.update(schema=1),
    ):
        copy = json.loads(json.dumps(data))
        path(copy)
        made.append(copy)
    return made


def test_the_schema_refuses_what_a_register_must_not_say(project: Projects) -> None:
    for data in broken(register(project("test-sound").build("register"))):
        assert list(VALIDATOR.iter_errors(data))


def test_from_each_recommendation_one_walks_to_a_place_in_a_source(project: Projects) -> None:
    data = register(project("test-sound").build("register"))
    findings = {finding["id"]: finding for finding in data["findings"]}
    evidence = {record["id"]: record for record in data["evidence"]}
    sources = {source["key"] for source in data["sources"]}
    assert data["recommendations"]
    for asked in data["recommendations"]:
        assert asked["findings"]
        for finding in (findings[id] for id in asked["findings"]):
            assert finding["evidence"]
            for record in (evidence[id] for id in finding["evidence"]):
                assert record["sources"]
                for citation in record["sources"]:
                    assert citation["key"] in sources
                    assert citation["locator"]


def test_the_register_says_what_the_page_says(project: Projects) -> None:
    built = project("test-sound").build("register")
    data = register(built)
    (asked,) = data["recommendations"]
    assert (asked["number"], asked["title"], asked["chapter"]) == ("R1", "Publish counts", "asked")
    assert asked["text"] == "We ask that governments publish counts, see F1."
    assert asked["parts"]["who"] == "Governments."
    assert (asked["by"], asked["review"], asked["strength"]) == ("2027-06-30", "2027-12-31", "strong")
    record = next(record for record in data["evidence"] if record["id"] == "counts")
    assert record["statement"].replace("\N{NO-BREAK SPACE}", " ") == (
        "Both systems did the task in 9 of 10 (60–98%) and 1,234 of 2,468 (48–52%) trials."
    )
    assert record["values"]["first"]["successes"] == 9
    assert record["values"]["first"]["rate"] == 0.9
    assert record["values"]["first"]["method"] == "wilson"
    assert data["sources"][0]["label"] == "Alpha et al. 2024"
    assert data["brief"]["publisher"] is None


def test_the_abstract_is_written_as_text(project: Projects) -> None:
    brief = project("test-sound")
    brief.change(
        "source/index.md",
        "```{toctree}",
        ":::{abstract}\nFirst, see {finding}`~both-do-it`.\n\nSecond.\n:::\n\n```{toctree}",
    )
    built = brief.build("register")
    assert built.complaints == []
    assert built.file("abstract.txt") == "First, see F1.\n\nSecond.\n"
    assert register(built)["abstract"] == "First, see F1.\n\nSecond."


def test_the_register_is_the_same_after_any_other_builder(project: Projects) -> None:
    alone = project("test-order").build("register").file("register.json")
    brief = project("test-order")
    for builder in ("html", "text"):
        brief.build(builder)
    assert brief.build("register").file("register.json") == alone


def test_the_schema_goes_out_with_the_pages(project: Projects) -> None:
    built = project("test-sound").build("html")
    assert built.file(SCHEMA.name) == SCHEMA.read_text("utf-8")
