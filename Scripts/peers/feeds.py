"""Polls of an API, a JSON file each, to the table of hourly means and counts, beside the peers.

A peer tells its time without its imports, and only that is compared; of velibcorr it is the whole process.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import columns
from contest import Contender, Scenario
from harness import answer, bring_into_page_cache, tell
from ingestion import check_tables
from own_time import own_seconds
from report import megabytes
from targets import ahead
from workshop import JOBS, Workshop

DOCUMENTS = 5000
STATIONS = 400
ROWS = DOCUMENTS * STATIONS


def feeds(shop: Workshop) -> Iterator[Scenario]:
    everyone: dict[str, Callable[[Workshop, Path], Contender]] = {
        "velibcorr": velibcorr,
        "polars": partial(peer, "polars"),
        "duckdb": partial(peer, "duckdb"),
        "simdjson": simdjson,
    }
    entrants = shop.chosen(everyone)
    polls = shop.folder / "polls"
    tell(f"making {DOCUMENTS:,} polls")
    answer([shop.python, str(JOBS / "make_polls.py"), str(DOCUMENTS), str(STATIONS), str(polls)])
    lines = shop.folder / "polls.ndjson"
    with lines.open("wb") as joined:
        for file in sorted(polls.iterdir()):
            joined.write(file.read_bytes())
    bring_into_page_cache(lines)
    shapes = {f"{DOCUMENTS:,} files": polls, "one file, a document a line": lines}
    for shape, source in shapes.items():
        contenders = [entrant(shop, source) for entrant in entrants]
        outputs = {each.name: each.output for each in contenders if each.output}
        yield Scenario(
            title=f"Reading of {DOCUMENTS:,} polls of {STATIONS} stations (GBFS): {shape}",
            facts=[
                f"Input: {shape}, {megabytes(lines.stat().st_size)}, in the page cache",
                "job s, which is compared: of a peer from after its imports to its end, of velibcorr the whole process",
                "simdjson reads and parses each document on one core, and makes nothing of it",
            ],
            contenders=contenders,
            check=partial(check_tables, outputs),
            columns=columns.INGESTION,
            targets=(ahead("polars", 5), ahead("duckdb", 5)),
        )
        shop.discard(*outputs.values())
    if not shop.keep:
        shutil.rmtree(polls)
    shop.discard(lines)


def velibcorr(shop: Workshop, polls: Path) -> Contender:
    output = shop.folder / "polls.velibcorr.csv"
    command = [str(shop.binary), str(polls), "--no-matrix", "--profiles", str(output), "-q"]
    return Contender("velibcorr", shop.versions["velibcorr"], command, output, rows=ROWS)


def peer(name: str, shop: Workshop, polls: Path) -> Contender:
    output = shop.folder / f"polls.{name}.csv"
    command = [shop.python, str(JOBS / f"{name}_feeds.py"), str(polls), str(output)]
    return Contender(name, shop.peer_version(name), command, output, own_seconds, ROWS)


def simdjson(shop: Workshop, polls: Path) -> Contender:
    program = shop.folder / "simdjson-parse"
    answer(["c++", "-std=c++17", "-O2", "-o", str(program), str(JOBS / "simdjson_parse.cpp"), "-lsimdjson"])
    return Contender("simdjson", "", [str(program), str(polls)], None, own_seconds, ROWS)
