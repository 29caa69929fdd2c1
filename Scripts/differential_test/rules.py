"""The rules for rows: fields -> a record, or a reason to leave the row out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from columns import Layout
from grammar import BLANKS, Row, read_rows
from headers import NOTHING, has_needed, header_again
from times import HOUR, Clock

# The words of a rejects file.
FIELD_COUNT = "another number of fields than the header"
NO_STATION = "no station"
FREE_DOCKS = "free docks are not a count"
BIKES = "bikes are not a count"
TIME = "time not understood"
QUOTE = "a quote that nothing closes in its line"

_COUNT = re.compile(r"([0-9]{1,6})(?:\.0+)?")


@dataclass(frozen=True)
class Rules:
    """The options that rows are held against; times in microseconds of local time."""

    clock: Clock = Clock()
    bins: str = "hour-of-day"
    since: int | None = None
    until: int | None = None
    deduplicates: bool = False
    is_strict: bool = False

    @property
    def needs_time(self) -> bool:
        return self.bins != "hour-of-day" or self.since is not None or self.until is not None or self.deduplicates


@dataclass(frozen=True, slots=True)
class Record:
    station: str
    free_docks: int
    bikes: int
    hour: int
    time: int | None


@dataclass(frozen=True, slots=True)
class Reject:
    path: str
    line: int
    reason: str
    row: str


@dataclass
class Reading:
    """What a file says: the records (of closed stations too), and the rows left out."""

    records: list[Record] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


class Fault(Exception):
    """A row that ends the run."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(f"line {line}: {what}")
        self.line = line
        self.what = what


def read_records(rows: Iterable[Row], layout: Layout, rules: Rules, path: str, delimiter: str) -> Reading:
    """Holds each row behind the header against the rules."""
    reading = Reading()
    rows = list(rows)
    if layout.time is not None:
        texts = [row.fields[layout.time].strip(BLANKS) for row in rows if len(row.fields) == len(layout.header)]
        rules = replace(rules, clock=rules.clock.of_log(texts))
    for row in rows:
        if row.lines > 1 and (
            row.is_open or _holds_rows(row.fields, layout, delimiter) or _swallows_a_record(row, layout, delimiter)
        ):
            raise Fault(row.line, "a quote opens here")
        found = QUOTE if row.is_open else _record(row, layout, rules, delimiter)
        if isinstance(found, Record):
            if _is_in_period(found, rules):
                reading.records.append(found)
            continue
        is_timed = layout.hour is None or rules.needs_time
        if found == TIME and is_timed and rules.clock.contradicts(row.fields[layout.time].strip(BLANKS)):
            raise Fault(row.line, "order")
        if found != TIME:
            again = header_again(row.fields, layout)
            if again == "same":
                continue
            if again == "changed":
                raise Fault(row.line, "another header begins")
        if rules.is_strict:
            raise Fault(row.line, "expected")
        reading.rejects.append(Reject(path, row.line, found, row.raw))
    return reading


