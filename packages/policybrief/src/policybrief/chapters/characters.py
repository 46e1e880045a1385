"""A byte that is no UTF-8 and a control character are told, and printed as U+FFFD."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from policybrief.data import upstream
from policybrief.words import controls
from policybrief.words.complaints import Rule, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def check_encoding(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Before chapters are read: tell those that are not UTF-8, and have them read all the same."""
    upstream.read_all_bytes(env)
    for docname in docnames:
        path = Path(env.doc2path(docname))
        try:
            path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            warn(Rule.ENCODING, f"{path}:{line}", "the chapter is not UTF-8; save it as UTF-8")


def replace_controls(app: Sphinx, docname: str, content: list[str]) -> None:
    """Tell C0 and C1 controls and print them as U+FFFD."""
    path = app.env.doc2path(docname)
    for number, line in enumerate(content[0].split("\n"), 1):
        for problem in controls.problems(line):
            warn(Rule.CONTROL_CHARACTER, f"{path}:{number}", problem)
    content[0] = controls.replaced(content[0])


def replace_escaped_controls(app: Sphinx, doctree: nodes.document) -> None:
    """The same for those that an entity or an escape in an option brings in."""
    for text in list(doctree.findall(nodes.Text)):
        for problem in (found := controls.problems(text)):
            warn(Rule.CONTROL_CHARACTER, text.parent, problem)
        if found:
            text.parent.replace(text, nodes.Text(controls.replaced(text)))
    for image in doctree.findall(nodes.image):
        for problem in controls.problems(image.get("alt", "")):
            warn(Rule.CONTROL_CHARACTER, image, problem)
        image["alt"] = controls.replaced(image.get("alt", ""))
