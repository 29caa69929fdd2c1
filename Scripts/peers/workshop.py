"""What every scenario works with: the programs, a folder, and inputs made there."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from contest import Contender, Failure
from harness import answer, bring_into_page_cache, tell

JOBS = Path(__file__).resolve().parent
STATIONS = 1230
SEED = 1

# The libraries whose versions matter in each job; the first gives the contender its name.
PEERS = {"pandas": ("pandas", "pyarrow", "numpy"), "polars": ("polars", "numpy"), "duckdb": ("duckdb", "numpy")}
LIBRARIES = ("duckdb", "numpy", "pandas", "polars", "pyarrow", "scipy")
VERSIONS = "import importlib.metadata as m, json, sys; print(json.dumps({n: m.version(n) for n in sys.argv[1:]}))"

# Makes a contender for one input.
Entrant = Callable[["Workshop", Path], Contender]
T = TypeVar("T")


@dataclass(frozen=True)
class Workshop:
    """The programs, a folder of its own for inputs and outputs, and what the command line asks for."""

    binary: Path
    python: str
    folder: Path
    rows: tuple[int, ...]
    shrink: int
    only: frozenset[str]
    keep: bool

    @cached_property
    def versions(self) -> dict[str, str]:
        """Of the tool and of the libraries, by name."""
        return library_versions(self.python, LIBRARIES) | {"velibcorr": answer([str(self.binary), "--version"]).splitlines()[0]}

    def peer_version(self, name: str) -> str:
        return described(self.versions, *PEERS[name])

    def discard(self, *files: Path) -> None:
        for file in files:
            if not self.keep:
                file.unlink(missing_ok=True)

    def chosen(self, entrants: dict[str, T]) -> list[T]:
        """The first entrant, which all are compared with, and those of the rest that --only names."""
        unknown = self.only - entrants.keys()
        if unknown:
            raise Failure(f"--only: no {', '.join(sorted(unknown))} here; there are {', '.join(entrants)}")
        first, *_ = entrants
        return [entrant for name, entrant in entrants.items() if not self.only or name in self.only or name == first]

    def network(self, name: str, *options: str) -> Path:
        """A synthetic network's log, made anew for this binary."""
        log = self.folder / f"{name}-seed-{SEED}.tsv"
        tell(f"generating {log.name}")
        answer([str(self.binary), "generate", *options, "--seed", str(SEED), "-o", str(log)])
        bring_into_page_cache(log)
        return log

    def log(self, rows: int, stations: int = STATIONS) -> Path:
        """A network's log of so many rows."""
        return self.network(f"{stations}-stations-{rows}-rows", "--stations", str(stations), "--rows", str(rows))


def library_versions(python: str, libraries: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = json.loads(answer([python, "-c", VERSIONS, *libraries]))
    return found


def described(versions: Mapping[str, str], first: str, *others: str) -> str:
    """The version of the library that gives a contender its name, and those of the others that matter."""
    return ", ".join([versions[first], *(f"{other} {versions[other]}" for other in others)])


def line_count(shop: Workshop, log: Path, rows: int = 0) -> Contender:
    """Reads the file and does next to nothing: the floor."""
    return Contender("wc -l", "", ["wc", "-l", str(log)], rows=rows)
