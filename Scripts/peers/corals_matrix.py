"""The strongest pairs by CorALS: corals_matrix.py MEANS OUTPUT PAIRS JOBS."""

from __future__ import annotations

import sys

# The threads of BLAS are set before NumPy is imported: the jobs are processes.
from corals.threads import set_threads_for_external_libraries

set_threads_for_external_libraries(n_threads=1)

import numpy as np  # noqa: E402
from corals.correlation.topk.default import cor_topk  # noqa: E402
from own_time import timed  # noqa: E402


def main() -> None:
    source, target, pairs, jobs = sys.argv[1:]
    # A station is a column here. Each pair is found in both orders, and each station with itself.
    table = np.load(source).T
    entries = 2 * int(pairs) + table.shape[1]
    # Starts the processes, which belongs to the imports.
    cor_topk(table[:, :100], k=100, correlation_type="pearson", n_jobs=int(jobs))
    with timed():
        r, (a, b) = cor_topk(table, k=entries, correlation_type="pearson", n_jobs=int(jobs))
    np.savez(target, r=r, a=a, b=b)


if __name__ == "__main__":
    main()
