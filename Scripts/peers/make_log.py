"""Makes a network's log of one record an hour: make_log.py STATIONS BINS SEED LOG MEANS.

MEANS is the array of the very means that velibcorr takes from LOG. A table of many bins is read from such a
log many times as fast as from a profile file.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl
from latent_patterns import LatentPatterns
from make_profiles import CELLS_AT_ONCE, FIRST_HOUR, station_identifiers

# A power of two: a share of free docks, of which there are only so many, is exact.
DOCKS = 64


def main() -> None:
    stations, bins, seed = map(int, sys.argv[1:4])
    random = np.random.default_rng(seed)
    patterns = LatentPatterns(bins, random)
    identifiers = station_identifiers(stations)
    times = pl.Series(np.datetime_as_string(FIRST_HOUR + np.arange(bins), unit="m")).str.replace("T", " ")
    step = max(1, CELLS_AT_ONCE // bins)
    table = np.empty((stations, bins))
    with Path(sys.argv[4]).open("wb") as sink:
        sink.write(b"station_id,num_docks_available,num_bikes_available,time\n")
        for start in range(0, stations, step):
            some = identifiers[start : start + step]
            free = np.rint(patterns.shares(len(some), random) * DOCKS).astype(np.int32)
            table[start : start + step] = free / DOCKS
            columns = {"station": np.repeat(some, bins), "free": free.ravel(), "bikes": DOCKS - free.ravel()}
            columns["time"] = times.gather(np.tile(np.arange(bins), len(some)))
            pl.DataFrame(columns).write_csv(sink, include_header=False)
    np.save(sys.argv[5], table)


if __name__ == "__main__":
    main()
