"""What velibcorr's summary tells of its times: `time       0.133 s: read 0.123 s, combine 0.010 s (2.1 M rows/s)`."""

from __future__ import annotations

import re

from contest import Failure

LINE = re.compile(r"^time +([\d.]+) s: (.+?)(?: \(.*)?$", re.MULTILINE)
LAP = re.compile(r"(.+) ([\d.]+) s")
READING = "read"
CORRELATING = "correlate and write"


def times(words: str) -> tuple[float, dict[str, float]]:
    """The seconds of the whole run, and those of its stages by name."""
    line = LINE.search(words)
    laps = [LAP.fullmatch(lap) for lap in line[2].split(", ")] if line else []
    found = {lap[1]: float(lap[2]) for lap in laps if lap}
    if not line or len(found) < len(laps) or READING not in found:
        raise Failure(f"velibcorr tells no time of reading: {words.strip()}")
    return float(line[1]), found


def read_seconds(words: str) -> float:
    return times(words)[1][READING]


def seconds_of_correlating(words: str) -> float:
    """From profiles on, which are standardised by then where no bin is missing."""
    return times(words)[1][CORRELATING]


def seconds_after_reading(words: str) -> float:
    """Everything but reading, which for a program that is handed an array is no part of the job."""
    total, stages = times(words)
    return total - stages[READING]
