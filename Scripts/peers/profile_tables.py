"""Compares tables of hourly means written as CSV: station, bin, records, mean."""

from __future__ import annotations

import csv
from itertools import zip_longest
from pathlib import Path

from contest import Verdict
from matrices import TOLERANCE, Difference, cell_distance

FIELDS = ("station", "bin", "records", "mean")


def compare(reference: Path, other: Path) -> Verdict:
    """Whether `other` has the same stations and bins in the same order, the same counts and the same means.

    velibcorr has more fields, and rows of bins of closed records alone; it writes the hours with two digits.
    Both are read a row at a time, which keeps this process small (see harness.execute).
    """
    largest = 0.0
    try:
        with reference.open(newline="") as left, other.open(newline="") as right:
            rows = zip_longest(*(filter(lambda row: row[2] != "0", csv.reader(lines)) for lines in (left, right)))
            for line, (expected, found) in enumerate(rows, start=1):
                if expected is None or found is None:
                    raise Difference(f"line {line}: {'one row too many' if expected is None else 'the row is missing'}")
                largest = max(largest, distance(expected[:4], found[:4], line))
    except Difference as difference:
        return Verdict(False, str(difference))
    return Verdict(True, f"{largest:.1e}")


def distance(expected: list[str], found: list[str], line: int) -> float:
    """How far the means of two rows are apart; the header's row has none."""
    if line == 1:
        if [expected, found] != [list(FIELDS)] * 2:
            raise Difference(f"line 1: expected {expected}, found {found}")
        return 0.0
    if [int(field) for field in expected[:3]] != [int(field) for field in found[:3]]:
        raise Difference(f"line {line}: expected {expected}, found {found}")
    result = cell_distance(expected[3], found[3])
    if not result < TOLERANCE:
        raise Difference(f"line {line}: expected {expected}, found {found}")
    return result
