"""The primes among Fibonacci numbers, as map over a pool of processes: primes_map.py gmpy2|sympy COUNT OUTPUT."""

from __future__ import annotations

import multiprocessing
import os
import sys

from bench_timing import Finding, contest

# OEIS A001605.
INDICES = [3, 4, 5, 7, 11, 13, 17, 23, 29, 43, 47, 83, 131, 137, 359, 431, 433, 449, 509, 569, 571, 2971, 4723, 5387]
CHUNK = 10


def by_gmpy2(index: int) -> bool:
    import gmpy2

    return gmpy2.is_prime(gmpy2.fib(index))


def by_sympy(index: int) -> bool:
    import sympy

    return sympy.isprime(sympy.fibonacci(index))


def main() -> None:
    library, count, target = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    test = {"gmpy2": by_gmpy2, "sympy": by_sympy}[library]

    def verify(primes: list[bool]) -> Finding:
        found = {index for index, is_prime in enumerate(primes, start=1) if is_prime}
        wrong = found ^ {index for index in INDICES if index <= count}
        return "indices that differ from OEIS A001605", len(wrong), 0

    with multiprocessing.Pool(len(os.sched_getaffinity(0))) as pool:
        contest(lambda: pool.map(test, range(1, count + 1), chunksize=CHUNK), verify, target)


if __name__ == "__main__":
    main()
