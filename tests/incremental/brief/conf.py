"""The configuration of the small brief that has one of every kind of input."""

import datetime as dt
from importlib.util import find_spec
from pathlib import Path

project = "Counting what counts"
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
html_static_path = ["_static"]
html_css_files = ["house.css"]
templates_path = ["_templates"]
html_baseurl = ""
suppress_warnings = ["brief.hazard"]  # a brief has no code; this one must, for a file that is printed as code

myst_enable_extensions = ["colon_fence", "deflist", "attrs_inline", "attrs_block"]
myst_disable_syntax = ["html_block", "html_inline"]

bibtex_bibfiles = ["refs.bib"]
bibtex_cite_id = "cite-{key}"
bibtex_default_style = "brief"
bibtex_reference_style = "label"
bibtex_tooltips = False

brief_subtitle = "A brief with one of every kind of input"
brief_short_title = "Counting"
brief_status = "review draft"
brief_reviewed = "not externally reviewed"
brief_cut_off = dt.date(2026, 10, 7)
brief_publisher = ""
brief_responsible = ""
brief_contact = ""
brief_doi = ""
brief_concept_doi = ""
brief_licence = ""
brief_actors = {"governments": "Governments", "laboratories": "Laboratories"}
brief_interval = "wilson"
brief_hazards = ["material/hazards.toml"]
brief_lexicons = ["material/lexicon.toml"]
brief_allowed_numbers = [r"\bForm 7\b"]
brief_assessment = ["observed"]

look = str(Path(find_spec("policybrief").origin).parent / "outputs/brief.typ")
accessible_pdf_documents = [
    ("index", "brief", project, author, look, False, {"edition": "full brief, A4"}),
    ("summary", "summary", project, author, "house.typ", False, {"edition": "summary"}),
]
