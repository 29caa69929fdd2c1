"""What velibcorr must make of some inputs, worked out without it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import regular
from columns import DELIMITERS, Choice, Layout, MissingColumn, find_layout
from grammar import BLANKS, Row, read_rows
from rules import Fault, Record, Reject, Rules, read_records
from times import HOUR

_BYTE_ORDER_MARK = "\xef\xbb\xbf"
_MOST_SERIES_HOURS = 100_000
_SNIFFED = 4096


@dataclass(frozen=True)
class Input:
    """A file as it is given to velibcorr (`path`, or `-`), and the text that is in it."""

    path: str
    content: bytes
    is_packed: bool = False


@dataclass(frozen=True)
class Refusal:
    """Exit code 65 is due; `mentions` has to be in the message."""

    why: str
    mentions: tuple[str, ...] = ()


@dataclass
class Answer:
    """A matrix is due, of these records. With `may_refuse`, a refusal is as good."""

    records: list[Record]
    rejects: list[Reject]
    may_refuse: bool = False
    by_pandas: int = field(default=0)


class ReadersDisagree(Exception):
    """pandas and the state machine differ about a file that was taken for regular: a fault of the test."""


def expect(inputs: list[Input], choice: Choice, rules: Rules) -> Answer | Refusal:
    """Reads all inputs. Without a single usable record, or with one bad input, there is no matrix."""
    answer = Answer([], [])
    opened = []
    for source in inputs:
        try:
            opened.append((source, *_open(source, choice)))
        except MissingColumn as missing:
            return Refusal(f"no column: {missing}", (source.path,))
        except ValueError as empty:
            return Refusal(str(empty), (source.path,))
        answer.may_refuse |= not _looks_like_text(source.content)
    for source, layout, rows, by_pandas in opened:
        try:
            reading = read_records(rows, layout, rules, source.path)
        except Fault as fault:
            return Refusal(str(fault), (source.path, f"line {fault.line}", fault.what))
        answer.records += reading.records
        answer.rejects += reading.rejects
        answer.by_pandas += by_pandas
    if rules.deduplicates:
        answer.records = list(_first_of_each(answer.records))
    return _refuse_useless(answer, rules) or answer


def _open(source: Input, choice: Choice) -> tuple[Layout, list[Row], bool]:
    """Layout and rows behind the header; the delimiter is the first that finds the needed columns."""
    text = source.content.decode("latin-1").removeprefix(_BYTE_ORDER_MARK)
    missing: MissingColumn | None = None
    for delimiter in DELIMITERS:
        header = next(read_rows(text, delimiter), None)
        if header is None:
            continue
        try:
            layout = find_layout(header.fields, choice)
        except MissingColumn as error:
            missing = missing or error
            continue
        rows = list(islice(read_rows(text, delimiter), 1, None))
        by_pandas = regular.is_regular(text, delimiter)
        if by_pandas:
            rows = _confirmed(rows, text, delimiter)
        return layout, rows, by_pandas
    raise missing or ValueError("empty")


def _confirmed(rows: list[Row], text: str, delimiter: str) -> list[Row]:
    """Makes sure that pandas finds the same rows; their lines only the state machine knows."""
    fields = regular.read_regular(text, delimiter)[1:]
    for row, found in zip(rows, fields):
        if [field.strip(BLANKS) for field in row.fields] != found:
            raise ReadersDisagree(f"line {row.line}: {row.fields} and, by pandas, {found}")
    if len(rows) != len(fields):
        raise ReadersDisagree(f"{len(rows)} rows and, by pandas, {len(fields)}")
    return rows


def _looks_like_text(content: bytes) -> bool:
    """Else it may be taken for JSON, UTF-16 or binary data, and be refused."""
    start = content[:_SNIFFED].removeprefix(_BYTE_ORDER_MARK.encode("latin-1"))
    has_controls = re.search(rb"[\x00-\x08\x0e-\x1f\x7f]", start)
    return not has_controls and start.lstrip()[:1] not in (b"{", b"[") and start[:2] not in (b"\xff\xfe", b"\xfe\xff")


def _first_of_each(records: list[Record]) -> Iterator[Record]:
    """Of the records of one station and time, the first."""
    seen = set()
    for record in records:
        key = (record.station, record.time)
        if key not in seen:
            seen.add(key)
            yield record


def _refuse_useless(answer: Answer, rules: Rules) -> Refusal | None:
    usable = [record for record in answer.records if record.free_docks + record.bikes > 0]
    if not usable:
        return Refusal("nothing usable", ("row",))
    if rules.bins == "series":
        hours = [record.time // HOUR for record in usable]
        if max(hours) - min(hours) >= _MOST_SERIES_HOURS:
            return Refusal("series too long", ("--since and --until",))
    return None
