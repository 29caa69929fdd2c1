"""The columns that the tables of the scenarios are made of."""

from __future__ import annotations

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


CORRELATION = (*WHOLE, *COSTS, TIMES, DIFFERENCE)
INGESTION = (*WHOLE, own("job s"), *COSTS, SPEED, TIMES, DIFFERENCE)
DECOMPRESSION = (*WHOLE, *COSTS, SPEED, TIMES, DIFFERENCE)
SIZE = (*WHOLE, *COSTS, SPEED)
SHAPE = (*WHOLE, own("read s"), *COSTS, SPEED, TIMES)
