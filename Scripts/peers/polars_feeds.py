"""Polls of an API to the table of hourly means in Polars: polars_feeds.py POLLS OUTPUT. A folder, or a file of lines."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
from own_time import timed

STATION = pl.Struct(
    {
        "station_id": pl.String,
        "num_bikes_available": pl.Int32,
        "num_docks_available": pl.Int32,
        "last_reported": pl.Int64,
    }
)


def main() -> None:
    """Scans lazily; a poll is a line, and only what is needed is in the schema."""
    source, target = sys.argv[1:]
    if Path(source).is_dir():
        source = f"{source}/*.json"
    polls = pl.scan_ndjson(source, schema={"data": pl.Struct({"stations": pl.List(STATION)})})
    free = pl.col("num_docks_available")
    total = free + pl.col("num_bikes_available")
    table = (
        polls.select(pl.col("data").struct.field("stations"))
        .explode("stations")
        .unnest("stations")
        .filter(total != 0)
        .group_by(
            pl.col("station_id").cast(pl.Int32).alias("station"),
            pl.from_epoch("last_reported").dt.hour().alias("bin"),
        )
        .agg(pl.len().alias("records"), (free / total).mean().alias("mean"))
        .collect(engine="streaming")
    )
    table.sort("station", "bin").write_csv(target)


if __name__ == "__main__":
    with timed():
        main()
