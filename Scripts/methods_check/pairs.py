"""Holds velibcorr's listed pairs against its matrix, and their p and q against SciPy's."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import numpy
import pandas
from scipy import stats

from hours import TOLERANCE as HOURS_TOLERANCE
from hours import correlation_p, effective_hours, independent_p, kendall_p

# Of p and q, relative: they are written with six digits.
TOLERANCE = 6e-6
# SciPy takes a third of a millisecond for Kendall's p of a pair, and a second for Spearman's exact one.
_KENDALL_STATIONS = 20
_SPEARMAN_STATIONS = 5


class Wrong(Exception):
    """What is wrong with a list of pairs."""


def check_listed(
    table: pandas.DataFrame, matrix: numpy.ndarray, method: str, kind: str, listed: Path, independent: bool
) -> int:
    """All pairs of a network, their hours taken for independent or not; returns how many they are."""
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
    effective = numpy.array([float(row["hours_eff"]) for row in rows])
    if independent:
        _expect(numpy.array_equal(effective, hours), "hours_eff is not hours")
        if method == "spearman" and hours.min() <= 9 and len(matrix) > _SPEARMAN_STATIONS:
            return len(rows)
        expected = independent_p(table, method, a, b, rounded, hours)
    else:
        due = effective_hours(table, kind, method, a, b)
        wrong = numpy.flatnonzero(~(numpy.abs(effective - due) <= HOURS_TOLERANCE * due))
        _expect(len(wrong) == 0, f"hours_eff is {effective[wrong[:1]]}, by its definition {due[wrong[:1]]}")
        expected = kendall_p(table, a, b, effective) if method == "kendall" else correlation_p(rounded, effective)
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


def _compare(what: str, found: numpy.ndarray, expected: numpy.ndarray) -> None:
    wrong = numpy.flatnonzero(~(numpy.abs(found - expected) <= TOLERANCE * expected + 1e-300))
    if len(wrong):
        raise Wrong(f"{what} of row {wrong[0] + 2} is {found[wrong[0]]}, by SciPy {expected[wrong[0]]}")


def _expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Wrong(otherwise)
