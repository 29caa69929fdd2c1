"""The strongest pairs of large networks: every r is computed, and few are kept."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import partial

import columns
from contest import Contender, Failure, Scenario, Target, Verdict
from harness import answer, tell
from made_networks import Inputs, Network, make
from matrix_contenders import (
    COMPARED,
    DGEMM,
    FROM_PROFILES,
    LINKED_DGEMM,
    corrcoef,
    dgemm,
    from_profiles,
    judge,
    linked_dgemm,
    taking_part,
    velibcorr,
    written,
)
from own_time import own_seconds
from targets import ahead, near, small
from workshop import JOBS, Workshop, described, library_versions

MANY = 20_000
TOP = 100_000
# Of all pairs, one in so many.
CORALS_TOP = 1000
CORALS = "corals"


def day(shop: Workshop) -> Iterator[Scenario]:
    yield from against_numpy(shop, Network(MANY, 24), [ahead("numpy", 5), small("velibcorr", 300)])


def week(shop: Workshop) -> Iterator[Scenario]:
    yield from against_numpy(shop, Network(MANY, 168), [ahead("numpy", 3), small("velibcorr", 300)])


def wide(shop: Workshop) -> Iterator[Scenario]:
    """A year of hours: from a log, as a profile file of so many rows takes minutes to read."""
    targets = [ahead("numpy", 1.1), near(LINKED_DGEMM, 90, FROM_PROFILES)]
    yield from against_numpy(shop, Network(5000, 8760, is_log=True), targets)


def against_numpy(shop: Workshop, network: Network, targets: Sequence[Target]) -> Iterator[Scenario]:
    """NumPy only computes r; that the right pairs are kept is judged from r computed again by NumPy."""
    inputs = make(shop, network)
    top = max(1, TOP // shop.shrink**2)
    whole = lister(shop, inputs, top)
    peers = [corrcoef(shop, inputs), dgemm(shop, inputs.network)]
    if network.is_log:
        peers = [from_profiles(whole), *peers, linked_dgemm(shop, inputs.network)]
    contenders = taking_part(shop, whole, *peers)
    yield scenario(shop, inputs, top, contenders, targets)
    discard(shop, inputs, contenders)


def corals(shop: Workshop) -> Iterator[Scenario]:
    """CorALS searches a ball tree for the neighbours of each station, and so may overlook pairs."""
    inputs = make(shop, Network(MANY, 50))
    top = max(1, inputs.network.pairs // CORALS_TOP)
    peers = [*corals_job(shop, inputs, top), dgemm(shop, inputs.network)]
    contenders = taking_part(shop, lister(shop, inputs, top), *peers)
    yield scenario(shop, inputs, top, contenders, [ahead(CORALS, 10)])
    discard(shop, inputs, contenders)


def scenario(
    shop: Workshop, inputs: Inputs, top: int, contenders: Sequence[Contender], targets: Sequence[Target]
) -> Scenario:
    return Scenario(
        title=f"The {top:,} strongest pairs of {inputs.network}",
        facts=[
            inputs.fact,
            COMPARED,
            f"{DGEMM}: what OpenBLAS takes for as many operations, each pair once, at its rate with large squares",
        ],
        contenders=contenders,
        check=partial(check, shop, inputs, top, contenders),
        columns=columns.with_products(inputs.network.operations, DGEMM),
        targets=targets,
    )


def check(shop: Workshop, inputs: Inputs, top: int, contenders: Sequence[Contender]) -> dict[str, Verdict]:
    first, *_ = contenders
    listed = written(first)
    verdicts = {first.name: judge(shop, "pairs", inputs.means, listed, str(top))}
    approximate = [each for each in contenders if each.name == CORALS]
    return verdicts | {each.name: judge(shop, "found", inputs.means, written(each), listed) for each in approximate}


def lister(shop: Workshop, inputs: Inputs, top: int) -> Contender:
    output = inputs.output("pairs.csv")
    return velibcorr(shop, inputs, output, "--no-matrix", "--pairs", str(output), "--top", str(top))


def corals_job(shop: Workshop, inputs: Inputs, top: int) -> list[Contender]:
    """In an environment of its own; none where that cannot be made."""
    try:
        python = answer([str(JOBS.parent / "python-env"), "corals"])
    except Failure as failure:
        tell(f"CorALS is left out: {failure}")
        return []
    versions = library_versions(python, ["corals", "numpy", "scikit-learn"])
    output = inputs.output("corals.npz")
    jobs = len(os.sched_getaffinity(0))
    command = [python, str(JOBS / "corals_matrix.py"), str(inputs.means), str(output), str(top), str(jobs)]
    return [Contender(CORALS, described(versions, "corals", "scikit-learn", "numpy"), command, output, own_seconds)]


def discard(shop: Workshop, inputs: Inputs, contenders: Sequence[Contender]) -> None:
    shop.discard(inputs.source, inputs.means, *(each.output for each in contenders if each.output))
