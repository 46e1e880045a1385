"""Which sources a brief uses, and what each is called: once for text, chips, lists and register."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any, cast

from docutils.utils import get_source_line
from sphinx.addnodes import pending_xref
from sphinx.util import logging
from sphinxcontrib.bibtex.domain import _FilterVisitor

from policybrief.data.bibliography import named_in, set_labels
from policybrief.data.entries import KNOWN_FIELDS
from policybrief.words.complaints import Rule, closest

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from policybrief.chapters.domain import BriefDomain

logger = logging.getLogger(__name__)
CITED = "cited"
"""The filter of a list of sources whose author names none."""
DEFAULTS = {CITED, "True", "not cited"}
"""The filters of a list without one of its author's."""
OWN_NAMES = {"type", "key", "cited", "docname", "docnames", "True", "False"}
"""What a filter may name besides fields."""


def hold_filters(app: Sphinx, doctree: nodes.document) -> None:
    """Tell what in a ``:filter:`` no entry can be held against, and take the default for it.

    sphinxcontrib-bibtex takes a misspelt name for an empty field, and what cannot be compared ends its build.
    """
    cite: Any = app.env.get_domain("cite")
    for key, one in cite.bibliographies.items():
        if key.docname == app.env.docname and (problem := _problem_of_filter(one, key.docname, cite)):
            where = (key.docname, one.line)
            logger.warning("the filter %s", problem, location=where, type="brief", subtype=Rule.MARKUP)
            cite.bibliographies[key] = one._replace(filter_=ast.parse(CITED))


def _problem_of_filter(one: Any, docname: str, cite: Any) -> str:
    entries = list(cite.get_entries(one.bibfiles)) if ast.unparse(one.filter_) not in DEFAULTS else []
    fields = {name for entry in entries for name in (*entry.fields, *entry.persons)} | set(KNOWN_FIELDS)
    for node in ast.walk(one.filter_) if entries else ():
        if isinstance(node, ast.Name) and node.id not in OWN_NAMES | fields:
            return f"names {node.id!r}, which no entry has; {closest(node.id, OWN_NAMES | fields)}"
    for entry in entries:
        for cited in (set(), {docname}):  # what is cited is known when all chapters are read
            try:
                visitor: Any = _FilterVisitor(  # type: ignore[no-untyped-call]
                    entry=entry, docname=docname, cited_docnames=cited
                )
                visitor.visit(one.filter_)
            except (ValueError, TypeError, AttributeError, re.error) as error:
                said = re.sub(r" <ast\.(\w+) object at \w+>", r" \1", str(error))
                return f'cannot be applied to {entry.key!r}: {said}; fields are texts, write year > "2020"'
    return ""


def note_lines(app: Sphinx, doctree: nodes.document) -> None:
    """Give each citation its line, which sphinxcontrib-bibtex asks of the whole chapter, and that has none."""
    cite: Any = app.env.get_domain("cite")
    cited = {
        id: node for node in doctree.findall(pending_xref) for id in node["ids"] if node["refdomain"] == cite.name
    }
    for at, one in enumerate(cite.citation_refs):
        if one.docname == app.env.docname and one.citation_ref_id in cited:
            cite.citation_refs[at] = one._replace(line=get_source_line(cited[one.citation_ref_id])[1])


def follow_aliases(app: Sphinx, doctree: nodes.document) -> None:
    """What is cited by a former key of an entry (``ids``) is that entry."""
    domain = cast("BriefDomain", app.env.get_domain("brief"))
    if not domain.aliases:
        return
    cite: Any = app.env.get_domain("cite")
    for reference in cite.citation_refs:
        if reference.docname == app.env.docname:
            reference.targets[:] = [
                one._replace(key=domain.aliases.get(one.key, one.key)) for one in reference.targets
            ]
    for node in doctree.findall(pending_xref):
        if node["refdomain"] == cite.name:
            target = node["reftarget"]
            node["reftarget"] = re.sub(r"[^\s,{}]+", lambda key: domain.aliases.get(key[0], key[0]), target)


def note_uses(app: Sphinx, env: BuildEnvironment) -> None:
    """When all is read: which sources are used, by chapters or by data, and what each is called.

    Sources of data are cited sources: they stand in the list of all that is cited, too.
    """
    domain = cast("BriefDomain", env.get_domain("brief"))
    cite: Any = env.get_domain("cite")
    data = domain.once("sources named in data", lambda: list(named_in(domain.root / env.config.brief_material)))
    named = {domain.aliases.get(key, key) for key, _path, _line in data} & domain.sources.keys()
    used = named | {target.key for reference in cite.citation_refs for target in reference.targets}
    lists = {key: one for key, one in cite.bibliographies.items() if ast.unparse(one.filter_) == CITED}
    for key, one in cite.bibliographies.items():
        used |= {target.removeprefix(one.keyprefix) for target in used} | set(one.keys)
        if key not in lists:
            used |= {entry.key for _key, entry in cite.get_filtered_entries(key)}
    if lists:  # in one of them is enough
        key, one = next(iter(lists.items()))
        one.keys[:] = domain.with_named(key, one.keys, named)
    domain.note_used(used & domain.sources.keys())
    set_labels(cite.bibdata.data, domain.sources, domain.used, env.config.language)
