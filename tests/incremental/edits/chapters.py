"""Edits of chapters, and of the files that chapters take in."""

from __future__ import annotations

import struct
import zlib

from tests.incremental.bench import Project
from tests.incremental.edits.kinds import Change, adds, chapter, edit, moves, removes, says, unseen, writes
from tests.incremental.files import Unfit

INDEX = "source/index.md"
DETAILS = "source/notes/details.md"
PICTURE = "source/notes/dot.png"
REMARK = "# A remark\n\nCounts need care, see {finding}`both-count`.\n"
ORPHAN = "---\norphan: true\n---\n\n"
DOT = "```{figure} dot.png\n:alt: a dot\n\nA dot.\n```\n\n"
FROM_NOTES = ("words.txt", "trials.csv", "form.txt", "dot.png", "line.svg")


def picture(colour: bytes) -> bytes:
    """A PNG of one colour, eight pixels wide and high; one of another colour has as many bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + colour * 8) * 8, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _picture(project: Project) -> None:
    if project.path(PICTURE).read_bytes() == picture(b"\x60\x20\x40"):
        raise Unfit("the picture is this one")
    project.write(PICTURE, picture(b"\x60\x20\x40"))


def _orphan(name: str) -> Change:
    return lambda project: project.write(name, ORPHAN + project.read(name))


OF_CHAPTERS = {
    "chapter-text": chapter("observed", "keeps its own count", "keeps a count of its own"),
    "chapter-text-unseen": unseen("source/observed.md", "keeps its own count", "makes its own count"),
    "chapter-in-short": chapter("observed", "Two counts and one law.", "One law and two counts."),
    "chapter-title": chapter("asked", "# What we ask", "# What is asked for"),
    "chapter-title-of-cover": chapter("index", "# Counting what counts", "# Counts that count"),
    "section-title": chapter("observed", "## What nobody has seen", "## What is not seen"),
    "section-added": edit(adds("source/asked.md", "\n## In the end\n\nCounts stay.\n")),
    "short-name": chapter("observed", "short: Observed", "short: Seen"),
    "short-name-removed": chapter("figures", "---\nshort: Figures\n---\n\n", ""),
    "abstract": chapter("index", "should count in the open.\n:::\n\n```", "should count.\n:::\n\n```"),
    "chapter-order": chapter("index", "observed\nfigures\n", "figures\nobserved\n"),
    "caption-of-contents": chapter("index", ":caption: Annexes", ":caption: Behind the brief"),
    "chapters-without-numbers": chapter("index", ":numbered: 1\n", ""),
    "chapter-added": edit(writes("source/remark.md", REMARK), says(INDEX, "asked\n", "asked\nremark\n")),
    "chapter-added-in-front": edit(
        writes("source/remark.md", REMARK), says(INDEX, "summary\n", "remark\nsummary\n")
    ),
    "chapter-added-outside-contents": edit(writes("source/aside.md", ORPHAN + REMARK)),
    "chapter-removed": edit(removes("source/annex.md"), says(INDEX, "annex\n", "")),
    "chapter-with-figures-removed": edit(removes("source/figures.md"), says(INDEX, "figures\n", "")),
    "chapter-with-images-removed": edit(removes(DETAILS), says(INDEX, "notes/details\n", "")),
    "chapter-taken-out-of-contents": edit(
        says(INDEX, "\nglossary\n", "\n"),
        _orphan("source/glossary.md"),
    ),
    "chapter-renamed": edit(
        moves("source/glossary.md", "source/words.md"), says(INDEX, "\nglossary\n", "\nwords\n")
    ),
    "chapter-moved-to-folder": edit(
        moves("source/revisions.md", "source/about/revisions.md"),
        says(INDEX, "\nrevisions\n", "\nabout/revisions\n"),
    ),
    "chapter-moved-out-of-folder": edit(
        moves(DETAILS, "source/details.md"),
        says(INDEX, "notes/details\n", "details\n"),
        says("source/details.md", "../files/form.csv", "files/form.csv"),
        *(says("source/details.md", f" {name}", f" notes/{name}") for name in FROM_NOTES),
    ),
    "reference-added": edit(adds("source/glossary.md", "\nSee {doc}`asked` and {recommendation}`keep-forms`.\n")),
    "citation-added": edit(adds("source/asked.md", "\nThe act is short {cite}`act2025`.\n")),
    "term-used": chapter("observed", "Two counts and", "Two {term}`counts <count>` and"),
    "term-explained": chapter("glossary", "in which trials are made", "where somebody tries things"),
    "term-added": edit(adds("source/glossary.md", "\ntrial\n  One attempt.\n")),
}

OF_INCLUDED_FILES = {
    "main-message": edit(says("source/main-message.txt", "in the open", "where all can see it")),
    "main-message-unseen": unseen("source/main-message.txt", "in the open", "in the dark"),
    "included-file": edit(says("source/notes/words.txt", "stands in", "has")),
    "included-file-unseen": unseen("source/notes/words.txt", "A note", "A word"),
    "table-file": edit(adds("source/notes/trials.csv", "East,2\n")),
    "table-file-unseen": unseen("source/notes/trials.csv", "North,4", "North,5"),
    "code-file": edit(adds("source/notes/form.txt", "date: ____\n")),
    "code-file-unseen": unseen("source/notes/form.txt", "name: ____", "room: ____"),
    "download": edit(adds("source/files/form.csv", "A,1\n")),
    "download-unseen": unseen("source/files/form.csv", "name,count", "room,count"),
    "download-renamed": edit(
        moves("source/files/form.csv", "source/files/sheet.csv"), says(DETAILS, "form.csv", "sheet.csv")
    ),
    "drawing": edit(says("source/notes/line.svg", "M2 5h36", "M2 5h16")),
    "drawing-unseen": unseen("source/notes/line.svg", "#204060", "#602040"),
    "picture": edit(_picture),
    "picture-unseen": edit(lambda project: project.change_unseen(PICTURE, picture(b"\x60\x40\x20")))._replace(
        unseen=True
    ),
    "picture-renamed": edit(moves(PICTURE, "source/notes/point.png"), says(DETAILS, "dot.png", "point.png")),
    "picture-removed": edit(says(DETAILS, DOT, ""), removes(PICTURE)),
}
