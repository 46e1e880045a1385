"""The configuration values that belong to no one room, each with its type and meaning."""

from __future__ import annotations

import datetime as dt
import gc
import os
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policybrief.chapters import publication
from policybrief.chapters.publication import UNNAMED, newest_heading
from policybrief.data import inputs, translations
from policybrief.data.upstream import is_set, set_in_file
from policybrief.words import addresses, colours, invisible
from policybrief.words.complaints import Rule, closest, of_setting, tell
from policybrief.words.messages import _, has_catalogue
from policybrief.words.palette import palette
from policybrief.words.settings import INNER, OF_MYST, Inner
from trial_counts.intervals import METHODS
from written_values.values import is_known, locale_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config, _Opt

DEFAULT_INTERVAL = "wilson"
LOOK = Path(__file__).parent / "outputs" / "brief.typ"
TEXTS = ("project", "author", "html_baseurl")
"""Values of Sphinx that a brief prints."""
WORDED: dict[type, str] = {
    list: "a list: [ … ]",
    tuple: "a list: [ … ]",
    dict: "a table: { … }",
    bool: "True or False",
    str: "a text in quotation marks",
}
"""What a value is called by its type."""
DEFAULTS: dict[str, Any] = {
    "primary_domain": "brief",
    "numfig": True,
    "html_theme": "policybrief",
    "gettext_compact": False,  # a catalogue for each chapter
    "myst_disable_syntax": ["html_block", "html_inline"],  # no HTML from authors
    # one bibliography for the whole brief, its anchors stable, its labels those of the text
    "bibtex_cite_id": "cite-{key}",
    "bibtex_default_style": "brief",
    "bibtex_reference_style": "brief",
    "bibtex_tooltips": False,
}
"""What holds where ``conf.py`` says nothing."""
NEEDED: dict[str, Any] = {
    "myst_enable_extensions": OF_MYST,
    "accessible_pdf_looks": {"brief": str(LOOK)},
}
"""What is added to whatever ``conf.py`` says: no brief can be read or printed without it."""
BASE = re.compile(r"https?://[^\s/?#@\"'<>]+(?:/[^\s?#\"'<>]*)?")
"""What the address of a brief looks like."""
TEXT_OF_SVG = re.compile(rb"<(?:\w+:)?text[\s>]")
EARLIEST = 1990
"""The year before which nobody searched for evidence as briefs do."""
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

ASSIGNED = {
    "brief_report_number": "the number of the report in its series",
    "brief_funding": "who paid for it, in a sentence",
    "brief_isbn": "the ISBN of this revision",
    "brief_issn": "the ISSN of its series",
    "brief_logo_alt": "what the picture of `html_logo` says: the name of the house",
}
"""Words that only some editions have; unset, the brief prints nothing of them."""
LOGO = 200_000
"""The largest logo, in octets: it stands on the first page, whose reader may pay for each."""


def setup(app: Sphinx) -> None:
    """Declare what every room reads; chapters may be written in MyST, whatever ``conf.py`` says."""
    app.setup_extension("myst_parser")
    for name, description in (EDITION | ASSIGNED).items():
        app.add_config_value(name, "", "env", str, description)
    app.add_config_value("brief_affiliations", {}, "env", dict, "where each of `author` works, by name")
    house = "colours of the house: `accent`, `brand`, `link`, `contrary`, and under `dark` those for dark ground"
    app.add_config_value("brief_colours", {}, "env", dict, house)
    app.add_config_value("brief_short_title", "", "env", str, "the title in a few words, for names of files")
    none = type(None)
    app.add_config_value(
        "brief_cut_off", None, "env", (dt.date, none), "evidence cut-off; no draft is dated before it"
    )
    app.add_config_value("brief_material", "material", "env", str, "folder of the material, from conf.py")
    app.add_config_value("brief_changelog", "CHANGELOG.md", "env", str, "the changelog, from conf.py")
    app.add_config_value("brief_cache", ".cache", "", str, "folder of kept answers and figures, from conf.py")
    app.add_config_value("brief_interval", DEFAULT_INTERVAL, "env", str, f"one of {', '.join(METHODS)}")
    app.add_config_value("brief_inputs", "", "env", str, "set by the generator: a digest of what it is made of")
    app.add_config_value("brief_checked", False, "", bool, "set by a run once all complaints are told")
    app.connect("config-inited", check_characters, priority=5)  # as chapters and material have theirs
    app.connect("config-inited", check_types, priority=10)  # before anything is made of them
    app.connect("config-inited", check_names)
    app.connect("config-inited", fill_unset, priority=50)  # before anything is checked
    app.connect("config-inited", check_values)
    app.connect("config-inited", fill_edition)
    app.connect("builder-inited", collect_rarely)
    app.connect("config-inited", note_inputs, priority=900)  # after all who set values of their own


