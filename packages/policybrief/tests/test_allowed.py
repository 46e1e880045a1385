"""What authors may write: markup that runs something, leads astray or passes for ours is refused."""

from __future__ import annotations

import ast
import re
import struct
import sys
import time
import zlib
from typing import TYPE_CHECKING

import pytest

from policybrief.chapters import svg

if TYPE_CHECKING:
    from pathlib import Path

    from projects import Built, Project, Projects

SUFFIXES = {".md": "markdown", ".rst": "restructuredtext"}


def page(project: Projects, name: str, text: str, **values: object) -> tuple[Project, Built]:
    """A sound brief with one page more."""
    brief = project("test-sound")
    brief.write(f"source/{name}", text)
    return brief, brief.build("html", source_suffix=SUFFIXES, **values)


def own(built: Built) -> list[tuple[str, str]]:
    """Place and words of what is said of markup."""
    return [(said.place, said.text) for said in built.said("markup")]


MARKDOWN = """---
orphan: true
---
# Page

```{raw} html
<script>alert(1)</script>
```

```{eval-rst}
`words <javascript:alert(2)>`__
```

[5 of 9]{.number .revision-notice} and [gone]{.redline-deleted} and [ours]{.quoted}

Words after all.
"""
RST = """:orphan:

Page
====

`one <javascript:alert(3)>`__ and `two <data:text/html,x>`__ and `three <https://example.org/>`__

.. _four: vbscript:x

And four_.

.. meta::
   :http-equiv=refresh: 0;url=https://example.org

.. raw:: html

   <script>alert(4)</script>
"""


def test_markup_that_runs_or_pretends_is_told_with_its_line_and_stands_in_no_output(project: Projects) -> None:
    _brief, built = page(project, "page.md", MARKDOWN)
    assert [place for place, _text in own(built)] == [f"source/page.md:{line}" for line in (6, 10, 14, 14)]
    assert "the directive 'raw' is not for chapters" in own(built)[0][1]
    html = built.file("page.html")
    assert "alert(1)" not in html
    assert "javascript:" not in html
    assert "redline-deleted" not in html
    assert "revision-notice" not in html
    assert 'class="quoted"' in html
    assert "Words after all." in html


FORGED = """---
orphan: true
---
# Page

{.chip-line}
High certainty.

[strong]{.strength-strong}, [withdrawn]{.withdrawn-mark} and [fine]{.quoted}

```{container} finding certainty-high
A box.
```

```{admonition} A title
:class: main-message wide

Act at once.
```
"""


def test_classes_of_what_the_generator_says_are_told_and_taken_away(project: Projects) -> None:
    _brief, built = page(project, "page.md", FORGED)
    assert [place for place, _text in own(built)] == [f"source/page.md:{line}" for line in (7, 9, 9, 11, 15)]
    html = built.file("page.html").partition("<main")[2]
    for name in ("chip-line", "strength-strong", "withdrawn-mark", "certainty-high", "main-message"):
        assert f'{name}"' not in html
        assert f"{name} " not in html
    assert 'class="quoted"' in html
    assert "wide" in html


LINKS = """---
orphan: true
---
# Page

[https://www.example.org/report](https://elsewhere.example/) and
[example.org](https://example.org@elsewhere.example/) and
[example.org/a](https://docs.example.org/a) and [https://example.org](https://www.example.org/) and
[a report](https://elsewhere.example/) and [version 1.2](https://elsewhere.example/) and <https://example.org/x>.
"""


def test_a_link_that_reads_as_another_host_is_told(project: Projects) -> None:
    _brief, built = page(project, "page.md", LINKS)
    said = [text.partition(";")[0] for _place, text in own(built)]
    assert said == [
        "a link that reads 'https://www.example.org/report' leads to 'elsewhere.example'",
        "a link that reads 'example.org' leads to 'elsewhere.example'",
    ]


@pytest.mark.parametrize("heading", ["Contents", "Main"])
def test_a_heading_named_like_a_part_of_the_page_has_its_id_for_itself(project: Projects, heading: str) -> None:
    _brief, built = page(project, "page.md", f"---\norphan: true\n---\n# Page\n\n## {heading}\n\nWords.\n")
    ids = re.findall(r'\bid="([^"]*)"', built.file("page.html"))
    assert heading.lower() in ids
    assert len(ids) == len(set(ids))


