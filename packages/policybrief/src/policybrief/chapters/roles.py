"""Roles: numbers out of records, words out of the store, references to findings, recommendations and evidence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.roles import XRefRole
from sphinx.util.docutils import SphinxRole

from policybrief.chapters.nodes import inline, stored, value
from policybrief.words.complaints import Rule, closest, no_record, unknown, warn
from written_values.values import FORMS, Count, Quantity

if TYPE_CHECKING:
    from docutils.nodes import Element, Node, system_message
    from sphinx.environment import BuildEnvironment

    from policybrief.chapters.domain import BriefDomain


RATIO = re.compile(
    r"(?P<words>.+?)\s*<(?P<of>[\w.-]+)(?:\s*/\s*(?P<over>[\w.-]+))?"
    r"(?P<bounds>(?:\s+(?:above|below)\s+-?\d+(?:\.\d+)?)+)\s*>",
    re.DOTALL,
)


class ValueRole(SphinxRole):
    """``{value}`record.name```: a number of a record, in full or only its count, rate or interval."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """The number written out; what cannot be found prints as its own name."""
        domain = cast("BriefDomain", self.env.get_domain("brief"))
        record_id, _dot, name = self.text.partition(".")
        record = domain.evidence.get(record_id)
        self.env.note_dependency(domain.file_of(record_id))
        if record is None:
            return self._unknown(no_record(record_id, domain.evidence))
        domain.note_cited(self.env.docname, record_id)
        if name not in record.values:
            hint = closest(name, record.values) if record.values else "the record has no values"
            return self._unknown(f"the record {record_id!r} has no value of that name; {hint}")
        try:
            text = domain.style.form(record.values[name], self.name.rpartition(":")[2])
        except ValueError as error:
            return self._unknown(f"{error}; use the role 'value'")
        node = value(self.rawtext, text, classes=["value"], evidence=record_id, name=name)
        self.set_source_info(node)
        return [node], []

    def _unknown(self, hint: str) -> tuple[list[Node], list[system_message]]:
        warn(Rule.UNKNOWN_VALUE, self.get_location(), f"no value {self.text!r}: {hint}")
        return [nodes.inline(self.rawtext, self.text, classes=["problematic"])], []


class RatioRole(SphinxRole):
    """``{ratio}`more than half <record.name above 50>```: words that state a number, held to a number of a record.

    Of a count its rate in per cent is taken; ``record.name / record.other`` is one number over another, and
    ``above`` and ``below`` say between what the words hold.
    """

    def run(self) -> tuple[list[Node], list[system_message]]:
        """The words; where they do not follow from the record, that is told."""
        found = RATIO.fullmatch(self.text)
        if found is None:
            self._tell("write it like {ratio}`more than half <record.value above 50>`")
            return [nodes.inline(self.rawtext, self.text, classes=["problematic"])], []
        number, over = self._number(found["of"]), self._number(found["over"]) if found["over"] else 1
        if over == 0:
            self._tell(f"{found['over']} is 0, nothing can be divided by it")
        elif number is not None and over is not None:
            self._hold(number / over, found["bounds"])
        id, _dot, name = found["of"].partition(".")
        node = value(self.rawtext, found["words"], classes=["value"], evidence=id, name=name)
        # Whoever compares the text with the records sees that these are words.
        node["over"], node["bounds"] = found["over"], found["bounds"].strip()
        self.set_source_info(node)
        return [node], []

    def _hold(self, number: float, bounds: str) -> None:
        for which, bound in re.findall(r"(above|below)\s+(\S+)", bounds):
            if not (number > float(bound) if which == "above" else number < float(bound)):
                self._tell(f"the number is {number:.4g}, not {which} {bound}; correct the words or the record")

    def _number(self, place: str) -> float | None:
        domain = cast("BriefDomain", self.env.get_domain("brief"))
        id, _dot, name = place.partition(".")
        self.env.note_dependency(domain.file_of(id))
        record = domain.evidence.get(id)
        found = record.values.get(name) if record else None
        if record:
            domain.note_cited(self.env.docname, id)
        if isinstance(found, Count):
            return 100 * found.rate
        if isinstance(found, Quantity):
            return found.number
        hint = closest(name, record.values) if record else no_record(id, domain.evidence)
        self._tell(f"{place!r} is no count and no number of a record; {hint}")
        return None

    def _tell(self, problem: str) -> None:
        warn(Rule.BARE_NUMBER, self.get_location(), f"{self.text!r}: {problem}")


class StatementRole(XRefRole):
    """``{finding}`id```, ``{recommendation}`id```: a statement by its number and title.

    ``~id`` prints the number alone, ``words <id>`` these words.  The block of a recommendation prints by itself
    what it rests on.
    """

    innernodeclass = nodes.inline


class StoredRole(SphinxRole):
    """``{certainty}`id```, ``{strength}`id```, ``{by-when}`id```, ``{count-of}`recommendations group```.

    A word that the store knows once all chapters are read (see `policybrief.chapters.computed_words`); after
    ``~`` the word alone, without its noun and link.
    """

    def run(self) -> tuple[list[Node], list[system_message]]:
        """A place for the word."""
        role = self.name.rpartition(":")[2]
        node = stored(self.rawtext, self.text.strip(), role=role, reftarget=self.text.strip())
        self.set_source_info(node)
        return [node], []


class EvidenceRole(XRefRole):
    """``{evidence}`words <id>```: a reference to a record of evidence; the chapter then counts as using it."""

    innernodeclass = nodes.inline

    def result_nodes(
        self, document: nodes.document, env: BuildEnvironment, node: Element, is_ref: bool
    ) -> tuple[list[Node], list[system_message]]:
        """Note the use, or complain and print the id."""
        domain: Any = env.get_domain("brief")
        target = node["reftarget"]
        env.note_dependency(domain.file_of(target))
        if target in domain.evidence:
            domain.note_cited(env.docname, target)
            return [node], []
        warn(Rule.UNKNOWN_EVIDENCE, self.get_location(), unknown("evidence record", target, domain.evidence))
        return [inline(target, "problematic")], []


ROLES = {
    "finding": StatementRole(),
    "recommendation": StatementRole(),
    "evidence": EvidenceRole(),
    "ratio": RatioRole(),
    **{role: StoredRole() for role in ("certainty", "strength", "by-when", "count-of")},
    **{form: ValueRole() for form in FORMS},
}
