"""Something new in a brief: a record, a finding, a recommendation, a chapter or a figure, in its place.

What is written is sound as far as it goes; each gap in it is marked.  Nothing that is there is overwritten.
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
import unicodedata
from itertools import count, takewhile
from typing import TYPE_CHECKING

from policybrief.commands import spreadsheet
from policybrief.commands.new import YEAR, words
from policybrief.commands.project import Brief, Refused, terms
from policybrief.data import bibtex, dates
from policybrief.data.evidence import ID
from policybrief.words.complaints import closest
from policybrief.words.records import GAP

if TYPE_CHECKING:
    from pathlib import Path

AT_THE_END = re.compile(r"^[:`]{3,}\{(?:brief:)?(?:publication|evidence-register|bibliography)\}", re.MULTILINE)
"""What stands in the chapters that close a brief."""
SOURCES_LINE = re.compile(r"\n+\{\.source-line\}\n(?:[^\n]+\n?)+\s*\Z")
"""The paragraph that ends a chapter; nothing of the chapter stands below it."""


# Records


def evidence(brief: Brief, id: str) -> tuple[Path, list[str]]:
    """A record with a count, its gaps marked; where it is, and what was filled in that somebody must look at."""
    _check(id)
    path = brief.material / "evidence" / f"{id}.toml"
    if path.exists() or any((brief.material / "evidence").rglob(f"{id}.toml")):
        raise Refused(f"there is a record {id!r} already: {path.relative_to(brief.root)}")
    attempt = '\nattempt = "single"' if brief.profile.attempts else ""
    values = f"[values.first]\nsuccesses = 0\ntrials = 1{attempt}\n"
    return _written(path, _record(brief, "statement", values)), _guessed(brief)


def _guessed(brief: Brief) -> list[str]:
    """What `_record` fills in that nobody said."""
    key, day = _last_source(brief)
    kind = next(iter(brief.profile.kinds))
    return [f"kind = {kind}", f"key = {key} (the newest source)", f"as_of = {day}", "certainty = low"]


def _words(brief: Brief) -> dict[str, str]:
    """What is written for the author to replace, in the language of the brief."""
    said = words(brief.language)
    added: dict[str, str] = said["added"]
    return added | {key: said[key] for key in ("reasons", "limits", "locator")}


def _record(brief: Brief, statement: str, values: str) -> str:
    kind, today, w = next(iter(brief.profile.kinds)), dt.date.today(), _words(brief)
    key, as_of = _last_source(brief)
    return f"""#:schema {schema_of(brief, "evidence")}
# {w["record_note"]}
statement = "{w[statement]}"
kind = "{kind}"  # {w["or"]} {", ".join(list(brief.profile.kinds)[1:])}
certainty = "low"  # {w["or"]} very-low, moderate, high
reasons = "{w["reasons"]}"
not_shown = "{w["limits"]}"
as_of = {as_of}

[[sources]]
key = "{key}"
locator = "{w["locator"]}"
read = "passage"
checked = {today}

