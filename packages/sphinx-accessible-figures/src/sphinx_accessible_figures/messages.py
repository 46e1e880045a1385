"""Every word that drawings add of their own, through one message catalogue."""

from __future__ import annotations

from pathlib import Path

from sphinx.locale import get_translation

CATALOGUE = "sphinx_accessible_figures"
FOLDER = Path(__file__).parent / "locale"

_ = get_translation(CATALOGUE)
