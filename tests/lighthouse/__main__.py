"""Lighthouse on three pages of the brief: four marks each, the median of five runs, all of them 100 or a failure.

A run takes ten seconds and its first mark depends on how busy the machine is, so this is no part of the gate.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from policybrief.outputs.run import build
from tests.serving import served

HERE = Path(__file__).parent
PAGES = ("index.html", "observed.html", "recommendations.html")
RUNS = 5
BEST = 100
FLAGS = "--headless=new --no-sandbox"


def marks(address: str, chromium: str) -> dict[str, float]:
    """The marks of one run."""
    command = [str(HERE / "node_modules" / ".bin" / "lighthouse"), address, "--output=json", "--quiet"]
    run = subprocess.run(
        [*command, f"--chrome-flags={FLAGS}"],
        env=os.environ | {"CHROME_PATH": chromium},
        stdout=subprocess.PIPE,
        check=True,
    )
    categories = json.loads(run.stdout)["categories"].values()
    return {category["title"]: round(100 * (category["score"] or 0)) for category in categories}


def main() -> int:
    """Print the marks of each page; 1 if one falls short."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("needs chromium: apt-get install chromium", file=sys.stderr)
        return 2
    short = False
    with tempfile.TemporaryDirectory() as folder:
        build(Path.cwd(), Path(folder))
        with served(Path(folder)) as address:
            for page in PAGES:
                runs = [marks(f"{address}/html/{page}", chromium) for _ in range(RUNS)]
                middle = {title: median(run[title] for run in runs) for title in runs[0]}
                print(page, *(f"{title} {mark:g}" for title, mark in middle.items()), sep=" · ", flush=True)
                short |= min(middle.values()) < BEST
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
