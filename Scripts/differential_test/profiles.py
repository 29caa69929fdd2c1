"""The profiles of records by pandas, and how far velibcorr's are from them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import numpy
import pandas

from rules import Record
from times import DAY, HOUR

_INTEGER = re.compile(r"-?[0-9]+")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_TOLERANCE = 1e-12


def make_profiles(records: list[Record], bins: str) -> pandas.DataFrame:
    """Columns station, bin, records, mean in the order of velibcorr's outputs."""
    usable = [record for record in records if is_usable(record)]
    table = pandas.DataFrame(
        {
            "station": pandas.Series([record.station for record in usable], dtype=object),
            "bin": pandas.Series([bin_of(record, bins) for record in usable], dtype=numpy.int64),
            "share": [record.free_docks / (record.free_docks + record.bikes) for record in usable],
        }
    )
    groups = table.groupby(["station", "bin"], sort=False)["share"].agg(["count", "mean"]).reset_index()
    groups.columns = ["station", "bin", "records", "mean"]
    ranks = {station: rank for rank, station in enumerate(in_order(set(groups["station"])))}
    groups["rank"] = groups["station"].map(ranks)
    groups = groups.sort_values(["rank", "bin"], ignore_index=True)
    groups["label"] = [_label(number, bins) for number in groups["bin"]]
    return groups


def is_usable(record: Record) -> bool:
    """A closed station, without docks and bikes, has no share of free docks."""
    return record.free_docks + record.bikes > 0


def in_order(stations: set[str]) -> list[str]:
    """Numeric when all are integers, else by bytes."""
    if all(_INTEGER.fullmatch(station) for station in stations):
        return sorted(stations, key=lambda station: (int(station), station))
    return sorted(stations)


def bin_of(record: Record, bins: str) -> int:
    if bins == "hour-of-day":
        return record.hour
    if bins == "series":
        return record.time // HOUR
    # 1970-01-01 was a Thursday.
    return (record.time // DAY + 3) % 7 * 24 + record.hour


def _label(number: int, bins: str) -> str:
    if bins == "hour-of-day":
        return f"{number:02}"
    if bins == "hour-of-week":
        return f"{_WEEKDAYS[number // 24]} {number % 24:02}"
    return f"{date(1970, 1, 1) + timedelta(days=int(number // 24))}T{number % 24:02}"


def profile_difference(expected: pandas.DataFrame, rows: list[list[str]]) -> str | None:
    """What differs first between the profiles and the rows of a profile file, header left out."""
    # Of some bins all records are closed.
    rows = [row for row in rows if row[2] != "0"]
    keys = list(zip(expected["station"], expected["label"], expected["records"].astype(str)))
    found = [tuple(row[:3]) for row in rows]
    if keys != found:
        return f"profiles: {_first_difference(keys, found)}"
    means = numpy.array([float(row[3]) for row in rows])
    errors = numpy.abs(means - expected["mean"].to_numpy())
    if not (errors <= _TOLERANCE).all():
        worst = int(numpy.nanargmax(errors))
        return f"profiles: mean of {keys[worst]} is {means[worst]}, expected {expected['mean'][worst]}"
    return None


def _first_difference(expected: list, found: list) -> str:
    for place, (a, b) in enumerate(zip(expected, found)):
        if a != b:
            return f"row {place + 1}: expected {a}, found {b}"
    return f"{len(expected)} rows expected, {len(found)} found"
