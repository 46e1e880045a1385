"""Records, values, intervals, fields, complaints, catalogues: the vocabulary.  Nothing here builds anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """The words of the generator in each language."""
    from policybrief.words import messages

    app.add_message_catalog(messages.CATALOGUE, str(messages.FOLDER))
