"""Where things stand on the page: labels, columns, pictures, long words, contents, indices, right to left."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import pypdfium2
import pytest

CONF = 'project = "A project"\nauthor = "Somebody"\nextensions = ["sphinx_accessible_pdf"]\n'
BIB = CONF.replace("[", '["sphinxcontrib.bibtex", ') + 'bibtex_bibfiles = ["r.bib"]\n'


def chapter(build, source, conf=CONF, **files):
    """Build one chapter and give what was built with its last page."""
    given = {name.replace("_", "."): text for name, text in files.items()}
    printed = build(files={"conf.py": conf, "index.rst": f"T\n=\n\n{source}", **given})
    return printed, list(pypdfium2.PdfDocument(printed.folder / "document.pdf"))[-1]


def lines(page):
    """The lines of a page as they are drawn."""
    return [re.sub(r"\s+", " ", line).strip() for line in page.get_textpage().get_text_range().splitlines()]


def boxes(page):
    """Each character of a page with its edges."""
    text = page.get_textpage()
    found = [(text.get_text_range(at, 1), text.get_charbox(at)) for at in range(text.count_chars())]
    return [(c, box) for c, box in found if c.strip()]


def edges(page, word):
    """Left and right edge of a word."""
    text = page.get_textpage()
    at = text.get_text_range().index(word)
    return text.get_charbox(at)[0], text.get_charbox(at + len(word) - 1)[2]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("A [3]_.\n\n.. [3] Words of it.\n", "3Words of it."),
        ("A [#]_.\n\n.. [#] Words of it.\n", "1Words of it."),
        ("A [*]_.\n\n.. [*] Words of it.\n", "*Words of it."),
        ("A [#a]_ [#a]_.\n\n.. [#a] Words of it.\n\n   And more.\n", "1Words of it."),
        ("A.\n\n.. [9] Words of it.\n", "9 Words of it."),
        ("A [Key]_.\n\n.. [Key] Words of it.\n", "[Key] Words of it."),
    ],
)
def test_the_label_of_a_note_stands_on_the_line_of_its_words(build, source, line):
    _printed, page = chapter(build, source)
    assert line in lines(page)


@pytest.mark.parametrize("style", ["plain", "alpha", "unsrt"])
def test_the_label_of_an_entry_stands_on_the_line_of_its_words(build, style):
    pytest.importorskip("sphinxcontrib.bibtex", reason="needs sphinxcontrib-bibtex")
    entry = "@book{a, author={Ada Byron}, title={Notes}, year={1843}, publisher={T}}\n"
    _printed, page = chapter(build, f":cite:p:`a`\n\n.. bibliography::\n   :style: {style}\n", BIB, r_bib=entry)
    assert any(re.match(r"\[\w+\] Ada Byron\. Notes", line) for line in lines(page))


def test_numbers_that_the_author_gave_are_kept(build):
    source = "As 7 [7]_, 7 [7]_, 12 [12]_, auto [#]_.\n\n.. [7] Seven.\n.. [12] Twelve.\n.. [#] One.\n"
    printed, page = chapter(build, source)
    assert printed.complaints == ""
    assert "As 7 7, 7 7, 12 12, auto 1." in lines(page)


def test_notes_that_nobody_numbered_are_counted_through_the_document(build):
    toctree = "\n.. toctree::\n\n   one\n   two\n"
    part = "{}\n===\n\nWord [#]_.\n\n.. [#] Note of {}.\n"
    files = {"one.rst": part.format("One", "one"), "two.rst": part.format("Two", "two")}
    printed = build(files={"conf.py": CONF, "index.rst": f"T\n=\n{toctree}", **files})
    assert "1Note of one." in printed.text.replace("1 Note", "1Note")
    assert "2Note of two." in printed.text.replace("2 Note", "2Note")


@pytest.mark.parametrize(
    ("source", "numbered"),
    [
        (".. literalinclude:: a.py\n", False),
        (".. literalinclude:: a.py\n   :linenos:\n", True),
        (".. literalinclude:: a.py\n   :lineno-match:\n   :lines: 1-2\n", True),
        (".. literalinclude:: a.py\n   :lineno-start: 40\n", True),
        (".. code-block:: python\n\n   x = 1\n", False),
        (".. code-block:: python\n   :linenos:\n\n   x = 1\n", True),
        (".. code:: python\n   :number-lines:\n\n   x = 1\n", True),
        ("::\n\n   x = 1\n", False),
        (".. highlight:: python\n   :linenothreshold: 1\n\n.. code-block:: python\n\n   x = 1\n   y = 2\n", True),
    ],
)
def test_lines_of_code_have_numbers_where_they_are_asked_for(build, source, numbered):
    _printed, page = chapter(build, source, a_py="x = 1\ny = 2\n")
    first = next(line for line in lines(page) if "x = 1" in line)
    assert (first != "x = 1") == numbered


LONG = [
    "``application_configuration_directory_permissions``",
    "``Optional[Dict[str,MutableMapping[str,Sequence[int]]]]``",
    ":file:`/usr/local/lib/python3.11/site-packages/application/defaults.toml`",
    "https://example.org/a/very/long/address/that/goes/on/and/on/index.html",
    "PyEval_SetProfileAllThreadsWithContextAndMore",
    "a.module.of.a.package.with.a.name.that.goes.on",
    "``0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef``",
    "Donaudampfschifffahrtsgesellschaftskapitaenswitwe",
]


@pytest.mark.parametrize("columns", [4, 8])
@pytest.mark.parametrize("word", LONG)
def test_no_cell_is_printed_over_its_neighbour(build, word, columns):
    row = f"   * - {word}\n" + "     - XX\n" * (columns - 1)
    _printed, page = chapter(build, f".. list-table::\n   :width: 100%\n\n{row}")
    found = boxes(page)
    mark = next(box for c, box in found if c == "X")
    before = [box for c, box in found if c != "X" and box[3] > mark[1] - 2 and box[1] < mark[3]]
    assert max(box[2] for box in before if box[0] < mark[0]) <= mark[0]


@pytest.mark.parametrize("word", [*LONG, "Kraftfahrzeughaftpflichtversicherung", "internationalization"])
def test_no_cell_of_a_given_width_is_printed_over_its_neighbour(build, word):
    _printed, page = chapter(build, f".. list-table::\n   :widths: 1 1 8\n\n   * - {word}\n     - XX\n     - YY\n")
    found = boxes(page)
    mark = next(box for c, box in found if c == "X")
    before = [box for c, box in found if c not in "XY" and box[3] > mark[1] - 2 and box[1] < mark[3]]
    assert max(box[2] for box in before if box[0] < mark[0]) <= mark[0]


def rows_of(words, options="", rows=2):
    """A table of which each cell holds one of some words, each cell another letter's."""
    row = "   * - " + "\n     - ".join(words) + "\n"
    return f".. list-table::\n   :header-rows: 1\n{options}\n" + row * rows


