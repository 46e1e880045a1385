"""Where a brief stands: what is unused, unsupported, on one source, overdue, weak, old, or still to be written."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from policybrief.chapters.nodes import statement, value
from policybrief.checks.chain import stale
from policybrief.words.records import GAP, Certainty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.environment import BuildEnvironment

    from policybrief.chapters.domain import BriefDomain
    from policybrief.commands.project import Brief

OLDEST = 5
"""How many of the oldest records are named."""


class Heading(NamedTuple):
    """One question about a brief, and what answers it."""

    title: str
    found: list[str]
    total: str = ""
    """How much that is, where each line counts for more than one."""


def status(brief: Brief, today: dt.date) -> list[Heading]:
    """The answers to all questions; the brief is read, nothing is written, and the check names its warnings."""
    from policybrief.outputs.register import register
    from policybrief.outputs.run import Output, build
    from policybrief.revisions.cut import ahead
    from policybrief.revisions.history import changed_values, next_step

    found: list[Heading] = []

    def ask(env: BuildEnvironment) -> None:
        found.extend(headings(cast("BriefDomain", env.get_domain("brief")), today))
        now = register(env)
        step = next_step(brief.root, env.config.brief_changelog, now)
        found.append(Heading("changed since the last cut, and what to do next", [step] if step else []))
        places = [f"{id}.{name}: {printed(brief, env, id, name)}" for id, name in changed_values(brief.root, now)]
        found.append(Heading("numbers that changed since the last cut, and where they are printed", places))
        found.append(Heading("before the next cut", list(ahead(brief.root, now))))

    with tempfile.TemporaryDirectory() as scratch:
        result = build(brief.root, Path(scratch), [Output("dummy", "dummy")], stream=StringIO(), read=ask)
    if result.warnings and found[-1:]:
        problem = "1 warning" if result.warnings == 1 else f"{result.warnings} warnings"
        found[-1].found.append(f"the brief gives {problem}, and a cut takes none; make check names them")
    lacking = gaps(brief)
    total = f"{sum(lacking.values())} gaps in {len(lacking)} files" if lacking else ""
    lines = [f"{name}: {count}" for name, count in lacking.items()]
    return [Heading("still to be written", lines, total), *found]


def gaps(brief: Brief) -> dict[str, int]:
    """The files that have marked gaps, and how many."""
    files = [brief.root / "conf.py", brief.root / "CHANGELOG.md", brief.bibliography]
    files += [*brief.source.rglob("*.md"), *brief.source.rglob("*.rst"), *brief.material.rglob("*.toml")]
    counted = {
        path.relative_to(brief.root).as_posix(): path.read_text("utf-8", errors="replace").count(GAP)
        for path in sorted(path for path in files if path.is_file())
    }
    return {name: count for name, count in counted.items() if count}


def headings(domain: BriefDomain, today: dt.date) -> list[Heading]:
    """What the store of a brief that is read answers."""
    findings = [one for one in domain.findings.values() if one.stands]
    asked = [one for one in domain.recommendations.values() if one.stands]
    used = {id for one in domain.findings.values() for id in one.evidence}
    used |= {id for ids in domain.cited.values() for id in ids}
    cited = {citation.key for record in domain.evidence.values() for citation in record.sources}
    rested = {id for one in asked for id in one.findings}
    weakest = [
        (min((domain.findings[id].certainty for id in one.findings if id in domain.findings), key=_rank), one.id)
        for one in asked
        if any(id in domain.findings for id in one.findings)
    ]
    seen = sorted((record.as_of, id) for id, record in domain.evidence.items())
    return [
        Heading("records that nothing uses", sorted(domain.evidence.keys() - used)),
        Heading("sources that no record cites", sorted(domain.sources.keys() - cited)),
        Heading("findings that no recommendation rests on", [one.id for one in findings if one.id not in rested]),
        Heading(
            "statements that rest on nothing",
            [one.id for one in findings if not one.evidence] + [one.id for one in asked if not one.findings],
        ),
        Heading(
            "findings on a single source",
            [one.id for one in findings if one.evidence and len(_sources(domain, one.evidence)) == 1],
        ),
        Heading(
            "overdue on this day",
            [f"{one.id}: due {one.by}" for one in asked if one.by and one.by < today]
            + [f"{one.id}: review {one.review}" for one in asked if one.review and one.review < today],
        ),
        Heading(
            "weakest link of each recommendation",
            [f"{id}: {certainty}" for certainty, id in sorted(weakest, key=lambda pair: _rank(pair[0]))],
        ),
        Heading(
            "laws and commitments to look at again before a cut",
            [f"{day} {record.id}" for record, day in stale(domain, today)],
        ),
        Heading("oldest evidence", [f"{day} {id}" for day, id in seen[:OLDEST]]),
    ]


def printed(brief: Brief, env: BuildEnvironment, id: str, name: str) -> str:
    """Where a value of a record is printed: statements with what rests on them, chapters, files of material."""
    domain = cast("BriefDomain", env.get_domain("brief"))
    places: dict[str, None] = {}
    for docname in sorted(env.found_docs):
        for node in env.get_doctree(docname).findall(value):
            if (node.get("evidence"), node.get("name")) == (id, name):
                places |= dict.fromkeys([*_statement_around(domain, node), f"chapter {docname}"])
    named = re.compile(rf"(?<![\w-]){re.escape(id)}\.{re.escape(name)}(?![\w-])")
    for path in sorted(brief.material.rglob("*.toml")):
        if named.search(path.read_text("utf-8", errors="replace")):
            places[path.relative_to(brief.root).as_posix()] = None
    return ", ".join(sorted(places, key=lambda place: place.startswith("chapter "))) or "nowhere"


def _statement_around(domain: BriefDomain, node: nodes.Node) -> Iterator[str]:
    above: nodes.Node | None = node.parent
    while above is not None and not isinstance(above, statement):
        above = above.parent
    if above is None or above["statement_id"] not in domain.statements:
        return
    one = domain.statements[above["statement_id"]]
    resting = [domain.number(asked.id) for asked in domain.recommendations.values() if one.id in asked.findings]
    basis = f" (basis of {', '.join(resting)})" if resting else ""
    yield f"{type(above).__name__} {domain.number(one.id)}{basis}"


def _rank(certainty: Certainty) -> int:
    return certainty.rank


def _sources(domain: BriefDomain, records: tuple[str, ...]) -> set[str]:
    return {c.key for id in records if id in domain.evidence for c in domain.evidence[id].sources}
