"""Inverses by NumPy, as the courses make them: numpy_inverse.py looped|stacked|multiprocessing|ipyparallel COUNT ORDER OUTPUT."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Sequence

import numpy as np
from bench_timing import EPSILON, Finding, contest

CORES = len(os.sched_getaffinity(0))


def main() -> None:
    method, count, order, target = sys.argv[1:]
    matrices = np.random.default_rng(1).random((int(count), int(order), int(order)))

    def verify(inverses: Sequence[np.ndarray] | np.ndarray) -> Finding:
        """||A X - I|| / (n eps ||A|| ||X||), which LAPACK's tests want to be at most 30."""
        found = np.asarray(inverses)
        difference = matrices @ found - np.eye(int(order))
        ratio = norm(difference) / (int(order) * EPSILON * norm(matrices) * norm(found))
        return "||A X - I|| / (n eps cond A)", float(ratio.max()), 30

    if method == "looped":
        contest(lambda: [np.linalg.inv(matrix) for matrix in matrices], verify, target)
    elif method == "stacked":
        contest(lambda: np.linalg.inv(matrices), verify, target)
    elif method == "multiprocessing":
        with multiprocessing.Pool(CORES) as pool:
            contest(lambda: pool.map(np.linalg.inv, matrices), verify, target)
    else:
        import ipyparallel

        with ipyparallel.Cluster(n=CORES, log_level=40) as engines:
            view = engines.direct_view()
            contest(lambda: view.map_sync(np.linalg.inv, list(matrices)), verify, target)


def norm(matrices: np.ndarray) -> np.ndarray:
    """The greatest sum of magnitudes of a column, of each."""
    return np.abs(matrices).sum(axis=-2).max(axis=-1)


if __name__ == "__main__":
    main()
