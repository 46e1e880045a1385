"""A byte that is no UTF-8 and a character that nobody sees are told, in chapters and in what they include."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from policybrief.chapters import sizes
from policybrief.data import encodings, upstream
from policybrief.words import invisible
from policybrief.words.complaints import Rule, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def check_encoding(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Before chapters are read: tell those that are not UTF-8, and have them read all the same."""
    upstream.read_all_bytes(env)
    for docname in docnames:
        _tell_encoding(Path(env.doc2path(docname)), "save it as UTF-8")


def check_included(app: Sphinx, doctree: nodes.document) -> None:
    """When a chapter is read: tell each file in it that is not UTF-8, unless its directive names an encoding."""
    undecoded = upstream.undecoded()
    for name in sorted(app.env.dependencies[app.env.docname]) if undecoded else ():
        path = Path(os.path.normpath(Path(app.srcdir) / name))
        if path.is_file() and any(part in path.read_bytes() for part in undecoded):
            _tell_encoding(path, "save it as UTF-8, or name its encoding with :encoding:")


def _tell_encoding(path: Path, cure: str) -> None:
    content = path.read_bytes()
    looks = encodings.of(content)
    guess = "" if looks == encodings.UTF_8 else f"it looks like {looks} and is read so: "
    line = 0
    try:
        content.decode("utf-8")
        line = 1 if guess else 0  # zeros between letters are UTF-8, too
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
    if line:
        warn(Rule.ENCODING, f"{path}:{line}", f"the file is not UTF-8; {guess}{cure}")


def replace_controls(app: Sphinx, docname: str, content: list[str]) -> None:
    """Tell what nobody sees in a chapter, and print it as it is meant."""
    content[0] = _cleaned(Path(app.env.doc2path(docname)), content[0])


def replace_included(app: Sphinx, path: Path, docname: str, content: list[str]) -> None:
    """The same for a file that a chapter includes."""
    content[0] = _cleaned(Path(os.path.normpath(Path(app.srcdir) / path)), content[0])


def _cleaned(path: Path, text: str) -> str:
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        for problem in invisible.problems(line):
            warn(Rule.CONTROL_CHARACTER, f"{path}:{number}", problem)
        if problem := sizes.long_word(line):
            warn(Rule.FORM, f"{path}:{number}", problem)
    return "\n".join(map(invisible.replaced, lines))


def replace_escaped_controls(app: Sphinx, doctree: nodes.document) -> None:
    """The same for those that an entity, an escape in an option, or a table of another file brings in."""
    for text in list(doctree.findall(nodes.Text)):
        said = text.astext()  # without the marks that docutils has for escapes
        if invisible.is_clean(said):
            continue
        around = text.parent.astext()
        for problem in invisible.problems(said, around):
            warn(Rule.CONTROL_CHARACTER, text.parent, problem)
        text.parent.replace(text, nodes.Text(invisible.replaced(said, around)))
    for image in doctree.findall(nodes.image):
        for problem in invisible.problems(image.get("alt", "")):
            warn(Rule.CONTROL_CHARACTER, image, problem)
        image["alt"] = invisible.replaced(image.get("alt", ""))