def columns_of(page, letters):
    """Left and right edge of all that each letter is drawn in."""
    found = boxes(page)
    return [
        (min(box[0] for c, box in found if c == letter), max(box[2] for c, box in found if c == letter))
        for letter in letters
    ]


@pytest.mark.parametrize("options", ["", "   :widths: {}\n"])
@pytest.mark.parametrize("length", [1, 4, 9, 40])
@pytest.mark.parametrize("count", [12, 19, 30, 52])
def test_no_two_columns_of_a_table_of_many_overlap_and_none_leaves_the_sheet(build, count, length, options):
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[:count]
    shares = " ".join("1" if number % 3 else "4" for number in range(count))
    _printed, page = chapter(build, rows_of([c * length for c in letters], options.format(shares)))
    found = columns_of(page, letters[1:])
    assert all(before[1] <= after[0] + 0.1 for before, after in pairwise(found))
    assert found[-1][1] < page.get_width() - 50


@pytest.mark.parametrize("cell", ["**{}**", "``{}``", "*{}*", ":kbd:`{}`", "`{} <https://example.org>`_", "* {}"])
def test_words_of_every_kind_break_in_a_cell_that_is_too_narrow(build, valid, cell):
    words = [cell.format(c * 15) for c in "ABDEFGHIKLMN"]
    printed, page = chapter(build, rows_of(words))
    assert all(before[1] <= after[0] + 0.1 for before, after in pairwise(columns_of(page, "BDEFGHIKLMN")))
    assert valid(printed.folder / "document.pdf") == []


