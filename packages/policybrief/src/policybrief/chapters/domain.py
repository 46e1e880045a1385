"""The domain: the only writer of the store of sources, evidence, findings and recommendations."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from babel import localedata
from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.util.nodes import make_refnode

from policybrief.chapters import nodes as own
from policybrief.chapters.directives import DIRECTIVES
from policybrief.chapters.nodes import inline
from policybrief.chapters.roles import ROLES
from policybrief.checks import consistency
from policybrief.configuration import locale_of
from policybrief.data.bibliography import Bibliography, read_bibliography
from policybrief.data.derivation import Kept, derive
from policybrief.data.evidence import Reading, read_folder
from policybrief.words.complaints import Complaint, Rule, closest, warn
from policybrief.words.messages import _
from policybrief.words.records import Evidence, Finding, Recommendation, Source, Statement, Status
from policybrief.words.values import Style

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

Given = TypeVar("Given")
Kind = TypeVar("Kind", Finding, Recommendation)

PREFIX = {"finding": "F", "recommendation": "R"}
"""What a printed number begins with."""


class BriefDomain(Domain):
    """Evidence, findings and recommendations as objects that chapters declare and refer to."""

    name = "brief"
    label = "Policy brief"
    object_types: ClassVar[dict[str, ObjType]] = {
        "finding": ObjType(_("finding"), "finding"),
        "recommendation": ObjType(_("recommendation"), "recommendation"),
        "evidence": ObjType(_("evidence"), "evidence"),
    }
    directives: ClassVar[Any] = DIRECTIVES
    roles: ClassVar[Any] = ROLES
    initial_data: ClassVar[dict[str, Any]] = {
        "root": Path(),
        "as_written": False,  # whether the builder wants chapters as their authors wrote them
        "sources": {},
        "evidence": {},
        "complaints": [],
        "statements": {},  # id -> Finding or Recommendation
        "sentences": {},  # id -> nodes of the statement itself
        "bodies": {},  # id -> part -> nodes
        "doubles": [],  # statements whose id is taken by one that stands before, with sentence and parts
        "cited": {},  # docname -> ids of evidence whose values or records it prints
        "targets": {},  # id of evidence -> docnames that print its record
        "listings": {},  # docname -> contents of the lists in it
        "abstract": {},  # docname -> nodes of the abstract
        "message": {},  # docname -> text of the main message
        "numbers": {},  # id -> printed number
        "printed": "",  # what all pages together print of the store, to see when it changes
    }
    data_version = 2

    settled: dict[str, Any] | None = None
    """What was asked since everything is read; nothing while chapters are read."""

    def once(self, what: str, make: Callable[[], Given]) -> Given:
        """What *make* gives, made once when all is read; while chapters are read, anew each time."""
        if self.settled is None:
            return make()
        if what not in self.settled:
            self.settled[what] = make()
        return cast("Given", self.settled[what])

    @property
    def sources(self) -> dict[str, Source]:
        """The bibliography by key."""
        return self.data["sources"]  # type: ignore[no-any-return]

    @property
    def evidence(self) -> dict[str, Evidence]:
        """The material by id."""
        return self.data["evidence"]  # type: ignore[no-any-return]

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
        return self.data["cited"]  # type: ignore[no-any-return]

    @property
    def style(self) -> Style:
        """How values are written in this brief."""
        return self.once("style", self._style)

    def _style(self) -> Style:
        config = self.env.config
        locale = locale_of(config.language)
        return Style(
            locale if localedata.exists(locale) else "en",
            str(_("{successes} of {trials}")),
            config.brief_interval,
            str(_("to")),
        )

    @property
    def root(self) -> Path:
        """The folder of ``conf.py``, to which the places of material and bibliography are relative."""
        return self.data["root"]  # type: ignore[no-any-return]

    @property
    def as_written(self) -> bool:
        """Whether chapters stay as their authors wrote them."""
        return self.data["as_written"]  # type: ignore[no-any-return]

    # What the chapters note while they are read

    def note_builder(self, name: str) -> None:
        """Only the messages for translators are taken from chapters as they were written."""
        self.data["as_written"] = name == "gettext"

    def note_material(self, root: Path) -> None:
        """Read material and bibliography anew; what is wrong with them is told with the other checks."""
        self.data["root"] = root
        self.settled = None
        config = self.env.config
        material, bibliography = _read(
            root, config.brief_material, tuple(config.bibtex_bibfiles), config.brief_cache, config.brief_inputs
        )
        self.data["evidence"] = material.records
        self.data["sources"] = bibliography.sources
        self.env.get_domain("cite").data["bibdata"] = bibliography.for_bibtex(config.bibtex_encoding)
        self.data["complaints"] = [*bibliography.complaints, *material.complaints]

    def note_statement(
        self, statement: Statement, sentence: list[nodes.Node], parts: dict[str, list[nodes.Node]]
    ) -> None:
        """Take a finding or recommendation into the store; of two with one id the first by name of chapter.

        So the same one is taken in whatever order, and by however many processes, chapters are read.
        """
        self.settled = None
        id = statement.id
        noted = (statement, sentence, parts)
        if other := self.data["statements"].get(id):
            taken = (other, self.data["sentences"][id], self.data["bodies"][id])
            noted, double = sorted((noted, taken), key=lambda one: (one[0].docname, one[0].line))
            self.data["doubles"].append(double)
        self.data["statements"][id], self.data["sentences"][id], self.data["bodies"][id] = noted

    def note_cited(self, docname: str, evidence: str) -> None:
        """A document prints a value or a record of this evidence."""
        self.cited.setdefault(docname, set()).add(evidence)

    def note_target(self, docname: str, evidence: str) -> None:
        """A document prints the whole record of this evidence."""
        self.data["targets"].setdefault(evidence, set()).add(docname)

    def place_of(self, evidence: str) -> str | None:
        """The document that prints the whole record of this evidence: of several the first by name."""
        return min(self.data["targets"].get(evidence, ()), default=None)

    def note_message(self, docname: str, text: str) -> None:
        """The main message stands here."""
        self.data["message"][docname] = text

    def note_abstract(self, docname: str, body: list[nodes.Node]) -> None:
        """The abstract stands here."""
        self.data["abstract"][docname] = body

    def note_numbers(self) -> None:
        """Number findings and recommendations in reading order; withdrawn ones keep theirs."""
        numbers: dict[str, str] = {}
        for of_kind, prefix in (
            (self.findings, PREFIX["finding"]),
            (self.recommendations, PREFIX["recommendation"]),
        ):
            numbers |= {id: f"{prefix}{position}" for position, id in enumerate(of_kind, 1)}
        self.data["numbers"] = numbers
        self.settled = {}

    def note_printed(self) -> bool:
        """Whether what pages print of the store, or of each other's headings, has changed since the last build."""
        # a title is not among the headings of the contents where a chapter has a short name
        named = (*self.env.titles.items(), *self.env.tocs.items())
        headings = sorted((name, heading.astext()) for name, heading in named)
        order = sorted(self.env.toctree_includes.items())
        stores = ("sources", "evidence", "statements", "numbers")
        lists = sorted({content for contents in self.data["listings"].values() for content in contents})
        places = [(id, self.place_of(id)) for id in sorted(self.data["targets"])]
        printed = hashlib.sha256(
            repr(
                [lists, headings, order, places, *(sorted(self.data[store].items()) for store in stores)]
            ).encode()
        ).hexdigest()
        changed: bool = printed != self.data["printed"]
        self.data["printed"] = printed
        return changed

    def note_listing(self, docname: str, content: str) -> None:
        """A document has a list of this content."""
        self.data["listings"].setdefault(docname, set()).add(content)

    # What others ask

    def file_of(self, evidence: str) -> str:
        """The file of a record, or where it would be."""
        record = self.evidence.get(evidence)
        return str(
            self.root / (record.path if record else f"{self.env.config.brief_material}/evidence/{evidence}.toml")
        )

    def has_listing(self, content: str) -> bool:
        """Whether any document has a list of this content."""
        return any(content in listed for listed in self.data["listings"].values())

    def number(self, id: str) -> str:
        """The printed number of a finding or recommendation."""
        return self.data["numbers"].get(id, "")  # type: ignore[no-any-return]

    def body(self, id: str) -> dict[str, list[nodes.Node]]:
        """The parts of a finding or recommendation as nodes, by key."""
        return self.data["bodies"].get(id, {})  # type: ignore[no-any-return]

    def sentence(self, id: str) -> list[nodes.Node]:
        """The statement itself as nodes."""
        return self.data["sentences"].get(id, [])  # type: ignore[no-any-return]

    def message(self) -> str:
        """The main message as plain text: that of the cover, else the first; empty when no chapter has one."""
        messages: dict[str, str] = self.data["message"]
        first = next((messages[name] for name in self.reading_order() if name in messages), "")
        return " ".join(first.split())

    def abstract(self) -> list[nodes.Node]:
        """The abstract as nodes; empty when no chapter has one."""
        return [node for body in self.data["abstract"].values() for node in body]

    def doubles(self) -> list[Statement]:
        """Statements whose id is taken."""
        return [statement for statement, _sentence, _parts in self.data["doubles"]]

    def complaints(self) -> list[Complaint]:
        """What was wrong with material and bibliography."""
        return self.data["complaints"]  # type: ignore[no-any-return]

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
        known = [one for one in self.data["statements"].values() if isinstance(one, kind)]
        known.sort(key=lambda one: (position.get(one.docname, len(position)), one.line))
        return {one.id: one for one in known}

    # What Sphinx asks

    def clear_doc(self, docname: str) -> None:
        """Forget what a document noted."""
        self.settled = None
        for id in [id for id, s in self.data["statements"].items() if s.docname == docname]:
            for store in ("statements", "sentences", "bodies"):
                del self.data[store][id]
        doubles = [noted for noted in self.data["doubles"] if noted[0].docname != docname]
        self.data["doubles"] = []
        for noted in doubles:  # one of them may have its id now
            self.note_statement(*noted)
        for store in ("cited", "listings", "abstract", "message"):
            self.data[store].pop(docname, None)
        printed = {id: docs - {docname} for id, docs in self.data["targets"].items()}
        self.data["targets"] = {id: docs for id, docs in printed.items() if docs}

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process noted while it read *docnames*."""
        self.settled = None
        for id, statement in otherdata["statements"].items():
            if statement.docname in docnames:
                self.note_statement(statement, otherdata["sentences"][id], otherdata["bodies"][id])
        for noted in otherdata["doubles"]:
            if noted[0].docname in docnames:
                self.note_statement(*noted)
        for store in ("cited", "listings", "abstract", "message"):
            self.data[store] |= {doc: what for doc, what in otherdata[store].items() if doc in docnames}
        for id, printing in otherdata["targets"].items():
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
        only_number = target.startswith("~")
        target = target.removeprefix("~")
        if typ == "evidence":
            todocname, title, number, mark = self.place_of(target), "", "", ""
            if record := self.evidence.get(target):
                labels = (self.sources[c.key].label for c in record.sources if c.key in self.sources)
                title = ", ".join(dict.fromkeys(labels))
        else:
            statement: Statement | None = self.data["statements"].get(target)
            if statement is None or type(statement).__name__.lower() != typ:
                rule = Rule.UNKNOWN_FINDING if typ == "finding" else Rule.UNKNOWN_RECOMMENDATION
                same = [id for id, s in self.data["statements"].items() if type(s).__name__.lower() == typ]
                warn(rule, node, id=target, hint=closest(target, same))
                contnode["classes"].append("problematic")
                return contnode
            todocname, title, number = statement.docname, statement.title, self.number(target)
            mark = " (" + str(_("withdrawn")) + ")" if statement.status is Status.WITHDRAWN else ""
        if todocname is None:
            return None
        if not node.get("refexplicit"):
            contnode = nodes.inline(classes=["brief-reference", f"brief-{typ}"])
            if number:
                contnode += inline(number, "number")
            if title and not only_number:
                contnode += nodes.Text(f" {title}" if number else title)
            if mark:
                contnode += nodes.Text(mark)
        return make_refnode(builder, fromdocname, todocname, f"{typ}-{target}", contnode, title or None)

    def _source_reference(
        self, builder: Builder, fromdocname: str, key: str, contnode: nodes.Element
    ) -> nodes.reference | None:
        cited: Any = self.env.get_domain("cite")
        places = self.once("citations", lambda: {one.key: one for one in reversed(cited.citations)})
        if key not in places:
            return None
        docname = places[key].bibliography_key.docname
        return make_refnode(builder, fromdocname, docname, places[key].citation_id, contnode)

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Findings and recommendations come first in a search, records of evidence last."""
        for statement in (*self.findings.values(), *self.recommendations.values()):
            kind = type(statement).__name__.lower()
            shown = f"{self.number(statement.id)} {statement.title}".strip()
            yield statement.id, shown, kind, statement.docname, f"{kind}-{statement.id}", 1
        for id, docname in sorted((id, min(printing)) for id, printing in self.data["targets"].items()):
            yield id, id, "evidence", docname, f"evidence-{id}", 2

    def check_consistency(self) -> None:
        """Tell everything that the rules about the chain of evidence find."""
        if not self.env.config.brief_checked:
            consistency.check(self)


