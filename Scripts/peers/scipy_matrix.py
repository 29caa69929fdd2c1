"""Kendall's tau-b in SciPy, of the pairs of so many of the stations: scipy_matrix.py MEANS OUTPUT STATIONS."""

from __future__ import annotations

import sys

import numpy as np
from own_time import timed
from sampling import sample
from scipy.stats import kendalltau


def main() -> None:
    source, target, stations = sys.argv[1:]
    table = np.load(source)
    table = table[sample(len(table), int(stations))]
    r = np.eye(len(table))
    with timed():
        for a in range(len(table)):
            for b in range(a):
                r[a, b] = r[b, a] = kendalltau(table[a], table[b]).statistic
    np.save(target, r)


if __name__ == "__main__":
    main()