def test_a_legend_longer_than_a_page_goes_on_overleaf(build):
    legend = "   A caption.\n\n" + "   .. note:: Words of it.\n\n" * 30 + "   The end.\n"
    printed, page = chapter(build, f".. figure:: pixel.svg\n   :alt: A\n\n{legend}")
    assert "The end." in lines(page)
    assert printed.text.count("Words of it.") == 30
    assert min(box[1] for _c, box in boxes(page)) > 20


def test_a_table_within_lists_is_no_wider_than_its_place(build):
    row = rows_of([c * 9 for c in "BDEFGHI"])
    _printed, page = chapter(build, "* x\n\n  * x\n\n    * x\n\n" + re.sub("(?m)^(?=.)", " " * 6, row))
    found = columns_of(page, "BDEFGHI")
    assert all(before[1] <= after[0] + 0.1 for before, after in pairwise(found))
    assert found[-1][1] < page.get_width() - 50


def test_a_table_that_breaks_words_in_the_smallest_print_is_told_with_its_line(build):
    printed, page = chapter(build, rows_of([c * 12 for c in "BDEFGHIKLMNOPRSUV"]))
    assert "index.rst:7: WARNING: the table asks for some 238 characters across" in printed.complaints
    heights = [box[3] - box[1] for c, box in boxes(page) if c == "B"]
    assert min(heights) > 3.5  # capitals of 6 points
    printed, _page = chapter(build, rows_of([c * 5 for c in "BDEFGHIKLMNOPRSUV"]))
    assert "the table asks for" not in printed.complaints


@pytest.mark.parametrize(
    "source",
    [
        "{}\n",
        "``{}``\n",
        ".. parsed-literal::\n\n   $ *tool* {}\n",
        "::\n\n   {}\n",
        ".. code-block:: python\n\n   x = {}\n",
        ".. py:function:: {}(x)\n",
        "* {}\n",
        "term\n   {}\n",
        ":field: {}\n",
        ".. note:: {}\n",
        "* * * * {}\n",
    ],
)
@pytest.mark.parametrize("word", ["a.long_dotted.name_of" * 8, "x" * 200, "/usr/lib/some-thing" * 9])
def test_no_long_word_leaves_the_page(build, source, word):
    _printed, page = chapter(build, source.format(word))
    found = boxes(page)
    assert max(box[2] for _c, box in found) < page.get_width() - 40
    drawn = "".join(c for c, _box in found)
    marks = re.compile("[-\u00ad\x02\ufffe]")  # a hyphen at the end of a line is no sign to an extractor
    assert marks.sub("", word) in marks.sub("", drawn)


@pytest.mark.parametrize(
    "size", ["800px", "900", "2000", "60em", "40cm", "400mm", "30in", "300%", "900pt", "90pc", "200ex"]
)
@pytest.mark.parametrize("side", ["width", "height"])
def test_no_picture_leaves_the_page(build, size, side):
    if side == "height" and size.endswith("%"):
        pytest.skip("no height of what holds it")
    _printed, page = chapter(build, f".. image:: pixel.svg\n   :alt: x\n   :{side}: {size}\n")
    for left, bottom, right, top in drawn(page):
        assert 0 < left < right < page.get_width()
        assert 0 < bottom < top < page.get_height()


def drawn(page):
    """The edges of what is drawn and no text."""
    kinds = (1,)
    return [found.get_bounds() for found in page.get_objects(max_depth=9) if found.type not in kinds]


