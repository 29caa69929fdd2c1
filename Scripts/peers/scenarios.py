"""The jobs that are compared.

A scenario function prepares the inputs, yields one Scenario a size, and removes the inputs when it is
resumed. SCENARIOS names them for the command line.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from harness import Contender, Failure, Scenario, Verdict, answer, bring_into_page_cache, tell
from matrices import compare
from report import megabytes

SCRIPTS = Path(__file__).resolve().parent.parent
STATIONS = 1230
SEED = 1

# The libraries whose versions matter in each job; the first gives the contender its name.
PEERS = {"pandas": ("pandas", "pyarrow", "numpy"), "polars": ("polars", "numpy"), "duckdb": ("duckdb", "numpy")}
VERSIONS = "import importlib.metadata as m, json, sys; print(json.dumps({n: m.version(n) for n in sys.argv[1:]}))"


# Makes a contender for one input.
Entrant = Callable[["Workshop", Path], Contender]


@dataclass(frozen=True)
class Workshop:
    """What every scenario works with: the programs, and a folder of its own for inputs and outputs."""

    binary: Path
    python: str
    folder: Path
    rows: tuple[int, ...]
    only: frozenset[str]
    keep: bool

    @cached_property
    def versions(self) -> dict[str, str]:
        """Of the tool and of the libraries, by name."""
        libraries = sorted({library for group in PEERS.values() for library in group})
        found: dict[str, str] = json.loads(answer([self.python, "-c", VERSIONS, *libraries]))
        return found | {"velibcorr": answer([str(self.binary), "--version"])}

    def discard(self, *files: Path) -> None:
        for file in files:
            if not self.keep:
                file.unlink(missing_ok=True)

    def chosen(self, entrants: dict[str, Entrant]) -> list[Entrant]:
        """The first entrant, which all are compared with, and those of the rest that --only names."""
        unknown = self.only - entrants.keys()
        if unknown:
            raise Failure(f"--only: no {', '.join(sorted(unknown))} here; there are {', '.join(entrants)}")
        first, *_ = entrants
        return [entrant for name, entrant in entrants.items() if not self.only or name in self.only or name == first]


def correlate(shop: Workshop) -> Iterator[Scenario]:
    """From the log to the matrix, the whole job."""
    peers = {name: partial(peer, name) for name in PEERS}
    entrants = shop.chosen({"velibcorr": velibcorr, **peers, "wc -l": line_count})
    for rows in shop.rows:
        log = generated_log(shop, rows)
        contenders = [entrant(shop, log) for entrant in entrants]
        outputs = {each.name: each.output for each in contenders if each.output}
        yield Scenario(
            title=f"Correlation of {STATIONS:,} stations, {rows:,} rows",
            facts=[f"Input: {rows:,} rows, {megabytes(log.stat().st_size)}, in the page cache"],
            contenders=contenders,
            check=partial(check_matrices, outputs),
        )
        shop.discard(log, *outputs.values())


def check_matrices(outputs: dict[str, Path]) -> dict[str, Verdict]:
    """Every matrix against the first, whose own difference is zero."""
    tell("comparing the matrices")
    reference = next(iter(outputs.values()))
    return {name: compare(reference, output) for name, output in outputs.items()}


def generated_log(shop: Workshop, rows: int) -> Path:
    """A synthetic network's log, made anew for this binary."""
    log = shop.folder / f"{STATIONS}-stations-{rows}-rows-seed-{SEED}.tsv"
    tell(f"generating {log.name}")
    size = ["--stations", str(STATIONS), "--rows", str(rows), "--seed", str(SEED)]
    answer([str(shop.binary), "generate", *size, "-o", str(log)])
    bring_into_page_cache(log)
    return log


def velibcorr(shop: Workshop, log: Path) -> Contender:
    output = log.with_suffix(".velibcorr.csv")
    command = [str(shop.binary), str(log), "-o", str(output), "-q"]
    return Contender("velibcorr", shop.versions["velibcorr"], command, output)


def peer(name: str, shop: Workshop, log: Path) -> Contender:
    output = log.with_suffix(f".{name}.csv")
    first, *others = PEERS[name]
    version = ", ".join([shop.versions[first], *(f"{other} {shop.versions[other]}" for other in others)])
    job = SCRIPTS / "peers" / f"{name}_job.py"
    return Contender(name, version, [shop.python, str(job), str(log), str(output)], output)


def line_count(shop: Workshop, log: Path) -> Contender:
    """Reads the file and does next to nothing: the floor."""
    return Contender("wc -l", "", ["wc", "-l", str(log)])


SCENARIOS: dict[str, Callable[[Workshop], Iterator[Scenario]]] = {"correlate": correlate}
