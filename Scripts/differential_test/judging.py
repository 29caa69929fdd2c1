"""Holds what velibcorr made of a log in disguise against the records that are known to be in it."""

from __future__ import annotations

import gzip
import tempfile
from dataclasses import dataclass
from pathlib import Path
from random import Random

from cases import Case, File
from disguises import make_disguised
from drafts import Draft, Duty, Verdict
from matrix import matrix_difference
from profiles import make_profiles, profile_difference
from rules import Record
from running import BAD_DATA, MATRIX, PROFILES, REJECTS, Difference, Outcome, read_output, run, write

_MINIMUM_BINS = 3


@dataclass(frozen=True)
class Disguised:
    """A log in disguise, the run on it, and the first and last line of each of the draft's lines."""

    case: Case
    draft: Draft
    places: list[tuple[int, int]]


def make_disguised_case(seed: str, number: int) -> Disguised:
    rng = Random(f"{seed}/{number}")
    draft = make_disguised(rng)
    content, places = draft.content()
    is_packed = rng.random() < 0.04
    name = "log-0.csv.gz" if is_packed else "log-0.csv"
    stored = gzip.compress(content, 1, mtime=0) if is_packed else content
    case = Case(f"{seed}/{number}", [File(name, stored, [(None, content)], is_packed)], list(draft.arguments))
    case.arguments += [f"--bins={draft.bins}"] if draft.bins != "hour-of-day" else []
    case.arguments += [f"--threads={rng.randrange(1, 4)}"] if rng.random() < 0.2 else []
    case.arguments += ["--ranks=2"] if rng.random() < 0.005 else []
    if rng.random() < 0.06:
        case.stdin, case.is_piped = 0, rng.random() < 0.5
    return Disguised(case, draft, places)


def check_disguised(disguised: Disguised, binary: Path) -> Outcome:
    """Raises `Difference` when the log is read as what it is not, or refused without need."""
    try:
        return _check(disguised, binary)
    except Difference as difference:
        raise Difference(f"[{', '.join(disguised.draft.disguises)}] {difference}") from None


def _check(disguised: Disguised, binary: Path) -> Outcome:
    draft = disguised.draft
    with tempfile.TemporaryDirectory(prefix="differential-") as name:
        folder = Path(name)
        write(disguised.case, folder)
        code, message = run(disguised.case, binary, folder, is_quiet=False)
        if code == BAD_DATA:
            return _check_refusal(disguised, message, folder)
        if code != 0:
            raise Difference(f"exit code {code}: {message.strip()}")
        if draft.verdict is Verdict.REFUSED:
            raise Difference("not refused")
        left_out = _left_out(disguised, read_output(folder / REJECTS))
        records = _kept(draft, left_out)
        difference = _difference(draft, records, folder)
        if difference and not _is_told_otherwise(draft, message, records, folder):
            raise Difference(difference)
    return Outcome(None, len(records), len(left_out))


def _check_refusal(disguised: Disguised, message: str, folder: Path) -> Outcome:
    lines = message.splitlines()
    place = next((number for number, line in enumerate(lines) if line.startswith("velibcorr: error: ")), None)
    if place is None:
        raise Difference(f"refused without a message: {message!r}")
    if place + 1 == len(lines) or not lines[place + 1].startswith("  "):
        raise Difference(f"refused without advice: {lines[place]}")
    left = sorted(path.name for path in folder.iterdir() if path.name != disguised.case.files[0].name)
    if left:
        raise Difference(f"refused, and left {', '.join(left)}")
    if disguised.draft.verdict is Verdict.READ:
        raise Difference(f"refused without need: {lines[place]}")
    return Outcome("in disguise")


def _left_out(disguised: Disguised, rows: list[list[str]]) -> set[int]:
    """Numbers of the draft's lines that are among the rejects: none that had to be read."""
    gone: set[int] = set()
    for _, line, reason, row in rows[1:]:
        first = int(line)
        last = first + row.count("\n") + row.count("\r") - row.count("\r\n")
        found = [number for number, place in enumerate(disguised.places) if place[0] <= last and place[1] >= first]
        for number in found:
            if disguised.draft.lines[number].duty is Duty.READ:
                raise Difference(f"line {first} is left out ({reason}): {row[:200]!r}")
        gone.update(found)
    return gone


def _kept(draft: Draft, left_out: set[int]) -> list[Record]:
    return [
        line.record for number, line in enumerate(draft.lines)
        if line.record is not None and line.duty is not Duty.NOTHING and number not in left_out
    ]


def _is_told_otherwise(draft: Draft, message: str, records: list[Record], folder: Path) -> bool:
    """Is the log read in another way that is as good, and is that told?"""
    return draft.told in message and any(
        _difference(draft, [other(record) for record in records], folder) is None for other in draft.others
    )


def _difference(draft: Draft, records: list[Record], folder: Path) -> str | None:
    expected = make_profiles(records, draft.bins)
    return profile_difference(expected, read_output(folder / PROFILES)[1:]) or matrix_difference(
        expected, records, draft.bins, _MINIMUM_BINS, read_output(folder / MATRIX)
    )
