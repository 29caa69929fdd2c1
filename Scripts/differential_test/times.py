"""Time stamps in the formats that velibcorr documents, as microseconds of local time since 1970."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

_EPOCH = re.compile(r"([0-9]{10}|[0-9]{13}|[0-9]{16}|[0-9]{19})(?:[.,]([0-9]+))?")
_COMPACT = re.compile(
    r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?P<hour>[0-9]{2})(?:(?P<minute>[0-9]{2})(?P<second>[0-9]{2})?)?"
)
_DATE = r"(?:(?P<year>[0-9]{4})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})"
_REVERSED_DATE = r"|(?P<day2>[0-9]{1,2})(?P<mark2>[-/.])(?P<month2>[0-9]{1,2})(?P=mark2)(?P<year2>[0-9]{4}|[0-9]{2}))"
# An hour alone has two digits, else it may be cut.
_CLOCK = r"(?P<hour>[0-9]{1,2}(?=:)|[0-9]{2})(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]+))?)?)?"
_OFFSET = r"(?: ?(?:(?P<utc>Z|UTC)|(?P<sign>[+-])(?P<hours>[0-9]{2})(?::?(?P<minutes>[0-9]{2}))?))?"
_WRITTEN = re.compile(_DATE + _REVERSED_DATE + "[T ] ?" + _CLOCK + _OFFSET)

_LONG_YEAR = re.compile(r"[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}(?:[T ,]|\Z)")
_SHORT_DATE = re.compile(
    r"(?P<first>[0-9]{1,2})(?P<mark>[-/.])[0-9]{1,2}(?P=mark)(?P<year>[0-9]{4}|[0-9]{2})(?:[T ,]|\Z)"
)

_MICROSECONDS = {10: 1_000_000, 13: 1000, 16: 1}
_SECOND = 1_000_000
DAY = 86_400 * _SECOND
HOUR = 3600 * _SECOND
_FIRST_DAY = date(1970, 1, 1)
# There were no logs before, and there are none yet.
_FIRST, _LAST = ((date(year, 1, 1) - _FIRST_DAY).days * DAY for year in (1990, 2101))


@dataclass(frozen=True)
class Clock:
    """Reads time stamps; `zone` is that of `--timezone`."""

    zone: ZoneInfo | None = None
    # What separates the numbers of the log's dates, where they begin with a year of four digits: of two, it is cut.
    long_year_mark: str | None = None
    # Have the log's dates two digits for days below ten? One is what is left of two.
    is_padded: bool = False
    # Do dates decide the order of day and month? Then one that only another order can read ends the run.
    is_order_found: bool = False

    def of_log(self, texts: list[str]) -> Clock:
        """The clock for a log of these times."""
        long_years = Counter(match[1] for text in texts if (match := _LONG_YEAR.match(text)))
        short = [match for text in texts if (match := _SHORT_DATE.match(text))]
        mark = max(long_years, key=long_years.get) if long_years else None
        if mark and 10 * sum(match["mark"] == mark and len(match["year"]) == 2 for match in short) >= long_years[mark]:
            mark = None
        padded = sum(match["first"].startswith("0") for match in short)
        one_digit = sum(len(match["first"]) == 1 for match in short)
        return replace(self, long_year_mark=mark, is_padded=padded > 0 and 20 * one_digit < padded, is_order_found=bool(short))

    def read(self, text: str) -> int | None:
        # Ten digits that read as a date are one.
        compact = _COMPACT.fullmatch(text)
        written = compact and _written(compact.groupdict("0"))
        if written:
            return written
        epoch = _epoch(text)
        if epoch is not None:
            return self._local(epoch)
        match = _WRITTEN.fullmatch(text)
        if not match:
            return None
        part = {name: value for name, value in match.groupdict().items() if value is not None}
        if "year2" in part and (
            len(part["year2"]) == 2 and part["mark2"] == self.long_year_mark or self.is_padded and len(part["day2"]) == 1
        ):
            return None
        written = _written(part)
        if written is None:
            return None
        offset = _offset(part)
        if offset is False:
            return None
        return written if offset is None or self.zone is None else self._local(written - offset * _SECOND)

    def contradicts(self, text: str) -> bool:
        """Is it a date with the month first?"""
        match = _WRITTEN.fullmatch(text)
        if not self.is_order_found or not match or not match["month2"] or match["utc"] or match["sign"]:
            return False
        swapped = f"{match['month2']}{match['mark2']}{match['day2']}{text[match.end('month2'):]}"
        return self.read(text) is None and self.read(swapped) is not None

    def read_bound(self, text: str) -> int | None:
        """A bound of `--since` or `--until`, which may be a day."""
        time = self.read(text)
        return self.read(text + " 00:00") if time is None else time

    def _local(self, utc: int) -> int:
        if self.zone is None:
            return utc
        seconds = utc // _SECOND
        moment = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=seconds)
        shift = moment.astimezone(self.zone).utcoffset()
        return utc + int(shift.total_seconds()) * _SECOND


def _epoch(text: str) -> int | None:
    match = _EPOCH.fullmatch(text)
    if not match:
        return None
    if len(match[1]) == 19:
        found = int(match[1]) // 1000
        return found if not match[2] and _FIRST <= found < _LAST else None
    scale = _MICROSECONDS[len(match[1])]
    if match[2] and scale == 1:
        return None
    found = int(match[1]) * scale + _millionths(match[2]) * scale // _SECOND
    return found if _FIRST <= found < _LAST else None


def _millionths(digits: str | None) -> int:
    """What is finer than a microsecond is cut off."""
    return int((digits or "0")[:6].ljust(6, "0"))


def _written(part: dict[str, str]) -> int | None:
    """The moment as written. Nothing was recorded before 1970."""
    try:
        year = part.get("year") or part["year2"]
        day = date(
            int(year) + (2000 if len(year) == 2 else 0), int(part.get("month") or part["month2"]),
            int(part.get("day") or part["day2"]),
        )
    except ValueError:
        return None
    hour, minute, second = (int(part.get(name, "0")) for name in ("hour", "minute", "second"))
    if not 1990 <= day.year <= 2100 or hour > 23 or minute > 59 or second > 59:
        return None
    seconds = ((day - _FIRST_DAY).days * 24 + hour) * 3600 + minute * 60 + second
    return seconds * _SECOND + _millionths(part.get("fraction"))


def _offset(part: dict[str, str]) -> int | None | bool:
    """Seconds east of UTC; None where none is written; False for what is none."""
    if "utc" in part:
        return 0
    if "sign" not in part:
        return None
    hours, minutes = int(part["hours"]), int(part.get("minutes", "0"))
    if hours > 23 or minutes > 59:
        return False
    return (hours * 3600 + minutes * 60) * (-1 if part["sign"] == "-" else 1)
