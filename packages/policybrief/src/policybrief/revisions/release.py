"""An edition: the brief as one revision is published, built the same at the cut, at publication and later.

Pages lie at the top of the revision's folder, PDFs below under names that a person recognises.  Each page
says which revision it belongs to, and where the list of all revisions is.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from policybrief.chapters import publication
from policybrief.data import confinement, inputs
from policybrief.outputs.filenames import file_name
from policybrief.outputs.run import Output, Result, build
from policybrief.revisions.untrusted import RevisionError, hashes
from policybrief.words.messages import _

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from policybrief.outputs.run import Report

FROZEN, PUBLIC, PDF = "frozen", "public", "pdf"
INPUTS = "inputs.json"
"""Beside them: the digest of every file that the build has opened, but for the generator and what it needs."""
EDITION = (
    Output("register", PUBLIC),
    Output("lowered", FROZEN),
    Output("accessiblepdf", f"{PUBLIC}/{PDF}"),
    Output("html", PUBLIC),
)
SCRIPT, STYLE = "revision.js", "revision.css"
STATIC = Path(__file__).parent / "static"
LIST, VERSIONS = "../index.html", "../versions.json"
"""Where a revision's folder finds the list of all revisions, for people and for the script."""


def build_edition(
    root: Path,
    target: Path,
    date: dt.date,
    outputs: tuple[Output, ...] = EDITION,
    stream: TextIO | None = None,
    *,
    report: Report | None = None,
    sound: bool = False,
) -> Result:
    """Build the edition of the brief at *root*, strictly and from nothing, into *target*; see `run.build`."""
    with _at(date), confinement.opened(root) as opened:
        edition: dict[str, object] = {"brief_edition": True}
        result = build(
            root, target, outputs, nitpicky=True, stream=stream, overrides=edition, report=report, sound=sound
        )
    # what Sphinx notes for its own next run is no part of what is published
    for path in (target / PUBLIC).glob(".buildinfo*"):
        path.unlink()
    read = {name: inputs.digest(path) for name, path in opened.items()}
    (target / INPUTS).write_text(json.dumps(read, indent=1) + "\n", "utf-8")
    return result


Maker = Callable[[Path, Path, dt.date], bool]
"""Builds the edition of a project that was laid out, into a folder; whether nothing was warned of."""


def build_apart(project: Path, target: Path, _date: dt.date, *options: str) -> bool:
    """Build the edition of *project* by a process that gets nothing of this one but the installed packages.

    Where the project holds the generator, that one is taken, with no byte code that lay about.  The folders of the
    process are empty, its settings are those given here, and it has no network where the system lets it be
    without one.
    """
    own = target.parent / "own"
    own.mkdir()
    settings = {
        **{name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ},
        **{"HOME": str(own), "TMPDIR": str(own), "LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0"},
        "PYTHONPATH": os.pathsep.join(map(str, sorted(project.glob("packages/*/src")))),
        "PYTHONPYCACHEPREFIX": str(own / "pycache"),
        "PYTHONNOUSERSITE": "1",
    }
    command = [*_without_network(), sys.executable, "-m", "policybrief", "edition", str(target), *options]
    done = subprocess.run(command, cwd=project, env=settings, stdout=subprocess.DEVNULL, check=False)
    if done.returncode not in (0, 1):
        raise RevisionError("the edition could not be built; what is above says why")
    return done.returncode == 0


def build_sound(project: Path, target: Path, date: dt.date) -> bool:
    """The same of a project without a warning; of any other nothing is built once it is read."""
    return build_apart(project, target, date, "--strict")


def _without_network() -> list[str]:
    """What begins a command that shall have no network; nothing where the system does not offer it."""
    words = ["unshare", "--user", "--map-root-user", "--net", "--"]
    try:
        tried = subprocess.run([*words, "true"], capture_output=True, check=False)
    except FileNotFoundError:
        return []
    return [] if tried.returncode else words


def public_hashes(target: Path) -> dict[str, str]:
    """The hashes of all that an edition publishes."""
    return hashes(target / PUBLIC)


@contextmanager
def _at(date: dt.date) -> Iterator[None]:
    """Builders that print a date of their own take that of the revision: no clock."""
    name = "SOURCE_DATE_EPOCH"
    before = os.environ.get(name)
    midnight = dt.datetime.combine(date, dt.time(), dt.UTC)
    os.environ[name] = str(int(midnight.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


# In Sphinx


def add_values(app: Sphinx) -> None:
    """Declare what an edition sets."""
    app.add_config_value("brief_edition", False, "env", bool, "set by cut and publish: build for a publication")
    app.add_config_value("brief_downloads", PDF, "html", str, "where the pages find the PDFs")
    app.connect("config-inited", prepare)
    app.connect("html-page-context", add_notice, priority=900)  # after the theme has said what the page is


def prepare(app: Sphinx, config: Config) -> None:
    """Name files and addresses for a publication."""
    if not config.brief_edition:
        return
    revision, date = publication.newest_heading(Path(app.confdir) / config.brief_changelog)
    if config.html_baseurl:
        config.html_baseurl = f"{config.html_baseurl.rstrip('/')}/{revision}/"
    documents = getattr(config, "accessible_pdf_documents", None)
    if documents:
        title, language = config.brief_short_title or config.project, config.language
        config.accessible_pdf_documents = [
            (start, file_name(title, revision, date, language, target, draft=date is None), *rest)
            for start, target, *rest in documents
        ]
    config.html_static_path = [*config.html_static_path, str(STATIC)]
    app.add_css_file(STYLE)


def add_notice(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    """Before the text of each page: its revision, and the list of all."""
    if not app.config.brief_edition or "body" not in context:
        return
    up = "../" * pagename.count("/")
    edition = publication.of(app.env)
    words = str(_("Revision {revision}, {status}.")).format(revision=edition.revision, status=edition.status)
    facts = {
        "data-revision": edition.revision,
        "data-status": edition.status,
        "data-page": app.builder.get_target_uri(pagename),
        "data-versions": up + VERSIONS,
        "data-newer": str(_("A newer revision is out:")),
        "data-withdrawn": str(_("This revision is withdrawn.")),
        "data-all": str(_("Revisions")),
    }
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in facts.items())
    link = f'<a href="{up}{LIST}">{escape(str(_("All revisions")))}</a>'
    assets = f"{up}_static/"
    context["body"] = (
        f'<div class="revision-notice"{attributes}><p>{escape(words)} {link}</p></div>\n'
        f'<script src="{assets}{SCRIPT}" defer></script>\n' + context["body"]
    )
