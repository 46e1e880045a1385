"""A chapter that is not UTF-8 is told, and printed with U+FFFD for what cannot be read.

Sphinx reads chapters strictly and would stop at the first bad byte; it lets the encoding be named, so this names
one that never stops.
"""

from __future__ import annotations

import codecs
from encodings import utf_8_sig
from pathlib import Path
from typing import TYPE_CHECKING

from policybrief.words.complaints import Rule, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

NAME = "utf_8_replacing"


class _Decoder(utf_8_sig.IncrementalDecoder):
    def __init__(self, errors: str = "strict") -> None:
        super().__init__("replace")


def _find(name: str) -> codecs.CodecInfo | None:
    if name != NAME:
        return None
    return codecs.CodecInfo(
        utf_8_sig.encode,
        lambda data, errors="strict": utf_8_sig.decode(data, "replace"),
        incrementalencoder=utf_8_sig.IncrementalEncoder,
        incrementaldecoder=_Decoder,
        name=NAME,
    )


codecs.register(_find)


def check(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Before chapters are read: tell those that are not UTF-8, and have them read all the same."""
    env.settings["input_encoding"] = NAME
    for docname in docnames:
        path = Path(env.doc2path(docname))
        try:
            path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            warn(Rule.ENCODING, f"{path}:{line}")
