"""What a build may read and reach: files below the project's root, what is installed, and no network.

Who names a file asks `problem` first.  An audit hook of Python stands behind that: it refuses connections
while a build runs, and while a chapter is read every file outside, whatever directive asks for it.  Who asks for
it hears by the same hook which files were read.
"""

from __future__ import annotations

import errno
import os
import socket
import sys
import sysconfig
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from sphinx.errors import ConfigError

from policybrief.data.inputs import GENERATOR
from policybrief.data.upstream import confine_names, confine_templates
from policybrief.words.complaints import Rule, complaint, of_setting, tell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

EXEMPT = ("linkcheck",)
"""Builders that look at the network because they are asked to."""
REACHING = ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname")
SYSTEM = ("/dev/null", "/etc/localtime", "/etc/mime.types", "/usr/share/zoneinfo")
"""What Python's own library looks up while a chapter is read."""
SETTINGS = (
    *("brief_material", "brief_changelog", "brief_profile", "brief_hazards", "brief_lexicons", "bibtex_bibfiles"),
    *("html_logo", "html_favicon", "html_static_path", "html_extra_path", "templates_path", "latex_logo"),
    *("locale_dirs", "html_theme_path", "epub_cover", "latex_additional_files", "html_search_scorer"),
    *("accessible_pdf_logo", "accessible_pdf_template", "accessible_pdf_looks", "accessible_pdf_fonts"),
    *("accessible_pdf_documents", "intersphinx_mapping"),
)
"""Settings that name files or folders."""
WHOLE = (
    *("html_static_path", "html_extra_path", "templates_path", "locale_dirs", "html_theme_path"),
    "accessible_pdf_fonts",
)
"""Those of them whose folders are taken over as they are."""
FROM_CHAPTERS = ("locale_dirs", "intersphinx_mapping")
"""Those that Sphinx looks for from the chapters; all else from ``conf.py``."""
APART = {".git", ".hg", ".svn", ".bzr", ".jj", ".pijul", "_darcs", "_fossil_", ".fslckout"}
"""Folders below the root that hold the history of the project, and keys to where it is kept."""
OF_DOCUTILS = "docutils.conf"
"""Settings beside ``conf.py`` that write files wherever they say, keep complaints silent and read style sheets."""
NO_PROXY = dict.fromkeys(
    ("all_proxy", "ALL_PROXY", "http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"), "http://127.0.0.1:0"
)
"""For what reaches for the network past Python, as the print engine does for packages: it is led to nothing."""
INSTALLED = "installed"
"""Begins the name of a file of an installed distribution."""

OUTSIDE = "the file is not below the root of the project; put a copy there, or widen brief_root in conf.py"


class _Guard:
    """The one build that this process is at."""

    root: Path | None = None
    inside: tuple[Path, ...] = ()
    """Folders that it reads and writes."""
    connected = True
    """Whether it may use the network."""
    reading = False
    """Whether a chapter is being read."""
    environ: ClassVar[dict[str, str | None]] = {}
    """What the environment said before the network was closed."""
    told: ClassVar[set[tuple[str, str]]] = set()
    """The chapters and settings that name a file outside, each with that name."""
    opened: set[str] | None = None
    """The files that were opened to be read, where somebody asked."""
    named: ClassVar[set[Path]] = set()
    """What settings name of what is installed."""


def setup(app: Sphinx) -> None:
    """Declare the root, and hold what is asked for against it from the first setting to the last file."""
    app.add_config_value(
        "brief_root", ".", "env", str, "the folder below which all files stand that chapters name, from conf.py"
    )
    confine_names(_name_in_chapter)
    confine_templates(_may_fill_in)
    app.connect("config-inited", _begin, priority=1)
    app.connect("config-inited", check_settings, priority=54)  # what was unset is filled in, and not read yet
    app.connect("config-inited", check_settings, priority=150)  # what old names say stands under its own
    app.connect("env-before-read-docs", leave_out_chapters, priority=1)
    app.connect("builder-inited", _exempt, priority=1)
    app.connect("source-read", lambda *_given: _note_reading(True), priority=1)
    app.connect("doctree-read", lambda *_given: _note_reading(False), priority=1)
    app.connect("build-finished", lambda *_given: end(), priority=999)


