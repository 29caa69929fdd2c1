"""Whole matrices by method, beside pandas and SciPy: missing bins, ranks, and Kendall's tau-b."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import columns
from contest import Contender, Scenario, Target, Verdict
from made_networks import Inputs, Network, make
from matrix_contenders import COMPARED, job, judge, taking_part, velibcorr
from own_time import own_seconds
from targets import ahead
from workshop import STATIONS, Workshop

NAMES = {"pearson": "Pearson's r", "spearman": "Spearman's rho", "kendall": "Kendall's tau-b"}
# pandas ranks the common bins of each pair anew: nearly half a minute a run.
SPEARMAN_RUNS = 2
# SciPy's function takes one pair, and some half of a millisecond: for all pairs of a network, minutes.
SCIPY_STATIONS = 100


def missing(shop: Workshop) -> Iterator[Scenario]:
    inputs = make(shop, Network(1500, 168, missing=0.05))
    for method, times, runs in (("pearson", 10, None), ("spearman", 50, SPEARMAN_RUNS)):
        contenders = taking_part(shop, velibcorr_all(shop, inputs, method), pandas(shop, inputs, method))
        facts = [inputs.fact, COMPARED, *([f"At most {runs} measured runs"] if runs else [])]
        yield scenario(shop, inputs, method, facts, contenders, [ahead("pandas", times)], runs)
        shop.discard(*outputs(contenders))
    shop.discard(inputs.source, inputs.means)


def kendall(shop: Workshop) -> Iterator[Scenario]:
    """pandas 3 has a function of its own for all pairs; SciPy's takes one pair."""
    inputs = make(shop, Network(STATIONS, 24))
    sampled = Network(min(SCIPY_STATIONS, inputs.network.stations), 24)
    times = inputs.network.pairs / sampled.pairs
    peers = [pandas(shop, inputs, "kendall"), scipy(shop, inputs, sampled.stations, times)]
    contenders = taking_part(shop, velibcorr_all(shop, inputs, "kendall"), *peers)
    facts = [
        inputs.fact,
        COMPARED,
        f"scipy is extrapolated: it does the {sampled.pairs:,} pairs of {sampled.stations} stations, and its job s is "
        f"{times:.1f} times what they take; its other columns are of these pairs alone",
    ]
    yield scenario(shop, inputs, "kendall", facts, contenders, [ahead("pandas", 20), ahead("scipy", 20)])
    shop.discard(inputs.source, inputs.means, *outputs(contenders))


def scenario(
    shop: Workshop,
    inputs: Inputs,
    method: str,
    facts: Sequence[str],
    contenders: Sequence[Contender],
    targets: Sequence[Target],
    runs: int | None = None,
) -> Scenario:
    return Scenario(
        title=f"{NAMES[method]} of all pairs of {inputs.network}",
        facts=facts,
        contenders=contenders,
        check=partial(check, shop, contenders),
        columns=columns.MATRIX,
        targets=targets,
        runs=runs,
    )


def check(shop: Workshop, contenders: Sequence[Contender]) -> dict[str, Verdict]:
    """Every matrix against the first, whose own difference is zero."""
    first, *_ = outputs(contenders)
    return {each.name: judge(shop, "arrays", first, each.output) for each in contenders if each.output}


def velibcorr_all(shop: Workshop, inputs: Inputs, method: str) -> Contender:
    output = inputs.output(f"velibcorr.{method}.npy")
    return velibcorr(shop, inputs, output, "--no-matrix", "--method", method, "--npy", str(output))


def pandas(shop: Workshop, inputs: Inputs, method: str) -> Contender:
    output = inputs.output(f"pandas.{method}.npy")
    return job(shop, ["pandas", "numpy"], "pandas_matrix.py", method, inputs.means, output, output=output)


def scipy(shop: Workshop, inputs: Inputs, stations: int, times: float) -> Contender:
    output = inputs.output("scipy.npy")
    some = job(shop, ["scipy", "numpy"], "scipy_matrix.py", inputs.means, output, str(stations), output=output)
    return replace(some, own_seconds=lambda words: own_seconds(words) * times)


def outputs(contenders: Sequence[Contender]) -> Iterator[Path]:
    return (each.output for each in contenders if each.output)
