"""What authors may write: closed lists of directives, roles and addresses, and pictures that are nothing else.

Directives and roles of an extension that ``conf.py`` names are allowed with it; of docutils, Sphinx and MyST
those that stand here, and those that ``brief_markup`` adds.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.addnodes import download_reference, toctree
from sphinx.directives.other import Include
from sphinx.ext.autodoc.directive import DummyOptionSpec
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.images import get_image_size

from policybrief.chapters import pictures, sizes, svg
from policybrief.chapters.nodes import OWN
from policybrief.data import confinement, upstream
from policybrief.words import addresses
from policybrief.words.complaints import Rule, closest, warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import RoleFunction

DIRECTIVES = {
    *("admonition", "attention", "caution", "danger", "error", "hint", "important", "note", "tip", "warning"),
    *("class", "code", "compound", "container", "contents", "csv-table", "default-role", "epigraph", "figure"),
    *("footer", "header", "highlights", "image", "include", "line-block", "list-table", "math", "meta"),
    *("parsed-literal", "pull-quote", "replace", "role", "rubric", "sectnum", "sidebar", "table", "target-notes"),
    *("title", "topic", "unicode", "date"),
    *("acks", "centered", "code-block", "codeauthor", "default-domain", "deprecated", "glossary", "highlight"),
    *("hlist", "index", "literalinclude", "moduleauthor", "object", "only", "productionlist", "sectionauthor"),
    *("seealso", "sourcecode", "toctree", "versionadded", "versionchanged", "versionremoved"),
    *("cmdoption", "confval", "describe", "envvar", "option", "program", "rst-class", "figure-md"),
}
"""Of docutils, Sphinx and MyST."""
SETTINGS = {"html_meta"}
"""Of MyST, that a chapter may set for itself: other ones compute, keep silent, or read it as another language."""
REFUSED_ROLES = {"raw"}
LIKE = 0.7
"""How like a name must be to be proposed: of some hundred short ones one is a little like any word."""
CLOSED = ("docutils.", "myst_parser.", "sphinx.directives.", "sphinx.domains.std", "sphinx.domains.changeset")
"""Modules whose directives are allowed by their names alone."""
UNMADE = re.compile(r"(?:\]\(|\]:|<)\s*<?((?:javascript|vbscript|file|data):)\S", re.IGNORECASE)
"""A link of Markdown that its parser leaves as it is written, since its address begins so."""
RESERVED = re.compile(
    r"(?:redline|revision|certainty|strength|chip|withdrawn|trace|margin|panel|record|masthead|appraisal|home)(?:-.*)?"
    r"|(?:finding|recommendation|evidence)-.*|findings-list|panels|history|toctree-wrapper|number|secnumber"
    r"|untranslated|sourced|contrary|limits|strip"
)
"""Classes by which the generator tells what it made itself, or what changed."""
BOXES = {
    *("finding", "recommendation", "statement", "body", "box-title", "value"),
    *("main-message", "key-messages", "abstract", "in-short", "not-known", "ways-in", "left-out"),
}
"""Those of its boxes, and of what stands in them."""
MOST_OCTETS, MOST_PIXELS = 20_000_000, 50_000_000
"""The largest picture."""
ELSEWHERE = "whoever reads the page would load the picture from elsewhere; put a copy into the project"
RUN = {
    *(
        ".hta",
        ".htm",
        ".html",
        ".js",
        ".mht",
        ".mhtml",
        ".mjs",
        ".svgz",
        ".xht",
        ".xhtml",
        ".xml",
        ".xsl",
        ".xslt",
    ),
    *(".asp", ".aspx", ".cgi", ".jsp", ".phar", ".php", ".pht", ".phtml", ".shtml"),
}
"""Endings of files that a browser or a server runs, and that nobody looks into."""
TEXT = {".bib", ".csv", ".json", ".log", ".md", ".ris", ".rst", ".tex", ".toml", ".tsv", ".txt", ".yaml", ".yml"}
"""Endings of files that a browser shows as text, whatever stands in them."""
OBEYED = re.compile(r"\..*|web\.config", re.IGNORECASE)
"""Names of files that a server takes for settings."""
MARKUP = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\0\t\n\f\r ]*<")
"""How a page begins, whose kind a browser guesses where a server does not say it."""
GUESSED = 2048
"""So many octets at most does it look at."""


def setup(app: Sphinx) -> None:
    """Hold what authors write against the lists, before anything else sees it."""
    app.add_config_value(
        "brief_markup",
        [],
        "env",
        (list, tuple),
        "directives and roles that chapters may use beyond the closed list",
    )
    app.connect("source-read", _choose, priority=1)
    app.connect("doctree-read", lambda *_given: upstream.leave_settings(), priority=1)
    app.connect("doctree-read", pictures.name_by_files, priority=1)
    app.connect("doctree-read", check_classes, priority=2)
    app.connect("doctree-read", check_files, priority=2)
    app.connect("doctree-read", check_pictures, priority=600)  # after Sphinx has chosen the files
    app.connect("doctree-read", check_metadata, priority=2)
    app.connect("env-updated", check_rings, priority=1)  # before anybody follows the lists of chapters
    app.connect("doctree-read", check_listings, priority=1)
    app.connect("doctree-read", check_unmade, priority=2)
    app.connect("doctree-read", check_depth, priority=2)
    app.add_post_transform(CheckAddresses)
    upstream.tell_of_rst(_may_write_rst)
    upstream.tell_of_expressions(_may_stand_for)
    upstream.fit_tables(_fitting_rows)
    upstream.bound_nesting(_may_read_inside)
    upstream.keep_deep_blocks()
    upstream.read_open_brackets_as_text()
    upstream.bound_runs_of_labels(_tell_label)


class Included(Include):
    """Takes in a file as part of its chapter.

    The option that names a parser has Python import whatever module is called so, before anything else is asked.
    """

    option_spec: ClassVar[Any] = {
        name: kind for name, kind in (Include.option_spec or {}).items() if name != "parser"
    }


class Unlisted(SphinxDirective):
    """In the place of a directive that is not on the list: told, and its name printed."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    option_spec: ClassVar[Any] = DummyOptionSpec()

    def run(self) -> list[nodes.Node]:
        """The complaint."""
        name = self.name.lower()
        hint = closest(name, DIRECTIVES)
        hint = f"; {hint}" if "'" in hint else ""
        problem = f"the directive {name!r} is not for chapters{hint}; {cure(self.config, name)}"
        warn(Rule.MARKUP, self.get_location(), problem)
        return [nodes.paragraph("", "", nodes.problematic("", name))]