def fill_unset(app: Sphinx, config: Config) -> None:
    """Set what a brief needs of Sphinx and of other extensions, wherever ``conf.py`` says nothing of it."""
    wanted: dict[str, Any] = dict(DEFAULTS)
    if config.accessible_pdf_documents == []:
        name, author = str(config.project), "" if config.author == UNNAMED else str(config.author)
        wanted["accessible_pdf_documents"] = [(config.root_doc, "brief", name, author, "brief")]
    # what themes of others say of whose a page is
    wanted |= {"html_title": str(config.project), "html_show_copyright": bool(config.copyright)}
    wanted["locale_dirs"] = [os.path.relpath(Path(app.confdir) / "locales", app.srcdir)]
    wanted["bibtex_bibfiles"] = ["refs.bib"] if (Path(app.confdir) / "refs.bib").is_file() else []
    for name, value in wanted.items():
        if name in config.values and not is_set(config, name):
            setattr(config, name, value)
    for name, needed in NEEDED.items():
        given = config[name]
        if isinstance(given, dict):
            config[name] = needed | given
        elif isinstance(given, list | tuple | set):  # of anything else its own extension complains
            config[name] = [*given, *(one for one in needed if one not in given)]


def check_characters(app: Sphinx, config: Config) -> None:
    """Tell what no reader sees in the words of ``conf.py``, and go on without it."""
    for name in (*TEXTS, "accessible_pdf_documents", *_settings(config)):
        told: dict[str, None] = {}
        seen = _seen(config[name], told)
        for problem in told:
            tell(of_setting(Rule.CONTROL_CHARACTER, app.confdir, name, f"{name}: {problem}"))
        if told:
            config[name] = seen


def _seen(value: Any, told: dict[str, None]) -> Any:
    if isinstance(value, str):
        told |= dict.fromkeys(invisible.problems(value))
        return invisible.replaced(value)
    if isinstance(value, dict):
        return {_seen(key, told): _seen(one, told) for key, one in value.items()}
    return type(value)(_seen(one, told) for one in value) if type(value) in (list, tuple) else value


def check_types(app: Sphinx, config: Config) -> None:
    """Tell each value of another type than it must have, and go on with what can be meant, else the default."""
    for name, value in [(name, config[name]) for name in (*TEXTS, *_settings(config))]:
        option = config.values[name]
        wanted = (str,) if name in TEXTS else _types(option)
        if isinstance(value, wanted) and not isinstance(value, dt.datetime):
            continue
        meant, cure = _meant(value, wanted)
        if type(value) is dt.datetime:
            meant, cure = value.date(), f"a date: dt.date({value.year}, {value.month}, {value.day})"
        problem = f"{name} is {value!r}; write {cure}"
        tell(of_setting(Rule.CONFIGURATION, app.confdir, name, problem))
        config[name] = option.default if meant is None else meant
    for name, inner in INNER.items():
        _check_inside(app, config, name, inner)


def _check_inside(app: Sphinx, config: Config, name: str, inner: Inner) -> None:
    """Tell each entry of a list or table that is of another form, and go on without it."""
    given = config[name]
    if isinstance(given, dict):
        entries = [(f"{name}[{key!r}]", one) for key, one in given.items()]
        kept: Any = {key: one for key, one in given.items() if isinstance(key, str) and inner.holds(one)}
        odd = [
            f"{name} names {key!r}; a name is a text in quotation marks"
            for key in given
            if not isinstance(key, str)
        ]
    else:
        entries, odd = [(f"an entry of {name}", one) for one in given], []
        kept = [one for one in given if inner.holds(one)]
    problems = odd + [f"{place} is {one!r}; write {inner.words}" for place, one in entries if not inner.holds(one)]
    for problem in problems:
        tell(of_setting(Rule.CONFIGURATION, app.confdir, name, problem))
    if problems:
        config[name] = kept