@pytest.mark.parametrize(
    ("size", "points"), [("100px", 75), ("2cm", 56.7), ("50%", 240.9), ("1in", 72), ("4em", 44), ("6pc", 72)]
)
def test_a_width_is_as_the_author_says(build, size, points):
    _printed, page = chapter(build, f".. image:: pixel.svg\n   :alt: x\n   :width: {size}\n")
    left, _bottom, right, _top = max(drawn(page), key=lambda box: box[2] - box[0])
    assert right - left == pytest.approx(points, abs=1.5)


def png(width):
    """A picture of pixels, twice as wide as high, that does not say how many there are to an inch."""
    file = io.BytesIO()
    pytest.importorskip("PIL.Image", reason="needs Pillow").new("RGB", (width, width // 2), "navy").save(
        file, "PNG"
    )
    return file.getvalue()


def svg(width):
    """A drawing twice as wide as high."""
    size = f'width="{width}" height="{width // 2}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><rect {size}/></svg>'.encode()


@pytest.mark.parametrize("make", [png, svg])
@pytest.mark.parametrize(
    ("directive", "pixels", "points"),
    [
        ("image:: a\n   :scale: 50", 400, 150),
        ("image:: a\n   :scale: 25", 2000, 375),
        ("image:: a\n   :scale: 100", 400, 300),
        ("image:: a", 400, 300),
        ("image:: a\n   :scale: 50", 4000, 482),
        ("image:: a\n   :width: 200px\n   :scale: 50", 400, 75),
        ("figure:: a\n   :figwidth: 400px\n   :scale: 50", 400, 150),
        ("figure:: a\n   :figwidth: 30%\n   :scale: 50", 2000, 145),
    ],
)
def test_a_picture_has_the_part_of_its_own_size_that_the_author_says(build, make, directive, pixels, points):
    name = f"a.{make.__name__}"
    source = f".. {directive.replace(':: a', ':: ' + name)}\n   :alt: x\n"
    _printed, page = chapter(build, source, **{f"a_{make.__name__}": make(pixels)})
    left, bottom, right, top = max(drawn(page), key=lambda box: box[2] - box[0])
    assert right - left == pytest.approx(points, abs=1.5)
    assert top - bottom == pytest.approx(points / 2, abs=1.5)


@pytest.mark.parametrize("option", ["image:: pixel.svg\n   :width", "figure:: pixel.svg\n   :figwidth"])
def test_a_width_in_parts_of_a_window_is_told_with_what_would_be_right(build, option):
    printed, page = chapter(build, f".. {option}: 60vw\n   :alt: x\n")
    assert "index.rst:4: WARNING: the width '60vw' of" in printed.complaints
    assert "write 60%, which is of the measure" in printed.complaints
    left, _bottom, right, _top = max(drawn(page), key=lambda box: box[2] - box[0])
    assert right - left == pytest.approx(30, abs=1)  # as large as the picture is


@pytest.mark.parametrize("kind", ["image", "figure"])
@pytest.mark.parametrize("where", ["left", "center", "right"])
def test_a_picture_stands_where_the_author_says(build, kind, where):
    _printed, page = chapter(build, f".. {kind}:: pixel.svg\n   :alt: x\n   :width: 100px\n   :align: {where}\n")
    left, _bottom, right, _top = max(drawn(page), key=lambda box: box[2] - box[0])
    middle = {"left": 57 + 37, "center": page.get_width() / 2, "right": page.get_width() - 57 - 37}[where]
    assert (left + right) / 2 == pytest.approx(middle, abs=3)


@pytest.mark.parametrize("where", ["left", "center", "right"])
@pytest.mark.parametrize(("width", "points"), [("40 %", 193), ("200px", 150), ("3000px", 482)])
def test_a_figure_is_as_wide_as_the_author_says(build, where, width, points):
    source = (
        f".. figure:: pixel.svg\n   :alt: x\n   :width: 100%\n   :figwidth: {width}\n   :align: {where}\n\n   C\n"
    )
    _printed, page = chapter(build, source)
    left, _bottom, right, _top = max(drawn(page), key=lambda box: box[2] - box[0])
    assert right - left == pytest.approx(points, abs=2)
    beside = {"left": 57 + points / 2, "center": page.get_width() / 2, "right": page.get_width() - 57 - points / 2}
    assert (left + right) / 2 == pytest.approx(beside[where], abs=3)


@pytest.mark.parametrize(("width", "points"), [("50%", 241), ("250px", 187), ("400%", 482), ("90cm", 482)])
def test_a_table_is_as_wide_as_the_author_says_and_no_wider_than_the_measure(build, width, points):
    cells = "   * - AAA\n     - BBB\n"
    _printed, page = chapter(build, f".. list-table::\n   :width: {width}\n   :widths: 1 1\n\n{cells}")
    assert edges(page, "BBB")[0] - edges(page, "AAA")[0] == pytest.approx(points / 2, abs=3)
    left, _bottom, right, _top = max(drawn(page), key=lambda box: box[2] - box[0])
    assert right - left == pytest.approx(points, abs=3)  # with the stroke of a line


@pytest.mark.parametrize(
    "kind",
    [
        "list-table::\n   :align: {}\n\n   * - WORD",
        "table:: C\n   :align: {}\n\n   +------+\n   | WORD |\n   +------+",
    ],
)
def test_a_table_stands_where_the_author_says(build, kind):
    _printed, page = chapter(build, f".. {kind.format('center')}\n")
    assert sum(edges(page, "WORD")) / 2 == pytest.approx(page.get_width() / 2, abs=5)
    _printed, page = chapter(build, f".. {kind.format('right')}\n")
    assert edges(page, "WORD")[1] > page.get_width() - 57 - 30


@pytest.mark.parametrize(
    "source",
    ["| aaa\n|   bbb\n|   ccc\n| ddd\n", ".. productionlist::\n   aaa: x\n   bbb: y\n   ccc: z\n   ddd: z\n"],
)
def test_lines_that_stay_lines_stand_close(build, source):
    _printed, page = chapter(build, source)
    ends = [next(box[1] for c, box in boxes(page) if c == sign) for sign in "abcd"]
    steps = [above - below for above, below in pairwise(ends)]
    assert max(steps) < 19
    assert min(steps) > 10


def test_an_empty_line_among_lines_keeps_its_height(build):
    _printed, page = chapter(build, "| aaa\n| bbb\n|\n| ccc\n")
    close, far = (
        above - below for above, below in pairwise([y for c, (_x, y, *_) in boxes(page) if c in "abc"][::3])
    )
    assert far > close * 1.6


def test_who_said_a_quotation_stands_at_the_end_of_a_line_and_what_is_centred_in_the_middle(build):
    _printed, page = chapter(build, "Words.\n\n   Quoted.\n\n   -- Somebody\n\n.. centered:: MIDDLE\n")
    assert "— Somebody" in lines(page)
    assert edges(page, "Somebody")[1] > page.get_width() - 60
    assert sum(edges(page, "MIDDLE")) / 2 == pytest.approx(page.get_width() / 2, abs=3)


def test_a_table_within_another_does_not_stand_as_that_one(build):
    table = (
        ".. table::\n   :align: right\n   :widths: 40 60\n\n"
        "   +--------------+----+\n   | outer        | oo |\n   +--------------+----+\n"
        "   | +----+       | oo |\n   | | in |       |    |\n   | +----+       |    |\n   +--------------+----+\n"
    )
    _printed, page = chapter(build, table)
    assert edges(page, "in")[0] - edges(page, "outer")[0] < 10


def test_no_space_begins_a_line_after_a_break(build):
    conf = CONF.replace('["', '["myst_parser", "')
    given = {"conf.py": conf, "index.md": "# T\n\nAbc\\\nDef and\n<br>\nGhi\n"}
    page = list(pypdfium2.PdfDocument(build(files=given).folder / "document.pdf"))[-1]
    begun = [edges(page, word)[0] for word in ("Abc", "Def", "Ghi")]
    assert max(begun) - min(begun) < 2


def test_a_large_picture_among_words_keeps_its_size_and_a_small_one_is_as_high_as_the_line(build):
    large = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><rect width="200" height="100"/></svg>'
    )
    _printed, page = chapter(build, "|a| words\n\n.. |a| image:: a.svg\n   :alt: x\n", a_svg=large)
    assert max(box[3] - box[1] for box in drawn(page)) > 60
    _printed, page = chapter(build, "|a| words\n\n.. |a| image:: pixel.svg\n   :alt: x\n")
    assert max(box[3] - box[1] for box in drawn(page)) < 16


