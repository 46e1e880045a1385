"""What an author writes in a chapter: findings, recommendations, marked passages, lists.

Options hold ids, enumerations and dates.  Sentences stand in the body: the first paragraph is the
statement, and a definition list with the terms of the profile says the rest.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from policybrief.chapters.nodes import (
    box,
    finding,
    listing,
    listing_table,
    paragraph,
    part,
    recommendation,
    statement,
)
from policybrief.data.evidence import ID
from policybrief.words import fields
from policybrief.words.complaints import Rule, unknown, warn
from policybrief.words.messages import _
from policybrief.words.numerals import NOT_IN_TITLE
from policybrief.words.records import Certainty, Finding, Recommendation, Statement, Status, Strength

if TYPE_CHECKING:
    from enum import StrEnum

    from policybrief.chapters.domain import BriefDomain
    from policybrief.words.vocabulary import Parts

    Bodies = dict[str, list[nodes.Node]]

MARKUP = re.compile(r"\{[^{}]*\}(?:`[^`]*`)?")
"""A role, or a value as the files of the material name it: both are read in sentences, not in a title."""


def ids(argument: str | None) -> tuple[str, ...]:
    """An option with ids, separated by commas or spaces."""
    return tuple((argument or "").replace(",", " ").split())


def date(argument: str | None) -> dt.date:
    """An option with a date like 2026-10-07."""
    try:
        return dt.date.fromisoformat((argument or "").strip())
    except ValueError:
        raise ValueError(f"{argument!r} is no date; write year, month and day, like 2026-10-07") from None


def one_of(choices: type[StrEnum]) -> Any:
    """An option with one word of a closed set."""

    def convert(argument: str | None) -> StrEnum:
        word = (argument or "").strip()
        if word not in set(choices):
            raise ValueError(f"{word!r} is not known; use one of {', '.join(choices)}")
        return choices(word)

    return convert


class BriefDirective(SphinxDirective):
    """What the directives of the domain share."""

    @property
    def domain(self) -> BriefDomain:
        """The store."""
        return cast("BriefDomain", self.env.get_domain("brief"))

    def depend_on(self, *records: str) -> None:
        """Read this chapter again when one of the records changes, or comes into being."""
        for id in records:
            self.env.note_dependency(self.domain.file_of(id))


class StatementDirective(BriefDirective):
    """A finding or a recommendation where it is argued: id as argument, statement and parts in the body."""

    required_arguments = 1
    has_content = True
    node_class: ClassVar[type[statement]]
    shared_options: ClassVar[dict[str, Any]] = {
        "title": directives.unchanged_required,
        "status": one_of(Status),
        "successor": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """The node, with its record and its parts."""
        self.id = self.arguments[0]
        if not ID.fullmatch(self.id):
            # what refers to it by the id that was meant is no fault of its own
            meant = "-".join(re.findall(r"[a-z0-9]+", self.id.lower())) or self.id
            problem = "has an id that is none: use small letters, digits and single hyphens"
            self.complain(problem if meant == self.id else f"{problem}; it is read as {meant!r}")
            self.id = meant
        body = self.parse_content_to_nodes()
        parts_of_body = self._take_parts(body)
        sentence = next((node for node in body if isinstance(node, nodes.paragraph)), None)
        if sentence is None:
            self.complain("has no sentence; its first paragraph is the statement")
            sentence = paragraph("")
        sentence["classes"].append("statement")
        title = self.options.get("title", "")
        if not title:
            self.complain("has no title; add :title: with a few words")
            title = self.id
        if found := MARKUP.search(title):
            self.complain(f"has {found.group(0)!r} in its title, which prints as it stands; {NOT_IN_TITLE}")
        heading = nodes.title("", title)
        self.set_source_info(heading)  # what has no place cannot be translated
        node = self.node_class("", heading, classes=[self.node_class.__name__])
        node.record = self.record(
            {
                "id": self.id,
                "title": title,
                "text": "",  # known when the chapter is read (see `policybrief.chapters.domain.note_statements`)
                "parts": {},
                "docname": self.env.docname,
                "line": self.lineno,
                "status": self.options.get("status", Status.CURRENT),
                "successor": self.options.get("successor", ""),
            }
        )
        # a body of its own: Sphinx's text builder runs the paragraphs of an admonition together
        node += nodes.container("", *body, classes=["body"])
        node += [part("", *blocks, key=key) for key, blocks in parts_of_body.items()]
        node["statement_id"], node["docname"] = self.id, self.env.docname
        self._take_address(node, f"{self.node_class.__name__}-{self.id}")
        self.set_source_info(node)
        return [node]

    def _take_address(self, node: statement, anchor: str) -> None:
        """Have the lasting address lead here: what has it already, but for a statement, gets another."""
        document = self.state.document
        taken = document.ids.get(anchor)
        if isinstance(taken, statement):
            return  # two with one id, which is told
        if taken is not None:
            del document.ids[anchor]
            taken["ids"].remove(anchor)
            self.complain(f"has a label or heading before it that takes its address {anchor!r}; change that one")
        node["ids"].append(anchor)
        document.note_explicit_target(node)
        if taken is not None:
            document.set_id(taken)

    def parts(self) -> Parts:
        """The parts that it may have, and those that it must."""
        raise NotImplementedError

    def record(self, shared: dict[str, Any]) -> Statement:
        """The record that the options make."""
        raise NotImplementedError

    def lacks(self, option: str) -> bool:
        """Whether nobody gave an option; one that was refused is told at its line, and once."""
        head = self.block_text.partition("\n\n")[0]
        return option not in self.options and not re.search(rf"^\s*:?{option}:", head, re.MULTILINE)

    def complain(self, problem: str) -> None:
        """A complaint about this statement."""
        text = f"{self.node_class.__name__} {self.id!r} {problem}"
        warn(Rule.STATEMENT, self.get_location(), text)

    def _take_parts(self, body: list[nodes.Node]) -> Bodies:
        """Take the definition list out of the body and sort its items by key."""
        found: Bodies = {}
        terms, required, _apart = self.parts()
        for listed in [node for node in body if isinstance(node, nodes.definition_list)]:
            for item in list(listed.findall(nodes.definition_list_item)):
                if item.parent is not listed:
                    continue
                term = item[0].astext()
                key = fields.key_of(term, terms)
                if key is None:
                    known = ", ".join(fields.term(words) for words in terms.values())
                    self.complain(f"has the unknown part {term!r}; known are {known}")
                    continue
                found[key] = next(iter(item.findall(nodes.definition))).children
                listed.remove(item)
            if not listed.children:
                body.remove(listed)
        self.missing = [repr(fields.term(terms[key])) for key in required if key not in found]
        return found


class FindingDirective(StatementDirective):
    """``{brief:finding} id``: what the evidence shows."""

    node_class = finding
    option_spec = StatementDirective.shared_options | {
        "evidence": ids,
        "certainty": one_of(Certainty),
        "key": directives.flag,
    }

    def parts(self) -> Parts:
        """As the profile has them."""
        return self.domain.profile.finding

    def record(self, shared: dict[str, Any]) -> Finding:
        """The finding; without a stated certainty it has the lowest."""
        if self.missing and shared["status"] is Status.CURRENT:
            self.complain(f"lacks {', '.join(self.missing)}")
        if self.lacks("certainty"):
            self.complain(f"has no certainty; add :certainty: with one of {', '.join(Certainty)}")
        evidence = self.options.get("evidence", ())
        self.depend_on(*evidence)
        certainty = self.options.get("certainty", Certainty.VERY_LOW)
        return Finding(**shared, evidence=evidence, certainty=certainty, key="key" in self.options)


class RecommendationDirective(StatementDirective):
    """``{brief:recommendation} id``: what somebody is asked to do."""

    node_class = recommendation
    option_spec = StatementDirective.shared_options | {
        "findings": ids,
        "strength": one_of(Strength),
        "by": date,
        "review": date,
        "group": directives.unchanged_required,
        "actors": ids,
    }

    def parts(self) -> Parts:
        """As the profile has them."""
        return self.domain.profile.recommendation

    def record(self, shared: dict[str, Any]) -> Recommendation:
        """The recommendation; without a stated strength it is conditional."""
        wanted = ("strength", "by", "review", "actors")
        missing = [f":{name}:" for name in wanted if self.lacks(name)] + self.missing
        if missing and shared["status"] is Status.CURRENT:  # of a withdrawn one the sentence is enough
            problem = f"recommendation {self.id!r} lacks {', '.join(missing)}; write each of them"
            warn(Rule.INCOMPLETE_RECOMMENDATION, self.get_location(), problem)
        options = {
            name: self.options[name]
            for name in ("findings", "strength", "by", "review", "group", "actors")
            if name in self.options
        }
        return Recommendation(**shared, **options)


class BoxDirective(BriefDirective):
    """A marked passage, named for what it is to the reader."""

    has_content = True
    titles: ClassVar[dict[str, str]] = {
        "main-message": "",
        "key-messages": _("Key messages"),
        "in-short": _("In short"),
        "left-out": _("Deliberately left out"),
        "abstract": "",
    }

    def run(self) -> list[nodes.Node]:
        """The passage as a container of its class."""
        kind = self.name.rpartition(":")[2]
        body = self.parse_content_to_nodes()
        made = box("", *body, classes=[kind])
        if title := str(self.titles[kind]):
            made.insert(0, paragraph(title, classes=("box-title",)))
        self.set_source_info(made)
        return [made]


class EvidenceDirective(BriefDirective):
    """``{brief:evidence} id …``: print these records here, in full."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """A place for the records."""
        wanted = ids(self.arguments[0])
        self.depend_on(*wanted)
        for id in wanted:
            if id in self.domain.evidence:
                self.domain.note_cited(self.env.docname, id)
                self.domain.note_target(self.env.docname, id)
            else:
                problem = unknown("evidence record", id, self.domain.evidence)
                warn(Rule.UNKNOWN_EVIDENCE, self.get_location(), problem)
        return [listing(content="evidence", records=wanted)]


class ListingDirective(BriefDirective):
    """A list that the generator fills from the store."""

    def run(self) -> list[nodes.Node]:
        """A place for the list; every record is a dependency of the register that prints it."""
        content = self.name.rpartition(":")[2]
        if content == "evidence-register":
            self.depend_on(*self.domain.evidence)
            for id in self.domain.evidence:
                self.domain.note_target(self.env.docname, id)
        self.domain.note_listing(self.env.docname, content)
        place = listing(content=content)
        self.set_source_info(place)
        return [place]


class TableDirective(BriefDirective):
    """A table that the generator fills from the store; it is numbered like any other."""

    option_spec: ClassVar[Any] = {"group": directives.unchanged_required, "name": directives.unchanged}
    captions: ClassVar[dict[str, str]] = {
        "recommendations": _("Recommendations: who acts, by when, how firmly"),
        "publication": _("This revision"),
        "revisions": _("Revisions, newest first"),
    }
    has_content = True

    def run(self) -> list[nodes.Node]:
        """The table with its caption: the content of the directive, or the usual one."""
        content = self.name.rpartition(":")[2]
        caption = nodes.title("", str(self.captions[content]))
        if self.content:
            inlines, _messages = self.parse_inline(" ".join(self.content))
            caption = nodes.title("", "", *inlines)
        made = listing_table("", caption, content=content, classes=[f"{content}-table"], **self._group())
        self.set_source_info(made)
        self.add_name(made)
        if not made["ids"]:
            made["ids"].append(nodes.make_id("-".join(["table", content, *self._group().values()])))
            self.state.document.note_explicit_target(made)
        return [made]

    def _group(self) -> dict[str, str]:
        return {"group": self.options["group"]} if "group" in self.options else {}


LISTINGS = (
    *("withdrawn", "findings", "finding-records", "recommendation-records"),
    *("evidence-register", "traceability", "changes"),
)

DIRECTIVES: dict[str, type[BriefDirective]] = {
    "finding": FindingDirective,
    "recommendation": RecommendationDirective,
    "evidence": EvidenceDirective,
    **dict.fromkeys(BoxDirective.titles, BoxDirective),
    **dict.fromkeys(LISTINGS, ListingDirective),
    **dict.fromkeys(TableDirective.captions, TableDirective),
}
