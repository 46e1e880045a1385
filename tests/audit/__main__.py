"""What is locked: under which licence, and whether a weakness of it is known.  ``make audit`` needs the network.

Licences are those that the installed distributions state.  For known weaknesses pip-audit asks a database, and
it has none for use offline: where it reaches none, it is said that nothing was scanned, and that is a failure.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from policybrief.revisions.build_provenance import licence_of

LOCK = Path(__file__).parents[2] / "requirements.lock"
SCAN = [
    sys.executable,
    "-m",
    "uv",
    "tool",
    "run",
    "pip-audit",
    "--disable-pip",
    "--require-hashes",
    "--format=json",
]


def locked() -> list[str]:
    """The names of the lock."""
    return re.findall(r"^([a-z0-9][a-z0-9._-]*)==", LOCK.read_text("utf-8"), re.MULTILINE)


def licence(name: str) -> str:
    """The licence of what is locked, as far as it is known here."""
    try:
        return licence_of(distribution(name)) or "states none"
    except PackageNotFoundError:
        return "not installed on this system"


def scan() -> tuple[list[str], list[str]]:
    """The known weaknesses, a line each, and the names of what no database could be asked about."""
    asked = subprocess.run([*SCAN, "--requirement", str(LOCK)], capture_output=True, text=True, check=False)
    try:
        answers = json.loads(asked.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(asked.stderr, file=sys.stderr)
        return [], locked()
    weak = [f"{one['name']} {one['version']}: {said['id']}" for one in answers for said in one.get("vulns", ())]
    return weak, [one["name"] for one in answers if "skip_reason" in one]


def main() -> int:
    """Print both; whether anything is weak or could not be scanned."""
    for name in locked():
        print(f"{name:40} {licence(name)}")
    weak, unknown = scan()
    for line in weak:
        print(line, file=sys.stderr)
    print(f"Weaknesses known: {len(weak)}. Not scanned, since no database answered: {len(unknown)}.")
    return int(bool(weak or unknown))


if __name__ == "__main__":
    sys.exit(main())
