"""The correlation job in Polars: polars_job.py INPUT OUTPUT."""

from __future__ import annotations

import sys

import numpy as np
import polars as pl
from correlation import correlate, profiles

TYPES = {
    "available_bike_stands": pl.Int32,
    "available_bikes": pl.Int32,
    "number": pl.Int32,
    "heure": pl.Int8,
}


def hourly_means(path: str) -> pl.DataFrame:
    """Scans lazily, so that only the four columns are parsed, by the streaming engine on every core.

    Their types are given, so nothing is inferred; the log quotes nothing, and a scan that knows it
    splits the file faster.
    """
    log = pl.scan_csv(path, separator="\t", schema_overrides=TYPES, infer_schema_length=0, quote_char=None)
    free = pl.col("available_bike_stands")
    total = free + pl.col("available_bikes")
    return (
        log.select("number", "heure", free, total.alias("total"))
        .filter(pl.col("total") != 0)
        .group_by("number", "heure")
        .agg((free / pl.col("total")).mean().alias("share"))
        .collect(engine="streaming")
    )


def write(identifiers: np.ndarray, r: np.ndarray, path: str) -> None:
    """Writes by write_csv, on every core."""
    names = identifiers.astype(str).tolist()
    matrix = pl.from_numpy(r, schema=names, orient="col")
    matrix.select(pl.Series("station", names), pl.all().fill_nan(None)).write_csv(path)


def main() -> None:
    source, target = sys.argv[1:]
    means = hourly_means(source)
    identifiers, table = profiles(*(means[name].to_numpy() for name in ("number", "heure", "share")))
    write(identifiers, correlate(table), target)


if __name__ == "__main__":
    main()
