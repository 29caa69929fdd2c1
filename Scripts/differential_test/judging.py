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
from polluted_feeds import feed_content
from matrix import matrix_difference
from profiles import make_profiles, profile_difference
from rules import Record
from running import BAD_DATA, Difference, Outcome, run, write
from ways import Result, read, result, some_ways

_MINIMUM_BINS = 3
# Reasons for which rows are named among the rejects.
_FAULTS = ("open_quote", "field_count", "no_station", "free_docks", "bikes", "time")


@dataclass(frozen=True)
class Disguised:
    """A log in disguise, the run on it, and the first and last line of each of the draft's lines."""

    case: Case
    draft: Draft
    places: list[tuple[int, int]]


def make_disguised_case(seed: str, number: int) -> Disguised:
    rng = Random(f"{seed}/{number}")
    draft = make_disguised(rng)
    content, places = feed_content(draft) if draft.shape else draft.content()
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


def check_disguised(disguised: Disguised, binary: Path, in_all_ways: bool = False) -> Outcome:
    """Raises `Difference` when the log is read as what it is not, refused without need, or read otherwise in another way."""
    try:
        return _check(disguised, binary, in_all_ways)
    except Difference as difference:
        raise Difference(f"[{', '.join(disguised.draft.disguises)}] {difference}") from None


def _check(disguised: Disguised, binary: Path, in_all_ways: bool) -> Outcome:
    case, draft = disguised.case, disguised.draft
    with tempfile.TemporaryDirectory(prefix="differential-") as name:
        folder = Path(name)
        write(case, folder)
        found = result(*run(case, binary, folder, is_quiet=False), folder)
        left = sorted(path.name for path in folder.iterdir() if path.name != case.files[0].name)
        if found.code != 0 and left:
            raise Difference(f"refused, and left {', '.join(left)}")
    outcome = _judge(disguised, found)
    content = case.files[0].logs[0][1]
    for way in some_ways(Random(case.name), in_all_ways):
        other = read(way, content, case.arguments, binary)
        what = found.difference(other)
        if what is None:
            continue
        # Of a stream no place further on can be looked at before it is read: what is told of a log may be less.
        if not (draft.is_big and what == "code" and way in ("stream", "gz")):
            raise Difference(f"read by {way}: other {what}: {getattr(found, what)!r:.200}, {getattr(other, what)!r:.200}")
        _judge(disguised, other)
    return outcome


def _judge(disguised: Disguised, found: Result) -> Outcome:
    draft = disguised.draft
    if found.code == BAD_DATA:
        return _judge_refusal(draft, found.message)
    if found.code != 0:
        raise Difference(f"exit code {found.code}: {found.message.strip()}")
    if draft.verdict is Verdict.REFUSED:
        raise Difference("not refused")
    left_out = _left_out(disguised, found.rejects)
    counted = sum(found.counts["rows"]["left_out"][reason] for reason in _FAULTS)
    if counted != len(found.rejects):
        raise Difference(f"{counted} rows are counted as left out, {len(found.rejects)} are named")
    lost = [
        number for number, line in enumerate(draft.lines)
        if line.duty is Duty.NOTHING and line.record and number not in left_out
    ]
    if lost:
        raise Difference(f"line {disguised.places[lost[0]][0]} is no record, and not told ({len(lost)} such lines)")
    records = _kept(draft, left_out)
    difference = _difference(draft, records, found)
    if difference and not _is_told_otherwise(draft, records, found):
        raise Difference(difference)
    return Outcome(None, len(records), len(left_out))


def _judge_refusal(draft: Draft, message: str) -> Outcome:
    lines = message.splitlines()
    place = next((number for number, line in enumerate(lines) if line.startswith("velibcorr: error: ")), None)
    if place is None:
        raise Difference(f"refused without a message: {message!r}")
    if place + 1 == len(lines) or not lines[place + 1].startswith("  "):
        raise Difference(f"refused without advice: {lines[place]}")
    if draft.verdict is Verdict.READ:
        raise Difference(f"refused without need: {lines[place]}")
    return Outcome("in disguise")


def _left_out(disguised: Disguised, rows: list[list[str]]) -> set[int]:
    """Numbers of the draft's lines that are among the rejects: none that had to be read, and no two records in one."""
    gone: set[int] = set()
    for line, reason, row in rows:
        first = int(line)
        last = first + row.count("\n") + row.count("\r") - row.count("\r\n")
        found = [number for number, place in enumerate(disguised.places) if place[0] <= last and place[1] >= first]
        for number in found:
            if disguised.draft.lines[number].duty is Duty.READ:
                raise Difference(f"line {first} is left out ({reason}): {row[:200]!r}")
        # Two records in one line are one row.
        if len({disguised.places[number][0] for number in found if disguised.draft.lines[number].record}) > 1:
            raise Difference(f"one row is told where several are lost: line {first}, {row[:200]!r}")
        gone.update(found)
    return gone


def _kept(draft: Draft, left_out: set[int]) -> list[Record]:
    return [
        line.record for number, line in enumerate(draft.lines)
        if line.record is not None and line.duty is not Duty.NOTHING and number not in left_out
    ]


def _is_told_otherwise(draft: Draft, records: list[Record], found: Result) -> bool:
    """Is the log read in another way that is as good, and is that told?"""
    return draft.told in found.message and any(
        _difference(draft, [other(record) for record in records], found) is None for other in draft.others
    )


def _difference(draft: Draft, records: list[Record], found: Result) -> str | None:
    expected = make_profiles(records, draft.bins)
    return profile_difference(expected, found.profiles) or matrix_difference(
        expected, records, draft.bins, _MINIMUM_BINS, found.matrix
    )