class Unknown(Unlisted):
    """In the place of a directive that is none: told with the nearest, and its name printed."""

    def run(self) -> list[nodes.Node]:
        """The complaint."""
        named, _roles = upstream.names_of_markup(self.env)
        allowed = DIRECTIVES.union(self.config.brief_markup)
        known = {name for name, module in named.items() if name in allowed or not module.startswith(CLOSED)}
        warn(Rule.MARKUP, self.get_location(), unknown("directive", self.name, known))
        return [nodes.paragraph("", "", nodes.problematic("", self.name))]


class UnlistedRole(SphinxRole):
    """In the place of a role that is refused, or none: told, and its words printed."""

    def __init__(self, problem: str) -> None:
        self.problem = problem

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The complaint."""
        warn(Rule.MARKUP, self.get_location(), self.problem)
        return [nodes.problematic("", self.text)], []


def unknown(sort: str, name: str, known: set[str]) -> str:
    """What is said of a directive or role that is none."""
    hint = closest(name.lower(), sorted(known), LIKE)
    if "'" not in hint:
        hint += ", or name the extension that has it under extensions in conf.py"
    return f"there is no {sort} {name!r}; {hint}"


def cure(config: Config, name: str) -> str:
    """The line that allows a directive or role, with all that is allowed already."""
    if name == "raw":  # which the rule about one output would refuse all the same
        return "write it in MyST, which all outputs have"
    return f"to allow it write brief_markup = {json.dumps([*config.brief_markup, name])} in conf.py"


def _choose(app: Sphinx, docname: str, content: list[str]) -> None:
    added = set(app.config.brief_markup)
    lines = content[0].split("\n")

    def may_set(name: str) -> bool:
        if name in SETTINGS | added:
            return True
        line = next(
            (at for at, line in enumerate(lines, 1) if re.match(rf"\s*[\"']?{re.escape(name)}\b", line)), 1
        )
        problem = f"the setting {name!r} is not for chapters; set 'myst_{name}' in conf.py"
        warn(Rule.MARKUP, (docname, line), problem)
        return False

    def directive_for(name: str, found: type[Directive] | None) -> type[Directive]:
        if found is None:
            return Unknown
        if found is Include:
            return Included
        short = name.lower().rpartition(":")[2]
        closed = found.__module__.startswith(CLOSED)
        return found if not closed or short in DIRECTIVES | added else Unlisted

    def role_for(name: str, found: RoleFunction | None) -> RoleFunction:
        if name.lower() in REFUSED_ROLES - added:
            return UnlistedRole(f"the role {name!r} is not for chapters; {cure(app.config, name)}")
        if found is None:
            _directives, known = upstream.names_of_markup(app.env)
            return UnlistedRole(unknown("role", name, known))
        return found

    upstream.choose_markup(directive_for, role_for)
    upstream.choose_settings(may_set)


def _may_write_rst(renderer: Any) -> bool:
    env = renderer.sphinx_env
    if env is None or "brief_markup" not in env.config or "eval-rst" in env.config.brief_markup:
        return True
    problem = f"reStructuredText in Markdown is not for chapters; write it in MyST; {cure(env.config, 'eval-rst')}"
    warn(Rule.MARKUP, (env.docname, renderer.document.current_line), problem)
    return False


def _may_stand_for(renderer: Any, name: str) -> bool:
    env = renderer.sphinx_env
    if env is None or "brief_markup" not in env.config or name in renderer.md_config.substitutions:
        return True
    problem = f"{{{{ {name[:40]} }}}} is no word of myst_substitutions; expressions are not for chapters"
    warn(Rule.MARKUP, (env.docname, renderer.document.current_line), problem)
    return False


def _may_read_inside(renderer: Any, around: int, included: int | None) -> bool:
    env, line = renderer.sphinx_env, renderer.document.current_line or 1
    return (env is None or included is None or sizes.is_little(env, included, line)) and sizes.is_shallow(
        env, around, line
    )


def _fitting_rows(renderer: Any, rows: int, columns: int) -> int:
    env = renderer.sphinx_env
    if env is None:
        return rows
    return sizes.fitting_rows(env, rows, columns, renderer.document.current_line)


def _tell_label(target: nodes.target) -> None:
    problem = f"more than {upstream.MOST_LABELS} labels stand in a row; this one is left out, take it out"
    warn(Rule.MARKUP, target, problem)


def check_classes(app: Sphinx, tree: nodes.document) -> None:
    """A class that means something to the generator is told and taken away."""
    for node in tree.findall(nodes.Element):
        boxes = set() if _is_in_own(node) else BOXES
        found = [name for name in node["classes"] if RESERVED.fullmatch(name) or name in boxes]
        made = isinstance(node, OWN) or any(isinstance(child, toctree) for child in node.children)
        if found and not made:
            problem = f"the class {found[0]!r} is the generator's own; take it out or choose another"
            warn(Rule.MARKUP, node, problem)
            node["classes"] = [name for name in node["classes"] if name not in found]


def _is_in_own(node: nodes.Node | None) -> bool:
    while node is not None and not isinstance(node, OWN):
        node = node.parent
    return node is not None


def check_metadata(app: Sphinx, tree: nodes.document) -> None:
    """What stands in the head of a page sends nobody anywhere."""
    for node in list(tree.findall(nodes.meta)):
        if node.get("http-equiv"):
            warn(
                Rule.MARKUP,
                (app.env.docname, 1),
                f"the metadata {node['http-equiv']!r} are not for chapters; take them out",
            )
            node.parent.remove(node)


def check_rings(app: Sphinx, env: BuildEnvironment) -> None:
    """A chapter whose list of chapters names one that it stands in is told, and stands where it is named first."""
    for docname, name in upstream.open_rings(env):
        problem = f"the list of chapters names {name!r}, in which this chapter stands itself; take it out"
        warn(Rule.MARKUP, (docname, 1), problem)


def check_listings(app: Sphinx, tree: nodes.document) -> None:
    """Listings that would fill volumes, such as a file taken in a thousand times, are told and left out."""
    there = 0
    for node in list(tree.findall(nodes.literal_block)):
        there += len(node.rawsource)
        if there > sizes.MOST_LISTED:
            most = f"the listings of a chapter have at most {sizes.MOST_LISTED:,} characters"
            warn(Rule.FORM, node, f"{most}; this one is left out: offer it as a file")
            node.parent.remove(node)


def check_depth(app: Sphinx, tree: nodes.document) -> None:
    """What stands in too many lists and quotations is told, and prints as it is written."""
    for block in tree.findall(nodes.paragraph):
        if upstream.TOO_DEEP in block["classes"]:
            block["classes"].remove(upstream.TOO_DEEP)
            problem = "this stands in too many lists or quotations, one in another; take it out of some"
            warn(Rule.FORM, block, problem)


def check_unmade(app: Sphinx, tree: nodes.document) -> None:
    """A link whose address the parser of Markdown refuses is words alone: told, since nobody sees it."""
    for block in tree.findall(nodes.TextElement):
        if isinstance(block, nodes.Inline | nodes.FixedTextElement):
            continue
        text = "".join(_words(block))
        for found in UNMADE.finditer(text):
            place = nodes.inline()
            place.source, place.line = block.source, (block.line or 0) + text.count("\n", 0, found.start())
            warn(Rule.MARKUP, place, leads_nowhere(found[1].lower()))


def _words(node: nodes.Element) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield child.astext()
        elif isinstance(child, nodes.Element) and not isinstance(child, nodes.literal | nodes.math | nodes.raw):
            yield from _words(child)


def leads_nowhere(scheme: str) -> str:
    """What is said of an address of a scheme that is none for readers."""
    return f"an address that begins with {scheme!r} leads no reader anywhere; use https:"


class CheckAddresses(SphinxPostTransform):
    """An address of a scheme that is none for readers is told, and its words stand without it."""

    default_priority = 800

    def run(self, **_kwargs: Any) -> None:
        """Look at every reference, whoever wrote it."""
        for node in list(self.document.findall(nodes.reference)):
            address = node.get("refuri", "")
            if wrong := addresses.odd_scheme(address):
                warn(Rule.MARKUP, node, leads_nowhere(wrong))
                node.parent.replace(node, node.children)
            elif wrong := addresses.other_host(node.astext(), address):
                cure = "write the words of what is there, or the address itself"
                warn(Rule.MARKUP, node, f"a link that reads {node.astext()[:60]!r} leads to {wrong!r}; {cure}")


def check_files(app: Sphinx, tree: nodes.document) -> None:
    """A picture from outside, or a file to take away that nobody may, is told and stands no more."""
    folder = Path(app.env.doc2path(app.env.docname)).parent
    found: list[nodes.Element] = [*tree.findall(nodes.image), *tree.findall(download_reference)]
    for node in found:
        given = isinstance(node, download_reference)
        name = node.get("reftarget" if given else "uri", "")
        scheme = urlsplit(name).scheme
        if scheme in ("http", "https") and not given:
            warn(Rule.CONFINEMENT, node, f"{name!r}: {ELSEWHERE}")
            _leave_out(node, name)
        elif scheme not in ("http", "https", "data"):
            path = Path(app.srcdir, name.lstrip("/")) if name.startswith("/") else folder / name
            _leave_out_wrong(node, name, path, looked_into=given)


def check_pictures(app: Sphinx, tree: nodes.document) -> None:
    """The same for pictures: by an ending ``.*`` or for a language, Sphinx takes other files than are named."""
    for node in list(tree.findall(nodes.image)):
        candidates: dict[str, str] = node.get("candidates", {})
        for sort, name in candidates.items():
            if sort != "?" and _leave_out_wrong(node, name, Path(app.srcdir, name), looked_into=True):
                break


def _leave_out_wrong(node: nodes.Element, name: str, path: Path, *, looked_into: bool) -> bool:
    if wrong := confinement.problem(path):
        warn(Rule.CONFINEMENT, node, f"{name!r}: {wrong}")
    elif wrong := _fault(path) if looked_into and path.is_file() else "":
        warn(Rule.MARKUP, node, f"{name!r} {wrong}")
    else:
        return False
    _leave_out(node, path.name)
    return True


def _leave_out(node: nodes.Element, name: str) -> None:
    words = node.get("alt", "") or node.astext() or name
    node.parent.replace(node, nodes.inline("", words, classes=["problematic"]))


def _fault(path: Path) -> str:
    """What is wrong with a picture, to follow its name."""
    if path.stat().st_size > MOST_OCTETS:
        return f"has more than {MOST_OCTETS:,} octets; make it smaller"
    endings = [ending.lower() for ending in path.suffixes]
    last = endings[-1] if endings else ""
    # servers that do not know the last ending go by the one before
    if RUN.intersection(endings) and last not in {".zip", *TEXT}:
        return "may run scripts where it is opened; offer it as a PDF, as text, or packed in a .zip"
    if OBEYED.fullmatch(path.name):
        return "has a name that servers obey; give it another"
    if last == ".svg":
        return svg.fault(path.read_bytes())
    if last not in TEXT and MARKUP.match(_head(path)):
        return "is a page or a drawing under another name; let its ending say what it is"
    width, height = get_image_size(path) or (0, 0)
    if width * height > MOST_PIXELS:
        return f"has {width:,} × {height:,} pixels, more than {MOST_PIXELS:,}; make it smaller"
    return ""


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(GUESSED)
