"""Runs velibcorr on a case and holds the outcome against what is due."""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from cases import Case
from expectation import Answer, Refusal, expect
from grammar import read_rows
from matrix import matrix_difference
from profiles import make_profiles, profile_difference

_SECONDS = 20
BAD_DATA = 65
MATRIX, PROFILES, REJECTS, SUMMARY = "matrix.csv", "profiles.csv", "rejects.csv", "summary.json"
OUTPUTS = [f"--output={MATRIX}", f"--profiles={PROFILES}", f"--rejects={REJECTS}", f"--summary={SUMMARY}"]


class Difference(Exception):
    """What velibcorr did, and what was due."""


@dataclass(frozen=True)
class Outcome:
    """How a case that passed ended, for the summary."""

    refused: str | None = None
    records: int = 0
    rejects: int = 0
    by_pandas: bool = False


def check(case: Case, binary: Path) -> Outcome:
    """Raises `Difference` or `ReadersDisagree` when the case fails."""
    try:
        return _check(case, binary)
    except Difference as difference:
        if case.is_damaged:
            raise Difference(f"damaged compressed file: neither refused nor read as if whole: {difference}") from None
        raise


def _check(case: Case, binary: Path) -> Outcome:
    due = expect(case.inputs, case.choice, case.rules, case.minimum_bins)
    with tempfile.TemporaryDirectory(prefix="differential-") as name:
        folder = Path(name)
        write(case, folder)
        code, message = run(case, binary, folder)
        if code == BAD_DATA:
            return _check_refusal(case, due, message, folder)
        if code != 0:
            raise Difference(f"exit code {code}: {message.strip()}")
        if isinstance(due, Refusal):
            raise Difference(f"not refused: {due.why}")
        _check_outputs(case, due, folder)
        if case.reads_profiles_again:
            _check_again(case, binary, folder)
    return Outcome(None, len(due.records), len(due.rejects), due.by_pandas)


def write(case: Case, folder: Path) -> None:
    for file in case.files:
        (folder / file.name).write_bytes(file.stored)


def command_line(case: Case, is_quiet: bool = True) -> list[str]:
    return ["correlate", *OUTPUTS, *(["-q"] if is_quiet else []), *case.arguments, "--", *case.operands]


def run(case: Case, binary: Path, folder: Path, is_quiet: bool = True) -> tuple[int, str]:
    """The exit code, and what was written to standard error."""
    command = [binary, *command_line(case, is_quiet)]
    stored = case.files[case.stdin].stored if case.stdin is not None else None
    try:
        if stored is None:
            done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS)
        elif case.is_piped:
            done = subprocess.run(command, cwd=folder, input=stored, capture_output=True, timeout=_SECONDS)
        else:
            with open(folder / case.files[case.stdin].name, "rb") as file:
                done = subprocess.run(command, cwd=folder, stdin=file, capture_output=True, timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        raise Difference(f"did not end within {_SECONDS} s") from None
    return done.returncode, done.stderr.decode("utf-8", "replace")


def _check_refusal(case: Case, due: Answer | Refusal, message: str, folder: Path) -> Outcome:
    # With several ranks, the line before says which of them failed.
    error = next((line for line in message.splitlines() if line.startswith("velibcorr: error: ")), None)
    if error is None:
        raise Difference(f"refused without a message: {message!r}")
    left = sorted(path.name for path in folder.iterdir() if path.name not in {file.name for file in case.files})
    if left:
        raise Difference(f"refused, and left {', '.join(left)}")
    if case.is_damaged:
        return Outcome("damaged")
    # The records of one station are never parted.
    if "--memory=10K" in case.arguments and "--memory" in message:
        return Outcome("memory")
    if due.may_refuse:
        return Outcome("no text")
    if isinstance(due, Answer):
        raise Difference(f"refused without need: {error}")
    missing = [words for words in due.mentions if words not in message]
    if missing and not any(all(words in message for words in mentions) for mentions in due.others):
        raise Difference(f"refusal of '{due.why}' does not mention {missing}: {message.strip()}")
    return Outcome(due.kind)


def _check_outputs(case: Case, due: Answer, folder: Path) -> None:
    bins = case.rules.bins
    expected = make_profiles(due.records, bins)
    difference = (
        _reject_difference(due, read_output(folder / REJECTS))
        or profile_difference(expected, read_output(folder / PROFILES)[1:])
        or matrix_difference(expected, due.records, bins, case.minimum_bins, read_output(folder / MATRIX))
    )
    if difference:
        raise Difference(difference)


def read_output(path: Path) -> list[list[str]]:
    """velibcorr's outputs are of the grammar of its inputs; pandas trips over NULs in a name."""
    return [row.fields for row in read_rows(path.read_bytes().decode("latin-1"), ",")]


def _reject_difference(due: Answer, rows: list[list[str]]) -> str | None:
    """Rows of one input come in the order of their lines; which input comes first is not looked at."""
    expected = [(reject.path, str(reject.line), reject.reason, reject.row) for reject in due.rejects]
    found = [tuple(row) for row in rows[1:]]
    for path in sorted({row[0] for row in expected + found}):
        due_here, found_here = ([row for row in side if row[0] == path] for side in (expected, found))
        for a, b in zip_longest(due_here, found_here):
            if a != b:
                return f"rejects: expected {a}, found {b} ({len(due_here)} expected of {path}, {len(found_here)} found)"
    return None


def _check_again(case: Case, binary: Path, folder: Path) -> None:
    """The profiles as an input give the same matrix, byte by byte."""
    options = [argument for argument in case.arguments if argument.startswith(("--bins", "--min-hours"))]
    again = subprocess.run(
        [binary, "correlate", PROFILES, "-o", "again.csv", "-q", *options],
        cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS,
    )
    if again.returncode != 0:
        raise Difference(f"profiles are no input: exit code {again.returncode}: {again.stderr.decode(errors='replace')}")
    if (folder / "again.csv").read_bytes() != (folder / MATRIX).read_bytes():
        raise Difference("profiles as an input give another matrix")
