"""How the benchmarks' peers are timed, much as velibcorr times itself: a warm-up, then runs for a second; and what they tell."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from own_time import tell_own

SECONDS = 1.0
FEWEST = 3
MOST = 200
# The unit roundoff, which LAPACK's tests count residuals in.
EPSILON = 2.0**-53

T = TypeVar("T")
# What was verified, the worst that was found, and what is allowed.
Finding = tuple[str, float, float]


def median_time(run: Callable[[], T]) -> tuple[float, T]:
    """The median of the runs' seconds, and the last result."""
    result = run()
    seconds: list[float] = []
    start = time.perf_counter()
    while len(seconds) < FEWEST or (len(seconds) < MOST and time.perf_counter() - start < SECONDS):
        begin = time.perf_counter()
        result = run()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds), result


def contest(run: Callable[[], T], verify: Callable[[T], Finding], target: str) -> None:
    """Times `run`, tells its median, and writes what `verify` finds."""
    seconds, result = median_time(run)
    tell_own(seconds)
    write(verify(result), target)


def write(finding: Finding, target: str) -> None:
    quantity, residual, limit = finding
    Path(target).write_text(json.dumps({"quantity": quantity, "residual": residual, "limit": limit}))
