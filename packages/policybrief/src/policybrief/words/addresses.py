"""Addresses that a reader may be led to."""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.parse import urlsplit

SCHEMES = {"http", "https", "mailto", "ftp", "tel", "doi"}
"""What an address may begin with."""
UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f]")
"""What browsers leave out of an address."""
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
HOST = re.compile(r"(?:https?://)?([\w.@:-]+\.[A-Za-z]{2,}(?::\d+)?)(?:[/?#]\S*)?")
"""An address of the web, with its scheme or without."""


def odd_scheme(address: str) -> str:
    """The scheme of an address where it is none for readers, such as one that runs a script; else nothing."""
    found = SCHEME.match(UNSEEN.sub("", address))
    return f"{found[1].lower()}:" if found and found[1].lower() not in SCHEMES else ""


def other_host(words: str, address: str) -> str:
    """The host that an address leads to, where its words are an address of another one; else nothing.

    What stands before an ``@`` is no host, however it looks.
    """
    said, meant = _host(words.strip()), _host(address)
    with_name = "@" in address.partition("//")[2].partition("/")[0]
    return meant if said and meant and (with_name or not f".{meant}".endswith(f".{said}")) else ""


def _host(address: str) -> str:
    """The host of an address of the web, as words or as a link give it; nothing for other words."""
    found = HOST.fullmatch(address)
    with suppress(ValueError):
        return (urlsplit(f"//{found[1]}").hostname or "").removeprefix("www.") if found else ""
    return ""
