"""The ingestion alone, from the log to the table of hourly means and counts, beside the peers.

A peer tells its time without its imports, and only that is compared; of velibcorr it is the whole
process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import columns
from contest import Contender, Scenario, Target, Verdict
from harness import answer, bring_into_page_cache, tell
from layouts import LAYOUTS, TIMEZONE, Clock
from own_time import own_seconds
from profile_tables import compare
from report import megabytes
from targets import ahead, within
from workshop import JOBS, PEERS, STATIONS, Workshop, line_count

TITLES = {
    "plain": "the hour in a column",
    "quoted": "20 % of the fields quoted",
    "iso": "the hour from ISO time stamps",
    "epoch": f"the hour in {TIMEZONE} from epochs",
}


def plain(shop: Workshop) -> Iterator[Scenario]:
    """The targets are of the largest log: in a small one every start-up weighs as much as the work."""
    promised = (ahead("polars", 4), ahead("duckdb", 9), ahead("pandas", 12), within("wc -l", 3))
    for rows in shop.rows:
        yield from scenario(shop, "plain", rows, promised if rows == max(shop.rows) else ())


def quoted(shop: Workshop) -> Iterator[Scenario]:
    yield from scenario(shop, "quoted", max(shop.rows), [ahead("polars", 2)])


def iso(shop: Workshop) -> Iterator[Scenario]:
    yield from scenario(shop, "iso", max(shop.rows), [ahead("polars", 3)])


def epoch(shop: Workshop) -> Iterator[Scenario]:
    yield from scenario(shop, "epoch", max(shop.rows), [ahead("polars", 3)])


def scenario(shop: Workshop, layout: str, rows: int, targets: Sequence[Target]) -> Iterator[Scenario]:
    """One log in one layout, read by all."""
    peers = {name: partial(peer, name, layout, rows) for name in PEERS}
    entrants = shop.chosen(
        {"velibcorr": partial(velibcorr, layout, rows), **peers, "wc -l": partial(line_count, rows=rows)}
    )
    log = log_in(shop, layout, rows)
    contenders = [entrant(shop, log) for entrant in entrants]
    outputs = {each.name: each.output for each in contenders if each.output}
    yield Scenario(
        title=f"Ingestion of {rows:,} rows, {TITLES[layout]}",
        facts=[
            f"Input: {rows:,} rows of {STATIONS:,} stations, {megabytes(log.stat().st_size)}, in the page cache",
            "job s, which is compared: of a peer from after its imports to its end, of others the whole process",
        ],
        contenders=contenders,
        check=partial(check_tables, outputs),
        columns=columns.INGESTION,
        targets=targets,
    )
    shop.discard(log, *outputs.values())


def check_tables(outputs: dict[str, Path]) -> dict[str, Verdict]:
    """Every table against the first, whose own difference is zero."""
    tell("comparing the tables")
    reference = next(iter(outputs.values()))
    return {name: compare(reference, output) for name, output in outputs.items()}


def log_in(shop: Workshop, layout: str, rows: int) -> Path:
    """A network's log, rewritten if that is not the layout it is generated in."""
    generated = shop.log(rows)
    if layout == "plain":
        return generated
    log = generated.with_suffix(f".{layout}.csv")
    tell(f"writing {log.name}")
    answer([shop.python, str(JOBS / "rewrite_log.py"), layout, str(generated), str(log)])
    shop.discard(generated)
    bring_into_page_cache(log)
    return log


def velibcorr(layout: str, rows: int, shop: Workshop, log: Path) -> Contender:
    zone = ["--timezone", TIMEZONE] if LAYOUTS[layout].clock is Clock.EPOCH else []
    output = log.with_suffix(".velibcorr.csv")
    command = [str(shop.binary), str(log), "--no-matrix", "--profiles", str(output), "-q", *zone]
    return Contender("velibcorr", shop.versions["velibcorr"], command, output, rows=rows)


def peer(name: str, layout: str, rows: int, shop: Workshop, log: Path) -> Contender:
    output = log.with_suffix(f".{name}.csv")
    command = [shop.python, str(JOBS / f"{name}_ingest.py"), layout, str(log), str(output)]
    return Contender(name, shop.peer_version(name), command, output, own_seconds, rows)