def problem(path: str | Path, *, installed: bool = False) -> str:
    """What is wrong with a file that is to be read, else nothing; one of what is *installed* may be meant."""
    if _Guard.root is None:
        return ""
    real = Path(os.path.realpath(path))
    if not _is_below(real, _Guard.inside) and not (installed and _is_below(real, _installed())):
        if _is_below(Path(os.path.abspath(path)), _Guard.inside):
            return "the file is a link that leads out of the project; put a copy in its place"
        return OUTSIDE
    inner = [real.relative_to(folder).parts for folder in _Guard.inside if _is_below(real, [folder])]
    if any(part.casefold() in APART for parts in inner for part in parts):  # some systems read .GIT as .git
        return "the file belongs to the history of the project and not to its text"
    if real.exists() and not real.is_file() and not real.is_dir():
        return "this is no regular file; put one in its place"
    return ""


def _name_in_chapter(env: BuildEnvironment, docname: str, name: str, path: str) -> bool:
    """Whether a chapter may name a file; if not it is told, at the first line that has the name."""
    wrong = problem(path)
    if wrong and (docname, name) not in _Guard.told:
        _Guard.told.add((docname, name))
        chapter = env.doc2path(docname)
        try:
            lines = chapter.read_text("utf-8", errors="replace").split("\n")
        except OSError:
            lines = []
        line = next((number for number, line in enumerate(lines, 1) if name in line), 1)
        tell(complaint(Rule.CONFINEMENT, str(chapter), line, f"{name!r}: {wrong}"))
    return not wrong


def _may_fill_in(name: str, path: str, searched: Iterable[str]) -> bool:
    """Whether a page may be made with a template; if not it is told."""
    inside = _is_below(Path(os.path.realpath(path)), [Path(os.path.realpath(folder)) for folder in searched])
    wrong = "" if inside else problem(path, installed=True)
    if wrong and ("templates_path", name) not in _Guard.told:
        _Guard.told.add(("templates_path", name))
        tell(complaint(Rule.CONFINEMENT, "conf.py", 1, f"a template or a setting names {name!r}: {wrong}"))
    return not wrong


def check_settings(app: Sphinx, config: Config) -> None:
    """A setting that names a file outside is told, and holds no more."""
    for name in SETTINGS:
        if name not in config.values or not config[name]:
            continue
        given = config[name]
        folder = Path(app.srcdir if name in FROM_CHAPTERS else app.confdir)
        kept = {key: one for key, one in _entries(given) if not _told_outside(app, name, one, folder)}
        if len(kept) == len(list(_entries(given))):
            continue
        if isinstance(given, list | tuple) and name != "epub_cover":
            config[name] = list(kept.values())
        else:
            config[name] = kept if isinstance(given, dict) else config.values[name].default


def _entries(given: Any) -> Iterable[tuple[Any, Any]]:
    """The entries of a setting, each with its key or place."""
    if isinstance(given, dict):
        return given.items()
    return enumerate(given if isinstance(given, list | tuple) else [given])


def _told_outside(app: Sphinx, name: str, entry: Any, folder: Path) -> bool:
    """Whether an entry names a file outside, which is told."""
    for one in _files_in(name, entry):
        path = folder / one
        files = _below(path) if name in WHOLE else [path]
        if wrong := next(filter(None, (problem(file, installed=True) for file in files)), ""):
            if (name, one) not in _Guard.told:
                _Guard.told.add((name, one))
                tell(of_setting(Rule.CONFINEMENT, app.confdir, name, f"{name} names {one!r}: {wrong}"))
            return True
        if name != "accessible_pdf_looks":  # which the generator names for itself
            _Guard.named.add(Path(os.path.realpath(path)))
    return False


def _files_in(name: str, entry: Any) -> Iterator[str]:
    """The names of files in an entry."""
    match entry:
        case str() | Path():
            yield str(entry)
        case dict():
            yield from map(str, entry.values())
        case list() | tuple() if name == "accessible_pdf_documents":  # the fifth of its parts is a template
            yield from map(str, entry[4:5])
        case list() | tuple():
            inner = (one for part in entry for one in _files_in(name, part))
            yield from (one for one in inner if "://" not in one)


