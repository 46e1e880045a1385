"""References inside generated text: to statements, records and sources, each resolved like an author's own."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import pending_xref

from policybrief.chapters.nodes import chip, inline, separated
from policybrief.words import scales
from policybrief.words.messages import _
from policybrief.words.records import Citation, Evidence
from policybrief.words.vocabulary import Role
from written_values.values import Count, Quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.config import Config

    from policybrief.chapters.domain import BriefDomain

GROUPS = {"difference", "fisher", "boschloo", "barnard"}
"""The formulas that compare two groups."""

PLACE = re.compile(r"\s*[,;(]")
"""Where the first place of a locator ends."""


def to_statement(kind: str, target: str) -> pending_xref:
    """A reference to a finding or recommendation; ``~id`` prints the number alone."""
    return _pending(kind, target, target.removeprefix("~"), explicit=False)


def to_worded_statement(kind: str, target: str, text: str) -> pending_xref:
    """A reference to a finding or recommendation, worded here."""
    return _pending(kind, target, text, explicit=True)


def to_evidence(id: str, text: str) -> pending_xref:
    """A reference to a record, worded here."""
    return _pending("evidence", id, text, explicit=True)


def to_source(domain: BriefDomain, citation: Citation) -> list[nodes.Node]:
    """Author and year, linked to the bibliography, and the locator; of an unknown source the key."""
    source = domain.sources.get(citation.key)
    cited: list[nodes.Node] = [
        _pending("source", citation.key, source.label, explicit=True)
        if source
        else inline(citation.key, "problematic")
    ]
    return [*cited, nodes.Text(f", {citation.locator}")] if citation.locator else cited


def to_named_source(domain: BriefDomain, key: str) -> pending_xref:
    """A source by author and year, linked to the bibliography."""
    source = domain.sources.get(key)
    return _pending("source", key, source.label if source else key, explicit=True)


def source_line(domain: BriefDomain, records: list[Evidence], *, places: bool) -> list[nodes.Node]:
    """A line like "Source: Pan et al. 2024." that names each source once, with all its *places* if wanted."""
    cited: dict[str, list[Citation]] = {}
    for record in records:
        for citation in record.sources:
            cited.setdefault(citation.key, []).append(citation)
    if not cited:
        return [nodes.Text(str(_("No source.")))]
    named = []
    for citations in cited.values():
        locators = dict.fromkeys(citation.locator for citation in citations if places)
        named.append(
            to_source(domain, citations[0]._replace(locator=scales.semicolon().join(filter(None, locators))))
        )
    word = _("Source:") if len(cited) == 1 else _("Sources:")
    return [nodes.Text(f"{word} "), *separated(named, ". " if places else ", "), nodes.Text(".")]


def evidence_chips(domain: BriefDomain, records: list[Evidence]) -> list[chip]:
    """A chip for each record; of two that would read alike each names its place instead of the source's type."""
    made = [evidence_chip(domain, record) for record in records]
    alike = Counter(one.astext() for one in made)
    return [
        evidence_chip(domain, record, placed=True) if alike[one.astext()] > 1 else one
        for one, record in zip(made, records, strict=True)
    ]


def evidence_chip(domain: BriefDomain, record: Evidence, *, placed: bool = False) -> chip:
    """A record in one line: source, type or place, size, how it was read."""
    first = record.sources[0] if record.sources else None
    source = domain.sources.get(first.key) if first else None
    facts = [scales.source_type(source.type) if source else scales.term(record.kind)]
    if placed and first and first.locator:
        facts = [PLACE.split(first.locator)[0]]
    facts += filter(None, [size(domain, record), scales.read(first.read) if first else ""])
    made = chip("", "", classes=["chip"], evidence=record.id)
    made += to_evidence(record.id, source.label if source else record.id)
    made += nodes.Text("".join(f" · {fact}" for fact in facts))
    return made


def size(domain: BriefDomain, record: Evidence) -> str:
    """How many trials the counts of a record have: "n = 10"; nothing without counts or for our own calculation."""
    # beside the title of a work on method it would read as that work's
    if record.kind.role is Role.CALCULATION:
        return ""
    counts = {name: value.trials for name, value in record.values.items() if isinstance(value, Count)}
    trials = sorted(set(counts.values()))
    sizes = " / ".join(domain.style.number(n) for n in trials)
    said = f"n = {sizes}"
    if len(trials) == 1 and _compared(domain, record, counts):  # else it reads as the number of both together
        said = str(_("{count} in each group")).format(count=sizes)
    return said.replace(" ", "\N{NO-BREAK SPACE}") if trials else ""


def _compared(domain: BriefDomain, record: Evidence, counts: Iterable[str]) -> bool:
    """Whether a formula for two groups, which it takes as apart from each other, is of two of these counts."""
    own = {f"{record.id}.{name}" for name in counts}
    return any(groups <= own for groups in domain.once("groups", lambda: list(_groups(domain))))


def _groups(domain: BriefDomain) -> Iterator[set[str]]:
    for id, record in domain.evidence.items():
        origins = (value.origin for value in record.values.values() if isinstance(value, Quantity))
        for origin in filter(None, origins):
            if origin.formula in GROUPS:
                yield {name if "." in name else f"{id}.{name}" for name in origin.of}


def actor_name(config: Config, id: str) -> str:
    """Who acts, as ``brief_actors`` names them."""
    return str(config.brief_actors.get(id, id.replace("-", " ")))


def _pending(kind: str, target: str, text: str, *, explicit: bool) -> pending_xref:
    return pending_xref(
        "",
        nodes.inline("", text),
        refdomain="brief",
        reftype=kind,
        reftarget=target,
        refexplicit=explicit,
        refwarn=True,
    )
