"""The real brief, built once with all its outputs: `tests/brief` holds what only it promises, `tests/outputs` what
every brief's files keep.  Tests are named by the criteria of the brief.

Which criterion is held by which test, and which by a person, is told in ``CONTRIBUTING.md``.  Text is read out
of HTML with lxml and out of PDF with pdfium, words are told apart in one place (`spoken`), and a file that the
run did not write is a failure of the tests that read it, never a reason to leave them out.
"""

from __future__ import annotations

import copy
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from docutils import nodes
from lxml import html
from sphinx import addnodes, locale
from sphinx.transforms.post_transforms import SphinxPostTransform

from policybrief.chapters.nodes import box, margin, statement
from policybrief.checks.language import sentences, words
from policybrief.outputs import run
from policybrief.outputs.refresh import put_names

if TYPE_CHECKING:
    import pikepdf
    from sphinx.environment import BuildEnvironment

ROOT = Path(__file__).parents[1]
MILLIMETRES = 25.4 / 72
"""One point of a PDF."""
OPENED, CLOSED = "\ue000", "\ue001"
PARENTHESIS = re.compile(f"\\s?\\((?:{OPENED}[^{CLOSED}]*{CLOSED}(?:, |; )?)+\\)")
ANNEXES = "Annexes"
"""The heading of the contents under which they stand."""
APART = (nodes.table, nodes.figure, nodes.citation, nodes.footnote, margin)
"""What is not running text."""
NOT_IN_HTML = "not-in-html"
"""Class of a passage for every other output."""
GENERATED = ("source-line", "strength-line", "box-title", "chip-line", "history")
"""Lines that the generator writes around an author's sentences."""


