"""A new brief: a small complete project with marked gaps that passes ``make check`` as it is.

Every file comes from ``template/``, its words from ``words-LANGUAGE.toml``; a brief in any other language begins
with the English ones.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shlex
import sys
import tomllib
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

from policybrief.commands import schemas
from policybrief.commands.project import Refused, here, terms
from policybrief.data import profiles
from policybrief.data.distributions import needed
from policybrief.words.complaints import closest
from written_values.values import is_known

if TYPE_CHECKING:
    from policybrief.words.vocabulary import Profile

HERE = Path(__file__).parent
TEMPLATE = HERE / "template"
PAPERS = ("a4", "a5", "us-letter")
NAMES = {"gitignore": ".gitignore"}
"""Files whose names would be taken for our own where they wait."""
KINDS = {
    "count": ("survey", "experiment"),
    "estimate": ("model-estimate", "experiment"),
    "rate": ("official-statistics", "experiment"),
}
"""The kind of each example: the first that the profile has."""
PREVIEW = "sphinx-autobuild"
"""What ``make preview`` needs besides."""
FROM_FOLDER = "--editable"
"""How a line of requirements begins that names a folder."""
YEAR = dt.timedelta(days=365)


class Wanted(NamedTuple):
    """What whoever begins a brief says of it."""

    title: str
    language: str = "en"
    paper: str = "a4"
    organisation: str = ""
    profile: str = profiles.DEFAULT


QUESTIONS = Wanted(
    title="Title",
    language="Language (en, en_US, fr, de, es …)",
    paper=f"Paper ({', '.join(PAPERS)})",
    organisation="Organisation that publishes (may stay empty)",
    profile=f"Vocabulary ({', '.join(profiles.shipped())})",
)


def asked(given: dict[str, str | None]) -> Wanted:
    """What was given as options; the rest is asked for where somebody sits at a terminal, else as usual."""
    usual = Wanted(title="A new brief")
    for name, value in given.items():
        if value is None and sys.stdin.isatty():
            default = getattr(usual, name)
            value = input(f"{getattr(QUESTIONS, name)} [{default}]: ").strip() or default
        if value is not None:
            usual = usual._replace(**{name: value.lower() if name == "paper" else value})
    return usual


def check(folder: Path, wanted: Wanted) -> None:
    """Refuse what no brief can be begun with."""
    if folder.is_file():
        raise Refused(f"{folder} is a file; name a folder that is empty or not there yet")
    if folder.is_dir() and any(folder.iterdir()):
        held = "holds a brief already" if (folder / "conf.py").exists() else "is not empty"
        raise Refused(f"{folder} {held}; name a folder that is empty or not there yet")
    if wanted.paper not in PAPERS:
        raise Refused(f"--paper {wanted.paper!r} is not known; use one of {', '.join(PAPERS)}")
    if wanted.profile not in profiles.shipped():
        raise Refused(f"--profile {wanted.profile!r} is not known; {closest(wanted.profile, profiles.shipped())}")
    if not re.fullmatch(r"[a-z]{2,3}([-_][A-Za-z]+)*", wanted.language) or not is_known(wanted.language):
        known = "write it like en, en_US, fr, de, es or pt_BR"
        raise Refused(f"--language {wanted.language!r} is no language that is known; {known}")
    if not wanted.title.strip():
        raise Refused("--title is empty; a brief has a title")


def begin(folder: Path, wanted: Wanted, today: dt.date) -> list[Path]:
    """Write a new brief into *folder*; its files."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATE), keep_trailing_newline=True, undefined=StrictUndefined, autoescape=False
    )
    environment.filters["py"] = lambda text: '"' + str(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
    given = _given(wanted, profiles.of(wanted.profile, Path()), today)
    written = []
    for path in sorted(TEMPLATE.rglob("*.jinja")):
        name = path.relative_to(TEMPLATE).with_suffix("")
        target = folder / name.with_name(NAMES.get(name.name, name.name))
        target.parent.mkdir(parents=True, exist_ok=True)
        ends = "\r\n" if target.suffix == ".bat" else "\n"
        text = environment.get_template(path.relative_to(TEMPLATE).as_posix()).render(given)
        target.write_text(text, "utf-8", newline=ends)
        written.append(target)
    return [*written, *schemas.write(here(folder))]


def words(language: str) -> dict[str, Any]:
    """What the files say, in a language or the one that it is a variety of, else in English."""
    names = (language, re.split("[-_]", language)[0], "en")
    path = next(path for name in names if (path := HERE / f"words-{name}.toml").is_file())
    return tomllib.loads(path.read_text("utf-8"))


def _given(wanted: Wanted, profile: Profile, today: dt.date) -> dict[str, Any]:
    """What the templates fill in."""
    said = words(wanted.language)
    known = [key for key in profile.recommendation.required if key in said["parts"]]
    return {
        **wanted._asdict(),
        "language": wanted.language.replace("-", "_"),
        "title": " ".join(wanted.title.split()),
        "w": said,
        "p": terms(profile, wanted.language),
        "parts": known,
        "kinds": {name: next(kind for kind in kinds if kind in profile.kinds) for name, kinds in KINDS.items()},
        "attempts": profile.attempts,
        "today": today,
        "by": today + YEAR,
        "review": today + YEAR * 2,
        "pinned": (lines := pinned()),
        "here": any(line.startswith(FROM_FOLDER) for line in lines),
    }


def pinned() -> list[str]:
    """What asks for the generator, for the preview, and for all that they need here, as they are installed."""
    found = dict(needed("policybrief"))
    with suppress(metadata.PackageNotFoundError):  # a brief can be begun where there is no preview
        found |= needed(PREVIEW)
    return sorted(_as_installed(name, distribution) for name, distribution in found.items())


def _as_installed(name: str, distribution: metadata.Distribution) -> str:
    """A line of requirements: of a checkout its folder, which no index has, of all else the version."""
    origin = json.loads(distribution.read_text("direct_url.json") or "{}")
    folder = unquote(urlsplit(origin.get("url", "")).path)
    from_checkout = origin.get("dir_info", {}).get("editable")
    return f"{FROM_FOLDER} {shlex.quote(folder)}" if from_checkout else f"{name}=={distribution.version}"
