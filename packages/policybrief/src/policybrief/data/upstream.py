"""Where Sphinx, docutils, pybtex and sphinxcontrib-bibtex are stepped around: each patch with its reason.

``tests/test_upstream.py`` fails for a patch when its reason is gone.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from encodings import utf_8_sig
from functools import partialmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst import directives, roles
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from myst_parser.mdit_to_docutils.base import DocutilsRenderer, token_line
from myst_parser.parsers import sphinx_ as of_myst
from myst_parser.sphinx_ext.myst_refs import MystReferenceResolver
from myst_parser.warnings_ import MystWarnings
from pybtex.backends import plaintext
from pybtex.plugin import register_plugin
from pybtex.richtext import Text
from sphinx import transforms
from sphinx.addnodes import number_reference
from sphinx.domains import std
from sphinx.environment import BuildEnvironment
from sphinx.jinja2glue import SphinxFileSystemLoader
from sphinx.search import IndexBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import relative_uri
from sphinx.writers.html5 import HTML5Translator
from sphinx.writers.text import TextTranslator
from sphinxcontrib.bibtex import directives as of_bibtex
from sphinxcontrib.bibtex.bibfile import BibData, BibFile, _make_ids, get_mtime

from policybrief.data import encodings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from docutils.parsers.rst import Directive
    from markdown_it.rules_block import StateBlock
    from pybtex.database import BibliographyData
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config
    from sphinx.util.typing import RoleFunction

OLD_SETTINGS = ("html_meta", "substitutions")
"""Settings of MyST that it still takes from the head of a chapter without ``myst`` before them."""
BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
MOST_OPEN = 50
"""Brackets of a paragraph that nothing closes: for each of them the parser of Markdown reads on to the end."""
MOST_LABELS = 200
"""Labels in a row, of one place."""
TOO_DEEP = "too-deep"
"""Class of a paragraph that stands where Markdown's parser reads no more."""
REPLACING = "utf_8_replacing"
"""The name of an encoding that never stops."""


def give_entries(
    env: BuildEnvironment, entries: BibliographyData, files: dict[Path, tuple[str, ...]], encoding: str
) -> None:
    """Hand sphinxcontrib-bibtex the entries, marked as read: its own reading stops at the first fault."""
    known = {
        path.resolve(): BibFile(get_mtime(path.resolve()), dict.fromkeys(keys)) for path, keys in files.items()
    }
    env.get_domain("cite").data["bibdata"] = BibData(encoding, known, entries)


def forget_numbers(env: BuildEnvironment) -> None:
    """Take the numbers off headings: Sphinx sets them where contents count, and leaves them where they stop."""
    links = (link for headings in env.tocs.values() for link in headings.findall(nodes.reference))
    for title in (*env.titles.values(), *links):
        title.attributes.pop("secnumber", None)


def keep_backend() -> None:
    """Spare a look through the entry points of all that is installed: bibtex looks up the backend per citation."""
    register_plugin("pybtex.backends", "plaintext", plaintext.Backend, force=True)


def read_fields(read: Callable[[str], Text]) -> None:
    """Have any style of pybtex read fields as ours does: its own reader takes a percent sign for a comment."""
    Text.from_latex = staticmethod(read)


def tell_ids_apart() -> None:
    """Give each entry an id: of two keys whose ids are alike the second has none, which ends the build.

    So have two keys without a letter of ASCII.
    """

    def unlike(docname: str, lineno: int, ids: set[str], raw_id: str) -> list[str]:
        made = nodes.make_id(raw_id)
        if not raw_id.isascii() or made in ids:
            made = f"{made}-{hashlib.sha256(raw_id.encode()).hexdigest()[:8]}"
        return _make_ids(docname=docname, lineno=lineno, ids=ids, raw_id=made)

    of_bibtex._make_ids = unlike  # type: ignore[attr-defined]


def walk_trees_in_one_frame() -> None:
    """Look for nodes of a class without a generator for every node on the way, which takes a third longer.

    A build looks through each chapter some hundred times, and docutils has no other search.
    """
    nodes.Node._fast_findall = _found  # type: ignore[attr-defined]


def _found(node: nodes.Node, wanted: type) -> Iterator[nodes.Node]:
    """This node and those below it that are of a class, in their order; what is put in on the way is seen, too."""
    if isinstance(node, wanted):
        yield node
    above: list[Iterator[nodes.Node]] = []
    here = iter(node.children)
    while True:
        for child in here:
            if isinstance(child, wanted):
                yield child
            if child.children:
                above.append(here)
                here = iter(child.children)
                break
        else:
            if not above:
                return
            here = above.pop()


