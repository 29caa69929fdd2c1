"""Polls of an API to the table of hourly means in DuckDB: duckdb_feeds.py POLLS OUTPUT. A folder, or a file of lines."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
from own_time import timed

# Types are given, so that nothing is sniffed, and only what is needed is read. A poll is a line.
TABLE = """
    COPY (
        SELECT s.station_id AS station, hour(make_timestamp(s.last_reported * 1000000)) AS bin, count(*) AS records,
            avg(s.num_docks_available / (s.num_docks_available + s.num_bikes_available)) AS mean
        FROM (
            SELECT unnest(data.stations) AS s
            FROM read_json($source, format = 'newline_delimited', columns = {
                data: 'STRUCT(stations STRUCT(station_id INTEGER, num_bikes_available SMALLINT,
                    num_docks_available SMALLINT, last_reported BIGINT)[])'
            })
        )
        WHERE s.num_docks_available + s.num_bikes_available <> 0
        GROUP BY ALL
        ORDER BY ALL
    ) TO $target (FORMAT csv, HEADER)
"""


def main() -> None:
    source, target = sys.argv[1:]
    if Path(source).is_dir():
        source = f"{source}/*.json"
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")
    connection.execute(TABLE, {"source": source, "target": target})


if __name__ == "__main__":
    with timed():
        main()
