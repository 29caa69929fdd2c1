"""The networks whose matrices are compared: how large they are, and the files that they are handed out in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from harness import answer, bring_into_page_cache, tell
from report import megabytes
from workshop import JOBS, SEED, Workshop

KINDS = {24: "hour-of-day", 168: "hour-of-week"}


@dataclass(frozen=True)
class Network:
    """So many stations with so many bins each, of which a share is missing; a log or a profile file."""

    stations: int
    bins: int
    missing: float = 0
    is_log: bool = False

    def __str__(self) -> str:
        gaps = f" with {100 * self.missing:g} % missing" if self.missing else ""
        return f"{self.stations:,} stations x {self.bins:,} bins{gaps}"

    @property
    def kind(self) -> str:
        return KINDS.get(self.bins, "series")

    @property
    def pairs(self) -> int:
        return self.stations * (self.stations - 1) // 2

    @property
    def operations(self) -> int:
        """Multiplications and additions of Pearson's products, each pair and each diagonal element once."""
        return self.stations * (self.stations + 1) * self.bins

    def shrunk(self, times: int) -> Network:
        return replace(self, stations=max(2, self.stations // times))


@dataclass(frozen=True)
class Inputs:
    """The same network as a file for velibcorr and as an array of its means, stations x bins."""

    network: Network
    source: Path
    means: Path

    def output(self, suffix: str) -> Path:
        return self.means.with_suffix(f".{suffix}")

    @property
    def fact(self) -> str:
        kind = "log of a record an hour" if self.network.is_log else "profile file"
        source, means = (megabytes(file.stat().st_size) for file in (self.source, self.means))
        return f"Inputs: {self.network}, a {kind}, {source}, and the same means as NumPy array, {means}, in the page cache"


def make(shop: Workshop, network: Network) -> Inputs:
    """The network, or a smaller one where the command line asks for a trial."""
    network = network.shrunk(shop.shrink)
    name = f"{network.stations}-stations-{network.bins}-bins-missing-{network.missing:g}-seed-{SEED}"
    inputs = Inputs(network, shop.folder / f"{name}.csv", shop.folder / f"{name}.npy")
    tell(f"generating {inputs.source.name}")
    size = [str(network.stations), str(network.bins)]
    maker = ["make_log.py"] if network.is_log else ["make_profiles.py", network.kind, str(network.missing)]
    answer([shop.python, str(JOBS / maker[0]), *maker[1:], *size, str(SEED), str(inputs.source), str(inputs.means)])
    bring_into_page_cache(inputs.source)
    bring_into_page_cache(inputs.means)
    return inputs
