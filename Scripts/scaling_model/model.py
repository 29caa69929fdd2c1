"""What a run should take, from a run alone and the network between ranks.

    read      input bytes / (workers * rate of reading)
    combine   latency * collectives * log2(ranks) + (profiles sent + means sent) * (ranks - 1) / ranks / bandwidth
              + cells / (workers * rate of making means)
    write     output bytes / (workers * rate of correlating and formatting)

Workers are ranks x threads, as many as there are cores at most. Of profiles each rank sends 17 bytes a cell but its
own (a count and a sum, and the station's number), of means it receives 8 bytes a cell of the others.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from layout import Layout
from runs import Measurement, Network

BYTES_SENT_A_CELL = 17
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

    def scaled(self, rows: int, stations: int) -> Job:
        """Of like rows and numbers."""
        return replace(
            self,
            rows=rows,
            stations=stations,
            input_bytes=self.input_bytes * rows // self.rows,
            output_bytes=self.output_bytes * stations**2 // self.stations**2,
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
    """Rates of one core, a second."""

    cores: int
    read_bytes: float
    cells: float
    write_bytes: float
    network: Network
    # By number of ranks, as measured.
    launches: dict[int, float]

    @classmethod
    def fitted(cls, alone: Measurement, job: Job, network: Network, launches: dict[int, float], cores: int) -> Machine:
        return cls(
            cores=cores,
            read_bytes=job.input_bytes / alone.stages["read"],
            cells=job.cells / alone.stages["combine"],
            write_bytes=job.output_bytes / alone.stages["correlate and write"],
            network=network,
            launches=launches,
        )

    def predict(self, job: Job, layout: Layout, cores: int | None = None) -> Prediction:
        workers = min(layout.workers, cores or self.cores)
        ranks = layout.ranks
        moved = job.cells * (BYTES_SENT_A_CELL / ranks + BYTES_SHARED_A_CELL) * (ranks - 1) / ranks
        talk = COLLECTIVES * self.network.latency * math.log2(ranks) + moved / self.network.bytes_per_second
        return Prediction(
            launch=self.launch(ranks),
            read=job.input_bytes / (workers * self.read_bytes),
            combine=(talk if ranks > 1 else 0) + job.cells / (workers * self.cells),
            write=job.output_bytes / (workers * self.write_bytes),
        )

    def launch(self, ranks: int) -> float:
        """Of more ranks than were measured: as much more as from half of the most to the most, for each doubling."""
        if ranks in self.launches:
            return self.launches[ranks]
        most = max(self.launches)
        step = self.launches[most] - self.launches[most // 2]
        return self.launches[most] + step * math.log2(ranks / most)
