"""Prints a redline: a project of lowered chapters, built by Sphinx in the brief's own look.

The first page is the report by meaning; the brief follows with its marks, a chapter a page.
"""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from docutils import nodes

from policybrief.chapters.nodes import inline, paragraph
from policybrief.data import dates
from policybrief.outputs.run import Output, Result, build
from policybrief.revisions import archive, lowering, meaning, telling
from policybrief.revisions.chapter import LISTED
from policybrief.revisions.untrusted import RevisionError
from policybrief.words.messages import _, speak
from policybrief.words.scales import colon, semicolon
from sphinx_redline import docx, lowered, marks
from sphinx_redline.merge import HISTORY, merge
from written_values.values import locale_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from policybrief.outputs.run import Report

CHAPTER = "chapter"
BRIEF = "brief"
"""The folder of the chapters in the redline's sources: their names cannot meet its own."""
WORD = "redline.docx"
STATIC = Path(__file__).parent / "static"
OUTPUTS = (
    Output("accessiblepdf", "pdf"),
    Output("html", "html"),
)


@dataclass(frozen=True)
class Side:
    """One of the two texts."""

    name: str
    register: dict[str, Any]
    chapters: dict[str, nodes.document]
    images: Path
    screen: frozenset[str] = frozenset()
    """Chapters that are not printed."""

    @property
    def shown(self) -> str:
        """Revision and date as a reader knows them."""
        brief = self.register["brief"]
        when = (
            str(_("draft"))
            if brief["draft"]
            else dates.written(brief["date"], locale_of(brief["language"]) or "en")
        )
        return f"{brief['revision']}, {when}"


@dataclass(frozen=True)
class Redline:
    """Two texts in one tree, and what differs by meaning."""

    old: Side
    new: Side
    tree: nodes.document
    report: tuple[telling.Account, ...]

    @property
    def counts(self) -> tuple[int, int, int]:
        """Insertions, deletions, moves."""
        return marks.count(self.tree)


def of_cut(root: Path, number: str) -> Side:
    """A cut revision as a side."""
    revision = archive.one(root, number)
    if faults := revision.faults():
        raise RevisionError("; ".join(faults))
    folder = revision.folder
    screen = frozenset(lowering.reading_order(folder, "screen"))
    return Side(number, revision.register, revision.chapters(), folder / lowering.IMAGES, screen)


def of_draft(root: Path, target: Path, stream: TextIO | None = None, *, report: Report | None = None) -> Side:
    """The brief as it stands, built into *target*."""
    outputs = (Output("register", "."), Output("lowered", "lowered"))
    build(root, target, outputs, stream=stream or sys.stderr, report=report)
    folder = target / "lowered"
    register = archive.read_register(target, archive.REGISTER, archive.REGISTER)
    screen = frozenset(lowering.reading_order(folder, "screen"))
    return Side("", register, archive.read_chapters(folder, "lowered"), folder / lowering.IMAGES, screen)


def compare(old: Side, new: Side) -> Redline:
    """The redline of two sides."""
    speak(str(new.register["brief"]["language"]))
    changes = meaning.compare(old.register, new.register)
    report = tuple(telling.report(changes, old.register, new.register))
    language = str(new.register["brief"]["language"]).replace("-", "_")
    return Redline(old, new, merge(_whole(old), _whole(new), language), report)


def write(
    redline: Redline,
    root: Path,
    target: Path,
    outputs: tuple[Output, ...] = OUTPUTS,
    *,
    report: Report | None = None,
) -> Result:
    """Print *redline* in the look of the brief at *root*, below *target*."""
    sources = target / "sources"
    shutil.rmtree(sources, ignore_errors=True)
    _write_sources(redline, sources)
    target.mkdir(parents=True, exist_ok=True)
    brief = redline.new.register["brief"]
    heading = f"## {brief['revision']} - {'draft' if brief['draft'] else brief['date']}\n"
    (target / "CHANGELOG.md").write_text(f"# Changes\n\n{heading}", "utf-8")
    changes = [entry.__dict__ for entry in redline.report]
    (target / "changes.json").write_text(json.dumps(changes, ensure_ascii=False, indent=1) + "\n", "utf-8")
    docx.write(redline.tree, target / WORD, brief["date"] or "1980-01-01", brief["language"])
    overrides: dict[str, object] = {
        "brief_redline": True,
        "brief_changelog": str(target.resolve() / "CHANGELOG.md"),
        "brief_material": "no-material",
        "brief_status": brief["status"] or "",
        "bibtex_bibfiles": [],
        "project": _title(redline),
        "language": brief["language"],
        "source_suffix": {lowering.SUFFIX: "lowered"},
        "exclude_patterns": [],
        "numfig": False,
        "suppress_warnings": ["brief", "ref.citation"],  # the text was checked when it was written
        "html_baseurl": "",
    }
    return build(root, target, outputs, overrides=overrides, source=sources, report=report)


def _whole(side: Side) -> nodes.document:
    """All chapters in one tree; a list of changes since another revision gives way to the marks."""
    whole = lowered.document()
    for docname, chapter in side.chapters.items():
        listed = [one for one in chapter.findall(nodes.container) if {HISTORY, LISTED} <= {*one["classes"]}]
        for place in listed:
            place.parent.replace(place, paragraph(str(_("Each change is marked in the text."))))
        whole += nodes.container("", *chapter.children, classes=[CHAPTER], ids=[f"{CHAPTER}:{docname}"])
    return whole


