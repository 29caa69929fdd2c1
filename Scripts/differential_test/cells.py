"""The text of one cell of a generated log."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta, timezone
from random import Random
from zlib import crc32

_EPOCH = datetime(1970, 1, 1)
_NAMES = (
    "Pierre Sarrazin - Saint-Michel", "14 - JACOBINS", "P02 - Italia / Marín", "Avenue de la Gare d'Eau",
    "21, chemin de la Fronde", "Rue \"du Port\"", "Rue du Port;", "", " Plaza ", "Jernbanetorget\tøst", "東京",
)
_WORDS = ("OPEN", "CLOSED", "True", "False", "true", "OUI", "")
_NESTED = "{'availabilities': {'bikes': 1, 'stands': 11}, 'capacity': 13}"

TIME_FORMATS = (
    "seconds", "minutes", "hour", "T", "Z", "T+01:00", "+0530", "milliseconds-04", "utc", "microseconds",
    "slashes", "day-first", "epoch", "epoch-ms", "epoch-us", "epoch-fraction", "short", "decimal-comma",
    "nanoseconds",
)
ID_STYLES = ("small", "large", "word", "uuid", "long", "odd", "zeros", "negative", "text")


def format_time(moment: datetime, style: str) -> str:
    """A local time, in the given style; where an epoch is wanted it is taken as UTC."""
    seconds = int(moment.replace(microsecond=0, tzinfo=timezone.utc).timestamp())
    written = {
        "minutes": "%Y-%m-%d %H:%M", "hour": "%Y-%m-%d %H", "T": "%Y-%m-%dT%H:%M:%S", "Z": "%Y-%m-%dT%H:%M:%SZ",
        "T+01:00": "%Y-%m-%dT%H:%M:%S+01:00", "+0530": "%Y-%m-%d %H:%M:%S+0530", "utc": "%Y-%m-%d %H:%M:%S UTC",
        "microseconds": "%Y-%m-%d %H:%M:%S.%f", "slashes": "%Y/%m/%d %H:%M:%S", "day-first": "%d/%m/%Y %H:%M",
        "decimal-comma": "%Y-%m-%d %H:%M:%S,%f", "nanoseconds": "%Y-%m-%dT%H:%M:%S.%f999 -03:30",
    }
    if style in written:
        return moment.strftime(written[style])
    if style == "milliseconds-04":
        return moment.strftime("%Y-%m-%d %H:%M:%S.%f")[:-3] + "-04"
    if style == "short":
        return f"{moment.day}/{moment.month}/{moment.year} {moment.hour}:{moment.minute:02}"
    epochs = {
        "epoch": str(seconds), "epoch-ms": f"{seconds * 1000 + moment.microsecond // 1000}",
        "epoch-us": f"{seconds * 1_000_000 + moment.microsecond}", "epoch-fraction": f"{seconds}.{moment.microsecond:06}",
    }
    return epochs.get(style) or moment.strftime("%Y-%m-%d %H:%M:%S")


def make_ids(rng: Random, style: str, count: int) -> list[str]:
    return [_make_id(rng, style, number) for number in range(count)]


def _make_id(rng: Random, style: str, number: int) -> str:
    match style:
        case "large":
            return str(rng.randrange(10**6, 10**9))
        case "word":
            return f"{number}_relais"
        case "uuid":
            return str(uuid.UUID(int=rng.getrandbits(128)))
        case "long":
            return f"{number}-" + rng.choice("abcé") * rng.randrange(1, 300)
        case "odd":
            return rng.choice(('a,b', 'a;b', 'a\tb', 'a"b', 'a\nb', 'a\r\nb', '"', " a ", "=1+1", "a b")) + str(number)
        case "zeros":
            return str(number).zfill(rng.randrange(1, 25))
        case "negative":
            return str(number - 3)
        case "text":
            return rng.choice(_NAMES[:4]) + f" {number}"
    return str(1 + number * rng.choice((1, 1, 7)))


class Cells:
    """Makes the cells of a log's rows, one column after the other."""

    def __init__(self, rng: Random, time_style: str, prose: str) -> None:
        self.rng = rng
        self.time_style = time_style
        self.prose = prose

    def make(self, kind: str, station: str, counts: tuple[str, str], moment: datetime, ordinal: int) -> str:
        rng = self.rng
        match kind:
            case "station":
                return station
            case "free":
                return counts[0]
            case "bikes":
                return counts[1]
            case "time":
                return format_time(moment, self.time_style)
            case "epoch":
                return format_time(moment + timedelta(seconds=rng.randrange(60)), "epoch")
            case "hour":
                return str(moment.hour)
            case "minute":
                return str(moment.minute)
            case "ordinal":
                return str(ordinal)
            case "name":
                return rng.choice(_NAMES)
            case "word":
                return rng.choice(_WORDS)
            case "flag":
                return str(rng.randrange(2))
            case "count":
                return str(rng.randrange(40))
            case "float":
                return f"{self._degree(48, station):.6f}"
            case "decimal-comma":
                return f"{self._degree(48, station):.6f}".replace(".", ",")
            case "pair":
                return f"{self._degree(48, station):.4f}, {self._degree(2, station):.4f}"
            case "nested":
                return _NESTED
            case "prose":
                return self._prose()
        raise ValueError(kind)

    def _degree(self, whole: int, station: str) -> float:
        """A station stays where it is, to some hundred metres."""
        return whole + crc32(station.encode()) / 2**32 + self.rng.random() / 1000

    def _prose(self) -> str:
        """A stretch of text with line ends, delimiters and what looks like rows: cuts in it must not matter."""
        length = self.rng.choice((0, 5, 80, 2000)) if self.rng.random() < 0.9 else len(self.prose)
        start = self.rng.randrange(max(1, len(self.prose) - length))
        return self.prose[start : start + length]
