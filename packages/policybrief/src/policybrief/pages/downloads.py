"""The PDF editions that lie beside the pages, with what a reader wants to know before taking one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from babel.units import format_unit

from policybrief.chapters import publication
from policybrief.outputs.filenames import file_name
from policybrief.outputs.run import described
from policybrief.words.messages import _
from written_values.values import NO_BREAK

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config

    from policybrief.chapters.domain import BriefDomain
    from policybrief.chapters.publication import Publication


@dataclass(frozen=True)
class Download:
    """A file to take along."""

    href: str
    """Relative to the cover."""
    title: str
    note: str
    """Format, pages and size."""
    shown: str
    """The name that it is saved under."""
    whole: bool
    """Whether it is the whole brief, and no part of it."""


def beside(builder: StandaloneHTMLBuilder) -> list[Download]:
    """The PDFs that exist where ``brief_downloads`` says, summaries first; pages built alone offer none."""
    style = cast("BriefDomain", builder.env.get_domain("brief")).style
    folder = builder.config.brief_downloads
    edition = publication.of(builder.env)
    found = []
    # without the extension for print there is no such value, and nothing to take along
    documents = getattr(builder.config, "accessible_pdf_documents", ())
    summaries = builder.config.brief_summary
    for start, target, title, _author, *rest in sorted(documents, key=lambda entry: entry[0] not in summaries):
        path = Path(builder.outdir) / folder / f"{target}.pdf"
        if path.is_file():
            file = described(path)
            notes = ["PDF"]
            if file.pages:
                notes.append(str(_("{count} pages")).format(count=style.number(file.pages)))
            notes.append(size(file.size, style.locale))
            # in an edition the file itself is named so
            shown = target if builder.config.brief_edition else shown_name(builder.config, edition, target)
            said = rest[2].get("edition", "") if len(rest) > 2 else ""
            name = f"{said[:1].upper()}{said[1:]}" or title
            whole = start == builder.config.root_doc
            found.append(Download(f"{folder}/{path.name}", name, ", ".join(notes), f"{shown}.pdf", whole))
    return found


def shown_name(config: Config, edition: Publication, kind: str) -> str:
    """The name, without its ending, under which somebody saves a file of this brief."""
    title = config.brief_short_title or edition.title
    return file_name(title, edition.revision, edition.date, edition.language, kind, draft=edition.draft)


def size(octets: int, locale: str) -> str:
    """A file size for people, in thousands or millions of octets."""
    if octets < 999_500:
        said = format_unit(max(round(octets / 1000), 1), "kilobyte", "short", locale=locale)
    else:
        said = format_unit(octets / 1_000_000, "megabyte", "short", format="0.0", locale=locale)
    return said.replace(" ", NO_BREAK)
