"""Every word that the generator adds to a page, through one message catalogue."""

from __future__ import annotations

from pathlib import Path

from sphinx.locale import get_translation

CATALOGUE = "policybrief"
FOLDER = Path(__file__).parent / "locale"

_ = get_translation(CATALOGUE)
