"""Nothing is lost in silence: what extensions hide, what only browsers draw, what nobody told us of."""

from __future__ import annotations

import base64
import re
import time
from itertools import count

import pypdfium2
import pytest

from sphinx_accessible_pdf import pictures

CONF = 'project = "A project"\nauthor = "Somebody"\n'
RST = CONF + 'extensions = ["sphinx_accessible_pdf"]\n'
OWN = CONF + (
    "import sys, pathlib\nsys.path.insert(0, str(pathlib.Path(__file__).parent))\n"
    'extensions = ["sphinx_accessible_pdf", "own"]\n'
)
DIRECTIVE = (
    "from docutils import nodes\nfrom sphinx import addnodes\n"
    "from sphinx.util.docutils import SphinxDirective\n\n\n"
    "class thing({base}):\n    pass\n\n\n"
    "class Thing(SphinxDirective):\n    has_content = True\n\n    def run(self):\n"
    "        node = thing()\n        node += self.parse_content_to_nodes()\n"
    "        self.set_source_info(node)\n        return [node]\n\n\n"
    "def skip(self, node):\n    raise nodes.SkipNode\n\n\ndef nothing(self, node):\n    pass\n\n\n"
    "def says(self, node):\n    self.add_text('[a thing]')\n    raise nodes.SkipNode\n\n\n"
    "def opens(self, node):\n    self.add_text('[[')\n\n\ndef closes(self, node):\n    self.add_text(']]')\n\n\n"
    "def tag(self, node):\n    self.body.append(self.starttag(node, 'div'))\n\n\n"
    "def frame(self, node):\n    self.body.append('<iframe></iframe>')\n    raise nodes.SkipNode\n\n\n"
    "def setup(app):\n    app.add_node(thing, {visitors})\n    app.add_directive('thing', Thing)\n"
)


NUMBERS = count()


def thing(build, base="nodes.General, nodes.Element", visitors="html=(frame, None)", times=1):
    """Build a chapter with a node of an extension."""
    name = f"own{next(NUMBERS)}"  # a module is loaded once in a process
    files = {
        "conf.py": OWN.replace('"own"', repr(name)),
        f"{name}.py": DIRECTIVE.format(base=base, visitors=visitors),
        "index.rst": "T\n=\n\n" + ".. thing::\n\n   Words within.\n\n" * times,
    }
    return build(files=files)


@pytest.mark.parametrize("base", ["nodes.comment", "nodes.decoration", "nodes.meta", "addnodes.tabular_col_spec"])
def test_words_below_a_subclass_of_what_prints_nothing_are_printed(build, base):
    assert "Words within." in thing(build, base).text


def test_tables_of_autosummary_are_printed(build):
    conf = RST.replace('pdf"]', 'pdf", "sphinx.ext.autosummary"]\nautosummary_generate = False')
    printed = build(files={"conf.py": conf, "index.rst": "T\n=\n\n.. autosummary::\n\n   textwrap.dedent\n"})
    assert "dedent(text)" in printed.text
    assert "Remove any common leading whitespace" in printed.text


@pytest.mark.parametrize(
    ("visitors", "words"),
    [
        ("html=(nothing, nothing)", "Words within."),
        ("html=(tag, nothing)", "Words within."),
        ("latex=(nothing, nothing), html=(frame, None)", "Words within."),
        ("text=(says, None), html=(frame, None)", "[a thing]"),
        ("text=(opens, closes), html=(frame, None)", "[[ Words within. ]]"),
        ("latex=(skip, None), html=(frame, None)", ""),
    ],
)
def test_a_node_prints_as_harmless_visitors_for_other_builders_show_it(build, visitors, words):
    printed = thing(build, visitors=visitors)
    assert printed.complaints == ""
    assert words in printed.text
    assert ("Words within." in printed.text) == ("Words within." in words)


def test_a_badge_of_an_extension_stands_on_the_line_of_the_paragraph_after_it(build):
    badge = "class badge(nodes.TextElement):\n    pass\n\n\ndef setup(app):\n"
    badge += "    app.add_node(badge, html=(tag, nothing))\n"
    own = DIRECTIVE.format(base="nodes.Part, nodes.Element", visitors="html=(tag, nothing)")
    own = own.replace("node += self", "node += badge('', 'async')\n        node += self")
    name = f"own{next(NUMBERS)}"
    files = {"conf.py": OWN.replace('"own"', repr(name)), f"{name}.py": own.replace("def setup(app):\n", badge)}
    printed = build(files={**files, "index.rst": "T\n=\n\n.. thing::\n\n   Words within.\n"})
    assert printed.complaints == ""
    with pypdfium2.PdfDocument(printed.folder / "document.pdf") as pdf:
        assert "async Words within." in "".join(page.get_textpage().get_text_range() for page in pdf)


