"""The first page on screen: what somebody sees who opens the brief and reads no chapter of it.

Below the author's message stand one figure (``brief_home_figure``), what was found, what is asked for, what is
not known, and where each reader begins.  Findings and recommendations come from the store, the last two are the
author's own: ``{not-known}`` and ``{ways-in}``.  Every other output has a cover of its own, and leaves these out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx.addnodes import only, toctree
from sphinx.util.nodes import make_refnode

from policybrief.chapters.directives import BoxDirective
from policybrief.chapters.filling import FillTransform
from policybrief.chapters.nodes import box, paragraph
from policybrief.chapters.panels import asked, found
from policybrief.checks.language import is_english, sentences
from policybrief.figures.nodes import NOTE
from policybrief.pages.chain import BUILDERS, disclosure, disclosure_line
from policybrief.pages.own_pages import figure_number
from policybrief.words.complaints import Rule, closest, of_setting, tell
from policybrief.words.messages import _

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from policybrief.chapters.domain import BriefDomain
    from policybrief.chapters.panels import Listed

FIGURE = "figure-"
"""What the anchor of a figure begins with; its id follows."""


class HomeDirective(BoxDirective):
    """``{not-known}``, ``{ways-in}``: what an author says on the first page on screen alone."""

    titles: ClassVar[dict[str, str]] = {"not-known": _("What we do not know"), "ways-in": _("Where to begin")}

    def run(self) -> list[nodes.Node]:
        """The passage, for pages only."""
        return [only("", *super().run(), expr="html")]


class FillHome(FillTransform):
    """Put in order what the first page shows.  A brief that is one page has everything on it already."""

    builders = BUILDERS
    default_priority = 6  # the store is complete, and references in what is written here not yet resolved (10)

    def run(self, **kwargs: Any) -> None:
        """Fill the first page, between what its author says there and its contents."""
        chapter = next(iter(self.document.findall(nodes.section)), None)
        if self.env.docname != self.config.root_doc or chapter is None or not list(chapter.findall(toctree)):
            return
        own = {kind: self._taken(kind) for kind in HomeDirective.titles}
        panels = [
            _listed("what-we-found", found(self.domain)),
            _listed("what-we-ask-for", asked(self.domain, self.config)),
            own["not-known"],
        ]
        made = [
            self._figure(),
            nodes.container("", *filter(None, panels), classes=["panels"]) if any(panels) else None,
            own["ways-in"],
        ]
        after = next(child for child in chapter.children if _is_abstract(child) or _has_contents(child))
        at = chapter.index(after)
        if _is_abstract(after):
            line = disclosure_line("", str(_("Abstract")))
            chapter[at] = disclosure("", line, after.deepcopy(), classes=["limits"])
        chapter[at:at] = [part for part in made if part is not None]

    def _taken(self, kind: str) -> nodes.section | None:
        """A passage of the author, out of its place, as a section."""
        said = next((b for b in self.document.findall(box) if kind in b["classes"]), None)
        if said is None:
            return None
        said.parent.remove(said)
        return _panel(kind, said[0].astext(), said.children[1:])

    def _drop(self, id: str) -> list[str]:
        """Take out the figure where it stands for the cover of print, with its data; the author's labels of it."""
        dropped = [one for one in self.document.findall(nodes.figure) if id in one["ids"]]
        for printed in dropped:
            at = printed.parent.index(printed)
            del printed.parent[at : at + 2]
        return [label for printed in dropped for label in printed["ids"] if label != id]

    def _figure(self) -> nodes.figure | None:
        """The figure with the first sentence of its note, lest it mislead; a link leads to the others."""
        place = _figures(self.domain).get(self.config.brief_home_figure)
        if place is None:
            return None
        labels = self._drop(FIGURE + self.config.brief_home_figure)
        docname, found = place
        caption = next(iter(found.findall(nodes.caption)), None)
        number = figure_number(self.app, docname, found)
        words = str(_("{name}, with its numbers and sources")).format(name=number or str(_("The figure")))
        link = make_refnode(self.app.builder, self.env.docname, docname, found["ids"][0], nodes.Text(words))
        shown = [c.deepcopy() for c in found.children if not isinstance(c, nodes.caption | nodes.legend)]
        title = [nodes.caption("", caption.astext())] if caption else []
        said = next((one.astext() for one in found.findall(nodes.inline) if NOTE in one["classes"]), "")
        first = said[: len(sentences(said)[0])] if said and is_english(self.config) else said
        notes = nodes.legend("", *([paragraph(first)] if first else []), paragraph(link))
        return nodes.figure("", *shown, *title, notes, ids=["home-figure", *labels], classes=["home-figure"])


def check(app: Sphinx, env: BuildEnvironment) -> None:
    """Once all is read: a figure of the first page that no chapter has is told."""
    id = app.config.brief_home_figure
    if not id:
        return
    known = _figures(cast("BriefDomain", env.get_domain("brief")))
    if id not in known:
        problem = f"brief_home_figure {id!r} is no numbered figure of a chapter; {closest(id, known)}"
        tell(of_setting(Rule.CONFIGURATION, app.confdir, "brief_home_figure", problem))


def _figures(domain: BriefDomain) -> dict[str, tuple[str, nodes.figure]]:
    """Each numbered figure with the chapter in which it stands, by its id; the cover may print it, too."""
    env = domain.env
    cover = env.config.root_doc
    order = sorted(env.toc_fignumbers, key=lambda docname: (docname != cover, docname))  # of two places the later
    numbered = [docname for docname in order if "figure" in env.toc_fignumbers[docname]]
    return domain.once(
        "figures",
        lambda: {
            anchor.removeprefix(FIGURE): (docname, found)
            for docname in numbered
            for found in env.get_doctree(docname).findall(nodes.figure)
            for anchor in found["ids"]
            if anchor.startswith(FIGURE)
        },
    )


def _listed(id: str, listed: Listed | None) -> nodes.section | None:
    return _panel(id, listed.title, [listed.items]) if listed else None


def _panel(id: str, title: str, blocks: list[nodes.Node]) -> nodes.section:
    return nodes.section("", nodes.title("", title), *blocks, ids=[id], classes=["panel", id])


def _is_abstract(node: nodes.Node) -> bool:
    return isinstance(node, box) and "abstract" in node["classes"]


def _has_contents(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and bool(list(node.findall(toctree)))
