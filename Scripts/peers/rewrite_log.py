"""Writes a generated log anew in another layout: rewrite_log.py LAYOUT INPUT OUTPUT.

A program of its own, so that the harness, whose size every contender inherits, imports no library.
"""

from __future__ import annotations

import sys

import polars as pl
from layouts import ISO


def quoted(log: pl.LazyFrame) -> pl.LazyFrame:
    """Quotes 20 % of the fields: the time stamp of every row, and two numbers in one row of five each.

    The numbers are some that a reader needs, so that it cannot pass over their quotes.
    """
    row = pl.col("row")
    return log.with_row_index("row").select(
        "collect_date",
        quote("last_update"),
        "available_bike_stands",
        pl.when(row % 5 == 1).then(quote("available_bikes")).otherwise("available_bikes").alias("available_bikes"),
        pl.when(row % 5 == 0).then(quote("number")).otherwise("number").alias("number"),
        "heure",
        "minute",
    )


def quote(column: str) -> pl.Expr:
    return pl.format('"{}"', column).alias(column)


def iso(log: pl.LazyFrame) -> pl.LazyFrame:
    return log.select("number", "available_bike_stands", "available_bikes", "last_update")


def epoch(log: pl.LazyFrame) -> pl.LazyFrame:
    """Takes the time stamps for UTC: it matters only that the epochs are spread as a network's are."""
    return log.select(
        pl.col("number").alias("station_id"),
        pl.col("available_bike_stands").alias("num_docks_available"),
        pl.col("available_bikes").alias("num_bikes_available"),
        pl.col("last_update").str.to_datetime(ISO).dt.epoch("s").alias("last_reported"),
    )


WAYS = {"quoted": quoted, "iso": iso, "epoch": epoch}


def main() -> None:
    layout, source, target = sys.argv[1:]
    log = pl.scan_csv(source, separator="\t", infer_schema=False, quote_char=None)
    WAYS[layout](log).sink_csv(target, quote_style="never")


if __name__ == "__main__":
    main()
