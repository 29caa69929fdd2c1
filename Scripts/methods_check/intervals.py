"""Holds `--interval days` and `--compare` against astropy's jackknife over pandas profiles, of a few days with gaps."""

from __future__ import annotations

import random
import subprocess
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import numpy
import pandas
from astropy.stats import jackknife_stats
from scipy import stats

# Ends and errors are written with ten decimals, t, p and q with six digits.
_TOLERANCE = 1e-10
_DIGITS = 6e-6
_START = datetime(2024, 3, 4)
_METHODS = {"pearson": stats.pearsonr, "spearman": stats.spearmanr, "kendall": stats.kendalltau}
_FEWEST_DAYS = 5
_BINS = {
    "hour-of-day": lambda time: time.dt.hour,
    "hour-of-week": lambda time: 24 * time.dt.weekday + time.dt.hour,
    "series": lambda time: (time - _START) // pandas.Timedelta(hours=1),
}


class WrongInterval(Exception):
    """What is wrong with an interval, or with a comparison."""


def check_intervals(seed: str, binary: Path) -> int:
    """Returns how many intervals were compared."""
    compared = 0
    for number, (kind, method, days, missing) in enumerate(_cases()):
        choice = random.Random(f"{seed}/intervals/{number}")
        records = _records(choice, days, missing)
        with tempfile.TemporaryDirectory(prefix="check-intervals-") as name:
            folder = Path(name)
            _write(records, folder / "log.csv")
            options = ["--interval=days", f"--bins={kind}", f"--method={method}", "--min-hours=3"]
            _run(binary, folder, "log.csv", *options, "--pairs=p.csv", "--neighbours=2", "--neighbours-output=n.csv")
            _run(binary, folder, "log.csv", *options, "--pairs=low.csv", "--rank-by=low")
            pairs = pandas.read_csv(folder / "p.csv")
            profiles = Profiles(records, kind, method)
            for pair in pairs.itertuples():
                _check(pair, profiles, f"{kind}, {method}: {pair.station_a} and {pair.station_b}")
            _check_order(pandas.read_csv(folder / "low.csv"), pairs)
            compared += len(pairs)
            if days >= _FEWEST_DAYS:
                compared += _check_comparison(choice, profiles, (kind, method, days, missing), binary, folder)
    return compared


def _check_comparison(choice: random.Random, first: Profiles, case: tuple, binary: Path, folder: Path) -> int:
    """Another period of the same stations."""
    kind, method, days, missing = case
    records = _records(choice, days + 2, missing)
    _write(records, folder / "other.csv")
    options = [f"--bins={kind}", f"--method={method}", "--min-hours=3", "--compare=other.csv"]
    _run(binary, folder, "log.csv", *options, "--compare-output=c.csv")
    _run(binary, folder, "log.csv", *options, "--compare-output=top.csv", "--top=4")
    rows, second = pandas.read_csv(folder / "c.csv"), Profiles(records, kind, method)
    due = {}
    for a in range(1, 7):
        for b in range(a + 1, 7):
            (days1, error1), (days2, error2) = first.error(a, b), second.error(a, b)
            r1, r2 = first.r(a, b), second.r(a, b)
            t = (numpy.arctanh(r2) - numpy.arctanh(r1)) / numpy.hypot(error1, error2)
            if not numpy.isnan(t):
                due[a, b] = (r1, r2, t, 2 * stats.t.sf(abs(t), days1 + days2 - 2))
    where = f"comparison, {kind}, {method}"
    if sorted(zip(rows["station_a"], rows["station_b"])) != sorted(due):
        raise WrongInterval(f"{where}: other pairs than {sorted(due)}")
    expected = pandas.DataFrame([due[pair] for pair in zip(rows["station_a"], rows["station_b"])], columns=["r1", "r2", "t", "p"])
    expected["q"] = stats.false_discovery_control(expected["p"])
    for column in expected:
        near = numpy.abs(rows[column] - expected[column]) <= _DIGITS * numpy.abs(expected[column]) + 1e-12
        if not near.all():
            raise WrongInterval(f"{where}: {column} is {rows[column][~near].iloc[0]}, expected {expected[column][~near].iloc[0]}")
    if (numpy.diff(numpy.abs(rows["t"])) > 0).any():
        raise WrongInterval(f"{where}: the order is not by |t|")
    if (folder / "top.csv").read_text().splitlines() != (folder / "c.csv").read_text().splitlines()[:5]:
        raise WrongInterval(f"{where}: the top 4 are not the first of all")
    return len(rows)


def _cases():
    for kind, days in (("hour-of-day", 17), ("hour-of-week", 16), ("series", 6)):
        for missing in (0, 0.3):
            yield kind, "pearson", days, missing
    yield "hour-of-day", "spearman", 18, 0
    yield "hour-of-day", "spearman", 9, 0.5
    yield "hour-of-day", "kendall", 9, 0.5
    yield "hour-of-day", "pearson", 4, 0


