"""The jobs that are compared.

A scenario function prepares the inputs, yields a Scenario for each, and removes the inputs when it is
resumed. SCENARIOS names them for the command line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import benchmarks
import columns
import deduplication
import feeds
import ingest_limits
import ingestion
import many_files
import matrix_csv
import matrix_methods
import matrix_tops
from contest import Contender, Scenario, Verdict
from harness import tell
from matrices import compare
from report import megabytes
from workshop import JOBS, PEERS, STATIONS, Entrant, Workshop, line_count


def correlate(shop: Workshop) -> Iterator[Scenario]:
    """From the log to the matrix, the whole job."""
    peers = {name: partial(peer, name) for name in PEERS}
    everyone: dict[str, Entrant] = {"velibcorr": velibcorr, **peers, "wc -l": line_count}
    entrants = shop.chosen(everyone)
    for rows in shop.rows:
        log = shop.log(rows)
        contenders = [entrant(shop, log) for entrant in entrants]
        outputs = {each.name: each.output for each in contenders if each.output}
        yield Scenario(
            title=f"Correlation of {STATIONS:,} stations, {rows:,} rows",
            facts=[f"Input: {rows:,} rows, {megabytes(log.stat().st_size)}, in the page cache"],
            contenders=contenders,
            check=partial(check_matrices, outputs),
            columns=columns.CORRELATION,
        )
        shop.discard(log, *outputs.values())


def check_matrices(outputs: dict[str, Path]) -> dict[str, Verdict]:
    """Every matrix against the first, whose own difference is zero."""
    tell("comparing the matrices")
    reference = next(iter(outputs.values()))
    return {name: compare(reference, output) for name, output in outputs.items()}


def velibcorr(shop: Workshop, log: Path) -> Contender:
    output = log.with_suffix(".velibcorr.csv")
    command = [str(shop.binary), str(log), "-o", str(output), "-q"]
    return Contender("velibcorr", shop.versions["velibcorr"], command, output)


def peer(name: str, shop: Workshop, log: Path) -> Contender:
    output = log.with_suffix(f".{name}.csv")
    job = JOBS / f"{name}_job.py"
    return Contender(name, shop.peer_version(name), [shop.python, str(job), str(log), str(output)], output)


INGESTION: dict[str, Callable[[Workshop], Iterator[Scenario]]] = {
    "plain": ingestion.plain,
    "quoted": ingestion.quoted,
    "iso": ingestion.iso,
    "epoch": ingestion.epoch,
    "feeds": feeds.feeds,
    "deduplicate": deduplication.deduplicate,
    "many-files": many_files.many,
    "zst": ingest_limits.zst,
    "size": ingest_limits.size,
    "shape": ingest_limits.shape,
}


def ingest(shop: Workshop) -> Iterator[Scenario]:
    """From the log to the table of means and counts, in all its variants."""
    for variant in INGESTION.values():
        yield from variant(shop)


MATRIX: dict[str, Callable[[Workshop], Iterator[Scenario]]] = {
    "top-24": matrix_tops.day,
    "top-168": matrix_tops.week,
    "top-corals": matrix_tops.corals,
    "wide": matrix_tops.wide,
    "missing": matrix_methods.missing,
    "kendall": matrix_methods.kendall,
    "csv": matrix_csv.csv,
}


def matrix(shop: Workshop) -> Iterator[Scenario]:
    """From the profiles to correlations: all methods, the strongest pairs, and the file."""
    for variant in MATRIX.values():
        yield from variant(shop)


SCENARIOS: dict[str, Callable[[Workshop], Iterator[Scenario]]] = {
    "correlate": correlate,
    "ingest": ingest,
    **{f"ingest-{name}": variant for name, variant in INGESTION.items()},
    "matrix": matrix,
    **{f"matrix-{name}": variant for name, variant in MATRIX.items()},
    "bench": benchmarks.everything,
    **{f"bench-{name}": variant for name, variant in benchmarks.BENCHMARKS.items()},
}
