"""Group G: design and print, measured on the page.  Of G5, G7 and G9 the machine's half is here.

A4 with a box of 170 × 245 mm in its middle prints unscaled on US Letter too.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from statistics import median
from typing import TYPE_CHECKING

import geometry
import pytest
from docutils import nodes
from lxml import etree

if TYPE_CHECKING:
    from tests.conftest import Brief, Letter, Pdf

MILLIMETRE = 72 / 25.4
A4 = (210.0, 297.0)
BODY, LEADING, MEASURE, SMALLEST = 11.0, (1.28, 1.46), (55, 75), 8.5
LARGE = 15.9
"""The large-print edition is set in 16 points, in the arithmetic of the extractor."""
STRIP = 33
"""Millimetres from the lower edge, below which only the running strip stands."""
TEXT, GRAPHIC = 4.5, 3.0
"""Contrast against the paper."""
LOST = re.compile(r"[\ufffd\u25a1]|\[U\+[0-9A-F]{4,6}\]")


@pytest.fixture(scope="module")
def letters(brief: Brief) -> dict[int, list[Letter]]:
    """The letters of every page of the printed brief."""
    pdf = brief.pdf()
    return {page: list(pdf.letters(page)) for page in range(pdf.length)}


@pytest.fixture(scope="module")
def main(brief: Brief, letters: dict[int, list[Letter]]) -> dict[int, list[Letter]]:
    """The letters of the main brief: its text is set in one size, that of annexes is smaller."""
    annexes = brief.pdf().page_of(brief.title(brief.annexes[0]))
    return {page: found for page, found in letters.items() if page < annexes}


def body_font(letters: dict[int, list[Letter]]) -> tuple[str, float]:
    """Font and size of most letters: the body text."""
    [(font, _count)] = Counter((x.font, x.size) for page in letters.values() for x in page).most_common(1)
    return font


def lines(page: list[Letter], font: tuple[str, float]) -> dict[float, list[Letter]]:
    """The lines of body text on a page, by the height of their base."""
    found: dict[float, list[Letter]] = defaultdict(list)
    for letter in page:
        if (letter.font, letter.size) == font:
            found[letter.base].append(letter)
    return found


def test_G1_every_page_is_A4(brief: Brief) -> None:
    pdf = brief.pdf()
    for page in range(pdf.length):
        width, height = (measure / MILLIMETRE for measure in pdf.document[page].get_size())
        assert (round(width), round(height)) == A4, f"page {page + 1}"


@pytest.mark.parametrize("name", ["brief", "brief-letter", "brief-large", "summary"])
def test_G1_all_that_is_printed_lies_in_a_box_that_fits_A4_and_Letter(brief: Brief, name: str) -> None:
    assert geometry.outside(brief.pdf(name).document) == []


@pytest.mark.parametrize("name", ["brief", "brief-letter", "brief-large", "summary"])
def test_G1_nothing_is_printed_over_anything(brief: Brief, name: str) -> None:
    assert geometry.collisions(brief.pdf(name).document) == []


def test_G2_body_text_has_11_points(main: dict[int, list[Letter]]) -> None:
    _name, size = body_font(main)
    assert size >= BODY


def test_G2_lines_stand_130_to_145_percent_apart(main: dict[int, list[Letter]]) -> None:
    font = body_font(main)
    steps = []
    for page in main.values():
        bases = sorted(lines(page, font))
        steps += [round(b - a, 1) for a, b in itertools.pairwise(bases)]
    usual, _count = Counter(steps).most_common(1)[0]
    assert LEADING[0] <= usual / font[1] <= LEADING[1], f"{usual} pt for {font[1]} pt"


def test_G2_a_full_line_has_55_to_75_characters(main: dict[int, list[Letter]]) -> None:
    font = body_font(main)
    widths, counts = [], []
    for page in main.values():
        for line in lines(page, font).values():
            widths.append(max(x.right for x in line) - min(x.left for x in line))
            counts.append(len(line))
    column = sorted(widths)[int(len(widths) * 0.95)]
    full = [count for width, count in zip(widths, counts, strict=True) if width > 0.9 * column]
    # letters are counted without spaces, of which English has one to about 5.1 letters
    assert MEASURE[0] <= median(full) * 6.1 / 5.1 <= MEASURE[1], median(full) * 6.1 / 5.1


def test_G3_nothing_is_smaller_than_8_5_points(letters: dict[int, list[Letter]]) -> None:
    small = Counter(
        (page + 1, letter.size)
        for page, found in letters.items()
        for letter in found
        if letter.size < SMALLEST - 0.01
    )
    assert small == Counter(), "page and size of letters that are too small"


def test_G3_no_drawing_has_letters_below_8_5_points_where_it_is_printed_at_its_width(brief: Brief) -> None:
    drawings = [path for path in (brief.folder / "html").rglob("*.svg") if "favicon" not in path.name]
    assert drawings
    for path in drawings:
        for size in re.findall(r"font-size[:=]\s*[\"']?([\d.]+)(?:px|pt)?", path.read_text("utf-8")):
            assert float(size) >= SMALLEST, f"{path.name}: {size}"


def test_G4_text_is_set_ragged_on_the_right(brief: Brief, main: dict[int, list[Letter]]) -> None:
    font = body_font(main)
    ends = [round(max(x.right for x in line)) for page in main.values() for line in lines(page, font).values()]
    [(_edge, count)] = Counter(ends).most_common(1)
    assert count < len(ends) / 3, "a third of all lines ends at one edge: the text is justified"
    for sheet in ("screen.css", "print.css"):
        style = brief.read(f"html/_static/{sheet}")
        assert not re.search(r"text-align\s*:\s*justify|text-transform\s*:\s*uppercase", style), sheet


def test_G4_no_heading_is_divided_by_a_hyphen(brief: Brief) -> None:
    pdf = brief.pdf()
    for _level, title, page in pdf.outline():
        words = re.sub(r"^[\dA.]+\s*", "", title).split()
        pattern = r"\s+".join(re.escape(word) for word in words)
        assert re.search(pattern, pdf.text(page)), f"page {page + 1}: {title!r} is not printed whole"


def test_G4_italics_mark_words_and_titles_and_never_a_whole_paragraph(brief: Brief) -> None:
    for docname in brief.body:
        for block in brief.paragraphs(brief.trees[docname]):
            slanted = sum(len(node.astext()) for node in block.findall(nodes.emphasis))
            short = len(block.astext()) < 160
            assert slanted < 0.6 * len(block.astext()) or short, f"{docname}: {block.astext()[:80]}"


def luminance(colour: str) -> float:
    """Relative luminance of a colour like ``#12436d`` or ``#fff``."""
    colour = colour.lstrip("#")
    if len(colour) == 3:
        colour = "".join(2 * digit for digit in colour)
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Contrast of two colours as WCAG defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def schemes(style: str) -> list[dict[str, str]]:
    """The named colours of the screen in light and dark."""
    return [
        dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{3,6})", block))
        for block in re.findall(r":root\s*{([^}]*)}", style)
    ]


