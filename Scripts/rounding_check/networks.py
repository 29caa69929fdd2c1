"""Logs whose correlations are to be rounded."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HEADER = "station,free_docks,bikes,hour\n"


@dataclass(frozen=True)
class Network:
    name: str
    log: Path
    options: tuple[str, ...] = ()


def networks(binary: Path, folder: Path) -> Iterator[Network]:
    day = generate(binary, folder, "day", "--stations", "150", "--days", "2", "--every", "20")
    yield Network("hours of the day", day)
    week = generate(binary, folder, "week", "--stations", "90", "--days", "9", "--every", "60")
    yield Network("hours of the week", week, ("--bins", "hour-of-week"))
    yield Network("a series", week, ("--bins", "series"))
    yield Network("few hours", write(folder / "few.csv", few_hours(random.Random(1))))
    yield Network("nearly constant profiles", write(folder / "near.csv", nearly_constant(random.Random(2))))
    yield Network("equal and mirrored profiles", write(folder / "equal.csv", equal(random.Random(3))))


def generate(binary: Path, folder: Path, name: str, *options: str) -> Path:
    log = folder / f"{name}.txt"
    subprocess.run([binary, "generate", *options, "-o", log], check=True)
    return log


def write(log: Path, rows: Iterator[tuple[int, int, int, int]]) -> Path:
    log.write_text(HEADER + "".join(",".join(map(str, row)) + "\n" for row in rows))
    return log


def few_hours(chance: random.Random) -> Iterator[tuple[int, int, int, int]]:
    for station in range(60):
        for hour in chance.sample(range(24), 12):
            for _ in range(chance.randint(1, 4)):
                yield station, chance.randint(0, 30), chance.randint(1, 30), hour


def nearly_constant(chance: random.Random) -> Iterator[tuple[int, int, int, int]]:
    for station in range(40):
        docks = chance.randint(10**3, 10**6)
        for hour in range(24):
            yield station, docks + chance.randint(0, 2), docks, hour


def equal(chance: random.Random) -> Iterator[tuple[int, int, int, int]]:
    day = [(chance.randint(0, 20), chance.randint(1, 20)) for _ in range(24)]
    for station in range(30):
        for hour, (free, bikes) in enumerate(day):
            counts = (free, bikes) if station % 2 else (bikes, free)
            for _ in range(1 + station % 3):
                yield station, *counts, hour
