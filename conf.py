"""The configuration of this brief.  What it says of the generator is in `policybrief`."""

import datetime as dt

project = "When AI systems copy themselves"
author = ""
copyright = ""
language = "en"

extensions = ["myst_parser", "policybrief"]
source_suffix = {".md": "markdown"}
primary_domain = "brief"
nitpicky = True
numfig = True
html_theme = "policybrief"

# MyST: definition lists carry the parts of findings and recommendations; no HTML from authors.
myst_enable_extensions = ["colon_fence", "deflist", "attrs_inline", "attrs_block"]
myst_disable_syntax = ["html_block", "html_inline"]

# The bibliography: one for the whole brief, its anchors stable, its labels those of the text.
bibtex_bibfiles = ["refs.bib"]
bibtex_cite_id = "cite-{key}"
bibtex_default_style = "brief"
bibtex_reference_style = "label"
bibtex_tooltips = False

# This revision.  Unset words print as "not yet assigned"; only the body that publishes may set them.
brief_subtitle = "Evaluation standards and international coordination for self-replication tests"
brief_short_title = "Self-replication brief"  # for names of files
brief_status = "review draft"
brief_reviewed = "not externally reviewed"
brief_cut_off = dt.date(2026, 10, 7)
brief_publisher = ""
brief_responsible = ""
brief_contact = ""
brief_doi = ""  # of this revision
brief_concept_doi = ""  # of the brief itself, which leads to its newest revision
brief_licence = ""
html_baseurl = ""

brief_actors = {  # by the ids in `:actors:`; the filter of recommendations names them
    "california-legislature": "California's legislature",
    "developers": "Developers",
    "eu-ai-office": "EU AI Office",
    "european-commission": "European Commission",
    "national-governments": "National governments",
    "research-funders": "Research funders",
    "summit-host": "Summit host",
    "testing-network": "Testing network",
    "uk-aisi": "UK AI Security Institute",
    "us-caisi": "US Center for AI Standards and Innovation",
}
brief_hazards = ["material/hazards.toml"]
brief_allowed_numbers = [
    r"\b(?:Claude|Opus|Sonnet|Haiku|Gemini|GPT|Llama|Qwen|Framework)[\s\u00a0]+\d+(?:\.\d+)?",  # names
    r"\b95\s?%(?=\s(?:interval|limit|confidence|bound|level))",  # the level of all intervals here
]
brief_assessment = ["observed", "shows", "rules", "options"]

look = "packages/policybrief/src/policybrief/outputs/brief.typ"
# start, file, title, author, look, contents only, and for each its words on the cover, paper and variant
accessible_pdf_documents = [
    ("index", "brief", project, author, look, False, {"edition": "full brief, A4"}),
    ("summary", "summary", project, author, look, False, {"edition": "two-page summary"}),
    ("index", "brief-letter", project, author, look, False, {"edition": "US Letter", "paper": "us-letter"}),
    (
        "index",
        "brief-large",
        project,
        author,
        look,
        False,
        {"edition": "large print", "inputs": {"print": "large"}},
    ),
]