def test_G5_in_grey_the_marks_of_every_drawing_stand_out_from_what_they_touch(brief: Brief) -> None:
    from policybrief.words.palette import palette
    from sphinx_accessible_figures import honesty

    drawn = [path for path in (brief.folder / "html").rglob("*.svg") if "favicon" not in path.name]
    assert drawn
    for path in drawn:
        for element in etree.parse(path).iter():
            used = {element.get("fill", "none"), element.get("stroke", "none")} - {"none"}
            known = {*palette().light.values(), *palette().print.values()}
            assert used <= known, f"{path.name}: a colour that the palette does not have"
    assert list(honesty.contrasts(palette())) == []


def test_G5_a_figure_that_is_a_table_tells_its_states_by_sign_and_word_and_never_by_tone(brief: Brief) -> None:
    tables = [
        (figure["ids"][0], table)
        for tree in brief.trees.values()
        for figure in tree.findall(nodes.figure)
        for table in figure.findall(nodes.table)
    ]
    wanted = {"figure-coverage", "figure-timeline"}
    assert wanted <= {name for name, _table in tables}
    signed = 0
    for name, table in tables:
        for entry in table.findall(nodes.entry):
            signs = [node for node in entry.findall(nodes.inline) if "sign" in node["classes"]]
            signed += len(signs)
            said = entry.astext()
            for sign in signs:
                said = said.replace(sign.astext(), "")
            assert re.search(r"\w", said), f"{name}: a cell says nothing in words: {entry.astext()!r}"
    assert signed > 50


