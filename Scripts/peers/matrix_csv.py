"""The matrix as CSV: beside Polars, and how fast a file of gigabytes is written."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import columns
from contest import Contender, Failure, Scenario, Verdict
from harness import tell
from made_networks import Network, make
from matrices import compare
from matrix_contenders import COMPARED, job, judge, taking_part, velibcorr
from report import megabytes
from targets import ahead, writes
from workshop import STATIONS, Workshop

MANY = 20_000
ONE_THREAD, DISK = "velibcorr, 1 thread", "dd"
# Of r with thirteen decimals, with a sign and a comma.
BYTES_A_CELL = 17


def csv(shop: Workshop) -> Iterator[Scenario]:
    yield from against_polars(shop)
    yield from large(shop)


def against_polars(shop: Workshop) -> Iterator[Scenario]:
    """Polars is handed the finished matrix; velibcorr's time is that of computing it too."""
    inputs = make(shop, Network(STATIONS, 24))
    ours, theirs = inputs.output("velibcorr.csv"), inputs.output("polars.csv")
    peer = job(shop, ["polars"], "polars_matrix.py", inputs.means, theirs, output=theirs)
    contenders = taking_part(shop, velibcorr(shop, inputs, ours, "-o", str(ours)), peer)
    yield Scenario(
        title=f"Matrix CSV of {inputs.network}",
        facts=[inputs.fact, COMPARED, "Polars is handed the matrix; velibcorr computes it in its time"],
        contenders=contenders,
        check=lambda: {each.name: compare(ours, each.output) for each in contenders if each.output},
        columns=columns.MATRIX,
        targets=[ahead("polars", 3)],
    )
    shop.discard(inputs.source, inputs.means, ours, theirs)


def large(shop: Workshop) -> Iterator[Scenario]:
    """One run each: by all cores, by one, and what the folder's disk takes of zeros."""
    network = Network(MANY, 24)
    zeros_size = network.shrunk(shop.shrink).stations ** 2 * BYTES_A_CELL
    if shutil.disk_usage(shop.folder).free < 1.5 * zeros_size:
        tell(f"the CSV of {network} is skipped: it needs {megabytes(1.5 * zeros_size)} in {shop.folder}")
        return
    inputs = make(shop, network)
    output, zeros = inputs.output("velibcorr.csv"), inputs.output("zeros")
    cores = {"velibcorr": len(os.sched_getaffinity(0)), ONE_THREAD: 1, DISK: 1}
    contenders = [
        velibcorr(shop, inputs, output, "-o", str(output)),
        velibcorr(shop, inputs, output, "-o", str(output), "--threads", "1", name=ONE_THREAD),
        disk(zeros, zeros_size),
    ]

    def size(name: str) -> int:
        return zeros_size if name == DISK else output.stat().st_size

    yield Scenario(
        title=f"Matrix CSV of {inputs.network}, to {shop.folder.parent}",
        facts=[
            inputs.fact,
            COMPARED,
            f"One run each; {DISK} writes {megabytes(zeros_size)} of zeros, at the rate of the page cache and the disk",
        ],
        contenders=contenders,
        check=partial(check, shop, inputs.means, contenders[0].name, output),
        columns=columns.with_writing(size, cores),
        targets=[writes(name, count, 300, size) for name, count in cores.items() if name != DISK],
        runs=1,
    )
    shop.discard(inputs.source, inputs.means, output)


def check(shop: Workshop, means: Path, name: str, output: Path) -> dict[str, Verdict]:
    return {name: judge(shop, "rows", means, output)}


def disk(target: Path, size: int) -> Contender:
    """What writing costs without computing. The file goes at once: there may be no room for two."""
    script = 'dd if=/dev/zero of="$1" bs=1M iflag=count_bytes count="$2"; rm "$1"'
    command = ["env", "LC_ALL=C", "sh", "-c", script, "sh", str(target), str(size)]
    return Contender(DISK, "", command, own_seconds=copy_seconds)


def copy_seconds(words: str) -> float:
    """From dd's line `8000000000 bytes (8.0 GB, 7.5 GiB) copied, 13.1 s, 607 MB/s`."""
    found = re.search(r"copied, ([\d.e-]+) s", words)
    if not found:
        raise Failure(f"dd tells no time: {words.strip()}")
    return float(found[1])
