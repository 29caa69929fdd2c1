"""numpy.dot of two random square matrices: numpy_product.py ORDER OUTPUT."""

from __future__ import annotations

import sys

import numpy as np
from bench_timing import EPSILON, Finding, contest


def main() -> None:
    order, target = int(sys.argv[1]), sys.argv[2]
    random = np.random.default_rng(1)
    a, b = (random.random((order, order)) for _ in range(2))

    def verify(c: np.ndarray) -> Finding:
        """C x beside A (B x) for a random x, row by row."""
        x = random.random(order)
        expected = a @ (b @ x)
        return "|C x - A (B x)| / (n eps A (B x))", float((np.abs(c @ x - expected) / (order * EPSILON * expected)).max()), 4

    contest(lambda: np.dot(a, b), verify, target)


if __name__ == "__main__":
    main()
