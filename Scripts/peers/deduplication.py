"""Deduplication: of the records of each station and time the first counts, beside the peers.

A peer tells its time without its imports, and only that is compared; of velibcorr it is the whole process.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import columns
from contest import Contender, Scenario, Target
from harness import answer, bring_into_page_cache, tell
from ingestion import check_tables
from own_time import own_seconds
from report import megabytes
from targets import ahead, small
from workshop import JOBS, SEED, STATIONS, Workshop

LIMIT = 150


def deduplicate(shop: Workshop) -> Iterator[Scenario]:
    """Rows as they are collected, and in no order. The targets are of the largest log."""
    for rows in shop.rows:
        log = shop.log(rows)
        is_largest = rows == max(shop.rows)
        promised = (ahead("duckdb", 5), ahead("polars", 5), small("velibcorr", LIMIT)) if is_largest else ()
        yield from scenario(shop, log, rows, "as they are collected", promised)
        if is_largest:
            mixed = shuffled(log)
            shop.discard(log)
            yield from scenario(shop, mixed, rows, "in no order", (ahead("duckdb", 2), ahead("polars", 2)))
            log = mixed
        shop.discard(log)


def scenario(shop: Workshop, log: Path, rows: int, order: str, targets: Sequence[Target]) -> Iterator[Scenario]:
    everyone: dict[str, Callable[[Workshop, Path], Contender]] = {
        "velibcorr": partial(velibcorr, rows),
        "polars": partial(peer, "polars", rows),
        "duckdb": partial(peer, "duckdb", rows),
    }
    contenders = [entrant(shop, log) for entrant in shop.chosen(everyone)]
    table = log.with_suffix(".expected.csv")
    answer([str(shop.binary), str(log), "--deduplicate", "--no-matrix", "--profiles", str(table), "-q"])
    outputs = {each.name: each.output for each in contenders[1:] if each.output}
    yield Scenario(
        title=f"Deduplication of {rows:,} rows {order}",
        facts=[
            f"Input: {rows:,} rows of {STATIONS:,} stations, {megabytes(log.stat().st_size)}, in the page cache",
            "job s, which is compared: of a peer from after its imports to its end, of velibcorr the whole process",
            "A peer writes the table of hourly means, velibcorr the matrix; its table is that of another run",
        ],
        contenders=contenders,
        check=partial(check_tables, {"velibcorr": table, **outputs}),
        columns=columns.INGESTION,
        targets=targets,
    )
    shop.discard(table, *(each.output for each in contenders if each.output))


def velibcorr(rows: int, shop: Workshop, log: Path) -> Contender:
    output = log.with_suffix(".velibcorr.csv")
    command = [str(shop.binary), str(log), "--deduplicate", "-o", str(output), "-q"]
    return Contender("velibcorr", shop.versions["velibcorr"], command, output, rows=rows)


def peer(name: str, rows: int, shop: Workshop, log: Path) -> Contender:
    output = log.with_suffix(f".{name}.csv")
    command = [shop.python, str(JOBS / f"{name}_distinct.py"), "plain", str(log), str(output)]
    return Contender(name, shop.peer_version(name), command, output, own_seconds, rows)


def shuffled(log: Path) -> Path:
    """The rows of the log in no order, dealt to piles that are shuffled one after the other."""
    target = log.with_suffix(".shuffled.tsv")
    tell(f"writing {target.name}")
    dealer = random.Random(SEED)
    with log.open("rb") as source:
        header = source.readline()
        piles = [target.with_suffix(f".{number}.pile") for number in range(16)]
        sinks = [pile.open("wb") for pile in piles]
        for row in source:
            sinks[dealer.randrange(len(sinks))].write(row)
        for sink in sinks:
            sink.close()
    with target.open("wb") as sink:
        sink.write(header)
        for pile in piles:
            rows = pile.read_bytes().splitlines(keepends=True)
            dealer.shuffle(rows)
            sink.writelines(rows)
            pile.unlink()
    bring_into_page_cache(target)
    return target
