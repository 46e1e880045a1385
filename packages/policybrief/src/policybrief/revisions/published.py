"""Reads a publication: the revisions whose folders are there."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from policybrief.revisions import untrusted
from policybrief.revisions.archive import Revision, read_from
from policybrief.revisions.build_provenance import PROVENANCE, SBOM
from policybrief.revisions.manifest import FILE, Manifest, Told
from policybrief.revisions.meaning import Sort, by_id
from policybrief.words.messages import _
from written_values.values import Style

SUMS = "SHA256SUMS"
ATTACHED = (PROVENANCE, SBOM)
"""What of the cut is published with it, where it has it: how it was made, and with what."""
INDEX = "index.html"
LOGO = re.compile(r'<p class="logo"><img src="(?P<place>[^"]+)" alt="(?P<said>[^"]*)"></p>')
"""How the cover of a revision shows the sign of its house."""
NAMED = re.compile(r"`([^`]+)`")
"""An id within a text of the changelog."""


@dataclass(frozen=True)
class Published(Revision):
    """One revision in a publication."""

    WITHIN = ""

    @cached_property
    def statements(self) -> dict[Sort, dict[str, Any]]:
        """Its recommendations and findings, by id."""
        return {sort: by_id(self.register, sort) for sort in (Sort.RECOMMENDATION, Sort.FINDING)}

    @cached_property
    def known(self) -> dict[str, Any]:
        """All of these."""
        return self.statements[Sort.FINDING] | self.statements[Sort.RECOMMENDATION]

    @cached_property
    def day(self) -> str:
        """Its date, written out in its language."""
        locale = str(self.register["brief"]["language"]).replace("-", "_")
        return Style(locale, "", "").date(dt.date.fromisoformat(self.manifest.date))

    @cached_property
    def pages(self) -> list[str]:
        """Its pages, by address in its folder."""
        return [name for name in self.manifest.outputs if name.endswith(".html")]

    @cached_property
    def logo(self) -> tuple[str, str] | None:
        """Where the sign of its house stands, and what is said of it, as its cover has them."""
        if INDEX not in self.manifest.outputs:
            return None
        cover = untrusted.read(self.folder, INDEX, f"{self.number}/{INDEX}").decode("utf-8", "replace")
        found = LOGO.search(cover)
        return (found["place"], found["said"]) if found and found["place"] in self.manifest.outputs else None

    @property
    def summary(self) -> str:
        """How its changelog sums it up."""
        return self._numbered(self.manifest.summary)

    @cached_property
    def changes(self) -> list[Told]:
        """The items of its changelog."""
        said = self._numbered
        return [
            replace(change, what=said(change.what), why=said(change.why), effect=said(change.effect))
            for change in self.manifest.changes
        ]

    def _numbered(self, text: str) -> str:
        """A text of the changelog; an id in backticks as its statement is numbered here."""
        return NAMED.sub(lambda found: str(self.known.get(found[1], {}).get("number", found[1])), text)

    def page(self, chapter: str, anchor: str = "") -> str:
        """The address of a chapter, from the top of the publication."""
        return f"{self.number}/{chapter}.html" + (f"#{anchor}" if anchor else "")


def revisions(folder: Path) -> list[Published]:
    """All revisions in *folder*, oldest first."""
    return read_from(folder, Published)


def contents(manifest: Manifest, manifest_hash: str) -> dict[str, str]:
    """The hash of every file in a revision's folder but that of its checksums."""
    attached = {name: manifest.frozen[name] for name in ATTACHED if name in manifest.frozen}
    return manifest.outputs | attached | {FILE: manifest_hash}


def sums(manifest: Manifest, manifest_hash: str) -> str:
    """The checksums of a revision's folder, for ``sha256sum --check``."""
    return "".join(f"{hash}  {name}\n" for name, hash in sorted(contents(manifest, manifest_hash).items()))


def sentence(text: str) -> str:
    """A phrase of the changelog as a sentence."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def withdrawn(found: list[Published]) -> dict[str, str]:
    """The notice for each revision that a later one withdraws: what, who, why, when, and what follows."""
    notices: dict[str, str] = {}
    for revision in found:
        manifest = revision.manifest
        for change in revision.changes:
            if not change.revision:
                continue
            who = change.by or manifest.responsible or str(_("a body not yet assigned"))
            decided = _("Withdrawn by {who} on {date}, in revision {revision}.")
            told = [
                sentence(change.what),
                str(decided).format(who=who, date=revision.day, revision=revision.number),
                str(_("Why: {reason}")).format(reason=change.why),
                str(_("What follows: {effect}")).format(effect=change.effect),
            ]
            notices[change.revision] = " ".join(told)
    return notices