def test_addresses_that_lead_no_reader_anywhere_are_words_alone(project: Projects) -> None:
    _brief, built = page(project, "page.rst", RST)
    said = [text.partition(" leads")[0] for _place, text in own(built) if "leads" in text]
    assert said == [f"an address that begins with '{name}:'" for name in ("javascript", "data", "vbscript")]
    html = built.file("page.html")
    assert "javascript:" not in html
    assert "http-equiv" not in html.partition("refresh")[0][-40:]
    assert 'href="https://example.org/"' in html


UNMADE = """---
orphan: true
---
# Page

Words and
[*a script*](javascript:alert(1)) and `[in code](javascript:x)`.

- [data](data:text/html,x), <vbscript:x>

[ref]: file:///etc/passwd "a file"

A sound [link](https://example.org/), a < b, and data: those that we have.
"""


def test_a_link_that_markdown_refuses_is_told_at_its_line(project: Projects) -> None:
    _brief, built = page(project, "page.md", UNMADE)
    said = [(place, text.partition(" leads")[0]) for place, text in own(built)]
    assert said == [
        (f"source/page.md:{line}", f"an address that begins with '{name}:'")
        for line, name in ((7, "javascript"), (9, "data"), (9, "vbscript"), (11, "file"))
    ]


def test_the_cure_for_a_refused_directive_is_the_line_to_write(project: Projects) -> None:
    text = "---\norphan: true\n---\n# Page\n\n```{tabularcolumns} l\n```\n"
    _brief, built = page(project, "page.md", text, brief_markup=["autoclass"])
    cure = 'to allow it write brief_markup = ["autoclass", "tabularcolumns"] in conf.py'
    assert own(built) == [("source/page.md:6", f"the directive 'tabularcolumns' is not for chapters; {cure}")]
    assert brief_markup_of(cure) == ["autoclass", "tabularcolumns"]


def test_what_is_for_one_output_is_refused_without_a_way_that_the_next_rule_closes(project: Projects) -> None:
    text = "---\norphan: true\n---\n# Page\n\n```{raw} html\n<b>x</b>\n```\n\nWords {raw}`x` here.\n"
    _brief, built = page(project, "page.md", text)
    cure = "write it in MyST, which all outputs have"
    assert own(built) == [
        ("source/page.md:6", f"the directive 'raw' is not for chapters; {cure}"),
        ("source/page.md:10", f"the role 'raw' is not for chapters; {cure}"),
    ]


@pytest.mark.parametrize("name", ["directive", "rawx", "functon", "director"])
def test_nothing_is_proposed_that_a_chapter_may_not_use_or_that_is_hardly_like_it(
    project: Projects, name: str
) -> None:
    _brief, built = page(project, "page.md", f"---\norphan: true\n---\n# Page\n\n```{{{name}}}\n```\n")
    assert [text.partition(", or")[0] for _place, text in own(built)] == [
        f"there is no directive {name!r}; check the spelling"
    ]


UNKNOWN = {
    "page.md": "---\norphan: true\n---\n# Page\n\n:::{findng} x\n:::\n\nSee {evidnce}`fudan` and {zzzzzz}`x`.\n",
    "page.rst": ":orphan:\n\nPage\n====\n\n.. findng:: x\n\n   y\n\nSee :evidnce:`fudan` and :zzzzzz:`x`.\n",
}


@pytest.mark.parametrize(("name", "text"), UNKNOWN.items(), ids=UNKNOWN.keys())
def test_a_directive_or_role_that_is_none_is_told_with_its_line_and_the_nearest(
    project: Projects, name: str, text: str
) -> None:
    _brief, built = page(project, name, text)
    lines = text.splitlines()
    first, second = (next(n for n, line in enumerate(lines, 1) if part in line) for part in ("findng", "evidnce"))
    assert own(built) == [
        (f"source/{name}:{first}", "there is no directive 'findng'; did you mean 'finding'?"),
        (f"source/{name}:{second}", "there is no role 'evidnce'; did you mean 'evidence'?"),
        (
            f"source/{name}:{second}",
            "there is no role 'zzzzzz'; check the spelling, or name the extension that has it under extensions in "
            "conf.py",
        ),
    ]
    assert not [said for said in built.complaints if "nknown" in said.text]


def brief_markup_of(cure: str) -> list[str]:
    """The setting as somebody copies it."""
    return list(ast.literal_eval(cure.partition("= ")[2].removesuffix(" in conf.py")))


