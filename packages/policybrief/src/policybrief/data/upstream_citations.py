"""The domain of sphinxcontrib-bibtex, which finds by key what it looks for one by one.

It looks through all citations for each entry of a bibliography, and through all entries for each citation: with
thousands of both that takes a third of a build.  Here it is shown, each time, only those that can be meant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinxcontrib.bibtex import domain, roles
from sphinxcontrib.bibtex.citation_target import CitationTarget
from sphinxcontrib.bibtex.domain import BibtexDomain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pybtex.database import Entry
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinxcontrib.bibtex.domain import Citation

TARGET = re.compile(
    r"\s*+(?:\{(?P<pre>[^{}]+)\}\s*+)?(?P<key>[^{}\s,]++)\s*+(?:\{(?P<post>[^{}]+)\}\s*+)?(?:(?P<more>,)|\Z)"
)
"""A source that a citation names, with what stands before and after it."""


class CitationsByKey(BibtexDomain):
    """Citations and entries as sphinxcontrib-bibtex has them, found by key."""

    asked: Entry | None = None
    """The one entry that is looked at; nothing while all are."""
    by_key: dict[str, list[tuple[int, Citation]]] | None = None
    """What each key may mean, with its place among all; made when it is first asked for."""

    @contextmanager
    def _only(self, name: str, those: list[Any]) -> Iterator[None]:
        """Within, the store holds *those* alone."""
        whole = self.data[name]
        self.data[name] = those
        try:
            yield
        finally:
            self.data[name] = whole

    def get_entries(self, bibfiles: list[Path]) -> Iterable[Entry]:
        """The entries of files, or the one that is looked at."""
        return [self.asked] if self.asked else super().get_entries(bibfiles)

    def get_filtered_entries(self, bibliography_key: Any) -> Iterable[tuple[str, Entry]]:
        """The entries of a bibliography that its filter lets through, each with its key."""
        bibliography = self.bibliographies[bibliography_key]
        citing = defaultdict(list)
        for reference in self.citation_refs:
            for key in {target.key for target in reference.targets}:
                citing[key].append(reference)
        found: list[tuple[str, Entry]] = []
        for entry in list(self.get_entries(bibliography.bibfiles)):
            self.asked = entry
            try:
                with self._only("citation_refs", citing.get(bibliography.keyprefix + entry.key, [])):
                    found += super().get_filtered_entries(bibliography_key)
            finally:
                self.asked = None
        return found

    def env_updated(self) -> Iterable[str]:
        """Everything is read: which citations there are is settled anew."""
        self.by_key = None
        return super().env_updated()

    def resolve_xref(  # type: ignore[override]  # as in sphinxcontrib-bibtex
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.Element:
        """The references that a citation stands for."""
        if self.by_key is None:
            self.by_key = defaultdict(list)
            for place, one in enumerate(self.citations):
                self.by_key[one.key].append((place, one))
        cited = read_targets(target)
        known = [one for one in cited if one.key in self.by_key or one.key in self.bibdata.data.entries]
        keys = {one.key for one in known}
        meant = sorted((found for key in keys for found in self.by_key.get(key, ())), key=lambda found: found[0])
        made: nodes.Element = nodes.inline("")
        if known:
            with self._only("citations", [one for _place, one in meant]):
                made = super().resolve_xref(env, fromdocname, builder, typ, _spelt(known), node, contnode)
        # what no bibliography has is told with the nearest key by the rule `sources`, and prints as itself
        made += [nodes.problematic("", one.key) for one in cited if one not in known]
        return made


def read_targets(text: str) -> list[CitationTarget]:
    """The sources that a citation names; what cannot be read is a key that no bibliography has."""
    read, at = list[CitationTarget](), 0
    while found := TARGET.match(text, at):
        read.append(CitationTarget(found["key"], found["pre"] or "", found["post"] or ""))
        at = found.end()
        if not found["more"]:
            return read
    return [CitationTarget(text.strip(), "", "")]


def read_all_citations() -> None:
    """Have each citation read by us: one that cannot be read, or names a thousand, ends sphinxcontrib-bibtex."""
    roles.parse_citation_targets = read_targets  # type: ignore[assignment,attr-defined]
    domain.parse_citation_targets = read_targets  # type: ignore[assignment,attr-defined]


def _spelt(targets: list[CitationTarget]) -> str:
    """Citations as an author writes them, with what stands before and after each."""
    return ", ".join(
        "".join((one.pre and f"{{{one.pre}}}", one.key, one.post and f"{{{one.post}}}")) for one in targets
    )
