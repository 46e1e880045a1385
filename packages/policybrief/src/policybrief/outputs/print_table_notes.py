"""What print keeps with a table: the note under it, which moves with it, and the heading above it."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from policybrief.outputs.print_margins import chapters


class NotedTables(SphinxPostTransform):
    """Put each table and its note into one container."""

    builders = ("accessiblepdf",)
    default_priority = 20

    def run(self, **kwargs: Any) -> None:
        """Take the paragraph of class ``source-note`` that follows a table."""
        for table in list(self.document.findall(nodes.table)):
            note = table.next_node(nodes.Element, descend=False, siblings=True)
            if isinstance(note, nodes.paragraph) and "source-note" in note["classes"]:
                together = nodes.container(classes=["noted-table"])
                table.replace_self(together)
                note.parent.remove(note)
                together += [table, note]


class OpensSection(SphinxPostTransform):
    """Mark a table or figure that stands right below a heading: it does not float away from it."""

    builders = ("accessiblepdf",)
    default_priority = NotedTables.default_priority + 1

    def run(self, **kwargs: Any) -> None:
        """Give it, and what holds it with its note, the class ``opens-section``."""
        # in the annexes nothing floats
        sections = (section for chapter in chapters(self.document) for section in chapter.findall(nodes.section))
        for section in sections:
            for first in section.children[1:2]:
                if isinstance(first, nodes.container) and "noted-table" in first["classes"]:
                    for table in first.findall(nodes.table):
                        table["classes"].append("opens-section")
                if isinstance(first, nodes.container | nodes.table | nodes.figure):
                    first["classes"].append("opens-section")
