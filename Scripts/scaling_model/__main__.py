"""Runs velibcorr over threads and ranks, and holds the times that a cost model predicts against them."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path

from layout import Layout
from model import Job, Machine
from runs import Failure, Harness, Measurement
from tables import measured_table, model_table, paper_table

STATIONS = 1230
# Days of records from every station, one in 20 minutes or so, as the log of the exercise.
LAYOUTS = (Layout(1, 1), Layout(1, 2), Layout(2, 1), Layout(2, 2), Layout(4, 1))
ON_PAPER = (Layout(64, 1), Layout(1024, 1))
PAPER_ROWS, PAPER_STATIONS = 10**10, 10**5


def main() -> int:
    parser = argparse.ArgumentParser(prog="scaling", description=__doc__)
    parser.add_argument("program", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--rows", type=int, default=11_037_870, help="of the generated log (%(default)s)")
    parser.add_argument("--runs", type=int, default=7, help="measured runs of each layout (%(default)s)")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with tempfile.TemporaryDirectory(prefix="velibcorr-scaling-") as folder:
            report(options.program, options.rows, options.runs, Path(folder))
    except Failure as failure:
        print(f"scaling: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def report(program: Path, rows: int, runs: int, folder: Path) -> None:
    harness = Harness(program, folder)
    log = harness.generate(rows, STATIONS)
    measurements = harness.measure(log, LAYOUTS, runs)
    harness.require_same_outputs()
    alone = measurements[Layout(1, 1)]
    job = Job(rows=rows, input_bytes=log.stat().st_size, stations=STATIONS, bins=24, output_bytes=alone.output_bytes)
    machine = Machine(len(os.sched_getaffinity(0)), harness.rates(), launches(measurements))
    print(measured_table(measurements))
    print(model_table(machine, job, measurements))
    paper = job.scaled(PAPER_ROWS, PAPER_STATIONS)
    print(paper_table(machine, paper, ON_PAPER))


def launches(measurements: dict[Layout, Measurement]) -> dict[int, float]:
    """Seconds before and after the job's own time, by number of ranks."""
    return {layout.ranks: taken.launch for layout, taken in measurements.items() if layout.threads == 1}


if __name__ == "__main__":
    sys.exit(main())
