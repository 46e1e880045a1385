"""A generated brief as its author would write it: chapters in MyST, records, a bibliography."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.content import Chapter, Content, Record, Statement

if TYPE_CHECKING:
    from pathlib import Path

PDF_BUILDER, PDF_DOCUMENTS = "accessiblepdf", "accessible_pdf_documents"
CONF = """\
import datetime as dt
import os
from importlib.resources import files
from pathlib import Path

project = {title!r}
language = "en"
extensions = ["myst_parser", "policybrief"]
source_suffix = {{".md": "markdown"}}
primary_domain = "brief"
nitpicky = True
numfig = True
html_theme = "policybrief"
myst_enable_extensions = ["colon_fence", "deflist", "attrs_inline", "attrs_block"]
myst_disable_syntax = ["html_block", "html_inline"]
bibtex_bibfiles = ["refs.bib"]
bibtex_cite_id = "cite-{{key}}"
bibtex_default_style = "brief"
bibtex_reference_style = "label"
bibtex_tooltips = False
brief_status = "review draft"
brief_reviewed = "not externally reviewed"
brief_cut_off = dt.date(2026, 10, 7)
[look] = Path(str(files("policybrief"))).rglob("brief.typ")
look = os.path.relpath(look, Path(__file__).parent)
{documents} = [("index", "brief", project, "", look, False, {{"edition": "full brief, A4"}})]
"""
INDEX = """\
# {title}

:::{{main-message}}
{message}
:::

:::{{abstract}}
{abstract}
:::

```{{toctree}}
:caption: Chapters
:numbered: 1

{chapters}
```

```{{toctree}}
:caption: Annexes

evidence-annex
glossary
sources
```

````{{only}} html
```{{toctree}}
:caption: On screen only

evidence-register
```
````
"""
ANNEX = "# Evidence annex\n\n:::{finding-records}\n:::\n"
REGISTER = """\
# Evidence register

## Records

:::{evidence-register}
:::

## The chain, both ways

:::{traceability}
:::
"""
RECORD = """\
statement = "{record.statement}"
kind = "{record.kind}"
certainty = "{record.certainty}"
reasons = "{record.reasons}"
not_shown = "{record.not_shown}"
as_of = 2026-11-21
{sources}
[values.observed]
label = "{record.id}"
successes = {record.successes}
trials = {record.trials}
attempt = "single"

[values.delay]
number = {record.days}
unit = "days"
"""
SOURCE = """
[[sources]]
key = "{key}"
locator = "section {section}"
read = "passage"
checked = 2026-11-21
"""


def write(content: Content, folder: Path) -> None:
    """Write the project into *folder*."""
    source, material = folder / "source", folder / "material/evidence"
    source.mkdir(parents=True)
    material.mkdir(parents=True)
    (folder / "conf.py").write_text(CONF.format(title=content.title, documents=PDF_DOCUMENTS), "utf-8")
    (folder / "CHANGELOG.md").write_text("# Changelog\n\n## 0.1 - draft\n\n- editorial: begun.\n", "utf-8")
    (folder / "refs.bib").write_text("\n".join(content.entries), "utf-8")
    for record in content.records.values():
        (material / f"{record.id}.toml").write_text(_record(record), "utf-8")
    pages = {
        "index": index(content),
        "evidence-annex": ANNEX,
        "evidence-register": REGISTER,
        "glossary": glossary(content),
        "sources": "# Sources\n\n```{bibliography}\n:all:\n```\n",
    }
    for name, text in pages.items():
        (source / f"{name}.md").write_text(text, "utf-8")
    for chapter in content.chapters:
        (source / f"{chapter.name}.md").write_text(_chapter(content, chapter), "utf-8")
        (source / f"{chapter.name}.svg").write_text(content.picture(chapter), "utf-8")


def index(content: Content) -> str:
    """The cover with the contents."""
    chapters = "\n".join(chapter.name for chapter in content.chapters)
    return INDEX.format(title=content.title, message=content.message, abstract=content.abstract, chapters=chapters)


def glossary(content: Content) -> str:
    """The words that chapters refer to."""
    entries = "\n\n".join(f"{term}\n  {meaning}" for term, meaning in content.terms.items())
    return f"# Glossary\n\n```{{glossary}}\n{entries}\n```\n"


def section_of(record: Record) -> int:
    """Where in its source the record was read."""
    return record.days % 7 + 1


def _record(record: Record) -> str:
    sources = "".join(SOURCE.format(key=key, section=section_of(record)) for key in record.sources)
    return RECORD.format(record=record, sources=sources)


def _chapter(content: Content, chapter: Chapter) -> str:
    blocks = [block if isinstance(block, str) else _statement(content, block) for block in chapter.blocks]
    return "\n\n".join([f"# {chapter.title}", *blocks]) + "\n"


def _statement(content: Content, said: Statement) -> str:
    rests_on = ", ".join(said.rests_on)
    if said.id in content.findings:
        options = f":title: {said.title}\n:evidence: {rests_on}\n:certainty: {said.certainty}"
        kind = "finding"
    else:
        options = f":title: {said.title}\n:findings: {rests_on}\n:strength: conditional\n"
        options += ":by: 2027-06-30\n:review: 2028-06-30\n:actors: governments"
        kind = "recommendation"
    return f":::{{{kind}}} {said.id}\n{options}\n\n{said.sentence}\n\n{parts(said)}\n:::"


def parts(said: Statement) -> str:
    """The parts of a statement as a definition list."""
    return "\n\n".join(f"{term}\n: {text}" for term, text in said.parts)
