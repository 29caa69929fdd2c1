"""Makes the reports that are looked at, and tells what has to be in them."""

from __future__ import annotations

import csv
import json
import math
import random
import subprocess
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path


@dataclass(frozen=True)
class Report:
    page: Path
    matrix: Path
    groups: Path

    @cached_property
    def r(self) -> dict[tuple[str, str], float | None]:
        """The CSV matrix; None where r is undefined."""
        with self.matrix.open(newline="") as file:
            header, *rows = csv.reader(file)
        return {
            (row[0], other): float(text) if text else None for row in rows for other, text in zip(header[1:], row[1:])
        }

    @cached_property
    def stations(self) -> list[dict[str, str]]:
        """The rows of --groups."""
        with self.groups.open(newline="") as file:
            return list(csv.DictReader(file))


@dataclass(frozen=True)
class Workshop:
    binary: Path
    folder: Path

    def run(self, *arguments: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([self.binary, *arguments], cwd=self.folder, check=True, capture_output=True)

    def make(self, name: str, log: str, *options: str) -> Report:
        self.run(
            log, "-q", "-o", f"{name}.csv", "--groups", f"{name}.groups.csv", "--report", f"{name}.html", *options
        )
        return Report(*(self.folder / f"{name}{end}" for end in (".html", ".csv", ".groups.csv")))

    def write(self, name: str, lines: list[list[str]]) -> str:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / name).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows(lines)
        return name

    @lru_cache
    def town(self) -> Report:
        """Forty stations with names and places, by hour of the week; one is constant, one has few hours."""
        return self.make("town", self.write("town.log.csv", _town()), "--bins", "hour-of-week", "--clusters", "4")

    @lru_cache
    def city(self) -> Report:
        """The size of Paris, without names or places."""
        self.run("generate", "--stations", "1230", "--days", "3", "--every", "60", "-o", "city.txt")
        return self.make("city", "city.txt")

    @lru_cache
    def capital(self) -> Report:
        """The size of Paris, by hours of the calendar, with places and a basemap."""
        self.run("generate", "--stations", "1230", "--days", "14", "--every", "60", "-o", "capital.txt")
        return self.make(
            "capital",
            "capital.txt",
            *("--bins", "series", "--stations", self._place("capital.txt", "capital.stations.csv")),
            *("--basemap", self.basemap(), "--title", "Bikes & docks of <Paris>"),
        )

    @lru_cache
    def metropolis(self) -> Report:
        """The same size, four weeks by hours of the day, with places and intervals by days."""
        self.run("generate", "--stations", "1230", "--days", "28", "--every", "60", "-o", "metropolis.txt")
        places = self._place("metropolis.txt", "metropolis.stations.csv")
        summary = "metropolis.json"
        return self.make(
            "metropolis", "metropolis.txt", "--interval", "days", "--stations", places, "--summary", summary
        )

    def _place(self, log: str, name: str) -> str:
        """A list that strews the stations of a generated log over a city."""
        with (self.folder / log).open() as file:
            column = next(file).rstrip("\r\n").split("\t").index("number")
            numbers = sorted({int(line.split("\t")[column]) for line in file})
        chance = random.Random(3)
        rows = [["number", "name", "lat", "lng"]]
        for number in numbers:
            angle, away = chance.uniform(0, 2 * math.pi), 0.085 * math.sqrt(chance.random())
            place = [f"{48.857 + 0.66 * away * math.sin(angle):.6f}", f"{2.347 + away * math.cos(angle):.6f}"]
            rows.append([str(number), f"Station {number}", *place])
        return self.write(name, rows)

    @lru_cache
    def country(self) -> Report:
        """More stations than a matrix has room for; in place of it there are the profiles."""
        self.run("generate", "--stations", "4300", "--days", "2", "--every", "60", "-o", "country.txt")
        with (self.folder / "country.txt").open() as log:
            names = next(log).split("\t")
            stations = sorted({int(line.split("\t")[names.index("number")]) for line in log})
        # A hundred a row, 200 m apart.
        places = [[str(s), f"{48 + i // 100 * 0.0018:.4f}", f"{2 + i % 100 * 0.0027:.4f}"] for i, s in enumerate(stations)]
        self.write("country.stations.csv", [["number", "lat", "lng"], *places])
        common = ["country.txt", "--stations", "country.stations.csv", "-q", "--no-matrix", "--clusters", "4", "--groups", "country.groups.csv"]
        self.run(*common, "--report", "country.html", "--profiles", "country.profiles.csv")
        return Report(*(self.folder / f"country{end}" for end in (".html", ".profiles.csv", ".groups.csv")))

    @lru_cache
    def seasons(self) -> Report:
        """Nine stations in spring and eight of them in autumn, when two have another rhythm."""
        self.write("autumn.csv", _season(9, lambda number: 10 if number < 2 else 0, stations=8))
        spring = self.write("spring.csv", _season(3, lambda number: 0, stations=9))
        compare = ["--compare", "autumn.csv", "--compare-output", "changes.csv"]
        return self.make("seasons", spring, *compare, "--decay", "seasons.decay.csv")

    @lru_cache
    def basemap(self) -> str:
        """A river, a wood and a quarter."""
        river = [[2.2 + 0.0005 * i, 48.857 + 0.012 * math.sin(i / 40)] for i in range(600)]
        square = [[2.3, 48.87], [2.38, 48.87], [2.38, 48.9], [2.3, 48.9], [2.3, 48.87]]
        wood = [[x + 0.11, y - 0.05] for x, y in square]
        features = [
            ({"waterway": "river"}, "LineString", river),
            ({"leisure": "park"}, "Polygon", [wood]),
            ({"name": "Old <b>town</b>"}, "Polygon", [square]),
        ]
        document = {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}
                for properties, kind, coordinates in features
            ],
        }
        (self.folder / "ground.geojson").write_text(json.dumps(document))
        return "ground.geojson"

    @lru_cache
    def suburb(self) -> Report:
        """Three stations at one place, twenty around them, and one far away."""
        rows = [["station_id", "lat", "lng", "free_docks", "bikes", "hour"]]
        for number in range(24):
            place = [50.0, 4.0] if number < 3 else [50.0 + 0.004 * (number % 5), 4.0 + 0.006 * (number // 5)]
            if number == 23:
                place = [43.0, -1.0]
            for hour in range(24):
                free = round(20 + 19 * math.sin((hour + 3 * number) * math.pi / 12))
                rows.append([str(number + 1), *map(str, place), str(free), str(40 - free), str(hour)])
        return self.make("suburb", self.write("suburb.log.csv", rows))


def town_hours() -> dict[str, set[str]]:
    """The hours in which each station has a record."""
    hours: dict[str, set[str]] = {}
    for row in _town()[1:]:
        hours.setdefault(row[0], set()).add(row[-1])
    return hours


def _season(month: int, shift, stations: int) -> list[list[str]]:
    """Ten days of stations that peak at one of three hours, some hours later by `shift`."""
    chance = random.Random(month)
    rows = [["station", "lat", "lng", "free_docks", "bikes", "time"]]
    for number in range(stations):
        place = [f"{45 + 0.002 * number ** 2:.4f}", "7.0000"]
        for hour in range(240):
            peak = 5 * (number % 3) + shift(number)
            free = round(500 + 300 * math.cos((hour % 24 - peak) * math.pi / 12) + chance.gauss(0, 60))
            time = f"2024-{month:02}-{1 + hour // 24:02} {hour % 24:02}:10:00"
            rows.append([str(number + 1), *place, str(free), str(1000 - free), time])
    return rows


def _town() -> list[list[str]]:
    chance = random.Random(7)
    rows = [["station_id", "name", "lat", "lng", "free_docks", "bikes", "time"]]
    for number in range(40):
        kind = number % 4
        name = f"{number + 101} - {['Gare', 'Marché', 'Parc', 'Université'][kind]} {number}"
        place = [f"{47.2 + 0.004 * (number % 7) + 0.0005 * kind:.5f}", f"{6.0 + 0.006 * (number // 7):.5f}"]
        for hour in range(7 * 24):
            if (number == 5 and hour > 20) or (number % 9 == 8 and hour % 5 == 0):
                continue
            wave = [0, 0.35, -0.35, 0.2][kind] * math.sin((hour % 24 + 3 * kind) * math.pi / 12)
            free = 20 if number == 11 else round(20 + 40 * (wave if hour < 120 else wave / 3) + chance.gauss(0, 2))
            free = min(40, max(0, free))
            time = f"2024-03-{4 + hour // 24:02} {hour % 24:02}:10:00"
            rows.append([str(number + 101), name, *place, str(free), str(40 - free), time])
    return rows