def test_an_address_of_the_bibliography_is_one_for_readers(project: Projects) -> None:
    brief = project("test-sound")
    brief._complete()
    text = (brief.path / "refs.bib").read_text("utf-8")
    brief.write("refs.bib", text.replace("url = {https:", "url = {javascript:", 1))
    built = brief.build("html")
    assert any(said.place.startswith("refs.bib:") and "javascript:" in said.text for said in built.complaints)
    assert not any('href="javascript:' in path.read_text("utf-8") for path in built.outdir.glob("*.html"))


def test_configuration_can_allow_what_the_list_leaves_out(project: Projects) -> None:
    _brief, built = page(project, "page.md", MARKDOWN, brief_markup=["raw", "eval-rst"])
    assert [place for place, _text in own(built)] == [
        "source/page.md:14",
        "source/page.md:14",
        "source/page.md:11",
    ]
    assert "alert(1)" in built.file("page.html")


COMPUTED = """---
orphan: true
myst:
  enable_extensions: [substitution]
  suppress_warnings: [myst.*]
  substitutions:
    word: "{{ 7 * 191 }}"
  html_meta:
    description: Ours
---
# Page

{{ word }} and {{ 7 * 193 }} and {{ env.srcdir }}.
"""


def test_a_chapter_sets_nothing_for_itself_that_computes_or_keeps_silent(project: Projects) -> None:
    _brief, built = page(project, "page.md", COMPUTED)
    assert [place for place, _text in own(built)] == ["source/page.md:4", "source/page.md:5", "source/page.md:6"]
    assert "the setting 'enable_extensions' is not for chapters" in own(built)[0][1]
    html = built.file("page.html")
    assert "1337" not in html
    assert "1351" not in html


def test_a_substitution_is_a_word_that_was_given_and_no_expression(project: Projects) -> None:
    text = "---\norphan: true\n---\n# Page\n\n{{ word }} and {{ 7 * 193 }} and {{ env.srcdir }} and {{ env }}.\n"
    values = {"myst_enable_extensions": ["substitution"], "myst_substitutions": {"word": "said {{ 7 * 191 }}"}}
    brief, built = page(project, "page.md", text, **values)
    assert [place for place, _text in own(built)][1:] == ["source/page.md:6"] * 3
    assert built.words("page").startswith("Page said")
    html = built.file("page.html")
    assert not [found for found in ("1337", "1351", str(brief.path), "BuildEnvironment") if found in html]


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
ACTIVE = {
    "script": "<script>alert(1)</script>",
    "handler": '<path d="M0 0" onload="alert(1)"/>',
    "foreign object": "<foreignObject><p>x</p></foreignObject>",
    "reference": '<image href="https://example.org/x.png"/>',
    "old reference": '<use xlink:href="other.svg#x"/>',
    "script address": '<a href="java&#10;script:alert(1)"><path d="M0 0"/></a>',
    "style": "<style>@import url(https://example.org/x.css);</style>",
    "attribute": '<path d="M0 0" style="fill: url(https://example.org/x)"/>',
    "escape in style": '<path d="M0 0" style="fill: u\\72l(https://example.org/x)"/>',
    "escape in sheet": "<style>@im\\70ort 'https://example.org/x.css';</style>",
    "comment in sheet": "<style>rect { fill: url(/**/https://example.org/x) }</style>",
    "set of images": "<style>rect { fill: image-set('https://example.org/x' 1x) }</style>",
    "set address": '<a href="#x"><set attributeName="href" to="javascript:alert(1)"/><path d="M0 0"/></a>',
    "address in time": '<a href="#x"><animate attributeName="href" values="javascript:alert(1)"/></a>',
    "page in it": '<h:form xmlns:h="http://www.w3.org/1999/xhtml" action="https://example.org/"/>',
    "refresh": '<h:meta xmlns:h="http://www.w3.org/1999/xhtml" http-equiv="refresh" content="0;url=x"/>',
    "event": '<e:listener xmlns:e="http://www.w3.org/2001/xml-events" event="load" handler="#x"/>',
    "base": '<use href="#x" xml:base="https://example.org/"/>',
    "ping": '<a href="#x" ping="https://example.org/"><path d="M0 0"/></a>',
    "instruction": "<?xml-stylesheet href='https://example.org/x.css'?>",
    "depth": "<g>" * 2000 + "</g>" * 2000,
    "copies of copies": "".join(
        f'<g id="g{at}">' + f'<use href="#g{at - 1}"/>' * 10 + "</g>" for at in range(1, 9)
    ),
    "octaves": '<filter id="f"><feTurbulence baseFrequency="1" numOctaves="1000000000"/></filter>',
    "a wide brush": '<filter id="f"><feMorphology operator="dilate" radius="100000"/></filter>',
    "patterns of patterns": "".join(
        f'<pattern id="p{at}">' + f'<path d="M0 0" fill="url(#p{at - 1})"/>' * 10 + "</pattern>"
        for at in range(1, 9)
    )
    + '<path d="M0 0" fill="url(#p8)"/>',
    "patterns of patterns by classes": "<style>"
    + "".join(f".c{at} {{ fill: url(#p{at}) }}" for at in range(8))
    + "</style>"
    + "".join(
        f'<pattern id="p{at}">' + f'<path d="M0 0" class="c{at - 1}"/>' * 10 + "</pattern>" for at in range(8)
    )
    + '<path d="M0 0" class="c7"/>',
    "marks at points": '<marker id="m">' + '<path d="M0 0"/>' * 1000 + "</marker>"
    f'<path marker-mid="url(#m)" d="M0 0{"h1" * 1000}"/>',
    "copies in a ring": '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
}
PLAIN = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:i="http://www.inkscape.org/namespaces/inkscape"
  i:version="1" i:export-filename="C:\\Users\\x.png" viewBox="0 0 9 9" aria-label="All /* of */ them">
