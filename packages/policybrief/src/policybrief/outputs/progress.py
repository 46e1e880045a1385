"""How far a run is, in one line of a terminal that the next word takes over; a quick run says nothing of it."""

from __future__ import annotations

import time
from typing import TextIO

PATIENCE = 2.0
"""Seconds for which nobody minds to hear nothing."""


class Progress:
    """Hears what a run does; see `policybrief.outputs.run.Report`."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.begun = time.monotonic()
        self.shown = 0
        """The length of the line that stands there now."""

    def __call__(self, what: str, done: int, of: int) -> None:
        """Show a step, where somebody is looking and has waited."""
        if self.stream.isatty() and time.monotonic() - self.begun >= PATIENCE:
            line = f"{what}: {min(done, of)} of {of}"
            self.stream.write(f"\r{line:{self.shown}}")
            self.stream.flush()
            self.shown = len(line)

    def clear(self) -> None:
        """Take the line away."""
        if self.shown:
            self.stream.write(f"\r{'':{self.shown}}\r")
            self.stream.flush()
            self.shown = 0
