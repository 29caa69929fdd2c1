"""Runs velibcorr, and reads from its summary where the time went."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from layout import Layout

# They force a lesser BLAS kernel than the processor's.
REMOVED = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")


class Failure(Exception):
    """Told to the user as it is."""


@dataclass(frozen=True)
class Measurement:
    """Medians of some runs, seconds."""

    wall: float
    # Of the job itself, from its first line on.
    job: float
    stages: dict[str, float]
    # The share of the job in which rank 0 waits for others, or moves values.
    communication: float
    output_bytes: int

    @property
    def launch(self) -> float:
        """Start of the process, of MPI and of the ranks, and their end."""
        return self.wall - self.job


@dataclass(frozen=True)
class Rates:
    """What `velibcorr doctor` measures: a second, of one thread; between two ranks."""

    rows: float
    numbers: float
    latency: float
    bandwidth: float


class Harness:
    def __init__(self, program: Path, folder: Path) -> None:
        self.program = program
        self.folder = folder
        self.environment = {name: value for name, value in os.environ.items() if name not in REMOVED}
        self.digests: dict[Layout, set[str]] = {}

    def run(self, *arguments: str | Path) -> str:
        command = [str(self.program), *map(str, arguments)]
        done = subprocess.run(command, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode:
            raise Failure(f"exit code {done.returncode}: {' '.join(command)}\n{done.stderr}")
        return done.stdout

    def generate(self, rows: int, stations: int) -> Path:
        log = self.folder / "log.txt"
        tell(f"a log of {rows:,} rows")
        self.run("generate", "--rows", str(rows), "--stations", str(stations), "-o", log)
        return log

    def rates(self) -> Rates:
        findings = json.loads(self.run("doctor", "--json"))["findings"]
        figures = {finding["name"]: finding.get("figures", {}) for finding in findings}
        try:
            return Rates(
                rows=figures["speed"]["rows_per_s"],
                numbers=figures["speed"]["numbers_per_s"],
                latency=figures["ring"]["latency_us"] * 1e-6,
                bandwidth=figures["ring"]["bandwidth_bytes_per_s"],
            )
        except KeyError as missing:
            raise Failure(f"velibcorr doctor does not tell {missing}: run it, it says why") from missing

    def measure(self, log: Path, layouts: Sequence[Layout], runs: int) -> dict[Layout, Measurement]:
        """A warm-up each, then rounds in which the layouts take turns, every second one backwards."""
        found: dict[Layout, list[Measurement]] = {layout: [] for layout in layouts}
        for number in range(runs + 1):
            for layout in layouts if number % 2 == 0 else reversed(layouts):
                tell(f"round {number} of {runs}: {layout}")
                taken = self.once(log, layout)
                if number > 0:
                    found[layout].append(taken)
        return {layout: median(some) for layout, some in found.items()}

    def once(self, log: Path, layout: Layout) -> Measurement:
        # New names each time: to replace a file takes a while that has nothing to do with the job.
        output, summary = self.folder / "r.csv", self.folder / "summary.json"
        output.unlink(missing_ok=True)
        summary.unlink(missing_ok=True)
        ranks = ["--ranks", str(layout.ranks)] if layout.ranks > 1 else []
        start = time.perf_counter()
        self.run(log, *ranks, "--threads", str(layout.threads), "-o", output, "--summary", summary, "--quiet")
        wall = time.perf_counter() - start
        told = json.loads(summary.read_text())
        self.digests.setdefault(layout, set()).add(told["outputs"][0]["sha256"])
        run = told["run"]
        # The digest is the summary's own, and no part of the job.
        digest = sum(stage["seconds"] for stage in run["stages"] if stage["name"] == "digest")
        # Of rank 0, which makes the digest; the others wait for that.
        waited = run["ranks"][0]["mpi_seconds"]
        return Measurement(
            wall=wall - digest,
            job=run["seconds"] - digest,
            stages={stage["name"]: stage["seconds"] for stage in run["stages"] if stage["name"] != "digest"},
            communication=waited / (run["seconds"] - digest),
            output_bytes=told["outputs"][0]["bytes"],
        )

    def require_same_outputs(self) -> None:
        if len(set().union(*self.digests.values())) != 1:
            raise Failure(f"outputs differ: {self.digests}")


def median(some: Sequence[Measurement]) -> Measurement:
    return Measurement(
        wall=statistics.median(taken.wall for taken in some),
        job=statistics.median(taken.job for taken in some),
        stages={name: statistics.median(taken.stages[name] for taken in some) for name in some[0].stages},
        communication=statistics.median(taken.communication for taken in some),
        output_bytes=some[0].output_bytes,
    )


def tell(words: str) -> None:
    print(f"scaling: {words}", file=sys.stderr)
