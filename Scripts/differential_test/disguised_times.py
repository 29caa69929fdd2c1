"""Times as they are written in the wild, and values that stand for no time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from drafts import Draft, Duty, Line, utc_seconds
from rules import Record
from times import DAY

_EPOCH = datetime(1970, 1, 1)
_COMMON = (
    "%Y/%m/%d %H:%M:%S", "%Y.%m.%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S+00:00",
    "%Y-%m-%d %H:%M:%S UTC", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S,%f", "%Y-%m-%d %I:%M:%S %p",
    "%Y-%m-%d %I:%M%p",
)
_COMPACT = (
    "%Y%m%d%H%M%S", "%Y%m%d%H%M", "%Y%m%dT%H%M%S", "%Y%m%dT%H%M%SZ", "%Y%m%dT%H%M", "%Y%m%d_%H%M%S", "%Y%m%d %H:%M:%S",
    "%Y%m%d%H",
)
_FOREIGN = ("%d %B %Y %H:%M", "%a, %d %b %Y %H:%M:%S GMT", "%b %d, %Y %I:%M:%S %p", "%d-%b-%y %H:%M")
_DATES = {
    "dmy": ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d-%m-%y", "%d.%m.%y"),
    "mdy": ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y", "%m-%d-%y"),
    "ymd": ("%y-%m-%d", "%y/%m/%d"),
}
_CLOCKS = (" %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", "T%H:%M:%S")
_NO_TIMES = (
    "1970-01-01 00:00:00", "1970-01-01T00:00:00Z", "1970-01-01 01:00:00", "0", "", "NULL", "None", "nan", "NaN", "\\N",
    "null", "NaT", "N/A", "0000-00-00 00:00:00", "0001-01-01 00:00:00", "9999-12-31 23:59:59", "-1", "1900-01-01 00:00:00",
    "0.0", "01/01/1970 00:00", "unknown", "1969-12-31 19:00:00",
)


def _common(draft: Draft) -> None:
    style = draft.rng.choice(_COMMON)
    draft.write_times(lambda moment: moment.strftime(style))
    draft.disguises.append(style)


def _compact(draft: Draft) -> None:
    style = draft.rng.choice(_COMPACT)
    draft.write_times(lambda moment: moment.strftime(style))
    draft.disguises.append(style)


def _epoch(draft: Draft) -> None:
    style = draft.rng.choice(("{}", "{}000", "{}.0", "{}.25", "{}000000", "{}123"))
    draft.write_times(lambda moment: style.format(utc_seconds(moment)))
    draft.disguises.append(style)


def _no_epoch(draft: Draft) -> None:
    """Numbers that are moments to some programs only: minutes, days of Excel, an exponent, tenths of seconds."""
    style = draft.rng.choice(("minutes", "excel", "exponent", "9 digits", "12 digits", "15 digits"))
    written = {
        "minutes": lambda seconds: str(seconds // 60), "excel": lambda seconds: f"{seconds / 86_400 + 25_569:.6f}",
        "exponent": lambda seconds: f"{seconds / 1e9:.9f}e9", "9 digits": lambda seconds: str(seconds // 10),
        "12 digits": lambda seconds: f"{seconds}00", "15 digits": lambda seconds: f"{seconds}00000",
    }[style]
    draft.write_times(lambda moment: written(utc_seconds(moment)))
    _allow_all(draft)
    draft.disguises.append(style)


def _ten_digits(draft: Draft) -> None:
    """Dates without separators of as many digits as seconds since 1970."""
    style = draft.rng.choice(("%y%m%d%H%M", "%d%m%Y%H", "%m%d%Y%H"))
    draft.write_times(lambda moment: moment.strftime(style))
    _allow_all(draft)
    draft.disguises.append(style)


def _hours(draft: Draft) -> None:
    """A column of hours in place of the time, of twelve beside AM or PM, or with the date in another column."""
    column = draft.column("time")
    way = draft.rng.choice(("24", "AM/PM", "0/1", "date", "date and pm"))
    if not way.startswith("date"):
        draft.bins = "hour-of-day"
    names = {"24": ["hour"], "AM/PM": ["hour", "ampm"], "0/1": ["hour", "pm"], "date": ["date", "hour"]}
    draft.names[column : column + 1] = names.get(way, ["date", "hour", "pm"])
    draft.kinds[column : column + 1] = ["time", "clock", "half"][: len(names.get(way, "dhp"))]
    for line in draft.lines:
        hour, half = f"{line.moment:%I}".lstrip("0"), line.moment.hour // 12
        line.cells[column : column + 1] = {
            "24": [str(line.moment.hour)], "AM/PM": [hour, ("AM", "PM")[half]], "0/1": [hour, str(half)],
            "date": [f"{line.moment:%Y-%m-%d}", str(line.moment.hour)],
            "date and pm": [f"{line.moment:%Y-%m-%d}", hour, str(half)],
        }[way]
    draft.disguises.append(way)


def _foreign(draft: Draft) -> None:
    style = draft.rng.choice(_FOREIGN)
    draft.write_times(lambda moment: moment.strftime(style))
    _allow_all(draft)
    draft.disguises.append(style)


def _allow_all(draft: Draft) -> None:
    """Not all logs can be read: but a row is read rightly, or left out."""
    draft.may_be_refused()
    for line in draft.lines:
        line.duty = Duty.MAY_GO


def _date_order(draft: Draft) -> None:
    """Dates in one order; where no date proves it, the run must say how they are read."""
    order = draft.rng.choice(("dmy", "dmy", "mdy", "mdy", "ymd"))
    date, clock = draft.rng.choice(_DATES[order]), draft.rng.choice(_CLOCKS)
    drop_zeros = draft.rng.random() < 0.2 and order != "ymd"
    draft.write_times(lambda moment: _written(moment, date, clock, drop_zeros))
    draft.disguises.append(date + clock)
    if draft.rng.random() < 0.15:
        draft.arguments.append(f"--date-order={order}")
        return
    texts = [_written(line.moment, date, "", False) for line in draft.lines]
    for other in ("dmy", "mdy", "ymd"):
        if other == order or (other == "ymd" and "%Y" in date):
            continue
        days = _days_otherwise(draft.lines, texts, other, has_long_year="%Y" in date)
        if days is not None:
            draft.others.append(partial(_on_another_day, days))
            draft.told = "--date-order"
            # Read in another order they may be so far apart that a series is refused.
            draft.may_be_refused()


def _written(moment: datetime, date: str, clock: str, drop_zeros: bool) -> str:
    text = moment.strftime(date)
    if drop_zeros:
        mark = next(mark for mark in "/.-" if mark in text)
        text = mark.join(part.lstrip("0") if len(part) == 2 and place < 2 else part
                         for place, part in enumerate(text.split(mark)))
    return text + moment.strftime(clock)


def _days_otherwise(lines: list[Line], texts: list[str], order: str, has_long_year: bool) -> dict[int, int] | None:
    """By day since 1970 the day that is read for it, were dates in this order; None where one of them cannot be."""
    year = "%Y" if has_long_year else "%y"
    form = {"dmy": f"%d-%m-{year}", "mdy": f"%m-%d-{year}", "ymd": f"{year}-%m-%d"}[order]
    days: dict[int, int] = {}
    for line, text in zip(lines, texts):
        try:
            day = datetime.strptime(text.replace("/", "-").replace(".", "-"), form)
        except ValueError:
            return None
        if not 1990 <= day.year <= 2100:
            return None
        days[line.record.time // DAY] = (day - _EPOCH).days
    return days


def _on_another_day(days: dict[int, int], record: Record) -> Record:
    return replace(record, time=days[record.time // DAY] * DAY + record.time % DAY)


def _date_and_clock(draft: Draft) -> None:
    """Date and time of day in columns of their own."""
    column = draft.column("time")
    date = draft.rng.choice(("%Y-%m-%d", "%Y/%m/%d"))
    clock = draft.rng.choice(("%H:%M:%S", "%H:%M"))
    draft.names[column : column + 1] = ["date", draft.rng.choice(("time", "heure_releve", "Time"))]
    draft.kinds[column : column + 1] = ["time", "clock"]
    for line in draft.lines:
        line.cells[column : column + 1] = [line.moment.strftime(date), line.moment.strftime(clock)]


def _no_times(draft: Draft) -> None:
    """Some rows without a time, however that is written."""
    value = draft.rng.choice(_NO_TIMES)
    rows = draft.some_rows(draft.rng.choice((0.01, 0.1, 0.3)))
    draft.rewrite("time", rows, lambda _: value)
    for row in rows:
        draft.lines[row].duty = Duty.NOTHING
    draft.disguises.append(repr(value))


def _cut_times(draft: Draft) -> None:
    """Some times cut short, at either end: left out, or read as what they were."""
    rows = draft.some_rows(0.05)
    count = draft.rng.randrange(1, 12)
    if draft.rng.random() < 0.5:
        draft.rewrite("time", rows, lambda text: text[count:])
    else:
        draft.rewrite("time", rows, lambda text: text[:-count])
    for row in rows:
        draft.lines[row].duty = Duty.MAY_GO
    draft.may_be_refused()


def _midnights_without_clock(draft: Draft) -> None:
    """As spreadsheets write them."""
    column = draft.column("time")
    for line in draft.lines:
        if line.moment.hour == 0 and line.moment.minute == 0:
            line.cells[column] = line.cells[column][:10]
            line.duty = Duty.MAY_GO


# In one form, that is read, and in one column.
PLAIN_TIMES = (_common, _compact, _epoch)
TIMES = (
    _common, _compact, _epoch, _no_epoch, _ten_digits, _hours, _hours, _foreign, _date_order, _date_order, _date_order, _date_order, _date_and_clock,
    _no_times, _no_times, _cut_times, _midnights_without_clock,
)
