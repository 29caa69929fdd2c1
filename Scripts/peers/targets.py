"""The kinds of promise that velibcorr is judged by, each figured from the summaries of one run."""

from __future__ import annotations

from collections.abc import Callable

from contest import Summary, Target


def ahead(peer: str, times: float) -> Target:
    return Target(f"at least {times:g} times as fast as {peer}", ("velibcorr", peer), ratio, times, at_least=True)


def beside(ours: str, theirs: str, times: float) -> Target:
    return Target(f"{ours}: at least {times:g} times as fast as {theirs}", (ours, theirs), ratio, times, at_least=True)


def within(floor: str, times: float) -> Target:
    return Target(f"at most {times:g} times as long as {floor}", (floor, "velibcorr"), ratio, times, at_least=False)


def slowed(base: str, other: str, times: float) -> Target:
    """Another shape of the same number of rows costs little more."""
    return Target(f"{other} at most {times:g} times as long as {base}", (base, other), ratio, times, at_least=False)


def near(floor: str, percent: float, job: str) -> Target:
    """`floor` does as many operations as the job, and nothing else."""
    return Target(f"{job}: at least {percent:g} % of the rate of {floor}", (job, floor), share, percent, at_least=True)


def small(contender: str, megabytes: float) -> Target:
    """The highest peak of all runs counts, not the median."""
    return Target(f"peak MB of {contender} at most {megabytes:g}", (contender,), peak, megabytes, at_least=False)


def lasts(contender: str, seconds: float) -> Target:
    return Target(f"{contender}: at most {seconds:g} s", (contender,), time, seconds, at_least=False)


def time(summary: Summary) -> float:
    return summary.own


def ratio(first: Summary, second: Summary) -> float:
    return second.own / first.own


def writes(contender: str, cores: int, megabytes: float, size: Callable[[str], int]) -> Target:
    """Bytes, known once they are written, by a second and core."""

    def rate(summary: Summary) -> float:
        return size(contender) / summary.own / cores / 1e6

    return Target(f"MB/s a core of {contender} at least {megabytes:g}", (contender,), rate, megabytes, at_least=True)


def share(job: Summary, floor: Summary) -> float:
    return 100 * ratio(job, floor)


def peak(summary: Summary) -> float:
    return summary.peak / 1e6
