"""The double integral of sin(x + y) over [0, pi]^2 by numba, all cores: numba_integral.py POINTS OUTPUT."""

from __future__ import annotations

import math
import sys

import numba
from bench_timing import contest


@numba.njit(parallel=True, fastmath=True)
def integral(n: int) -> float:
    step = math.pi / n
    total = 0.0
    for i in numba.prange(n):
        y = (i + 0.5) * step
        for j in range(n):
            total += math.sin((j + 0.5) * step + y)
    return total * step * step


def main() -> None:
    points, target = sys.argv[1:]
    contest(lambda: integral(int(points)), lambda value: ("error of the integral", abs(value), 1e-9), target)


if __name__ == "__main__":
    main()
