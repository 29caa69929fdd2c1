"""Holds `metres` and `--decay` against geopy and pandas, over stations anywhere on Earth."""

from __future__ import annotations

import random
import subprocess
import tempfile
from pathlib import Path

import pandas
from geopy.distance import EARTH_RADIUS, great_circle

# Of a distance with one decimal, and of numbers with six digits.
_TOLERANCE = 0.051
_DIGITS = 6e-6
# In metres; geopy takes another sphere.
_RADIUS = 6_371_008.8


class WrongDistance(Exception):
    """What is wrong with a distance, or with a class of them."""


def check_distances(seed: str, binary: Path) -> int:
    """Returns how many pairs were compared."""
    choice = random.Random(f"{seed}/distances")
    places = [_place(choice, number) for number in range(60)]
    with tempfile.TemporaryDirectory(prefix="check-distances-") as name:
        folder = Path(name)
        lines = ["station,hour,free_docks,bikes,lat,lng"]
        for station, (latitude, longitude) in enumerate(places):
            free = [choice.randint(0, 30) for _ in range(24)]
            lines += [f"{station},{hour},{docks},{31 - docks},{latitude},{longitude}" for hour, docks in enumerate(free)]
        (folder / "log.csv").write_text("\n".join(lines) + "\n")
        command = [binary, "correlate", "log.csv", "--no-matrix", "--quiet", "--pairs=p.csv", "--decay=d.csv"]
        subprocess.run(command, cwd=folder, check=True)
        pairs = pandas.read_csv(folder / "p.csv")
        _check_pairs(pairs, places)
        _check_decay(pandas.read_csv(folder / "d.csv"), pairs, places)
    return len(pairs)


def _place(choice: random.Random, number: int) -> tuple[float, float]:
    if number < 40:
        return 48.85 + choice.gauss(0, 0.02), 2.35 + choice.gauss(0, 0.03)
    return choice.uniform(-90, 90), choice.uniform(-180, 180)


def _metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    return great_circle(a, b).kilometers / EARTH_RADIUS * _RADIUS


def _check_pairs(pairs: pandas.DataFrame, places: list[tuple[float, float]]) -> None:
    for pair in pairs.itertuples():
        due = _metres(places[pair.station_a], places[pair.station_b])
        # Near the other side of the Earth, both formulas lose digits.
        if abs(pair.metres - due) > _TOLERANCE + (1e-7 * due if due > 1.9e7 else 0):
            raise WrongDistance(f"{pair.station_a} and {pair.station_b}: {pair.metres} m, by geopy {due}")


def _check_decay(decay: pandas.DataFrame, pairs: pandas.DataFrame, places: list[tuple[float, float]]) -> None:
    metres = pairs.apply(lambda pair: _metres(places[int(pair.station_a)], places[int(pair.station_b)]), axis=1)
    if decay["pairs"].sum() != len(pairs):
        raise WrongDistance(f"{decay['pairs'].sum()} pairs in all classes, expected {len(pairs)}")
    for row in decay.itertuples():
        r = pairs.loc[(metres >= row._1) & (metres < row.to), "r"]
        # r counts as it is rounded for the matrix.
        due = (len(r), r.mean(), r.std(), (r.round(13) < 0).mean())
        found = (row.pairs, row.mean_r, row.sd_r, row.share_negative)
        for what, a, b in zip(("pairs", "mean_r", "sd_r", "share_negative"), found, due):
            if not (pandas.isna(a) and pandas.isna(b)) and not abs(a - b) <= _DIGITS * abs(b) + 1e-9:
                raise WrongDistance(f"{what} of {row._1} to {row.to} m is {a}, by pandas {b}")
