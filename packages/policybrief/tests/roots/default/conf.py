"""The configuration of the small briefs of the tests, where a root has none of its own."""

import datetime as dt

project = "A small brief"
author = ""
language = "en"
extensions = ["myst_parser", "policybrief"]
brief_profile = "ai-evaluations"
source_suffix = {".md": "markdown"}
primary_domain = "brief"
nitpicky = True
numfig = True
html_theme = "policybrief"
myst_enable_extensions = ["colon_fence", "deflist", "attrs_inline", "attrs_block"]
myst_disable_syntax = ["html_block", "html_inline"]
bibtex_bibfiles = ["refs.bib"]
bibtex_cite_id = "cite-{key}"
bibtex_default_style = "brief"
bibtex_tooltips = False
brief_status = "review draft"
brief_reviewed = "not externally reviewed"
brief_cut_off = dt.date(2026, 10, 7)
