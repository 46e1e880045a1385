"""The reference, written from the code: what it says of commands, settings, directives, files and warnings."""

from __future__ import annotations

import argparse
import inspect
from collections.abc import Iterator
from importlib import import_module
from io import StringIO
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.config import Config

CAUSES = {
    "confinement": (
        "a chapter, a record, the bibliography or a setting names a file that is not below the root of the "
        "project, a link out of it, or no regular file",
        "put a copy into the project, or widen `brief_root` in `conf.py`; settings may besides name files of what "
        "is installed",
    ),
    "markup": (
        "a directive, role or class that is not for chapters, an address that leads no reader anywhere, or a "
        "picture that is more than a picture",
        "use what the warning names; `brief_markup` in `conf.py` allows a directive or role",
    ),
    "duplicate_id": ("two statements or records have one id", "give one of them an id of its own"),
    "unknown_source": ("a key that is not in the bibliography", "correct the key, or add the source"),
    "unknown_evidence": ("an id of no record", "correct the id, or mend the file that is named"),
    "unknown_finding": ("an id of no finding", "correct the id"),
    "unknown_recommendation": ("an id of no recommendation", "correct the id"),
    "unknown_value": ("a number that no record has", "write `record.value` as the record names it"),
    "missing_alt": ("an image without words for who does not see it", "add `:alt:`"),
    "table": ("a table without caption or heads, or with merged or empty cells", "give each cell its own word"),
    "heading": ("a heading that skips a level", "go down one level at a time"),
    "evidence_file": (
        "a record, or the log of searches, that cannot be read as it is",
        "see the line that is named",
    ),
    "source_entry": ("an entry of the bibliography lacks something", "add the field that is named"),
    "empty_chapter": ("a chapter without text", "write it, or take it out of the contents"),
    "control_character": ("a character that no font can print", "delete it"),
    "encoding": ("a file that is not UTF-8", "save it as UTF-8"),
    "configuration": ("a setting that cannot be used", "see the cure in the message"),
    "translation": (
        "a translation drops or adds a role, a value or a name in braces, or has none for a text whose source has "
        "changed",
        "write in it the same roles, values and names as in its source, then run `make translate` again",
    ),
    "language": (
        "the generator, or its lexicon, lacks the language",
        "translate, or accept it with suppress_warnings",
    ),
    "figure": ("a figure or an instrument that cannot be read as it is", "see the line that is named"),
    "figure_claim": ("the title of a figure no longer follows from its numbers", "correct the title or the claim"),
    "statement": ("a finding or recommendation lacks a title, sentence, part or grade", "add what is named"),
    "incomplete_recommendation": ("a recommendation lacks a part or an option", "add what is named"),
    "changelog": (
        "an entry of the changelog cannot be read, or names nothing",
        "write it as docs on revisions show",
    ),
    "id_reused": ("an id means something else than in an earlier revision", "choose a new id"),
    "id_lost": ("a statement of an earlier revision is gone", "put it back, withdrawn"),
    "revision": ("a cut revision is not as it was cut", "restore it from the repository"),
    "store_word": ("a grade is typed beside its statement", "print it with {certainty} or {strength}"),
    "bare_number": (
        "a measured number is typed, or words that state one, such as *twice*",
        "print it from a record with {value}, tie the words to one with {ratio}, mark a quotation, or allow it in "
        "`brief_allowed_numbers`",
    ),
    "calibrated_language": ("a word claims more than evidence gives", "say it as the message proposes"),
    "foreign_link": ("a link leads to a host that no source has", "cite the page as a source"),
    "form": ("message, chapters or blocks are not in form", "see the cure in the message"),
    "hazard": ("something that the brief excludes", "say the class of thing in words, or leave it out"),
    "length": ("something is shorter or longer than its limit", "change it, or the limit in brief_limits"),
    "long_sentence": ("a sentence is longer than readers follow", "divide it"),
    "missing_locator": ("a record does not say where in its source", "give a page, section, table or article"),
    "overstated": ("a grade is surer than the evidence can carry", "lower it, or find another source"),
    "press_alone": ("press alone carries what press did not say", "cite what it reports on"),
    "press_for_experiment": ("a study is cited by the press", "cite the study itself"),
    "recommendation": ("an actor, date or part of a recommendation does not fit", "see the cure in the message"),
    "review_overdue": ("a review was due before this revision", "review it, or set a later date with the reason"),
    "second_hand": ("a finding rests on what others say of its sources", "read and cite these"),
    "secondary_for_law": ("a law is cited from a commentary", "cite its text, or name who says so"),
    "stale_status": ("at a cut, a law or promise was looked at long ago", "look again, and date it"),
    "strong_on_weak": ("a strong recommendation on weak findings", "say why, or make it conditional"),
    "succession": ("a withdrawn statement and its successor do not fit", "see the cure in the message"),
    "unlinked": ("a number of the summary leads nowhere", "link its finding or record"),
    "unsupported": ("something rests on nothing", "name what it rests on"),
    "unused_evidence": ("nothing uses a record", "use it, or take it out"),
    "unused_finding": ("no recommendation rests on a key finding", "use it, or make it no key finding"),
    "unused_source": ("nothing cites a source", "use it, or take it out"),
}
"""What each warning: its cause and its cure."""
PRINT = {
    "appendices": "documents at the end of every PDF",
    "documents": "the PDFs: start document, file name, title, author, look, contents only, options",
    "domain_indices": "whether the indices of domains are printed, or which",
    "elements": "plain data for the look",
    "fonts": "files or folders of fonts, each perhaps with the language that it is for",
    "logo": "a picture on the first page",
    "looks": "looks by name, each with its file",
    "paper": "a4, a5, us-letter or us-legal",
    "show_urls": "no, inline or footnote: where addresses of links are printed",
    "standards": "what the PDF claims to be",
    "template": "the look of documents that name none",
    "use_index": "whether the index is printed",
    "volume_pages": "the pages after which a PDF is divided into volumes",
}
"""What the settings of print are, whose package has no descriptions."""
PRINTED = {
    "abstract": "the brief in a few sentences; print has it on the cover, `build/abstract.txt` alone",
    "changes": "what changed in this revision, and why, from the changelog",
    "chart": "dots on an axis, with their intervals, from `figures/id.toml` of the material",
    "coverage": "what instruments say of functions, as a table, from `figures/id.toml` and `instruments/`",
    "data-table": "a table of words from `id.toml` of the material; its content is another caption",
    "evidence": "these records in full, by their ids, in this place",
    "evidence-register": "every record in full, under the first finding that rests on it",
    "figure-data": "the numbers of a chart, or each cell of a table with its place in a source",
    "finding": "what the evidence shows: the first paragraph is the statement, a definition list has its parts",
    "finding-records": "for each finding why this certainty, what would change it, its evidence with its limits",
    "findings": "the key findings as a list, each with its certainty",
    "in-short": "what a chapter says, at its head",
    "key-messages": "the few messages of a summary, as a list",
    "ladder": "rungs, the last on top, from `figures/id.toml` of the material",
    "lanes": "days in lanes, one for each owner, from `figures/id.toml` of the material",
    "left-out": "what the brief leaves out on purpose, and why",
    "main-message": "the one sentence that the brief is for; cover, summary and abstract have it",
    "matrix": "rows of cells in states, as a table or as boxes, from `figures/id.toml` of the material",
    "not-known": "what is not known, on the first page on screen alone",
    "profile": "evaluations by the standard for their reports, from `figures/id.toml` and the evaluations",
    "publication": "a table: what this revision is, who publishes it, what is not yet assigned; its content is "
    "another caption",
    "recommendation": "what somebody is asked to do, written as a finding is",
    "recommendation-records": "for each recommendation the parts that the profile keeps apart from its card",
    "recommendations": "a table: what is asked, of whom, by when, how firmly; its content is another caption",
    "revisions": "a table of all revisions, the newest first; its content is another caption",
    "searches": "a table of the searches in `searches.toml` of the material; its content is another caption",
    "timeline": "dated events, and what recommendations ask for, from `figures/id.toml` of the material",
    "traceability": "the chain both ways: from each recommendation to a place in a source, and back",
    "ways-in": "where different readers begin, on the first page on screen alone",
    "withdrawn": "the statements that were withdrawn, each with what took its place",
}
"""What each directive prints."""
OPTIONS = {
    "title": "the statement in a few words",
    "status": "`current`, which need not be said, or `withdrawn`",
    "successor": "the id of what took the place of one that was withdrawn",
    "evidence": "the ids of the records that it rests on, with commas between",
    "certainty": "`high`, `moderate`, `low` or `very-low`",
    "key": "it is one of the key findings; no value follows",
    "findings": "the ids of the findings that it rests on, with commas between",
    "strength": "`strong` or `conditional`",
    "by": "the day by which it is to be done, like `2028-06-30`",
    "review": "the day by which it is to be looked at again",
    "group": "a word for those that belong together; a table of recommendations with it prints these alone",
    "actors": "who acts, by ids of `brief_actors`, with commas between",
    "name": "a label, by which `{numref}` and links find the table",
    "detail": "of a ladder `elsewhere`: `{figure-data}` prints the full words of its steps",
}
"""What each option of a directive says."""
NUMBER_OF = "a number of a record, by the record's id and the value's name: "
WITHIN = {
    "value": (f"{NUMBER_OF}of a count the count with its interval", "{value}`near-misses.with`"),
    "count": (f"{NUMBER_OF}the count alone", "{count}`near-misses.with` streets"),
    "rate": (f"{NUMBER_OF}the rate of a count", "{rate}`near-misses.with`"),
    "interval": (f"{NUMBER_OF}the interval of a count", "{interval}`near-misses.with`"),
    "ratio": (
        "words that state a number, held to a number of a record: of a count its rate in per cent is taken, "
        "`record.name / record.other` is one number over another, `above` and `below` say where the words hold",
        "{ratio}`more than half <near-misses.with above 50>`",
    ),
    "finding": (
        "a finding by its number and title; `~id` prints the number alone, `words <id>` these words",
        "{finding}`fewer-near-misses` and {finding}`~fewer-near-misses`",
    ),
    "recommendation": (
        "a recommendation, in the same ways; its block prints by itself what it rests on",
        "{recommendation}`lanes-first`",
    ),
    "evidence": (
        "words that lead to a record of evidence; the chapter then counts as using it",
        "{evidence}`the counts <near-misses>`",
    ),
    "certainty": (
        "the certainty of a finding, with its noun and link; `~id` prints the word alone",
        "{certainty}`fewer-near-misses`",
    ),
    "strength": ("the strength of a recommendation, in the same way", "{strength}`lanes-first`"),
    "by-when": ("the day by which a recommendation is to be done", "{by-when}`lanes-first`"),
    "count-of": (
        "how many there are: `findings`, `findings key`, `recommendations`, or `recommendations` with a group",
        "{count-of}`recommendations`",
    ),
}
"""What each role prints, and how it is written."""
EXAMPLES = {
    "brief_actors": '{"council": "The city council"}  # in a recommendation: `:actors: council`',
    "brief_affiliations": '{"Alpha, Ada": "Institute of Examples"}',
    "brief_allowed_numbers": '[r"30 km/h", r"10 dB"]  # a limit that a rule names, a target of your own',
    "brief_colours": '{"accent": "#1b5e20", "dark": {"accent": "#7fd48a"}}',
    "brief_limits": '{"sentence": 30}',
    "brief_markup": '["container"]  # the closed list is under "Directives and roles"',
    "brief_rules": '["appraisals", "opens_in_short"]',
    "accessible_pdf_documents": '[("index", "brief", project, author, "brief")]',
    "accessible_pdf_fonts": '["fonts"]  # a folder beside conf.py',
}
"""What a setting looks like that is set."""


