"""The same words as `as_brief`, with as many citations, for Sphinx with MyST and sphinxcontrib-bibtex alone.

What the generator prints by itself (annex, register, the chain both ways) is written out here, because a
comparison with fewer words would be none.  What the look adds on screen has no counterpart here: records behind
chips, definitions behind terms, the appraisal of sources, pages of their own for recommendations.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.benchmarks.as_brief import glossary, index, parts, section_of
from tests.benchmarks.content import Content, Record, Statement

if TYPE_CHECKING:
    from pathlib import Path

CONF = """\
project = {title!r}
extensions = ["myst_parser", "sphinxcontrib.bibtex"]
numfig = True
myst_enable_extensions = ["colon_fence", "deflist", "attrs_inline", "attrs_block"]
bibtex_bibfiles = ["refs.bib"]
"""
ROLE = re.compile(r"\{(value|count|finding|recommendation|evidence)\}`(?:([^`<]+) <)?([\w.-]+)>?`")
BOX = re.compile(r":::\{(in-short|main-message|abstract)\}")


def write(content: Content, folder: Path) -> None:
    """Write the project into *folder*."""
    folder.mkdir(parents=True)
    (folder / "conf.py").write_text(CONF.format(title=content.title), "utf-8")
    (folder / "refs.bib").write_text("\n".join(content.entries), "utf-8")
    writer = _Writer(content)
    pages = {
        "index": writer.plain(index(content)),
        "evidence-annex": writer.annex(),
        "evidence-register": writer.register(),
        "glossary": glossary(content),
        "sources": "# Sources\n\n```{bibliography}\n:all:\n```\n",
    }
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    for chapter in content.chapters:
        blocks = [b if isinstance(b, str) else writer.statement(b) for b in chapter.blocks]
        text = writer.plain("\n\n".join([f"# {chapter.title}", *blocks]) + "\n")
        (folder / f"{chapter.name}.md").write_text(text, "utf-8")
        (folder / f"{chapter.name}.svg").write_text(content.picture(chapter), "utf-8")


class _Writer:
    """Writes out what the generator would fill in."""

    def __init__(self, content: Content) -> None:
        self.content = content
        findings, asked = content.findings, content.recommendations
        self.titles = {id: f"F{n} {said.title}" for n, (id, said) in enumerate(findings.items(), 1)}
        self.titles |= {id: f"R{n} {said.title}" for n, (id, said) in enumerate(asked.items(), 1)}
        self.supports: dict[str, list[str]] = {id: [] for id in content.records}
        for finding in findings.values():
            for record in finding.rests_on:
                self.supports[record].append(finding.id)
        self.basis_of: dict[str, list[str]] = {id: [] for id in findings}
        for one in asked.values():
            for below in one.rests_on:
                self.basis_of[below].append(one.id)

    def plain(self, text: str) -> str:
        """*text* with the roles and boxes of a brief in Sphinx's own."""
        return BOX.sub(":::{admonition} In short", ROLE.sub(self._role, text))

    def _role(self, match: re.Match[str]) -> str:
        role, words, target = match.groups()
        if role in ("value", "count"):
            id, _dot, name = target.partition(".")
            record = self.content.records[id]
            if name == "delay":
                return f"{record.days} days"
            return record.count if role == "count" else record.observed
        return self._to(target, words)

    def _to(self, id: str, words: str | None = None) -> str:
        return f"{{ref}}`{words or self.titles[id]} <said-{id}>`"

    def _all(self, ids: list[str]) -> str:
        return "; ".join(map(self._to, ids))

    def statement(self, said: Statement) -> str:
        """A finding or recommendation where it is argued."""
        if said.id in self.content.findings:
            records = [self.content.records[id] for id in said.rests_on]
            labels = ", ".join(record.label for record in records)
            rest = f"{said.certainty} certainty. Sources: {labels}."
            rest += "\n\n" + " ".join(self._to(record.id, record.label) for record in records)
        else:
            rest = f"Conditional recommendation. Rests on {self._all(list(said.rests_on))}.\n\n{parts(said)}"
            rest += "\n\nBy when\n: 30 June 2027\n\nReview by\n: 30 June 2028"
        head = f"(said-{said.id})=\n:::{{admonition}} {self.titles[said.id]}"
        return f"{head}\n{said.sentence}\n\n{rest}\n:::"

    def annex(self) -> str:
        """One block a finding: its parts, and its records with their limits."""
        blocks = ["# Evidence annex"]
        for finding in self.content.findings.values():
            records = [self.content.records[id] for id in finding.rests_on]
            lines = [
                f"- {self._to(record.id, self._stated(record))} {record.certainty} certainty. "
                f"Source: {self._sources(record)}."
                for record in records
            ]
            blocks += [self._to(finding.id), parts(finding), "\n".join(lines)]
        return "\n\n".join(blocks) + "\n"

    def register(self) -> str:
        """Every record, then the chain from recommendations down and from sources up."""
        blocks = ["# Evidence register", "## Records"]
        for record in self.content.records.values():
            blocks += [f"(said-{record.id})=\n{self._stated(record)}", self._fields(record)]
        blocks.append("## The chain, both ways")
        down = []
        for one in self.content.recommendations.values():
            down.append(f"- {self._to(one.id)}")
            for finding in one.rests_on:
                down.append(f"  - {self._to(finding)}")
                for id in self.content.findings[finding].rests_on:
                    down.append(f"    - {id}: {self._sources(self.content.records[id])}")
        up = []
        for key, label in self.content.labels.items():
            records = [record.id for record in self.content.records.values() if key in record.sources]
            findings = [finding for id in records for finding in self.supports[id]]
            if findings:
                up.append(f"- {label}: {self._all(findings + self._based_on(findings))}")
        blocks += ["From recommendation to source", "\n".join(down)]
        blocks += ["From source to recommendation", "\n".join(up)]
        return "\n\n".join(blocks) + "\n"

    def _fields(self, record: Record) -> str:
        fields = {
            "Kind": record.kind,
            "Certainty": f"{record.certainty}: {record.reasons}",
            "Does not show": record.not_shown,
            "Sources": f"{self._sources(record)} (passage read, 21 November 2026)",
            "As of": "21 November 2026",
        }
        if findings := self.supports[record.id]:
            fields |= {"Supports": self._all(findings), "Basis of": self._all(self._based_on(findings))}
        return "\n\n".join(f"{term}\n: {text}" for term, text in fields.items() if text)

    def _based_on(self, findings: list[str]) -> list[str]:
        return list(dict.fromkeys(one for finding in findings for one in self.basis_of[finding]))

    def _stated(self, record: Record) -> str:
        return record.statement.replace("{observed}", record.observed)

    def _sources(self, record: Record) -> str:
        return "; ".join(f"{self.content.labels[key]}, section {section_of(record)}" for key in record.sources)
