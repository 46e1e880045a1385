"""Edits of the configuration, of templates and style sheets, and of the history of a brief."""

from __future__ import annotations

import hashlib
import json

from tests.incremental.bench import Project
from tests.incremental.edits.kinds import Edit, edit, removes, says, unseen, writes
from tests.incremental.files import Unfit

SUMMARY = '    ("summary", "summary", project, author, "house.typ", False, {"edition": "summary"}),\n'
ADVICE = SUMMARY.replace('"summary", "summary"', '"asked", "advice"')


def conf(old: str, new: str) -> Edit:
    """A value of ``conf.py``."""
    return edit(says("conf.py", old, new))


OF_CONFIGURATION = {
    "title": conf('project = "Counting what counts"', 'project = "Counts"'),
    "subtitle": conf("A brief with one of every kind of input", "A brief with everything in it"),
    "short-title": conf('brief_short_title = "Counting"', 'brief_short_title = "Counts"'),
    "author": conf('author = ""', 'author = "House of Counts"'),
    "status": conf('brief_status = "review draft"', 'brief_status = "working draft"'),
    "reviewed": conf("not externally reviewed", "reviewed by nobody"),
    "publisher": conf('brief_publisher = ""', 'brief_publisher = "House of Counts"'),
    "responsible": conf('brief_responsible = ""', 'brief_responsible = "The house"'),
    "licence": conf('brief_licence = ""', 'brief_licence = "CC BY 4.0"'),
    "doi": conf('brief_doi = ""', 'brief_doi = "10.5555/counting.1"'),
    "concept-doi": conf('brief_concept_doi = ""', 'brief_concept_doi = "10.5555/counting"'),
    "address": conf('html_baseurl = ""', 'html_baseurl = "https://example.org/counting/"'),
    "address-removed": conf('"https://example.org/counting/"', '""')._replace(after=("address",)),
    "cut-off": conf("dt.date(2026, 10, 7)", "dt.date(2026, 7, 7)"),
    "language": conf('language = "en"', 'language = "fr"'),
    "interval": conf('brief_interval = "wilson"', 'brief_interval = "exact"'),
    "actor-name": conf('"laboratories": "Laboratories"', '"laboratories": "All laboratories"'),
    "figures-without-numbers": conf("numfig = True", "numfig = False"),
    "figure-word": conf("numfig = True", 'numfig = True\nnumfig_format = {"figure": "Picture %s"}'),
    "paper": conf('{"edition": "full brief, A4"}', '{"edition": "full brief", "paper": "us-letter"}'),
    "document-words": conf('{"edition": "summary"}', '{"edition": "two pages"}'),
    "document-removed": conf(SUMMARY, ""),
    "document-renamed": conf('("summary", "summary", project', '("summary", "short", project'),
    "document-added": conf(SUMMARY, SUMMARY + ADVICE),
    "document-look": conf('project, author, "house.typ"', "project, author, look"),
    "style-sheet-unlisted": conf('html_css_files = ["house.css"]', "html_css_files = []"),
    "chapters-without-sources": conf('copyright = ""', 'copyright = ""\nhtml_copy_source = False'),
}

OF_LOOK = {
    "template": edit(says("_templates/layout.html", "A brief of the house", "Made in the house")),
    "template-unseen": unseen("_templates/layout.html", "A brief of the house", "A paper of the house"),
    "template-added": edit(writes("_templates/cover.html", '<p class="edition">The house edition</p>\n')),
    # a template that is gone makes none newer
    "template-removed": edit(removes("_templates/layout.html"))._replace(unseen=True),
    # Sphinx copies it, and does not know that the pages name it with a print of its bytes
    "style-sheet": edit(says("_static/house.css", "0.02em", "0.03em"))._replace(unseen=True),
    "style-sheet-unseen": unseen("_static/house.css", "0.02em", "0.04em"),
    "static-file-added": edit(writes("_static/house.txt", "The house\n")),
    "static-file-removed": edit(removes("_static/house.txt"))._replace(after=("static-file-added",)),
    "print-template": edit(says("house.typ", "#204060", "#602040")),
    "print-template-unseen": unseen("house.typ", "#204060", "#406020"),
}

# History

LATER = "## 1.1 - draft\n\n- update `both-count`: more is known. Why: more was read.\n\n## 1.0 - 2025-09-01"


def _cut(project: Project) -> None:
    """Another revision, as if it had been cut: what 0.9 held, with another title of a finding."""
    if (project.root / "revisions/1.0").exists():
        raise Unfit("1.0 is cut")
    before = project.path("revisions/0.9")
    for path in sorted(path for path in before.rglob("*") if path.is_file()):
        project.write(f"revisions/1.0/{path.relative_to(before).as_posix()}", path.read_bytes())
    project.change("revisions/1.0/register.json", "Both laboratories do", "Both laboratories once did")
    manifest = json.loads(project.read("revisions/1.0/manifest.json"))
    manifest |= {"revision": "1.0", "date": "2025-09-01", "before": "0.9"}
    manifest["before_sha256"] = _sha256(project, "revisions/0.9/manifest.json")
    manifest["frozen"]["register.json"] = _sha256(project, "revisions/1.0/register.json")
    project.write("revisions/1.0/manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    project.change("CHANGELOG.md", "## 1.0 - draft", LATER)


def _sha256(project: Project, name: str) -> str:
    return hashlib.sha256(project.path(name).read_bytes()).hexdigest()


def changelog(old: str, new: str) -> Edit:
    """Other words in the changelog."""
    return edit(says("CHANGELOG.md", old, new))


OF_HISTORY = {
    "changelog-words": changelog("the second has published", "the second has told"),
    "changelog-unseen": unseen("CHANGELOG.md", "First edition.", "Early edition."),
    "changelog-summary": changelog("The second laboratory has counted", "Another count is in"),
    "changelog-kind": changelog("- update `both-count`", "- erratum `both-count`"),
    "changelog-dated": changelog("## 1.0 - draft", "## 1.0 - 2025-09-01"),
    "revision-number": changelog("## 1.0 - draft", "## 1.0.1 - draft"),
    "revision-cut": edit(_cut),
    "revision-gone": edit(removes("revisions/0.9")),
}
