"""Times that change their way in the middle of a log, and clocks that tell half of the truth."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from drafts import Draft, utc_seconds

_EPOCH = datetime(1970, 1, 1)
_STYLES = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S+02:00", "%Y-%m-%d %H:%M", "%Y%m%d%H%M%S",
    "%Y%m%d%H%M", "%Y/%m/%d %H:%M:%S",
    "%Y-%m-%d %I:%M:%S %p", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d.%m.%Y %H:%M", "%y-%m-%d %H:%M:%S",
    "%d %b %Y %H:%M", "s", "ms", "us", "s.f",
    "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%d %H:%M:%S, %f", "%a, %d %b %Y %H:%M:%S GMT", "%Y-%m-%d %H", "%Y%m%d%H",
    "%y%m%d%H%M",
)
_SHORT_ORDERS = (("%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"), ("%d-%m-%y %H:%M", "%m-%d-%y %H:%M"))


def _written(moment: datetime, style: str) -> str:
    seconds = utc_seconds(moment)
    epochs = {"s": f"{seconds}", "ms": f"{seconds}000", "us": f"{seconds}000000", "s.f": f"{seconds}.5"}
    return epochs.get(style) or moment.strftime(style)


def _stretched(draft: Draft) -> None:
    """The same polls, over some months: dates prove their order."""
    hours = draft.rng.choice((31, 53)) if not draft.is_big else 5
    first = draft.lines[0].moment
    polls = {moment: place for place, moment in enumerate(sorted({line.moment for line in draft.lines}))}
    for line in draft.lines:
        line.moment = first + timedelta(hours=hours) * polls[line.moment]
        microseconds = (line.moment - _EPOCH) // timedelta(microseconds=1)
        line.record = replace(line.record, hour=line.moment.hour, time=microseconds)
    draft.write_times(lambda moment: f"{moment:%Y-%m-%d %H:%M:%S}")


def _two_styles(draft: Draft) -> None:
    """From some row on, or in some rows, another way to write times."""
    one, other = draft.rng.sample(_STYLES, 2)
    orders = [style for style in (one, other) if style[:2] in ("%d", "%m", "%y")]
    # Short dates in several orders are another matter, and so are those that prove none.
    if orders:
        _stretched(draft)
    if len(orders) == 2:
        other = "%Y-%m-%d %H:%M:%S"
    row = draft.row_somewhere()
    rows = set(draft.some_rows(0.1)) if draft.rng.random() < 0.4 else {number for number in draft.rows if number >= row}
    # Of dates that prove no order the run tells how it reads them.
    shorts = [number for number in draft.rows if (number in rows) == (other in orders)]
    if orders and not any(draft.lines[number].moment.day > 12 for number in shorts):
        one = other = "%Y-%m-%d %H:%M:%S"
    column = draft.column("time")
    for number in draft.rows:
        line = draft.lines[number]
        line.cells[column] = draft.quoted(_written(line.moment, other if number in rows else one))
    draft.may_lose(draft.rows)
    draft.disguises.append(f"{one} and {other}")


def _two_orders(draft: Draft) -> None:
    """From some row on, dates in another order; both are proved. No row is read by the wrong one."""
    _stretched(draft)
    one, other = draft.rng.sample(draft.rng.choice(_SHORT_ORDERS), 2)
    row = draft.rng.choice(draft.rows[len(draft.rows) // 4 : -len(draft.rows) // 4])
    parts = [[number for number in draft.rows if (number < row) == is_first] for is_first in (True, False)]
    if not all(any(draft.lines[number].moment.day > 12 for number in part) for part in parts):
        return
    column = draft.column("time")
    for number in draft.rows:
        line = draft.lines[number]
        line.cells[column] = line.moment.strftime(one if number < row else other)
    draft.may_lose(draft.rows)
    draft.disguises.append(f"{one} and {other}")


def _half_days(draft: Draft) -> None:
    """A clock of twelve hours without AM and PM: refused, or told."""
    style = draft.rng.choice(("%Y-%m-%d %I:%M:%S", "%d.%m.%Y %I:%M", "%Y-%m-%dT%I:%M", "%Y%m%d%I%M"))
    if style.startswith("%d"):
        _stretched(draft)
    draft.write_times(lambda moment: moment.strftime(style))
    draft.may_lose(draft.rows)
    draft.disguises.append(style)


def _half_beside(draft: Draft) -> None:
    """AM and PM in a column of their own, beside the time or before it."""
    column = draft.column("time")
    style = draft.rng.choice(("%Y-%m-%d %I:%M:%S", "%Y-%m-%d %I:%M", "%Y/%m/%d %I:%M"))
    place = column + draft.rng.randrange(2)
    draft.names.insert(place, draft.rng.choice(("ampm", "AM/PM", "am_pm", "meridiem", "pm")))
    draft.kinds.insert(place, "half")
    is_number = draft.names[place] == "pm"
    for line in draft.lines:
        line.cells[column] = line.moment.strftime(style)
        line.cells.insert(place, str(line.moment.hour // 12) if is_number else f"{line.moment:%p}")
    draft.may_lose(draft.rows)


def _hour_24(draft: Draft) -> None:
    """Midnight at the end of a day; a minute of sixty seconds."""
    column = draft.column("time")
    lost = []
    for number in draft.rows:
        line = draft.lines[number]
        if line.moment.hour == 0:
            line.cells[column] = f"{line.moment - timedelta(days=1):%Y-%m-%d} 24:{line.moment:%M:%S}"
            lost.append(number)
        elif line.moment.second == 0 and line.moment.minute and draft.rng.random() < 0.3:
            line.cells[column] = f"{line.moment - timedelta(minutes=1):%Y-%m-%d %H:%M}:60"
            lost.append(number)
    draft.may_lose(lost)


def _zones(draft: Draft) -> None:
    """Names of zones, and offsets that change with summer time."""
    forms = draft.rng.choice((
        (" CET", " CEST"), ("+01:00", "+02:00"), (" +0100", " +0200"), (" GMT+1", " GMT+2"), ("[Europe/Paris]", ) * 2,
        (" UTC", " Z"),
        (" (CET)", " (CEST)"), ("+1", "+2"), ("-00:00", "+00:00"), ("+01:00:00", "+02:00:00"), (" Europe/Paris", ) * 2,
        ("\u221201:00", ) * 2,
    ))
    draft.write_times(lambda moment: f"{moment:%Y-%m-%d %H:%M:%S}" + forms[moment.day % 2])
    draft.may_lose(draft.rows)
    draft.disguises.append(repr(forms))


def _words_around(draft: Draft) -> None:
    """Times as people write them."""
    form = draft.rng.choice((
        "%Y-%m-%d at %H:%M", "%Hh%M %d/%m/%Y", "%A %Y-%m-%d %H:%M", "%Y-%m-%d %Hh%M", "(%Y-%m-%d %H:%M)",
        "%Y-%m-%d - %H:%M", "%Y-%m-%d_%H-%M-%S",
        "%Y-%m-%d;%H:%M", "%H:%M %Y-%m-%d", "%Y-W%V-%u %H:%M", "%Y-%j %H:%M", "%Y %m %d %H %M", "%d-%b-%Y %H:%M",
        "%Y-%m-%d %H.%M.%S", "%d.%m.%Y, %H:%M Uhr",
        "%Y\u5e74%m\u6708%d\u65e5 %H:%M", "%H:%M", "%Y-%m-%d", "'%Y-%m-%d %H:%M", "~%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M?",
        "%Y-%m-%d %H:%M-%M", "%Y-%d-%m %H:%M:%S",
    ))
    if "%Y-%d-%m" in form:
        _stretched(draft)
    draft.write_times(lambda moment: moment.strftime(form))
    draft.may_lose(draft.rows)
    draft.disguises.append(form)


def _clock_set_back(draft: Draft) -> None:
    """A few rows of a year that cannot be, or of the century before: who knows what the clock said?"""
    column = draft.column("time")
    rows = draft.some_rows(0.05)
    for row in rows:
        cells = draft.lines[row].cells
        cells[column] = draft.rng.choice(("0024", "1624", "2224", "24", "+2024", "20024")) + cells[column][4:]
    draft.may_lose(rows)


TIME_POLLUTION = (
    _two_styles, _two_styles, _two_styles, _two_orders, _half_days, _half_beside, _hour_24, _zones, _words_around,
    _words_around,
    _clock_set_back,
)
