"""How a peer's job tells its own time, from after its imports to its end, and how that is read back."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from contest import Failure
from layouts import LAYOUTS, Layout

PREFIX = "own seconds:"


def run(job: Callable[[Layout, str, str], None]) -> None:
    """The main program of a job: JOB LAYOUT INPUT OUTPUT. Called when all imports are done."""
    with timed():
        layout, source, target = sys.argv[1:]
        job(LAYOUTS[layout], source, target)


@contextmanager
def timed() -> Iterator[None]:
    """Tells how long its body takes."""
    start = time.perf_counter()
    yield
    tell_own(time.perf_counter() - start)


def tell_own(seconds: float) -> None:
    print(PREFIX, seconds)


def own_seconds(words: str) -> float:
    """What `tell_own` has told among a job's words."""
    told = [line.removeprefix(PREFIX) for line in words.splitlines() if line.startswith(PREFIX)]
    if not told:
        raise Failure(f"a job does not tell its own time: {words.strip()}")
    return float(told[-1])