def leave_out_chapters(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """A chapter that is a link out of the project, or no file, is told and not read."""
    for docname in sorted(env.found_docs):
        path = env.doc2path(docname)
        if wrong := problem(path):
            tell(complaint(Rule.CONFINEMENT, str(path), 1, f"the chapter {docname!r} is left out: {wrong}"))
            env.project.docnames.discard(docname)
            if docname in docnames:
                docnames.remove(docname)


def _below(path: Path) -> Iterable[Path]:
    """A file, or a folder with all that stands below it."""
    yield path
    for folder, folders, names in os.walk(path):
        yield from (Path(folder, name) for name in (*folders, *names))


def _begin(app: Sphinx, config: Config) -> None:
    end()
    root = Path(app.confdir, config.brief_root).resolve()
    if not _is_below(Path(os.path.realpath(app.srcdir)), [root]):
        raise ConfigError(
            "the chapters are not below the root of the project; put them there, or widen brief_root"
        )
    _Guard.root = root
    _Guard.inside = (root, *(Path(os.path.realpath(folder)) for folder in (app.outdir, app.doctreedir)))
    _Guard.reading, _Guard.told = False, set()
    _connect(False)
    _listen()
    os.environ["DOCUTILSCONFIG"] = ""  # Sphinx itself puts back what it said before
    if (file := Path(app.confdir, OF_DOCUTILS)).is_file():
        cure = f"{OF_DOCUTILS} is not read; take it away, and set in conf.py what the brief needs"
        tell(complaint(Rule.CONFINEMENT, str(file), 1, cure))


def end() -> None:
    """Confine nothing: no build runs, or the one before broke off."""
    _Guard.root, _Guard.reading = None, False
    _connect(True)


def _connect(connected: bool) -> None:
    """Open or close the network."""
    if not connected and _Guard.connected:
        _Guard.environ = {name: os.environ.get(name) for name in NO_PROXY}
        os.environ.update(NO_PROXY)
    elif connected:
        for name, before in _Guard.environ.items():
            os.environ.pop(name, None)
            os.environ.update({name: before} if before is not None else {})
        _Guard.environ = {}
    _Guard.connected = connected


@contextmanager
def opened(root: Path) -> Iterator[dict[str, Path]]:
    """The files that are opened meanwhile to be read, whoever opens them, each with its name in a manifest.

    They are those below *root*, with all modules of Python, and what settings name of what is installed.
    """
    _listen()
    _Guard.opened, _Guard.named = set(), set()
    found: dict[str, Path] = {}
    try:
        yield found
    finally:
        modules = filter(None, (getattr(module, "__file__", None) for module in tuple(sys.modules.values())))
        paths = sorted({Path(os.path.realpath(path)) for path in (*_Guard.opened, *modules)})
        _Guard.opened = None
        real, installed = Path(os.path.realpath(root)), Path(os.path.realpath(sysconfig.get_paths()["purelib"]))
        for path in filter(Path.is_file, paths):
            if _is_below(path, [real]):
                found[path.relative_to(real).as_posix()] = path
            elif _is_below(path, _Guard.named) and _is_below(path, [installed]):
                found[f"{INSTALLED}/{path.relative_to(installed).as_posix()}"] = path


def opened_so_far() -> set[str]:
    """These paths, for another process that wants to know."""
    return _Guard.opened or set()


def note_opened(paths: set[str]) -> None:
    """Those that another process has opened."""
    if _Guard.opened is not None:
        _Guard.opened |= paths


def _note_reading(reading: bool) -> None:
    _Guard.reading = reading


def _exempt(app: Sphinx) -> None:
    _connect(app.builder.name in EXEMPT)


# What is asked for past everything above


@cache
def _listen() -> None:
    """Python forgets no audit hook: one listens in a process, and lets all pass while no build runs."""
    sys.addaudithook(_heard)


def _heard(event: str, given: tuple[Any, ...]) -> None:
    if event == "open":
        if isinstance(given[0], str | bytes) and not given[2] & (os.O_WRONLY | os.O_RDWR):
            _heard_open(os.fsdecode(given[0]))
    elif event in REACHING and not _Guard.connected and not _is_local(given[0]):
        raise PermissionError(
            errno.EACCES, "a build uses no network; put a copy of what it needs into the project"
        )


def _heard_open(name: str) -> None:
    if _Guard.opened is not None:
        _Guard.opened.add(os.path.abspath(name))
    if not _Guard.reading:
        return
    allowed = (*_Guard.inside, *_installed(), *map(Path, SYSTEM))
    if not _is_below(Path(os.path.realpath(name)), allowed):
        raise PermissionError(errno.EACCES, OUTSIDE, name)


def _is_local(asked: Any) -> bool:
    """Whether a socket leads to a process of this machine alone, by its own kind of address."""
    return getattr(asked, "family", None) == getattr(socket, "AF_UNIX", -1)


@cache
def _installed() -> tuple[Path, ...]:
    """Where Python, what is installed in it and the generator keep their files."""
    paths = sysconfig.get_paths()
    found = [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    for name in GENERATOR:
        if (spec := find_spec(name)) and spec.submodule_search_locations:
            found += spec.submodule_search_locations
    return tuple(Path(os.path.realpath(folder)) for folder in found)


def _is_below(path: Path, folders: Iterable[Path]) -> bool:
    return any(path == folder or folder in path.parents for folder in folders)