def read_all_bytes(env: BuildEnvironment) -> None:
    """Have chapters read whatever their bytes are: Sphinx reads strictly and would stop at the first bad one.

    It lets the encoding be named, though not what happens to errors, so this names an encoding that has none.
    """
    codecs.register(_find)
    env.settings["input_encoding"] = REPLACING


def undecoded() -> list[bytes]:
    """The parts of files that were no UTF-8 since this was last asked: a codec does not know its file."""
    found = list(_undecoded)
    _undecoded.clear()
    return found


def confine_names(may_name: Callable[[BuildEnvironment, str, str, str], bool]) -> None:
    """Have Sphinx find no file that a chapter may not name: directives of any extension ask it for files."""
    given = BuildEnvironment.relfn2path
    given = getattr(given, "confined", given)

    def relfn2path(env: BuildEnvironment, filename: str | Path, docname: str | None = None) -> tuple[str, str]:
        relative, absolute = given(env, filename, docname)
        if may_name(env, docname or env.docname, str(filename), absolute):
            return relative, absolute
        nowhere = f"{Path(filename).name} (outside)"
        return nowhere, str(Path(env.srcdir, nowhere))

    relfn2path.confined = given  # type: ignore[attr-defined]
    BuildEnvironment.relfn2path = relfn2path  # type: ignore[assignment,method-assign]


def confine_templates(may_fill_in: Callable[[str, str, Iterable[str]], bool]) -> None:
    """Have Sphinx fill in nothing for a template that we refuse: it finds any by dots, or by its whole path."""
    given = SphinxFileSystemLoader.get_source
    given = getattr(given, "confined", given)

    def source(loader: SphinxFileSystemLoader, environment: Any, name: str) -> tuple[str, str, Callable[[], bool]]:
        text, path, up_to_date = given(loader, environment, name)
        return text if may_fill_in(name, path, loader.searchpath) else "", path, up_to_date

    source.confined = given  # type: ignore[attr-defined]
    SphinxFileSystemLoader.get_source = source  # type: ignore[assignment,method-assign]


def choose_markup(
    directive_for: Callable[[str, type[Directive] | None], type[Directive]],
    role_for: Callable[[str, Any], RoleFunction],
) -> None:
    """While a chapter is read: have each directive and role that it names chosen by us, also one that is none.

    Sphinx puts both look-ups in place before it emits ``source-read`` and takes them away when a chapter is read.
    """
    directive, role = directives.directive, roles.role

    def chosen(name: str, language: Any, document: nodes.document) -> tuple[type[Directive] | None, list[Any]]:
        found, messages = directive(name, language, document)
        return directive_for(name, found), messages

    def permitted(name: str, language: Any, line: int, reporter: Any) -> tuple[Any, list[Any]]:
        found, messages = role(name, language, line, reporter)
        return role_for(name, found), messages

    directives.directive, roles.role = chosen, permitted  # type: ignore[assignment]


def names_of_markup(env: BuildEnvironment) -> tuple[dict[str, str], set[str]]:
    """The names of all directives, each with its module, and of all roles, that a chapter could mean.

    docutils lists them to nobody.  What describes code (``py:function``) is of domains that no brief means.
    """
    registry = vars(directives)["_directive_registry"]
    of_directives = {name: f"{directives.__name__}.{module}" for name, (module, _class) in registry.items()}
    of_directives |= {name: one.__module__ for name, one in vars(directives)["_directives"].items()}
    of_roles = {*vars(roles)["_roles"], *vars(roles)["_role_registry"]}
    for domain in env.domains.values():
        short = domain.name in ("std", env.config.primary_domain)
        if short or not type(domain).__module__.startswith("sphinx.domains"):
            named = {name: name if short else f"{domain.name}:{name}" for name in domain.directives | domain.roles}
            of_directives |= {named[name]: one.__module__ for name, one in domain.directives.items()}
            of_roles |= {named[name] for name in domain.roles}
    return of_directives, of_roles


def bound_runs_of_labels(too_many: Callable[[nodes.target], None]) -> None:
    """Have labels beyond many in a row left out: docutils hands on those of each to the next and fills memory."""
    ordering = transforms.ReorderConsecutiveTargetAndIndexNodes
    given = getattr(ordering.apply, "given", ordering.apply)

    def apply(self: Any, **kwargs: Any) -> None:
        before: dict[nodes.Node, int] = {}
        for target in list(self.document.findall(nodes.target)):
            at = target.parent.index(target)
            before[target] = before.get(target.parent[at - 1], 0) + 1 if at else 1
            if before[target] > MOST_LABELS:
                too_many(target)
                target.parent.remove(target)
        given(self, **kwargs)

    apply.given = given  # type: ignore[attr-defined]
    ordering.apply = apply  # type: ignore[method-assign]


