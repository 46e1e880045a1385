"""What builds cost, beside what stock Sphinx costs on the same words: ``make bench``.

Costs are ratios of CPU time, for the clock on the wall depends on who else uses the machine: of each round the
step over the stock build, and the median over the rounds.  Limits stand beside the ratios; nothing fails by them.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import tempfile
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from tests.benchmarks import subjects
from tests.benchmarks.content import SIZES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.subjects import Subject

CHOICES = {
    "brief": "the real brief",
    **{name: f"HTML of {size.chapters} chapters" for name, size in SIZES.items()},
    "pdf": "PDF of M",
    "L-pdf": "PDF of L, only when asked for",
}
USUAL = [name for name in CHOICES if name != "L-pdf"]
HEAD = "  CPU/stock at most    CPU s   wall s  wall/CPU at most    GiB at most"


def main() -> None:
    """Measure what was chosen, print it as tables and write it as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    known = ", ".join(f"{name} ({text})" for name, text in CHOICES.items())
    parser.add_argument("--only", type=_names, default=USUAL, metavar="NAME,…", help=known)
    parser.add_argument("--rounds", type=int, help="of each subject; else 5, of M 3, of L 1")
    parser.add_argument("--json", type=Path, default=Path("build/bench.json"), metavar="FILE")
    chosen = parser.parse_args()
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        for subject in _chosen(set(chosen.only), Path(folder)):
            busy = os.getloadavg()[0]  # by others: wall times mean little then
            subject.measure(chosen.rounds or subjects.ROUNDS[subject.name])
            found = [row | {"load_before": busy} for row in _rows(subject)]
            _print(subject, found)
            rows += found
    growth = list(_growth(rows))
    for one in growth:
        print(f"growth of CPU from M to L, {one['step']}: exponent {one['exponent']:.2f}{_most(one['at_most'])}")
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()}
    chosen.json.parent.mkdir(parents=True, exist_ok=True)
    chosen.json.write_text(json.dumps({"machine": machine, "rows": rows, "growth": growth}, indent=1) + "\n")


def _names(given: str) -> list[str]:
    names = given.split(",")
    if unknown := set(names) - set(CHOICES):
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)} is not known; say one of {', '.join(CHOICES)}")
    return names


def _chosen(names: set[str], folder: Path) -> Iterator[Subject]:
    """The subjects, each made when its turn comes."""
    if "brief" in names:
        yield subjects.brief(folder)
    prints = {"M": "pdf", "L": "L-pdf"}
    for name in SIZES:
        html, pdf = name in names, prints.get(name) in names
        if html or pdf:
            yield subjects.generated(folder, name, html=html, pdf=pdf)


def _rows(subject: Subject) -> Iterator[dict[str, Any]]:
    """A row a step: medians, limits and every run."""
    stock = subject.runs[0]
    for step, runs in zip(subject.steps, subject.runs, strict=True):
        yield {
            "subject": subject.name,
            "step": step.name,
            "ratio": median(run.cpu / other.cpu for run, other in zip(runs, stock, strict=True)),
            "cpu": median(run.cpu for run in runs),
            "wall": median(run.wall for run in runs),
            "wall_in_cpu": median(run.wall / run.cpu for run in runs),
            "peak": max(run.peak for run in runs),
            "at_most": asdict(step.limits),
            "runs": [asdict(run) for run in runs],
        }


def _growth(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """How CPU grows with chapters where both sizes were measured: 1 is in proportion."""
    cpu = {(row["subject"], row["step"]): row["cpu"] for row in rows}
    for (name, step), seconds in cpu.items():
        if name == "M" and (larger := cpu.get(("L", step))):
            exponent = math.log(larger / seconds) / math.log(SIZES["L"].chapters / SIZES["M"].chapters)
            ours = "stock" not in step
            yield {"step": step, "exponent": exponent, "at_most": subjects.GROWTH_LIMIT if ours else None}


def _print(subject: Subject, rows: list[dict[str, Any]]) -> None:
    load = f"load before {rows[0]['load_before']:.1f} on {os.cpu_count()} cores"
    print(f"{subject.name}: {subject.words}; medians of {len(subject.runs[0])} rounds; {load}\n{HEAD}")
    for row in rows:
        most = {name: f"{limit:g}" if limit else "" for name, limit in row["at_most"].items()}
        print(
            f"{row['ratio']:11.2f} {most['ratio']:>7} {row['cpu']:8.2f} {row['wall']:8.2f}"
            f" {row['wall_in_cpu']:9.2f} {most['wall']:>7} {row['peak']:6.2f} {most['peak']:>7}  {row['step']}"
        )
    print(flush=True)


def _most(limit: float | None) -> str:
    return f", at most {limit}" if limit else ""


if __name__ == "__main__":
    main()
