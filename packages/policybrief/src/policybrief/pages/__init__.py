"""The look on screen: a theme on Sphinx's ``basic``, and what HTML adds to the brief's own nodes.

Templates carry structure, ``static/screen.css`` and ``static/print.css`` the look, Python neither:
`translator` mends what docutils writes, `mathml` writes formulas, `page` hands each template its facts, `search`
is what its page looks through, `chain` shows each step of the evidence where it is read, `margins` brings
definitions to the words that they explain, `contents` knows the short names of chapters, `home` is the first page,
`fonts` are the faces.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from policybrief.data import upstream
from policybrief.pages import (
    chain,
    companions,
    contents,
    elsewhere,
    epub,
    filters,
    fonts,
    home,
    margins,
    mathml,
    metadata,
    own_pages,
    page,
    search,
    synonyms,
    translator,
)
from policybrief.words import colours, palette

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def setup(app: Sphinx) -> None:
    """Register the theme and what it needs."""
    app.add_config_value("brief_preview", False, "html", bool, "set by the preview: its server may add a script")
    app.add_html_theme("policybrief", str(Path(__file__).parent))
    for builder in chain.BUILDERS:
        app.set_translator(builder, translator.BriefTranslator)
    app.setup_extension("sphinx.builders.epub3")  # before its builder is replaced
    app.add_builder(epub.EpubBuilder, override=True)
    app.add_config_value("brief_home_figure", "", "env", str, "id of the figure on the first page on screen")
    for name in home.HomeDirective.titles:
        app.add_directive_to_domain("brief", name, home.HomeDirective)
    app.add_post_transform(chain.ShowChain)
    app.add_post_transform(home.FillHome)
    app.add_post_transform(upstream.LeadWithin)
    app.add_post_transform(upstream.PrintNumbers)
    app.add_html_math_renderer("mathml", (mathml.visit_math, None), (mathml.visit_math_block, None))
    app.connect("config-inited", add_palette)
    app.connect("html-page-context", page.add_facts)
    app.connect("html-page-context", metadata.add_tags, priority=600)  # after the facts of the page
    app.connect("html-page-context", companions.offer)
    app.connect("env-check-consistency", home.check)
    app.connect("env-updated", page.always_the_cover)
    app.connect("html-collect-pages", page.not_found)
    app.connect("doctree-read", contents.shorten, priority=900)  # after Sphinx has noted the headings
    app.connect("html-page-context", contents.Contents().offer)
    app.connect("builder-inited", search.install)
    app.connect("builder-inited", elsewhere.add)
    app.connect("doctree-read", synonyms.depend)
    app.connect("html-page-context", search.add_words, priority=600)  # after the facts of all pages
    app.connect("build-finished", fonts.write)
    app.connect("build-finished", companions.write)
    pages = own_pages.OwnPages()
    app.connect("doctree-resolved", pages.take)
    app.connect("doctree-resolved", filters.place)
    app.connect("doctree-resolved", margins.place)
    app.connect("html-collect-pages", pages.give)


def add_palette(_app: Sphinx, config: Config) -> None:
    """Give style sheet and icon their colours, and the style sheet its faces."""
    of = colours.in_use(config)
    given = {
        "palette": palette.css(of) + palette.classes(of),
        "accent": of.light["accent"],
        "cuts": fonts.CUTS,
    }
    config.html_context = {**config.html_context, **given}