{values}"""


def schema_of(brief: Brief, name: str) -> str:
    """Where the schema of a file in a folder of the material stands."""
    return "/".join(
        [".."] * len((brief.material / "x").relative_to(brief.root).parts) + ["schemas", f"{name}.json"]
    )


def _last_source(brief: Brief) -> tuple[str, dt.date]:
    """The key of the source that was added last, and the last day of what it has for a date; else today."""
    today = dt.date.today()
    text = brief.bibliography.read_text("utf-8") if brief.bibliography.is_file() else ""
    found = bibtex.read(text).entries
    real = [one for one in found if GAP not in one.fields.get("title", "")]  # of a new brief one is an example
    for one in reversed(real or found):
        return one.key, min(_last_day(dates.of_fields(one.fields)[0], today), today)
    return GAP, today


def _last_day(date: str, otherwise: dt.date) -> dt.date:
    """The last day of a date in EDTF, which may be a month or a year."""
    found = re.match(r"(\d{4})(?:-(0\d|1[0-2]))?(?:-(\d\d))?", date)
    if not found:
        return otherwise
    year, month = int(found[1]), int(found[2] or 12)
    return dt.date(year, month, int(found[3] or calendar.monthrange(year, month)[1]))


# Statements and chapters


def finding(brief: Brief, id: str, chapter: str = "") -> tuple[Path, list[str]]:
    """A finding at the end of a chapter, on the first record of the material that no other rests on."""
    records = sorted(path.stem for path in (brief.material / "evidence").rglob("*.toml"))
    lines = [
        line
        for path in _chapters(brief)
        for line in re.findall(r"^:evidence:(.*)$", path.read_text("utf-8"), re.M)
    ]
    used = {id.strip() for line in lines for id in line.split(",")}
    first = next((one for one in records if one not in used), next(iter(records), GAP))
    w = _words(brief)
    options = {"title": w["finding_title"], "evidence": first, "certainty": "low"}
    return _statement(brief, "finding", id, chapter, options, w["finding_says"])


def recommendation(brief: Brief, id: str, chapter: str = "") -> tuple[Path, list[str]]:
    """A recommendation at the end of a chapter, on the first finding of the brief."""
    today = dt.date.today()
    found = [match for path in _chapters(brief) for match in _ids(path, "finding")]
    w = _words(brief)
    options = {
        "title": w["step_title"],
        "findings": next(iter(found), GAP),
        "strength": "conditional",
        "by": str(today + YEAR),
        "review": str(today + YEAR * 2),
        "actors": next(iter(brief.settings.get("brief_actors") or {}), GAP.lower()),
    }
    return _statement(brief, "recommendation", id, chapter, options, w["step_says"])


def _statement(
    brief: Brief, kind: str, id: str, chapter: str, options: dict[str, str], sentence: str
) -> tuple[Path, list[str]]:
    _check(id)
    for path in _chapters(brief):
        if id in (*_ids(path, "finding"), *_ids(path, "recommendation")):
            raise Refused(f"the id {id!r} is taken in {path.relative_to(brief.root)}; ids are never used twice")
    path = _chapter_for(brief, kind, chapter)
    parts = brief.profile.finding if kind == "finding" else brief.profile.recommendation
    named = terms(brief.profile, brief.language)
    body = "".join(f"\n{named[key]}\n: {GAP}\n" for key in parts.required)
    said = "".join(f":{name}: {value}\n" for name, value in options.items())
    before = path.read_text("utf-8").rstrip() + "\n"
    end = match.start() if (match := SOURCES_LINE.search(before)) else len(before)
    block = f"\n\n:::{{{kind}}} {id}\n{said}\n{sentence}\n{body}:::\n"
    path.write_text("".join([before[:end].rstrip(), block, before[end:].removeprefix("\n")]), "utf-8")
    return path, [f"{name} = {value}" for name, value in options.items() if name != "title"]


def _chapter_for(brief: Brief, kind: str, named: str) -> Path:
    chapters = {path.stem: path for path in _chapters(brief)}
    if named:
        if named not in chapters:
            raise Refused(f"there is no chapter {named!r}; {closest(named, chapters)}")
        return chapters[named]
    standing = {path: _standing(path, kind) for path in chapters.values()}
    if not any(standing.values()):
        raise Refused(f"no chapter has a {kind} yet; name one with --chapter: {', '.join(chapters)}")
    return max(standing, key=standing.__getitem__)


def _chapters(brief: Brief) -> list[Path]:
    return sorted(brief.source.rglob("*.md"))


def _ids(path: Path, kind: str) -> list[str]:
    return re.findall(rf"^[:`]{{3,}}\{{(?:brief:)?{kind}\}}\s+(\S+)", path.read_text("utf-8"), re.MULTILINE)


def _standing(path: Path, kind: str) -> int:
    """How many findings or recommendations of a chapter are not withdrawn."""
    opened = re.findall(
        rf"^[:`]{{3,}}\{{(?:brief:)?{kind}\}}.*\n((?::.*\n)*)", path.read_text("utf-8"), re.MULTILINE
    )
    return sum(not re.search(r"^:status:\s*withdrawn", options, re.MULTILINE) for options in opened)


def chapter(brief: Brief, id: str, title: str = "") -> Path:
    """A chapter, named in the contents of the cover."""
    _check(id)
    path, cover = brief.source / f"{id}.md", brief.source / "index.md"
    if path.exists():
        raise Refused(f"there is a chapter {id!r} already: {path.relative_to(brief.root)}")
    if not cover.is_file():
        raise Refused("there is no source/index.md to name the chapter in")
    lines = cover.read_text("utf-8").splitlines()
    opened = _contents(lines)
    if opened is None:
        raise Refused("source/index.md has no {toctree} that all outputs have; add one, and the chapter to it")
    fence = re.match(r"[:`]+", lines[opened])
    assert fence
    closed = next((at for at in range(opened + 1, len(lines)) if lines[at].strip() == fence[0]), len(lines))
    while closed > opened + 1 and _is_at_the_end(brief, lines[closed - 1]):
        closed -= 1
    lines.insert(closed, id)
    cover.write_text("\n".join(lines) + "\n", "utf-8")
    w = _words(brief)
    heading = title or w["chapter_title"]
    return _written(path, f"# {heading}\n\n:::{{in-short}}\n{w['chapter_short']}\n:::\n\n{GAP}\n")


def _contents(lines: list[str]) -> int | None:
    """Where the contents open that take a new chapter: those with numbers, else the last; none of one output."""
    found, around = [], list[str]()
    for at, line in enumerate(lines):
        if fence := re.match(r"([:`]{3,})(\S*)\s*$|([:`]{3,})(\{.*)$", line):
            marks, name = fence[1] or fence[3], fence[2] or fence[4] or ""
            if around and not name and around[-1].startswith(marks):
                around.pop()
                continue
            if name.startswith("{toctree}") and not any("{only}" in one for one in around):
                found.append(at)
            around.append(marks + name)
    numbered = [at for at in found if any(":numbered:" in line for line in _options(lines, at))]
    return next(iter(numbered), found[-1] if found else None)


def _options(lines: list[str], opened: int) -> list[str]:
    """The options of a directive that opens at a line."""
    return list(takewhile(lambda line: line.startswith(":"), lines[opened + 1 :]))


def _is_at_the_end(brief: Brief, entry: str) -> bool:
    """Whether a line of the contents names a chapter of records and sources, before which new ones stand."""
    named = entry.rpartition("<")[2].rstrip("> ")
    path = brief.source / f"{named.strip()}.md"
    return path.is_file() and bool(AT_THE_END.search(path.read_text("utf-8")))


# Figures


def figure(brief: Brief, id: str, content: bytes, name: str) -> tuple[Path, Path, list[str]]:
    """A chart of the numbers in the CSV called *name*, and the record that holds them: figures need records.

    Where both are, and what was filled in that somebody must look at.
    """
    _check(id)
    path, record = brief.material / "figures" / f"{id}.toml", brief.material / "evidence" / f"{id}-data.toml"
    for one in (path, record):
        if one.exists():
            raise Refused(f"there is a file already: {one.relative_to(brief.root)}")
    said = words(brief.language)["columns"]
    rows = spreadsheet.read(content, name, spreadsheet.NumberForm(said.pop("decimal") == ",", said))
    counts = "trials" in rows[0].numbers
    attempts = counts and brief.profile.attempts
    values, drawn, numbers, names = [], [], [], list[str]()
    taken = {"row"}
    for row in rows:
        names.append(_slug(row.label, row.line, taken))
        taken.add(names[-1])
        keys = [f"{key} = {value}" for key, value in row.numbers.items()]
        if attempts:
            keys.append('attempt = "single"')
        if row.unit:
            keys.append(f"unit = {json.dumps(row.unit, ensure_ascii=False)}")
        label_line = f"label = {json.dumps(row.label, ensure_ascii=False)}"
        values.append("\n".join([f"[values.{names[-1]}]", label_line, *keys]) + "\n")
        drawn.append(f'    {{ {label_line}, value = "{id}-data.{names[-1]}" }},\n')
        of = {key: float(value) for key, value in row.numbers.items()}
        numbers.append(100 * of["successes"] / of["trials"] if counts else of["number"])
    shares = counts or all(row.unit == "percent" for row in rows)
    greatest, w = max(numbers), _words(brief)
    most = [at for at, number in enumerate(numbers) if number == greatest]
    of_all = [f"{id}-data.{names[at]}" for at in most]
    label = ", ".join(rows[at].label for at in most)
    title = json.dumps(w["figure_title"].replace("{label}", label), ensure_ascii=False)
    message = w["figure_message"].replace("{most}", f"{{{of_all[0]}}}")
    chart = f"""#:schema {schema_of(brief, "figure")}
# {w["chart_note"].replace("{id}", id)}
kind = "chart"
title = {title}
message = "{message}"
note = "{w["figure_note"]}"

[[claims]]
says = "{w["figure_claim"]}"
what = "{"rate" if counts else "number"}"
of = {json.dumps(of_all)}
is = "greatest"

[[panels]]
title = "{w["figure_panel"]}"
axis = "{"percent" if shares else "linear"}"
name = "{w["figure_axis"]}"
squares = false
rows = [
{"".join(drawn)}]
"""
    made = _record(brief, "figure_statement", "\n".join(values))
    return _written(record, made), _written(path, chart), _guessed(brief)


def _slug(label: str, at: int, taken: set[str]) -> str:
    """The name of a number that is labelled so, in small letters; one of its own."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "row"
    if name not in taken:
        return name
    return next(one for number in count(at) if (one := f"{name}-{number}") not in taken)


def _check(id: str) -> None:
    if not ID.fullmatch(id):
        raise Refused(f"{id!r} is no id: use small letters, digits and single hyphens")


def _written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path
