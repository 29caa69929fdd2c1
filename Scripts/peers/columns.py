"""The columns that the tables of the scenarios are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from contest import Column, Line


def mark(line: Line) -> str:
    if line.verdict is None:
        return "-"
    return line.verdict.text if line.verdict.right else "**differs**"


WHOLE = (
    Column("contender", lambda line: line.contender.name),
    Column("version", lambda line: line.contender.version),
    Column("median s", lambda line: f"{line.summary.median:.3f}"),
    Column("min s", lambda line: f"{line.summary.fastest:.3f}"),
    Column("max s", lambda line: f"{line.summary.slowest:.3f}"),
)
COSTS = (
    Column("CPU s", lambda line: f"{line.summary.cpu:.3f}"),
    Column("peak MB", lambda line: f"{line.summary.peak / 1e6:.0f}"),
)
DIFFERENCE = Column("largest difference", mark)
SPEED = Column("M rows/s", lambda line: f"{line.contender.rows / line.summary.own / 1e6:.1f}")
TIMES = Column("times {}", lambda line: f"{line.summary.own / line.base.own:.2f}")


def own(heading: str) -> Column:
    """The part of the time that is compared, under the name that fits the scenario."""
    return Column(heading, lambda line: f"{line.summary.own:.3f}")


def brief(seconds: float) -> str:
    """Four digits, with a unit."""
    unit, scale = next(((unit, scale) for unit, scale in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)) if seconds >= scale), ("ns", 1e-9))
    return f"{seconds / scale:.4g} {unit}"


def benchmarks(times: Callable[[Line], str]) -> tuple[Column, ...]:
    """Of workloads that take from microseconds to seconds, each verified by whom it was done."""
    return (
        *WHOLE[:2],
        Column("time", lambda line: brief(line.summary.own)),
        COSTS[1],
        Column("times {}", times),
        Column("result", mark),
    )


BENCHMARKS = benchmarks(TIMES.cell)
CORRELATION = (*WHOLE, *COSTS, TIMES, DIFFERENCE)
INGESTION = (*WHOLE, own("job s"), *COSTS, SPEED, TIMES, DIFFERENCE)
DECOMPRESSION = (*WHOLE, *COSTS, SPEED, TIMES, DIFFERENCE)
SIZE = (*WHOLE, *COSTS, SPEED)
SHAPE = (*WHOLE, own("read s"), *COSTS, SPEED, TIMES)
MATRIX = (*WHOLE, own("job s"), *COSTS, TIMES, DIFFERENCE)


def with_products(operations: float, floor: str) -> tuple[Column, ...]:
    """Of a job of so many floating-point operations; `floor` does as many, and nothing else."""

    def rate(line: Line) -> str:
        return f"{operations / line.summary.own / 1e9:.1f}"

    def share(line: Line) -> str:
        best = line.summaries.get(floor)
        return f"{100 * best.own / line.summary.own:.0f}" if best else "-"

    return (*MATRIX[:-2], Column("GF/s", rate), Column(f"% of {floor}", share), *MATRIX[-2:])


def with_writing(size: Callable[[str], int], cores: Mapping[str, int]) -> tuple[Column, ...]:
    """How fast each contender, by name, has written a file of a size that is known then, by so many cores."""

    def rate(line: Line) -> str:
        return f"{size(line.contender.name) / line.summary.own / 1e6:.0f}"

    def rate_a_core(line: Line) -> str:
        name = line.contender.name
        return f"{size(name) / line.summary.own / cores[name] / 1e6:.0f}"

    return (*MATRIX[:-2], Column("MB/s", rate), Column("MB/s a core", rate_a_core), *MATRIX[-2:])