def test_G6_text_and_graphic_colours_of_the_screen_stand_out_in_light_and_dark(brief: Brief) -> None:
    found = [colours for colours in schemes(brief.read("html/_static/screen.css")) if "paper" in colours]
    assert len(found) >= 2
    for colours in found:
        for name in ("ink", "accent", "link", "muted", "contrary"):
            for ground in ("paper", "tint"):
                assert contrast(colours[name], colours[ground]) >= TEXT, f"{name} on {ground}: {colours}"
        assert contrast(colours["rule"], colours["paper"]) >= GRAPHIC


def test_G6_printed_text_stands_out_from_white(brief: Brief) -> None:
    pdf = brief.pdf()
    import pypdfium2.raw as pdfium

    from policybrief.words.palette import palette

    colours = palette().print
    parts = [pdfium.c_uint() for _ in range(4)]
    seen = 0
    for page in range(pdf.length):
        for printed in pdf.document[page].get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            if pdfium.FPDFPageObj_GetFillColor(printed.raw, *parts):
                seen += 1
                red, green, blue, _alpha = (part.value for part in parts)
                colour = f"#{red:02x}{green:02x}{blue:02x}"
                # light words stand in the full boxes of drawings alone
                ground = colours["accent"] if colour == colours["paper"] else "#eef3f8"
                assert contrast(colour, ground) >= TEXT, f"page {page + 1}"
    assert seen > 500


def test_G7_no_page_is_blank_and_no_heading_is_the_last_line_of_its_page(
    brief: Brief, letters: dict[int, list[Letter]]
) -> None:
    pdf = brief.pdf()
    for page, found in letters.items():
        text = [letter for letter in found if letter.base > STRIP * MILLIMETRE]
        assert len(text) > 100, f"page {page + 1} is blank"
    for _level, title, page in pdf.outline():
        size = {x.size for x in letters[page]}
        assert size, title
        printed = brief.spoken(pdf.text(page))
        words = brief.spoken(title)
        joined, wanted = " ".join(printed), " ".join(words[-4:])
        if wanted in joined:
            after = joined.rpartition(wanted)[2].split()
            assert len(after) > 12, f"page {page + 1}: {title!r} stands alone at the foot"


def test_G7_no_page_is_filled_less_than_a_third_but_where_a_part_ends(
    brief: Brief, letters: dict[int, list[Letter]]
) -> None:
    opened = {page for level, _title, page in brief.pdf().outline() if level == 0}
    for page, found in letters.items():
        lowest = min(letter.base for letter in found if letter.base > STRIP * MILLIMETRE)
        filled = (A4[1] - 32 - lowest / MILLIMETRE) / (geometry.BOX[1] - 12.5)
        assert filled > 1 / 3 or page + 1 in opened or page + 1 == len(letters), f"page {page + 1}: {filled:.0%}"


def test_G7_the_running_head_names_the_chapter_that_goes_on(brief: Brief) -> None:
    pdf = brief.pdf()
    chapters = [(title, page) for level, title, page in pdf.outline() if level == 0]
    for (title, first), (_next, last) in itertools.pairwise(chapters):
        for page in range(first + 1, last):
            head = pdf.document[page].get_textpage().get_text_bounded(bottom=(A4[1] - 31) * MILLIMETRE)
            assert brief.letters(title) in brief.letters(head), f"page {page + 1}"


def test_no_character_is_lost_in_print(brief: Brief) -> None:
    for page, text in enumerate(brief.pdf().texts, 1):
        assert not LOST.search(text), f"page {page}: {LOST.search(text)}"