@pytest.mark.parametrize(
    "text", ["One.  Two.   Three", "One.\nTwo. Three", "One. \n  Two.  Three", "*One.*  Two. Three"]
)
def test_spaces_between_words_are_one(build, text):
    printed, _page = chapter(build, ".. note::\n\n   " + text.replace("\n", "\n   ") + "\n")
    source = (printed.folder / "document.typ").read_text()
    assert not re.search(r'"[^"]*\w[.*]?  +\w', source)


def test_spaces_in_code_are_kept(build):
    printed, _page = chapter(build, "``a  b``\n\n::\n\n   c   d\n")
    source = (printed.folder / "document.typ").read_text()
    assert '"a  b"' in source
    assert '"c   d"' in source


PART = "{0}\n=====\n\n{0} one\n------\n\n{0} two\n~~~~~~~\n\nWords.\n"


@pytest.mark.parametrize(("depth", "shown"), [("1", 1), ("2", 2), ("3", 3), ("", 2)])
def test_the_contents_are_as_deep_as_the_list_of_chapters_says(build, valid, depth, shown):
    option = f"   :maxdepth: {depth}\n" if depth else ""
    index = f"T\n=\n\n.. toctree::\n{option}   :caption: The part\n\n   a\n"
    printed = build(files={"conf.py": CONF, "index.rst": index, "a.rst": PART.format("A")})
    [contents, *_rest] = pypdfium2.PdfDocument(printed.folder / "document.pdf")
    said = [re.sub(r"[ .]*\d+$", "", line) for line in lines(contents)]
    assert [line for line in ("A", "A one", "A two") if line in said] == ["A", "A one", "A two"][:shown]
    assert "The part" in said
    assert valid(printed.folder / "document.pdf") == []


