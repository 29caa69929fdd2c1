"""Generated logs: the bytes of a file in a network's layout, before anything happens to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from cells import ID_STYLES, TIME_FORMATS, Cells, make_ids
from networks import BY_NAME, NETWORKS, WEIGHTS, Network

# Clocks in Europe/Oslo were set forward or back on the latter two days.
_DAYS = (datetime(2013, 9, 9), datetime(2024, 2, 28), datetime(2024, 3, 30), datetime(2024, 10, 26, 20))
_BIG_CHANCE = 0.02


@dataclass(frozen=True)
class Log:
    network: Network
    content: bytes
    start: datetime
    end: datetime


@dataclass(frozen=True)
class _Style:
    """What is the same for all rows of a log."""

    delimiter: str
    line_end: str
    quotes: str
    space: bool
    decimals: bool
    nasty: float
    # Docks, and free ones on average, where every profile is constant but for rounding.
    steady: tuple[int, int] | None


def make_log(rng: Random, network: Network | None = None, may_be_big: bool = True) -> Log:
    is_big = may_be_big and rng.random() < _BIG_CHANCE
    if is_big and rng.random() < 0.7:
        network = BY_NAME["comments"]
    network = _vary(rng, network or rng.choices(NETWORKS, WEIGHTS)[0])
    style = _Style(
        delimiter=network.delimiter,
        line_end=rng.choice(("\n", "\r\n", "mixed")) if rng.random() < 0.3 else network.line_end,
        quotes=rng.choice(("needed", "all", "some", "header", "text")) if rng.random() < 0.3 else network.quotes,
        space=network.space_behind_delimiter != (rng.random() < 0.05),
        decimals=rng.random() < 0.1,
        nasty=rng.choice((0, 0, 0, 0.002, 0.05)),
        steady=rng.choice(_STEADY) if rng.random() < 0.04 else None,
    )
    rows, start, end = _rows(rng, network, style, is_big)
    text = _join(rng, [_row(rng, [name for name, _ in network.columns], style, True)] + rows, style)
    mark = b"\xef\xbb\xbf" if rng.random() < 0.1 else b""
    encoding = "latin-1" if rng.random() < 0.03 else "utf-8"
    return Log(network, mark + text.encode(encoding, "replace"), start, end)


def _vary(rng: Random, network: Network) -> Network:
    """Another order of the columns, other time stamps or stations, a column more: what else is out there."""
    columns = list(network.columns)
    if rng.random() < 0.15:
        rng.shuffle(columns)
    if rng.random() < 0.1:
        columns.insert(rng.randrange(len(columns) + 1), (rng.choice(("comment", "", "x", columns[0][0])), "prose"))
    if rng.random() < 0.05:
        columns = [(name.upper(), kind) for name, kind in columns]
    return replace(
        network, columns=tuple(columns),
        time=rng.choice(TIME_FORMATS) if rng.random() < 0.3 else network.time,
        ids=rng.choice(ID_STYLES) if rng.random() < 0.3 else network.ids,
        delimiter=rng.choice("\t,;") if rng.random() < 0.1 else network.delimiter,
    )


def _rows(rng: Random, network: Network, style: _Style, is_big: bool) -> tuple[list[str], datetime, datetime]:
    stations = make_ids(rng, network.ids, rng.randrange(1, 31))
    start = rng.choice(_DAYS) + timedelta(minutes=rng.randrange(600))
    if rng.random() < 0.3:
        start = datetime(2010, 1, 1) + timedelta(seconds=rng.randrange(15 * 365 * 86_400))
    step = rng.choice((5, 17, 60, 60, 600))
    cells = Cells(rng, network.time, _prose(rng))
    count = rng.choice((0, 1, 2, 10, 150, 400)) if rng.random() < 0.15 else rng.randrange(10, 150)
    wanted = rng.randrange(600_000, 1_500_000) if is_big else None
    rows: list[str] = []
    size, moment = 0, start
    while size < wanted if wanted else len(rows) < count:
        moment += timedelta(minutes=rng.random() * step)
        if rows and style.steady is None and rng.random() < 0.02:
            rows.append(rng.choice(rows[-20:]))
            continue
        station = rng.choice(stations)
        for counts in _counts(rng, style):
            row = [cells.make(kind, station, counts, moment, len(rows)) for _, kind in network.columns]
            if rng.random() < style.nasty:
                row[rng.randrange(len(row))] = rng.choice(_NASTY)
            rows.append(_row(rng, row, style, False))
            size += len(rows[-1])
    return rows, start, moment


_NASTY = (
    "", " ", "-1", "1000000", "999999", "00000007", "7.0", "7.000000", "7.", "7.5", ".0", "1e3", "+3", "NaN", "24",
    "23", "023", "0x1F", "٣", "7 0", '"', '7"', "2013-02-30 10:00:00", "1969-12-31 23:59:59", "2013-09-10 24:00:00",
    "2013-09-10 7", "10/09/13 10:00", "2013-9-1T7:05", "1378805119.", "99999999", "123456789", "12345678901", "\t5\t",
)


_STEADY = ((10, 3), (60, 0), (60, 58), (70, 2), (150, 2), (200, 2), (1000, 3))
# Sets of deviations whose mean is the same.
_DEVIATIONS = ((0,), (0, 0), (-1, 1), (-2, 1, 1), (2, -1, -1), (-2, 0, 2))


def _counts(rng: Random, style: _Style) -> list[tuple[str, str]]:
    """Free docks and bikes of one record; of several in the same moment where their mean is to be steady."""
    if style.steady is not None:
        docks, mean = style.steady
        free_docks = [mean + deviation for deviation in (rng.choice(_DEVIATIONS) if mean > 1 else (0,))]
    elif rng.random() < 0.01:
        docks = rng.randrange(1_000_000)
        free_docks = [rng.randrange(docks + 1)]
    else:
        docks = rng.choice((0, 5, 20, 20, 20, 60, 60, 60, 150, 150))
        free_docks = [rng.randrange(docks + 1)]
    ending = ".0" if style.decimals else ""
    return [(f"{free}{ending}", f"{docks - free}{ending}") for free in free_docks]


def _row(rng: Random, cells: list[str], style: _Style, is_header: bool) -> str:
    quoted = [_quote(rng, cell, style, is_header) for cell in cells]
    return (style.delimiter + (" " if style.space else "")).join(quoted)


def _quote(rng: Random, cell: str, style: _Style, is_header: bool) -> str:
    is_needed = any(character in cell for character in style.delimiter + '"\r\n') or cell != cell.strip(" \t")
    is_wanted = (
        style.quotes == "all" or style.quotes == "header" and is_header
        or style.quotes == "text" and not cell.replace(".", "").isdigit() or style.quotes == "some" and rng.random() < 0.2
    )
    return '"' + cell.replace('"', '""') + '"' if is_needed or is_wanted else cell


def _join(rng: Random, rows: list[str], style: _Style) -> str:
    def line_end() -> str:
        return rng.choice(("\n", "\r\n")) if style.line_end == "mixed" else style.line_end

    text = "".join(row + line_end() for row in rows)
    return text.rstrip("\r\n") if rng.random() < 0.1 else text


def _prose(rng: Random) -> str:
    """Lines of which some look like rows of the log, good and bad, and some like a header."""
    lines = (
        "A remark, of a station; it goes on\tand on", "8001,,12,29,2013-09-10 11:25:19", "8001,x,y,29,2013-09-10 11:25:19",
        "number,comment,available_bike_stands,available_bikes,last_update", "", "1,2", 'it says "closed"',
        "number,available_bikes,available_bike_stands,last_update",
    )
    weights = (4, 4, 1, rng.choice((0, 1)), 1, 1, rng.choice((0, 1)), rng.choice((0, 0.2)))
    end = rng.choice(("\n", "\r\n", "\r"))
    return end.join(rng.choices(lines, weights, k=rng.choice((20, 200, 6000))))
