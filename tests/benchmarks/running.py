"""One command as a process of its own, and what it took."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Run:
    """What one command took."""

    cpu: float
    """Seconds of all its threads and of the processes that it waited for."""
    wall: float
    peak: float
    """Memory of its largest process in GiB."""


def run(folder: Path, module: str, *arguments: str) -> Run:
    """Run ``python -m module`` in *folder*; a `RuntimeError` tells what it said if it fails."""
    command = [sys.executable, "-m", module, *arguments]
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=_environment(), stdout=said, stderr=said)
        _pid, status, used = os.wait4(process.pid, 0)  # no other call tells the memory of this one process tree
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{' '.join(command)}\nin {folder}:\n{said.read().decode(errors='replace')}")
    kibibytes = used.ru_maxrss / 1024 if sys.platform == "darwin" else used.ru_maxrss
    return Run(used.ru_utime + used.ru_stime, wall, kibibytes / 1024**2)


def _environment() -> dict[str, str]:
    """That of this process, with this project on the path and modules compiled once, as for everybody."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": path}