def test_a_node_that_nobody_shows_is_told_once_with_its_count(build):
    printed = thing(build, visitors="html=(frame, None)", times=3)
    assert printed.complaints.count("no way to print the node 'thing'; its text is printed (3 times, here") == 1
    assert "index.rst:4: WARNING" in printed.complaints
    assert printed.text.count("Words within.") == 3


def test_tabs_in_code_become_columns(build):
    files = {"conf.py": RST, "rules.mk": "all:\n\tone\n\t\ttwo\nab\tthree\n"}
    index = "T\n=\n\n.. literalinclude:: rules.mk\n   :language: none\n"
    source = (build(files={**files, "index.rst": index}).folder / "document.typ").read_text()
    for line in ('"        one"', '"                two"', '"ab      three"'):
        assert line in source


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60">{}</svg>'
HTML = '<div xmlns="http://www.w3.org/1999/xhtml">{}</div>'
FOREIGN = SVG.format(f'<foreignObject x="0" y="0" width="200" height="60">{HTML}</foreignObject>')


@pytest.mark.parametrize("words", ["a label", "<p>a label</p>", "<span style='color:red'>a label</span>"])
def test_words_of_html_in_a_drawing_are_drawn(build, words):
    files = {"conf.py": RST, "a.svg": FOREIGN.format(words), "index.rst": "T\n=\n\n.. image:: a.svg\n   :alt: x\n"}
    printed = build(files=files)
    assert printed.complaints == ""
    assert "a label" in printed.text


def test_more_than_words_of_html_in_a_drawing_is_told(build):
    files = {"conf.py": RST, "index.rst": "T\n=\n\n.. image:: a.svg\n   :alt: x\n"}
    printed = build(files={**files, "a.svg": FOREIGN.format("<table><tr><td>cell</td></tr></table>")})
    assert (
        "index.rst:4: WARNING: the image 'a.svg' holds HTML (foreignObject) with more than" in printed.complaints
    )
    assert "cell" in printed.text


@pytest.mark.parametrize(
    ("box", "words", "places"),
    [
        ('x="10%" width="50%" height="100%"', HTML.format("label"), ["70,34.9"]),
        ('width="60" height="60"', HTML.format("a label of words"), ["30,26.5", "30,43.3"]),
        (
            'width="100%" height="100%"',
            HTML.format("label").replace("<div", '<div style="width: 80px; padding-top: 20px; margin-left: 10px"'),
            ["50,24.9"],
        ),
    ],
)
def test_words_of_html_stand_where_their_box_is(box, words, places):
    content, _complaints = pictures.fitted(SVG.format(f"<foreignObject {box}>{words}</foreignObject>").encode())
    found = re.findall(r'<tspan x="([^"]+)" y="([^"]+)"', content.decode())
    assert [",".join(place) for place in found] == places


@pytest.mark.parametrize(
    ("style", "fill"), [("background-color: red; color: #12436d; width: 9px", "#12436d"), ("", "currentColor")]
)
def test_words_of_html_keep_their_colour(style, fill):
    label = HTML.format(f'<span style="{style}">label</span>')
    content, _complaints = pictures.fitted(FOREIGN.format(label).encode())
    assert re.findall(r'<text[^>]* fill="([^"]+)"', content.decode()) == [fill]


@pytest.mark.parametrize(
    "style", ["fill: color-mix(in srgb, red, blue)", "fill: oklch(60% .1 20)", "width: calc(1px)"]
)
def test_a_function_of_css_that_print_does_not_know_is_told(style):
    _content, [complaint] = pictures.fitted(SVG.format(f'<rect style="{style}"/>').encode())
    assert "which print does not know" in complaint


