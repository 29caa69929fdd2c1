"""Holds velibcorr's Pearson, Spearman and Kendall matrices against pandas and SciPy over generated networks.

Networks have 1 to 500 stations, 2 to 1,300 bins, with and without missing bins, ties and constant profiles. Each
method's matrix is made by one thread and by three, and must be the same to the byte. Exits with 1 when any case
fails.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import shlex
import subprocess
import sys
import tempfile
import traceback
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from checking import Difference, check, command_line
from distances import WrongDistance, check_distances
from figures import write_figures
from intervals import WrongInterval, check_intervals
from libraries import METHODS
from networks import make_network

_SCRIPTS = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Failure:
    number: int
    what: str


def main() -> int:
    options = _parse(sys.argv[1:])
    if options.figures:
        write_figures(options.figures)
        return 0
    binary = options.binary or _built_binary()
    numbers = [options.case] if options.case is not None else range(options.cases)
    compared, failures = 0, []
    with multiprocessing.Pool(options.jobs) as pool:
        for result in pool.imap_unordered(partial(_run_one, options.seed, binary), numbers):
            if isinstance(result, Failure):
                failures.append(result)
                _tell(options, result)
            else:
                compared += result
    if options.case is None:
        try:
            compared += check_distances(options.seed, binary)
            compared += check_intervals(options.seed, binary)
        except (WrongDistance, WrongInterval) as wrong:
            failures.append(Failure(-1, str(wrong)))
            print(wrong)
    print(f"{len(numbers) - sum(failure.number >= 0 for failure in failures)} passed, {len(failures)} failed: {compared:,} correlations compared")
    return 1 if failures else 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="check-methods", description=__doc__)
    parser.add_argument("--cases", type=int, default=60, metavar="N", help="networks (%(default)s)")
    parser.add_argument("--seed", default="1", metavar="S", help="another seed makes other networks (%(default)s)")
    parser.add_argument("--case", type=int, metavar="N", help="only this network of the seed")
    parser.add_argument("--binary", type=lambda path: Path(path).resolve(), metavar="PATH", help="(built when not given)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="folder for the logs of failures (a new one in TMPDIR)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N", help="cases at a time (%(default)s)")
    parser.add_argument(
        "--figures", type=Path, metavar="FILE", help="only write the tests' reference figures, by the libraries installed"
    )
    return parser.parse_args(arguments)


def _built_binary() -> Path:
    built = subprocess.run([_SCRIPTS / "velibcorr", "--print-binary"], check=True, stdout=subprocess.PIPE, text=True)
    return Path(built.stdout.strip())


def _run_one(seed: str, binary: Path, number: int) -> int | Failure:
    try:
        return check(make_network(seed, number), binary)
    except Difference as difference:
        return Failure(number, str(difference))
    except Exception:
        # A defect of this script, or velibcorr that does not end.
        return Failure(number, traceback.format_exc())


def _tell(options: argparse.Namespace, failure: Failure) -> None:
    options.keep = options.keep or Path(tempfile.mkdtemp(prefix="check-methods-failures-"))
    folder = options.keep / f"{options.seed}-{failure.number}"
    folder.mkdir(parents=True, exist_ok=True)
    network = make_network(options.seed, failure.number)
    network.write(folder / "log.csv")
    print(f"case {failure.number} of seed {options.seed}: {failure.what}")
    for method in METHODS:
        print(f"  cd {folder} && velibcorr {shlex.join(command_line(network, method))}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
