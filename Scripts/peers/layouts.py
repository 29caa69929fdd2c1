"""The logs that the ingestion is measured with: what their columns are called and how they are written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

TIMEZONE = "Europe/Paris"
ISO = "%Y-%m-%d %H:%M:%S"


class Clock(Enum):
    """What the hour of a row comes from: a column of hours, local time stamps, or seconds since 1970."""

    HOUR = 1
    STAMP = 2
    EPOCH = 3


@dataclass(frozen=True)
class Layout:
    """One kind of log. `quote` is empty where nothing is quoted, which readers may be told."""

    delimiter: str
    quote: str
    station: str
    free: str
    bikes: str
    time: str
    clock: Clock


LAYOUTS = {
    "plain": Layout("\t", "", "number", "available_bike_stands", "available_bikes", "heure", Clock.HOUR),
    "quoted": Layout(",", '"', "number", "available_bike_stands", "available_bikes", "heure", Clock.HOUR),
    "iso": Layout(",", "", "number", "available_bike_stands", "available_bikes", "last_update", Clock.STAMP),
    "epoch": Layout(",", "", "station_id", "num_docks_available", "num_bikes_available", "last_reported", Clock.EPOCH),
}
