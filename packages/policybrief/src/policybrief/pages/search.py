"""The search of the pages: one index of what a reader looks for, in a script that also works from a disk.

An own index instead of Sphinx's.  Sphinx's knows words of whole pages: it has no sentence to show (its script
fetches the page for that, which browsers refuse from a disk), no finding, no place in a page, no synonym.  This
one holds the text itself, divided into what can be a result; `static/search.js` takes it apart in the browser.
Sphinx's stemmers and stop words for the language of the brief stay in use, and so do its file names: the index
is written where Sphinx writes its own, as a format of the index (``indexer_format``).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple, cast

from docutils import nodes
from sphinx.addnodes import glossary

from policybrief.chapters.lists import written
from policybrief.chapters.nodes import margin, statement
from policybrief.data.entries import named
from policybrief.data.upstream import name_only_stemmers_that_are, take_index
from policybrief.pages import page, synonyms
from policybrief.pages.chain import BUILDERS, disclosure_line
from policybrief.words import scales
from policybrief.words.messages import _
from policybrief.words.records import Certainty, Finding, Recommendation, Status, Strength
from policybrief.words.spaces import on_one_line

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from policybrief.chapters.domain import BriefDomain

START, END = "const searchIndex = ", ";\n"
"""What makes the JSON of the index a script."""

SILENT = {
    "box-title",
    "cell-detail",
    "chip-line",
    "evidence-list",
    "finding-record",
    "findings-list",
    "home-figure",
    "no-search",  # Sphinx's own mark for what a search leaves out
    "panels",
    "source-line",
    "strength-line",
    "toctree-wrapper",
    "trace",
    "trace-title",
    "withdrawn-line",
}
"""Classes of what is found elsewhere, or says nothing of its own."""


REGISTERS = {"evidence-register", "finding-records", "traceability"}
"""Lists that make a page a register: what it says stands behind a chapter, and so it does among results."""


class SearchEntry(NamedTuple):
    """What can be a result, in the order in which the index lists it."""

    kind: str
    anchor: str
    number: str
    title: str
    marks: str
    """What is said of it in a word: that it is withdrawn, its certainty, its strength."""
    lead: str
    """The sentence that is shown whatever was searched."""
    text: str
    """The rest; of it is shown what was searched."""


class Index:
    """The index of one build, a page noted as it is written; it takes the place of Sphinx's."""

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        self.builder = builder
        self.pages: dict[str, list[list[str]]] = {}
        self.earlier = ""
        """The script of the build before."""
        self.unchanged = True
        """Whether no chapter was read, or went."""

    def note_change(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """A chapter is read anew, or is gone."""
        self.unchanged = False

    def note(self, app: Sphinx, tree: nodes.document, docname: str) -> None:
        """Take the entries of a chapter whose references are resolved."""
        env = app.env
        if tree.get("source") != str(env.doc2path(docname)):  # the text of some list, not a chapter
            return
        hidden = {"nosearch", "no-search"} & set(env.metadata.get(docname, {}))
        entries = [] if hidden else Collector(self.builder, docname).collected(tree)
        self.pages[docname] = [_without_end(entry) for entry in entries]

    def load(self, stream: IO[str]) -> dict[str, Any]:
        """What Sphinx shall know of an earlier index: names alone."""
        self.earlier = stream.read()
        env = self.builder.env
        nothing: dict[str, Any] = {"alltitles": {}, "terms": {}, "titleterms": {}}
        names = sorted(env.titles)  # Sphinx's own index fails on no chapter at all
        titles = [env.titles[name].astext() for name in names]
        return {"envversion": env.version, **nothing, "docnames": names, "filenames": names, "titles": titles}

    def write(self) -> None:
        """Write the script; it stays as it is where nothing has changed."""
        cover = {self.builder.config.root_doc}  # written in every build
        if self.earlier and self.unchanged and self.pages.keys() <= cover:
            return
        script = START + json.dumps(self.index(), ensure_ascii=False, separators=(",", ":")) + END
        (self.builder.outdir / self.builder.searchindex_filename).write_text(script, "utf-8")

    def index(self) -> dict[str, Any]:
        """The whole index as plain data."""
        env = self.builder.env
        domain = cast("BriefDomain", env.get_domain("brief"))
        order = domain.reading_order()
        kept = {one["address"]: one["entries"] for one in parsed(self.earlier)["pages"]} if self.earlier else None
        for docname in order:
            if docname in self.pages:
                continue
            if kept is None:
                env.get_and_resolve_doctree(docname, self.builder)  # which notes it
            else:  # its page stays as it is, and so do its entries
                self.pages[docname] = kept.get(self.builder.get_relative_uri("search", docname), [])
        said = [word for docname in order for entry in self.pages[docname] for word in entry]
        file = synonyms.of(env)
        synonyms.check(file, said, self.builder)
        return {
            "pages": [
                {
                    "address": self.builder.get_relative_uri("search", docname),
                    "title": env.titles[docname].astext(),
                    "reference": bool(REGISTERS & domain.store.listings.get(docname, set())),
                    "entries": self.pages[docname],
                }
                for docname in order
                if self.pages[docname]
            ],
            "synonyms": file.words,
            "kinds": {name: str(word) for name, word in KINDS.items()},
            "marks": marks(),
            "words": {name: str(word) for name, word in WORDS.items()},
        }


class Collector:
    """Divides a chapter into entries."""

    def __init__(self, builder: StandaloneHTMLBuilder, docname: str) -> None:
        self.env: BuildEnvironment = builder.env
        self.domain = cast("BriefDomain", self.env.get_domain("brief"))
        self.formats: dict[str, str] = builder.config.numfig_format
        self.docname = docname
        self.entries: list[SearchEntry] = []

    def collected(self, tree: nodes.document) -> list[SearchEntry]:
        """The entries of a chapter."""
        for child in tree.children:
            self.text(child)
        return self.entries

    def text(self, node: nodes.Node) -> str:
        """The words of *node* that belong to the section around it; what is an entry of its own is taken out."""
        if not isinstance(node, nodes.Element):
            return node.astext() if isinstance(node, nodes.Text) else ""
        if SILENT & set(node["classes"]) or isinstance(node, SKIPPED):
            return ""
        for what, take in TAKEN:
            if isinstance(node, what) and take(self, node):
                return ""
        return self.inside(node)

    def inside(self, node: nodes.Element) -> str:
        """The words of all children: those of a paragraph as they stand, blocks with a space between."""
        space = "" if isinstance(node, nodes.TextElement) else " "
        return space.join(filter(None, map(self.text, node.children)))

    def add(self, kind: str, node: nodes.Element, title: str, **more: str) -> None:
        """Note an entry that *node* is the place of."""
        anchor = node["ids"][0] if node["ids"] else ""
        words = {"anchor": anchor, "number": "", "marks": "", "lead": "", "text": "", "title": title, **more}
        self.entries.append(SearchEntry(kind=kind, **{name: on_one_line(said) for name, said in words.items()}))

    # Each of these takes a node, and says whether it is an entry

    def take_section(self, node: nodes.Element) -> bool:
        """A chapter or a section, without the sections and objects in it."""
        if "records" in node["classes"]:  # it repeats the title of a finding, which has its own entry
            self.inside(node)
            return True
        first = isinstance(node.parent, nodes.document)
        title = node.next_node(nodes.title)
        numbers = self.env.toc_secnumbers.get(self.docname, {})
        number = numbers.get(f"#{node['ids'][0]}") or (numbers.get("") if first else None) or ()
        before = len(self.entries)
        text = self.inside(node)
        self.add(
            "chapter" if first else "section",
            node,
            title.astext() if title else "",
            number=".".join(map(str, number)),
            text=text,
            **({"anchor": ""} if first else {}),
        )
        self.entries.insert(before, self.entries.pop())  # before what it contains
        return True

    def take_statement(self, node: nodes.Element) -> bool:
        """A finding or a recommendation: its sentence leads."""
        noted = self.domain.noted(node)
        body = node[1] if len(node) > 1 else None
        if noted is None or not isinstance(body, nodes.Element):
            return False
        said = [child for child in body.children if isinstance(child, nodes.Element)]
        lead = [child for child in said if "statement" in child["classes"]]
        marks = ["withdrawn"] if noted.status is Status.WITHDRAWN else []
        if isinstance(noted, Finding):
            marks.append(str(noted.certainty))
        elif isinstance(noted, Recommendation):
            marks.append(str(noted.strength))
        self.add(
            type(noted).__name__.lower(),
            node,
            noted.title,
            number=self.domain.number(noted.id),
            marks=" ".join(marks),
            lead=" ".join(map(self.text, lead)),
            text=" ".join(self.text(child) for child in said if child not in lead),
        )
        return True

    def take_figure(self, node: nodes.Element) -> bool:
        """A figure or a table with a caption; a drawing says what its alternative text does."""
        caption = next((child for child in node.children if isinstance(child, nodes.caption | nodes.title)), None)
        if caption is None or not node["ids"]:
            return False
        kind = "table" if isinstance(node, nodes.table) else "figure"
        numbers = self.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        number = next((numbers[id] for id in node["ids"] if id in numbers), None)
        alternatives = [image["alt"] for image in node.findall(nodes.image) if image.get("alt")]
        said = [self.text(child) for child in node.children if child is not caption]
        self.add(
            kind,
            node,
            caption.astext(),
            number=self.formats.get(kind, "%s") % ".".join(map(str, number)) if number else "",
            lead=" ".join(alternatives),
            text=" ".join(said),
        )
        return True

    def take_terms(self, node: nodes.Element) -> bool:
        """The entries of a glossary, each with all its terms."""
        for item in node.findall(nodes.definition_list_item):
            terms = [child for child in item.children if isinstance(child, nodes.term)]
            meaning = [self.inside(child) for child in item.children if isinstance(child, nodes.definition)]
            self.add("term", terms[0], ", ".join(term.astext() for term in terms), lead=" ".join(meaning))
        return True

    def take_record(self, node: nodes.Element) -> bool:
        """A record of evidence, by its statement; its limits are on its page."""
        if "evidence-record" not in node["classes"]:
            return False
        record = self.domain.evidence.get(node["ids"][0].removeprefix("evidence-")) if node["ids"] else None
        if record is None:
            return False
        labels = [
            self.domain.sources[cited.key].label for cited in record.sources if cited.key in self.domain.sources
        ]
        self.add(
            "evidence",
            node,
            ", ".join(dict.fromkeys(labels)) or record.id,
            marks=str(record.certainty),
            lead=written(record, self.domain),  # in the register it stands on the line that opens the record
        )
        return True

    def take_source(self, node: nodes.Element) -> bool:
        """A source, by what readers know of it: everybody who made it, its title and its numbers."""
        cited: Any = self.env.get_domain("cite")
        source = self.domain.source_at(node["ids"])
        if source is None:
            return False
        people = cited.bibdata.data.entries[source.key].persons.values()
        makers = [named(person) for several in people for person in several]
        numbers = [source.fields.get(name, "") for name in NUMBERS]
        lead = ". ".join(filter(None, (", ".join(makers), source.title)))
        self.add("source", node, source.label, lead=lead, text=" ".join(filter(None, numbers)))
        return True


SKIPPED = (nodes.comment, nodes.raw, nodes.title, disclosure_line, margin)
"""What has no words for a search, or has them elsewhere."""

TAKEN: tuple[tuple[type[nodes.Element], Callable[[Collector, nodes.Element], bool]], ...] = (
    (nodes.section, Collector.take_section),
    (statement, Collector.take_statement),
    (nodes.figure, Collector.take_figure),
    (nodes.table, Collector.take_figure),
    (glossary, Collector.take_terms),
    (nodes.citation, Collector.take_source),
    (nodes.container, Collector.take_record),
)
"""What is an entry of its own."""

KINDS = {
    "finding": _("Finding"),
    "recommendation": _("Recommendation"),
    "term": _("Term"),
    "figure": _("Figure"),
    "table": _("Table"),
    "chapter": _("Chapter"),
    "section": _("Section"),
    "evidence": _("Evidence"),
    "source": _("Source"),
}
"""What a result is."""

NUMBERS = ("doi", "eprint", "isbn", "issn", "number")
"""Fields of a source by which readers look for it."""

WORDS = {
    "one": _("1 result for “{query}”"),
    "many": _("{count} results for “{query}”"),
    "none": _("No result for “{query}”"),
    "corrected": _("“{typed}” does not occur in this brief; shown is “{read}”."),
    "unknown": _("Not in this brief: “{typed}”."),
    "synonym": _("For “{typed}”, this brief was also searched for “{read}”."),
    "and": _("” and “"),
}
"""What the script says of a search."""


def marks() -> dict[str, list[str]]:
    """Each mark with its word and its classes, those of the pages."""
    certainties = {str(one): [scales.certainty(one), f"certainty certainty-{one}"] for one in Certainty}
    strengths = {str(one): [scales.strength(one), f"strength strength-{one}"] for one in Strength}
    return {**certainties, **strengths, "withdrawn": [str(_("Withdrawn.")).rstrip("."), "withdrawn-mark"]}


def install(app: Sphinx) -> None:
    """Give the builder this index in place of Sphinx's."""
    if app.builder.name in BUILDERS and page.is_ours(app.builder):
        builder = cast("StandaloneHTMLBuilder", app.builder)
        index = Index(builder)
        take_index(builder, index)
        name_only_stemmers_that_are()
        app.connect("env-purge-doc", index.note_change)
        app.connect("doctree-resolved", index.note, priority=400)  # before what only pages show is added


def add_words(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    """What the search page says, and where else one can look."""
    if pagename != "search" or not page.is_ours(app.builder):
        return
    glossaries = [
        docname
        for _name, _shown, kind, docname, *_rest in app.env.domains.standard_domain.get_objects()
        if kind == "term"
    ]
    context["description"] = context["description"] or str(_("Search the words of this brief."))
    context["places"] = [
        (context["pathto"](app.config.root_doc), str(_("Contents"))),
        *((context["pathto"](docname), app.env.titles[docname].astext()) for docname in glossaries[:1]),
        *([(context["pathto"]("genindex"), str(_("Index")))] if app.config.html_use_index else []),
    ]
    context["search_words"] = {
        "more": str(_("Show all results")),
        "off": str(_("The search needs JavaScript, which is switched off or did not load. Look here instead:")),
        "instead": str(_("Look here instead:")),
    }


def read(path: Path) -> dict[str, Any]:
    """The index as data, from the script that was written."""
    return parsed(path.read_text("utf-8"))


def parsed(script: str) -> dict[str, Any]:
    """The index as data."""
    return json.loads(script.removeprefix(START).removesuffix(END))  # type: ignore[no-any-return]


def _without_end(entry: SearchEntry) -> list[str]:
    """An entry without the empty words at its end, as the script fills them in."""
    words = list(entry)
    while words and not words[-1]:
        words.pop()
    return words
