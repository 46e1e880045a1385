"""The checklist on two pages: as one HTML file without anything from outside, and as an accessible PDF."""

from __future__ import annotations

from html import escape

from .standard import Section, Standard

_STYLE = """
@page { size: auto; margin: 11mm 13mm; }
* { box-sizing: border-box; }
body { font: 11.2pt/1.25 "Source Sans Pro", "Segoe UI", Roboto, Helvetica, Arial, sans-serif;
  color: #1a1a1a; max-width: 190mm; margin: 0 auto; }
h1 { font-size: 15pt; margin: 0 0 1mm; }
p { margin: 0 0 1.5mm; }
table { width: 100%; border-collapse: collapse; }
caption { text-align: left; font-weight: 600; padding: 1.6mm 0 0.4mm; }
th, td { text-align: left; vertical-align: baseline; padding: 0.35mm 1.5mm 0.35mm 0;
  border-top: 0.2mm solid #767676; font-weight: 400; }
thead th { font-size: 9pt; }
.id { width: 9mm; font-weight: 600; }
.level { width: 15mm; }
.page { width: 26mm; white-space: nowrap; }
tr, caption { break-inside: avoid; }
.second { break-before: page; }
@media screen { body { padding: 6mm; } }
@media print { body { font-size: 9.2pt; line-height: 1.14; max-width: none; } h1 { font-size: 14pt; }
  .second { padding-top: 0; } }
"""
_SECOND_PAGE_FROM = "E"


def printable(standard: Standard) -> str:
    """The checklist as a page of its own."""
    title = f"Checklist: {standard.name[0].lower()}{standard.name[1:]}"
    sections = "\n".join(_section(standard, section) for section in standard.sections)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{escape(title)}</h1>
<p>{escape(standard.label)}, {escape(standard.status)}. Write beside each question the page that answers it, or
<em>not done</em>, <em>withheld</em> or <em>not applicable</em>. {escape(standard.banner)}</p>
{sections}
</main>
</body>
</html>
"""


def _section(standard: Standard, section: Section) -> str:
    rows = "\n".join(
        f'<tr><th scope="row" class="id">{field.id}</th><td>{escape(field.question)}</td>'
        f'<td class="level">{field.level}</td><td class="page">p. __________</td></tr>'
        for field in standard.in_section(section.key)
    )
    place = ' class="second"' if section.id == _SECOND_PAGE_FROM else ""
    return f"""<table{place}>
<caption>{section.id} {escape(section.title)}</caption>
<thead><tr><th scope="col">Id</th><th scope="col">Question</th><th scope="col">Level</th>
<th scope="col">Answered on</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>"""


def typst(standard: Standard) -> str:
    """The checklist as Typst source; all text of the standard goes in as string literals."""
    title = f"Checklist: {standard.name[0].lower()}{standard.name[1:]}"
    head = (
        f"{standard.label}, {standard.status}. Write beside each question the page that answers it, "
        f"or not done, withheld or not applicable. {standard.banner}"
    )
    return f"""#set document(title: {_literal(title)})
#set text(font: "Source Sans Pro", size: 10.5pt, lang: "en")
#set page(width: 210mm, height: 279mm, margin: (x: 14mm, y: 11mm)) // as wide as A4, as high as Letter
#set par(leading: 0.5em)
#show heading.where(level: 1): set text(size: 15pt)
#show heading.where(level: 2): set text(size: 11pt)
#show heading.where(level: 2): set block(above: 0.9em, below: 0.4em)
#set table(stroke: (x: none, bottom: none, top: 0.4pt + rgb("#767676")), inset: (x: 1mm, y: 0.75mm))

= #{_literal(title)}
#{_literal(head)}
{"".join(_typst_section(standard, section) for section in standard.sections)}"""


def pdf(standard: Standard) -> bytes:
    """The checklist as PDF/UA-1.  Needs the packages typst and font-source-sans-pro."""
    import font_source_sans_pro
    import typst as engine

    made: bytes = engine.compile(
        typst(standard).encode(),
        format="pdf",
        font_paths=engine.Fonts(include_system_fonts=False, font_paths=[font_source_sans_pro.font_directory]),
        pdf_standards=["ua-1"],
        timestamp=0,
    )
    return made


def _typst_section(standard: Standard, section: Section) -> str:
    blank = "[p. #box(width: 1fr, line(length: 100%, stroke: 0.4pt))]"
    cells = "".join(
        f"  [*#{_literal(field.id)}*], [#{_literal(field.question)}], [#{_literal(field.level)}], {blank},\n"
        for field in standard.in_section(section.key)
    )
    head = "".join(f"[#{_literal(name)}], " for name in ("Id", "Question", "Level", "Answered on"))
    pause = "#pagebreak()\n" if section.id == _SECOND_PAGE_FROM else ""
    return f"""
{pause}== #{_literal(f"{section.id} {section.title}")}
#table(columns: (9mm, 1fr, 15mm, 28mm),
  table.header({head}),
{cells})
"""


def _literal(text: str) -> str:
    """*text* as a Typst string, so that none of it is markup."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