class Profiles:
    """The profiles of stations by some of the days, and theta of two of them."""

    def __init__(self, records: pandas.DataFrame, kind: str, method: str):
        self._records = records.assign(bin=_BINS[kind](records["time"]), day=records["time"].dt.normalize())
        self._method, self._decimals = _METHODS[method], 15 if method == "pearson" else 12
        hours = self._records.groupby(["station", "day"])["time"].apply(lambda time: time.dt.hour.nunique())
        self._full = hours[hours >= 12].reset_index()
        self._tables: dict[object, pandas.DataFrame] = {}

    def days(self, a: int, b: int) -> numpy.ndarray:
        """Those on which one of two stations has records in half of the hours."""
        return numpy.sort(self._full.loc[self._full["station"].isin([a, b]), "day"].unique())

    def r(self, a: int, b: int, without: object = None) -> float:
        table = self._without(without)
        both = table[[a, b]].dropna().to_numpy().T
        if both.shape[1] < 3 or (numpy.ptp(both, axis=1) == 0).any():
            return numpy.nan
        return float(self._method(*both)[0])

    def error(self, a: int, b: int) -> tuple[int, float]:
        """The days, and astropy's standard error of artanh r; NaN where it is not defined."""
        days = self.days(a, b)
        if len(days) < _FEWEST_DAYS:
            return len(days), numpy.nan

        def theta(left: numpy.ndarray) -> float:
            gone = set(range(len(days))) - set(left.astype(int))
            r = self.r(a, b, days[gone.pop()] if gone else None)
            return numpy.arctanh(r) if abs(r) <= 1 - 1e-12 else numpy.nan

        return len(days), float(jackknife_stats(numpy.arange(len(days)), theta)[2])

    def _without(self, day: object) -> pandas.DataFrame:
        if day not in self._tables:
            records = self._records if day is None else self._records[self._records["day"] != day]
            means = records.groupby(["bin", "station"])["share"].mean().unstack()
            # Means that are equal but for rounding are tied.
            self._tables[day] = means.reindex(columns=self._records["station"].unique()).round(self._decimals)
        return self._tables[day]


def _check(pair, profiles: Profiles, where: str) -> None:
    days, error = profiles.error(pair.station_a, pair.station_b)
    if pair.days != days:
        raise WrongInterval(f"{where}: {pair.days} days, expected {days}")
    if abs(pair.r) > 1 - 1e-12:
        error = numpy.nan
    reach = stats.t.ppf(0.975, days - 1) * error if days > 1 else numpy.nan
    due = (error, numpy.tanh(numpy.arctanh(pair.r) - reach), numpy.tanh(numpy.arctanh(pair.r) + reach))
    for what, found, expected in zip(("se", "low", "high"), (pair.se, pair.low, pair.high), due):
        same = numpy.isnan(found) and numpy.isnan(expected) or abs(found - expected) <= _TOLERANCE
        if not same:
            raise WrongInterval(f"{where}: {what} is {found}, by astropy {expected}")


def _check_order(low: pandas.DataFrame, pairs: pandas.DataFrame) -> None:
    """By the least |r| of the interval; the same pairs."""
    least = numpy.where(low["r"] < 0, -low["high"], low["low"])
    least = numpy.maximum(0, numpy.nan_to_num(least))
    if (numpy.diff(least) > 1e-10).any():
        raise WrongInterval("the order is not by the end of the interval nearer to 0")
    keys = ["station_a", "station_b"]
    if not low.sort_values(keys).reset_index(drop=True).equals(pairs.sort_values(keys).reset_index(drop=True)):
        raise WrongInterval("--rank-by low lists other pairs, or other numbers")


def _records(choice: random.Random, days: int, missing: float) -> pandas.DataFrame:
    """Stations that empty by day or by night, with hours that have no record, and a last day of a few hours."""
    rows = []
    for station in range(1, 7):
        tide, size = choice.uniform(-1, 1), choice.randint(10, 40)
        for hour in range(24 * (days - 1) + 5):
            if choice.random() < missing or (missing and station == 1 and hour < 24 * (days // 2)):
                continue
            day = choice.gauss(0, 0.1)
            for _ in range(choice.randint(1, 2)):
                level = 0.5 + 0.3 * tide * numpy.sin(hour * numpy.pi / 12) + day + choice.gauss(0, 0.2)
                free = round(size * min(1, max(0, level)))
                minute = choice.randint(0, 59)
                rows.append((station, _START + timedelta(hours=hour, minutes=minute), free, size - free))
    records = pandas.DataFrame(rows, columns=["station", "time", "free", "bikes"])
    return records.assign(share=records["free"] / (records["free"] + records["bikes"]))


def _write(records: pandas.DataFrame, path: Path) -> None:
    records[["station", "time", "free", "bikes"]].to_csv(path, index=False)


def _run(binary: Path, folder: Path, *arguments: str) -> None:
    columns = ["--station=station", "--time=time", "--free-docks=free", "--bikes=bikes"]
    subprocess.run([binary, "correlate", *arguments, *columns, "--no-matrix", "--quiet"], cwd=folder, check=True)