<metadata><rdf:RDF><rdf:Bag/></rdf:RDF></metadata>
<defs><style type="text/css">/* ours */ *{stroke-linejoin: round} .a { clip-path: url(#c) }</style>
<clipPath id="c"><rect width="9" height="9"/></clipPath><path id="p" d="M0 0"/></defs>
<g i:label="one"><use xlink:href="#p"/><use xlink:href="#p" style="fill: url('#c')"/></g>
<image width="1" height="1" xlink:href="data:image/png;base64,\niVBORw0KGgo="/>
</svg>
"""


def test_an_svg_as_drawing_programs_save_it_is_a_picture() -> None:
    assert svg.fault(PLAIN.encode()) == ""


@pytest.mark.parametrize("inside", ACTIVE.values(), ids=ACTIVE.keys())
def test_an_svg_that_is_more_than_a_picture_is_told(inside: str) -> None:
    assert svg.fault(SVG.format(inside).encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_svg_that_is_none_or_defines_entities_is_told(encoding: str) -> None:
    inside = "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg"
    content = SVG.format("<path d='M0 0'/>").replace("<svg", inside, 1).encode(encoding)
    assert svg.fault(content).startswith("defines entities")
    for content in (b"no picture", b"<g/>", PLAIN.replace("svg ", "other ").replace("/svg>", "/other>").encode()):
        assert svg.fault(content).startswith("is no SVG")


def test_an_svg_that_is_told_is_left_out(project: Projects) -> None:
    brief = project("test-sound")
    brief.write("source/dot.svg", SVG.format(ACTIVE["script"]))
    brief.write("source/page.md", "---\norphan: true\n---\n# Page\n\n![A dot](dot.svg)\n")
    built = brief.build("html")
    assert [place for place, _text in own(built)] == ["source/page.md:6"]
    assert not list(built.outdir.rglob("dot.svg"))
    assert "A dot" in built.words("page")


def png(path: Path, width: int, height: int) -> None:
    """The head of a PNG of any size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + head
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)))


def test_a_picture_of_more_pixels_than_anybody_prints_is_left_out(project: Projects) -> None:
    brief = project("test-sound")
    png(brief.path / "source/wide.png", 60_000, 60_000)
    brief.write("source/page.md", "---\norphan: true\n---\n# Page\n\n![A dot](wide.png)\n")
    ((place, text),) = own(brief.build())
    assert place == "source/page.md:6"
    assert "has 60,000 × 60,000 pixels" in text


def test_a_link_to_nothing_is_told_and_stops_no_build(project: Projects) -> None:
    _brief, built = page(project, "page.md", "---\norphan: true\n---\n# Page\n\n[x](nothing-of-the-kind)\n")
    assert [said.place for said in built.said("myst.xref_missing")] == ["source/page.md:6"]


SYNTAX = pytest.mark.parametrize("syntax", ["{download}`a file <NAME>`", "[a file](NAME)", "![A picture](NAME)"])


@SYNTAX
@pytest.mark.parametrize(
    "name", ["look.html", "LOOK.XHTML", "data.xml", "code.js", "drawing.svgz", "look.html.en", "look.php"]
)
def test_a_file_that_a_browser_runs_is_not_given_away(project: Projects, name: str, syntax: str) -> None:
    brief = project("test-sound")
    brief.write(f"source/{name}", "<script>alert(1)</script>")
    brief.write("source/page.md", f"---\norphan: true\n---\n# Page\n\n{syntax.replace('NAME', name)}\n")
    built = brief.build("html")
    assert f"{name!r} may run scripts where it is opened" in built.said("markup")[0].text
    assert [path for path in built.outdir.rglob("*") if path.name == name] == []


