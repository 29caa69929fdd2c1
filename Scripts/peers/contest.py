"""The words of a comparison: who takes part in what, what was measured, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


class Failure(Exception):
    """Ends the comparison with a message for the user."""


@dataclass(frozen=True)
class Contender:
    """One program in the comparison. A floor does less than the job and is not checked.

    `own_seconds` finds, in what the program says, the part of its time that is compared; without it
    that is the whole process. `rows` is what it reads, where its speed is told.
    """

    name: str
    version: str
    command: Sequence[str]
    output: Path | None = None
    own_seconds: Callable[[str], float] | None = None
    rows: int = 0


@dataclass(frozen=True)
class Verdict:
    """Whether a contender's result is right: `text` is the residual, or the place of the difference."""

    right: bool
    text: str


@dataclass(frozen=True)
class Run:
    """What one process took: seconds of wall and CPU time, bytes at its peak, and its own seconds."""

    wall: float
    cpu: float
    peak: int
    own: float


@dataclass(frozen=True)
class Summary:
    """The runs of one contender."""

    median: float
    fastest: float
    slowest: float
    cpu: float
    peak: int
    own: float


@dataclass(frozen=True)
class Line:
    """What a table's cell may tell of."""

    contender: Contender
    summary: Summary
    base: Summary
    verdict: Verdict | None
    summaries: Mapping[str, Summary]


@dataclass(frozen=True)
class Column:
    """One column of a table; `{}` in its heading stands for the first contender's name."""

    heading: str
    cell: Callable[[Line], str]


@dataclass(frozen=True)
class Target:
    """A promise about the figure that `figure` makes of the summaries of the contenders `of`."""

    text: str
    of: tuple[str, ...]
    figure: Callable[..., float]
    limit: float
    at_least: bool

    def met(self, value: float) -> bool:
        return value >= self.limit if self.at_least else value <= self.limit


@dataclass(frozen=True)
class Scenario:
    """A job, who does it, how their results are judged once all have run, and what is told of it.

    The first contender is the one that the others are compared with. `runs`, where it is given, is the
    most that are measured, whatever was asked for; a single one goes without a warm-up.
    """

    title: str
    facts: Sequence[str]
    contenders: Sequence[Contender]
    check: Callable[[], dict[str, Verdict]]
    columns: Sequence[Column]
    targets: Sequence[Target] = ()
    runs: int | None = None
