"""Means of random matrices by NumPy: numpy_average.py serial|multiprocessing TASKS MATRICES ORDER OUTPUT."""

from __future__ import annotations

import multiprocessing
import os
import sys

import numpy as np
from bench_timing import Finding, contest


def mean(task: int, matrices: int, order: int) -> np.ndarray:
    return np.random.default_rng(task).random((matrices, order, order)).mean(axis=0)


def main() -> None:
    method, *sizes, target = sys.argv[1:]
    tasks, matrices, order = map(int, sizes)
    work = [(task, matrices, order) for task in range(tasks)]

    def verify(means: list[np.ndarray]) -> Finding:
        """The variance of a number is 1/12."""
        error = np.abs(np.asarray(means) - 0.5).max() * (12 * matrices) ** 0.5
        return "standard errors from 1/2", float(error), 7

    if method == "serial":
        contest(lambda: [mean(*task) for task in work], verify, target)
    else:
        with multiprocessing.Pool(len(os.sched_getaffinity(0))) as pool:
            contest(lambda: pool.starmap(mean, work, chunksize=1), verify, target)


if __name__ == "__main__":
    main()
