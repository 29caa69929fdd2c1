"""Who computes matrices, and how their results are judged.

Compared is everything but reading: of velibcorr what is left of its time, of a peer the call alone, on an
array in memory, without imports.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path

from bench_contenders import CORES, Bench, Row
from contest import Contender, Failure, Verdict
from harness import answer, child_environment, tell
from made_networks import Inputs, Network
from own_time import own_seconds
from words import seconds_after_reading, seconds_of_correlating
from workshop import JOBS, Workshop, described

DGEMM = "DGEMM"
LINKED_DGEMM = "DGEMM of the OpenBLAS that velibcorr uses"
FROM_PROFILES = "velibcorr, from standardised profiles on"
DGEMM_SIZE = 4000
COMPARED = (
    "job s, which is compared: of velibcorr everything but reading its input, as it tells; "
    "of others the call alone, imports and loading apart"
)


def velibcorr(shop: Workshop, inputs: Inputs, output: Path, *options: str, name: str = "velibcorr") -> Contender:
    command = [str(shop.binary), str(inputs.source), "--bins", inputs.network.kind, "--no-progress", *options]
    return Contender(name, shop.versions["velibcorr"], command, output, seconds_after_reading)


def from_profiles(whole: Contender) -> Contender:
    """The same run, but of its time only what follows when the standardised profiles are made."""
    return dataclasses.replace(whole, name=FROM_PROFILES, own_seconds=seconds_of_correlating)


def job(shop: Workshop, libraries: Sequence[str], script: str, *arguments: str | Path, output: Path | None) -> Contender:
    """A peer of the usual environment, named after the first library."""
    command = [shop.python, str(JOBS / script), *map(str, arguments)]
    return Contender(libraries[0], described(shop.versions, *libraries), command, output, own_seconds)


def corrcoef(shop: Workshop, inputs: Inputs) -> Contender:
    return job(shop, ["numpy"], "numpy_matrix.py", "corrcoef", inputs.means, output=None)


def dgemm(shop: Workshop, network: Network) -> Contender:
    """The floor: what OpenBLAS would take for as many operations as Pearson's r of the network takes.

    The rate is that of a product of two large square matrices.
    """
    size, products = squares(shop, network)
    kernel = answer([shop.python, str(JOBS / "blas_kernel.py")], child_environment(shop.folder.parent))
    command = [shop.python, str(JOBS / "numpy_matrix.py"), "dgemm", str(size)]
    version = f"numpy {shop.versions['numpy']}, {kernel}"
    return Contender(DGEMM, version, command, own_seconds=lambda words: own_seconds(words) * products)


def linked_dgemm(shop: Workshop, network: Network) -> Contender:
    """The same floor by the library that velibcorr is linked with: the median of its benchmark."""
    size, products = squares(shop, network)
    row = Row("threads", 1, CORES) if CORES > 1 else Row()
    benchmark = Bench(shop).velibcorr(f"matmul --order {size} --threads {CORES} --time-limit 4", row, LINKED_DGEMM)
    return dataclasses.replace(benchmark, own_seconds=lambda _: row.seconds(written(benchmark)) * products)


def squares(shop: Workshop, network: Network) -> tuple[int, float]:
    """The order of large square matrices, and how many of their products are as many operations as r of the network."""
    size = max(256, DGEMM_SIZE // shop.shrink)
    return size, network.operations / (2 * size**3)


def taking_part(shop: Workshop, *contenders: Contender) -> list[Contender]:
    return shop.chosen({each.name: each for each in contenders})


def judge(shop: Workshop, what: str, reference: Path, judged: Path, *more: str | Path) -> Verdict:
    tell(f"judging {judged.name}")
    command = [shop.python, str(JOBS / "judge_matrix.py"), what, str(reference), str(judged), *map(str, more)]
    return Verdict(**json.loads(answer(command)))


def written(contender: Contender) -> Path:
    """The output of one that has one."""
    if not contender.output:
        raise Failure(f"{contender.name} writes nothing")
    return contender.output
