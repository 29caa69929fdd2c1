"""The kinds of promise that the ingestion is judged by, each figured from the summaries of one run."""

from __future__ import annotations

from contest import Summary, Target


def ahead(peer: str, times: float) -> Target:
    return Target(f"at least {times:g} times as fast as {peer}", ("velibcorr", peer), ratio, times, at_least=True)


def within(floor: str, times: float) -> Target:
    return Target(f"at most {times:g} times as long as {floor}", (floor, "velibcorr"), ratio, times, at_least=False)


def slowed(base: str, other: str, times: float) -> Target:
    """Another shape of the same number of rows costs little more."""
    return Target(f"{other} at most {times:g} times as long as {base}", (base, other), ratio, times, at_least=False)


def small(contender: str, megabytes: float) -> Target:
    """The highest peak of all runs counts, not the median."""
    return Target(f"peak MB of {contender} at most {megabytes:g}", (contender,), peak, megabytes, at_least=False)


def ratio(first: Summary, second: Summary) -> float:
    return second.own / first.own


def peak(summary: Summary) -> float:
    return summary.peak / 1e6
