"""Writes the matrix of r as CSV in Polars: polars_matrix.py MEANS OUTPUT."""

from __future__ import annotations

import sys

import numpy as np
import polars as pl
from make_profiles import station_identifiers
from own_time import timed


def main() -> None:
    source, target = sys.argv[1:]
    r = np.corrcoef(np.load(source))
    names = station_identifiers(len(r)).astype(str).tolist()
    frame = pl.from_numpy(r, schema=names, orient="col").select(pl.Series("station", names), pl.all())
    with timed():
        frame.write_csv(target)


if __name__ == "__main__":
    main()
