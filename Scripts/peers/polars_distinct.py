"""Deduplication in Polars: polars_distinct.py LAYOUT INPUT OUTPUT."""

from __future__ import annotations

import polars as pl
from layouts import Layout
from own_time import run


def job(layout: Layout, source: str, target: str) -> None:
    """Time stamps of one form are compared as text, which is faster than to parse them."""
    types = {name: pl.Int32 for name in (layout.station, layout.free, layout.bikes)}
    log = pl.scan_csv(
        source,
        separator=layout.delimiter,
        quote_char=None,
        schema_overrides=types | {layout.time: pl.Int8, "last_update": pl.String},
        infer_schema_length=0,
    )
    free = pl.col(layout.free)
    total = free + pl.col(layout.bikes)
    table = (
        log.select(pl.col(layout.station).alias("station"), "last_update", pl.col(layout.time).alias("bin"), free, total.alias("total"))
        .unique(subset=["station", "last_update"], keep="first")
        .filter(pl.col("total") != 0)
        .group_by("station", "bin")
        .agg(pl.len().alias("records"), (free / pl.col("total")).mean().alias("mean"))
        .collect(engine="streaming")
    )
    table.sort("station", "bin").write_csv(target)


if __name__ == "__main__":
    run(job)
