"""The configuration of this brief.  What it says of the generator is in `policybrief`."""

import datetime as dt

project = "When AI systems copy themselves"
author = ""
copyright = ""
language = "en"

extensions = ["myst_parser", "policybrief", "reporting_standard"]
brief_profile = "ai-evaluations"
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
bibtex_tooltips = False

# This revision.  Unset words print as "not yet assigned"; only the body that publishes may set them.
brief_subtitle = "Evaluation standards and international coordination for self-replication tests"
brief_short_title = "Self-replication brief"  # for names of files
brief_status = "review draft"
brief_reviewed = "not externally reviewed"
brief_cut_off = dt.date(2026, 10, 10)  # the stored copies that were searched end there
brief_publisher = ""
brief_responsible = ""
brief_contact = ""
brief_doi = ""  # of this revision
brief_concept_doi = ""  # of the brief itself, which leads to its newest revision
brief_licence = ""
html_baseurl = ""

brief_home_figure = "counted"  # on the first page on screen

brief_actors = {  # by the ids in `:actors:`; the filter of recommendations names them
    "california-legislature": "California's legislature",
    "call-signatories": "Signatories of the Call for Control",
    "developers": "Developers",
    "eu-ai-office": "EU AI Office",
    "european-commission": "European Commission",
    "hosts": "Hosts (cloud operators)",
    "illinois": "Illinois's legislature",
    "national-governments": "National governments",
    "new-york": "New York's legislature",
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
    r"\bscore of one half\b",  # what `pass-at-ten` assumes
    r"\brungs?[\s\u00a0]+\d(?:\s(?:and|to)\s\d)?",  # places on the ladder
    # the main message; `alarm-clocks` holds it
    r"\b(?:72[\s\u00a0]hours|30[\s\u00a0]days)(?=(?:, is rechecked|; all-clears))",
]
brief_assessment = ["decide-now", "stakes", "observed", "shows", "rules", "options"]
# What this brief promises beyond what every brief keeps; an editor may tighten or loosen it.
brief_rules = [
    "appraisals",
    "checked_readings",
    "dated_readings",
    "dated_targets",
    "ends_with_sources",
    "hosts",
    "linked_numbers",
    "message_in_abstract",
    "opens_in_short",
    "shown_power",
    "strength_wording",
]
brief_limits = {  # the least and the most; in words but for what is counted itself
    "message": 35,
    "abstract": 120,
    "key messages": (3, 5),
    "key message": 40,
    "in short": (5, 60),
    "key findings": (1, 8),
    "recommendations": (5, 7),
    "glossary entry": (3, 35),
    "reasons": (4, 0),
    "limits": (4, 0),
    "because": (8, 0),
    "not_shown": (5, 0),
    "would_change": (5, 0),
    "measure": (2, 0),
    "baseline": (2, 0),
    "target": (2, 0),
    "holder": (2, 0),
    "trade_off": (5, 0),
    "case_against": (5, 0),
    "alternatives": (5, 0),
    "assumption": (5, 0),
    "withdraw": (5, 0),
}
brief_leaves = ["letter"]
brief_pages = {"summary": (2, 2)}  # by the file names below

look = "packages/policybrief/src/policybrief/outputs/brief.typ"
# start, file, title, author, look, contents only, and for each its words on the cover, paper and variant
accessible_pdf_documents = [
    ("index", "brief", project, author, look, False, {"edition": "full brief, A4"}),
    ("summary", "summary", project, author, look, False, {"edition": "two-page summary"}),
    (
        "index",
        "brief-letter",
        project,
        author,
        look,
        False,
        {"edition": "US Letter", "paper": "us-letter", "pages_of": "brief"},
    ),
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
