"""The same log read in other ways: by other numbers of threads and ranks, as a stream, compressed."""

from __future__ import annotations

import gzip
import json
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from running import OUTPUTS, SUMMARY, MATRIX, PROFILES, REJECTS, Difference, read_output

_SECONDS = 60
# A profile file's columns before what it says of its sources, which are others in each way.
_OWN_COLUMNS = 10
WAYS = ("--threads=1", "--threads=2", "--threads=4", "stream", "gz", "--ranks=2")


@dataclass(frozen=True)
class Result:
    """What a run made of a log: its exit code, and its outputs without the names of the input."""

    code: int
    message: str
    matrix: list[list[str]] = field(default_factory=list)
    profiles: list[list[str]] = field(default_factory=list)
    rejects: list[list[str]] = field(default_factory=list)
    counts: dict = field(default_factory=dict)

    def difference(self, other: Result) -> str | None:
        names = ("code", "counts", "rejects", "profiles", "matrix")
        return next((name for name in names if getattr(self, name) != getattr(other, name)), None)


def result(code: int, message: str, folder: Path) -> Result:
    """What a run of this exit code has left in the folder."""
    if code != 0:
        return Result(code, message)
    profiles = [row[:_OWN_COLUMNS] for row in read_output(folder / PROFILES)[1:]]
    rejects = [row[1:] for row in read_output(folder / REJECTS)[1:]]
    counts = json.loads((folder / SUMMARY).read_text())["counts"]
    return Result(code, message, read_output(folder / MATRIX), profiles, rejects, counts)


def read(way: str, content: bytes, arguments: list[str], binary: Path) -> Result:
    with tempfile.TemporaryDirectory(prefix="differential-") as name:
        folder = Path(name)
        operand, given = ("-", content) if way == "stream" else ("log-0.csv", b"")
        if way != "stream":
            (folder / operand).write_bytes(gzip.compress(content, 1, mtime=0) if way == "gz" else content)
        options = [argument for argument in arguments if not argument.startswith(("--threads", "--ranks"))]
        options += [way] if way.startswith("--") else []
        command = [binary, "correlate", *OUTPUTS, *options, "--", operand]
        try:
            done = subprocess.run(command, cwd=folder, input=given, capture_output=True, timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            raise Difference(f"{way}: did not end within {_SECONDS} s") from None
        return result(done.returncode, done.stderr.decode("utf-8", "replace"), folder)


def some_ways(rng: Random, are_all: bool) -> list[str]:
    """All ways, that of ranks, which are slow to start, seldom; or one of them now and then."""
    if are_all:
        return [way for way in WAYS if way != "--ranks=2" or rng.random() < 0.1]
    return [rng.choice(WAYS[:-1])] if rng.random() < 0.3 else []
