"""What each page says besides its text: where one is, what this revision is, how to cite it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from babel import Locale
from docutils import nodes

from policybrief.chapters import publication, terms
from policybrief.chapters.nodes import box
from policybrief.outputs.citation import cited, shown_authors
from policybrief.pages.downloads import beside
from policybrief.words.messages import _
from policybrief.words.scales import colon
from policybrief.words.spaces import kept_together
from written_values.values import locale_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment
    from sphinx.theming import Theme

    from policybrief.chapters.domain import BriefDomain
    from policybrief.chapters.publication import Publication

DESCRIPTION = 160
"""Longest description of a page, in characters: search engines cut what is longer."""

PAGES = ("html", "dirhtml", "singlehtml")
"""The builders of whole pages; others write data or an e-book."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'"
)
"""The content security policy: nothing from outside, nothing inline."""

PREVIEW = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'").replace(
    "connect-src 'self'", "connect-src 'self' ws:"
)
"""The same for a preview alone, whose server adds a script that loads the page again."""


def add_facts(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    """Hand the templates what they print: in the language of the brief, with nothing guessed."""
    if not is_ours(app.builder):
        return
    edition = publication.of(app.env)
    heading = app.env.titles.get(pagename)  # Sphinx's own title is HTML, with the number of the chapter marked up
    context |= {
        "policy": PREVIEW if app.config.brief_preview else POLICY,
        "edition": edition,
        "direction": Locale.parse(locale_of(app.config.language) or "en").text_direction,
        "words": words(),
        "strip": strip(app.env, edition),
        "project": kept_together(edition.title, edition.language),
        "short_title": app.config.brief_short_title,
        "description": description(app.env, pagename, tree) or context.get("description", ""),
        "definitions": terms.definitions(app.env, tree) if tree else context.get("definitions", []),
        "is_cover": pagename == app.config.root_doc,
        "citation": citation(app.env, edition, heading.astext() if heading else context.get("title", "")),
        "highlights": 'class="highlight' in context.get("body", ""),
    }


def always_the_cover(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The cover is written in every build: it names the PDFs beside it, which no chapter knows."""
    return [app.config.root_doc] if is_ours(app.builder) else []


def not_found(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page for addresses that lead nowhere."""
    if app.builder.name in ("html", "dirhtml") and is_ours(app.builder):
        title = str(_("There is no such page"))
        yield "404", {"title": title, "description": title}, "404.html"


def is_ours(builder: Builder) -> bool:
    """Whether pages are written in this theme or one made of it; another knows nothing of its templates."""
    if builder.name not in PAGES:
        return False
    theme: Theme = builder.theme  # type: ignore[attr-defined]
    return Path(__file__).parent in map(Path, theme.get_theme_dirs())


def logo(builder: StandaloneHTMLBuilder) -> str:
    """The sign of the house, above the title on the cover."""
    file, said = builder.config.html_logo, builder.config.brief_logo_alt
    if not file:
        return ""
    place = f"_static/{Path(file).name}"
    return f'<p class="logo"><img src="{escape(place)}" alt="{escape(said)}"></p>\n'


def subtitle(builder: StandaloneHTMLBuilder) -> str:
    """What stands under the title on the cover: a second line of it, and who wrote this."""
    edition = publication.of(builder.env)
    lines = {"subtitle": kept_together(edition.subtitle, edition.language), "authors": shown_authors(edition)}
    return "".join(f'<p class="{kind}">{escape(said)}</p>\n' for kind, said in lines.items() if said)


def cover(builder: StandaloneHTMLBuilder) -> str:
    """What the cover says of the revision, and what can be taken along."""
    edition = publication.of(builder.env)
    context = {
        "edition": edition,
        "facts": [*publication.facts(builder.env)[:6], *publication.identifiers(edition)],
        "downloads": beside(builder),
        "words": words(),
    }
    return builder.templates.render("cover.html", context)  # type: ignore[no-any-return]


def strip(env: BuildEnvironment, edition: Publication) -> list[str]:
    """The line that every page carries, so that a single one can be traced."""
    style = cast("BriefDomain", env.get_domain("brief")).style
    parts = []
    if edition.revision:
        parts.append(str(_("Revision {revision}")).format(revision=edition.revision))
    if edition.date:
        parts.append(style.date(edition.date))
    parts += [part for part in (edition.status, edition.reviewed) if part]
    if edition.cut_off:
        parts.append(str(_("evidence to {date}")).format(date=style.date(edition.cut_off)))
    return parts


def citation(env: BuildEnvironment, edition: Publication, title: str) -> str:
    """How to cite this page."""
    return cited(edition, cast("BriefDomain", env.get_domain("brief")).style, title)


def description(env: BuildEnvironment, pagename: str, tree: nodes.document | None) -> str:
    """One or two sentences on the page: its main message or what it says in short, else its first words."""
    if tree is None:
        return ""
    marked = [node for node in tree.findall(box) if {"main-message", "in-short"} & set(node["classes"])]
    for place in [*marked, tree]:
        for paragraph in place.findall(nodes.paragraph):
            if "box-title" not in paragraph["classes"] and (text := " ".join(paragraph.astext().split())):
                return shortened(text)
    return shortened(tree.astext()) if env.titles.get(pagename) else ""


def shortened(text: str) -> str:
    """*text* cut at a word, if it is too long for a description."""
    text = " ".join(text.split())
    return text if len(text) <= DESCRIPTION else text[: DESCRIPTION - 1].rsplit(" ", 1)[0] + "…"


def words() -> dict[str, str]:
    """The words of the templates, in the language of the brief."""
    return {
        "about": str(_("About this revision")),
        "brief": str(_("Policy brief")),
        "cite": str(_("Cite")),
        "cite_page": str(_("How to cite this page")),
        "close": str(_("Close")),
        "colon": colon(),
        "contents": str(_("Contents")),
        "copied": str(_("Copied")),
        "copy_link": str(_("Copy link")),
        "download": str(_("Download")),
        "lost": str(
            _("The page may have moved between revisions. The contents list everything that this one has.")
        ),
        "next": str(_("Next")),
        "neighbours": str(_("Previous and next page")),
        "previous": str(_("Previous")),
        "revision": str(_("This revision")),
        "search": str(_("Search")),
        "search_label": str(_("Words, or a phrase in quotation marks")),
        "skip": str(_("Skip to the text")),
        "to_cover": str(_("First page")),
    }
