"""A log whose rows are known before it is written: what each line says, and what may become of it.

The other half of the test reads files again; here nothing is read. A disguise changes how the rows are written, and
says which of them may be left out: so it is known what has to come out, whatever the file looks like.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from enum import Enum
from itertools import groupby
from random import Random

from rules import Record

_EPOCH = datetime(1970, 1, 1)


class Duty(Enum):
    """What may become of a line: read as its record; that, or left out and named; left out, or no row at all."""

    READ = "read"
    MAY_GO = "may be left out"
    NOTHING = "no record"


class Verdict(Enum):
    """What may become of a log: read; that, or refused; refused."""

    READ = "read"
    EITHER = "read or refused"
    REFUSED = "refused"


@dataclass
class Line:
    """A line of a log: its cells as they are written, or its text; the record that it stands for, if any."""

    cells: list[str] = field(default_factory=list)
    record: Record | None = None
    moment: datetime = _EPOCH
    duty: Duty = Duty.READ
    text: str | None = None
    end: str | None = None
    # Where it is not that of the log.
    encoding: str | None = None


@dataclass
class Draft:
    """A log to be disguised. `kinds` are the kinds of its columns, `lines` the rows after the header."""

    rng: Random
    names: list[str]
    kinds: list[str]
    lines: list[Line]
    delimiter: str = ","
    line_end: str = "\n"
    encoding: str = "utf-8"
    mark: bytes = b""
    header: str | None = None
    above: list[str] = field(default_factory=list)
    ends_with_line: bool = True
    arguments: list[str] = field(default_factory=list)
    bins: str = "hour-of-day"
    verdict: Verdict = Verdict.READ
    # Where a log can be read in several ways, what else a record may be, of which the run must tell.
    others: list[Callable[[Record], Record]] = field(default_factory=list)
    told: str = ""
    is_big: bool = False
    # Of the answers of an API, in place of a table; the last of them may be cut.
    shape: str | None = None
    is_cut: bool = False
    # What was done to it, for messages.
    disguises: list[str] = field(default_factory=list)

    def column(self, kind: str) -> int:
        return self.kinds.index(kind)

    @property
    def rows(self) -> list[int]:
        """Numbers of the lines that are rows of cells."""
        return [number for number, line in enumerate(self.lines) if line.text is None]

    def some_rows(self, share: float, least: int = 1) -> list[int]:
        """Numbers of rows of cells, in order."""
        rows = self.rows
        return sorted(self.rng.sample(rows, min(len(rows), max(least, round(share * len(rows))))))

    def row_somewhere(self) -> int:
        """Of a big log, mostly a row that a look at beginning, middle and end does not see."""
        rows = self.rows[1:]
        if self.is_big and self.rng.random() < 0.7:
            return rows[int(len(rows) * self.rng.choice((0.3, 0.4, 0.7, 0.8)))]
        return self.rng.choice(rows)

    def write_times(self, written: Callable[[datetime], str]) -> None:
        column = self.column("time")
        for line in self.lines:
            line.cells[column] = self.quoted(written(line.moment))

    def rewrite(self, kind: str, rows: list[int], written: Callable[[str], str]) -> None:
        column = self.column(kind)
        for row in rows:
            self.lines[row].cells[column] = written(self.lines[row].cells[column])

    def may_be_refused(self) -> None:
        if self.verdict is Verdict.READ:
            self.verdict = Verdict.EITHER

    def may_lose(self, lines: Iterable[int]) -> None:
        """These are read as their records or left out, each of them; or all is refused."""
        for number in lines:
            if self.lines[number].duty is Duty.READ:
                self.lines[number].duty = Duty.MAY_GO
        self.may_be_refused()

    def quoted(self, cell: str) -> str:
        is_needed = any(character in cell for character in self.delimiter + '"\r\n')
        return '"' + cell.replace('"', '""') + '"' if is_needed else cell

    def joined(self, cells: list[str]) -> str:
        return self.delimiter.join(cells)

    def content(self) -> tuple[bytes, list[tuple[int, int]]]:
        """The bytes, and for each line the numbers of its first and last line in the file."""
        header = self.header if self.header is not None else self.joined([self.quoted(name) for name in self.names])
        parts = [(line + self.line_end, self.encoding) for line in [*self.above, header]]
        places: list[tuple[int, int]] = []
        next_line = sum(_line_ends(text) for text, _ in parts) + 1
        for number, line in enumerate(self.lines):
            text = line.text if line.text is not None else self.joined(line.cells)
            is_last = number == len(self.lines) - 1
            end = line.end if line.end is not None else "" if is_last and not self.ends_with_line else self.line_end
            places.append((next_line, next_line + max(0, _line_ends(text + end) - bool(end))))
            next_line += _line_ends(text + end)
            parts.append((text + end, line.encoding or self.encoding))
        return self.mark + _encoded(parts), places


def _encoded(parts: list[tuple[str, str]]) -> bytes:
    """Of parts in one encoding as one text, so that a mark of byte order stands before the first only; a byte that
    is no text is a surrogate."""
    done: list[bytes] = []
    for encoding, group in groupby(parts, key=lambda part: part[1]):
        text = "".join(part[0] for part in group)
        done.append(text.encode(encoding, "surrogateescape" if encoding == "utf-8" else "replace"))
    return b"".join(done)


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def record(station: str, free: int, bikes: int, moment: datetime) -> Record:
    """Identifiers are Latin-1 texts of their bytes, as all text that the test reads."""
    microseconds = (moment - _EPOCH) // timedelta(microseconds=1)
    return Record(station.encode().decode("latin-1"), free, bikes, moment.hour, microseconds)


_IDS = (
    ("7", "8", "9", "12", "31"), ("7001", "7002", "8001", "8040", "9100", "42001"), ("101", "102", "103"),
    ("A1", "A2", "B1", "B7"), ("31024_relais", "31025", "31026", "31027"), ("Plaza Mayor", "Gare", "Østbanen", "Mall"),
    ("a1b2c3", "d4e5f6", "ffee00", "12ab34"), ("501201001", "501201002", "501201003"), ("0901", "0902", "1001", "1002"),
)
_DAYS = (datetime(2013, 9, 9), datetime(2019, 2, 3), datetime(2024, 5, 1), datetime(2022, 10, 27), datetime(2016, 12, 28))
_MORE = (
    ("name", "name"), ("address", "name"), ("status", "word"), ("lat", "place"), ("lng", "place"), ("capacity", "docks"),
    ("bike_stands", "docks"), ("num_bikes_disabled", "few"), ("num_docks_disabled", "few"), ("is_renting", "flag"),
    ("banking", "flag"), ("num_ebikes_available", "few"), ("comment", "note"), ("1st_note", "note"),
)
# Names that documented networks use, apart from what is in them.
NAMES = {
    "station": (
        "number", "station_id", "stationcode", "Identifiant station", "ident", "terminalName", "station", "station uid",
    ),
    "free": (
        "available_bike_stands", "num_docks_available", "Nombre bornettes libres", "nbplaces", "nbEmptyDocks",
        "empty_slots", "free_docks", "docks_available", "available_stands",
    ),
    "bikes": (
        "available_bikes", "num_bikes_available", "Nombre total vélos disponibles", "nbvelos", "nbBikes", "free_bikes",
        "bikes", "bikes_available", "num_vehicles_available",
    ),
    "time": (
        "last_update", "last_reported", "Actualisation de la donnée", "duedate", "update", "timestamp", "datetime", "ts",
        "time", "collect_date",
    ),
}


def make_draft(rng: Random) -> Draft:
    """A log of a few stations over some days, in a common layout."""
    is_big = rng.random() < 0.08
    columns = [(rng.choice(NAMES[kind]), kind) for kind in ("station", "free", "bikes", "time")]
    columns += rng.sample(_MORE, rng.choice((0, 0, 1, 2, 4)))
    rng.shuffle(columns)
    draft = Draft(
        rng, [name for name, _ in columns], [kind for _, kind in columns], [],
        delimiter=rng.choice(",,,;\t"), line_end=rng.choice(("\n", "\n", "\r\n")), is_big=is_big,
        ends_with_line=rng.random() > 0.1, bins=rng.choice(("hour-of-day", "hour-of-day", "hour-of-week", "series")),
    )
    ids = rng.choice(_IDS)
    start = rng.choice(_DAYS) + timedelta(minutes=rng.randrange(60))
    step = timedelta(minutes=rng.choice((53, 60, 97)))
    places = {station: f"{48 + rng.random():.5f}" for station in ids}
    docks = {station: rng.randrange(12, 41) for station in ids}
    for poll in range(rng.randrange(1200, 2500) if is_big else rng.randrange(12, 60)):
        moment = start + poll * step + timedelta(seconds=rng.randrange(60) if rng.random() < 0.5 else 0)
        for place, station in enumerate(ids):
            wave = 0.5 + 0.4 * math.sin(moment.hour / 3.8 + 1.7 * place) + rng.gauss(0, 0.15)
            free = min(docks[station], max(0, round(wave * docks[station])))
            own = {"station": station, "free": str(free), "bikes": str(docks[station] - free), "place": places[station],
                   "time": f"{moment:%Y-%m-%d %H:%M:%S}", "docks": str(docks[station])}
            cells = [draft.quoted(own.get(kind) or _other(rng, kind)) for kind in draft.kinds]
            draft.lines.append(Line(cells, record(station, free, docks[station] - free, moment), moment))
    return draft


def _other(rng: Random, kind: str) -> str:
    match kind:
        case "name":
            return rng.choice(("Main", "Rue de la Gare", "14 - JACOBINS", "21, chemin", "Plaza"))
        case "word":
            return rng.choice(("OPEN", "CLOSED"))
        case "few":
            return str(rng.randrange(3))
        case "flag":
            return str(rng.randrange(2))
    return rng.choice(("", "fine", "to be mended", "2 wheels"))


def utc_seconds(moment: datetime) -> int:
    return int(moment.replace(microsecond=0, tzinfo=timezone.utc).timestamp())