@lru_cache(maxsize=1)
def _read(
    root: Path, material: str, bibfiles: tuple[str, ...], kept: str, inputs: str
) -> tuple[Reading, Bibliography]:
    """Material and bibliography of a brief, once a run; *inputs*, the digest of both, tells runs apart."""
    reading = read_folder(root / material / "evidence", root)
    bibliography = read_bibliography([root / name for name in bibfiles], root)
    derive(reading, Kept(root / kept / "values.json"))
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
            found["key"]: [block.deepcopy() for block in found.children]
            for found in node.children
            if isinstance(found, own.part)
        }
        sentence = [p.deepcopy() for p in node[1].findall(nodes.paragraph) if "statement" in p["classes"]]
        texts = {key: " ".join(block.astext() for block in blocks) for key, blocks in parts.items()}
        title = node[0].astext()
        record = replace(node.record, title=title, text="".join(p.astext() for p in sentence), parts=texts)
        node.record = None
        domain.note_statement(record, list(sentence), parts)
    for passage in doctree.findall(own.box):
        if "main-message" in passage["classes"]:
            domain.note_message(app.env.docname, passage.astext())
        if "abstract" in passage["classes"]:
            domain.note_abstract(app.env.docname, [block.deepcopy() for block in passage.children])


def number_statements(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """After everything is read: numbers; and all pages anew when what they print elsewhere changed."""
    domain = _domain(env)
    domain.note_numbers()
    return sorted(env.found_docs) if domain.note_printed() else []


def _domain(env: BuildEnvironment) -> BriefDomain:
    domain = env.get_domain(BriefDomain.name)
    assert isinstance(domain, BriefDomain)
    return domain
