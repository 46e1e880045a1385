"""Which encoding the bytes of a text are in: UTF-8, or what they look like."""

from __future__ import annotations

import codecs

UTF_8 = "UTF-8"
MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
"""How files begin that say so themselves; the shorter marks begin the longer."""
OTHER = "Windows-1252"
"""What a file is taken for where no byte beyond ASCII fits UTF-8: the encoding of most old exports."""


def of(content: bytes) -> str:
    """The encoding of a text; UTF-8 also where some bytes of it are damaged, and others are letters."""
    for mark, name in MARKS.items():
        if content.startswith(mark):
            return name
    for half, name in ((content[1::2], "UTF-16-LE"), (content[::2], "UTF-16-BE")):
        if 2 * half.count(0) > len(half):
            return name
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        beyond = {sign for sign in content.decode("utf-8", "replace") if not sign.isascii()}
        return OTHER if beyond == {"\N{REPLACEMENT CHARACTER}"} else UTF_8
    return UTF_8


def decoded(content: bytes) -> str:
    """The text, whatever its bytes are."""
    name = of(content)
    return content.decode("utf-8-sig" if name == UTF_8 else name, "replace")
