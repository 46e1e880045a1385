"""Profiles of published evaluations in a policy brief: ``extensions = ["policybrief", "reporting_standard"]``.

The brief hands over its files and prints what comes back; neither package imports the other's insides.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def profiled(app: Sphinx, paths: list[Path]) -> tuple[dict[str, Any], list[tuple[Path, int, str]]]:
    """The profile of the evaluations in these files as plain data, and what is wrong with those left out."""
    from .evaluations import UnusableCoding, load_files
    from .profile import as_data, profile

    evaluations, problems = [], []
    for path in paths:
        try:
            evaluations += load_files([path])
        except UnusableCoding as unusable:
            for one in unusable.faults:
                said = f"{one.where}: {one.wrong}" if one.where else one.wrong
                problems.append((path, one.line, f"the evaluation is not profiled: {said}; {one.right}"))
    return as_data(profile(evaluations)), problems
