"""Terms of the glossary where they are used: a page carries the definitions of the terms that it links.

On screen the link leads to the glossary and is described by the definition, so that a screen reader tells it, and
``static/brief.js`` shows it beside the link; it is not part of the text, nor found by a search.  Print has it in
the margin.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from docutils import nodes
from sphinx.domains.std import Glossary as SphinxGlossary

from policybrief.words.complaints import Rule, warn

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from policybrief.chapters.domain import BriefDomain

PREFIX = "definition-"
"""What the id of a definition begins with; the anchor of its term follows."""


MOST_TERMS = 20
"""So many terms in a row may have one definition: Sphinx looks at each of them for each."""


class Glossary(SphinxGlossary):
    """``{glossary}``: terms with their definitions indented under them."""

    def run(self) -> list[nodes.Node]:
        """The glossary; nothing where it is written as a list of definitions, or terms have none."""
        terms = 0
        for at, line in enumerate(self.content):
            terms = terms + 1 if line and not line[0].isspace() else 0 if line else terms
            if line.startswith(":") or terms > MOST_TERMS:
                env = cast("BuildEnvironment", self.state.document.settings.env)
                place = env.docname, self.lineno + self.content_offset + at + 1
                cure = "write each definition under its term, two spaces in and without a colon"
                warn(Rule.FORM, place, f"{line[:40]!r} is read as a term of the glossary; {cure}")
                return []
        return super().run()


class Definition(NamedTuple):
    """What a term means."""

    id: str
    """Describes the links to it."""
    term: str
    text: str


def term_of(link: nodes.Element) -> str:
    """The anchor of the term that a link to the glossary leads to; of any other link nothing."""
    marked = any("std-term" in child.get("classes", ()) for child in link.findall(nodes.inline))
    return link.get("refuri", "").rpartition("#")[2] if marked else ""


def definitions(env: BuildEnvironment, tree: nodes.document) -> list[Definition]:
    """The definition of each term that a page links."""
    wanted = {term_of(link) for link in tree.findall(nodes.reference)}
    known: Any = env.get_domain("std")
    places = {place for (kind, _name), place in known.objects.items() if kind == "term" and place[1] in wanted}
    found = set[Definition]()
    for docname in {docname for docname, _anchor in places}:
        given = _defined(env, docname)
        found |= {given[anchor] for anchor in wanted & given.keys()}
    return sorted(found)


def everything_defined(env: BuildEnvironment) -> list[Definition]:
    """What every term means."""
    known: Any = env.get_domain("std")
    docnames = {place[0] for (kind, _name), place in known.objects.items() if kind == "term"}
    return sorted(one for docname in docnames for one in _defined(env, docname).values())


def _defined(env: BuildEnvironment, docname: str) -> dict[str, Definition]:
    brief = cast("BriefDomain", env.get_domain("brief"))
    return brief.once(f"terms of {docname}", partial(_given, env, docname))


def _given(env: BuildEnvironment, docname: str) -> dict[str, Definition]:
    """What a chapter defines, by anchor."""
    return {
        anchor: Definition(PREFIX + anchor, term.astext(), _text(term.parent))
        for term in env.get_doctree(docname).findall(nodes.term)
        for anchor in term["ids"]
    }


def _text(item: nodes.Element) -> str:
    """The words of a definition in one paragraph."""
    return " ".join(" ".join(block.astext() for block in item.findall(nodes.paragraph)).split())