def spoken(text: str) -> list[str]:
    """See `Brief.spoken`."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).replace("\u00ad", ""))


def letters_of(text: str) -> str:
    """The letters and digits of a text in a row, to find words wherever lines divide them."""
    return "".join(spoken(text))


def plain(text: str) -> str:
    """See `Brief.plain`."""
    return " ".join(text.split())


class Letter(NamedTuple):
    """One character on a page of a PDF, in points from the lower left corner."""

    char: str
    size: float
    left: float
    bottom: float
    right: float
    top: float
    base: float
    """Height of the line it stands on."""
    font: str


class Pdf:
    """A PDF as its tests see it: pages, letters, outline, and the objects behind them."""

    def __init__(self, path: Path) -> None:
        import pikepdf

        self.path = path
        self.objects: pikepdf.Pdf = pikepdf.open(path)
        self.document = pypdfium2.PdfDocument(path)

    @property
    def length(self) -> int:
        """The number of pages."""
        return len(self.document)

    def text(self, page: int) -> str:
        """The text of a page, counted from 0, in its reading order."""
        return str(self.document[page].get_textpage().get_text_range()).replace("\r\n", "\n")

    @cached_property
    def texts(self) -> list[str]:
        """The text of all pages."""
        return [self.text(page) for page in range(self.length)]

    def outline(self) -> list[tuple[int, str, int]]:
        """The bookmarks: depth, title and page."""
        found = []
        for mark in self.document.get_toc():
            target = mark.get_dest()
            found.append((mark.level, plain(mark.get_title()), target.get_index() if target else -1))
        return found

    def page_of(self, title: str) -> int:
        """The page on which the chapter or section of that title begins."""
        wanted = letters_of(title)
        for _level, name, page in self.outline():
            if letters_of(name).endswith(wanted):
                return page
        raise AssertionError(f"no bookmark leads to {title!r}")

    def letters(self, page: int) -> Iterator[Letter]:
        """All printed characters of a page with their size as it appears, scaling included."""
        text = self.document[page].get_textpage()
        matrix, x, y = pdfium.FS_MATRIX(), pdfium.c_double(), pdfium.c_double()
        name, flags = pdfium.create_string_buffer(200), pdfium.c_int()
        for at in range(text.count_chars()):
            char = chr(pdfium.FPDFText_GetUnicode(text, at))
            if char.isspace() or pdfium.FPDFText_IsGenerated(text, at) == 1:
                continue
            pdfium.FPDFText_GetMatrix(text, at, matrix)
            scale = (matrix.c**2 + matrix.d**2) ** 0.5
            pdfium.FPDFText_GetCharOrigin(text, at, x, y)
            pdfium.FPDFText_GetFontInfo(text, at, name, 200, flags)
            left, bottom, right, top = text.get_charbox(at)
            size = pdfium.FPDFText_GetFontSize(text, at) * scale
            font = name.value.decode("utf-8", "replace")
            yield Letter(char, round(size, 2), left, bottom, right, top, round(y.value, 1), font)


@dataclass
class Brief:
    """What the run over all outputs left behind, and the chapters as they were resolved."""

    root: Path
    folder: Path
    warnings: str
    env: BuildEnvironment
    trees: dict[str, nodes.document]
    pdfs: dict[str, Pdf] = field(default_factory=dict)

    # Files

    def file(self, name: str) -> Path:
        """A file of the run."""
        path = self.folder / name
        assert path.is_file(), f"the run wrote no {name}; it said: {self.warnings[-800:] or 'nothing'}"
        return path

    def read(self, name: str) -> str:
        """The text of a file of the run."""
        return self.file(name).read_text("utf-8")

    @cached_property
    def register(self) -> dict[str, Any]:
        """The brief as data."""
        return json.loads(self.read("register.json"))  # type: ignore[no-any-return]

    @cached_property
    def records(self) -> dict[str, dict[str, Any]]:
        """The evidence of the register by its id."""
        return {record["id"]: record for record in self.register["evidence"]}

    def standing(self, kind: str) -> list[dict[str, Any]]:
        """The statements of the register that are not withdrawn."""
        return [entry for entry in self.register[kind] if entry["status"] == "current"]

    @cached_property
    def pages(self) -> dict[str, html.HtmlElement]:
        """The HTML page of each chapter."""
        return {name: html.fromstring(self.read(f"html/{name}.html")) for name in self.trees}

    def main(self, docname: str) -> html.HtmlElement:
        """What an HTML page says, without its head, strip and contents."""
        return self.pages[docname].get_element_by_id("page-main")

    def pdf(self, name: str = "brief") -> Pdf:
        """A PDF of the run."""
        if name not in self.pdfs:
            self.pdfs[name] = Pdf(self.file(f"pdf/{name}.pdf"))
        return self.pdfs[name]

    # Chapters

    @cached_property
    def contents(self) -> dict[str, list[str]]:
        """The chapters under each heading of the contents."""
        tree = self.env.get_doctree(self.env.config.root_doc)
        return {list_["caption"]: list(list_["includefiles"]) for list_ in tree.findall(addnodes.toctree)}

    @property
    def body(self) -> list[str]:
        """The main brief, cover to methods: all that the contents list before the annexes."""
        before = list(self.contents)[: list(self.contents).index(ANNEXES)]
        return [self.env.config.root_doc, *(docname for caption in before for docname in self.contents[caption])]

    @property
    def annexes(self) -> list[str]:
        """The annexes."""
        return self.contents[ANNEXES]

    def title(self, docname: str) -> str:
        """The heading of a chapter."""
        return plain(self.env.titles[docname].astext())

    def boxes(self, docname: str, kind: str) -> list[box]:
        """The marked passages of one kind in a chapter."""
        return [node for node in self.trees[docname].findall(box) if kind in node["classes"]]

    def section(self, docname: str, words_of_title: str) -> nodes.section:
        """The section of a chapter whose heading contains these words, the chapter itself only if no part does."""
        wanted = words_of_title.casefold()
        found = [
            s for s in self.trees[docname].findall(nodes.section) if wanted in plain(s[0].astext()).casefold()
        ]
        assert found, f"{docname} has no section {words_of_title!r}"
        return found[1] if len(found) > 1 and found[0].parent is self.trees[docname] else found[0]

    def statement(self, id: str) -> statement:
        """The block of a finding or recommendation."""
        for tree in self.trees.values():
            for node in tree.findall(statement):
                if node["statement_id"] == id:
                    return node
        raise AssertionError(f"no statement {id!r}")

    def part(self, id: str, term: str) -> nodes.definition:
        """One part of a finding or recommendation as it is printed."""
        for item in self.statement(id).findall(nodes.definition_list_item):
            if item[0].astext() == term:
                return next(iter(item.findall(nodes.definition)))
        raise AssertionError(f"{id} prints no part {term!r}")

    # Words

    @staticmethod
    def plain(text: str) -> str:
        """Text on one line, no-break spaces as spaces."""
        return plain(text)

    @staticmethod
    def spoken(text: str) -> list[str]:
        """The words of any text, for comparison: NFC, without marks, hyphenated words as their halves."""
        return spoken(text)

    @staticmethod
    def letters(text: str) -> str:
        """The letters and digits of a text in a row, to find words wherever lines divide them."""
        return letters_of(text)

    @staticmethod
    def without_references(block: nodes.Element) -> str:
        """The text of a block without references in parentheses, which lead to a source and do not speak."""
        marked = block.deepcopy()
        for reference in list(marked.findall(nodes.reference)):
            reference.insert(0, nodes.Text(OPENED))
            reference.append(nodes.Text(CLOSED))
        text = PARENTHESIS.sub("", plain(marked.astext()))
        return text.replace(OPENED, "").replace(CLOSED, "")

    def paragraphs(self, tree: nodes.Element) -> list[nodes.paragraph]:
        """The paragraphs of running text, in order: what counts when the words of the brief are counted.

        Not running text: tables, figures with their captions and notes, margins, footnotes, the bibliography,
        lists of contents, headings, and the lines that the generator writes (sources of a finding, strength of a
        recommendation, titles of boxes).
        """
        found: list[nodes.paragraph] = []
        for child in tree.children:
            if isinstance(child, APART) or not isinstance(child, nodes.Element):
                continue
            if {"toctree-wrapper", *GENERATED} & set(child["classes"]):
                continue
            if isinstance(child, nodes.paragraph):
                found.append(child)
            else:
                found += self.paragraphs(child)
        return found

    def running_text(self, tree: nodes.Element) -> list[str]:
        """The text of these paragraphs, references in it included."""
        return [plain(block.astext()) for block in self.paragraphs(tree)]

    def counted(self, tree: nodes.Element) -> int:
        """The number of words of running text."""
        return sum(len(words(text)) for text in self.running_text(tree))

    def sentences(self, tree: nodes.Element) -> list[str]:
        """The sentences of running text as they are read: without references in parentheses."""
        return [s for block in self.paragraphs(tree) for s in sentences(self.without_references(block))]

    @cached_property
    def anchors(self) -> set[str]:
        """Every place that an HTML link can lead to, as ``page.html#id``."""
        return {f"{name}.html#{id}" for name, page in self.pages.items() for id in page.xpath("//@id")}


