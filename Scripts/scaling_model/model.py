"""What a run should take, from what `velibcorr doctor` measures.

    read      rows / (workers * rows a second)
    combine   latency * collectives * log2(ranks) + (profiles sent + means shared) * (ranks - 1) / ranks / bandwidth
    write     numbers / (workers * numbers a second)

Workers are ranks x threads, as many as there are cores at most. Of the profiles each rank sends 16 bytes a cell that another
owns, of the means it receives 8 bytes a cell of the others. The start is as measured, and grows by a like step for each
doubling of the ranks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from layout import Layout
from runs import Rates

BYTES_SENT_A_CELL = 16
BYTES_SHARED_A_CELL = 8
# Agreements on options, stations, counts, bins, sizes and ends: counted in the code.
COLLECTIVES = 24


@dataclass(frozen=True)
class Job:
    rows: int
    input_bytes: int
    stations: int
    bins: int
    output_bytes: int

    @property
    def cells(self) -> int:
        return self.stations * self.bins

    @property
    def numbers(self) -> int:
        return self.stations**2

    def scaled(self, rows: int, stations: int) -> Job:
        """Of like rows and numbers."""
        return replace(
            self,
            rows=rows,
            stations=stations,
            input_bytes=self.input_bytes * rows // self.rows,
            output_bytes=self.output_bytes * stations**2 // self.numbers,
        )


@dataclass(frozen=True)
class Prediction:
    launch: float
    read: float
    combine: float
    write: float

    @property
    def total(self) -> float:
        return self.launch + self.read + self.combine + self.write


@dataclass(frozen=True)
class Machine:
    cores: int
    rates: Rates
    # By number of ranks, as measured.
    launches: dict[int, float]

    def predict(self, job: Job, layout: Layout, cores: int | None = None) -> Prediction:
        workers = min(layout.workers, cores or self.cores)
        ranks = layout.ranks
        moved = job.cells * (BYTES_SENT_A_CELL / ranks + BYTES_SHARED_A_CELL) * (ranks - 1) / ranks
        return Prediction(
            launch=self.launch(ranks),
            read=job.rows / (workers * self.rates.rows),
            combine=COLLECTIVES * self.rates.latency * math.log2(ranks) + moved / self.rates.bandwidth,
            write=job.numbers / (workers * self.rates.numbers),
        )

    def launch(self, ranks: int) -> float:
        if ranks in self.launches:
            return self.launches[ranks]
        most = max(self.launches)
        step = self.launches[most] - self.launches[most // 2]
        return self.launches[most] + step * math.log2(ranks / most)
