"""Speed as ratios of CPU time, for the clock on the wall depends on who else uses the machine.

Each measurement is a build in a process of its own (`measured`), the least of three.  What Sphinx itself would
take for the same content is measured on the same words as plain Markdown (`stock`).  No part of the tests: it
takes minutes.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from policybrief.outputs.run import Output, build
from tests.benchmarks.stock import make_project

RUNS = 3
LIMIT = 0.6
"""The PDF, beyond the reading that it shares, costs at most this part of an HTML build by Sphinx alone."""


RATIOS = (
    (
        "brief.pdf beyond the shared reading / the same words as Markdown by stock Sphinx, anew",
        "print",
        "stock",
        LIMIT,
    ),
    ("both beyond reading: brief.pdf / its chapters as HTML, theme basic", "print", "pages", None),
    (
        "both beyond reading, without our extension: sphinx_accessible_pdf / stock Sphinx",
        "accessiblepdf",
        "html",
        None,
    ),
    ("all outputs again, nothing changed / all outputs anew", "again", "whole", None),
    ("all outputs anew / the same words as Markdown by stock Sphinx, anew", "whole", "stock", None),
)
"""What is told, which measurements it divides, and how much it may be."""


def cpu(which: str, folder: Path) -> float:
    """CPU seconds of one measurement."""
    command = [sys.executable, "-m", "tests.benchmarks.measured", which, str(Path.cwd()), str(folder)]
    run = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return float(run.stdout.splitlines()[-1])


def measured(folder: Path) -> dict[str, float]:
    """The least CPU seconds of each measurement."""
    least: dict[str, float] = {}
    for _ in range(RUNS):  # in turns, so that a busy minute does not fall on one of them alone
        shutil.rmtree(folder / "build", ignore_errors=True)
        for name in ("print", "pages", "accessiblepdf", "html", "whole", "again", "stock"):
            seconds = cpu(name, folder)
            least[name] = min(seconds, least.get(name, seconds))
    return least


def main() -> int:
    """Print ratios and seconds; 1 if a ratio is more than it may be."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        build(Path.cwd(), folder / "lowered", [Output("lowered", ".", ())])
        make_project(folder / "lowered", folder / "stock")
        least = measured(folder)
    missed = False
    for title, one, other, limit in RATIOS:
        ratio = least[one] / least[other]
        wanted = f", at most {limit}" if limit else ""
        print(f"{ratio:6.2f}{wanted}  {title}  ({least[one]:.2f} s / {least[other]:.2f} s of CPU)")
        missed |= limit is not None and ratio > limit
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
