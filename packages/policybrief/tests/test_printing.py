"""The print edition of a small brief: its address as a code, even sheets, two papers, large letters."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import geometry
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp
from lxml import etree

from policybrief import outputs
from policybrief.words import palette

LOOK = Path(outputs.__file__).with_name("brief.typ")
ADDRESS = "https://example.org/briefs/sound"
MILLIMETRES = 25.4 / 72
FILLER = "This page is left empty, so that the number of pages is even."


def printed(project, /, *documents, **values):
    """Build PDFs of the sound brief in the look of briefs."""
    brief = project("test-sound")
    shutil.copy(LOOK, brief.path / "look.typ")
    entries = [("index", name, "A title", "", "look.typ", False, options) for name, options in documents]
    built = brief.build("accessiblepdf", accessible_pdf_documents=entries, **values)
    assert built.complaints == []
    return [pypdfium2.PdfDocument(built.outdir / f"{name}.pdf") for name, _options in documents], built


def test_a_pdf_that_does_not_keep_to_its_pages_is_told(project):
    for limit, wanted in (
        ((1, 1), []),
        ((3, 4), ["brief.pdf: 1 pages; at least 3; change its text, or brief_pages"]),
    ):
        brief = project("test-sound")
        shutil.copy(LOOK, brief.path / "look.typ")
        entries = [("observed", "brief", "A title", "", "look.typ", False, {})]
        built = brief.build("accessiblepdf", accessible_pdf_documents=entries, brief_pages={"brief": limit})
        assert [said.text for said in built.said("length")] == wanted


def test_a_chapter_that_is_handed_on_fills_pages_of_its_own(project):
    text = "# A letter\n\n:::{in-short}\nA letter to sign.\n:::\n\nDear tester, stop at an alarm.\n"
    index = "```{toctree}\n:caption: Annexes\n\nasked\nletter\nsources\n```"
    for leaves, alone in (["letter"], True), ([], False):
        brief = project("test-sound")
        shutil.copy(LOOK, brief.path / "look.typ")
        brief.write("source/letter.md", text)
        brief.change(
            "source/index.md",
            "```{toctree}\nobserved\nasked\nsources\n```",
            index.replace("asked", "observed\nasked"),
        )
        entries = [("index", "brief", "A title", "", "look.typ", False, {})]
        built = brief.build("accessiblepdf", accessible_pdf_documents=entries, brief_leaves=leaves)
        pages = [
            page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(built.outdir / "brief.pdf")
        ]
        [page] = [page for page in pages if "Dear tester" in page]
        assert ("Sources" not in page and page.index("A letter") < 60) == alone


def codes(page):
    """What a camera reads from a page printed in grey at 300 dots an inch."""
    return zxingcpp.read_barcodes(page.render(scale=300 / 72, grayscale=True).to_pil())


def words(page):
    """The words of a page, in no order: a drawing may lie before or after the text that surrounds it."""
    return Counter(page.get_textpage().get_text_range().split())


def test_the_address_is_a_code_on_the_first_and_the_last_page_with_its_words_beside_it(project):
    [pdf], _built = printed(project, ("brief", {}), html_baseurl=ADDRESS)
    for page in (pdf[0], pdf[len(pdf) - 1]):
        assert [code.text for code in codes(page)] == [f"{ADDRESS}/"]
        assert f"{ADDRESS}/" in page.get_textpage().get_text_range()


def test_the_code_is_wide_enough_and_keeps_its_quiet_zone(project):
    [_pdf], built = printed(project, ("brief", {}), html_baseurl=ADDRESS)
    drawing = etree.fromstring((built.outdir / "address.svg").read_bytes())
    assert "width: 28mm" in LOOK.read_text()
    starts = re.findall(r"M\s*([\d.]+)\s+([\d.]+)", drawing.find(".//{*}path").get("d"))
    assert min(float(x) for x, _y in starts) == 4
    assert min(float(y) for _x, y in starts) == pytest.approx(4, abs=0.5)


def test_a_permanent_identifier_goes_before_the_web_address(project):
    [pdf], _built = printed(project, ("brief", {}), html_baseurl=ADDRESS, brief_doi="10.1234/one")
    assert {code.text for code in codes(pdf[0])} == {"https://doi.org/10.1234/one"}


def test_without_an_address_there_is_no_code(project):
    [pdf], built = printed(project, ("brief", {}))
    assert codes(pdf[0]) == []
    assert not (built.outdir / "address.svg").exists()


@pytest.mark.parametrize("times", [1, 3, 6, 12])
@pytest.mark.parametrize("status", ["in review", "in review for long by several bodies, " * 3])
def test_the_strip_at_the_foot_keeps_whole_facts_and_a_long_title_gives_way(project, times, status):
    title = "Foot " + "of a long title " * times
    [pdf], _built = printed(project, ("brief", {}), project=title.strip(), brief_status=status.strip(", "))
    text = pdf[1].get_textpage()
    found = text.search("Foot of a")
    *_before, (at, _length) = iter(found.get_next, None)
    _left, bottom, _right, top = text.get_charbox(at)
    (line,) = text.get_text_bounded(bottom=bottom, top=top).splitlines()
    facts = ["7 October 2026", status.strip(", "), "evidence to 7 October 2026"]
    said = re.sub(r" *\d+$", "", line.replace("\N{NO-BREAK SPACE}", " ")).split(" · ")
    assert said[0] == title.strip() or said[0].endswith("…"), line
    assert said[1:] == (facts if len(status) < 40 else facts[: len(said) - 1]), line
    assert len(said) > 1


def test_a_fact_that_equals_the_report_number_prints_all_the_same(project):
    said = []
    for number in ("7", "Examples"):
        [pdf], _built = printed(project, ("brief", {}), brief_publisher="Examples", brief_report_number=number)
        said.append(sum(words(page)["Publisher"] for page in pdf))
    assert said[0] == said[1] > 0


def lengthened(project, chapters, annexes=False):
    """The sound brief with so many more chapters, its last one in annexes if wanted."""
    brief = project("test-sound")
    shutil.copy(LOOK, brief.path / "look.typ")
    for number in range(chapters):
        brief.write(f"source/more{number}.md", f"# More {number}\n\n" + "Words on a page. " * 190)
        brief.change("source/index.md", "\nsources\n", f"\nmore{number}\nsources\n")
    if annexes:
        brief.change("source/index.md", "\nsources\n", "\n```\n\n```{toctree}\n:caption: Annexes\n\nsources\n")
    built = brief.build("accessiblepdf", accessible_pdf_documents=[("index", "brief", "A title", "", "look.typ")])
    return pypdfium2.PdfDocument(built.outdir / "brief.pdf")


@pytest.mark.parametrize("chapters", range(4))
def test_with_annexes_the_number_of_pages_is_even_whatever_their_length(project, chapters):
    pdf = lengthened(project, chapters, annexes=True)
    assert len(pdf) % 2 == 0
    assert "How to cite" in "".join(page.get_textpage().get_text_range() for page in list(pdf)[-2:])


@pytest.mark.parametrize("chapters", range(4))
def test_a_short_brief_says_how_to_cite_it_where_its_text_ends(project, chapters):
    last = list(lengthened(project, chapters))[-1].get_textpage().get_text_range()
    assert "How to cite" in last
    assert "Counts of a first team" in last, "the list of sources, which is its last chapter"


@pytest.mark.parametrize("lines", range(20, 44, 3))
def test_a_table_right_below_a_heading_stays_there_and_the_heading_never_stands_alone(project, lines):
    brief = project("test-sound")
    shutil.copy(LOOK, brief.path / "look.typ")
    table = "```{table} What stands here\n\n| One | Two |\n|---|---|\n" + "| a | b |\n" * 8 + "```\n\n"
    words = "Words on a page.\n\n"
    text = f"# More\n\n{words * lines}## A table of its own\n\n{table}## What follows\n\n{words}"
    brief.write("source/more.md", text)
    brief.change("source/index.md", "\nsources\n", "\nmore\nsources\n")
    built = brief.build("accessiblepdf", accessible_pdf_documents=[("index", "brief", "A title", "", "look.typ")])
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(built.outdir / "brief.pdf")]
    [page] = [page for page in pages if "A table of its own" in page]
    assert page.index("A table of its own") < page.index("What stands here")


def test_links_on_paper_have_the_colour_that_the_house_gave_them(project):
    [pdf], _built = printed(project, ("brief", {}), brief_colours={"accent": "#7a1f5c", "link": "#0b5e2e"})
    assert {"#7a1f5c", "#0b5e2e"} <= colours_of(pdf)


def test_rules_and_dots_take_a_bright_colour_of_the_house_and_boxes_the_hue_of_its_accent(project):
    [pdf], _built = printed(project, ("brief", {}), brief_colours={"accent": "#7a1f5c", "brand": "#e5590f"})
    seen = colours_of(pdf)
    assert "#e5590f" in seen
    assert palette.palette().print["tint"] not in seen


def colours_of(pdf):
    """Every colour that something in a document is filled or drawn with."""
    parts = [pdfium.c_uint() for _part in range(4)]
    seen = set()
    for page in pdf:
        for drawn in page.get_objects():
            for ask in (pdfium.FPDFPageObj_GetFillColor, pdfium.FPDFPageObj_GetStrokeColor):
                if ask(drawn.raw, *parts):
                    seen.add("#{:02x}{:02x}{:02x}".format(*(part.value for part in parts[:3])))
    return seen


def test_both_papers_break_their_pages_at_the_same_words(project):
    (a4, letter), _built = printed(project, ("brief", {}), ("letter", {"paper": "us-letter"}))
    assert [round(x * MILLIMETRES) for x in a4[0].get_size()] == [210, 297]
    assert [round(x * MILLIMETRES) for x in letter[0].get_size()] == [216, 279]
    assert [words(page) for page in a4] == [words(page) for page in letter]


def test_large_print_has_no_letter_below_sixteen_points_and_loses_no_word(project):
    (normal, large), _built = printed(project, ("brief", {}), ("large", {"inputs": {"print": "large"}}))
    for page in large:
        text = page.get_textpage()
        sizes = {pdfium.FPDFText_GetFontSize(text, at) for at in range(text.count_chars()) if not hidden(text, at)}
        assert min(sizes) >= 15.9
    assert once(text_of(normal)) - once(text_of(large)) - once(FILLER) == set()


def hidden(text, at):
    """Whether a character was made by the reader and is not printed."""
    return pdfium.FPDFText_IsGenerated(text, at) == 1 or chr(pdfium.FPDFText_GetUnicode(text, at)).isspace()


def text_of(pdf):
    """All words of a document in their order."""
    return " ".join(page.get_textpage().get_text_range() for page in pdf)


def once(text):
    """The different words of a text, those divided at the end of a line joined."""
    return set(re.findall(r"[^\W\d_]{2,}", re.sub("[\x02\ufffe]\\s*", "", text)))


NAME = "Selbstvervielfaeltigungspruefungsverordnungsentwurfsausschuss"
"""A name of sixty characters that no line can divide without a hyphen."""
WORDS = "Counting needs care, and a team that counts says how. "
HERE = ":::{finding} both-do-it"


def table(columns: int, cell: str, other: str = "a few words") -> str:
    """A table of one row whose first cell is given, and what the others hold."""
    head = " | ".join(f"Column {number}" for number in range(columns))
    rest = " | ".join(other for _ in range(columns - 1))
    rows = (f"| {head} |", "|" + "---|" * columns, f"| {cell} | {rest} |")
    return "```{table} A table\n:name: table-hard\n\n" + "\n".join(rows) + "\n```\n\n"


HARD = {
    "a title of 200 characters": ("index", "# A small brief", "# " + "A title that goes on and on " * 7),
    "an abstract of 400 words": ("index", "```{toctree}", f":::{{abstract}}\n{WORDS * 40}\n:::\n\n```{{toctree}}"),
    "a main message of 200 words": ("index", "Publish counts.", WORDS * 20),
    "a table of twelve columns": ("observed", HERE, table(12, "some words") + HERE),
    "a table of twelve columns of long words": ("observed", HERE, table(12, NAME, "internationalization") + HERE),
    "a table of thirty columns": ("observed", HERE, table(30, "some") + HERE),
    "a cell of 300 words": ("observed", HERE, table(3, WORDS * 30) + HERE),
    "a cell longer than a page": ("observed", HERE, table(6, WORDS * 60) + HERE),
    "an unbroken name in a cell": ("observed", HERE, table(5, NAME) + HERE),
    "an unbroken name in the title": ("index", "# A small brief", f"# {NAME}"),
    "an unbroken name in a heading": ("observed", "# What was observed", f"# {NAME}"),
    "an unbroken name in a card": ("asked", "Governments.", f"{NAME}."),
    "a card longer than a page": ("asked", "Counts are misread.", WORDS * 90),
    "a finding longer than a page": ("observed", "Both systems did it, one", WORDS * 60 + "One"),
}


@pytest.mark.parametrize(("docname", "old", "new"), HARD.values(), ids=HARD)
def test_what_does_not_fit_moves_and_is_printed_over_nothing(project, docname, old, new):
    brief = project("test-sound")
    shutil.copy(LOOK, brief.path / "look.typ")
    brief.change(f"source/{docname}.md", old, new)
    title = "A title" if old != "# A small brief" else new.removeprefix("# ")
    sizes = {"brief": {}, "letter": {"paper": "us-letter"}, "large": {"inputs": {"print": "large"}}}
    entries = [("index", name, title, "", "look.typ", False, options) for name, options in sizes.items()]
    built = brief.build("accessiblepdf", accessible_pdf_documents=entries)
    assert [said for said in built.complaints if said.subtype == "accessible_pdf.engine"] == []
    for name in sizes:
        pdf = pypdfium2.PdfDocument(built.outdir / f"{name}.pdf")
        assert geometry.collisions(pdf) == [], name
        assert geometry.outside(pdf) == [], name
        kept = re.sub(r"[\W\x02\ufffe]", "", text_of(pdf))
        assert kept.count("Counting") >= new.count("Counting"), name
        assert kept.count(NAME) >= new.count(NAME), name


LONG = "https://policy.example.org/publications/briefs/2026/heat-and-the-health-of-schoolchildren/english-edition"


@pytest.mark.parametrize(
    "title", ["Heat", "A title that goes on and on " * 5], ids=["a short title", "a long one"]
)
def test_an_address_of_any_length_stands_below_its_code_and_over_nothing(project, title):
    brief = project("test-sound")
    shutil.copy(LOOK, brief.path / "look.typ")
    sizes = {"brief": {}, "letter": {"paper": "us-letter"}, "large": {"inputs": {"print": "large"}}}
    entries = [("index", name, title, "", "look.typ", False, options) for name, options in sizes.items()]
    entries.append(("observed", "summary", title, "", "look.typ", False, {}))
    built = brief.build(
        "accessiblepdf", accessible_pdf_documents=entries, html_baseurl=LONG, brief_summary=["observed"]
    )
    assert [said for said in built.complaints if said.subtype == "accessible_pdf.engine"] == []
    for name in (*sizes, "summary"):
        pdf = pypdfium2.PdfDocument(built.outdir / f"{name}.pdf")
        assert geometry.collisions(pdf) == [], name
        assert geometry.outside(pdf) == [], name
        # a hyphen at the end of a line is read as one that the line made
        assert f"{LONG}/" in re.sub(r"\s", "", re.sub("[\x02\ufffe]", "-", page_text(pdf[0]))), name
        assert [code.text for code in codes(pdf[0])] == [f"{LONG}/"], name


def page_text(page):
    """The words of a page in their order."""
    return page.get_textpage().get_text_range()


def test_a_summary_whose_margin_is_taken_ends_with_its_address(project):
    brief = project("test-sound")
    shutil.copy(LOOK, brief.path / "look.typ")
    rows = "\n".join(f"| {WORDS * 3} | some words |" for _row in range(9))
    brief.change(
        "source/observed.md", HERE, f"```{{table}} A table\n\n| A | B |\n|---|---|\n{rows}\n```\n\n{HERE}"
    )
    entries = [("observed", "summary", "A title", "", "look.typ", False, {})]
    built = brief.build(
        "accessiblepdf", accessible_pdf_documents=entries, html_baseurl=ADDRESS, brief_summary=["observed"]
    )
    pdf = pypdfium2.PdfDocument(built.outdir / "summary.pdf")
    assert geometry.collisions(pdf) == []
    assert [[code.text for code in codes(page)] for page in pdf] == [*[[]] * (len(pdf) - 1), [f"{ADDRESS}/"]]


GLOSSARY = "# Glossary\n\n```{glossary}\ntrial\n  One go at a task.\n```\n"
USED = "A {term}`trial` is one go, and this {term}`trial` is another; a {count}`counts.first` says how many."


def margins(project, *documents):
    """The sound brief with a glossary, whose first chapter uses its term twice."""
    brief = project("test-sound")
    shutil.copy(LOOK, brief.path / "look.typ")
    brief.write("source/glossary.md", GLOSSARY)
    brief.change("source/index.md", "\nsources\n", "\nglossary\nsources\n")
    brief.change("source/observed.md", "The first system did it in", f"{USED}\n\nThe first system did it in")
    entries = [("index", name, "A title", "", "look.typ", False, options) for name, options in documents]
    built = brief.build("accessiblepdf", accessible_pdf_documents=entries)
    assert built.complaints == []
    return [text_of(pypdfium2.PdfDocument(built.outdir / f"{name}.pdf")) for name, _options in documents]


def test_a_term_is_explained_in_the_margin_where_a_chapter_first_uses_it_and_large_print_has_the_glossary(project):
    normal, large = margins(project, ("brief", {}), ("large", {"inputs": {"print": "large"}}))
    assert normal.count("One go at a task.") == 2
    assert large.count("One go at a task.") == 1


def test_a_definition_that_a_table_leaves_no_room_beside_its_paragraph_stands_elsewhere_in_the_margin_of_its_page(
    project,
):
    brief = project("test-sound")
    shutil.copy(LOOK, brief.path / "look.typ")
    brief.write("source/glossary.md", GLOSSARY.replace("One go at a task.", "One go at a task. " + WORDS * 3))
    table = "```{table} Wide\n\n| A | B |\n|---|---|\n| a | b |\n```\n\n"
    text = f"# More\n\n## One\n\n{table}A {{term}}`trial`.\n\n## Two\n\n{table}" + "Words on a page.\n\n" * 20
    brief.write("source/more.md", text)
    brief.change("source/index.md", "\nsources\n", "\nmore\nglossary\nsources\n")
    built = brief.build("accessiblepdf", accessible_pdf_documents=[("index", "brief", "A title", "", "look.typ")])
    pdf = pypdfium2.PdfDocument(built.outdir / "brief.pdf")
    assert geometry.collisions(pdf) == []
    [page] = [text for text in map(page_text, pdf) if "A trial" in text]
    assert "One go at a task" in page


def test_a_term_with_a_hyphen_is_not_divided_at_it_and_an_address_may_be(project):
    brief = project("test-sound")
    brief.write("source/glossary.md", GLOSSARY.replace("trial", "re-trial"))
    brief.change("source/index.md", "\nsources\n", "\nglossary\nsources\n")
    brief.change(
        "source/observed.md", "The first system did it in", "A {term}`re-trial`, see <https://a-b.example>."
    )
    built = brief.build("accessiblepdf", accessible_pdf_documents=[("index", "brief", "A title", "")])
    printed = text_of(pypdfium2.PdfDocument(built.outdir / "brief.pdf"))
    assert "re\N{NON-BREAKING HYPHEN}trial, see" in printed
    assert "https://a-b.example" in printed


def test_a_number_has_what_it_rests_on_in_the_margin_once_a_chapter(project):
    [text] = margins(project, ("brief", {}))
    before = text[: text.index("Both systems did it")]
    assert before.count("full text read") == 1


def test_a_sentence_that_leads_to_a_record_has_its_source_in_the_margin_and_two_records_of_one_are_one_line(
    project,
):
    brief = project("test-sound")
    shutil.copy(LOOK, brief.path / "look.typ")
    brief.write("material/evidence/twin.toml", (brief.path / "material/evidence/counts.toml").read_text("utf-8"))
    links = "One is {evidence}`said <counts>`, and another {evidence}`as well <twin>`."
    brief.change("source/observed.md", "The first system did it in", f"{links}\n\nThe first system did it in")
    entries = [("index", "brief", "A title", "", "look.typ", False, {})]
    built = brief.build("accessiblepdf", accessible_pdf_documents=entries)
    text = text_of(pypdfium2.PdfDocument(built.outdir / "brief.pdf"))
    before = text[text.index("another as well") : text.index("The first system did it")]
    assert before.count("full text read") == 1


def test_a_table_longer_than_a_page_keeps_three_rows_with_its_heads(project):
    brief = project("test-sound")
    shutil.copy(LOOK, brief.path / "look.typ")
    rows = "\n".join(f"| Row {number} | some words | some more |" for number in range(60))
    long = f"```{{table}} Long\n:name: table-long\n\n| A | B | C |\n|---|---|---|\n{rows}\n```\n\n"
    brief.change("source/index.md", "\nasked\n", "\nmore\nasked\n")
    for lines in range(29, 34):
        fill = "Words on a page.\n\n" * lines
        brief.write("source/more.md", f"# More\n\n{fill}{long}")
        built = brief.build(
            "accessiblepdf", accessible_pdf_documents=[("more", "brief", "A title", "", "look.typ")]
        )
        pages = [
            page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(built.outdir / "brief.pdf")
        ]
        [first] = [page for page in pages if "Row 0" in page]
        assert "Row 2" in first
        assert all("A" in page.split() for page in pages if "Row" in page)
