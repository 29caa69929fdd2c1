"""The courses' workloads: velibcorr bench beside the courses' own ways, on the same cores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import columns
from bench_contenders import CORES, Bench, Row
from contest import Contender, Line, Scenario, Target
from targets import ahead, beside
from workshop import Workshop

COMPARED = (
    "time: the median of a contender's own trials in one process, after a warm-up, and the median of that over the "
    "rounds; starting, imports, compiling and starting pools, engines and ranks apart"
)
VERIFIED = "result: the worst that the contender's own verification finds, and what is allowed"
THREADS = Row("threads", 1, CORES) if CORES > 1 else Row()
QUICK = "--time-limit 1"
# An inverse of 4,000 rows takes a second.
FEW = "--trials 3 --time-limit 10"
ORDERS = range(3, 17)


def inverse_small(shop: Workshop) -> Iterator[Scenario]:
    """Many of 5 x 5: on one core, then on all."""
    bench, count = Bench(shop), max(100, 100_000 // shop.shrink)
    ours = f"inverse --count {count} --order 5 {QUICK} --threads"
    yield scenario(
        bench,
        f"{count:,} inverses of 5 x 5 on one core",
        [
            bench.velibcorr(f"{ours} 1", Row()),
            bench.peer("NumPy stacked", ["numpy"], "numpy_inverse.py", "stacked", count, 5, one_core=True),
            bench.peer("NumPy looped", ["numpy"], "numpy_inverse.py", "looped", count, 5, one_core=True),
        ],
        [ahead("NumPy stacked", 10), ahead("NumPy looped", 50)],
    )
    yield scenario(
        bench,
        f"{count:,} inverses of 5 x 5 on {CORES} cores",
        [
            bench.velibcorr(f"{ours} {CORES}", THREADS),
            bench.peer("multiprocessing map", ["numpy"], "numpy_inverse.py", "multiprocessing", count, 5, one_core=True),
            bench.peer("ipyparallel map", ["ipyparallel", "numpy"], "numpy_inverse.py", "ipyparallel", count, 5, one_core=True),
        ],
    )


def inverse_orders(shop: Workshop) -> Iterator[Scenario]:
    bench, count = Bench(shop), max(100, 10_000 // shop.shrink)
    contenders, targets = [], []
    for n in ORDERS:
        ours, theirs = f"velibcorr, {n} x {n}", f"NumPy stacked, {n} x {n}"
        contenders += [
            bench.velibcorr(f"inverse --count {count} --order {n} --threads 1 --time-limit 0.5", Row(), name=ours),
            bench.peer(theirs, ["numpy"], "numpy_inverse.py", "stacked", count, n, one_core=True),
        ]
        targets.append(beside(ours, theirs, 5))

    def times(line: Line) -> str:
        ours = line.summaries.get(line.contender.name.replace("NumPy stacked", "velibcorr"))
        return f"{line.summary.own / ours.own:.2f}" if ours else "-"

    yield scenario(
        bench, f"{count:,} inverses of each order on one core", contenders, targets, columns.benchmarks(times)
    )


def inverse_large(shop: Workshop) -> Iterator[Scenario]:
    """One matrix: by threads beside NumPy, and over ranks beside one alone."""
    bench, order = Bench(shop), max(100, 4_000 // shop.shrink)
    ours = f"inverse --count 1 --order {order} {FEW}"
    yield scenario(
        bench,
        f"One inverse of order {order:,} on {CORES} cores",
        [
            bench.velibcorr(f"{ours} --threads {CORES}", THREADS),
            bench.peer("NumPy", ["numpy"], "numpy_inverse.py", "stacked", 1, order),
        ],
        [ahead("NumPy", 1.3)],
    )
    alone = "1 rank x 1 thread, LAPACK"
    yield scenario(
        bench,
        f"One inverse of order {order:,} over ranks",
        [
            bench.velibcorr(f"{ours} --ranks 2 --threads 1", Row("static", 2, 1)),
            bench.velibcorr(f"{ours} --threads 1", Row(), name=alone),
        ],
        [ahead(alone, 1.3)],
    )


def average(shop: Workshop) -> Iterator[Scenario]:
    bench, matrices = Bench(shop), max(100, 100_000 // shop.shrink)
    ours = f"average --matrices {matrices} {QUICK} --threads"
    sizes = (10, matrices, 10)
    yield scenario(
        bench,
        f"10 means of {matrices:,} random matrices of 10 x 10 on one core",
        [
            bench.velibcorr(f"{ours} 1", Row()),
            bench.peer("NumPy", ["numpy"], "numpy_average.py", "serial", *sizes, one_core=True),
        ],
        [ahead("NumPy", 5)],
    )
    yield scenario(
        bench,
        f"10 means of {matrices:,} random matrices of 10 x 10 on {CORES} cores",
        [
            bench.velibcorr(f"{ours} {CORES}", THREADS),
            bench.peer("multiprocessing map", ["numpy"], "numpy_average.py", "multiprocessing", *sizes, one_core=True),
        ],
        [ahead("multiprocessing map", 5)],
    )


def integrate(shop: Workshop) -> Iterator[Scenario]:
    bench, points = Bench(shop), max(100, 10_000 // shop.shrink)
    yield scenario(
        bench,
        f"The integral of sin(x + y) by {points:,} x {points:,} points on {CORES} cores",
        [
            bench.velibcorr(f"integrate --points {points} {QUICK} --threads {CORES}", THREADS),
            bench.peer("numba parallel", ["numba", "llvmlite", "numpy"], "numba_integral.py", points),
        ],
        [ahead("numba parallel", 4)],
    )


def matmul(shop: Workshop) -> Iterator[Scenario]:
    bench, order = Bench(shop), max(100, 3_000 // shop.shrink)
    yield scenario(
        bench,
        f"The product of two matrices of order {order:,} on {CORES} cores",
        [
            bench.velibcorr(f"matmul --order {order} --time-limit 4 --threads {CORES}", THREADS),
            bench.peer("numpy.dot", ["numpy"], "numpy_product.py", order),
        ],
        [ahead("numpy.dot", 1)],
    )


def primes(shop: Workshop) -> Iterator[Scenario]:
    bench, count = Bench(shop), max(100, 5_000 // shop.shrink)
    ours = f"primes --count {count} --time-limit 4 --threads 1"
    yield scenario(
        bench,
        f"The primes among the first {count:,} Fibonacci numbers, 2 ranks",
        [
            bench.velibcorr(f"{ours} --ranks 2 --schedule dynamic", Row("dynamic", 2, 1)),
            bench.velibcorr(f"{ours} --ranks 2 --schedule static", Row("static", 2, 1), name="static"),
            bench.velibcorr(ours, Row(), name="serial"),
            bench.peer("gmpy2, multiprocessing", ["gmpy2"], "primes_map.py", "gmpy2", count),
            bench.peer("sympy, multiprocessing", ["sympy"], "primes_map.py", "sympy", count),
        ],
        [ahead("serial", 1.9), ahead("static", 1.2)],
    )


def ring(shop: Workshop) -> Iterator[Scenario]:
    bench = Bench(shop)
    for size, rounds in ((8, 1000), (4 << 20, 10)):
        row = Row("static", 2, 1, problem="ring,", per_item=True)
        yield scenario(
            bench,
            f"A message of {size:,} bytes from one rank to the next, 2 ranks",
            [
                bench.velibcorr(f"ring --bytes {size} {QUICK}", row),
                *bench.mpi4py("mpi4py Send", 2, "arrays", size, rounds),
                *bench.mpi4py("mpi4py send", 2, "objects", size, rounds),
            ],
        )


BENCHMARKS: dict[str, Callable[[Workshop], Iterator[Scenario]]] = {
    "inverse-small": inverse_small,
    "inverse-orders": inverse_orders,
    "inverse-large": inverse_large,
    "average": average,
    "integrate": integrate,
    "matmul": matmul,
    "primes": primes,
    "ring": ring,
}


def everything(shop: Workshop) -> Iterator[Scenario]:
    for variant in BENCHMARKS.values():
        yield from variant(shop)


def scenario(
    bench: Bench,
    title: str,
    contenders: Sequence[Contender],
    targets: Sequence[Target] = (),
    table: Sequence[columns.Column] = columns.BENCHMARKS,
) -> Scenario:
    return Scenario(
        title=title,
        facts=[COMPARED, VERIFIED],
        contenders=contenders,
        check=partial(bench.check, contenders),
        columns=table,
        targets=targets,
    )
