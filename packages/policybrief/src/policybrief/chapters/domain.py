"""The domain: the only writer of the store of sources, evidence, findings and recommendations."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar, cast

from docutils import nodes
from sphinx.addnodes import toctree
from sphinx.domains import Domain, ObjType
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from policybrief.chapters import nodes as own
from policybrief.chapters.directives import DIRECTIVES
from policybrief.chapters.nodes import ORIGIN, inline
from policybrief.chapters.roles import ROLES
from policybrief.chapters.tables import TABLES
from policybrief.chapters.terms import everything_defined
from policybrief.data import collation, profiles, upstream
from policybrief.data.bibliography import Bibliography, read_bibliography
from policybrief.data.evidence import Reading, derive, read_folder
from policybrief.data.style import BibliographyStyle
from policybrief.words.complaints import Complaint, Rule, closest, of_setting, unknown, warn
from policybrief.words.messages import _
from policybrief.words.records import Finding, Recommendation, Records, Source, Statement, Status
from written_values.derivation import Kept
from written_values.values import Style, locale_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from policybrief.data.word_tables import DataTable
    from policybrief.words.vocabulary import Profile

logger = logging.getLogger(__name__)

Given = TypeVar("Given")
Kind = TypeVar("Kind", Finding, Recommendation)

Noted = tuple[Statement, list[nodes.Node], dict[str, list[nodes.Node]]]
"""A statement with its sentence and its parts."""

PREFIX = {"finding": "F", "recommendation": "R"}
"""What a printed number begins with."""
UNPRINTED = {
    "source": "no list of sources has it; add {bibliography} with :all:, or cite it where one is",
    "evidence": "no chapter prints that record; add {evidence-register}, or {evidence} with its id",
}
"""What is missing where a record or a source is not printed."""
NAMED = {"any": "name", "ref": "label", "numref": "label", "doc": "chapter", "term": "term"}
"""What a role of Sphinx leads to."""


@dataclass
class Store:
    """What the domain holds; chapters are named by their docnames."""

    root: Path = field(default_factory=Path)
    as_written: bool = False
    """Whether the builder wants chapters as their authors wrote them."""
    sources: dict[str, Source] = field(default_factory=dict)
    evidence: Records = field(default_factory=Records)
    used: set[str] = field(default_factory=set)
    """The keys of the sources that chapters or data use."""
    aliases: dict[str, str] = field(default_factory=dict)
    """Former keys of sources, each with the present one."""
    listed: dict[Any, set[str]] = field(default_factory=dict)
    """By list of sources, the keys that stand in it because data name them."""
    complaints: list[Complaint] = field(default_factory=list)
    """What is wrong with the files of the bibliography."""
    material_complaints: list[Complaint] = field(default_factory=list)
    faults: dict[str, list[Complaint]] = field(default_factory=dict)
    """What is wrong with each source."""
    statements: dict[str, Statement] = field(default_factory=dict)
    sentences: dict[str, list[nodes.Node]] = field(default_factory=dict)
    """The statement itself, by its id."""
    bodies: dict[str, dict[str, list[nodes.Node]]] = field(default_factory=dict)
    """The parts of a statement, by its id."""
    doubles: list[Noted] = field(default_factory=list)
    """Statements whose id is taken by one that stands before."""
    cited: dict[str, set[str]] = field(default_factory=dict)
    """By chapter, the evidence whose values or records it prints."""
    targets: dict[str, set[str]] = field(default_factory=dict)
    """By evidence, the chapters that print its record."""
    listings: dict[str, set[str]] = field(default_factory=dict)
    """By chapter, the contents of the lists in it."""
    tables: dict[str, dict[str, DataTable]] = field(default_factory=dict)
    """By chapter, the tables of words in it."""
    figures: dict[str, dict[str, str]] = field(default_factory=dict)
    """By chapter, the figures in it by their ids, each with its title."""
    abstract: dict[str, list[nodes.Node]] = field(default_factory=dict)
    message: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    """Printed numbers by id."""
    printed: str = ""
    """What all pages together print of the store, to see when it changes."""
    history: Any = None
    """What earlier revisions mean for this one (see `policybrief.revisions.history`)."""
    history_made_of: str = ""

    @property
    def by_chapter(self) -> tuple[dict[str, Any], ...]:
        """What is forgotten and merged by chapter."""
        return self.cited, self.listings, self.tables, self.figures, self.abstract, self.message


class Meant(NamedTuple):
    """Where a reference leads, and what it says."""

    docname: str | None
    """Nothing where no page has the target."""
    title: str
    number: str = ""
    mark: str = ""
    """What is said behind the title, such as that it is withdrawn."""


class BriefDomain(Domain):
    """Evidence, findings and recommendations as objects that chapters declare and refer to."""

    causes: tuple[Complaint, ...] = ()
    """Files of the material that could not be read, told before the chapters that name them."""
    name = "brief"
    label = "Policy brief"
    object_types: ClassVar[dict[str, ObjType]] = {
        "finding": ObjType(_("finding"), "finding"),
        "recommendation": ObjType(_("recommendation"), "recommendation"),
        "evidence": ObjType(_("evidence"), "evidence"),
    }
    directives: ClassVar[Any] = DIRECTIVES | TABLES
    roles: ClassVar[Any] = ROLES
    initial_data: ClassVar[dict[str, Any]] = {"store": Store()}
    data_version = 6

    @property
    def store(self) -> Store:
        """What was noted; nobody else writes in it."""
        return self.data["store"]  # type: ignore[no-any-return]

    settled: dict[str, Any] | None = None
    """What was asked since everything is read; nothing while chapters are read."""

    def once(self, what: str, make: Callable[[], Given]) -> Given:
        """What *make* gives, made once when all is read; while chapters are read, anew each time."""
        if self.settled is None:
            return make()
        if what not in self.settled:
            self.settled[what] = make()
        return cast("Given", self.settled[what])

    def is_first(self, what: str) -> bool:
        """Whether this comes up for the first time since everything is read."""
        asked = object()
        return self.once(f"first {what}", lambda: asked) is asked

    @property
    def sources(self) -> dict[str, Source]:
        """The bibliography by key."""
        return self.store.sources

    @property
    def used(self) -> set[str]:
        """The keys of the sources that chapters or data use, or that some list prints."""
        return self.store.used

    @property
    def aliases(self) -> dict[str, str]:
        """Former keys of sources, each with the present one."""
        return self.store.aliases

    @property
    def evidence(self) -> Records:
        """The material by id."""
        return self.store.evidence

    @property
    def statements(self) -> dict[str, Statement]:
        """Findings and recommendations by id; of two with one id the one that has it."""
        return self.store.statements

    @property
    def findings(self) -> dict[str, Finding]:
        """All findings by id, in reading order."""
        return self.once("findings", lambda: self._in_reading_order(Finding))

    @property
    def recommendations(self) -> dict[str, Recommendation]:
        """All recommendations by id, in reading order."""
        return self.once("recommendations", lambda: self._in_reading_order(Recommendation))

    @property
    def cited(self) -> dict[str, set[str]]:
        """The evidence that each document prints values or records of."""
        return self.store.cited

    @property
    def figures(self) -> dict[str, dict[str, str]]:
        """The figures of each document by their ids, each with its title."""
        return self.store.figures

    @property
    def style(self) -> Style:
        """How values are written in this brief."""
        return self.once("style", self._style)

    def _style(self) -> Style:
        config = self.env.config
        return Style(
            locale_of(config.language) or "en",
            str(_("{successes} of {trials}")),
            config.brief_interval,
            str(_("to")),
            str(_("our estimate")),
        )

    @property
    def profile(self) -> Profile:
        """The vocabulary of this brief."""
        return self.once("profile", lambda: profiles.of_config(self.env.config, self.root))

    @property
    def root(self) -> Path:
        """The folder of ``conf.py``, to which the places of material and bibliography are relative."""
        return self.store.root

    @property
    def as_written(self) -> bool:
        """Whether chapters stay as their authors wrote them."""
        return self.store.as_written

    # What the chapters note while they are read

    def note_builder(self, name: str) -> None:
        """Only the messages for translators are taken from chapters as they were written."""
        self.store.as_written = name == "gettext"

    def note_material(self, root: Path) -> None:
        """Read material and bibliography anew; what is wrong with them is told with the other checks."""
        self.store.root = root
        self.settled = None
        config = self.env.config
        material, bibliography = _read(
            root,
            config.brief_material,
            tuple(config.bibtex_bibfiles),
            config.brief_cache,
            config.brief_profile,
            config.brief_inputs,
        )
        self.store.evidence = material.records
        self.store.sources, self.store.aliases = dict(bibliography.sources), bibliography.aliases
        BibliographyStyle.locale = self.style.locale
        upstream.give_entries(self.env, bibliography.entries, bibliography.files, config.bibtex_encoding)
        self.store.complaints = bibliography.complaints.copy()
        self.store.material_complaints = material.complaints
        self.store.faults = bibliography.faults
        if bibliography.sources and not collation.is_known(config.language):
            problem = (
                f"no alphabet is known for the language {config.language!r}, so sources stand in the order that"
                " all languages share; install PyICU, which knows its order"
            )
            self.store.complaints.append(of_setting(Rule.LANGUAGE, self.env.app.confdir, "language", problem))

    def note_used(self, keys: set[str]) -> None:
        """These sources are used."""
        self.store.used = keys

    def with_named(self, bibliography: Any, keys: list[str], named: set[str]) -> list[str]:
        """What a list of sources prints if nothing cites it, too: what its author names, and what data name."""
        written = [key for key in keys if key not in self.store.listed.get(bibliography, ())]
        self.store.listed[bibliography] = named - set(written)
        return [*written, *sorted(named - set(written))]

    def note_statement(
        self, statement: Statement, sentence: list[nodes.Node], parts: dict[str, list[nodes.Node]]
    ) -> None:
        """Take a finding or recommendation into the store; of two with one id the first by name of chapter.

        So the same one is taken in whatever order, and by however many processes, chapters are read.
        """
        self.settled = None
        id = statement.id
        noted = (statement, sentence, parts)
        if other := self.statements.get(id):
            taken = (other, self.store.sentences[id], self.store.bodies[id])
            noted, double = sorted((noted, taken), key=lambda one: (one[0].docname, one[0].line))
            self.store.doubles.append(double)
        self.statements[id], self.store.sentences[id], self.store.bodies[id] = noted

    def note_cited(self, docname: str, evidence: str) -> None:
        """A document prints a value or a record of this evidence."""
        self.cited.setdefault(docname, set()).add(evidence)

    def note_target(self, docname: str, evidence: str) -> None:
        """A document prints the whole record of this evidence."""
        self.store.targets.setdefault(evidence, set()).add(docname)

    def place_of(self, evidence: str) -> str | None:
        """The document that prints the whole record of this evidence: of several the first by name."""
        return min(self.store.targets.get(evidence, ()), default=None)

    def note_message(self, docname: str, text: str) -> None:
        """The main message stands here."""
        self.store.message[docname] = text

    def note_abstract(self, docname: str, body: list[nodes.Node]) -> None:
        """The abstract stands here."""
        self.store.abstract[docname] = body

    def note_numbers(self) -> None:
        """Number findings and recommendations in reading order; withdrawn ones keep theirs."""
        numbers: dict[str, str] = {}
        for of_kind, prefix in (
            (self.findings, PREFIX["finding"]),
            (self.recommendations, PREFIX["recommendation"]),
        ):
            numbers |= {id: f"{prefix}{position}" for position, id in enumerate(of_kind, 1)}
        self.store.numbers = numbers
        self.settled = {}

    def note_printed(self) -> bool:
        """Whether what pages print of the store, of contents or of definitions changed since the last build."""
        printed = self._printed()
        changed: bool = printed != self.store.printed
        self.store.printed = printed
        return changed

    def _printed(self) -> str:
        """A hash of all that pages print and that stands in no chapter of theirs."""
        # a title is not among the headings of the contents where a chapter has a short name
        titles = sorted((name, title.astext()) for name, title in self.env.titles.items())
        contents = sorted((name, toc.astext(), _lists(toc)) for name, toc in self.env.tocs.items())
        order = sorted(self.env.toctree_includes.items())
        held = self.store
        used = {key: held.sources[key] for key in held.used}
        stores = (used, held.evidence, held.statements, held.numbers)
        lists = sorted({listed for lists in held.listings.values() for listed in lists})
        places = [(id, self.place_of(id)) for id in sorted(held.targets)]
        figures = sorted((docname, sorted(ids)) for docname, ids in held.figures.items())
        defined = everything_defined(self.env)
        sorted_stores = [sorted(one.items()) for one in stores]
        everything = [lists, titles, contents, order, places, figures, defined, *sorted_stores]
        return hashlib.sha256(repr(everything).encode()).hexdigest()

    def note_history(self, history: object, made_of: str) -> bool:
        """Take in what earlier revisions mean for this one; whether that has changed since the last build."""
        changed = bool(self.store.history != history)
        self.store.history, self.store.history_made_of = history, made_of
        return changed

    def note_listing(self, docname: str, content: str) -> None:
        """A document has a list of this content."""
        self.store.listings.setdefault(docname, set()).add(content)

    def note_table(self, docname: str, table: DataTable) -> None:
        """A document prints this table of words."""
        self.store.tables.setdefault(docname, {})[table.id] = table

    def note_figure(self, docname: str, id: str, title: str) -> None:
        """A document prints this figure."""
        self.figures.setdefault(docname, {})[id] = title

    # What others ask

    def file_of(self, evidence: str) -> str:
        """The file of a record, or where it would be."""
        record = self.evidence.get(evidence)
        return str(
            self.root / (record.path if record else f"{self.env.config.brief_material}/evidence/{evidence}.toml")
        )

    def has_listing(self, content: str) -> bool:
        """Whether any document has a list of this content."""
        return any(content in listed for listed in self.store.listings.values())

    def place(self, statement: Statement) -> str:
        """Where a statement stands, as warnings print it."""
        return f"{self.env.doc2path(statement.docname)}:{statement.line}"

    def noted(self, node: nodes.Element) -> Statement | None:
        """The statement that a node is, in whatever document it stands; nothing where its id is another's."""
        found = self.statements.get(node.get("statement_id", ""))
        return found if found and (found.docname, found.line) == (node["docname"], node.line) else None

    def number(self, id: str) -> str:
        """The printed number of a finding or recommendation."""
        return self.store.numbers.get(id, "")

    def body(self, id: str) -> dict[str, list[nodes.Node]]:
        """The parts of a finding or recommendation as nodes, by key."""
        return self.store.bodies.get(id, {})

    def sentence(self, id: str) -> list[nodes.Node]:
        """The statement itself as nodes."""
        return self.store.sentences.get(id, [])

    @property
    def messages(self) -> dict[str, str]:
        """The main message as each document has it."""
        return self.store.message

    def message(self) -> str:
        """The main message as plain text: that of the cover, else the first; empty when no chapter has one."""
        first = next((self.messages[name] for name in self.reading_order() if name in self.messages), "")
        return " ".join(first.split())

    def abstract(self) -> list[nodes.Node]:
        """The abstract as nodes; empty when no chapter has one."""
        return [node for body in self.store.abstract.values() for node in body]

    def tables(self) -> list[DataTable]:
        """The tables of words that any document prints, by id."""
        found = {id: table for tables in self.store.tables.values() for id, table in tables.items()}
        return [found[id] for id in sorted(found)]

    def doubles(self) -> list[Statement]:
        """Statements whose id is taken."""
        return [statement for statement, _sentence, _parts in self.store.doubles]

    def complaints(self) -> list[Complaint]:
        """What was wrong with material and bibliography, of its entries with those that are used."""
        return [
            *self.store.complaints,
            *(told for key, faults in self.store.faults.items() if key in self.used for told in faults),
            *self.store.material_complaints,
        ]

    def reading_order(self) -> list[str]:
        """All documents as the contents list them, those outside the contents last."""
        return self.once("order", self._reading_order)

    def _reading_order(self) -> list[str]:
        order: dict[str, None] = {}

        def walk(docname: str) -> None:
            if docname not in order:
                order[docname] = None
                for child in self.env.toctree_includes.get(docname, ()):
                    walk(child)

        walk(self.env.config.root_doc)
        return [*order, *sorted(self.env.found_docs - order.keys())]

    def _in_reading_order(self, kind: type[Kind]) -> dict[str, Kind]:
        position = {docname: i for i, docname in enumerate(self.reading_order())}
        known = [one for one in self.statements.values() if isinstance(one, kind)]
        known.sort(key=lambda one: (position.get(one.docname, len(position)), one.line))
        return {one.id: one for one in known}

    # What Sphinx asks

    def clear_doc(self, docname: str) -> None:
        """Forget what a document noted."""
        self.settled = None
        for id in [id for id, s in self.statements.items() if s.docname == docname]:
            del self.store.statements[id], self.store.sentences[id], self.store.bodies[id]
        doubles = [noted for noted in self.store.doubles if noted[0].docname != docname]
        self.store.doubles = []
        for noted in doubles:  # one of them may have its id now
            self.note_statement(*noted)
        for one in self.store.by_chapter:
            one.pop(docname, None)
        self.store.listed = {key: named for key, named in self.store.listed.items() if key.docname != docname}
        printed = {id: docs - {docname} for id, docs in self.store.targets.items()}
        self.store.targets = {id: docs for id, docs in printed.items() if docs}

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process noted while it read *docnames*."""
        self.settled = None
        other: Store = otherdata["store"]
        for id, statement in other.statements.items():
            if statement.docname in docnames:
                self.note_statement(statement, other.sentences[id], other.bodies[id])
        for noted in other.doubles:
            if noted[0].docname in docnames:
                self.note_statement(*noted)
        for held, more in zip(self.store.by_chapter, other.by_chapter, strict=True):
            held |= {doc: what for doc, what in more.items() if doc in docnames}
        for id, printing in other.targets.items():
            for docname in printing & docnames:
                self.note_target(docname, id)

    def resolve_xref(  # type: ignore[override]  # an unknown target prints as its own name
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.Element | None:
        """A reference that prints number and title, the number alone after ``~``, or the author's words."""
        if typ == "source":
            return self._source_reference(builder, fromdocname, target, contnode)
        only_number, id = target.startswith("~"), target.removeprefix("~")
        meant = self._record_meant(id) if typ == "evidence" else self._statement_meant(typ, id)
        if meant is None:
            rule = Rule.UNKNOWN_FINDING if typ == "finding" else Rule.UNKNOWN_RECOMMENDATION
            same = [one for one, statement in self.statements.items() if statement.kind == typ]
            warn(rule, node, unknown(typ, id, same))
            contnode["classes"].append("problematic")
            return contnode
        if meant.docname is None:
            return None
        if not node.get("refexplicit"):
            contnode = nodes.inline(classes=["brief-reference", f"brief-{typ}"])
            if meant.number:
                contnode += inline(meant.number, "number")
            if meant.title and not only_number:
                contnode += nodes.Text(f" {meant.title}" if meant.number else meant.title)
            if meant.mark:
                contnode += nodes.Text(meant.mark)
        return make_refnode(builder, fromdocname, meant.docname, f"{typ}-{id}", contnode, meant.title or None)

    def _record_meant(self, id: str) -> Meant:
        record = self.evidence.get(id)
        labels = [self.sources[c.key].label for c in record.sources if c.key in self.sources] if record else []
        return Meant(self.place_of(id), ", ".join(dict.fromkeys(labels)))

    def _statement_meant(self, kind: str, id: str) -> Meant | None:
        statement = self.statements.get(id)
        if statement is None or statement.kind != kind:
            return None
        mark = f" ({_('withdrawn')})" if statement.status is Status.WITHDRAWN else ""
        return Meant(statement.docname, statement.title, self.number(id), mark)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """A reference that does not say to what: a statement or a record of that id, else nothing of ours."""
        statement = self.statements.get(target)
        typ = statement.kind if statement else "evidence"
        if statement is None and target not in self.evidence:
            return []
        found = self.resolve_xref(env, fromdocname, builder, typ, target, node, contnode)
        return [(f"brief:{typ}", found)] if isinstance(found, nodes.reference) else []

    def _source_reference(
        self, builder: Builder, fromdocname: str, key: str, contnode: nodes.Element
    ) -> nodes.reference | None:
        cited: Any = self.env.get_domain("cite")
        places = self.once("citations", lambda: {one.key: one for one in reversed(cited.citations)})
        if key not in places:
            return None
        docname = places[key].bibliography_key.docname
        return make_refnode(builder, fromdocname, docname, places[key].citation_id, contnode)

    def source_at(self, ids: list[str]) -> Source | None:
        """The source whose entry in a list has one of these ids."""
        cited: Any = self.env.get_domain("cite")
        keys = self.once("sources by entry", lambda: {one.citation_id: one.key for one in cited.citations})
        return next((self.sources[keys[id]] for id in ids if keys.get(id) in self.sources), None)

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Findings and recommendations come first in a search, records of evidence last."""
        for statement in (*self.findings.values(), *self.recommendations.values()):
            shown = f"{self.number(statement.id)} {statement.title}".strip()
            anchor = f"{statement.kind}-{statement.id}"
            yield statement.id, shown, statement.kind, statement.docname, anchor, 1
        for id, docname in sorted((id, min(printing)) for id, printing in self.store.targets.items()):
            yield id, id, "evidence", docname, f"evidence-{id}", 2


@lru_cache(maxsize=1)
def _read(
    root: Path, material: str, bibfiles: tuple[str, ...], kept: str, profile: str, inputs: str
) -> tuple[Reading, Bibliography]:
    """Material and bibliography of a brief, once a run; *inputs*, the digest of both, tells runs apart."""
    words = profiles.of(profile, root)
    reading = read_folder(root / material / "evidence", root, words)
    bibliography = read_bibliography([root / name for name in bibfiles], root, words)
    for id, record in reading.records.items():
        cited = tuple(one._replace(key=bibliography.aliases.get(one.key, one.key)) for one in record.sources)
        reading.records[id] = replace(record, sources=cited)
    derive(reading, Kept(root / kept / "answers.json"))
    return reading, bibliography


def load_material(app: Sphinx) -> None:
    """Before anything is read: the material and the bibliography."""
    _domain(app.env).note_builder(app.builder.name)
    _domain(app.env).note_material(Path(app.confdir))


def note_statements(app: Sphinx, doctree: nodes.document) -> None:
    """When a chapter is read: its statements and its abstract, their words as all transforms left them."""
    domain = _domain(app.env)
    for node in doctree.findall(own.statement):
        if node.record is None:
            continue
        parts = {
            found["key"]: _copied(found.children, app.env.docname)
            for found in node.children
            if isinstance(found, own.part)
        }
        said = [p for p in node[1].findall(nodes.paragraph) if "statement" in p["classes"]]
        sentence = _copied(said, app.env.docname)
        texts = {key: " ".join(block.astext() for block in blocks) for key, blocks in parts.items()}
        title = node[0].astext()
        record = replace(node.record, title=title, text="".join(p.astext() for p in sentence), parts=texts)
        node.record = None
        domain.note_statement(record, sentence, parts)
    for passage in doctree.findall(own.box):
        if "main-message" in passage["classes"]:
            domain.note_message(app.env.docname, passage.astext())
        if "abstract" in passage["classes"]:
            domain.note_abstract(app.env.docname, [block.deepcopy() for block in passage.children])


def _copied(blocks: Iterable[nodes.Node], docname: str) -> list[nodes.Node]:
    """Copies that know where they were written."""
    made = [block.deepcopy() for block in blocks]
    for block in made:
        if isinstance(block, nodes.Element):
            block[ORIGIN] = docname
    return made


def number_statements(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """After everything is read: numbers; and all pages anew when what they print elsewhere changed."""
    domain = _domain(env)
    domain.note_numbers()
    return sorted(env.found_docs) if domain.note_printed() else []


def _lists(headings: nodes.Node) -> str:
    """The lists of contents among the headings of a chapter: what each says, numbers and leads to."""
    return "".join(found.starttag() for found in headings.findall(toctree))


def tell_missing(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Say of a reference that leads nowhere what it may have meant; of a list that is missing, once that it is."""
    ours = _domain(app.env)
    typ, target = node["reftype"], node["reftarget"]
    if domain is ours and typ in UNPRINTED:
        if ours.is_first(f"missing {typ}"):
            warn(Rule.UNLINKED, node, f"nothing leads to {target!r}: {UNPRINTED[typ]}")
        return True
    if typ in NAMED and (domain is None or domain.name == "std"):
        terms = [name for kind, name in app.env.domains.standard_domain.objects if kind == "term"]
        known = terms if typ == "term" else names_in(app.env)
        problem = f"no {NAMED[typ]} {target!r} in this brief; {closest(target, known)}"
        logger.warning(problem, location=node, type="ref", subtype=typ)
        return True
    return None


def names_in(env: BuildEnvironment) -> list[str]:
    """All that a link can be meant for: labels, chapters and their files, and ids of ours."""
    standard, ours = env.domains.standard_domain, _domain(env)
    files = [str(env.doc2path(chapter, base=False)) for chapter in env.found_docs]
    return [*standard.labels, *standard.anonlabels, *env.found_docs, *files, *ours.statements, *ours.evidence]


def _domain(env: BuildEnvironment) -> BriefDomain:
    domain = env.get_domain(BriefDomain.name)
    assert isinstance(domain, BriefDomain)
    return domain
