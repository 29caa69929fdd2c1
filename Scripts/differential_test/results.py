"""Profiles and matrix of records by pandas, and how far velibcorr's are from them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import numpy
import pandas

from rules import Record
from times import DAY, HOUR

_INTEGER = re.compile(r"-?[0-9]+")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MEAN_TOLERANCE = 1e-12
_R_TOLERANCE = 1e-10
# Below this deviation a mean's last bit may move r by more than the tolerance: 1e-16 / 1e-4 is far from it.
_LEAST_DEVIATION = 1e-4


def profiles(records: list[Record], bins: str) -> pandas.DataFrame:
    """Columns station, bin, records, mean in the order of velibcorr's outputs."""
    usable = [record for record in records if record.free_docks + record.bikes > 0]
    table = pandas.DataFrame(
        {
            "station": pandas.Series([record.station for record in usable], dtype=object),
            "bin": pandas.Series([_bin(record, bins) for record in usable], dtype=numpy.int64),
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


def in_order(stations: set[str]) -> list[str]:
    """Numeric when all are integers, else by bytes."""
    if all(_INTEGER.fullmatch(station) for station in stations):
        return sorted(stations, key=lambda station: (int(station), station))
    return sorted(stations)


def _bin(record: Record, bins: str) -> int:
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
    keys = list(zip(expected["station"], expected["label"], expected["records"].astype(str)))
    found = [tuple(row[:3]) for row in rows]
    if keys != found:
        return f"profiles: {_first_difference(keys, found)}"
    means = numpy.array([float(row[3]) for row in rows])
    errors = numpy.abs(means - expected["mean"].to_numpy())
    if not (errors <= _MEAN_TOLERANCE).all():
        worst = int(numpy.nanargmax(errors))
        return f"profiles: mean of {keys[worst]} is {means[worst]!r}, expected {expected['mean'][worst]!r}"
    return None


def _first_difference(expected: list, found: list) -> str:
    for place, (a, b) in enumerate(zip(expected, found)):
        if a != b:
            return f"row {place + 1}: expected {a}, found {b}"
    return f"{len(expected)} rows expected, {len(found)} found"


def matrix_difference(expected: pandas.DataFrame, rows: list[list[str]], minimum_bins: int) -> str | None:
    """What differs first between pandas's correlations and a matrix file, header included."""
    stations = list(expected["station"].unique())
    if rows[0] != ["station", *stations] or [row[0] for row in rows[1:]] != stations:
        return f"matrix: stations are {rows[0][1:5]}..., expected {stations[:4]}..."
    if any(len(row) != len(stations) + 1 for row in rows):
        return "matrix: a row is short or long"
    found = numpy.array([[float(value or "nan") for value in row[1:]] for row in rows[1:]])
    table = expected.pivot(index="bin", columns="rank", values="mean")
    wanted = table.corr(min_periods=minimum_bins).to_numpy()
    is_constant, is_compared = _conditions(table.to_numpy(), minimum_bins)
    wanted = numpy.where(is_constant, numpy.nan, wanted)
    is_same = (numpy.isnan(wanted) & numpy.isnan(found)) | (numpy.abs(wanted - found) <= _R_TOLERANCE)
    wrong = numpy.argwhere(~is_same & is_compared)
    if len(wrong) == 0:
        return None
    a, b = wrong[0]
    return f"matrix: r of {stations[a]!r} and {stations[b]!r} is {found[a, b]!r}, expected {wanted[a, b]!r}"


def _conditions(means: numpy.ndarray, minimum_bins: int) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Over the common bins of each pair: is either profile constant, and can r be compared?

    A constant is one whose means are the same double. Where a profile varies, but its deviation is below
    `_LEAST_DEVIATION`, r depends on the last bits of the means and is not compared.
    """
    has = ~numpy.isnan(means)
    deviation = numpy.full((means.shape[1], means.shape[1]), numpy.nan)
    extent = deviation.copy()
    for a in range(means.shape[1]):
        own = numpy.where(has[:, [a]] & has, means[:, [a]], numpy.nan)
        enough = numpy.flatnonzero((~numpy.isnan(own)).sum(axis=0) >= max(1, minimum_bins))
        deviation[a, enough] = numpy.nanstd(own[:, enough], axis=0)
        extent[a, enough] = numpy.nanmax(own[:, enough], axis=0) - numpy.nanmin(own[:, enough], axis=0)
    is_constant = (extent == 0) | (extent.T == 0)
    is_small = (deviation < _LEAST_DEVIATION) & (extent != 0)
    return is_constant, ~(is_small | is_small.T)