def tell_of_rst(may_write: Callable[[DocutilsRenderer], bool]) -> None:
    """Have blocks of reStructuredText in Markdown go past us: MyST asks for no directive of that name."""
    given = DocutilsRenderer.render_restructuredtext
    given = getattr(given, "given", given)

    def render(renderer: DocutilsRenderer, token: Any) -> None:
        renderer.document.current_line = token.map[0] if token.map else 0
        if may_write(renderer):
            given(renderer, token)

    render.given = given  # type: ignore[attr-defined]
    DocutilsRenderer.render_restructuredtext = render  # type: ignore[assignment,method-assign]


def tell_of_expressions(may_stand_for: Callable[[DocutilsRenderer, str], bool]) -> None:
    """Have ``{{ word }}`` in Markdown go past us: MyST runs what stands there, and gives it the whole build."""
    given = DocutilsRenderer.render_substitution
    given = getattr(given, "given", given)

    def render(renderer: DocutilsRenderer, token: Any, inline: bool) -> None:
        renderer.document.current_line = token_line(token)
        words = token.content.strip()
        if may_stand_for(renderer, words):
            given(renderer, token, inline)
        else:
            shown = nodes.inline("", words, classes=["problematic"])
            renderer.current_node += shown if inline else nodes.paragraph("", "", shown)

    render.given = given  # type: ignore[attr-defined]
    DocutilsRenderer.render_substitution = render  # type: ignore[assignment,method-assign]


def fit_tables(fitting_rows: Callable[[DocutilsRenderer, int, int], int]) -> None:
    """Have us say how many rows of a table of Markdown are read."""
    given = DocutilsRenderer.render_table
    given = getattr(given, "given", given)

    def render(renderer: DocutilsRenderer, token: Any) -> None:
        renderer.document.current_line = token_line(token)
        head, *bodies = token.children
        columns = len(head.children[0].children)
        for body in bodies:
            body.children = body.children[: fitting_rows(renderer, len(body.children), columns)]
        given(renderer, token)

    render.given = given  # type: ignore[attr-defined]
    DocutilsRenderer.render_table = render  # type: ignore[assignment,method-assign]


def bound_nesting(may_read: Callable[[DocutilsRenderer, int, int | None], bool]) -> None:
    """Have us say what is read inside of directives: those in too many others end the build."""
    given = DocutilsRenderer.nested_render_text
    given = getattr(given, "given", given)

    def render(renderer: DocutilsRenderer, text: str, lineno: int, *rest: Any, **more: Any) -> None:
        around = getattr(renderer, "around", 0)
        renderer.document.current_line = lineno
        # of all that reads inside, an include alone says how deep its headings are
        if not may_read(renderer, around, len(text) if "heading_offset" in more else None):
            return
        renderer.around = around + 1  # type: ignore[attr-defined]
        try:
            given(renderer, text, lineno, *rest, **more)
        finally:
            renderer.around = around  # type: ignore[attr-defined]

    render.given = given  # type: ignore[attr-defined]
    DocutilsRenderer.nested_render_text = render  # type: ignore[assignment,method-assign]


def keep_deep_blocks() -> None:
    """Have what stands in too many lists and quotations kept as it is written: Markdown's parser drops it."""
    given = ParserBlock.tokenize
    given = getattr(given, "given", given)

    def tokenize(parser: ParserBlock, state: StateBlock, start: int, end: int) -> None:
        full = [line for line in range(start, end) if not state.isEmpty(line)]
        if state.level < state.md.options.maxNesting or not full:
            given(parser, state, start, end)
            return
        opened = state.push("paragraph_open", "p", 1)
        opened.map = [full[0], end]
        opened.attrSet("class", TOO_DEEP)
        words = state.push("inline", "", 0)
        words.content = state.getLines(full[0], end, state.blkIndent, False).strip()
        words.map, words.children = opened.map, []
        state.push("paragraph_close", "p", -1)
        state.line = end

    tokenize.given = given  # type: ignore[attr-defined]
    ParserBlock.tokenize = tokenize  # type: ignore[assignment,method-assign]


def read_open_brackets_as_text() -> None:
    """Have many brackets that nothing closes read as what they print as: fifty thousand of them take hours."""
    given = ParserInline.parse
    given = getattr(given, "given", given)

    def parse(parser: ParserInline, src: str, *rest: Any) -> Any:
        return given(parser, _with_few_open(src), *rest)

    parse.given = given  # type: ignore[attr-defined]
    ParserInline.parse = parse  # type: ignore[assignment,method-assign]


