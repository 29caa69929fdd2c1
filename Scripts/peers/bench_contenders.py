"""Who takes part in the benchmarks, and how their results are judged: each verifies what it has timed."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from contest import Contender, Failure, Verdict
from harness import answer, tell
from own_time import own_seconds
from workshop import JOBS, Workshop, described, library_versions

CORES = len(os.sched_getaffinity(0))
LIBRARIES = ("gmpy2", "ipyparallel", "llvmlite", "numba", "numpy", "sympy")
# As a user has to call it, if root, and where there is no ssh.
MPIEXEC = (
    *("env", "OMPI_ALLOW_RUN_AS_ROOT=1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1", "OMPI_MCA_plm_rsh_agent=false"),
    *("OMPI_MCA_rmaps_base_oversubscribe=1", "mpiexec", "--bind-to", "none"),
)


@dataclass(frozen=True)
class Row:
    """The row of velibcorr's report that is compared; `per_item` divides its time by what a trial does."""

    schedule: str = "serial"
    ranks: int = 1
    threads: int = 1
    problem: str = ""
    per_item: bool = False

    def find(self, report: Path) -> dict[str, Any]:
        wanted = (self.schedule, self.ranks, self.threads)
        for row in json.loads(report.read_text())["rows"]:
            if (row["schedule"], row["ranks"], row["threads"]) == wanted and row["problem"].startswith(self.problem):
                found: dict[str, Any] = row
                return found
        raise Failure(f"{report.name} has no row of {self}")

    def seconds(self, report: Path) -> float:
        row = self.find(report)
        return float(row["median"]) / (row["items"] if self.per_item else 1)


class Bench:
    """Makes the contenders of the benchmarks, and judges them."""

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop
        self._rows: dict[Path, Row] = {}

    @cached_property
    def _python(self) -> str:
        return answer([str(JOBS.parent / "python-env"), "bench"])

    @cached_property
    def _versions(self) -> dict[str, str]:
        return library_versions(self._python, LIBRARIES)

    def velibcorr(self, arguments: str, row: Row, name: str = "velibcorr") -> Contender:
        output = self._output(name)
        self._rows[output] = row
        command = [str(self._shop.binary), "bench", *arguments.split(), "--no-break-even", "--json", str(output)]
        return Contender(name, self._shop.versions["velibcorr"], command, output, lambda _: row.seconds(output))

    def peer(self, name: str, libraries: Sequence[str], job: str, *arguments: str | int, one_core: bool = False) -> Contender:
        """`job` writes what it has verified to its last argument."""
        output = self._output(name)
        threads = ["env", "OPENBLAS_NUM_THREADS=1"] if one_core else []
        command = [*threads, self._python, str(JOBS / job), *map(str, arguments), str(output)]
        return Contender(name, self._version(*libraries), command, output, own_seconds)

    def mpi4py(self, name: str, ranks: int, *arguments: str | int) -> list[Contender]:
        """In an environment of its own, built with this machine's MPI; none where that cannot be made."""
        try:
            python = answer([str(JOBS.parent / "python-env"), "mpi4py"])
        except Failure as failure:
            tell(f"mpi4py is left out: {failure}")
            return []
        output = self._output(name)
        job = [python, str(JOBS / "mpi4py_ring.py"), *map(str, arguments), str(output)]
        version = described(library_versions(python, ["mpi4py", "numpy"]), "mpi4py", "numpy")
        return [Contender(name, version, [*MPIEXEC, "-n", str(ranks), *job], output, own_seconds)]

    def check(self, contenders: Sequence[Contender]) -> dict[str, Verdict]:
        return {each.name: self._verdict(each.output) for each in contenders if each.output}

    def _verdict(self, output: Path) -> Verdict:
        row = self._rows.get(output)
        found = row.find(output) if row else json.loads(output.read_text())
        residual, limit = float(found["residual"]), float(found["limit"])
        return Verdict(residual <= limit, f"{residual:.2g} of {limit:.2g}")

    def _version(self, first: str, *others: str) -> str:
        return ", ".join([f"{first} {self._versions[first]}", *(f"{other} {self._versions[other]}" for other in others)])

    def _output(self, name: str) -> Path:
        return self._shop.folder / (name.replace(" ", "-").replace("/", "-") + ".json")