def test_a_drawing_that_brings_a_picture_in_stead_of_html_keeps_it():
    switch = SVG.format(
        "<switch><foreignObject>" + HTML.format("lost") + "</foreignObject><text>kept</text></switch>"
    )
    content, complaints = pictures.fitted(switch.encode())
    assert b"kept" in content
    assert b"lost" not in content
    assert complaints == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<style>:root { --ink: #123456; }</style><path fill="var(--ink)"/>', b'fill="#123456"'),
        ('<path fill="var(--none, #abcdef)"/>', b'fill="#abcdef"'),
        ('<g style="--a: var(--b); --b: red"><path stroke="var(--a)"/></g>', b'stroke="red"'),
        ("<style>.x { fill: var(--y, rgb(1, 2, 3)) }</style>", b"fill: rgb(1, 2, 3)"),
        ('<path fill="light-dark(white, black)"/>', b'fill="white"'),
        (
            "<style>:root{--a:red} @media (prefers-color-scheme: dark) {:root{--a:blue}}</style>"
            '<path fill="var(--a)"/>',
            b'fill="red"',
        ),
        ('<g style="--a: red"/><g style="--a: blue"><path fill="var(--a)"/></g>', b'fill="blue"'),
        ("<style>:root { --a: red } :root { --a: blue } p { fill: var(--a) }</style>", b"fill: blue"),
        ("<style>.x { --a: red } .y { --a: blue; fill: var(--a) }</style>", b"fill: blue"),
        ('<style>.x { --a: red } .y { --a: blue }</style><path class="y" fill="var(--a)"/>', b'fill="blue"'),
    ],
)
def test_variables_of_a_drawing_have_their_values(before, after):
    content, complaints = pictures.fitted(SVG.format(before).encode())
    assert after in content
    assert complaints == []


@pytest.mark.parametrize(
    "drawing",
    [
        '<style>g > path { --a: red } .y { --a: blue }</style><path class="y" fill="var(--a)"/>',
        "<style>.x { --a: red } .y { --a: blue } .z { fill: var(--a) }</style>",
    ],
)
def test_a_variable_whose_value_print_cannot_tell_is_told(drawing):
    assert "the variable --a more than one value" in " ".join(pictures.fitted(SVG.format(drawing).encode())[1])


@pytest.mark.parametrize("part", ['<image href="a.png"/>', '<use href="other.svg#x"/>'])
def test_what_a_drawing_takes_from_another_file_is_told(part):
    assert "from another file" in " ".join(pictures.fitted(SVG.format(part).encode())[1])
    assert pictures.fitted(SVG.format('<image href="data:image/png;base64,x"/><use href="#a"/>').encode())[1] == []


def test_what_an_extension_hides_everywhere_is_not_printed(build):
    conf = RST.replace('pdf"]', 'pdf", "sphinx.ext.todo"]')
    index = "T\n=\n\nBefore.\n\n.. todo:: Look again.\n"
    assert "Look again" not in build(files={"conf.py": conf, "index.rst": index}).text
    shown = build(files={"conf.py": conf + "todo_include_todos = True\n", "index.rst": index})
    assert "Look again" in shown.text


def test_a_note_of_the_title_that_gives_way_to_that_of_the_document_is_printed(build):
    index = "Title [#]_\n==========\n\nWords.\n\n.. [#] Said of the title.\n"
    assert "Said of the title." in build(files={"conf.py": RST, "index.rst": index}).text


@pytest.mark.parametrize(("option", "printed"), [("", True), ("   :hidden:\n", False)])
def test_an_address_in_a_list_of_chapters_is_a_link_where_the_list_is_shown(build, option, printed):
    index = f"T\n=\n\n.. toctree::\n{option}\n   a\n   Elsewhere <https://example.org/x>\n"
    made = build(files={"conf.py": RST, "index.rst": index, "a.rst": "A\n=\n\nWords.\n"})
    assert ("Elsewhere" in made.text) == printed


def test_words_that_sphinx_adds_are_told_like_those_of_the_author_and_cost_no_claim(build):
    conf = RST + 'language = "ja"\nnumfig = True\n'
    index = "T\n=\n\n.. note:: Words.\n\n.. table:: C\n\n   = =\n   a b\n   = =\n"
    made = build(files={"conf.py": conf, "index.rst": index})
    assert "missing_glyph" in made.complaints
    assert "the print engine says" not in made.complaints
    assert "without its claim" not in made.complaints


