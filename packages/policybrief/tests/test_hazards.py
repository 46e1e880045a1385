"""The exclusion list: every pattern finds what it is for, in every place, and leaves ordinary prose alone."""

from __future__ import annotations

import re
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from policybrief.checks import hazards
from policybrief.data import profiles

if TYPE_CHECKING:
    from projects import Projects

(SHIPPED,) = profiles.of("ai-evaluations", Path()).hazards
TABLE = tomllib.loads(SHIPPED.read_text("utf-8"))
PATTERNS = {pattern["means"]: pattern["match"] for pattern in TABLE["pattern"]}


def named(means: str) -> str:
    """The first name that a pattern of names lists."""
    found = re.search(r"\(([^|()]+)\|", PATTERNS[means])
    assert found
    return re.sub(r"[\\?]", "", found[1])


EXAMPLES = {
    "a command line": "sudo ./example",
    "an installation command": "pip install example",
    "a prompt or system text": "The system prompt: be neutral.",
    "a network address": "192.0.2.10",  # set aside for examples
    "a weakness by its catalogue number": "CVE-0000-0000",
    "a key or credential": "sk-" + "EXAMPLE" * 3,
    "a hosting provider by name": named("a hosting provider by name"),
    "the name of an agent scaffold": named("the name of an agent scaffold"),
}
PROSE = (
    "Section 4.1.1.1 of the standard, version 2.0.1, Article 5.1 and Appendix 3.5.",
    "On 7 October 2026 1,234 of 2,468 trials (48–52%) were counted; p = 0.04.",
    "The evaluator states the system prompt and the user prompt, or says why not.",
    "They were asked to install nothing; the agent was helpful, and an autonomous one.",
    "A docker on the wet dock curls a line and reads the runes of CVE lists.",
    "The key is in the annex; sk- is no key, and neither is a private key to the office.",
    "See https://example.org/github.com and https://mygithub.community for the text.",
    "Llama3.1-70B-Instruct, Qwen2.5-72B-Instruct, GPT-4o, ISO/IEC 42001:2023.",
    "La section 4.1.1.1 renvoie à l’article 55, paragraphe 1.",
)


def found(text: str) -> list[hazards.Hit]:
    """What the shipped patterns find."""
    return list(hazards.load([SHIPPED]).in_text(text))


def test_every_pattern_has_an_example() -> None:
    assert set(EXAMPLES) == set(PATTERNS)


@pytest.mark.parametrize("means", EXAMPLES)
def test_a_pattern_finds_its_example_with_its_line(means: str) -> None:
    hits = found(f"Some prose.\n\nAnd {EXAMPLES[means]} in it.")
    assert [(hit.line, means in hit.what) for hit in hits] == [(3, True)]


@pytest.mark.parametrize("host", TABLE["code_hosts"])
def test_a_link_to_a_code_host_is_found_and_the_host_of_another_is_not(host: str) -> None:
    assert [hit.what for hit in found(f"https://{host}/a")] == [f"a link to a code host ('{host}/a')"]
    assert found(f"https://user@www.{host.upper()}:443/a")
    assert found(f"https://web.archive.org/web/2026/https://{host}/a")
    assert not found(f"https://{host}.example.org/a")
    assert not found(f"https://{host.replace('.', '-')}/a")


@pytest.mark.parametrize("prose", PROSE)
def test_ordinary_prose_is_left_alone(prose: str) -> None:
    assert found(prose) == []


EXAMPLE = EXAMPLES["a network address"]
PLACES = {
    "a chapter": ("source/observed.md", "The first system", f"The first system {EXAMPLE}", "source/observed.md:3"),
    "a record": ("material/evidence/duty.toml", "The act says so.", EXAMPLE, "material/evidence/duty.toml:4"),
    "the bibliography": ("refs.bib", "Counts of a first team", EXAMPLE, "refs.bib:3"),
}


