"""Compares velibcorr with an independent reader over generated and mutated logs.

Each file either gives the rows kept, the rows left out, the profiles and the matrix that pandas and plain
Python find, or it is refused where a refusal is due. Every other file is a log in disguise, whose records are
known before it is written. Exits with 1 when any case fails.
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
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cases import Case, make_case
from expectation import ReadersDisagree
from judging import check_disguised, make_disguised_case
from running import Difference, Outcome, check, command_line, write

_SCRIPTS = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Failure:
    number: int
    what: str


def main() -> int:
    options = _parse(sys.argv[1:])
    binary = options.binary or _built_binary()
    can_deduplicate = _can_deduplicate(binary)
    run = partial(_run_one, options.seed, binary, can_deduplicate, options.ways)
    keep: Path | None = options.keep
    numbers = [options.case] if options.case is not None else range(options.files)
    if options.polluted:
        numbers = [2 * number + 1 for number in numbers]
    outcomes: list[Outcome] = []
    failures: list[Failure] = []
    with multiprocessing.Pool(options.jobs) as pool:
        for result in pool.imap_unordered(run, numbers, chunksize=4):
            if isinstance(result, Outcome):
                outcomes.append(result)
                continue
            failures.append(result)
            keep = keep or Path(tempfile.mkdtemp(prefix="differential-failures-"))
            _tell(_case(options.seed, result.number, can_deduplicate), result, keep / f"{options.seed}-{result.number}")
    _summarise(outcomes)
    print(f"{len(outcomes)} passed, {len(failures)} failed")
    return 1 if failures else 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="differential", description=__doc__)
    parser.add_argument("--files", type=int, default=300, metavar="N", help="cases, most of one file (%(default)s)")
    parser.add_argument("--seed", default="1", metavar="S", help="another seed makes other files (%(default)s)")
    ways = "read each log in disguise by 1, 2, 4 threads, as a stream, compressed, some by 2 ranks"
    parser.add_argument("--ways", action="store_true", help=ways)
    parser.add_argument("--polluted", action="store_true", help="only logs in disguise, whose records are known")
    parser.add_argument("--case", type=int, metavar="N", help="only this case of the seed")
    parser.add_argument("--binary", type=lambda path: Path(path).resolve(), metavar="PATH", help="(built when not given)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="folder for the files of failures (a new one in TMPDIR)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N", help="cases at a time (%(default)s)")
    return parser.parse_args(arguments)


def _built_binary() -> Path:
    built = subprocess.run([_SCRIPTS / "velibcorr", "--print-binary"], check=True, stdout=subprocess.PIPE, text=True)
    return Path(built.stdout.strip())


def _can_deduplicate(binary: Path) -> bool:
    text = subprocess.run([binary, "help", "correlate"], check=True, stdout=subprocess.PIPE, text=True).stdout
    return "--deduplicate" in text


def _is_disguised(number: int) -> bool:
    """Every other case is a log in disguise, whose records are known; the others are read by the reference."""
    return number % 2 == 1


def _case(seed: str, number: int, can_deduplicate: bool) -> Case:
    return make_disguised_case(seed, number).case if _is_disguised(number) else make_case(seed, number, can_deduplicate)


def _run_one(seed: str, binary: Path, can_deduplicate: bool, in_all_ways: bool, number: int) -> Outcome | Failure:
    try:
        if _is_disguised(number):
            return check_disguised(make_disguised_case(seed, number), binary, in_all_ways)
        return check(make_case(seed, number, can_deduplicate), binary)
    except (Difference, ReadersDisagree) as failure:
        return Failure(number, str(failure))
    except Exception:
        # A fault of the test itself must not pass for agreement, nor hide the other cases.
        return Failure(number, traceback.format_exc())


def _tell(case: Case, failure: Failure, folder: Path) -> None:
    """Keeps the files of a failure and says how to get there again."""
    folder.mkdir(parents=True, exist_ok=True)
    write(case, folder)
    command = shlex.join(["velibcorr", *command_line(case)])
    if case.stdin is not None:
        command += f" < {case.files[case.stdin].name}"
    print(f"case {case.name}: {failure.what}\n  cd {shlex.quote(str(folder))}; {command}", flush=True)


def _summarise(outcomes: list[Outcome]) -> None:
    read = [outcome for outcome in outcomes if outcome.refused is None]
    print(
        f"{len(read)} read ({sum(outcome.by_pandas for outcome in read)} by pandas, the others by the state machine): "
        f"{sum(outcome.records for outcome in read):,} records, {sum(outcome.rejects for outcome in read):,} rows left out"
    )
    refused = Counter(outcome.refused for outcome in outcomes if outcome.refused is not None)
    print(f"{refused.total()} refused: {', '.join(f'{count} {why}' for why, count in refused.most_common())}")


if __name__ == "__main__":
    sys.exit(main())
