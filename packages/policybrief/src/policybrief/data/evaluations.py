"""Published evaluations, profiled by an extension that knows their standard.

The files of ``material/evaluations`` are handed to whoever connects to the event ``brief-evaluations``; the answer
is the section ``evaluations`` of the register, as its schema has it.  Nothing here knows a standard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from policybrief.data import confinement, translations

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sphinx.environment import BuildEnvironment

EVENT = "brief-evaluations"
FOLDER = "evaluations"
DOMAINS = "domains"
"""The context of what the standard says of itself."""


class Profiled(NamedTuple):
    """What an extension makes of the files."""

    section: dict[str, Any]
    """Of the register: ``standard``, ``banner``, ``domains``, ``evaluations``, ``baseline``."""
    problems: list[tuple[Path, int, str]]
    """What is wrong with the files that were left out, and at which line."""


def files(folder: Path) -> list[Path]:
    """The coded evaluations in a folder."""
    return sorted(folder.glob("*.toml"))


def profiled(env: BuildEnvironment, paths: list[Path]) -> Profiled | None:
    """The profile of the evaluations; nothing where no extension makes one."""
    refused = {path: wrong for path in paths if (wrong := confinement.problem(path))}
    found = env.events.emit_firstresult(EVENT, [path for path in paths if path not in refused])
    if not found:
        return None
    section = with_words(found[0], lambda context, text: translations.current.printed(context, text))
    return Profiled(section, [*found[1], *((path, 1, wrong) for path, wrong in refused.items())])


def with_words(section: dict[str, Any], change: Callable[[str, str], str]) -> dict[str, Any]:
    """A profile with each of the words changed that a reader sees of it; the standard's own among them."""
    titled = [one | {"title": change("title", one["title"])} for one in section["evaluations"]]
    domains = {key: change(DOMAINS, name) for key, name in section["domains"].items()}
    return section | {"evaluations": titled, "domains": domains, "banner": change(DOMAINS, section["banner"])}
