"""A brief in the hands of others: foreign themes and builders, and a project that says no more than it must."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path

import pytest
from lxml import html
from projects import Built, Project, Projects

from policybrief.commands import new

THEMES = ("alabaster", "furo", "pydata_sphinx_theme", "sphinx_rtd_theme")
BUILDERS = {
    "epub": "Abrief.epub",
    "text": "findings.txt",
    "man": "abrief.1",
    "gettext": "findings.pot",
    "latex": "abrief.tex",
    "singlehtml": "index.html",
    "texinfo": "abrief.texi",
    "xml": "findings.xml",
}


@pytest.fixture
def brief(tmp_path: Path) -> Project:
    """A new brief."""
    new.begin(tmp_path / "brief", new.Wanted("A brief"), dt.date(2026, 3, 1))
    return Project(tmp_path / "brief")


@pytest.mark.parametrize("theme", THEMES)
def test_a_foreign_theme_shows_the_whole_brief(brief: Project, theme: str) -> None:
    if find_spec(theme) is None:
        pytest.skip(f"needs {theme}")
    built = brief.build("html", html_theme=theme)
    assert built.complaints == []
    page = built.file("findings.html").replace("\N{NO-BREAK SPACE}", " ")
    for words in ("Moderate certainty", "12 of 40", "Does not show", "Example source"):
        assert words in page


@pytest.mark.parametrize("theme", THEMES)
def test_a_foreign_theme_names_the_brief_and_claims_no_rights_for_nobody(brief: Project, theme: str) -> None:
    if find_spec(theme) is None:
        pytest.skip(f"needs {theme}")
    said = brief.build("html", html_theme=theme).file("findings.html")
    assert re.search(r"<title>What we found\b[^<]*A brief[^<]*</title>", said)
    assert "documentation</" not in said.replace("\n", "")
    assert "Copyright" not in said
    assert "A house" in brief.build("html", html_theme=theme, copyright="2026, A house").file("findings.html")


TABLES = """
```{table} Narrow
| A | B |
|---|---|
| 1 | 2 |
```

```{table} Wide
| A | B | C | D | E |
|---|---|---|---|---|
| 1 | 2 | 3 | 4 | 5 |
```

Noted[^one] and noted[^two].

[^one]: A note.
[^two]: Another.
"""


class Tags(HTMLParser):
    """Counts how often each element is opened and not closed."""

    ALONE = ("br", "col", "hr", "img", "input", "link", "meta", "path", "source", "wbr")

    def __init__(self) -> None:
        super().__init__()
        self.open: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open[tag] += tag not in self.ALONE

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """It is closed at once."""

    def handle_endtag(self, tag: str) -> None:
        self.open[tag] -= tag not in self.ALONE


@pytest.mark.parametrize("theme", ["policybrief", "classic", *THEMES])
def test_in_every_theme_each_element_is_closed_once(brief: Project, theme: str) -> None:
    if theme in THEMES and find_spec(theme) is None:
        pytest.skip(f"needs {theme}")
    brief.write("source/about.md", (brief.path / "source/about.md").read_text("utf-8") + TABLES)
    built = brief.build("html", html_theme=theme)
    for path in sorted(built.outdir.glob("*.html")):
        tags = Tags()
        tags.feed(path.read_text("utf-8"))
        assert (path.name, {tag: count for tag, count in tags.open.items() if count}) == (path.name, {})


@pytest.mark.parametrize("builder", BUILDERS)
def test_a_foreign_builder_writes_the_whole_brief(brief: Project, builder: str) -> None:
    built = brief.build(builder)
    assert built.complaints == []
    assert (built.outdir / BUILDERS[builder]).stat().st_size > 300


def test_on_one_page_every_address_is_a_place_on_it_or_a_file(brief: Project) -> None:
    built = brief.build("singlehtml")
    page = html.fromstring(built.file("index.html"))
    places = set(page.xpath("//@id"))
    within = [one[1:] for one in page.xpath("//a/@href") if one.startswith("#") and one != "#"]
    assert "cite-example" in within
    assert [place for place in within if place not in places] == []
    files = {
        re.split("[?#]", one)[0] for one in page.xpath("//@href") if not one.startswith(("#", "http", "data:"))
    }
    assert [name for name in sorted(files) if name and not (built.outdir / name).exists()] == []


@pytest.mark.parametrize("builder", ["text", "man", "latex", "texinfo"])
def test_no_address_of_pages_stands_in_what_has_none(brief: Project, builder: str) -> None:
    built = brief.build(builder)
    for path in built.outdir.rglob("*"):
        if path.suffix in (".txt", ".1", ".tex", ".texi"):
            assert "document-" not in path.read_text("utf-8").replace("document-class", "")


RECORD = """statement = "It was counted: {first}."
kind = "survey"
certainty = "moderate"
reasons = "One team."
not_shown = "Why."
as_of = 2026-01-01
sources = [{ key = "alpha2024", locator = "p. 1", read = "full-text" }]
[values.first]
successes = 9
trials = 10
"""
QUICKSTART = 'project = "A project"\nauthor = "Somebody"\nextensions = ["policybrief"]\n'


def quickstart(path: Path) -> Project:
    """A project as Sphinx's own quickstart lays it, with a folder for its sources."""
    project = Project(path)
    project.write("conf.py", QUICKSTART)
    return project