PAGES = [
    ("dot.png", "{download}`a file <dot.png>`"),
    ("dot.jpg", "[a file](dot.jpg)"),
    ("dot.gif", "![A picture](dot.gif)"),
    ("dot.webp", "![A picture](dot.webp)"),
    ("dot.pdf", "{download}`a file <dot.pdf>`"),
    ("dot", "{download}`a file <dot>`"),
]


@pytest.mark.parametrize(("name", "named"), PAGES)
def test_a_page_or_drawing_under_the_name_of_something_else_is_not_given_away(
    project: Projects, name: str, named: str
) -> None:
    brief = project("test-sound")
    brief.write(f"source/{name}", "\N{BYTE ORDER MARK}\n <svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>")
    brief.write("source/page.md", f"---\norphan: true\n---\n# Page\n\n{named}\n")
    built = brief.build("html")
    wrong = "is a page or a drawing under another name; let its ending say what it is"
    assert own(built) == [("source/page.md:6", f"{name!r} {wrong}")]
    assert [path for path in built.outdir.rglob("*") if path.name == name] == []


def test_a_file_that_a_server_takes_for_its_settings_is_not_given_away(project: Projects) -> None:
    brief = project("test-sound")
    brief.write("source/.htaccess", "AddType text/html .png\n")
    brief.write("source/page.md", "---\norphan: true\n---\n# Page\n\n![A picture](.htaccess)\n")
    built = brief.build("html")
    assert own(built) == [("source/page.md:6", "'.htaccess' has a name that servers obey; give it another")]
    assert not list(built.outdir.rglob(".htaccess"))


def test_files_that_a_browser_shows_as_text_or_keeps_are_given_away(project: Projects) -> None:
    brief = project("test-sound")
    names = ("pages.html.zip", "code.html.txt", "table.csv")
    for name in names:
        brief.write(f"source/{name}", "PK" if name.endswith(".zip") else "<b>,<i>\n")
    words = " ".join(f"{{download}}`a file <{name}>`" for name in names)
    brief.write("source/page.md", f"---\norphan: true\n---\n# Page\n\n{words}\n")
    built = brief.build("html")
    assert own(built) == []
    assert {path.name for path in built.outdir.rglob("_downloads/*/*")} == set(names)


@pytest.mark.parametrize(("named", "taken"), [("dot.*", "dot.svg"), ("dot.svg", "dot.en.svg")])
def test_a_picture_that_sphinx_takes_for_the_one_that_is_named_is_looked_into(
    project: Projects, named: str, taken: str
) -> None:
    brief = project("test-sound")
    brief.write("source/dot.svg", SVG.format("<path d='M0 0'/>"))
    brief.write(f"source/{taken}", SVG.format(ACTIVE["script"]))
    brief.write("source/page.md", f"---\norphan: true\n---\n# Page\n\n![A dot]({named})\n")
    built = brief.build("html")
    assert [(place, text.partition(" ")[0]) for place, text in own(built)] == [("source/page.md:6", repr(taken))]
    assert not list(built.outdir.rglob("dot*.svg"))


def test_a_link_out_of_the_project_is_no_picture_by_any_ending(project: Projects, tmp_path: Path) -> None:
    png(tmp_path / "secret.png", 1, 1)
    brief = project("test-sound")
    (brief.path / "source/dot.png").symlink_to(tmp_path / "secret.png")
    brief.write("source/page.md", "---\norphan: true\n---\n# Page\n\n![A dot](dot.*)\n")
    built = brief.build("html")
    assert [said.place for said in built.said("confinement")] == ["source/page.md:6"]
    assert not list(built.outdir.rglob("dot.png"))


def test_a_picture_from_elsewhere_is_told_and_loaded_by_no_page(project: Projects) -> None:
    text = "---\norphan: true\n---\n# Page\n\n![A dot](https://example.org/dot.png)\n"
    _brief, built = page(project, "page.md", text)
    assert [said.place for said in built.said("confinement")] == ["source/page.md:6"]
    assert "example.org/dot.png" not in built.file("page.html")
    assert "A dot" in built.words("page")


