"""A brief without findings: a chapter that takes in two files, and a second one that the contents name."""

project = "Kept and changed"
language = "en"
extensions = ["myst_parser", "policybrief"]
brief_profile = "ai-evaluations"
source_suffix = {".md": "markdown"}
primary_domain = "brief"
html_theme = "policybrief"
numfig = True
myst_enable_extensions = ["colon_fence", "deflist"]
bibtex_bibfiles = ["refs.bib"]
bibtex_default_style = "brief"
bibtex_reference_style = "label"
