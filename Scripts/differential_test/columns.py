"""Which columns hold a record: by the user's choice, else by the names that networks use."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

ALIASES: dict[str, list[str]] = {
    "station": [
        "number", "station_id", "identifiant station", "stationcode", "ident", "station", "station id", "id", "stationname",
        "nom", "nom station", "name",
    ],
    "free-docks": [
        "available_bike_stands", "num_docks_available", "nombre bornettes libres", "numdocksavailable",
        "nbplaces", "nbemptydocks", "docks_available", "free_docks",
    ],
    "bikes": [
        "available_bikes", "num_bikes_available", "nombre total vélos disponibles", "numbikesavailable",
        "nbvelos", "nbbikes", "bikes_available", "num_vehicles_available", "bikes",
    ],
    "hour": ["heure", "hour"],
    "time": [
        "last_update", "last_reported", "lastupdate", "actualisation de la donnée", "duedate", "update", "time",
        "timestamp", "datetime", "report_datetime", "collect_date", "snapshot_time",
    ],
}

DELIMITERS = "\t,;"


class MissingColumn(Exception):
    """A header without a needed column."""


@dataclass(frozen=True)
class Choice:
    """The options that name columns, and whether the hour of the day is not enough."""

    names: dict[str, str] = field(default_factory=dict)
    needs_time: bool = False


@dataclass(frozen=True)
class Layout:
    header: list[str]
    station: int
    free_docks: int
    bikes: int
    hour: int | None
    time: int | None


def decode_all(names: list[str]) -> list[str]:
    """A header whose bytes are no UTF-8 is Latin-1."""
    try:
        for name in names:
            name.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return [unicodedata.normalize("NFC", name) for name in names]
    return [decode(name) for name in names]


def decode(name: str) -> str:
    """A name as text from its bytes (as Latin-1). Two ways to write one character are equal."""
    return unicodedata.normalize("NFC", name.encode("latin-1").decode("utf-8", "replace"))


_AROUND = " \t\r\n\x0b\x0c\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\u0085\ufeff\u200b\u200c\u200d\u2060\"'#" + "".join(
    map(chr, [*range(0x20), *range(0x2000, 0x200B)])
)


def bare(name: str) -> str:
    """A name without what editors and collectors leave around it."""
    return name.strip(_AROUND)


def _normalised(name: str) -> str:
    """Letters and digits."""
    return re.sub(r"[\W_]", "", name.lower())


def time_columns(header: list[str]) -> list[int]:
    """Columns that are called times, the preferred first."""
    normalised = [_normalised(name) for name in header]
    return [normalised.index(alias) for alias in map(_normalised, ALIASES["time"]) if alias in normalised]


def find_layout(raw_header: list[str], choice: Choice) -> Layout:
    header = decode_all(raw_header)
    lowered = [name.lower() for name in header]
    normalised = [_normalised(name) for name in header]
    # What the user calls an hour or a time is no station.
    times = {choice.names.get("hour"), choice.names.get("time")}
    chosen = [column for column, name in enumerate(header) if name in times]

    def find(role: str) -> int | None:
        wanted = choice.names.get(role)
        if wanted is None:
            found = [normalised.index(alias) for alias in map(_normalised, ALIASES[role]) if alias in normalised]
            return next((column for column in found if role != "station" or column not in chosen), None)
        if wanted in header:
            return header.index(wanted)
        if wanted.lower() in lowered:
            return lowered.index(wanted.lower())
        raise MissingColumn(role)

    def need(role: str) -> int:
        column = find(role)
        if column is None:
            raise MissingColumn(role)
        return column

    station, free_docks, bikes = need("station"), need("free-docks"), need("bikes")
    hour = None if "time" in choice.names and "hour" not in choice.names else find("hour")
    time = need("time") if hour is None or choice.needs_time else find("time")
    return Layout(header, station, free_docks, bikes, hour, time)