@pytest.mark.parametrize(
    ("options", "elements", "shown"),
    [
        ("   :maxdepth: 1\n", {}, ["A", "B", "B one", "B two"]),
        ("   :maxdepth: 3\n   :titlesonly:\n", {}, ["A", "B", "B one", "B two"]),
        ("   :maxdepth: 1\n", {"contents_depth": 2}, ["A", "A one", "B", "B one"]),
    ],
)
def test_each_list_of_chapters_says_for_itself_how_deep_the_contents_are(build, valid, options, elements, shown):
    index = f"T\n=\n\n.. toctree::\n{options}\n   a\n\n.. toctree::\n   :maxdepth: 3\n\n   b\n"
    files = {"conf.py": CONF, "index.rst": index, "a.rst": PART.format("A"), "b.rst": PART.format("B")}
    printed = build(files=files, accessible_pdf_elements=elements)
    [contents, *_rest] = pypdfium2.PdfDocument(printed.folder / "document.pdf")
    said = [re.sub(r"[ .]*\d+$", "", line) for line in lines(contents)]
    assert [line for line in said if line in ("A", "A one", "A two", "B", "B one", "B two")] == shown
    bookmarks = pypdfium2.PdfDocument(printed.folder / "document.pdf").get_toc()
    assert {"A one", "A two"} <= {mark.get_title() for mark in bookmarks}
    assert valid(printed.folder / "document.pdf") == []


def test_contents_reach_chapters_that_a_section_of_the_root_lists(build):
    index = "T\n=\n\nGuide\n-----\n\n.. toctree::\n   :maxdepth: 1\n\n   a\n"
    printed = build(files={"conf.py": CONF, "index.rst": index, "a.rst": PART.format("Alpha")})
    [contents, *_rest] = pypdfium2.PdfDocument(printed.folder / "document.pdf")
    assert any(re.match(r"Alpha ?\.", line) for line in lines(contents))


