"""Correlations as they are: whole numbers, and the decimals nearest to them."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

Profile = dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Ratio:
    """product / sqrt(square)"""

    product: int
    square: int

    def decimal(self, decimals: int) -> str:
        """The nearest number of so many decimals, the even one of two."""
        scaled = 4 * self.product**2 * 10 ** (2 * decimals)
        # Twice the magnitude, rounded down: a half and its square are whole then.
        twice = math.isqrt(scaled // self.square)
        whole, is_half = divmod(twice, 2)
        if is_half and (scaled > twice**2 * self.square or whole % 2):
            whole += 1
        sign = "-" if self.product < 0 and whole else ""
        return f"{sign}{whole // 10**decimals}.{whole % 10**decimals:0{decimals}d}"


def read_profiles(path: Path) -> dict[str, Profile]:
    """By station and bin: the number of records, and the sum of their shares in units of 2^-60."""
    stations: dict[str, Profile] = {}
    with path.open(newline="") as lines:
        for row in csv.DictReader(lines):
            records, total = int(row["records"]), int(row["sum_high"]) << 47 | int(row["sum_low"])
            # Of some bins all records are closed.
            if records:
                stations.setdefault(row["station"], {})[row["bin"]] = (records, total)
    return stations


def pearson(a: Profile, b: Profile) -> Ratio:
    """Of the means over common bins, over common denominators."""
    common = [name for name in a if name in b]
    x, y = whole_means([a[name] for name in common]), whole_means([b[name] for name in common])
    return Ratio(moment(x, y), moment(x, x) * moment(y, y))


def whole_means(tallies: list[tuple[int, int]]) -> list[int]:
    unit = math.lcm(*(records for records, _ in tallies))
    return [total * (unit // records) for records, total in tallies]


def moment(x: list[int], y: list[int]) -> int:
    return len(x) * sum(p * q for p, q in zip(x, y)) - sum(x) * sum(y)


def spearman(a: Profile, b: Profile) -> Ratio:
    """Of average ranks, doubled."""
    x, y = common_means(a, b)
    return ratio_of(ranks(x), ranks(y))


def ratio_of(x: list[int], y: list[int]) -> Ratio:
    return Ratio(moment(x, y), moment(x, x) * moment(y, y))


def common_means(a: Profile, b: Profile) -> tuple[list[float], list[float]]:
    """The doubles nearest to the means."""
    common = [name for name in a if name in b]
    return tuple([p[name][1] / (p[name][0] << 60) for name in common] for p in (a, b))


def ranks(values: list[float]) -> list[int]:
    order = sorted(range(len(values)), key=values.__getitem__)
    found = [0] * len(values)
    place = 0
    for _, group in groupby(order, key=values.__getitem__):
        some = list(group)
        for i in some:
            found[i] = 2 * place + len(some) + 1
        place += len(some)
    return found


def kendall(a: Profile, b: Profile) -> Ratio:
    """tau-b: of the signs of all pairs of bins."""
    x, y = (signs(values) for values in common_means(a, b))
    return Ratio(sum(p * q for p, q in zip(x, y)), sum(map(abs, x)) * sum(map(abs, y)))


def signs(values: list[float]) -> list[int]:
    return [(p > q) - (p < q) for i, p in enumerate(values) for q in values[:i]]


METHODS = {"pearson": pearson, "spearman": spearman, "kendall": kendall}