@pytest.mark.parametrize("builder", ["html", "text", "register", "accessiblepdf"])
def test_a_project_that_only_names_the_extension_builds_without_a_word(tmp_path: Path, builder: str) -> None:
    project = quickstart(tmp_path)
    text = "A project\n=========\n\nText, and ``code``.\n\n.. code-block:: python\n\n   x = 1\n"
    project.write("source/index.rst", text)
    assert project.build(builder).complaints == []


MYST = """# A project

:::{finding} counted
:title: It was counted
:evidence: count
:certainty: moderate

It was counted: {value}`count.first`.

Because
: one team counted.

Does not show
: why.

Would change if
: another did.
:::

```{bibliography}
:all:
```
"""
RST = """A project
=========

.. finding:: counted
   :title: It was counted
   :evidence: count
   :certainty: moderate

   It was counted: :value:`count.first`.

   Because
      one team counted.

   Does not show
      why.

   Would change if
      another did.

.. bibliography::
   :all:
"""
BIB = """@article{alpha2024, author = {Alpha, Ada}, title = {Counts}, year = {2024}, journal = {Counting},
    url = {https://example.org/}, sourcetype = {article}, review = {not stated}, relation = {independent}}
"""


@pytest.mark.parametrize("name", ["index.md", "index.rst"])
@pytest.mark.parametrize("builder", ["html", "register"])
def test_in_such_a_project_a_finding_stands_in_either_markup(tmp_path: Path, name: str, builder: str) -> None:
    project = quickstart(tmp_path)
    project.write("refs.bib", BIB)
    project.write("material/evidence/count.toml", RECORD)
    project.write(f"source/{name}", MYST if name.endswith("md") else RST)
    built = project.build(builder)
    assert built.complaints == []
    if builder == "html":
        assert "9 of 10" in built.file("index.html").replace("\N{NO-BREAK SPACE}", " ")


def test_an_epub_lists_each_page_by_its_name_and_in_the_order_of_the_contents(project: Projects) -> None:
    brief = project("test-sound")
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    brief.write("source/dät.svg", picture)
    for name in ("two three", "zwölf", "zwälf", "a.b c"):
        brief.write(
            f"source/{name}.md",
            f"# {name}\n\nRead [the first](<two three.md>).\n\n```{{image}} dät.svg\n:alt: Dot\n```\n",
        )
    brief.change("source/index.md", "observed\n", "two three\nzwölf\nzwälf\na.b c\nobserved\n")
    built = brief.build("epub")
    content = built.file("content.opf")
    items = dict(re.findall(r'<item id="([^"]+)" href="([^"]+)"', content))
    spine = [items[idref] for idref in re.findall(r'<itemref idref="([^"]+)"', content)]
    order = list(dict.fromkeys(re.findall(r'<a href="([^"#]+)', built.file("nav.xhtml"))))
    assert [page for page in spine if page in order] == order
    assert len(set(spine)) == len(spine) > 6
    for href in items.values():
        assert re.fullmatch(r"[\w./-]+", href, re.ASCII)
        assert (built.outdir / href).is_file()
    links = re.findall(r'(?:href|src)="([^"#:]+)"', built.file(next(page for page in spine if "zw" in page)))
    assert len(links) > 2
    for link in links:
        assert (built.outdir / link).is_file()