def _write_sources(redline: Redline, folder: Path) -> None:
    """The sources of the redline's project."""
    shown = marks.shown(redline.tree, words())
    notices: list[nodes.Node] = []
    names: list[str] = []
    for number, chapter in enumerate(shown.children, 1):
        assert isinstance(chapter, nodes.Element)
        if CHAPTER not in chapter["classes"]:
            notices.append(chapter.deepcopy())  # a chapter that was moved from here
            continue
        id = next(iter(chapter["ids"]), f"{CHAPTER}:deleted-{number}")
        name = f"{BRIEF}/{id.removeprefix(f'{CHAPTER}:')}"
        names.append(name)
        tree = lowered.document(*(child.deepcopy() for child in chapter.children))
        _put(folder, name, tree)
    _put(folder, "index", _first_page(redline, names, notices))
    for side in (redline.old, redline.new):
        if side.images.is_dir():
            shutil.copytree(side.images, folder / lowering.IMAGES, dirs_exist_ok=True)


def _put(folder: Path, name: str, tree: nodes.document) -> None:
    for number, section in enumerate(tree.findall(nodes.section), 1):
        section["ids"] = section["ids"] or [
            f"deleted-section-{number}"
        ]  # Sphinx lists no section without an anchor
    for image in tree.findall(nodes.image):
        if image.get("uri", "").startswith(f"{lowering.IMAGES}/"):
            image["uri"] = f"/{image['uri']}"  # from the top of the sources, wherever the chapter lies
    for reference in tree.findall(nodes.reference):
        if reference.get("internal") and "refuri" in reference:
            reference["refuri"] = f"{BRIEF}/{reference['refuri']}"
    path = folder / f"{name}{lowering.SUFFIX}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(lowered.write(lowered.lower(tree)), "utf-8", newline="\n")


def _title(redline: Redline) -> str:
    return str(_("Changes from {old} to {new} in “{title}”")).format(
        title=redline.new.register["brief"]["title"],
        old=redline.old.register["brief"]["revision"],
        new=redline.new.register["brief"]["revision"],
    )


def _first_page(redline: Redline, names: list[str], notices: list[nodes.Node]) -> nodes.document:
    """What is compared, how to read the marks, and the changes by meaning."""
    page = nodes.section(ids=["changes"])
    page += nodes.title("", _title(redline))
    compared = _("Revision {old} is compared with revision {new}.")
    page += paragraph(str(compared).format(old=redline.old.shown, new=redline.new.shown))
    legend = paragraph(
        str(_("Inserted words:")), " ", _example(marks.INSERTED, str(_("new"))), ". ",
        str(_("Deleted words:")), " ", _example(marks.DELETED, str(_("old"))), ". ",
        str(_("A moved block stands in full where it is now, with a note where it was.")),
    )  # fmt: skip
    page += legend
    inserted, deleted, moved = redline.counts
    words = _("Insertions: {inserted}. Deletions: {deleted}. Moves: {moved}.")
    page += paragraph(str(words).format(inserted=inserted, deleted=deleted, moved=moved))
    page += _report(redline.report)
    page += notices
    screen = {f"{BRIEF}/{name}" for name in redline.new.screen}
    for classes, chosen in (
        ([lowering.CONTENTS], [name for name in names if name not in screen]),
        ([lowering.CONTENTS, lowering.SCREEN], [name for name in names if name in screen]),
    ):
        if chosen:
            page += nodes.container("", *(paragraph(name) for name in chosen), classes=classes)
    return lowered.document(page)


def _report(entries: tuple[telling.Account, ...]) -> list[nodes.Node]:
    made: list[nodes.Node] = []
    if not entries:
        made.append(paragraph(str(_("By meaning, nothing has changed."))))
    for sort, title in meaning.TITLES.items():
        of_sort = [entry for entry in entries if entry.sort is sort]
        if not of_sort:
            continue
        section = nodes.section(ids=[f"changes-{sort}"])
        section += nodes.title("", str(title))
        items = []
        for entry in of_sort:
            said = semicolon().join(entry.substance or entry.wording)
            line = paragraph(inline(entry.heading, "changes-of"), colon(), said, ".")
            item = nodes.list_item("", line)
            if entry.substance and entry.wording:
                item += paragraph(
                    str(_("Without a change of meaning:")), " ", semicolon().join(entry.wording), "."
                )
            items.append(item)
        section += nodes.bullet_list("", *items)
        made.append(section)
    return made


def _example(status: str, word: str) -> nodes.inline:
    example = marks.mark([nodes.Text(word)], status)
    marks.put_signs(example)
    return example


# In Sphinx


def add_values(app: Sphinx) -> None:
    """Declare what a redline sets."""
    app.add_config_value("brief_redline", False, "env", bool, "set by redline: the sources are a redline")
    app.connect("config-inited", prepare)


def prepare(app: Sphinx, config: Config) -> None:
    """Name the PDF, and add the look of the marks."""
    if not config.brief_redline:
        return
    documents = getattr(config, "accessible_pdf_documents", None)
    if documents:
        first = documents[0]
        config.accessible_pdf_documents = [(config.root_doc, "redline", config.project, *first[3:])]
    config.html_static_path = [*config.html_static_path, str(STATIC)]
    app.add_css_file("redline.css")


def words() -> marks.Words:
    """What a redline says besides the texts, in the language of the brief."""
    return marks.Words(
        str(_("[moved from here, move {number}: {title} …]")),
        str(_("[moved here, move {number}]")),
        str(_("added image: {text}")),
        str(_("deleted image: {text}")),
    )