def _types(option: _Opt) -> tuple[type, ...]:
    given = option.valid_types
    return (tuple(given) if isinstance(given, frozenset) else ()) or (type(option.default),)


def _meant(value: object, wanted: tuple[type, ...]) -> tuple[object, str]:
    """What a value of the wrong type can mean, and what would be right."""
    if dt.date in wanted:
        try:
            day = dt.date.fromisoformat(str(value))
        except ValueError:
            return None, "a date: dt.date(2026, 10, 7), with 'import datetime as dt' above it"
        return day, f"a date: dt.date({day.year}, {day.month}, {day.day}), with 'import datetime as dt' above it"
    if wanted == (str,):
        if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
            joined = "; ".join(value)
            return joined, f"one text: {joined!r}"
        return "", "a text in quotation marks"
    return None, next((WORDED[kind] for kind in wanted if kind in WORDED), "a value of another type")


def check_names(app: Sphinx, config: Config) -> None:
    """Tell each setting of a brief that nothing reads, with the nearest that something does."""
    known = _settings(config)
    for name in set_in_file(config):
        if name.startswith("brief_") and name not in known:
            problem = f"no setting {name!r}; {closest(name, known)}"
            tell(of_setting(Rule.CONFIGURATION, app.confdir, name, problem))


def _settings(config: Config) -> list[str]:
    return [name for name in config.values if name.startswith("brief_")]


def check_values(app: Sphinx, config: Config) -> None:
    """Complain about values that no build can use, and go on with the default."""
    if config.brief_interval not in METHODS:
        hint = closest(str(config.brief_interval), METHODS)
        problem = f"brief_interval {config.brief_interval!r} is not known; {hint}"
        tell(of_setting(Rule.CONFIGURATION, app.confdir, "brief_interval", problem))
        config.brief_interval = DEFAULT_INTERVAL
    if not is_known(config.language):
        written = locale_of(config.language)
        problem = f"language {config.language!r} is not known; numbers and dates are written as in "
        problem += f"{written!r}; write it like en_US, fr or pt_BR" if written else "English"
        tell(of_setting(Rule.CONFIGURATION, app.confdir, "language", problem))
    elif "-" in config.language:
        problem = f"language {config.language!r} is written {config.language.replace('-', '_')!r}; as it is, "
        problem += "not all words that are added are found"
        tell(of_setting(Rule.CONFIGURATION, app.confdir, "language", problem))
    material = config.brief_material
    if material != config.values["brief_material"].default and not (Path(app.confdir) / material).is_dir():
        problem = f"brief_material names {material!r}, and there is no such folder; records are read from it"
        tell(of_setting(Rule.CONFIGURATION, app.confdir, "brief_material", problem))
    if not has_catalogue(config.language):
        problem = f"the generator has no words in {config.language!r}; those that it adds are printed in "
        problem += "English, and no sentence is checked unless brief_lexicons names words to weigh; "
        problem += "add the language (docs: Languages), or accept that with suppress_warnings = ['brief.language']"
        tell(of_setting(Rule.LANGUAGE, app.confdir, "language", problem))
    stated = {name: getattr(config, f"brief_{name}") for name in ("status", *publication.ANSWERING)}
    if problem := publication.unanswered(stated):
        tell(of_setting(Rule.CONFIGURATION, app.confdir, "brief_status", problem))
    _check_addresses(app, config)
    _check_identifiers(Path(app.confdir), config)
    _check_look(Path(app.confdir), config)


def _check_addresses(app: Sphinx, config: Config) -> None:
    """An address that leads nobody anywhere, or a day that never is, is told and not printed."""
    about = partial(of_setting, Rule.CONFIGURATION, app.confdir)
    if config.html_baseurl and not BASE.fullmatch(config.html_baseurl):
        problem = f"html_baseurl {config.html_baseurl!r} is no address; write it like https://example.org/brief/"
        tell(about("html_baseurl", problem))
        config.html_baseurl = ""
    if scheme := addresses.odd_scheme(config.brief_contact):
        problem = f"brief_contact begins with {scheme!r}; write an address of mail or of a page"
        tell(about("brief_contact", problem))
        config.brief_contact = ""
    if config.brief_cut_off and not EARLIEST <= config.brief_cut_off.year <= dt.date.today().year + 1:
        problem = f"brief_cut_off {config.brief_cut_off} is no day until which anybody could search; correct it"
        tell(about("brief_cut_off", problem))
        config.brief_cut_off = None


