"""The configuration values that belong to no one room, each with its type and meaning."""

from __future__ import annotations

import datetime as dt
import gc
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel import localedata

from policybrief.chapters.publication import UNNAMED, newest_heading
from policybrief.data import inputs
from policybrief.data.upstream import is_set
from policybrief.words.complaints import Rule, closest, complaint, tell
from policybrief.words.messages import _, has_catalogue
from trial_counts.intervals import METHODS
from written_values.values import locale_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

DEFAULT_INTERVAL = "wilson"
LOOK = Path(__file__).parent / "outputs" / "brief.typ"
DEFAULTS: dict[str, Any] = {
    "primary_domain": "brief",
    "numfig": True,
    "html_theme": "policybrief",
    # definition lists carry the parts of findings and recommendations; no HTML from authors
    "myst_enable_extensions": {"colon_fence", "deflist", "attrs_inline", "attrs_block"},
    "myst_disable_syntax": ["html_block", "html_inline"],
    # one bibliography for the whole brief, its anchors stable, its labels those of the text
    "bibtex_cite_id": "cite-{key}",
    "bibtex_default_style": "brief",
    "bibtex_reference_style": "label",
    "bibtex_tooltips": False,
}
"""What holds where ``conf.py`` says nothing."""
DOI = re.compile(r"10\.\d{4,9}/\S+")
EDITION = {
    "brief_subtitle": "a second line under the title",
    "brief_status": "review draft, published, withdrawn",
    "brief_reviewed": "who reviewed it, in words",
    "brief_publisher": "who publishes",
    "brief_responsible": "the responsible person",
    "brief_contact": "where to write",
    "brief_doi": "the DOI of this revision",
    "brief_concept_doi": "the DOI of the brief itself, which always leads to its newest revision",
    "brief_licence": "the licence of the text",
}
"""Words about the edition; unset, the brief prints "not yet assigned"."""


def setup(app: Sphinx) -> None:
    """Declare what every room reads; chapters may be written in MyST, whatever ``conf.py`` says."""
    app.setup_extension("myst_parser")
    for name, description in EDITION.items():
        app.add_config_value(name, "", "env", str, description)
    app.add_config_value("brief_short_title", "", "env", str, "the title in a few words, for names of files")
    none = type(None)
    app.add_config_value("brief_cut_off", None, "env", (dt.date, none), "evidence cut-off")
    app.add_config_value("brief_material", "material", "env", str, "folder of the material, from conf.py")
    app.add_config_value("brief_changelog", "CHANGELOG.md", "env", str, "the changelog, from conf.py")
    app.add_config_value("brief_cache", ".cache", "", str, "folder of kept answers and figures, from conf.py")
    app.add_config_value("brief_interval", DEFAULT_INTERVAL, "env", str, f"one of {', '.join(METHODS)}")
    app.add_config_value("brief_inputs", "", "env", str, "set by the generator: a digest of what it is made of")
    app.add_config_value("brief_checked", False, "", bool, "set by a run once all complaints are told")
    app.connect("config-inited", fill_unset, priority=50)  # before anything is checked
    app.connect("config-inited", check_values)
    app.connect("config-inited", fill_edition)
    app.connect("builder-inited", collect_rarely)
    app.connect("config-inited", note_inputs, priority=900)  # after all who set values of their own


def fill_unset(app: Sphinx, config: Config) -> None:
    """Set what a brief needs of Sphinx and of other extensions, wherever ``conf.py`` says nothing of it."""
    wanted: dict[str, Any] = DEFAULTS | {"accessible_pdf_looks": {"brief": str(LOOK)}}
    if config.accessible_pdf_documents == []:
        name, author = str(config.project), "" if config.author == UNNAMED else str(config.author)
        wanted["accessible_pdf_documents"] = [(config.root_doc, "brief", name, author, "brief")]
    if (Path(app.confdir) / "refs.bib").is_file():
        wanted["bibtex_bibfiles"] = ["refs.bib"]
    for name, value in wanted.items():
        if name in config.values and not is_set(config, name):
            setattr(config, name, value)


def check_values(app: Sphinx, config: Config) -> None:
    """Complain about values that no build can use, and go on with the default."""
    if config.brief_interval not in METHODS:
        hint = closest(str(config.brief_interval), METHODS)
        problem = f"brief_interval {config.brief_interval!r} is not known; {hint}"
        tell(complaint(Rule.CONFIGURATION, "conf.py", 1, problem))
        config.brief_interval = DEFAULT_INTERVAL
    if not localedata.exists(locale_of(config.language)):
        problem = f"language {config.language!r} is not known; numbers and dates are written as in English"
        tell(complaint(Rule.CONFIGURATION, "conf.py", 1, problem))
    if not has_catalogue(config.language):
        problem = f"the generator has no words in {config.language!r}; those that it adds are printed in "
        problem += "English; accept that with suppress_warnings = ['brief.language']"
        tell(complaint(Rule.LANGUAGE, "conf.py", 1, problem))
    _check_identifiers(config)


def _check_identifiers(config: Config) -> None:
    """An identifier that is none, or that names two things, is told and not printed."""
    problems = {
        name: f"{name} {given!r} is no DOI; write it like 10.5555/example, without an address before it"
        for name in ("brief_doi", "brief_concept_doi")
        if (given := getattr(config, name)) and not DOI.fullmatch(given)
    }
    if config.brief_doi and config.brief_doi == config.brief_concept_doi:
        problems["brief_concept_doi"] = (
            "brief_concept_doi is the same as brief_doi; one names the brief itself, the other this revision"
        )
    for name, problem in problems.items():
        tell(complaint(Rule.CONFIGURATION, "conf.py", 1, problem))
        setattr(config, name, "")


def collect_rarely(app: Sphinx) -> None:
    """Have Python look for garbage less often: trees are many objects that stay; it took a sixth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 20)
    app.connect("build-finished", lambda _app, _error: gc.set_threshold(*before))


def note_inputs(app: Sphinx, config: Config) -> None:
    """Let Sphinx see a change of material, bibliography, changelog or generator as one of configuration.

    Then it reads every chapter again and writes every page, in whatever builder: no output prints an old number.
    """
    config.brief_inputs = inputs.of_data(config, Path(app.confdir))


def fill_edition(app: Sphinx, config: Config) -> None:
    """Give Sphinx's own values the revision of the changelog; formats that want a publisher hear there is none."""
    unset = str(_("not yet assigned"))
    revision = newest_heading(Path(app.confdir) / config.brief_changelog)[0]
    for name, value in (
        ("version", revision),
        ("release", revision),
        ("epub_author", config.author),
        ("epub_publisher", config.brief_publisher),
        ("epub_copyright", config.brief_licence),
    ):
        if not getattr(config, name):
            setattr(config, name, value or unset)
