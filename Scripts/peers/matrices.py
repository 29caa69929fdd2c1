"""Compares correlation matrices written as CSV, cell by cell."""

from __future__ import annotations

import csv
import math
from itertools import zip_longest
from pathlib import Path

from contest import Verdict

TOLERANCE = 1e-12


class Difference(Exception):
    """Where two matrices first differ."""


def compare(reference: Path, other: Path) -> Verdict:
    """Whether `other` has the same stations in the same order, the same empty cells and the same r.

    Both are read a row at a time, which keeps this process small (see harness.execute).
    """
    largest = 0.0
    try:
        with reference.open(newline="") as left, other.open(newline="") as right:
            rows = zip_longest(csv.reader(left), csv.reader(right))
            header, found = next(rows, ([], []))
            compare_headers(header or [], found or [])
            for line, (expected, row) in enumerate(rows, start=2):
                if expected is None or row is None:
                    raise Difference(f"line {line}: {'one row too many' if expected is None else 'the row is missing'}")
                largest = max(largest, compare_rows(header, expected, row, line))
    except Difference as difference:
        return Verdict(False, str(difference))
    return Verdict(True, f"{largest:.1e}")


def compare_headers(expected: list[str], found: list[str]) -> None:
    for column, (one, other) in enumerate(zip_longest(expected, found), start=1):
        if one != other:
            raise Difference(f"header, column {column}: expected {one!r}, found {other!r}")


def compare_rows(header: list[str], expected: list[str], row: list[str], line: int) -> float:
    """The largest difference in a row."""
    if row[:1] != expected[:1]:
        raise Difference(f"line {line}: expected station {expected[:1]}, found {row[:1]}")
    if len(row) != len(expected):
        raise Difference(f"line {line}: expected {len(expected)} fields, found {len(row)}")
    largest = 0.0
    for column in range(1, len(row)):
        if row[column] == expected[column] == "":
            continue
        distance = cell_distance(expected[column], row[column])
        if not distance < TOLERANCE:
            raise Difference(
                f"line {line}, column {column + 1} (stations {row[0]} and {header[column]}): "
                f"expected {expected[column]!r}, found {row[column]!r}"
            )
        largest = max(largest, distance)
    return largest


def cell_distance(one: str, other: str) -> float:
    """|difference| of two cells that are not both empty; NaN, which no tolerance admits, unless both are numbers."""
    try:
        return abs(float(one) - float(other))
    except ValueError:
        return math.nan
