"""Makes a network's profiles: make_profiles.py KIND MISSING STATIONS BINS SEED PROFILES MEANS.

PROFILES is a profile file, as velibcorr writes it; MEANS the array of the very means that velibcorr takes
from it, NaN where a bin is missing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from latent_patterns import LatentPatterns
from profile_checksum import checksum

# Sums are in units of 2^-60, means in doubles.
UNITS = 2.0**60
CELLS_AT_ONCE = 1 << 20
RECORDS = (300, 400)
# A Monday.
FIRST_HOUR = np.datetime64("2013-09-09T00", "h")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Cells:
    """Some stations' records and sums, stations x bins: a sum is `records` * `units` + `rest`.

    `rest` is less than `records`, so that `units` is the mean in units of 2^-60, cut off.
    """

    identifiers: np.ndarray
    present: np.ndarray
    records: np.ndarray
    units: np.ndarray
    rest: np.ndarray

    @property
    def means(self) -> np.ndarray:
        """The doubles nearest to the exact quotients; NaN for a missing bin.

        A share of 2^-5 or more has 56 bits here. The last bit, which says whether there is a rest, is
        then below the half of what a double can tell apart, and makes the conversion round correctly.
        """
        exact = (self.units << np.uint64(1) | (self.rest > 0)).astype(float) / (2 * UNITS)
        return np.where(self.present, exact, np.nan)

    def table(self, labels: pl.Series) -> pl.DataFrame:
        """The rows of the profile file, of the bins that are present."""
        station, bins = np.nonzero(self.present)
        records, units, rest = (part[self.present] for part in (self.records, self.units, self.rest))
        sums = pl.col("units").cast(pl.Int128) * pl.col("records").cast(pl.Int128) + pl.col("rest").cast(pl.Int128)
        return pl.DataFrame(
            {"station": self.identifiers[station], "bin": labels.gather(bins), "records": records, "units": units}
            | {"rest": rest, "mean": self.means[self.present]}
        ).select("station", "bin", "records", "mean", sums.alias("sum"))


def draw(stations: int, bins: int, missing: float, seed: int) -> Iterator[Cells]:
    """The whole network, some stations at a time."""
    random = np.random.default_rng(seed)
    patterns = LatentPatterns(bins, random)
    identifiers = station_identifiers(stations)
    step = max(1, CELLS_AT_ONCE // bins)
    for some in (identifiers[start : start + step] for start in range(0, stations, step)):
        shape = (len(some), bins)
        records = random.integers(*RECORDS, shape, dtype=np.uint64)
        # A double has fewer bits than a sum.
        last_bits = random.integers(0, 32, shape, dtype=np.uint64)
        units = (patterns.shares(len(some), random) * UNITS).astype(np.uint64) | last_bits
        rest = random.integers(0, records, dtype=np.uint64)
        yield Cells(some, random.random(shape) >= missing, records, units, rest)


def station_identifiers(stations: int) -> np.ndarray:
    """Numbers of the same length, in order."""
    return 10 ** len(str(stations)) + np.arange(1, stations + 1)


def bin_labels(kind: str, bins: int) -> list[str]:
    """The names of bins in profile files, all of the same length."""
    hours = np.arange(bins)
    if kind == "series":
        labels: list[str] = np.datetime_as_string(FIRST_HOUR + hours, unit="h").tolist()
        return labels
    return [f"{hour:02}" if kind == "hour-of-day" else f"{WEEKDAYS[hour // 24]} {hour % 24:02}" for hour in hours]


def header(kind: str, rows: int, check: int) -> bytes:
    return f"station,bin,records,mean,velibcorr-profiles=1 bins={kind} rows={rows:012} check={check:016x}\n".encode()


def main() -> None:
    kind, missing, *numbers, profiles, means = sys.argv[1:]
    stations, bins, seed = map(int, numbers)
    labels = bin_labels(kind, bins)
    rows = check = 0
    table = np.empty((stations, bins))
    done = 0
    with Path(profiles).open("wb") as sink:
        # Of the same length as in the end, when all rows have been counted.
        sink.write(header(kind, 0, 0))
        for cells in draw(stations, bins, float(missing), seed):
            cells.table(pl.Series(labels)).write_csv(sink, include_header=False)
            table[done : done + len(cells.means)] = cells.means
            done += len(cells.identifiers)
            rows += int(cells.present.sum())
            check += checksum(cells.identifiers, labels, cells.present, cells.records, cells.units, cells.rest)
        sink.seek(0)
        sink.write(header(kind, rows, check % 2**64))
    np.save(means, table)


if __name__ == "__main__":
    main()