def test_a_variable_that_only_a_page_gives_a_value_is_told(build):
    files = {"conf.py": RST, "a.svg": SVG.format('<path d="M0 0h9v9z" fill="var(--theme)"/>')}
    printed = build(files={**files, "index.rst": "T\n=\n\n.. image:: a.svg\n   :alt: x\n"})
    assert "index.rst:4: WARNING: the image 'a.svg' uses the variable --theme" in printed.complaints


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("H<sub>2</sub>O <kbd>Ctrl</kbd> <b>bold</b> <s>gone</s>", "H2O Ctrl bold gone"),
        ("<div>\n\nwithin a div\n\n</div>", "within a div"),
        ("<p>A paragraph of <em>HTML</em></p>", "A paragraph of HTML"),
        ("<ul><li>one</li><li>two</li></ul>", "one • two"),
        ("<table><tr><th>head</th></tr><tr><td>cell</td></tr></table>", "head cell"),
        ('<a href="https://example.org">a link</a>', "a link"),
        ("- [ ] open\n- [x] done", "☐ open • ☑ done"),
        ("<details><summary>More</summary><p>hidden in HTML</p></details>", "More hidden in HTML"),
        ("before<br>after", "before after"),
        ("before<br>`code` after", "before code after"),
        ("before<br>![x](pixel.svg)words after", "words after"),
        ("<!-- a note --><script>alert(1)</script>", "A project"),
    ],
)
def test_raw_html_that_says_something_in_print_prints(build, source, words):
    conf = CONF + 'extensions = ["myst_parser", "sphinx_accessible_pdf"]\nmyst_enable_extensions = ["tasklist"]\n'
    printed = build(f"# T\n\n{source}\n", files={"conf.py": conf})
    assert printed.complaints == ""
    assert words in printed.text
    assert "alert" not in printed.text


def test_what_only_a_browser_shows_is_told_once(build):
    printed = build("# T\n\n<iframe src='x'></iframe>\n\nWords.\n\n<iframe src='y'></iframe>\n")
    assert "index.md:3: WARNING: raw HTML with <iframe>, which only a browser shows, is not printed (2 times" in (
        printed.complaints
    )


def test_of_passages_for_several_builders_one_is_printed(build):
    both = ".. raw:: html\n\n   <p>for pages</p>\n\n.. raw:: typst\n\n   for print\n"
    printed = build(files={"conf.py": RST, "index.rst": f"T\n=\n\n{both}"})
    assert "for print" in printed.text
    assert "for pages" not in printed.text


def test_a_passage_for_another_engine_alone_is_told(build):
    printed = build(files={"conf.py": RST, "index.rst": "T\n=\n\n.. raw:: latex\n\n   \\vfill\n"})
    assert "index.rst:4: WARNING: a passage that is written for latex alone is not printed" in printed.complaints


def test_a_picture_named_in_html_is_printed(build):
    printed = build('# T\n\n<img src="pixel.svg" alt="A field" width="50">\n')
    assert printed.complaints == ""
    assert "images/pixel.svg" in (printed.folder / "document.typ").read_text()


PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (PNG, ".png"),
        (b"\xff\xd8\xff\xe0", ".jpg"),
        (b"GIF89a", ".gif"),
        (b"RIFF\0\0\0\0WEBP", ".webp"),
        (b"\0\0\0\x1cftypavif", "AVIF"),
        (b"\0\0\0\x1cftypheic", "HEIC"),
        (b"BM\0\0", "BMP"),
        (b"II*\0", "TIFF"),
        (b"MM\0*", "TIFF"),
        (b"<!-- made by --><svg", ".svg"),
        (b"%PDF-1.7", ".pdf"),
        (b"words", "unknown"),
    ],
)
def test_a_picture_is_what_its_bytes_say(tmp_path, head, found):
    (tmp_path / "x.png").write_bytes(head)
    assert pictures.kind(tmp_path / "x.png") == found


STYLES = {
    "no rule": "var(" + "a" * 50_000,
    "comments": "/* " * 25_000 + "var(",
    "no second colour": "a { fill: light-dark(" + " " * 3000 + "}",
    "spaces": "a { fill: var(--a," + " " * 50_000 + "}",
    "dashes": "a { fill: var(--a) } " + "-" * 50_000,
    "media": "@media " * 20_000 + "var(",
    "variables in themselves": ":root { --a: " + "var(--a)" * 300 + " } a { fill: var(--a) }",
}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_a_style_without_end_is_read_in_seconds(style):
    begun = time.process_time()
    pictures.fitted(SVG.format(f"<style>{style}</style>").encode())
    assert time.process_time() - begun < 5


def test_a_comment_full_of_pictures_is_read_in_seconds():
    begun = time.process_time()
    pictures.fitted(SVG.format(f"<!-- {'<use ' * 18_000} -->").encode())
    assert time.process_time() - begun < 5


def test_variables_that_fill_a_drawing_are_told():
    style = f"<style>:root {{ --a: {'x' * 1000}; --b: {'var(--a)' * 100} }}</style>"
    content, complaints = pictures.fitted(SVG.format(style + '<g fill="var(--b)"/>' * 100).encode())
    assert len(content) < 10_000_000
    assert "repeats variables" in " ".join(complaints)
