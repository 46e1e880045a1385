"""Names of files for people: what it is, which revision, of when, in which language, which part."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

LONGEST = 60
"""Longest part of a name, in characters: some file systems and mail programs cut what is longer."""


def file_name(title: str, revision: str, date: dt.date | None, language: str, kind: str, *, draft: bool) -> str:
    """A name without its ending, like ``example-brief_v1-1_2026-11_en_summary``; what is unknown is left out.

    A draft says so: nobody may take the draft of a revision for the revision.
    """
    version = f"v{slug(revision)}{'-draft' if draft else ''}" if revision else ""
    parts = (slug(title), version, f"{date:%Y-%m}" if date else "", slug(language), slug(kind))
    return "_".join(filter(None, parts))


def slug(title: str) -> str:
    """A title as part of a file name that survives every file system."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].rstrip("-") or "brief"