def _with_few_open(text: str) -> str:
    if text.count("[") <= MOST_OPEN:
        return text
    open_: list[int] = []
    for found in BRACKET.finditer(text):
        if found[0] == "[":
            open_.append(found.start())
        elif found[0] == "]" and open_:
            open_.pop()
    if len(open_) <= MOST_OPEN:
        return text
    parts = [text[begin:end] for begin, end in zip([0, *open_], [*open_, len(text)], strict=True)]
    return "\\".join(parts)


def choose_settings(may_set: Callable[[str], bool]) -> None:
    """While a chapter is read: have each setting of MyST in its head chosen by us; MyST takes them all."""
    given = of_myst.merge_file_level  # type: ignore[attr-defined]
    given = getattr(given, "given", given)

    def merge(config: Any, head: dict[str, Any], warning: Any) -> Any:
        own = head.get("myst")
        kept = {name: value for name, value in head.items() if name not in OLD_SETTINGS or may_set(name)}
        if isinstance(own, dict):
            kept["myst"] = {name: value for name, value in own.items() if may_set(str(name))}
        return given(config, kept, warning)

    merge.given = given  # type: ignore[attr-defined]
    of_myst.merge_file_level = merge  # type: ignore[assignment,attr-defined]


def leave_settings() -> None:
    """Once a chapter is read: let MyST take all settings again, for a project that is none of ours."""
    merge = of_myst.merge_file_level  # type: ignore[attr-defined]
    of_myst.merge_file_level = getattr(merge, "given", merge)  # type: ignore[attr-defined]


def open_rings(env: BuildEnvironment) -> Iterator[tuple[str, str]]:
    """Leave out what has a list of chapters stand in itself, which Sphinx follows for ever: chapter and name."""
    around, done = list[str](), set[str]()
    todo = [(env.config.root_doc, True)]
    while todo:
        docname, begins = todo.pop()
        if not begins:
            around.pop()
        elif docname not in done:
            done.add(docname)
            around.append(docname)
            todo.append((docname, False))
            named = env.toctree_includes.get(docname, [])
            rings = [name for name in named if name in around]
            yield from ((docname, name) for name in rings)
            named[:] = [name for name in named if name not in rings]
            todo += [(name, True) for name in reversed(named)]


# Sphinx's builders


def builder_of(env: BuildEnvironment) -> type[Builder]:
    """The builder of this build: while transforms run, Sphinx 9 has but a private way to it, and 8.2 another."""
    return getattr(env, "_builder_cls", None) or type(env.app.builder)


def is_set(config: Config, name: str) -> bool:
    """Whether ``conf.py`` or the command line sets a value, which Sphinx does not tell from its default."""
    return name in config.overrides or name in config._raw_config


def set_in_file(config: Config) -> list[str]:
    """The names that ``conf.py`` sets, those among them that nobody reads."""
    return list(config._raw_config)


def write_last(builder: Builder, last: str, before: Callable[[], object]) -> None:
    """Have one page written after all others and after *before*; Sphinx has no order of pages."""
    write = builder.write_documents

    def in_two(docnames: set[str]) -> None:
        if others := docnames - {last}:
            write(others)
        before()
        if last in docnames:
            write({last})

    builder.write_documents = in_two  # type: ignore[assignment,method-assign]


def take_index(builder: StandaloneHTMLBuilder, index: Any) -> None:
    """Have an index of our own read and written; without its own Sphinx has no search page."""
    builder.indexer_format = index
    # Sphinx need not gather the words of a page, nor write them
    builder.index_page = lambda pagename, doctree, title: None  # type: ignore[method-assign]
    builder.dump_search_index = index.write  # type: ignore[method-assign]


def name_only_stemmers_that_are() -> None:
    """Keep Sphinx 9 from naming in its script a stemmer that is not there, as it does for Chinese."""
    IndexBuilder.get_js_stemmer_code = _sound_stemmer  # type: ignore[assignment,method-assign]


_stemmer = IndexBuilder.get_js_stemmer_code


def _sound_stemmer(indexer: IndexBuilder) -> str:
    code = _stemmer(indexer)
    named = re.search(r"\n?window\.Stemmer = (\w+);\s*\Z", code)
    return code[: named.start()] if named and not re.search(rf"\b{named[1]}\s*=", code[: named.start()]) else code


def tell_missing_alone(app: Sphinx) -> None:
    """Take away Sphinx's own word on a label that is missing: it is said even where another handler has spoken."""
    said = app.events.listeners["warn-missing-reference"]
    said[:] = [listener for listener in said if listener.handler is not std.warn_missing_reference]