def test_the_index_names_pages_and_can_be_referred_to(build, valid):
    source = (
        ".. index:: apple, pear\n\nText :index:`plum` and :index:`!fig`.\n\n.. index::\n   pair: tree; root\n"
        "   see: pome; apple\n\nMore.\n\n.. py:module:: orchard\n\n.. py:function:: pick(x)\n\n"
        "* :ref:`genindex`\n* :ref:`modindex`\n"
    )
    printed, page = chapter(build, source)
    assert printed.complaints == ""
    assert {"Index", "Python Module Index"} <= set(
        printed.text.replace("Module Index Index", "Index").split("  ")
    ) or ("Index" in printed.text and "Python Module Index" in printed.text)
    for entry in ("apple, 2", "pear, 2", "plum, 2", "fig, 2", "root, 2", "pick() (in module orchard), 2"):
        assert entry in printed.text, entry
    assert "see apple" in printed.text
    assert "orchard, 2" in lines(page)
    assert valid(printed.folder / "document.pdf") == []


def test_an_index_of_a_glossary_alone_is_not_printed(build):
    printed, _page = chapter(build, ".. glossary::\n\n   apple\n      A fruit.\n")
    assert "Index" not in printed.text


@pytest.mark.parametrize("value", ["accessible_pdf_use_index", "accessible_pdf_domain_indices"])
def test_an_index_that_is_not_wanted_is_not_printed(build, value):
    files = {
        "conf.py": CONF + f"{value} = False\n",
        "index.rst": "T\n=\n\n.. py:module:: m\n\n.. index:: apple\n\nA.\n",
    }
    printed = build(files=files)
    assert ("apple, " in printed.text) == (value != "accessible_pdf_use_index")
    assert ("Python Module Index" in printed.text) == (value != "accessible_pdf_domain_indices")


@pytest.mark.parametrize(
    ("source", "word"),
    [
        (".. figure:: pixel.svg\n   :alt: x\n\n   WORD\n", "WORD"),
        (".. list-table:: WORD\n\n   * - x\n", "WORD"),
        (".. list-table::\n\n   * - WORD\n", "WORD"),
        ("WORD\n   x\n", "WORD"),
        (".. note:: WORD\n", "WORD"),
        ("* WORD\n", "WORD"),
    ],
)
def test_from_right_to_left_all_begins_at_the_right(build, source, word):
    _printed, page = chapter(build, source, CONF + 'language = "he"\n')
    _left, right = edges(page, word)
    assert right > page.get_width() - 57 - 30


def test_names_in_an_index_keep_their_signs_in_place_where_words_run_from_right_to_left(build):
    _printed, page = chapter(build, ".. index:: $zq\n\nWords.\n", CONF + 'language = "he"\n')
    left = {c: box[0] for c, box in boxes(page)}
    assert left["$"] < left["z"] < left["q"]


def test_signatures_run_from_left_to_right_in_every_language(build):
    _printed, page = chapter(
        build, ".. py:function:: f(x: int) -> str\n   :no-index-entry:\n", CONF + 'language = "he"\n'
    )
    signature = [box[0] for c, box in boxes(page) if box[1] > 100]
    by_sign = {c: box[0] for c, box in boxes(page)}
    assert min(signature) >= 56
    assert by_sign["f"] < by_sign["x"] < by_sign["→"]


@pytest.mark.parametrize(
    "cell",
    [":ref:`here`", "`a <https://example.org>`_", "word [#n]_", ":doc:`index`", "https://example.org", "[Key]_"],
)
def test_a_link_in_a_head_row_that_repeats_keeps_the_claim(build, valid, cell):
    rows = "".join(f"   * - cell {number}\n     - x\n" for number in range(70))
    notes = "\n.. [#n] The note.\n\n.. [Key] The entry.\n" if "_" in cell else ""
    table = f".. list-table::\n   :header-rows: 1\n\n   * - {cell}\n     - Head\n{rows}"
    printed, _page = chapter(build, f".. _here:\n\nSec\n---\n\n{table}{notes}")
    assert "claim" not in printed.complaints
    assert printed.text.count("Head") >= 2
    assert valid(printed.folder / "document.pdf") == []
    with printed.pdf as pdf:
        assert any(link.Subtype == "/Link" for link in pdf.pages[1].get("/Annots", []))


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (":width: 0", "the width '0' of an image leaves nothing to print; leave it out"),
        (":height: 0px\n   :width: 3cm", "the height '0px' of an image leaves nothing to print; leave it out"),
        (":scale: 0", ""),
    ],
)
def test_a_picture_without_extent_is_told_at_its_line_and_printed_in_its_own_size(build, size, told):
    printed, _page = chapter(build, f".. image:: pixel.svg\n   :alt: x\n   {size}\n")
    assert told in printed.complaints
    assert ("index.rst:4: WARNING: " in printed.complaints) == bool(told)
    assert printed.app.statuscode == 0
    assert (printed.folder / "document.pdf").exists()


