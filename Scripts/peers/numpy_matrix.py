"""Pearson's r in NumPy, and the rate of its matrix products: numpy_matrix.py corrcoef MEANS | dgemm SIZE."""

from __future__ import annotations

import sys
import time

import numpy as np
from own_time import tell_own, timed

REPETITIONS = 3


def corrcoef(means: str) -> None:
    table = np.load(means)
    with timed():
        np.corrcoef(table)


def dgemm(size: str) -> None:
    """The best of a few products of two square matrices, after one that starts the threads."""
    random = np.random.default_rng(1)
    a, b = (random.random((int(size), int(size))) for _ in range(2))
    product = a @ b
    seconds = []
    for _ in range(REPETITIONS):
        start = time.perf_counter()
        np.matmul(a, b, out=product)
        seconds.append(time.perf_counter() - start)
    tell_own(min(seconds))


if __name__ == "__main__":
    job, argument = sys.argv[1:]
    {"corrcoef": corrcoef, "dgemm": dgemm}[job](argument)