def hint_in_myst(hint: Callable[[BuildEnvironment, str], str]) -> None:
    """Have MyST add a hint to what it says of a link that leads nowhere; it has no event for that."""
    MystReferenceResolver.log_warning = partialmethod(_log_with_hint, hint)  # type: ignore[assignment]


_log_warning = MystReferenceResolver.log_warning


def _log_with_hint(
    resolver: MystReferenceResolver,
    hint: Callable[[BuildEnvironment, str], str],
    target: str | None,
    message: str,
    subtype: MystWarnings,
    **kwargs: Any,
) -> None:
    missing = target and subtype is MystWarnings.XREF_MISSING and "brief" in resolver.env.domains
    _log_warning(
        resolver,
        target,
        f"{message}; {hint(resolver.env, str(target))}" if missing else message,
        subtype,
        **kwargs,
    )


def begin_page(builder: StandaloneHTMLBuilder, name: str, docname: str) -> None:
    """Tell the builder that it writes a page with parts of a chapter, as it tells itself before each chapter.

    Sphinx renders parts of a tree for the page that it is at, and is at pages of chapters alone.
    """
    uri = builder.get_target_uri(name)
    builder.current_docname = name
    builder.secnumbers = builder.env.toc_secnumbers.get(docname, {})
    builder.fignumbers = builder.env.toc_fignumbers.get(docname, {})
    builder.imgpath = relative_uri(uri, builder.imagedir)
    builder.dlpath = relative_uri(uri, "_downloads")
    builder.add_permalinks = False  # the chapters are written, and a page like this is its own address


class LeadWithin(SphinxPostTransform):
    """On one page for the whole, an address is a place on it: Sphinx 9 writes ``#document-chapter#place``."""

    default_priority = 990  # after all that makes references
    builders = ("singlehtml",)

    def run(self, **_kwargs: Any) -> None:
        """Leave of two places the second, which is the nearer."""
        for node in self.document.findall(nodes.reference):
            _page, mark, place = node.get("refuri", "").removeprefix("#").partition("#")
            if mark and node["refuri"].startswith("#"):
                node["refuri"] = f"#{place}"


class PrintNumbers(SphinxPostTransform):
    """In plain texts, a reference by number prints its words: Sphinx prints their pattern, "Fig. %s"."""

    default_priority = 990  # after all that makes references
    builders = ("text", "man", "texinfo")

    def run(self, **_kwargs: Any) -> None:
        """Give each its words for the pattern."""
        for node in self.document.findall(number_reference):
            node["title"] = node.astext()


def number_counted_headings_alone() -> None:
    """Have no number before a heading that the contents do not count: Sphinx writes that of its chapter there."""
    for translator, method, none in (
        (HTML5Translator, "get_secnumber", None),
        (TextTranslator, "get_section_number_string", ""),
    ):
        given = getattr(translator, method)
        setattr(translator, method, _of_counted(getattr(given, "given", given), none))


def _of_counted(given: Callable[..., Any], none: object) -> Callable[..., Any]:
    def number(translator: Any, title: nodes.Element) -> Any:
        section = title.parent
        if isinstance(section, nodes.section) and isinstance(section.parent, nodes.section):
            place = f"#{section['ids'][0]}"
            numbers = translator.builder.secnumbers.items()  # on one page for the whole, the chapter stands before
            if not any(found for anchor, found in numbers if anchor.rpartition("/")[2] == place):
                return none
        return given(translator, title)

    number.given = given  # type: ignore[attr-defined]
    return number


# Bytes


_undecoded: list[bytes] = []


class _Decoder(utf_8_sig.IncrementalDecoder):
    def __init__(self, errors: str = "strict") -> None:
        super().__init__("replace")

    def _buffer_decode(self, data: bytes, errors: str, final: bool) -> tuple[str, int]:  # type: ignore[override]
        first: int = self.first  # type: ignore[has-type]
        if final and encodings.of(data) != encodings.UTF_8:
            _undecoded.append(data)
            return encodings.decoded(data), len(data)
        try:
            return super()._buffer_decode(data, "strict", final)
        except UnicodeDecodeError:
            _undecoded.append(data)
            self.first = first
            return super()._buffer_decode(data, errors, final)


def _find(name: str) -> codecs.CodecInfo | None:
    if name != REPLACING:
        return None
    return codecs.CodecInfo(
        utf_8_sig.encode,
        lambda data, errors="strict": utf_8_sig.decode(data, "replace"),
        incrementalencoder=utf_8_sig.IncrementalEncoder,
        incrementaldecoder=_Decoder,
        name=REPLACING,
    )
