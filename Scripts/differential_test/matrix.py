"""The matrix of records by pandas, and how far velibcorr's is from it."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import numpy
import pandas

from profiles import bin_of, is_usable
from rules import Record

_TOLERANCE = 1e-10
# Below this deviation a mean's last bit may move r by more than the tolerance: 1e-16 / 1e-4 is far from it.
_LEAST_DEVIATION = 1e-4
# Means that differ by less may be equal but for rounding.
_ROUNDING = 1e-12


def matrix_difference(
    profiles: pandas.DataFrame, records: list[Record], bins: str, minimum_bins: int, rows: list[list[str]]
) -> str | None:
    """What differs first between pandas's correlations and the rows of a matrix file, header included."""
    stations = list(profiles["station"].unique())
    if rows[0] != ["station", *stations] or [row[0] for row in rows[1:]] != stations:
        return f"matrix: stations are {rows[0][1:5]}..., expected {stations[:4]}..."
    if any(len(row) != len(stations) + 1 for row in rows):
        return "matrix: a row is short or long"
    found = numpy.array([[float(value or "nan") for value in row[1:]] for row in rows[1:]])
    table = profiles.pivot(index="bin", columns="rank", values="mean")
    wanted = table.corr(min_periods=minimum_bins).to_numpy()
    is_constant, is_compared = _conditions(_without_rounding(table, stations, records, bins), minimum_bins)
    wanted = numpy.where(is_constant, numpy.nan, wanted)
    is_same = (numpy.isnan(wanted) & numpy.isnan(found)) | (numpy.abs(wanted - found) <= _TOLERANCE + _half_unit(rows))
    wrong = numpy.argwhere(~is_same & is_compared)
    if len(wrong) == 0:
        return None
    a, b = wrong[0]
    return f"matrix: r of {stations[a]!r} and {stations[b]!r} is {found[a, b]}, expected {wanted[a, b]}"


def _half_unit(rows: list[list[str]]) -> float:
    """Of the last decimal place: long series have 9 and more."""
    text = next((value for row in rows[1:] for value in row[1:] if value), "1.0")
    return 0.5 * 10 ** -len(text.partition(".")[2])


def _without_rounding(
    table: pandas.DataFrame, stations: list[str], records: list[Record], bins: str
) -> numpy.ndarray:
    """The means, bins x stations; those of a station that are equal as fractions are equal as doubles."""
    means = table.to_numpy().copy()
    for rank, column in enumerate(means.T):
        steps = numpy.diff(numpy.sort(column[~numpy.isnan(column)]))
        if ((steps > 0) & (steps < _ROUNDING)).any():
            exact = _exact_means(stations[rank], records, bins)
            column[:] = [float(exact[bin]) if bin in exact else numpy.nan for bin in table.index]
    return means


def _exact_means(station: str, records: list[Record], bins: str) -> dict[int, Fraction]:
    shares: dict[int, list[Fraction]] = defaultdict(list)
    for record in records:
        if record.station == station and is_usable(record):
            shares[bin_of(record, bins)].append(Fraction(record.free_docks, record.free_docks + record.bikes))
    return {bin: sum(values) / len(values) for bin, values in shares.items()}


def _conditions(means: numpy.ndarray, minimum_bins: int) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Over the common bins of each pair: is either profile constant, and can r be compared?

    Where a profile varies, but its deviation is below `_LEAST_DEVIATION`, r depends on the last bits of the
    means and is not compared.
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
