"""Tables in Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from layout import Layout
from model import Job, Machine
from runs import Measurement


def measured_table(measurements: dict[Layout, Measurement]) -> str:
    alone = measurements[Layout(1, 1)]
    rows = [
        [
            f"{layout}",
            f"{taken.launch:.3f}",
            *(f"{seconds:.3f}" for seconds in taken.stages.values()),
            f"{taken.job:.3f}",
            f"{alone.job / taken.job:.2f}",
            f"{alone.job / taken.job / layout.workers:.2f}",
            f"{100 * taken.communication:.1f}",
        ]
        for layout, taken in measurements.items()
    ]
    return table(["ranks x threads", "start s", *alone.stages, "job s", "speed-up", "efficiency", "communication %"], rows)


def model_table(machine: Machine, job: Job, measurements: dict[Layout, Measurement]) -> str:
    rows = []
    for layout, taken in measurements.items():
        expected = machine.predict(job, layout)
        rows.append([f"{layout}", f"{expected.total:.3f}", f"{taken.wall:.3f}", f"{expected.total / taken.wall:.2f}"])
    rates = machine.rates
    facts = (
        f"A thread reads {rates.rows / 1e6:.1f} M rows/s and writes {rates.numbers / 1e6:.1f} M numbers/s; "
        f"a message takes {rates.latency * 1e6:.2f} us, a long one goes at {rates.bandwidth / 1e9:.1f} GB/s."
    )
    return facts + "\n\n" + table(["ranks x threads", "predicted s", "measured s", "ratio"], rows)


def paper_table(machine: Machine, job: Job, layouts: Sequence[Layout]) -> str:
    rows = []
    for layout in layouts:
        expected = machine.predict(job, layout, cores=layout.workers)
        rows.append(
            [f"{layout}", *(f"{part:.2f}" for part in (expected.launch, expected.read, expected.combine, expected.write))]
            + [f"{expected.total:.1f}"]
        )
    facts = (
        f"On paper: {job.rows:,} rows ({job.input_bytes / 1e9:,.0f} GB), {job.stations:,} stations x {job.bins} bins, a matrix CSV of "
        f"{job.output_bytes / 1e9:,.0f} GB; a core for each rank, and storage and a network that keep up."
    )
    return facts + "\n\n" + table(["ranks x threads", "start s", "read s", "combine s", "write s", "total s"], rows)


def table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] + ["---:"] * (len(header) - 1), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"