def described(built: Built) -> dict[str, list[str]]:
    """What catalogues read of an e-book: the texts of each element."""
    found: dict[str, list[str]] = {}
    for name, text in re.findall(r"<dc:(\w+)[^>]*>([^<]*)</dc:", built.file("content.opf")):
        found.setdefault(name, []).append(text)
    return found


def test_an_epub_says_what_is_assigned_and_nothing_of_what_is_not(brief: Project) -> None:
    unset = described(brief.build("epub"))
    assert unset.keys() == {"language", "title", "description", "identifier", "date"}
    assert "unknown" not in str(unset)
    assert unset["description"][0].startswith("TODO: the brief in four sentences")
    built = brief.build(
        "epub",
        author="Alpha, Ada; Beta, Ben; The Institute",
        brief_subtitle="A second line",
        brief_publisher="The Press",
        brief_licence="CC BY 4.0",
        brief_isbn="978-3-16-148410-0",
    )
    assert built.complaints == []
    said = described(built)
    assert said["creator"] == ["Ada Alpha", "Ben Beta", "The Institute"]
    assert (said["title"], said["publisher"]) == (["A brief: A second line"], ["The Press"])
    assert (said["rights"], said["identifier"]) == (["CC BY 4.0"], ["urn:isbn:9783161484100"])
    assert 'content="urn:isbn:9783161484100"' in built.file("toc.ncx")
    first = built.file("index.xhtml")
    assert (
        '<p class="subtitle">A second line</p>\n<p class="authors">Ada Alpha, Ben Beta, The Institute</p>' in first
    )
    assert described(brief.build("epub", epub_author="Them"))["creator"] == ["Them"]


def test_an_epub_that_is_built_again_where_another_was_has_nothing_to_say(brief: Project) -> None:
    for title in ("One", "One", "Another"):
        assert brief.build("epub", epub_title=title).complaints == []


@pytest.mark.parametrize(("builder", "name"), [("epub", "findings.xhtml"), ("html", "findings.html")])
def test_a_number_stands_in_one_line_in_pages_that_are_not_ours(brief: Project, builder: str, name: str) -> None:
    built = brief.build(builder, html_theme="alabaster")
    (rules,) = re.findall(r'href="(_static/brief-values\.css)', built.file(name))
    assert ".value { white-space: nowrap; }" in built.file(rules)
    assert re.search(r'class="value">[^<]*45%', built.file(name))


@pytest.mark.parametrize("builder", ["text", "man", "texinfo"])
def test_a_reference_by_number_prints_its_number(project: Projects, builder: str) -> None:
    brief = project("test-sound")
    brief.write("source/dot.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    figure = ":::{figure} dot.svg\n:name: dots\n:alt: Dot\nA dot\n:::\n\nSee {numref}`dots`.\n\n"
    brief.change("source/observed.md", "The first system", f"{figure}The first system")
    built = brief.build(builder, numfig=True)
    written = "".join(path.read_text("utf-8") for path in built.outdir.iterdir() if path.is_file())
    assert re.search(r"See\s+Fig. ?\\?.?1", written)
    assert "%s" not in written


@pytest.mark.parametrize(
    ("builder", "name"),
    [("html", "about.html"), ("epub", "about.xhtml"), ("singlehtml", "index.html"), ("text", "about.txt")],
)
def test_in_numbered_contents_a_heading_of_a_register_has_no_number(
    brief: Project, builder: str, name: str
) -> None:
    brief.change("source/index.md", "```{toctree}\n", "```{toctree}\n:numbered:\n")
    written = re.sub(r"<[^>]+>", "", brief.build(builder).file(name))
    assert re.search(r"^3\.2\. ?Records", written, re.M)
    assert re.search(r"^F1 TODO: the finding", written, re.M)
    assert re.search(r"^Records that cards", written, re.M)
