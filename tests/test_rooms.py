"""Imports go downwards only, at run time and for types, also late ones inside functions."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

PACKAGES = Path(__file__).parents[1] / "packages"
ROOMS = ("words", "data", "chapters", "checks", "figures", "outputs", "pages", "revisions", "commands", "")
"""The rooms of policybrief from the ground up; last what stands in none: the command and the setup."""
OF_OURS = {
    "policybrief": (
        "sphinx_accessible_pdf",
        "sphinx_accessible_figures",
        "sphinx_redline",
        "trial_counts",
        "written_values",
    ),
    "reporting_standard": ("trial_counts",),
    "sphinx_accessible_pdf": (),
    "sphinx_accessible_figures": ("trial_counts",),
    "sphinx_redline": (),
    "trial_counts": (),
    "written_values": ("trial_counts",),
}
"""What each package may import of the others."""


def imports(package: str) -> Iterator[tuple[str, str]]:
    """Each module of a package with each module that it imports, by their full names."""
    source = next(PACKAGES.glob(f"*/src/{package}")).parent
    for path in (source / package).rglob("*.py"):
        parts = path.relative_to(source).with_suffix("").parts
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((".".join(parts), alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                above = ".".join(parts[: -node.level]) if node.level else ""
                base = ".".join(filter(None, (above, node.module)))
                yield from ((".".join(parts), f"{base}.{alias.name}") for alias in node.names)


def room(module: str) -> int:
    """How high the room of a module of policybrief stands."""
    second = next(iter(module.split(".")[1:]), "")
    return ROOMS.index(second if second in ROOMS else "")


def test_no_module_imports_a_room_above_its_own() -> None:
    within = ((one, other) for one, other in imports("policybrief") if other.split(".")[0] == "policybrief")
    assert [f"{one} -> {other}" for one, other in within if room(other) > room(one)] == []


def test_packages_import_of_each_other_only_what_they_may() -> None:
    wrong = [
        f"{one} -> {other}"
        for package, allowed in OF_OURS.items()
        for one, other in imports(package)
        if other.split(".")[0] in set(OF_OURS) - {package} and not other.startswith(allowed)
    ]
    assert wrong == []


def test_no_two_classes_of_the_generator_have_one_name() -> None:
    names = Counter(
        node.name
        for path in PACKAGES.glob("policybrief/src/**/*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, count in names.items() if count > 1] == []


SPHINX = {"app": Sphinx, "env": BuildEnvironment, "builder": StandaloneHTMLBuilder}
"""What goes by which name."""
PUBLIC = {"_replace", "_asdict", "_fields", "_exit"}
"""Names of named tuples and of `os` that look private and are not."""


def others_insides(path: Path) -> Iterator[str]:
    """Where a module uses what is private to another, or puts something in the place of a part of Sphinx."""
    tree = ast.parse(path.read_text("utf-8"))
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    own |= {node.attr for node in attributes if isinstance(node.ctx, ast.Store)}
    for node in attributes:
        private = node.attr.startswith("_") and not node.attr.startswith("__") and node.attr not in own | PUBLIC
        holder = ast.unparse(node.value).rpartition(".")[2]
        put = isinstance(node.ctx, ast.Store) and hasattr(SPHINX.get(holder), node.attr)
        if private or put:
            yield f"{path.relative_to(PACKAGES)}:{node.lineno}: {ast.unparse(node)}"


def test_what_is_private_to_others_is_touched_in_the_rooms_for_it_alone() -> None:
    modules = [path for path in PACKAGES.glob("*/src/**/*.py") if path.name != "upstream.py"]
    assert [place for path in modules for place in others_insides(path)] == []


def test_what_contributing_says_to_touch_is_there() -> None:
    text = (PACKAGES.parent / "CONTRIBUTING.md").read_text("utf-8")
    table = text[text.index("## What you touch") : text.index("## A finding, as it is written")]
    named = re.findall(r"`([\w./-]+/[\w./-]*|[\w-]+\.(?:toml|typ|bib|py))`", table)
    roots = [PACKAGES.parent, *PACKAGES.glob("*/src/*"), *PACKAGES.glob("*/src")]
    assert len(named) > 20
    assert [
        name for name in named if not any((root / name.replace("NAME", "general")).exists() for root in roots)
    ] == []