@pytest.mark.parametrize(("file", "old", "new", "place"), PLACES.values(), ids=PLACES.keys())
def test_a_hazard_is_told_where_it_stands(project: Projects, file: str, old: str, new: str, place: str) -> None:
    brief = project("test-sound")
    brief.build()
    brief.change(file, old, new)
    told = brief.build().said("hazard")
    assert [said.place for said in told] == [place]
    assert told[0].text.startswith(f"a network address ({EXAMPLE!r}): nothing in this brief may help anyone make")


def test_a_hazard_in_the_register_is_told_by_its_line(project: Projects) -> None:
    built = project("test-sound").build("register", brief_contact=EXAMPLE)
    places = [said.place.split(":") for said in built.said("hazard")]
    [line] = [line for file, line in places if file == "register.json"]
    assert EXAMPLE in built.file("register.json").split("\n")[int(line) - 1]


def test_a_code_block_is_told(project: Projects) -> None:
    brief = project("test-sound")
    brief.change("source/observed.md", "The first system", "```\nneutral words\n```\n\nThe first system")
    assert [(said.place, said.text[:12]) for said in brief.build().said("hazard")] == [
        ("source/observed.md:3", "a code block")
    ]


def test_a_brief_may_allow_an_address_on_a_code_host_and_no_other(project: Projects) -> None:
    brief = project("test-sound")
    brief.write("own.toml", 'allowed = ["github.com/example/documents/"]\n')
    links = "<https://github.com/example/documents/1> and <https://github.com/example/code>"
    brief.change("source/observed.md", "The first system", f"{links} The first system")
    told = brief.build(brief_hazards=["own.toml"]).said("hazard")
    assert [said.text[:47] for said in told] == ["a link to a code host ('github.com/example/code"]


def test_a_brief_adds_patterns_of_its_own(project: Projects) -> None:
    brief = project("test-sound")
    brief.write("own.toml", '[[pattern]]\nmeans = "a secret word"\nmatch = "first system"\n')
    told = brief.build(brief_hazards=["own.toml"]).said("hazard")
    assert [(said.place, said.text[:30]) for said in told] == [
        ("source/observed.md:3", "a secret word ('first system')")
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "is missing"),
        ("pattern = 3 4", "not TOML"),
        ('[[pattern]]\nmeans = "x"\nmatch = "("\n', "is no regular expression"),
        ('[[pattern]]\nmatch = "x"\n', "without 'means'"),
        (b"\xe9", "not UTF-8"),
    ],
)
def test_a_file_of_patterns_that_cannot_be_used_is_told_and_the_shipped_ones_hold(
    project: Projects, text: str | bytes | None, said: str
) -> None:
    brief = project("test-sound")
    if text is not None:
        (brief.path / "own.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    brief.change("source/observed.md", "The first system", f"The first system {EXAMPLE}")
    built = brief.build(brief_hazards=["own.toml"])
    (told,) = built.said("configuration")
    assert told.place.startswith("own.toml:")
    assert said in told.text
    assert len(built.said("hazard")) == 1


HIDDEN = {
    "an entity": "192&#46;0.2.10",
    "a format character": "192.0\u200b.2.10",
    "wide digits": "１９２.0.2.10",
    "markup": "192.**0**.2.10",
    "two lines": "git\nclone",
}


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN.keys())
def test_what_is_printed_counts_however_it_is_written(project: Projects, text: str) -> None:
    brief = project("test-sound")
    brief.write("own.toml", '[[pattern]]\nmeans = "a command"\nmatch = "git clone"\n')
    brief.change("source/observed.md", "The first system", f"{text} The first system")
    assert [said.place for said in brief.build(brief_hazards=["own.toml"]).said("hazard")] == [
        "source/observed.md:3"
    ]