def test_G8_each_figure_says_its_finding_in_a_sentence_and_stands_alone(brief: Brief) -> None:
    figures = [(docname, figure) for docname, tree in brief.trees.items() for figure in tree.findall(nodes.figure)]
    assert len(figures) >= 4, "of ten figures the four that carry the argument: trials, chain, coverage, profile"
    for docname, figure in figures:
        said = brief.plain(figure.astext())
        [caption] = [child for child in figure.children if isinstance(child, nodes.caption)]
        assert len(caption.astext().split()) >= 4, f"{docname}: the caption is a topic: {caption.astext()}"
        for picture in figure.findall(nodes.image):
            assert len(picture.get("alt", "")) >= 40, (
                f"{docname}: {caption.astext()}: no message in the alternative text"
            )
        assert re.search(r"\bSources?\b", said), f"{docname}: {caption.astext()}: no source"
        assert any(re.match(r"figure-", id) for id in figure["ids"]), f"{docname}: {caption.astext()}"


def test_G9_rates_are_drawn_as_dots_with_lines_and_not_as_bars(brief: Brief) -> None:
    drawings = [path for path in (brief.folder / "html").rglob("*.svg") if "favicon" not in path.name]
    assert drawings
    for path in drawings:
        assert not re.search(r'class="[^"]*\bbar\b', path.read_text("utf-8")), path.name


def test_G1_the_edition_on_US_Letter_breaks_its_pages_where_the_one_on_A4_does(brief: Brief) -> None:
    a4, letter = brief.pdf(), brief.pdf("brief-letter")
    width, height = (measure / MILLIMETRE for measure in letter.document[0].get_size())
    assert (round(width, 1), round(height, 1)) == (215.9, 279.4)
    # a drawing may be read before or after the text around it
    for page, (one, other) in enumerate(zip(a4.texts, letter.texts, strict=True), 1):
        assert Counter(one.split()) == Counter(other.split()), f"page {page}"


def test_G2_the_large_print_edition_sets_everything_in_16_points_and_keeps_every_word(brief: Brief) -> None:
    large = brief.pdf("brief-large")
    small = Counter(x.char for page in range(large.length) for x in large.letters(page) if x.size < LARGE)
    assert small == Counter()
    kept = "".join(brief.spoken(joined(large)))  # in a row, since addresses break elsewhere
    assert {word for word in brief.spoken(joined(brief.pdf())) if word.isalpha() and word not in kept} == set()


NOTE = re.compile(r't\.inline\(\("margin-note", \), \{(?:strong\(\{(.*?)\}\);)?(.*?)\}\);')
"""A note in the margin, as the engine reads it: a repetition of glossary or register; large print has none."""


def test_G2_large_print_keeps_each_word_as_often_as_the_edition_on_A4_has_it(brief: Brief) -> None:
    a4 = within(brief.pdf(), top=31.5, foot=32.5)
    large = within(brief.pdf("brief-large"), top=42.5, foot=44.5)
    source = next(path for path in brief.folder.rglob("brief.typ") if path.parent.name != "templates")
    notes = " ".join(" ".join(found) for found in NOTE.findall(source.read_text("utf-8")))
    drawn = {word for path in brief.folder.rglob("*.svg") for word in brief.spoken(path.read_text("utf-8"))}
    wanted = Counter(brief.spoken(a4)) - Counter(brief.spoken(notes))
    fewer = wanted - Counter(brief.spoken(large))
    run = "".join(brief.spoken(large))  # where a line divides a word of an address
    lost = [word for word in fewer if wanted[word] > run.count(word)]
    pages = re.compile("[IVXLC]+")
    assert [word for word in lost if word.isalpha() and word not in drawn and not pages.fullmatch(word)] == []


def within(pdf: Pdf, *, top: float, foot: float) -> str:
    """All text of a PDF without running heads and strips: what stands so many millimetres from both edges."""
    height = A4[1] - top
    pages = [page.get_textpage() for page in pdf.document]
    texts = [page.get_text_bounded(bottom=foot * MILLIMETRE, top=height * MILLIMETRE) for page in pages]
    return re.sub("[\x02\ufffe\u00ad]\\s*", "", " ".join(texts))


def joined(pdf: Pdf) -> str:
    """All text of a PDF, words that a line divides put together."""
    return re.sub("[\x02\ufffe\u00ad]\\s*", "", " ".join(pdf.texts))


def test_the_number_of_pages_is_even_so_that_both_sides_of_a_sheet_are_used(brief: Brief) -> None:
    assert all(brief.pdf(name).length % 2 == 0 for name in ("brief", "brief-letter", "brief-large", "summary"))
