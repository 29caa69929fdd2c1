"""Networks of which every profile is known: one record for each bin that a station has."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy
import pandas

# A Monday, so that an hour's number is its bin of the week.
_START = datetime(2024, 1, 1)
_BINS = {"hour-of-day": 24, "hour-of-week": 168}


@dataclass(frozen=True)
class Network:
    kind: str
    minimum_bins: int
    docks: list[int]
    """By station."""
    free: list[list[int | None]]
    """By station and bin: free docks, None where the bin is missing."""

    def table(self) -> pandas.DataFrame:
        """The shares of free docks, bins x stations, in the order of velibcorr's outputs."""
        columns = {
            _name(station): [numpy.nan if count is None else count / docks for count in counts]
            for station, (docks, counts) in enumerate(zip(self.docks, self.free))
            if any(count is not None for count in counts)
        }
        return pandas.DataFrame(columns, dtype=float)

    def write(self, path: Path) -> None:
        lines = ["station,time,free,bikes"]
        for station, (docks, counts) in enumerate(zip(self.docks, self.free)):
            for hour, count in enumerate(counts):
                if count is not None:
                    time = (_START + timedelta(hours=hour)).isoformat()
                    lines.append(f"{_name(station)},{time},{count},{docks - count}")
        path.write_text("\n".join(lines) + "\n")


def make_network(seed: str, number: int) -> Network:
    """Of all sizes up to 500 stations, and up to more bins than velibcorr multiplies Kendall's signs of."""
    choice = random.Random(f"{seed}/{number}")
    kind = choice.choice(["hour-of-day", "hour-of-day", "hour-of-week", "series"])
    bins = _BINS.get(kind) or choice.choice([2, 30, 100, 720, 1300])
    # Whole and broken tiles, as far as pandas ends within a second.
    sizes = [1, 2, 5, 12, 40, *([127, 128, 129, 257, 500] if bins <= 24 else [130] if bins <= 168 else [])]
    missing = choice.choice([0, 0, 0.01, 0.05, 0.3, 0.8])
    docks = choice.choice([(2, 5), (4, 20), (20, 60)])
    return random_network(choice, kind, bins, choice.choice(sizes), missing, docks, choice.choice([2, 3, 3, 10]))


def random_network(
    choice: random.Random, kind: str, bins: int, stations: int, missing: float, docks: tuple[int, int], minimum: int
) -> Network:
    """Stations that empty by day or by night, more or less, with a few that never change."""
    sizes = [choice.randint(*docks) for _ in range(stations)]
    free = []
    for size in sizes:
        tide = choice.uniform(-1, 1) if choice.random() < 0.95 else None
        counts = [_count(choice, size, hour, tide) for hour in range(bins)]
        free.append([None if choice.random() < missing else count for count in counts])
    # A log without any record is no input.
    free[0][0] = free[0][0] or 0
    return Network(kind, minimum, sizes, free)


def _count(choice: random.Random, docks: int, hour: int, tide: float | None) -> int:
    if tide is None:
        return docks // 2
    level = 0.5 + 0.4 * tide * math.sin(hour * math.pi / 12) + choice.gauss(0, 0.2)
    return round(docks * min(1, max(0, level)))


def _name(station: int) -> str:
    return f"s{station:03}"
