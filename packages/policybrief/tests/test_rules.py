"""Every rule is broken by one small brief and just not by another; a rule without such a pair fails here.

A case changes ``test-sound`` in two ways: so that the rule finds a fault, and so that it barely does not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from policybrief.checks import RULES, rules
from policybrief.words.complaints import Rule

if TYPE_CHECKING:
    from conftest import Project, Projects

Edit = Callable[["Project"], None]
ASKED, OBSERVED, INDEX = "source/asked.md", "source/observed.md", "source/index.md"
COUNTS, DUTY = "material/evidence/counts.toml", "material/evidence/duty.toml"
DEFAULT = Path(__file__).parent / "roots/default/refs.bib"


def edit(file: str, old: str, new: str) -> Edit:
    """Replace words of a file."""
    return lambda brief: brief.change(file, old, new)


def add(file: str, text: str) -> Edit:
    """Add text at the end of a file, or make it."""

    def change(brief: Project) -> None:
        path = brief.path / file
        brief.write(file, (path.read_text("utf-8") if path.exists() else "") + f"\n{text}\n")

    return change


def copy(file: str, to: str) -> Edit:
    """The same record once more."""
    return lambda brief: brief.write(to, (brief.path / file).read_text("utf-8"))


def finding(id: str, *options: str, text: str = "It is so.") -> str:
    """A finding on the counts."""
    head = "\n".join((":title: Another", ":evidence: counts", ":certainty: moderate", *options))
    parts = "Because\n: two teams counted.\n\nDoes not show\n: more.\n\nWould change if\n: another team counts."
    return f":::{{finding}} {id}\n{head}\n\n{text}\n\n{parts}\n:::"


LINE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'
WITHDRAWN = finding("old", ":status: withdrawn", ":successor: both-do-it")


@dataclass(frozen=True)
class Case:
    """How a rule is broken, and how it just is not."""

    said: str
    """Words of the sentence about the fault."""
    broken: tuple[Edit, ...] = ()
    kept: tuple[Edit, ...] = ()
    config: dict[str, object] = field(default_factory=dict)
    kept_config: dict[str, object] | None = None
    """Where only the configuration differs."""


def limit(name: str, broken: object, kept: object) -> dict[str, dict[str, object]]:
    """Two limits, one narrower by one."""
    return {"config": {"brief_limits": {name: broken}}, "kept_config": {"brief_limits": {name: kept}}}


RATIOS = "[ratio]\nmatch = '\\bhalf\\b'\nwhy = 'these words state a number'"
BOX = ":::{{{kind}}}\n{text}\n:::"
LINK = "{finding}`both-do-it`"
FORTY = f"Word {' '.join(['word'] * 38)}"
CASES: dict[str, Case] = {
    # the chain
    "ids": Case(
        "already taken", (add(OBSERVED, finding("both-do-it")),), (add(OBSERVED, finding("both-do-it-too")),)
    ),
    "sources": Case(
        "no source 'beta2026'",
        (add(OBSERVED, "See {cite}`beta2026`."),),
        (add(OBSERVED, "See {cite}`beta2025`."),),
    ),
    "evidence": Case(
        "no evidence record 'duties'",
        (edit(OBSERVED, ":evidence: duty", ":evidence: duty, duties"),),
        (edit(OBSERVED, ":evidence: duty", ":evidence: duty, counts"),),
    ),
    "findings": Case(
        "no finding 'counts-are-new'",
        (edit(ASKED, "both-do-it, counts-are-due", "both-do-it, counts-are-due, counts-are-new"),),
        (edit(ASKED, "both-do-it, counts-are-due", "counts-are-due, both-do-it"),),
    ),
    "support": Case(
        "rests on nothing",
        (edit(OBSERVED, ":evidence: duty\n", ""),),
        (edit(OBSERVED, ":evidence: duty\n", ":evidence: counts\n"),),
    ),
    "used_evidence": Case(
        "on the evidence 'extra'",
        (copy(DUTY, "material/evidence/extra.toml"),),
        (copy(DUTY, "material/evidence/extra.toml"), add(OBSERVED, "See {evidence}`the duty <extra>`.")),
    ),
    "used_findings": Case(
        "the key finding 'counts-are-due'",
        (edit(ASKED, "both-do-it, counts-are-due", "both-do-it"),),
        (
            edit(ASKED, "both-do-it, counts-are-due", "both-do-it"),
            edit(OBSERVED, ":evidence: duty\n:certainty: high\n:key:\n", ":evidence: duty\n:certainty: high\n"),
        ),
    ),
    "used_sources": Case(
        "cites the source 'press2025'",
        (add("refs.bib", DEFAULT.read_text("utf-8")),),
        (
            add("refs.bib", DEFAULT.read_text("utf-8").replace("{press2025", "{part2025, crossref = {press2025}")),
            add("refs.bib", DEFAULT.read_text("utf-8")),
            add(OBSERVED, "See {cite}`part2025`."),
        ),
    ),
    "locators": Case(
        "has no locator here",
        (edit(COUNTS, 'locator = "section 4"', 'locator = ""'),),
        (edit(COUNTS, 'locator = "section 4"', 'locator = "4"'),),
    ),
    "experiments": Case(
        "on press pages (press2025)",
        (edit(COUNTS, "beta2025", "press2025"),),
        (edit(COUNTS, "beta2025", "press2025"), edit(COUNTS, '"experiment"', '"event"')),
    ),
    "press": Case(
        "on press pages alone",
        (edit(DUTY, "law2025", "press2025"),),
        (edit(DUTY, "law2025", "press2025"), edit(DUTY, '"legal-text"', '"commitment"')),
    ),
    "first_hand": Case(
        "rests on press, commentary or quotation alone",
        (edit(DUTY, '"full-text"', '"secondary"'),),
        (edit(DUTY, '"full-text"', '"abstract"'),),
    ),
    "certainties": Case(
        "certainty is more than",
        (edit(COUNTS, "beta2025", "alpha2024"),),
        (
            edit(COUNTS, "beta2025", "alpha2024"),
            edit(COUNTS, 'certainty = "high"', 'certainty = "moderate"'),
            edit(OBSERVED, ":evidence: counts\n:certainty: high", ":evidence: counts\n:certainty: moderate"),
        ),
    ),
    "printable": Case(
        "annex-only evidence",
        (edit(DUTY, 'kind = "legal-text"', 'use = "annex"\nkind = "legal-text"'),),
        (edit(DUTY, 'kind = "legal-text"', 'use = "print"\nkind = "legal-text"'),),
    ),
    "laws": Case(
        "no official text was read",
        (edit(DUTY, '"full-text"', '"secondary"'),),
        (edit(DUTY, '"full-text"', '"passage"'),),
    ),
    "discordance": Case(
        "strong on low certainty",
        (edit(OBSERVED, ":evidence: duty\n:certainty: high", ":evidence: duty\n:certainty: low"),),
        (edit(OBSERVED, ":evidence: duty\n:certainty: high", ":evidence: duty\n:certainty: moderate"),),
    ),
    "reviews": Case(
        "was due on 2025-06-29",
        (edit(ASKED, ":review: 2027-12-31", ":review: 2025-06-29"),),
        (edit(ASKED, ":review: 2027-12-31", ":review: 2025-06-30"),),
    ),
    "status": Case(
        "is as of 2025-06-30",
        (add("CHANGELOG.md", "## 1.0 - 2025-10-29\n\n- editorial: the first."),),
        (add("CHANGELOG.md", "## 1.0 - 2025-10-28\n\n- editorial: the first."),),
    ),
    "succession": Case(
        "the successor 'both-did-it' of 'old'",
        (add(OBSERVED, WITHDRAWN.replace("both-do-it", "both-did-it")),),
        (add(OBSERVED, WITHDRAWN),),
    ),
    "standing": Case(
        "rests on 'counts-are-due', which is withdrawn",
        (edit(OBSERVED, ":title: Counts are due", ":title: Counts are due\n:status: withdrawn"),),
        (
            edit(OBSERVED, ":title: Counts are due", ":title: Counts are due\n:status: withdrawn"),
            edit(ASKED, ":title: Publish counts", ":title: Publish counts\n:status: withdrawn"),
        ),
    ),
    "standing_in_summary": Case(
        "the summary names 'old'",
        (add(OBSERVED, WITHDRAWN), add(OBSERVED, "See {finding}`old`.")),
        (add(OBSERVED, WITHDRAWN), add(ASKED, "See {finding}`old`.")),
        {"brief_summary": ["observed"]},
    ),
    "appraisals": Case(
        "relation 'a friend' is not known",
        (
            add(
                "refs.bib", DEFAULT.read_text("utf-8").replace("relation = {independent}", "relation = {a friend}")
            ),
        ),
        (
            add(
                "refs.bib",
                DEFAULT.read_text("utf-8").replace("relation = {independent}", "relation = {developer}"),
            ),
        ),
        {"brief_rules": ["appraisals"]},
    ),
    "misspelt_appraisals": Case(
        "relation 'independnet' is not known; did you mean 'independent'?",
        (
            add(
                "refs.bib",
                DEFAULT.read_text("utf-8").replace("relation = {independent}", "relation = {independnet}"),
            ),
        ),
        (
            add(
                "refs.bib", DEFAULT.read_text("utf-8").replace("relation = {independent}", "relation = {a friend}")
            ),
        ),
    ),
    "dated_readings": Case(
        "was read and has no 'urldate'",
        (add("refs.bib", DEFAULT.read_text("utf-8")),),
        (add("refs.bib", DEFAULT.read_text("utf-8").replace("/act},", "/act}, urldate = {2025-06-30},")),),
        {"brief_rules": ["dated_readings"]},
    ),
    "checked_readings": Case(
        "'beta2025' was read and has no 'checked'",
        kept=(edit(COUNTS, 'read = "passage"', 'read = "passage"\nchecked = 2025-03-01'),),
        config={"brief_rules": ["checked_readings"]},
    ),
    # recommendations
    "actors": Case(
        "asks 'governments'",
        config={"brief_actors": {"government": "The government"}},
        kept_config={"brief_actors": {"governments": "Governments"}},
    ),
    "dates": Case(
        "not after the evidence cut-off",
        (edit(ASKED, ":by: 2027-06-30", ":by: 2026-10-07"),),
        (edit(ASKED, ":by: 2027-06-30", ":by: 2026-10-08"),),
    ),
    "dated_targets": Case(
        "names no year",
        kept=(edit(ASKED, ": All.", ": All by 2028."),),
        config={"brief_rules": ["dated_targets"]},
    ),
    "shown_power": Case(
        "links no record",
        kept=(edit(ASKED, ": The act.", ": The act, {evidence}`in force <duty>`."),),
        config={"brief_rules": ["shown_power"]},
    ),
    # form
    "attributes_are_read": Case(
        "prints as text: write",
        (add(OBSERVED, "![A line](line.svg){width=25%}"), lambda brief: brief.write("source/line.svg", LINE)),
        (add(OBSERVED, "![A line](line.svg) {wide}"), lambda brief: brief.write("source/line.svg", LINE)),
    ),
    "roles_are_closed": Case(
        "close it with a second backtick",
        (add(OBSERVED, "Words, {value}`counts.qwen and more."),),
        kept=(add(OBSERVED, "Words, {value}`counts.qwen` and `{value}` and `` {value}` ``."),),
    ),
    "mathematics_is_read": Case(
        "prints as text: write",
        (add(OBSERVED, "A rate $x_1$ is none."),),
        (add(OBSERVED, "It costs $5 and $10 a trial."),),
        {"brief_allowed_numbers": [r"\$\d+"]},
    ),
    "one_message": Case(
        "differs from that of the cover",
        (add(OBSERVED, BOX.format(kind="main-message", text="Publish more counts.")),),
        (add(OBSERVED, BOX.format(kind="main-message", text="Publish counts.")),),
    ),
    "message_in_abstract": Case(
        "the abstract does not say the main message",
        (add(INDEX, BOX.format(kind="abstract", text="Counts are due.")),),
        (add(INDEX, BOX.format(kind="abstract", text="Counts are due. Publish counts.")),),
        {"brief_rules": ["message_in_abstract"]},
    ),
    "key_messages": Case(
        "a key message without a link",
        (add(OBSERVED, BOX.format(kind="key-messages", text="1. Counts are due.")),),
        (add(OBSERVED, BOX.format(kind="key-messages", text=f"1. Counts are due: {LINK}.")),),
    ),
    "opens_in_short": Case(
        "'observed' does not open with",
        kept=(edit(OBSERVED, "# What was observed\n", "# What was observed\n\n:::{in-short}\nIt did.\n:::\n"),),
        config={"brief_rules": ["opens_in_short"]},
    ),
    "short_is_short": Case(
        "in short: 4 words",
        (add(OBSERVED, BOX.format(kind="in-short", text="Both systems did it.")),),
        (add(OBSERVED, BOX.format(kind="in-short", text="Both did it.")),),
        {"brief_limits": {"in short": 3}},
    ),
    "ends_with_sources": Case(
        "'observed' does not end with its sources",
        (add(OBSERVED, "Sources: counts.\n\nAnd more."),),
        (add(OBSERVED, "Sources: counts."),),
        {"brief_rules": ["ends_with_sources"]},
    ),
    "linked_numbers": Case(
        "stands without a link to its record",
        (add(OBSERVED, "{value}`counts.first` did it."),),
        (add(OBSERVED, f"{{value}}`counts.first` did it: {LINK}."),),
        {"brief_rules": ["linked_numbers"], "brief_summary": ["observed"]},
    ),
    "hosts": Case(
        "whose host is not in the bibliography",
        (add(OBSERVED, "[A page](https://nowhere.example/page)."),),
        (add(OBSERVED, "[A page](https://doi.org/10.5555/page)."),),
        {"brief_rules": ["hosts"]},
    ),
    "definitions": Case(
        "'count': 4 words",
        (add(OBSERVED, "```{glossary}\ncount\n  How many there are.\n```"),),
        (add(OBSERVED, "```{glossary}\ncount\n  How many exist.\n```"),),
        {"brief_limits": {"glossary entry": 3}},
    ),
    "parts": Case("finding 'both-do-it': 3 words in the part", **limit("because", (4, 0), (3, 0))),  # type: ignore[arg-type]
    "numbers_of": Case("recommendations: 1 how many there are; at least 2", **limit("recommendations", (2, 5), 1)),  # type: ignore[arg-type]
    # sentences
    "weighed": Case(
        "'unprecedented'", (add(OBSERVED, "This is unprecedented."),), (add(OBSERVED, "This is new."),)
    ),
    "short": Case(
        "a sentence of 41 words", (add(OBSERVED, f"{FORTY} end it."),), (add(OBSERVED, f"{FORTY} end."),)
    ),
    "judgement": Case(
        "'may' in 'other'",
        (add(OBSERVED, finding("other", text="It may be so.")),),
        (add(OBSERVED, finding("other") + "\n\nIt may be so."),),
    ),
    "strength_wording": Case(
        "begin with 'We recommend that'",
        kept=(edit(ASKED, "We ask that", "We recommend that"),),
        config={"brief_rules": ["strength_wording"]},
    ),
    "typed_words": Case(
        "'high certainty' is typed",
        (add(OBSERVED, f"{LINK} has high certainty."),),
        (add(OBSERVED, f"{LINK} has its grade. High certainty is rare."),),
    ),
    "beginnings": Case(
        "is strong and says 'We suggest'",
        (edit(ASKED, "We ask that", "We suggest that"),),
        (edit(ASKED, "We ask that", "We recommend that"),),
    ),
    "numbers": Case(
        "the number '9' is typed",
        (add(OBSERVED, BOX.format(kind="in-short", text="It was done 9 times.")),),
        (add(OBSERVED, BOX.format(kind="in-short", text="It was done in [9 hours]{.quoted}.")),),
    ),
    "counts": Case(
        "the number '7 of 10' is typed",
        (add(OBSERVED, "In 7 of 10 trials it was done."),),
        (add(OBSERVED, "On page 7 of 10 it says so."),),
    ),
    "ratios": Case(
        "'half': these words state a number",
        (add("ratios.toml", RATIOS), add(OBSERVED, "{count}`counts.first` is half of them.")),
        (add("ratios.toml", RATIOS), add(OBSERVED, "Later half of them may be left out.")),
        {"brief_lexicons": ["ratios.toml"]},
    ),
    # text
    "alternatives": Case(
        "has no alternative text",
        (add("source/a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"), add(OBSERVED, "![](a.svg)")),
        (add("source/a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"), add(OBSERVED, "![A count](a.svg)")),
    ),
    "text": Case(
        "the chapter 'more' has no text",
        (add("source/more.md", "# More"), edit(INDEX, "asked\n", "asked\nmore\n")),
        (add("source/more.md", "# More\n\nText."), edit(INDEX, "asked\n", "asked\nmore\n")),
    ),
    "tables": Case(
        "an empty cell",
        (add(OBSERVED, "```{table} Counts\n| system | count |\n|---|---|\n| one |  |\n```"),),
        (add(OBSERVED, "```{table} Counts\n| system | count |\n|---|---|\n| one | none |\n```"),),
    ),
    "marks": Case(
        "is no link: an address with spaces",
        (add(OBSERVED, "See [the table](the table.pdf) of counts."),),
        (add(OBSERVED, "See `[the table](the table.pdf)` of [sic] counts (all)."),),
    ),
    "rows": Case(
        "a row of 3 cells under a head of 2; what stands behind is not printed",
        (add(OBSERVED, "```{table} Counts\n| a | b |\n|---|--:|\n| 1 | 2 | 3 |\n```"),),
        (
            add(OBSERVED, "```{table} Counts\n| a | b |\n|---|--:|\n| 1 | 2 \\| 3 |\n```"),
            add(OBSERVED, "```{math}\n| a | b |\n|---|---|\n| 1 | 2 | 3 |\n```"),
            add(OBSERVED, "- One\n\nTwo\n\n    | a | b |\n    |---|---|\n    | 1 | 2 | 3 |"),
        ),
    ),
    "headings": Case(
        "ends with a full stop", (add(OBSERVED, "## More.\n\nText."),), (add(OBSERVED, "## More\n\nText."),)
    ),
    "code": Case("a code block", (add(OBSERVED, "```\nmore\n```"),), (add(OBSERVED, "`more`"),)),
    "blocks": Case(
        "a network address ('192.0.2.10')",
        (add(OBSERVED, "It was 192.**0**.2.10 then."),),
        (add(OBSERVED, "It was 192 and **0** then."),),
    ),
    "files": Case(
        "a link to a code host",
        (edit(DUTY, "The act says so.", "See https://github.com/example/duty"),),
        (edit(DUTY, "The act says so.", "See https://example.org/duty"),),
    ),
    # what is told where it is read
    "unknown_recommendation": Case(
        "no recommendation 'publish-count'",
        (add(OBSERVED, "See {recommendation}`publish-count`."),),
        (add(OBSERVED, "See {recommendation}`publish-counts`."),),
    ),
    "unknown_value": Case(
        "no value 'counts.third'",
        (add(OBSERVED, "{value}`counts.third`"),),
        (add(OBSERVED, "{value}`counts.second`"),),
    ),
    "evidence_file": Case(
        "did you mean 'reasons'?",
        (edit(DUTY, "reasons =", "reason ="),),
        (edit(DUTY, "The act says so.", "It says so."),),
    ),
    "source_entry": Case(
        "has no 'review'",
        (add("refs.bib", DEFAULT.read_text("utf-8").replace("review = {peer reviewed},", "", 1)),),
        (add("refs.bib", DEFAULT.read_text("utf-8")),),
    ),
    "incomplete_recommendation": Case(
        "lacks 'Cost'",
        (edit(ASKED, "Cost\n: Small.\n", ""),),
        (edit(ASKED, "Cost\n: Small.\n", "Cost\n: None.\n"),),
    ),
    "control_character": Case("U+0007", (add(OBSERVED, "A bell: \a."),), (add(OBSERVED, "A tab:\t."),)),
    "encoding": Case(
        "the file is not UTF-8",
        (lambda brief: (brief.path / OBSERVED).write_bytes((brief.path / OBSERVED).read_bytes() + b"\n\xe9"),),  # type: ignore[list-item,return-value]
        (lambda brief: (brief.path / OBSERVED).write_bytes((brief.path / OBSERVED).read_bytes() + b"\n\xc3\xa9"),),  # type: ignore[list-item,return-value]
    ),
    "past": Case(
        "a day to come",
        (edit(COUNTS, "as_of = 2025-03-01", "as_of = 2999-03-01"),),
        (edit(COUNTS, "as_of = 2025-03-01", "as_of = 2025-03-02"),),
    ),
    "copies": Case(
        "is typed in the statement, and the value 'first' holds it",
        (edit(COUNTS, "in {first} and", "in {first}, of 10, that is 9 of 10, and"),),
        (edit(COUNTS, "in {first} and", "in {first}, below 90 °F, and"),),
    ),
    "nothing_is_nested": Case(
        "stands inside 'both-do-it'; close that one with :::",
        (edit(OBSERVED, ": a third team counts otherwise.\n:::", ": a third team counts otherwise."),),
        (edit(OBSERVED, ": a third team counts otherwise.\n:::", ": a third team counts otherwise.\n\n:::"),),
    ),
    "raw": Case(
        "raw html is in one output only",
        (add(OBSERVED, "```{raw} html\n<p>Hello</p>\n```"),),
        (add(OBSERVED, "```\n<p>Hello</p>\n```"),),
        config={"brief_markup": ["raw"]},
    ),
    "markup": Case(
        "the directive 'raw' is not for chapters",
        (add(OBSERVED, "```{raw} html\n<p>Hello</p>\n```"),),
        (add(OBSERVED, "```{epigraph}\nHello\n```"),),
    ),
    "confinement": Case(
        "the file is not below the root of the project",
        (add(OBSERVED, "```{literalinclude} ../../counts.toml\n```"),),
        (add(OBSERVED, "```{literalinclude} ../material/evidence/counts.toml\n```"),),
    ),
    "language": Case(
        "the generator has no words in 'eo'", config={"language": "eo"}, kept_config={"language": "fr"}
    ),
    "configuration": Case(
        "no optional rule 'host'",
        config={"brief_rules": ["host"]},
        kept_config={"brief_rules": ["hosts"]},
    ),
    "changelog": Case(
        "is no date of the calendar",
        (add("CHANGELOG.md", "## 1.0 - 2025-02-29\n\n- editorial: the first."),),
        (add("CHANGELOG.md", "## 1.0 - 2025-02-28\n\n- editorial: the first."),),
    ),
}
ELSEWHERE = {
    Rule.FIGURE: "figures/test_bad_input.py",
    Rule.FIGURE_CLAIM: "figures/test_figures.py",
    Rule.ID_REUSED: "revisions/test_history.py",
    Rule.ID_LOST: "revisions/test_history.py",
    Rule.REVISION: "revisions/test_cut.py",
    Rule.TRANSLATION: "test_translations.py",
}
"""What needs more than a small brief: figures, and revisions that were cut."""


def checks() -> dict[str, rules.Check]:
    """The registered rules by name."""
    from importlib import import_module

    for module in RULES:
        import_module(f"policybrief.checks.{module}")
    return {check.name: check for check in (*rules.CHAPTER, *rules.BRIEF)}


def test_every_rule_has_a_document_that_breaks_it_and_one_that_just_does_not() -> None:
    known = checks()
    told = {check.rule for check in known.values()} | set(ELSEWHERE)
    assert set(known) | {str(rule) for rule in Rule if rule not in told} <= set(CASES) <= {*known, *Rule}
    tests = Path(__file__).parent
    assert [rule for rule, file in ELSEWHERE.items() if f"{rule}" not in (tests / file).read_text("utf-8")] == []


@pytest.mark.parametrize("name", CASES)
def test_a_rule_tells_what_breaks_it_and_nothing_that_does_not(project: Projects, name: str) -> None:
    case = CASES[name]
    subtype = str(checks()[name].rule) if name in checks() else name
    for edits, config, wanted in (
        (case.broken, case.config, True),
        (case.kept, case.config if case.kept_config is None else case.kept_config, False),
    ):
        brief = project("test-sound")
        for change in edits:
            change(brief)
        built = brief.build(**config)
        told = [said for said in built.said(subtype) if case.said in said.text]
        assert bool(told) is wanted, (edits, built.complaints)
        for said in told:
            file, _colon, line = said.place.rpartition(":")
            assert file
            assert int(line) >= 1
