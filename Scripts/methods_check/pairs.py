"""Holds velibcorr's listed pairs against its matrix, and their p and q against SciPy's."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import numpy
import pandas
from scipy import special, stats

# Of p and q, relative: they are written with six digits.
TOLERANCE = 6e-6
# SciPy takes a third of a millisecond for Kendall's p of a pair.
_KENDALL_STATIONS = 20


class Wrong(Exception):
    """What is wrong with a list of pairs."""


def check_listed(table: pandas.DataFrame, matrix: numpy.ndarray, method: str, listed: Path) -> int:
    """All pairs of a network; returns how many they are."""
    rows = read(listed)
    names = {name: number for number, name in enumerate(table.columns)}
    a = numpy.array([names[row["station_a"]] for row in rows], dtype=int)
    b = numpy.array([names[row["station_b"]] for row in rows], dtype=int)
    r, p, q = (numpy.array([float(row[column]) for row in rows]) for column in ("r", "p", "q"))
    upper = [(i, j) for i, j in zip(*numpy.triu_indices(len(matrix), 1)) if not numpy.isnan(matrix[i, j])]
    _expect(sorted(zip(a, b)) == upper, "not the pairs that the matrix has an r for")
    rounded = matrix[a, b]
    _expect(bool((numpy.abs(rounded - r) <= 0.501 * 10.0 ** -decimals(len(table))).all()), "r is not that of the matrix")
    _expect(bool((numpy.diff(numpy.abs(r)) <= 0).all()), "the order is not by |r|")
    present = table.notna().to_numpy()
    hours = numpy.array([int(row["hours"]) for row in rows])
    _expect(numpy.array_equal((present[:, a] & present[:, b]).sum(axis=0), hours), "wrong numbers of common hours")
    if len(rows) == 0 or (method == "kendall" and len(matrix) > _KENDALL_STATIONS):
        return len(rows)
    expected = _kendall_p(table, a, b) if method == "kendall" else _correlation_p(rounded, hours)
    _compare("p", p, expected)
    _compare("q", q, stats.false_discovery_control(expected))
    return len(rows)


def decimals(bins: int) -> int:
    """Of a matrix of so many bins."""
    return max(d for d in range(1, 14) if 2 * (bins + 6) * 2**-53 * 10**d <= 0.07)


def check_top(listed: Path, top: Path, count: int) -> None:
    """The best `count` pairs are the first of all pairs, to the byte."""
    expected = listed.read_text().splitlines()[: 1 + count]
    _expect(top.read_text().splitlines() == expected, f"the top {count} are not the first of all")


def some_count(listed: Path) -> int:
    count = len(read(listed))
    return random.Random(count).randint(1, count + 1)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _correlation_p(r: numpy.ndarray, bins: numpy.ndarray) -> numpy.ndarray:
    """Of t with n - 2 degrees of freedom; all r of two bins are 1 or -1, and mean nothing."""
    half = numpy.maximum(bins - 2, 1) / 2
    # Of r^2 and 1 - r^2 the smaller keeps its digits.
    weak, strong = special.betaincc(0.5, half, r * r), special.betainc(half, 0.5, (1 - r) * (1 + r))
    return numpy.where(bins > 2, numpy.where(r * r < 0.5, weak, strong), 1.0)


def _kendall_p(table: pandas.DataFrame, a: numpy.ndarray, b: numpy.ndarray) -> numpy.ndarray:
    values = table.to_numpy()
    return numpy.array(
        [
            stats.kendalltau(*values[:, [i, j]].T, method="asymptotic", nan_policy="omit").pvalue
            for i, j in zip(a, b)
        ]
    )


def _compare(what: str, found: numpy.ndarray, expected: numpy.ndarray) -> None:
    wrong = numpy.flatnonzero(~(numpy.abs(found - expected) <= TOLERANCE * expected + 1e-300))
    if len(wrong):
        raise Wrong(f"{what} of row {wrong[0] + 2} is {found[wrong[0]]}, by SciPy {expected[wrong[0]]}")


def _expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Wrong(otherwise)
