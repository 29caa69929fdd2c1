"""Holds velibcorr's numbers against exact fractions, and its bytes under one kernel of BLAS against those under others."""

from __future__ import annotations

import argparse
import csv
import hashlib
import os
import random
import subprocess
import sys
import tempfile
from itertools import combinations
from pathlib import Path

from exact import METHODS, read_profiles
from networks import Network, networks

ROOT = Path(__file__).resolve().parent.parent.parent
KERNELS = ("Prescott", "Nehalem", "Sandybridge", "Haswell", "Zen", "SkylakeX")
OUTPUTS = ("matrix.csv", "matrix.npy", "pairs.csv", "neighbours.csv", "groups.csv", "profiles.csv")


def main() -> None:
    parser = argparse.ArgumentParser(prog="check-rounding", description=__doc__)
    parser.add_argument("--pairs", type=int, default=400, help="pairs of each matrix, by chance (400)")
    parser.add_argument("--binary", type=Path, help="(built when not given)")
    parser.add_argument("--library", type=Path, action="append", default=[], help="another BLAS to be used as well")
    options = parser.parse_args()
    binary = options.binary or build()
    faults = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for network in networks(binary, folder):
            for method in METHODS:
                faults += check(binary, network, method, options.pairs, options.library, folder)
    sys.exit(1 if faults else 0)


def build() -> Path:
    command = ["swift", "build", "--configuration", "release", "--product", "velibcorr", "--package-path", str(ROOT)]
    subprocess.run(command, check=True, stdout=sys.stderr)
    shown = subprocess.run([*command, "--show-bin-path"], check=True, capture_output=True, text=True).stdout
    return Path(shown.strip()) / "velibcorr"


def check(
    binary: Path, network: Network, method: str, pairs: int, libraries: list[Path], folder: Path
) -> int:
    """Prints a line; returns the number of faults."""
    variants = [{"OPENBLAS_CORETYPE": kernel} for kernel in KERNELS if runs(kernel)]
    variants += [{"LD_PRELOAD": str(library)} for library in libraries]
    digests = {tuple(variant.items()): run(binary, network, method, folder, variant) for variant in variants}
    others = [variant for variant, digest in digests.items() if digest != next(iter(digests.values()))]
    compared, wrong = compare(folder, method, pairs)
    words = f"{compared} numbers, {wrong} wrong; {len(variants)} kernels and libraries, {len(others)} with other bytes"
    print(f"{'ok   ' if not wrong and not others else 'FAULT'} {network.name}, {method}: {words} {others or ''}")
    return wrong + len(others)


def runs(kernel: str) -> bool:
    """Has this CPU what a kernel of OpenBLAS wants?"""
    flags = next((line.split() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("flags")), [])
    wanted = {"Sandybridge": ("avx",), "Haswell": ("avx2", "fma"), "Zen": ("avx2", "fma"), "SkylakeX": ("avx512vl",)}
    return all(flag in flags for flag in wanted.get(kernel, ()))


def run(binary: Path, network: Network, method: str, folder: Path, variant: dict[str, str]) -> str:
    """The digest of all outputs."""
    paths = [folder / output for output in OUTPUTS]
    matrix, npy, pairs, neighbours, groups, profiles = map(str, paths)
    command = [binary, network.log, *network.options, "--method", method, "-q", "-o", matrix, "--npy", npy]
    command += ["--pairs", pairs, "--top", "500", "--neighbours", "5", "--neighbours-output", neighbours]
    command += ["--groups", groups, "--profiles", profiles]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
    subprocess.run(command, check=True, env=environment | variant, stderr=subprocess.DEVNULL)
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def compare(folder: Path, method: str, count: int) -> tuple[int, int]:
    """Numbers of the matrix that were compared, and how many of them are wrong."""
    profiles = read_profiles(folder / "profiles.csv")
    with (folder / "matrix.csv").open(newline="") as lines:
        header, *rows = csv.reader(lines)
    places = {station: place for place, station in enumerate(header)}
    chosen = list(combinations(header[1:], 2))
    if len(chosen) > count:
        chosen = random.Random(count).sample(chosen, count)
    compared = wrong = 0
    for a, b in chosen:
        text = rows[places[a] - 1][places[b]]
        if not text:
            continue
        due = METHODS[method](profiles[a], profiles[b]).decimal(len(text.split(".")[1]))
        compared += 1
        wrong += text != due
    return compared, wrong


main()