@pytest.mark.parametrize("name", ["page.md", "page.rst"])
def test_a_chapter_has_no_module_of_python_imported(project: Projects, name: str) -> None:
    brief = project("test-sound")
    brief.write("source/words.txt", "Words.\n")
    head = ":orphan:\n\nPage\n====\n\n.. include:: words.txt\n   :parser: antigravity\n"
    if name.endswith(".md"):
        head = "---\norphan: true\n---\n# Page\n\n```{include} words.txt\n:parser: antigravity\n```\n"
    brief.write(f"source/{name}", head)
    sys.modules.pop("antigravity", None)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("webbrowser.open", lambda *_given: None)
        built = brief.build("dummy", source_suffix=SUFFIXES)
    assert "antigravity" not in sys.modules
    assert any(said.place.startswith(f"source/{name}:") and "parser" in said.text for said in built.complaints)


@pytest.mark.parametrize(
    "before", ["(finding-both-do-it)=\nOther words.", "## Finding both-do-it\n\nOther words."]
)
def test_the_address_of_a_statement_leads_to_it_whatever_is_called_so(project: Projects, before: str) -> None:
    brief = project("test-sound")
    brief.change("source/observed.md", ":::{finding} both-do-it", f"{before}\n\n:::{{finding}} both-do-it")
    built = brief.build("html")
    ((place, text),) = [(said.place, said.text) for said in built.said("statement")]
    assert place.startswith("source/observed.md:")
    assert "takes its address 'finding-both-do-it'" in text
    (tag,) = re.findall(r"<[^>]*id=\"finding-both-do-it\"[^>]*>", built.file("observed.html"))
    assert tag.startswith('<div class="finding ')


def test_what_one_printer_takes_as_it_stands_is_not_for_chapters(project: Projects) -> None:
    text = "---\norphan: true\n---\n# Page\n\n```{tabularcolumns} l}\\input{/etc/passwd}\n```\n"
    _brief, built = page(project, "page.md", text)
    ((place, said),) = own(built)
    assert place == "source/page.md:6"
    assert said.startswith("the directive 'tabularcolumns' is not for chapters")


def test_a_sheet_that_clips_its_own_classes_apart_is_a_picture() -> None:
    sheet = "<style>.a { clip-path: url(#c) } .b { fill: red }</style>"
    inside = '<clipPath id="c"><path d="M0 0" class="b"/></clipPath><path d="M0 0" class="a"/>'
    assert svg.fault(SVG.format(sheet + inside).encode()) == ""


def test_a_file_that_is_included_again_and_again_is_told_and_fills_no_memory(project: Projects) -> None:
    brief = project("test-sound")
    brief.write("source/a.txt", "word " * 20_000)
    for at in range(6):
        brief.write(f"source/f{at}.md", "w\n\n" + f"```{{include}} f{at + 1}.md\n```\n\n" * 10)
    brief.write("source/f6.md", "w\n")
    listed = "```{literalinclude} a.txt\n```\n\n" * 11
    brief.write("source/page.md", f"---\norphan: true\n---\n# Page\n\n{listed}```{{include}} f0.md\n```\n")
    begun = time.process_time()
    built = brief.build(exclude_patterns=["f*.md"])
    assert time.process_time() - begun < 60
    told = {said.text.partition(";")[0] for said in built.said("form")}
    assert {
        "the listings of a chapter have at most 1,000,000 characters",
        "more than 1,000,000 characters are included",
    } <= told


def test_what_no_reader_sees_is_left_out_of_the_words_of_the_configuration(project: Projects) -> None:
    brief = project("test-sound")
    built = brief.build("html", brief_publisher="Of\u202eus", brief_affiliations={"A": "B\x1b"})
    told = {said.text.partition(":")[0] for said in built.said("control_character")}
    assert told == {"brief_affiliations", "brief_publisher"}
    assert "Ofus" in built.file("index.html")
    assert "\u202e" not in built.file("index.html") + built.file("citation.bib")


def test_a_list_of_chapters_that_leads_back_is_told_and_the_brief_is_built(project: Projects) -> None:
    brief = project("test-sound")
    index = (brief.path / "source/index.md").read_text("utf-8")
    brief.write("source/index.md", index.replace("observed", "observed\npage"))
    brief.write("source/page.md", "# Page\n\n```{toctree}\nindex\ninner\n```\n")
    brief.write("source/inner.md", "# Inner\n\n```{toctree}\nindex\n```\n")
    built = brief.build("html")
    assert [said.place for said in built.said("markup")] == ["source/page.md:1", "source/inner.md:1"]
    assert "Inner" in built.words("inner")