def write(folder: Path, config: Config) -> None:
    """Write the pages, each only where it changed, so that an unchanged one is not built again."""
    folder.mkdir(exist_ok=True)
    for name, page in {
        "commands": commands(),
        "settings": settings(config),
        "directives": directives(),
        "files": files(),
        "warnings": warnings(),
        "register": register(),
    }.items():
        path = folder / f"{name}.md"
        if not path.is_file() or path.read_text("utf-8") != page:
            path.write_text(page, "utf-8")


def commands() -> str:
    """Each command with its help."""
    from policybrief.__main__ import parser

    page = ["# Commands\n", "`policybrief` and `python -m policybrief` are the same.\n"]
    page += [f"## {name}\n\n```text\n{_help(one)}\n```\n" for name, one in _parsers(parser(), "policybrief")]
    return "\n".join(page)


def _parsers(one: argparse.ArgumentParser, name: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    yield name, one
    for action in one._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, sub in action.choices.items():
                yield from _parsers(sub, f"{name} {word}")


def _help(one: argparse.ArgumentParser) -> str:
    text = StringIO()
    one.print_help(text)
    return text.getvalue().strip()


def settings(config: Config) -> str:
    """Each setting of a brief and of its print, as the code declares it."""
    from policybrief.words.settings import OF_MYST

    listed = ", ".join(f"`{one}`" for one in OF_MYST)
    page = [
        "# Settings\n",
        "In `conf.py`. What is not set there has the value that is given here.\n",
        "`policybrief schemas` writes what is allowed in them as a schema, too: `schemas/settings.json`.\n",
        "Where it says nothing of Sphinx, MyST and sphinxcontrib-bibtex, what a brief needs of them is set too. "
        f"Whatever it says, {listed} are added to `myst_enable_extensions`, and the look `brief` to "
        "`accessible_pdf_looks`: name there what you want besides.\n",
    ]
    for name, default, types, text in sorted(_declared(config), key=lambda one: one[0]):
        kind = " or ".join(sorted(one.__name__ for one in types)) or type(default).__name__
        said = text or PRINT[name.removeprefix("accessible_pdf_")]
        example = f"\nFor example:\n\n```python\n{name} = {EXAMPLES[name]}\n```\n" if name in EXAMPLES else ""
        page.append(
            f"## {name}\n\n{said[0].upper()}{said[1:]}.{_inside(config, name)}\n\n"
            f"```python\n{name} = {default!r}  # {kind}\n```\n{example}"
        )
    return "\n".join(page)


def _inside(config: Config, name: str) -> str:
    """What stands in a list or table, and the words of a closed set."""
    from policybrief.commands import schemas
    from policybrief.data import profiles
    from policybrief.words.settings import INNER

    of = schemas.settings(config, profiles.general())["properties"].get(name, {})
    words = of.get("enum") or of.get("items", {}).get("enum") or of.get("propertyNames", {}).get("enum") or ()
    told = f" Each entry is {INNER[name].words}." if name in INNER else ""
    return told + "".join(["\n\nAllowed:\n", *(f"\n- `{word}`" for word in words)] if words else [])


def _declared(config: Config) -> list[tuple[str, Any, tuple[type, ...], str]]:
    """The values of a brief and of its print."""
    return [
        (name, _short(option.default), tuple(option.valid_types), option.description)  # type: ignore[arg-type]
        for name, option in config.values.items()
        if name.startswith(("brief_", "accessible_pdf_"))
    ]


def _short(default: Any) -> Any:
    return default() if callable(default) else default


def directives() -> str:
    """Each directive and role."""
    from policybrief.chapters import allowed
    from policybrief.chapters.directives import DIRECTIVES
    from policybrief.chapters.roles import ROLES
    from policybrief.chapters.tables import TABLES
    from policybrief.figures.directives import FigureDataDirective, FigureDirective
    from policybrief.figures.model import FigureKind
    from policybrief.pages.home import HomeDirective

    every = DIRECTIVES | TABLES | {str(kind): FigureDirective for kind in FigureKind}
    every |= dict.fromkeys(HomeDirective.titles, HomeDirective)
    every["figure-data"] = FigureDataDirective
    page = ["# Directives and roles\n", "In Markdown `:::{name}`, in reStructuredText `.. name::`.\n"]
    for name, one in sorted(every.items()):
        page.append(f"## {{{name}}}\n\n{_sentence(PRINTED[name])}\n")
        for option in one.option_spec or ():
            page.append(f"- `:{option}:` {OPTIONS[option]}")
        page += [""] if one.option_spec else []
        page.append(_example(name, one))
    page += [
        "# Of docutils, Sphinx and MyST\n",
        "Chapters may use these directives of theirs, those of extensions that `conf.py` names, and those that "
        "`brief_markup` adds.\n",
        f"```text\n{fill(', '.join(sorted(allowed.DIRECTIVES)), break_on_hyphens=False)}\n```\n",
        f"Every role may be used but {', '.join(f'`{name}`' for name in sorted(allowed.REFUSED_ROLES))}.\n",
    ]
    page.append("# Roles\n")
    for name in sorted(ROLES):
        said, example = WITHIN[name]
        page.append(f"## {{{name}}} in a sentence\n\n{_sentence(said)}\n\n```md\n{example}\n```\n")
    return "\n".join(page)


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _example(name: str, one: Any) -> str:
    argument = " id" if one.required_arguments else ""
    body = "Text.\n" if one.has_content else ""
    return f"```md\n:::{{{name}}}{argument}\n{body}:::\n```\n"


def files() -> str:
    """Each file in TOML: its keys, with the words that are allowed."""
    from policybrief.commands.meanings import OF_VALUES
    from policybrief.commands.schemas import all_of
    from policybrief.data import profiles
    from written_values.formulas import FORMULAS

    page = ["# Files\n", "Their schemas are in `schemas/` of a brief; editors read them there.\n"]
    for name, schema in all_of(profiles.general()).items():
        page += [f"## {schema['title']}\n", f"Schema: `schemas/{name}.json`.\n"]
        page += _keys(schema)
        if name == "evidence":
            page += ["A value of a record is one of these sorts, which its first key tells.\n", *_sorts(schema)]
            page += [*(f"- `{key}`: {meaning}" for key, meaning in OF_VALUES.items()), ""]
            cited = schema["properties"]["sources"]["items"]
            page += ["## A source of a record\n", *_keys(cited)]
        if name == "searches":
            page += _keys(schema["properties"]["search"]["items"])
        if name == "figure":
            inside = schema["properties"]
            panel = inside["panels"]["items"]
            page += ["## A claim of a figure\n", *_keys(inside["claims"]["items"])]
            page += ["## A panel of a chart\n", *_keys(panel)]
            page += ["## A row of a panel\n", *_keys(panel["properties"]["rows"]["items"])]
    page += ["## Formulas\n"]
    for name, formula in FORMULAS.items():
        of = ", ".join(sort.__name__.lower() for sort in formula.of) or "nothing"
        given = [*(f"`{key}`" for key in formula.wanted), *(f"perhaps `{key}`" for key in formula.optional)]
        said = " ".join((inspect.getdoc(formula.compute) or "").partition("\n\n")[0].split()).replace("``", "`")
        page.append(f"- `{name}` (of {of}; given {', '.join(given) or 'nothing'}): {said}")
    return "\n".join(page) + "\n"


def _keys(schema: dict[str, Any]) -> list[str]:
    needed = schema.get("required", ())
    lines = []
    for key, what in schema.get("properties", {}).items():
        said = [_sort(what), "needed" if key in needed else ""]
        aside = f" ({', '.join(filter(None, said))})" if any(said) else ""
        meaning = what.get("description", "") if isinstance(what, dict) else ""
        lines.append(f"- `{key}`{aside}{f': {meaning}' if meaning else ''}{_choices(what, after=bool(meaning))}")
    return [*lines, ""]


def _sort(what: Any) -> str:
    """What sort of thing stands under a key."""
    if not isinstance(what, dict):
        return ""
    kinds = {"string": "text", "array": "list", "object": "table", "integer": "whole number"}
    kinds["boolean"] = "true or false"
    if what.get("format") == "date":
        return "date, without quotation marks"
    types = what.get("type", [])
    return " or ".join(kinds.get(one, one) for one in ([types] if isinstance(types, str) else types))


def _choices(what: Any, *, after: bool) -> str:
    words = what.get("enum", ()) if isinstance(what, dict) else ()
    return f"{'; one of ' if after else ': '}{', '.join(f'`{word}`' for word in words)}" if words else ""


def _sorts(schema: dict[str, Any]) -> list[str]:
    lines, one = [], schema["properties"]["values"]["additionalProperties"]
    while "if" in one:
        lines.append("- " + ", ".join(f"`{key}`" for key in one["then"]["properties"]))
        one = one["else"]
    return [*lines, ""]


def warnings() -> str:
    """Each warning, with its cause and its cure."""
    from policybrief.checks import RULES
    from policybrief.checks.rules import BRIEF, CHAPTER
    from policybrief.words.complaints import Rule

    for module in RULES:
        import_module(f"policybrief.checks.{module}")
    page = [
        "# Warnings\n",
        "Each ends with its type in brackets, such as `[brief.unsupported]`, and begins with file and line. "
        "`suppress_warnings` in `conf.py` takes such types.\n",
    ]
    for rule in sorted(Rule):
        page.append(f"## brief.{rule}\n")
        if rule in CAUSES:
            cause, cure = CAUSES[rule]
            page.append(f"Cause: {cause}. Cure: {cure}.\n")
        for check in (*CHAPTER, *BRIEF):
            if check.rule is rule:
                when = f" Only where `brief_rules` names `{check.name}`." if check.optional else ""
                page.append(f"- `{check.name}`: {inspect.getdoc(check.find)}{when}")
        page.append("")
    return "\n".join(page)


def register() -> str:
    """The parts of the register."""
    import json

    from policybrief.outputs import register as module

    schema = json.loads(
        (Path(module.__file__).parent / "schema" / f"register-{module.VERSION}.json").read_text("utf-8")
    )
    page = [
        "# The register\n",
        "`build/register.json` is the whole argument as data; `build/html/` has its schema beside it.\n",
    ]
    for name, part in schema["properties"].items():
        page.append(f"## {name}\n")
        inner = part.get("items", part)
        inner = schema["$defs"].get(str(inner.get("$ref", "")).rpartition("/")[2], inner)
        bare = {key: {**what, "description": ""} for key, what in inner.get("properties", {}).items()}
        page += _keys({"properties": bare})[:-1] or ["See the schema."]
        page.append("")
    page.append(
        '```json\n{ "schema": 2, "brief": { "title": "…" }, "recommendations": [], "findings": [] }\n```\n'
    )
    return "\n".join(page)
