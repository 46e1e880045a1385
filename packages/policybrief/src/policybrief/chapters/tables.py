"""Tables that come whole from a file of the material: tables of words, and the log of searches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from policybrief.chapters.links import to_evidence
from policybrief.chapters.nodes import CHECKED, fill_table, paragraph, value
from policybrief.data.searches import read_searches
from policybrief.data.word_tables import Cited, Text, read_table
from policybrief.words.complaints import Complaint, Rule, closest, tell, warn
from policybrief.words.messages import _

if TYPE_CHECKING:
    from pathlib import Path

    from policybrief.chapters.domain import BriefDomain


def running(text: Text) -> list[nodes.Node]:
    """A text of a table as nodes: each number knows its record, and words may lead to one."""
    made: list[nodes.Node] = []
    for part in text:
        if isinstance(part, str):
            made.append(nodes.Text(part))
        elif isinstance(part, Cited):
            made.append(to_evidence(part.record, part.text))
        else:
            made.append(value("", part.text, classes=["value"], evidence=part.record, name=part.name))
    return made


class FileTable(SphinxDirective):
    """What both share: a file, its complaints, a numbered table with a caption of the chapter or its own."""

    has_content = True
    option_spec: ClassVar[Any] = {"name": directives.unchanged}

    @property
    def domain(self) -> BriefDomain:
        """The store."""
        return cast("BriefDomain", self.env.get_domain("brief"))

    @property
    def folder(self) -> Path:
        """The folder of the material."""
        return self.domain.root / str(self.config.brief_material)

    def found(self, path: Path, complaints: list[Complaint]) -> None:
        """The chapter depends on the file, and what is wrong with it is told."""
        self.env.note_dependency(str(path))
        for one in complaints:
            tell(one)

    def numbered(self, id: str, caption: list[nodes.Node], *classes: str) -> nodes.table:
        """An empty table that has its name."""
        if self.content:
            caption, _messages = self.parse_inline(" ".join(self.content))
        made = nodes.table("", nodes.title("", "", *caption), classes=list(classes))
        made[CHECKED] = True
        self.options.setdefault("name", f"table-{id}")
        self.set_source_info(made)
        self.add_name(made)
        return made


class DataTableDirective(FileTable):
    """``{data-table} id``: a table of words from ``id.toml`` (see `policybrief.data.word_tables`)."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The table; its numbers know their records, and its note stands under it."""
        id = self.arguments[0]
        path = self.folder / f"{id}.toml"
        if not path.is_file():
            hint = closest(id, (other.stem for other in self.folder.glob("*.toml")))
            problem = f"no table {id!r} in the material; {hint}"
            warn(Rule.FIGURE, self.get_location(), problem)
            return []
        shown = path.relative_to(self.domain.root).as_posix()
        table, complaints = read_table(path, shown, self.domain.evidence, self.domain.style)
        self.found(path, complaints)
        if table is None:
            return []
        for record in table.records:
            self.env.note_dependency(self.domain.file_of(record))
            self.domain.note_cited(self.env.docname, record)
        self.domain.note_table(self.env.docname, table)
        made = self.numbered(id, running(table.title), "data-table", f"{id}-table")
        rows = []
        for row in table.rows:
            number = [f"{self.domain.style.number(row.number)} "] if row.number is not None else []
            label = paragraph(*number, *running(row.label))
            rows.append([[label], *([paragraph(*running(cell))] for cell in row.cells)])
        rest = 80 // len(table.columns)
        widths = list(table.widths) or [20, *(rest for _column in table.columns)]
        fill_table(made, [table.head, *table.columns.values()], rows, widths)
        note = [paragraph(*running(table.note), classes=("source-note",))] if table.note else []
        for one in note:
            one[CHECKED] = True
        return [made, *note]


class SearchesDirective(FileTable):
    """``{searches}``: the log of searches, from ``searches.toml`` of the material."""

    def run(self) -> list[nodes.Node]:
        """What was asked, in which words, where and when, and how many documents were read and taken."""
        path, style = self.folder / "searches.toml", self.domain.style
        searches, complaints = read_searches(path, path.relative_to(self.domain.root).as_posix())
        self.found(path, complaints)
        caption = nodes.Text(str(_("Searches, and what came of each")))
        made = self.numbered("searches", [caption], "searches-table")
        rows = [
            [
                [paragraph(one.question)],
                [paragraph(one.terms)],
                [paragraph(f"{one.where}, {style.date(one.date)}")],
                [paragraph(style.number(one.read))],
                [paragraph(style.number(one.taken))],
            ]
            for one in searches
        ]
        head = [_("Question"), _("Words searched"), _("Where and when"), _("Read"), _("Taken")]
        fill_table(made, [str(word) for word in head], rows, [34, 30, 20, 8, 8])
        return [made]


TABLES: dict[str, type[FileTable]] = {"data-table": DataTableDirective, "searches": SearchesDirective}
