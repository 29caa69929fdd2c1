"""The rules for rows: fields -> a record, or a reason to leave the row out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from columns import Choice, Layout, MissingColumn, decode, find_layout
from grammar import BLANKS, Row
from times import HOUR, Clock

# The words of a rejects file.
FIELD_COUNT = "another number of fields than the header"
NO_STATION = "no station"
FREE_DOCKS = "free docks are not a count"
BIKES = "bikes are not a count"
TIME = "time not understood"

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


def read_records(rows: Iterable[Row], layout: Layout, rules: Rules, path: str) -> Reading:
    """Holds each row behind the header against the rules."""
    reading = Reading()
    for row in rows:
        found = _record(row.fields, layout, rules)
        if isinstance(found, Record):
            if _is_in_period(found, rules):
                reading.records.append(found)
            continue
        names = [decode(name) for name in row.fields]
        if names == layout.header:
            continue
        if found in (FIELD_COUNT, FREE_DOCKS, BIKES) and _is_other_header(row.fields, names, layout, rules):
            raise Fault(row.line, "another header begins")
        if rules.is_strict:
            raise Fault(row.line, "expected")
        reading.rejects.append(Reject(path, row.line, found, row.raw))
    return reading


def _record(fields: list[str], layout: Layout, rules: Rules) -> Record | str:
    """The checks in the order in which a reason is told."""
    if len(fields) != len(layout.header):
        return FIELD_COUNT
    # Blanks within quotes belong to the station; but there must be more than blanks.
    station = fields[layout.station]
    if not station.strip(BLANKS):
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
    after = rules.since is None or record.time >= rules.since
    return after and (rules.until is None or record.time < rules.until)


def _is_other_header(fields: list[str], names: list[str], layout: Layout, rules: Rules) -> bool:
    """A header has no field that begins with a digit; and it names what is needed."""
    if any(field[:1] in "0123456789" and field for field in fields):
        return False
    clock = layout.time if layout.hour is None or rules.needs_time else layout.hour
    needed = (layout.station, layout.free_docks, layout.bikes, clock)
    if all(layout.header[column] in names for column in needed):
        return True
    try:
        find_layout(fields, Choice())
    except MissingColumn:
        return False
    return True
