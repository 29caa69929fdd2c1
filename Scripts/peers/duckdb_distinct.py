"""Deduplication in DuckDB: duckdb_distinct.py LAYOUT INPUT OUTPUT."""

from __future__ import annotations

import duckdb
from layouts import Layout
from own_time import run

# The number of a row is counted as the file is read: the record that counts is the first.
TABLE = """
    COPY (
        SELECT station, first.hour AS bin, count(*) AS records, avg(first.free / (first.free + first.bikes)) AS mean
        FROM (
            SELECT station, arg_min({{'hour': hour, 'free': free, 'bikes': bikes}}, row) AS first
            FROM (
                SELECT {station} AS station, last_update AS time, {time} AS hour, {free} AS free, {bikes} AS bikes,
                    row_number() OVER () AS row
                FROM read_csv($source, delim = '{delimiter}', header = true, quote = '', escape = '', types = {{
                    '{free}': 'SMALLINT', '{bikes}': 'SMALLINT', '{station}': 'INTEGER', '{time}': 'TINYINT',
                    'last_update': 'TIMESTAMP'
                }})
            )
            GROUP BY station, time
        )
        WHERE first.free + first.bikes <> 0
        GROUP BY ALL
        ORDER BY ALL
    ) TO $target (FORMAT csv, HEADER)
"""


def job(layout: Layout, source: str, target: str) -> None:
    table = TABLE.format(
        station=layout.station, free=layout.free, bikes=layout.bikes, time=layout.time, delimiter=layout.delimiter
    )
    duckdb.connect().execute(table, {"source": source, "target": target})


if __name__ == "__main__":
    run(job)