def _check_look(root: Path, config: Config) -> None:
    """A colour that somebody could not read, a logo that says nothing or weighs too much, work of nobody named."""
    problems = [("brief_colours", problem) for problem in colours.of(palette(), config.brief_colours)[1]]
    if config.html_logo and not config.brief_logo_alt:
        problem = "html_logo has no brief_logo_alt; say there in a few words whose sign it is"
        problems.append(("html_logo", problem))
    logo = root / str(config.html_logo or "")
    if logo.is_file() and (octets := logo.stat().st_size) > LOGO:
        problem = f"html_logo {config.html_logo!r} has {octets:,} octets; at most {LOGO:,}: use an SVG or a PNG"
        problems.append(("html_logo", problem))
    if logo.suffix.lower() == ".svg" and logo.is_file() and TEXT_OF_SVG.search(logo.read_bytes()):
        problem = f"text in html_logo {config.html_logo!r} is set in the brief's own face in print, and in any "
        problem += "on screen; convert it to paths in the program that draws it"
        problems.append(("html_logo", problem))
    authors = publication.authors_of(config)
    for name in publication.affiliations_of(config):
        if name not in authors:
            named = "; ".join(map(repr, authors)) or "nobody"
            problem = f"brief_affiliations names {name!r}, where author names {named}; {closest(name, authors)}"
            problems.append(("brief_affiliations", problem))
    for setting, problem in problems:
        tell(of_setting(Rule.CONFIGURATION, root, setting, problem))


def _check_identifiers(root: Path, config: Config) -> None:
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
    for name, holds, form in (("brief_isbn", is_isbn, "978-3-16-148410-0"), ("brief_issn", is_issn, "2049-3630")):
        if (given := getattr(config, name)) and not holds(given):
            problems[name] = f"{name} {given!r} is none, its check digit does not agree; write it like {form}"
    for name, problem in problems.items():
        tell(of_setting(Rule.CONFIGURATION, root, name, problem))
        setattr(config, name, "")


def is_isbn(given: str) -> bool:
    """Whether a number of thirteen digits ends with the check digit of ISO 2108."""
    digits = [int(c) for c in given if c.isdigit()]
    return len(digits) == 13 and sum(d * (3 if i % 2 else 1) for i, d in enumerate(digits)) % 10 == 0


def is_issn(given: str) -> bool:
    """Whether a number of eight digits, the last perhaps an X, ends with the check digit of ISO 3297."""
    digits = [10 if c in "Xx" else int(c) for c in given if c.isdigit() or c in "Xx"]
    return len(digits) == 8 and sum(d * (8 - i) for i, d in enumerate(digits)) % 11 == 0


def collect_rarely(app: Sphinx) -> None:
    """Have Python look for garbage less often: trees are many objects that stay; it took a sixth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 20)
    app.connect("build-finished", lambda _app, _error: gc.set_threshold(*before))


def note_inputs(app: Sphinx, config: Config) -> None:
    """Let Sphinx see a change of material, bibliography, changelog or generator as one of configuration.

    Then it reads every chapter again and writes every page, in whatever builder: no output prints an old number.
    """
    spoken = translations.files(config, Path(app.srcdir))
    config.brief_inputs = inputs.of_data(config, Path(app.confdir), spoken)


def fill_edition(app: Sphinx, config: Config) -> None:
    """Give Sphinx's own values the edition data; it warns of an e-book that lacks some of them."""
    unset = str(_("not yet assigned"))
    revision = newest_heading(Path(app.confdir) / config.brief_changelog)[0]
    for name, value in (
        ("version", revision),
        ("release", revision),
        ("epub_author", config.author),
        ("epub_publisher", config.brief_publisher),
        ("epub_copyright", config.brief_licence),
        ("epub_uid", "identifier"),
    ):
        if not is_set(config, name) or not config[name]:
            setattr(config, name, value or unset)