def test_what_is_included_and_what_a_picture_says_counts(project: Projects) -> None:
    brief = project("test-sound")
    brief.write("source/more.txt", f"More of {EXAMPLE}.\n")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>192.0<tspan>.2.11</tspan></text></svg>'
    brief.write("source/dot.svg", svg.replace("<tspan>", "").replace("</tspan>", ""))
    text = "```{include} more.txt\n```\n\n![A dot](dot.svg)\n\nThe first system"
    brief.change("source/observed.md", "The first system", text)
    told = [said.text.partition(":")[0] for said in brief.build().said("hazard")]
    assert told == ["a network address ('192.0.2.10')", "a network address ('192.0.2.11')"]


def test_an_escape_in_a_record_hides_nothing(project: Projects) -> None:
    brief = project("test-sound")
    brief.change("material/evidence/duty.toml", "The act says so.", "The act says 192\\u002e0.2.10 so.")
    assert [said.place for said in brief.build().said("hazard")] == ["material/evidence/duty.toml:4"]


@pytest.mark.parametrize(
    "address",
    [
        "HTTPS://GitHub.com/a",
        "//github.com/a",
        "github.com./a",
        "git@github.com:a/b",
        "https://gith%75b.com/a",
        "www.github.com/a",
        "https:\\\\github.com\\a",
        "github。com/a",
        "ｇithub.com/a",
        "raw.githubusercontent.com/a",
    ],
)
def test_a_code_host_is_one_in_any_form(address: str) -> None:
    assert found(f"See {address} there.")


@pytest.mark.parametrize("allowance", ["", "g", "github.com", "github.com/", "https://github.com/a/", "*/a", ".*"])
def test_an_allowance_of_everything_is_told_and_allows_nothing(project: Projects, allowance: str) -> None:
    brief = project("test-sound")
    brief.write("own.toml", f'allowed = ["{allowance}"]\n')
    brief.change("source/observed.md", "The first system", "<https://github.com/a/b> The first system")
    built = brief.build(brief_hazards=["own.toml"])
    assert [said.place for said in built.said("configuration")] == ["own.toml:1"]
    assert len(built.said("hazard")) == 1


def test_an_allowance_ends_where_its_name_does(project: Projects) -> None:
    brief = project("test-sound")
    brief.write("own.toml", 'allowed = ["github.com/example"]\n')
    links = "<https://github.com/example/1> <https://github.com/examples/2> <https://github.com/example/../b>"
    brief.change("source/observed.md", "The first system", f"{links} The first system")
    assert len(brief.build(brief_hazards=["own.toml"]).said("hazard")) == 2


@pytest.mark.parametrize("sign", ["/", "https://a/", "a//"])
def test_a_word_of_many_addresses_is_looked_at_in_seconds(sign: str) -> None:
    begun = time.process_time()
    assert not found(sign * (100_000 // len(sign)))
    assert time.process_time() - begun < 4


@pytest.mark.parametrize(
    "address", [f"https://{'a' * 3000}@github.com/a", "https://a%2Fb@github.com/c", f"https://a/{'b' * 9000}"]
)
def test_a_host_is_read_where_a_browser_reads_it(address: str) -> None:
    assert bool(found(f"See {address} there.")) is ("@" in address)


@pytest.mark.parametrize("name", ["brief_funding", "brief_affiliations", "changelog", "data.txt", "dot.svg"])
def test_what_is_printed_or_given_away_beside_the_chapters_counts(project: Projects, name: str) -> None:
    brief = project("test-sound")
    hazard, values = "By 192.0.2.10 alone", dict[str, object]()
    if name == "changelog":
        (brief.path / "CHANGELOG.md").open("a").write(f"\n{hazard}\n")
    elif name.startswith("brief_"):
        values[name] = {"A": hazard} if name == "brief_affiliations" else hazard
    else:
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" aria-label="{hazard}"><path d="M0 0"/></svg>'
        brief.write(f"source/{name}", svg if name == "dot.svg" else hazard)
        link = f"![A dot]({name})" if name == "dot.svg" else f"[data]({name})"
        brief.change("source/observed.md", "The first system", f"{link} The first system")
    assert len(brief.build("html", **values).said("hazard")) == 1