def _record(row: Row, layout: Layout, rules: Rules, delimiter: str) -> Record | str:
    """The checks in the order in which a reason is told."""
    fields = row.fields
    if len(fields) != len(layout.header):
        return QUOTE if row.lines > 1 else FIELD_COUNT
    places = [place for column, place in row.gone_on if column == len(fields) - 1]
    if any(_begins_with_record(row.raw[place:], layout, delimiter) for place in places):
        return QUOTE
    if row.lines > 1 and _is_broken(fields, layout, delimiter):
        return QUOTE
    station = _identifier(fields[layout.station])
    # The parser goes on behind a closing quote as if it were text, and no writer puts a quote there: whatever name
    # comes of it (other readers of CSV make other names) is damage.
    if not station or '"' in station and layout.station in (column for column, _ in row.gone_on):
        return NO_STATION
    free_docks, bikes = _count(fields[layout.free_docks]), _count(fields[layout.bikes])
    if free_docks is None:
        return FREE_DOCKS
    if bikes is None:
        return BIKES
    # A column of the hour goes before the hour of a time stamp, for hours of the day.
    hour: int | None = None
    if layout.hour is not None and rules.bins == "hour-of-day":
        hour = _count(fields[layout.hour])
        if hour is None or hour > 23:
            return TIME
    time: int | None = None
    if hour is None or rules.needs_time:
        time = rules.clock.read(fields[layout.time].strip(BLANKS))
        if time is None:
            return TIME
    return Record(station, free_docks, bikes, time // HOUR % 24 if hour is None else hour, time)


def _count(text: str) -> int | None:
    match = _COUNT.fullmatch(text.strip(BLANKS))
    return int(match[1]) if match else None


def _is_in_period(record: Record, rules: Rules) -> bool:
    return (rules.since is None or record.time >= rules.since) and (rules.until is None or record.time < rules.until)


_DIRT = (
    r"(?:[\x00-\x20\x7f]|\xc2\xa0|\xef\xbb\xbf|\xe2\x80[\x80-\x8f\xaf]|\xe2\x81\xa0|\xe3\x80\x80)*"
)
_DIRT_AT_END = _DIRT.replace(r"\x7f]", r"\x7f\\]")
# As bytes.
_QUOTES = [
    tuple(side.encode().decode("latin-1") for side in pair)
    for pair in ('""', "''", "``", ('="', '"'), "\u201c\u201d", "\u201e\u201c", "\u2018\u2019", "\xab\xbb")
]


def _is_within(text: str, left: str, right: str) -> bool:
    return text.startswith(left) and text.endswith(right) and len(text) >= len(left + right)


def _identifier(text: str) -> str:
    """Without what stands around it by accident; `7.0` is 7. Empty where nothing is left, or a word for nothing."""
    before = None
    while text != before:
        before = text
        text = re.sub(rf"^{_DIRT}|{_DIRT_AT_END}$", "", text)
        pair = next((pair for pair in _QUOTES if _is_within(text, *pair)), None)
        if pair:
            text = text[len(pair[0]) : len(text) - len(pair[1])]
        elif text.count('"') == 1 and len(text) > 1:
            text = text.removeprefix('"') if text.startswith('"') else text.removesuffix('"')
    text = re.sub(r"^([0-9]+)\.0+$", r"\1", text)
    return "" if text.lower() in NOTHING or "\0" in text or re.fullmatch('[0-9]+"[0-9]+', text) else text


def _holds_rows(fields: list[str], layout: Layout, delimiter: str) -> bool:
    """Is the line in which a field begins a whole row, are those that follow, and the last with what is behind?"""
    whole = len(layout.header) - 1
    for column, field in enumerate(fields):
        counts = [line.count(delimiter) for line in field.split("\n")]
        if (
            len(counts) > 1 and column + counts[0] == whole and all(count == whole for count in counts[1:-1])
            and counts[-1] + len(fields) - 1 - column == whole
        ):
            return True
    return False


def _swallows_a_record(row: Row, layout: Layout, delimiter: str) -> bool:
    """Is a line after the first a record by itself, where a quote is out of order or the first line a whole row?"""
    is_stray = _has_stray_quote(row.raw, delimiter)
    begins = [(column, re.split(r"[\r\n]", field)) for column, field in enumerate(row.fields)]
    whole = len(layout.header) - 1
    if not is_stray and not any(len(lines) > 1 and column + lines[0].count(delimiter) == whole for column, lines in begins):
        return False
    first = re.split(r"[\r\n]", row.raw)[0]
    if is_stray and '"' in first and len(first) <= 200 * len(layout.header):
        if has_needed(first.replace('"', "", 1), layout, delimiter):
            return True
    for line in re.split(r"[\r\n]", row.raw)[1:]:
        if is_stray and has_needed(line, layout, delimiter):
            return True
        row = next(read_rows(line, delimiter), None) if is_stray or line.count('"') % 2 == 0 else None
        if row is not None and _is_record(row, layout, is_stray):
            return True
    return False


def _begins_with_record(text: str, layout: Layout, delimiter: str) -> bool:
    """Is what stands behind a closing quote another record, which would be lost in the field that the quote closes?"""
    row = next(read_rows(text, delimiter), None)
    return row is not None and _is_record(row, layout, True)


def _is_record(row: Row, layout: Layout, is_likely: bool) -> bool:
    """Where a quote is out of order, what would be left out as a row of its own is lost as well: `is_likely`."""
    if len(row.fields) != len(layout.header) or row.is_open or not _identifier(row.fields[layout.station]):
        return False
    counts = (row.fields[layout.free_docks], row.fields[layout.bikes])
    if is_likely:
        return all(len(count) <= 12 and re.search("[0-9]", count) for count in counts)
    return None not in map(_count, counts)


def _has_stray_quote(raw: str, delimiter: str) -> bool:
    """A quote within quotes that is not doubled, or one in a field that does not begin with it."""
    in_order = rf'(?:[\x00-\x20]*"(?:[^"]|"")*"(?=[\x00-\x20]|{re.escape(delimiter)}|$)[\x00-\x20]*|[^"{re.escape(delimiter)}]*)'
    return '"' in raw and not re.fullmatch(rf"{in_order}(?:{re.escape(delimiter)}{in_order})*", raw, re.DOTALL)


def _is_broken(fields: list[str], layout: Layout, delimiter: str) -> bool:
    """A line end in a field that is needed; a short identifier may have one."""
    for column in (layout.station, layout.free_docks, layout.bikes, layout.hour, layout.time):
        if column is None or not set("\r\n") & set(fields[column]):
            continue
        if column != layout.station or len(fields[column]) > 100 or delimiter in fields[column]:
            return True
    return False
