"""Reads a publication: the revisions whose folders are there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from policybrief.data.changelog import order
from policybrief.revisions.archive import REGISTER, read_register
from policybrief.revisions.manifest import FILE, NUMBER, Manifest, read_manifest, sha256
from policybrief.words.messages import _
from written_values.values import Style

SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Published:
    """One revision in a publication."""

    folder: Path

    @property
    def number(self) -> str:
        """Its number."""
        return self.folder.name

    @cached_property
    def manifest(self) -> Manifest:
        """What it consists of."""
        return read_manifest(self.folder, self.number)

    @cached_property
    def register(self) -> dict[str, Any]:
        """The brief as data."""
        return read_register(self.folder / REGISTER, f"{self.number}/{REGISTER}")

    @property
    def day(self) -> str:
        """Its date, written out in its language."""
        locale = str(self.register["brief"]["language"]).replace("-", "_")
        return Style(locale, "", "").date(dt.date.fromisoformat(self.manifest.date))

    @property
    def pages(self) -> list[str]:
        """Its pages, by address in its folder."""
        return [name for name in self.manifest.outputs if name.endswith(".html")]

    def page(self, chapter: str, anchor: str = "") -> str:
        """The address of a chapter, from the top of the publication."""
        return f"{self.number}/{chapter}.html" + (f"#{anchor}" if anchor else "")


def revisions(folder: Path) -> list[Published]:
    """All revisions in *folder*, oldest first."""
    if not folder.is_dir():
        return []
    found = [path for path in folder.iterdir() if path.is_dir() and NUMBER.fullmatch(path.name)]
    return [Published(path) for path in sorted(found, key=lambda path: order(path.name))]


def sums(manifest: Manifest, manifest_hash: str) -> str:
    """The checksums of a revision's folder, for ``sha256sum --check``."""
    lines = sorted((manifest.outputs | {FILE: manifest_hash}).items())
    return "".join(f"{hash}  {name}\n" for name, hash in lines)


def chain(found: list[Published]) -> list[str]:
    """Where a revision does not follow the one before it."""
    told = []
    for last, revision in zip([None, *found], found, strict=False):
        manifest = revision.manifest
        if last is None:
            if manifest.before:
                told.append(f"revision {manifest.before}, before {revision.number}, is missing")
        elif manifest.before != last.number:
            told.append(
                f"revision {revision.number} follows {manifest.before or 'none'}, and {last.number} is there"
            )
        elif manifest.before_sha256 != sha256(last.folder / FILE):
            told.append(f"{last.number}/{FILE} is not the one that revision {revision.number} was cut after")
        if last is not None and manifest.date < last.manifest.date:
            told.append(
                f"revision {revision.number} is dated {manifest.date}, before {last.number}: a clock went back"
            )
    return told


def sentence(text: str) -> str:
    """A phrase of the changelog as a sentence."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def withdrawn(found: list[Published]) -> dict[str, str]:
    """The notice for each revision that a later one withdraws: what, who, why, when, and what follows."""
    notices: dict[str, str] = {}
    for revision in found:
        manifest = revision.manifest
        for change in manifest.changes:
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