@pytest.mark.parametrize("above", [33, 34, 35])
def test_a_note_of_a_head_row_may_stand_on_the_next_page_and_refer_to_another(build, above):
    notes = ".. [1] Said elsewhere.\n.. [#a] A note that refers to another [1]_ and goes on."
    table = (
        ".. list-table::\n   :header-rows: 1\n\n   * - Head [#a]_\n     - More\n   * - cell [1]_\n     - cell\n"
    )
    printed, _page = chapter(build, "Words.\n\n" * above + f"{table}\n{notes}\n")
    assert printed.complaints == ""
    assert printed.text.count("Said elsewhere.") == 1


def test_a_picture_without_words_costs_the_claim_to_accessibility_alone(build):
    printed, _page = chapter(build, ".. image:: pixel.svg\n")
    assert "written without its claim to ua-1, a-3a; it keeps a-3u" in printed.complaints
    with printed.pdf as pdf:
        metadata = pdf.open_metadata()
        assert (str(metadata["pdfaid:part"]), str(metadata["pdfaid:conformance"])) == ("3", "U")
        assert "pdfuaid:part" not in metadata
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) == "en"
        assert metadata["dc:title"] == "A project"


def test_a_formula_wider_than_its_column_stays_on_the_sheet(build):
    _printed, page = chapter(build, ".. math:: y = " + " + ".join(f"x_{{{n}}}" for n in range(60)) + "\n")
    assert min(box[0] for _c, box in boxes(page)) > 0
    assert max(box[2] for _c, box in boxes(page)) < page.get_width()


def test_a_formula_of_hundreds_of_terms_breaks_at_its_signs_and_keeps_its_number(build):
    terms = " + ".join(f"x_{{{n}}}" for n in range(300))
    printed, page = chapter(build, f".. math:: y = {terms}\n   :label: long\n")
    found = boxes(page)
    assert printed.complaints == ""
    assert max(box[2] for _c, box in found) < page.get_width()
    assert len({round(box[1]) for c, box in found if c == "+"}) > 10
    assert max(box[3] - box[1] for c, box in found if c == "+") > 5, "a sign as large as in any formula"
    assert "(1)" in printed.text


def test_a_formula_that_cannot_break_and_becomes_tiny_is_told_at_its_line(build):
    terms = " + ".join(f"x_{{{n}}}" for n in range(300))
    printed, page = chapter(build, f"Words.\n\n.. math:: y = \\frac{{{terms}}}{{2}}\n")
    assert max(box[2] for _c, box in boxes(page)) < page.get_width()
    assert re.search(
        r"index\.rst:\d+: WARNING: the formula is printed at \d % of its size: say where its lines end",
        printed.complaints,
    )
    with printed.pdf as pdf:
        assert str(pdf.open_metadata()["pdfuaid:part"]) == "1"


def test_columns_keep_their_alignment(build):
    pytest.importorskip("myst_parser", reason="needs myst-parser")
    table = "| Long heading | Another heading |\n|---:|---|\n| 1 | two |\n"
    conf = CONF.replace("[", '["myst_parser", ')
    _printed, page = chapter(
        build, "", conf, index_rst="T\n=\n\n.. include:: t.md\n   :parser: myst\n", t_md=table
    )
    assert edges(page, "heading")[1] == pytest.approx(edges(page, "1")[1], abs=1)
