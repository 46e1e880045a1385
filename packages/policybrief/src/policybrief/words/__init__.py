"""Records, values, intervals, fields, complaints, catalogues: the vocabulary.  Nothing here builds anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """The words of the generator in each language."""
    from sphinx.locale import init

    from policybrief.words import messages

    init([str(messages.FOLDER)], messages.folder_of(app.config.language), messages.CATALOGUE)
