"""The ingestion in DuckDB: duckdb_ingest.py LAYOUT INPUT OUTPUT."""

from __future__ import annotations

import duckdb
from layouts import TIMEZONE, Clock, Layout
from own_time import run

# The type of the time's column, and the hour of it. An epoch becomes a TIMESTAMP WITH TIME ZONE,
# whose hour is that of the connection's zone.
TIMES = {
    Clock.HOUR: ("TINYINT", "{}"),
    Clock.STAMP: ("TIMESTAMP", "hour({})"),
    Clock.EPOCH: ("BIGINT", "hour(to_timestamp({}))"),
}

# Only the needed columns are parsed, by every core. Types and quoting are given, so that little is left
# to sniff.
TABLE = """
    COPY (
        SELECT {station} AS station, {hour} AS bin, count(*) AS records, avg({free} / ({free} + {bikes})) AS mean
        FROM read_csv($source, delim = '{delimiter}', header = true, quote = '{quote}', escape = '{quote}', types = {{
            '{free}': 'SMALLINT', '{bikes}': 'SMALLINT', '{station}': 'INTEGER', '{time}': '{time_type}'
        }})
        WHERE {free} + {bikes} <> 0
        GROUP BY ALL
        ORDER BY ALL
    ) TO $target (FORMAT csv, HEADER)
"""


def job(layout: Layout, source: str, target: str) -> None:
    time_type, hour = TIMES[layout.clock]
    table = TABLE.format(
        station=layout.station,
        free=layout.free,
        bikes=layout.bikes,
        time=layout.time,
        time_type=time_type,
        hour=hour.format(layout.time),
        delimiter=layout.delimiter,
        quote=layout.quote,
    )
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")
    if layout.clock is Clock.EPOCH:
        connection.execute(f"SET TimeZone = '{TIMEZONE}'")
    connection.execute(table, {"source": source, "target": target})


if __name__ == "__main__":
    run(job)
