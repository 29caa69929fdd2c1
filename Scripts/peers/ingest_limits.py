"""What velibcorr's ingestion promises of itself: compressed inputs, memory by size, speed by shape."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import columns
from contest import Contender, Scenario, Verdict
from harness import answer, bring_into_page_cache, tell
from ingestion import velibcorr
from profile_tables import compare
from report import megabytes
from targets import slowed, small, within
from words import read_seconds
from workshop import STATIONS, Workshop

COPIES = 10
MANY_STATIONS = 100_000
DAYS, HOURS = 365, 24


def zst(shop: Workshop) -> Iterator[Scenario]:
    """The floor decompresses to nowhere; the result must be that of the plain log."""
    if not shutil.which("zstd"):
        tell("zst is skipped: there is no zstd here")
        return
    rows = max(shop.rows)
    log = shop.log(rows)
    expected, packed = log.with_suffix(".expected.csv"), log.with_suffix(".tsv.zst")
    answer([str(shop.binary), str(log), "--no-matrix", "--profiles", str(expected), "-q"])
    answer(["zstd", "-q", "-3", str(log), "-o", str(packed)])
    shop.discard(log)
    bring_into_page_cache(packed)
    contender = velibcorr("plain", rows, shop, packed)
    version = re.search(r"v\d[\d.]*", answer(["zstd", "--version"]))
    floor = ["sh", "-c", 'exec zstd -dc "$1" > /dev/null', "sh", str(packed)]
    yield Scenario(
        title=f"Ingestion of {rows:,} rows compressed by zstd -3",
        facts=[f"Input: {megabytes(packed.stat().st_size)}, in the page cache"],
        contenders=[contender, Contender("zstd -dc", version[0] if version else "", floor, rows=rows)],
        check=partial(check_table, contender, expected),
        columns=columns.DECOMPRESSION,
        targets=[within("zstd -dc", 1.3)],
    )
    shop.discard(packed, expected, *filter(None, [contender.output]))


def check_table(contender: Contender, expected: Path) -> dict[str, Verdict]:
    return {contender.name: compare(expected, contender.output)} if contender.output else {}


def size(shop: Workshop) -> Iterator[Scenario]:
    """The smallest log, and ten of the largest in one."""
    few, many = min(shop.rows), max(shop.rows)
    one = shop.log(many)
    needed = one.stat().st_size * (COPIES + 1)
    if shutil.disk_usage(shop.folder).free < needed:
        tell(f"size is skipped: it needs {megabytes(needed)} in {shop.folder}")
        shop.discard(one)
        return
    large = repeated(one, COPIES)
    shop.discard(one)
    small_log = shop.log(few)
    logs = {f"{rows:,} rows": (rows, log) for rows, log in ((few, small_log), (many * COPIES, large))}
    contenders = [replace(velibcorr("plain", rows, shop, log), name=name) for name, (rows, log) in logs.items()]
    yield Scenario(
        title="Memory of the ingestion by the size of the log",
        facts=[f"Inputs: {' and '.join(megabytes(log.stat().st_size) for _, log in logs.values())}"],
        contenders=contenders,
        check=dict,
        columns=columns.SIZE,
        targets=[small(name, 100) for name in logs],
    )
    shop.discard(small_log, large, *(each.output for each in contenders if each.output))


def repeated(log: Path, times: int) -> Path:
    """The log's rows so many times under one header."""
    target = log.with_suffix(f".{times}-times.tsv")
    tell(f"writing {target.name}")
    with log.open("rb") as source, target.open("wb") as sink:
        sink.write(source.readline())
        start = source.tell()
        for _ in range(times):
            source.seek(start)
            shutil.copyfileobj(source, sink, 1 << 20)
    bring_into_page_cache(target)
    return target


def shape(shop: Workshop) -> Iterator[Scenario]:
    """Tables that fit in no cache: of many stations, and of the hours of a whole year.

    Compared is the reading, which is where rows are summed, by one thread.
    """
    yield from by_stations(shop)
    yield from by_bins(shop)


def by_stations(shop: Workshop) -> Iterator[Scenario]:
    rows = max(shop.rows)
    logs = {f"{stations:,} stations": shop.log(rows, stations) for stations in (STATIONS, MANY_STATIONS)}
    usual, many = logs
    yield Scenario(
        title=f"Speed of the sums, {rows:,} rows, by the number of stations",
        facts=[f"{HOURS} bins, one thread; read s, which is compared, is what velibcorr tells of its reading"],
        contenders=[reader(shop, name, log, rows) for name, log in logs.items()],
        check=dict,
        columns=columns.SHAPE,
        targets=[slowed(usual, many, 1.5)],
    )
    shop.discard(*logs.values())


def by_bins(shop: Workshop) -> Iterator[Scenario]:
    """A year of hourly readings, which is some 11 M rows; fewer days if smaller logs are asked for."""
    days = max(2, min(DAYS, max(shop.rows) // (STATIONS * HOURS)))
    log = shop.network(
        f"{STATIONS}-stations-{days}-days", "--stations", str(STATIONS), "--days", str(days), "--every", "60"
    )
    counted = int(answer(["wc", "-l", str(log)]).split()[0]) - 1
    few, series = f"{7 * HOURS:,} bins", f"{days * HOURS:,} bins"
    yield Scenario(
        title=f"Speed of the sums, {counted:,} rows, by the number of bins",
        facts=[f"{STATIONS:,} stations, one thread; the bins are of time stamps, and old records add some more"],
        contenders=[
            reader(shop, few, log, counted, "--bins", "hour-of-week"),
            reader(shop, series, log, counted, "--bins", "series"),
        ],
        check=dict,
        columns=columns.SHAPE,
        targets=[slowed(few, series, 1.5)],
    )
    shop.discard(log)


def reader(shop: Workshop, name: str, log: Path, rows: int, *options: str) -> Contender:
    """velibcorr that only reads and sums, and tells how long."""
    command = [str(shop.binary), str(log), "--no-matrix", "--threads", "1", "--no-progress", *options]
    return Contender(name, shop.versions["velibcorr"], command, own_seconds=read_seconds, rows=rows)