@pytest.fixture(scope="session")
def build_brief(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Brief]:
    """Builds the real brief, fresh and nitpicky, with all outputs, into a folder of its own."""

    def made(**settings: object) -> Brief:
        folder, said = tmp_path_factory.mktemp("brief"), io.StringIO()
        locale.translators.clear()  # Sphinx keeps the catalogues of the last language in the process
        run.build(ROOT, folder, nitpicky=True, stream=said, overrides=settings)
        put_names(folder)
        env, trees = _resolved(folder, settings)
        return Brief(ROOT, folder, re.sub(r"\x1b\[[0-9;]*m", "", said.getvalue()), env, trees)

    return made


@pytest.fixture(scope="session")
def brief(build_brief: Callable[..., Brief]) -> Brief:
    """The real brief as it stands."""
    return build_brief()


def _resolved(folder: Path, settings: dict[str, object]) -> tuple[BuildEnvironment, dict[str, nodes.document]]:
    """The chapters with every reference resolved, from what the run has read."""
    trees: dict[str, nodes.document] = {}
    doctrees = folder / run.DOCTREES
    made = run.Settings(ROOT, ROOT / "source", doctrees, {**settings, "nitpicky": True})
    with run.application(made, folder / "trees", "dummy", io.StringIO()) as app:
        app.add_post_transform(MarkPassages)
        app.connect("doctree-resolved", lambda _app, tree, name: trees.update({name: copy.deepcopy(tree)}))
        app.build(force_all=True)
    return app.env, trees


class MarkPassages(SphinxPostTransform):
    """What is for every output but HTML can be known when the node that says so is gone."""

    default_priority = 1

    def run(self, **_kwargs: Any) -> None:
        for passage in self.document.findall(addnodes.only):
            if passage["expr"] == "not html":
                passage[:] = [nodes.container("", *passage.children, classes=[NOT_IN_HTML])]
