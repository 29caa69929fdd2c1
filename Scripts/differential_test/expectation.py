"""What velibcorr must make of some inputs, worked out without it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

import regular
from columns import DELIMITERS, Choice, Layout, MissingColumn, find_layout, time_columns
from grammar import BLANKS, Row, read_rows
from profiles import bin_of
from rules import Fault, Record, Reject, Rules, read_records
from times import HOUR, Clock

_BYTE_ORDER_MARK = "\xef\xbb\xbf"
_MOST_SERIES_HOURS = 100_000
_SNIFFED = 256
_LOOKED_AT = 96
_LINES_ABOVE = 5


@dataclass(frozen=True)
class Input:
    """A file as it is given to velibcorr (`path`, or `-`), and the logs in it, with their names in an archive."""

    path: str
    logs: list[tuple[str | None, bytes]]


@dataclass(frozen=True)
class Refusal:
    """Exit code 65 is due; `mentions` has to be in the message."""

    kind: str
    why: str
    mentions: tuple[str, ...] = ()
    may_refuse: bool = False
    # Of several faults any may be told, in either way.
    others: tuple[tuple[str, ...], ...] = ()


@dataclass
class Answer:
    """A matrix is due, of these records. With `may_refuse`, a refusal is as good."""

    records: list[Record]
    rejects: list[Reject]
    may_refuse: bool = False
    by_pandas: bool = False


class NoHeader(Exception):
    """A file of nothing but blank lines."""


class ReadersDisagree(Exception):
    """pandas and the state machine differ about a file that was taken for regular: a fault of the test."""


def expect(inputs: list[Input], choice: Choice, rules: Rules, minimum_bins: int) -> Answer | Refusal:
    """Reads all inputs. Without a single usable record, or with one bad input, there is no matrix."""
    may_refuse = not all(_looks_like_text(content) for source in inputs for _, content in source.logs)
    answer = Answer([], [], may_refuse)
    try:
        opened = [log for source in inputs for log in _open_all(source, choice)]
    except MissingColumn as missing:
        return Refusal("without a column", f"no column of {missing}", (), may_refuse)
    except NoHeader:
        return Refusal("empty", "no header", (), may_refuse)
    refusals = [refusal for log in opened if (refusal := _add(log, answer, rules))]
    if refusals:
        others = tuple(mentions for refusal in refusals for mentions in (refusal.mentions, *refusal.others))
        return replace(refusals[0], others=others, may_refuse=answer.may_refuse)
    answer.by_pandas = all(log.is_by_pandas for log in opened)
    if rules.deduplicates:
        answer.records = list(_first_of_each(answer.records))
    return _refuse_useless(answer, rules, minimum_bins) or answer


def _add(log: _Log, answer: Answer, rules: Rules) -> Refusal | None:
    """Adds the records of a log, or says which fault ends its reading."""
    # A header that is not that of most rows is refused.
    foreign = sum(len(row.fields) != len(log.layout.header) for row in log.rows)
    answer.may_refuse = answer.may_refuse or 2 * foreign > len(log.rows) or _has_hour_24(log, rules)
    try:
        reading = read_records(log.rows, log.layout, rules, log.name, log.delimiter)
    except Fault as fault:
        return Refusal(
            fault.what, str(fault), (f"{log.name}, line {fault.line}", fault.what),
            others=(
                (f"{log.name}: {fault.what} in line {fault.line}:",),
                (f"{log.name}: its dates are written in two {fault.what}s",),
            ),
        )
    answer.records += reading.records
    answer.rejects += reading.rejects
    return None


def _has_hour_24(log: _Log, rules: Rules) -> bool:
    """Is 24 among the hours? Then they may be those from 1 to 24."""
    hour = log.layout.hour if rules.bins == "hour-of-day" else None
    return hour is not None and any(len(row.fields) > hour and row.fields[hour] == "24" for row in log.rows)


@dataclass(frozen=True)
class _Log:
    """A log with its header understood; `name` is the one that messages and rejects use."""

    name: str
    layout: Layout
    rows: list[Row]
    is_by_pandas: bool
    delimiter: str


def _open_all(source: Input, choice: Choice) -> list[_Log]:
    """The logs of an input. What else an archive holds is left aside, if there is any log."""
    found: list[_Log] = []
    trouble: MissingColumn | NoHeader | None = None
    for member, content in source.logs:
        path = "standard input" if source.path == "-" else source.path
        name = path if member is None else f"{path}: {member}"
        try:
            found.append(_open(name, content, choice))
        except (MissingColumn, NoHeader) as error:
            trouble = trouble or error
    if not found and trouble:
        raise trouble
    return found


def _open(name: str, content: bytes, choice: Choice) -> _Log:
    """The header is the first line, or one below lines of words; its delimiter is the first that finds the columns."""
    text = content.decode("latin-1").removeprefix(_BYTE_ORDER_MARK)
    missing: MissingColumn | None = None
    for place in range(_LINES_ABOVE + 1):
        for delimiter in DELIMITERS:
            first = list(islice(read_rows(text, delimiter), place + 1))
            above = first[:place]
            if len(first) <= place or any(re.match(r"\s*\d", field) for row in above for field in row.fields):
                continue
            try:
                layout = find_layout(first[place].fields, choice)
            except MissingColumn as error:
                missing = missing or error
                continue
            rows = list(islice(read_rows(text, delimiter), place + 1, None))
            by_pandas = place == 0 and regular.is_regular(text, delimiter)
            if by_pandas:
                rows = _confirmed(rows, text, delimiter)
            layout = layout if "hour" in choice.names else _without_vain_hour(layout, rows)
            layout = layout if "time" in choice.names else _with_times(layout, rows)
            return _Log(name, layout, rows, by_pandas, delimiter)
    raise missing or NoHeader()


def _without_vain_hour(layout: Layout, rows: list[Row]) -> Layout:
    """A column that is called so and holds no hours gives way to the time."""
    if layout.hour is None or layout.time is None:
        return layout
    values = [row.fields[layout.hour] for row in rows[:_LOOKED_AT] if len(row.fields) == len(layout.header)]
    hours = [value for value in values if value.isascii() and value.isdigit() and int(value) < 24]
    return layout if 2 * len(hours) >= len(values) else replace(layout, hour=None)


def _with_times(layout: Layout, rows: list[Row]) -> Layout:
    """A column that is called so and holds no time gives way to another of such a name."""
    rows = [row for row in rows[:_LOOKED_AT] if len(row.fields) == len(layout.header)]
    clock = Clock()
    for column in time_columns(layout.header) if layout.time is not None else []:
        if any(clock.read(row.fields[column].strip(BLANKS)) is not None for row in rows):
            return replace(layout, time=column)
    return layout


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
    """Else it may be taken for JSON, UTF-16 or binary data, and be refused. A stray control makes none of them."""
    text = content.removeprefix(_BYTE_ORDER_MARK.encode("latin-1")).lstrip()
    start = text[: max(len(text.splitlines()[0]) if text else 0, _SNIFFED)]
    odd = re.findall(rb"[\x00-\x08\x0e-\x1f\x7f-\xff]", start)
    has_controls = re.search(rb"[\x00-\x08\x0e-\x1f\x7f]", start)
    is_binary = has_controls and len(odd) * 8 > len(start)
    is_utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    return not is_binary and not is_utf16 and text[:1] not in (b"{", b"[")


def _first_of_each(records: list[Record]) -> Iterator[Record]:
    """Of the records of one station and time, the first."""
    seen = set()
    for record in records:
        key = (record.station, record.time)
        if key not in seen:
            seen.add(key)
            yield record


def _refuse_useless(answer: Answer, rules: Rules, minimum_bins: int) -> Refusal | None:
    usable = [record for record in answer.records if record.free_docks + record.bikes > 0]
    if not usable:
        return Refusal("without a record", "nothing usable", ("row",), answer.may_refuse)
    if rules.bins == "series":
        hours = [record.time // HOUR for record in usable]
        if max(hours) - min(hours) >= _MOST_SERIES_HOURS:
            return Refusal("too long a series", f"hours {min(hours)} to {max(hours)}", ("--since and --until",), answer.may_refuse)
    bins: dict[str, set[int]] = defaultdict(set)
    for record in usable:
        bins[record.station].add(bin_of(record, rules.bins))
    # Of a single station there is nothing to correlate, and no more is asked; numbers of rows may be taken for more.
    answer.may_refuse = answer.may_refuse or len(bins) == 1
    if len(bins) > 1 and sum(len(found) >= minimum_bins for found in bins.values()) == 0:
        return Refusal("too few hours", "every correlation is undefined", ("--min-hours",), answer.may_refuse)
    times = {record.time for record in usable}
    if len(bins) > 1 and None not in times and (len(times) == 1 or len(usable) <= len(bins)):
        return Refusal("one record each", "every correlation is undefined", ("--min-hours",), answer.may_refuse)
    return None
