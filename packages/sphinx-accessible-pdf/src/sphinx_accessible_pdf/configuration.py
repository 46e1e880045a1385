"""What a project says of its PDFs in ``conf.py``, checked before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util import logging

from sphinx_accessible_pdf import latex_settings
from sphinx_accessible_pdf.fonts import Face, configured

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config

logger = logging.getLogger(__name__)

PAPERS = {
    "a4": (210.0, 297.0),
    "a5": (148.0, 210.0),
    "us-letter": (215.9, 279.4),
    "us-legal": (215.9, 355.6),
}
"""Width and height in millimetres of each paper that ``accessible_pdf_paper`` may name."""

RENAMED = tuple(
    f"typst_{name}" for name in ("documents", "template", "paper", "fonts", "elements", "appendices", "standards")
)
"""Values by the names they had."""

STANDARDS = (
    *("1.4", "1.5", "1.6", "1.7", "2.0"),
    *(f"a-{level}" for level in ("1a", "1b", "2a", "2b", "2u", "3a", "3b", "3u", "4", "4e", "4f")),
    "ua-1",
)
"""The versions and profiles that the engine can claim."""

LOOKS = ("plain", "manual", "howto")
"""Looks that stand ready by their names; ``accessible_pdf_looks`` names more, each with its file."""
TEMPLATES = Path(__file__).parent / "templates"

PARTS = ("start document", "file name", "title", "author", "template", "toctree_only", "options")
"""What stands in an entry of ``accessible_pdf_documents``; the first four are needed."""
TYPES = (str, str, str, str, str, bool, dict)


@dataclass
class Attachment:
    """A file that travels inside the PDF."""

    name: str
    content: bytes
    mime: str
    relationship: str
    """What it is to the document: "source", "data", "alternative" or "supplement"."""
    description: str
    place: str = ""
    """Where it lies beside the sources; unset, under its name."""

    def __post_init__(self) -> None:
        self.place = self.place or self.name


@dataclass
class Document:
    """One entry of ``accessible_pdf_documents`` on its way to print.

    Handlers of the event ``accessible-pdf-document`` may add to it.
    """

    start: str
    target: str
    title: str
    author: str
    template: str = ""
    toctree_only: bool = False
    inputs: dict[str, str] = field(default_factory=dict)
    """What the template finds in ``sys.inputs``, for looks that differ from the ground up."""
    elements: dict[str, Any] = field(default_factory=dict)
    """Plain data for the template."""
    attachments: list[Attachment] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    """Files that the template prints, by their names beside the source."""
    pages_of: str = ""
    """The document before it whose pages these are, on another paper."""


def add_values(app: Sphinx) -> None:
    """Declare the values of ``conf.py``."""
    app.add_config_value("accessible_pdf_documents", [], "env", (list, tuple))
    app.add_config_value("accessible_pdf_template", "", "env", str)
    app.add_config_value("accessible_pdf_looks", {}, "env", dict)
    app.add_config_value("accessible_pdf_paper", "a4", "env", str)
    app.add_config_value("accessible_pdf_fonts", [], "env", (list, tuple))
    app.add_config_value("accessible_pdf_elements", {}, "env", dict)
    app.add_config_value("accessible_pdf_appendices", [], "env", (list, tuple))
    app.add_config_value("accessible_pdf_standards", ["ua-1", "a-3a"], "env", (list, tuple))
    app.add_config_value("accessible_pdf_logo", "", "env", str)
    app.add_config_value("accessible_pdf_show_urls", "no", "env", str)
    app.add_config_value("accessible_pdf_use_index", True, "env", bool)
    app.add_config_value("accessible_pdf_domain_indices", True, "env", (bool, list, tuple))
    app.add_config_value("accessible_pdf_volume_pages", 250, "env", int)
    for old in RENAMED:
        app.add_config_value(old, None, "", (list, tuple, dict, str))
    app.connect("config-inited", from_other_names, priority=100)  # before anything is checked
    app.connect("config-inited", check)


def from_other_names(app: Sphinx, config: Config) -> None:
    """Take what is said by old names, and told with the new, or for LaTeX, where ours are unset."""
    for old in RENAMED:
        value = getattr(config, old)
        if value is not None:
            new = old.replace("typst", "accessible_pdf")
            complain(old, f"its name is {new} now; it is read as that")
            if unset(config, new):
                setattr(config, new, value)
    for name, value in latex_settings.said(config).items():
        if unset(config, name):
            setattr(config, name, value)
        elif isinstance(value, dict):
            setattr(config, name, value | getattr(config, name))


def unset(config: Config, name: str) -> bool:
    """Whether a value is still its default."""
    return bool(getattr(config, name) == config.values[name].default)


def check(app: Sphinx, config: Config) -> None:
    """Say what is wrong with the values, and go on with what can be meant."""
    folder = Path(app.confdir)
    if config.accessible_pdf_paper not in PAPERS:
        complain(
            "accessible_pdf_paper",
            f"{config.accessible_pdf_paper!r} is no paper known here; say one of {', '.join(PAPERS)}",
        )
        config.accessible_pdf_paper = "a4"
    unknown = [name for name in config.accessible_pdf_standards if name not in STANDARDS]
    if unknown:
        complain(
            "accessible_pdf_standards", f"the engine cannot claim {listed(unknown)}; it can {', '.join(STANDARDS)}"
        )
        config.accessible_pdf_standards = [name for name in config.accessible_pdf_standards if name in STANDARDS]
    faces = [Face(folder / face.path, face.language) for face in configured(config.accessible_pdf_fonts)]
    lost = [str(face.path) for face in faces if not face.path.exists()]
    if lost:
        complain("accessible_pdf_fonts", f"there is no file or folder {listed(lost)}")
    config.accessible_pdf_fonts = [
        {face.language: str(face.path)} if face.language else str(face.path)
        for face in faces
        if face.path.exists()
    ]
    look = config.accessible_pdf_template
    if not looked_up(look, folder, config.accessible_pdf_looks).is_file():
        complain(
            "accessible_pdf_template",
            f"there is no file {look!r} beside conf.py, nor a look of that name: {names_of(config)}",
        )
        config.accessible_pdf_template = ""
    given = config.accessible_pdf_documents
    config.accessible_pdf_documents = []
    for number, entry in enumerate(given, 1):
        if fits(entry, number, folder, config):
            config.accessible_pdf_documents.append(entry)
    if len(config.accessible_pdf_documents) < len(given):
        app.connect("builder-inited", _fail)


def _fail(app: Sphinx) -> None:
    """A document that is not printed is no success, whatever else is."""
    if app.builder.format == "accessiblepdf":
        app.statuscode = 1


def fits(entry: object, number: int, folder: Path, config: Config) -> bool:
    """Whether an entry can be printed after those that the configuration holds; what hinders it is told."""
    faults = list(faults_of(entry, folder, config))
    for fault in faults:
        complain("accessible_pdf_documents", f"entry {number}: {fault}; it is left out")
    return not faults


def faults_of(entry: Any, folder: Path, config: Config) -> Iterator[str]:
    """What is wrong with an entry; those before it, which are sound, are in the configuration."""
    if not isinstance(entry, (list, tuple)) or not 4 <= len(entry) <= len(PARTS):
        yield f"an entry is a tuple of {', '.join(PARTS[:4])} and perhaps {', '.join(PARTS[4:])}"
        return
    for part, name, kind in zip(entry, PARTS, TYPES, strict=False):
        if not isinstance(part, kind):
            yield f"the {name} must be of type {kind.__name__}, not {type(part).__name__}"
            return
    if "/" in entry[1] or not entry[1]:
        yield f"the file name {entry[1]!r} must be a name without a folder and without an ending"
    if len(entry) > 4 and not looked_up(entry[4], folder, config.accessible_pdf_looks).is_file():
        yield f"there is no template {entry[4]!r} beside conf.py, nor a look of that name: {names_of(config)}"
    if len(entry) > 6 and entry[6].get("paper", "a4") not in PAPERS:
        yield f"{entry[6]['paper']!r} is no paper known here; say one of {', '.join(PAPERS)}"
    if len(entry) > 6 and "pages_of" in entry[6]:
        wanted = entry[6]["pages_of"]
        source = next((other for other in config.accessible_pdf_documents if other[1] == wanted), None)
        if source is None:
            yield f"there is no document {wanted!r} before it whose pages it could take"
        elif _printed(source) != _printed(entry):
            yield f"it takes the pages of {wanted!r}, so all but the file name and the paper must be the same"


def _printed(entry: Any) -> Document:
    """What of an entry its pages show on whatever paper."""
    options = entry[6] if len(entry) > 6 else {}
    return replace(Document(*entry[:6]), target="", inputs=options.get("inputs", {}))


def documents(config: Config) -> Iterator[Document]:
    """The documents that are configured, or the whole project as one."""
    default: list[Any] = [(config.root_doc, "document", str(config.project), str(config.author))]
    for entry in config.accessible_pdf_documents or default:
        parts, options = entry[:6], dict(entry[6]) if len(entry) > 6 else {}
        document = Document(*parts)
        document.inputs = options.pop("inputs", {})
        document.pages_of = options.pop("pages_of", "")
        document.template = document.template or config.accessible_pdf_template
        paper = options.pop("paper", config.accessible_pdf_paper)
        width, height = PAPERS[paper]
        document.elements |= {"paper": {"name": paper, "width": width, "height": height}}
        document.elements |= config.accessible_pdf_elements | options
        yield document


def complain(value: str, fault: str) -> None:
    """Tell a fault of ``conf.py``."""
    logger.warning("%s: %s", value, fault, location="conf.py:1", type="accessible_pdf", subtype="configuration")


def names_of(config: Config) -> str:
    """The looks that have a name, in a sentence."""
    return listed([*LOOKS, *config.accessible_pdf_looks])


def looked_up(template: str, folder: Path, looks: Mapping[str, str]) -> Path:
    """The file of a look: one that stands ready, one that an extension named, or one of the project."""
    if template in looks:
        return Path(looks[template])
    return TEMPLATES / f"{template or LOOKS[0]}.typ" if template in ("", *LOOKS) else folder / template


def listed(names: Iterable[str]) -> str:
    """Names in a sentence."""
    return ", ".join(map(repr, names))
