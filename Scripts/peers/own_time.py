"""How a peer's job tells its own time, from after its imports to its end, and how that is read back."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from contest import Failure
from layouts import LAYOUTS, Layout

PREFIX = "own seconds:"


def run(job: Callable[[Layout, str, str], None]) -> None:
    """The main program of a job: JOB LAYOUT INPUT OUTPUT. Called when all imports are done."""
    start = time.perf_counter()
    layout, source, target = sys.argv[1:]
    job(LAYOUTS[layout], source, target)
    print(PREFIX, time.perf_counter() - start)


def own_seconds(words: str) -> float:
    """What `run` has told among a job's words."""
    told = [line.removeprefix(PREFIX) for line in words.splitlines() if line.startswith(PREFIX)]
    if not told:
        raise Failure(f"a job does not tell its own time: {words.strip()}")
    return float(told[-1])
